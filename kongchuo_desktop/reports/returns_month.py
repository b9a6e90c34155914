"""离校学生月报: who was out of school in a month; one form for the county, one for the government of the home place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import CLASS, MONTH, SIGNED, month_asked, rooms_asked, subtitle
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.returns_choices import GROUP, iso, last_effort, phone_of
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.enrolment import events as enrolment
from kongchuo_desktop.school.enrolment.events import EventFacts
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pairing import service as pair_room
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.returns import cases as case_room
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.school.returns.figures import state_on, was_away
from kongchuo_desktop.school.types import PupilId

FOR = Choice("for", "报给", (("county", "县教育局"), ("home", "户籍地乡镇人民政府")), "county")
OFF_ROLL = ("退学", "辍学", "转出", "出国")  # 学籍异动 that a platform shows as 其他离校 while nothing proves them


@dataclass(frozen=True)
class Leaver:
    """A child out of school in the month, by its case or by a change of the roll that nothing proves yet."""

    child: PupilFacts
    helper: str
    case: CaseFacts | None = None
    event: EventFacts | None = None


def leavers(session: Session, answers: Mapping[str, str], today: date) -> tuple[Leaver, ...]:
    """Children by class; of a class where one is asked for."""
    if answers["class"]:
        rooms_asked(session, {"class": answers["class"]}, today)
    first, last = month_asked(answers, today)
    until = min(last, today)
    cases = [one for one in case_room.cases(session, today=today)[::-1] if was_away(one, first=first, last=until)]
    known = {one.pupil.id for one in cases}
    moved = [
        one for one in enrolment.events(session, first=first, last=until, kinds=OFF_ROLL)
        if one.pupil_id not in known and not one.proven
    ]  # fmt: skip
    ids = frozenset(one.pupil_id for one in moved)
    people = {one.id: one for one in pupil_room.pupils(session, today=today, ids=ids, status=("在读", "休学", "离校"))}
    helpers = _helpers(session, [*known, *ids], today)
    found = [
        *(Leaver(one.pupil, one.holder or helpers.get(one.pupil.id, ""), case=one) for one in cases),
        *(Leaver(people[one.pupil_id], helpers.get(one.pupil_id, ""), event=one) for one in moved),
    ]
    return tuple(one for one in found if answers["class"] in ("", one.child.class_name))


def _helpers(session: Session, ids: list[PupilId], today: date) -> dict[PupilId, str]:
    """承包老师: who helps the child now, else in the past."""
    return {pair.pupil_id: pair.helper for pair in reversed(pair_room.pairs(session, today=today, pupil_ids=ids))}


def tabulate(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """A row for each child; a month without anybody is a zero report."""
    answers = checked(KIND, choices)
    first, last = month_asked(answers, today)
    found = leavers(session, answers, today)
    home = answers["for"] == "home"
    school = identity.school(session).name
    rows = tuple(_home_row(one, last) if home else _county_row(one, school, last) for one in found)
    away = sum(1 for one in found if one.case is None or state_on(one.case, last) == "劝返中")
    note = (
        f"本月离校{len(found)}人，月底还没有返校{away}人。" if found else "本月没有离校学生（零报告）。"
    )  # fmt: skip
    title = "辍学学生情况月报（报户籍地乡镇人民政府）" if home else "离校学生情况月报"
    return Table(
        title, HOME if home else COUNTY, rows, subtitle(session, f"{first.year}年{first.month}月"), (note, SIGNED),
        landscape=True,
    )  # fmt: skip


def _county_row(one: Leaver, school: str, last: date) -> tuple[Cell, ...]:
    child, case = one.child, one.case
    if case is None:
        return (
            child.name, school, _room(one), _since(one), _place(one), one.helper, "还没有建劝返个案", _told(one),
        )  # fmt: skip
    return (
        child.name, school, child.class_name or child.status, case.since, case.whereabouts or "没有查明", one.helper,
        last_effort(case, last), measures(case, last),
    )  # fmt: skip


def _home_row(one: Leaver, last: date) -> tuple[Cell, ...]:
    child = one.child
    adult = child.guardian
    known = child.fields
    address = str(known["home_address"] or known["current_address"] or child.village)
    cause = (one.case.cause or "待查") if one.case else (one.event.reason if one.event else "")
    effort = last_effort(one.case, last) if one.case else "还没有建劝返个案"
    back = f"；{one.case.returned_on:%m-%d}返校" if one.case and one.case.returned_on else ""
    return (
        child.name, child.sex, child.birth, _room(one), adult.name if adult else "", address, phone_of(child), cause,
        effort + back,
    )  # fmt: skip


def measures(case: CaseFacts, last: date) -> str:
    """处理措施 up to a day: letters delivered, how it stood."""
    letters = [
        f"{step.kind.removeprefix('送达')}（{step.delivered_on:%m-%d}送达）"
        for step in case.steps if step.notice_id and step.delivered_on and step.delivered_on <= last
    ]  # fmt: skip
    told = [*letters]
    back = case.returned_on
    told += [
        f"{closing.day:%m-%d}结案：{closing.how}，{closing.evidence or '无证明结案'}"
        for closing in case.closings if closing.day <= last
    ]  # fmt: skip
    if back and back <= last and not (case.closed_on and case.closed_on <= last):
        told.append(f"{back:%m-%d}返校，在跟踪")
    return "；".join(told) or "劝返中"


def _room(one: Leaver) -> str:
    return (one.event.from_class if one.event else "") or one.child.class_name or one.child.status


def _since(one: Leaver) -> date | None:
    return one.event.day if one.event else None


def _place(one: Leaver) -> str:
    event = one.event
    return "，".join(filter(None, (event.region, event.place))) or "没有登记" if event else ""


def _told(one: Leaver) -> str:
    return f"{one.event.kind}，没有收到回执" if one.event else ""


COUNTY = (
    Column("name", "姓名", 9), Column("school", "学校", 20), Column("class", "年级班级", 11),
    Column("left_on", "离校日期", 11, "center", "date"), Column("place", "去向", 18), Column("helper", "承包老师", 9),
    Column("effort", "劝返情况", 28), Column("measures", "处理措施", 28),
)  # fmt: skip
HOME = (
    Column("name", "姓名", 9), Column("sex", "性别", 5, "center"), Column("birth", "出生日期", 11, "center"),
    Column("class", "年级班级", 11), Column("guardian", "家长姓名", 9), Column("address", "家庭住址", 26),
    Column("phone", "联系电话", 13, "center"), Column("cause", "辍学原因", 12), Column("effort", "动员返校情况", 30),
)  # fmt: skip


def as_json(session: Session, choices: Mapping[str, str], today: date) -> Mapping[str, Any]:
    """Every child with both forms' words."""
    answers = checked(KIND, choices)
    first, last = month_asked(answers, today)
    found = leavers(session, answers, today)
    school = identity.school(session).name
    keys = [column.key for column in COUNTY]
    return {
        "month": f"{first:%Y-%m}", "total": len(found),
        "leavers": [
            {
                **dict(zip(keys, _county_row(one, school, last), strict=True)),
                "left_on": iso(one.case.since if one.case else _since(one)),
                "student_number": one.child.student_number, "case": one.case.id if one.case else None,
                "cause": one.case.cause if one.case else "", "phone": phone_of(one.child),
            }
            for one in found
        ],
    }  # fmt: skip


KIND = ReportKind(
    "leavers_month", "离校学生情况月报", tabulate, (MONTH, FOR, CLASS), group=GROUP,
    about="每月28日前报县：去向、承包老师、劝返情况、处理措施；另一张报户籍地乡镇", as_json=as_json,
)  # fmt: skip
KINDS = (KIND,)
