"""The classes at the left of the register, each with what it lacks today."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem

from kongchuo_desktop.school.attendance.rules import SLOT_NAMES
from kongchuo_desktop.school.types import ClassId
from kongchuo_desktop.ui.attendance.reading import Room
from kongchuo_desktop.ui.theme.tokens import COLOURS, SIZES

ROOM = int(Qt.ItemDataRole.UserRole)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)


class RoomList(QListWidget):
    """Never takes the cursor: Ctrl+↑ and Ctrl+↓ change the class from wherever the hands are."""

    wanted = Signal(object)  # ClassId

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("contents")
        self.setFixedWidth(152)
        self.setAccessibleName("班级")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Painter(self))
        self._rooms: tuple[Room, ...] = ()
        self.itemClicked.connect(lambda item: self.wanted.emit(item.data(ROOM)))

    def show_rooms(self, rooms: Sequence[Room], chosen: ClassId, due: Sequence[str]) -> None:
        """Show every class; `due` are the half-days whose register should be there by now."""
        self._rooms = tuple(rooms)
        self.clear()
        for room in rooms:
            item = QListWidgetItem(room.name, self)
            item.setSizeHint(QSize(0, 44))
            item.setData(ROOM, room.id)
            words, wanting = told(room, due)
            item.setData(ROOM + 1, words)
            item.setData(ROOM + 2, wanting)
            item.setToolTip(f"{room.name}，{room.children} 人，班主任{room.head or '未定'}；{words or '今天不上课'}")
            if room.id == chosen:
                self.setCurrentItem(item)

    def beside(self, chosen: ClassId, step: int) -> ClassId | None:
        """The class so many places on, or None at the end."""
        ids = [room.id for room in self._rooms]
        place = ids.index(chosen) + step if chosen in ids else 0
        return ids[place] if 0 <= place < len(ids) else None


def told(room: Room, due: Sequence[str]) -> tuple[str, bool]:
    """What the list says of a class, and whether something is wanting."""
    if not room.lessons:
        return "", False
    lacking = [slot for slot in due if slot in room.missing]
    if not lacking:
        return "今天已点名", False
    return ("今天未点名" if len(lacking) > 1 else f"{SLOT_NAMES[lacking[0]]}未点名"), True


class _Painter(QStyledItemDelegate):
    """The name, and under it how today stands."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        chosen = self.parent().currentRow() == index.row()  # type: ignore[attr-defined]
        if chosen:
            painter.fillRect(rect, QColor(COLOURS.accent_soft))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(COLOURS.accent))
        font = QFont(QApplication.font())
        if chosen:
            font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(QColor(COLOURS.accent if chosen else COLOURS.ink))
        painter.drawText(QRect(rect.left() + 14, rect.top() + 3, rect.width() - 20, 20), LEFT, index.data())
        font.setPixelSize(SIZES.small)
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(COLOURS.amber if index.data(ROOM + 2) else COLOURS.ink_soft))
        painter.drawText(QRect(rect.left() + 14, rect.top() + 22, rect.width() - 20, 18), LEFT, index.data(ROOM + 1))
