"""疑似失学 on paper: the ledger, and the counts by category as the district reports have them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import SIGNED
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.returns import suspects
from kongchuo_desktop.school.returns.categories import APART, CATEGORIES, NOT_OUT, OUT, UNCHECKED

CATEGORY = Choice("category", "类别", (("", "全部"), *((one, one) for one in CATEGORIES)))


def counts_table(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """疑似失学儿童少年核查统计表: a row for each category, the three sides summed."""
    checked(COUNTS, choices)
    found = suspects.counts(session)
    rows: list[tuple[Cell, ...]] = []
    sides = (("实际未失学", NOT_OUT, found.not_out), ("实际失学", OUT, found.out), ("去向不明", APART, found.apart))
    for title, names, total in sides:
        rows += [(title, name, found.categories[name], _share(found.categories[name], found.total)) for name in names]
        rows.append((title, "小计", total, _share(total, found.total)))
    rows.append((UNCHECKED, "", found.unchecked, _share(found.unchecked, found.total)))
    rows.append(("合计", "", found.total, ""))
    parked = sum(bool(one.parked) for one in suspects.newest(suspects.suspects(session)))
    notes = (f"名单共{found.total}人，其中号码或身份待核的{parked}人。", SIGNED)
    return Table("疑似失学儿童少年核查统计表", COUNT_COLUMNS, tuple(rows), identity.school(session).name, notes)


def _share(part: int, whole: int) -> str:
    return f"{part / whole * 100:.1f}%" if whole else ""


def counts_json(session: Session, choices: Mapping[str, str], today: date) -> Mapping[str, Any]:
    """The shape other programs rely on."""
    checked(COUNTS, choices)
    found = suspects.counts(session)
    return {
        "total": found.total, "not_out": found.not_out, "out": found.out, "apart": found.apart,
        "unchecked": found.unchecked, "categories": dict(found.categories), "who": _who(session),
    }  # fmt: skip


def _who(session: Session) -> dict[str, list[dict[str, str]]]:
    """The children of each category, "" those not checked yet."""
    found: dict[str, list[dict[str, str]]] = {}
    for one in suspects.newest(suspects.suspects(session)):
        found.setdefault(one.category, []).append({"name": one.name, "id_number": one.id_number, "place": one.place})
    return found


def ledger_table(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """疑似失学儿童少年核查台账."""
    answers = checked(LEDGER, choices)
    found = suspects.suspects(session, category=answers["category"], only_open=answers["state"] == "open")
    rows = tuple(
        (
            one.number or number, one.name, one.id_number, one.place, one.guardian, one.phone,
            one.category or UNCHECKED, one.code, one.explanation, one.found_where,
            one.checked_on.isoformat() if one.checked_on else "", one.checked_by, one.evidence, one.parked,
            one.closed_on.isoformat() if one.closed_on else "",
        )
        for number, one in enumerate(found, start=1)
    )  # fmt: skip
    notes = (f"共{len(found)}人，已核销{sum(one.closed_on is not None for one in found)}人。", SIGNED)
    return Table(
        "疑似失学儿童少年核查台账", LEDGER_COLUMNS, rows, identity.school(session).name, notes, landscape=True
    )  # fmt: skip


COUNT_COLUMNS = (
    Column("side", "情况", 14), Column("category", "类别", 16), Column("count", "人数", 10, "center", "number"),
    Column("share", "占比", 10, "right"),
)  # fmt: skip
LEDGER_COLUMNS = (
    Column("number", "序号", 5, "center"), Column("name", "姓名", 9), Column("id_number", "身份证件号", 20),
    Column("place", "户籍地", 20), Column("guardian", "监护人", 9), Column("phone", "电话", 13),
    Column("category", "核查类别", 11), Column("code", "代码", 5, "center"), Column("explanation", "核查说明", 24),
    Column("found_where", "现在何处", 16), Column("checked_on", "核查日期", 11, "center"),
    Column("checked_by", "核查人", 9), Column("evidence", "证明材料", 14), Column("parked", "待核", 16),
    Column("closed_on", "核销日期", 11, "center"),
)  # fmt: skip
COUNTS = ReportKind(
    "suspects", "疑似失学儿童少年核查统计表", counts_table, (), group="劝返",
    about="按核查类别统计，分未失学、失学、去向不明", as_json=counts_json,
)  # fmt: skip
LEDGER = ReportKind(
    "suspect_ledger", "疑似失学儿童少年核查台账", ledger_table,
    (CATEGORY, Choice("state", "范围", (("", "全部"), ("open", "还没有核销的")))), group="劝返",
    about="名单上每个孩子的核查结果、证明、核销",
)  # fmt: skip
KINDS = (COUNTS, LEDGER)
