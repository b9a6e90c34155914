"""村: the villages served, with the committee's contact that the agreements print."""

from typing import Any

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.service import VillageFacts
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.settings.section import Section
from kongchuo_desktop.ui.words import button


class VillagesSection(Section):
    """A list; Enter or a double click changes a village."""

    scrolls = False

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._villages: tuple[VillageFacts, ...] = ()
        columns = (
            Column("name", "村", lambda village: village.name, 160),
            Column("head_name", "村委会负责人", lambda village: village.head_name or "—", 140),
            Column("phone", "电话", lambda village: village.phone or "—", 160),
        )
        self.list = ListView(
            ListKind(
                "villages",
                "服务范围内的村",
                columns,
                identity=lambda village: village.id,
                words=lambda village: f"{village.name} {village.head_name} {village.phone}",
                unit="个村",
                acts=(RowAct("修改联系人…", lambda rows: self._change(rows[0]), "edit", most=1),),
                empty=Empty(
                    "还没有村。导入学生名册时会从住址里认出来，也可以自己添加。", "scene-school", "添加村", self._add
                ),
            ),
            office.settings,
        )
        self.list.bar.addWidget(button("添加村", run=self._add))
        self.list.opened.connect(self._change)
        self.list.exported.connect(lambda table: save_table(self, office, table))
        self.column.addWidget(self.list)

    def refresh(self) -> None:
        """Read the villages."""
        self.office.read(identity.villages, self._show, latest=self)

    def state_sentence(self) -> str:
        """What is still missing."""
        missing = sum(1 for village in self._villages if not village.head_name)
        if missing:
            return f"{missing} 个村还没有负责人，学校—村委会责任书上的签字人会空着。"
        return "学校—村委会责任书按这里的负责人打印。" if self._villages else ""

    def _show(self, villages: tuple[VillageFacts, ...]) -> None:
        self._villages = villages
        self.list.set_rows(villages)
        self.state_changed.emit()

    def _add(self) -> None:
        fields = (Field("name", "村名", required=True, longest=40, hint="如：河湾村"),)
        FormBox(self, "添加村", fields, act="添加", run=self._put, today=self.office.today).open()

    def _put(self, given: dict[str, Any]) -> None:
        name = given["name"]

        def verb(session: Any) -> None:
            if any(village.name == name for village in identity.villages(session)):
                raise UserError(f"已经有“{name}”了，不用再加。")
            identity.village_ids(session, names=frozenset({name}))

        self.office.write("添加村", verb, done=lambda _: self.office.tell.toast(f"已添加{name}"))

    def _change(self, village: VillageFacts) -> None:
        fields = (
            Field("head_name", "村委会负责人", longest=40, hint="责任书上村委会一方的签字人"),
            Field("phone", "电话", longest=40),
        )
        values = {"head_name": village.head_name, "phone": village.phone}

        def run(given: dict[str, Any]) -> None:
            self.office.write(
                "修改村的联系人",
                lambda session: identity.change_village(
                    session, village_id=village.id, head_name=given["head_name"], phone=given["phone"]
                ),
                done=lambda _: self.office.tell.toast(f"{village.name}已保存"),
            )

        FormBox(self, village.name, fields, act="保存", run=run, today=self.office.today, values=values).open()
