"""Filters one can see: a popup of a column's values, and a chip for every filter in force."""

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from kongchuo_desktop.school.classes.rules import in_order
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.bar import Squeezed
from kongchuo_desktop.ui.small_list import add_item
from kongchuo_desktop.ui.theme.tokens import COLOURS
from kongchuo_desktop.ui.words import button, label

NOTHING = "（空）"
WHOLE = "whole_words"
WIDEST = 16_777_215  # Qt's own
AROUND, SMALLEST = 60, 84  # pixels around a chip's words; the least a chip may have
VALUE = Qt.ItemDataRole.UserRole


class FilterPopup(QFrame):
    """The values of one column with their numbers; ticked ones stay in the list."""

    decided = Signal(object)  # frozenset[str], empty = no filter

    def __init__(self, parent: QWidget, heading: str, values: Counter[str], ticked: frozenset[str]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._values = QListWidget()
        self._values.setAccessibleName(heading)
        self._values.setFrameShape(QFrame.Shape.NoFrame)
        for value in sorted(values, key=in_order):
            self._add(value, values[value], value in ticked)
        self._values.itemActivated.connect(_turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(label(f"只看这些{heading}", role="heading"))
        column.addWidget(self._values)
        column.addLayout(self._foot())
        self.setFixedSize(280, min(420, 130 + 38 * len(values)))

    def open_at(self, where: QPoint) -> None:
        """Show it there with the cursor on the first value."""
        self.move(where)
        self.show()
        self._values.setFocus()
        self._values.setCurrentRow(0)

    def tick(self, values: frozenset[str]) -> None:
        """Tick exactly these values."""
        for item in self._items():
            on = item.data(VALUE) in values
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def decide(self) -> None:
        """Take the ticks as they are."""
        ticked = frozenset(i.data(VALUE) for i in self._items() if i.checkState() == Qt.CheckState.Checked)
        self.close()
        self.decided.emit(ticked)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(button("全部", kind="quiet", run=lambda: self._drop()))
        row.addStretch(1)
        row.addWidget(button("确定", kind="main", run=self.decide))
        return row

    def _drop(self) -> None:
        self.tick(frozenset())
        self.decide()

    def _add(self, value: str, number: int, ticked: bool) -> None:
        item = add_item(self._values, f"{value or NOTHING}  {number}")
        item.setData(VALUE, value)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def _items(self) -> list[QListWidgetItem]:
        return [self._values.item(place) for place in range(self._values.count())]


def _turn(item: QListWidgetItem) -> None:
    on = item.checkState() == Qt.CheckState.Checked
    item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)


class Chips(Squeezed):
    """One chip per filter; a click on it takes the filter away."""

    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._made: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)

    def show_filters(self, filters: dict[str, tuple[str, frozenset[str]]]) -> None:
        """Show chips for {column key: (heading, texts)}."""
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._made = [self._chip(*filters[key], lambda key=key: self.removed.emit(key)) for key in filters]
        for made in self._made:
            self._row.addWidget(made)
        self.setMinimumWidth(0)
        self.setMaximumWidth(WIDEST)  # the bar settles it anew

    def whole_width(self) -> int:
        """All chips with all their words."""
        return sum(map(_wanted, self._made)) + self._row.spacing() * max(0, len(self._made) - 1)

    def squeeze(self, by: int) -> int:
        """Cut the words of each alike; the tip and the name have them whole."""
        spared = 0
        for made in self._made:
            own = max(SMALLEST, _wanted(made) - max(0, by) // len(self._made))
            words = made.property(WHOLE)
            if own < _wanted(made):  # a width in whole pixels would cut words that have their room
                words = made.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, own - AROUND)
            made.setText(words)
            made.setFixedWidth(own)
            spared += _wanted(made) - own
        self.setFixedWidth(self.whole_width() - spared)
        return spared

    def _chip(self, heading: str, texts: frozenset[str], remove: Callable[[], object]) -> QPushButton:
        named = sorted(text or NOTHING for text in texts)
        words = "、".join(named[:2]) + (f" 等 {len(named)} 项" if len(named) > 2 else "")
        made = button(f"{heading}：{words}", kind="chip", icon=icon("close", COLOURS.accent), run=remove)
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        made.setProperty(WHOLE, made.text())
        made.setToolTip(f"{heading}：{words}。点一下去掉这个筛选")
        made.setAccessibleName(f"去掉筛选 {heading}：{words}")
        return made


def _wanted(made: QPushButton) -> int:
    return made.fontMetrics().horizontalAdvance(str(made.property(WHOLE))) + AROUND
