"""What is done in a case: opened, described, and by way of its steps and ends; every one can be taken back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.returns import casework
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.school.returns.rules import CAUSES, OPENED_FROM, Episode
from kongchuo_desktop.school.returns.signs import Sign
from kongchuo_desktop.school.types import PupilId, StaffId
from kongchuo_desktop.ui.aid.child_box import ChildBox
from kongchuo_desktop.ui.forms.fields import Field, FormPart
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.returns.acts import pairs
from kongchuo_desktop.ui.returns.end_acts import EndActs
from kongchuo_desktop.ui.returns.step_acts import StepActs


class CaseActs(StepActs, EndActs):
    """The acts of the section."""

    def __init__(self, page: QWidget, office: Office) -> None:
        super().__init__(page, office)
        self.made: Callable[[int], object] = lambda _case_id: None  # what happens with a case just opened

    def open_signs(self, signs: Sequence[Sign]) -> None:
        """Cases for these children, as the book tells what was seen; one key for all of them."""
        today = self._office.today()

        def verb(session: Session) -> list[int]:
            return [self._open(session, one, today) for one in signs]

        def done(ids: list[int]) -> None:
            names = signs[0].pupil.name if len(signs) == 1 else f"{len(signs)} 人"
            self._office.tell.toast(
                f"已建个案：{names}", undo=None if self._goes_on(signs) else lambda: self._drop(ids)
            )
            self.made(ids[0])

        self._office.write("建劝返个案", verb, done=done)

    def _goes_on(self, signs: Sequence[Sign]) -> bool:
        return any(one.again for one in signs)

    def _open(self, session: Session, one: Sign, today: date) -> int:
        return casework.open_case(
            session, pupil_id=one.pupil.id, day=today, left_on=one.left_on, opened_from=one.opened_from, sign=one.told,
            today=today,
        )  # fmt: skip

    def ask_new(self, preset: Mapping[str, Any] | None = None, child: tuple[PupilId, str, str] | None = None) -> None:
        """A case about any child: a villager's report, a list, what the class teacher noticed."""
        today = self._office.today()
        box = ChildBox(
            self._page, self._office, "建劝返个案", self._new_fields(), act="建个案",
            sentence="孩子已有个案的，会接着原来的个案，算作反复。",
            values={"opened_from": "村民反映", "left_on": today, **(preset or {})},
            run=lambda pupil_id, name, given: self._make(pupil_id, name, given),
        )  # fmt: skip
        box.picker.picked.connect(lambda _id: box.form.go_to("opened_from"))
        if child is not None:
            box.picker.put(*child, fixed=True)
            box.form.go_to("sign")
        box.open()

    def _new_fields(self) -> tuple[FormPart, ...]:
        return (
            Field("opened_from", "从哪里知道的", "choice", required=True, choices=pairs(OPENED_FROM), width=14),
            Field("left_on", "从哪天起没有到校", "date", required=True, width=18),
            Field("sign", "看到、听到的情况", "lines", longest=300),
            Field("holder_id", "包干责任人", "choice", choices=self._staff(), hint="负责把孩子劝回来；不选是班主任"),
        )  # fmt: skip

    def _make(self, pupil_id: PupilId | None, name: str, given: Mapping[str, Any]) -> None:
        if pupil_id is None:
            return
        today = self._office.today()

        def verb(session: Session) -> int:
            return casework.open_case(
                session, pupil_id=pupil_id, day=today, left_on=given["left_on"], opened_from=given["opened_from"],
                sign=given["sign"], today=today, holder_id=_staff_id(given["holder_id"]),
            )  # fmt: skip

        def done(number: int) -> None:
            self._office.tell.toast(f"已建个案：{name}")
            self.made(number)

        self._office.write("建劝返个案", verb, done=done)

    def _drop(self, ids: Sequence[int]) -> None:
        def verb(session: Session) -> None:
            for number in ids:
                casework.delete_case(session, case_id=number)

        self._write("撤销建个案", verb, "已撤销")

    def ask_drop(self, case: CaseFacts) -> None:
        """A case opened by mistake."""
        if self._office.tell.confirm_danger(
            f"删除{case.pupil.name}的个案？", act="删除", detail="只用于立错了的；劝返有了结果请用“结案”，记录会留着。"
        ):
            self._drop([case.id])

    def ask_describe(self, case: CaseFacts) -> None:
        """Cause, where the child is, who holds the case."""
        parts = (
            Field("cause", "离校原因", "choice", choices=pairs(CAUSES)),
            Field("whereabouts", "孩子现在在哪里", longest=200, hint="如 随母亲在浙江义乌；没有查明就写没有查明"),
            Field("holder_id", "包干责任人", "choice", choices=self._staff(), hint="劝返时负责劝，返校后负责帮"),
        )  # fmt: skip
        self._box(
            f"{case.pupil.name}的原因、去向和包干人", parts, "保存",
            lambda given: self._write(
                "修改劝返个案",
                lambda session: casework.describe(
                    session, case_id=case.id, cause=given["cause"], whereabouts=given["whereabouts"],
                    holder_id=_staff_id(given["holder_id"]),
                ),
                f"已保存：{case.pupil.name}",
            ),
            {"cause": case.cause, "whereabouts": case.whereabouts, "holder_id": case.holder_id},
        )  # fmt: skip

    def ask_leaving(self, case: CaseFacts, episode: Episode) -> None:
        """Correct when the child left."""
        today = self._office.today()
        parts = (
            Field("left_on", "从哪天起没有到校", "date", required=True, width=18),
            Field("why", "看到、听到的情况", "lines", longest=200),
        )
        self._box(
            f"修改{case.pupil.name}的离校", parts, "保存",
            lambda given: self._write(
                "修改离校",
                lambda session: casework.change_leaving(
                    session, case_id=case.id, number=episode.number, today=today, **given
                ),
                "已保存",
            ),
            {"left_on": episode.left_on, "why": episode.why},
        )  # fmt: skip


def _staff_id(value: Any) -> StaffId | None:
    return StaffId(int(value)) if value else None
