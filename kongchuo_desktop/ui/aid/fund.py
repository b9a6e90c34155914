"""救助基金: the school's own fund; money in and out, the balance, receipts, who decided."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid import fund
from kongchuo_desktop.school.aid.fund import EntryFacts
from kongchuo_desktop.school.aid.rules import cents_of, in_capitals, money
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.aid.book_section import BookSection
from kongchuo_desktop.ui.aid.child_box import ChildBox
from kongchuo_desktop.ui.aid.money import money_field
from kongchuo_desktop.ui.aid.printing import print_table
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct
from kongchuo_desktop.ui.words import button

EMPTY = "救助基金还没有账。捐款和学校拨入记收入，资助学生记支出，每一笔写明收据和谁决定，余额随时看得见。"
Lines = tuple[EntryFacts, ...]
DAY = Field("day", "日期", "date", required=True, width=14)
PURPOSE = Field("purpose", "用途", longest=200)
RECEIPT = Field("receipt", "收据号", longest=40)


class FundSection(BookSection):
    """The fund's book."""

    seen: Lines | None

    title = "救助基金"
    watches = frozenset({"fund_entry"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.build(_kind(self.acts(), Empty(EMPTY, "scene-paper", "记第一笔收入", self.give)))
        self.list.bar.insertWidget(2, button("记支出…", kind="quiet", run=self.spend))
        self.list.bar.insertWidget(3, button("收支账", kind="quiet", icon=icon("print"), run=self.print_book))

    def question(self) -> Callable[[Session], Lines]:
        return fund.entries

    def state_sentence(self) -> str:
        if not self.seen:
            return "" if self.seen is None else "还没有账"
        return f"余额 {money(self.seen[-1].balance)} 元（{in_capitals(self.seen[-1].balance)}）"

    def main_act(self) -> MainAct | None:
        return MainAct("记收入", self.give, "add") if self.seen is not None else None

    def drop(self, session: Session, entry_id: int) -> None:
        fund.drop(session, entry_id=entry_id)

    def entry_words(self, one: EntryFacts) -> str:
        way = "收入" if one.cents > 0 else "支出"
        return f"{one.day.month}月{one.day.day}日{one.who}的{way} {money(abs(one.cents))} 元"

    def print_book(self) -> None:
        """困难生救助基金收支账 of the school year."""
        print_table(self, self.office, "fund", {})

    def give(self) -> None:
        """Money in."""
        parts = (
            money_field("yuan", "金额"),
            Field("who", "捐款人或来源", required=True, longest=80),
            DAY,
            PURPOSE,
            RECEIPT,
        )
        now = self.office.clock()

        def verb(session: Session, given: dict[str, Any]) -> int:
            cents = cents_of(given["yuan"])
            return fund.give(session, cents=cents, now=now, **{key: given[key] for key in _SHARED})

        FormBox(
            self, "记一笔收入", parts, act="记账", today=self.office.today, values={"day": self.office.today()},
            run=lambda given: self.office.write(
                "救助基金收入", lambda session: verb(session, given),
                done=lambda number: self.noted(number, f"已记收入 {money(cents_of(given['yuan']))} 元"),
            ),
        ).open()  # fmt: skip

    def spend(self) -> None:
        """Money out, for a child or otherwise."""
        parts = (
            money_field("yuan", "金额"), Field("who", "受助人", longest=80, hint="选了学生可以空着"), PURPOSE,
            Field("decided_by", "谁决定的", required=True, longest=120, hint="如 校务会2026-10-12"), DAY, RECEIPT,
        )  # fmt: skip
        ChildBox(
            self, self.office, "记一笔支出", parts, act="记账", sentence="余额不够的不能记。", needed=False,
            values={"day": self.office.today()}, run=self._spend,
        ).open()  # fmt: skip

    def _spend(self, child: PupilId | None, name: str, given: dict[str, Any]) -> None:
        now, day, cents = self.office.clock(), given["day"], cents_of(given["yuan"])
        self.office.write(
            "救助基金支出",
            lambda session: fund.spend(
                session, day=day, cents=cents, who=given["who"] or name, purpose=given["purpose"],
                receipt=given["receipt"], decided_by=given["decided_by"], now=now, pupil_id=child,
            ),
            done=lambda number: self.noted(number, f"已记支出 {money(cents)} 元"),
        )  # fmt: skip


_SHARED = ("day", "who", "purpose", "receipt")


def _day(one: EntryFacts) -> date:
    return one.day


def _kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    columns = (
        Column("day", "日期", lambda one: f"{one.day:%Y-%m-%d}", 104, kind="date", sort=_day),
        Column("in", "收入（元）", lambda one: money(one.cents) if one.cents > 0 else "", 104, align="right",
               kind="money", sort=lambda one: one.cents),
        Column("out", "支出（元）", lambda one: money(-one.cents) if one.cents < 0 else "", 104, align="right",
               kind="money", sort=lambda one: -one.cents),
        Column("balance", "余额（元）", lambda one: money(one.balance), 104, align="right", kind="money",
               sort=lambda one: one.balance),
        Column("who", "捐款人或受助人", lambda one: one.who, 160),
        Column("purpose", "用途", lambda one: one.purpose, 224),
        Column("decided", "谁决定的", lambda one: one.decided_by, 176),
        Column("receipt", "收据号", lambda one: one.receipt, 112),
    )  # fmt: skip
    return ListKind(
        key="aid_fund", title="困难生救助基金收支账", columns=columns, identity=lambda one: one.id,
        words=lambda one: f"{one.who}\n{one.purpose}\n{one.receipt}\n{one.decided_by}", unit="笔", acts=acts,
        empty=empty,
    )  # fmt: skip
