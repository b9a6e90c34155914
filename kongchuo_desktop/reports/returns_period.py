"""劝返情况 of a quarter or a term: opened, back, left again, closed how, without proof, still open."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import SIGNED, span_shown, subtitle
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.returns_choices import GROUP, QUARTER, TERM, quarter_asked, term_asked, village_of, who
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.returns import cases as case_room
from kongchuo_desktop.school.returns import figures
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.school.returns.figures import AWAY, HANDED, WATCHED, Period

ALL = "合计"
UNKNOWN = "原因待查"
KEYS: Mapping[str, tuple[str, Callable[[CaseFacts], str]]] = {
    "cause": ("离校原因", lambda one: one.cause or UNKNOWN),
    "class": ("班级", lambda one: one.pupil.class_name or one.pupil.status),
    "village": ("村", village_of),
    "from": ("来源", lambda one: one.opened_from),
}
BY = Choice("by", "按", tuple((key, heading) for key, (heading, _) in KEYS.items()), "cause")
Span = tuple[date, date]


def figures_of(period: Period) -> dict[str, Sequence[CaseFacts]]:
    """Every figure of the table with the cases behind it, in the order of the columns."""
    return {
        "before": period.before, "opened": period.opened, "returned": period.returned, "relapsed": period.relapsed,
        "closed": period.closed, "without_proof": period.without_proof, "standing": period.standing,
        "away": period.in_state(AWAY), "watched": period.in_state(WATCHED), "handed": period.in_state(HANDED),
    }  # fmt: skip


def _periods(session: Session, by: str, span: Span, today: date) -> dict[str, Period]:
    """A period for each group that has anything in it, the whole last."""
    first, last = span
    found = case_room.cases(session, today=today)[::-1]
    made = {
        name: figures.period(mine, first=first, last=last) for name, mine in figures.grouped(found, KEYS[by][1]).items()
    }
    told = {name: one for name, one in made.items() if one.steps or any(figures_of(one).values())}
    return {**told, ALL: figures.period(found, first=first, last=last)}


def _table(session: Session, title: str, by: str, span: Span, today: date) -> Table:
    periods = _periods(session, by, span, today)
    rows = tuple(_row(name, one) for name, one in periods.items())
    whole = periods[ALL]
    how = Counter(closing.how for _, closing in whole.endings)
    closed = "，".join(f"{name}{count}" for name, count in how.most_common()) or "无"
    notes = [
        f"期初在办{len(whole.before)}＋新建个案{len(whole.opened)}－结案{len(whole.closed)}＝期末在办{len(whole.standing)}。",
        f"结案方式：{closed}。返校、反复按人次计。", SIGNED,
    ]  # fmt: skip
    if by == "class":
        notes.insert(1, "班级按学生现在的班级。")
    columns = (Column("group", KEYS[by][0], 14), *COLUMNS)
    return Table(title, columns, rows, subtitle(session, span_shown(*span)), tuple(notes), landscape=True)


def _row(name: str, one: Period) -> tuple[Cell, ...]:
    names = "、".join(case.pupil.name for case in one.standing) if name != ALL else ""
    return (name, *(len(cases) for cases in figures_of(one).values()), one.steps, names)


COLUMNS = (
    Column("before", "期初在办", 8, "center", "number"), Column("opened", "新建个案", 7, "center", "number"),
    Column("returned", "返校", 6, "center", "number"), Column("relapsed", "反复", 6, "center", "number"),
    Column("closed", "结案", 6, "center", "number"), Column("without_proof", "其中无证明", 11, "center", "number"),
    Column("standing", "期末在办", 8, "center", "number"), Column("away", "其中劝返中", 11, "center", "number"),
    Column("watched", "返校跟踪", 8, "center", "number"), Column("handed", "移交待接收", 11, "center", "number"),
    Column("steps", "登记步骤", 8, "center", "number"), Column("names", "期末在办学生", 26),
)  # fmt: skip


def _json(session: Session, by: str, span: Span, today: date) -> dict[str, Any]:
    """Every figure of every group with its children; a child stands as often as it is counted."""
    periods = _periods(session, by, span, today)
    return {
        "from": span[0].isoformat(), "to": span[1].isoformat(), "by": by,
        "groups": [{"group": name, **_figures(one)} for name, one in periods.items() if name != ALL],
        "total": _figures(periods[ALL]),
    }  # fmt: skip


def _figures(one: Period) -> dict[str, Any]:
    cases = figures_of(one)
    return {
        **{key: len(mine) for key, mine in cases.items()}, "steps": one.steps,
        "closed_how": dict(Counter(closing.how for _, closing in one.endings)),
        "who": {key: who(mine) for key, mine in cases.items()},
    }  # fmt: skip


def quarter(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """劝返情况季度统计表."""
    answers = checked(QUARTERLY, choices)
    return _table(session, QUARTERLY.title, answers["by"], quarter_asked(answers, today), today)


def quarter_json(session: Session, choices: Mapping[str, str], today: date) -> Mapping[str, Any]:
    """The same with the children."""
    answers = checked(QUARTERLY, choices)
    return _json(session, answers["by"], quarter_asked(answers, today), today)


def term(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """劝返情况学期统计表."""
    answers = checked(TERMLY, choices)
    return _table(session, TERMLY.title, answers["by"], term_span(session, answers, today), today)


def term_json(session: Session, choices: Mapping[str, str], today: date) -> Mapping[str, Any]:
    """The same with the children."""
    answers = checked(TERMLY, choices)
    return _json(session, answers["by"], term_span(session, answers, today), today)


def term_span(session: Session, answers: Mapping[str, str], today: date) -> Span:
    """First and last day of the term asked for."""
    found = term_asked(session, answers, today)
    return found.starts, found.ends


QUARTERLY = ReportKind(
    "returns_quarter", "劝返情况季度统计表", quarter, (QUARTER, BY), group=GROUP,
    about="一季度的新建个案、返校、反复、结案、无证明、在办，按原因、班级、村或来源", as_json=quarter_json,
)  # fmt: skip
TERMLY = ReportKind(
    "returns_term", "劝返情况学期统计表", term, (TERM, BY), group=GROUP,
    about="一学期的新建个案、返校、反复、结案、无证明、在办，按原因、班级、村或来源", as_json=term_json,
)  # fmt: skip
KINDS = (QUARTERLY, TERMLY)
