"""报到: who has come back, hour by hour; who asked after the others, and what was said."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.reports.table import Table
from kongchuo_desktop.school.attendance import returning
from kongchuo_desktop.school.attendance.returning import ReturnLine, ReturnState
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.attendance.columns import day_words
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.words import button, label

NOT_YET, CAME, SEEN = "未到", "已到", "点名时在"


@dataclass(frozen=True)
class BackLine:
    """One child of the check."""

    line: ReturnLine
    class_name: str
    child: PupilFacts
    apart: str

    @property
    def name(self) -> str:
        """The name, with what tells it from its namesakes."""
        return f"{self.line.name}（{self.apart}）" if self.apart else self.line.name

    @property
    def phones(self) -> str:
        """Whom to call."""
        adults = [adult for adult in self.child.guardians if adult.phone]
        return "；".join(f"{adult.relation or adult.name} {adult.phone}" for adult in adults)

    @property
    def state(self) -> str:
        """未到, 已到, or 点名时在: a register had it there though nobody marked it."""
        if self.line.came_at is not None:
            return CAME
        return SEEN if self.line.seen_on is not None else NOT_YET

    @property
    def when(self) -> str:
        """When it came, as far as that is known."""
        if self.line.came_at is not None:
            return f"{self.line.came_at.month}月{self.line.came_at.day}日 {self.line.came_at:%H:%M}"
        return day_words(self.line.seen_on) if self.line.seen_on else ""

    @property
    def asked(self) -> str:
        """Who asked, and when."""
        when = f" {self.line.asked_at.month}月{self.line.asked_at.day}日" if self.line.asked_at else ""
        return f"{self.line.asked_by}{when}" if self.line.asked_by else ""


Check = tuple[ReturnState | None, tuple[BackLine, ...]]


class BackPane(QWidget):
    """Type initials, Enter into the list, Enter again: this child is here."""

    state_changed = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.state: ReturnState | None = None
        self.hours = label(role="sentence", wrap=True)
        self.list = ListView(_kind(self._acts()), office.settings)
        self.list.bar.insertWidget(3, button("报到日报", kind="quiet", icon=icon("print"), run=self.print_day))
        self.hours.setContentsMargins(24, 12, 24, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.hours)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list.find_line)
        self.list.opened.connect(self._enter)
        self.list.exported.connect(self._export)

    @property
    def sentence(self) -> str:
        """How the check stands."""
        return self.state.sentence.replace(":", "：").replace(",", "，") if self.state else "现在没有报到要登记"

    def refresh(self) -> None:
        """Read who has come."""
        today = self.office.today()

        def question(session: Session) -> Check:
            opening = returning.current_opening(session, today=today)
            if opening is None:
                return None, ()
            state = returning.state(session, opening=opening, today=today)
            return state, _lines(state, pupil_room.pupils(session, today=today, status=("在读",)))

        self.office.read(question, self._show, latest="today-back")

    def came(self, lines: tuple[BackLine, ...], *, back: bool = True) -> None:
        """These children are here, as of now; or, `back` False, they are not after all."""
        if self.state is None or not lines:
            return
        opens, at = self.state.opening.day, self.office.clock() if back else None
        ids = [one.line.pupil_id for one in lines]
        act = "登记报到" if back else "撤销报到"
        self.office.write(act, lambda session: returning.came(session, pupil_ids=ids, opens=opens, at=at))

    def ask(self, line: BackLine) -> FormBox:
        """Who asked after a child, and the answer."""
        fields = (
            Field("by", "谁问的", required=True, longest=20),
            Field("answer", "答复", required=True, longest=200, hint="在哪里、为什么没来、哪天来"),
        )
        values = {"by": line.line.asked_by or self.office.database.actor, "answer": line.line.answer}
        box = FormBox(self, f"{line.class_name} {line.line.name}", fields, act="保存", today=self.office.today,
                      run=lambda answers: self._keep(line.line.pupil_id, answers), values=values)  # fmt: skip
        box.form.go_to("answer")
        box.open()
        return box

    def print_day(self) -> None:
        """The daily report, until every class is whole."""
        from kongchuo_desktop.reports import return_report
        from kongchuo_desktop.ui.preview.tables import preview_table

        today = self.office.today()
        self.office.read(
            lambda session: return_report.KIND.tabulate(session, {}, today),
            lambda table: preview_table(self, self.office, table),
            title="汇总报到情况",
        )

    def _enter(self, line: BackLine) -> None:
        """Enter: this one is here; the next name can be typed."""
        self.came((line,))
        self.list.look_for("")
        self.list.find_line.setFocus()

    def _export(self, table: Table) -> None:
        from kongchuo_desktop.ui.files import save_table

        save_table(self, self.office, table)

    def _keep(self, pupil_id: PupilId, answers: Mapping[str, Any]) -> None:
        if self.state is not None:
            opens, at = self.state.opening.day, self.office.clock()
            self.office.write(
                "登记去向",
                lambda session: returning.asked(
                    session, pupil_id=pupil_id, opens=opens, by=answers["by"], at=at, answer=answers["answer"]
                ),
            )

    def _show(self, found: Check) -> None:
        first = self.state is None
        self.state, lines = found
        self.list.set_rows(lines)
        missing = any(line.state == NOT_YET for line in lines)
        if first or not missing:  # once all are back there is nothing to narrow to
            self.list.narrow("state", frozenset({NOT_YET}) if missing else frozenset())
        self.hours.setText(hours_words(lines))
        self.state_changed.emit()

    def _acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("到了", self.came, icon="check"),
            RowAct("问去向…", lambda rows: self.ask(rows[0]), icon="phone", most=1),
            RowAct("撤销报到", lambda rows: self.came(rows, back=False), icon="undo"),
        )


def _lines(state: ReturnState, people: tuple[PupilFacts, ...]) -> tuple[BackLine, ...]:
    apart = pupil_room.told_apart(people)
    by_id = {person.id: person for person in people}
    return tuple(
        BackLine(line, room.name, by_id[line.pupil_id], apart.get(line.pupil_id, ""))
        for room in state.classes
        for line in room.lines
    )


def hours_words(lines: Sequence[BackLine]) -> str:
    """How many came in which hour of today and the days before."""
    hours: Counter[tuple[int, int, int]] = Counter(
        (one.line.came_at.month, one.line.came_at.day, one.line.came_at.hour) for one in lines if one.line.came_at
    )
    if not hours:
        return "按时间：还没有人登记报到。打拼音首字母找到学生，回车到表里，再回车登记“到了”。"
    days: dict[tuple[int, int], list[str]] = {}
    for month, day, hour in sorted(hours):
        days.setdefault((month, day), []).append(f"{hour} 时 {hours[month, day, hour]} 人")
    return "；".join(f"{month}月{day}日 {'、'.join(told)}" for (month, day), told in days.items())


def _kind(acts: tuple[RowAct, ...]) -> ListKind:
    return ListKind(
        key="back", title="报到", acts=acts, empty=Empty("还没有学生。"),
        identity=lambda one: one.line.pupil_id, words=lambda one: pupil_room.search_key(one.child),
        columns=(
            Column("name", "姓名", lambda one: one.name, width=168),
            Column("room", "班级", lambda one: one.class_name, width=120, filtered=True),
            Column("state", "报到", lambda one: one.state, width=96, filtered=True,
                   tone=lambda one: "amber" if one.state == NOT_YET else ""),
            Column("when", "时间", lambda one: one.when, width=132),
            Column("phones", "家长电话", lambda one: one.phones, width=300),
            Column("asked", "谁问过", lambda one: one.asked, width=124),
            Column("answer", "去向", lambda one: one.line.answer, width=240),
        ),
    )  # fmt: skip
