"""What holds of any school's aid: nobody twice, lists and corrections together what is due, 公示 by working days."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kongchuo_desktop.school.aid import public_check, shipped
from kongchuo_desktop.school.aid.public import working_day_after
from kongchuo_desktop.school.aid.rules import (
    Amount,
    Entitlement,
    Ground,
    Person,
    Reckoning,
    changed_by,
    counting_day,
    entitlements,
    in_capitals,
    on_roll,
)
from kongchuo_desktop.school.identity.rules import TermSpan, is_school_day, usual_terms
from kongchuo_desktop.school.types import PupilId

DAYS = st.dates(date(2022, 1, 1), date(2027, 12, 31))
GROUNDS = st.builds(Ground, st.sampled_from(shipped.group_names()), st.just("依据"), st.none() | DAYS, st.none() | DAYS)
TERMS = st.sampled_from([term for year in range(2022, 2027) for term in usual_terms(year)])


@st.composite
def schools(draw: st.DrawFn) -> list[Person]:
    """Some children, each with its own number."""
    return [
        Person(
            PupilId(number), draw(st.sampled_from(("primary", "junior"))), draw(st.integers(1, 9)),
            draw(st.booleans()), tuple(draw(st.lists(GROUNDS, max_size=3))), draw(st.none() | DAYS),
            draw(st.none() | DAYS),
        )
        for number in range(draw(st.integers(0, 12)))
    ]  # fmt: skip


@given(schools(), TERMS, DAYS)
def test_nobody_twice_and_everybody_for_a_reason(people: list[Person], term: TermSpan, today: date) -> None:
    day = counting_day(term, days=30, today=today)
    found = entitlements(people, shipped.programmes(), shipped.amounts(), term=term, day=day)
    held = {one.id: one for one in people}
    twice = Counter((one.pupil_id, one.programme.one_of or one.programme.key) for one in found)
    assert not [key for key, count in twice.items() if count > 1]
    for one in found:
        person = held[one.pupil_id]
        assert on_roll(person, day)
        assert one.ground in person.grounds
        assert one.ground.holds_in(term.starts, term.ends)
        assert one.ground.group in one.amount.groups
        assert one.amount.in_force(term.starts)
        assert one.amount.boarding in ("", "yes" if person.boarding else "no")
        assert one.cents == one.amount.cents > 0
        assert one.why


@st.composite
def lived(draw: st.DrawFn) -> Person:
    """A child with every month of a term of five."""
    months = tuple(draw(st.sampled_from((True, False, None))) for _ in range(5))
    return Person(
        PupilId(1), draw(st.sampled_from(("primary", "junior"))), 3, draw(st.booleans()),
        tuple(draw(st.lists(GROUNDS, max_size=3))), left_on=None if draw(st.booleans()) else date.min, months=months,
    )  # fmt: skip


@given(lived(), TERMS, st.sampled_from(("day", "months")), st.sampled_from(("day", "months")))
def test_by_months_nobody_gets_more_than_the_dearest_half_year(
    person: Person, term: TermSpan, mid_term: str, boarding: str
) -> None:
    by = Reckoning(mid_term, boarding)
    programmes, amounts = shipped.programmes(), shipped.amounts()

    def got(one: Person, way: Reckoning) -> list[Entitlement]:
        return list(entitlements([one], programmes, amounts, term=term, day=term.starts, by=way))

    found = got(person, by)
    assert len({one.programme.group for one in found}) == len(found) <= 1
    here = replace(person, left_on=None)
    most = max((one.cents for boards in (True, False) for one in got(replace(here, boarding=boards), Reckoning())),
               default=0)  # fmt: skip
    assert sum(one.cents for one in found) <= most
    whole = replace(here, months=(here.boarding,) * 5)
    assert [one.cents for one in got(whole, by)] == [one.cents for one in got(whole, Reckoning())]
    if mid_term == "months" and not any(month is not None for month in person.months):
        assert not found


@given(schools(), TERMS)
def test_the_order_of_children_changes_nothing(people: list[Person], term: TermSpan) -> None:
    def sums(children: list[Person]) -> set[tuple[int, str, int]]:
        found = entitlements(children, shipped.programmes(), shipped.amounts(), term=term, day=term.starts)
        return {(one.pupil_id, one.programme.key, one.cents) for one in found}

    assert sums(people) == sums(people[::-1])


@given(schools(), TERMS, st.dictionaries(st.integers(0, 11), st.integers(0, 200_000), max_size=6))
def test_a_list_and_its_corrections_are_what_is_due(
    people: list[Person], term: TermSpan, wrong: dict[int, int]
) -> None:
    """A first list with mistakes, and one with the differences: together the entitlements, child by child."""
    found = entitlements(people, shipped.programmes(), shipped.amounts(), term=term, day=term.starts)
    due: dict[int, int] = {}
    for one in found:
        due[one.pupil_id] = due.get(one.pupil_id, 0) + one.cents
    first = due | wrong
    second = {child: due.get(child, 0) - cents for child, cents in first.items() if cents != due.get(child, 0)}
    together = {child: first.get(child, 0) + second.get(child, 0) for child in first.keys() | second.keys()}
    assert {child: cents for child, cents in together.items() if cents} == due
    assert sum(first.values()) + sum(second.values()) == sum(one.cents for one in found)


@given(schools(), TERMS, st.integers(1, 100_000))
def test_whom_a_new_amount_changes_accounts_for_the_whole_difference(
    people: list[Person], term: TermSpan, cents: int
) -> None:
    own = Amount("non_boarder", "primary", "no", ("脱贫户", "农村低保"), cents, term.starts, None, "县文")
    before = entitlements(people, shipped.programmes(), shipped.amounts(), term=term, day=term.starts)
    after = entitlements(people, shipped.programmes(), (own, *shipped.amounts()), term=term, day=term.starts)
    changed = changed_by(before, after)
    moved = sum(new - old for old, new in changed.values())
    assert moved == sum(one.cents for one in after) - sum(one.cents for one in before)
    assert all(old != new for old, new in changed.values())


@given(DAYS, st.integers(1, 12))
def test_a_public_notice_hangs_so_many_working_days(first: date, days: int) -> None:
    last = working_day_after(first, days, {})
    hung = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    assert sum(is_school_day(day, {}) for day in hung) == days
    assert is_school_day(last, {})


@given(st.integers(10**6, 10**19), st.sampled_from(("", "电话", "卡号：")))
def test_any_long_number_is_seen_on_a_public_notice(number: int, before: str) -> None:
    assert public_check.forbidden_in(f"一年级1班\n罗雨{before}{number}\n", children=())


@settings(max_examples=300)
@given(st.integers(1, 10**12), st.integers(1, 10**12))
def test_two_sums_have_two_capitals(one: int, other: int) -> None:
    assert (in_capitals(one) == in_capitals(other)) is (one == other)
    assert "零零" not in in_capitals(one)
