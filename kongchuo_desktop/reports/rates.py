"""四率表: every rate of a period with numerator, denominator, target, formula and source."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import span_shown, subtitle
from kongchuo_desktop.reports.kinds import ReportKind, checked
from kongchuo_desktop.reports.rates_asked import PERIOD, answer, span_asked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.enrolment import rates_reading as reading
from kongchuo_desktop.school.enrolment.model import AreaChild
from kongchuo_desktop.school.enrolment.rates import NOBODY, Counted
from kongchuo_desktop.school.enrolment.rates_service import LESS_IS_BETTER, Answer, Line

STATES = {"met": "达到", "missed": "未达到", "vetoed": "超过否决线", "": ""}
SIGNED = "校长（签字）：＿＿＿＿＿＿　　填报人（签字）：＿＿＿＿＿＿　　填报日期：＿＿＿＿年＿＿月＿＿日"


class Names:
    """Names and numbers of every child in an answer, read once."""

    def __init__(self, session: Session, found: Answer) -> None:
        self.people = reading.people(session, _pupils(found))
        self.rooms = {room.id: room.name for room in reading.rooms(session, on=found.last)}
        self.area = {
            number: (name, identity_number or "")
            for number, name, identity_number in session.execute(
                select(AreaChild.id, AreaChild.name, AreaChild.id_number)
            )
        }

    def of(self, one: Counted) -> dict[str, Any]:
        """A child as JSON names it."""
        if one.area:
            name, number = self.area[one.area]
            found = {"student_number": "", "id_number": number, "name": name, "class": ""}
        else:
            person = self.people[one.pupil]
            found = {"student_number": person.student_number, "id_number": person.id_number, "name": person.name,
                     "class": self.rooms.get(one.room, "")}  # fmt: skip
        return {**found, "why": one.why, "counts": one.sign}


def _pupils(found: Answer) -> Iterable[int]:
    for line in found.lines:
        for people in (line.figure.numerator, line.figure.denominator, *(group.people for group in line.figure.groups)):
            yield from (one.pupil for one in people if one.pupil)
    yield from (one.pupil for one in found.balance.breaks)
    yield from (one.pupil for one in found.balance.steps)


def asked(session: Session, choices: Mapping[str, str], today: date) -> Answer:
    """The answer to the report's questions."""
    answers = checked(KIND, choices)
    first, last = span_asked(answers, today)
    return answer(session, first=first, last=last, scope=answers["scope"], today=today)


def tabulate(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """A row for each rate; what can't be worked out says why."""
    found = asked(session, choices, today)
    rows = tuple(_row(line) for line in found.lines if line.figure.applies)
    apart = "、".join(line.formula.name for line in found.lines if not line.figure.applies)
    shown = [line for line in found.lines if line.figure.applies]
    warnings = tuple(f"{line.formula.name}：{words}" for line in shown for words in line.figure.warnings)
    switches = "；".join(f"{rule.title}：{rule.shown}" for rule in found.switches if rule.options)
    breaks = () if found.balance.holds else (f"期初期末对不上的有{len(found.balance.breaks)}处，见学生数变动平衡表。",)
    notes = (
        *warnings, *breaks,
        *(f"{line.formula.name}＝{line.formula.wording}。{line.formula.source}（公式第{line.formula.version}版）。"
          for line in shown if not line.figure.missing),
        *((f"不适用：{apart}。",) if apart else ()),
        f"口径：{switches}。比率保留两位小数，四舍五入。",
        SIGNED,
    )  # fmt: skip
    return Table(
        "四率统计表", COLUMNS, rows, subtitle(session, f"{found.scope.title} {span_shown(found.first, found.last)}"),
        notes, landscape=True,
    )  # fmt: skip


def _row(line: Line) -> tuple[Cell, ...]:
    figure = line.figure
    counts: tuple[Cell, Cell, Cell] = (figure.above, figure.below, figure.value)
    if figure.value is None:
        counts = (None, None, None)
    goal = f"{'≤' if line.formula.key in LESS_IS_BETTER else '≥'}{line.target.shown}" if line.target else ""
    remark = figure.missing or "；".join(f"{group.name.rstrip('：')}{len(group.people)}人" for group in figure.groups)
    return (line.formula.name, *counts, goal, STATES[line.state], remark)


def as_json(session: Session, choices: Mapping[str, str], today: date) -> Mapping[str, Any]:
    """The rates with every child counted, and why."""
    found = asked(session, choices, today)
    named = Names(session, found)
    return {
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        "scope": found.scope.title,
        "rates": [_line_json(line, named) for line in found.lines],
        "roll": {
            "opening": len(found.balance.opening),
            "closing": len(found.balance.closing),
            "movements": {column: found.balance.count(column) for column in found.balance.columns},
            "holds": found.balance.holds,
            "breaks": [{**named.of(Counted(one.pupil, one.what)), "day": one.day.isoformat()}
                       for one in found.balance.breaks],
        },
        "switches": [
            {"key": rule.key, "title": rule.title, "value": rule.value, "meaning": rule.shown,
             "in_force_from": rule.in_force_from.isoformat(), "document": rule.document}
            for rule in found.switches
        ],
    }  # fmt: skip


def _line_json(line: Line, named: Names) -> dict[str, Any]:
    figure = line.figure
    unknown = bool(figure.missing) and figure.missing != NOBODY
    return {
        "key": line.formula.key,
        "name": line.formula.name,
        "formula": line.formula.wording,
        "formula_id": line.formula.id,
        "source": line.formula.source,
        "numerator": None if unknown else figure.above,
        "denominator": None if unknown else figure.below,
        "value": figure.value,
        "unit": "%",
        "rounding": "两位小数，四舍五入",
        "target": float(line.target.value) if line.target else None,
        "veto": float(line.veto.value) if line.veto else None,
        "state": line.state,
        "applies": figure.applies,
        "missing": figure.missing,
        "warnings": list(figure.warnings),
        "who_in_numerator": [named.of(one) for one in figure.numerator],
        "who_in_denominator": [named.of(one) for one in figure.denominator],
        "movements": {group.name: [named.of(one) for one in group.people] for group in figure.groups},
    }


COLUMNS = (
    Column("name", "指标", 20),
    Column("numerator", "分子", 6, "center", "number"),
    Column("denominator", "分母", 6, "center", "number"),
    Column("value", "比率（%）", 9, "center", "number"),
    Column("target", "目标", 7, "center"),
    Column("state", "结果", 10, "center"),
    Column("remark", "增减情况，或算不出的原因", 84),
)
KIND = ReportKind(
    "rates",
    "四率统计表",
    tabulate,
    PERIOD,
    group="学籍",
    about="入学率、巩固率、辍学率、完成率：每个数都能打开到人，口径可在设置里改；不写日期按本学年至今",
    as_json=as_json,
)
