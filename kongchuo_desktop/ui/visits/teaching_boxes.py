"""The small forms of teaching at home: a placement, a term's plan, a lesson."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits import teaching
from kongchuo_desktop.school.visits.teaching import AtHome, LessonDraft, LessonFacts, PlacementDraft, PlacementFacts
from kongchuo_desktop.school.visits.teaching import PlanDraft as Plan
from kongchuo_desktop.school.visits.teaching_rules import DEGREES, DISABILITIES, PLACEMENTS
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.visits.visit_acts import WHY

Typed = dict[str, Any]  # values of a form by key


class TeachingBoxes:
    """Each asks and writes in one transaction."""

    def __init__(self, page: QWidget, office: Office) -> None:
        self._page, self._office = page, office

    def ask_placement(self, child: tuple[PupilId, str], before: PlacementFacts | None) -> None:
        """How a child is taught: a new placement, or one put right (`before`)."""
        pupil_id, name = child
        own = ("kind", "since", "until", "disability", "degree", "certificate", "school_name", "note")
        first: Typed = {"kind": "随班就读", "since": self._office.today()}
        values = {key: getattr(before, key) for key in own} if before else first
        until = (Field("until", "结束日期", "date", width=14, hint="不填就是还在继续"),) if before else ()
        FormBox(
            self._page, f"{name}的安置方式",
            (
                Field("kind", "安置方式", "choice", required=True, choices=_pairs(PLACEMENTS)),
                Field("since", "从哪天起", "date", required=True, width=14),
                *until,
                Field("disability", "残疾类型", "choice", required=True, choices=_pairs(DISABILITIES), free=True),
                Field("degree", "等级", "choice", choices=_pairs(DEGREES)),
                Field("certificate", "残疾证号", longest=40),
                Field("school_name", "就读学校或机构", hint="特教学校、康复机构写名称", longest=120),
                Field("note", "备注", longest=300),
            ),
            act="保存", run=lambda found: self._place(pupil_id, name, before, found), today=self._office.today,
            sentence="" if before else "原来的安置方式到前一天结束，记录留着。", values=values,
        ).open()  # fmt: skip

    def _place(self, pupil_id: PupilId, name: str, before: PlacementFacts | None, found: dict[str, Any]) -> None:
        today, until = self._office.today(), found.get("until")
        draft = PlacementDraft(pupil_id, **{key: value for key, value in found.items() if key != "until"})

        def verb(session: Session) -> None:
            if before is None:
                teaching.place(session, draft=draft, today=today)
            else:
                teaching.change_placement(session, placement_id=before.id, draft=draft, until=until, today=today)

        self._write("登记安置方式", verb, f"已登记：{name}，{draft.kind}")

    def _write(self, act: str, verb: Callable[[Session], None], told: str) -> None:
        self._office.write(act, verb, done=lambda _none: self._office.tell.toast(told))

    def ask_plan(self, child: AtHome, term: TermSpan) -> None:
        """The plan of the term."""
        person = child.placement.pupil
        FormBox(
            self._page, f"{person.name}的送教计划（{term.name}）",
            (
                Field("per_month", "每月几次", "number", required=True, width=6),
                Field("lessons", "每次几课时", "number", required=True, width=6),
                Field("teachers", "送教教师", required=True, hint="几个人用、隔开", longest=120),
                Field("state", "现有水平", "lines"), Field("goals", "学期目标", "lines"),
                Field("content", "送教内容", "lines"),
            ),
            act="保存计划", run=lambda found: self._plan(child, term, found), today=self._office.today,
            values=(child.plan or Plan()).__dict__,
        ).open()  # fmt: skip

    def _plan(self, child: AtHome, term: TermSpan, found: Typed) -> None:
        now, by, number = self._office.clock(), self._office.database.actor, child.placement.pupil.id

        def verb(session: Session) -> None:
            teaching.set_plan(session, pupil_id=number, term=term, draft=Plan(**found), now=now, by=by)

        self._write("送教计划", verb, "送教计划已保存")

    def ask_lesson(self, child: AtHome, before: LessonFacts | None = None) -> None:
        """A lesson, proposed from the plan and the last one."""
        person, last = child.placement.pupil, next(iter(child.lessons), None)
        plan = child.plan or Plan()
        proposed = LessonDraft(
            person.id, self._office.today(), plan.lessons, plan.teachers or (last.draft.teachers if last else "")
        )
        values = (before.draft if before else proposed).__dict__
        FormBox(
            self._page, f"送教：{person.name}",
            (
                Field("day", "日期", "date", required=True, width=14),
                Field("lessons", "课时", "number", required=True, width=6),
                Field("teachers", "送教教师", required=True, longest=120),
                Field("content", "送教内容", "lines", required=True), Field("response", "学生表现", "lines"),
                Field("materials", "教具", longest=200), Field("homework", "作业", longest=200),
                Field("family_word", "家长意见", longest=200), Field("signed", "家长已签字", "flag"),
            ),
            act="保存", run=lambda found: self._lesson(child, before, found), today=self._office.today, values=values,
        ).open()  # fmt: skip

    def _lesson(self, child: AtHome, before: LessonFacts | None, found: Typed) -> None:
        now, by = self._office.clock(), self._office.database.actor
        draft = LessonDraft(child.placement.pupil.id, **found)

        def verb(session: Session) -> None:
            if before is None:
                teaching.record_lesson(session, draft=draft, now=now, by=by)
            else:
                teaching.change_lesson(session, lesson_id=before.id, draft=draft, today=now.date())

        self._write("登记送教", verb, f"已登记送教 {draft.day:%Y-%m-%d}")

    def ask_delete(self, lesson: LessonFacts) -> None:
        """Delete a lesson with a reason."""

        def run(values: dict[str, Any]) -> None:
            self._office.write(
                "删除送教记录",
                lambda session: teaching.delete_lesson(session, lesson_id=lesson.id, why=values["why"]),
                done=lambda _none: self._office.tell.toast("已删除一条送教记录"),
            )

        FormBox(
            self._page, f"删除 {lesson.draft.day:%Y-%m-%d} 的送教记录",
            (Field("why", "为什么删除", "choice", required=True, choices=WHY, free=True),), act="删除", run=run,
            today=self._office.today, sentence="删除后不能恢复；操作记录里留着原文和原因。",
        ).open()  # fmt: skip


def _pairs(words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((word, word) for word in words)
