"""Questions about aid: the grounds of each child, what everybody is entitled to in a term."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.aid import rules, shipped
from kongchuo_desktop.school.aid.counted import Counted, counted, term_rules
from kongchuo_desktop.school.aid.model import AidPick, AidRecognition, CategoryWord, FamilyMember, FamilyStatus
from kongchuo_desktop.school.aid.programmes import amounts_of, programmes
from kongchuo_desktop.school.aid.rules import Amount, Entitlement, Ground, Stage
from kongchuo_desktop.school.concern.model import ConcernMark
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId

MARKED_GROUPS = {"孤儿": "孤儿", "事实无人抚养": "事实无人抚养"}
NO_DISABILITY = ("", "无", "无残疾")


@dataclass(frozen=True)
class Entitled:
    """A child and what it is entitled to."""

    pupil: PupilFacts
    entitlement: Entitlement
    class_name: str  # this and what follows as of the counting day
    boarding: bool
    stage: Stage


@dataclass(frozen=True)
class TermEntitled:
    """Everybody entitled in a term, counted on a day; what is given in kind comes last."""

    term: TermSpan
    day: date
    lines: tuple[Entitled, ...]

    @property
    def money(self) -> tuple[Entitled, ...]:
        """The lines that are paid out."""
        return tuple(one for one in self.lines if not one.entitlement.amount.in_kind)


def term_of(session: Session, *, key: str, today: date) -> TermSpan:
    """The term of a key (2026-autumn) or name (2026年秋季学期), or today's for ""."""
    if not key:
        found = identity.current_term(session, today=today)
        if found is None:
            raise UserError("还没有设置学期，请先在“设置—学期与校历”里填写。")
        return found
    span = next((one for one in identity.terms(session) if key in (one.key, one.name)), None)
    if span is None:
        known = "、".join(one.key for one in identity.terms(session)[-4:])
        raise UserError(f"没有“{key}”这个学期，写法如 2026-autumn（秋季）、2027-spring（春季），现有：{known}。")
    return span


def entitled(session: Session, *, term: TermSpan, today: date, only: Collection[PupilId] | None = None) -> TermEntitled:
    """Who is entitled to what in a term, by class and seat, as everybody stood on the counting day."""
    return entitled_by(session, term=term, today=today, each=(amounts_of(session),), only=only)[0]


def entitled_by(
    session: Session, *, term: TermSpan, today: date, each: Sequence[Sequence[Amount]],
    only: Collection[PupilId] | None = None,
) -> tuple[TermEntitled, ...]:  # fmt: skip
    """The same by each of several sets of amounts, to see what a change would do; everybody is counted once."""
    held = term_rules(session, term=term, today=today)
    wanted = None if only is None else frozenset(only)
    for_all = not all(one.groups for amounts in each for one in amounts)
    if not for_all:  # who has no ground need not be read
        some = _may_have_grounds(session, term)
        wanted = some if wanted is None else wanted & some
    everybody = pupil_room.pupils(session, today=today, status=("在读", "休学", "离校"), ids=wanted)
    found_grounds = dict(grounds(session, people=everybody, term=term))
    for child, ground in _picked(session):
        found_grounds[child] = (*found_grounds.get(child, ()), ground)
    if not for_all:
        everybody = tuple(one for one in everybody if one.id in found_grounds)
    facts = {one.id: one for one in everybody}
    stood = counted(session, people=everybody, grounds=found_grounds, term=term, rules=held, today=today)
    people, offers = [one.person for one in stood.values()], programmes(session)
    answers = (rules.entitlements(people, offers, one, term=term, day=held.day, by=held.by) for one in each)
    return tuple(TermEntitled(term, held.day, _lines(facts, stood, found)) for found in answers)


def _may_have_grounds(session: Session, term: TermSpan) -> frozenset[PupilId]:
    """Whoever any ground of a term may be found for (see `grounds`)."""
    recognised = select(AidRecognition.pupil_id).where(AidRecognition.year == term.year)
    query = select(Pupil.id).where(
        or_(
            Pupil.orphan == "是",
            Pupil.id.in_(select(FamilyMember.pupil_id)),
            Pupil.id_number.in_(select(FamilyMember.id_number)),
            Pupil.id.in_(recognised),
            Pupil.id.in_(select(ConcernMark.pupil_id).where(ConcernMark.kind.in_(MARKED_GROUPS))),
            Pupil.id.in_(select(AidPick.pupil_id)),
        )
    )
    return frozenset(PupilId(child) for child in session.scalars(query))


def _lines(
    facts: Mapping[PupilId, PupilFacts], stood: Mapping[PupilId, Counted], found: Iterable[Entitlement]
) -> tuple[Entitled, ...]:
    return tuple(sorted((_entitled(facts, stood, one) for one in found), key=_in_kind))


def _in_kind(one: Entitled) -> bool:
    return one.entitlement.amount.in_kind


def _entitled(facts: Mapping[PupilId, PupilFacts], stood: Mapping[PupilId, Counted], one: Entitlement) -> Entitled:
    child = stood[one.pupil_id]
    return Entitled(facts[one.pupil_id], one, child.class_name, child.person.boarding, child.person.stage)


def grounds(
    session: Session, *, people: Collection[PupilFacts], term: TermSpan
) -> Mapping[PupilId, tuple[Ground, ...]]:
    """Every group of needy families and pupils that each child is of at some time of a term, with how it is told."""
    found: dict[PupilId, list[Ground]] = {}
    for child, ground in (*_families(session, people), *_recognised(session, term), *_marked(session)):
        if ground.holds_in(term.starts, term.ends):
            found.setdefault(child, []).append(ground)
    for person in people:
        if person.fields["orphan"] == "是" and not any(one.group == "孤儿" for one in found.get(person.id, ())):
            found.setdefault(person.id, []).append(Ground("孤儿", "孤儿（学籍登记）"))
        if person.id in found and person.fields["disability"] not in NO_DISABILITY:
            found[person.id].append(Ground("困难残疾学生", f"残疾学生（{person.fields['disability']}）且家庭困难"))
    return {child: tuple(items) for child, items in found.items()}


def _families(session: Session, people: Collection[PupilFacts]) -> list[tuple[PupilId, Ground]]:
    words = dict(shipped.group_of_words()) | {
        row.word: row.group for row in session.scalars(select(CategoryWord)) if row.group
    }
    by_number = {one.id_number: one.id for one in people if one.id_number}
    query = select(FamilyMember.pupil_id, FamilyMember.id_number, FamilyStatus).join(
        FamilyStatus, FamilyStatus.family_id == FamilyMember.family_id
    )
    query = query.where(or_(FamilyMember.pupil_id.is_not(None), FamilyMember.id_number.is_not(None)))
    found = []
    for pupil, number, status in session.execute(query):
        child = PupilId(pupil) if pupil else by_number.get(number or "")
        if child is None:
            continue
        for word in dict.fromkeys((status.category, status.monitor)):
            if group := words.get(word):
                told = f"{word}（{status.since}起）" if status.since else word
                found.append((child, Ground(group, told, _month(status.since), status.until)))
    return found


def _month(text: str) -> date | None:
    """The first day of a month as a list writes it (2016-12, 2016)."""
    year, _, month = text.partition("-")
    return date(int(year), int(month or 1), 1) if year else None


def _recognised(session: Session, term: TermSpan) -> list[tuple[PupilId, Ground]]:
    query = select(AidRecognition).where(AidRecognition.year == term.year, AidRecognition.level.in_(rules.LEVELS))
    return [
        (
            PupilId(row.pupil_id),
            Ground(
                f"认定{row.level}",
                f"学校认定{row.level}（{row.decided_on.isoformat() if row.decided_on else '未写日期'}）",
                row.since or row.decided_on, row.until,
            ),
        )
        for row in session.scalars(query)
    ]  # fmt: skip


def _marked(session: Session) -> list[tuple[PupilId, Ground]]:
    query = select(ConcernMark).where(ConcernMark.kind.in_(MARKED_GROUPS))
    return [
        (
            PupilId(row.pupil_id),
            Ground(MARKED_GROUPS[row.kind], f"{row.kind}（{row.since.isoformat()}登记）", row.since, row.until),
        )
        for row in session.scalars(query)
    ]  # fmt: skip


def _picked(session: Session) -> list[tuple[PupilId, Ground]]:
    return [
        (
            PupilId(row.pupil_id),
            Ground(rules.picked(row.programme), f"{row.why}（{row.since.isoformat()}起）", row.since, row.until),
        )
        for row in session.scalars(select(AidPick))
    ]  # fmt: skip


def assign_word(session: Session, *, word: str, group: str) -> None:
    """Say once which group an office's word means; "" none."""
    if group and group not in shipped.group_names():
        raise UserError(f"资助类别只能选：{'、'.join(shipped.group_names())}。")
    row = session.scalars(select(CategoryWord).where(CategoryWord.word == word)).first()
    if row is None:
        session.add(CategoryWord(word=word, group=group))
    else:
        row.group = group


def unknown_words(session: Session) -> tuple[str, ...]:
    """Words of lists that nobody has assigned yet."""
    known = shipped.group_of_words().keys() | set(session.scalars(select(CategoryWord.word)))
    used = {word for pair in session.execute(select(FamilyStatus.category, FamilyStatus.monitor)) for word in pair}
    return tuple(sorted(word for word in used if word and word not in known))
