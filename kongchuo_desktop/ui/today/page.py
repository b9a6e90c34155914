"""今日: what is overdue, what is due, which registers are missing, who is away. The first page of every morning."""

from collections.abc import Callable, Sequence
from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from kongchuo_desktop.reports.table import Table
from kongchuo_desktop.school.attendance.duties import Duty
from kongchuo_desktop.school.notices.rules import UNDELIVERED, WAITING
from kongchuo_desktop.ui.attendance.reading import halves_until
from kongchuo_desktop.ui.home.page import HomePage
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.panel import SidePanel
from kongchuo_desktop.ui.today.back import BackPane
from kongchuo_desktop.ui.today.cards import away_card, book_card, column_of, letters_card, registers_card, return_card
from kongchuo_desktop.ui.today.duties import DutyDesk
from kongchuo_desktop.ui.today.lines import TaskLine, closed_lines, lines_of, task_kind
from kongchuo_desktop.ui.today.reading import Morning, read_closed, read_morning
from kongchuo_desktop.ui.words import button

CARDS, NARROW_CARDS = 376, 376
NARROWEST = 320  # the list beside the panel, on a small screen
MINE = "today/mine"


class TodayPage(Page):
    """Requests: "returning" opens the return check. In a book without children the teaching home stands here."""

    title = "今日"
    watches = HomePage.watches | {
        "absence_mark", "register", "duty_closure", "return_check", "calendar_day", "class_day_off", "rule_value",
        "absence_kind", "notice", "survey", "survey_line", "staff_duty", "concern_mark", "concern_kind",
        "concern_level", "pair", "visit", "visit_pupil", "visit_plan", "talk", "enrolment_event",
        "placement", "home_lesson",
    }  # fmt: skip

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.morning: Morning | None = None
        empty = Empty("没有要办的事。点名、旷课、责任书有了新情况，会自己列在这里。")
        self.list = ListView(task_kind(self._row_acts(), empty), office.settings)
        self.mine = button("只看我的", kind="quiet", icon=icon("staff"), tip="只列由我办理的事")
        self.closed = button("已办结", kind="quiet", icon=icon("history"), tip="看已经办结的，可以撤销办结")
        self.cards = QScrollArea(widgetResizable=True)
        self.panel = SidePanel()
        self.duties = DutyDesk(self, office, self.panel)
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.list)

    @cached_property
    def home(self) -> HomePage:
        """The teaching home; made when the book is empty."""
        made = HomePage(self.office)
        made.state_changed.connect(self.state_changed)
        self.stack.addWidget(made)
        made.refresh()
        return made

    @cached_property
    def back(self) -> BackPane:
        """The return check; made when it is first wanted."""
        made = BackPane(self.office)
        made.state_changed.connect(self.state_changed)
        self.stack.addWidget(made)
        return made

    # what the frame asks
    def refresh(self) -> None:
        now, who = self.office.clock(), self._who()
        if self._shows("home"):
            self.home.refresh()
        self.office.read(
            lambda session: read_morning(session, now=now, who=who), self._show, latest="today", title="正在读取"
        )
        if self._shows("back"):
            self.back.refresh()

    def state_sentence(self) -> str:
        morning = self.morning
        if morning is None:
            return ""
        if morning.agenda is None:
            return self.home.state_sentence()
        if self._shows("back"):
            return self.back.sentence
        agenda = morning.agenda
        overdue, lacking = len(agenda.overdue), len(morning.lacking)
        parts = [f"{overdue} 件事已过期" if overdue else "", f"{len(agenda.today)} 件事到期" if agenda.today else "",
                 f"{lacking} 个班未点名" if lacking else ""]  # fmt: skip
        told = "，".join(part for part in parts if part)
        return f"今天 {told}" if told else "今天的事都办好了，点名也齐了"

    def main_act(self) -> MainAct | None:
        morning = self.morning
        if morning is None:
            return None
        if morning.agenda is None:
            return self.home.main_act()
        if self._shows("back"):
            return MainAct("回到今日", self.show_agenda, "left")
        if morning.lacking:
            room = morning.lacking[0]
            due = halves_until(self.office.clock().hour)
            slot = next((slot for slot in due if slot in room.missing), due[-1])
            where = (room.id, morning.agenda.on, slot)
            return MainAct(f"{room.name}点名", lambda: self.office.go("attendance", where), "check")
        return None

    def open_request(self, request: object) -> None:
        if request == "returning":
            self.open_check()

    def find_here(self) -> bool:
        self.list.find_line.setFocus()
        return True

    def close_inner(self) -> bool:
        if self.panel.close_panel():
            return True
        if self._shows("back"):
            self.show_agenda()
            return True
        return False

    def save_form(self) -> bool:
        return self.duties.save()

    def may_leave(self) -> bool:
        return self.duties.may_leave()

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("办结", self._open_first), ("报到", self.open_check))

    # acts
    def open_check(self) -> None:
        """The return check in place of the agenda."""
        self.panel.close_panel()
        self.stack.setCurrentWidget(self.back)
        self.back.refresh()
        self.back.setFocus()
        self.state_changed.emit()

    def show_agenda(self) -> None:
        """Back to the first page."""
        self.stack.setCurrentIndex(0)
        self.list.setFocus()
        self.state_changed.emit()

    def print_week(self) -> None:
        """The week's tasks on paper."""
        from kongchuo_desktop.reports import duties_week  # paper costs time that the first page has not
        from kongchuo_desktop.ui.preview.tables import preview_table

        today, answers = self.office.today(), {"who": self._who() or ""}
        self.office.read(
            lambda session: duties_week.KIND.tabulate(session, answers, today),
            lambda table: preview_table(self, self.office, table),
            title="汇总本周待办",
        )

    def open_line(self, line: TaskLine) -> None:
        """A duty in the panel; anything else where it is done."""
        opens = line.opens
        if opens.page == "duty":
            self.duties.open(opens)
        elif opens.page == "attendance":
            self.office.go("attendance", (opens.class_id, opens.day, opens.slot))
        elif opens.page == "returning":
            self.open_check()
        elif opens.page == "agreements":
            self.office.go("agreements", (f"collect-{opens.kind}", None))
        elif opens.page == "pupils":
            self.office.go("pupils", opens.pupil_id)
        elif opens.kind:
            self.office.go(opens.page, (opens.kind, opens))  # a section, and what to show in it
        else:
            self.office.go(opens.page)

    # how
    def _show(self, morning: Morning) -> None:
        self.morning = morning
        if morning.agenda is None:
            self.stack.setCurrentWidget(self.home)
            self.state_changed.emit()
            return
        if self._shows("home"):
            self.stack.setCurrentIndex(0)
        if not self.closed.isChecked():
            self.list.set_rows(lines_of(morning.agenda))
        due = halves_until(self.office.clock().hour)
        go = self.office.go
        cards = [registers_card(morning.rooms, morning.agenda, due, go), away_card(morning.agenda.away, go)]
        if morning.back is not None:
            cards.insert(0, return_card(morning.back, self.open_check))
        if set(morning.letters) & {UNDELIVERED, WAITING}:
            cards.append(letters_card(morning.letters, go))
        cards.append(book_card(morning.overview, go))
        self.cards.setWidget(column_of(cards))
        if self.closed.isChecked():
            self._read_closed()
        self.state_changed.emit()

    def _read_closed(self) -> None:
        today = self.office.today()

        def show(found: tuple[Duty, ...]) -> None:
            self.list.set_rows(closed_lines(found))
            self.state_changed.emit()

        self.office.read(lambda session: read_closed(session, today=today), show, latest="today-closed")

    def _row_acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("办理", lambda rows: self.open_line(rows[0]), icon="check", most=1),
            RowAct("打印文书", self._print_lines, icon="print"),
        )

    def _print_lines(self, lines: Sequence[TaskLine]) -> None:
        wanted = [line.opens for line in lines if line.opens.page == "duty"]
        if wanted:
            self.duties.print(wanted)
        else:
            self.open_line(lines[0])

    def _open_first(self) -> None:
        rows = [line for line in self.list.model.rows if line.opens.page == "duty"]
        if rows:
            self.open_line(rows[0])

    def _who(self) -> str | None:
        return self.office.database.actor if self.mine.isChecked() else None

    def _shows(self, pane: str) -> bool:
        """Whether that pane is in front; asking does not make it."""
        return pane in self.__dict__ and self.stack.currentWidget() is getattr(self, pane)

    def _export(self, table: Table) -> None:
        from kongchuo_desktop.ui.files import save_table

        save_table(self, self.office, table)

    def _turn_mine(self, on: bool) -> None:
        self.office.settings.setValue(MINE, on)
        self.refresh()

    def _turn_closed(self, _on: bool) -> None:
        self.panel.close_panel()
        self.refresh()

    def _panel_closed(self) -> None:
        self._give_room(True)
        self.list.setFocus()

    def _give_room(self, room: bool) -> None:
        """The panel takes the place of the cards, and of the buttons that need their width."""
        for widget in (self.cards, *self._buttons):
            widget.setVisible(room)

    def _connect(self) -> None:
        self.list.opened.connect(self.open_line)
        self.list.exported.connect(self._export)
        self.panel.closed.connect(self._panel_closed)
        self.duties.opened.connect(lambda: self._give_room(False))
        self.duties.gone.connect(self.refresh)
        self.mine.setCheckable(True)
        self.mine.setChecked(str(self.office.settings.value(MINE, "false")) == "true")
        self.mine.toggled.connect(self._turn_mine)
        self.closed.setCheckable(True)
        self.closed.toggled.connect(self._turn_closed)

    def _lay_out(self) -> None:
        self.cards.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.cards.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cards.setMinimumWidth(NARROW_CARDS)
        self.cards.setMaximumWidth(CARDS)
        self.list.setMinimumWidth(NARROWEST)
        printed = button("打印本周待办", kind="quiet", icon=icon("print"), run=self.print_week)
        self._buttons = (self.mine, self.closed, printed)
        for place, made in enumerate(self._buttons):
            self.list.bar.insertWidget(3 + place, made)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list, 5)
        row.addWidget(self.cards, 2)
        row.addWidget(self.panel)
        self.stack.addWidget(whole)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
