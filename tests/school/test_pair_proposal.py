"""Proposed pairs: the best there is (against trying everything), loads, vetoes, pins, and why."""

import random
from collections.abc import Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kongchuo_desktop.school.pairing import proposal
from kongchuo_desktop.school.pairing.proposal import (
    Asked,
    Child,
    Mentor,
    Proposal,
    Weights,
    propose,
    pupil_key,
)
from kongchuo_desktop.school.types import ClassId, PupilId

FIVE, SIX = ClassId(5), ClassId(6)
WEIGHTS = Weights()


def child(number: int, **more: object) -> Child:
    return Child(PupilId(number), f"学生{number}", **more)  # type: ignore[arg-type]


def helper(name: str, **more: object) -> Mentor:
    return Mentor(name, name, **more)  # type: ignore[arg-type]


def chosen(found: Proposal) -> dict[int, str]:
    return {pair.child.id: pair.helper.key for pair in found.pairs}


def test_each_reason_decides_and_is_said() -> None:
    children = [
        child(1, class_id=FIVE), child(2, class_id=SIX, subjects=frozenset({"数学"})),
        child(3, village="上寨村"), child(4),
    ]  # fmt: skip
    helpers = [
        helper("班主任", classes=frozenset({FIVE}), leads=frozenset({FIVE})),
        helper("数学老师", subjects=frozenset({"数学"})),
        helper("包村", villages=frozenset({"上寨村"})), helper("旧识"),
    ]  # fmt: skip
    found = propose(children, helpers, Asked(trusted=frozenset({(PupilId(4), "旧识")})))
    assert chosen(found) == {1: "班主任", 2: "数学老师", 3: "包村", 4: "旧识"}
    assert [pair.reasons[0] for pair in found.pairs] == [
        "是本班班主任", "正好教薄弱学科数学", "包联或顺路上寨村", "以前结过对，彼此熟悉",
    ]  # fmt: skip


def test_loads_stay_even_and_count_what_is_held_already() -> None:
    found = propose([child(n) for n in range(9)], [helper("甲", load=3), helper("乙"), helper("丙")], Asked())
    assert found.loads == {"甲": 4, "乙": 4, "丙": 4}


def test_a_veto_holds_even_when_nobody_else_is_there() -> None:
    found = propose([child(1)], [helper("甲")], Asked(vetoes={(PupilId(1), "甲"): "家长不同意"}))
    assert not found.pairs
    assert "家长不同意" in found.left[0][1]


def test_a_wish_and_a_veto_against_each_other_leave_the_veto() -> None:
    pair = (PupilId(1), "甲")
    found = propose([child(1)], [helper("甲"), helper("乙")], Asked(wishes={pair: ""}, vetoes={pair: "回避"}))
    assert chosen(found) == {1: "乙"}


def test_who_is_full_gets_nobody_and_the_rest_is_still_solved() -> None:
    found = propose([child(n) for n in range(5)], [helper("甲", most=2), helper("乙", load=9, most=10)], Asked())
    assert len(found.pairs) == 3
    assert all("带满" in why for _, why in found.left)
    assert found.loads == {"甲": 2, "乙": 10}


def test_nobody_to_choose_from_is_said() -> None:
    assert "没有可以结对的人" in propose([child(1)], [], Asked()).left[0][1]


def test_sexes_are_kept_apart_where_the_school_asks() -> None:
    children = [child(1, sex="女"), child(2, sex="男")]
    helpers = [helper("女老师", sex="女"), helper("男老师", sex="男")]
    for rule in ("asked", "always"):
        assert chosen(propose(children, helpers, Asked(sex=rule))) == {1: "女老师", 2: "男老师"}
    assert not propose([child(1, sex="女")], helpers[1:], Asked(sex="always")).pairs
    assert propose([child(1, sex="女")], helpers[1:], Asked(sex="asked")).pairs


def test_a_pinned_pair_stays_and_the_rest_is_worked_out_around_it() -> None:
    children = [child(1, class_id=FIVE), child(2, class_id=FIVE)]
    helpers = [helper("班主任", leads=frozenset({FIVE}), most=1), helper("别人")]
    found = propose(children, helpers, Asked(pinned={PupilId(1): "别人"}))
    assert chosen(found) == {1: "别人", 2: "班主任"}
    assert [pair.pinned for pair in found.pairs] == [True, False]


def test_a_pupil_never_helps_himself() -> None:
    classmates = [
        Mentor(pupil_key(PupilId(n)), f"学生{n}", classes=frozenset({FIVE}), is_pupil=True, most=1) for n in (1, 2)
    ]
    found = propose([child(1, class_id=FIVE)], classmates, Asked())
    assert chosen(found) == {1: "pupil/2"}
    assert found.pairs[0].reasons == ("同班同学",)


@st.composite
def small_schools(draw: st.DrawFn) -> tuple[list[Child], list[Mentor], Asked]:
    rooms = st.sampled_from([None, FIVE, SIX])
    sexes = st.sampled_from(["", "男", "女"])
    children = [
        child(n, class_id=draw(rooms), sex=draw(sexes), village=draw(st.sampled_from(["", "上寨村"])))
        for n in range(draw(st.integers(1, 4)))
    ]
    helpers = [
        helper(
            f"师{n}", classes=frozenset(draw(st.lists(st.sampled_from([FIVE, SIX])))), sex=draw(sexes),
            villages=frozenset(draw(st.lists(st.sampled_from(["上寨村"])))), load=draw(st.integers(0, 2)),
            most=draw(st.integers(0, 3)),
        )
        for n in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    pairs = [(one.id, other.key) for one in children for other in helpers]
    some = st.lists(st.sampled_from(pairs), unique=True, max_size=3) if pairs else st.just([])
    asked = Asked(
        wishes=dict.fromkeys(draw(some), ""), vetoes=dict.fromkeys(draw(some), "回避"),
        trusted=frozenset(draw(some)), sex=draw(st.sampled_from(["", "asked", "always"])),
    )  # fmt: skip
    return children, helpers, asked


def cost_of(
    pairs: Mapping[PupilId, str | None], children: Sequence[Child], helpers: Sequence[Mentor], asked: Asked,
    weights: Weights,
) -> int:  # fmt: skip
    """What an assignment costs: the figure that `propose` makes smallest."""
    by_key = {helper.key: helper for helper in helpers}
    load = {helper.key: helper.load for helper in helpers}
    cost = 0
    for child in children:
        key = pairs[child.id]
        if key is None:
            cost += proposal.NOBODY
            continue
        load[key] += 1
        if proposal._bar(child, by_key[key], asked) or load[key] > by_key[key].most:
            cost += proposal.FORBIDDEN
        cost += proposal._step(load[key], weights) - proposal._speaks(child, by_key[key], asked, weights)[1]
    return cost


@settings(max_examples=150)
@given(small_schools())
def test_nothing_is_better_than_what_is_proposed(made: tuple[list[Child], list[Mentor], Asked]) -> None:
    children, helpers, asked = made
    found = chosen(propose(children, helpers, asked))
    keys = [None, *(one.key for one in helpers)]
    every = (
        dict(zip((one.id for one in children), choice, strict=True)) for choice in product(keys, repeat=len(children))
    )
    best = min(cost_of(pairs, children, helpers, asked, WEIGHTS) for pairs in every)
    mine = {one.id: found.get(one.id) for one in children}
    assert cost_of(mine, children, helpers, asked, WEIGHTS) == best


@given(small_schools())
def test_no_veto_and_no_room_is_ever_broken(made: tuple[list[Child], list[Mentor], Asked]) -> None:
    children, helpers, asked = made
    found = propose(children, helpers, asked)
    assert len(found.pairs) + len(found.left) == len(children)
    assert not {(pair.child.id, pair.helper.key) for pair in found.pairs} & asked.vetoes.keys()
    for one in helpers:
        assert found.loads[one.key] <= max(one.most, one.load)


@pytest.mark.parametrize("seed", range(3))
def test_a_whole_school_is_spread_evenly(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    children = [
        child(n, class_id=ClassId(chance.randrange(9)), village=f"{chance.randrange(12)}村") for n in range(300)
    ]
    helpers = [
        helper(f"师{n}", classes=frozenset({ClassId(chance.randrange(9))}), villages=frozenset({f"{n % 12}村"}))
        for n in range(40)
    ]
    found = propose(children, helpers, Asked())
    assert len(found.pairs) == 300
    assert max(found.loads.values()) - min(found.loads.values()) <= 4
