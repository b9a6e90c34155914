"""随迁就读: children of ours who attend elsewhere, followed by checks until they come back or are settled there."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NewType

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.enrolment.model import AreaChild, ElsewhereCheck, ElsewhereStay
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.model import Village
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import PupilId

StayId = NewType("StayId", int)
WAYS = ("电话", "视频", "平台", "回执", "上门", "村干部")
ENDS = ("返回本校", "转出学籍", "已在当地建籍", "升学", "下落不明", "其他")
RULE = "elsewhere.check_days"


@dataclass(frozen=True)
class CheckFacts:
    """One confirmation: when, how, what was found, what it rests on, by whom."""

    day: date
    how: str
    found: str
    proof: str
    checked_by: str


@dataclass(frozen=True)
class StayFacts:
    """A child that attends elsewhere. `last` is the newest check; `overdue` days since the next one was due."""

    id: StayId
    uid: str
    pupil_id: PupilId | None
    area_child_id: int | None
    name: str
    sex: str
    class_name: str
    village: str
    school_name: str
    region: str
    with_whom: str
    phone: str
    minder: str
    minder_phone: str
    since: date
    until: date | None
    ended_why: str
    next_due: date | None
    note: str
    checks: tuple[CheckFacts, ...]

    @property
    def last(self) -> CheckFacts | None:
        """The newest check."""
        return self.checks[-1] if self.checks else None

    def overdue(self, on: date) -> int:
        """Days since the next check was due; 0 when it is not."""
        return max(0, (on - self.next_due).days) if self.next_due and self.until is None else 0


@dataclass(frozen=True)
class StayDraft:
    """What is known when a child begins to attend elsewhere, or is changed later."""

    since: date
    school_name: str = ""
    region: str = ""
    with_whom: str = ""
    phone: str = ""
    minder: str = ""
    minder_phone: str = ""
    note: str = ""


LIMITS = {
    "school_name": 120, "region": 120, "with_whom": 60, "phone": 40, "minder": 60, "minder_phone": 40, "note": 200,
}  # fmt: skip


def check_days(session: Session, *, on: date) -> int:
    """How many days a check is good for, by the rule in force."""
    rule = identity.rules(session, on=on).get(RULE)
    return int(float(rule.value)) if rule else 90


def start_stay(
    session: Session, *, draft: StayDraft, pupil_id: PupilId | None = None, area_child_id: int | None = None
) -> StayId:
    """Begin to follow a pupil of ours, or a child of the service area; the first check is due by the rule."""
    if (pupil_id is None) == (area_child_id is None):
        raise ValueError("a stay is of a pupil or of a child of the area")
    same = ElsewhereStay.pupil_id == pupil_id if pupil_id else ElsewhereStay.area_child_id == area_child_id
    if session.scalars(select(ElsewhereStay).where(same, ElsewhereStay.until.is_(None))).first() is not None:
        raise UserError("这名学生已经在随迁就读台账里，请直接登记核实情况，或先结束原来的一条。")
    row = ElsewhereStay(pupil_id=pupil_id, area_child_id=area_child_id, since=draft.since)
    _fill(row, draft)
    row.next_due = draft.since + timedelta(days=check_days(session, on=draft.since))
    session.add(row)
    session.flush()
    return StayId(row.id)


def change_stay(session: Session, *, stay_id: StayId, draft: StayDraft) -> None:
    """Correct what is known of a stay."""
    _fill(_open(session, stay_id), draft)


def _fill(row: ElsewhereStay, draft: StayDraft) -> None:
    for name, limit in LIMITS.items():
        text = str(getattr(draft, name)).strip()
        if len(text) > limit:
            raise UserError(f"“{text[:12]}…”最多 {limit} 个字，请缩短。")
        setattr(row, name, text)
    row.since = draft.since


def confirm(
    session: Session, *, stay_id: StayId, day: date, how: str, found: str = "", proof: str = "", by: str = "",
    next_due: date | None = None,
) -> None:  # fmt: skip
    """Put down that the child was seen, heard or certified to attend there; the next check follows by the rule."""
    row = _open(session, stay_id)
    if day < row.since:
        raise UserError(f"核实日期不能早于开始随迁就读的日期{row.since.isoformat()}，请核对。")
    if not (how.strip() or found.strip() or proof.strip()):
        raise UserError("请写明怎样核实的，如“视频”“平台”或凭什么证明。")
    session.add(
        ElsewhereCheck(
            stay_id=row.id, day=day, how=how.strip()[:20], found=found.strip()[:200], proof=proof.strip()[:200],
            checked_by=by.strip()[:60],
        )
    )  # fmt: skip
    row.next_due = next_due or day + timedelta(days=check_days(session, on=day))
    session.flush()


def end_stay(session: Session, *, stay_id: StayId, until: date, why: str) -> None:
    """The child came back, or is settled there; the record stays."""
    row = _open(session, stay_id)
    if until < row.since:
        raise UserError(f"结束日期不能早于开始日期{row.since.isoformat()}，请核对。")
    if not why.strip():
        raise UserError("请写明为什么结束，如“返回本校”。")
    row.until, row.ended_why, row.next_due = until, why.strip()[:60], None


def _open(session: Session, stay_id: StayId) -> ElsewhereStay:
    row = session.get(ElsewhereStay, stay_id)
    if row is None:
        raise UserError("这条随迁就读记录已不在账本里，请刷新列表。")
    if row.until is not None:
        raise UserError("这条随迁就读记录已经结束，不能再改；需要的话请新登记一条。")
    return row


def stays(session: Session, *, on: date, ended: bool = False) -> tuple[StayFacts, ...]:
    """Children followed elsewhere, the check that is due first; with `ended` also those whose stay is over."""
    query = select(ElsewhereStay).where(ElsewhereStay.since <= on)
    if not ended:
        query = query.where(ElsewhereStay.until.is_(None))
    rows = session.scalars(query).all()
    checks: dict[int, list[CheckFacts]] = defaultdict(list)
    for check in session.scalars(select(ElsewhereCheck).order_by(ElsewhereCheck.day, ElsewhereCheck.id)):
        checks[check.stay_id].append(CheckFacts(check.day, check.how, check.found, check.proof, check.checked_by))
    ids = frozenset(PupilId(row.pupil_id) for row in rows if row.pupil_id)
    everybody = ("在读", "休学", "离校")
    people = {one.id: one for one in pupil_room.pupils(session, today=on, ids=ids, status=everybody)} if ids else {}
    area = _area(session)
    found = [
        _facts(row, people.get(PupilId(row.pupil_id)) if row.pupil_id else None, area, tuple(checks[row.id]))
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.until is not None, one.next_due or date.max, one.id)))


def _area(session: Session) -> dict[int, tuple[str, str, str]]:
    query = select(AreaChild.id, AreaChild.name, AreaChild.sex, Village.name).outerjoin(
        Village, Village.id == AreaChild.village_id
    )
    return {number: (name, sex, village or "") for number, name, sex, village in session.execute(query)}


def _facts(
    row: ElsewhereStay, person: pupil_room.PupilFacts | None, area: dict[int, tuple[str, str, str]],
    checks: tuple[CheckFacts, ...],
) -> StayFacts:  # fmt: skip
    name, sex, village = (
        (person.name, person.sex, person.village) if person else area.get(row.area_child_id or 0, ("", "", ""))
    )
    return StayFacts(
        id=StayId(row.id), uid=row.uid, pupil_id=person.id if person else None, area_child_id=row.area_child_id,
        name=name, sex=sex, class_name=person.class_name if person else "服务区儿童", village=village,
        school_name=row.school_name, region=row.region, with_whom=row.with_whom, phone=row.phone, minder=row.minder,
        minder_phone=row.minder_phone, since=row.since, until=row.until, ended_why=row.ended_why,
        next_due=row.next_due, note=row.note, checks=checks,
    )  # fmt: skip
