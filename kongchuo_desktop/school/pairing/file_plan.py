"""A file of pairs against the book: whom each row means, what would be new, and writing it as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import match_name
from kongchuo_desktop.school.attendance.file_children import Child, NotFound, Roll, roll
from kongchuo_desktop.school.attendance.intake import AttendanceRow
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.imports import Change, Fate, Plan, PlannedRow, unread
from kongchuo_desktop.school.pairing import service
from kongchuo_desktop.school.pairing.intake import PairRow
from kongchuo_desktop.school.pairing.rules import BY_NAME
from kongchuo_desktop.school.pairing.service import PairDraft
from kongchuo_desktop.school.problems import Problem, Severity, row_named
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import PupilId, StaffId

Id = TypeVar("Id", StaffId, PupilId)
Same = tuple[str, PupilId, str]  # kind, child, helper


@dataclass
class _Comparing:
    """The book as a file is compared with it."""

    people: Roll
    staff: Mapping[str, Sequence[StaffId]]
    held: set[Same]
    today: date
    usual: tuple[int, int]  # talks and visits a month, where the file does not say
    said: dict[Same, PairRow] = field(default_factory=dict)


def plan(session: Session, *, rows: Sequence[PairRow], problems: Sequence[Problem], today: date) -> Plan:
    """Compare the rows of a file with the book; nothing is written."""
    book = _book(session, today)
    planned: list[PlannedRow] = []
    work: dict[int, object] = {}
    told = list(problems)
    for row in rows:
        outcome, draft, problem = _plan_row(session, book, row)
        if draft is not None:
            work[len(planned)] = draft
        if problem is not None:
            told.append(problem)
        planned.append(outcome)
    planned += unread(problems, read=((row.sheet, row.row) for row in rows))
    return Plan(tuple(planned), tuple(told), work=work)


def _book(session: Session, today: date) -> _Comparing:
    staff: dict[str, list[StaffId]] = {}
    for person in staff_room.staff(session, today=today):
        staff.setdefault(match_name(person.name), []).append(person.id)
    held = {
        (pair.kind, pair.pupil_id, pair.helper_key) for pair in service.pairs(session, today=today, on=today)
    }  # fmt: skip
    rules = identity.rules(session, on=today)
    usual = (int(float(rules["pair.talks"].value)), int(float(rules["pair.visits"].value)))
    return _Comparing(roll(session, today=today), staff, held, today, usual)


def _plan_row(session: Session, book: _Comparing, row: PairRow) -> tuple[PlannedRow, PairDraft | None, Problem | None]:
    try:
        child = _child(book, row, row.name, row.student_number)
        draft = _draft(book, row, child)
        key = (draft.kind, PupilId(child.id), _key(draft))
        if earlier := book.said.get(key):
            twice = f"与{row_named(earlier, beside=row)}是同一对，重复列出，这一行没有读入。"
            raise NotFound("helper", twice, Fate.DOUBTFUL)
        book.said[key] = row
        if key not in book.held:
            _check(session, draft, book.today)
    except NotFound as error:
        refused = error.fate is Fate.REFUSED
        problem = Problem.of(row, error.field, error.reason, Severity.REFUSED if refused else Severity.DOUBTFUL)
        outcome = PlannedRow(
            row.sheet, row.row, row.name, error.fate, reasons=(error.reason,), class_name=row.class_text
        )
        return outcome, None, problem
    is_new = key not in book.held
    room = book.people.rooms.get(child.class_id or 0)
    outcome = PlannedRow(
        row.sheet, row.row, child.name, Fate.NEW if is_new else Fate.UNCHANGED, child.id,
        (Change("pair", draft.kind, "", row.helper),) if is_new else (), class_name=room.full_name if room else "",
    )  # fmt: skip
    return outcome, draft if is_new else None, None


def _child(book: _Comparing, row: PairRow, name: str, number: str) -> Child:
    """Raises NotFound."""
    alone = AttendanceRow(
        row.sheet, row.row, row.since or book.today, (), "", row.grade, row.class_number, row.campus, row.class_text,
        name, number,
    )  # fmt: skip
    return book.people.child_of(alone, book.people.room_of(alone))


def _draft(book: _Comparing, row: PairRow, child: Child) -> PairDraft:
    """The pair with its helper found: of the staff, of the class, or one from outside. Raises NotFound."""
    same = book.staff.get(match_name(row.helper), ()) or book.staff.get(match_name(row.helper.removesuffix("老师")), ())
    friends = [
        one for one in book.people.by_class.get(child.class_id or 0, ())
        if match_name(one.name) == match_name(row.helper) and one.id != child.id
    ]  # fmt: skip
    kind = row.kind or ("教师帮扶" if same else "同伴互助" if friends else "干部结对")
    staff = friend = None
    side = BY_NAME[kind].side
    if side == "staff":
        staff = _only(same, f"教职工里没有“{row.helper}”", f"教职工里有{len(same)}名“{row.helper}”")
    elif side == "pupil":
        ids = [PupilId(one.id) for one in friends]
        friend = _only(ids, f"本班没有叫“{row.helper}”的同学", f"本班有{len(ids)}名“{row.helper}”")
    usual = book.usual if side == "staff" else (BY_NAME[kind].talks, BY_NAME[kind].visits)
    return PairDraft(
        kind, PupilId(child.id), row.since or book.today, staff, friend, row.helper if side == "outside" else "",
        row.helper_unit, row.helper_phone, row.subject, row.aim, row.talks if row.talks >= 0 else usual[0],
        row.visits if row.visits >= 0 else usual[1], "按名单导入",
    )  # fmt: skip


def _only(found: Sequence[Id], nobody: str, several: str) -> Id:
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFound("helper", f"{several}，分不清是哪一位，请在程序里结对。", Fate.DOUBTFUL)
    raise NotFound("helper", f"{nobody}，请核对姓名，或先登记这个人。")


def _key(draft: PairDraft) -> str:
    if draft.staff_id:
        return f"staff/{draft.staff_id}"
    return f"pupil/{draft.helper_pupil_id}" if draft.helper_pupil_id else f"outside/{draft.helper_name}"


def _check(session: Session, draft: PairDraft, today: date) -> None:
    """What the service would refuse, said of the row. Raises NotFound."""
    try:
        service.require(session, draft=draft, today=today)
    except UserError as error:
        raise NotFound("since" if "日期" in error.sentence else "name", error.sentence) from None


def apply(session: Session, *, plan: Plan, now: datetime, by: str) -> None:
    """Write every pair of the plan. Who did it (`by`) stands in the log."""
    drafts = [one for one in plan.work.values() if isinstance(one, PairDraft)]
    service.make_all(session, drafts=drafts, today=now.date())
