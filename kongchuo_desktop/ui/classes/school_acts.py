"""The school as a whole: a class more, a 教学点 more, the way to the year's turn."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.rules import grade_name
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.ui.classes.lines import Seen
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field, FormPart
from kongchuo_desktop.ui.office import Office


class SchoolActs:
    """What the bar over the classes does. `seen` answers what the page shows."""

    def __init__(self, page: QWidget, office: Office, seen: Callable[[], Seen]) -> None:
        self._page = page
        self._office = office
        self._seen = seen

    def ask_class(self) -> None:
        """Ask for a class that no list has brought in."""
        school = self._seen().school
        last = {"小学": school.primary_years, "教学点": school.primary_years}.get(school.stage, 9)
        grades = tuple((grade, grade_name(grade)) for grade in range(7 if school.stage == "初中" else 1, last + 1))
        campuses = tuple(("" if place.is_main else place.name, place.name) for place in self._seen().campuses)
        parts: list[FormPart] = [
            Field("grade", "年级", "choice", required=True, choices=grades),
            Field("number", "班号", "number", required=True, hint="1 就是 1 班", width=6),
        ]
        if len(campuses) > 1:
            parts.append(Field("campus", "在哪里上课", "choice", required=True, choices=campuses))

        def run(values: dict[str, Any]) -> None:
            name = f"{grade_name(values['grade'])}{values['number']}班"

            def verb(session: Session) -> None:
                class_room.class_at(
                    session, grade=values["grade"], number=values["number"], campus=values.get("campus", "")
                )

            self._office.write("添加班级", verb, done=lambda _none: self._office.tell.toast(f"已有{name}"))

        FormBox(
            self._page, "添加班级", parts, act="添加", run=run, today=self._office.today, values={"number": 1}
        ).open()

    def ask_campus(self) -> None:
        """Ask for one more place of teaching."""

        def run(values: dict[str, Any]) -> None:
            self._office.write(
                "添加教学点",
                lambda session: identity.add_campus(session, name=values["name"]),
                done=lambda _id: self._office.tell.toast(f"已添加{values['name']}，添加班级时可以选它"),
            )

        parts = (Field("name", "教学点名称", required=True, longest=80, hint="如 石板教学点"),)
        FormBox(self._page, "添加教学点", parts, act="添加", run=run, today=self._office.today).open()

    def ask_advance(self) -> None:
        """The year's turn has its own place, where graduates' destinations follow."""
        self._office.go("enrolment", ("turn", "preview"))
