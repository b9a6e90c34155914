"""What is done about recognition: told, applied, reviewed, decided, adjusted; the minutes of a meeting."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.school.aid import recognition
from kongchuo_desktop.school.aid.recognition import REFUSED, RecognitionFacts
from kongchuo_desktop.school.aid.rules import LEVELS
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field, FormPart
from kongchuo_desktop.ui.office import Office

Lines = Sequence[RecognitionFacts]
CHOICES = tuple((level, level) for level in (*LEVELS, REFUSED))
MOST = 12  # children in one form
DAY = Field("day", "日期", "date", required=True, width=14)


class RecognitionActs:
    """The acts of the section; `year` is the school year that is worked on."""

    def __init__(self, page: QWidget, office: Office) -> None:
        self._page = page
        self._office = office
        self.year = 0

    def tell(self, lines: Lines) -> None:
        """提前告知: the notice has gone to these families."""
        ids, year, day = [one.pupil.id for one in lines], self.year, self._office.today()
        self._office.write(
            "告知资助政策", lambda session: recognition.tell(session, pupil_ids=ids, year=year, day=day),
            done=lambda new: self._office.tell.toast(f"已登记告知 {new} 人"),
        )  # fmt: skip

    def ask_apply(self, lines: Lines) -> None:
        """The form has come back."""
        one = lines[0]
        parts = (
            Field("reason", "申请理由", "lines", required=True, longest=500),
            Field("income", "家庭人均年收入", longest=60, hint="按申请表写的填，如 4000元"), DAY,
        )  # fmt: skip
        values = {"reason": one.reason or "；".join(one.groups), "income": one.income, "day": self._office.today()}
        year = self.year
        self._form(
            f"{one.pupil.name}交来申请表", parts, "登记", "登记资助申请",
            lambda session, given: recognition.apply_for(session, pupil_id=one.pupil.id, year=year, **given),
            values=values, told=f"已登记申请：{one.pupil.name}",
        )  # fmt: skip

    def ask_review(self, lines: Lines) -> None:
        """The level that the class proposes for each child."""
        self._ask_levels(
            lines, "班级评议", lambda one: one.class_level or LEVELS[1],
            lambda session, levels, given: recognition.review(
                session, levels=levels, year=self.year, day=given["day"]
            ),
        )  # fmt: skip

    def ask_decide(self, lines: Lines) -> None:
        """The school's level for each child."""
        note = Field("note", "调整的理由", longest=300, hint="与班级评议不同的必填")
        self._ask_levels(
            lines, "学校认定", lambda one: one.level or one.class_level or LEVELS[1],
            lambda session, levels, given: recognition.decide(
                session, levels=levels, year=self.year, day=given["day"], note=given["note"]
            ),
            note,
        )  # fmt: skip

    def _ask_levels(self, lines: Lines, title: str, first: Any, verb: Any, *more: Field) -> None:
        waiting = [one for one in lines if one.applied_on is None]
        if waiting:
            self._office.tell.mistake(f"“{waiting[0].pupil.name}”还没有交申请表，不能{title}；请先登记申请。")
            return
        parts: list[FormPart] = [
            Field(f"p{one.pupil.id}", f"{one.pupil.name}（{one.pupil.class_name}）", "choice", required=True,
                  choices=CHOICES, hint=one.reason[:60])
            for one in lines
        ]  # fmt: skip
        values = {f"p{one.pupil.id}": first(one) for one in lines} | {"day": self._office.today()}

        def run(session: Any, given: Mapping[str, Any]) -> object:
            return verb(session, {one.pupil.id: given[f"p{one.pupil.id}"] for one in lines}, given)

        self._form(
            f"{title} {len(lines)} 人", (*parts, *more, DAY), "保存", title, run, values=values,
            told=f"{title}已保存：{len(lines)} 人",
        )  # fmt: skip

    def take_back(self, lines: Lines) -> None:
        """The school's decision is withdrawn."""
        one, year = lines[0], self.year
        if one.decided_on is None:
            self._office.tell.mistake(f"“{one.pupil.name}”本学年还没有认定。")
            return
        self._office.write(
            "撤回认定", lambda session: recognition.withdraw_decision(session, pupil_id=one.pupil.id, year=year),
            done=lambda _none: self._office.tell.toast(f"已撤回：{one.pupil.name}"),
        )  # fmt: skip

    def ask_adjust(self, lines: Lines) -> None:
        """每学期调整: no longer in need."""
        one, year = lines[0], self.year
        self._form(
            f"{one.pupil.name}不再认定困难", (Field("why", "调整的原因", required=True, longest=100), DAY), "调整",
            "调整认定",
            lambda session, given: recognition.adjust(session, pupil_id=one.pupil.id, year=year, **given),
            values={"day": self._office.today()}, told=f"已调整：{one.pupil.name}",
        )  # fmt: skip

    def ask_meeting(self, rooms: Sequence[tuple[Any, str]]) -> None:
        """The minutes of a class's review or the school's."""
        year = self.year
        parts = (
            Field("class_id", "班级", "choice", choices=((None, "全校（认定工作组）"), *rooms)), DAY,
            Field("place", "地点", longest=80), Field("chair", "主持人", required=True, longest=60),
            Field("members", "参加人员", longest=300),
            Field("minutes", "评议情况", "lines", required=True, longest=2000),
        )  # fmt: skip
        self._form(
            "评议记录", parts, "保存", "评议记录",
            lambda session, given: recognition.hold_meeting(session, year=year, **given),
            values={"day": self._office.today()}, told="已保存评议记录",
        )  # fmt: skip

    def _form(
        self, title: str, parts: Sequence[FormPart], act: str, name: str, verb: Any, *,
        values: Mapping[str, Any], told: str,
    ) -> None:  # fmt: skip
        FormBox(
            self._page, title, parts, act=act, today=self._office.today, values=values,
            run=lambda given: self._office.write(
                name, lambda session: verb(session, given), done=lambda _any: self._office.tell.toast(told)
            ),
        ).open()  # fmt: skip
