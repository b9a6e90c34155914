"""摸底汇总表: one survey's answers child by child, who needs help, what was done; counts of every answer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.attendance_choices import CLASS, rooms_asked
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.survey import service as survey_room
from kongchuo_desktop.school.survey.rules import Question
from kongchuo_desktop.school.survey.service import LineFacts, SurveyFacts

WHICH = Choice("survey", "摸底表", source="surveys")  # its title; "" the newest
NONE = "还没有做过摸底。请在“重点关爱”的“摸底”里新建一张。"
WHO = Choice("who", "学生", (("", "全部"), ("need", "需要帮助的"), ("open", "措施未落实的")))


def tabulate(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """A line for each child; below the counts."""
    asked = _asked(session, choices, today)
    school = identity.school(session).name
    if asked is None:
        return Table("摸底汇总表", tuple(_columns(())), (), school, (NONE,), landscape=True)
    found, lines = asked
    shown = tuple(_columns(found.questions))
    rows = tuple((n, *_row(found, line)) for n, line in enumerate(lines, start=1))
    closed = f"，{found.closed_on:%Y-%m-%d}结束" if found.closed_on else ""
    return Table(
        found.title, shown, rows, f"{school}  {found.made_on:%Y-%m-%d}开始{closed}",
        tuple(_notes(found, lines)), landscape=True,
    )  # fmt: skip


def as_json(session: Session, choices: Mapping[str, str], today: date) -> dict[str, Any]:
    """The same with counts by column."""
    asked = _asked(session, choices, today)
    if asked is None:
        return {"survey": "", "total": 0, "needs_help": 0, "measures_done": 0, "counts": {}, "rows": []}
    found, lines = asked
    return {
        "survey": found.title,
        "made_on": found.made_on,
        "closed_on": found.closed_on,
        "total": len(lines),
        "needs_help": sum(line.needs_help for line in lines),
        "measures_done": sum(line.needs_help and line.measure_done_on is not None for line in lines),
        "counts": {one.heading: dict(_counts(one, lines)) for one in found.questions if one.options},
        "rows": [
            {
                "name": line.name,
                "class": line.class_name,
                "answers": {one.heading: line.answers.get(one.key, "") for one in found.questions},
                "needs_help": list(line.reasons),
                "measure": line.measure,
                "done_on": line.measure_done_on,
            }
            for line in lines
        ],
    }


def _asked(session: Session, choices: Mapping[str, str], today: date) -> tuple[SurveyFacts, list[LineFacts]] | None:
    """The survey asked for and its children; None where the school has made none."""
    answers = checked(KIND, choices)
    known = survey_room.surveys(session)
    if not known:
        return None
    wanted = answers["survey"]
    found = next((one for one in known if wanted in ("", one.title, str(one.id))), None)
    if found is None:
        raise UserError(f"没有“{wanted}”这张摸底表，现有：{'、'.join(one.title for one in known)}。")
    room = answers["class"]
    if room:
        rooms_asked(session, {"class": room}, today)  # says so when there is no such class
    lines = [
        line
        for line in survey_room.lines(session, survey_id=found.id, today=today)
        if room in ("", line.class_name) and _wanted(line, answers["who"])
    ]
    return found, lines


def _wanted(line: LineFacts, who: str) -> bool:
    return {"": True, "need": line.needs_help, "open": line.is_open}[who]


def _columns(questions: Sequence[Question]) -> list[Column]:
    own = [
        Column(
            one.key, one.heading, 16 if one.kind == "text" else 10, "left" if one.kind == "text" else "center",
            "date" if one.kind == "date" else "number" if one.kind == "number" else "text",
        )
        for one in questions
    ]  # fmt: skip
    return [
        Column("n", "序号", 6, "center", "number"), Column("class", "班级", 12), Column("pupil", "姓名", 10), *own,
        Column("state", "需要帮助", 10, "center"), Column("measure", "措施", 24), Column("by", "落实人", 8),
        Column("done", "落实日期", 11, "center", "date"),
    ]  # fmt: skip


def _row(found: SurveyFacts, line: LineFacts) -> tuple[Cell, ...]:
    own = (_cell(one, line.answers.get(one.key, "")) for one in found.questions)
    state = line.state if line.needs_help or line.unanswered else "—"
    return (line.class_name, line.name, *own, state, line.measure, line.measure_by, line.measure_done_on)


def _cell(question: Question, answer: str) -> Cell:
    if not answer:
        return None
    if question.kind == "number":
        return float(answer)
    return date.fromisoformat(answer) if question.kind == "date" else answer


def _counts(question: Question, lines: Sequence[LineFacts]) -> Counter[str]:
    told = Counter(line.answers.get(question.key, "") or "未填" for line in lines)
    return Counter({option: told[option] for option in (*question.options, "未填") if told[option]})


def _notes(found: SurveyFacts, lines: Sequence[LineFacts]) -> list[str]:
    needing = [line for line in lines if line.needs_help]
    done = sum(line.measure_done_on is not None for line in needing)
    first = f"共 {len(lines)} 人，需要帮助 {len(needing)} 人，已落实 {done} 人，还差 {len(needing) - done} 人。"
    counted = [
        f"{one.heading}：{'，'.join(f'{option} {n} 人' for option, n in _counts(one, lines).items())}。"
        for one in found.questions
        if one.options and lines
    ]
    return [first, *counted]


KIND = ReportKind(
    "survey", "摸底汇总表", tabulate, (WHICH, CLASS, WHO), group="关爱",
    about="一张摸底表的填写情况：谁需要帮助、定了什么措施、落实了没有", as_json=as_json,
)  # fmt: skip
