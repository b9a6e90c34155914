"""学生增减变动名册 and 休学学生名册: who came, who went, who is away and until when."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import (
    CLASS,
    FROM,
    SIGNED,
    TO,
    day_of,
    period_asked,
    rooms_asked,
    shown,
    span_shown,
    subtitle,
)
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.pupil_lists import MASK, masked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.enrolment.events import EventFacts, events
from kongchuo_desktop.school.enrolment.history import history
from kongchuo_desktop.school.enrolment.rules import KINDS as CHANGES
from kongchuo_desktop.school.pupils import service as pupil_room

SORT = Choice("kind", "类型", (("", "全部"), *((kind.name, kind.name) for kind in CHANGES)))
WAYS = {"in": "增", "back": "增", "out": "减", "pause": "减", "inside": "—"}
DAY = timedelta(days=1)


def tabulate(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """Every standing change of the period by day, and below it whether the numbers add up."""
    answers = checked(KIND, choices)
    first, last = period_asked(session, answers, today)
    found = asked(session, answers, first, last, today)
    show = masked if answers["mask"] == "yes" else str
    rows = tuple((n, *_row(one), show(one.student_number), _remark(one)) for n, one in enumerate(found, start=1))
    notes = [_sum(found)]
    if not answers["kind"] and not answers["class"]:
        notes.append(roll_forward(session, found, first, last))
    return Table(
        "学生增减变动名册", COLUMNS, rows, subtitle(session, span_shown(first, last)), (*notes, SIGNED), landscape=True
    )


def asked(session: Session, answers: Mapping[str, str], first: date, last: date, today: date) -> tuple[EventFacts, ...]:
    """The changes of the period, of one class or kind where that is asked."""
    kinds = (answers["kind"],) if answers["kind"] else ()
    found = events(session, first=first, last=last, kinds=kinds)
    if not answers["class"]:
        return found
    wanted = {room.id for room in rooms_asked(session, {"class": answers["class"]}, today)}
    return tuple(one for one in found if wanted & {one.from_class_id, one.to_class_id})


COLUMNS = (
    Column("n", "序号", 5, "center", "number"),
    Column("day", "日期", 11, "center", "date"),
    Column("name", "姓名", 10),
    Column("sex", "性别", 5, "center"),
    Column("class", "班级", 12),
    Column("way", "增减", 5, "center"),
    Column("kind", "类型", 8, "center"),
    Column("place", "来源或去向", 24),
    Column("reason", "原因", 14),
    Column("receipt", "回执", 11, "center"),
    Column("number", "学籍号", 21, "center"),
    Column("remark", "备注", 20),
)


def _row(one: EventFacts) -> tuple[Cell, ...]:
    moved = f"{one.from_class}→{one.to_class}" if one.sort.way == "inside" else one.class_name
    place = "，".join(filter(None, (one.region, one.place)))
    return one.day, one.name, one.sex, moved or "未编班", WAYS[one.sort.way], one.kind, place, one.reason, _receipt(one)


def _receipt(one: EventFacts) -> str:
    if not one.sort.needs_proof:
        return "—"
    return one.receipt_on.isoformat() if one.receipt_on else "无"


def _remark(one: EventFacts) -> str:
    parts = [f"预计{one.expected_return.isoformat()}复学"] if one.expected_return else []
    parts += [f"缺{'、'.join(one.missing_papers)}"] if one.missing_papers else []
    return "；".join((*parts, *filter(None, (one.approval, one.note))))


def _sum(found: Sequence[EventFacts]) -> str:
    if not found:
        return "本期没有学籍异动。"
    kinds = Counter(one.kind for one in found)
    told = "，".join(f"{kind.name}{kinds[kind.name]}人" for kind in CHANGES if kinds[kind.name])
    unproven = sum(not one.proven for one in found)
    more = f"其中{unproven}人转出后没有收到回执。" if unproven else ""
    return f"共{len(found)}条：{told}。{more}"


def roll_forward(session: Session, found: Sequence[EventFacts], first: date, last: date) -> str:
    """期初＋增－减＝期末 over children in school (在读), or by how many it does not add up."""
    there = history(session)
    opening, closing = len(there.on(first - DAY)), len(there.on(last))
    kinds = Counter(one.kind for one in found)
    came = [kind.name for kind in CHANGES if WAYS[kind.way] == "增" and kinds[kind.name]]
    went = [kind.name for kind in CHANGES if WAYS[kind.way] == "减" and kinds[kind.name]]
    sums = "".join((*(f"＋{name}{kinds[name]}" for name in came), *(f"－{name}{kinds[name]}" for name in went)))
    expected = opening + sum(kinds[name] for name in came) - sum(kinds[name] for name in went)
    if expected == closing:
        return f"期初在校{opening}人{sums}＝期末在校{closing}人。"
    return (
        f"期初在校{opening}人{sums}＝{expected}人，期末在校{closing}人，"
        f"相差{abs(closing - expected)}人没有登记异动（如新生随花名册导入），详见“学生数变动平衡表”。"
    )


def tabulate_leave(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """Children on leave on a day, who is expected back first standing first."""
    answers = checked(ON_LEAVE, choices)
    on = day_of(answers, today)
    away = history(session).on(on, status=("休学",))
    newest = {one.pupil_id: one for one in events(session, last=on, kinds=("休学",))}
    everybody = ("在读", "休学", "离校")
    found = pupil_room.pupils(session, today=today, ids=frozenset(away), status=everybody)
    people = {one.id: one for one in found}
    lines = sorted(away, key=lambda child: (newest[child].expected_return or date.max) if child in newest else date.max)
    rows = tuple((n, *_leave_row(people[child], newest.get(child), on)) for n, child in enumerate(lines, start=1))
    late = sum(1 for child in lines if child in newest and (newest[child].expected_return or date.max) < on)
    note = f"{shown(on)}休学{len(rows)}人" + (f"，其中{late}人期满未复学。" if late else "。")
    return Table("休学学生名册", LEAVE_COLUMNS, rows, subtitle(session, shown(on)), (note, SIGNED), landscape=True)


def _leave_row(person: pupil_room.PupilFacts, event: EventFacts | None, on: date) -> tuple[Cell, ...]:
    phone = next((adult.phone for adult in person.guardians if adult.phone), "")
    adult = next((adult.name for adult in person.guardians), "")
    if event is None:
        return person.name, person.sex, person.class_name, None, None, None, "", adult, phone, "没有登记休学异动"
    back = event.expected_return
    left = (back - on).days if back else None
    missing = f"缺{'、'.join(event.missing_papers)}" if event.missing_papers else ""
    late = "期满未复学" if left is not None and left < 0 else ""
    return (
        person.name, person.sex, event.from_class, event.day, back, left, event.reason, adult, phone,
        "；".join(filter(None, (late, missing, event.approval))),
    )  # fmt: skip


LEAVE_COLUMNS = (
    Column("n", "序号", 5, "center", "number"),
    Column("name", "姓名", 12),
    Column("sex", "性别", 5, "center"),
    Column("class", "休学前班级", 12),
    Column("day", "休学日期", 12, "center", "date"),
    Column("back", "预计复学", 12, "center", "date"),
    Column("left", "还有几天", 9, "center", "number"),
    Column("reason", "原因", 14),
    Column("adult", "家长", 10),
    Column("phone", "联系电话", 14, "center"),
    Column("remark", "备注", 24),
)
KIND = ReportKind(
    "changes",
    "学生增减变动名册",
    tabulate,
    (FROM, TO, CLASS, SORT, MASK),
    group="学籍",
    about="转入、转出、休学、复学等逐条列出，下面是期初加减到期末的人数",
)
ON_LEAVE = ReportKind(
    "on_leave",
    "休学学生名册",
    tabulate_leave,
    (Choice("date", "日期", source="date"),),
    group="学籍",
    about="谁在休学、什么时候期满、手续还缺什么",
)
KINDS = (KIND, ON_LEAVE)
