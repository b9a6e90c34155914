"""The lists that an office's form can take, each with its fields: plain rows out of the book's services."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.desk.form_movements import COHORT_FIELDS, MOVEMENT_FIELDS, cohort_rows, movement_rows
from kongchuo_desktop.desk.form_people import NUMBER, PERSON, Asked, FieldKind, People, Row
from kongchuo_desktop.kit.dates import ReadDate
from kongchuo_desktop.kit.resources import read_toml
from kongchuo_desktop.reports.returns_choices import last_effort
from kongchuo_desktop.school.attendance import duties as attendance_duties
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.rules import grade_name
from kongchuo_desktop.school.enrolment import area, boarding
from kongchuo_desktop.school.enrolment.events import EventFacts, events
from kongchuo_desktop.school.enrolment.form_rules import ListRule
from kongchuo_desktop.school.enrolment.form_texts import written
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils.fields import LEFT_BEHIND
from kongchuo_desktop.school.returns import cases
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits import service as visits_room

Gather = Callable[[Session, People, Asked], list[Row]]


@dataclass(frozen=True)
class ListKind:
    """A list that forms may take; `timed` says that it is of a time (本学期 …) and not of today."""

    key: str
    title: str
    gather: Gather
    fields: tuple[FieldKind, ...] = PERSON
    about: str = ""
    timed: bool = False


def _only(keep: Callable[[Row], bool]) -> Gather:
    def gather(_session: Session, people: People, _asked: Asked) -> list[Row]:
        return [row for child in people.here() if keep(row := people.row(child))]

    return gather


def _disabled(row: Row) -> bool:
    none: Sequence[str] = read_toml("policy", "rates.toml")["disability"]["none"]
    return str(row.get("disability") or "") not in none


def _boarders(session: Session, people: People, asked: Asked) -> list[Row]:
    beds = {stay.pupil_id: stay for stay in boarding.stays(session, on=asked.on)}
    found = []
    for child in people.here():
        if child.boarding:
            stay = beds.get(child.id)
            found.append(people.row(child) | {"dormitory": stay.dormitory if stay else "",
                                              "bed": stay.bed if stay else ""})  # fmt: skip
    return found


def _changes(*ways: str) -> Gather:
    def gather(session: Session, people: People, asked: Asked) -> list[Row]:
        found = events(session, first=asked.first, last=asked.last)
        return [_change(people, one) for one in found if not ways or one.sort.way in ways]

    return gather


def _change(people: People, one: EventFacts) -> Row:
    way = one.sort.way
    return people.row_of(one.pupil_id) | {
        "kind": one.kind, "day": one.day, "from_class": "" if way in ("in", "back") else one.from_class,
        "to_class": "" if way in ("out", "pause") else one.to_class,
        "class": one.class_name, "grade_class": one.class_name, "place": one.place, "region": one.region,
        "reason": one.reason, "reason_code": one.reason_code, "approval": one.approval,
        "approved_on": one.approved_on, "expected_return": one.expected_return,
        "receipt": one.receipt or ("有" if one.receipt_on else "无" if one.sort.needs_proof else ""),
        "receipt_on": one.receipt_on, "note": one.note, "direction": _DIRECTIONS[way],
    }  # fmt: skip


_DIRECTIONS = {"in": "增加", "back": "增加", "out": "减少", "pause": "减少", "inside": "校内"}


def _dropouts(session: Session, people: People, asked: Asked) -> list[Row]:
    """Children whose last change says 辍学 or 其他减少, those being persuaded, and others away by the ladder."""
    last = {one.pupil_id: one for one in events(session, last=asked.last)}  # in order of time: the last one stays
    found: dict[PupilId, Row] = {
        one.pupil_id: _change(people, one) | {"state": one.kind, "away_since": one.day}
        for one in last.values()
        if one.kind in ("辍学", "其他减少")
    }
    told = _efforts(session, asked.on)
    for case in cases.cases(session, today=asked.on, only_open=True):
        if case.away:
            mine: Row = {"state": case.stage(asked.on) or "劝返中", "away_since": case.since, "day": case.since,
                         "reason": case.cause, "place": case.whereabouts}  # fmt: skip
            found[case.pupil.id] = people.row_of(case.pupil.id) | found.get(case.pupil.id, {}) | mine
            told[case.pupil.id] = last_effort(case, asked.on)
    for one in attendance_duties.away(session, on=asked.on):
        row: Row = {"state": "长期旷课，未认定辍学", "away_since": one.since, "day": one.since}
        found.setdefault(one.pupil.id, people.row_of(one.pupil.id) | row)
    return [row | {"efforts": told.get(pupil_id, "")} for pupil_id, row in found.items()]


def _efforts(session: Session, on: date) -> dict[PupilId, str]:
    """Visits on record of this school year, in words."""
    days: dict[PupilId, list[date]] = {}
    for visit in visits_room.visits(session, last=on):
        for child in visit.pupils:
            days.setdefault(child.id, []).append(visit.day)
    return {
        pupil_id: f"家访联系{len(mine)}次，最近{written(max(mine), '2026年9月1日')}" for pupil_id, mine in days.items()
    }


def _area(session: Session, people: People, asked: Asked) -> list[Row]:
    """Everybody of 6 to 17 years whom the book knows: pupils, and children of the area who are not pupils here."""
    found = [
        row | {"schooling": "本校在读" if child.status == "在读" else "休学", "attends": row["school"]}
        for child in people.here(status=("在读", "休学"))
        if (row := people.row(child))
    ]
    found += [
        {
            "name": one.name, "sex": one.sex, "id_number": one.id_number, "village": one.village,
            "birth_date": ReadDate(one.birth_date, "day") if one.birth_date else None, "address": one.address,
            "guardian.name": one.guardian_name, "guardian.phone": one.guardian_phone, "phone": one.guardian_phone,
            "disability": one.disability, "age": one.age, "schooling": one.placement, "attends": one.school_name,
            "proof": one.proof, "remark": one.note, "status": "非本校学生",
        }
        for one in area.children(session, today=asked.on)
    ]  # fmt: skip
    in_age = (row for row in found if not isinstance(row.get("age"), int) or 6 <= int(str(row["age"])) <= 17)
    return sorted(in_age, key=lambda row: str(row.get("village") or "~"))


def _counts(session: Session, people: People, asked: Asked, *, by_grade: bool) -> list[Row]:
    found: dict[str, Row] = {}
    rooms = class_room.classes(session, today=asked.on)
    for room in rooms:
        name = grade_name(room.grade) if by_grade else room.full_name
        row = found.setdefault(name, {"scope": name, "head": "" if by_grade else room.head, "classes": 0})
        row["classes"] = int(str(row["classes"])) + 1
    groups: dict[str, list[Row]] = {name: [] for name in found}
    for child in people.here():
        name = child.grade_name if by_grade else child.class_name
        if name in groups:
            groups[name].append(people.row(child))
    return [row | counts_of(groups[name]) for name, row in found.items()]


def _village_counts(session: Session, people: People, _asked: Asked) -> list[Row]:
    rows = [people.row(child) for child in people.here()]
    return [
        {"scope": one.name, "head": one.head_name, "classes": None}
        | counts_of([row for row in rows if row["village"] == one.name])
        for one in identity.villages(session)
    ]


def counts_of(rows: Sequence[Row]) -> Row:
    """The usual counts of children."""
    return {
        "pupils": len(rows),
        "boys": sum(row["sex"] == "男" for row in rows),
        "girls": sum(row["sex"] == "女" for row in rows),
        "boarders": sum(row["boarding"] == "是" for row in rows),
        "left_behind": sum(row["left_behind"] in LEFT_BEHIND for row in rows),
        "disabled": sum(map(_disabled, rows)),
        "migrant": sum(row["migrant_child"] == "是" for row in rows),
    }


COUNT_TITLES = {
    "pupils": "人数", "boys": "男生", "girls": "女生", "boarders": "住校生", "left_behind": "留守儿童",
    "disabled": "残疾学生", "migrant": "随迁子女",
}  # fmt: skip


def _staff(session: Session, _people: People, asked: Asked) -> list[Row]:
    return [
        {"name": one.name, "sex": one.sex, "duty": one.duty, "subject": one.subject, "phone": one.phone,
         "birth_month": one.birth_month, "politics": one.politics, "group_role": one.group_role,
         "villages": "、".join(one.villages), "remark": one.remark}
        for one in staff_room.staff(session, today=asked.on)
    ]  # fmt: skip


def _fields(group: str, **titles: str) -> tuple[FieldKind, ...]:
    return tuple(FieldKind(key.replace("__", "."), title, group) for key, title in titles.items())


CHANGE = _fields(
    "异动", kind="异动类型", direction="增减", day="异动日期", from_class="原班级", to_class="现班级",
    place="来源或去向", region="来源或去向所在地", reason="异动原因", reason_code="原因代码", approval="审批文号",
    approved_on="审批日期",
    expected_return="预计复学日期", receipt="回执", receipt_on="回执日期", note="异动说明",
)  # fmt: skip
COUNTED = (
    *_fields("统计", number="序号", scope="班级、年级或村", head="班主任或村负责人", classes="班级数"),
    *(FieldKind(key, title, "统计") for key, title in COUNT_TITLES.items()),
)
STAFF = _fields(
    "教职工", number="序号", name="姓名", sex="性别", duty="职务", subject="任教学科", phone="联系电话",
    birth_month="出生年月", politics="政治面貌", group_role="领导小组职务", villages="包村", remark="备注",
)  # fmt: skip

LISTS: tuple[ListKind, ...] = (
    ListKind("pupils", "在读学生", _only(lambda _row: True)),
    ListKind("boarders", "住校生", _boarders, (*PERSON, *_fields("住宿", dormitory="寝室", bed="床位"))),
    ListKind("left_behind", "留守儿童", _only(lambda row: row["left_behind"] in LEFT_BEHIND)),
    ListKind("disabled", "残疾学生", _only(_disabled)),
    ListKind("changes", "学籍异动（全部）", _changes(), (*CHANGE, *PERSON), timed=True),
    ListKind("arrivals", "学籍异动：增加的学生", _changes("in", "back"), (*CHANGE, *PERSON), timed=True),
    ListKind("departures", "学籍异动：减少的学生", _changes("out", "pause"), (*CHANGE, *PERSON), timed=True),
    ListKind("dropouts", "辍学和长期旷课学生", _dropouts,
             (*_fields("辍学", state="情况", away_since="从哪天起", efforts="劝返情况"), *CHANGE, *PERSON),
             "最近一条异动是辍学、其他减少的，在劝返的，加上现在名在人不在的", timed=True),
    ListKind("area", "6—17周岁人口（在校生和服务区儿童）", _area,
             (*_fields("受教育情况", schooling="受教育情况", attends="就读学校", proof="凭据"), *PERSON)),
    ListKind("classes", "各班人数", lambda session, people, asked: _counts(session, people, asked, by_grade=False),
             COUNTED),
    ListKind("grades", "各年级人数", lambda session, people, asked: _counts(session, people, asked, by_grade=True),
             COUNTED),
    ListKind("villages", "各村人数", _village_counts, COUNTED),
    ListKind("class_movements", "各班学生变动", lambda session, _people, asked: movement_rows(session, asked, "class"),
             MOVEMENT_FIELDS, timed=True),
    ListKind("grade_movements", "各年级学生变动",
             lambda session, _people, asked: movement_rows(session, asked, "grade"), MOVEMENT_FIELDS, timed=True),
    ListKind("school_movements", "全校学生变动（一行）",
             lambda session, _people, asked: movement_rows(session, asked, "school"), MOVEMENT_FIELDS, timed=True),
    ListKind("cohorts", "毕业年级从入学到现在（每学段一行）",
             lambda session, _people, asked: cohort_rows(session, asked), COHORT_FIELDS, timed=True),
    ListKind("staff", "教职工", _staff, STAFF),
)  # fmt: skip
BY_KEY = {kind.key: kind for kind in LISTS}


def rows_for(session: Session, people: People, asked: Asked, rule: ListRule) -> list[Row]:
    """The rows of one list of a map: narrowed by the map and by what was asked, numbered from 1."""
    found = BY_KEY[rule.takes].gather(session, people, asked)
    kept = (row for row in found if _wanted(row, rule.only, asked))
    return [row | {NUMBER: number} for number, row in enumerate(kept, 1)]


def _wanted(row: Row, only: Mapping[str, Iterable[str]], asked: Asked) -> bool:
    for key, text in (("village", asked.village), ("class", asked.class_name)):
        if text and key in row and row[key] != text:
            return False
    return all(written(row.get(key)) in tuple(texts) for key, texts in only.items() if texts)
