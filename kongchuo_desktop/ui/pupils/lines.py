"""The children as the list shows them, and the list's columns."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.pupil_lists import masked
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.completeness import missing_of
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

EVERYBODY = ("在读", "休学", "离校")
COMPLETE, INCOMPLETE = "资料齐全", "资料不全"


@dataclass(frozen=True)
class PupilLine:
    """A child with what the list works out once: what tells it from namesakes, what is missing, what finds it."""

    facts: PupilFacts
    mark: str
    missing: tuple[str, ...]
    words: str

    @property
    def id(self) -> PupilId:
        """The child's identity."""
        return self.facts.id

    @property
    def name(self) -> str:
        """The name, with birth date or village behind it when another child has the same."""
        return f"{self.facts.name}（{self.mark}）" if self.mark else self.facts.name


def read_lines(session: Session, *, today: date) -> tuple[PupilLine, ...]:
    """Every child of the book by class; children who have left come last."""
    people = pupil_room.pupils(session, today=today, status=EVERYBODY)
    marks = pupil_room.told_apart(people)
    lines = [
        PupilLine(person, marks.get(person.id, ""), missing_of(person), pupil_room.search_key(person))
        for person in people
    ]
    return tuple(sorted(lines, key=lambda line: line.facts.status == "离校"))


class Numbers:
    """How ID numbers are shown: masked, until somebody asks for them in full."""

    def __init__(self) -> None:
        self.full = False

    def __call__(self, number: str) -> str:
        return number if self.full else masked(number)


def adult(line: PupilLine) -> str:
    """The first adult with the relation."""
    first = next(iter(line.facts.guardians), None)
    return "" if first is None else f"{first.name}（{first.relation}）" if first.relation else first.name


def adult_phone(line: PupilLine) -> str:
    """The first number that reaches the family."""
    return next((person.phone for person in line.facts.guardians if person.phone), line.facts.phone)


def lodging(line: PupilLine) -> str:
    """住校 or 走读."""
    return "住校" if line.facts.boarding else "走读"


def _field(column: str) -> Callable[[PupilLine], str]:
    return lambda line: str(line.facts.fields[column] or "")


def _place(line: PupilLine) -> tuple[int, str]:
    return line.facts.grade, line.facts.class_name


def _complete(line: PupilLine) -> str:
    return INCOMPLETE if line.missing else COMPLETE


def _missing(line: PupilLine) -> str:
    return "、".join(line.missing)


def _amber(_line: PupilLine) -> str:
    return "amber"


def _identity(line: PupilLine) -> Hashable:
    return line.id


def _words(line: PupilLine) -> str:
    return line.words


def columns(numbers: Numbers) -> tuple[Column, ...]:
    """All columns; the name stays in place."""
    return (
        Column("name", "姓名", lambda line: line.name, 184, sort=lambda line: line.facts.pinyin or line.name),
        Column("class", "班级", lambda line: line.facts.class_name, 104, sort=_place, filtered=True),
        Column("sex", "性别", lambda line: line.facts.sex, 56, align="center", filtered=True),
        Column("birth", "出生日期", lambda line: line.facts.birth, 104),
        Column("guardian", "家长", adult, 128),
        Column("phone", "联系电话", adult_phone, 120),
        Column("village", "村", lambda line: line.facts.village, 96, filtered=True),
        Column("lodging", "就读", lodging, 64, filtered=True),
        Column("left_behind", "留守情况", _field("left_behind"), 96, filtered=True),
        Column("missing", "待补资料", _missing, 152, tone=_amber),
        Column("id_number", "身份证件号", lambda line: numbers(line.facts.id_number), 176),
        Column("student_number", "学籍号", lambda line: numbers(line.facts.student_number), 188),
        Column("status", "状态", lambda line: line.facts.status, 72, filtered=True),
        Column("complete", "资料是否齐全", _complete, 112, shown=False, filtered=True),
        Column("seat", "班内学号", lambda line: line.facts.seat_number, 88, shown=False),
        Column("ethnicity", "民族", _field("ethnicity"), 80, shown=False, filtered=True),
        Column("orphan", "孤儿", _field("orphan"), 64, shown=False, filtered=True),
        Column("disability", "残疾类型", _field("disability"), 96, shown=False, filtered=True),
        Column("migrant", "随迁子女", _field("migrant_child"), 88, shown=False, filtered=True),
        Column("gets_aid", "享受一补", _field("gets_aid"), 88, shown=False, filtered=True),
        Column("address", "家庭地址", _field("home_address"), 240, shown=False),
        Column("remark", "备注", _field("remark"), 160, shown=False),
    )


def list_kind(numbers: Numbers, acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of children."""
    return ListKind(
        key="pupils",
        title="学生名单",
        columns=columns(numbers),
        identity=_identity,
        words=_words,
        acts=acts,
        empty=empty,
    )
