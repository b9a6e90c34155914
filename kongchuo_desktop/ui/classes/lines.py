"""Classes and staff as the two lists show them."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.rules import grade_name
from kongchuo_desktop.school.classes.service import ClassFacts, PostFacts
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.staff.service import StaffFacts
from kongchuo_desktop.school.types import ClassId
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

NO_HEAD = "未定"


@dataclass(frozen=True)
class ClassLine:
    """A class with its teachers and numbers."""

    facts: ClassFacts
    head: PostFacts | None
    teachers: tuple[PostFacts, ...]
    pupils: int
    boys: int
    boarders: int


@dataclass(frozen=True)
class StaffLine:
    """A member of staff with the classes led and taught."""

    facts: StaffFacts
    posts: tuple[PostFacts, ...]
    leads: tuple[str, ...]
    teaches: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """Everything the page shows, read at once."""

    classes: tuple[ClassLine, ...]
    staff: tuple[StaffLine, ...]
    campuses: tuple[identity.CampusFacts, ...]
    villages: tuple[identity.VillageFacts, ...]
    school: identity.SchoolFacts


def read_seen(session: Session, *, today: date) -> Seen:
    """Classes with numbers, staff with posts."""
    rooms = class_room.classes(session, today=today)
    posts = class_room.posts(session, today=today)
    people = pupil_room.pupils(session, today=today, status=("在读",))
    names = {room.id: room.full_name for room in rooms}
    return Seen(
        tuple(_class_line(room, posts, [one for one in people if one.class_id == room.id]) for room in rooms),
        tuple(_staff_line(person, posts, names) for person in staff_room.staff(session, today=today)),
        identity.campuses(session),
        identity.villages(session),
        identity.school(session),
    )


def _class_line(room: ClassFacts, posts: tuple[PostFacts, ...], people: list[pupil_room.PupilFacts]) -> ClassLine:
    mine = [post for post in posts if post.class_id == room.id]
    return ClassLine(
        facts=room,
        head=next((post for post in mine if post.role == "head"), None),
        teachers=tuple(post for post in mine if post.role == "subject"),
        pupils=len(people),
        boys=sum(1 for one in people if one.sex == "男"),
        boarders=sum(1 for one in people if one.boarding),
    )


def _staff_line(person: StaffFacts, posts: tuple[PostFacts, ...], names: dict[ClassId, str]) -> StaffLine:
    mine = tuple(post for post in posts if post.staff_id == person.id and post.class_id in names)
    taught = [replace(post, subject=post.subject or person.subject) for post in mine if post.role == "subject"]
    return StaffLine(
        person,
        mine,
        tuple(names[post.class_id] for post in mine if post.role == "head"),
        tuple(dict.fromkeys(f"{names[post.class_id]}{post.subject}" for post in taught)),
    )


def taught_by(line: ClassLine) -> str:
    """The subject teachers in one line."""
    return "、".join(f"{post.staff}（{post.subject}）" if post.subject else post.staff for post in line.teachers)


def _head(line: ClassLine) -> str:
    return line.head.staff if line.head else NO_HEAD


def _number(key: str, heading: str, attribute: str) -> Column:
    return Column(
        key,
        heading,
        lambda line: str(getattr(line, attribute)),
        72,
        sort=lambda line: getattr(line, attribute),
        align="right",
        kind="number",
    )


def class_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of classes."""
    return ListKind(
        key="classes",
        title="班级",
        columns=(
            Column("name", "班级", lambda line: line.facts.full_name, 176, sort=lambda line: line.facts.grade),
            Column("head", "班主任", _head, 112, filtered=True, tone=lambda line: "" if line.head else "amber"),
            _number("pupils", "学生", "pupils"),
            _number("boys", "男", "boys"),
            Column("girls", "女", lambda line: str(line.pupils - line.boys), 72, align="right", kind="number"),
            _number("boarders", "住校", "boarders"),
            Column("teachers", "科任教师", taught_by, 420),
            Column("entry", "入学年", lambda line: f"{line.facts.entry_year} 级", 88),
            Column("campus", "教学点", lambda line: line.facts.campus or "校本部", 112, filtered=True),
        ),
        identity=lambda line: line.facts.id,
        words=lambda line: f"{line.facts.full_name}\n{_head(line)}\n{taught_by(line)}",
        unit="个班",
        acts=acts,
        empty=empty,
    )


def _join(values: tuple[str, ...]) -> str:
    return "、".join(values)


def staff_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of staff."""
    return ListKind(
        key="staff",
        title="教职工",
        columns=(
            Column("name", "姓名", lambda line: line.facts.name, 128, sort=lambda line: line.facts.pinyin),
            Column("duty", "职务", lambda line: line.facts.duty, 120, filtered=True),
            Column("subject", "任教学科", lambda line: line.facts.subject, 112, filtered=True),
            Column("leads", "班主任", lambda line: _join(line.leads), 128, filtered=True),
            Column("group", "领导小组", lambda line: line.facts.group_role, 88, filtered=True),
            Column("villages", "包村", lambda line: _join(line.facts.villages), 144, filtered=True),
            Column("grades", "包年级", _grades, 112, filtered=True),
            Column("phone", "联系电话", lambda line: line.facts.phone, 120),
            Column("teaches", "任课", lambda line: _join(line.teaches), 240),
            Column("sex", "性别", lambda line: line.facts.sex, 56, align="center", shown=False),
            Column("birth", "出生年月", lambda line: line.facts.birth_month, 96, shown=False),
            Column("politics", "政治面貌", lambda line: line.facts.politics, 96, shown=False),
            Column("remark", "备注", lambda line: line.facts.remark, 160, shown=False),
        ),
        identity=lambda line: line.facts.id,
        words=lambda line: "\n".join(
            (
                line.facts.name,
                line.facts.pinyin,
                line.facts.initials,
                line.facts.duty,
                line.facts.subject,
                line.facts.phone,
                *line.leads,
                *line.facts.villages,
            )
        ),
        acts=acts,
        empty=empty,
    )


def _grades(line: StaffLine) -> str:
    return "、".join(grade_name(grade) for grade in line.facts.grades)
