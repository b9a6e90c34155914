"""Everything the side panel shows of one child, read at once."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.fields import FIELDS, HOME, OFFICE, PERSON, SCHOOLING, SITUATION, heading_of
from kongchuo_desktop.school.pupils.rules import age_on
from kongchuo_desktop.school.pupils.service import GuardianFacts, PupilFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage import audit
from kongchuo_desktop.ui.concern.in_short import read_in_short

GROUPS = (PERSON, SCHOOLING, HOME, SITUATION, OFFICE)
KINDS = {"insert": "建立", "update": "修改", "delete": "删除"}


@dataclass(frozen=True)
class Shown:
    """One value of the record by its heading; `number` marks what is masked."""

    heading: str
    value: str
    number: bool = False


@dataclass(frozen=True)
class Happening:
    """One line of a child's history."""

    when: str
    who: str
    act: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """A child with family, portrait and history; `also` tells which other children an adult belongs to."""

    facts: PupilFacts
    age: str
    siblings: tuple[PupilFacts, ...]
    also: dict[int, tuple[str, ...]]
    photo: bytes | None
    concern: tuple[str, ...]  # marks, carer, where the parents are
    history: tuple[Happening, ...]


def read_record(session: Session, *, pupil_id: PupilId, today: date) -> Record:
    """The whole record; UserError when the child is gone."""
    facts = pupil_room.pupil(session, pupil_id=pupil_id, today=today)
    siblings = pupil_room.siblings(session, pupil_id=pupil_id, today=today)
    return Record(
        facts=facts,
        age=f"{age_on(facts.birth_date, today)} 岁" if facts.birth_date else "",
        siblings=siblings,
        also={adult.id: _others(adult, siblings) for adult in facts.guardians},
        photo=pupil_room.photo(session, pupil_id=pupil_id),
        concern=read_in_short(session, pupil_id=pupil_id, today=today),
        history=tuple(_happening(line) for line in audit.history(session, table="pupil", row_uid=facts.uid))[::-1],
    )


def _others(adult: GuardianFacts, siblings: tuple[PupilFacts, ...]) -> tuple[str, ...]:
    return tuple(
        f"{child.name}（{child.class_name}）"
        for child in siblings
        if adult.id in {other.id for other in child.guardians}
    )


def _happening(line: audit.Line) -> Happening:
    told = tuple(
        f"{heading_of(column)}：{_word(old)} → {_word(new)}"
        for column, (old, new) in _pairs(line).items()
        if heading_of(column) != column
    )
    return Happening(f"{line.at:%Y-%m-%d %H:%M}", line.actor, line.act, told if line.kind == "update" else ())


def _pairs(line: audit.Line) -> dict[str, tuple[object, object]]:
    return {key: tuple(value) for key, value in line.changes.items() if isinstance(value, list) and len(value) == 2}


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value) if value not in (None, "") else "空"


def sections(facts: PupilFacts) -> tuple[tuple[str, tuple[Shown, ...]], ...]:
    """The groups of the record with the values that are there, in the order of the form."""
    found = []
    for group in GROUPS:
        shown = [_shown(facts, spec.column, spec.heading) for spec in FIELDS if spec.group == group]
        there = tuple(item for item in shown if item.value)
        if there:
            found.append((group, there))
    return tuple(found)


def _shown(facts: PupilFacts, column: str, heading: str) -> Shown:
    ready = {
        "birth_date": facts.birth,
        "class_id": facts.class_name,
        "village_id": facts.village,
        "boarding": "住校" if facts.boarding else "走读",
    }
    value = ready[column] if column in ready else str(facts.fields[column] or "")
    return Shown(heading, value, number=column in ("id_number", "student_number"))
