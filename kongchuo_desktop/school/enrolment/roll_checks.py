"""Checks of the roll that were kept, and their differences, each settled by its own act."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import match_name
from kongchuo_desktop.school.enrolment.comparison import ChildList, Comparison, Difference, Kind, Listed, Source
from kongchuo_desktop.school.enrolment.model import AreaChild, EnrolmentEvent, RollCheck, RollDifference
from kongchuo_desktop.school.identity.model import Village
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import ClassId, PupilId

BOOK_LABEL = "本校账本"
SETTLED_PLACEMENTS = ("在外就读", "延缓入学", "免学", "出国", "已毕业")
OUTCOMES: Mapping[str, tuple[str, ...]] = {
    Kind.ROLL_ONLY: ("已催对方学校转走学籍", "已联系，限期返校", "已立案劝返", "已办休学", "重复学籍，已报删", "其他"),
    Kind.HERE_ONLY: ("已申请转入学籍", "已联系原学校", "名单遗漏，已报上级", "其他"),
    Kind.NO_NUMBER: ("已申请建立学籍", "已申请转入学籍", "已报上级", "其他"),
    Kind.NOT_IN_SCHOOL: ("在外就读，有证明", "延缓入学，有批准", "已立案劝返", "迁走或查无此人", "年龄不符", "其他"),
    Kind.WRONG_ID: ("账本已更正", "名单有误，已报更正", "不是同一人", "其他"),
    Kind.OTHER_FACTS: ("账本已更正", "名单有误，已报更正", "不是同一人", "其他"),
    Kind.NOT_AT_HOME: ("随迁或借读", "户籍在外村", "名单遗漏，已告知村委会", "其他"),
    Kind.TWICE: ("同一人，名单重复", "不是同一人", "其他"),
}


@dataclass(frozen=True)
class CheckFacts:
    """One check as the list of checks shows it."""

    id: int
    kind: str  # presence | lists
    day: date
    title: str
    class_id: ClassId | None
    opens: date | None
    counted: int
    lists: tuple[Mapping[str, Any], ...]
    taken_by: str
    differences: int
    open: int


@dataclass(frozen=True)
class DifferenceFacts:
    """One difference of a kept check."""

    id: int
    check_id: int
    day: date
    kind: str
    pupil_id: PupilId | None
    name: str
    id_number: str
    birth_date: date | None
    why: str
    where: str
    entries: Mapping[str, Mapping[str, Any]]
    outcome: str
    outcome_note: str
    closed_on: date | None
    closed_by: str


def book_list(session: Session, *, today: date) -> ChildList:
    """The book's side of a comparison: pupils, those who have left, and the known children of the area."""
    everybody = pupil_room.pupils(session, today=today, status=("在读", "休学", "离校"))
    proven = _proven(session)
    children = [_listed(person, proven) for person in everybody]
    villages: dict[int, str] = dict(session.execute(select(Village.id, Village.name)).all())
    rows = session.scalars(select(AreaChild).where(AreaChild.closed_on.is_(None)))
    children += [_area_child(row, villages) for row in rows]
    return ChildList(Source.BOOK, BOOK_LABEL, children)


def _proven(session: Session) -> frozenset[int]:
    """Leavers whose enrolment elsewhere is proven."""
    query = select(EnrolmentEvent.pupil_id).where(
        EnrolmentEvent.withdrawn_at.is_(None), EnrolmentEvent.receipt_on.is_not(None)
    )
    return frozenset(session.scalars(query))


def _listed(person: pupil_room.PupilFacts, proven: Collection[int]) -> Listed:
    gone = person.status == "离校"
    left = person.fields.get("left_on")
    why = person.fields.get("left_why") or "离校"
    return Listed(
        name=person.name, folded=match_name(person.name), id_number=person.id_number,
        student_number=person.student_number, birth=person.birth_date, month_only=person.birth_month_only,
        sex=person.sex, village=person.village, where=person.class_name,
        adults=frozenset(match_name(adult.name) for adult in person.guardians)
        | frozenset(adult.id_number for adult in person.guardians if adult.id_number),
        phones=frozenset(filter(None, (person.phone, *(adult.phone for adult in person.guardians)))),
        pupil_id=person.id, status=person.status,
        told=(f"账本记载{left.isoformat()}后{why}" if left else f"账本记载已{why}") if gone else "",
        settled=gone and (person.id in proven or why in ("死亡", "毕业", "结业")),
    )  # fmt: skip


def _area_child(row: AreaChild, villages: Mapping[int, str]) -> Listed:
    where = f"在{row.school_name}" if row.school_name else ""
    return Listed(
        name=row.name, folded=match_name(row.name), id_number=row.id_number or "", birth=row.birth_date, sex=row.sex,
        village=villages.get(row.village_id or 0, ""), where=villages.get(row.village_id or 0, ""),
        adults=frozenset(filter(None, (match_name(row.guardian_name),))),
        phones=frozenset(filter(None, (row.guardian_phone,))),
        told=f"服务区登记为{row.placement}{where}" + ("" if row.proof else "，还没有证明"),
        settled=row.placement in SETTLED_PLACEMENTS and bool(row.proof),
    )  # fmt: skip


def keep(
    session: Session, *, found: Comparison, lists: Sequence[Mapping[str, Any]], counted: int, title: str,
    now: datetime, by: str,
) -> int:  # fmt: skip
    """Keep a comparison with every difference open; its id. `lists`: of each list label, source, file, rows."""
    check = RollCheck(
        kind="lists", day=now.date(), title=title, counted=counted, taken_at=now.replace(tzinfo=None), taken_by=by,
        lists=json.dumps(list(lists), ensure_ascii=False),
    )  # fmt: skip
    session.add(check)
    session.flush()
    session.add_all(_row(check.id, item) for item in found.differences)
    session.flush()
    return check.id


def _row(check_id: int, item: Difference) -> RollDifference:
    shown = item.shown
    return RollDifference(
        check_id=check_id, kind=item.kind.value, pupil_id=item.pupil_id, name=item.name[:60],
        id_number=shown.id_number, birth_date=shown.birth,
        details=json.dumps({"why": item.why, "where": shown.where, "entries": plain_entries(item)}, ensure_ascii=False),
    )  # fmt: skip


def plain_entries(item: Difference) -> dict[str, dict[str, Any]]:
    """What each list says, as plain values."""
    return {
        label: {
            "name": entry.name, "sex": entry.sex, "birth_date": entry.birth.isoformat() if entry.birth else "",
            "id_number": entry.id_number, "student_number": entry.student_number, "where": entry.where,
            "sheet": entry.sheet, "row": entry.row,
        }
        for label, entry in item.entries.items()
    }  # fmt: skip


def checks(session: Session, *, kind: str = "") -> tuple[CheckFacts, ...]:
    """Kept checks, the newest first."""
    query = (
        select(RollCheck, func.count(RollDifference.id), func.count(RollDifference.closed_on))
        .outerjoin(RollDifference, RollDifference.check_id == RollCheck.id)
        .group_by(RollCheck.id)
        .order_by(RollCheck.day.desc(), RollCheck.id.desc())
    )
    if kind:
        query = query.where(RollCheck.kind == kind)
    return tuple(
        CheckFacts(
            row.id, row.kind, row.day, row.title, ClassId(row.class_id) if row.class_id else None, row.opens,
            row.counted, tuple(json.loads(row.lists)), row.taken_by, count, count - closed,
        )
        for row, count, closed in session.execute(query)
    )  # fmt: skip


def differences(
    session: Session, *, check_id: int | None = None, only_open: bool = False
) -> tuple[DifferenceFacts, ...]:
    """Differences of one check or of all, in the order they were found."""
    query = select(RollDifference, RollCheck.day).join(RollCheck, RollCheck.id == RollDifference.check_id)
    if check_id is not None:
        query = query.where(RollDifference.check_id == check_id)
    if only_open:
        query = query.where(RollDifference.closed_on.is_(None))
    rows = session.execute(query.order_by(RollDifference.check_id.desc(), RollDifference.id))
    return tuple(_facts(row, day) for row, day in rows)


def _facts(row: RollDifference, day: date) -> DifferenceFacts:
    told = json.loads(row.details)
    return DifferenceFacts(
        row.id, row.check_id, day, row.kind, PupilId(row.pupil_id) if row.pupil_id else None, row.name, row.id_number,
        row.birth_date, told.get("why", ""), told.get("where", ""), told.get("entries", {}), row.outcome,
        row.outcome_note, row.closed_on, row.closed_by,
    )  # fmt: skip


def settle(session: Session, *, ids: Iterable[int], outcome: str, note: str, day: date, by: str) -> int:
    """Close differences with what was found; “其他” wants a note. How many."""
    if not outcome.strip():
        raise UserError("请选择核查结果，再办结这项差异。")
    if outcome == "其他" and not note.strip():
        raise UserError("核查结果选了“其他”，请在说明里写清楚是什么情况。")
    rows = [session.get_one(RollDifference, number) for number in ids]
    for row in rows:
        row.outcome, row.outcome_note, row.closed_on, row.closed_by = outcome, note.strip()[:300], day, by
    return len(rows)


def reopen(session: Session, *, difference_id: int) -> None:
    """Take a settlement back; the log keeps it."""
    row = session.get_one(RollDifference, difference_id)
    row.outcome, row.outcome_note, row.closed_on, row.closed_by = "", "", None, ""
