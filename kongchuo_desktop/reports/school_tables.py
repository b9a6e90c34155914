"""Tables about the school as a whole: classes in numbers, the staff, what has been signed."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.agreements import service as agreements
from kongchuo_desktop.school.agreements.rules import BY_KIND, LAYERS
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.rules import grade_name
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.staff import service as staff_room

SITUATIONS = (
    ("单亲留守", "left_behind", "单亲留守"),
    ("双亲留守", "left_behind", "双亲留守"),
    ("孤儿", "orphan", "是"),
    ("随迁", "migrant_child", "是"),
)


def class_numbers(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """各班人数: boys, girls, boarders, and the situations that the roll itself names; the sum below."""
    checked(CLASS_NUMBERS, choices)
    people = pupil_room.pupils(session, today=today, status=("在读",))
    rows: list[tuple[Cell, ...]] = []
    for room in class_room.classes(session, today=today):
        mine = [person for person in people if person.class_id == room.id]
        rows.append((room.full_name, room.head, *_counts(mine)))
    loose = [person for person in people if person.class_id is None]
    if loose:
        rows.append(("未编班", "", *_counts(loose)))
    rows.append(("合计", "", *_counts(list(people))))
    school = identity.school(session)
    numbers = ("学生数", "男", "女", "住校", *(heading for heading, *_ in SITUATIONS), "残疾")
    return Table(
        "各班学生人数一览表",
        (
            Column("class", "班级", 14),
            Column("head", "班主任", 12),
            *(Column(f"n{n}", heading, 8, "center", "number") for n, heading in enumerate(numbers)),
        ),
        tuple(rows),
        f"{school.name}  {today.year}年{today.month}月{today.day}日",
    )


def _counts(people: list[pupil_room.PupilFacts]) -> tuple[int, ...]:
    situations = tuple(sum(1 for person in people if person.fields[column] == value) for _, column, value in SITUATIONS)
    disabled = sum(1 for person in people if person.fields["disability"] not in ("", "无", "无残疾"))
    return (
        len(people),
        sum(1 for person in people if person.sex == "男"),
        sum(1 for person in people if person.sex == "女"),
        sum(1 for person in people if person.boarding),
        *situations,
        disabled,
    )


def staff_list(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """教职工名册 with the duties held today."""
    checked(STAFF_LIST, choices)
    heads: dict[int, list[str]] = {}
    for room in class_room.classes(session, today=today):
        if room.head_id:
            heads.setdefault(room.head_id, []).append(room.full_name)
    rows: list[tuple[Cell, ...]] = [
        (
            n,
            person.name,
            person.sex,
            person.birth_month,
            person.duty,
            person.subject,
            "、".join(heads.get(person.id, [])),
            "、".join(person.villages),
            "、".join(grade_name(grade) for grade in person.grades),
            person.group_role,
            person.phone,
        )
        for n, person in enumerate(staff_room.staff(session, today=today), start=1)
    ]
    school = identity.school(session)
    return Table(
        "教职工名册",
        (
            Column("n", "序号", 5, "center", "number"),
            Column("name", "姓名", 12),
            Column("sex", "性别", 5, "center"),
            Column("birth", "出生年月", 9, "center"),
            Column("duty", "职务", 12),
            Column("subject", "任教学科", 12),
            Column("head", "班主任", 14),
            Column("village", "包村", 14),
            Column("grade", "包年级", 12),
            Column("group", "领导小组", 9, "center"),
            Column("phone", "联系电话", 13, "center"),
        ),
        tuple(rows),
        school.name,
        landscape=True,
    )


KIND = Choice("kind", "责任书", tuple((layer.kind, layer.title) for layer in LAYERS), "parent")
ONLY = Choice("only", "范围", (("all", "全部"), ("unsigned", "只列未签订的")), "all")


def signing(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """责任书签订登记表: number, signer, handed out, signed, returned; or only who has not signed."""
    answers = checked(SIGNING, choices)
    lines = agreements.register(session, kind=answers["kind"], today=today)
    if answers["only"] == "unsigned":
        lines = tuple(line for line in lines if line.signed_on is None)
    rows: list[tuple[Cell, ...]] = [
        (
            n,
            line.number,
            line.class_name,
            line.party,
            line.state,
            line.handed_out_on,
            line.signed_on,
            line.returned_on,
            line.note,
        )
        for n, line in enumerate(lines, start=1)
    ]
    school = identity.school(session)
    return Table(
        f"{BY_KIND[answers['kind']].title}签订登记表",
        (
            Column("n", "序号", 5, "center", "number"),
            Column("number", "编号", 24),
            Column("class", "班级", 11),
            Column("party", "签订人", 14),
            Column("state", "状态", 9, "center"),
            Column("handed", "发放日期", 12, "center", "date"),
            Column("signed", "签订日期", 12, "center", "date"),
            Column("returned", "收回日期", 12, "center", "date"),
            Column("note", "备注", 14),
        ),
        tuple(rows),
        f"{school.name}  {school.current_year}—{school.current_year + 1}学年",
        landscape=True,
        notes=(f"共 {len(rows)} 份。",),
    )


CLASS_NUMBERS = ReportKind("class_numbers", "各班学生人数一览表", class_numbers, group="学校", personal=False)
STAFF_LIST = ReportKind("staff_list", "教职工名册", staff_list, group="学校")
SIGNING = ReportKind("signing", "责任书签订登记表", signing, (KIND, ONLY), group="责任书")
KINDS = (CLASS_NUMBERS, STAFF_LIST, SIGNING)
