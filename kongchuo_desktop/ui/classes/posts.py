"""Appointing and ending: who leads and teaches a class, who watches a village or a grade."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.rules import grade_name
from kongchuo_desktop.school.classes.service import PostFacts
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import StaffId
from kongchuo_desktop.ui.classes.lines import ClassLine, Seen, StaffLine
from kongchuo_desktop.ui.classes.staff_panel import SINCE, group_parts
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field, FormPart
from kongchuo_desktop.ui.office import Office


class PostActs:
    """Asks for what is needed in a small box, writes, and says so. `seen` answers what the page shows."""

    def __init__(self, page: QWidget, office: Office, seen: Callable[[], Seen]) -> None:
        self._page = page
        self._office = office
        self._seen = seen

    def appoint_head(self, line: ClassLine) -> None:
        """Give a class its 班主任."""
        name = line.facts.full_name
        before = line.head.staff_id if line.head else None
        sentence = f"现在是{line.head.staff}。到新班主任上任前一天为止，记录保留。" if line.head else ""
        parts = (self._staff_field("班主任"), SINCE)

        def run(values: dict[str, Any]) -> None:
            staff_id = StaffId(values["staff"])
            self._appoint(line, staff_id, "head", "", values["since"], before)

        self._box(f"{name}的班主任", parts, "指定", run, sentence)

    def add_teacher(self, line: ClassLine) -> None:
        """Give a class a subject teacher."""
        parts = (self._staff_field("教师"), Field("subject", "学科", required=True, longest=40), SINCE)

        def run(values: dict[str, Any]) -> None:
            self._appoint(line, StaffId(values["staff"]), "subject", values["subject"], values["since"], None)

        self._box(f"{line.facts.full_name}的科任教师", parts, "添加", run)

    def end_post(self, post: PostFacts, class_name: str) -> None:
        """End a subject teacher's post; the notice can give it back."""
        today = self._office.today()

        def verb(session: Session) -> None:
            class_room.end_post(
                session,
                class_id=post.class_id,
                staff_id=post.staff_id,
                role=post.role,
                subject=post.subject,
                today=today,
            )

        def undo() -> None:
            self._office.write("撤销结束任课", again)

        def again(session: Session) -> None:
            class_room.appoint(
                session,
                class_id=post.class_id,
                staff_id=post.staff_id,
                role=post.role,
                subject=post.subject,
                since=today,
            )

        self._write("结束任课", verb, f"{post.staff}不再任{class_name}{post.subject}", undo)

    def give(self, line: StaffLine, kind: str) -> None:
        """Give a duty of a kind: group, village, grade."""
        person = line.facts
        if kind == "group":
            self._box(f"{person.name}在领导小组", group_parts(), "保存", lambda values: self._give(line, kind, values))
            return
        seen = self._seen()
        if kind == "village":
            names = tuple((village.name, village.name) for village in seen.villages)
            field = Field("village", "包哪个村", "choice", required=True, choices=names, free=True)
        else:
            grades = tuple((grade, grade_name(grade)) for grade in range(1, 10))
            field = Field("grade", "包哪个年级", "choice", required=True, choices=grades)
        self._box(f"{person.name}的分工", (field, SINCE), "添加", lambda values: self._give(line, kind, values))

    def end(self, line: StaffLine, kind: str, which: str | int) -> None:
        """End a duty; the notice can give it back."""
        today = self._office.today()
        villages = {village.name: village.id for village in self._seen().villages}
        values: dict[str, Any] = {"role": line.facts.group_role, "since": today, "village": which, "grade": which}

        def verb(session: Session) -> None:
            staff_room.end_duty(
                session,
                staff_id=line.facts.id,
                kind=kind,
                today=today,
                grade=int(which) if kind == "grade" else None,
                village_id=villages[str(which)] if kind == "village" else None,
            )

        told = f"{line.facts.name}不再负责{grade_name(which) if isinstance(which, int) else which or '领导小组工作'}"
        self._write("结束分工", verb, told, lambda: self._give(line, kind, values))

    def _give(self, line: StaffLine, kind: str, values: dict[str, Any]) -> None:
        def verb(session: Session) -> None:
            village = values.get("village") if kind == "village" else None
            ids = identity.village_ids(session, names=frozenset({village})) if village else {}
            staff_room.give_duty(
                session,
                staff_id=line.facts.id,
                kind=kind,
                since=values["since"],
                role=values["role"] if kind == "group" else "",
                grade=values["grade"] if kind == "grade" else None,
                village_id=ids[village] if village else None,
            )

        self._write("登记分工", verb, f"已登记{line.facts.name}的分工", None)

    def _appoint(
        self, line: ClassLine, staff_id: StaffId, role: str, subject: str, since: Any, before: StaffId | None
    ) -> None:
        def give(session: Session, person: StaffId) -> None:
            class_room.appoint(
                session, class_id=line.facts.id, staff_id=person, role=role, subject=subject, since=since
            )

        def take_back(session: Session) -> None:
            if before is not None:
                give(session, before)
            else:
                class_room.end_post(
                    session, class_id=line.facts.id, staff_id=staff_id, role=role, subject=subject, today=since
                )

        name = next(one.facts.name for one in self._seen().staff if one.facts.id == staff_id)
        what = "班主任" if role == "head" else f"{subject}教师"
        self._write(
            f"指定{what}",
            lambda session: give(session, staff_id),
            f"{name}任{line.facts.full_name}{what}",
            lambda: self._office.write(f"撤销指定{what}", take_back),
        )

    def _staff_field(self, words: str) -> Field:
        people = tuple((one.facts.id, _described(one)) for one in self._seen().staff)
        return Field("staff", words, "choice", required=True, choices=people)

    def _box(
        self,
        title: str,
        parts: tuple[FormPart, ...],
        act: str,
        run: Callable[[dict[str, Any]], object],
        sentence: str = "",
    ) -> None:
        box = FormBox(
            self._page, title, parts, act=act, run=run, today=self._office.today, sentence=sentence,
            values={"since": self._office.today()},
        )  # fmt: skip
        box.open()

    def _write(self, act: str, verb: Callable[[Session], Any], told: str, undo: Callable[[], object] | None) -> None:
        self._office.write(act, verb, done=lambda _none: self._office.tell.toast(told, undo=undo))


def _described(line: StaffLine) -> str:
    """A name in a choice, with what tells the person from others."""
    return " · ".join(filter(None, (line.facts.name, line.facts.duty, line.facts.subject, "、".join(line.leads))))
