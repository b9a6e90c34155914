"""The column at the right of a form: what the cell pointed at takes, and everything that it could take."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kongchuo_desktop.school.enrolment.form_texts import DATE_STYLES, MASKED, PAIRS, REAL_DATE
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.theme.tokens import SIZES
from kongchuo_desktop.ui.words import button, label

WIDTH = 336
KEY = int(Qt.ItemDataRole.UserRole)
STYLES = (("", "按账本原样（日期按表样的写法）"), *((name, f"日期写成 {name}") for name in DATE_STYLES),
          (REAL_DATE, "日期，Excel 能计算的"), (MASKED, "号码遮住中间"),
          *((pair, f"是/否写成 {pair}") for pair in PAIRS))  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """Something a cell can take: its key, words and group."""

    key: str
    title: str
    group: str


class Chooser(QFrame):
    """Either the text of a single cell with values to put into it, or the field of a list's column."""

    written = Signal(str)  # the text of the cell, as it is left
    picked = Signal(str)  # the field of the column, "" none
    styled = Signal(str)
    list_wanted = Signal()
    rows_wanted = Signal()
    list_dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setFixedWidth(WIDTH)
        self._offers: Sequence[Offer] = ()
        self._single = True
        self._place = label(role="heading", wrap=True)
        self._told = label(role="sentence", wrap=True)
        self.text = QLineEdit()
        self.text.setPlaceholderText("从下面选，前后可以写字")
        self.text.setAccessibleName("这一格填成")
        self.style_box = QComboBox()
        self.style_box.setAccessibleName("写法")
        for key, words in STYLES:
            self.style_box.addItem(words, key)
        self.find_line = _Find()
        self.offers = _Offers()
        self.start_list = button("从这一行起填名单…", icon=icon("list"), run=self.list_wanted.emit)
        self.change_rows = button("改行数和名单…", icon=icon("edit"), run=self.rows_wanted.emit)
        self.drop_list = button("不填这份名单", kind="quiet", icon=icon("bin"), run=self.list_dropped.emit)
        self._lay_out()
        self.text.editingFinished.connect(lambda: self.written.emit(self.text.text()))
        self.style_box.activated.connect(lambda _place: self.styled.emit(str(self.style_box.currentData())))
        self.find_line.textChanged.connect(self._fill)
        self.find_line.down.connect(self._into_offers)
        self.find_line.returnPressed.connect(self._take_first)
        self.offers.itemActivated.connect(self._take)
        self.offers.itemClicked.connect(self._take)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Before a cell is pointed at."""
        self._place.setText("点表样里的一格")
        self._told.setText("绿色的格子是已经指定的。点一格，在这里选填什么；点名单的第一行，可以整列指定。")
        self._show_parts(single=False, rows=False)

    def show_cell(self, at: str, own: str, text: str, offers: Sequence[Offer], *, may_list: bool) -> None:
        """A single cell: what the form says there, what is put in."""
        self._single = True
        self._place.setText(f"单元格 {at}")
        self._told.setText(f"表样里是“{own.strip()[:40]}”" if own.strip() else "表样里这一格是空的")
        self.text.setText(text)
        self._show_parts(single=True, rows=False)
        self.start_list.setVisible(may_list)
        self._offer(offers, "")

    def show_column(self, words: str, heading: str, field: str, style: str, offers: Sequence[Offer]) -> None:
        """A column of a list."""
        self._single = False
        self._place.setText(words)
        self._told.setText(f"栏目是“{heading}”" if heading else "上面没有栏目名称")
        self._show_parts(single=False, rows=True)
        self.style_box.setCurrentIndex(max(0, self.style_box.findData(style)))
        self.style_box.setEnabled(bool(field))
        self._offer((Offer("", "（这一列不填）", ""), *offers), field)

    def put(self, name: str) -> None:
        """Put a value into the text of the cell, where the cursor is."""
        self.text.insert(f"{{{name}}}")
        self.written.emit(self.text.text())

    def _show_parts(self, *, single: bool, rows: bool) -> None:
        shown: dict[QWidget, bool] = {self._text_label: single, self.text: single, self.start_list: single}
        shown |= dict.fromkeys((self.style_box, self._style_label, self.change_rows, self.drop_list), rows)
        shown |= dict.fromkeys((self.find_line, self.offers), single or rows)
        for part, on in shown.items():
            part.setVisible(on)

    def _offer(self, offers: Sequence[Offer], current: str) -> None:
        self._offers = offers
        self.find_line.clear()
        self._fill()
        for place in range(self.offers.count()):
            item = self.offers.item(place)
            if item.data(KEY) == current and item.flags() & Qt.ItemFlag.ItemIsEnabled and not self._single:
                self.offers.setCurrentItem(item)
                self.offers.scrollToItem(item, self.offers.ScrollHint.PositionAtCenter)
                return

    def _fill(self) -> None:
        words = self.find_line.text().split()
        self.offers.clear()
        group = ""
        for offer in _found(self._offers, words):
            if offer.group != group:
                group = offer.group
                heading = QListWidgetItem(group)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                self.offers.addItem(heading)
            item = QListWidgetItem(f"  {offer.title}" if group else offer.title)
            item.setData(KEY, offer.key)
            item.setSizeHint(QSize(0, SIZES.row - 8))
            self.offers.addItem(item)

    def _take(self, item: QListWidgetItem) -> None:
        if item.flags() & Qt.ItemFlag.ItemIsEnabled:
            key = str(item.data(KEY))
            if self._single:
                self.put(key)
            else:
                self.picked.emit(key)

    def _take_first(self) -> None:
        items = (self.offers.item(place) for place in range(self.offers.count()))
        first = next((item for item in items if item.flags() & Qt.ItemFlag.ItemIsEnabled), None)
        if first is not None and self.find_line.text().strip():
            self._take(first)

    def _into_offers(self) -> None:
        self.offers.setFocus(Qt.FocusReason.TabFocusReason)
        for place in range(self.offers.count()):
            if self.offers.item(place).flags() & Qt.ItemFlag.ItemIsEnabled:
                self.offers.setCurrentRow(place)
                return

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        self._text_label, self._style_label = label("这一格填成", role="label"), label("写法", role="label")
        self._text_label.setBuddy(self.text)
        self._style_label.setBuddy(self.style_box)
        for widget in (self._place, self._told, self._text_label, self.text, self._style_label, self.style_box,
                       self.find_line):  # fmt: skip
            column.addWidget(widget)
        column.addWidget(self.offers, 1)
        column.addWidget(self.start_list)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.change_rows)
        row.addWidget(self.drop_list)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(0)


def _found(offers: Iterable[Offer], words: Sequence[str]) -> Iterable[Offer]:
    return (offer for offer in offers if all(word in offer.title or word in offer.key for word in words))


class _Find(QLineEdit):
    """Typed words narrow the list below; the down key goes into it."""

    down = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("找要填的项目")
        self.setPlaceholderText("找：人数、身份证、去向……")
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Down leaves for the list."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class _Offers(QListWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("可以填的内容")
        self.setUniformItemSizes(False)
