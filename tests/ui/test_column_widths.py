"""Columns of a list: wider for long words, as far as the window has room."""

import pytest

from kongchuo_desktop.ui.lists.fitting import WIDEST, fitted, needed


@pytest.mark.parametrize(
    ("widths", "wanted", "room", "found"),
    [
        ([], [], 500, []),
        ([100, 80, 90], [60, 60, 60], 1000, [100, 80, 90]),  # nothing is long, nothing moves
        ([100, 80, 90], [180, 60, 60], 1000, [180, 80, 90]),
        ([100, 80, 90], [900, 60, 60], 1000, [WIDEST, 80, 90]),
        ([100, 200, 300], [180, 60, 60], 400, [160, 200, 300]),  # the first has its share, though others scroll
        ([100, 80, 90], [60, 300, 300], 300, [100, 110, 90]),  # the last takes what is left anyway
        ([100, 80, 80, 90], [60, 120, 120, 0], 400, [100, 120, 90, 90]),
        ([100, 80, 90], [180, 120, 0], 0, [100, 80, 90]),  # not laid out yet
    ],
)
def test_widths(widths: list[int], wanted: list[int], room: int, found: list[int]) -> None:
    assert fitted(widths, wanted, room) == found


def test_the_longest_text_counts() -> None:
    assert needed([], 14, 8, 18) == 18
    assert needed(["郭萱", "阿卜杜·A1"], 14, 8, 18) == 18 + 3 * 14 + 2 * 8 + 8
