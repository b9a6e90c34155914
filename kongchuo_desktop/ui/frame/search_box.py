"""The search box of the header: finds a child from anywhere; arrows choose, Enter opens, Esc leaves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.theme.tokens import COLOURS

SHOWN = 12
WIDE, LINE, GAP = 460, 44, 8  # px: the list under the box, a hit in it, what is left beside it
HIT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Hit:
    """One thing found: its name, what tells it apart from its namesakes, and where it opens."""

    title: str
    detail: str
    page: str
    request: object


Ask = Callable[[str, Callable[[Sequence[Hit]], None]], None]  # words, and who wants the hits


class SearchBox(QLineEdit):
    """Typing asks `ask(words, answer)`; the answer drops down under the box."""

    chosen = Signal(object)  # Hit
    left = Signal()  # Esc in an empty box

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self._ask = ask
        self._entered = ""  # Enter came before the answer to these words
        self.setPlaceholderText("找学生：姓名、拼音、证件尾号")
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.setAccessibleName("找学生")
        self.setToolTip("在任何页面按 Ctrl+F")
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(160)
        self.setMaximumWidth(320)
        self._pause = QTimer(self, singleShot=True, interval=40)
        self._pause.timeout.connect(self._search)
        self.textEdited.connect(lambda _text: self._pause.start())
        self._popup = _Hits(self)
        self._popup.list.itemActivated.connect(self._choose)
        self._popup.list.itemClicked.connect(self._choose)

    def show_hits(self, words: str, hits: Sequence[Hit]) -> None:
        """Drop the hits down, unless the user has typed on."""
        if words != self.text().strip() or not self.hasFocus():
            return
        self._popup.fill(words, hits)
        self._popup.drop(self)
        if self._entered == words and hits:
            self._choose(self._popup.list.item(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows and Enter work the list below while the cursor stays in the box."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._popup.isVisible():
            self._popup.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape and self._is_in_use():
            self.clear()
            self._popup.hide()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Esc first empties the box; in an empty one it is the window's own key."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if self._is_in_use():
                event.accept()
                return True
            self.left.emit()
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Take the list away when the cursor goes elsewhere."""
        super().focusOutEvent(event)
        self._popup.hide()
        self._entered = ""

    def _search(self) -> None:
        words = self.text().strip()
        if not words:
            self._popup.hide()
            return
        self._ask(words, lambda hits: self.show_hits(words, hits))

    def _enter(self) -> None:
        item, words = self._popup.list.currentItem(), self.text().strip()
        if self._popup.isVisible() and item is not None and self._popup.words == words:
            self._choose(item)
            return
        self._pause.stop()
        self._entered = words
        self._search()

    def _is_in_use(self) -> bool:
        return bool(self.text()) or self._popup.isVisible()

    def _choose(self, item: QListWidgetItem) -> None:
        hit = item.data(HIT)
        if isinstance(hit, Hit):
            self._popup.hide()
            self._entered = ""
            self.clear()
            self.chosen.emit(hit)


class _Hits(QFrame):
    """The list under the box: a child of the window, so that the cursor never leaves the box."""

    def __init__(self, box: SearchBox) -> None:
        super().__init__(box)
        self.setObjectName("popup")
        self.words = ""  # what these hits are the answer to
        self.hide()
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_HitPainter(self.list))
        self.list.setUniformItemSizes(True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.list)

    def fill(self, words: str, hits: Sequence[Hit]) -> None:
        self.words = words
        self.list.clear()
        for hit in hits[:SHOWN]:
            item = QListWidgetItem(f"{hit.title}  {hit.detail}")
            item.setData(HIT, hit)
            self.list.addItem(item)
        if not hits:
            item = QListWidgetItem(f"没有找到“{words}”")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        else:
            self.list.setCurrentRow(0)

    def drop(self, box: QLineEdit) -> None:
        """Under the box, its right edge with the box's, and whole inside the window: a small form has little room."""
        window = box.window()
        self.setParent(window)
        edge = box.mapTo(window, QPoint(box.width(), box.height() + 4))
        width = min(WIDE, window.width() - 2 * GAP)
        height = min(self.list.count() * LINE + 6, max(window.height() - edge.y() - GAP, 2 * LINE + 6))
        self.setGeometry(QRect(QPoint(max(edge.x() - width, GAP), edge.y()), QSize(width, height)))
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + by)))


AnyIndex = QModelIndex | QPersistentModelIndex


class _HitPainter(QStyledItemDelegate):
    """Name in ink, what tells namesakes apart in soft ink beside it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802
        return QSize(0, LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        hit = index.data(HIT)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(rect, COLOURS.accent_soft)
        place = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        inside = rect.adjusted(12, 0, -12, 0)
        if not isinstance(hit, Hit):
            painter.setPen(COLOURS.ink_faint)
            painter.drawText(inside, place, str(index.data()))
            return
        painter.setPen(COLOURS.ink)
        metrics = painter.fontMetrics()
        title = metrics.elidedText(hit.title, Qt.TextElideMode.ElideRight, 160)
        painter.drawText(inside, place, title)
        rest = inside.adjusted(max(72, metrics.horizontalAdvance(title) + 16), 0, 0, 0)
        painter.setPen(COLOURS.ink_soft)
        painter.drawText(rest, place, metrics.elidedText(hit.detail, Qt.TextElideMode.ElideRight, rest.width()))
