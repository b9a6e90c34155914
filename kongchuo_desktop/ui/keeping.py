"""The daily backup of a book that stays open: looked after now and then, made beside the work."""

from PySide6.QtCore import QObject, QTimer

from kongchuo_desktop.ui.office import Office

LOOKS_EVERY = 20 * 60_000  # milliseconds; whether one is due is the storage's to say


class Keeping(QObject):
    """Makes the day's backup when it is due, and tells the footer."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._office = office
        self._clock = QTimer(self, interval=LOOKS_EVERY)
        self._clock.timeout.connect(self.look)
        self._clock.start()

    def look(self) -> None:
        """Back up if the newest backup is a day old; what can't be done is said in a sentence."""
        office = self._office

        def work(_progress: object) -> bool:
            from kongchuo_desktop.storage import backup

            if not backup.backup_due(office.database):
                return False
            backup.make_backup(office.database, why=backup.Why.DAILY)
            return True

        office.tasks.run(work, done=lambda made: office.backed_up.emit() if made else None)
