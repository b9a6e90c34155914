"""The three ledgers (台账) of 教基厅函〔2024〕15号, kept as views of the book: 适龄儿童, 疑似辍学学生, 辍学学生."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance import duties
from kongchuo_desktop.school.attendance.duties import Away
from kongchuo_desktop.school.enrolment import area, elsewhere
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.returns import cases as case_room
from kongchuo_desktop.school.returns import signs as sign_room
from kongchuo_desktop.school.returns import suspects as suspect_room
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.school.returns.rules import OUT, SUSPECTED
from kongchuo_desktop.school.returns.suspects import SuspectFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits import teaching
from kongchuo_desktop.school.visits.teaching_rules import AT_HOME

SCHOOL_AGE = "适龄儿童"
LEDGERS = (SCHOOL_AGE, SUSPECTED, OUT)
FROM_ROLL = "学籍异动"
HERE, ELSEWHERE_STAY = "在校就读", "学籍在校、在外就读"


@dataclass(frozen=True)
class LedgerLine:
    """A child of a ledger under the heading it is counted in (`group`); what the child opens by its ids."""

    name: str
    sex: str
    birth: str
    id_number: str
    village: str
    class_name: str
    group: str
    told: str
    since: date | None = None
    holder: str = ""
    pupil_id: PupilId | None = None
    case_id: int | None = None
    suspect_id: int | None = None
    area_id: int | None = None


@dataclass(frozen=True)
class Ledger:
    """One ledger with its counts by heading, in the order of the form."""

    name: str
    lines: tuple[LedgerLine, ...]

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """Headings that have somebody, most children first."""
        return tuple(Counter(line.group for line in self.lines).most_common())


def ledger(session: Session, *, name: str, today: date, away: Sequence[Away] | None = None) -> Ledger:
    """One of the three as it stands today."""
    if name == SCHOOL_AGE:
        every = (*_pupils(session, today), *_of_area(session, today))
        return Ledger(name, tuple(sorted(every, key=lambda line: line.group == HERE)))
    found = case_room.cases(session, today=today, only_open=True)
    lines = [_of_case(one, today) for one in found if one.stage(today) == name]
    known = {one.pupil.id for one in found if one.away}
    missing = away if away is not None else duties.standing(session, on=today).away
    for sign in sign_room.signs(session, on=today, away=missing):
        if (sign.opened_from == FROM_ROLL) == (name == OUT):  # the roll says 辍学 already
            lines.append(_of_sign(sign))
            known.add(sign.pupil.id)
    if name == SUSPECTED:
        lines += [line for line in _listed(session) if line.pupil_id not in known]
    return Ledger(name, tuple(lines))


def _child(person: PupilFacts) -> tuple[str, str, str, str, str, str]:
    return person.name, person.sex, person.birth, person.id_number, person.village, person.class_name


def _pupils(session: Session, today: date) -> Iterator[LedgerLine]:
    away = {one.pupil_id: one for one in elsewhere.stays(session, on=today) if one.pupil_id}
    persuaded = {one.pupil.id: one for one in case_room.cases(session, today=today, only_open=True) if one.away}
    home = {one.pupil.id: one for one in teaching.placements(session, today=today, on=today) if one.kind == AT_HOME}
    for person in pupil_room.pupils(session, today=today):
        group, told = HERE, ""
        if person.status == "休学":
            group = "休学"
        elif case := persuaded.get(person.id):
            group, told = case.stage(today) or "劝返中", f"{case.since:%Y-%m-%d}离校"
        elif person.id in home:
            group, told = AT_HOME, f"{home[person.id].since:%Y-%m-%d}起送教"
        elif stay := away.get(person.id):
            group, told = ELSEWHERE_STAY, stay.school_name
        yield LedgerLine(*_child(person), group, told, pupil_id=person.id)


def _of_area(session: Session, today: date) -> Iterator[LedgerLine]:
    for one in area.children(session, today=today):
        told = "，".join(filter(None, (one.school_name, one.proof)))
        yield LedgerLine(
            one.name, one.sex, one.birth_date.isoformat() if one.birth_date else "", one.id_number, one.village,
            "不是本校学生", one.placement, told, one.checked_on, area_id=one.id,
        )  # fmt: skip


def _of_case(one: CaseFacts, today: date) -> LedgerLine:
    following = one.next(today)
    told = f"{one.opened_from}，{one.cause or '原因待查'}" + (f"；下一步：{following.what}" if following else "")
    if one.relapses:
        told = f"反复{one.relapses}次；{told}"
    return LedgerLine(
        *_child(one.pupil), "劝返中" if one.waiting is None else "移交待接收", told, one.since, one.holder,
        pupil_id=one.pupil.id, case_id=one.id,
    )  # fmt: skip


def _of_sign(one: sign_room.Sign) -> LedgerLine:
    return LedgerLine(*_child(one.pupil), "还没有建个案", one.told, one.left_on, pupil_id=one.pupil.id)


def _listed(session: Session) -> Iterator[LedgerLine]:
    """Children on a list handed down who are out, not to be found, or not checked."""
    for one in suspect_room.suspects(session, only_open=True):
        if one.side != "not_out" and one.handed_on is None:
            yield LedgerLine(
                one.name, "", one.birth_date.isoformat() if one.birth_date else "", one.id_number, one.place, "",
                _group(one), "，".join(filter(None, (one.explanation, one.parked))), one.listed_on,
                pupil_id=one.pupil_id, suspect_id=one.id,
            )  # fmt: skip


def _group(one: SuspectFacts) -> str:
    return f"名单：{one.category or '待核查'}"
