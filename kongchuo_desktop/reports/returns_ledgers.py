"""The three ledgers (台账) of 教基厅函〔2024〕15号 on paper: 适龄儿童, 疑似辍学学生, 辍学学生."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import CLASS, SIGNED, rooms_asked, shown, subtitle
from kongchuo_desktop.reports.kinds import ReportKind, checked
from kongchuo_desktop.reports.returns_choices import GROUP, VILLAGE, iso, last_effort, phone_of
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.returns import cases as case_room
from kongchuo_desktop.school.returns import ledgers
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.school.returns.ledgers import SCHOOL_AGE, LedgerLine
from kongchuo_desktop.school.returns.rules import OUT, SUSPECTED
from kongchuo_desktop.school.types import PupilId

KEYS = {"ledger_school_age": SCHOOL_AGE, "ledger_suspected": SUSPECTED, "ledger_out": OUT}
TITLES = {SCHOOL_AGE: "适龄儿童少年台账", SUSPECTED: "疑似辍学学生台账", OUT: "辍学学生台账"}
People = Mapping[PupilId, PupilFacts]


def _lines(session: Session, name: str, answers: Mapping[str, str], today: date) -> tuple[LedgerLine, ...]:
    if answers["class"]:
        rooms_asked(session, {"class": answers["class"]}, today)
    return tuple(
        one for one in ledgers.ledger(session, name=name, today=today).lines
        if answers["class"] in ("", one.class_name) and answers["village"] in ("", one.village)
    )  # fmt: skip


def _people(session: Session, lines: tuple[LedgerLine, ...], today: date) -> People:
    ids = frozenset(one.pupil_id for one in lines if one.pupil_id is not None)
    return {one.id: one for one in pupil_room.pupils(session, today=today, ids=ids, status=("在读", "休学", "离校"))}


def _tabulate(session: Session, kind: ReportKind, choices: Mapping[str, str], today: date) -> Table:
    name = KEYS[kind.key]
    lines = _lines(session, name, checked(kind, choices), today)
    people = _people(session, lines, today)
    cases = {one.id: one for one in case_room.cases(session, today=today, only_open=True)}
    roll = name == SCHOOL_AGE
    rows = tuple(
        (n, *_child(one, people), *(() if roll else _effort(one, cases, today)), one.told)
        for n, one in enumerate(lines, start=1)
    )
    counts = ledgers.Ledger(name, lines).counts
    split = "，".join(f"{group}{number}人" for group, number in counts)
    notes = (f"共{len(lines)}人{f'：{split}' if split else ''}。", SIGNED)
    columns = (*CHILD, *(() if roll else EFFORT), Column("told", "说明", 26))
    return Table(
        TITLES[name], columns, rows, subtitle(session, f"截至{shown(today)}"), notes, landscape=True
    )  # fmt: skip


def _child(one: LedgerLine, people: People) -> tuple[Cell, ...]:
    person = people.get(one.pupil_id) if one.pupil_id is not None else None
    adult = person.guardian if person else None
    return (
        one.name, one.sex, one.birth, one.id_number, one.village, one.class_name, adult.name if adult else "",
        phone_of(person) if person else "", one.group,
    )  # fmt: skip


def _effort(one: LedgerLine, cases: Mapping[int, CaseFacts], today: date) -> tuple[Cell, ...]:
    case = cases.get(one.case_id or 0)
    return (one.since, one.holder, last_effort(case, today) if case else "")


CHILD = (
    Column("n", "序号", 5, "center", "number"), Column("name", "姓名", 9), Column("sex", "性别", 4, "center"),
    Column("birth", "出生日期", 11, "center"), Column("id_number", "身份证件号", 19, "center"),
    Column("village", "村（户籍地）", 10), Column("class", "年级班级", 11), Column("guardian", "监护人", 8),
    Column("phone", "联系电话", 12, "center"), Column("group", "情形", 12),
)  # fmt: skip
EFFORT = (
    Column("since", "起始日期", 11, "center", "date"), Column("holder", "包干人", 8), Column("effort", "劝返情况", 24),
)  # fmt: skip


def _as_json(session: Session, kind: ReportKind, choices: Mapping[str, str], today: date) -> Mapping[str, Any]:
    name = KEYS[kind.key]
    lines = _lines(session, name, checked(kind, choices), today)
    groups = ledgers.Ledger(name, lines).counts
    return {
        "ledger": name, "on": today.isoformat(), "total": len(lines), "counts": dict(groups),
        "children": [
            {"name": one.name, "sex": one.sex, "birth_date": one.birth, "id_number": one.id_number,
             "village": one.village, "class": one.class_name, "group": one.group, "told": one.told,
             "since": iso(one.since), "holder": one.holder, "case": one.case_id}
            for one in lines
        ],
    }  # fmt: skip


def school_age(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """适龄儿童少年台账: where every child of school age is."""
    return _tabulate(session, SCHOOL_AGE_KIND, choices, today)


def suspected(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """疑似辍学学生台账."""
    return _tabulate(session, SUSPECTED_KIND, choices, today)


def out(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """辍学学生台账."""
    return _tabulate(session, OUT_KIND, choices, today)


SCHOOL_AGE_KIND: ReportKind = ReportKind(
    "ledger_school_age", TITLES[SCHOOL_AGE], school_age, (VILLAGE, CLASS), group=GROUP,
    about="每名适龄儿童在哪里：在校、休学、送教、在外就读、劝返中、未查明",
    as_json=lambda session, choices, today: _as_json(session, SCHOOL_AGE_KIND, choices, today),
)  # fmt: skip
SUSPECTED_KIND: ReportKind = ReportKind(
    "ledger_suspected", TITLES[SUSPECTED], suspected, (VILLAGE, CLASS), group=GROUP,
    about="疑似辍学的学生：个案、还没有建个案的、上级名单上待核的",
    as_json=lambda session, choices, today: _as_json(session, SUSPECTED_KIND, choices, today),
)  # fmt: skip
OUT_KIND: ReportKind = ReportKind(
    "ledger_out", TITLES[OUT], out, (VILLAGE, CLASS), group=GROUP, about="已认定辍学的学生和劝返情况",
    as_json=lambda session, choices, today: _as_json(session, OUT_KIND, choices, today),
)  # fmt: skip
KINDS = (SCHOOL_AGE_KIND, SUSPECTED_KIND, OUT_KIND)
