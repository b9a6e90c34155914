"""What the fund and the book of goods have in common: entries of children, and entries that were a slip."""

from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.ui.list_section import ListSection
from kongchuo_desktop.ui.lists.columns import RowAct


class BookSection(ListSection):
    """A subclass says how an entry is taken out (`drop`) and told of (`entry_words`)."""

    def drop(self, session: Session, entry_id: int) -> None:
        """Take an entry out of the book; a UserError when a later one rests on it."""
        raise NotImplementedError

    def entry_words(self, one: Any) -> str:
        """An entry in a few words."""
        raise NotImplementedError

    def show_seen(self, seen: Any) -> None:
        """The newest first."""
        self.list.set_rows(tuple(reversed(seen)))

    def opened(self, row: Any) -> None:
        """Enter: the child who got it."""
        if row.pupil_id is None:
            self.office.tell.mistake("这一笔没有写到学生名下。")
        else:
            self.office.go("pupils", row.pupil_id)

    def acts(self) -> tuple[RowAct, ...]:
        """What is done with a chosen entry."""
        return (
            RowAct("学生档案", lambda lines: self.opened(lines[0]), icon="pupils", most=1),
            RowAct("删去这一笔…", self.ask_drop, icon="bin", most=1),
        )

    def ask_drop(self, lines: tuple[Any, ...]) -> None:
        """An entry that was a slip, found later."""
        words = self.entry_words(lines[0])
        if self.office.tell.confirm_danger(
            f"删去{words}？", act="删去", detail="只用于记错了的，后面各笔的结余跟着变；操作记录里留着原文。"
        ):
            self._drop(lines[0].id, f"已删去{words}")

    def noted(self, entry_id: int, told: str) -> None:
        """Say that an entry was written, with the way back."""
        self.office.tell.toast(told, undo=lambda: self._drop(entry_id, "已撤销"))

    def _drop(self, entry_id: int, told: str) -> None:
        self.office.write(
            f"删去{self.title}的一笔",
            lambda session: self.drop(session, entry_id),
            done=lambda _none: self.office.tell.toast(told),
        )
