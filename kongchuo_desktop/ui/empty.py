"""The empty page that teaches: one sentence, one picture in lines, the button that starts."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kongchuo_desktop.ui.icons import scene
from kongchuo_desktop.ui.words import button, label

if TYPE_CHECKING:
    from kongchuo_desktop.ui.office import Office

WIDEST = 420  # pixels
ROSTER = "导入学生名册"
NOBODY = "账本里还没有学生"


class EmptyState(QWidget):
    """Stands where the list would be while there is nothing in it."""

    def __init__(self, sentence: str, *, picture: str, act: str = "", run: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._picture = QLabel()
        self._picture.setPixmap(scene(picture, self.devicePixelRatioF()))
        self.words = label(sentence, role="sentence", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.ensurePolished()
        self.words.setMinimumHeight(self.words.heightForWidth(420))
        column = QVBoxLayout(self)
        column.setSpacing(20)
        column.addStretch(2)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.words, 0, Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(sentence)
        if act and run is not None:
            self.button = button(act, kind="main", run=run)
            self.setFocusProxy(self.button)
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Narrow beside an open panel; the words wrap."""
        return QSize(200, 160)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """A sentence is easiest to read in lines of this length."""
        self.words.setFixedWidth(max(160, min(WIDEST, event.size().width() - 32)))
        super().resizeEvent(event)


def roster_first(office: "Office", then: str, *, picture: str = "scene-list") -> EmptyState:
    """What every page of a book without children says: what will stand here (`then`), and the way to get there."""
    return EmptyState(
        f"还没有学生。导入学生名册以后，{then}。", picture=picture, act=ROSTER,
        run=lambda: office.go("intake", "pupils"),
    )  # fmt: skip
