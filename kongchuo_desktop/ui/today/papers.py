"""The papers of a duty: one click from the task to the preview."""

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.school.attendance.duties import Duty
from kongchuo_desktop.ui.office import Office


def show_paper(parent: QWidget, office: Office, duty: Duty, kind: str) -> None:
    """Issue a paper about a duty and show it."""
    office.tell.mistake("这份文书还不能打印。")
