"""The township's list of poor families against the book: whose child is ours, what changed, who left the list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.text import match_name
from kongchuo_desktop.school.aid.intake import FamilyRow
from kongchuo_desktop.school.aid.model import CategoryWord, FamilyMember, FamilyStatus, PoorFamily
from kongchuo_desktop.school.aid.shipped import group_of_words
from kongchuo_desktop.school.imports import Change, Fate, Gone, Plan, PlannedRow, unread
from kongchuo_desktop.school.problems import Problem, Severity, row_named
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.rules import home_of
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId

Place = tuple[str, str]  # a head: ID number, or name and village


@dataclass(frozen=True)
class Work:
    """A row to write: the member and what it was matched to."""

    row: FamilyRow
    pupil_id: PupilId | None
    matched_by: str
    name: str  # healed from the book where the list lost a character


@dataclass
class _Book:
    """The children and families of the book, findable as a list names them."""

    by_id: Mapping[str, PupilFacts]
    by_name: Mapping[str, Sequence[PupilFacts]]
    by_guardian: Mapping[str, Sequence[PupilFacts]]
    known: Mapping[tuple[Place, str], tuple[str, str, str]]  # head, member → category, monitor, since
    seen: Mapping[Place, date]  # head → the day of the last list that named the family
    today: date
    said: dict[str, FamilyRow] = field(default_factory=dict)


def plan(session: Session, *, rows: Sequence[FamilyRow], problems: Sequence[Problem], today: date) -> Plan:
    """Compare the rows of a list with the book; nothing is written."""
    book = _book(session, today)
    planned: list[PlannedRow] = []
    work: dict[int, object] = {}
    told = list(problems)
    for row in rows:
        outcome, item, remark = _plan_row(book, row)
        if item is not None:
            work[len(planned)] = item
        planned.append(outcome)
        told += remark
    planned += unread(problems, read=((row.sheet, row.row) for row in rows))
    unknown = _unknown_words(session, rows)
    asked = "是没见过的类别，请到资助页指定它算哪一类，以后不再问。"
    told += [Problem("", 0, "户类型", f"“{word}”{asked}", Severity.NOTE) for word in unknown]
    return Plan(tuple(planned), tuple(told), gone=_gone(session, rows), work=work)


def _book(session: Session, today: date) -> _Book:
    people = pupil_room.pupils(session, today=today, status=("在读", "休学", "离校"))
    by_name: dict[str, list[PupilFacts]] = {}
    by_guardian: dict[str, list[PupilFacts]] = {}
    for person in people:
        by_name.setdefault(match_name(person.name), []).append(person)
        for adult in person.guardians:
            if adult.id_number:
                by_guardian.setdefault(adult.id_number, []).append(person)
    known: dict[tuple[Place, str], tuple[str, str, str]] = {}
    seen: dict[Place, date] = {}
    query = (
        select(PoorFamily, FamilyStatus, FamilyMember)
        .join(FamilyStatus, FamilyStatus.family_id == PoorFamily.id)
        .join(FamilyMember, FamilyMember.family_id == PoorFamily.id)
        .where(FamilyStatus.until.is_(None))
    )
    for family, status, member in session.execute(query):
        place = _place(family.head_id_number or "", family.head_name, family.village)
        known[place, _member(member.id_number or "", member.name)] = (status.category, status.monitor, status.since)
        seen[place] = status.seen_on
    return _Book({one.id_number: one for one in people if one.id_number}, by_name, by_guardian, known, seen, today)


def _place(head_id: str, head_name: str, village: str) -> Place:
    return (head_id, "") if head_id else (match_name(head_name), village)


def _member(number: str, name: str) -> str:
    return number or match_name(name)


def _plan_row(book: _Book, row: FamilyRow) -> tuple[PlannedRow, Work | None, list[Problem]]:
    child, matched_by, doubt = _match(book, row)
    key = _member(row.member_id, row.member_name)
    if not doubt and (row.member_id or child) and (earlier := book.said.get(key)):
        doubt = f"与{row_named(earlier, beside=row)}是同一个人，重复列出，这一行没有读入。"
    if doubt:
        problem = Problem(row.sheet, row.row, row.headings.get("name", ""), doubt, Severity.DOUBTFUL)
        return PlannedRow(row.sheet, row.row, row.member_name, Fate.DOUBTFUL, reasons=(doubt,)), None, [problem]
    book.said[key] = row
    place = (_place(row.head_id, row.head_name, row.village), key)
    new = (row.category, row.monitor, row.since)
    old = book.known.get(place)
    fate = Fate.NEW if old is None else Fate.UNCHANGED if old == new else Fate.CHANGED
    stale = book.seen.get(place[0], book.today) < book.today  # named again: only the day is new
    remarks = []
    if child is None:
        note = f"“{row.member_name}”不是本校学生，先记在困难家庭里；以后入学会按证件号自动对上。"
        remarks.append(Problem(row.sheet, row.row, row.headings.get("name", ""), note, Severity.NOTE))
    elif child.status == "离校":
        note = f"“{child.name}”已离校，只记家庭情况，不计资助。"
        remarks.append(Problem(row.sheet, row.row, row.headings.get("name", ""), note, Severity.NOTE))
    changes = (Change("category", "户类型", old[0] if old else "", row.category),) if old != new else ()
    name = child.name if child else row.member_name
    outcome = PlannedRow(
        row.sheet, row.row, name, fate, child.id if child else None, changes,
        reasons=tuple(one.reason for one in remarks), class_name=child.class_name if child else "",
    )  # fmt: skip
    item = Work(row, child.id if child else None, matched_by, name) if stale or fate is not Fate.UNCHANGED else None
    return outcome, item, remarks


def _match(book: _Book, row: FamilyRow) -> tuple[PupilFacts | None, str, str]:
    """The child, by what, or why it is doubtful. A name alone never matches; a row without numbers is doubtful."""
    child = book.by_id.get(row.member_id) if row.member_id else None
    if child is not None:
        if row.name_lost or match_name(child.name) == match_name(row.member_name):
            return child, "证件号", ""
        return None, "", f"证件号码是本校“{child.name}”的，名单写的是“{row.member_name}”，请核对是改名还是号码填错。"
    by_adult = [
        one for one in book.by_guardian.get(row.head_id, ())
        if match_name(one.name) == match_name(row.member_name) and not (row.member_id and one.id_number)
    ]  # fmt: skip
    if row.head_id and len(by_adult) == 1:
        return by_adult[0], "户主证件号", ""
    if row.member_id:
        return _namesake_with_number(book, row)
    return None, "", _doubt(book, row)


def _namesake_with_number(book: _Book, row: FamilyRow) -> tuple[PupilFacts | None, str, str]:
    """A valid number that nobody here has: another school's child, unless a namesake of the same home lacks one."""
    if row.name_lost:
        return None, "", f"姓名“{row.member_name}”里有一个字丢失了，证件号码也不是本校学生的，请补上以后再导入。"
    near = [one for one in _candidates(book, row) if not one.id_number]
    if near:
        told = _told(near)
        return None, "", f"可能是{told}（账本里没有证件号），请补上学生的证件号后再导入，或在资助页确认。"
    return None, "", ""


def _doubt(book: _Book, row: FamilyRow) -> str:
    if row.name_lost:
        return f"姓名“{row.member_name}”里有一个字丢失了，又没有证件号码，请补上以后再导入这一行。"
    near = _candidates(book, row)
    if near:
        return f"没有证件号码，可能是{_told(near)}。核对后是同一人的，在表里补上证件号码再导入这一行。"
    return "没有证件号码，本校也没有同名、同村、同家长的学生，请向村里核实。"


def _candidates(book: _Book, row: FamilyRow) -> list[PupilFacts]:
    """Children of that name whose village or adult agrees; the best first."""
    head = match_name(row.head_name)
    same = [
        (sum((_village(one, row), any(match_name(adult.name) == head for adult in one.guardians))), one)
        for one in book.by_name.get(match_name(row.member_name), ())
    ]
    return [one for points, one in sorted(same, key=lambda item: -item[0]) if points]


def _village(person: PupilFacts, row: FamilyRow) -> bool:
    address = str(person.fields.get("home_address") or person.fields.get("current_address") or "")
    return bool(row.village) and row.village in (person.village, home_of(address).village)


def _told(people: Sequence[PupilFacts]) -> str:
    born = {one.id: f"（{one.birth}生）" if one.birth else "" for one in people}
    return "、".join(f"{one.class_name}“{one.name}”{born[one.id]}" for one in people[:3])


def _unknown_words(session: Session, rows: Iterable[FamilyRow]) -> tuple[str, ...]:
    known = group_of_words().keys() | set(session.scalars(select(CategoryWord.word)))
    words = (word for row in rows for word in (row.category, row.monitor) if word)
    return tuple(dict.fromkeys(word for word in words if word not in known))


def _gone(session: Session, rows: Sequence[FamilyRow]) -> tuple[Gone, ...]:
    """Families of the villages of this list that it no longer names."""
    villages = {row.village for row in rows if row.village}
    named = {_place(row.head_id, row.head_name, row.village) for row in rows}
    query = (
        select(PoorFamily, FamilyStatus.id, FamilyStatus.category)
        .join(FamilyStatus, FamilyStatus.family_id == PoorFamily.id)
        .where(FamilyStatus.until.is_(None), PoorFamily.village.in_(villages))
    )
    return tuple(
        Gone(status, f"{family.head_name}户", f"{family.village}{category}")
        for family, status, category in session.execute(query)
        if _place(family.head_id_number or "", family.head_name, family.village) not in named
    )


def apply(session: Session, *, plan: Plan, now: datetime, by: str) -> None:
    """Write every row of the plan; a family whose category changed keeps the old one with its end."""
    today = now.date()
    families = {
        _place(row.head_id_number or "", row.head_name, row.village): row for row in session.scalars(select(PoorFamily))
    }
    for item in plan.work.values():
        if isinstance(item, Work):
            _write(session, families, item, today)
    _seen(session, families, plan, today)


def _write(session: Session, families: dict[Place, PoorFamily], item: Work, today: date) -> None:
    row = item.row
    place = _place(row.head_id, row.head_name, row.village)
    family = families.get(place)
    if family is None:
        family = PoorFamily(
            head_name=row.head_name, head_id_number=row.head_id or None, village=row.village, phone=row.phone
        )
        session.add(family)
        session.flush()
        families[place] = family
    _write_status(session, family, row, today)
    number = row.member_id or None
    members = session.scalars(select(FamilyMember).where(FamilyMember.family_id == family.id)).all()
    named = match_name(item.name)
    same = (one for one in members if (number and one.id_number == number) or match_name(one.name) == named)
    member = next(same, None)
    if member is None:
        member = FamilyMember(family_id=family.id, name=item.name)
        session.add(member)
    member.name, member.id_number, member.relation = item.name, number or member.id_number, row.relation
    if item.pupil_id is not None:
        member.pupil_id, member.matched_by = item.pupil_id, item.matched_by
    session.flush()


def _write_status(session: Session, family: PoorFamily, row: FamilyRow, today: date) -> None:
    current = session.scalars(
        select(FamilyStatus).where(FamilyStatus.family_id == family.id, FamilyStatus.until.is_(None))
    ).first()
    if current is not None and (current.category, current.monitor) == (row.category, row.monitor):
        current.since = row.since or current.since
        return
    if current is not None:
        current.until, current.ended_why = today, f"改为{row.category}"
    session.add(
        FamilyStatus(
            family_id=family.id, category=row.category, monitor=row.monitor, since=row.since, listed_on=today,
            seen_on=today,
        )
    )  # fmt: skip
    session.flush()


def _seen(session: Session, families: Mapping[Place, PoorFamily], plan: Plan, today: date) -> None:
    """The day of the last list that named a family."""
    named = {
        families[place].id
        for item in plan.work.values()
        if isinstance(item, Work)
        and (place := _place(item.row.head_id, item.row.head_name, item.row.village)) in families
    }
    query = select(FamilyStatus).where(FamilyStatus.until.is_(None), FamilyStatus.family_id.in_(named))
    for status in session.scalars(query):
        status.seen_on = today
