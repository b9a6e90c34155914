"""Each rule of a level and its boundary, as a table."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.kit.resources import read_toml
from kongchuo_desktop.school.levels.rules import (
    LEVELS,
    ChildState,
    MarkState,
    Season,
    Weights,
    propose,
    waiting,
)

WEIGHTS = Weights.of({rule["key"]: float(rule["value"]) for rule in read_toml("policy", "levels.toml")["rule"]})
QUIET = Season(days_into_term=82)
SEEN = ChildState(recorded=100, days_since_contact=3)


def mark(kind: str, group: str) -> MarkState:
    return MarkState(kind, kind, group)


SWAYING, TIRED, WORK = mark("动摇生", "去向"), mark("厌学", "学习"), mark("务工意向", "去向")
SLOW, POOR, BOTH = mark("学困生", "学习"), mark("家困生", "经济"), mark("双困生", "学习")
ALONE, SINGLE = mark("留守（双亲外出）", "家庭"), mark("单亲", "家庭")


@pytest.mark.parametrize(
    ("state", "season", "points", "level", "words"),
    [
        # attendance
        ({}, QUIET, 0, "无", ""),
        ({"absent": 9}, QUIET, 0, "无", ""),
        ({"absent": 10}, QUIET, 2, "低", "本学期缺勤5天，占10%"),
        ({"absent": 19, "truant": 4}, QUIET, 2, "低", "本学期缺勤9.5天，占19%，其中旷课2天"),
        ({"absent": 20}, QUIET, 4, "中", "本学期缺勤10天，占20%"),
        ({"recorded": 19, "absent": 19}, QUIET, 0, "无", ""),
        ({"recorded": 20, "absent": 19}, QUIET, 4, "中", "本学期缺勤9.5天，占95%"),
        ({"recorded": 0, "absent": 4}, QUIET, 0, "无", ""),
        # steps
        ({"open_steps": ("旷课满1天", "连续旷课满5个上学日")}, QUIET, 3, "低", "未办结：连续旷课满5个上学日"),
        ({"closed_steps": ("旷课满1天",)}, QUIET, 1, "低", "本学期有过：旷课满1天，已办结"),
        ({"open_steps": ("旷课满1天",), "closed_steps": ("旷课满4节",)}, QUIET, 3, "低", "未办结：旷课满1天"),
        # marks
        ({"marks": (SINGLE,)}, QUIET, 1, "低", "单亲"),
        ({"marks": (SINGLE, mark("随迁", "家庭"))}, QUIET, 2, "低", "单亲、随迁"),
        ({"marks": (ALONE,)}, QUIET, 2, "低", "留守（双亲外出）"),
        ({"marks": (ALONE, SINGLE)}, QUIET, 3, "低", "留守（双亲外出）、单亲"),
        ({"marks": (SWAYING,)}, QUIET, 4, "中", "动摇生"),
        ({"marks": (WORK,)}, QUIET, 3, "低", "务工意向"),
        ({"marks": (TIRED,)}, QUIET, 2, "低", "厌学"),
        ({"marks": (SLOW, POOR, BOTH)}, QUIET, 3, "低", "双困生；学困生；家困生"),
        ({"marks": (SWAYING, TIRED, SINGLE)}, QUIET, 7, "高", "动摇生；厌学；单亲"),
        ({"marks": (MarkState("搬迁户", "", "家庭"),)}, QUIET, 1, "低", "搬迁户"),
        ({"marks": (MarkState("学习待帮", "学困生", "学习"),)}, QUIET, 1, "低", "学习待帮"),
        # history
        ({"dropped_out": date(2025, 3, 3)}, QUIET, 3, "低", "2025年3月离校过，后返校"),
        ({"paused": date(2026, 2, 1)}, QUIET, 1, "低", "2026年2月休学或复学"),
        ({"moves": 1}, QUIET, 0, "无", ""),
        ({"moves": 2}, QUIET, 1, "低", "两年内转学2次"),
        # season, graduating class, silence: only beside another reason
        ({"graduating": True}, Season(3, spring=True), 0, "无", ""),
        ({"days_since_contact": None}, QUIET, 0, "无", ""),
        ({"marks": (SINGLE,)}, Season(0), 2, "低", "单亲；刚开学"),
        ({"marks": (SINGLE,)}, Season(13), 2, "低", "单亲；刚开学"),
        ({"marks": (SINGLE,)}, Season(14), 1, "低", "单亲"),
        ({"marks": (SINGLE,)}, Season(13, spring=True), 3, "低", "春节后刚开学；单亲"),
        ({"marks": (SINGLE,)}, Season(), 1, "低", "单亲"),
        ({"marks": (SINGLE,), "graduating": True}, QUIET, 2, "低", "单亲；毕业班"),
        ({"marks": (SINGLE,), "days_since_contact": 29}, QUIET, 1, "低", "单亲"),
        ({"marks": (SINGLE,), "days_since_contact": 30}, QUIET, 2, "低", "单亲；已30天没有家访、谈心"),
        ({"marks": (SINGLE,), "days_since_contact": None}, QUIET, 2, "低", "单亲；还没有家访、谈心记录"),
        # the limits between levels
        ({"marks": (WORK,), "closed_steps": ("旷课满1天",)}, QUIET, 4, "中", "务工意向；本学期有过：旷课满1天，已办结"),
        ({"marks": (WORK,), "open_steps": ("旷课满1天",)}, QUIET, 6, "中", "未办结：旷课满1天；务工意向"),
    ],
)  # fmt: skip
def test_each_rule_at_its_boundary(
    state: dict[str, object], season: Season, points: float, level: str, words: str
) -> None:
    found = propose(replace(SEEN, **state), season, WEIGHTS)  # type: ignore[arg-type]
    assert (found.points, found.level) == (points, level)
    assert found.words == words


def test_the_school_weighs_for_itself() -> None:
    lighter = Weights(WEIGHTS | {"kind.动摇生": 1.5, "high": 1.5})
    found = propose(replace(SEEN, marks=(SWAYING,)), QUIET, lighter)
    assert (found.points, found.level) == (1.5, "高")
    without = Weights(WEIGHTS | {"group.家庭": 0})
    assert propose(replace(SEEN, marks=(SINGLE,), days_since_contact=None), QUIET, without).level == "无"


@pytest.mark.parametrize(("level", "day", "days"), [("高", 8, 14), ("高", 9, 0), ("中", 1, 0)])
def test_high_and_nobody_has_acted(level: str, day: int, days: int) -> None:
    on = date(2026, 11, 22)
    assert waiting(level, last_act=date(2026, 11, day), on=on, patience=14) == days


STATES = st.builds(
    ChildState, recorded=st.integers(0, 180), absent=st.integers(0, 180), truant=st.integers(0, 40),
    open_steps=st.sampled_from(((), ("旷课满1天",))), closed_steps=st.sampled_from(((), ("旷课满4节",))),
    marks=st.lists(st.sampled_from((SWAYING, TIRED, WORK, SLOW, POOR, BOTH, ALONE, SINGLE)), unique=True).map(tuple),
    moves=st.integers(0, 3), days_since_contact=st.none() | st.integers(0, 400), graduating=st.booleans(),
)  # fmt: skip


@given(STATES, st.sampled_from((SWAYING, TIRED, WORK, SLOW, POOR, ALONE, SINGLE)))
def test_another_mark_never_lowers_a_level(state: ChildState, more: MarkState) -> None:
    before = propose(state, QUIET, WEIGHTS)
    after = propose(replace(state, marks=(*dict.fromkeys((*state.marks, more)),)), QUIET, WEIGHTS)
    assert after.points >= before.points
    assert LEVELS.index(after.level) <= LEVELS.index(before.level)


@given(STATES)
def test_points_are_the_sum_of_the_reasons_that_are_told(state: ChildState) -> None:
    found = propose(state, Season(3), WEIGHTS)
    assert found.points == sum(reason.points for reason in found.reasons)
    assert all(reason.words for reason in found.reasons)
    assert (found.level == "无") == (not found.reasons)
