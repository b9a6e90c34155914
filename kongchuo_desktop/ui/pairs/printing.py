"""Papers of 一帮一 from the window: which one is meant, made, shown with the ways to printer and file."""

from collections.abc import Collection, Sequence

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.desk import pair_papers
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.boxes import Choice
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.letters import show_forms

OF_PAIRS = ("pair_agreement", "pair_card", "help_record", "pair_summary")
OF_PLANS = ("support_plan", "help_record", "pair_summary")


def choose_and_print(parent: QWidget, office: Office, keys: Sequence[str], pupil_ids: Collection[PupilId]) -> None:
    """Ask which paper, make it for these children, show it."""
    choices = tuple(Choice(key, pair_papers.TITLES[key]) for key in keys)
    key = office.tell.choose("要印哪一种？", choices, safe=keys[0])
    if key:
        print_paper(parent, office, key, pupil_ids)


def print_paper(parent: QWidget, office: Office, key: str, pupil_ids: Collection[PupilId]) -> None:
    """One kind of paper for these children as a preview."""
    database, now, title = office.database, office.clock(), pair_papers.TITLES[key]
    children = tuple(dict.fromkeys(pupil_ids))

    show_forms(
        parent, office, title,
        lambda: pair_papers.show(database, key=key, answers={}, now=now, pupil_ids=children),
    )  # fmt: skip
