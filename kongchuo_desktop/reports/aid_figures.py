"""What of aid goes upward every month and term: figures by programme or group, days of food, the fund's books."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.attendance_choices import FROM, MONTH, SIGNED, TO, day_of, month_asked
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.aid import fund, gifts, meals, payments, service
from kongchuo_desktop.school.aid.meals import ClassFood, FoodDay
from kongchuo_desktop.school.aid.rules import PICKED, STAGE_NAMES, in_capitals, money, yuan
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.types import PupilId

TERM = Choice("term", "学期", source="terms")
BY = Choice("by", "按什么分行", (("programme", "项目和学段"), ("group", "困难类别")), "programme")
FOOD_BY = Choice("by", "按什么分行", (("class", "班级"), ("month", "月份")), "class")


def _span(session: Session, answers: Mapping[str, str], today: date) -> tuple[TermSpan, date, date, str]:
    """The term; the month asked for in it, or all of it; and how it is called."""
    term = service.term_of(session, key=answers["term"], today=today)
    if not answers["month"].strip():
        return term, term.starts, term.ends, term.name
    first, last = month_asked(answers, today)
    held = next((one for one in identity.terms(session) if one.starts <= last and first <= one.ends), None)
    if held is None:
        raise UserError(f"{first.year}年{first.month}月不在任何学期之内，请改月份，或到设置里核对学期。")
    return held, first, last, f"{first.year}年{first.month}月"


@dataclass
class Sums:
    """Children and cents of a row."""

    due: set[PupilId] = field(default_factory=set)
    due_cents: int = 0
    listed: set[PupilId] = field(default_factory=set)
    listed_cents: int = 0
    paid: set[PupilId] = field(default_factory=set)
    paid_cents: int = 0

    def cells(self) -> tuple[Cell, ...]:
        """As the table shows them."""
        return (
            len(self.due), money(self.due_cents), len(self.listed), money(self.listed_cents), len(self.paid),
            money(self.paid_cents),
        )  # fmt: skip

    def add(self, other: "Sums") -> None:
        """Add another row; a child in both counts once."""
        self.due |= other.due
        self.listed |= other.listed
        self.paid |= other.paid
        self.due_cents += other.due_cents
        self.listed_cents += other.listed_cents
        self.paid_cents += other.paid_cents


def figures_table(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """学生资助统计表: entitled and on lists in the term, paid out in the month or term."""
    answers = checked(FIGURES, choices)
    term, first, last, name = _span(session, answers, today)
    found = service.entitled(session, term=term, today=today)
    row_of: dict[tuple[PupilId, str], str] = {}
    rows: dict[str, Sums] = {}
    for one in found.lines:
        due = one.entitlement
        key = _row(answers["by"], due.programme.title, STAGE_NAMES[one.stage], due.ground.group)
        row_of[one.pupil.id, due.programme.key] = key
        sums = rows.setdefault(key, Sums())
        sums.due.add(one.pupil.id)
        sums.due_cents += due.cents
    for made in payments.lists(session, today=today, term=term.key):
        for line in made.lines:
            sums = rows.setdefault(row_of.get((line.pupil.id, made.programme), f"{made.title}（现无依据）"), Sums())
            sums.listed.add(line.pupil.id)
            sums.listed_cents += line.cents
            if made.paid_on is not None and first <= made.paid_on <= last:
                sums.paid.add(line.pupil.id)
                sums.paid_cents += line.cents
    total = Sums()
    for sums in rows.values():
        total.add(sums)
    body = tuple((key, *sums.cells()) for key, sums in sorted(rows.items()))
    notes = (
        f"应享受按{found.day.isoformat()}在册和住宿情况计算，列支到今天为止，发放按{name}内登记的发放日期。",
        f"一名学生在几行里的，合计只算一人。实发{money(total.paid_cents)}元（{in_capitals(total.paid_cents)}）。",
        SIGNED,
    )  # fmt: skip
    return Table(f"{name}学生资助统计表", FIGURE_COLUMNS, (*body, ("合计", *total.cells())),
                 identity.school(session).name, notes, landscape=True)  # fmt: skip


def _row(by: str, title: str, stage: str, group: str) -> str:
    if by == "group":
        return PICKED if group.startswith(PICKED) else group or "全体学生"
    return f"{title}（{stage}）"


def meals_table(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """营养改善计划供餐统计表: days of food by class or month; food, never cash."""
    answers = checked(MEALS, choices)
    term, first, last, name = _span(session, answers, today)
    found = meals.food(session, first=max(first, term.starts), last=min(last, term.ends), today=today)
    if not any(one.days for one in found):
        raise UserError(f"{name}没有实施营养改善计划的上课日；实施的学校请先在“资助—营养餐”里登记实施。")
    rows = _by_month(found) if answers["by"] == "month" else [(one.room.full_name, one.days) for one in found]
    every = tuple(day for one in found for day in one.days)
    body = tuple((title, *_cells(days)) for title, days in rows if days)
    rates = "、".join(f"{yuan(cents)}元" for cents in sorted({one.cents for one in every}))
    served = sum(one.worth for one in every)
    notes = (
        f"应供餐按考勤计算：点过名、当天没有全天缺勤的学生；没有点名的日子不计。每生每天{rates}。",
        f"供餐折合{money(served)}元（{in_capitals(served)}），只用于学生的餐食，不发给个人。", SIGNED,
    )  # fmt: skip
    return Table(f"{name}营养改善计划供餐统计表", MEAL_COLUMNS, (*body, ("合计", *_cells(every))),
                 identity.school(session).name, notes, landscape=True)  # fmt: skip


def _by_month(found: Iterable[ClassFood]) -> list[tuple[str, tuple[FoodDay, ...]]]:
    every = sorted((day for one in found for day in one.days), key=lambda one: one.day)
    months = dict.fromkeys((one.day.year, one.day.month) for one in every)
    return [
        (f"{year}年{month}月", tuple(one for one in every if (one.day.year, one.day.month) == (year, month)))
        for year, month in months
    ]


def _cells(days: tuple[FoodDay, ...]) -> tuple[Cell, ...]:
    """`days` of one class, or of several together: then the days are days of classes."""
    return (
        len(days), sum(one.there is None for one in days), sum(one.there or 0 for one in days),
        sum(one.served or 0 for one in days), sum(one.served == 0 for one in days),
        sum(one.served is None for one in days), money(sum((one.there or 0) * one.cents for one in days)),
        money(sum(one.worth for one in days)),
    )  # fmt: skip


def _period(session: Session, answers: Mapping[str, str], today: date) -> tuple[date, date]:
    """From and to; without an answer the school year under way."""
    start = date(identity.school(session).current_year, 9, 1)
    first = day_of(answers, today, "from") if answers["from"] else start
    return first, day_of(answers, today, "to") if answers["to"] else max(first, today)


def fund_table(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """困难生救助基金收支账: what was there, every entry with receipt and who decided, what is left."""
    first, last = _period(session, checked(FUND, choices), today)
    every = fund.entries(session)
    held = [one for one in every if first <= one.day <= last]
    opening = next((one.balance for one in reversed(every) if one.day < first), 0)
    rows: list[tuple[Cell, ...]] = [("", first, "期初余额", "", "", "", money(opening), "", "")]
    for number, one in enumerate(held, start=1):
        moved = (money(one.cents), "") if one.cents > 0 else ("", money(-one.cents))
        rows.append((number, one.day, one.who, one.purpose, *moved, money(one.balance), one.receipt, one.decided_by))
    came = sum(one.cents for one in held if one.cents > 0)
    went = -sum(one.cents for one in held if one.cents < 0)
    left = opening + came - went
    rows.append(("", last, "合计", "", money(came), money(went), money(left), "", ""))
    notes = (f"期末余额{money(left)}元（{in_capitals(left)}）。支出附收据和决定的会议记录，收入开具收据。", SIGNED)
    return Table("困难生救助基金收支账", FUND_COLUMNS, tuple(rows), _told(session, first, last), notes, landscape=True)


def gifts_table(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """捐赠物资账: what was given to the school, to whom it went, what is left of each."""
    first, last = _period(session, checked(GIFTS, choices), today)
    held = [one for one in gifts.entries(session) if first <= one.day <= last]
    rows: list[tuple[Cell, ...]] = [
        (
            number, one.day, one.goods, one.unit, one.number if one.number > 0 else None,
            -one.number if one.number < 0 else None, one.left, one.who, money(one.cents) if one.cents else "",
            one.receipt, one.decided_by,
        )
        for number, one in enumerate(held, start=1)
    ]  # fmt: skip
    left = "；".join(f"{one.goods}{one.left}{one.unit}" for one in gifts.stock(session) if one.left)
    notes = (f"现在还有：{left or '没有剩余'}。领取要家长或学生签字，折价由捐赠方说明。", SIGNED)
    return Table("捐赠物资账", GIFT_COLUMNS, tuple(rows), _told(session, first, last), notes, landscape=True)


def _told(session: Session, first: date, last: date) -> str:
    return f"{identity.school(session).name}　{first.isoformat()}至{last.isoformat()}"


def _number(key: str, heading: str, width: int = 11) -> Column:
    return Column(key, heading, width, "right", "number")


def _money(key: str, heading: str, width: int = 12) -> Column:
    return Column(key, heading, width, "right", "money")


FIGURE_COLUMNS = (
    Column("row", "项目或类别", 40), _number("due", "应享受（人）"), _money("due_yuan", "应享受（元）"),
    _number("listed", "已列支（人）"), _money("listed_yuan", "已列支（元）"), _number("paid", "实发（人）"),
    _money("paid_yuan", "实发（元）"),
)  # fmt: skip
MEAL_COLUMNS = (
    Column("row", "班级或月份", 16), _number("days", "上课（班天）"), _number("unrecorded", "未点名（班天）", 13),
    _number("due", "应供餐（人天）", 13), _number("served", "已供餐（人天）", 13), _number("stopped", "停供（班天）"),
    _number("not_noted", "未登记（班天）", 13), _money("due_yuan", "应供折合（元）", 14),
    _money("served_yuan", "供餐折合（元）", 14),
)  # fmt: skip
FUND_COLUMNS = (
    _number("number", "序号", 5), Column("day", "日期", 11, kind="date"), Column("who", "捐款人或受助人", 18),
    Column("purpose", "用途", 20), _money("in", "收入（元）"),
    _money("out", "支出（元）"), _money("left", "余额（元）"),
    Column("receipt", "收据号", 9), Column("decided_by", "谁决定的", 16),
)  # fmt: skip
GIFT_COLUMNS = (
    _number("number", "序号", 5), Column("day", "日期", 11, kind="date"), Column("goods", "物资", 14),
    Column("unit", "单位", 5, "center"), _number("in", "收入", 7), _number("out", "发出", 7),
    _number("left", "结存", 7), Column("who", "捐赠人或领取人", 18), _money("yuan", "折价（元）", 10),
    Column("receipt", "收据号", 9), Column("decided_by", "谁决定的", 14),
)  # fmt: skip
FIGURES = ReportKind(
    "aid-figures", "学生资助统计表", figures_table, (TERM, MONTH, BY), group="资助", personal=False,
    about="每月或每学期上报：各项目（或困难类别）应享受、已列支、实发的人数和金额；月份空着是整个学期",
)  # fmt: skip
MEALS = ReportKind(
    "meals", "营养改善计划供餐统计表", meals_table, (TERM, MONTH, FOOD_BY), group="资助", personal=False,
    about="每月或每学期上报：按考勤应供餐多少人天、实际供餐、停供；只供餐，不发现金",
)  # fmt: skip
FUND = ReportKind(
    "fund", "困难生救助基金收支账", fund_table, (FROM, TO), group="资助", about="每一笔收支、余额、收据、谁决定的"
)
GIFTS = ReportKind(
    "gifts", "捐赠物资账", gifts_table, (FROM, TO), group="资助", about="社会捐助的衣物、书本：谁捐、发给谁、还剩多少"
)
KINDS = (FIGURES, MEALS, FUND, GIFTS)
