"""异动登记: every change of the roll, entered, corrected, taken back, and its papers."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton
from sqlalchemy.orm import Session

from kongchuo_desktop.desk.enrolment_papers import PAPERS_OF
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.enrolment import service as enrolment
from kongchuo_desktop.school.enrolment.events import EventFacts
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.school.types import EventId, PupilId
from kongchuo_desktop.ui.enrolment.change_acts import ChangeActs, Lines
from kongchuo_desktop.ui.enrolment.change_details import ChangeDetails, Told
from kongchuo_desktop.ui.enrolment.change_lines import STANDS, WAITING, ChangeLine, Changes, changes_kind, read_changes
from kongchuo_desktop.ui.enrolment.change_panel import ChangeForm
from kongchuo_desktop.ui.enrolment.printing import choose_paper, print_paper
from kongchuo_desktop.ui.list_section import EntrySection
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct
from kongchuo_desktop.ui.panel import SidePanel
from kongchuo_desktop.ui.words import button

EMPTY = "还没有登记过异动。转入、转出、休学、复学，一件一条，写明哪一天起、去了哪里；学生的状态、人数和各率跟着变。"


class ChangesSection(EntrySection):
    """Requests: ("new", PupilId or None[, kind[, values]]) opens the form, ("forget", PupilId) closes it unsaved.

    An int is an event, ("child", PupilId) narrows."""

    title = "异动登记"
    unsaved = "这条异动还没有保存。"
    watches = frozenset({"enrolment_event", "enrolment_paper", "pupil", "school_class", "term", "rule_value"})
    seen: Changes | None
    form: ChangeForm | None

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._shown: EventId | None = None
        self._quick: list[QPushButton] = []
        self.acts = ChangeActs(self, office)
        empty = Empty(EMPTY, "scene-paper", "登记第一条异动", self.new)
        self.build(changes_kind(self._row_acts(), empty), panel=SidePanel())
        self._fill_bar()
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.new)

    def question(self) -> Callable[[Session], Changes]:
        return partial(read_changes, today=self.office.today())

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        standing = [line for line in self.seen.lines if line.state == STANDS]
        if not standing:
            return "还没有登记过异动"
        now = [line for line in standing if line.term == self.seen.term]
        parts = [f"{self.seen.term}登记 {len(now)} 条"]
        kinds = [line.event.kind for line in now]
        parts += [f"{kind} {kinds.count(kind)} 人" for kind in ("转入", "转出", "休学", "复学") if kind in kinds]
        if waiting := sum(1 for line in standing if line.receipt == WAITING):
            parts.append(f"{waiting} 人没有回执")
        return "，".join(parts)

    def main_act(self) -> MainAct | None:
        return MainAct("登记异动", self.new, "add") if self.seen is not None else None

    def opened(self, row: ChangeLine) -> None:
        self.show_event(row.event.id)

    def opened_by(self, request: object) -> None:
        if isinstance(request, Opens):
            self._open_task(request)
        elif isinstance(request, int):
            self.list.select(request)
            self.show_event(EventId(request))
        elif isinstance(request, tuple) and request and request[0] == "new":
            self.new(*request[1:])
        elif isinstance(request, tuple) and request and request[0] == "forget":
            self._forget(request[1])
        elif isinstance(request, tuple) and request and request[0] == "child":
            self._look_for_child(request[1])

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("登记", self._pose_new), ("一条异动", self._pose_open))

    def new(
        self, pupil_id: PupilId | None = None, kind: str = "", values: Mapping[str, Any] | None = None
    ) -> None:  # fmt: skip
        """Open the form, perhaps about a child, a kind, and with what is known of the change."""
        if self.may_leave():
            form = self._open_form("登记异动", "先选学生，再选办什么，保存前会说明影响。")
            form.begin(pupil_id, kind, values)

    def correct(self, event: EventFacts) -> None:
        """Open the form over a change that was entered wrongly."""
        if event.withdrawn_at is not None:
            self.office.tell.mistake("这条异动已经撤回，不能再改；需要的话请重新登记。")
        elif self.may_leave():
            form = self._open_form(f"改正“{event.kind}”", "原来的登记划掉留着，新的接在它后面。")
            form.begin_correction(event)

    def show_event(self, event_id: EventId) -> None:
        """Show one change in the panel."""
        if not self.may_leave():
            return
        self._drop_form()
        self._shown = event_id

        def question(session: Session) -> Told:
            event = enrolment.event(session, event_id=event_id)
            every = enrolment.events(session, pupil_id=event.pupil_id, withdrawn=True)
            return Told(event, tuple(one for one in every if one.id != event_id))

        self.office.read(question, self._show_details, latest="change")

    def _show_details(self, told: Told) -> None:
        event = told.event
        if self.form is not None or self._shown != event.id:
            return
        foot = []
        if event.withdrawn_at is None:
            if not event.proven:
                foot.append(button("回执已收…", kind="main", run=lambda: self.acts.ask_receipt((event,))))
            if event.kind in PAPERS_OF:
                foot.append(button("打印…", kind="quiet", run=lambda: self._print((event,))))
            foot += [button("改正…", kind="quiet", run=lambda: self.correct(event)),
                     button("撤回…", kind="quiet", run=lambda: self.acts.ask_withdraw((event,)))]  # fmt: skip
        foot.append(button("学生档案", kind="quiet", run=lambda: self.office.go("pupils", event.pupil_id)))
        body = ChangeDetails(told, turn=partial(self.acts.turn_paper, event))
        self.panel.open(f"{event.name}  {event.kind}", event.class_name, body, tuple(foot))
        self._give_room(False)  # the panel has the acts of the one change it shows

    def _open_form(self, title: str, detail: str) -> ChangeForm:
        self._drop_form()
        self._shown = None
        form = ChangeForm(self.office)
        save = button("保存", kind="main", tip="Ctrl+S", run=self.save)
        form.ready.connect(save.setEnabled)
        form.submitted.connect(self.save)
        save.setEnabled(False)
        self.panel.open(title, detail, form, (save, button("取消", run=self.close_inner)), note=form.effect)
        self._give_room(False)
        self.form = form
        return form

    def save(self) -> None:
        form = self.form
        if form is None or not form.check():
            return
        asked = form.asked()
        if asked is None:
            return

        def done(event_id: EventId) -> None:
            self._drop_form()
            self.show_event(event_id)

        def failed(error: Exception) -> None:
            if isinstance(error, UserError) and self.form is form:
                form.object(str(error))
            else:
                self.office.tell.failure(error)

        self.acts.save(asked, done=done, failed=failed)

    def _drop_form(self) -> None:
        self.form = None

    def _panel_closed(self) -> None:
        self._drop_form()
        self._shown = None
        self._give_room(True)
        self.list.setFocus()

    def show_seen(self, seen: Changes) -> None:
        self.list.set_rows(seen.lines)
        if self._shown is not None and self.form is None and self.panel.isVisible():
            self.show_event(self._shown)

    def _follow(self, line: ChangeLine | None) -> None:
        """With a change open, the arrows leaf through them."""
        if line is None or not self.panel.isVisible():
            return
        self.list.strip.show_selection(0)
        if self.form is None and line.event.id != self._shown:
            self.show_event(line.event.id)

    def _fill_bar(self) -> None:
        for place, (title, key, texts) in enumerate(
            (("没有回执的", "receipt", frozenset({WAITING})), ("只看有效的", "state", frozenset({STANDS}))), start=2
        ):
            made = button(title, kind="quiet", run=partial(self.list.narrow, key, texts))
            self._quick.append(made)
            self.list.bar.insertWidget(place, made)

    def _give_room(self, room: bool) -> None:
        """Quick filters and the acts of the selection stand there while no panel stands beside the list."""
        for made in self._quick:
            made.setVisible(room)
        self.list.strip.show_selection(len(self.list.selected()) if room else 0)

    def _row_acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("打印…", lambda lines: self._print(_events(lines)), icon="print"),
            RowAct("回执已收…", lambda lines: self.acts.ask_receipt(_events(lines)), icon="check"),
            RowAct("改正…", lambda lines: self.correct(lines[0].event), icon="edit", most=1),
            RowAct("撤回…", lambda lines: self.acts.ask_withdraw(_events(lines)), icon="undo"),
            RowAct("学生档案", lambda lines: self.office.go("pupils", lines[0].event.pupil_id), icon="pupils", most=1),
        )

    def _print(self, events: tuple[EventFacts, ...]) -> None:
        if key := choose_paper(self.office, events):
            print_paper(self, self.office, key, events)

    def _open_task(self, task: Opens) -> None:
        mine = [one for one in self.seen.lines if one.event.pupil_id == task.pupil_id] if self.seen else []
        line = next(
            (one for one in mine if one.event.day == task.day and one.state == STANDS), mine[0] if mine else None
        )
        if line is not None:
            self.list.select(line.event.id)
            self.show_event(line.event.id)

    def _forget(self, pupil_id: PupilId) -> None:
        """What asked for this change has been taken back."""
        if self.form is not None and self.form.is_about(pupil_id):
            self._drop_form()
            self.panel.close_panel()

    def _look_for_child(self, pupil_id: object) -> None:
        line = next((one for one in self.seen.lines if one.event.pupil_id == pupil_id), None) if self.seen else None
        if line is None:
            self.new(PupilId(int(str(pupil_id))))
        else:
            self.list.select(line.event.id)
            self.show_event(line.event.id)

    def _pose_new(self) -> None:
        today = self.office.today()
        self.office.read(
            lambda session: pupil_room.pupils(session, today=today, status=("在读",))[:1],
            lambda found: self.new(found[0].id, "转出") if found else self.new(),
        )

    def _pose_open(self) -> None:
        if self.list.model.rows:
            self.list.select(self.list.model.rows[0].event.id)
            self.show_event(self.list.model.rows[0].event.id)


def _events(lines: Lines) -> tuple[EventFacts, ...]:
    return tuple(line.event for line in lines)
