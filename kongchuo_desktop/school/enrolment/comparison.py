"""三比对: the book beside one or two other lists of children; who stands in which, and what differs.

Children are matched by ID number or 学籍号, then by name and birth date, then by name and an adult
(四查三比对 of 教基厅函〔2024〕15号). A name alone never joins two rows: it is only mentioned.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from kongchuo_desktop.school.pupils.rules import age_on, same_birth
from kongchuo_desktop.school.types import PupilId


class Source(StrEnum):
    """What a list is a list of."""

    BOOK = "在校"  # the school's own book
    ROLL = "学籍"  # the export of the national system
    HOME = "户籍"  # a village's or the police's list


class Kind(StrEnum):
    """What may differ."""

    ROLL_ONLY = "籍在人不在"
    HERE_ONLY = "人在籍不在"
    NO_NUMBER = "无学籍"
    NOT_IN_SCHOOL = "适龄未在校"
    WRONG_ID = "证件号不符"
    OTHER_FACTS = "信息不符"
    NOT_AT_HOME = "户籍无此人"
    TWICE = "重复"


SCHOOL_AGE = (6, 15)  # years completed by 31 August: 义务教育法 art. 11, nine years of schooling
PRIMARY_UNTIL = 12  # an older one usually goes to a 初中


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One child as one list has it. `name` as written, `folded` for matching; "" where the list is silent."""

    name: str
    folded: str
    id_number: str = ""
    student_number: str = ""
    birth: date | None = None
    month_only: bool = False
    sex: str = ""
    village: str = ""
    where: str = ""  # class, or village, as it is shown
    adults: frozenset[str] = frozenset()  # folded names and ID numbers of parents
    phones: frozenset[str] = frozenset()
    id_lost: bool = False  # the cell held a number without its last digits
    pupil_id: PupilId | None = None
    status: str = ""  # of the book: 在读 | 休学 | 离校
    told: str = ""  # of the book: what is known of one who is not here (2026年9月1日转出 …)
    settled: bool = False  # not here, and proven to be well placed elsewhere
    sheet: str = ""
    row: int = 0


@dataclass(frozen=True)
class ChildList:
    """One list: what it is of, its name for people, its children, and those it names twice."""

    source: Source
    label: str
    children: Sequence[Listed]
    doubles: Sequence[Listed] = ()


@dataclass(frozen=True)
class Difference:
    """What is to be settled about one child; `entries` are what each list (by label) says of it."""

    kind: Kind
    name: str
    why: str
    entries: Mapping[str, Listed]
    missing_in: tuple[str, ...] = ()
    matched_by: str = ""
    pupil_id: PupilId | None = None

    @property
    def shown(self) -> Listed:
        """The entry that tells most: the first list's."""
        return next(iter(self.entries.values()))


@dataclass(frozen=True)
class Comparison:
    """The whole: differences by kind and name, how many children stand in every list, how many are settled."""

    labels: tuple[str, ...]
    differences: tuple[Difference, ...]
    in_all: int
    settled: int

    def counts(self) -> dict[str, int]:
        """Differences of each kind, those without any included."""
        found = {kind.value: 0 for kind in Kind}
        for item in self.differences:
            found[item.kind.value] += 1
        return found


@dataclass(eq=False)
class _Person:
    """One child put together from the lists (by their place)."""

    entries: dict[int, Listed] = field(default_factory=dict)
    matched_by: str = ""
    hint: str = ""


@dataclass
class _Index:
    """The people so far, findable by number and by name."""

    by_id: dict[str, _Person] = field(default_factory=dict)
    by_student: dict[str, _Person] = field(default_factory=dict)
    by_name: dict[str, list[_Person]] = field(default_factory=dict)

    def add(self, person: _Person, entry: Listed) -> None:
        """Make a person findable by what another list says of it."""
        if entry.id_number and not entry.id_lost:
            self.by_id.setdefault(entry.id_number, person)
        if entry.student_number:
            self.by_student.setdefault(entry.student_number, person)
        namesakes = self.by_name.setdefault(entry.folded, [])
        if person not in namesakes:
            namesakes.append(person)


def compare(lists: Sequence[ChildList], *, on: date, primary_only: bool = False) -> Comparison:
    """The first list is the book; `on` says who is of school age. `primary_only`: a school without 初中 classes."""
    people: list[_Person] = []
    index = _Index()
    for place, one in enumerate(lists):
        for entry in one.children:
            person = _find(index, entry, place)
            if person is None:
                person = _Person(hint=_namesake(index, entry, place))
                people.append(person)
            person.entries[place] = entry
            index.add(person, entry)
    covered = _covered(people, lists)
    found = [item for person in people for item in _differences(person, lists, on, covered)]
    if primary_only:
        found = [_of_higher_age(item, on) for item in found]
    found += [item for one in lists for item in _doubles(one)]
    order = {kind: number for number, kind in enumerate(Kind)}
    found.sort(key=lambda item: order[item.kind])  # within a kind as the lists have them, the book first
    whole = sum(len(person.entries) == len(lists) and not _gone(person.entries.get(0)) for person in people)
    settled = sum(_is_settled(person) for person in people)
    return Comparison(tuple(one.label for one in lists), tuple(found), whole, settled)


def _find(index: _Index, entry: Listed, place: int) -> _Person | None:
    by_number = (index.by_id.get(entry.id_number) if entry.id_number and not entry.id_lost else None) or (
        index.by_student.get(entry.student_number) if entry.student_number else None
    )
    if by_number is not None and place not in by_number.entries:
        by_number.matched_by = by_number.matched_by or "证件号或学籍号"
        return by_number
    free = [person for person in index.by_name.get(entry.folded, ()) if place not in person.entries]
    for how, agree in (("姓名和出生日期", _same_birth), ("姓名和家长", _same_adult)):
        fitting = [person for person in free if agree(person, entry)]
        if len(fitting) == 1:
            fitting[0].matched_by = how
            return fitting[0]
    return None


def _same_birth(person: _Person, entry: Listed) -> bool:
    return any(
        same_birth(one.birth, one.month_only, entry.birth, entry.month_only) is True
        and not (one.month_only or entry.month_only)
        for one in person.entries.values()
    )


def _same_adult(person: _Person, entry: Listed) -> bool:
    return any(
        same_birth(one.birth, one.month_only, entry.birth, entry.month_only) is not False
        and bool(one.adults & entry.adults or one.phones & entry.phones)
        for one in person.entries.values()
    )


def _namesake(index: _Index, entry: Listed, place: int) -> str:
    """Who may be the same child, for a person to look at."""
    same = [person for person in index.by_name.get(entry.folded, ()) if place not in person.entries]
    if not same:
        return ""
    shown = "、".join(_told_apart(next(iter(person.entries.values()))) for person in same[:3])
    return f"另有同名的{shown}，凭现有内容分不清是不是同一人，请核对。"


def _told_apart(entry: Listed) -> str:
    birth = f"{entry.birth.isoformat()}出生" if entry.birth else "出生日期不详"
    return f"“{entry.name}”（{'，'.join(filter(None, (entry.where, birth)))}）"


def _differences(
    person: _Person, lists: Sequence[ChildList], on: date, covered: frozenset[str]
) -> Iterator[Difference]:
    here = person.entries.get(0)
    present = here is not None and not _gone(here)
    others = {place: entry for place, entry in person.entries.items() if place}
    if kind := _placing(person, lists, on, covered, present=present):
        missing = tuple(one.label for place, one in enumerate(lists) if place not in person.entries)
        if here is not None and not present:
            missing = (lists[0].label, *missing)
        yield _difference(person, lists, kind, _placing_why(kind, person, lists), missing)
    if here is None or not others:
        return
    ids, facts = _contradictions(here, {lists[place].label: entry for place, entry in others.items()})
    if ids:
        yield _difference(person, lists, Kind.WRONG_ID, "；".join(ids))
    if facts:
        yield _difference(person, lists, Kind.OTHER_FACTS, "；".join(facts))


def _difference(
    person: _Person, lists: Sequence[ChildList], kind: Kind, why: str, missing: tuple[str, ...] = ()
) -> Difference:
    entries = {lists[place].label: entry for place, entry in sorted(person.entries.items())}
    here = person.entries.get(0)
    shown = next(iter(entries.values()))
    hint = f"{person.hint}" if person.hint and missing else ""
    told = "。".join(part.rstrip("。") for part in (why, hint) if part)
    return Difference(
        kind, shown.name, told, entries, missing, person.matched_by if len(entries) > 1 else "",
        here.pupil_id if here else None,
    )  # fmt: skip


def _placing(
    person: _Person, lists: Sequence[ChildList], on: date, covered: frozenset[str], *, present: bool
) -> Kind | None:
    """Whether the child stands where it should: in school, on the roll, at home."""
    in_roll = any(lists[place].source is Source.ROLL for place in person.entries)
    in_home = any(lists[place].source is Source.HOME for place in person.entries)
    if not present:
        if in_roll:
            return Kind.ROLL_ONLY
        of_age = in_home and _of_school_age(person, on)
        return Kind.NOT_IN_SCHOOL if of_age and not _is_settled(person) else None
    if any(one.source is Source.ROLL for one in lists) and not in_roll:
        return Kind.HERE_ONLY if person.entries[0].student_number else Kind.NO_NUMBER
    if not in_roll and not person.entries[0].student_number:
        return Kind.NO_NUMBER
    if not in_home and person.entries[0].village in covered:
        return Kind.NOT_AT_HOME
    return None


def _covered(people: Sequence[_Person], lists: Sequence[ChildList]) -> frozenset[str]:
    """Villages whose list names at least half of our pupils: one of poor families alone leaves most out by right."""
    homes = {place for place, one in enumerate(lists) if one.source is Source.HOME}
    ours, named = Counter[str](), Counter[str]()
    for person in people:
        here = person.entries.get(0)
        if here is not None and here.village and not _gone(here):
            ours[here.village] += 1
            named[here.village] += bool(homes & person.entries.keys())
    return frozenset(village for village, count in ours.items() if named[village] * 2 >= count)


def _placing_why(kind: Kind, person: _Person, lists: Sequence[ChildList]) -> str:
    here = person.entries.get(0)
    told = here.told if here else ""
    names = "、".join(lists[place].label for place in sorted(person.entries) if place)
    words = {
        Kind.ROLL_ONLY: f"{names}上有，本校没有这名在校学生" + (f"：{told}" if told else ""),
        Kind.HERE_ONLY: "在校就读，有学籍号，但学籍名单上没有",
        Kind.NO_NUMBER: "在校就读，账本里没有学籍号，学籍名单上也没有",
        Kind.NOT_IN_SCHOOL: f"{names}上有，已到入学年龄，本校没有这名学生" + (f"：{told}" if told else ""),
        Kind.NOT_AT_HOME: "在校就读，所在村的名单上没有",
    }
    if kind is Kind.NO_NUMBER and not any(one.source is Source.ROLL for one in lists):
        return "在校就读，账本里没有学籍号"
    return words.get(kind, "")


def _contradictions(here: Listed, others: Mapping[str, Listed]) -> tuple[list[str], list[str]]:
    """What the lists say otherwise than the book: about the ID number, and about the rest."""
    ids, facts = [], []
    for label, entry in others.items():
        if entry.id_lost:
            ids.append(f"{label}里的证件号后几位已丢失，账本是{here.id_number or '空的'}")
        elif entry.id_number and entry.id_number != here.id_number:
            ids.append(f"账本{'是' + here.id_number if here.id_number else '没有证件号'}，{label}是{entry.id_number}")
        if entry.student_number and entry.student_number != here.student_number:
            known = f"是{here.student_number}" if here.student_number else "没有学籍号"
            facts.append(f"学籍号：账本{known}，{label}是{entry.student_number}")
        if entry.folded != here.folded:
            facts.append(f"姓名：账本是{here.name}，{label}是{entry.name}")
        if same_birth(here.birth, here.month_only, entry.birth, entry.month_only) is False:
            facts.append(f"出生日期：账本是{here.birth}，{label}是{entry.birth}")
        if here.sex and entry.sex and here.sex != entry.sex:
            facts.append(f"性别：账本是{here.sex}，{label}是{entry.sex}")
    return ids, facts


def _gone(entry: Listed | None) -> bool:
    return entry is not None and entry.status not in ("在读", "休学")


def _is_settled(person: _Person) -> bool:
    return len(person.entries) > 1 and any(entry.settled for entry in person.entries.values())


def _of_school_age(person: _Person, on: date) -> bool:
    """By the last 31 August; one without a birth date is asked about rather than passed over."""
    births = [entry.birth for entry in person.entries.values() if entry.birth]
    if not births:
        return True
    return SCHOOL_AGE[0] <= age_on(births[0], _age_day(on)) <= SCHOOL_AGE[1]


def _age_day(on: date) -> date:
    """The 31 August before the school year of a day."""
    return date(on.year if on >= date(on.year, 9, 1) else on.year - 1, 8, 31)


def _of_higher_age(item: Difference, on: date) -> Difference:
    """Says of one beyond the primary years that another school is likely his."""
    born = item.shown.birth
    if item.kind is not Kind.NOT_IN_SCHOOL or born is None or age_on(born, _age_day(on)) <= PRIMARY_UNTIL:
        return item
    return replace(item, why=f"{item.why}；已是初中学龄，请向所在初中核实")


def _doubles(one: ChildList) -> Iterable[Difference]:
    for entry in one.doubles:
        yield Difference(Kind.TWICE, entry.name, f"{one.label}第{entry.row}行与前面的一行重复", {one.label: entry})
