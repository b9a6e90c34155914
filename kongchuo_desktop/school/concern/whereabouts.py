"""Where parents are: one row for all the children of a person, with history."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.resources import read_toml
from kongchuo_desktop.kit.text import tidy_text
from kongchuo_desktop.school.concern.left_behind import (
    FATHERS,
    MOTHERS,
    STATES,
    Definition,
    Judgement,
    Parent,
    definitions_of,
    judge,
)
from kongchuo_desktop.school.concern.model import ParentWhereabouts
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils.model import Guardian, Pupil, PupilGuardian
from kongchuo_desktop.school.pupils.service import FEW, HERE
from kongchuo_desktop.school.types import GuardianId, PupilId

RULE = "concern.left_behind"
WAYS = ("电话", "微信", "视频", "当面", "托人带话")


@dataclass(frozen=True)
class Stay:
    """Where a parent is or was; state "" when nobody has asked."""

    state: str = ""
    place: str = ""
    work: str = ""
    since: date | None = None
    until: date | None = None
    back_expected: str = ""
    contact_on: date | None = None
    contact_how: str = ""
    unable: bool = False
    note: str = ""


@dataclass(frozen=True)
class ParentFacts:
    """A parent of a child and where that person is."""

    guardian_id: GuardianId
    name: str
    relation: str
    phone: str
    stay: Stay = Stay()

    @property
    def contact_on(self) -> date | None:
        """When this parent was last spoken to."""
        return self.stay.contact_on

    @property
    def words(self) -> str:
        """父亲 省外务工（浙江温州）."""
        place = f"（{self.stay.place}）" if self.stay.place else ""
        return f"{self.relation}{self.stay.state or '去向未登记'}{place}"


def definition(session: Session, *, on: date) -> Definition:
    """The definition of 留守 in force on a day."""
    found = definitions()
    return found[identity.rules(session, on=on)[RULE].value]


def definitions() -> dict[str, Definition]:
    """The definitions that a school may choose from."""
    return definitions_of(read_toml("policy", "concern.toml"))


def choose_definition(session: Session, *, key: str, since: date, document: str) -> None:
    """The school counts by another definition from a day on."""
    if key not in definitions():
        raise UserError("没有这种留守口径，请从列出的几种里选择。")
    identity.set_rule(session, key=RULE, value=key, in_force_from=since, document=document)


def parents_of(
    session: Session, *, on: date, pupil_ids: Collection[PupilId] | None = None
) -> dict[PupilId, tuple[ParentFacts, ...]]:
    """Fathers and mothers of children with where they are on a day; other adults are left out."""
    stays = _stays(session, on)
    query = (
        select(
            PupilGuardian.pupil_id, PupilGuardian.relation, Guardian.id, Guardian.name, Guardian.phone
        )
        .join(Guardian, Guardian.id == PupilGuardian.guardian_id)
        .where(PupilGuardian.relation.in_((*FATHERS, *MOTHERS)))
        .order_by(PupilGuardian.pupil_id, PupilGuardian.position, PupilGuardian.id)
    )  # fmt: skip
    wanted = None if pupil_ids is None else frozenset(pupil_ids)
    if wanted is not None and len(wanted) <= FEW:
        query = query.where(PupilGuardian.pupil_id.in_(wanted))
    found: dict[PupilId, list[ParentFacts]] = {}
    for child, relation, number, name, phone in session.execute(query):
        if wanted is None or child in wanted:
            facts = ParentFacts(GuardianId(number), name, relation, phone, stays.get(number, Stay()))
            found.setdefault(PupilId(child), []).append(facts)
    return {child: tuple(adults) for child, adults in found.items()}


def _stays(session: Session, on: date) -> dict[int, Stay]:
    query = (
        select(ParentWhereabouts)
        .where(or_(ParentWhereabouts.until.is_(None), ParentWhereabouts.until > on))
        .order_by(ParentWhereabouts.id)
    )
    return {row.guardian_id: _stay(row) for row in session.scalars(query) if row.since is None or row.since <= on}


def _stay(row: ParentWhereabouts) -> Stay:
    return Stay(
        row.state, row.place, row.work, row.since, row.until, row.back_expected, row.last_contact_on,
        row.last_contact_how, row.unable_to_care, row.note,
    )  # fmt: skip


def history(session: Session, *, guardian_id: GuardianId) -> tuple[Stay, ...]:
    """Where a parent has been, newest first."""
    query = select(ParentWhereabouts).where(ParentWhereabouts.guardian_id == guardian_id)
    return tuple(_stay(row) for row in session.scalars(query.order_by(ParentWhereabouts.id.desc())))


def set_whereabouts(session: Session, *, guardian_id: GuardianId, stay: Stay, today: date) -> None:
    """Write where a parent is: the same state and place put right what stands, others close it and begin anew."""
    _require(stay, today)
    place = tidy_text(stay.place)
    row = _current(session, guardian_id)
    if row is not None and (row.state != stay.state or (row.place and row.place != place)):
        _close(row, stay, today)
        row = None
    if row is None:
        row = ParentWhereabouts(guardian_id=guardian_id, state=stay.state)
        session.add(row)
    row.state, row.place, row.work = stay.state, place, tidy_text(stay.work)
    row.since, row.back_expected, row.unable_to_care = stay.since, tidy_text(stay.back_expected), stay.unable
    row.note = tidy_text(stay.note)
    if stay.contact_on is not None:
        row.last_contact_on, row.last_contact_how = stay.contact_on, stay.contact_how
    session.flush()


def _close(row: ParentWhereabouts, stay: Stay, today: date) -> None:
    """It ended where the new one begins; today where that is not known."""
    row.until = stay.since if stay.since and (row.since is None or stay.since >= row.since) else today


def _current(session: Session, guardian_id: GuardianId) -> ParentWhereabouts | None:
    query = select(ParentWhereabouts).where(
        ParentWhereabouts.guardian_id == guardian_id, ParentWhereabouts.until.is_(None)
    )
    return session.scalars(query.order_by(ParentWhereabouts.id.desc())).first()


def _require(stay: Stay, today: date) -> None:
    if stay.state not in STATES:
        raise UserError(f"父母去向只能选：{'、'.join(STATES)}。")
    for day, what in ((stay.since, "起始日期"), (stay.contact_on, "联系日期")):
        if day is not None and day > today:
            raise UserError(f"{what}不能晚于今天，请改正。")
    for text, what, longest in ((stay.place, "地点", 120), (stay.work, "做什么", 100), (stay.note, "备注", 200)):
        if len(text) > longest:
            raise UserError(f"{what}最多 {longest} 个字，现在有 {len(text)} 个，请缩短。")


def judgements(
    session: Session, *, on: date, pupil_ids: Collection[PupilId] | None = None, by: Definition | None = None
) -> dict[PupilId, Judgement]:
    """Who is left behind by the definition in force (or another), of children with a parent's state on record."""
    rule = by or definition(session, on=on)
    parents = parents_of(session, on=on, pupil_ids=pupil_ids)
    query = select(Pupil.id, Pupil.birth_date).where(Pupil.status.in_(HERE))
    births = {PupilId(child): birth for child, birth in session.execute(query)}
    return {
        child: judge(
            rule,
            [Parent(item.relation, item.stay.state, item.stay.since, item.stay.unable) for item in adults],
            birth=births[child], on=on,
        )
        for child, adults in parents.items()
        if child in births and any(item.stay.state for item in adults)
    }  # fmt: skip
