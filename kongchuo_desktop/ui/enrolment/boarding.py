"""住宿: the rooms at the left, who sleeps where at the right, boarders without a bed first; 复式班 below the rooms."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from kongchuo_desktop.desk import report_files
from kongchuo_desktop.school.enrolment.boarding import DormitoryFacts
from kongchuo_desktop.school.enrolment.combined import CombinedFacts
from kongchuo_desktop.ui.enrolment.boarding_acts import BoardingActs, Lines
from kongchuo_desktop.ui.enrolment.boarding_lines import HOUSED, WITHOUT, Boarding, boarders_kind, read_boarding
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.preview.tables import preview_table
from kongchuo_desktop.ui.small_list import add_item
from kongchuo_desktop.ui.words import button, hairline, label

SIDE = 216  # pixels
EMPTY = "没有住宿生。学生资料里“住校”的孩子会出现在这里；先添加寝室，再给他们安排床位。"
NO_COMBINED = "几个年级在一间教室上课的，在这里登记。"
PLACE = Qt.ItemDataRole.UserRole


class BoardingSection(Page):
    """Requests: "without" narrows to children without a bed; a PupilId chooses the child."""

    title = "住宿"
    watches = frozenset(
        {"dormitory", "bed_stay", "combined_room", "combined_class", "pupil", "school_class", "staff_member", "campus"}
    )

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: Boarding | None = None
        self._request: object = None
        self.acts = BoardingActs(self, office)
        self.rooms, self.combined = QListWidget(), QListWidget()
        for widget in (self.rooms, self.combined):
            widget.setObjectName("contents")
            widget.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rooms.setAccessibleName("寝室")
        self.combined.setAccessibleName("混班教学")
        self.rooms.currentRowChanged.connect(self._room_chosen)
        self.rooms.itemActivated.connect(lambda _item: self._change_room())
        self.combined.itemActivated.connect(lambda _item: self._change_combined())
        empty = Empty(EMPTY, "scene-school", "添加寝室", self.new_room)
        self.list = ListView(boarders_kind(self._row_acts(), empty), office.settings)
        self.list.setMinimumWidth(336)
        for place, (title, key) in enumerate((("花名册", "boarders"), ("床位表", "dormitories")), start=2):
            self.list.bar.insertWidget(
                place, button(title, kind="quiet", icon=icon("print"), run=partial(self.print_report, key))
            )
        self.list.exported.connect(lambda table: save_table(self, office, table))
        self.list.opened.connect(lambda line: self._give((line,)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side())
        row.addWidget(self.list, 1)
        self.setFocusProxy(self.list)
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.new_room)

    def refresh(self) -> None:
        today = self.office.today()
        self.office.read(lambda session: read_boarding(session, today=today), self._show, latest="boarding")

    def state_sentence(self) -> str:
        seen = self.seen
        if seen is None:
            return ""
        if not seen.lines and not seen.rooms:
            return "没有住宿生，也没有寝室"
        beds = sum(room.beds for room in seen.rooms)
        taken = sum(len(room.sleepers) for room in seen.rooms)
        parts = [f"住宿生 {len(seen.lines)} 人", f"床位 {beds} 张，空 {beds - taken} 张"]
        parts += [f"{seen.count(WITHOUT)} 人没有床位"] if seen.count(WITHOUT) else []
        odd = len(seen.lines) - seen.count(WITHOUT) - seen.count(HOUSED)
        parts += [f"{odd} 人要退床"] if odd else []
        return "，".join(parts)

    def main_act(self) -> MainAct | None:
        seen = self.seen
        if seen is None:
            return None
        if seen.count(WITHOUT) and any(room.free for room in seen.rooms):
            return MainAct("给没有床位的安排", self.house_next, "add")
        return MainAct("添加寝室", self.new_room, "add")

    def open_request(self, request: object) -> None:
        if self.seen is None:
            self._request = request
        elif request == "without":
            self.list.narrow("room", frozenset({WITHOUT}))
        elif isinstance(request, int):
            self.list.select(request)

    def find_here(self) -> bool:
        self.list.find_line.setFocus()
        return True

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("选中", self._choose_first),)

    def new_room(self) -> None:
        """Ask for a room."""
        if self.seen is not None:
            self.acts.ask_room(self.seen)

    def house_next(self) -> None:
        """Ask for the bed of the first child without one."""
        line = next((one for one in self.seen.lines if one.stay is None), None) if self.seen else None
        if line is not None and self.seen is not None:
            self.list.select(line.child.id)
            self.acts.ask_bed(self.seen, (line,))

    def print_report(self, key: str) -> None:
        """住宿生花名册 or 寝室床位表 on paper."""
        database, today = self.office.database, self.office.today()
        self.office.tasks.run(
            lambda _progress: report_files.tabulate(database, key, {}, today=today),
            done=lambda table: preview_table(self, self.office, table), title="排版",
        )  # fmt: skip

    def _side(self) -> QWidget:
        made = QWidget()
        made.setFixedWidth(SIDE)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(4)
        column.addLayout(_heading("寝室", (("添加", "add", self.new_room), ("修改", "edit", self._change_room),
                                          ("删除", "bin", self._remove_room))))  # fmt: skip
        column.addWidget(self.rooms, 3)
        column.addWidget(hairline())
        acts = (
            ("添加", "add", self._new_combined),
            ("修改", "edit", self._change_combined),
            ("结束合班", "close", self._end_combined),
        )
        column.addLayout(_heading("复式班", acts))
        self._no_combined = label(NO_COMBINED, role="hint", wrap=True)
        self._no_combined.setContentsMargins(16, 0, 16, 0)
        column.addWidget(self._no_combined)
        column.addWidget(self.combined, 1)
        return made

    def _show(self, seen: Boarding) -> None:
        self.seen = seen
        self.list.set_rows(seen.lines)
        self._fill_rooms(seen)
        self.combined.clear()
        for one in seen.combined:
            item = add_item(self.combined, f"{one.campus}{one.name}　{one.children} 人")
            item.setData(PLACE, one.id)
            item.setToolTip(one.class_names)
        self.combined.setVisible(bool(seen.combined))
        self._no_combined.setVisible(not seen.combined)
        self.state_changed.emit()
        if self._request is not None:
            request, self._request = self._request, None
            self.open_request(request)

    def _fill_rooms(self, seen: Boarding) -> None:
        kept = self._room_words()
        self.rooms.blockSignals(True)
        self.rooms.clear()
        without = seen.count(WITHOUT)
        found = {"": f"全部　{len(seen.lines)} 人"} | ({WITHOUT: f"{WITHOUT}　{without} 人"} if without else {})
        found |= {room.full_name: f"{room.full_name}　{_filled(room)}" for room in seen.rooms}
        for word, text in found.items():
            item = add_item(self.rooms, text)
            item.setData(PLACE, word)
            item.setToolTip(text)
        self.rooms.setCurrentRow(list(found).index(kept) if kept in found else 0)
        self.rooms.blockSignals(False)

    def _room_words(self) -> str:
        item = self.rooms.currentItem()
        return str(item.data(PLACE)) if item is not None else ""

    def _room_chosen(self, place: int) -> None:
        if place >= 0:
            word = self._room_words()
            self.list.narrow("room", frozenset({word}) if word else frozenset())

    def _room(self) -> DormitoryFacts | None:
        word = self._room_words()
        found = next((room for room in self.seen.rooms if room.full_name == word), None) if self.seen else None
        if found is None:
            self.office.tell.mistake("请先在左边点一间寝室。")
        return found

    def _change_room(self) -> None:
        if (room := self._room()) is not None and self.seen is not None:
            self.acts.ask_room(self.seen, room)

    def _remove_room(self) -> None:
        if (room := self._room()) is not None:
            self.acts.ask_remove(room)

    def _combined_room(self) -> CombinedFacts | None:
        item = self.combined.currentItem()
        rooms = self.seen.combined if self.seen else ()
        found = next((one for one in rooms if item and one.id == item.data(PLACE)), None)
        if found is None:
            self.office.tell.mistake("请先点一个复式班。")
        return found

    def _new_combined(self) -> None:
        if self.seen is not None:
            self.acts.ask_combined(self.seen)

    def _change_combined(self) -> None:
        if (room := self._combined_room()) is not None and self.seen is not None:
            self.acts.ask_combined(self.seen, room)

    def _end_combined(self) -> None:
        if (room := self._combined_room()) is not None:
            self.acts.end_combined(room)

    def _row_acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("安排床位…", self._give, icon="add"),
            RowAct("退床…", lambda lines: self.acts.ask_leave(lines), icon="undo"),
            RowAct("学生档案", lambda lines: self.office.go("pupils", lines[0].child.id), icon="pupils", most=1),
        )

    def _give(self, lines: Lines) -> None:
        if self.seen is not None:
            self.acts.ask_bed(self.seen, lines)

    def _choose_first(self) -> None:
        if self.list.model.rows:
            self.list.select(self.list.model.rows[0].child.id)


def _filled(room: DormitoryFacts) -> str:
    return f"{len(room.sleepers)}/{room.beds}" if room.beds else "停用"


def _heading(title: str, acts: tuple[tuple[str, str, Callable[[], object]], ...]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(16, 0, 8, 0)
    row.setSpacing(0)
    row.addWidget(label(title, role="heading"))
    row.addStretch(1)
    for words, sign, run in acts:
        named = words if len(words) > 2 else f"{words}{title}"
        made = button("", kind="quiet", icon=icon(sign), tip=named, run=run)
        made.setAccessibleName(named)
        row.addWidget(made)
    return row
