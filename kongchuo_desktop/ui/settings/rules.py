"""目标与规则: what differs from county to county, each value with its document and its day of force."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance.rule_sets import shipped_sets
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.service import Rule
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.settings.section import Section

SET = "ladder.set"
AREAS = {
    "target": "目标", "veto": "目标", "ladder": "考勤", "periods": "考勤", "rates": "四率口径", "roll": "学籍",
    "elsewhere": "学籍", "visits": "家访", "teaching": "家访", "concern": "重点关爱", "level": "重点关爱",
    "pair": "一帮一", "aid": "资助", "returns": "劝返",
}  # fmt: skip


@dataclass(frozen=True)
class RuleLine:
    """One rule as the list shows it."""

    rule: Rule
    shown: str

    @property
    def area(self) -> str:
        """The work that goes by it."""
        return AREAS.get(self.rule.key.partition(".")[0], "其他")


class RulesSection(Section):
    """A list of the values in force today; Enter or a double click sets another from a day on."""

    scrolls = False

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._sets: dict[str, str] = {found.key: found.name for found in shipped_sets().values()}
        columns = (
            Column("title", "项目", lambda line: line.rule.title, 300),
            Column("area", "用在哪里", lambda line: line.area, 96, filtered=True),
            Column("value", "现在的值", lambda line: line.shown, 200),
            Column("since", "从哪天起", lambda line: f"{line.rule.in_force_from:%Y-%m-%d}", 120, kind="date"),
            Column("document", "依据", lambda line: line.rule.document, 360),
        )
        self.list = ListView(
            ListKind(
                "rules",
                "目标与规则",
                columns,
                identity=lambda line: line.rule.key,
                words=lambda line: f"{line.rule.title} {line.area} {line.rule.document}",
                unit="项",
                acts=(RowAct("改为新的值…", lambda rows: self._change(rows[0]), "edit", most=1),),
                empty=Empty("没有可以设置的规则。", "scene-school"),
            ),
            office.settings,
        )
        self.list.opened.connect(self._change)
        self.list.exported.connect(lambda table: save_table(self, office, table))
        self.column.addWidget(self.list)

    def refresh(self) -> None:
        """Read the values in force today."""
        today = self.office.today()
        self.office.read(lambda session: _lines(session, today, self._sets), self.list.set_rows, latest=self)

    def open_request(self, request: object) -> None:
        """Show the rules of one area: 四率口径."""
        self.list.narrow("area", frozenset({str(request)}))

    def state_sentence(self) -> str:
        """Where these values go."""
        return "责任书、缺课报告、四率和资助都按这里的值；改动从您写的日期起生效，以前的不变。"

    def _change(self, line: RuleLine) -> None:
        rule = line.rule
        value = (
            Field("value", rule.title, "choice", required=True, choices=tuple(self._sets.items()))
            if rule.key == SET
            else Field("value", rule.title, "choice", required=True, choices=rule.options)
            if rule.options
            else Field(
                "value",
                f"{rule.title}（{rule.unit}）" if rule.unit else rule.title,
                required=bool(rule.unit),
                width=24 if rule.several else 10,
            )
        )
        fields = (
            value,
            Field("since", "从哪天起", "date", required=True),
            Field("document", "依据", longest=200, hint="文件名称和文号，会印在相关文书上"),
        )
        FormBox(
            self, "改为新的值", fields, act="保存", run=lambda given: self._put(rule, given), today=self.office.today,
            values={"value": rule.value, "since": self.office.today(), "document": rule.document},
        ).open()  # fmt: skip

    def _put(self, rule: Rule, given: dict[str, Any]) -> None:
        self.office.write(
            "修改目标与规则",
            lambda session: identity.set_rule(
                session, key=rule.key, value=given["value"], in_force_from=given["since"], document=given["document"]
            ),
            done=lambda _: self.office.tell.toast(f"{rule.title}已保存"),
        )


def _lines(session: Session, today: date, sets: dict[str, str]) -> tuple[RuleLine, ...]:
    return tuple(
        RuleLine(rule, sets.get(rule.value, rule.value) if rule.key == SET else rule.shown)
        for rule in identity.rules(session, on=today).values()
    )
