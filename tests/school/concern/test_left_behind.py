"""留守 by three definitions: a table of cases."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.school.concern.left_behind import BOTH, ONE, STATES, Definition, Parent, judge
from kongchuo_desktop.school.concern.whereabouts import definitions

ON = date(2026, 11, 22)
LONG = date(2026, 2, 20)
WEEKS = ON - timedelta(days=40)
CHILD = date(2016, 5, 1)
BY = definitions()


def father(state: str, since: date | None = LONG, *, unable: bool = False) -> Parent:
    return Parent("父亲", state, since, unable)


def mother(state: str, since: date | None = LONG, *, unable: bool = False) -> Parent:
    return Parent("母亲", state, since, unable)


@pytest.mark.parametrize(
    ("parents", "roll", "civil", "half_year"),
    [
        ((father("省外务工"), mother("省外务工")), BOTH, BOTH, BOTH),
        ((father("省外务工"), mother("在家")), ONE, "", ""),
        ((father("省外务工"), mother("在家", unable=True)), BOTH, BOTH, ""),
        ((father("省外务工", WEEKS), mother("省内务工", WEEKS)), "", BOTH, ""),
        ((father("省外务工", WEEKS), mother("在家")), "", "", ""),
        ((father("去世"), mother("县内务工")), BOTH, BOTH, ""),
        ((father("服刑"), mother("在家")), "", "", ""),
        ((father("失联"), mother("离异另居")), "", "", ""),
        ((father("在家"), mother("在家")), "", "", ""),
        ((father("省外务工"),), ONE, "", ""),
        ((father("省外务工", ON - timedelta(days=90)), mother("在家")), "", "", ""),
        ((father("省外务工", ON - timedelta(days=91)), mother("在家")), ONE, "", ""),
        ((), "", "", ""),
    ],
)
def test_three_definitions(parents: tuple[Parent, ...], roll: str, civil: str, half_year: str) -> None:
    answers = [judge(BY[key], parents, birth=CHILD, on=ON).kind for key in ("roll", "civil", "half-year")]
    assert answers == [roll, civil, half_year]


def test_sixteen_ends_it_where_the_definition_says_so() -> None:
    both = (father("省外务工"), mother("省外务工"))
    day_before = date(2010, 11, 23)
    assert judge(BY["civil"], both, birth=day_before, on=ON).kind == BOTH
    assert judge(BY["civil"], both, birth=day_before - timedelta(days=1), on=ON).kind == ""
    assert judge(BY["roll"], both, birth=date(2009, 1, 1), on=ON).kind == BOTH


def test_what_is_not_known_is_named() -> None:
    found = judge(BY["roll"], (father("省外务工", None), mother("", None)), birth=CHILD, on=ON)
    assert found.kind == ONE
    assert found.reasons == ("父亲省外务工",)
    assert found.unknown == ("母亲的去向没有登记", "父亲外出起始时间没有登记")
    assert judge(BY["civil"], (), birth=None, on=ON).unknown == ("没有登记父母", "出生日期没有登记")


PARENTS = st.builds(
    Parent, relation=st.sampled_from(("父亲", "母亲")), state=st.sampled_from(("", *STATES)),
    since=st.none() | st.dates(date(2020, 1, 1), ON), unable=st.booleans(),
)  # fmt: skip


@given(st.lists(PARENTS, max_size=2), st.sampled_from(list(BY.values())), st.dates(date(2008, 1, 1), ON))
def test_nobody_is_left_behind_while_no_parent_is_away(
    parents: list[Parent], definition: Definition, birth: date
) -> None:
    found = judge(definition, parents, birth=birth, on=ON)
    if found.kind:
        assert any(parent.state in definition.away for parent in parents)
        assert found.reasons
