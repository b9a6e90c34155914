"""The daily backup of a book that stays open."""

from pytestqt.qtbot import QtBot

from kongchuo_desktop.storage.backup import list_backups
from kongchuo_desktop.ui.keeping import Keeping
from kongchuo_desktop.ui.office import Office


def test_a_backup_is_made_when_it_is_due_and_only_then(qtbot: QtBot, office: Office) -> None:
    folder = office.places.school_backups(office.database.school_uid)
    before = len(list_backups(folder))
    keeping = Keeping(office)
    with qtbot.wait_signal(office.backed_up):
        keeping.look()
    assert len(list_backups(folder)) == before + 1
    keeping.look()
    qtbot.wait_until(lambda: not office.tasks.busy)
    assert len(list_backups(folder)) == before + 1
