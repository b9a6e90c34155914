"""What is done with amounts: a new one, a correction, an end; nothing is written before its effect was looked at."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid import amending
from kongchuo_desktop.school.aid.amending import TermChange
from kongchuo_desktop.school.aid.model import AidRule
from kongchuo_desktop.school.aid.programmes import amount_of
from kongchuo_desktop.school.aid.rules import PICKED, STAGE_NAMES, Amount, Programme, cents_of, yuan
from kongchuo_desktop.ui.aid.change_box import ChangeBox
from kongchuo_desktop.ui.aid.money import money_field
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field, FormPart, Heading
from kongchuo_desktop.ui.office import Office

STAGES = (("", "不分学段"), *STAGE_NAMES.items())
BOARDING = (("", "不分"), ("yes", "寄宿"), ("no", "非寄宿"))
GIVEN = (("term", "发钱，每学期一次"), ("day", "发钱，按上课日"), ("kind", "免费提供，不发钱"))
WHOM = f"用顿号隔开；全体学生留空；一个一个选的写“{PICKED}”"
KEPT = "只管从这一天起的学期：按开学第一天有效的标准算。保存之前先看会改变哪些学生。"


class AmountActs:
    """The acts of 标准."""

    def __init__(self, page: QWidget, office: Office, programmes: Callable[[], tuple[Programme, ...]]) -> None:
        self._page, self._office, self._programmes = page, office, programmes

    def ask_new(self, like: Amount | None = None) -> None:
        """A new amount; `like` a row to begin with: a shipped one that the county sets otherwise."""
        chosen = like or Amount("lunch", "", "", (), 0, self._office.today(), None, "")
        values = {**_values(chosen), "since": self._office.today(), "document": "", "until": None}
        self._ask("本县的标准", values, 0, "新增资助标准")

    def ask_change(self, one: Amount) -> None:
        """Correct an own amount."""
        if self._own(one):
            self._ask("更正这条标准", _values(one), one.own_id, "更正资助标准")

    def ask_end(self, one: Amount) -> None:
        """Give an own amount its last day."""
        if not self._own(one):
            return
        FormBox(
            self._page, "这条标准到哪天为止", (Field("until", "到哪天", "date", required=True, width=14),),
            act="看影响", today=self._office.today, sentence=f"{amending.told(one)}。到期以后的学期按预置的算。",
            values={"until": one.until or self._office.today()},
            run=lambda given: self._preview(replace(one, until=given["until"]), one.own_id, "结束资助标准"),
        ).open()  # fmt: skip

    def remove(self, one: Amount) -> None:
        """Take an own amount away."""
        if self._own(one):
            self._preview(None, one.own_id, "删除资助标准")

    def ask_programme(self) -> None:
        """A programme of the county's own."""
        parts = (Field("title", "项目名称", required=True, longest=40, hint="如 乡村学生交通补助"),)

        def made(key: str) -> None:
            undo = lambda: self._write("撤销资助项目", lambda s: amending.remove_programme(s, key=key))  # noqa: E731
            self._office.tell.toast("已添加，请给它加标准", undo=undo)

        FormBox(
            self._page, "新的资助项目", parts, act="添加", today=self._office.today,
            sentence="午餐、校车、作业本费已经有了，不用再加。",
            run=lambda given: self._office.write(
                "新增资助项目", lambda session: amending.add_programme(session, title=given["title"]), done=made
            ),
        ).open()  # fmt: skip

    def _own(self, one: Amount) -> bool:
        if not one.own_id:
            self._office.tell.mistake("预置的标准不能改；本县不一样的，请用“本县另定…”加一条，从那天起以本县的为准。")
        return bool(one.own_id)

    def _ask(self, title: str, values: Mapping[str, Any], row_id: int, act: str) -> None:
        """The form; it comes back as it was when the user, having seen the effect, does not want it like this."""
        choices = tuple((one.key, one.title) for one in self._programmes())
        parts: tuple[FormPart, ...] = (
            Field("programme", "资助项目", "choice", required=True, choices=choices),
            Field("given", "怎样给", "choice", required=True, choices=GIVEN), money_field("yuan", "金额"),
            Heading("给谁"), Field("groups", "哪些类别", longest=300, hint=WHOM),
            Field("stage", "学段", "choice", choices=STAGES), Field("boarding", "住宿", "choice", choices=BOARDING),
            Field("min_km", "离校至少几公里", "number", width=6, hint="不看路程的空着"),
            Heading("依据"), Field("document", "文件名称和文号", required=True, longest=200),
            Field("place", "哪里的规定", longest=40, hint="如 本县、某某州"),
            Field("since", "从哪天起", "date", required=True, width=14), Field("until", "到哪天", "date", width=14),
        )  # fmt: skip
        FormBox(
            self._page, title, parts, act="看影响", today=self._office.today, sentence=KEPT, values=values,
            run=lambda given: self._preview(
                _draft(given), row_id, act, again=lambda: self._ask(title, given, row_id, act)
            ),
        ).open()  # fmt: skip

    def _preview(
        self, draft: Amount | None, row_id: int, act: str, *, again: Callable[[], object] = lambda: None
    ) -> None:
        """Whom it touches; then the box with the button that applies it."""
        today = self._office.today()

        def question(session: Session) -> tuple[TermChange, ...]:
            if draft is not None:
                amending.require(session, draft=draft, row_id=row_id)
            after = amending.with_amount(session, draft=draft, row_id=row_id)
            return amending.preview(session, after=after, today=today)

        def show(changes: tuple[TermChange, ...]) -> None:
            title = f"{act}：{amending.told(draft)}" if draft is not None else "删除这条标准，回到没有它的时候"
            box = ChangeBox(self._page, self._office, title, changes, lambda: self._apply(draft, row_id, act))
            box.rejected.connect(again)
            box.open()

        self._office.read(question, show, title="推算影响")

    def _apply(self, draft: Amount | None, row_id: int, act: str) -> None:
        def verb(session: Session) -> tuple[int, Amount | None]:
            before = amount_of(session.get_one(AidRule, row_id)) if row_id else None
            if draft is None:
                amending.remove(session, row_id=row_id)
                return 0, before
            return amending.put(session, draft=draft, row_id=row_id), before

        def done(found: tuple[int, Amount | None]) -> None:
            number, before = found
            self._office.tell.toast(
                "已执行", undo=lambda: self._write(f"撤销{act}", lambda s: _undo(s, number, before))
            )

        self._office.write(act, verb, done=done)

    def _write(self, act: str, verb: Callable[[Session], object]) -> None:
        self._office.write(act, verb, done=lambda _any: self._office.tell.toast("已撤销"))


def _undo(session: Session, number: int, before: Amount | None) -> None:
    if before is None:
        amending.remove(session, row_id=number)
    else:
        amending.put(session, draft=before, row_id=number)


def _values(one: Amount) -> dict[str, Any]:
    given = "kind" if one.in_kind else "day" if one.per_day else "term"
    return {
        "programme": one.programme, "given": given, "yuan": yuan(one.cents), "groups": "、".join(one.groups),
        "stage": one.stage, "boarding": one.boarding, "min_km": one.min_km or None, "document": one.document,
        "place": one.place, "since": one.in_force_from, "until": one.until,
    }  # fmt: skip


def _draft(given: Mapping[str, Any]) -> Amount:
    words = given["groups"].replace(",", "、").replace("，", "、").replace("＋", "、").split("、")
    since: date = given["since"]
    return Amount(
        given["programme"], given["stage"] or "", given["boarding"] or "",
        tuple(word.strip() for word in words if word.strip()), cents_of(given["yuan"]), since, given["until"],
        given["document"], given["place"], given["given"] == "day", given["given"] == "kind", given["min_km"] or 0,
    )  # fmt: skip
