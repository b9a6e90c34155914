"""Which backups may go. Generations are counted, not timed: a wrong clock can't empty the shelf."""

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime, timedelta

from kongchuo_desktop.storage.backup_file import Backup

NEWEST = 10  # by running number, whatever their dates say
ALL_WITHIN = timedelta(hours=48)
DAYS, WEEKS, MONTHS = 14, 10, 24
KEPT_REASONS = frozenset({"migration"})


def superfluous(backups: Sequence[Backup]) -> tuple[Backup, ...]:
    """The backups that no generation wants. Broken ones are left for a person to see.

    Kept: the newest ten; all of the 48 hours before the newest; the last of each of the latest 14
    days, 10 weeks and 24 months *that have a backup*; every one made before a migration.
    """
    sound = sorted((backup for backup in backups if backup.valid), key=lambda backup: backup.sequence, reverse=True)
    kept = {backup.path for backup in sound[:NEWEST]}
    kept |= {backup.path for backup in sound if backup.why in KEPT_REASONS}
    kept |= {backup.path for backup in sound if not _is_old(backup, sound[0])}
    for many, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        kept |= {backup.path for backup in _last_of_each(sound, many, period)}
    return tuple(backup for backup in sound if backup.path not in kept)


def _is_old(backup: Backup, newest: Backup) -> bool:
    if backup.at is None or newest.at is None:
        return False
    return backup.at < newest.at - ALL_WITHIN


def _last_of_each(sound: Sequence[Backup], many: int, period: Callable[[datetime], Hashable]) -> list[Backup]:
    last: dict[Hashable, Backup] = {}
    for backup in sound:
        if backup.at is not None:
            last.setdefault(period(backup.at), backup)
    return list(last.values())[:many]


def _day(at: datetime) -> Hashable:
    return at.date()


def _week(at: datetime) -> Hashable:
    return at.isocalendar()[:2]


def _month(at: datetime) -> Hashable:
    return at.year, at.month
