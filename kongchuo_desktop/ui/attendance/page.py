"""The registers: one class, a week or a month, by exception and from the keyboard."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout

from kongchuo_desktop.reports import month_sheet
from kongchuo_desktop.school.types import ClassId
from kongchuo_desktop.ui.attendance import columns
from kongchuo_desktop.ui.attendance.consequences import Consequences
from kongchuo_desktop.ui.attendance.entry import Entry
from kongchuo_desktop.ui.attendance.finding import Finding
from kongchuo_desktop.ui.attendance.layout import Desk
from kongchuo_desktop.ui.attendance.leave import ask_kind, ask_leave
from kongchuo_desktop.ui.attendance.model import RegisterModel
from kongchuo_desktop.ui.attendance.place import Place
from kongchuo_desktop.ui.attendance.reading import Room, Sheet, half_now, halves_until, read_sheet
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.preview.tables import preview_table

LOOKS_AGAIN = 1500  # milliseconds after the last key was written


class AttendancePage(Page):
    """Requests: a ClassId; (ClassId, day, slot) puts the cursor on that register."""

    title = "考勤"
    watches = frozenset({"absence_mark", "register", "pupil", "school_class", "class_post", "absence_kind",
                         "class_day_off", "calendar_day", "term", "rule_value", "school"})  # fmt: skip

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.model = RegisterModel()
        self.desk = Desk(office, self.model)
        self.entry = Entry(office, self.model)
        self.consequences = Consequences(office)
        self.finding = Finding(self.desk, self.model, self.entry)
        self.place = Place(office.today())
        self._waits = False  # for the last key to be written, to read again
        self._stated = ("", "")  # what the header was last told
        self._late = QTimer(self, singleShot=True, interval=LOOKS_AGAIN)
        self._late.timeout.connect(self.refresh)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.desk)
        self.setFocusProxy(self.desk.line)
        self._connect()
        self._keys()

    # what the frame asks
    def refresh(self) -> None:
        """Our own keys are on the screen already: what they did elsewhere is read when the hands rest."""
        if self.entry.outbox.busy:
            self._late.start()
        else:
            self.reread(look=True)

    def reread(self, *, look: bool = False) -> None:
        """Read the class again, and with `look` what became of the duties."""
        if self.entry.outbox.busy:
            self._waits = True
            return
        self._waits = False
        wanted, days, today = self.place.room, self.place.days(), self.office.today()
        self.office.read(
            lambda session: read_sheet(session, class_id=wanted, days=days, today=today),
            self._show,
            latest="attendance",
        )
        if look:
            self.consequences.look()

    def state_sentence(self) -> str:
        sheet, slot = self.model.sheet, self._slot()
        if sheet is None or slot is None:
            return ""
        if slot.slot == columns.FREE:
            return f"{sheet.grid.class_name}，{columns.day_words(slot.day)}不上课：{slot.free}"
        half = columns.half_of(slot.slot, sheet.plan)
        words = "还没有到" if slot.day > sheet.today else "还没有点名"
        if self.model.taken(slot.day, half):
            absent = self.model.absent(self.model.column_of(slot.day, half))
            words = f"已点名，缺 {absent} 人" if absent else "已点名，全到"
        head = f"，班主任{sheet.head}" if sheet.head else ""
        half_words = columns.Slot(slot.day, half).half
        return f"{sheet.grid.class_name}{head}：{columns.day_words(slot.day)}{half_words}{words}"

    def main_act(self) -> MainAct | None:
        slot = self._slot()
        if self.model.sheet is None or slot is None or slot.slot == columns.FREE:
            return None
        if self.model.taken(slot.day, columns.half_of(slot.slot, self.model.sheet.plan)):
            return MainAct("下一个未点名的班", self.next_room, "right") if self._next_room() else None
        marked = self.model.absent(self.model.column_of(slot.day, slot.slot))
        return MainAct("其余到齐 F8" if marked else "全班到齐 F8", self.all_here, "check")

    def open_request(self, request: object) -> None:
        if isinstance(request, tuple):
            self.place.room = request[0]
            self.place.go(*request[1:])
        elif isinstance(request, int):
            self.place.room = ClassId(request)
        self.reread()

    def find_here(self) -> bool:
        self.desk.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def close_inner(self) -> bool:
        if self.desk.panel.give_up():
            return True
        if self.desk.line.text():
            self.desk.line.clear()
            return True
        return False

    def save_form(self) -> bool:
        self.entry.outbox.send()
        return True

    def may_leave(self) -> bool:
        if not self.entry.outbox.kept_back:
            return True
        return self.office.tell.confirm_danger(
            "还有考勤登记没有存进账本。现在离开，它们仍留在考勤页上；关闭程序就会丢失。",
            act="离开",
            cancel="留下再存一次",
        )

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("按节", self.turn_lessons), ("按月", lambda: self.turn_month(True)))

    # what the keys ask
    def all_here(self) -> None:
        """F8: take the register under the cursor."""
        sheet, slot = self.model.sheet, self._slot()
        if sheet is not None and slot is not None and slot.slot != columns.FREE:
            self.entry.all_here(sheet.grid.class_id, slot.day, slot.slot)

    def next_room(self) -> None:
        """The next class without today's register, the cursor on what it lacks."""
        room = self._next_room()
        if room is not None:
            lacking = [slot for slot in halves_until(self.office.clock().hour) if slot in room.missing]
            self.open_request((room.id, self.office.today(), lacking[0]))

    def _next_room(self) -> Room | None:
        sheet = self.model.sheet
        due = halves_until(self.office.clock().hour)
        rooms = sheet.rooms if sheet is not None else ()
        return next((room for room in rooms if room.id != self.place.room and room.missing & set(due)), None)

    def same_as_morning(self) -> None:
        """F9: the afternoon of the day under the cursor, as its morning."""
        sheet, slot = self.model.sheet, self._slot()
        if sheet is not None and slot is not None and slot.slot != columns.FREE:
            self.entry.same_as_morning(sheet.grid.class_id, slot.day)
            row = max(0, self.desk.table.currentIndex().row())
            self.desk.table.go_to(row, self.model.column_of(slot.day, "pm"))

    def turn(self, step: int) -> None:
        """Weeks or months on."""
        self.place.turn(step, self._half_now())
        self.reread()

    def to_today(self) -> None:
        """F4: the days around today, the half-day it is now."""
        self.place.go(self.office.today(), self._half_now())
        self.reread()

    def turn_month(self, on: bool) -> None:
        """A month of half-days, one character each, or the week."""
        self.place.keep(self._slot())
        self.place.show_month(on)
        self.desk.panel_wanted = not on
        self.desk.give_room()
        self.reread()

    def turn_lessons(self) -> None:
        """F6: unfold the day of the cursor into its lessons, or fold it again."""
        slot = self._slot()
        if slot is not None and not self.place.month:
            self.place.keep(slot)
            self.place.fold(slot.day)
            self.reread()

    def turn_class(self, step: int) -> None:
        """Ctrl with an arrow: the class before or after."""
        if self.model.sheet is not None:
            wanted = self.desk.rooms.beside(self.model.sheet.grid.class_id, step)
            if wanted is not None:
                self.open_class(wanted)

    def open_class(self, wanted: ClassId) -> None:
        """Another class, the same days; the cursor stays in its column."""
        self.place.keep(self._slot())
        self.place.room = wanted
        self.desk.line.clear()
        self.reread()

    # how
    def _column(self) -> int | None:
        """The column of the cursor."""
        column = self.desk.table.currentIndex().column()
        return column if 0 <= column < len(self.model.slots) else None

    def _slot(self) -> columns.Slot | None:
        """The half-day of the cursor."""
        column = self._column()
        return self.model.slots[column] if column is not None else None

    def _half_now(self) -> str:
        return half_now(self.office.clock().hour)

    def _show(self, sheet: Sheet | None) -> None:
        self.desk.show_empty(sheet is None)
        if sheet is None:
            self.state_changed.emit()
            return
        self.place.room = sheet.grid.class_id
        slots = columns.slots_of_days(sheet.grid.days, plan=sheet.plan, unfolded=self.place.unfolded)
        row = self.desk.table.currentIndex().row()
        self.model.show_sheet(sheet, slots, brief=self.place.month)
        due = halves_until(self.office.clock().hour)
        self.desk.rooms.show_rooms(sheet.rooms, sheet.grid.class_id, due)
        self.desk.legend.show_kinds(sheet.kinds)
        words = columns.span_words(self.place.days(), sheet.spans)
        self.desk.bar.show_days(words, month=self.place.month, unfolded=self.place.unfolded is not None)
        self._put_cursor(row)
        self._tell_saved()
        self._follow()

    def _put_cursor(self, row: int) -> None:
        """Where it was asked to go, else where it was, else the half-day it is now."""
        wanted, self.place.cursor = self.place.cursor, None
        if self._column() is not None and wanted is None:
            return
        column = self.model.nearest(*(wanted or (self.office.today(), self._half_now())))
        if column >= 0 and self.model.people:
            self.desk.table.go_to(min(max(0, row), len(self.model.people) - 1), column)

    def _follow(self) -> None:
        """Everything that speaks of the cursor."""
        index = self.desk.table.currentIndex()
        if self.model.sheet is not None and index.isValid():
            self.desk.panel.show_cells(self.desk.table.cells(), index.row(), index.column())
        self._tell_state()

    def _tell_state(self) -> None:
        """Have the header say it anew only when it has changed: it is asked after every key."""
        act = self.main_act()
        now = (self.state_sentence(), act.title if act else "")
        if now != self._stated:
            self._stated = now
            self.state_changed.emit()

    def _tell_saved(self) -> None:
        kept = self.entry.outbox.kept_back
        words = "正在保存…" if self.entry.outbox.busy else "已存进账本"
        self.desk.show_saved(f"{kept} 处没有存进账本" if kept else words)
        self.desk.bar.undo.setEnabled(self.entry.can_undo)

    def _back_to_table(self) -> None:
        self.desk.table.setFocus(Qt.FocusReason.TabFocusReason)
        self.desk.give_room()

    def _written(self) -> None:
        self._tell_saved()
        if self._waits:
            self.reread()

    def _said(self, sentence: str, tone: str) -> None:
        self.desk.say(sentence, tone)
        self._tell_saved()
        self._follow()

    def _connect(self) -> None:
        desk, entry, bar = self.desk, self.entry, self.desk.bar
        entry.said.connect(self._said)
        entry.reread_wanted.connect(self.reread)
        entry.outbox.saved.connect(lambda _edits, _refused: self.consequences.keyed())
        entry.outbox.idle.connect(self._written)
        entry.outbox.stuck.connect(lambda _error: self._tell_saved())
        desk.table.moved.connect(self._follow)
        desk.rooms.wanted.connect(self.open_class)
        desk.panel.noted.connect(lambda cells, reason, told: entry.note(cells, reason=reason, told=told))
        desk.panel.done.connect(self._back_to_table)
        desk.panel.opened.connect(lambda pupil: self.office.go("pupils", pupil))
        desk.panel.leave_wanted.connect(self.ask_leave)
        bar.leave_wanted.connect(self.ask_leave)
        bar.turned.connect(self.turn)
        bar.today_wanted.connect(self.to_today)
        bar.month_wanted.connect(self.turn_month)
        bar.lessons_wanted.connect(self.turn_lessons)
        bar.morning_wanted.connect(self.same_as_morning)
        bar.undo_wanted.connect(entry.undo)
        bar.menu_wanted.connect(self._menu)

    def _keys(self) -> None:
        for keys, act in (
            ("F3", self.find_here), ("F4", self.to_today), ("F6", self.turn_lessons),
            ("F7", lambda: self.turn_month(not self.place.month)), ("F8", self.all_here), ("F9", self.same_as_morning),
            ("F10", self.ask_leave), ("F12", lambda: self.desk.bar.offer_more()),
            ("PgUp", lambda: self.turn(-1)), ("PgDown", lambda: self.turn(1)),
            ("Ctrl+Up", lambda: self.turn_class(-1)), ("Ctrl+Down", lambda: self.turn_class(1)),
            ("Ctrl+Left", lambda: self.turn_class(-1)), ("Ctrl+Right", lambda: self.turn_class(1)),
            ("Ctrl+Z", self.entry.undo), ("Ctrl+Y", self.entry.redo),
        ):  # fmt: skip
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(act)

    def ask_leave(self) -> None:
        """The small form for leave of some days."""
        sheet, slot = self.model.sheet, self._slot()
        if sheet is not None:
            chosen = tuple(dict.fromkeys(cell[0] for cell in self.desk.table.cells()))
            ask_leave(self, self.office, sheet, chosen, slot.day if slot else sheet.today)

    def _menu(self, key: str) -> None:
        if key == "add_kind":
            ask_kind(self, self.office)
        elif key == "copy":
            self.desk.table.copy()
        elif key == "import":
            self.office.go("intake", "attendance")
        elif key == "print":
            self.print_month()

    def print_month(self) -> None:
        """An empty sheet of the month for this class, to fill in by hand."""
        sheet, today = self.model.sheet, self.office.today()
        if sheet is not None:
            answers = {"class": sheet.grid.class_name, "month": f"{self.place.anchor:%Y-%m}"}
            self.office.read(
                lambda session: month_sheet.KIND.tabulate(session, answers, today),
                lambda table: preview_table(self, self.office, table),
                title="排版月考勤表",
            )
