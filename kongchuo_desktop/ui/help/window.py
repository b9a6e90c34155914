"""The window of the manual: contents or what was found at the left, a chapter at the right, the way back above it."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kongchuo_desktop.desk.manual import Hit, Manual, Topic, read_manual
from kongchuo_desktop.ui.help.browser import ManualBrowser
from kongchuo_desktop.ui.help.hit_lines import ANCHOR, EXCERPT, WORDS, HitLines
from kongchuo_desktop.ui.help.place import anchors_at, here
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.screen import fit
from kongchuo_desktop.ui.words import button, label

WIDTH, HEIGHT, SIDE = 1080, 720, 280


class HelpWindow(QWidget):
    """Reads the manual once; Ctrl+F searches, Alt+← and Alt+→ walk back and forth, Esc closes."""

    def __init__(self, parent: QWidget | None = None, *, manual: Path | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("page")
        self.setWindowTitle("使用手册")
        self.manual: Manual = read_manual(manual)
        self.browser = ManualBrowser(self.manual)
        self.find_line = QLineEdit()
        self.find_line.setPlaceholderText("在手册里找，如：回执")
        self.find_line.setClearButtonEnabled(True)
        self.find_line.setAccessibleName("在手册里找")
        self.contents, self._items = _contents(self.manual)
        self.hits = QListWidget()
        self.hits.setItemDelegate(HitLines(self.hits))
        self.hits.setAccessibleName("找到的地方")
        self.hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._left = QStackedWidget()
        self._left.addWidget(self.contents)
        self._left.addWidget(self.hits)
        self._none = label("", role="hint", wrap=True)
        self.office: Any = None
        self._papers: list[QPushButton] = []
        self._lay_out()
        self._connect()
        fit(self, WIDTH, HEIGHT)

    def open_at(self, *anchors: str) -> None:
        """Show the first of the anchors that the manual has."""
        self.browser.open_anchor(self.manual.first_known(anchors))

    def give_office(self, office: Any) -> None:
        """With a book open, the manual and the quick card can be printed."""
        self.office = office
        for made in self._papers:
            made.setVisible(office is not None)

    def _print(self, key: str) -> None:
        from kongchuo_desktop.ui.help.printing import preview_paper

        preview_paper(self, self.office, key)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(16, 16, 16, 16)
        left.setSpacing(8)
        for widget in (self.find_line, self._none, self._left):
            left.addWidget(widget)
        self._none.hide()
        side = QWidget()
        side.setFixedWidth(SIDE)
        side.setLayout(left)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(self._bar())
        right.addWidget(self.browser, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(side)
        whole.addLayout(right, 1)
        self.setFocusProxy(self.browser)

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 10, 16, 8)
        row.setSpacing(4)
        browser = self.browser
        self._back = button("后退", kind="quiet", icon=icon("left"), tip="Alt+←", run=browser.backward)
        self._forward = button("前进", kind="quiet", icon=icon("right"), tip="Alt+→", run=browser.forward)
        row.addWidget(self._back)
        row.addWidget(self._forward)
        row.addStretch(1)
        for title, sign, key in (("打印手册…", "print", "manual"), ("打印快速卡…", "file", "quick_card")):
            made = button(title, kind="quiet", icon=icon(sign), run=partial(self._print, key))
            made.hide()
            row.addWidget(made)
            self._papers.append(made)
        return row

    def _connect(self) -> None:
        self.browser.shown.connect(self._tell)
        self.browser.backwardAvailable.connect(self._back.setEnabled)
        self.browser.forwardAvailable.connect(self._forward.setEnabled)
        self._back.setEnabled(False)
        self._forward.setEnabled(False)
        self.contents.currentItemChanged.connect(lambda item, _before: self._open(item))
        self.hits.currentItemChanged.connect(lambda item, _before: self._open_hit(item))
        self.find_line.textChanged.connect(self._search)
        self.find_line.returnPressed.connect(self._to_hits)
        for keys, act in (
            ("Ctrl+F", self._to_search),
            ("Alt+Left", self.browser.backward),
            ("Alt+Right", self.browser.forward),
            ("Esc", self._escape),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _search(self, words: str) -> None:
        self.hits.blockSignals(True)
        self.hits.clear()
        found = self.manual.search(words)
        for hit in found:
            self.hits.addItem(_hit_item(hit, words))
        self.hits.setCurrentRow(-1)
        self.hits.blockSignals(False)
        self._left.setCurrentWidget(self.hits if words.strip() else self.contents)
        self._none.setVisible(bool(words.strip()) and not found)
        self._none.setText("手册里没有这几个字。换个说法，或删掉几个字再找。")

    def _to_search(self) -> None:
        self.find_line.setFocus()
        self.find_line.selectAll()

    def _to_hits(self) -> None:
        if self.hits.count():
            self.hits.setFocus()
            self.hits.setCurrentRow(0)

    def _escape(self) -> None:
        """First the search goes, then the window."""
        if self.find_line.text():
            self.find_line.clear()
            self.browser.setFocus()
        else:
            self.close()

    def _open(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self._open_topic(*item.data(0, ANCHOR))

    def _open_hit(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._open_topic(*item.data(ANCHOR))
            self.browser.find_words(tuple(item.data(WORDS)))

    def _open_topic(self, chapter: str, anchor: str, title: str) -> None:
        """A topic without an anchor is found by its heading."""
        self.browser.open_anchor(anchor or chapter)
        if not anchor:
            self.browser.find_words((title,))

    def _tell(self, anchor: str) -> None:
        """Mark in the contents where one is, without opening it again."""
        chapter = self.manual.by_anchor.get(anchor)
        item = self._items.get(anchor) or (self._items[chapter.anchor] if chapter else None)
        if item is not None:
            self.contents.blockSignals(True)
            self.contents.setCurrentItem(item)
            self.contents.blockSignals(False)


def _contents(manual: Manual) -> tuple[QTreeWidget, dict[str, QTreeWidgetItem]]:
    """The list of chapters and topics, and its line for each anchor."""
    tree = QTreeWidget()
    tree.setObjectName("manualcontents")
    tree.setHeaderHidden(True)
    tree.setAccessibleName("目录")
    tree.setIndentation(14)
    tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    items: dict[str, QTreeWidgetItem] = {}
    for chapter in manual.chapters:
        over = QTreeWidgetItem(tree, [chapter.title])
        for topic in (Topic(chapter.anchor, chapter.title, 2, ""), *chapter.topics[1:]):
            item = over if topic.level == 2 else QTreeWidgetItem(over, [topic.title])
            item.setToolTip(0, topic.title)
            item.setData(0, ANCHOR, (chapter.anchor, topic.anchor, topic.title))
            if topic.anchor:
                items[topic.anchor] = item
    return tree, items


def _hit_item(hit: Hit, words: str) -> QListWidgetItem:
    item = QListWidgetItem(hit.topic.title)
    item.setData(EXCERPT, hit.excerpt)
    item.setData(ANCHOR, (hit.chapter.anchor, hit.topic.anchor, hit.topic.title))
    item.setData(WORDS, tuple(words.split()))
    return item


def show_help(anchor: str = "") -> HelpWindow | None:
    """Show the manual where one is; over a box that waits for an answer it belongs to that box."""
    at = here()
    if isinstance(at, QWidget) and isinstance(at.window(), HelpWindow):
        return None
    modal = QApplication.activeModalWidget()
    windows = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, HelpWindow))
    window = next((one for one in windows if one.parentWidget() is modal), None) or HelpWindow(modal)
    window.give_office(_office(at))
    window.open_at(*((anchor,) if anchor else anchors_at(at)))
    window.show()
    window.raise_()
    window.activateWindow()
    return window


def _office(widget: QWidget | None) -> Any:
    """The desk at which one works: the nearest widget knows it."""
    while widget is not None:
        found = getattr(widget, "office", None)
        if found is not None:
            return found
        widget = widget.parentWidget()
    return None
