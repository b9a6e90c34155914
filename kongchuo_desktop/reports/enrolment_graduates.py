"""毕业生去向登记表 and 义务教育证书发放名册."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.attendance_choices import SIGNED, percent, subtitle
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.pupil_lists import MASK, masked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.enrolment import destinations
from kongchuo_desktop.school.enrolment.destinations import UNKNOWN, GraduateFacts
from kongchuo_desktop.school.identity.rules import school_year_of

YEAR = Choice("year", "哪一届（毕业那年，空着=最近一届）")


def _asked(session: Session, answers: Mapping[str, str], today: date) -> tuple[int, tuple[GraduateFacts, ...]]:
    """The calendar year of the graduation and its graduates; the newest one without an answer."""
    text = answers["year"].strip().removesuffix("届").removesuffix("年")
    if text and not (text.isdigit() and len(text) == 4):
        raise UserError(f"“哪一届”要写毕业那年，如 2026，不是“{text}”。")
    known = destinations.years(session)
    year = int(text) - 1 if text else (known[0] if known else school_year_of(today) - 1)
    return year + 1, destinations.graduates(session, year=year)


def tabulate(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """A row for each graduate: where it went and what proves that; the sums below."""
    answers = checked(KIND, choices)
    year, people = _asked(session, answers, today)
    rows = tuple((n, *_row(one)) for n, one in enumerate(people, start=1))
    return Table(
        "毕业生去向登记表", COLUMNS, rows, subtitle(session, f"{year}届"), (*_sums(people), SIGNED), landscape=True,
        group_by="class" if len({one.event.class_name for one in people}) > 1 else None,
    )  # fmt: skip


def _row(one: GraduateFacts) -> tuple[Cell, ...]:
    event = one.event
    where = "，".join(filter(None, (one.region, one.school_name)))
    return (
        event.class_name, event.name, event.sex, event.day, one.kind or UNKNOWN, where, one.proof, one.proven_on,
        one.note,
    )  # fmt: skip


def _sums(people: tuple[GraduateFacts, ...]) -> tuple[str, ...]:
    if not people:
        return ("这一届没有登记毕业生。",)
    found = destinations.figures(people)
    kinds = "，".join(f"{kind}{count}人" for kind, count in found.by_kind.items())
    unknown = f"，{UNKNOWN}{found.unknown}人" if found.unknown else ""
    rate = percent(found.in_school, found.graduates)
    where = f"{kinds}{unknown}" if kinds else "去向都还没有核实"
    told = [f"毕业{found.graduates}人：{where}；升学{found.in_school}人，占{rate}%。"]
    junior = tuple(one for one in people if one.junior)
    if junior:
        nine = destinations.figures(junior)
        told.append(
            f"初中毕业{nine.graduates}人，进入高中阶段{nine.plus_three}人（普通高中{nine.senior}人，"
            f"中职（9＋3）{nine.vocational}人），占{percent(nine.plus_three, nine.graduates)}%。"
        )
    return tuple(told)


COLUMNS = (
    Column("n", "序号", 5, "center", "number"),
    Column("class", "班级", 12),
    Column("name", "姓名", 12),
    Column("sex", "性别", 5, "center"),
    Column("day", "毕业日期", 12, "center", "date"),
    Column("kind", "去向", 12, "center"),
    Column("where", "就读学校或单位", 30),
    Column("proof", "凭据", 24),
    Column("proven", "核实日期", 12, "center", "date"),
    Column("note", "备注", 16),
)


def tabulate_certificates(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """Who gets a certificate, its number, and room for the signature of whoever collects it."""
    answers = checked(CERTIFICATES, choices)
    year, people = _asked(session, answers, today)
    show = masked if answers["mask"] == "yes" else str
    got = [one for one in people if one.event.kind == "毕业"]
    rows = tuple(
        (
            n, one.event.class_name, one.event.name, one.event.sex,
            one.birth_date, show(one.id_number), show(one.event.student_number), one.certificate, one.certified_on,
            one.collected_by, "",
        )
        for n, one in enumerate(got, start=1)
    )  # fmt: skip
    waiting = sum(not one.certificate for one in got)
    note = f"共{len(got)}人" + (f"，其中{waiting}人还没有编号。" if waiting else "，都已编号。")
    junior = bool(got) and all(one.junior for one in got)
    title = "义务教育完成证书发放名册" if junior else "毕业证书发放名册"
    return Table(title, CERTIFICATE_COLUMNS, rows, subtitle(session, f"{year}届"), (note, SIGNED), landscape=True)


CERTIFICATE_COLUMNS = (
    Column("n", "序号", 5, "center", "number"),
    Column("class", "班级", 12),
    Column("name", "姓名", 12),
    Column("sex", "性别", 5, "center"),
    Column("birth", "出生日期", 12, "center", "date"),
    Column("id", "身份证件号", 20, "center"),
    Column("number", "学籍号", 21, "center"),
    Column("certificate", "证书编号", 24),
    Column("certified", "发证日期", 12, "center", "date"),
    Column("by", "领取人", 10),
    Column("signed", "签字", 12),
)
KIND = ReportKind(
    "graduates",
    "毕业生去向登记表",
    tabulate,
    (YEAR,),
    group="学籍",
    about="每名毕业生去了哪里、凭什么知道，合计升学情况",
)
CERTIFICATES = ReportKind(
    "certificates",
    "义务教育证书发放名册",
    tabulate_certificates,
    (YEAR, MASK),
    group="学籍",
    about="证书编号和领取签字",
)
KINDS = (KIND, CERTIFICATES)
