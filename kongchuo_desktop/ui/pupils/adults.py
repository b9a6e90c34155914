"""A child's adults: added, changed for all brothers and sisters at once, taken off."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.model import Guardian
from kongchuo_desktop.school.pupils.service import GuardianFacts
from kongchuo_desktop.school.types import GuardianId, PupilId
from kongchuo_desktop.ui.forms.form import Form
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.pupils import form as pupil_form

if TYPE_CHECKING:
    from kongchuo_desktop.ui.pupils.child import ChildPanel

OWN = ("name", "phone", "id_number", "address", "workplace")


class AdultActs:
    """What the panel's buttons at 家长 do."""

    def __init__(self, panel: "ChildPanel", office: Office) -> None:
        self._panel = panel
        self._office = office

    def add(self) -> None:
        """An empty form for one more adult."""
        self._open(None)

    def complete(self) -> None:
        """Fill what is lacking: the first adult's phone, or a first adult."""
        record = self._panel.record
        first = next(iter(record.facts.guardians), None) if record else None
        self._open(first, "phone" if first else "name")

    def edit(self, person: GuardianFacts) -> None:
        """The form of an adult."""
        self._open(person)

    def remove(self, person: GuardianFacts) -> None:
        """Take an adult off this child; toast with 撤销."""
        record = self._panel.record
        if record is None:
            return
        pupil_id = record.facts.id

        def verb(session: Session) -> None:
            pupil_room.remove_guardian(session, pupil_id=pupil_id, guardian_id=person.id)

        def undo() -> None:
            self._write("撤销去掉家长", pupil_id, person, pupil_form.guardian_values(person), person.position)

        def done(_none: object) -> None:
            self._panel.after(pupil_id)
            self._office.tell.toast(f"已从 {record.facts.name} 的资料里去掉家长 {person.name}", undo=undo)

        self._office.write("去掉家长", verb, done=done)

    def _open(self, person: GuardianFacts | None, field: str = "name") -> None:
        record = self._panel.record
        if record is None:
            return
        form = Form(pupil_form.GUARDIAN_PARTS, today=self._office.today)
        position = person.position if person else len(record.facts.guardians) + 1
        form.put(pupil_form.guardian_values(person) if person else {"is_guardian": "是" if position == 1 else ""})
        also = record.also.get(person.id, ()) if person else ()
        detail = f"姓名、电话等改动对{'、'.join(also)}也有效。" if also else ""
        title = f"修改家长 {person.name}" if person else f"给 {record.facts.name} 添加家长"

        def save() -> None:
            if form.check():
                self._write("修改家长" if person else "添加家长", record.facts.id, person, form.values(), position)

        self._panel.open_form(title, form, save, detail=detail)
        form.go_to(field)

    def _write(
        self, act: str, pupil_id: PupilId, person: GuardianFacts | None, values: dict[str, Any], position: int
    ) -> None:
        def verb(session: Session) -> bool:
            known = _still_there(session, person) or _same_person(session, values)
            pupil_room.set_guardian(
                session,
                pupil_id=pupil_id,
                guardian_id=known,
                position=position,
                fields={key: values[key] or "" for key in OWN},
                relation=values["relation"] or "",
                is_guardian=values["is_guardian"] or "",
            )
            return known is not None and person is None

        def done(shared: bool) -> None:
            self._panel.after(pupil_id)
            told = (
                f"{values['name']} 已经是别的学生的家长，按同一个人登记" if shared else f"已保存家长 {values['name']}"
            )
            self._office.tell.toast(told)

        self._office.write(act, verb, done=done)


def _still_there(session: Session, person: GuardianFacts | None) -> GuardianId | None:
    return person.id if person and session.get(Guardian, person.id) is not None else None


def _same_person(session: Session, values: dict[str, Any]) -> GuardianId | None:
    """An adult of the book with the same ID number, or the same name and phone: brothers and sisters share them."""
    if values["id_number"]:
        wanted = Guardian.id_number == values["id_number"]
    elif values["phone"]:
        wanted = (Guardian.name == values["name"]) & (Guardian.phone == values["phone"])
    else:
        return None
    found = session.scalar(select(Guardian.id).where(wanted))
    return GuardianId(found) if found is not None else None
