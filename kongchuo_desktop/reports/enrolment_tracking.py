"""去向追踪表 and 随迁就读台账: children who went and are not proven elsewhere, and those followed elsewhere."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import DATE, SIGNED, day_of, shown, subtitle
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.enrolment import chase, elsewhere
from kongchuo_desktop.school.enrolment.chase import Chased
from kongchuo_desktop.school.enrolment.elsewhere import StayFacts
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts


def tabulate_unproven(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """Everybody whose 回执 is not in on a day, longest waiting first, with what is due."""
    answers = checked(UNPROVEN, choices)
    on = day_of(answers, today)
    found = chase.chased(session, on=on)
    ids = frozenset(one.event.pupil_id for one in found)
    people = {one.id: one for one in pupil_room.pupils(session, today=today, ids=ids, status=("在读", "休学", "离校"))}
    rows = tuple((n, *_unproven_row(one, people[one.event.pupil_id])) for n, one in enumerate(found, start=1))
    due = sum(one.step is not None for one in found)
    note = (
        f"截至{shown(on)}，转出、出国学生中{len(rows)}人没有收到回执，其中{due}人已到催办期限；"
        "没有回执的在辍学率里按未落实计算，收到后改正。"
        if rows else f"截至{shown(on)}，转出、出国学生的去向都已落实。"
    )  # fmt: skip
    return Table(
        "转出学生去向追踪表", UNPROVEN_COLUMNS, rows, subtitle(session, shown(on)), (note, SIGNED), landscape=True
    )


def _unproven_row(one: Chased, person: PupilFacts) -> tuple[Cell, ...]:
    event = one.event
    adult = next(iter(person.guardians), None)
    phone = next((each.phone for each in person.guardians if each.phone), "")
    place = "，".join(filter(None, (event.region, event.place))) or "没有登记"
    step = one.step.duty if one.step else f"{one.due.month}月{one.due.day}日起催办"
    return (
        event.name, event.sex, event.class_name, event.kind, event.day, place, adult.name if adult else "", phone,
        one.working_days, step, one.step.who if one.step else "",
    )  # fmt: skip


UNPROVEN_COLUMNS = (
    Column("n", "序号", 5, "center", "number"),
    Column("name", "姓名", 12),
    Column("sex", "性别", 5, "center"),
    Column("class", "原班级", 12),
    Column("kind", "类型", 7, "center"),
    Column("day", "离校日期", 12, "center", "date"),
    Column("place", "去向", 26),
    Column("adult", "家长", 10),
    Column("phone", "联系电话", 14, "center"),
    Column("days", "已等工作日", 10, "center", "number"),
    Column("step", "应办事项", 30),
    Column("who", "负责", 8, "center"),
)

ENDED = Choice("ended", "已结束的", (("no", "不列"), ("yes", "也列出")), "no")


def tabulate_elsewhere(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """Children followed elsewhere: where, with whom, what proves it, when it is to be confirmed again."""
    answers = checked(ELSEWHERE, choices)
    on = day_of(answers, today)
    found = elsewhere.stays(session, on=on, ended=answers["ended"] == "yes")
    rows = tuple((n, *_stay_row(one, on)) for n, one in enumerate(found, start=1))
    late = sum(one.overdue(on) > 0 for one in found)
    note = f"随迁就读{sum(one.until is None for one in found)}人，其中{late}人超过期限没有核实。"
    return Table(
        "随迁就读学生台账", ELSEWHERE_COLUMNS, rows, subtitle(session, shown(on)), (note, SIGNED), landscape=True
    )


def _stay_row(one: StayFacts, on: date) -> tuple[Cell, ...]:
    last = one.last
    how = "，".join(filter(None, (last.how, last.proof or last.found))) if last else "还没有核实"
    if one.until is not None:
        state = f"{one.until.isoformat()}结束：{one.ended_why}"
    else:
        state = f"已过期{one.overdue(on)}天" if one.overdue(on) else "在跟踪"
    where = "，".join(filter(None, (one.region, one.school_name)))
    return (
        one.name, one.sex, one.class_name, one.village, where, one.since, one.with_whom, one.phone, one.minder,
        one.minder_phone, last.day if last else None, how, one.next_due, state,
    )  # fmt: skip


ELSEWHERE_COLUMNS = (
    Column("n", "序号", 5, "center", "number"),
    Column("name", "姓名", 10),
    Column("sex", "性别", 5, "center"),
    Column("class", "班级", 11),
    Column("village", "村", 8),
    Column("where", "就读学校", 24),
    Column("since", "起始日期", 11, "center", "date"),
    Column("with", "随谁", 6),
    Column("phone", "家长电话", 13, "center"),
    Column("minder", "监管人", 8),
    Column("minder_phone", "监管人电话", 13, "center"),
    Column("last", "上次核实", 11, "center", "date"),
    Column("how", "方式和凭据", 20),
    Column("due", "下次核实", 11, "center", "date"),
    Column("state", "状态", 12),
)
UNPROVEN = ReportKind(
    "unproven",
    "转出学生去向追踪表",
    tabulate_unproven,
    (DATE,),
    group="学籍",
    about="转出、出国后没有收到回执的学生，等了多少个工作日，该做什么",
)
ELSEWHERE = ReportKind(
    "elsewhere",
    "随迁就读学生台账",
    tabulate_elsewhere,
    (DATE, ENDED),
    group="学籍",
    about="人在外地读书的学生：学校、监管人、上次核实和下次期限",
)
KINDS = (UNPROVEN, ELSEWHERE)
