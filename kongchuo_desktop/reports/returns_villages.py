"""辍学学生劝返清单: for each village how many left, how many are back or not, with their names, to be signed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import CLASS, FROM, TO, day_of, rooms_asked, span_shown, subtitle
from kongchuo_desktop.reports.kinds import ReportKind, checked
from kongchuo_desktop.reports.returns_choices import GROUP, VILLAGE, narrowed, village_of, who
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import school_year_of
from kongchuo_desktop.school.returns import cases as case_room
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.school.returns.figures import (
    NOT_RETURNED,
    OTHERWISE,
    RETURNED,
    episodes_until,
    grouped,
    outcome,
    was_away,
)

ALL = "合计"
OUTCOMES = (RETURNED, NOT_RETURNED, OTHERWISE)
SIGNED_BY = (
    "村支书（主任）：＿＿＿＿＿＿　　中心校校长：＿＿＿＿＿＿　　学校校长：＿＿＿＿＿＿",
    "乡镇分管领导：＿＿＿＿＿＿　　乡镇长：＿＿＿＿＿＿　　教育局包片领导：＿＿＿＿＿＿　　日期：＿＿年＿＿月＿＿日",
)


def span(answers: Mapping[str, str], today: date) -> tuple[date, date]:
    """From and to; without an answer the school year so far."""
    last = day_of(answers, today, "to")
    first = day_of(answers, today, "from") if answers.get("from") else date(school_year_of(last), 9, 1)
    return (first, last) if first <= last else (last, last)


def asked(session: Session, answers: Mapping[str, str], today: date) -> Mapping[str, tuple[CaseFacts, ...]]:
    """Children who were away in the period, by village; villages served that have none are named too."""
    if answers["class"]:
        rooms_asked(session, {"class": answers["class"]}, today)
    first, last = span(answers, today)
    found = [
        one for one in narrowed(case_room.cases(session, today=today)[::-1], answers)
        if was_away(one, first=first, last=last) and episodes_until(one, last)
    ]  # fmt: skip
    served = {} if answers["class"] else {one.name: () for one in identity.villages(session)}
    wanted = {name: cases for name, cases in served.items() if answers["village"] in ("", name)}
    return {**wanted, **grouped(found, village_of)}


def tabulate(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """A row for each village, the sum last."""
    answers = checked(KIND, choices)
    first, last = span(answers, today)
    villages = asked(session, answers, today)
    everybody = [one for cases in villages.values() for one in cases]
    rows = [_row(name, cases, last) for name, cases in villages.items()]
    counts = [sum(outcome(one, last) == state for one in everybody) for state in OUTCOMES]
    rows.append((ALL, len(everybody), counts[0], "", counts[1], "", counts[2], "", ""))
    note = "一名学生反复离校的只计一次，按截止日的情况列。其他去向：转学、升学、送教、死亡等已按规定结案的。"
    return Table(
        "辍学学生劝返清单", COLUMNS, tuple(rows), subtitle(session, span_shown(first, last)), (note, *SIGNED_BY),
        landscape=True,
    )  # fmt: skip


def _row(name: str, cases: Sequence[CaseFacts], last: date) -> tuple[Cell, ...]:
    split = [[one for one in cases if outcome(one, last) == state] for state in OUTCOMES]
    cells: list[Cell] = [name, len(cases)]
    for mine in split:
        cells += [len(mine), "、".join(_named(one) for one in mine)]
    proofless = [
        one.pupil.name for one in cases if any(closing.day <= last and not closing.evidence for closing in one.closings)
    ]
    return (*cells, f"无证明结案：{'、'.join(proofless)}" if proofless else "")


def _named(one: CaseFacts) -> str:
    return f"{one.pupil.name}（{one.pupil.class_name or one.pupil.status}）"


COLUMNS = (
    Column("village", "村", 10), Column("dropouts", "辍学人数", 8, "center", "number"),
    Column("returned", "已返校", 7, "center", "number"), Column("returned_who", "返校学生名单", 30),
    Column("not_returned", "未返校", 7, "center", "number"), Column("not_returned_who", "未返校学生名单", 30),
    Column("otherwise", "其他去向", 8, "center", "number"), Column("otherwise_who", "其他去向学生名单", 20),
    Column("remark", "备注", 18),
)  # fmt: skip


def as_json(session: Session, choices: Mapping[str, str], today: date) -> Mapping[str, Any]:
    """The same by village, every figure with its children."""
    answers = checked(KIND, choices)
    first, last = span(answers, today)
    villages = asked(session, answers, today)
    everybody = [one for cases in villages.values() for one in cases]
    return {
        "from": first.isoformat(), "to": last.isoformat(),
        "villages": [{"village": name, **_figures(cases, last)} for name, cases in villages.items()],
        "total": _figures(everybody, last),
    }  # fmt: skip


def _figures(cases: Sequence[CaseFacts], last: date) -> dict[str, Any]:
    keys = ("returned", "not_returned", "otherwise")
    split = {
        key: [one for one in cases if outcome(one, last) == state] for key, state in zip(keys, OUTCOMES, strict=True)
    }
    return {
        "dropouts": len(cases), **{key: len(mine) for key, mine in split.items()},
        "who": {"dropouts": who(cases), **{key: who(mine) for key, mine in split.items()}},
    }  # fmt: skip


KIND = ReportKind(
    "returns", "辍学学生劝返清单", tabulate, (FROM, TO, VILLAGE, CLASS), group=GROUP,
    about="按村：辍学几人、返校几人、未返校几人和名单，村、中心校、乡镇、教育局签字", as_json=as_json,
)  # fmt: skip
KINDS = (KIND,)
