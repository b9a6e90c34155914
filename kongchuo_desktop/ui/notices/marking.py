"""Writing down that letters were delivered and their slips came back; the notice takes it back."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.notices.rules import DELIVERIES, TO_FAMILY
from kongchuo_desktop.school.notices.service import NoticeFacts
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.notices.lines import NoticeLine
from kongchuo_desktop.ui.office import Office

Lines = tuple[NoticeLine, ...]
TOLD = ("received_by", "delivery", "delivered_by", "witness")  # of a delivery, beside its day


class Marking:
    """The acts on chosen lines of the register."""

    def __init__(self, page: QWidget, office: Office) -> None:
        self._page = page
        self._office = office

    def ask_delivered(self, lines: Lines) -> None:
        """Ask for the day, today being proposed, and for whoever took it."""
        letters = [line.letter for line in lines]
        one = letters[0] if len(letters) == 1 else None
        adults = lines[0].adults if one and one.kind in TO_FAMILY else ()
        told = "同一个人签收的才一起写签收人；各家签收的可以空着，日期先登记。" if len(letters) > 1 else ""
        self._ask(
            f"把 {_named(letters)} 登记为已送达", letters, "送达日期",
            Field("received_by", "签收人", "choice" if adults else "text", choices=tuple((n, n) for n in adults),
                  free=True, longest=60),
            Field("delivery", "送达方式", "choice", choices=tuple((n, n) for n in DELIVERIES)),
            Field("delivered_by", "送达人", longest=60),
            Field("witness", "见证人", longest=60),
            values={"day": (one and one.delivered_on) or self._office.today(),
                    **{name: getattr(one, name) if one else "" for name in TOLD}},
            sentence=told, run=lambda given: self._delivered(letters, given),
        )  # fmt: skip

    def ask_returned(self, lines: Lines) -> None:
        """Ask on which day the slips came back; letters without one are left out."""
        letters = [line.letter for line in lines if line.letter.receipt]
        if not letters:
            self._office.tell.mistake("选中的报告不用回执，登记送达和签收人就可以了。")
            return
        without = len(lines) - len(letters)
        late = sum(1 for letter in letters if letter.delivered_on is None)
        told = "".join(
            (
                f"其中 {late} 份还没有登记送达，按同一天补上。" if late else "",
                f"另有 {without} 份不用回执，不登记。" if without else "",
            )
        )
        self._ask(
            f"把 {_named(letters)} 登记为回执已收回", letters, "回执收回日期", values={"day": self._office.today()},
            sentence=told, run=lambda given: self._returned(letters, given["day"]),
        )  # fmt: skip

    def clear(self, lines: Lines) -> None:
        """Take delivery and receipt off: they are issued and no more."""
        letters = [line.letter for line in lines if line.letter.delivered_on is not None]
        if not letters:
            self._office.tell.toast("选中的文书没有登记过送达，没有改动")
            return
        today = self._office.today()
        self._write(
            "清除送达登记", letters, f"已清除 {_named(letters)} 的送达和回执登记",
            lambda session: notices.deliver(session, ids=_ids(letters), day=None, today=today),
        )  # fmt: skip

    def _delivered(self, letters: Sequence[NoticeFacts], given: dict[str, Any]) -> None:
        today, day = self._office.today(), given["day"]
        told = {name: given[name] or "" for name in TOLD}
        self._write(
            "登记文书送达", letters, f"已登记送达：{_named(letters)}（{day:%Y-%m-%d}）",
            lambda session: notices.deliver(session, ids=_ids(letters), day=day, today=today, **told),
        )  # fmt: skip

    def _returned(self, letters: Sequence[NoticeFacts], day: date) -> None:
        today = self._office.today()
        self._write(
            "登记回执收回", letters, f"已登记回执收回：{_named(letters)}（{day:%Y-%m-%d}）",
            lambda session: notices.receipt_back(session, ids=_ids(letters), day=day, today=today),
        )  # fmt: skip

    def _ask(
        self, title: str, letters: Sequence[NoticeFacts], day: str, *more: Field, values: dict[str, Any],
        sentence: str, run: Callable[[dict[str, Any]], object],
    ) -> None:  # fmt: skip
        today = self._office.today()

        def check(given: date) -> str:
            wrong = (notices.objection(given, issued=one.issued_at.date(), today=today, what=day) for one in letters)
            return next((reason for reason in wrong if reason), "")

        FormBox(
            self._page, title, (Field("day", day, "date", required=True, width=14, check=check), *more), act="登记",
            run=run, today=self._office.today, sentence=sentence, values=values,
        ).open()  # fmt: skip

    def _write(self, act: str, letters: Sequence[NoticeFacts], told: str, verb: Callable[[Session], object]) -> None:
        office = self._office

        def back() -> None:
            office.write(
                f"撤销{act}",
                lambda session: notices.restore(session, letters=letters),
                done=lambda _none: office.tell.toast("已恢复原来的登记"),
            )

        office.write(act, verb, done=lambda _count: office.tell.toast(told, undo=back))


def _named(letters: Sequence[NoticeFacts]) -> str:
    return letters[0].number if len(letters) == 1 else f"{len(letters)} 份"


def _ids(letters: Sequence[NoticeFacts]) -> list[int]:
    return [letter.id for letter in letters]
