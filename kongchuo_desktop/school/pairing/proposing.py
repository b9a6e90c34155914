"""The proposal's view of the book: who needs a helper, who may help, what people have said."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pairing import service
from kongchuo_desktop.school.pairing.model import Pair, PairWish, SupportPlan
from kongchuo_desktop.school.pairing.proposal import (
    Asked,
    Child,
    Mentor,
    Proposal,
    Proposed,
    SexRule,
    Weights,
    propose,
    pupil_key,
)
from kongchuo_desktop.school.pairing.service import PairDraft
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import ClassId, PupilId, StaffId


@dataclass(frozen=True)
class Wanted:
    """What is asked of a proposal: the kind, whose children, and the rules of this time."""

    kind: str = "教师帮扶"
    class_id: ClassId | None = None
    everybody: bool = False  # not only the children of the register of concern
    pupil_ids: frozenset[PupilId] | None = None
    helpers: frozenset[str] | None = None  # keys of those who may help; None: all who can
    most: int = 8
    sex: SexRule = ""
    pinned: Mapping[PupilId, str] | None = None


def uncovered(session: Session, *, wanted: Wanted, on: date) -> tuple[pupil_room.PupilFacts, ...]:
    """Children who should have a helper of this kind and have none, by class."""
    held = {pair.pupil_id for pair in service.pairs(session, today=on, on=on, kinds=(wanted.kind,))}
    people = pupil_room.pupils(session, today=on, class_id=wanted.class_id, status=("在读",))
    if wanted.pupil_ids is not None:
        return tuple(one for one in people if one.id in wanted.pupil_ids and one.id not in held)
    marked = None if wanted.everybody else {mark.pupil_id for mark in concern.marks(session, on=on)}
    return tuple(one for one in people if one.id not in held and (marked is None or one.id in marked))


def propose_pairs(
    session: Session,
    *,
    wanted: Wanted,
    on: date,
    weights: Weights | None = None,
) -> tuple[Proposal, tuple[Mentor, ...]]:
    """The best assignment for the uncovered children, and everybody it could choose from. Reads only."""
    people = uncovered(session, wanted=wanted, on=on)
    weak = _weak_subjects(session, [one.id for one in people])
    children = [
        Child(one.id, one.name, one.sex, one.class_id, one.village, weak.get(one.id, frozenset())) for one in people
    ]
    helpers = _pupils(session, people, wanted, on) if wanted.kind == "同伴互助" else _teachers(session, wanted, on)
    if wanted.helpers is not None:
        helpers = tuple(one for one in helpers if one.key in wanted.helpers)
    return propose(children, helpers, _asked(session, wanted), weights or weights_in_force(session, on=on)), helpers


def _weak_subjects(session: Session, ids: Collection[PupilId]) -> dict[PupilId, frozenset[str]]:
    """Subjects that the children's plans name."""
    found: dict[PupilId, frozenset[str]] = {}
    query = select(Pair.pupil_id, Pair.subject).where(Pair.pupil_id.in_(ids), Pair.subject != "")
    plans = select(SupportPlan.pupil_id, SupportPlan.causes).where(SupportPlan.pupil_id.in_(ids))
    for child, words in (*session.execute(query), *session.execute(plans)):
        known = frozenset(subject for subject in SUBJECTS if subject in words)
        found[PupilId(child)] = found.get(PupilId(child), frozenset()) | known
    return found


SUBJECTS = ("语文", "数学", "英语", "物理", "化学", "道德与法治", "历史", "地理", "生物", "科学")


def _teachers(session: Session, wanted: Wanted, on: date) -> tuple[Mentor, ...]:
    taught: dict[StaffId, set[ClassId]] = {}
    led: dict[StaffId, set[ClassId]] = {}
    for post in class_room.posts(session, today=on):
        taught.setdefault(post.staff_id, set()).add(post.class_id)
        if post.role == "head":
            led.setdefault(post.staff_id, set()).add(post.class_id)
    load = service.loads(session, on=on, kinds=(wanted.kind,))
    return tuple(
        Mentor(
            f"staff/{person.id}", person.name, person.sex, frozenset(taught.get(person.id, ())),
            frozenset(led.get(person.id, ())), frozenset(part for part in SUBJECTS if part in person.subject),
            frozenset(person.villages), load.get(person.id, 0), wanted.most,
        )
        for person in staff_room.staff(session, today=on)
    )  # fmt: skip


def _pupils(
    session: Session, helped: Collection[pupil_room.PupilFacts], wanted: Wanted, on: date
) -> tuple[Mentor, ...]:
    """Classmates of the same class who are on no register of concern themselves."""
    marked = {mark.pupil_id for mark in concern.marks(session, on=on)} | {one.id for one in helped}
    rooms = {one.class_id for one in helped}
    load: dict[PupilId, int] = {}
    for pair in service.pairs(session, today=on, on=on, kinds=(wanted.kind,)):
        if pair.helper_pupil_id:
            load[pair.helper_pupil_id] = load.get(pair.helper_pupil_id, 0) + 1
    return tuple(
        Mentor(
            pupil_key(one.id), one.name, one.sex, frozenset({one.class_id}) if one.class_id else frozenset(),
            villages=frozenset({one.village}) if one.village else frozenset(), load=load.get(one.id, 0),
            most=min(wanted.most, 2), is_pupil=True,
        )
        for one in pupil_room.pupils(session, today=on, class_id=wanted.class_id, status=("在读",))
        if one.id not in marked and one.class_id in rooms
    )  # fmt: skip


def _asked(session: Session, wanted: Wanted) -> Asked:
    wishes: dict[tuple[PupilId, str], str] = {}
    vetoes: dict[tuple[PupilId, str], str] = {}
    for row in session.scalars(select(PairWish)):
        key = f"staff/{row.staff_id}" if row.staff_id else pupil_key(PupilId(row.helper_pupil_id or 0))
        (wishes if row.wanted else vetoes)[PupilId(row.pupil_id), key] = row.why or ("" if row.wanted else "已注明")
    ended = select(Pair.pupil_id, Pair.staff_id, Pair.helper_pupil_id).where(Pair.until.is_not(None))
    trusted = frozenset(
        (PupilId(child), f"staff/{staff}" if staff else pupil_key(PupilId(friend or 0)))
        for child, staff, friend in session.execute(ended)
    )
    return Asked(wishes, vetoes, trusted, wanted.pinned or {}, wanted.sex)


def accept(
    session: Session, *, kind: str, chosen: Collection[Proposed], since: date, aim: str, talks: int, visits: int,
    today: date,
) -> int:  # fmt: skip
    """Make the accepted pairs, each with the reasons of its proposal; how many."""
    drafts = [
        PairDraft(
            kind, one.child.id, since, staff_id=_number(one.helper.key, "staff"),
            helper_pupil_id=_pupil(one.helper.key), aim=aim, talks_per_month=talks, visits_per_month=visits,
            why="；".join(one.reasons),
        )
        for one in chosen
    ]  # fmt: skip
    return len(service.make_all(session, drafts=drafts, today=today))


def _number(key: str, side: str) -> StaffId | None:
    sort, _, number = key.partition("/")
    return StaffId(int(number)) if sort == side else None


def _pupil(key: str) -> PupilId | None:
    sort, _, number = key.partition("/")
    return PupilId(int(number)) if sort == "pupil" else None


def weights_in_force(session: Session, *, on: date) -> Weights:
    """The points in force on a day (resources/policy/pairs.toml, or the school's own)."""
    rules = identity.rules(session, on=on)
    names = Weights.__dataclass_fields__
    return Weights(**{name: int(float(rules[f"pair.weight.{name}"].value)) for name in names})
