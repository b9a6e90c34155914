"""Bringing a list in: read, compare, write as one batch, take back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.agreements.model import Agreement
from kongchuo_desktop.school.attachments import service as attachments
from kongchuo_desktop.school.classes import staff_roster
from kongchuo_desktop.school.enrolment.built_on import later_changes
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.model import Village
from kongchuo_desktop.school.imports import Plan
from kongchuo_desktop.school.problems import Problem, Severity
from kongchuo_desktop.school.pupils import roster, roster_writing
from kongchuo_desktop.school.pupils.intake import PupilRow
from kongchuo_desktop.school.pupils.model import Guardian, Pupil
from kongchuo_desktop.school.returns.model import Suspect
from kongchuo_desktop.school.staff.model import StaffMember
from kongchuo_desktop.sheets.roster import RosterRead, read_roster
from kongchuo_desktop.sheets.staff_list import StaffRead, read_staff
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.batches import BatchInfo, current_batch
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.storage.taking_back import Blocker, Blockers, Reference, take_back

Progress = Callable[[int, int], None]
PARTY_TABLES = {"pupil": "pupil", "staff": "staff_member", "village": "village"}
NAMED: Mapping[str, Any] = {
    "pupil": Pupil, "staff_member": StaffMember, "guardian": Guardian, "village": Village, "suspect": Suspect,
}  # fmt: skip
TABLE_NAMES = {
    "agreement": "责任书",
    "attachment": "照片",
    "class_post": "任课或班主任记录",
    "school_class": "班级",
    "household": "家庭",
    "photo": "照片",
    "pupil": "学生",
    "pupil_guardian": "监护关系",
    "staff_duty": "分工",
    "village": "村",
    "guardian": "家长",
    "register": "点名记录",
    "absence_mark": "考勤记录",
    "duty_closure": "办结记录",
    "notice": "通知书",
    "return_check": "报到记录",
    "enrolment_event": "学籍异动",
    "suspect": "疑似失学名单",
    "return_case": "劝返个案",
    "elsewhere_stay": "随迁就读记录",
    "roll_difference": "核查差异",
    "destination": "毕业去向",
    "bed_stay": "床位",
    "concern_mark": "关爱登记",
    "concern_level": "关注等级",
    "home_situation": "家庭情况",
    "parent_whereabouts": "父母去向",
    "visit_pupil": "家访记录",
    "talk": "谈心记录",
    "placement": "安置方式",
    "home_lesson": "送教记录",
    "survey_line": "摸底登记",
    "pair": "结对",
    "support_plan": "转化方案",
    "help_log": "帮扶记录",
    "term_mark": "成绩",
}
MOST_TOLD = 6


@dataclass(frozen=True)
class Preview:
    """A file read and compared; nothing has been written. `seen` is the end of the log it was compared at."""

    kind: str  # pupils | staff
    path: Path
    read: RosterRead | StaffRead
    plan: Plan
    seen: int


@dataclass(frozen=True)
class Imported:
    """What an import did; `batch` is None when there was nothing to write."""

    batch: int | None
    counts: Mapping[str, int]


def preview(
    database: Database, kind: str, path: Path, *, today: date, mapping: Any = None, progress: Progress | None = None
) -> Preview:
    """Read a file of pupils or staff and compare it with the book."""
    read = _read(database, kind, path, mapping)
    with database.read() as session:
        plan = compare(session, read, today=today, progress=progress)
        return Preview(kind, path, read, plan, _end_of_log(session))


def _read(database: Database, kind: str, path: Path, mapping: Any) -> RosterRead | StaffRead:
    if kind != "pupils":
        return read_staff(path, mapping=mapping)
    with database.read() as session:
        school = identity.school(session)
    junior = school.stage == "初中"
    read = read_roster(path, mapping=mapping, school_year=school.current_year, junior=junior)
    return replace(read, rows=tuple(map(_as_junior, read.rows))) if junior else read


def _as_junior(row: PupilRow) -> PupilRow:
    """A 初中 calls its first year 一年级 too."""
    return replace(row, grade=row.grade + 6) if row.grade and row.grade <= 3 else row


def compare(session: Session, read: RosterRead | StaffRead, *, today: date, progress: Progress | None = None) -> Plan:
    """The plan of a file against the book as it stands in this session."""
    if isinstance(read, RosterRead):
        return roster.plan(session, rows=read.rows, problems=read.problems, today=today, progress=progress)
    return staff_roster.plan(session, rows=read.rows, problems=read.problems, today=today)


def _end_of_log(session: Session) -> int:
    return audit.head(session.connection())[0]


def write(database: Database, found: Preview, *, today: date, progress: Progress | None = None) -> Imported:
    """Write a preview as one batch; refused when the book has changed since it was compared."""
    counts = found.plan.counts()
    if not found.plan.work:
        return Imported(None, counts)
    name = {"pupils": "导入学生名册", "staff": "导入教职工名册"}[found.kind]
    with database.write(name, batch=BatchInfo(found.kind, found.path.name, counts)) as session:
        if _end_of_log(session) != found.seen:
            raise UserError("预览之后账本又有改动，为免覆盖，请重新选择文件再预览一次。什么都没有写入。")
        if found.kind == "pupils":
            roster_writing.apply(session, plan=found.plan, progress=progress)
        else:
            staff_roster.apply(session, plan=found.plan, today=today)
        batch = current_batch(session)
    return Imported(batch, counts)


def as_json(found: Preview, batch: int | None) -> dict[str, Any]:
    """The answer of `import … --json`."""
    problems = [problem.as_json() for problem in (*found.plan.problems, *_doubts(found.plan))]
    gone = [{"name": item.name, "class": item.class_name} for item in found.plan.gone]
    return {**found.plan.counts(), "problems": problems, "gone": gone, "batch": batch}


def save_bad_rows(found: Preview, path: Path) -> int:
    """Give back the rows that stay out, and those that went in without a cell, as an .xlsx to correct; how many."""
    from kongchuo_desktop.sheets.bad_rows import rows_to_correct, staff_rows_to_correct, write_bad_rows

    problems = [*found.plan.problems, *_doubts(found.plan)]
    if isinstance(found.read, RosterRead):
        groups = rows_to_correct(found.read, problems, also_lost=True)
    else:
        groups = staff_rows_to_correct(found.read, problems)
    return write_bad_rows(path, groups, problems)


def _doubts(plan: Plan) -> Iterable[Problem]:
    """What only the comparison with the book brought up."""
    told = {(problem.sheet, problem.row, problem.reason) for problem in plan.problems}
    for row in plan.rows:
        for reason in row.reasons:
            if (row.sheet, row.row, reason) not in told:
                yield Problem(row.sheet, row.row, "", reason, Severity.DOUBTFUL)


def undo(database: Database, batch: int) -> str:
    """Take an import back; what came of it in words. Raises a sentence naming what was built on it."""
    with database.write("撤销导入") as session:
        done = take_back(session, batch, references=built_on)
        if isinstance(done, Blockers):
            raise UserError(_blocked(session, done))
    return f"第 {batch} 次导入已撤销：删去新增的 {done.removed} 条，改回 {done.set_back} 条。"


def built_on(session: Session, rows: Mapping[str, frozenset[int]]) -> Iterable[Reference]:
    """What has no foreign key: agreements on their signers, a child's changes on earlier ones, pictures on a record."""
    yield from attachments.kept_with(session, rows)
    yield from later_changes(session, rows.get("enrolment_event", frozenset()))
    for party, table in PARTY_TABLES.items():
        wanted = rows.get(table, frozenset())
        query = select(Agreement.id, Agreement.uid, Agreement.party_id).where(Agreement.party_kind == party)
        for row_id, uid, party_id in session.execute(query) if wanted else ():
            if party_id in wanted:
                yield Reference(table, party_id, "agreement", row_id, uid)


def _blocked(session: Session, blockers: Blockers) -> str:
    rows = {(item.table, item.row_id, item.what): item for item in blockers.items}
    told = [_blocker(session, item) for item in islice(rows.values(), MOST_TOLD)]  # names are asked for these only
    more = f"……共 {len(rows)} 处" if len(rows) > MOST_TOLD else ""
    return f"这次导入之后又有别的记录建立在它上面，没有撤销：{'；'.join(told)}{more}。请先处理这些记录。"


def _blocker(session: Session, item: Blocker) -> str:
    name = ""
    if item.table in NAMED:
        name = session.scalar(select(NAMED[item.table].name).where(NAMED[item.table].id == item.row_id)) or ""
    who = f"“{name}”" if name else TABLE_NAMES.get(item.table, "一条记录")
    if item.what == "referred":
        return f"{who}已有{TABLE_NAMES.get(item.by_table, '别的记录')}"
    done = {"changed": "后来又改过", "deleted": "后来已删除"}[item.what]
    return f"{who}{done}({item.act})" if item.act else f"{who}{done}"
