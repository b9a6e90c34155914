"""Which child of the book a row of a file means: by ID, by 学籍号, then by name, birth date and adult.

Never silently by name alone (reliability F18): two children of one name are two children until birth
date, adult or a number says otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from kongchuo_desktop.school.pupils.rules import same_birth


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a row of the file says to identify a child; `adults` are names, `phones` those of child and adults."""

    name: str  # folded for matching
    id_number: str
    student_number: str
    birth: date | None
    month_only: bool
    class_id: int | None
    adults: frozenset[str]
    phones: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Sought):
    """The same of a child of the book."""

    id: int


@dataclass(frozen=True, slots=True)
class Match:
    """One child, or nobody (id None), or a doubt told in a sentence."""

    id: int | None = None
    doubt: str = ""


NOBODY = Match()


@dataclass
class Index:
    """The children of the book, findable by number and by name."""

    by_id: dict[str, Known] = field(default_factory=dict)
    by_student: dict[str, Known] = field(default_factory=dict)
    by_name: dict[str, list[Known]] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Iterable[Known]) -> "Index":
        """Built once for a whole file."""
        index = cls()
        for person in people:
            if person.id_number:
                index.by_id[person.id_number] = person
            if person.student_number:
                index.by_student[person.student_number] = person
            index.by_name.setdefault(person.name, []).append(person)
        return index


def find(index: Index, sought: Sought) -> Match:
    """The child that a row means."""
    by_id = index.by_id.get(sought.id_number) if sought.id_number else None
    by_student = index.by_student.get(sought.student_number) if sought.student_number else None
    if by_id and by_student and by_id.id != by_student.id:
        return Match(doubt="身份证件号和学籍号在账本里分属两名学生，请核对这两个号码。")
    by_number = by_id or by_student
    if by_number is None:
        return _by_name(index, sought)
    return _number_agrees(by_number, sought, has_id=by_id is not None)


def _number_agrees(known: Known, sought: Sought, *, has_id: bool) -> Match:
    """A number found the child; another name together with another birth date means a wrong number."""
    births = same_birth(known.birth, known.month_only, sought.birth, sought.month_only)
    if known.name != sought.name and births is not True:
        which = "身份证件号" if has_id else "学籍号"
        return Match(doubt=f"{which}与账本里的“{known.name}”相同，但姓名不同，请核对是改名还是号码填错。")
    return Match(known.id)


def _by_name(index: Index, sought: Sought) -> Match:
    namesakes = index.by_name.get(sought.name, [])
    fitting = [known for known in namesakes if _may_be(known, sought)]
    if not fitting:
        return NOBODY
    sure = [known for known in fitting if _is_surely(known, sought)]
    if len(sure) == 1:
        return Match(sure[0].id)
    if len(sure) > 1:
        return Match(doubt=f"账本里有{len(sure)}名“{sought.name}”都可能是这一行，请补上身份证件号或学籍号后再导入。")
    if all(_contradicts(known, sought) for known in fitting):
        return Match(doubt=f"账本里有同名同出生日期的“{sought.name}”，但号码不同，请核对是同一人更正号码还是两名学生。")
    return Match(doubt=f"账本里有同名的“{sought.name}”，凭这一行的内容分不清是不是同一人，请补上出生日期、家长或号码。")


def _may_be(known: Known, sought: Sought) -> bool:
    """Not excluded: birth dates don't disagree, and where they are unknown something else agrees or is unknown."""
    return same_birth(known.birth, known.month_only, sought.birth, sought.month_only) is not False


def _contradicts(known: Known, sought: Sought) -> bool:
    ids_differ = bool(known.id_number and sought.id_number and known.id_number != sought.id_number)
    numbers_differ = bool(
        known.student_number and sought.student_number and known.student_number != sought.student_number
    )
    return ids_differ or numbers_differ


def _is_surely(known: Known, sought: Sought) -> bool:
    """Two independent agreements besides the name, or a full birth date and no contradiction of class and adult."""
    if _contradicts(known, sought):
        return False
    births = same_birth(known.birth, known.month_only, sought.birth, sought.month_only)
    full = births is True and not known.month_only and not sought.month_only
    adult = bool(known.adults & sought.adults)
    phone = bool(known.phones & sought.phones)
    room = known.class_id is not None and known.class_id == sought.class_id
    strangers = bool(known.adults and sought.adults) and not adult and not phone
    if full:
        return room or adult or phone or not strangers
    if births is True:
        return adult or phone or (room and not strangers)
    return (adult or phone) and (room or sought.class_id is None)
