"""Shows chapters of the manual and the pictures in them; keeps the way back."""

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from kongchuo_desktop.desk.manual import Manual
from kongchuo_desktop.kit.resources import manual_folder
from kongchuo_desktop.ui.help.html import LOOK, address, chapter_html

Resource = QTextDocument.ResourceType
WIDEST = 720  # logical pixels of a picture; a line of text is not longer for long


class ManualBrowser(QTextBrowser):
    """QTextBrowser's own history and links, over addresses like `attendance.html#notices`."""

    shown = Signal(str)  # the anchor: where one is now

    def __init__(self, manual: Manual) -> None:
        super().__init__()
        self._manual = manual
        self.setObjectName("manual")
        self.setAccessibleName("手册")
        self.setOpenExternalLinks(False)
        self.document().setDefaultStyleSheet(LOOK)
        self.document().setDocumentMargin(24)
        self.sourceChanged.connect(lambda url: self.shown.emit(self.anchor_of(url)))

    def open_anchor(self, anchor: str) -> None:
        """Show the place that an anchor names."""
        self.setSource(QUrl(address(self._manual.by_anchor[anchor], anchor)))

    def find_words(self, words: tuple[str, ...]) -> None:
        """Mark the first of the words after where one is."""
        for word in words:
            if self.find(word):
                cursor = self.textCursor()
                start = QTextCursor(self.document())
                start.setPosition(cursor.selectionStart())
                bar = self.verticalScrollBar()
                bar.setValue(max(0, bar.value() + self.cursorRect(start).top() - 120))
                return

    def anchor_of(self, url: QUrl) -> str:
        """Which anchor an address names."""
        return url.fragment() or url.path().removesuffix(".html")

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """Chapters are made when shown, pictures as wide as the room."""
        url = QUrl(name)
        if kind == Resource.ImageResource.value:
            return self._picture(url)
        chapter = self._manual.by_anchor.get(url.path().removesuffix(".html"))
        return chapter_html(self._manual, chapter) if chapter else ""

    def _picture(self, url: QUrl) -> QImage:
        path = manual_folder() / url.path()
        image = QImage(str(path)) if manual_folder() in path.resolve().parents else QImage()
        if image.isNull():
            return image
        ratio = self.devicePixelRatioF()
        width = round(min(WIDEST, max(200, self.viewport().width() - 64)) * ratio)
        if image.width() > width:
            image = image.convertToFormat(QImage.Format.Format_RGB32).scaledToWidth(
                width, Qt.TransformationMode.SmoothTransformation
            )
        image.setDevicePixelRatio(ratio)
        return image
