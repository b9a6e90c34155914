"""一帮一 on paper: who helps whom, whether promises are kept, what came of it."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import SIGNED
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pairing import promises, proposing, service
from kongchuo_desktop.school.pairing.rules import BY_NAME
from kongchuo_desktop.school.pairing.service import PairFacts

SORT = Choice("kind", "类型", (("", "全部"), *((kind, kind) for kind in BY_NAME)))
STATE = Choice("state", "范围", (("", "现在结对的"), ("all", "包括已结束的"), ("ended", "已结束的")))
CLASS = Choice("class", "班级", source="classes")
HELPER = Choice("helper", "帮扶人")


def pairs_table(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """结对帮扶一览表."""
    answers = checked(PAIRS, choices)
    kept = [pair for pair in _asked(session, answers, today) if _in_state(pair, answers["state"], today)]
    rows = tuple(_row(number, pair) for number, pair in enumerate(kept, start=1))
    children = len({pair.pupil_id for pair in kept})
    helpers = len({pair.helper_key for pair in kept})
    lone = proposing.uncovered(session, wanted=proposing.Wanted(), on=today)
    notes = [f"共{len(kept)}对，{children}名学生，{helpers}名帮扶人。"]
    if lone and not any(answers[key] for key in ("class", "helper", "state")):
        names = "、".join(one.name for one in lone[:10]) + ("等" if len(lone) > 10 else "")
        notes.append(f"重点关爱学生中还有{len(lone)}人没有帮扶教师：{names}。")
    return Table(
        "结对帮扶一览表", COLUMNS, rows, identity.school(session).name, (*notes, SIGNED), landscape=True
    )  # fmt: skip


def _asked(session: Session, answers: Mapping[str, str], today: date) -> list[PairFacts]:
    kind, room, helper = answers["kind"], answers["class"], answers["helper"]
    kinds = (kind,) if kind else tuple(BY_NAME)
    return [
        pair for pair in service.pairs(session, today=today, kinds=kinds)
        if (not room or pair.class_name == room) and (not helper or pair.helper == helper)
    ]  # fmt: skip


def _in_state(pair: PairFacts, state: str, today: date) -> bool:
    return state == "all" or pair.holds(today) is not (state == "ended")


def _row(number: int, pair: PairFacts) -> tuple[Cell, ...]:
    promised = "，".join(
        [f"谈心{pair.talks_per_month}次"] * bool(pair.talks_per_month)
        + [f"家访{pair.visits_per_month}次"] * bool(pair.visits_per_month)
    )
    return (
        number, pair.class_name, pair.pupil, pair.kind, pair.helper, pair.helper_unit, pair.helper_phone, pair.subject,
        pair.aim, promised, pair.since.isoformat(), pair.until.isoformat() if pair.until else "", pair.ended_why,
    )  # fmt: skip


def promises_table(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """结对帮扶落实情况: what each pair promised this month and what was done."""
    answers = checked(PROMISES, choices)
    found = [
        one for one in promises.kept(session, on=today, today=today)
        if (not answers["class"] or one.pair.class_name == answers["class"])
        and (not answers["helper"] or one.pair.helper == answers["helper"])
    ]  # fmt: skip
    rows = tuple(
        (
            number, one.pair.class_name, one.pair.pupil, one.pair.helper, one.promise.talks, one.promise.talks_done,
            one.promise.visits, one.promise.visits_done, one.last.isoformat() if one.last else "",
            "落后" if one.behind else "按约定" if not one.promise.kept else "已完成",
        )
        for number, one in enumerate(found, start=1)
    )  # fmt: skip
    alone = promises.nobody_met(session, on=today, today=today)
    notes = [f"共{len(found)}对有约定，其中{sum(one.behind for one in found)}对落后于本月进度。"]
    if alone:
        notes.append(f"本月还没有人见过的结对学生{len(alone)}人：{'、'.join(one.pupil for one in alone[:10])}。")
    title = f"{today.year}年{today.month}月结对帮扶落实情况表"
    return Table(title, PROMISE_COLUMNS, rows, identity.school(session).name, (*notes, SIGNED), landscape=True)


COLUMNS = (
    Column("number", "序号", 5, "center", "number"), Column("class", "班级", 11), Column("name", "学生", 10),
    Column("kind", "类型", 10), Column("helper", "帮扶人", 10), Column("unit", "单位职务", 14),
    Column("phone", "电话", 13), Column("subject", "学科", 8), Column("aim", "目标", 26),
    Column("promise", "每月约定", 16), Column("since", "开始", 12, "center"), Column("until", "结束", 12, "center"),
    Column("why", "结束原因", 12),
)  # fmt: skip
PROMISE_COLUMNS = (
    Column("number", "序号", 5, "center", "number"), Column("class", "班级", 12), Column("name", "学生", 12),
    Column("helper", "帮扶人", 12), Column("talks", "应谈心", 8, "center", "number"),
    Column("talks_done", "已谈心", 8, "center", "number"), Column("visits", "应家访", 8, "center", "number"),
    Column("visits_done", "已家访", 8, "center", "number"), Column("last", "最近一次", 12, "center"),
    Column("state", "落实情况", 10, "center"),
)  # fmt: skip
PAIRS = ReportKind(
    "pairs", "结对帮扶一览表", pairs_table, (SORT, CLASS, HELPER, STATE), group="一帮一",
    about="教师帮扶、同伴互助、干部结对；写明没有帮扶人的重点学生",
)  # fmt: skip
PROMISES = ReportKind(
    "pair_promises", "结对帮扶落实情况表", promises_table, (CLASS, HELPER), group="一帮一",
    about="本月约定的谈心、家访次数完成了多少，谁落后",
)  # fmt: skip
KINDS = (PAIRS, PROMISES)
