"""Disabled children as the list shows them: how each is taught, what teaching at home still owes."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.visits import coverage as plan
from kongchuo_desktop.school.visits.teaching import AtHome, PlacementFacts, at_home, disabled_children, placements
from kongchuo_desktop.school.visits.teaching_rules import AT_HOME, KindFigures, figures
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

OWED, NO_PLAN, GOOD = "欠送教", "没有计划", "按时"


@dataclass(frozen=True)
class PlacedLine:
    """A placement; `home` of a child taught at home."""

    placed: PlacementFacts
    home: AtHome | None
    words: str

    @property
    def state(self) -> str:
        """Where teaching at home stands; "" for other placements."""
        if self.home is None:
            return ""
        if self.home.plan is None:
            return NO_PLAN
        return OWED if any(month.lacking for month in self.home.months) else GOOD

    @property
    def owed(self) -> int:
        """Lessons owed up to this month."""
        return sum(month.lacking for month in self.home.months) if self.home else 0


@dataclass(frozen=True)
class Teaching:
    """Who is placed how today, the term, the yearly figures."""

    term: TermSpan
    lines: tuple[PlacedLine, ...]
    figures: tuple[KindFigures, ...]


def read_teaching(session: Session, *, today: date) -> Teaching:
    """Placements in force, with the term's lessons."""
    term = plan.term_of(session, today=today)
    homes = {child.placement.id: child for child in at_home(session, term=term, today=today)}
    lines = tuple(
        PlacedLine(item, homes.get(item.id) if item.kind == AT_HOME else None, pupil_room.search_key(item.pupil))
        for item in placements(session, today=today, on=today)
    )
    return Teaching(term, lines, figures(disabled_children(session, on=today)))


def _identity(line: PlacedLine) -> Hashable:
    return line.placed.id


def _tone(line: PlacedLine) -> str:
    return "amber" if line.state in (OWED, NO_PLAN) else ""


def _held(line: PlacedLine) -> str:
    return f"{len(line.home.lessons)}次 {line.home.hours}课时" if line.home else ""


def _last(line: PlacedLine) -> str:
    return f"{line.home.lessons[0].draft.day:%Y-%m-%d}" if line.home and line.home.lessons else ""


def teaching_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of placements."""
    columns = (
        Column("pupil", "学生", lambda line: line.placed.pupil.name, 120),
        Column("class", "班级", lambda line: line.placed.pupil.class_name, 104, filtered=True),
        Column("kind", "安置方式", lambda line: line.placed.kind, 96, filtered=True),
        Column("disability", "残疾类型", lambda line: f"{line.placed.disability}{line.placed.degree}", 104),
        Column("state", "送教", lambda line: line.state, 88, filtered=True, tone=_tone),
        Column("held", "本学期送教", _held, 112),
        Column("last", "最近送教", _last, 104, kind="date"),
        Column("where", "就读学校或机构", lambda line: line.placed.school_name, 160),
        Column("since", "从哪天起", lambda line: f"{line.placed.since:%Y-%m-%d}", 104, kind="date"),
        Column("certificate", "残疾证号", lambda line: line.placed.certificate, 176, shown=False),
    )  # fmt: skip
    return ListKind(
        key="teaching", title="残疾学生安置与送教", columns=columns, identity=_identity,
        words=lambda line: line.words, unit="名", acts=acts, empty=empty,
    )  # fmt: skip
