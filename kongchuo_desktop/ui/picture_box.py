"""One picture, large, in a box over the window, with the words under it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from kongchuo_desktop.school.attachments.service import LONGEST_CAPTION
from kongchuo_desktop.ui.words import button, label


class PictureBox(QDialog):
    """Opened with `open()`; `show_jpeg` when the picture has been read. The words are told when the box closes."""

    described = Signal(str)
    remove_wanted = Signal()

    def __init__(self, parent: QWidget, *, caption: str, day: str, read_only: bool) -> None:
        super().__init__(parent.window())
        self.setWindowTitle("照片")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(960, parent.window().width() - 40), min(720, parent.window().height() - 40))
        self._whole = QPixmap()
        self._view = QLabel("正在读取照片…")
        self._view.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._view.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.words = QLineEdit(caption)
        self.words.setPlaceholderText("说明，如“张老师与祖母在堂屋交谈”，会印在照片下面")
        self.words.setMaxLength(LONGEST_CAPTION)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(day, role="sentence"))
        if read_only:
            row.addWidget(label(caption, wrap=True), 1)
        else:
            row.addWidget(self.words, 1)
            row.addWidget(button("去掉这张", run=self._remove))
        row.addWidget(button("完成" if not read_only else "关闭", kind="main", run=self.accept, tip="Esc"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self._view, 1)
        column.addLayout(row)
        if not read_only:
            self.finished.connect(lambda _result: self.described.emit(self.words.text().strip()))
            self.words.setFocus()

    def show_jpeg(self, jpeg: bytes) -> None:
        """Show the picture."""
        self._whole.loadFromData(jpeg)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the whole picture in sight."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._whole.isNull():
            return
        ratio = self.devicePixelRatioF()
        shown = self._whole.scaled(
            self._view.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        shown.setDevicePixelRatio(ratio)
        self._view.setPixmap(shown)

    def _remove(self) -> None:
        """Away with it; its words don't matter any more."""
        self.finished.disconnect()
        self.reject()
        self.remove_wanted.emit()
