"""台账: 适龄儿童, 疑似辍学, 辍学 (教基厅函〔2024〕15号) as they stand today; every count shows its children."""

from collections.abc import Callable, Hashable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.reports.pupil_lists import masked
from kongchuo_desktop.school.returns import ledgers
from kongchuo_desktop.school.returns.ledgers import LEDGERS, SCHOOL_AGE, Ledger, LedgerLine
from kongchuo_desktop.school.returns.rules import SUSPECTED
from kongchuo_desktop.ui.flow import Flow
from kongchuo_desktop.ui.list_section import ListSection
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.words import button, label

EMPTY = "适龄儿童由花名册和服务区儿童自动列出，疑似辍学、辍学由考勤、个案和疑似名单自动列出，不用另外填。"


class LedgersSection(ListSection):
    """Requests: the name of a ledger, or (name, heading)."""

    title = "台账"
    watches = frozenset({
        "pupil", "area_child", "return_case", "case_episode", "case_step", "case_handover", "suspect", "absence_mark",
        "register", "elsewhere_stay", "placement", "enrolment_event", "rule_value",
    })  # fmt: skip

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: dict[str, Ledger] | None = None
        self.which = SUSPECTED
        self._picks: dict[str, QPushButton] = {}
        over = QWidget()
        column = QVBoxLayout(over)
        column.setContentsMargins(24, 12, 24, 4)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        for name in LEDGERS:
            self._picks[name] = button(name, kind="pick", run=partial(self.choose, name))
            self._picks[name].setCheckable(True)
            row.addWidget(self._picks[name])
        self._told = label(role="sentence")
        row.addWidget(self._told)
        row.addStretch(1)
        self._counts = QWidget()
        self._flow = Flow(self._counts, across=8, down=4)
        self._flow.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._counts)
        self.build(_kind(Empty(EMPTY, "scene-list", "看个案", partial(office.go, "returns", "cases"))), over=over)

    def question(self) -> Callable[[Session], dict[str, Ledger]]:
        today = self.office.today()
        return lambda session: {name: ledgers.ledger(session, name=name, today=today) for name in LEDGERS}

    def show_seen(self, seen: dict[str, Ledger]) -> None:
        if not seen[self.which].lines and self.which == SUSPECTED and seen[SCHOOL_AGE].lines:
            self.which = next((name for name in reversed(LEDGERS) if seen[name].lines), SCHOOL_AGE)
        for name, pick in self._picks.items():
            pick.setText(f"  {name} {len(seen[name].lines)}  ")
            pick.setChecked(name == self.which)
        self._show_counts(seen[self.which])
        self.list.set_rows(seen[self.which].lines)

    def _show_counts(self, shown: Ledger) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for heading, count in shown.counts:
            act = partial(self.list.narrow, "group", frozenset({heading}))
            self._flow.addWidget(button(f"{heading} {count}", kind="chip", run=act))
        self._told.setText("" if shown.lines else f"{shown.name}台账现在没有人（零报告）")
        self._counts.setVisible(bool(shown.lines))

    def choose(self, name: str) -> None:
        """Show one of the three."""
        self.which = name
        self.list.narrow("group", frozenset())
        if self.seen is not None:
            self.show_seen(self.seen)
            self.state_changed.emit()
        self.list.setFocus()

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        return "，".join(f"{name} {len(self.seen[name].lines)} 人" for name in LEDGERS)

    def opened_by(self, request: object) -> None:
        name, heading = request if isinstance(request, tuple) else (request, "")
        if name in LEDGERS:
            self.choose(str(name))
            if heading:
                self.list.narrow("group", frozenset({str(heading)}))

    def opened(self, row: LedgerLine) -> None:
        """The case, the listed child, the pupil or the child of the service area behind a line."""
        if row.case_id is not None:
            self.office.go("returns", ("cases", ("case", row.case_id)))
        elif row.suspect_id is not None:
            self.office.go("returns", ("suspects", row.suspect_id))
        elif row.pupil_id is not None and self.which != SCHOOL_AGE:
            self.office.go("returns", ("cases", ("new", row.pupil_id)))
        elif row.pupil_id is not None:
            self.office.go("pupils", row.pupil_id)
        else:
            self.office.go("enrolment", "area")

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return ((SCHOOL_AGE, lambda: self.choose(SCHOOL_AGE)),)


def _identity(line: LedgerLine) -> Hashable:
    return (line.pupil_id, line.case_id, line.suspect_id, line.area_id)


def _kind(empty: Empty) -> ListKind:
    columns = (
        Column("name", "姓名", lambda line: line.name, 136),
        Column("group", "情况", lambda line: line.group, 144, filtered=True),
        Column("sex", "性别", lambda line: line.sex, 56),
        Column("birth", "出生日期", lambda line: line.birth, 112),
        Column("class", "班级", lambda line: line.class_name, 112, filtered=True),
        Column("village", "村或户籍地", lambda line: line.village, 136, filtered=True),
        Column("since", "从哪天起", lambda line: f"{line.since:%Y-%m-%d}" if line.since else "", 112, kind="date",
               sort=lambda line: line.since),
        Column("told", "说明", lambda line: line.told, 320),
        Column("holder", "包干人", lambda line: line.holder, 88),
        Column("id_number", "身份证件号", lambda line: masked(line.id_number), 184, shown=False),
    )  # fmt: skip
    return ListKind(
        key="return_ledgers", title="控辍保学台账", columns=columns, identity=_identity,
        words=lambda line: f"{line.name}\n{line.village}\n{line.class_name}\n{line.told}", empty=empty,
    )  # fmt: skip
