"""Which backups may go."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.storage.backup_file import Backup
from kongchuo_desktop.storage.thinning import NEWEST, superfluous
from tests.storage.room import BEIJING

START = datetime(2025, 9, 1, 16, tzinfo=BEIJING)


def at(number: int, when: datetime, why: str = "exit") -> Backup:
    return Backup(Path(f"{number}"), number, when, why, "", "", 1, valid=True)


def kept_of(shelf: list[Backup]) -> list[Backup]:
    going = superfluous(shelf)
    return [backup for backup in shelf if backup not in going]


def four_hundred_days(clock: timedelta = timedelta()) -> list[Backup]:
    shelf: list[Backup] = []
    for day in range(400):
        for half in range(2):
            shelf.append(at(2 * day + half, START + clock + timedelta(days=day, hours=half)))
            shelf = kept_of(shelf)
    return shelf


def test_four_hundred_days_leave_a_shelf_of_all_ages() -> None:
    shelf = four_hundred_days()
    assert len(shelf) <= 60
    assert [backup.sequence for backup in shelf[-NEWEST:]] == list(range(790, 800))
    months = {(backup.at.year, backup.at.month) for backup in shelf if backup.at}
    assert len(months) >= 13


def test_before_a_migration_is_for_ever() -> None:
    old = [replace(at(n, START + timedelta(days=n)), why="migration") for n in range(5)]
    young = [at(n, START + timedelta(days=400 + n)) for n in range(5, 100)]
    assert kept_of(old + young)[:5] == old


def test_broken_ones_are_left_for_a_person() -> None:
    broken = replace(at(0, START), valid=False)
    assert broken in kept_of([broken, *(at(n, START + timedelta(days=90, minutes=n)) for n in range(1, 40))])


@given(st.lists(st.integers(-20_000, 4_000), min_size=1, max_size=80))
def test_no_clock_empties_the_shelf(days: list[int]) -> None:
    shelf: list[Backup] = []
    for number, when in enumerate(days):
        shelf = kept_of([*shelf, at(number, START + timedelta(days=when))])
    newest = list(range(max(0, len(days) - NEWEST), len(days)))
    assert [backup.sequence for backup in shelf][-len(newest) :] == newest
