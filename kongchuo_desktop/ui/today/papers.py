"""The papers of duties: numbered, drawn and shown in one click from the list."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.desk import duty_papers
from kongchuo_desktop.school.attendance.duties import Duty
from kongchuo_desktop.school.notices.rules import BY_KEY
from kongchuo_desktop.ui.boxes import Choice
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.letters import show_letters


def choose_paper(office: Office, duties: Sequence[Duty]) -> str:
    """Which paper of several is meant; "" when there is none, or the box was closed."""
    kinds = list(dict.fromkeys(key for duty in duties for key in duty.step.papers))
    if not kinds:
        office.tell.mistake("选中的事项没有要印的文书。")
    if len(kinds) < 2:
        return kinds[0] if kinds else ""
    choices = tuple(Choice(key, BY_KEY[key].title) for key in kinds)
    return office.tell.choose("要印哪一种文书？", choices, safe=kinds[0])


def show_papers(parent: QWidget, office: Office, duties: Sequence[Duty], kind: str) -> None:
    """Give the letters their numbers and show them; the same letter keeps the number it has."""
    database, now, title = office.database, office.clock(), BY_KEY[kind].title
    wanted = [duty for duty in duties if kind in duty.step.papers]

    office.tasks.run(
        lambda _progress: duty_papers.issue(database, duties=wanted, kind=kind, now=now),
        done=lambda issued: show_letters(parent, office, issued, title),
        title=f"排版{title}",
    )
