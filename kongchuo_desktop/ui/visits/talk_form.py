"""The form of a talk with a child."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import PupilId, StaffId
from kongchuo_desktop.school.visits.rules import COUNSELLING, TALK_KINDS
from kongchuo_desktop.school.visits.talks import TalkDraft, TalkFacts
from kongchuo_desktop.ui.enrolment.picker import ChildPicker
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.forms.form import Form
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.visits.reading import split_visitors
from kongchuo_desktop.ui.words import label

OWN = ("day", "kind", "talker", "topic", "content", "outcome", "next_on")
TOPICS = ("学习", "想念父母", "同学关系", "家庭变故", "情绪", "行为习惯", "本月生活和学习")


class TalkForm(QWidget):
    """`asked()` when it is good; counselling is only offered while a counsellor's key is open."""

    submitted = Signal()

    def __init__(self, office: Office, staff: Mapping[str, StaffId], *, counsellor: str = "") -> None:
        super().__init__()
        self._office, self.staff = office, staff
        self.picker = ChildPicker(office)
        self.picker.picked.connect(self._picked)
        kinds = TALK_KINDS if counsellor else tuple(kind for kind in TALK_KINDS if kind != COUNSELLING)
        today = office.today()

        def not_later(day: date) -> str:
            return "日期还没有到，请检查。" if day > today else ""

        self.form = Form(
            (
                Field("day", "日期", "date", required=True, width=14, check=not_later),
                Field("kind", "类别", "choice", required=True, choices=tuple((kind, kind) for kind in kinds), width=14),
                Field("talker", "谈话人", required=True),
                Field("topic", "主题", "choice", choices=tuple((one, one) for one in TOPICS), free=True),
                Field("content", "内容", "lines"),
                Field("outcome", "结果", "text", longest=300),
                Field("next_on", "下次日期", "date", width=14, hint="到日子列在今日"),
            ),
            today=office.today,
        )
        who = counsellor or (office.database.actor if office.database.actor in staff else "")
        kind = COUNSELLING if counsellor else TALK_KINDS[0]
        self.form.put({"day": today, "kind": kind, "talker": who, "topic": ""})
        self.form.submitted.connect(self.submitted)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(8)
        column.addWidget(label("学生（必填）", role="label"))
        column.addWidget(self.picker)
        column.addWidget(self.form)
        column.addStretch(1)

    def begin(self, child: tuple[PupilId, str, str] | None) -> None:
        """About a child (id, name, detail), or with the cursor where one is looked for."""
        if child is None:
            self.picker.focus_line()
        else:
            self.picker.put(*child)
            self._picked(child[0])

    def begin_change(self, talk: TalkFacts, values: Mapping[str, Any]) -> None:
        """Over a talk that was written; `values` where its words had to be opened."""
        self.picker.put(talk.pupil_id, talk.pupil, talk.class_name, fixed=True)
        own = {
            name: getattr(talk, name) for name in ("day", "kind", "talker", "topic", "content", "outcome", "next_on")
        }
        self.form.put({**own, **values})
        self.form.go_to("content")

    def _picked(self, number: PupilId | None) -> None:
        if number is None:
            return
        self.form.go_to("topic")
        today = self._office.today()
        if not self.form.values()["talker"]:
            self._office.read(lambda session: _head_of(session, number, today), self._propose, latest="talk-head")

    def _propose(self, head: str) -> None:
        """The class teacher talks, unless somebody else was written."""
        if head and not self.form.values()["talker"]:
            self.form.put({**self.form.values(), "talker": head})

    def changed(self) -> bool:
        """Whether something typed would be lost."""
        return bool(self.form.changes())

    def asked(self) -> TalkDraft | None:
        """What the form says; None where something is missing."""
        if self.picker.pupil_id is None:
            self.picker.focus_line()
            return None
        if not self.form.check():
            return None
        values = self.form.values()
        staff, _others = split_visitors(values["talker"], self.staff)
        return TalkDraft(self.picker.pupil_id, staff_id=staff[0] if len(staff) == 1 else None, **values)


def _head_of(session: Session, pupil_id: PupilId, today: date) -> str:
    child = pupil_room.pupil(session, pupil_id=pupil_id, today=today)
    rooms = {room.id: room.head for room in class_room.classes(session, today=today)}
    return rooms.get(child.class_id, "") if child.class_id else ""
