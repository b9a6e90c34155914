"""四率: every rate of a period and scope, each figure opening its children; the roll through the period."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kongchuo_desktop.desk import report_files
from kongchuo_desktop.kit.dates import read_typed_date
from kongchuo_desktop.school.enrolment.rates import Counted
from kongchuo_desktop.school.enrolment.rates_service import usual_period
from kongchuo_desktop.ui.enrolment.rates_cards import apart_card, rate_card, switches_card
from kongchuo_desktop.ui.enrolment.rates_chart import RollChart
from kongchuo_desktop.ui.enrolment.rates_people import PeoplePane
from kongchuo_desktop.ui.enrolment.rates_reading import Asked, Seen, read_rates
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.bar import ListBar
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.preview.tables import preview_table, save_as
from kongchuo_desktop.ui.words import button, label

FIRST_CARDS = ("retention", "dropout", "enrolment", "enrolment.disabled")  # above the chart
OWN = "own"  # the period that was typed
COLUMNS = 2
DATE_WIDTH = 112


class RatesSection(Page):
    """Requests: a scope's words (三年级1班); ("people", title, counted) is its own way of opening a figure."""

    title = "四率"
    watches = frozenset(
        {"pupil", "enrolment_event", "area_child", "school_class", "rule_value", "term", "school", "absence_mark",
         "register"}
    )  # fmt: skip

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: Seen | None = None
        self.asked = Asked(*usual_period(office.today()))
        self._fresh = True  # the period follows today until another is chosen
        self.period = QComboBox()
        self.period.setAccessibleName("时段")
        self.first, self.last = self._date_line("开始日期"), self._date_line("截止日期")
        self.scope = QComboBox()
        self.scope.setAccessibleName("范围")
        self.chart = RollChart()
        self.people = PeoplePane(office)
        self.cards = QScrollArea(widgetResizable=True)
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.period)

    # what the frame asks
    def refresh(self) -> None:
        today = self.office.today()
        if self._fresh:
            self.asked = Asked(*usual_period(today), self.asked.scope)
        asked = self.asked
        self.office.read(
            lambda session: read_rates(session, asked=asked, today=today), self._show, latest=self, title="正在计算"
        )

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        found = self.seen.answer
        parts = []
        for key in ("retention", "dropout"):
            line = found.line(key)
            if line.figure.value is not None:
                parts.append(f"{line.formula.name} {line.figure.value:.2f}%")
        if not found.balance.holds:
            parts.append(f"{len(found.balance.breaks)} 处期初期末对不上")
        return f"{found.scope.title}：{'，'.join(parts)}" if parts else found.line("retention").figure.missing

    def main_act(self) -> MainAct | None:
        return MainAct("预览打印", self.preview, "print") if self.seen is not None else None

    def open_request(self, request: object) -> None:
        if isinstance(request, str):
            self.ask(Asked(self.asked.first, self.asked.last, request))

    def find_here(self) -> bool:
        if self.stack.currentWidget() is not self.people:
            return False
        self.people.list.find_line.setFocus()
        return True

    def close_inner(self) -> bool:
        if self.stack.currentWidget() is not self.people:
            return False
        self.show_cards()
        return True

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("打开分母", self._open_first),)

    # acts
    def ask(self, asked: Asked) -> None:
        """Another period or scope."""
        self.asked, self._fresh = asked, False
        self.refresh()

    def open_people(self, title: str, counted: tuple[Counted, ...]) -> None:
        """The children behind a figure."""
        if self.seen is not None:
            self.people.show_people(title, self.seen.people(counted))
            self.stack.setCurrentWidget(self.people)
            self.people.setFocus()

    def open_bar(self, place: int, side: str) -> None:
        """The children behind a bar of the chart."""
        if self.seen is None:
            return
        bar = self.seen.bars[place]
        steps = bar.came if side == "came" else bar.went
        title = f"{bar.title}{'增加' if side == 'came' else '减少'}的学生"
        self.people.show_people(title, self.seen.steps(steps))
        self.stack.setCurrentWidget(self.people)
        self.people.setFocus()

    def show_cards(self) -> None:
        """Back to the figures."""
        self.stack.setCurrentWidget(self.cards)
        self.period.setFocus()

    def preview(self) -> None:
        """The table of all rates on paper."""
        self._tabulate("rates", lambda table: preview_table(self, self.office, table))

    def preview_roll(self) -> None:
        """The balance of the roll by class, as a table."""
        self._tabulate("roll", lambda table: preview_table(self, self.office, table))

    def save_excel(self) -> None:
        """The table of all rates as an Excel file."""
        self._tabulate("rates", lambda table: save_as(self, self.office, table, ".xlsx"))

    def _tabulate(self, key: str, done: Callable[..., object]) -> None:
        database, today = self.office.database, self.office.today()
        choices = {"from": self.asked.first.isoformat(), "to": self.asked.last.isoformat(), "scope": self.asked.scope}
        self.office.tasks.run(
            lambda _progress: report_files.tabulate(database, key, choices, today=today), done=done, title="正在排表"
        )

    # showing
    def _show(self, seen: Seen) -> None:
        self.seen = seen
        self._fill_choosers(seen)
        self.chart.show_bars(seen.bars)
        self._put_cards(seen)
        if self.stack.currentWidget() is self.people:
            self.stack.setCurrentWidget(self.cards)
        self.state_changed.emit()

    def _fill_choosers(self, seen: Seen) -> None:
        for box in (self.period, self.scope):
            box.blockSignals(True)
            box.clear()
        for period in seen.periods:
            self.period.addItem(period.title, (period.first, period.last))
        self.period.addItem("自己写日期", OWN)
        spans = [(period.first, period.last) for period in seen.periods]
        span = (seen.asked.first, seen.asked.last)
        self.period.setCurrentIndex(spans.index(span) if span in spans else len(spans))
        self.scope.addItem("全校", "")
        for words in seen.scopes:
            self.scope.addItem(words, words)
        self.scope.setCurrentIndex(max(0, self.scope.findData(seen.asked.scope)))
        self.first.setText(seen.asked.first.isoformat())
        self.last.setText(seen.asked.last.isoformat())
        for box in (self.period, self.scope):
            box.blockSignals(False)

    def _put_cards(self, seen: Seen) -> None:
        kept = self.cards.verticalScrollBar().value()
        self.chart.setParent(None)
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 12, 24, 24)
        column.setSpacing(12)
        lines = [line for line in seen.answer.lines if line.figure.applies]
        first = sorted((line for line in lines if line.formula.key in FIRST_CARDS),
                       key=lambda line: FIRST_CARDS.index(line.formula.key))  # fmt: skip
        rest = [line for line in lines if line.formula.key not in FIRST_CARDS]
        column.addLayout(_in_columns([rate_card(line, self.open_people) for line in first]))
        column.addWidget(self._chart_card(seen))
        column.addLayout(_in_columns([rate_card(line, self.open_people) for line in rest]))
        if (apart := apart_card(seen.answer.lines)) is not None:
            column.addWidget(apart)
        change = partial(self.office.go, "settings", ("rules", "四率口径"))
        column.addWidget(switches_card(seen.answer.switches, change))
        column.addStretch(1)
        self.cards.setWidget(inside)
        self.cards.verticalScrollBar().setValue(kept)

    def _chart_card(self, seen: Seen) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        found = seen.answer.balance
        row = QHBoxLayout()
        row.addWidget(label("在校人数变动", role="heading"))
        words = f"期初 {len(found.opening)} 人，期末 {len(found.closing)} 人"
        row.addWidget(label(words if found.holds else f"{words}，增减后应有 {found.expected} 人", role="sentence"))
        row.addStretch(1)
        told = "分班的期初、增加、减少、期末，对不上的写出姓名"
        row.addWidget(button("看平衡表", kind="link", run=self.preview_roll, tip=told))
        column.addLayout(row)
        if found.breaks:
            people = tuple(Counted(one.pupil, one.what, room=one.room) for one in found.breaks)
            breaks = QHBoxLayout()
            breaks.addWidget(
                label(f"有 {len(people)} 处名册和异动记录对不上，请补登异动。", tone="amber", wrap=True), 1
            )
            breaks.addWidget(button("看是谁", run=partial(self.open_people, "名册和异动记录对不上", people)))
            column.addLayout(breaks)
        column.addWidget(self.chart)
        return card

    # building
    def _lay_out(self) -> None:
        bar = ListBar()
        row = bar.row
        self.period.setMinimumWidth(144)
        self.period.setMaximumWidth(288)
        self.period.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.scope.setMinimumWidth(112)
        for words, editor in (("时段", self.period), ("从", self.first), ("到", self.last), ("范围", self.scope)):
            heading = label(words, role="label")
            heading.setBuddy(editor)
            row.addWidget(heading)
            row.addWidget(editor, 10 if editor is self.period else 0)
        row.addStretch(1)
        row.addWidget(button("存为 Excel", kind="quiet", icon=icon("export"), run=self.save_excel))
        self.cards.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.cards.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.stack.addWidget(self.cards)
        self.stack.addWidget(self.people)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.period.activated.connect(lambda _place: self._period_chosen())
        self.scope.activated.connect(lambda _place: self._scope_chosen())
        for line in (self.first, self.last):
            line.editingFinished.connect(self._dates_typed)
        self.chart.wanted.connect(self.open_bar)
        self.people.left.connect(self.show_cards)

    def _date_line(self, name: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setPlaceholderText("如 9.1")
        made.setFixedWidth(DATE_WIDTH)
        return made

    def _period_chosen(self) -> None:
        chosen = self.period.currentData()
        if chosen == OWN:
            self.first.setFocus()
            self.first.selectAll()
        else:
            self._ask_days(*chosen)

    def _scope_chosen(self) -> None:
        fresh = self._fresh
        self.ask(Asked(self.asked.first, self.asked.last, str(self.scope.currentData())))
        self._fresh = fresh

    def _dates_typed(self) -> None:
        today = self.office.today()
        first, last = (read_typed_date(line.text(), today) for line in (self.first, self.last))
        if first is None or last is None or last < first:
            self.first.setText(self.asked.first.isoformat())
            self.last.setText(self.asked.last.isoformat())
            self.office.tell.toast("没看懂日期，或截止早于开始，仍按原来的时段。日期请写成 2026-09-01 或 9.1")
        elif (first, last) != (self.asked.first, self.asked.last):
            self._ask_days(first, last)

    def _ask_days(self, first: date, last: date) -> None:
        self.ask(Asked(first, last, self.asked.scope))

    def _open_first(self) -> None:
        if self.seen is not None:
            line = self.seen.answer.line("retention")
            self.open_people(f"{line.formula.name} · 分母", line.figure.denominator)


def _in_columns(cards: list[QFrame]) -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(12)
    for place, card in enumerate(cards):
        grid.addWidget(card, place // COLUMNS, place % COLUMNS)
    for column in range(COLUMNS):
        grid.setColumnStretch(column, 1)
    return grid
