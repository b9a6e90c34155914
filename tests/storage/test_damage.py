"""Damage is noticed before any record is shown, and called by its name."""

import pytest

from tests.storage import damage
from tests.storage.room import Room

WORDS = {"BookDamaged", "BookEmpty", "BookForeign"}


@pytest.mark.parametrize("kind", damage.KINDS)
def test_a_tenth(filled: Room, kind: str) -> None:
    spoil, times = damage.KINDS[kind]
    ends = list(damage.noticed(filled, spoil, times // 10, seed=5))
    assert set(ends) <= WORDS, ends
    filled.open().database.close()


@pytest.mark.slow
def test_in_full(filled: Room) -> None:
    for kind, ends in damage.tally(filled, 1.0).items():
        assert set(ends) <= WORDS, kind
