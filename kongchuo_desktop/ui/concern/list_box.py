"""A list in a box over the window: a heading, a sentence, the list, and the way out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.lists.columns import ListKind
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.words import button, label

WIDTH, HEIGHT = 860, 480


class ListBox(QDialog):
    """Shown with `open()`; a subclass fills `list` and puts buttons into the foot."""

    def __init__(self, parent: QWidget, office: Office, title: str, sentence: str, kind: ListKind) -> None:
        super().__init__(parent.window())
        self.office = office
        self.setWindowTitle("控辍")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(WIDTH, HEIGHT)
        self.list = ListView(kind, office.settings)
        self.list.exported.connect(lambda table: save_table(self, office, table))
        self.sentence = label(sentence, role="sentence", wrap=True)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(24, 12, 24, 16)
        self.foot.setSpacing(8)
        self.foot.addStretch(1)
        self.shut = button("关闭", run=self.reject)
        self.foot.addWidget(self.shut)
        head = QVBoxLayout()
        head.setContentsMargins(24, 20, 24, 8)
        head.setSpacing(8)
        head.addWidget(label(title, role="heading"))
        head.addWidget(self.sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addLayout(self.foot)

    def add_act(self, made: QPushButton) -> None:
        """Put a button at the left of the foot, before the stretch."""
        self.foot.insertWidget(self.foot.count() - 2, made)
