"""Verbs and questions about the school itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.resources import read_toml
from kongchuo_desktop.school.identity.holidays import published_days, published_until
from kongchuo_desktop.school.identity.model import CalendarDay, Campus, RuleValue, School, Term, Village
from kongchuo_desktop.school.identity.rules import STAGES, DayException, TermSpan, usual_terms
from kongchuo_desktop.school.types import CampusId, VillageId
from kongchuo_desktop.storage.asked_once import asked_once

RULE_FILES = (  # each with [[rule]]
    "targets.toml", "rates.toml", "levels.toml", "pairs.toml", "aid_rules.toml", "returns.toml",
)  # fmt: skip
EARLIEST, LATEST = 2000, 2100  # of the school years that a book can be of


@dataclass(frozen=True)
class SchoolFacts:
    """The school as papers and pages name it."""

    name: str
    stage: str
    current_year: int
    code: str = ""
    above: str = ""
    township: str = ""
    county: str = ""
    address: str = ""
    phone: str = ""
    paper_mark: str = ""
    primary_years: int = 6


@dataclass(frozen=True)
class CampusFacts:
    """A place of teaching."""

    id: CampusId
    name: str
    is_main: bool


@dataclass(frozen=True)
class VillageFacts:
    """A village served, with the committee's contact."""

    id: VillageId
    name: str
    head_name: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Rule:
    """A county-dependent value in force on a day, with its source."""

    key: str
    title: str
    value: str
    unit: str
    in_force_from: date
    document: str
    options: tuple[tuple[str, str], ...] = ()  # of a switch: (value, its wording)
    several: bool = False  # the value is several amounts with 、 between them

    @property
    def amounts(self) -> tuple[str, ...]:
        """The amounts of a value of several; of any other the value alone."""
        return parts_of(self.value) if self.several else (self.value,)

    @property
    def shown(self) -> str:
        """The value as it reads."""
        return dict(self.options).get(self.value, f"{self.value}{self.unit}")


def parts_of(value: str) -> tuple[str, ...]:
    """7、14、30 → its parts; commas and spaces do as well."""
    return tuple(part for part in re.split(r"[、，,;；\s]+", value) if part)


class SchoolMissing(UserError):
    """The book holds no school yet."""


def require_founded(facts: SchoolFacts) -> None:
    """Raises the sentence of what keeps a school from being founded with these facts."""
    if facts.stage not in STAGES:
        raise UserError(f"学段只能是{'、'.join(STAGES)}，请改正后再试。")
    if not facts.name.strip():
        raise UserError("请填写学校名称。")
    if not EARLIEST <= facts.current_year <= LATEST:
        raise UserError(f"学年要写开学那一年，如 2026，不是“{facts.current_year}”。")


def found_school(session: Session, *, facts: SchoolFacts) -> None:
    """Write the school into a new book: main campus, the year's two terms, the published holidays."""
    require_founded(facts)
    session.add(School(**{**facts.__dict__, "paper_mark": facts.paper_mark or _mark(facts.name)}))
    session.add(Campus(name="校本部", is_main=True))
    open_year(session, year=facts.current_year)


def _mark(name: str) -> str:
    """A first proposal for the 发文字号 mark: 青石镇河湾小学 → 河湾控."""
    short = name.removesuffix("小学").removesuffix("学校").removesuffix("中学")
    for ending in ("省", "市", "县", "区", "镇", "乡"):
        short = short.rpartition(ending)[2] or short
    return f"{short[:4]}控"


def open_year(session: Session, *, year: int) -> None:
    """Give a school year its two terms and its published holidays, where they are still missing."""
    present = set(session.execute(select(Term.year, Term.season)))
    for span in usual_terms(year):
        if (span.year, span.season) not in present:
            session.add(Term(year=span.year, season=span.season, starts=span.starts, ends=span.ends))
    session.flush()
    load_published_days(session, year=year)


def load_published_days(session: Session, *, year: int) -> int:
    """Add the published holidays and 调休 days of a school year; days already in the calendar stay. Number added."""
    known = set(session.scalars(select(CalendarDay.day)))
    days = published_days(date(year, 8, 15), date(year + 1, 8, 31))
    fresh = [day for day in days if day not in known]
    for day in fresh:
        session.add(CalendarDay(day=day, teaching=days[day].teaching, label=days[day].label))
    return len(fresh)


def holidays_known_until() -> date:
    """The last day for which the State Council's plan is in the program."""
    return published_until()


def _row(session: Session) -> School:
    row = session.scalars(select(School)).first()
    if row is None:
        raise SchoolMissing("这本账里还没有学校信息，请先新建学校账本。")
    return row


@asked_once
def school(session: Session) -> SchoolFacts:
    """The school; SchoolMissing when the book is still empty."""
    row = _row(session)
    return SchoolFacts(**{name: getattr(row, name) for name in SchoolFacts.__dataclass_fields__})


def change_school(session: Session, *, changes: Mapping[str, object]) -> None:
    """Change named facts of the school (keys of SchoolFacts but current_year, which only 升级 moves)."""
    if set(changes) - (set(SchoolFacts.__dataclass_fields__) - {"current_year"}):
        raise ValueError(f"unknown school facts: {sorted(changes)}")
    row = _row(session)
    for name, value in changes.items():
        setattr(row, name, value)


def set_current_year(session: Session, *, year: int) -> None:
    """Move the school year under way; called by the class room's 升级 only."""
    _row(session).current_year = year


@asked_once
def terms(session: Session, *, year: int | None = None) -> tuple[TermSpan, ...]:
    """Terms in order of time, all or of one school year."""
    query = select(Term).order_by(Term.starts)
    if year is not None:
        query = query.where(Term.year == year)
    return tuple(TermSpan(row.year, row.season, row.starts, row.ends) for row in session.scalars(query))


def current_term(session: Session, *, today: date) -> TermSpan | None:
    """The term of today; between terms the one that comes next, after the last the last."""
    spans = terms(session)
    return next((span for span in spans if today <= span.ends), spans[-1] if spans else None)


def set_term(session: Session, *, span: TermSpan) -> None:
    """Change the first and last day of a term."""
    if span.starts >= span.ends:
        raise UserError(f"{span.name}的开学日期必须早于放假日期，请检查后重填。")
    row = session.scalars(select(Term).where(Term.year == span.year, Term.season == span.season)).first()
    if row is None:
        session.add(Term(year=span.year, season=span.season, starts=span.starts, ends=span.ends))
    else:
        row.starts, row.ends = span.starts, span.ends


def calendar(session: Session) -> dict[date, DayException]:
    """All days that break the week's rule."""
    rows = session.scalars(select(CalendarDay).order_by(CalendarDay.day))
    return {row.day: DayException(row.teaching, row.label) for row in rows}


def set_calendar_day(session: Session, *, day: date, exception: DayException | None) -> None:
    """Name a day a holiday or a teaching day, or give it back to the week's rule (None)."""
    row = session.scalars(select(CalendarDay).where(CalendarDay.day == day)).first()
    if exception is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(CalendarDay(day=day, teaching=exception.teaching, label=exception.label))
    else:
        row.teaching, row.label = exception.teaching, exception.label


@asked_once
def campuses(session: Session) -> tuple[CampusFacts, ...]:
    """Places of teaching, the main one first."""
    rows = session.scalars(select(Campus).order_by(Campus.is_main.desc(), Campus.id))
    return tuple(CampusFacts(CampusId(row.id), row.name, row.is_main) for row in rows)


def add_campus(session: Session, *, name: str) -> CampusId:
    """Add a 教学点; a name that is there already is refused."""
    name = name.strip()
    if not name:
        raise UserError("请填写教学点名称。")
    if session.scalars(select(Campus).where(Campus.name == name)).first() is not None:
        raise UserError(f"已经有名为“{name}”的教学点。")
    row = Campus(name=name)
    session.add(row)
    session.flush()
    return CampusId(row.id)


def villages(session: Session) -> tuple[VillageFacts, ...]:
    """Villages served, in the order in which they were added."""
    rows = session.scalars(select(Village).order_by(Village.id))
    return tuple(VillageFacts(VillageId(row.id), row.name, row.head_name, row.phone) for row in rows)


def village_ids(session: Session, *, names: frozenset[str]) -> dict[str, VillageId]:
    """The ids of villages by name; those that are new are added."""
    known = {facts.name: facts.id for facts in villages(session)}
    for name in sorted(names - known.keys()):
        row = Village(name=name)
        session.add(row)
        session.flush()
        known[name] = VillageId(row.id)
    return known


def change_village(session: Session, *, village_id: VillageId, head_name: str, phone: str) -> None:
    """Set the committee's contact of a village."""
    row = session.get_one(Village, village_id)
    row.head_name, row.phone = head_name.strip(), phone.strip()


@asked_once
def rules(session: Session, *, on: date) -> dict[str, Rule]:
    """Every county-dependent value in force on a day: the school's own rows over the shipped ones."""
    found = {rule.key: rule for name in RULE_FILES for rule in _shipped(name) if rule.in_force_from <= on}
    for row in session.scalars(
        select(RuleValue).where(RuleValue.in_force_from <= on).order_by(RuleValue.in_force_from)
    ):
        base = found.get(row.key)
        if base is not None:
            document = row.document or base.document
            found[row.key] = replace(base, value=row.value, in_force_from=row.in_force_from, document=document)
    return found


@lru_cache(maxsize=len(RULE_FILES))  # what goes with the program does not change while it runs
def _shipped(name: str) -> tuple[Rule, ...]:
    items = read_toml("policy", name)["rule"]
    return tuple(
        Rule(**item, options=tuple((value, words) for value, words in options))
        for item, options in ((item, item.pop("options", ())) for item in items)
    )


def rule_changes(session: Session, *, prefix: str) -> tuple[date, ...]:
    """The days on which values of the school's own came into force, of keys that begin with `prefix`."""
    query = select(RuleValue.in_force_from).where(RuleValue.key.startswith(prefix)).order_by(RuleValue.in_force_from)
    return tuple(session.scalars(query))


def set_rule(session: Session, *, key: str, value: str, in_force_from: date, document: str) -> None:
    """The school's own value from a day on; the earlier one stays true of earlier days."""
    known = rules(session, on=date.max)[key]
    if known.several and not (parts_of(value) and all(part.isdigit() for part in parts_of(value))):
        raise UserError(f"“{known.title}”要填几个数字，用、隔开，如 7、14、30，请改正后再保存。")
    if known.unit and not known.several and not _is_amount(value):
        raise UserError(f"“{known.title}”要填数字，如 1 或 0.5，请改正后再保存。")
    if known.options and value not in dict(known.options):
        words = "、".join(words for _, words in known.options)
        raise UserError(f"“{known.title}”只能选：{words}。")
    row = session.scalars(
        select(RuleValue).where(RuleValue.key == key, RuleValue.in_force_from == in_force_from)
    ).first()
    if row is None:
        row = RuleValue(key=key, value="", in_force_from=in_force_from)
        session.add(row)
    row.value, row.document = value.strip(), document.strip()


def _is_amount(text: str) -> bool:
    try:
        return 0 <= float(text) <= 1000
    except ValueError:
        return False
