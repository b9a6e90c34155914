"""巩固率统计表 in the two column forms that offices ask for (policy §2)."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import TO, day_of, shown, subtitle
from kongchuo_desktop.reports.kinds import ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.enrolment.rates_cohorts import Cohort, cohorts
from kongchuo_desktop.school.enrolment.rates_service import treatment
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import school_year_of

SIGNED = "填报单位（公章）　　校长（签字）：＿＿＿＿＿＿　　填报人：＿＿＿＿＿＿　　填报日期：＿＿＿＿年＿＿月＿＿日"
YEARS = {"primary": 6, "junior": 3}


def tabulate_by_moves(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """入学人数, 毕业人数, 届内增加 and 减少 by kind: a row for each cohort in the school."""
    last, found = _asked(session, FORM_A, choices, today)
    name = identity.school(session).name
    rows = tuple(_by_moves(name, one) for one in found)
    notes = (
        "届内减少只列正常减少（有回执的转出、休学、死亡、调到别届）；流失的不减，从毕业人数看出。还没有毕业的届，毕业人数为现在校人数。",
        "借读生按转入登记的并入转进。入学人数＋届内增加－届内减少＝巩固率的分母。",
        *tuple(one.figure.missing for one in found if one.figure.missing)[:1], SIGNED,
    )  # fmt: skip
    title = "学生巩固率统计表（按届内增减）"
    return Table(title, BY_MOVES, rows, subtitle(session, f"截至{shown(last)}"), notes, landscape=True)


def tabulate_by_intake(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """毕业生数 against 6（3）年前招生数: the cohort in its last year, a row for each stage."""
    last, found = _asked(session, FORM_B, choices, today)
    year = school_year_of(last)
    school = identity.school(session)
    lengths = YEARS | {"primary": school.primary_years}
    mine = [one for one in found if one.entry_year == year - lengths[one.stage] + 1]
    rows = tuple(
        (school.name, one.finished, one.entered, one.figure.value, one.figure.missing or _moves_in_words(one))
        for one in mine
    )
    note = "巩固率＝毕业生数÷（招生数＋转入－有回执的转出－死亡）×100%，两位小数；还没有毕业时毕业生数为现在校人数。"
    title = "学生巩固率统计表（按招生数）"
    return Table(title, BY_INTAKE, rows, subtitle(session, f"截至{shown(last)}"), (note, SIGNED), landscape=True)


def _asked(
    session: Session, kind: ReportKind, choices: Mapping[str, str], today: date
) -> tuple[date, tuple[Cohort, ...]]:
    last = day_of(checked(kind, choices), today, "to")
    return last, cohorts(session, last=last, treatment=treatment(session, on=last))


def _by_moves(school: str, one: Cohort) -> tuple[Cell, ...]:
    label = f"{one.entry_year}级（{one.grade}）"
    if one.entered is None:
        return (school, label, *(None,) * 12, "账里没有入学时的名册")
    came = (one.transferred_in or 0) + (one.other_in or 0)
    went = (one.transferred_out or 0) + (one.on_leave or 0) + (one.other_out or 0)
    return (
        school, label, one.entered, one.finished, one.transferred_in, None, one.other_in, came, one.transferred_out,
        one.on_leave, one.other_out, went, came - went, one.figure.value, one.figure.missing,
    )  # fmt: skip


def _moves_in_words(one: Cohort) -> str:
    parts = {"转入": one.transferred_in, "其他增加": one.other_in, "转出": one.transferred_out, "休学": one.on_leave,
             "其他减少": one.other_out}  # fmt: skip
    return "，".join(f"{name}{number}人" for name, number in parts.items() if number)


def _count(key: str, heading: str, width: int = 8) -> Column:
    return Column(key, heading, width, "center", "number")


BY_MOVES = (
    Column("school", "学校", 20),
    Column("cohort", "届别", 16),
    _count("entered", "入学人数"),
    _count("finished", "毕业人数"),
    _count("transferred_in", "增·转进"),
    _count("guests", "增·借读"),
    _count("other_in", "增·其它"),
    _count("came", "增加小计"),
    _count("transferred_out", "减·转出"),
    _count("on_leave", "减·休学"),
    _count("other_out", "减·其它"),
    _count("went", "减少小计"),
    _count("net", "净增加"),
    _count("rate", "巩固率（%）", 10),
    Column("remark", "备注", 24),
)
BY_INTAKE = (
    Column("school", "学校名称", 24),
    _count("finished", "毕业生数", 10),
    _count("entered", "6（3）年前招生数", 16),
    _count("rate", "巩固率（%）", 12),
    Column("remark", "备注", 40),
)
FORM_A = ReportKind(
    "retention_form_a",
    "学生巩固率统计表（按届内增减）",
    tabulate_by_moves,
    (TO,),
    group="学籍",
    about="每届：入学人数、毕业人数、届内增加（转进、借读、其它）、届内减少（转出、休学、其它）、净增加、巩固率",
    personal=False,
)
FORM_B = ReportKind(
    "retention_form_b",
    "学生巩固率统计表（按招生数）",
    tabulate_by_intake,
    (TO,),
    group="学籍",
    about="毕业届：毕业生数、6（3）年前招生数、巩固率",
    personal=False,
)
KINDS = (FORM_A, FORM_B)
