"""学困生转化方案: diagnosis, small dated goals, four-week cycles, help given, two drafted summaries."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import tidy_text
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pairing.marks import Progress, progress_of
from kongchuo_desktop.school.pairing.model import HelpLog, PlanCycle, PlanGoal, SupportPlan
from kongchuo_desktop.school.pairing.rules import RATINGS, cycles
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import PupilId

CAUSES: Mapping[str, tuple[str, ...]] = {
    "知识基础": ("基础知识缺漏", "识字或计算薄弱", "前后知识接不上"),
    "学习习惯": ("作业拖拉", "上课走神", "不会预习复习", "书写潦草"),
    "思维能力": ("理解慢", "表达困难", "不会举一反三"),
    "非智力因素": ("缺少信心", "厌学情绪", "家庭无人辅导", "经常缺课", "沉迷手机", "身体原因"),
}
HELP_KINDS = ("补课", "辅导", "送温暖", "活动", "其他")
MOST_MINUTES = 600


@dataclass(frozen=True)
class GoalFacts:
    """A small goal: what, by when, how, by whom; reached when, or what came of it."""

    id: int
    goal: str
    measure: str
    who: str
    due: date | None
    reached_on: date | None
    result: str


@dataclass(frozen=True)
class CycleFacts:
    """Four weeks and what came of them."""

    id: int
    number: int
    first: date
    last: date
    result: str
    rating: str
    closed_on: date | None


@dataclass(frozen=True)
class PlanFacts:
    """A child's plan of one term with all that belongs to it."""

    id: int
    pupil_id: PupilId
    year: int
    season: str
    causes: tuple[str, ...]
    diagnosis: str
    strengths: str
    long_goal: str
    made_on: date
    made_by: str
    goals: tuple[GoalFacts, ...]
    cycles: tuple[CycleFacts, ...]
    middle_summary: str
    middle_on: date | None
    final_summary: str
    final_on: date | None


@dataclass(frozen=True)
class HelpFacts:
    """One time help was given."""

    id: int
    pupil_id: PupilId
    day: date
    kind: str
    minutes: int
    subject: str
    content: str
    given_by: str


def make_plan(
    session: Session, *, pupil_id: PupilId, term: TermSpan, causes: Sequence[str], fields: Mapping[str, str],
    day: date, by: str,
) -> int:  # fmt: skip
    """Make or change the plan of a child's term (keys of `fields`: diagnosis, strengths, long_goal); its id.

    A new plan gets its four-week cycles from the day it is made to the end of the term.
    """
    if unknown := set(fields) - {"diagnosis", "strengths", "long_goal"}:
        raise ValueError(f"unknown fields of a plan: {sorted(unknown)}")
    row = session.scalars(
        select(SupportPlan).where(
            SupportPlan.pupil_id == pupil_id, SupportPlan.year == term.year, SupportPlan.season == term.season
        )
    ).first()
    if row is None:
        row = SupportPlan(pupil_id=pupil_id, year=term.year, season=term.season, made_on=day, made_by=by)
        session.add(row)
        session.flush()
        spans = cycles(max(day, term.starts), term.ends)
        session.add_all(PlanCycle(plan_id=row.id, number=n, first=a, last=b) for n, (a, b) in enumerate(spans, 1))
    row.causes = json.dumps(list(causes), ensure_ascii=False)
    for name, text in fields.items():
        setattr(row, name, tidy_text(text))
    session.flush()
    return row.id


def set_goals(session: Session, *, plan_id: int, goals: Sequence[GoalFacts]) -> None:
    """Put the goals of a plan as they are on the screen; id 0 a new one, one that is missing goes."""
    kept = {goal.id for goal in goals}
    rows = {row.id: row for row in session.scalars(select(PlanGoal).where(PlanGoal.plan_id == plan_id))}
    for number, row in rows.items():
        if number not in kept:
            session.delete(row)
    for position, goal in enumerate(goals, start=1):
        if not goal.goal.strip():
            raise UserError(f"第{position}个目标没有写内容，请写清楚要做到什么，或删去这一行。")
        row = rows.get(goal.id) or PlanGoal(plan_id=plan_id, goal="")
        row.position, row.goal, row.measure = position, tidy_text(goal.goal), tidy_text(goal.measure)
        row.who, row.due, row.reached_on, row.result = goal.who, goal.due, goal.reached_on, tidy_text(goal.result)
        session.add(row)
    session.flush()


def close_cycle(session: Session, *, cycle_id: int, rating: str, result: str, day: date | None) -> None:
    """Say what came of four weeks; `day` None opens them again."""
    row = session.get_one(PlanCycle, cycle_id)
    if day is None:
        row.rating, row.result, row.closed_on = "", "", None
        return
    if rating not in RATINGS:
        raise UserError(f"请选择本周期效果：{'、'.join(RATINGS)}。")
    if day < row.first:
        raise UserError(f"这个周期{row.first.isoformat()}才开始，还不能填写效果。")
    row.rating, row.result, row.closed_on = rating, tidy_text(result), day


def plan(session: Session, *, pupil_id: PupilId, term: TermSpan) -> PlanFacts | None:
    """The plan of a child's term, or None."""
    found = plans(session, term=term, pupil_ids=[pupil_id])
    return found[0] if found else None


def plans(session: Session, *, term: TermSpan, pupil_ids: Sequence[PupilId] | None = None) -> tuple[PlanFacts, ...]:
    """Every plan of a term, or those of some children."""
    query = select(SupportPlan).where(SupportPlan.year == term.year, SupportPlan.season == term.season)
    if pupil_ids is not None:
        query = query.where(SupportPlan.pupil_id.in_(pupil_ids))
    rows = session.scalars(query.order_by(SupportPlan.id)).all()
    ids = [row.id for row in rows]
    goals: dict[int, list[GoalFacts]] = {}
    for goal in session.scalars(select(PlanGoal).where(PlanGoal.plan_id.in_(ids)).order_by(PlanGoal.position)):
        facts = GoalFacts(goal.id, goal.goal, goal.measure, goal.who, goal.due, goal.reached_on, goal.result)
        goals.setdefault(goal.plan_id, []).append(facts)
    spans: dict[int, list[CycleFacts]] = {}
    for one in session.scalars(select(PlanCycle).where(PlanCycle.plan_id.in_(ids)).order_by(PlanCycle.number)):
        cycle = CycleFacts(one.id, one.number, one.first, one.last, one.result, one.rating, one.closed_on)
        spans.setdefault(one.plan_id, []).append(cycle)
    return tuple(
        PlanFacts(
            row.id, PupilId(row.pupil_id), row.year, row.season, tuple(json.loads(row.causes)), row.diagnosis,
            row.strengths, row.long_goal, row.made_on, row.made_by, tuple(goals.get(row.id, ())),
            tuple(spans.get(row.id, ())), row.middle_summary, row.middle_on, row.final_summary, row.final_on,
        )
        for row in rows
    )  # fmt: skip


def log_help(
    session: Session, *, pupil_ids: Sequence[PupilId], day: date, kind: str, minutes: int, subject: str, content: str,
    given_by: str, today: date, pair_id: int | None = None,
) -> tuple[int, ...]:  # fmt: skip
    """Put down help given to one child or to several at once."""
    if day > today:
        raise UserError("帮扶日期不能晚于今天，请改正。")
    if kind not in HELP_KINDS:
        raise UserError(f"帮扶形式只能选：{'、'.join(HELP_KINDS)}。")
    if not 0 <= minutes <= MOST_MINUTES:
        raise UserError(f"时长要在 0 到 {MOST_MINUTES} 分钟之间。")
    if not content.strip() and not subject.strip():
        raise UserError("请写一句做了什么，例如“补习两位数乘法”。")
    made = []
    for child in dict.fromkeys(pupil_ids):
        joined = session.get_one(Pupil, child).joined_on
        if joined and day < joined:
            raise UserError(f"这名学生{joined.isoformat()}才入学，帮扶日期不能早于入学。")
        row = HelpLog(
            pupil_id=child, pair_id=pair_id, day=day, kind=kind, minutes=minutes, subject=tidy_text(subject),
            content=content.strip(), given_by=given_by,
        )  # fmt: skip
        session.add(row)
        session.flush()
        made.append(row.id)
    return tuple(made)


def help_given(
    session: Session, *, first: date | None = None, last: date | None = None,
    pupil_ids: Sequence[PupilId] | None = None,
) -> tuple[HelpFacts, ...]:  # fmt: skip
    """Help in a period, the newest first."""
    query = select(HelpLog).order_by(HelpLog.day.desc(), HelpLog.id.desc())
    if first is not None:
        query = query.where(HelpLog.day >= first)
    if last is not None:
        query = query.where(HelpLog.day <= last)
    if pupil_ids is not None:
        query = query.where(HelpLog.pupil_id.in_(pupil_ids))
    return tuple(
        HelpFacts(row.id, PupilId(row.pupil_id), row.day, row.kind, row.minutes, row.subject, row.content, row.given_by)
        for row in session.scalars(query)
    )


def write_summary(session: Session, *, plan_id: int, which: str, text: str, day: date) -> None:
    """Keep the mid-term ("middle") or final ("final") summary; an empty text takes it back."""
    row = session.get_one(SupportPlan, plan_id)
    written, when = text.strip(), day if text.strip() else None
    if which == "middle":
        row.middle_summary, row.middle_on = written, when
    elif which == "final":
        row.final_summary, row.final_on = written, when
    else:
        raise ValueError(which)


def draft_summary(session: Session, *, found: PlanFacts, name: str, term: TermSpan, until: date) -> str:
    """A summary out of the book's own figures, for the teacher to go on with: goals, cycles, help, marks."""
    given = help_given(session, first=term.starts, last=until, pupil_ids=[found.pupil_id])
    return drafted(found, given, progress_of(session, pupil_id=found.pupil_id), name=name, until=until)


def drafted(found: PlanFacts, given: Sequence[HelpFacts], marks: Sequence[Progress], *, name: str, until: date) -> str:
    """The words of a draft, from plain values."""
    parts = [f"{name}的转化方案从{_day(found.made_on)}开始执行。"]
    if found.causes:
        parts.append(f"主要原因：{'、'.join(found.causes)}。")
    parts += [*_goals(found.goals, until), *_help(given, until)]
    closed = [cycle for cycle in found.cycles if cycle.closed_on]
    if closed:
        parts.append("；".join(f"第{cycle.number}周期{cycle.rating}" for cycle in closed) + "。")
    parts += [f"{one.words()}。" for one in marks]
    return "".join(parts)


def _goals(goals: Sequence[GoalFacts], until: date) -> list[str]:
    reached = [goal.goal for goal in goals if goal.reached_on and goal.reached_on <= until]
    open_ones = [goal.goal for goal in goals if not goal.reached_on or goal.reached_on > until]
    told = [f"共定小目标{len(goals)}个，已达成{len(reached)}个。"] if goals else []
    told += [f"已达成：{'；'.join(reached)}。"] if reached else []
    return told + ([f"还在努力：{'；'.join(open_ones)}。"] if open_ones else [])


def _help(given: Sequence[HelpFacts], until: date) -> list[str]:
    if not given:
        return []
    minutes = sum(one.minutes for one in given)
    kinds = "、".join(f"{kind}{n}次" for kind in HELP_KINDS if (n := sum(one.kind == kind for one in given)))
    lasted = f"，合计{minutes}分钟" if minutes else ""
    return [f"到{_day(until)}共帮扶{len(given)}次（{kinds}）{lasted}。"]


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
