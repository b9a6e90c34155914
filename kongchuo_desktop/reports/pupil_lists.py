"""Lists of children: class lists, 通讯录, what is missing in the records."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.completeness import missing_of
from kongchuo_desktop.school.pupils.service import PupilFacts

CLASS = Choice("class", "班级", source="classes")
MASK = Choice("mask", "证件号显示", (("yes", "只显示前6位和后4位"), ("no", "完整显示")), "yes")


def masked(number: str) -> str:
    """At most the first six and the last four signs of an ID number (policy §11)."""
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}" if len(number) > 10 else number


def chosen(session: Session, answers: Mapping[str, str], today: date) -> tuple[PupilFacts, ...]:
    """Children in school of the class asked for, or of all classes."""
    people = pupil_room.pupils(session, today=today, status=("在读",))
    wanted = answers.get("class", "")
    if not wanted:
        return people
    rooms = class_room.classes(session, today=today)
    if wanted not in {room.full_name for room in rooms}:
        names = "、".join(room.full_name for room in rooms) or "（还没有班级）"
        raise UserError(f"没有“{wanted}”这个班，现有班级：{names}。")
    return tuple(person for person in people if person.class_name == wanted)


def _title(session: Session, name: str) -> tuple[str, str]:
    school = identity.school(session)
    return name, f"{school.name}  {school.current_year}—{school.current_year + 1}学年"


def _adults(person: PupilFacts) -> tuple[str, str, str, str, str, str]:
    first, second = (*person.guardians[:2], None, None)[:2]
    return (
        first.name if first else "",
        first.relation if first else "",
        first.phone if first else "",
        second.name if second else "",
        second.relation if second else "",
        second.phone if second else "",
    )


def class_list(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """班级花名册, one class a page."""
    answers = checked(CLASS_LIST, choices)
    show: Callable[[str], str] = masked if answers["mask"] == "yes" else str
    rows: list[tuple[Cell, ...]] = []
    count: dict[str, int] = {}
    for person in chosen(session, answers, today):
        count[person.class_name] = count.get(person.class_name, 0) + 1
        adult, relation, phone, *_ = _adults(person)
        rows.append(
            (
                person.class_name or "未编班",
                count[person.class_name],
                person.name,
                person.sex,
                person.birth,
                show(person.id_number),
                person.student_number if answers["mask"] == "no" else show(person.student_number),
                adult,
                relation,
                phone,
                person.village,
                "住校" if person.boarding else "走读",
            )
        )
    title, subtitle = _title(session, "班级花名册")
    return Table(
        title,
        (
            Column("class", "班级", 10),
            Column("n", "序号", 5, "center", "number"),
            Column("name", "姓名", 12),
            Column("sex", "性别", 5, "center"),
            Column("birth", "出生日期", 11, "center"),
            Column("id", "身份证件号", 20, "center"),
            Column("number", "学籍号", 21, "center"),
            Column("adult", "家长", 10),
            Column("relation", "关系", 7, "center"),
            Column("phone", "联系电话", 13, "center"),
            Column("village", "村", 10),
            Column("lodging", "就读", 6, "center"),
        ),
        tuple(rows),
        subtitle,
        landscape=True,
        group_by="class",
    )


def contacts(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """学生家长通讯录: both adults with phone and address."""
    answers = checked(CONTACTS, choices)
    rows: list[tuple[Cell, ...]] = []
    for person in chosen(session, answers, today):
        address = person.fields["home_address"] or person.fields["current_address"]
        rows.append((person.class_name or "未编班", person.name, *_adults(person), address))
    title, subtitle = _title(session, "学生家长通讯录")
    return Table(
        title,
        (
            Column("class", "班级", 10),
            Column("name", "学生姓名", 12),
            Column("a1", "家长一", 10),
            Column("r1", "关系", 7, "center"),
            Column("p1", "电话", 13, "center"),
            Column("a2", "家长二", 10),
            Column("r2", "关系", 7, "center"),
            Column("p2", "电话", 13, "center"),
            Column("address", "家庭地址", 26),
        ),
        tuple(rows),
        subtitle,
        landscape=True,
        group_by="class",
    )


def incomplete(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """Children whose record lacks what other work needs, and what it is."""
    answers = checked(INCOMPLETE, choices)
    rows: list[tuple[Cell, ...]] = [
        (person.class_name or "未编班", person.name, person.birth, "、".join(lacking))
        for person in chosen(session, answers, today)
        if (lacking := missing_of(person))
    ]
    title, subtitle = _title(session, "学生资料待补名单")
    return Table(
        title,
        (
            Column("class", "班级", 10),
            Column("name", "姓名", 14),
            Column("birth", "出生日期", 12, "center"),
            Column("missing", "待补项目", 50),
        ),
        tuple(rows),
        subtitle,
        notes=(f"共 {len(rows)} 人。",),
    )


def roster(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """The whole roll in one sheet: what goes upward or to another program; numbers in full."""
    answers = checked(ROSTER, choices)
    rows: list[tuple[Cell, ...]] = []
    for n, person in enumerate(chosen(session, answers, today), start=1):
        known = person.fields
        rows.append(
            (
                n,
                person.name,
                person.sex,
                person.birth,
                person.id_number,
                person.student_number,
                person.grade_name,
                person.class_name,
                known["ethnicity"],
                known["hukou_kind"],
                "住校" if person.boarding else "走读",
                known["left_behind"],
                known["disability"],
                person.village,
                known["home_address"],
                *_adults(person),
            )
        )
    title, subtitle = _title(session, "学生花名册")
    return Table(
        title,
        (
            Column("n", "序号", 5, "center", "number"),
            Column("name", "姓名", 12),
            Column("sex", "性别", 5, "center"),
            Column("birth", "出生日期", 11, "center"),
            Column("id_number", "身份证件号", 20, "center"),
            Column("student_number", "学籍号", 21, "center"),
            Column("grade", "年级", 8, "center"),
            Column("class", "班级", 11, "center"),
            Column("ethnicity", "民族", 8, "center"),
            Column("hukou", "户口性质", 10, "center"),
            Column("lodging", "就读方式", 9, "center"),
            Column("left_behind", "留守情况", 12, "center"),
            Column("disability", "残疾类型", 10, "center"),
            Column("village", "村", 10),
            Column("address", "家庭地址", 24),
            Column("a1", "家长一", 10),
            Column("r1", "关系一", 7, "center"),
            Column("p1", "电话一", 13, "center"),
            Column("a2", "家长二", 10),
            Column("r2", "关系二", 7, "center"),
            Column("p2", "电话二", 13, "center"),
        ),
        tuple(rows),
        subtitle,
        landscape=True,
    )


CLASS_LIST = ReportKind("class_list", "班级花名册", class_list, (CLASS, MASK), about="每班一页，含家长和电话")
CONTACTS = ReportKind("contacts", "学生家长通讯录", contacts, (CLASS,), about="每班一页，两位家长的电话和住址")
ROSTER = ReportKind("roster", "学生花名册（全校一表）", roster, (CLASS,), about="全校一张表，适合存成 Excel")
INCOMPLETE = ReportKind("incomplete", "学生资料待补名单", incomplete, (CLASS,), about="缺证件号、学籍号、电话等的学生")
KINDS = (CLASS_LIST, CONTACTS, ROSTER, INCOMPLETE)
