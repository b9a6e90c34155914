"""巩固率, 辍学率 and the roll-forward identity on plain values: the seeds' figures, boundary days, every treatment."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.kit.resources import read_toml
from kongchuo_desktop.school.enrolment import rates
from kongchuo_desktop.school.enrolment.rates import Figure, Treatment
from kongchuo_desktop.school.enrolment.rates_roll import (
    FOR_EVER,
    LONG_AGO,
    Move,
    Roll,
    Stay,
    arrives,
    balance,
    column_of,
    departs,
    read_roll,
)

FIRST, LAST = date(2026, 9, 1), date(2027, 7, 10)
MID = date(2026, 11, 2)
EVE = timedelta(days=1)
SHIPPED = {item["key"]: item["value"] for item in read_toml("policy", "rates.toml")["rule"]}
USUAL = Treatment(SHIPPED)


def usual_but(**switches: str) -> Treatment:
    """The shipped treatment with some switches turned; _ stands for a dot."""
    return Treatment(SHIPPED | {f"rates.{key.replace('_', '.')}": value for key, value in switches.items()})


def there(count: int, *, start: int = 1, room: int = 1) -> list[Stay]:
    """Children who were always there."""
    return [Stay(number, room) for number in range(start, start + count)]


def leaves(stays: Sequence[Stay], pupil: int, kind: str, day: date, *, proven: bool = False) -> tuple[list[Stay], Move]:
    """One of the children goes on a day."""
    room = next(stay.room for stay in stays if stay.pupil == pupil)
    ended = [stay for stay in stays if stay.pupil == pupil and stay.last >= day]
    rest = [stay for stay in stays if stay not in ended]
    rest += [Stay(pupil, stay.room, stay.first, day - EVE, stay.came) for stay in ended]
    return rest, Move(pupil, kind, day, room, proven)


def roll_of(stays: Iterable[Stay], moves: Iterable[Move], first: date = FIRST, last: date = LAST) -> Roll:
    return read_roll(stays, moves, first=first, last=last)


def one_leaves(kind: str, *, proven: bool = False, day: date = MID) -> Roll:
    """Ten children, one of whom goes."""
    stays, move = leaves(there(10), 1, kind, day, proven=proven)
    return roll_of(stays, [move])


def retained(roll: Roll, treatment: Treatment = USUAL) -> Figure:
    return rates.retention(rates.fates(roll), treatment)


def lost(roll: Roll, treatment: Treatment = USUAL) -> Figure:
    return rates.dropout(rates.fates(roll), treatment)


def test_eighty_to_seventy_eight_is_whole() -> None:
    """Seed: 80 at the start, 3 out with receipts, 1 in, 78 at the end: 100 %, and 97.5 % without correction."""
    stays, moves = there(80), []
    for pupil in (1, 2, 3):
        stays, move = leaves(stays, pupil, "转出", MID, proven=True)
        moves.append(move)
    stays.append(Stay(81, 1, MID))
    moves.append(Move(81, "转入", MID, 1, True))
    roll = roll_of(stays, moves)
    figure = retained(roll)
    assert (figure.above, figure.below, figure.value) == (78, 78, 100.0)
    assert rates.retention_raw(rates.fates(roll)).value == 97.5
    assert {group.name: len(group.people) for group in figure.groups} == {
        "加进分母：转入": 1,
        "从分母减去：转出（有回执）": 3,
    }
    assert balance(roll).holds
    assert len(balance(roll).closing) == 78


def test_five_of_six_thousand() -> None:
    """Seed: 5 of 6,352 is 0.08 % and 99.92 %."""
    stays, moves = there(6352), []
    for pupil in range(1, 6):
        stays, move = leaves(stays, pupil, "辍学", MID)
        moves.append(move)
    roll = roll_of(stays, moves)
    assert (lost(roll).above, lost(roll).value) == (5, 0.08)
    assert retained(roll).value == 99.92


def test_year_of_three_hundred_and_fifty_eight() -> None:
    """Seed: 368 + 56 new + 8 in − 12 out − 62 graduates = 358."""
    stays, moves = there(368), []
    for pupil in range(1, 63):
        stays, move = leaves(stays, pupil, "毕业", FIRST)
        moves.append(move)
    for pupil in range(63, 75):
        stays, move = leaves(stays, pupil, "转出", MID, proven=True)
        moves.append(move)
    for pupil in range(400, 456):
        stays.append(Stay(pupil, 2, FIRST))
        moves.append(Move(pupil, "新生", FIRST, 2))
    for pupil in range(500, 508):
        stays.append(Stay(pupil, 2, MID))
        moves.append(Move(pupil, "转入", MID, 2))
    roll = roll_of(stays, moves)
    found = balance(roll)
    assert found.holds
    assert found.expected == len(found.closing) == 358
    assert {name: found.count(name) for name in ("新生", "转入", "转出", "毕业")} == {
        "新生": 56, "转入": 8, "转出": 12, "毕业": 62,
    }  # fmt: skip
    figure = retained(roll)  # graduates of the counting day belong to the year before, newcomers to the start
    assert (figure.above, figure.below) == (358, 368 - 62 + 56 + 8 - 12)


@pytest.mark.parametrize(
    ("kind", "proven", "kept", "of", "dropped"),
    [
        ("转出", True, 9, 9, 0),
        ("转出", False, 9, 10, 1),
        ("出国", True, 9, 9, 0),
        ("出国", False, 9, 10, 1),
        ("死亡", False, 9, 9, 0),
        ("休学", False, 9, 9, 0),
        ("退学", False, 9, 10, 1),
        ("辍学", False, 9, 10, 1),
        ("其他减少", False, 9, 10, 1),
        ("毕业", False, 10, 10, 0),
        ("结业", False, 10, 10, 0),
    ],
)
def test_treatment_as_shipped(kind: str, proven: bool, kept: int, of: int, dropped: int) -> None:
    roll = one_leaves(kind, proven=proven)
    assert (retained(roll).above, retained(roll).below) == (kept, of)
    assert (lost(roll).above, lost(roll).below) == (dropped, 10)


@pytest.mark.parametrize(
    ("kind", "proven", "switches", "kept", "of", "dropped"),
    [
        ("转出", False, {"unproven": "trust"}, 9, 9, 0),
        ("转出", True, {"proven": "lost"}, 9, 10, 0),
        ("休学", False, {"leave_retention": "kept"}, 10, 10, 0),
        ("休学", False, {"leave_retention": "lost", "leave_dropout": "count"}, 9, 10, 1),
        ("死亡", False, {"death_retention": "lost", "death_dropout": "count"}, 9, 10, 1),
        ("出国", True, {"abroad": "其他减少"}, 9, 10, 1),
        ("其他减少", False, {"other_dropout": "no"}, 9, 10, 0),
        ("结业", False, {"finished": "lost"}, 9, 10, 0),
    ],
)
def test_switches(kind: str, proven: bool, switches: dict[str, str], kept: int, of: int, dropped: int) -> None:
    roll, treatment = one_leaves(kind, proven=proven), usual_but(**switches)
    assert (retained(roll, treatment).above, retained(roll, treatment).below) == (kept, of)
    assert lost(roll, treatment).above == dropped


def test_joiners_only_in_the_numerator_pass_a_hundred_with_a_warning() -> None:
    roll = roll_of([*there(10), Stay(11, 1, MID)], [Move(11, "转入", MID, 1)])
    figure = retained(roll, usual_but(joined="numerator"))
    assert figure.value == 110.0
    assert "超过100%" in figure.warnings[0]
    assert retained(roll).value == 100.0
    assert not retained(roll).warnings


def test_there_and_back_is_no_loss() -> None:
    """休学 and 复学, or 转出 and 转入 again, within the period: the child is there."""
    for away, back in (("休学", "复学"), ("转出", "转入"), ("辍学", "复学")):
        stays, move = leaves(there(10), 1, away, MID)
        again = Stay(1, 1, MID + 30 * EVE)
        roll = roll_of([*stays, again], [move, Move(1, back, again.first, 1)])
        assert (retained(roll).above, retained(roll).below, lost(roll).above) == (10, 10, 0)
        assert balance(roll).holds


def test_back_from_an_older_leave_joins_the_denominator() -> None:
    stays = [*there(9, start=2), Stay(1, 1, LONG_AGO, date(2026, 3, 1)), Stay(1, 1, MID)]
    roll = roll_of(stays, [Move(1, "休学", date(2026, 3, 2), 1), Move(1, "复学", MID, 1)])
    figure = retained(roll)
    assert (figure.above, figure.below) == (10, 10)
    assert figure.groups[0].name == "加进分母：复学"


def test_from_leave_to_dropout_counts_though_the_roll_does_not_move() -> None:
    stays = [*there(9, start=2), Stay(1, 1, LONG_AGO, date(2026, 3, 1))]
    roll = roll_of(stays, [Move(1, "休学", date(2026, 3, 2), 1), Move(1, "退学", MID, 1)])
    assert lost(roll).above == 1
    assert retained(roll).value == 100.0
    assert balance(roll).holds
    assert balance(roll).count("退学") == 0


def test_guangdong_days() -> None:
    """A child that came back but was not seen in the last days is still a decrease (and no increase)."""
    stays, move = leaves(there(10), 1, "休学", MID)
    roll = roll_of([*stays, Stay(1, 1, LAST - 5 * EVE)], [move, Move(1, "复学", LAST - 5 * EVE, 1)])
    assert rates.returned(roll) == {1}
    people = rates.without_unseen(rates.fates(roll), roll, frozenset({1}))
    assert rates.retention(people, usual_but(leave_retention="lost")).value == 90.0
    assert rates.without_unseen(rates.fates(roll), roll, frozenset()) == rates.fates(roll)


@pytest.mark.parametrize(
    ("day", "in_opening", "moved"),
    [
        (FIRST - EVE, True, False),
        (FIRST, False, True),
        (FIRST + EVE, False, True),
        (LAST, False, True),
        (LAST + EVE, False, False),
    ],
)
def test_days_of_coming(day: date, in_opening: bool, moved: bool) -> None:
    """Who comes on the counting day belongs to the movements, not to the opening."""
    roll = roll_of([Stay(1, 1, day)], [Move(1, "转入", day, 1)])
    assert (1 in roll.opening, balance(roll).count("转入") == 1) == (in_opening, moved)
    assert balance(roll).holds


@pytest.mark.parametrize(
    ("day", "in_opening", "moved"),
    [(FIRST - EVE, False, False), (FIRST, True, True), (LAST, True, True), (LAST + EVE, True, False)],
)
def test_days_of_going(day: date, in_opening: bool, moved: bool) -> None:
    """`day` is the first day away: the last day on the roll is the one before."""
    stays, move = leaves(there(1), 1, "转出", day, proven=True)
    roll = roll_of(stays, [move])
    assert (1 in roll.opening, balance(roll).count("转出") == 1) == (in_opening, moved)
    assert balance(roll).holds


def test_classes_move_within_the_school() -> None:
    stays = [*there(10), Stay(11, 1, LONG_AGO, MID - EVE), Stay(11, 2, MID), *there(5, start=20, room=2)]
    roll = roll_of(stays, [Move(11, "留级", MID, 2)])
    assert balance(roll).count("调入") == 0
    assert balance(roll).holds
    one, two = balance(roll, rooms=frozenset({1})), balance(roll, rooms=frozenset({2}))
    assert (one.count("调出"), two.count("调入"), one.holds, two.holds) == (1, 1, True, True)
    left = rates.retention(rates.fates(roll, rooms=frozenset({1})), USUAL)
    joined = rates.retention(rates.fates(roll, rooms=frozenset({2})), USUAL)
    assert (left.above, left.below, joined.above, joined.below) == (10, 10, 6, 6)


def test_a_newcomer_of_the_entry_class_needs_no_paper() -> None:
    roll = roll_of([*there(3), Stay(4, 1, FIRST, came="新生"), Stay(5, 1, MID)], [])
    found = balance(roll)
    assert found.count("新生") == 1
    assert [item.what for item in found.breaks] == ["2026年11月2日起在册，没有异动记录"]
    assert not found.holds
    assert found.gap == 1


def test_breaks_are_named() -> None:
    gone = Stay(1, 1, LONG_AGO, MID - EVE)
    told = roll_of([gone, *there(2, start=2)], [])
    assert [(item.pupil, item.what) for item in balance(told).breaks] == [(1, "2026年11月2日起不在册，没有异动记录")]
    still = roll_of(there(3), [Move(2, "转出", MID, 1)])
    assert [item.what for item in balance(still).breaks] == ["2026年11月2日有转出记录，名册上却仍在册"]
    absent = roll_of([gone], [Move(1, "退学", MID, 1), Move(1, "复学", MID + EVE, 1)])
    assert [item.what for item in balance(absent).breaks] == ["2026年11月3日有复学记录，名册上却不在册"]


def test_balance_version_of_dropout() -> None:
    stays, moves = there(40), []
    for pupil, kind in enumerate(("休学", "退学", "死亡", "转出", "其他减少"), start=1):
        stays, move = leaves(stays, pupil, kind, MID, proven=True)
        moves.append(move)
    roll = roll_of([*stays, Stay(50, 1, MID)], [*moves, Move(50, "转入", MID, 1)])
    figure = rates.dropout_by_balance(roll, rates.fates(roll))
    assert (figure.above, figure.below, figure.value) == (4, 40, 10.0)
    more = roll_of([*there(40), Stay(50, 1, MID)], [Move(50, "转入", MID, 1)])
    assert rates.dropout_by_balance(more, rates.fates(more)).value == -2.5


def test_nobody_is_no_rate() -> None:
    figure = retained(roll_of([], []))
    assert figure.value is None
    assert "算不出" in figure.missing


@pytest.mark.parametrize(("part", "whole", "value"), [(5, 6352, 0.08), (76, 8731, 0.87), (16, 18201, 0.09),
                                                      (1, 800, 0.13), (0, 9, 0.0), (3, 0, None)])  # fmt: skip
def test_rounding(part: int, whole: int, value: float | None) -> None:
    assert rates.percentage(part, whole) == value


def test_every_kind_has_its_column() -> None:
    from kongchuo_desktop.school.enrolment.rules import KINDS

    for kind in KINDS:
        assert arrives(kind.name) == (kind.way in ("in", "back"))
        assert departs(kind.name) == (kind.way in ("out", "pause"))
        if kind.way != "inside":
            assert column_of(kind.name) in ("转出", "毕业", kind.name)


KINDS_IN = ("转入", "复学", "其他增加")
KINDS_OUT = ("转出", "休学", "退学", "死亡", "辍学", "其他减少", "出国", "毕业", "结业")
SPAN = 400


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Stay], list[Move]]:
    """Children who come, change class and go on any days, each change on record."""
    stays: list[Stay] = []
    moves: list[Move] = []
    for pupil in range(draw(st.integers(0, 12))):
        days = sorted(draw(st.sets(st.integers(0, SPAN), max_size=5)))
        room: int | None = draw(st.sampled_from((None, 1, 2, 3)))
        since = LONG_AGO
        for number in days:
            day = FIRST - 20 * EVE + number * EVE
            after = draw(st.sampled_from([place for place in (None, 1, 2, 3) if place != room]))
            if room is not None:
                stays.append(Stay(pupil, room, since, day - EVE))
            kinds = KINDS_IN if room is None else KINDS_OUT if after is None else ("跳级", "留级", "调班")
            moves.append(Move(pupil, draw(st.sampled_from(kinds)), day, after or room or 0, draw(st.booleans())))
            room, since = after, day
        if room is not None:
            stays.append(Stay(pupil, room, since, FOR_EVER))
    return stays, moves


@given(histories(), st.integers(-30, SPAN), st.integers(0, SPAN))
def test_the_identity_holds_over_any_history(history: tuple[list[Stay], list[Move]], start: int, length: int) -> None:
    first = FIRST + start * EVE
    last = first + length * EVE
    roll = roll_of(*history, first, last)
    whole = balance(roll)
    assert whole.holds
    rooms = [balance(roll, rooms=frozenset({room})) for room in (1, 2, 3)]
    assert all(room.holds for room in rooms)
    assert sum(len(room.closing) for room in rooms) == len(whole.closing)
    assert sum(room.count("调入") for room in rooms) == sum(room.count("调出") for room in rooms)
    after = roll_of(*history, last + EVE, last + 50 * EVE)
    assert after.opening == roll.closing


@given(histories(), st.sampled_from((None, frozenset({1}), frozenset({2, 3}))))
def test_rates_are_within_their_bounds(history: tuple[list[Stay], list[Move]], rooms: frozenset[int] | None) -> None:
    people = rates.fates(roll_of(*history), rooms=rooms)
    figure = rates.retention(people, USUAL)
    assert {one.pupil for one in figure.numerator} <= {one.pupil for one in figure.denominator}
    assert figure.value is None or 0 <= figure.value <= 100
    assert len({one.pupil for one in figure.denominator}) == figure.below
    groups = {group.name.split("：")[0]: 0 for group in figure.groups}
    for group in figure.groups:
        groups[group.name.split("：")[0]] += len(group.people)
    base = sum(1 for fate in people if fate.base)
    assert figure.below == base + groups.get("加进分母", 0) - groups.get("从分母减去", 0)
    assert figure.above == figure.below - groups.get("流失", 0)
