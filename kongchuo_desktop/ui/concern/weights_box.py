"""What each reason is worth, and the limits between levels: the school changes them from a day on."""

from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.service import Rule
from kongchuo_desktop.school.levels import service
from kongchuo_desktop.ui.concern.list_box import ListBox
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.lists.columns import Column, ListKind, RowAct
from kongchuo_desktop.ui.office import Office

SENTENCE = "各项原因按分值相加，满几分就建议哪一级。改动从您写的日期起算，以前的定级不变。"


class WeightsBox(ListBox):
    """Enter or a double click changes a value."""

    def __init__(self, parent: QWidget, office: Office) -> None:
        super().__init__(parent, office, "关注等级的分值", SENTENCE, self._kind())
        self.list.opened.connect(self.ask)
        self.reload()

    def reload(self) -> None:
        """Read the values in force today."""
        today = self.office.today()
        self.office.read(lambda session: service.rules(session, on=today), self.list.set_rows, latest=self)

    def ask(self, rule: Rule) -> None:
        """Another value from a day on."""
        fields = (
            Field("value", f"{rule.title}（{rule.unit}）", required=True, width=10),
            Field("since", "从哪天起", "date", required=True, width=14),
            Field("document", "依据", longest=200, hint="如 校长会议决定"),
        )
        FormBox(
            self, "改为新的值", fields, act="保存", run=lambda given: self._put(rule, given), today=self.office.today,
            values={"value": rule.value, "since": self.office.today(), "document": rule.document},
        ).open()  # fmt: skip

    def _kind(self) -> ListKind:
        return ListKind(
            key="concern-weights", title="关注等级的分值", unit="项", identity=lambda rule: rule.key,
            words=lambda rule: rule.title, acts=(RowAct("改…", lambda rows: self.ask(rows[0]), "edit", most=1),),
            columns=(
                Column("title", "项目", lambda rule: rule.title, 392),
                Column("value", "现在的值", lambda rule: f"{rule.value}{rule.unit}", 88, align="right"),
                Column("since", "从哪天起", lambda rule: f"{rule.in_force_from:%Y-%m-%d}", 104, kind="date"),
                Column("document", "依据", lambda rule: rule.document, 240),
            ),
        )  # fmt: skip

    def _put(self, rule: Rule, given: dict[str, Any]) -> None:
        def done(_none: object) -> None:
            self.reload()
            self.office.tell.toast(f"{rule.title}已改为 {given['value']}{rule.unit}")

        self.office.write(
            "修改关注等级分值",
            lambda session: identity.set_rule(
                session, key=rule.key, value=given["value"], in_force_from=given["since"],
                document=given["document"] or "",
            ),
            done=done,
        )  # fmt: skip
