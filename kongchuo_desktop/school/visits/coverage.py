"""A term's plan of visits read from the book: who is asked for, who was seen, what was decided otherwise."""

import re
from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.model import Village
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pupils.model import Household, Pupil, PupilGuardian
from kongchuo_desktop.school.pupils.service import FEW, HERE
from kongchuo_desktop.school.staff.model import StaffMember
from kongchuo_desktop.school.types import ClassId, PupilId, StaffId
from kongchuo_desktop.school.visits.coverage_rules import Child, Coverage, Held, PlanRules, family, groups, kin
from kongchuo_desktop.school.visits.model import Visit, VisitPlan, VisitPupil
from kongchuo_desktop.school.visits.rules import FORMS

MOST = 12  # visits to one family in a term


def plan_rules(session: Session, *, on: date) -> PlanRules:
    """The rules of the plan in force on a day."""
    values = {key: rule.value for key, rule in identity.rules(session, on=on).items()}
    named = frozenset(re.split(r"[、,，\s]+", values["visits.forms"])) & frozenset(FORMS)
    return PlanRules(
        times=int(float(values["visits.per_term"])), key_times=int(float(values["visits.per_term_key"])),
        forms=named or PlanRules().forms, last_days=int(float(values["visits.last_days"])),
        remind_days=int(float(values["visits.remind_days"])),
    )  # fmt: skip


def term_of(session: Session, *, today: date, key: str = "") -> TermSpan:
    """A term by its key (2026-autumn), by default the current one."""
    found = identity.current_term(session, today=today)
    if key:
        found = next((span for span in identity.terms(session) if span.key == key), None)
    if found is None:
        raise UserError(f"校历里没有学期“{key}”，请到“设置”里核对学期。" if key else "校历里还没有学期，请先设置。")
    return found


def coverage(session: Session, *, term: TermSpan, today: date, to_remind: bool = False) -> Coverage:
    """How far the plan of a term is: on today, or on the term's last day when that is past.

    `to_remind`: families that nobody is to be reminded of yet may be left out; most of the term only those
    with a key child, or with a decision of their own, are read at all.
    """
    on = max(term.starts, min(today, term.ends))
    rules = plan_rules(session, on=on)
    key, held = concern.key_pupils(session, on=on), decided(session, term=term)
    only_these = to_remind and on < rules.first_reminder(term)
    if only_these and not key and not held:
        return Coverage(term, on, rules, ())
    adults, homes = _adults(session), _homes(session)
    children = _children(session, on, kin(key | held.keys(), homes, adults) if only_these else None)
    contacts = _contacts(session, term, on)
    found = [
        family([children[one] for one in members], term=term, rules=rules, key=key, held=held, contacts=contacts)
        for members in groups(children, homes, adults)
    ]
    found.sort(key=lambda item: (item.children[0].grade, item.children[0].class_id or 0, item.children[0].id))
    return Coverage(term, on, rules, tuple(found))


def decided(session: Session, *, term: TermSpan) -> dict[PupilId, Held]:
    """What the school decided against the rule in a term, by child."""
    query = (
        select(VisitPlan, StaffMember.name)
        .outerjoin(StaffMember, StaffMember.id == VisitPlan.staff_id)
        .where(VisitPlan.year == term.year, VisitPlan.season == term.season)
    )
    return {
        PupilId(row.pupil_id): Held(
            row.times, StaffId(row.staff_id) if row.staff_id is not None else None, name or "", row.due, row.note
        )
        for row, name in session.execute(query)
    }


def decide(session: Session, *, term: TermSpan, pupil_ids: Iterable[PupilId], held: Held | None) -> None:
    """Decide for some children how often, by whom, until when; None gives them back to the rule."""
    if held is not None and not 0 <= held.times <= MOST:
        raise UserError(f"每学期家访次数要在0到{MOST}之间；0表示这一户本学期不安排。")
    if held is not None and held.due is not None and not term.starts <= held.due <= term.ends:
        raise UserError(f"期限要在{term.name}之内（{term.starts:%Y-%m-%d}至{term.ends:%Y-%m-%d}）。")
    for number in dict.fromkeys(pupil_ids):
        mine = (VisitPlan.year == term.year, VisitPlan.season == term.season, VisitPlan.pupil_id == number)
        row = session.scalars(select(VisitPlan).where(*mine)).first()
        if held is None:
            if row is not None:
                session.delete(row)
            continue
        if row is None:
            row = VisitPlan(year=term.year, season=term.season, pupil_id=number)
            session.add(row)
        row.times, row.staff_id, row.due, row.note = held.times, held.staff_id, held.due, held.note.strip()[:200]


def _adults(session: Session) -> list[tuple[PupilId, int]]:
    """The adults that several children share: only they make a family of them."""
    shared = select(PupilGuardian.guardian_id).group_by(PupilGuardian.guardian_id).having(func.count() > 1)
    ties = select(PupilGuardian.pupil_id, PupilGuardian.guardian_id).where(PupilGuardian.guardian_id.in_(shared))
    return [(PupilId(child), adult) for child, adult in session.execute(ties.order_by(PupilGuardian.id))]


def _homes(session: Session) -> dict[PupilId, int]:
    """The households that several children share."""
    shared = select(Pupil.household_id).group_by(Pupil.household_id).having(func.count() > 1)
    homes = select(Pupil.id, Pupil.household_id).where(Pupil.household_id.in_(shared))
    return {PupilId(child): home for child, home in session.execute(homes.order_by(Pupil.id)) if home is not None}


def _children(session: Session, on: date, only: Collection[PupilId] | None) -> dict[PupilId, Child]:
    """Who was on the roll on a day: everybody, or those of some."""
    rooms = {room.id: room for room in class_room.classes(session, today=on, closed=True)}
    places: dict[int, str] = dict(session.execute(select(Village.id, Village.name)).all())
    query = (
        select(
            Pupil.id, Pupil.uid, Pupil.name, Pupil.class_id, Pupil.village_id, Pupil.joined_on,
            Pupil.current_address, Pupil.home_address, Household.village_id.label("home_village"), Household.group,
            Household.address,
        )
        .outerjoin(Household, Household.id == Pupil.household_id)
        .where(or_(Pupil.joined_on.is_(None), Pupil.joined_on <= on))
        .where(or_(Pupil.status.in_(HERE), Pupil.left_on >= on))
        .order_by(Pupil.id)
    )  # fmt: skip
    if only is not None and len(only) <= FEW:
        query = query.where(Pupil.id.in_(only))
    found: dict[PupilId, Child] = {}
    for row in session.execute(query):
        number, room = PupilId(row.id), rooms.get(ClassId(row.class_id or 0))
        if only is not None and number not in only:
            continue
        found[number] = Child(
            number, row.uid, row.name, room.id if room else None, room.full_name if room else "",
            room.grade if room else 0, room.head_id if room else None, room.head if room else "",
            places.get(row.village_id or row.home_village or 0, ""), row.group or "",
            row.current_address or row.address or row.home_address, row.joined_on,
        )  # fmt: skip
    return found


def _contacts(session: Session, term: TermSpan, on: date) -> dict[PupilId, set[tuple[date, str]]]:
    query = (
        select(VisitPupil.pupil_id, Visit.day, Visit.form)
        .join(Visit, Visit.id == VisitPupil.visit_id)
        .where(Visit.withdrawn_at.is_(None), Visit.day.between(term.starts, min(term.ends, on)))
    )
    found: dict[PupilId, set[tuple[date, str]]] = {}
    for number, day, form in session.execute(query):
        found.setdefault(PupilId(number), set()).add((day, form))
    return found
