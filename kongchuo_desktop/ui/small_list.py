"""Lines of small lists, as high as the rows of the big ones."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from kongchuo_desktop.ui.theme.tokens import SIZES


def add_item(items: QListWidget, text: str) -> QListWidgetItem:
    """Put a line at the end."""
    made = QListWidgetItem(text, items)
    made.setSizeHint(QSize(0, SIZES.row))
    return made
