"""Homes: who cares for the children, where the parents are; one record for all brothers and sisters."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import tidy_text
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.concern.model import HomeSituation
from kongchuo_desktop.school.concern.whereabouts import ParentFacts, parents_of
from kongchuo_desktop.school.identity.model import Village
from kongchuo_desktop.school.pupils.model import Household, Pupil, PupilGuardian
from kongchuo_desktop.school.pupils.service import HERE
from kongchuo_desktop.school.types import ClassId, PupilId

LAST = "\uffff"  # homes without a village
FEW_HOMES = 50  # children up to which only their own relatives are read
TEXTS = {  # column → (heading, longest)
    "carer_name": ("实际照料人", 60), "carer_relation": ("与孩子关系", 20), "carer_phone": ("照料人电话", 40),
    "carer_age": ("照料人年龄", 10), "carer_health": ("照料人身体", 40), "members": ("同住的人", 200),
    "income": ("经济来源", 100), "housing": ("住房", 100), "note": ("备注", 2000),
}  # fmt: skip


@dataclass(frozen=True)
class HomeChild:
    """A child of a home."""

    id: PupilId
    name: str
    class_id: ClassId | None
    class_name: str
    birth: date | None


@dataclass(frozen=True)
class HomeFacts:
    """One home: its children on the roll, who cares for them, where the parents are. `known_on` None: never asked."""

    household_id: int | None
    children: tuple[HomeChild, ...]
    village: str
    address: str
    parents: tuple[ParentFacts, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    known_on: date | None = None
    known_by: str = ""

    @property
    def carer(self) -> str:
        """祖母 罗秀英, or what of it is known."""
        return " ".join(filter(None, (self.texts.get("carer_relation", ""), self.texts.get("carer_name", ""))))

    @property
    def last_contact(self) -> date | None:
        """The last time one of the parents was spoken to."""
        return max((item.contact_on for item in self.parents if item.contact_on), default=None)


@dataclass
class _Gathering:
    """Children put together by household and by shared adult."""

    home_of: dict[int, int] = field(default_factory=dict)

    def root(self, child: int) -> int:
        """The child that stands for its home."""
        while self.home_of.setdefault(child, child) != child:
            self.home_of[child] = self.home_of[self.home_of[child]]
            child = self.home_of[child]
        return child

    def join(self, children: Iterable[int]) -> None:
        """These live together."""
        first, *rest = children
        for other in rest:
            one, two = sorted((self.root(first), self.root(other)))
            self.home_of[two] = one


def homes(session: Session, *, on: date, pupil_ids: Collection[PupilId] | None = None) -> tuple[HomeFacts, ...]:
    """Every home with children on the roll (or those of some children), by village and first child."""
    around = _relatives(session, pupil_ids) if pupil_ids is not None and len(pupil_ids) <= FEW_HOMES else None
    rows = _children(session, around)
    adults: dict[int, list[int]] = {}
    links = select(PupilGuardian.pupil_id, PupilGuardian.guardian_id)
    for child, adult in session.execute(links if around is None else links.where(PupilGuardian.pupil_id.in_(around))):
        if child in rows:
            adults.setdefault(adult, []).append(child)
    together = _gather(rows, adults.values())
    groups: dict[int, list[int]] = {}
    for child in rows:
        groups.setdefault(together.root(child), []).append(child)
    if pupil_ids is not None:
        wanted = {together.root(child) for child in pupil_ids if child in rows}
        groups = {root: members for root, members in groups.items() if root in wanted}
    parents = parents_of(session, on=on, pupil_ids=[PupilId(c) for members in groups.values() for c in members])
    known = {row.household_id: row for row in session.scalars(select(HomeSituation))}
    rooms = {room.id: room.full_name for room in class_room.classes(session, today=on)}
    found = [_home(members, rows, parents, known, rooms) for members in groups.values()]
    return tuple(
        sorted(found, key=lambda home: (home.village or LAST, home.children[0].class_name, home.children[0].id))
    )


def home_of(session: Session, *, pupil_id: PupilId, on: date) -> HomeFacts:
    """The home of one child on the roll."""
    found = homes(session, on=on, pupil_ids=[pupil_id])
    if not found:
        raise UserError("这名学生已不在校，家庭情况请在学生档案里查看。")
    return found[0]


def _relatives(session: Session, pupil_ids: Collection[PupilId]) -> set[int]:
    """These children and all who live with them, or with one who does."""
    found: set[int] = set()
    more = set(map(int, pupil_ids))
    while more - found:
        found |= more
        houses = select(Pupil.household_id).where(Pupil.id.in_(found), Pupil.household_id.is_not(None))
        adults = select(PupilGuardian.guardian_id).where(PupilGuardian.pupil_id.in_(found))
        more = set(session.scalars(select(Pupil.id).where(Pupil.household_id.in_(houses))))
        more |= set(session.scalars(select(PupilGuardian.pupil_id).where(PupilGuardian.guardian_id.in_(adults))))
    return found


def _children(session: Session, around: set[int] | None = None) -> dict[int, Mapping[str, Any]]:
    query = (
        select(
            Pupil.id, Pupil.name, Pupil.class_id, Pupil.household_id, Pupil.birth_date, Pupil.home_address,
            Pupil.current_address, Village.name.label("village"),
        )
        .outerjoin(Village, Village.id == Pupil.village_id)
        .where(Pupil.status.in_(HERE))
        .order_by(Pupil.id)
    )  # fmt: skip
    if around is not None:
        query = query.where(Pupil.id.in_(around))
    return {row["id"]: dict(row) for row in session.execute(query).mappings()}


def _gather(rows: Mapping[int, Mapping[str, Any]], shared: Iterable[list[int]]) -> _Gathering:
    together = _Gathering()
    houses: dict[int, list[int]] = {}
    for child, row in rows.items():
        if row["household_id"] is not None:
            houses.setdefault(row["household_id"], []).append(child)
    for members in (*houses.values(), *shared):
        together.join(members)
    return together


def _home(
    members: list[int], rows: Mapping[int, Mapping[str, Any]], parents: Mapping[PupilId, tuple[ParentFacts, ...]],
    known: Mapping[int, HomeSituation], rooms: Mapping[ClassId, str],
) -> HomeFacts:  # fmt: skip
    houses = [rows[child]["household_id"] for child in members if rows[child]["household_id"] is not None]
    house = next((number for number in houses if number in known), houses[0] if houses else None)
    situation = known.get(house) if house is not None else None
    adults = {item.guardian_id: item for child in members for item in parents.get(PupilId(child), ())}
    first = rows[members[0]]
    return HomeFacts(
        household_id=house,
        children=tuple(
            HomeChild(PupilId(child), rows[child]["name"], rows[child]["class_id"],
                      rooms.get(rows[child]["class_id"], ""), rows[child]["birth_date"])
            for child in members
        ),
        village=next((rows[child]["village"] for child in members if rows[child]["village"]), ""),
        address=first["home_address"] or first["current_address"],
        parents=tuple(adults.values()),
        texts={column: getattr(situation, column) for column in TEXTS} if situation else {},
        known_on=situation.known_on if situation else None, known_by=situation.known_by if situation else "",
    )  # fmt: skip


def save_home(
    session: Session, *, pupil_id: PupilId, texts: Mapping[str, str], known_on: date, known_by: str, today: date
) -> int:
    """Write how a child's home lives; a household is made for it and its siblings where there is none. Its id."""
    if known_on > today:
        raise UserError("了解日期不能晚于今天，请改正。")
    kept = {}
    for column, text in texts.items():
        heading, longest = TEXTS[column]
        kept[column] = tidy_text(text or "")
        if len(kept[column]) > longest:
            raise UserError(f"{heading}最多 {longest} 个字，现在有 {len(kept[column])} 个，请缩短。")
    household_id = household_for(session, pupil_id=pupil_id, on=today)
    row = session.scalars(select(HomeSituation).where(HomeSituation.household_id == household_id)).first()
    if row is None:
        row = HomeSituation(household_id=household_id, known_on=known_on)
        session.add(row)
    for column, text in kept.items():
        setattr(row, column, text)
    row.known_on, row.known_by = known_on, known_by
    session.flush()
    return household_id


def household_for(session: Session, *, pupil_id: PupilId, on: date) -> int:
    """The household of a child, shared with the siblings; made where none of them has one."""
    home = home_of(session, pupil_id=pupil_id, on=on)
    household_id = home.household_id
    if household_id is None:
        child = session.get_one(Pupil, pupil_id)
        made = Household(village_id=child.village_id, address=home.address)
        session.add(made)
        session.flush()
        household_id = made.id
    for member in home.children:
        row = session.get_one(Pupil, member.id)
        if row.household_id is None or row.household_id != household_id:
            row.household_id = household_id
    session.flush()
    return household_id
