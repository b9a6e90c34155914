"""Papers of enrolment from the window: which one is meant, made, shown with the ways to printer and file."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.desk import enrolment_letters, enrolment_papers
from kongchuo_desktop.desk.made import DrawnForms
from kongchuo_desktop.school.enrolment.events import EventFacts
from kongchuo_desktop.school.types import EventId, PupilId
from kongchuo_desktop.ui.boxes import Choice
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.letters import show_forms, show_letters


def choose_paper(office: Office, events: Sequence[EventFacts]) -> str:
    """Which paper of several is meant; "" when these changes have none, or the box was closed."""
    kinds = {event.kind for event in events if event.withdrawn_at is None}
    keys = [key for kind in kinds for key in enrolment_papers.PAPERS_OF.get(kind, ())]
    if all(event.proven for event in events):
        keys = [key for key in keys if key != "chase_letter"]
    keys = list(dict.fromkeys(keys))
    if not keys:
        office.tell.mistake("选中的异动没有要印的申请表或函件。")
    if len(keys) < 2:
        return keys[0] if keys else ""
    choices = tuple(Choice(key, enrolment_papers.TITLES[key]) for key in keys)
    return office.tell.choose("要印哪一种？", choices, safe=keys[0])


def print_paper(parent: QWidget, office: Office, key: str, events: Sequence[EventFacts]) -> None:
    """Make one paper about these changes and show it; those it does not fit are left out."""
    standing = [event for event in events if event.withdrawn_at is None]
    if key in enrolment_papers.FORMS:
        fitting = enrolment_papers.FORMS[key][1]
        wanted = [event for event in standing if event.kind in fitting] or standing
        _show_forms(parent, office, key, [event.id for event in wanted], ())
    else:
        print_letters(parent, office, key, [event.id for event in standing])


def print_blank(parent: QWidget, office: Office, key: str, pupil_id: PupilId) -> None:
    """An application form about a child whose change is still to come."""
    _show_forms(parent, office, key, (), (pupil_id,))


def print_letters(parent: QWidget, office: Office, key: str, event_ids: Sequence[EventId]) -> None:
    """Numbered letters about these changes; they stand in the register of letters from now on."""
    database, now, title = office.database, office.clock(), enrolment_papers.TITLES[key]
    office.tasks.run(
        lambda _progress: enrolment_letters.issue(database, kind=key, event_ids=event_ids, now=now),
        done=lambda issued: show_letters(parent, office, issued, title),
        title=f"排版{title}",
    )


def print_stays(parent: QWidget, office: Office, stay_ids: Sequence[int]) -> None:
    """随迁就读情况核实表 of these stays."""
    database, now = office.database, office.clock()
    _show(
        parent, office, "elsewhere_form",
        lambda: enrolment_papers.show_sheets(database, key="elsewhere_form", stay_ids=stay_ids, now=now),
    )  # fmt: skip


def print_destinations(parent: QWidget, office: Office, year: int) -> None:
    """毕业生去向登记表 of a year, a page a class."""
    database, now = office.database, office.clock()
    _show(
        parent, office, "destination_form",
        lambda: enrolment_papers.show_sheets(database, key="destination_form", year=year, now=now),
    )  # fmt: skip


def _show_forms(
    parent: QWidget, office: Office, key: str, event_ids: Sequence[EventId], pupil_ids: Sequence[PupilId]
) -> None:
    database, now = office.database, office.clock()
    _show(
        parent, office, key,
        lambda: enrolment_papers.show_forms(database, key=key, event_ids=event_ids, pupil_ids=pupil_ids, now=now),
    )  # fmt: skip


def _show(parent: QWidget, office: Office, key: str, draw: Callable[[], DrawnForms]) -> None:
    show_forms(parent, office, enrolment_papers.TITLES[key], draw)
