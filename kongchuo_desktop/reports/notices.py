"""通知书登记表: the letters and reports issued this school year, delivered and received back."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import CLASS, rooms_asked
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import year_name
from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.notices.rules import BY_KEY, STATES, UNDELIVERED, WAITING
from kongchuo_desktop.school.notices.service import NoticeFacts

PAPER = Choice("kind", "文书", (("", "全部"), *((kind.key, kind.title) for kind in BY_KEY.values())))
STATE = Choice("state", "状态", (("", "全部"), *((state, state) for state in STATES)))


def tabulate(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """Every letter of the school year by kind and number, with room for whoever signs by hand."""
    answers = checked(KIND, choices)
    room = answers["class"]
    if room:
        rooms_asked(session, {"class": room}, today)  # says so when there is no such class
    order = list(BY_KEY)
    found = [
        letter
        for letter in notices.register(session, kind=answers["kind"])
        if room in ("", letter.class_name) and answers["state"] in ("", letter.state)
    ]
    found.sort(key=lambda letter: (order.index(letter.kind), letter.id))
    school = identity.school(session)
    return Table(
        "通知书和报告登记表", COLUMNS, tuple((n, *_row(letter)) for n, letter in enumerate(found, start=1)),
        f"{school.name}  {year_name(school.current_year)}", (_sum(found),), landscape=True,
    )  # fmt: skip


COLUMNS = (
    Column("n", "序号", 6, "center", "number"),
    Column("number", "编号", 30),
    Column("title", "文书", 14),
    Column("class", "班级", 12),
    Column("pupil", "学生", 12),
    Column("issued", "印发日期", 12, "center", "date"),
    Column("delivered", "送达日期", 12, "center", "date"),
    Column("deadline", "期限", 12, "center", "date"),
    Column("received_by", "签收人", 14),
    Column("returned", "回执收回", 12, "center", "date"),
    Column("state", "状态", 10, "center"),
)


def _row(letter: NoticeFacts) -> tuple[Cell, ...]:
    return (
        letter.number, BY_KEY[letter.kind].short, letter.class_name, letter.pupil, letter.issued_at.date(),
        letter.delivered_on, letter.deadline, letter.received_by, letter.returned_on if letter.receipt else "—",
        letter.state,
    )  # fmt: skip


def _sum(found: list[NoticeFacts]) -> str:
    states = [letter.state for letter in found]
    told = "，".join(f"{state} {states.count(state)} 份" for state in (UNDELIVERED, WAITING))
    return f"共 {len(found)} 份，其中{told}。"


KIND = ReportKind(
    "notices",
    "通知书和报告登记表",
    tabulate,
    (PAPER, CLASS, STATE),
    group="考勤",
    about="缺课、入学、劝返等通知书和报告的编号、送达、期限和回执",
)
