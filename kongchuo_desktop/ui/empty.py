"""The empty page that teaches: one sentence, one picture in lines, the button that starts."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kongchuo_desktop.ui.icons import scene
from kongchuo_desktop.ui.words import button, label


class EmptyState(QWidget):
    """Stands where the list would be while there is nothing in it."""

    def __init__(self, sentence: str, *, picture: str, act: str = "", run: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._picture = QLabel()
        self._picture.setPixmap(scene(picture, self.devicePixelRatioF()))
        self.words = label(sentence, role="sentence", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setFixedWidth(420)
        self.words.ensurePolished()
        self.words.setMinimumHeight(self.words.heightForWidth(420))
        column = QVBoxLayout(self)
        column.setSpacing(20)
        column.addStretch(2)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.words, 0, Qt.AlignmentFlag.AlignCenter)
        if act and run is not None:
            self.button = button(act, kind="main", run=run)
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)
