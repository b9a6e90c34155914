"""疑似失学 lists against the book: whose child it is, what was found, counts as the report wants them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import match_name
from kongchuo_desktop.school.imports import Change, Fate, Plan, PlannedRow, unread
from kongchuo_desktop.school.problems import Problem, Severity, row_named
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.returns.categories import CATEGORIES, Counts, counted, side_of
from kongchuo_desktop.school.returns.intake import SuspectRow
from kongchuo_desktop.school.returns.model import Suspect
from kongchuo_desktop.school.returns.settings import in_force
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.batches import ImportBatch, current_batch
from kongchuo_desktop.storage.bulk import bulk_insert

Key = tuple[str, str]
BY_HAND = "人工认领"
STATES = CLOSED, HANDED, PARKED, OPEN, CHECKED, SIGNED = "已核销", "已转交", "待认领", "待核查", "已核查", "已签字"
TOLD = ("category", "code", "explanation", "place", "guardian", "phone")  # what a later list may change


@dataclass(frozen=True)
class Work:
    """A row to write: new, or what changes of one in the book; matched to a pupil or parked."""

    row: SuspectRow
    target: int | None
    pupil_id: PupilId | None
    matched_by: str
    parked: str


@dataclass(frozen=True)
class SuspectFacts:
    """One suspected child as the ledger shows it."""

    id: int
    number: str
    name: str
    id_number: str
    id_trouble: str
    birth_date: date | None
    place: str
    guardian: str
    phone: str
    category: str
    code: str
    explanation: str
    pupil_id: PupilId | None
    matched_by: str
    parked: str
    handed_to: str
    handed_on: date | None
    found_where: str
    checked_on: date | None
    checked_by: str
    evidence: str
    signed_off_by: str
    signed_off_on: date | None
    closed_on: date | None
    closed_why: str
    closed_by: str
    source: str
    listed_on: date

    @property
    def side(self) -> str:
        """not_out | out | apart | unchecked."""
        return side_of(self.category)

    @property
    def state(self) -> str:
        """已核销 | 已转交 | 待认领 | 未核查 | 已核查 | 已签字."""
        if self.closed_on is not None:
            return CLOSED
        if self.handed_on is not None:
            return HANDED
        if self.parked:
            return PARKED
        if not self.category or self.checked_on is None:
            return OPEN
        return SIGNED if self.signed_off_on else CHECKED


def plan(session: Session, *, rows: Sequence[SuspectRow], problems: Sequence[Problem], today: date) -> Plan:
    """Compare the rows of a list with the book; nothing is written. Nobody is dropped: wrong ones are parked.

    A child that was struck off (核销) and stands on a later list is to be checked anew, in an entry of its own.
    """
    every = session.scalars(select(Suspect).order_by(Suspect.id))
    known = {_key(row.id_number, match_name(row.name), row.place): row for row in every}
    pupils = _pupils(session)
    seen: dict[Key, SuspectRow] = {}
    planned: list[PlannedRow] = []
    work: dict[int, object] = {}
    told = list(problems)
    for row in rows:
        name = match_name(row.name)
        key = _key(row.id_number, name, row.place)
        if earlier := seen.get(key):
            reason = f"与{row_named(earlier, beside=row)}是同一名儿童，重复列出，这一行没有读入。"
            told.append(Problem(row.sheet, row.row, row.headings.get("name", ""), reason, Severity.DOUBTFUL))
            planned.append(PlannedRow(row.sheet, row.row, row.name, Fate.DOUBTFUL, reasons=(reason,)))
            continue
        seen[key] = row
        child, matched_by, parked = _match(pupils, row, name)
        there = known.get(key)
        if there is not None and _listed_again(there, row):
            told.append(Problem(row.sheet, row.row, row.headings.get("name", ""), _again(there), Severity.NOTE))
            if child is None and there.matched_by == BY_HAND and there.pupil_id:
                child, matched_by, parked = PupilId(there.pupil_id), BY_HAND, ""
            there = None
        changes = _changes(there, row)
        fate = Fate.NEW if there is None else Fate.CHANGED if changes else Fate.UNCHANGED
        if fate is not Fate.UNCHANGED:
            work[len(planned)] = Work(row, there.id if there else None, child, matched_by, parked)
        planned.append(PlannedRow(row.sheet, row.row, row.name, fate, child, changes))
        if parked and not row.id_trouble:
            told.append(Problem(row.sheet, row.row, row.headings.get("name", ""), f"{parked}。", Severity.NOTE))
    planned += unread(problems, read=((row.sheet, row.row) for row in rows))
    return Plan(tuple(planned), tuple(told), work=work)


def _listed_again(there: Suspect, row: SuspectRow) -> bool:
    """Whether a later list names a child that was struck off; the same file once more does not."""
    same = there.source == row.source and there.number == row.number and not _changes(there, row)
    return there.closed_on is not None and not same


def _again(there: Suspect) -> str:
    when = f"{there.closed_on:%Y-%m-%d}" if there.closed_on else ""
    return f"{when}核销过（{there.category}），又列入名单，作为新的一条列为待核查，以前的结果留着。"


def newest(found: Iterable[SuspectFacts]) -> tuple[SuspectFacts, ...]:
    """One entry of each child, the latest where several lists named it."""
    return tuple({entry_key(one): one for one in found}.values())


def entry_key(one: SuspectFacts) -> Key:
    """What tells that entries of two lists are one child."""
    return _key(one.id_number, match_name(one.name), one.place)


def _key(id_number: str, name: str, place: str) -> Key:
    """`name` folded."""
    return (id_number, name) if id_number else (name, place)


@dataclass(frozen=True)
class _Pupils:
    by_id: Mapping[str, tuple[PupilId, str]]
    by_name: Mapping[str, Sequence[tuple[PupilId, date | None]]]


def _pupils(session: Session) -> _Pupils:
    by_id: dict[str, tuple[PupilId, str]] = {}
    by_name: dict[str, list[tuple[PupilId, date | None]]] = {}
    query = select(Pupil.id, Pupil.name, Pupil.id_number, Pupil.birth_date, Pupil.birth_month_only)
    for number, name, card, born, month_only in session.execute(query):
        if card:
            by_id[card] = (PupilId(number), name)
        by_name.setdefault(match_name(name), []).append((PupilId(number), None if month_only else born))
    return _Pupils(by_id, by_name)


def _match(pupils: _Pupils, row: SuspectRow, name: str) -> tuple[PupilId | None, str, str]:
    """The pupil, by what, and why it is parked; a name alone never matches."""
    found = pupils.by_id.get(row.id_number) if row.id_number and not row.id_trouble else None
    if found is not None:
        if match_name(found[1]) == name:
            return found[0], "证件号", ""
        return None, "", f"号码是本校“{found[1]}”的，名单写的是“{row.name}”，待核对"
    same = pupils.by_name.get(name, ())
    born = [number for number, day in same if row.birth_date and day == row.birth_date]
    if len(born) == 1:
        return born[0], "姓名和出生日期", "号码与账本不同，待核对" if row.id_number else ""
    if row.id_trouble:
        return None, "", f"{row.id_trouble}，{'本校有同名学生，' if same else ''}待核对"
    return None, "", "不是本校学生，待转交所在学校或村" if not same else "本校有同名学生，待核对是不是同一人"


def _changes(there: Suspect | None, row: SuspectRow) -> tuple[Change, ...]:
    """A later list fills in and changes what it says; what it leaves empty stays."""
    headings = {"category": "核查类别", "code": "类别代码", "explanation": "核查说明", "place": "户籍地"}
    return tuple(
        Change(name, headings.get(name, name), getattr(there, name) if there else "", getattr(row, name))
        for name in TOLD
        if getattr(row, name) and (there is None or getattr(there, name) != getattr(row, name))
    )


def apply(session: Session, *, plan: Plan, now: datetime, by: str) -> None:
    """Write every row of the plan; new ones say which file they came in."""
    source = session.get_one(ImportBatch, current_batch(session)).file_name[:120]
    new = []
    for item in plan.work.values():
        if not isinstance(item, Work):
            continue
        if item.target is None:
            new.append(_values(item, now.date(), source))
            continue
        row = session.get_one(Suspect, item.target)
        for name in TOLD:
            if value := getattr(item.row, name):
                setattr(row, name, value)
        if row.matched_by != BY_HAND and row.handed_on is None:
            row.pupil_id, row.matched_by, row.parked = item.pupil_id or row.pupil_id, item.matched_by, item.parked
    session.flush()
    bulk_insert(session, Suspect, new)


def _values(item: Work, today: date, source: str) -> dict[str, object]:
    row = item.row
    return {
        "listed_on": today, "source": source, "number": row.number, "name": row.name, "id_number": row.id_number,
        "id_trouble": row.id_trouble, "birth_date": row.birth_date, "pupil_id": item.pupil_id,
        "matched_by": item.matched_by, "parked": item.parked, **{name: getattr(row, name) for name in TOLD},
    }  # fmt: skip


def suspects(session: Session, *, category: str = "", only_open: bool = False) -> tuple[SuspectFacts, ...]:
    """The ledger in the order of the lists."""
    query = select(*(getattr(Suspect, name) for name in FACTS)).order_by(Suspect.id)
    if category:
        query = query.where(Suspect.category == category)
    if only_open:
        query = query.where(Suspect.closed_on.is_(None))
    return tuple(SuspectFacts(*row) for row in session.execute(query))


FACTS = tuple(SuspectFacts.__dataclass_fields__)


def counts(session: Session) -> Counts:
    """The figures of the check, closed ones included; of a child on several lists the latest."""
    return counted(one.category for one in newest(suspects(session)))


def check(
    session: Session, *, suspect_ids: Iterable[int], category: str, day: date, by: str, where: str, explanation: str,
    evidence: str = "", code: str = "",
) -> int:  # fmt: skip
    """What the house-to-house check found of each child; how many. The county's letter goes with the category."""
    if category not in CATEGORIES:
        raise UserError(f"核查类别只能选：{'、'.join(CATEGORIES)}。")
    if not by.strip():
        raise UserError("请写明核查人。")
    letter = code.strip()[:10] or in_force(session, on=day).letters.get(category, "")
    rows = _rows(session, suspect_ids)
    for row in rows:
        if day < row.listed_on:
            raise UserError(f"“{row.name}”的名单{row.listed_on.isoformat()}才收到，核查日期不能更早。")
        row.category, row.checked_on, row.checked_by = category, day, by.strip()[:120]
        row.found_where = where.strip()[:200] or row.found_where
        row.explanation = explanation.strip()[:500] or row.explanation
        row.evidence, row.code = evidence.strip()[:300] or row.evidence, letter or row.code
        row.signed_off_by, row.signed_off_on = "", None  # signed for what it said before
    return len(rows)


def _rows(session: Session, ids: Iterable[int]) -> list[Suspect]:
    """Rows to be changed; one that was closed stays as it was closed."""
    rows = [session.get_one(Suspect, number) for number in ids]
    for row in rows:
        if row.closed_on is not None:
            raise UserError(f"“{row.name}”已经核销，要改请先撤回核销。")
    return rows


def sign_off(session: Session, *, suspect_ids: Iterable[int], day: date, by: str) -> int:
    """The principal stands for what was found; only of checked ones."""
    if not by.strip():
        raise UserError("请写明谁签字确认。")
    rows = _rows(session, suspect_ids)
    for row in rows:
        if not row.category or row.checked_on is None:
            raise UserError(f"“{row.name}”还没有核查，不能签字确认。")
        row.signed_off_by, row.signed_off_on = by.strip()[:60], day
    return len(rows)


def close(session: Session, *, suspect_ids: Iterable[int], day: date, why: str, by: str = "") -> int:
    """核销: proven not to be out, or back in school. Without evidence it is refused."""
    rows = _rows(session, suspect_ids)
    for row in rows:
        if not row.category:
            raise UserError(f"“{row.name}”还没有核查，不能核销。")
        if not row.evidence:
            raise UserError(f"“{row.name}”还没有证明材料（在读证明、派出所或村委会证明等），不能核销。")
        row.closed_on, row.closed_why, row.closed_by = day, why.strip()[:200], by[:60]
    return len(rows)


def reopen(session: Session, *, suspect_ids: Iterable[int]) -> int:
    """Take a 核销 back; how many."""
    rows = [session.get_one(Suspect, number) for number in suspect_ids]
    for row in rows:
        row.closed_on, row.closed_why, row.closed_by = None, "", ""
    return len(rows)
