"""备份与恢复: what is kept, a copy for the stick, and the way back."""

from pathlib import Path
from typing import Any

from kongchuo_desktop.desk import books
from kongchuo_desktop.storage.backup import Backup, Why, copy_to_folder, list_backups, make_backup
from kongchuo_desktop.ui.files import choose_folder
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.settings.section import Section
from kongchuo_desktop.ui.start.restoring import WHYS
from kongchuo_desktop.ui.words import button


class BackupSection(Section):
    """The list of backups with what each holds."""

    scrolls = False

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._backups: tuple[Backup, ...] = ()
        self.list = ListView(self._kind(), office.settings)
        self.list.bar.addWidget(button("检查账本", icon=icon("check"), run=self._check))
        self.list.bar.addWidget(button("立即备份", icon=icon("history"), run=self._back_up))
        self.list.bar.addWidget(button("备份到U盘…", kind="main", run=self._carry))
        office.backed_up.connect(self.refresh)
        self.column.addWidget(self.list)

    def refresh(self) -> None:
        """Read the list; each backup is looked at whole."""
        folder = self.office.places.school_backups(self.office.database.school_uid)
        self.office.tasks.run(
            lambda _progress: list_backups(folder), done=self._show, latest=self, title="正在核对备份"
        )

    def state_sentence(self) -> str:
        """How safe the book is."""
        sound = [backup for backup in self._backups if backup.valid]
        if not sound:
            return "还没有备份。退出程序时会自动备份；最好再拷一份到U盘，和电脑分开放。"
        return f"这台电脑上有 {len(sound)} 份核对过的备份。最好每周拷一份到U盘，和电脑分开放。"

    def _kind(self) -> ListKind:
        columns = (
            Column("at", "备份时间", lambda b: f"{b.at:%Y-%m-%d %H:%M}" if b.at else "不明", 160, sort=_when),
            Column("why", "什么时候做的", lambda b: WHYS.get(b.why, b.why), 112, filtered=True),
            Column("pupils", "学生", lambda b: str(b.pupils), 72, sort=lambda b: b.pupils, align="right"),
            Column("rows", "记录", lambda b: str(sum(b.counts.values())), 88, sort=_rows, align="right"),
            Column("size", "大小", lambda b: f"{b.size / 1e6:.1f} MB", 88, sort=lambda b: b.size, align="right"),
            Column("valid", "核对", lambda b: "完好" if b.valid else "已损坏", 80, filtered=True, tone=_tone),
            Column("file", "文件名", lambda b: b.path.name, 320, shown=False),
        )
        return ListKind(
            "backups",
            "备份",
            columns,
            identity=lambda backup: backup.path,
            words=lambda backup: f"{backup.at} {backup.path.name}",
            unit="份",
            acts=(
                RowAct("拷到U盘…", lambda rows: self._copy(rows[0]), "usb", most=1),
                RowAct("恢复这一份…", lambda rows: self._restore(rows[0]), "history", most=1),
            ),
            empty=Empty("还没有备份。现在就做一份，拷到U盘上。", "scene-safe", "备份到U盘…", self._carry),
        )

    def _show(self, backups: tuple[Backup, ...]) -> None:
        self._backups = backups
        self.list.set_rows(backups)
        self.state_changed.emit()

    def _check(self) -> None:
        database = self.office.database
        self.office.tasks.run(
            lambda _progress: books.check(database), done=self.office.tell.information, title="正在逐页检查账本"
        )

    def _back_up(self) -> None:
        database = self.office.database
        self.office.tasks.run(lambda _progress: make_backup(database, why=Why.HAND), done=self._made, title="正在备份")

    def _made(self, backup: Backup) -> None:
        self.office.backed_up.emit()
        self.office.tell.toast(f"已备份并核对无误，学生 {backup.pupils} 人")

    def _carry(self) -> None:
        """A fresh backup straight to the stick."""
        folder = choose_folder(self, self.office, purpose="stick", title="选U盘或U盘里的文件夹")
        if folder is None:
            return
        database = self.office.database

        def work(_progress: object) -> Any:
            return copy_to_folder(make_backup(database, why=Why.HAND), folder)

        self.office.tasks.run(work, done=self._carried, title="正在备份到U盘并读回核对")

    def _carried(self, copied: Any) -> None:
        self.office.backed_up.emit()
        self.office.tell.information(copied.sentence, f"文件：{Path(copied.path).name}")

    def _copy(self, backup: Backup) -> None:
        folder = choose_folder(self, self.office, purpose="stick", title="选U盘或U盘里的文件夹")
        if folder is not None:
            self.office.tasks.run(
                lambda _progress: copy_to_folder(backup, folder), done=self._carried, title="正在拷贝并读回核对"
            )

    def _restore(self, backup: Backup) -> None:
        when = f"{backup.at:%Y年%m月%d日 %H:%M}" if backup.at else "这份"
        sentence = f"把账本退回到 {when} 的备份（学生 {backup.pupils} 人）。之后录入的内容不在里面。"
        detail = "现在的账本会先备份，并留在原处改名保存，不会删除。"
        if backup.valid and self.office.tell.confirm_danger(sentence, act="退回到这份备份", detail=detail):
            self.office.restore_wanted.emit(backup)


def _when(backup: Backup) -> Any:
    return backup.at.timestamp() if backup.at else None


def _rows(backup: Backup) -> int:
    return sum(backup.counts.values())


def _tone(backup: Backup) -> str:
    return "" if backup.valid else "red"
