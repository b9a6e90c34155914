"""资助 on paper: who is entitled and why, with sums in figures and capitals."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import SIGNED
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.aid import rules, service, shipped
from kongchuo_desktop.school.identity import service as identity

TERM = Choice("term", "学期", source="terms")
CLASS = Choice("class", "班级", source="classes")
PROGRAMME = Choice("programme", "项目", (("", "全部"), *((one.key, one.title) for one in shipped.programmes())))


def _asked(session: Session, choices: Mapping[str, str], today: date) -> service.TermEntitled:
    answers = checked(ENTITLED, choices)
    term = service.term_of(session, key=answers["term"], today=today)
    found = service.entitled(session, term=term, today=today)
    lines = tuple(
        one for one in found.lines
        if (not answers["class"] or one.pupil.class_name == answers["class"])
        and (not answers["programme"] or one.entitlement.programme.key == answers["programme"])
    )  # fmt: skip
    return service.TermEntitled(found.term, found.day, lines)


def entitled_table(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """应享受资助学生名单."""
    found = _asked(session, choices, today)
    rows: list[tuple[Cell, ...]] = [
        (
            number, one.pupil.class_name, one.pupil.name, one.pupil.sex, one.pupil.student_number, one.pupil.id_number,
            "寄宿" if one.pupil.boarding else "非寄宿", one.entitlement.programme.title,
            rules.yuan(one.entitlement.cents), one.entitlement.why,
        )
        for number, one in enumerate(found.lines, start=1)
    ]  # fmt: skip
    total = sum(one.entitlement.cents for one in found.lines)
    rows.append(("", "合计", f"{len(found.lines)}人", "", "", "", "", "", rules.yuan(total), rules.in_capitals(total)))
    notes = (
        f"按{found.day.isoformat()}在册和住宿情况计算；合计{rules.yuan(total)}元（{rules.in_capitals(total)}）。",
        SIGNED,
    )
    return Table(
        f"{found.term.name}应享受资助学生名单", COLUMNS, tuple(rows), identity.school(session).name, notes,
        landscape=True,
    )  # fmt: skip


def entitled_json(session: Session, choices: Mapping[str, str], today: date) -> Mapping[str, Any]:
    """The shape other programs rely on; amounts are yuan a term."""
    found = _asked(session, choices, today)
    return {
        "term": found.term.key,
        "counted_on": found.day.isoformat(),
        "entitled": [
            {
                "student_number": one.pupil.student_number, "id_number": one.pupil.id_number, "name": one.pupil.name,
                "class": one.pupil.class_name, "programme": one.entitlement.programme.title,
                "amount": one.entitlement.cents / 100, "why": one.entitlement.why,
            }
            for one in found.lines
        ],
        "total": sum(one.entitlement.cents for one in found.lines) / 100,
    }  # fmt: skip


COLUMNS = (
    Column("number", "序号", 5, "center", "number"), Column("class", "班级", 11), Column("name", "姓名", 9),
    Column("sex", "性别", 5, "center"), Column("student_number", "学籍号", 21), Column("id_number", "身份证件号", 20),
    Column("boarding", "住宿", 7, "center"), Column("programme", "资助项目", 22),
    Column("amount", "金额（元）", 10, "right"), Column("why", "依据", 44),
)  # fmt: skip
ENTITLED = ReportKind(
    "entitled", "应享受资助学生名单", entitled_table, (TERM, PROGRAMME, CLASS), group="资助",
    about="按规则算出谁该享受、多少、为什么", as_json=entitled_json,
)  # fmt: skip
KINDS = (ENTITLED,)
