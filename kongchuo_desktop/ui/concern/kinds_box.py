"""The kinds of concern: the school adds its own, renames, puts out of use, says whose children are key pupils."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.school.concern import kinds as kind_room
from kongchuo_desktop.school.concern.rules import GROUPS, Kind
from kongchuo_desktop.ui.concern.list_box import ListBox
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.lists.columns import Column, ListKind, RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.words import button

SENTENCE = "停用的类别不再提供，已有的登记照样保留。重点学生每学期要多访，家访计划按这里算。"


class KindsBox(ListBox):
    """Every kind with how many children have it."""

    def __init__(self, parent: QWidget, office: Office, counts: Mapping[str, int]) -> None:
        self._counts = counts
        super().__init__(parent, office, "关爱类别", SENTENCE, self._kind())
        self.add_act(button("添加类别…", kind="main", run=self.ask_add))
        self.list.opened.connect(self._ask_rename)
        self.reload()

    def reload(self) -> None:
        """Read the kinds again."""
        self.office.read(
            lambda session: tuple(kind_room.kinds(session, unused=True).values()), self.list.set_rows, latest=self
        )

    def ask_add(self) -> None:
        """A kind of the school's own."""
        fields = (
            Field("name", "类别名称", required=True, longest=20),
            Field("group", "属于哪个方面", "choice", required=True, choices=tuple((name, name) for name in GROUPS)),
            Field("is_key", "这一类是重点学生，家访要多几次", "flag"),
        )
        FormBox(
            self, "添加类别", fields, act="添加", today=self.office.today, values={"group": "家庭", "is_key": True},
            run=lambda given: self._write(
                "添加关爱类别", lambda session: kind_room.add_kind(session, **given), f"已添加“{given['name']}”"
            ),
        ).open()  # fmt: skip

    def _kind(self) -> ListKind:
        return ListKind(
            key="concern-kinds", title="关爱类别", unit="类", identity=lambda kind: kind.shipped or kind.name,
            words=lambda kind: f"{kind.name} {kind.group} {kind.meaning}",
            acts=(
                RowAct("改名…", lambda rows: self._ask_rename(rows[0]), icon="edit", most=1),
                RowAct("停用／恢复", self._turn),
                RowAct("重点／一般", self._turn_key),
            ),
            columns=(
                Column("name", "类别", lambda kind: kind.name, 152),
                Column("group", "方面", lambda kind: kind.group, 64, filtered=True),
                Column("count", "人数", lambda kind: str(self._counts.get(kind.name, 0) or ""), 56, align="right",
                       kind="number", sort=lambda kind: -self._counts.get(kind.name, 0)),
                Column("key", "重点学生", lambda kind: "是" if kind.is_key else "", 80, filtered=True),
                Column("use", "使用", lambda kind: "" if kind.in_use else "已停用", 72, filtered=True),
                Column("meaning", "含义", _meaning, 320),
            ),
        )  # fmt: skip

    def _ask_rename(self, kind: Kind) -> None:
        FormBox(
            self, f"给“{kind.name}”改名", (Field("to", "新的名称", required=True, longest=20),), act="改名",
            today=self.office.today, values={"to": kind.name}, sentence="以前的登记也跟着用新的名称。",
            run=lambda given: self._write(
                "关爱类别改名",
                lambda session: kind_room.rename_kind(session, name=kind.name, to=given["to"]),
                f"“{kind.name}”已改为“{given['to']}”",
            ),
        ).open()  # fmt: skip

    def _turn(self, rows: tuple[Kind, ...]) -> None:
        def verb(session: Any) -> None:
            for kind in rows:
                kind_room.change_kind(session, name=kind.name, in_use=not kind.in_use)

        self._write("停用或恢复关爱类别", verb, "已改")

    def _turn_key(self, rows: tuple[Kind, ...]) -> None:
        def verb(session: Any) -> None:
            for kind in rows:
                kind_room.change_kind(session, name=kind.name, is_key=not kind.is_key)

        self._write("改重点学生的类别", verb, "已改，家访计划随着变")

    def _write(self, act: str, verb: Callable[[Any], object], told: str) -> None:
        def done(_answer: object) -> None:
            self.reload()
            self.office.tell.toast(told)

        self.office.write(act, verb, done=done)


def _meaning(kind: Kind) -> str:
    if kind.parts:
        return f"由{'、'.join(kind.parts)}自动得出"
    return kind.meaning or "学校自己添加"
