"""Pictures of a record: a strip of thumbnails to add to, describe, look at and remove from; saved with the record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.pictures import Picture, take_in
from kongchuo_desktop.school.attachments import service as attachments
from kongchuo_desktop.school.attachments.service import MOST_PER_OWNER, AttachmentFacts, PictureChanges
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.picture_box import PictureBox
from kongchuo_desktop.ui.words import button, label

KINDS = "照片 (*.jpg *.jpeg *.png *.bmp *.webp *.gif *.tif *.tiff *.heic);;所有文件 (*)"
ACROSS = 3
THUMB = QSize(112, 84)


@dataclass(frozen=True)
class _Item:
    """One picture on the strip: kept already, or taken in and not saved yet."""

    caption: str
    thumbnail: bytes
    kept: AttachmentFacts | None = None
    fresh: Picture | None = None


class PictureStrip(QWidget):
    """For a form: `show_owner` when it opens, `changes()` when it saves (write them with `attachments.keep`).

    Pictures are chosen from files, several at once, or dropped onto the strip. Enter looks at one, Delete removes it.
    """

    changed = Signal()

    def __init__(self, office: Office, *, owner_kind: str, read_only: bool = False) -> None:
        super().__init__()
        self._office, self._kind, self._read_only = office, owner_kind, read_only
        self._items: list[_Item] = []
        self._kept: tuple[AttachmentFacts, ...] = ()
        self.setAcceptDrops(not read_only)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.add_button = button("加照片…", icon=icon("add"), run=self.choose)
        self._hint = label(role="hint", wrap=True)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addWidget(self._hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._grid)
        column.addLayout(row)
        self.add_button.setVisible(not read_only)
        self._lay_out()

    @property
    def count(self) -> int:
        """How many pictures the strip shows."""
        return len(self._items)

    def show_owner(self, owner_id: int | None) -> None:
        """Show the pictures of a saved record; None for one that is new."""
        self._put(())
        if owner_id is not None:
            kind = self._kind
            self._office.read(
                lambda session: attachments.of(session, owner_kind=kind, owner_ids=[owner_id]),
                self._put,
                latest=("pictures", id(self)),
            )

    def changes(self) -> PictureChanges:
        """What is to be written with the record."""
        here = {item.kept.id: item for item in self._items if item.kept}
        return PictureChanges(
            added=tuple((item.fresh, item.caption) for item in self._items if item.fresh),
            described=tuple(
                (fact.id, here[fact.id].caption)
                for fact in self._kept
                if fact.id in here and here[fact.id].caption != fact.caption
            ),
            removed=tuple(fact.id for fact in self._kept if fact.id not in here),
        )

    def choose(self) -> None:
        """Ask for files and take them in."""
        folder = self._office.last_folder("photo")
        names, _ = QFileDialog.getOpenFileNames(self.window(), "选择照片", folder, KINDS)
        if names:
            self._office.remember_folder("photo", Path(names[0]))
            self.take([Path(name) for name in names])

    def take(self, paths: Sequence[Path]) -> None:
        """Take pictures in beside the window; those that can't be kept are told one by one."""
        room = MOST_PER_OWNER - len(self._items)
        if len(paths) > room:
            self._office.tell.mistake(
                f"一条记录最多放 {MOST_PER_OWNER} 张照片，还能加 {room} 张，您选了 {len(paths)} 张。"
            )
            return

        def work(progress: Any) -> tuple[list[Picture], list[str]]:
            good, told = [], []
            for number, path in enumerate(paths):
                progress(number, len(paths), "读入照片")
                try:
                    good.append(take_in(path))
                except UserError as refused:
                    told.append(refused.sentence)
            return good, told

        self._office.tasks.run(work, done=self._taken, title="读入照片", cancellable=True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files may be dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Take dropped files in."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.take(files)

    def _taken(self, answer: tuple[list[Picture], list[str]]) -> None:
        pictures, told = answer
        known = {item.fresh.jpeg for item in self._items if item.fresh}
        new = [picture for picture in pictures if picture.jpeg not in known]
        self._items += [_Item("", picture.thumbnail, fresh=picture) for picture in new]
        self._lay_out()
        if new:
            self.changed.emit()
        if told:
            self._office.tell.mistake(
                f"有 {len(told)} 张照片没有加上，其余已加上。" if new else told[0], "\n".join(told)
            )

    def _put(self, kept: Iterable[AttachmentFacts]) -> None:
        self._kept = tuple(kept)
        self._items = [_Item(fact.caption, fact.thumbnail, kept=fact) for fact in self._kept]
        self._lay_out()

    def _lay_out(self) -> None:
        while (place := self._grid.takeAt(0)) is not None:
            if (widget := place.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, item in enumerate(self._items):
            thumb = Thumbnail(item.thumbnail, item.caption or self._day_of(item))
            thumb.clicked.connect(partial(self.look, number))
            thumb.remove_wanted.connect(partial(self.remove, number))
            self._grid.addWidget(thumb, number // ACROSS, number % ACROSS)
        full = len(self._items) >= MOST_PER_OWNER
        self.add_button.setEnabled(not full)
        self._hint.setText(self._words(full))

    def _words(self, full: bool) -> str:
        if self._read_only:
            return "" if self._items else "没有照片"
        if full:
            return f"已有 {MOST_PER_OWNER} 张，放满了"
        return "点开照片可写说明、去掉" if self._items else "可一次选几张，也可把文件拖到这里"

    @staticmethod
    def _day_of(item: _Item) -> str:
        day = item.kept.taken_on if item.kept else item.fresh.taken_on if item.fresh else None
        return f"{day:%Y-%m-%d}" if day else "没有说明"

    def look(self, number: int) -> None:
        """Show one picture large, with its words."""
        item = self._items[number]
        box = PictureBox(self, caption=item.caption, read_only=self._read_only, day=self._day_of(item))
        box.described.connect(partial(self._describe, number))
        box.remove_wanted.connect(partial(self.remove, number))
        box.open()
        if item.fresh:
            box.show_jpeg(item.fresh.jpeg)
        elif item.kept:
            wanted = item.kept.id
            self._office.read(lambda session: attachments.jpeg(session, attachment_id=wanted), box.show_jpeg)

    def remove(self, number: int) -> None:
        """Take a picture off the strip; it is gone for good when the record is saved."""
        if self._read_only:
            return
        item = self._items.pop(number)
        self._lay_out()
        self.changed.emit()
        self._office.tell.toast("已去掉一张照片", undo=lambda: self._bring_back(number, item))

    def _bring_back(self, number: int, item: _Item) -> None:
        self._items.insert(number, item)
        self._lay_out()
        self.changed.emit()

    def _describe(self, number: int, caption: str) -> None:
        if self._items[number].caption != caption:
            self._items[number] = replace(self._items[number], caption=caption)
            self._lay_out()
            self.changed.emit()


class Thumbnail(QToolButton):
    """A small picture with its words; Enter or a click opens it, Delete takes it away."""

    remove_wanted = Signal()

    def __init__(self, jpeg: bytes, caption: str) -> None:
        super().__init__()
        self.setProperty("kind", "icon")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        found = QPixmap()
        found.loadFromData(jpeg)
        self.setIconSize(THUMB)
        self.setIcon(QIcon(found))
        self.setText(self.fontMetrics().elidedText(caption, Qt.TextElideMode.ElideRight, THUMB.width()))
        self.setToolTip(f"{caption}（回车看大图，Delete 去掉）")
        self.setAccessibleName(f"照片：{caption}")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens, Delete removes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)
