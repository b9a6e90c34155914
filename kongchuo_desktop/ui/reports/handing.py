"""上报: a report is kept as it goes out; later it is held against what the book says by then."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from kongchuo_desktop.desk import handing_in
from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.reports.table import Column as PaperColumn
from kongchuo_desktop.reports.table import Table
from kongchuo_desktop.school.handed_in.service import Difference, Frozen, HandedInFacts
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.tables import preview_table
from kongchuo_desktop.ui.words import button, label

GROUP = "考勤"  # reports that go to somebody
COLUMNS = (PaperColumn("row", "行", 24), PaperColumn("column", "栏目", 16), PaperColumn("then", "上报时", 24),
           PaperColumn("now", "现在", 24))  # fmt: skip


def may_be_handed_in(key: str) -> bool:
    """Whether a report is one that goes out for a day, a week, a month or a school year."""
    always = (*handing_in.RATES, *handing_in.RETURNS)
    return key in always or (report_kind(key).group == GROUP and key not in ("month_sheet", "duties_week"))


def ask_hand_in(parent: QWidget, office: Office, key: str, answers: Mapping[str, str]) -> None:
    """To whom; then keep it."""

    def show(above: str) -> None:
        fields = (Field("to", "报给谁", required=True, longest=80),)
        FormBox(parent, f"上报{report_kind(key).title}", fields, act="上报并留底", today=office.today,
                run=lambda values: _hand_in(office, key, answers, values["to"]), values={"to": above},
                sentence="留下这一刻的样子。以后账里有更正，可以看出和上报时差在哪里。").open()  # fmt: skip

    office.read(lambda session: identity.school(session).above, show)


def _hand_in(office: Office, key: str, answers: Mapping[str, str], to: str) -> None:
    database, now = office.database, office.clock()
    office.tasks.run(
        lambda _progress: handing_in.hand_in(database, key, choices=dict(answers), to=to, by=database.actor, now=now),
        done=lambda _number: office.tell.toast(f"已留底：{report_kind(key).title}，报给{to}"),
        title=f"上报{report_kind(key).title}",
    )


class HandedInBox(QDialog):
    """What was handed in, newest first."""

    def __init__(self, parent: QWidget, office: Office) -> None:
        super().__init__(parent.window())
        self.office = office
        self.setWindowTitle("已上报的报表")
        self.resize(min(920, parent.window().width() - 40), min(520, parent.window().height() - 40))
        self.list = ListView(_kind(self._acts()), office.settings)
        self.list.opened.connect(self.look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 16)
        words = label("已上报的报表", role="title")
        words.setContentsMargins(24, 0, 24, 0)
        column.addWidget(words)
        column.addWidget(self.list, 1)
        shut = button("关闭", run=self.reject, tip="Esc")
        shut.setMaximumWidth(120)
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 0, 24, 0)
        foot.addWidget(shut)
        column.addLayout(foot)
        self.refresh()

    def refresh(self) -> None:
        """Read what was handed in."""
        database = self.office.database
        self.office.tasks.run(lambda _progress: handing_in.listed(database), done=self.list.set_rows)

    def look(self, facts: HandedInFacts) -> None:
        """As it was."""
        database = self.office.database
        self.office.tasks.run(
            lambda _progress: handing_in.frozen(database, facts.id),
            done=lambda found: preview_table(self, self.office, frozen_table(found)),
        )

    def compare(self, facts: HandedInFacts) -> None:
        """What is otherwise now."""
        database, today = self.office.database, self.office.today()

        def show(found: tuple[Difference, ...]) -> None:
            if found:
                preview_table(self, self.office, differences_table(facts, found))
            else:
                self.office.tell.information(f"{facts.title}：现在的数和上报时完全一样。")

        self.office.tasks.run(lambda _progress: handing_in.differences(database, facts.id, today=today), done=show)

    def _acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("看上报时的样子", lambda rows: self.look(rows[0]), icon="eye", most=1),
            RowAct("和现在比", lambda rows: self.compare(rows[0]), icon="history", most=1),
        )


def frozen_table(found: Frozen) -> Table:
    """The kept copy as a table again; widths from its words."""
    plain: Mapping[str, Any] = found.table
    keys = [column["key"] for column in plain["columns"]]
    rows = tuple(tuple(row.get(key) for key in keys) for row in plain["rows"])
    widths = [max([len(str(row[place] or "")) * 2 for row in rows[:200]] or [0]) for place in range(len(keys))]
    columns = tuple(
        PaperColumn(column["key"], column["heading"], min(40, max(len(column["heading"]) * 2, width, 4)))
        for column, width in zip(plain["columns"], widths, strict=True)
    )
    facts = found.facts
    kept = f"{facts.handed_in_at:%Y-%m-%d %H:%M} 由{facts.handed_in_by}上报{facts.to}的留底"
    return Table(plain["title"], columns, rows, plain["subtitle"], (*plain["notes"], kept), landscape=True)


def differences_table(facts: HandedInFacts, found: tuple[Difference, ...]) -> Table:
    """Then and now, line by line."""
    rows = tuple((one.row, one.column, one.then, one.now) for one in found)
    return Table(f"{facts.title}：上报后的更正", COLUMNS, rows, f"{facts.handed_in_at:%Y-%m-%d %H:%M} 报{facts.to}")


def _kind(acts: tuple[RowAct, ...]) -> ListKind:
    return ListKind(
        key="handed-in", title="已上报的报表", unit="份", acts=acts, identity=lambda item: item.id,
        words=lambda item: f"{item.title} {item.to} {item.scope}",
        empty=Empty("还没有上报过报表。在日报、周报、月报上按“上报留底”。"),
        columns=(
            Column("title", "报表", lambda item: item.title, width=200),
            Column("period", "期间", _period, width=200, sort=lambda item: item.first),
            Column("scope", "范围", lambda item: item.scope or "全校", width=112),
            Column("to", "报给", lambda item: item.to, width=160, filtered=True),
            Column("at", "上报时间", lambda item: f"{item.handed_in_at:%Y-%m-%d %H:%M}", width=144),
            Column("by", "上报人", lambda item: item.handed_in_by, width=96),
        ),
    )  # fmt: skip


def _period(item: HandedInFacts) -> str:
    return f"{item.first}" if item.first == item.last else f"{item.first}—{item.last}"
