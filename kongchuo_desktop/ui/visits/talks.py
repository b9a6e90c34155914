"""谈心辅导: talks with children, care records, counselling sessions behind the counsellor's own lock."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.school.types import PupilId, TalkId
from kongchuo_desktop.school.visits import counselling, service
from kongchuo_desktop.school.visits.counselling import Note
from kongchuo_desktop.school.visits.rules import COUNSELLING
from kongchuo_desktop.school.visits.talks import TalkDraft, TalkFacts, change_talk, delete_talk
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.list_section import EntrySection
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct
from kongchuo_desktop.ui.panel import SidePanel
from kongchuo_desktop.ui.visits.counsel import CounselLock
from kongchuo_desktop.ui.visits.printing import show_report
from kongchuo_desktop.ui.visits.talk_form import TalkForm
from kongchuo_desktop.ui.visits.talk_lines import TalkLine, Talks, read_talks, talks_kind
from kongchuo_desktop.ui.visits.visit_acts import WHY
from kongchuo_desktop.ui.words import button, label

EMPTY = "还没有登记过谈心。谈心、学业谈话、留守儿童每月的关爱记录都记在这里；心理辅导的内容单独加密。"


class TalksSection(EntrySection):
    """Requests: ("new", PupilId or None) opens the form, an int is a talk; an Opens of 今日."""

    title = "谈心辅导"
    unsaved = "这次谈话还没有保存。"
    watches = frozenset({"talk", "pupil", "school_class", "staff_member", "counsel_key", "term"})
    seen: Talks | None
    form: TalkForm | None

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._changed: TalkFacts | None = None  # the talk that the form is over
        self.lock = CounselLock(self, office)
        empty = Empty(EMPTY, "scene-paper", "登记第一次谈心", self.new)
        self.build(talks_kind(self._row_acts(), empty), panel=SidePanel())
        self.locked = button("心理辅导：解锁…", kind="quiet", icon=icon("lock"), run=self._turn_lock)
        self.list.bar.insertWidget(2, self.locked)
        register = partial(show_report, self, office, "talks", {})
        self.list.bar.insertWidget(3, button("登记表", kind="quiet", icon=icon("print"), run=register))
        self.lock.turned.connect(self._lock_turned)
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.new)

    def question(self) -> Callable[[Session], Talks]:
        return partial(read_talks, today=self.office.today())

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        now = [line.talk for line in self.seen.lines if line.term == self.seen.term]
        if not now:
            return "本学期还没有登记谈心"
        kinds = [talk.kind for talk in now]
        parts = [f"本学期谈心谈话 {len(now)} 次，{len({talk.pupil_id for talk in now})} 名学生"]
        parts += [f"{kind} {kinds.count(kind)} 次" for kind in ("关爱记录", COUNSELLING) if kind in kinds]
        return "，".join(parts)

    def main_act(self) -> MainAct | None:
        return MainAct("登记谈心", self.new, "add") if self.seen is not None else None

    def opened(self, row: TalkLine) -> None:
        self.show_talk(row.talk)

    def opened_by(self, request: object) -> None:
        if isinstance(request, Opens):
            self.new(request.pupil_id)
        elif isinstance(request, int):
            line = self.row_shown(lambda one: one.talk.id == request)
            if line is not None:
                self.show_talk(line.talk)
        elif isinstance(request, tuple) and request and request[0] == "new":
            self.new(*request[1:])

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("登记", self.new), ("解锁", self._turn_lock))

    def new(self, pupil_id: PupilId | None = None) -> None:
        """Open the form, perhaps about a child."""
        if self.seen is None or not self.may_leave():
            return
        if pupil_id is None:
            self._open_form("登记谈心").begin(None)
            return
        today = self.office.today()

        def show(person: pupil_room.PupilFacts) -> None:
            self._open_form("登记谈心").begin((person.id, person.name, person.class_name))

        self.office.read(lambda session: pupil_room.pupil(session, pupil_id=pupil_id, today=today), show)

    def show_talk(self, talk: TalkFacts) -> None:
        """One talk in the panel; a sealed one when the lock is open, and that is on record."""
        if not self.may_leave():
            return
        self.form = None
        if talk.is_sealed and self.lock.key is not None:
            self.lock.read(talk, lambda note: self._details(talk, note))
        else:
            self._details(talk, Note(talk.topic, talk.content, talk.outcome))

    def _details(self, talk: TalkFacts, note: Note) -> None:
        shut = talk.is_sealed and self.lock.key is None
        foot = [
            button("解锁…", kind="main", run=self._turn_lock) if shut else
            button("修改", kind="main", run=lambda: self._change(talk, note)),
            button("再谈一次", run=lambda: self.new(talk.pupil_id)),
            button("删除…", kind="quiet", run=lambda: self._ask_delete(talk)),
            button("学生档案", kind="quiet", run=lambda: self.office.go("pupils", talk.pupil_id)),
        ]  # fmt: skip
        self.panel.open(talk.pupil, f"{talk.day:%Y-%m-%d}  {talk.kind}", talk_body(talk, note, shut=shut), tuple(foot))

    def _change(self, talk: TalkFacts, note: Note) -> None:
        form = self._open_form("修改谈话")
        self._changed = talk
        form.begin_change(talk, note.__dict__)

    def _open_form(self, title: str) -> TalkForm:
        seen = self.seen
        assert seen is not None  # noqa: S101  (asked by the callers)
        self._changed = None
        form = TalkForm(self.office, seen.staff, counsellor=self.lock.name)
        form.submitted.connect(self.save)
        save = button("保存", kind="main", tip="Ctrl+S", run=self.save)
        detail = "辅导已解锁：类别选“心理辅导”，内容会加密。" if self.lock.key else ""
        self.panel.open(title, detail, form, (save, button("取消", run=self.close_inner)))
        self.form = form
        return form

    def save(self) -> None:
        form = self.form
        if form is None or (draft := form.asked()) is None:
            return

        def done(_number: object) -> None:
            self.form = None
            self.panel.close_panel()
            self.office.tell.toast(f"已登记{draft.kind}")

        def failed(error: Exception) -> None:
            if isinstance(error, UserError) and self.form is form:
                form.form.object_to("day", error.sentence)
            else:
                self.office.tell.failure(error)

        self.office.write("登记谈心", self._verb(draft), done=done, failed=failed)

    def _verb(self, draft: TalkDraft) -> Callable[[Session], object]:
        now, by, key, old = self.office.clock(), self.office.database.actor, self.lock.key, self._changed

        def verb(session: Session) -> None:
            sealed = key if draft.kind == COUNSELLING else None
            if sealed is not None and old is not None:
                counselling.change_session(session, key=sealed, talk_id=old.id, draft=draft, now=now)
            elif sealed is not None:
                counselling.record_session(session, key=sealed, draft=draft, now=now, by=by)
            elif old is not None:
                change_talk(session, talk_id=old.id, draft=draft, today=now.date())
            else:
                service.record_talk(session, draft=draft, now=now, by=by)

        return verb

    def _ask_delete(self, talk: TalkFacts) -> None:
        FormBox(
            self, f"删除 {talk.day:%Y-%m-%d} 与{talk.pupil}的{talk.kind}记录",
            (Field("why", "为什么删除", "choice", required=True, choices=WHY[:2], free=True),), act="删除",
            run=lambda values: self._delete(talk.id, values["why"]), today=self.office.today,
            sentence="删除后不能恢复；操作记录里留着删除的原因。",
        ).open()  # fmt: skip

    def _delete(self, talk_id: TalkId, why: str) -> None:
        def done(_none: object) -> None:
            self.panel.close_panel()
            self.office.tell.toast("已删除一条谈话记录")

        self.office.write("删除谈话", lambda session: delete_talk(session, talk_id=talk_id, why=why), done=done)

    def _turn_lock(self) -> None:
        if self.lock.key is None:
            self.lock.ask(self.seen.counsellors if self.seen else ())
        else:
            self.lock.shut()

    def _lock_turned(self) -> None:
        is_open = self.lock.key is not None
        self.locked.setText(f" 心理辅导：已解锁（{self.lock.name}），锁上" if is_open else " 心理辅导：解锁…")
        self.locked.setIcon(icon("key" if is_open else "lock"))
        if self.form is None or self.may_leave():
            self.form = None
            self.panel.close_panel()

    def _follow(self, row: TalkLine | None) -> None:
        """A talk is shown when it is asked for, never in passing: reading a sealed one goes on record."""

    def _panel_closed(self) -> None:
        self.form, self._changed = None, None
        super()._panel_closed()

    def show_seen(self, seen: Talks) -> None:
        self.list.set_rows(seen.lines)

    def _row_acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("打开", lambda lines: self.show_talk(lines[0].talk), icon="panel", most=1),
            RowAct("再谈一次", lambda lines: self.new(lines[0].talk.pupil_id), icon="add", most=1),
            RowAct("学生档案", self._child, icon="pupils", most=1),
        )

    def _child(self, lines: tuple[TalkLine, ...]) -> None:
        self.office.go("pupils", lines[0].talk.pupil_id)


def talk_body(talk: TalkFacts, note: Note, *, shut: bool) -> QWidget:
    """What was said, or that it is locked."""
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(24, 16, 24, 24)
    column.setSpacing(4)
    pairs = [("谈话人", talk.talker), ("主题", note.topic), ("内容", note.content), ("结果", note.outcome),
             ("下次", f"{talk.next_on:%Y-%m-%d}" if talk.next_on else "")]  # fmt: skip
    if shut:
        pairs.insert(1, ("内容", "已用辅导教师的密码加密，这里只看得到做过辅导。"))
    for heading, text in pairs:
        if text:
            column.addWidget(label(heading, role="label"))
            column.addWidget(label(text, wrap=True, selectable=True))
            column.addSpacing(8)
    column.addStretch(1)
    return body
