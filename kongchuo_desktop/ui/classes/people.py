"""Members of staff: added, changed, leaving."""

from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.ui.classes.lines import StaffLine
from kongchuo_desktop.ui.classes.staff_panel import staff_parts
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.office import Office


class PeopleActs:
    """What the staff list and its panel do with a person."""

    def __init__(self, page: QWidget, office: Office) -> None:
        self._page = page
        self._office = office

    def add(self) -> None:
        """Ask for a new person."""
        self._staff_box("添加教职工", None, {"duty": "教师"})

    def edit(self, line: StaffLine) -> None:
        """Change a person's facts."""
        self._staff_box(f"修改 {line.facts.name}", line, {key: getattr(line.facts, key) for key in staff_room.FIELDS})

    def _staff_box(self, title: str, line: StaffLine | None, values: dict[str, Any]) -> None:
        def run(found: dict[str, Any]) -> None:
            fields = {key: value or "" for key, value in found.items()}
            if line is None:
                self._office.write(
                    "添加教职工",
                    lambda session: staff_room.add_staff(session, fields=fields),
                    done=lambda _id: self._office.tell.toast(f"已添加{fields['name']}"),
                )
                return
            before = {key: getattr(line.facts, key) for key in fields}
            self._office.write(
                "修改教职工",
                lambda session: staff_room.change_staff(session, staff_id=line.facts.id, fields=fields),
                done=lambda _none: self._office.tell.toast(
                    f"已保存{fields['name']}", undo=lambda: self._put_back(line, before)
                ),
            )

        FormBox(self._page, title, staff_parts(), act="保存", run=run, today=self._office.today, values=values).open()

    def _put_back(self, line: StaffLine, before: dict[str, Any]) -> None:
        self._office.write(
            "撤销修改教职工", lambda session: staff_room.change_staff(session, staff_id=line.facts.id, fields=before)
        )

    def ask_leave(self, line: StaffLine) -> None:
        """Ask for the last day; everything held ends with it."""
        name = line.facts.name
        held = (*(f"{room}班主任" for room in line.leads), *line.teaches, *(f"包{v}" for v in line.facts.villages))
        sentence = (
            f"{name}现在担任：{'、'.join(held)}。离任后这些都结束，过去的记录保留。" if held else "过去的记录保留。"
        )
        FormBox(
            self._page, f"{name}离任", (Field("day", "最后一天", "date", required=True),), act="登记离任",
            run=lambda values: self._leave(line, values["day"]), today=self._office.today, sentence=sentence,
            values={"day": self._office.today()},
        ).open()  # fmt: skip

    def _leave(self, line: StaffLine, day: Any) -> None:
        today = self._office.today()

        def verb(session: Session) -> None:
            staff_room.leave(session, staff_id=line.facts.id, day=day)
            for post in line.posts:
                class_room.end_post(
                    session,
                    class_id=post.class_id,
                    staff_id=post.staff_id,
                    role=post.role,
                    subject=post.subject,
                    today=today,
                )

        self._office.write(
            "教职工离任", verb, done=lambda _none: self._office.tell.toast(f"已登记{line.facts.name}离任")
        )
