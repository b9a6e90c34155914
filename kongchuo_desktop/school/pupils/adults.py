"""The adults of a roster: which are known already, what a file changes in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.text import match_name
from kongchuo_desktop.school.imports import Change
from kongchuo_desktop.school.pupils.intake import GuardianCells
from kongchuo_desktop.school.pupils.model import Guardian, PupilGuardian
from kongchuo_desktop.storage.bulk import bulk_insert

OWN = {  # column of guardian → heading in a preview
    "phone": "电话",
    "id_type": "证件类型",
    "id_number": "证件号",
    "address": "住址",
    "workplace": "工作单位",
    "duty": "职务",
    "ethnicity": "民族",
    "hukou_region": "户口所在地",
}
LINK = {"relation": "关系", "is_guardian": "是否监护人"}


@dataclass(frozen=True, slots=True)
class Adult:
    """An adult in the book as linked to one child."""

    id: int
    link_id: int
    name: str
    phone: str
    values: dict[str, Any]


@dataclass
class Book:
    """All adults: by child, by ID number, by name and phone (so that siblings share them)."""

    of_pupil: dict[int, tuple[Adult, ...]] = field(default_factory=dict)
    by_number: dict[str, int] = field(default_factory=dict)
    by_name_phone: dict[tuple[str, str], int] = field(default_factory=dict)


def read(session: Session) -> Book:
    """Read them all at once."""
    book = Book()
    lists: dict[int, list[Adult]] = {}
    query = (
        select(
            PupilGuardian.pupil_id,
            PupilGuardian.id.label("link_id"),
            PupilGuardian.relation,
            PupilGuardian.is_guardian,
            Guardian.__table__,
        )
        .join(Guardian, Guardian.id == PupilGuardian.guardian_id)
        .order_by(PupilGuardian.pupil_id, PupilGuardian.position)
    )
    for row in session.execute(query).mappings():
        lists.setdefault(row["pupil_id"], []).append(
            Adult(row["id"], row["link_id"], row["name"], row["phone"], dict(row))
        )
        if row["id_number"]:
            book.by_number[row["id_number"]] = row["id"]
        if row["phone"]:
            book.by_name_phone[(match_name(row["name"]), row["phone"])] = row["id"]
    book.of_pupil = {pupil: tuple(people) for pupil, people in lists.items()}
    return book


def _named(people: Iterable[Adult], cells: GuardianCells) -> Adult | None:
    wanted = match_name(cells.name)
    return next((person for person in people if match_name(person.name) == wanted), None)


def differences(book: Book, pupil_id: int, cells: Sequence[GuardianCells]) -> list[Change]:
    """What the file says otherwise of a child's adults; an empty cell says nothing."""
    changes: list[Change] = []
    mine = book.of_pupil.get(pupil_id, ())
    for item in cells:
        known = _named(mine, item)
        if known is None:
            changes.append(Change("guardian", "家长", "", f"{item.name}（{item.relation or '家长'}）"))
            continue
        for column, heading in (OWN | LINK).items():
            new = getattr(item, column)
            if new and new != known.values[column]:
                changes.append(
                    Change(f"guardian.{column}", f"家长{item.name}{heading}", known.values[column] or "", new)
                )
    return changes


@dataclass
class Writer:
    """Writes the adults of many children; new adults and links are collected and inserted together."""

    session: Session
    book: Book
    fresh: list[dict[str, Any]] = field(default_factory=list)
    links: list[tuple[int, int | tuple[str, int], int, GuardianCells]] = field(default_factory=list)
    seen: dict[object, tuple[str, int]] = field(default_factory=dict)

    def take(self, pupil_id: int, cells: Sequence[GuardianCells]) -> None:
        """Note what a child's row says of its adults."""
        mine = self.book.of_pupil.get(pupil_id, ())
        for item in cells:
            known = _named(mine, item)
            if known is None:
                position = len(mine) + cells.index(item) + 1 if mine else cells.index(item) + 1
                self.links.append((pupil_id, self._adult(item), position, item))
            else:
                self._update(known, item)

    def _adult(self, item: GuardianCells) -> int | tuple[str, int]:
        """An adult of the book, or the place of a new one; the same number, or name with phone, is one person."""
        keys: list[object] = []
        if item.id_number:
            if item.id_number in self.book.by_number:
                return self.book.by_number[item.id_number]
            keys.append(item.id_number)
        if item.phone:
            pair = (match_name(item.name), item.phone)
            if pair in self.book.by_name_phone:
                return self.book.by_name_phone[pair]
            keys.append(pair)
        for key in keys:
            if key in self.seen:
                return self.seen[key]
        place = ("new", len(self.fresh))
        self.fresh.append({"name": item.name, **{column: getattr(item, column) for column in OWN}})
        self.seen.update(dict.fromkeys(keys, place))
        return place

    def _update(self, known: Adult, item: GuardianCells) -> None:
        own = {column: getattr(item, column) for column in OWN if getattr(item, column)}
        if any(known.values[column] != value for column, value in own.items()):
            row = self.session.get_one(Guardian, known.id)
            for column, value in own.items():
                setattr(row, column, value)
        tie = {column: getattr(item, column) for column in LINK if getattr(item, column)}
        if any(known.values[column] != value for column, value in tie.items()):
            link = self.session.get_one(PupilGuardian, known.link_id)
            for column, value in tie.items():
                setattr(link, column, value)

    def finish(self) -> None:
        """Insert what was collected."""
        ids = bulk_insert(self.session, Guardian, self.fresh)
        rows: dict[tuple[int, int], dict[str, Any]] = {}
        for pupil_id, adult, position, item in self.links:
            guardian_id = ids[adult[1]] if isinstance(adult, tuple) else adult
            rows.setdefault(
                (pupil_id, guardian_id),
                {
                    "pupil_id": pupil_id,
                    "guardian_id": guardian_id,
                    "position": position,
                    "relation": item.relation,
                    "is_guardian": item.is_guardian,
                },
            )
        bulk_insert(self.session, PupilGuardian, list(rows.values()))
