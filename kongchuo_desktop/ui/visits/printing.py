"""Papers of visits from the window: made, shown, with the ways to printer and file."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.desk import report_files, visit_papers
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.letters import show_forms
from kongchuo_desktop.ui.preview.tables import preview_table


def show_paper(
    parent: QWidget, office: Office, key: str, answers: Mapping[str, str], pupil_ids: Sequence[PupilId] = ()
) -> None:
    """One of the papers about these children or with these answers."""
    database, now, title = office.database, office.clock(), visit_papers.TITLES[key]

    show_forms(
        parent, office, title,
        lambda: visit_papers.show(database, key=key, answers=answers, now=now, pupil_ids=pupil_ids),
    )  # fmt: skip


def show_report(parent: QWidget, office: Office, key: str, answers: Mapping[str, str]) -> None:
    """One of the reports, as it would be printed."""
    database, today = office.database, office.today()
    office.tasks.run(
        lambda _progress: report_files.tabulate(database, key, answers, today=today),
        done=lambda table: preview_table(parent, office, table), title="汇总",
    )  # fmt: skip
