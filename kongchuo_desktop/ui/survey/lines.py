"""Surveys as lines of a list."""

from collections.abc import Hashable

from kongchuo_desktop.school.survey.service import SurveyFacts
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

OPEN, CLOSED = "进行中", "已结束"


def survey_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of surveys."""
    columns = (
        Column("title", "摸底表", lambda found: found.title, 220),
        Column("state", "状态", _state, 80, filtered=True),
        Column("answered", "填写", lambda found: f"{found.answered}/{found.pupils}", 88, align="right",
               sort=lambda found: found.answered / max(1, found.pupils)),
        Column("needing", "需要帮助", lambda found: _count(found.needing), 88, align="right", kind="number",
               sort=lambda found: found.needing),
        Column("without", "待定措施", lambda found: _count(found.without_measure), 88, align="right", kind="number",
               sort=lambda found: found.without_measure, tone=lambda found: _tone(found, found.without_measure)),
        Column("open", "待落实", lambda found: _count(found.measures_open), 80, align="right", kind="number",
               sort=lambda found: found.measures_open, tone=lambda found: _tone(found, found.measures_open)),
        Column("done", "已落实", lambda found: _count(found.done), 80, align="right", kind="number",
               sort=lambda found: found.done),
        Column("made", "开始", lambda found: f"{found.made_on:%Y-%m-%d}", 104, kind="date",
               sort=lambda found: found.made_on),
        Column("by", "建表人", lambda found: found.made_by, 96),
        Column("columns", "栏目", lambda found: "、".join(one.heading for one in found.questions), 320),
    )  # fmt: skip
    return ListKind(
        key="surveys", title="摸底表", columns=columns, identity=_identity, unit="张", acts=acts, empty=empty,
        words=lambda found: f"{found.title}\n{found.about}\n{found.made_by}",
    )  # fmt: skip


def _identity(found: SurveyFacts) -> Hashable:
    return found.id


def _state(found: SurveyFacts) -> str:
    return CLOSED if found.closed_on else OPEN


def _count(number: int) -> str:
    return str(number) if number else "—"


def _tone(found: SurveyFacts, number: int) -> str:
    return "amber" if number and found.closed_on is None else ""
