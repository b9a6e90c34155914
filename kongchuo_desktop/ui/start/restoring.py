"""From a book that will not open, or is lost, back to a verified backup: choose, password, done."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QListWidget

from kongchuo_desktop.ui.small_list import add_item
from kongchuo_desktop.ui.start.card import Card, secret_line
from kongchuo_desktop.ui.words import button, label

if TYPE_CHECKING:
    from kongchuo_desktop.ui.start.doorway import Doorway

BACKUP = Qt.ItemDataRole.UserRole
WHYS = {
    "exit": "退出时",
    "daily": "每日",
    "import": "导入前",
    "migration": "升级前",
    "restore": "恢复前",
    "hand": "手动",
}


def backup_words(backup: Any, now: datetime) -> str:
    """One backup in words: when, why, what it holds."""
    when = f"{backup.at:%Y-%m-%d %H:%M}" if backup.at else "时间不明"
    day = ""
    if backup.at:
        days = (now.date() - backup.at.date()).days
        day = {0: "（今天）", 1: "（昨天）"}.get(days, f"（{days} 天前）" if days > 0 else "")
    state = f"学生 {backup.pupils} 人" if backup.valid else "已损坏，不能用"
    return f"{when}{day}   {WHYS.get(backup.why, '')}备份   {state}"


class RestoreCard(Card):
    """What happened, the backups with the newest sound one chosen, the password, one button."""

    help = "restore"
    restore_wanted = Signal(object, str)  # Path, password or recovery code
    folder_wanted = Signal()
    other_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, why: str, *, now: datetime) -> None:
        super().__init__("从备份恢复")
        self._now = now
        self._said = label(why, tone="amber", wrap=True)
        self._said.setVisible(bool(why))
        self.list = QListWidget()
        self.list.setAccessibleName("备份")
        self.list.setMinimumHeight(160)
        self.secret = secret_line()
        self.column.addWidget(self._said)
        self.column.addWidget(
            label("选一份备份（最上面的最新）。现在的账本会留在旁边，不会删除。", role="sentence", wrap=True)
        )
        self.column.addWidget(self.list, 1)
        self.column.addWidget(button("备份在U盘上，去找…", kind="link", run=self.folder_wanted.emit))
        above = label("账本密码（或恢复码）", role="label")
        above.setBuddy(self.secret)
        self.column.addWidget(above)
        self.column.addWidget(self.secret)
        self.column.addWidget(self.trouble)
        self.column.addSpacing(8)
        main = button("恢复这一份", kind="main", run=self._give)
        back = button("返回", run=self.back_wanted.emit)
        other = button("打开另一个账本", kind="link", run=self.other_wanted.emit)
        self.column.addLayout(self.buttons(back, other, main=main))
        self.setFocusProxy(self.secret)
        self.enter_presses(self.secret)

    def show_backups(self, backups: Sequence[Any], chosen: Path | None = None) -> None:
        """List them; the one that was chosen elsewhere, else the newest sound one, is marked."""
        self.list.clear()
        for backup in backups:
            item = add_item(self.list, backup_words(backup, self._now))
            item.setData(BACKUP, backup.path)
            if not backup.valid:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
        sound = [place for place, backup in enumerate(backups) if backup.valid]
        first = next((place for place in sound if backups[place].path == chosen), sound[0] if sound else -1)
        self.list.setCurrentRow(first)
        if first < 0:
            self.object("这台电脑上没有找到这个账本的备份。请插上备份U盘，点“备份在U盘上，去找…”。")

    def _give(self) -> None:
        item = self.list.currentItem()
        if item is None or not self.secret.text():
            self.object("请先选一份备份，再输入密码或恢复码。")
            return
        self.object("")
        self.set_busy(True, "正在核对并恢复…")
        self.restore_wanted.emit(item.data(BACKUP), self.secret.text())


class Restoring(QObject):
    """Reads the lists of backups, restores, and hands the book back to be opened."""

    def __init__(self, doorway: "Doorway", book: Path | None, why: str, chosen: Path | None = None) -> None:
        super().__init__(doorway)
        self._doorway = doorway
        self._book = book
        self._chosen = chosen
        self._card = RestoreCard(why, now=doorway.clock())

    def begin(self) -> None:
        """Show the card; the list of this machine's backups follows."""
        card, book, places = self._card, self._book, self._doorway.places
        card.back_wanted.connect(self._doorway.back)
        card.other_wanted.connect(self._doorway.choose_book)
        card.folder_wanted.connect(self._choose_folder)
        card.restore_wanted.connect(self._restore)
        self._doorway.show(card)

        def work(_progress: object) -> Any:
            from kongchuo_desktop.storage.backup import backups_for, list_backups

            if book is not None:
                return backups_for(book, places)
            folders = [folder for folder in places.backups.glob("*") if folder.is_dir()]
            return tuple(backup for folder in folders for backup in list_backups(folder))

        def show(backups: Any) -> None:
            card.show_backups(backups, self._chosen)

        self._doorway.tasks.run(work, done=show, failed=self._failed)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self._doorway.front, "备份在哪个文件夹")
        if not chosen:
            return

        def work(_progress: object) -> Any:
            from kongchuo_desktop.storage.backup import list_backups

            return list_backups(Path(chosen))

        self._doorway.tasks.run(work, done=self._card.show_backups, failed=self._failed)

    def _restore(self, backup: Path, secret: str) -> None:
        doorway = self._doorway
        clock, actor, places = doorway.clock, doorway.actor, doorway.places
        is_code = sum(sign.isalnum() for sign in secret) == 35 and "-" in secret
        name = backup.name.rsplit("-", 3)[0]
        book = self._book or places.books / f"{name}.kongchuo"
        given = {"recovery_code": secret} if is_code else {"password": secret}

        def work(_progress: object) -> Any:
            from kongchuo_desktop.storage.restore import restore

            return restore(backup, book, clock=clock, actor=actor, places=places, **given)

        def done(_restored: Any) -> None:
            doorway.book = book
            doorway.open_book(password=given.get("password"), code=given.get("recovery_code"))

        doorway.tasks.run(work, done=done, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        sentence = getattr(error, "sentence", "")
        self._card.object(sentence or "没有恢复成功，备份和账本都没有改动。请再试一次。")
        if not sentence:
            self._doorway.tasks.failure.emit(error)
