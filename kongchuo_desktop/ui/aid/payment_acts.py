"""What is done with lists of payment: approved, paid, signed for, corrected beside, dropped while still open."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid import payments
from kongchuo_desktop.school.aid.payments import LineFacts, ListFacts
from kongchuo_desktop.school.aid.rules import cents_of, in_capitals, money
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.ui.aid.money import money_field
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field, FormPart
from kongchuo_desktop.ui.office import Office

Lines = Sequence[LineFacts]
AFTERWARDS = "审批以后不能再改，有出入另做更正名册。"
CARD = (
    Field("number", "一卡通卡号", longest=32, hint="存折或银行卡上的号码；清空就是停用现在的卡"),
    Field("holder", "持卡人", longest=60),
    Field("relation", "与学生的关系", longest=20, hint="如 父亲、母亲、本人"),
    Field("bank", "开户行", longest=60),
)


class PaymentActs:
    """The acts of the section."""

    def __init__(self, page: QWidget, office: Office) -> None:
        self._page = page
        self._office = office

    def ask_approve(self, one: ListFacts) -> None:
        """The school's decision."""
        parts = (
            Field("by", "审批人", required=True, longest=60, hint="如 校长姓名、校务会"),
            Field("day", "审批日期", "date", required=True, width=14),
        )
        self._form(
            f"审批{one.title}名册", parts, "审批", "审批名册",
            lambda session, given: payments.approve(session, list_id=one.id, day=given["day"], by=given["by"]),
            sentence=f"{len(one.lines)} 人，{money(one.cents)} 元（{in_capitals(one.cents)}）。{AFTERWARDS}",
            values={"day": self._office.today()}, told="已审批",
        )  # fmt: skip

    def ask_pay(self, one: ListFacts) -> None:
        """The money has gone out."""
        self._form(
            f"登记{one.title}已发放", (Field("day", "发放日期", "date", required=True, width=14),), "登记", "登记发放",
            lambda session, given: payments.pay(session, list_id=one.id, day=given["day"]),
            sentence=f"{len(one.lines)} 人，{money(one.cents)} 元已经打到卡上。", values={"day": self._office.today()},
            told="已登记发放",
        )  # fmt: skip

    def sign(self, lines: Lines, day: date | None) -> None:
        """Families have signed, or it was a slip."""
        ids = [line.id for line in lines]
        self._office.write(
            "登记签领" if day else "撤销签领", lambda session: payments.sign(session, line_ids=ids, day=day),
            done=lambda _none: self._office.tell.toast(f"{'已登记' if day else '已撤销'} {len(ids)} 人签领"),
        )  # fmt: skip

    def ask_card(self, child: PupilFacts) -> None:
        """The card of a child, as it is known, to be changed."""
        today = self._office.today()

        def show(held: Mapping[Any, payments.Card]) -> None:
            card = held.get(child.id)
            self._form(
                f"{child.name}的一卡通", CARD, "保存", "登记一卡通",
                lambda session, given: payments.set_card(session, pupil_id=child.id, since=today, **given),
                sentence="新卡号用在以后生成的名册上，已经生成的名册不变。", told=f"已保存：{child.name}",
                values={field.key: getattr(card, field.key) for field in CARD} if card else {},
            )  # fmt: skip

        self._office.read(lambda session: payments.cards(session, on=today, pupil_ids=[child.id]), show)

    def ask_correct(self, one: ListFacts | None, lines: Lines) -> None:
        """What each should have got in all; the differences become a second list."""
        if one is None:
            return
        if one.state == "待审批":
            self._office.tell.mistake("这份名册还没有审批：移出不该列的学生，或删除以后重新生成即可，不用更正。")
            return
        today, by = self._office.today(), self._office.database.actor
        amounts: list[FormPart] = [
            money_field(f"c{line.id}", f"{line.pupil.name}（{line.class_name}）应得", hint="单位：元，一学期共应得多少")
            for line in lines
        ]

        def verb(session: Session, given: Mapping[str, Any]) -> int:
            changes = {line.pupil.id: cents_of(given[f"c{line.id}"]) for line in lines}
            return payments.correct(session, list_id=one.id, changes=changes, why=given["why"], today=today, by=by)

        self._form(
            f"更正{one.title}", (*amounts, Field("why", "更正的原因", required=True, longest=200)), "生成更正名册",
            "更正发放名册", verb, sentence="原来的名册不动，差额另成一份更正名册；应退回的写0。",
            values={f"c{line.id}": money(line.cents) for line in lines}, told="已生成更正名册",
        )  # fmt: skip

    def drop_lines(self, one: ListFacts | None, lines: Lines) -> None:
        """Children off a list that is still open."""
        if one is None or not self._open(one):
            return
        names = "、".join(line.pupil.name for line in lines[:5]) + ("等" if len(lines) > 5 else "")
        if self._office.tell.confirm_danger(f"把{names} {len(lines)} 人移出这份名册？", act="移出"):
            self._office.write("移出发放名册", lambda session: _drop_lines(session, lines))

    def drop_list(self, one: ListFacts) -> None:
        """A whole list that is still open."""
        if self._open(one) and self._office.tell.confirm_danger(
            f"删除{one.title}第 {one.number} 份名册（{len(one.lines)} 人）？",
            act="删除",
            detail="删除以后可以重新生成。",
        ):
            self._office.write("删除发放名册", lambda session: payments.drop_list(session, list_id=one.id))

    def _open(self, one: ListFacts) -> bool:
        if one.state != "待审批":
            self._office.tell.mistake("这份名册已经审批，不能再改；有出入请用“更正金额”另做一份更正名册。")
        return one.state == "待审批"

    def _form(
        self, title: str, parts: Sequence[FormPart], act: str, name: str, verb: Any, *, sentence: str = "",
        values: Mapping[str, Any] | None = None, told: str,
    ) -> None:  # fmt: skip
        FormBox(
            self._page, title, parts, act=act, today=self._office.today, sentence=sentence, values=values,
            run=lambda given: self._office.write(
                name, lambda session: verb(session, given), done=lambda _any: self._office.tell.toast(told)
            ),
        ).open()  # fmt: skip


def _drop_lines(session: Session, lines: Lines) -> None:
    for line in lines:
        payments.drop_line(session, line_id=line.id)
