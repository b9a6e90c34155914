"""Who signs each layer, with the figures that are true of that signer."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import year_name
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.fields import LEFT_BEHIND
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import PupilId, StaffId

Values = dict[str, str]


@dataclass(frozen=True)
class Signer:
    """The second party of one agreement. `values` fill the wording; "" marks what the book doesn't know."""

    party_kind: str  # pupil | staff | village | school
    party_id: int
    name: str
    class_name: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    mark: str = ""  # tells two of one name apart, on lists only

    @property
    def listed(self) -> str:
        """The name as lists show it."""
        return f"{self.name}（{self.mark}）" if self.mark else self.name


@dataclass(frozen=True)
class _School:
    """All that the five layers read, read once."""

    facts: identity.SchoolFacts
    rules: Mapping[str, identity.Rule]
    pupils: tuple[PupilFacts, ...]
    classes: tuple[class_room.ClassFacts, ...]
    staff: tuple[staff_room.StaffFacts, ...]
    posts: tuple[class_room.PostFacts, ...]
    villages: tuple[identity.VillageFacts, ...]
    principal: staff_room.StaffFacts | None


def is_key(pupil: PupilFacts) -> bool:
    """A child whom the roster itself names as one to watch: 留守, 孤儿, 残疾, 随迁."""
    known = pupil.fields
    return (
        known["left_behind"] in LEFT_BEHIND
        or known["orphan"] == "是"
        or known["migrant_child"] == "是"
        or known["disability"] not in ("", "无残疾", "无")
    )


def signers(
    session: Session, *, kind: str, today: date, pupil_ids: frozenset[PupilId] | None = None
) -> tuple[Signer, ...]:
    """Everyone who signs a layer today; `pupil_ids` narrows 学校—家长 to chosen children."""
    book = _read(session, today)
    ways: Mapping[str, Callable[[_School], Iterable[Signer]]] = {
        "principal": _principal,
        "class_teacher": _class_teachers,
        "subject_teacher": _subject_teachers,
        "parent": lambda everything: _parents(everything, pupil_ids),
        "village": _villages,
    }
    return tuple(ways[kind](book))


def signer_ids(session: Session, *, today: date) -> dict[str, set[int]]:
    """Party ids of everyone who signs each layer, by the same rules as `signers`, without reading every child."""
    heads, teachers = _teaching(session, today)
    return {
        "principal": {1} if staff_room.principal(session, today=today) else set(),
        "class_teacher": heads,
        "subject_teacher": teachers,
        "parent": set(session.scalars(select(Pupil.id).where(Pupil.status == "在读"))),
        "village": {village.id for village in identity.villages(session)},
    }


def _teaching(session: Session, today: date) -> tuple[set[int], set[int]]:
    people = staff_room.staff(session, today=today)
    heads = {room.head_id for room in class_room.classes(session, today=today) if room.head_id}
    principal = staff_room.principal(session, today=today)
    return (
        {person.id for person in people if person.id in heads},
        {person.id for person in people if _teaches(person, heads, principal)},
    )


def _teaches(person: staff_room.StaffFacts, heads: set[StaffId], principal: staff_room.StaffFacts | None) -> bool:
    """Who teaches without leading a class; the 校长 signs upward instead."""
    leads = principal is not None and person.id == principal.id
    return person.id not in heads and not leads and bool(person.subject or "教师" in person.duty)


def _read(session: Session, today: date) -> _School:
    return _School(
        facts=identity.school(session),
        rules=identity.rules(session, on=today),
        pupils=pupil_room.pupils(session, today=today, status=("在读",)),
        classes=class_room.classes(session, today=today),
        staff=staff_room.staff(session, today=today),
        posts=class_room.posts(session, today=today),
        villages=identity.villages(session),
        principal=staff_room.principal(session, today=today),
    )


def _common(book: _School) -> Values:
    """What every layer may say."""
    rule = {key: item.value for key, item in book.rules.items()}
    facts = book.facts
    return {
        "学校名称": facts.name,
        "学年": year_name(facts.current_year),
        "上级单位": facts.above,
        "校长": book.principal.name if book.principal else "",
        "学校电话": facts.phone,
        "全校学生数": str(len(book.pupils)),
        "全校班级数": str(len(book.classes)),
        "告知节数": rule["ladder.periods_to_parents"],
        "家访天数": rule["ladder.days_to_visit"],
        "报校天数": rule["ladder.days_to_school"],
        "家访次数": rule["visits.per_term"],
        "重点家访次数": rule["visits.per_term_key"],
    }


def _held(book: _School, mine: list[PupilFacts]) -> Values:
    """The figures of a number of children: how many, boarders, key pupils, targets as rates and heads."""
    junior = any(pupil.grade > 6 for pupil in mine) and all(pupil.grade > 6 for pupil in mine)
    stage = "junior" if junior else "primary"
    retention, dropout = (book.rules[f"target.{word}.{stage}"].value for word in ("retention", "dropout"))
    return {
        "学生数": str(len(mine)),
        "住校生数": str(sum(1 for pupil in mine if pupil.boarding)),
        "男生数": str(sum(1 for pupil in mine if pupil.sex == "男")),
        "女生数": str(sum(1 for pupil in mine if pupil.sex == "女")),
        "重点学生数": str(sum(1 for pupil in mine if is_key(pupil))),
        "巩固率目标": f"{retention}%",
        **most_lost(dropout, int(len(mine) * float(dropout) / 100)),
    }


def most_lost(dropout: str, heads: int) -> Values:
    """The limit on 辍学, in per cent, as a sentence and as a figure; nothing is "not higher than 0%"."""
    none = float(dropout) == 0
    return {
        "控辍目标": "不让一名学生辍学" if none else f"辍学率不高于{dropout}%（按现有人数折算为{heads}人）",
        "辍学率目标": "0%" if none else f"不高于{dropout}%",
        "辍学率上限": f"{dropout}%",
        "流失人数上限": str(heads),
    }


def _principal(book: _School) -> Iterable[Signer]:
    if book.principal:
        values = _common(book) | _held(book, list(book.pupils)) | {"教职工数": str(len(book.staff))}
        yield Signer("school", 1, book.principal.name, values=values)


def _class_teachers(book: _School) -> Iterable[Signer]:
    for person in book.staff:
        rooms = [room for room in book.classes if room.head_id == person.id]
        if rooms:
            yield _teacher(book, person, rooms)


def _subject_teachers(book: _School) -> Iterable[Signer]:
    heads = {room.head_id for room in book.classes if room.head_id}
    for person in book.staff:
        if _teaches(person, heads, book.principal):
            taught = {post.class_id for post in book.posts if post.staff_id == person.id}
            yield _teacher(book, person, [room for room in book.classes if room.id in taught])


def _teacher(book: _School, person: staff_room.StaffFacts, rooms: list[class_room.ClassFacts]) -> Signer:
    ids = {room.id for room in rooms}
    mine = [pupil for pupil in book.pupils if pupil.class_id in ids]
    values = _common(book) | {
        "教师姓名": person.name,
        "任教学科": person.subject,
        "职务": person.duty,
        "教师电话": person.phone,
        "班级": "、".join(room.full_name for room in rooms),
        "包联村": "、".join(person.villages),
    }
    held = _held(book, mine)
    values |= held if rooms else {key: "" if key.endswith("数") else text for key, text in held.items()}
    first = rooms[0].full_name if rooms else ""
    return Signer("staff", person.id, person.name, first, values)


def _parents(book: _School, wanted: frozenset[PupilId] | None) -> Iterable[Signer]:
    common = _common(book)
    heads = {room.id: room for room in book.classes}
    phones = {person.id: person.phone for person in book.staff}
    marks = pupil_room.told_apart(book.pupils)
    for pupil in book.pupils:
        if wanted is None or pupil.id in wanted:
            room = heads.get(pupil.class_id) if pupil.class_id else None
            yield Signer(
                "pupil",
                pupil.id,
                pupil.name,
                pupil.class_name,
                common | _child(pupil, room, phones),
                marks.get(pupil.id, ""),
            )


def _child(pupil: PupilFacts, room: class_room.ClassFacts | None, phones: Mapping[StaffId, str]) -> Values:
    adult = next((item for item in pupil.guardians if item.is_guardian == "是"), None)
    adult = adult or (pupil.guardians[0] if pupil.guardians else None)
    return {
        "学生姓名": pupil.name,
        "性别": pupil.sex,
        "班级": pupil.class_name,
        "村": pupil.village,
        "学籍号": pupil.student_number,
        "出生日期": pupil.birth,
        "就读方式": "住校" if pupil.boarding else "走读",
        "家长姓名": adult.name if adult else "",
        "与学生关系": adult.relation if adult else "",
        "家长电话": adult.phone if adult else "",
        "班主任": room.head if room else "",
        "班主任电话": phones.get(room.head_id, "") if room and room.head_id else "",
    }


def _villages(book: _School) -> Iterable[Signer]:
    common = _common(book)
    for village in book.villages:
        mine = [pupil for pupil in book.pupils if pupil.village == village.name]
        watchers = [person.name for person in book.staff if village.name in person.villages]
        values = (
            common
            | _held(book, mine)
            | {
                "村名": village.name,
                "村委会负责人": village.head_name,
                "村委会电话": village.phone,
                "包村教师": "、".join(watchers),
                "村学生数": str(len(mine)),
            }
        )
        yield Signer("village", village.id, f"{village.name}村民委员会", values=values)
