"""How the filled form will look: its sheets with the first rows in, to look at and no more."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.ui.upward.grid import FormGrid
from kongchuo_desktop.ui.words import button, label

if TYPE_CHECKING:
    from kongchuo_desktop.sheets.form_file import FormSheet


class LookBox(QDialog):
    """A look at the filled form; shown with `open()`."""

    def __init__(self, parent: QWidget, title: str, sheets: "Sequence[FormSheet]") -> None:
        super().__init__(parent.window())
        self.setWindowTitle(title)
        self.resize(min(1180, parent.window().width() - 40), parent.window().height() - 60)
        self._sheets = sheets
        self.grid = FormGrid()
        self.choice = QComboBox()
        self.choice.addItems([sheet.name for sheet in sheets])
        self.choice.setVisible(len(sheets) > 1)
        self.choice.setAccessibleName("工作表")
        self.choice.currentIndexChanged.connect(self._show)
        head = QHBoxLayout()
        head.setContentsMargins(24, 16, 24, 8)
        head.addWidget(label(title, role="title"))
        head.addSpacing(16)
        head.addWidget(label("名单只填前三行；合计等公式打开后由 Excel 计算", role="sentence"))
        head.addStretch(1)
        head.addWidget(self.choice)
        head.addWidget(button("关闭", run=self.reject, tip="Esc"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.addLayout(head)
        column.addWidget(self.grid, 1)
        self._show(0)

    def _show(self, number: int) -> None:
        self.grid.show_sheet(self._sheets[number], None)
