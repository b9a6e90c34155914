"""The single values that an office's form can take, by their Chinese names: {学校名称}, {三年级女生}, {巩固率}."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy.orm import Session

from kongchuo_desktop.desk.form_lists import COUNT_TITLES, counts_of
from kongchuo_desktop.desk.form_movements import COLUMNS, DROPOUT, RETENTION, movements, share_of
from kongchuo_desktop.desk.form_people import Asked, People, Row
from kongchuo_desktop.school.attendance import figures as attendance
from kongchuo_desktop.school.attendance import service as registers
from kongchuo_desktop.school.attendance.rules import Counts
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.rules import grade_name
from kongchuo_desktop.school.enrolment import rates_reading, rates_service
from kongchuo_desktop.school.enrolment.form_texts import PAGE, PAGES, Share, Value
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import year_name
from kongchuo_desktop.school.staff import service as staff_room

GRADES = tuple(grade_name(grade) for grade in range(1, 10))
ROOMS = "班级数"
SCHOOL = (
    "学校名称", "学校标识码", "上级单位", "乡镇", "县", "学校地址", "学校电话", "校长", "填报人", "教职工人数", "村数",
)  # fmt: skip
TIME = ("村", "班级", "填报日期", "年", "月", "日", "学年", "学期", "期初日期", "期末日期", PAGE, PAGES)
ATTENDANCE = ("应到人次", "出勤率", "旷课人次", "请假人次", "未点名半天数")
RATES = {  # besides those of the roll-forward: formula key of the rates → name here
    "enrolment": "入学率", "enrolment.gross": "毛入学率", "enrolment.disabled": "三残入学率",
    "retention.cohort3": "三年巩固率", "retention.cohort6": "六年巩固率", "retention.cohort9": "九年巩固率",
    "completion.primary": "小学完成率", "completion.junior": "初中完成率",
}  # fmt: skip
PARTS = ("", "分子", "分母")


@dataclass(frozen=True)
class ValueKind:
    """A value by its name and the group of the chooser it stands in."""

    name: str
    group: str


@cache
def catalogue() -> tuple[ValueKind, ...]:
    """Every value, in the order of the chooser."""
    counts = (ROOMS, *COUNT_TITLES.values())
    grades = [f"{grade}{title}" for grade in GRADES for title in (*counts, *COLUMNS)]
    rates = [f"{name}{part}" for name in (RETENTION, DROPOUT, *RATES.values()) for part in PARTS if name + part not in
             COLUMNS]  # fmt: skip
    groups: Mapping[str, Iterable[str]] = {
        "学校": SCHOOL, "日期、范围、页码": TIME, "在读人数": counts, "学生变动（一段时间）": COLUMNS, "比率": rates,
        "考勤（一段时间）": ATTENDANCE, "分年级": grades,
    }  # fmt: skip
    return tuple(ValueKind(name, group) for group, names in groups.items() for name in names)


@cache
def timed() -> frozenset[str]:
    """The names of values that are counted over a time."""
    parts = {f"{name}{part}" for name in (RETENTION, DROPOUT, *RATES.values()) for part in PARTS}
    return frozenset(_named(COLUMNS) | parts | set(ATTENDANCE) | {"期初日期", "期末日期"})


@cache
def names() -> frozenset[str]:
    """Every name that may stand in braces."""
    return frozenset(kind.name for kind in catalogue())


def gather(
    session: Session, people: People, asked: Asked, wanted: frozenset[str]
) -> tuple[dict[str, Value], list[str]]:
    """The wanted values, and sentences about those that the book cannot say."""
    found: dict[str, Value] = _school(session, asked) | _time(session, asked)
    told: list[str] = []
    if wanted & _named(COUNT_TITLES.values()) or wanted & _named((ROOMS,)):
        found |= _counted(session, people, asked)
    if wanted & (_named(COLUMNS) | {f"{name}{part}" for name in (RETENTION, DROPOUT) for part in PARTS}):
        found |= _moved(session, asked)
    if wanted & {f"{name}{part}" for name in RATES.values() for part in PARTS}:
        rates, told = _rates(session, asked, wanted)
        found |= rates
    if wanted & set(ATTENDANCE):
        found |= _attendance(session, asked)
    return {name: value for name, value in found.items() if name in wanted}, told


def _named(titles: Iterable[str]) -> set[str]:
    return {f"{grade}{title}" for title in titles for grade in ("", *GRADES)}


def _school(session: Session, asked: Asked) -> Row:
    school = identity.school(session)
    principal = staff_room.principal(session, today=asked.on)
    return {
        "学校名称": school.name, "学校标识码": school.code, "上级单位": school.above, "乡镇": school.township,
        "县": school.county, "学校地址": school.address, "学校电话": school.phone,
        "校长": principal.name if principal else "", "填报人": asked.by,
        "教职工人数": len(staff_room.staff(session, today=asked.on)), "村数": len(identity.villages(session)),
    }  # fmt: skip


def _time(session: Session, asked: Asked) -> Row:
    term = identity.current_term(session, today=asked.on)
    return {
        "填报日期": asked.on, "年": asked.on.year, "月": asked.on.month, "日": asked.on.day,
        "学年": year_name(identity.school(session).current_year), "学期": term.name if term else "",
        "期初日期": asked.first, "期末日期": asked.last, "村": asked.village, "班级": asked.class_name,
    }  # fmt: skip


def _counted(session: Session, people: People, asked: Asked) -> Row:
    rows = [people.row(child) for child in people.here()]
    rooms = class_room.classes(session, today=asked.on)
    found: Row = {}
    for scope in ("", *GRADES):
        mine = [row for row in rows if scope in ("", row["grade"])]
        found |= {f"{scope}{COUNT_TITLES[key]}": count for key, count in counts_of(mine).items()}
        found[f"{scope}{ROOMS}"] = sum(1 for room in rooms if scope in ("", grade_name(room.grade)))
    return found


def _moved(session: Session, asked: Asked) -> Row:
    rooms = [room for room in rates_reading.rooms(session, on=asked.last) if room.grade]
    grades = sorted({room.grade for room in rooms})
    groups = [None, *(frozenset(room.id for room in rooms if room.grade == grade) for grade in grades)]
    scopes = ["", *map(grade_name, grades)]
    found: Row = {}
    for scope, row in zip(scopes, movements(session, asked.first, asked.last, groups), strict=True):
        found |= {f"{scope}{name}": value for name, value in row.items()}
    for name in (RETENTION, DROPOUT):
        found |= _parts(name, found[name])
    return found


def _parts(name: str, value: Value) -> Row:
    if not isinstance(value, Share):
        return {f"{name}{part}": None for part in PARTS}
    return {name: value, f"{name}分子": int(value.part), f"{name}分母": int(value.whole)}


def _rates(session: Session, asked: Asked, wanted: frozenset[str]) -> tuple[Row, list[str]]:
    answer = rates_service.rates(session, first=asked.first, last=asked.last)
    found: Row = {}
    told = []
    for key, name in RATES.items():
        figure = answer.line(key).figure
        found |= _parts(name, share_of(figure))
        if figure.missing and wanted & {f"{name}{part}" for part in PARTS}:
            told.append(f"{name}没有填：{figure.missing}")
    return found, told


def _attendance(session: Session, asked: Asked) -> Row:
    rooms = attendance.by_class(session, first=asked.first, last=asked.last, today=asked.on)
    kinds = registers.kinds(session)
    should = sum(room.should for room in rooms)
    truant = sum(room.absent(Counts.TRUANT, kinds) for room in rooms)
    leave = sum(room.absent(Counts.LEAVE, kinds) for room in rooms)
    return {
        "应到人次": should, "旷课人次": truant, "请假人次": leave, "出勤率": Share(should - truant - leave, should),
        "未点名半天数": sum(room.not_recorded for room in rooms),
    }  # fmt: skip
