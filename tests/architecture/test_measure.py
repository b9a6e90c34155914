"""The benchmarks' own arithmetic."""

import io

from tests.benchmarks.measure import Comparison, Measured, compare, show


def test_ratios_are_of_medians_and_to_the_first_case() -> None:
    floor, slow = Measured("floor", (1.0, 2.0, 90.0)), Measured("slow", (3.0, 5.0, 4.0))
    comparison = Comparison("told", (floor, slow), {"slow": 1.9})
    assert comparison.ratio("slow") == 2.0
    assert comparison.missed == ("slow",)
    told = io.StringIO()
    show(comparison, told)
    assert "2.00" in told.getvalue()
    assert "goal 1.9: MISSED" in told.getvalue()


def test_cases_alternate_and_may_measure_themselves() -> None:
    order: list[str] = []

    def case(name: str, seconds: float) -> float:
        order.append(name)
        return seconds

    comparison = compare("told", {"a": lambda: case("a", 1), "b": lambda: case("b", 3)}, rounds=2)
    assert order == ["a", "b"] * 3
    assert comparison.ratio("b") == 3
    assert comparison.missed == ()
