"""The preview in a box over the window: pages at the left, what can be done with them at the right."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.ui.help.place import MARK
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.view import PdfView
from kongchuo_desktop.ui.tell import open_with_desktop
from kongchuo_desktop.ui.theme.tokens import COLOURS
from kongchuo_desktop.ui.words import button, hairline, label

SIDE = 320


class PreviewBox(QDialog):
    """Show a document with a column of words and buttons of the caller's; opened with `open()`."""

    def __init__(self, parent: QWidget, office: Office, *, title: str, sentence: str = "") -> None:
        super().__init__(parent.window())
        self.setWindowTitle(title)
        self.setProperty(MARK, "printing")
        self.resize(min(1180, parent.window().width() - 40), parent.window().height() - 40)
        self.office = office
        self.pdf = b""
        self.view = PdfView(office.tasks)
        self._count = label(role="sentence")
        self._told = label(tone="calm", wrap=True)
        self._folder = button("打开文件夹", kind="link", run=lambda: None)
        self.side = QVBoxLayout()
        self.side.setContentsMargins(20, 20, 20, 20)
        self.side.setSpacing(12)
        self.side.addWidget(label(title, role="title", wrap=True))
        if sentence:
            self.side.addWidget(label(sentence, role="sentence", wrap=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(self._paper(), 1)
        row.addWidget(self._side_frame())
        self.view.page_changed.connect(lambda _page: self._tell())
        self.view.loaded.connect(lambda _count: self._tell())
        self.finished.connect(lambda _result: self._end())

    def show_pdf(self, pdf: bytes) -> None:
        """Show a document."""
        self.pdf = pdf
        self.view.show_pdf(pdf)

    def add_button(self, title: str, run: Callable[[], object], *, kind: str = "", sign: str = "") -> QWidget:
        """One more act at the side."""
        colour = COLOURS.on_accent if kind == "main" else COLOURS.ink_soft
        made = button(title, kind=kind, icon=icon(sign, colour) if sign else None, run=run)
        self.side.addWidget(made)
        return made

    def finish_side(self) -> None:
        """Put the closing button at the foot of the column; called last."""
        self._told.hide()
        self._folder.hide()
        self.side.addWidget(self._told)
        self.side.addWidget(self._folder)
        self.side.addStretch(1)
        self.side.addWidget(hairline())
        self.side.addWidget(button("关闭", run=self.reject, tip="Esc"))
        self.view.setFocus()

    def tell_file(self, path: Path) -> None:
        """Say that a file (or a folder of files) was written, and offer the way to it."""
        if not shiboken6.isValid(self):  # closed while the file was being written
            self.office.tell.made_file(path)
            return
        folder = path if path.is_dir() else path.parent
        self._told.setText(f"已存到“{path.name}”")
        self._folder.clicked.disconnect()
        self._folder.clicked.connect(lambda: open_with_desktop(folder))
        self._told.show()
        self._folder.show()

    def _paper(self) -> QVBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 6, 16, 6)
        bar.setSpacing(4)
        for sign, tip, run in (
            ("left", "上一页（Page Up）", lambda: self.view.go_to(self.view.page - 1)),
            ("right", "下一页（Page Down）", lambda: self.view.go_to(self.view.page + 1)),
        ):
            made = button("", kind="quiet", icon=icon(sign), tip=tip, run=run)
            made.setAccessibleName(tip)
            bar.addWidget(made)
        bar.addWidget(self._count)
        bar.addStretch(1)
        for title, tip, steps in (("缩小", "Ctrl -", -1), ("放大", "Ctrl +", 1), ("适合宽度", "Ctrl 0", 0)):
            bar.addWidget(button(title, kind="quiet", tip=tip, run=partial(self.view.zoom, steps)))
        bar.addWidget(button("整页", kind="quiet", run=self.view.whole_page))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.view, 1)
        return column

    def _side_frame(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("panel")
        frame.setFixedWidth(SIDE)
        frame.setLayout(self.side)
        self.side.setAlignment(Qt.AlignmentFlag.AlignTop)
        return frame

    def _tell(self) -> None:
        self._count.setText(f"第 {self.view.page + 1} 页，共 {self.view.count} 页" if self.view.count else "")

    def _end(self) -> None:
        self.view.close_pdf()
        self.deleteLater()
