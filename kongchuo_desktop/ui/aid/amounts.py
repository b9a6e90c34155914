"""标准: the amounts in force and those before, shipped and the county's own, each with its document."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid import rules
from kongchuo_desktop.school.aid.programmes import amounts_of, programmes
from kongchuo_desktop.school.aid.rules import STAGE_NAMES, Amount, Programme, money
from kongchuo_desktop.ui.aid.amount_acts import AmountActs
from kongchuo_desktop.ui.aid.picks_box import PicksBox
from kongchuo_desktop.ui.list_section import ListSection
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct
from kongchuo_desktop.ui.words import button

BOARDING = {"": "不分", "yes": "寄宿", "no": "非寄宿"}
STAGES = {"": "不分", **STAGE_NAMES}
NOW, LATER, REPLACED, OVER = STATES = ("现行", "还没执行", "本县另定", "已停用")


@dataclass(frozen=True)
class AmountLine:
    """An amount as the list shows it."""

    amount: Amount
    title: str
    state: str


@dataclass(frozen=True)
class AmountsSeen:
    """Every amount: what holds today first, then by programme, the newest first."""

    programmes: tuple[Programme, ...]
    lines: tuple[AmountLine, ...]


def read_amounts(session: Session, *, today: date) -> AmountsSeen:
    """The amounts and whether they hold today."""
    known = programmes(session)
    order, titles = [one.key for one in known], {one.key: one.title for one in known}
    every = amounts_of(session)
    held = frozenset(rules.in_force(every, today))
    found = sorted(every, key=lambda one: one.in_force_from, reverse=True)
    found.sort(key=lambda one: order.index(one.programme))
    lines = [AmountLine(one, titles[one.programme], _state(one, held, today)) for one in found]
    return AmountsSeen(known, tuple(sorted(lines, key=lambda line: STATES.index(line.state))))


def _state(one: Amount, held: frozenset[Amount], today: date) -> str:
    if one.in_force(today):
        return NOW if one in held else REPLACED
    return LATER if one.in_force_from > today else OVER


class AmountsSection(ListSection):
    """The amounts as data."""

    title = "标准"
    watches = frozenset({"aid_rule", "aid_programme"})
    seen: AmountsSeen | None

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.acts = AmountActs(self, office, lambda: self.seen.programmes if self.seen else ())
        self.build(_kind(self._row_acts()))
        self.list.bar.insertWidget(2, button("新项目…", kind="quiet", run=self.acts.ask_programme))
        self.list.bar.insertWidget(3, button("指定名单…", kind="quiet", run=self.show_picks))

    def question(self) -> Callable[[Session], AmountsSeen]:
        return partial(read_amounts, today=self.office.today())

    def state_sentence(self) -> str:
        lines = self.seen.lines if self.seen else ()
        own = sum(bool(line.amount.own_id) and line.state == NOW for line in lines)
        told = f"，其中本县定的 {own} 条" if own else ""
        return f"现行 {sum(line.state == NOW for line in lines)} 条标准{told}，每条写明依据的文件"

    def main_act(self) -> MainAct | None:
        return MainAct("本县的标准", self.acts.ask_new, "add") if self.seen is not None else None

    def show_picks(self) -> None:
        """Children chosen by hand for a programme."""
        if self.seen is not None:
            PicksBox(self, self.office, self.seen.programmes).open()

    def opened(self, row: AmountLine) -> None:
        if row.amount.own_id:
            self.acts.ask_change(row.amount)
        else:
            self.acts.ask_new(row.amount)

    def _row_acts(self) -> tuple[RowAct, ...]:
        acts = self.acts
        return (
            RowAct("本县另定…", lambda lines: acts.ask_new(lines[0].amount), icon="add", most=1),
            RowAct("更正…", lambda lines: acts.ask_change(lines[0].amount), icon="edit", most=1),
            RowAct("到期…", lambda lines: acts.ask_end(lines[0].amount), icon="close", most=1),
            RowAct("删除", lambda lines: acts.remove(lines[0].amount), icon="bin", most=1),
        )

    def show_seen(self, seen: AmountsSeen) -> None:
        self.list.set_rows(seen.lines)


def _whom(one: Amount) -> str:
    far = f"，离校{one.min_km}公里以上" if one.min_km else ""
    return ("、".join(one.groups) or "全体学生") + far


def _given(one: Amount) -> str:
    return "免费提供" if one.in_kind else "每天" if one.per_day else "每学期"


def _kind(acts: tuple[RowAct, ...]) -> ListKind:
    def of(text: Callable[[Amount], str]) -> Callable[[AmountLine], str]:
        return lambda line: text(line.amount)

    columns = (
        Column("programme", "项目", lambda line: line.title, 264, filtered=True),
        Column("state", "状态", lambda line: line.state, 80, filtered=True),
        Column("source", "来源", of(lambda one: "本县" if one.own_id else "预置"), 64, filtered=True),
        Column("stage", "学段", of(lambda one: STAGES[one.stage]), 64, filtered=True),
        Column("boarding", "住宿", of(lambda one: BOARDING[one.boarding]), 72, filtered=True),
        Column("given", "怎样给", of(_given), 80, filtered=True),
        Column("cents", "金额（元）", of(lambda one: money(one.cents)), 96, align="right", kind="money",
               sort=lambda line: line.amount.cents),
        Column("from", "执行起", of(lambda one: f"{one.in_force_from:%Y-%m-%d}"), 104, kind="date",
               sort=lambda line: line.amount.in_force_from),
        Column("until", "到", of(lambda one: f"{one.until:%Y-%m-%d}" if one.until else ""), 104, kind="date"),
        Column("document", "依据的文件", of(lambda one: one.document), 320),
        Column("place", "哪里的规定", of(lambda one: one.place), 96, filtered=True),
        Column("groups", "给谁", of(_whom), 320),
    )  # fmt: skip
    return ListKind(
        key="aid_amounts", title="资助标准", columns=columns, identity=_identity,
        words=lambda line: f"{line.title}\n{line.amount.document}\n{_whom(line.amount)}", unit="条", acts=acts,
        empty=Empty("还没有标准。"),
    )  # fmt: skip


def _identity(line: AmountLine) -> Mapping[str, object] | tuple[object, ...]:
    one = line.amount
    return (one.own_id, one.programme, one.stage, one.boarding, one.in_force_from, one.groups)
