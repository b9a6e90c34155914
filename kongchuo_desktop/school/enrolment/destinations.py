"""毕业去向: where each graduate went, what proves it, and its 义务教育证书."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.enrolment.events import EventFacts, class_names, events
from kongchuo_desktop.school.enrolment.model import Destination
from kongchuo_desktop.school.identity.rules import school_year_of
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.pupils.service import FEW
from kongchuo_desktop.school.types import PupilId

AFTER_PRIMARY = ("初中", "外地初中", "特殊教育学校", "送教上门", "未升学", "其他")
AFTER_JUNIOR = ("普通高中", "中职", "技工学校", "外地高中", "务工", "未升学", "其他")
ON_IN_SCHOOL = ("初中", "外地初中", "特殊教育学校", "送教上门", "普通高中", "中职", "技工学校", "外地高中", "外地就读")
SENIOR = ("普通高中", "外地高中")
VOCATIONAL = ("中职", "技工学校")
UNKNOWN = "未核实"
KINDS = ("毕业", "结业")
LIMITS = {
    "kind": 12, "school_name": 120, "region": 120, "proof": 200, "certificate": 60, "collected_by": 60, "note": 200,
}  # fmt: skip


@dataclass(frozen=True)
class GraduateFacts:
    """A graduate and where it went; `kind` "" while nobody has found out."""

    event: EventFacts
    year: int  # school year of the graduation: 2026 for the summer of 2027
    birth_date: date | None
    id_number: str
    kind: str = ""
    school_name: str = ""
    region: str = ""
    proof: str = ""
    proven_on: date | None = None
    certificate: str = ""
    certified_on: date | None = None
    collected_by: str = ""
    note: str = ""
    junior: bool = False  # graduated from 初中: with a 义务教育证书 and a 9+3 destination


@dataclass(frozen=True)
class DestinationFigures:
    """A year's graduates by destination. `plus_three`: gone on to 高中阶段 (普通高中, 中职, 技工)."""

    graduates: int
    by_kind: Mapping[str, int]
    unknown: int
    in_school: int
    senior: int
    vocational: int

    @property
    def plus_three(self) -> int:
        """Gone on to any school of the upper level."""
        return self.senior + self.vocational


def graduates(session: Session, *, year: int) -> tuple[GraduateFacts, ...]:
    """Everybody who graduated (毕业, 结业) in a school year (1 September – 31 August), by class and name."""
    left = events(session, first=date(year, 9, 1), last=date(year + 1, 8, 31), kinds=KINDS)
    if not left:
        return ()
    rows = {row.pupil_id: row for row in session.scalars(select(Destination))}
    query = select(Pupil.id, Pupil.birth_date, Pupil.id_number)
    if len(left) <= FEW:
        query = query.where(Pupil.id.in_({event.pupil_id for event in left}))
    known = {number: (birth, card or "") for number, birth, card in session.execute(query)}
    names = class_names(session)
    found = [
        replace(
            _facts(event, year, known[event.pupil_id], rows.get(event.pupil_id)),
            junior=names.stage(event.from_class_id) == "junior",
        )
        for event in left
    ]
    return tuple(sorted(found, key=lambda one: (one.event.from_class_id or 0, one.event.id)))


def _facts(event: EventFacts, year: int, person: tuple[date | None, str], row: Destination | None) -> GraduateFacts:
    if row is None:
        return GraduateFacts(event, year, *person)
    return GraduateFacts(
        event, year, *person, row.kind, row.school_name, row.region, row.proof, row.proven_on, row.certificate,
        row.certified_on, row.collected_by, row.note,
    )  # fmt: skip


def years(session: Session) -> tuple[int, ...]:
    """School years that have graduates, newest first."""
    found = {school_year_of(event.day) for event in events(session, kinds=KINDS)}
    return tuple(sorted(found, reverse=True))


def set_destination(session: Session, *, pupil_id: PupilId, fields: Mapping[str, object]) -> None:
    """Put down where a graduate went, or its certificate: named columns of Destination; the others stay."""
    graduated = next((one for one in reversed(events(session, pupil_id=pupil_id, kinds=KINDS))), None)
    if graduated is None:
        raise UserError("这名学生没有登记毕业，不能写毕业去向。")
    row = session.scalars(select(Destination).where(Destination.pupil_id == pupil_id)).first()
    if row is None:
        row = Destination(pupil_id=pupil_id, year=school_year_of(graduated.day))
        session.add(row)
    for name, value in fields.items():
        if name not in (*LIMITS, "proven_on", "certified_on"):
            raise ValueError(f"unknown field of a destination: {name}")
        if name in LIMITS:
            value = str(value or "").strip()
            if len(str(value)) > LIMITS[name]:
                raise UserError(f"“{str(value)[:12]}…”最多 {LIMITS[name]} 个字，请缩短。")
        setattr(row, name, value)
    row.year = school_year_of(graduated.day)
    session.flush()


def number_certificates(session: Session, *, year: int, pattern: str, first: int, day: date) -> int:
    """Give certificate numbers to those of a year who have none; {n} in the pattern is the number. How many.

    Raises a UserError when the pattern has no {n} or a number is taken already.
    """
    if "{n}" not in pattern:
        raise UserError("证书编号要有一处 {n} 代表流水号，如“义教证（2027）第{n}号”。")
    people = graduates(session, year=year)
    taken = {one.certificate for one in people if one.certificate}
    number = first
    waiting = [one for one in people if not one.certificate and one.event.kind == "毕业"]
    for one in waiting:
        text = pattern.replace("{n}", f"{number:03d}")
        if text in taken:
            raise UserError(f"证书编号“{text}”已经有人用了，请改起始号。")
        set_destination(session, pupil_id=one.event.pupil_id, fields={"certificate": text, "certified_on": day})
        number += 1
    return len(waiting)


def figures(people: tuple[GraduateFacts, ...]) -> DestinationFigures:
    """How many went where."""
    kinds = Counter(one.kind for one in people)
    return DestinationFigures(
        graduates=len(people), by_kind={kind: count for kind, count in kinds.items() if kind}, unknown=kinds.get("", 0),
        in_school=sum(kinds[kind] for kind in ON_IN_SCHOOL), senior=sum(kinds[kind] for kind in SENIOR),
        vocational=sum(kinds[kind] for kind in VOCATIONAL),
    )  # fmt: skip
