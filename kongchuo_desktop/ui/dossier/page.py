"""一生一档: who the child is, the 四清 at a glance, the time-line over all rooms, and the bound file on paper."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout
from sqlalchemy.orm import Session

from kongchuo_desktop.desk import timeline
from kongchuo_desktop.desk.timeline import CLEAR, Story
from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.rules import age_on
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.dossier.lines import TimeLine, lines_of, timeline_kind
from kongchuo_desktop.ui.dossier.printing import print_files, show_dossier
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.help.place import MARK
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.bar import ListBar
from kongchuo_desktop.ui.lists.columns import RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.one_line import OneLine
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.words import button, label

PORTRAIT = (54, 72)
SHOWN = 2  # lines of an aspect on its card
LOW = 520  # pixels of height below which the cards are brief


@dataclass(frozen=True)
class Seen:
    """What the page shows."""

    story: Story
    marks: tuple[str, ...]
    photo: bytes | None = field(repr=False)
    age: str


class DossierPage(Page):
    """One child's whole file, hosted by the children's page: `open_child`, then `left` when the user goes back."""

    title = "一生一档"
    watches = frozenset({
        "pupil", "guardian", "photo", "enrolment_event", "absence_mark", "duty_closure", "notice", "agreement",
        "concern_mark", "parent_whereabouts", "home_situation", "visit", "visit_pupil", "talk", "home_lesson",
        "placement", "survey_line", "attachment", "pair", "support_plan", "plan_goal", "plan_cycle", "help_log",
    })  # fmt: skip
    left = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.setProperty(MARK, "dossier")
        self.pupil_id: PupilId | None = None
        self.seen: Seen | None = None
        act = RowAct("打开这一条", lambda rows: self._open(rows[0]), icon="right", most=1)
        self.list = ListView(timeline_kind((act,)), office.settings)
        self.list.opened.connect(self._open)
        self.list.exported.connect(lambda table: save_table(self, office, table, what="一生一档时间线"))
        self._portrait = QLabel()
        self._portrait.setFixedSize(*PORTRAIT)
        self._portrait.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name = label(role="title", wrap=True)
        self._facts = label(role="sentence", wrap=True)
        self._marks = label(role="sentence", wrap=True)
        self._cards = {aspect: ClearCard(aspect, partial(self._only, aspect)) for aspect in CLEAR}
        self._lay_out()
        self.setFocusProxy(self.list)

    def open_child(self, pupil_id: PupilId) -> None:
        """Show a child."""
        self.pupil_id, self.seen = pupil_id, None
        self.list.narrow("kind", frozenset())
        self.refresh()
        self.setFocus()

    def refresh(self) -> None:
        wanted, today = self.pupil_id, self.office.today()
        if wanted is None:
            return

        def question(session: Session) -> Seen:
            story = timeline.story(session, pupil_id=wanted, today=today)
            marks = concern.marks(session, on=today, pupil_ids=(wanted,), everyone=True)
            birth = story.pupil.birth_date
            return Seen(
                story, tuple(dict.fromkeys(mark.kind for mark in marks)),
                pupil_room.photo(session, pupil_id=wanted), f"{age_on(birth, today)} 岁" if birth else "",
            )  # fmt: skip

        self.office.read(question, self._show, latest="dossier", title="读取一生一档")

    def state_sentence(self) -> str:
        seen = self.seen
        if seen is None:
            return ""
        told = f"{seen.story.pupil.name}，{len(seen.story.entries)} 条记录"
        missing = seen.story.missing
        return f"{told}，{'、'.join(f'{aspect}' for aspect in missing)}还没有记录" if missing else told

    def main_act(self) -> MainAct | None:
        return MainAct("打印档案", self.print_dossier, "print") if self.seen else None

    def find_here(self) -> bool:
        self.list.find_line.setFocus()
        return True

    def print_dossier(self) -> None:
        """The bound file, looked at before it is printed or saved."""
        if self.seen is not None:
            show_dossier(self, self.office, self.seen.story.pupil)

    def print_card(self) -> None:
        """学生关爱档案卡 as a file."""
        if self.seen is not None:
            print_files(self, self.office, "archive_card", (self.seen.story.pupil,))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The list keeps its room on a low screen."""
        super().resizeEvent(event)
        for card in self._cards.values():
            card.be_brief(self.height() < LOW)

    def _lay_out(self) -> None:
        over = ListBar()
        bar = over.row
        bar.addWidget(button("学生", kind="quiet", icon=icon("left"), tip="回到学生名单（Esc）", run=self.left.emit))
        bar.addStretch(1)
        bar.addWidget(button("学生资料", kind="quiet", icon=icon("pupils"), run=self._to_record))
        bar.addWidget(button("关爱档案卡…", kind="quiet", icon=icon("file"), run=self.print_card))
        words = QVBoxLayout()
        words.setSpacing(2)
        for line in (self._name, self._facts, self._marks):
            words.addWidget(line)
        words.addStretch(1)
        person = QHBoxLayout()
        person.setContentsMargins(24, 4, 24, 12)
        person.setSpacing(16)
        person.addWidget(self._portrait, 0, Qt.AlignmentFlag.AlignTop)
        person.addLayout(words, 1)
        cards = QHBoxLayout()
        cards.setContentsMargins(24, 0, 24, 8)
        cards.setSpacing(12)
        for card in self._cards.values():
            cards.addWidget(card, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(over)
        column.addLayout(person)
        column.addLayout(cards)
        column.addWidget(self.list, 1)

    def _show(self, seen: Seen) -> None:
        self.seen = seen
        pupil = seen.story.pupil
        self._name.setText(pupil.name)
        adults = "、".join(f"{one.relation}{one.name} {one.phone}".strip() for one in pupil.guardians[:2])
        here = (pupil.class_name or "未编班", pupil.sex, seen.age, pupil.status, pupil.village)
        self._facts.setText(" · ".join(filter(None, (*here, adults))))
        self._marks.setText(f"重点关注：{'、'.join(seen.marks)}" if seen.marks else "没有重点关注登记")
        self._portrait.setPixmap(self._pixmap(seen.photo))
        self._portrait.setVisible(seen.photo is not None)
        for aspect, card in self._cards.items():
            card.show_lines(seen.story.clear(aspect), lacking=aspect in seen.story.missing)
        self.list.set_rows(lines_of(seen.story))
        self.state_changed.emit()

    def _pixmap(self, jpeg: bytes | None) -> QPixmap:
        found = QPixmap()
        if jpeg is not None and found.loadFromData(jpeg):
            ratio = self.devicePixelRatioF()
            size = self._portrait.size() * ratio
            found = found.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
            found.setDevicePixelRatio(ratio)
        return found

    def _only(self, aspect: str) -> None:
        """The entries that belong to one of the four."""
        seen = self.seen
        if seen is not None:
            told = frozenset(line.aspects for line in lines_of(seen.story) if aspect in line.aspects)
            self.list.narrow("aspects", told)

    def _open(self, line: TimeLine) -> None:
        if line.entry.opens is not None:
            page, request = line.entry.opens
            if page == "pupils":
                self._to_record()
            else:
                self.office.go(page, request)

    def _to_record(self) -> None:
        if self.pupil_id is not None:
            wanted = self.pupil_id
            self.left.emit()
            self.office.go("pupils", wanted)


class ClearCard(QFrame):
    """One of the four: how many, the newest lines; a click shows those entries alone."""

    def __init__(self, aspect: str, run: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setMinimumWidth(150)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._aspect = aspect
        self.link = button(f"{aspect}清", kind="link", tip=f"只看{aspect}", run=run)
        self._count = label(role="figure")
        self._lines = [OneLine("sentence") for _ in range(SHOWN)]
        head = QHBoxLayout()
        head.addWidget(self.link)
        head.addStretch(1)
        head.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 8)
        column.setSpacing(2)
        column.addLayout(head)
        for line in self._lines:
            column.addWidget(line)

    def be_brief(self, brief: bool) -> None:
        """The number alone, on a screen without room for more."""
        for line in self._lines:
            line.setVisible(not brief)

    def show_lines(self, told: tuple[tuple[object, str], ...], *, lacking: bool) -> None:
        """The newest first, one line each; what is lacking is said in words."""
        self._count.setText(str(len(told)) if told else "—")
        newest = [(day, words) for day, words in told[::-1][:SHOWN]]
        for line, item in zip(self._lines, [*newest, *[None] * SHOWN], strict=False):
            line.say(f"{item[0]:%m-%d} {item[1]}" if item else "")
        self.link.setEnabled(bool(told))
        if not told:
            self._lines[0].say("还没有记录，请补上" if lacking else "没有记录")
