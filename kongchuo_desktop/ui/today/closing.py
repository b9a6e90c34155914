"""A duty in the side panel: what happened, under which rule, its papers, and the act that closes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kongchuo_desktop.school.attendance.duties import Duty
from kongchuo_desktop.school.notices.rules import BY_KEY
from kongchuo_desktop.school.types import VisitId
from kongchuo_desktop.school.visits.closing import RECORD_KIND, record_text
from kongchuo_desktop.school.visits.service import VisitFacts
from kongchuo_desktop.ui.attendance.columns import day_words
from kongchuo_desktop.ui.forms.fields import Field, Heading
from kongchuo_desktop.ui.forms.form import Form
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.words import button, label

RECORD_KINDS = {
    "call": "电话联系", "visit": "家访", "report": "书面报告", "register": "点名记录", "correction": "更正登记",
}  # fmt: skip


@dataclass(frozen=True)
class DutyActs:
    """What the panel can ask for."""

    close: Callable[[Duty, Mapping[str, Any]], object]
    reopen: Callable[[Duty], object]
    paper: Callable[[Duty, str], object]
    child: Callable[[Duty], object]
    register: Callable[[Duty], object]
    visit: Callable[[Duty], object]


class DutyBody(QWidget):
    """The body of the panel; `form` is None for a duty that is closed."""

    def __init__(
        self, duty: Duty, acts: DutyActs, *, today: Callable[[], date], visits: Sequence[VisitFacts] = ()
    ) -> None:
        super().__init__()
        self.duty = duty
        self._visits = {visit.id: visit for visit in visits}
        self._acts = acts
        self._taken = VisitId(0)
        self.form: Form | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        for sentence in facts(duty):
            column.addWidget(label(sentence, role="sentence", wrap=True, selectable=True))
        ways = QHBoxLayout()
        ways.addWidget(button("看点名", kind="link", icon=icon("attendance"), run=lambda: acts.register(duty)))
        ways.addWidget(button("学生档案", kind="link", icon=icon("pupils"), run=lambda: acts.child(duty)))
        if duty.closure is None:
            ways.addWidget(button("写家访记录", kind="link", icon=icon("visits"), run=lambda: acts.visit(duty)))
        ways.addStretch(1)
        column.addLayout(ways)
        for key in duty.step.papers:
            title = BY_KEY[key].title if key in BY_KEY else key
            column.addWidget(button(f"打印{title}", icon=icon("print"), run=partial(acts.paper, duty, key)))
        column.addSpacing(8)
        if duty.closure is None:
            self.form = Form(closing_fields(duty, visits), today=today)
            self.form.put({"outcome": "", "record_kind": "", "done_on": today()})  # nothing is closed by a default
            self.form.submitted.connect(self.close_duty)
            self.form.changed.connect(self._take_visit)
            column.addWidget(self.form)
        column.addStretch(1)

    def foot(self) -> tuple[QPushButton, ...]:
        """The one act."""
        if self.duty.closure is None:
            return (button("办结", kind="main", run=self.close_duty),)
        return (button("撤销办结", run=lambda: self._acts.reopen(self.duty)),)

    def close_duty(self) -> None:
        """Close it when all is said."""
        if self.form is not None and self.form.check():
            values = self.form.values()
            self._acts.close(self.duty, {key: value for key, value in values.items() if key != "visit"})

    def _take_visit(self) -> None:
        """A visit that is chosen is the record that the closing rests on."""
        form = self.form
        visit = self._visits.get(form.values().get("visit") or VisitId(0)) if form is not None else None
        if form is None or visit is None or visit.id == self._taken:
            return
        self._taken = visit.id
        form.put({"record_kind": RECORD_KIND, "record": record_text(visit), "done_on": visit.day})


def closing_fields(duty: Duty, visits: Sequence[VisitFacts] = ()) -> tuple[Field | Heading, ...]:
    """An outcome of the step and the record it rests on: a note alone closes nothing."""

    def not_before(day: date) -> str:
        if day < duty.crossed_on:
            return f"不能早于 {day_words(duty.crossed_on)}，那天才够上这一步。"
        return ""

    shown = tuple((one.id, f"{one.day:%m-%d} {one.form}，{one.who}") for one in visits)
    by_visit = (Field("visit", "用哪次家访办结", "choice", choices=shown),) if shown else ()
    return (
        Heading("办结这一步"),
        Field("outcome", "办理结果", "choice", required=True, choices=tuple((one, one) for one in duty.step.outcomes)),
        *by_visit,
        Field("record_kind", "凭什么办结", "choice", required=True, choices=tuple(RECORD_KINDS.items())),
        Field("record", "依据", "lines", required=True,
              hint="何时、联系了谁、怎样说的，或家访记录、报告的编号"),
        Field("done_on", "办理日期", "date", required=True, width=14, check=not_before),
    )  # fmt: skip


def facts(duty: Duty) -> tuple[str, ...]:
    """What is known, in sentences."""
    days = sorted(duty.away)
    told = [f"{day_words(days[0])}" + (f"—{day_words(days[-1])}" if len(days) > 1 else "")] if days else []
    length = f"，共 {duty.days_away:g} 天" if duty.days_away else ""
    still = "，至今未到校" if duty.still_away else "，已经返校"
    unknown = "、".join(day_words(day) for day in duty.unknown)
    lines = [
        f"缺课：{''.join(told)}{length}{still}",
        f"其中没有点名：{unknown}" if unknown else "",
        f"{day_words(duty.crossed_on)}够上：{duty.step.title}",
        f"依据：{duty.rule}",
        f"{duty.who}办理，{day_words(duty.due)}到期",
    ]
    if duty.closure is not None:
        done = duty.closure
        kind = RECORD_KINDS.get(done.record_kind, done.record_kind)
        lines += [f"{day_words(done.done_on)}由{done.done_by}办结：{done.outcome}", f"{kind}：{done.record}"]
    return tuple(line for line in lines if line)
