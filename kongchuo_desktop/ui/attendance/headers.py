"""The heads of the register: days over half-days above, names at the left."""

from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHeaderView

from kongchuo_desktop.ui.attendance.columns import FREE, WEEKDAYS, Slot, day_words, half_of
from kongchuo_desktop.ui.attendance.model import RegisterModel
from kongchuo_desktop.ui.theme.tokens import COLOURS, SIZES

CENTRE = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextSingleLine)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
LINE = 20
NAMES, NAMES_APART, WIDEST_NAMES = 124, 172, 232  # pixels; the second where birth dates tell namesakes apart
BRIEF = {"am": "上", "pm": "下", "dawn": "晨"}
USED = ("accent", "accent_soft", "amber", "handle", "ink", "ink_faint", "ink_soft", "line", "sunk", "surface")


class Standing(NamedTuple):
    """How a register stands, in a word, and whether it is wanting."""

    words: str
    wanting: bool


class _Head(QHeaderView):
    """A header that draws itself whole: one paint for all sections."""

    def __init__(self, orientation: Qt.Orientation, model: RegisterModel) -> None:
        super().__init__(orientation)
        self.register = model
        self.marked = -1  # section of the cursor
        self._colours = {name: QColor(getattr(COLOURS, name)) for name in USED}
        self._plain = QApplication.font()
        self._bold = QFont(self._plain)
        self._bold.setWeight(QFont.Weight.Medium)
        self._small = QFont(self._plain)
        self._small.setPixelSize(SIZES.small)
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(16)

    def mark_section(self, section: int) -> None:
        """Show where the cursor is."""
        if section != self.marked:
            self.marked = section
            self.viewport().update()

    def _write(self, painter: QPainter, rect: QRect, text: str, *, font: QFont, colour: str) -> None:
        painter.setFont(font)
        painter.setPen(self._colours[colour])
        painter.drawText(rect, CENTRE, text)


class DayHead(_Head):
    """Three lines: the day, its half-days, and whether the register was taken and who is missing in it."""

    def __init__(self, model: RegisterModel) -> None:
        super().__init__(Qt.Orientation.Horizontal, model)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Three lines high."""
        return QSize(0, 3 * LINE + 4)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """All sections in sight."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._colours["sunk"])
        slots = self.register.slots
        for place, slot in enumerate(slots):
            if place == 0 or slots[place - 1].day != slot.day:
                self._day(painter, place, slot)
            if slot.slot != FREE:
                self._half(painter, place, slot)
        painter.setPen(self._colours["handle"])
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def standing(self, place: int) -> Standing:
        """齐, 缺 2, 未点 or nothing for a column."""
        slot, sheet = self.register.slots[place], self.register.sheet
        if sheet is None or slot.slot not in ("am", "pm") or slot.day > sheet.today:
            return Standing("", wanting=False)
        if not self.register.taken(slot.day, half_of(slot.slot, sheet.plan)):
            return Standing("未" if self.register.brief else "未点", wanting=True)
        absent = self.register.absent(place)
        if self.register.brief:
            return Standing(str(absent) if absent else "齐", wanting=False)
        return Standing(f"缺 {absent}" if absent else "齐", wanting=False)

    def _rect(self, place: int) -> QRect:
        return QRect(self.sectionViewportPosition(place), 0, self.sectionSize(place), self.height())

    def _day(self, painter: QPainter, place: int, slot: Slot) -> None:
        """The day over all of its columns."""
        across = [n for n, item in enumerate(self.register.slots) if item.day == slot.day]
        room = self._rect(across[0]).united(self._rect(across[-1]))
        today = self.register.sheet is not None and slot.day == self.register.sheet.today
        if today:
            painter.fillRect(room.adjusted(0, 0, -1, -1), self._colours["accent_soft"])
        top = QRect(room.left(), 2, room.width(), LINE)
        words = day_words(slot.day)
        if room.width() < 96:
            words = words.partition("月")[2].replace("日", "") if room.width() >= 64 else str(slot.day.day)
        font, colour = (self._bold, "accent") if today else (self._plain, "ink")
        self._write(painter, top, words, font=font, colour=colour)
        if slot.slot == FREE:
            below = QRect(room.left(), LINE + 2, room.width(), LINE)
            words = WEEKDAYS[slot.day.weekday()] if self.register.brief else f"周{WEEKDAYS[slot.day.weekday()]}"
            self._write(painter, below, words, font=self._small, colour="ink_soft")
        painter.setPen(self._colours["handle"])
        painter.drawLine(room.topRight(), room.bottomRight())

    def _half(self, painter: QPainter, place: int, slot: Slot) -> None:
        room = self._rect(place)
        middle = QRect(room.left(), LINE + 2, room.width(), LINE)
        lowest = QRect(room.left(), 2 * LINE + 1, room.width(), LINE)
        if place == self.marked:
            painter.fillRect(middle.united(lowest).adjusted(1, 1, -2, 1), self._colours["surface"])
            painter.fillRect(QRect(room.left(), self.height() - 3, room.width() - 1, 3), self._colours["accent"])
        lesson = slot.slot.isdigit()
        words = BRIEF.get(slot.slot, slot.slot) if self.register.brief else slot.slot if lesson else slot.half
        font = self._bold if place == self.marked else self._plain
        self._write(painter, middle, words, font=font, colour="ink_soft" if lesson else "ink")
        standing = self.standing(place)
        colour = "amber" if standing.wanting else "ink_soft"
        self._write(painter, lowest, standing.words, font=self._small, colour=colour)


class NameHead(_Head):
    """The children's names; namesakes carry their birth date, those that typing does not find fade."""

    def __init__(self, model: RegisterModel) -> None:
        super().__init__(Qt.Orientation.Vertical, model)
        self._wide = QFontMetrics(self._bold)
        self._mark = QFontMetrics(self._small)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for a name and its mark."""
        usual = NAMES_APART if any(child.apart for child in self.register.people) else NAMES
        if self.register.brief:  # a month needs every pixel for its days
            return QSize(usual, 0)
        longest = max((self._wide.horizontalAdvance(child.name) for child in self.register.people), default=0)
        return QSize(max(usual, min(longest + 24, WIDEST_NAMES)), 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """All names in sight."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._colours["surface"])
        found = self.register.found
        for place, child in enumerate(self.register.people):
            top = self.sectionViewportPosition(place)
            room = QRect(0, top, self.width(), self.sectionSize(place))
            if not room.intersects(event.rect()):
                continue
            if place == self.marked:
                painter.fillRect(room, self._colours["accent_soft"])
                painter.fillRect(QRect(0, top, 3, room.height()), self._colours["accent"])
            hidden = found is not None and place not in found
            painter.setFont(self._bold if found is not None and not hidden else self._plain)
            painter.setPen(self._colours["ink_faint" if hidden else "ink"])
            mark = self._mark.horizontalAdvance(child.apart) + 12 if child.apart else 0
            name = self._wide.elidedText(child.name, Qt.TextElideMode.ElideRight, room.width() - 20 - mark)
            painter.drawText(room.adjusted(12, 0, -8, 0), LEFT, name)
            self._apart(painter, room, child.apart, name)
            painter.setPen(self._colours["line"])
            painter.drawLine(room.bottomLeft(), room.bottomRight())
        painter.setPen(self._colours["handle"])
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())

    def _apart(self, painter: QPainter, room: QRect, apart: str, name: str) -> None:
        if apart:
            painter.setFont(self._small)
            painter.setPen(self._colours["ink_soft"])
            painter.drawText(room.adjusted(20 + self._wide.horizontalAdvance(name), 0, -4, 0), LEFT, apart)
