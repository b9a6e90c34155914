"""What roster and remarks suggest, one line each; nothing is written before a person has chosen it."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.concern import proposals, service
from kongchuo_desktop.school.concern.proposals import Proposal
from kongchuo_desktop.school.types import MarkId
from kongchuo_desktop.ui.concern.list_box import ListBox
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.words import button

SENTENCE = (
    "名册里的留守、孤儿、残疾、随迁，班主任备注里的话，还有登记过的父母去向，提示下面这些学生可能要登记。"
    "选中属实的登记；不属实的选“不登记”，同样的话以后不再提示。"
)


class ProposalsBox(ListBox):
    """Accept or decline chosen lines; what was decided goes from the list at once."""

    def __init__(self, parent: QWidget, office: Office, found: Sequence[Proposal], classes: dict[int, str]) -> None:
        self._classes = classes
        super().__init__(parent, office, "名册和备注里的线索", SENTENCE, self._kind())
        self._left = list(found)
        self.list.set_rows(self._left)
        self.accept_all = button("全部登记", run=lambda: self._accept(tuple(self._left)))
        self.add_act(self.accept_all)
        self.list.setFocus()

    def _kind(self) -> ListKind:
        return ListKind(
            key="concern-proposals", title="重点关爱线索", unit="条", identity=lambda item: item.key,
            words=lambda item: f"{item.name}\n{item.kind}\n{item.said}",
            acts=(
                RowAct("登记", self._accept, icon="check"),
                RowAct("不登记", self._decline, icon="close"),
            ),
            empty=Empty("名册和备注里的线索都核对过了。", "scene-list"),
            columns=(
                Column("name", "姓名", lambda item: item.name, 120),
                Column("class", "班级", lambda item: self._classes.get(item.class_id or 0, ""), 104, filtered=True),
                Column("kind", "建议登记为", lambda item: item.kind, 160, filtered=True),
                Column("said", "依据", lambda item: item.said, 320),
                Column("source", "来自", lambda item: item.source, 72, filtered=True),
            ),
        )  # fmt: skip

    def _accept(self, items: tuple[Proposal, ...]) -> None:
        office, today = self.office, self.office.today()
        if not items:
            return
        self._write(
            "按线索登记重点关爱", items,
            lambda session: proposals.accept(
                session, items=items, since=today, by=office.database.actor, today=today
            ),
            f"已登记 {len(items)} 条",
        )  # fmt: skip

    def _decline(self, items: tuple[Proposal, ...]) -> None:
        office, today = self.office, self.office.today()
        self._write(
            "核对线索后不登记", items,
            lambda session: proposals.decline(session, items=items, by=office.database.actor, today=today),
            f"{len(items)} 条不登记，同样的话以后不再提示",
        )  # fmt: skip

    def _write(
        self, act: str, items: tuple[Proposal, ...], verb: Callable[[Session], tuple[MarkId, ...]], told: str
    ) -> None:
        office = self.office

        def back(ids: tuple[MarkId, ...]) -> None:
            office.write(
                f"撤销{act}",
                lambda session: service.withdraw_marks(session, mark_ids=ids),
                done=lambda _none: office.tell.toast("已撤销，线索又在列表里了"),
            )

        def done(ids: tuple[MarkId, ...]) -> None:
            decided = {item.key for item in items}
            self._left = [item for item in self._left if item.key not in decided]
            self.list.set_rows(self._left)
            self.accept_all.setEnabled(bool(self._left))
            office.tell.toast(told, undo=lambda: back(ids))
            if not self._left:
                self.accept()

        office.write(act, verb, done=done)
