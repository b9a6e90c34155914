"""The counting rules, each trouble a line; and the two properties that must hold of any history."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.kit.resources import read_toml
from kongchuo_desktop.school.attendance.ladder import History, RuleSet, Step, crossings, due_day, runs, state_of
from kongchuo_desktop.school.attendance.rule_sets import rule_sets
from kongchuo_desktop.school.attendance.rules import HALVES, SHIPPED_KINDS, Counts, DayPlan, slots_of

PLAN = DayPlan()
SEED = rule_sets(read_toml("policy", "ladders.toml"))["seed"]
# Two school weeks with National Day and a 调休 Sunday between them: 28–30 Sept., then 8–10 Oct. with Sat. 10 taught.
SEPTEMBER = (14, 15, 16, 17, 18, 21, 22, 23, 24, 25, 28, 29, 30)
DAYS = (*(date(2026, 9, day) for day in SEPTEMBER), *(date(2026, 10, day) for day in (8, 9, 10)))
A, B, C, D, E, F, G = (date(2026, 9, day) for day in (14, 15, 16, 17, 18, 21, 22))


def history(
    marks: Mapping[tuple[date, str], str], *, unrecorded: frozenset[tuple[date, str]] = frozenset(),
    days: tuple[date, ...] = DAYS,
) -> History:  # fmt: skip
    registers = frozenset((day, half) for day in days for half in HALVES) - unrecorded
    return History(dict(marks), registers, days)


def whole(*days: date, kind: str = "旷课") -> dict[tuple[date, str], str]:
    return {(day, half): kind for day in days for half in HALVES}


def steps(found: History, rules: RuleSet = SEED) -> list[tuple[int, date]]:
    return [(crossing.step.number, crossing.on) for crossing in crossings(found, rules, SHIPPED_KINDS, PLAN)]


CASES = [
    ("nobody away", history({}), []),
    ("three periods are not four", history({(A, "1"): "旷课", (A, "2"): "旷课", (A, "6"): "旷课"}), []),
    ("four periods on one day", history({(A, p): "旷课" for p in ("2", "3", "5", "6")}), [(1, A)]),
    ("four periods on two days", history({(A, "1"): "旷课", (A, "2"): "旷课", (B, "1"): "旷课", (B, "2"): "旷课"}), []),
    ("a whole morning is four periods", history({(A, "am"): "旷课"}), [(1, A)]),
    ("an afternoon is three", history({(A, "pm"): "旷课"}), []),
    ("a whole day", history(whole(A)), [(1, A), (2, A)]),
    ("afternoon and next morning are a day", history({(A, "pm"): "旷课", (B, "am"): "旷课"}), [(1, B), (2, B)]),
    ("four days are not a week", history(whole(A, B, C, D)), [(1, A), (2, A)]),
    ("five days", history(whole(A, B, C, D, E)), [(1, A), (2, A), (3, E)]),
    ("right across a weekend", history(whole(B, C, D, E, F)), [(1, B), (2, B), (3, F)]),
    ("right across a holiday into a 调休 Saturday",
     history(whole(date(2026, 9, 29), date(2026, 9, 30), *DAYS[-3:])),
     [(1, date(2026, 9, 29)), (2, date(2026, 9, 29)), (3, date(2026, 10, 10))]),
    ("a forgotten day neither breaks nor counts",
     history(whole(A, B, D, E), unrecorded=frozenset((C, half) for half in HALVES)), [(1, A), (2, A)]),
    ("and with one day more it is a week",
     history(whole(A, B, D, E, F), unrecorded=frozenset((C, half) for half in HALVES)), [(1, A), (2, A), (3, F)]),
    ("leave counts for nothing", history(whole(A, B, C, D, E, kind="病假")), []),
    ("leave in between does not start anew",
     history(whole(A, B, D, E, F) | whole(C, kind="事假")), [(1, A), (2, A), (3, F)]),
    ("seen again in between: two runs", history(whole(A, B, D, E, F)), [(1, A), (2, A), (1, D), (2, D)]),
    ("late is there", history(whole(A, B, D, E, F) | {(C, "am"): "迟到"}), [(1, A), (2, A), (1, D), (2, D)]),
    ("away by single periods all morning", history({(A, p): "旷课" for p in ("1", "2", "3", "4")}), [(1, A)]),
    ("entered in mid-term: earlier days are not its own",
     history(whole(A, B, C, D, E), days=DAYS[3:]), [(1, D), (2, D)]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "found", "expected"), CASES, ids=[case[0] for case in CASES])
def test_steps_crossed(why: str, found: History, expected: list[tuple[int, date]]) -> None:
    assert steps(found) == expected


def test_the_forgotten_register_is_named_in_the_run() -> None:
    gap = frozenset((C, half) for half in HALVES)
    (run,) = runs(history(whole(A, B, D), unrecorded=gap), SHIPPED_KINDS, PLAN)
    assert (run.days, set(run.unknown), run.ended) == (3, gap, True)


def test_who_has_not_been_seen_since_is_still_away() -> None:
    (run,) = runs(history(whole(A, B), days=DAYS[:2]), SHIPPED_KINDS, PLAN)
    assert not run.ended


@pytest.mark.parametrize(("step", "crossed", "due"), [
    (1, E, E), (2, A, B), (2, E, F), (2, date(2026, 9, 30), date(2026, 10, 8)), (2, DAYS[-1], date(2026, 10, 12)),
])  # fmt: skip
def test_due_days_are_school_days(step: int, crossed: date, due: date) -> None:
    assert due_day(SEED.steps[step - 1], crossed, DAYS) == due


def test_words_for_slots() -> None:
    assert slots_of("全天") == ("am", "pm")
    assert slots_of(" 第 3 节 ") == ("3",)
    assert slots_of("第三节") == ("3",)
    assert slots_of("第1-4节") == ("1", "2", "3", "4")
    assert slots_of("第1、3节") == ("1", "3")
    assert slots_of("晚上") == slots_of("第12节") == slots_of("") == ()


MARKS = st.dictionaries(
    st.tuples(st.sampled_from(DAYS), st.sampled_from((*HALVES, "1", "2", "3", "4", "5", "6", "7"))),
    st.sampled_from(("旷课", "旷课", "旷课", "病假", "事假", "迟到")),
    max_size=30,
)
GAPS = st.frozensets(st.tuples(st.sampled_from(DAYS), st.sampled_from(HALVES)), max_size=8)


@given(MARKS, GAPS, st.sampled_from(DAYS), st.sampled_from(HALVES))
def test_one_absence_more_never_lowers_the_highest_step(
    marks: dict[tuple[date, str], str], gaps: frozenset[tuple[date, str]], day: date, half: str
) -> None:
    before = {number for number, _ in steps(history(marks, unrecorded=gaps))}
    after = {number for number, _ in steps(history(marks | {(day, half): "旷课"}, unrecorded=gaps))}
    assert before <= after


@given(MARKS, GAPS, st.randoms(use_true_random=False))
def test_the_order_of_entry_never_matters(
    marks: dict[tuple[date, str], str], gaps: frozenset[tuple[date, str]], random: object
) -> None:
    shuffled = list(marks.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert steps(history(dict(shuffled), unrecorded=gaps)) == steps(history(marks, unrecorded=gaps))


def half_by_half(found: History) -> list[tuple[tuple[date, str], ...]]:
    """The rule in its plainest form: every half-day of the term, one after the other."""
    runs_found: list[tuple[tuple[date, str], ...]] = []
    away: list[tuple[date, str]] = []
    for half in ((day, slot) for day in found.school_days for slot in HALVES):
        state = state_of(found, half, SHIPPED_KINDS, PLAN)
        if state is Counts.TRUANT:
            away.append(half)
        elif state is Counts.PRESENT and away:
            runs_found.append(tuple(away))
            away = []
    return [*runs_found, tuple(away)] if away else runs_found


@given(MARKS, GAPS)
def test_looking_only_where_it_matters_finds_the_same_runs(
    marks: dict[tuple[date, str], str], gaps: frozenset[tuple[date, str]]
) -> None:
    found = history(marks, unrecorded=gaps)
    assert [run.away for run in runs(found, SHIPPED_KINDS, PLAN) if run.away] == half_by_half(found)


def test_who_is_on_leave_now_is_not_missing() -> None:
    (run,) = runs(history(whole(A) | whole(B, kind="病假"), days=DAYS[:2]), SHIPPED_KINDS, PLAN)
    assert (run.ended, run.on_leave) == (False, True)


def test_cumulative_steps_count_one_term_at_a_time() -> None:
    step = Step(1, "累计旷课满3天", "cumulative_days", 3, "…", "班主任", 1)
    rules = RuleSet("own", "…", "…", A, (step,))
    away = history(whole(A, C, E))
    assert steps(away, rules) == [(1, E)]
    assert steps(replace(away, term_starts=(DAYS[0], D)), rules) == []


def test_every_shipped_set_is_a_ladder() -> None:
    for found in rule_sets(read_toml("policy", "ladders.toml")).values():
        assert [step.number for step in found.steps] == list(range(1, len(found.steps) + 1))
        assert found.document
        assert all(step.outcomes and step.duty and step.who for step in found.steps)
