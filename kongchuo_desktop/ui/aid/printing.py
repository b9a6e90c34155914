"""Papers and tables of 资助 from the window: which one is meant, made, shown with the ways to printer and file."""

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.desk import aid_papers
from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.boxes import Choice
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.letters import show_forms
from kongchuo_desktop.ui.preview.tables import preview_table

OF_CHILDREN = ("aid_notice", "aid_application", "aid_card")
OF_YEAR = ("aid_notice", "aid_review", "aid_public", "aid_approval")
OF_TERM = ("payment_sheet", "aid_summary", "aid-figures", "payments")


def choose_and_print(
    parent: QWidget, office: Office, keys: Sequence[str], answers: Mapping[str, str],
    pupil_ids: Collection[PupilId] = (),
) -> None:  # fmt: skip
    """Ask which paper or table, make it, show it."""
    choices = tuple(Choice(key, _title(key)) for key in keys)
    key = office.tell.choose("要印哪一种？", choices, safe=keys[0])
    if key in aid_papers.TITLES:
        print_paper(parent, office, key, answers, pupil_ids)
    elif key:
        print_table(parent, office, key, {"term": answers.get("term", "")})


def _title(key: str) -> str:
    if key == "payments":
        return "全部名册（带完整卡号）"
    return aid_papers.TITLES.get(key) or report_kind(key).title


def print_paper(
    parent: QWidget, office: Office, key: str, answers: Mapping[str, str], pupil_ids: Collection[PupilId] = ()
) -> None:
    """One kind of paper as a preview."""
    database, now, title = office.database, office.clock(), aid_papers.TITLES[key]
    children = tuple(dict.fromkeys(pupil_ids))

    show_forms(
        parent, office, title,
        lambda: aid_papers.show(database, key=key, answers=answers, now=now, pupil_ids=children),
    )  # fmt: skip


def print_table(parent: QWidget, office: Office, key: str, choices: Mapping[str, str]) -> None:
    """One of the reports as a preview."""
    today = office.today()
    office.read(
        lambda session: report_kind(key).tabulate(session, choices, today),
        lambda table: preview_table(parent, office, table),
    )
