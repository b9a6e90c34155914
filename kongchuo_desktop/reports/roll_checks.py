"""学籍核查 on paper: how far each class is, what differs and what came of it, the children of the area."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import SIGNED
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.enrolment import area, presence, roll_checks
from kongchuo_desktop.school.enrolment.comparison import Kind
from kongchuo_desktop.school.identity import service as identity

STATE = Choice("state", "范围", (("", "全部"), ("open", "没有结果的"), ("closed", "已有结果的")))


def presence_table(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """开学学籍核查汇总表: a row for each class, the sum below."""
    checked(PRESENCE, choices)
    opens = presence.opens(session, today=today)
    states = presence.progress(session, term_opens=opens, today=today)
    rows: list[tuple[Cell, ...]] = []
    for one in states:
        seen = (one.seen, len(one.missing), len(one.strangers)) if one.check_id else ("", "", "")
        names = "、".join((*one.missing, *(f"{name}（在班未在册）" for name in one.strangers)))
        when = one.taken_on.isoformat() if one.taken_on else "未核查"
        rows.append((one.room.full_name, one.expected, *seen, names, one.open or "", when, one.taken_by))
    done = [one for one in states if one.check_id]
    rows.append((
        "合计", sum(one.expected for one in states), sum(one.seen for one in done),
        sum(len(one.missing) for one in done), sum(len(one.strangers) for one in done), "",
        sum(one.open for one in done), f"{len(done)}/{len(states)}个班", "",
    ))  # fmt: skip
    title = f"{opens.year}年{opens.month}月开学学籍核查汇总表"
    return Table(title, PRESENCE_COLUMNS, tuple(rows), identity.school(session).name, (SIGNED,), landscape=True)


def differences_table(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """学籍核查差异台账: every difference, what each list says, the outcome."""
    answers = checked(DIFFERENCES, choices)
    found = roll_checks.differences(session)
    state, kind = answers["state"], answers["kind"]
    kept = [
        one for one in found
        if (not kind or one.kind == kind) and (not state or (one.closed_on is None) == (state == "open"))
    ]  # fmt: skip
    rows = tuple(
        (
            number, one.day.isoformat(), one.kind, one.name, one.id_number,
            one.birth_date.isoformat() if one.birth_date else "", one.where, one.why,
            _outcome(one), one.closed_on.isoformat() if one.closed_on else "", one.closed_by,
        )
        for number, one in enumerate(kept, start=1)
    )  # fmt: skip
    waiting = sum(one.closed_on is None for one in kept)
    notes = (f"共{len(kept)}项，其中{waiting}项还没有核查结果。", SIGNED)
    return Table("学籍核查差异台账", DIFFERENCE_COLUMNS, rows, identity.school(session).name, notes, landscape=True)


def _outcome(one: roll_checks.DifferenceFacts) -> str:
    if one.closed_on is None:
        return ""
    return f"{one.outcome}（{one.outcome_note}）" if one.outcome_note else one.outcome


def area_table(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """服务区适龄儿童（不在本校）登记表: where each is, proven how, last asked when."""
    answers = checked(AREA, choices)
    found = [
        one for one in area.children(session, today=today)
        if (not answers["village"] or one.village == answers["village"])
        and (not answers["placement"] or one.placement == answers["placement"])
    ]  # fmt: skip
    rows = tuple(
        (
            number, one.name, one.sex, one.birth_date.isoformat() if one.birth_date else "",
            "" if one.age is None else one.age, one.id_number, one.village, one.guardian_name, one.guardian_phone,
            one.placement, one.school_name, one.proof, one.checked_on.isoformat() if one.checked_on else "", one.note,
        )
        for number, one in enumerate(found, start=1)
    )  # fmt: skip
    unproven = sum(one.due(today) for one in found)
    notes = (
        f"年龄按{area.school_age_day(today).isoformat()}的周岁计算。共{len(found)}人，其中{unproven}人没有证明或超过一学期未核实。",
        SIGNED,
    )
    title = "服务区适龄儿童（不在本校）登记表"
    return Table(title, AREA_COLUMNS, rows, identity.school(session).name, notes, landscape=True)


PRESENCE_COLUMNS = (
    Column("class", "班级", 14), Column("expected", "在册", 6, "center", "number"),
    Column("seen", "实到", 6, "center", "number"), Column("missing", "在册未到", 8, "center", "number"),
    Column("strangers", "在班未在册", 10, "center", "number"), Column("names", "姓名", 40),
    Column("open", "未办结", 8, "center", "number"), Column("day", "核查日期", 12, "center"),
    Column("by", "核查人", 10),
)  # fmt: skip
DIFFERENCE_COLUMNS = (
    Column("number", "序号", 5, "center", "number"), Column("day", "核查日期", 12, "center"),
    Column("kind", "差异", 12), Column("name", "姓名", 10), Column("id_number", "身份证件号", 20),
    Column("birth_date", "出生日期", 12, "center"), Column("where", "班级或村", 12), Column("why", "情况", 40),
    Column("outcome", "核查结果", 24), Column("closed_on", "办结日期", 12, "center"), Column("closed_by", "办结人", 10),
)  # fmt: skip
AREA_COLUMNS = (
    Column("number", "序号", 5, "center", "number"), Column("name", "姓名", 10), Column("sex", "性别", 5, "center"),
    Column("birth_date", "出生日期", 12, "center"), Column("age", "年龄", 5, "center", "number"),
    Column("id_number", "身份证件号", 20), Column("village", "村", 10), Column("guardian", "监护人", 10),
    Column("phone", "联系电话", 13), Column("placement", "去向", 10), Column("school", "就读学校", 18),
    Column("proof", "证明", 14), Column("checked_on", "核实日期", 12, "center"), Column("note", "备注", 12),
)  # fmt: skip

PRESENCE = ReportKind(
    "presence", "开学学籍核查汇总表", presence_table, (), group="学籍", about="开学第一周逐班核对人籍是否一致"
)
DIFFERENCES = ReportKind(
    "roll_differences", "学籍核查差异台账", differences_table,
    (STATE, Choice("kind", "差异", (("", "全部"), *((kind.value, kind.value) for kind in Kind)))), group="学籍",
    about="核查和三比对发现的差异、每一项的核查结果",
)  # fmt: skip
AREA = ReportKind(
    "area", "服务区适龄儿童（不在本校）登记表", area_table,
    (
        Choice("village", "村", source="villages"),
        Choice("placement", "去向", (("", "全部"), *((one, one) for one in area.PLACEMENTS))),
    ), group="学籍", about="本在外就读和未入学儿童的去向、证明、最近核实日期",
)  # fmt: skip
KINDS = (PRESENCE, DIFFERENCES, AREA)
