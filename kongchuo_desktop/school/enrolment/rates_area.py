"""入学率, 三残入学率 and 完成率: rates over the children of the service area, pupils here or not (policy §1.1)."""

from collections.abc import Iterable
from dataclasses import dataclass

from kongchuo_desktop.school.enrolment.rates import Counted, Figure, Group

AT_SCHOOL, AWAY, APART = "in", "out", "apart"
NO_AREA = "还没有登记服务区里不在本校就读的适龄儿童，分母不全，算不出。请在“服务区儿童”里登记或导入后再看。"
WHOLE_AREA = "入学率和完成率按整个服务区算，不分年级和班级；请把范围改为全校或学段。"
NOBODY_OF_AGE = "服务区里没有这个年龄的孩子，分母是0，算不出。"
NO_DISABLED = "没有登记{kinds}残疾的适龄儿童，分母是0，算不出。"
COMPLETION_AGES = {"primary": 15, "junior": 17}


@dataclass(frozen=True)
class AreaPerson:
    """A child of the service area. `age` in completed years on 31 August of the school year; None: not known."""

    age: int | None
    at: str  # AT_SCHOOL, AWAY, or APART (not counted)
    why: str
    pupil: int = 0
    area: int = 0
    disability: str = ""
    finished: frozenset[str] = frozenset()  # stages that it is known to have completed

    @property
    def counted(self) -> Counted:
        """As a figure names it."""
        return Counted(self.pupil, self.why, self.area)


def bands(stages: Iterable[str], *, entry_age: int, primary_years: int) -> range:
    """The ages of some stages, in completed years on 31 August: primary from the entry age, junior the next three."""
    after = entry_age + primary_years
    spans = {"primary": (entry_age, after), "junior": (after, after + 3)}
    ends = [spans[stage] for stage in stages]
    return range(min(first for first, _ in ends), max(last for _, last in ends))


def enrolment(people: Iterable[AreaPerson], band: range, *, listed: bool) -> Figure:
    """入学率 (net). `listed`: whether the book knows children of the area who are not pupils here."""
    every = tuple(people)
    mine = [person for person in every if person.age in band and person.at != APART]
    above = [person.counted for person in mine if person.at == AT_SCHOOL]
    groups = (
        Group("未入学：", tuple(person.counted for person in mine if person.at == AWAY)),
        Group("不计入：", tuple(one.counted for one in every if one.age in band and one.at == APART)),
    )
    if not listed or not mine:
        return Figure("enrolment", missing=NO_AREA if not listed else NOBODY_OF_AGE)
    return Figure("enrolment", tuple(above), _below(mine), _filled(groups), warnings=_ages_unknown(every))


def gross(here: Iterable[Counted], people: Iterable[AreaPerson], band: range, *, listed: bool) -> Figure:
    """毛入学率: all pupils of the stage over the area's children of its ages; may be above 100 %."""
    mine = [person for person in people if person.age in band and person.at != APART]
    if not listed or not mine:
        return Figure("enrolment.gross", missing=NO_AREA if not listed else NOBODY_OF_AGE)
    return Figure("enrolment.gross", tuple(here), _below(mine))


def disabled(people: Iterable[AreaPerson], band: range, kinds: tuple[str, ...], *, listed: bool) -> Figure:
    """三残入学率. `kinds`: beginnings of the disabilities that count; () for all."""
    mine = [
        person for person in people
        if person.age in band and person.at != APART and person.disability and _is_one(person.disability, kinds)
    ]  # fmt: skip
    above = tuple(person.counted for person in mine if person.at == AT_SCHOOL)
    groups = (Group("未入学：", tuple(person.counted for person in mine if person.at == AWAY)),)
    if not listed or not mine:
        none = NO_DISABLED.format(kinds="、".join(kinds))
        return Figure("enrolment.disabled", missing=none if listed else NO_AREA)
    return Figure("enrolment.disabled", above, _below(mine), _filled(groups))


def completion(people: Iterable[AreaPerson], stage: str) -> Figure:
    """完成率: those of 15 (17) years who completed 小学 (初中)."""
    age = COMPLETION_AGES[stage]
    mine = [person for person in people if person.age == age and person.at != APART]
    above = tuple(person.counted for person in mine if stage in person.finished)
    if not mine:
        missing = f"服务区名单里没有{age}周岁的少年，算不出；在“服务区儿童”里登记后才有分母。"
        return Figure(f"completion.{stage}", missing=missing)
    unknown = tuple(person.counted for person in mine if stage not in person.finished)
    groups = (Group("没有毕业记录：", unknown),)
    return Figure(f"completion.{stage}", above, _below(mine), _filled(groups))


def _is_one(disability: str, kinds: tuple[str, ...]) -> bool:
    return not kinds or any(kind in disability for kind in kinds)


def _below(people: Iterable[AreaPerson]) -> tuple[Counted, ...]:
    return tuple(person.counted for person in people)


def _filled(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(group for group in groups if group.people)


def _ages_unknown(people: Iterable[AreaPerson]) -> tuple[str, ...]:
    unknown = sum(1 for person in people if person.age is None and person.at != APART)
    return (f"有{unknown}人没有出生日期，没有算进来，请补齐。",) if unknown else ()
