"""捐赠物资: goods given to the school and handed on; what is left, receipts, who decided."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid import gifts
from kongchuo_desktop.school.aid.gifts import GiftFacts
from kongchuo_desktop.school.aid.rules import cents_of, money
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

EMPTY = "还没有收到过物资。社会捐的衣物、书本、床铺在这里记收入，发给学生记发出，还剩多少随时看得见。"
Lines = tuple[GiftFacts, ...]
DAY = Field("day", "日期", "date", required=True, width=14)
RECEIPT = Field("receipt", "收据号", longest=40)
NUMBER = Field("number", "数量", "number", required=True, width=8)


class GiftsSection(BookSection):
    """The book of goods."""

    seen: Lines | None

    title = "捐赠物资"
    watches = frozenset({"gift_entry"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.build(_kind(self.acts(), Empty(EMPTY, "scene-paper", "记第一笔收入", self.take_in)))
        self.list.bar.insertWidget(2, button("发给学生…", kind="quiet", run=self.hand_out))
        self.list.bar.insertWidget(3, button("物资账", kind="quiet", icon=icon("print"), run=self.print_book))

    def question(self) -> Callable[[Session], Lines]:
        return gifts.entries

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        told = [f"{one.goods} {one.left} {one.unit}" for one in self._last() if one.left]
        return f"还有：{'，'.join(told)}" if told else "没有物资"

    def main_act(self) -> MainAct | None:
        return MainAct("记收到物资", self.take_in, "add") if self.seen is not None else None

    def drop(self, session: Session, entry_id: int) -> None:
        gifts.drop(session, entry_id=entry_id)

    def entry_words(self, one: GiftFacts) -> str:
        way = "收到" if one.number > 0 else "发出"
        return f"{one.day.month}月{one.day.day}日{way}的{one.goods} {abs(one.number)} {one.unit}"

    def print_book(self) -> None:
        """捐赠物资账 of the school year."""
        print_table(self, self.office, "gifts", {})

    def take_in(self) -> None:
        """Goods given to the school."""
        known = tuple((one.goods, one.goods) for one in self._last())
        parts = (
            Field("goods", "什么物资", "choice" if known else "text", required=True, choices=known, free=bool(known),
                  longest=60, hint="如 棉衣、书包"),
            NUMBER, Field("unit", "单位", required=True, width=8, longest=8, hint="如 件、套"),
            Field("who", "捐赠人或单位", required=True, longest=80), DAY, RECEIPT,
            money_field("yuan", "折价", required=False, hint="捐赠方说明的总价，单位：元；没有说明就空着"),
        )  # fmt: skip
        now = self.office.clock()

        def verb(session: Session, given: dict[str, Any]) -> int:
            return gifts.take_in(
                session, day=given["day"], goods=given["goods"], unit=given["unit"], number=given["number"] or 0,
                who=given["who"], receipt=given["receipt"], now=now, cents=cents_of(given["yuan"] or "0"),
            )  # fmt: skip

        FormBox(
            self, "记一笔收到的物资", parts, act="记账", today=self.office.today, values={"day": self.office.today()},
            run=lambda given: self.office.write(
                "收到捐赠物资", lambda session: verb(session, given),
                done=lambda number: self.noted(number, f"已记收到 {given['goods']} {given['number']} {given['unit']}"),
            ),
        ).open()  # fmt: skip

    def hand_out(self) -> None:
        """Goods for a child."""
        left = [one for one in self._last() if one.left]
        choices = tuple((one.goods, f"{one.goods}（还有 {one.left} {one.unit}）") for one in left)
        if not choices:
            self.office.tell.mistake("没有可以发的物资，请先记收到的物资。")
            return
        parts = (
            Field("goods", "什么物资", "choice", required=True, choices=choices), NUMBER,
            Field("who", "领取人", longest=80, hint="选了学生可以空着"),
            Field("decided_by", "谁决定的", required=True, longest=120, hint="如 校务会2026-10-12"), DAY, RECEIPT,
        )  # fmt: skip
        ChildBox(
            self, self.office, "发给学生", parts, act="记账", sentence="不够的不能发。", needed=False,
            values={"day": self.office.today(), "goods": choices[0][0], "number": 1}, run=self._hand_out,
        ).open()  # fmt: skip

    def _hand_out(self, child: PupilId | None, name: str, given: dict[str, Any]) -> None:
        now, who = self.office.clock(), given["who"] or name
        self.office.write(
            "发出捐赠物资",
            lambda session: gifts.hand_out(
                session, day=given["day"], goods=given["goods"], number=given["number"] or 0,
                who=who, receipt=given["receipt"], decided_by=given["decided_by"], now=now,
                pupil_id=child,
            ),
            done=lambda number: self.noted(number, f"已记发出 {given['goods']} {given['number']}，{who}"),
        )  # fmt: skip

    def _last(self) -> Lines:
        """The last entry of each sort of goods."""
        return tuple({one.goods: one for one in self.seen or ()}.values())


def _kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    columns = (
        Column("day", "日期", lambda one: f"{one.day:%Y-%m-%d}", 104, kind="date", sort=lambda one: one.day),
        Column("goods", "物资", lambda one: one.goods, 128, filtered=True),
        Column("in", "收到", lambda one: f"{one.number} {one.unit}" if one.number > 0 else "", 88, align="right",
               kind="number", sort=lambda one: one.number),
        Column("out", "发出", lambda one: f"{-one.number} {one.unit}" if one.number < 0 else "", 88, align="right",
               kind="number", sort=lambda one: -one.number),
        Column("left", "结存", lambda one: f"{one.left} {one.unit}", 88, align="right", kind="number",
               sort=lambda one: one.left),
        Column("who", "捐赠人或领取人", lambda one: one.who, 176),
        Column("yuan", "折价（元）", lambda one: money(one.cents) if one.cents else "", 96, align="right",
               kind="money", sort=lambda one: one.cents),
        Column("decided", "谁决定的", lambda one: one.decided_by, 176),
        Column("receipt", "收据号", lambda one: one.receipt, 112),
    )  # fmt: skip
    return ListKind(
        key="aid_gifts", title="捐赠物资收支账", columns=columns, identity=lambda one: one.id,
        words=lambda one: f"{one.goods}\n{one.who}\n{one.receipt}\n{one.decided_by}", unit="笔", acts=acts,
        empty=empty,
    )  # fmt: skip
