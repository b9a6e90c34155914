"""The children that the grid of visits finds, and a line of it as a visit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.dates import read_typed_date
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import PupilId, StaffId
from kongchuo_desktop.school.visits import coverage as plan
from kongchuo_desktop.school.visits import service
from kongchuo_desktop.school.visits.coverage_rules import Family
from kongchuo_desktop.school.visits.rules import VisitDraft
from kongchuo_desktop.ui.visits.reading import split_visitors

CHILD, DAY, FORM, WHO, AT_HOME, FOUND, MEASURES, PROMISE, TOLD = range(9)
HEADINGS = ("学生", "日期", "方式", "家访人", "在家人员", "了解到的情况", "商定措施", "家长承诺", "")
COPIED = (DAY, FORM, WHO)  # taken from the line above


@dataclass(frozen=True)
class Known:
    """A child as the grid names it, with its family."""

    words: str  # 罗雨　五年级1班　ly: what is typed is looked for in it
    family: tuple[PupilId, ...]
    visitor: str


@dataclass(frozen=True)
class BatchBook:
    """What the grid knows of the school."""

    children: Mapping[PupilId, Known]
    staff: Mapping[str, StaffId]

    def child_of(self, words: str) -> Known | None:
        """The child of a cell: chosen from the list, or a name or initials that only one has."""
        text = words.strip()
        exact = [one for one in self.children.values() if one.words == text]
        named = [one for one in self.children.values() if text in one.words.split("　")] if text else []
        found = exact or named
        return found[0] if len(found) == 1 else None


class BatchRefused(UserError):
    """Some lines can't be true: nothing was written. `lines` says what is wrong with each, by its place."""

    def __init__(self, lines: Mapping[int, str]) -> None:
        super().__init__(f"有 {len(lines)} 行要改，还没有保存。")
        self.lines = lines


def read_batch(session: Session, *, today: date) -> BatchBook:
    """Every child on the roll with its family, and the staff."""
    term = plan.term_of(session, today=today)
    families = plan.coverage(session, term=term, today=today).families
    people = pupil_room.pupils(session, today=today)
    apart, by_child = pupil_room.told_apart(people), _by_child(families)
    children = {}
    for person in people:
        family = by_child.get(person.id)
        parts = [person.name, person.class_name, apart.get(person.id, ""), person.initials]
        ids = tuple(child.id for child in family.children) if family else (person.id,)
        first = (person.id, *(number for number in ids if number != person.id))
        words = "　".join(part for part in parts if part)
        children[person.id] = Known(words, first, family.visitor if family else "")
    return BatchBook(children, {person.name: person.id for person in staff_room.staff(session, today=today)})


def _by_child(families: Sequence[Family]) -> dict[PupilId, Family]:
    return {child.id: family for family in families for child in family.children}


def draft_of(cells: Sequence[str], book: BatchBook, today: date) -> VisitDraft:
    """A line as a visit; UserError says what can't be read."""
    child = book.child_of(cells[CHILD])
    if child is None:
        raise UserError("没有这名学生，或不止一名，请从列表里选")
    day = read_typed_date(cells[DAY].partition(" ")[0], today)
    if day is None:
        raise UserError("日期没看懂，请写成 9.1 或 2026-09-01")
    staff, others = split_visitors(cells[WHO], book.staff)
    return VisitDraft(
        day, cells[FORM].strip(), child.family, staff, others, at_home=cells[AT_HOME].strip(), purpose="普访",
        found=cells[FOUND].strip(), measures=cells[MEASURES].strip(), promise=cells[PROMISE].strip(),
    )  # fmt: skip


def write_batch(
    session: Session, *, lines: Mapping[int, Sequence[str]], book: BatchBook, now: datetime, by: str
) -> int:
    """Write every line, or none: BatchRefused names those that can't be true."""
    wrong: dict[int, str] = {}
    for place, cells in lines.items():
        try:
            service.record_visit(session, draft=draft_of(cells, book, now.date()), now=now, by=by)
        except UserError as error:
            wrong[place] = error.sentence
    if wrong:
        raise BatchRefused(wrong)
    return len(lines)
