"""Papers of enrolment from the book: forms to fill in, numbered letters; for the command and for the window."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from kongchuo_desktop.desk import enrolment_forms, enrolment_letters, enrolment_sheets
from kongchuo_desktop.desk.enrolment_subjects import Subject, about_events, about_pupils, chosen_subjects
from kongchuo_desktop.desk.made import DrawnForms, Made
from kongchuo_desktop.documents.form_content import Form
from kongchuo_desktop.documents.kinds_enrolment import KINDS
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.enrolment import service as enrolment
from kongchuo_desktop.school.types import EventId, PupilId
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database

TITLES = {kind.key: kind.title for kind in KINDS}
FORMS: dict[str, tuple[Callable[[Subject], Form], tuple[str, ...]]] = {  # what draws it, for which changes
    "transfer_form": (enrolment_forms.transfer_form, ("转入", "转出")),
    "leave_form": (enrolment_forms.leave_form, ("休学",)),
    "return_form": (enrolment_forms.return_form, ("复学",)),
}
PAPERS_OF = {  # the papers of a kind of change, the likeliest first
    "转出": ("transfer_form", "transfer_proof", "chase_letter"),
    "转入": ("transfer_form", "arrival_receipt"),
    "休学": ("leave_form", "return_form"),
    "复学": ("return_form",),
}


def show_forms(
    database: Database, *, key: str, event_ids: Sequence[EventId] = (), pupil_ids: Sequence[PupilId] = (),
    now: datetime,
) -> DrawnForms:  # fmt: skip
    """Draw application forms about changes, or about children whose change is still to come; record the printing."""
    from kongchuo_desktop.documents.form_paper import forms_pdf, remarks

    draw, _kinds = FORMS[key]
    with database.write(f"打印{TITLES[key]}") as session:
        found = (
            *about_events(session, ids=event_ids, on=now.date()), *about_pupils(session, ids=pupil_ids, on=now.date())
        )  # fmt: skip
        forms = [draw(one) for one in found]
        audit.record_event(session, kind="print", what=TITLES[key], count=len(forms))
    return DrawnForms(forms_pdf(forms), tuple(one.child.name for one in found), remarks(forms))


def show_sheets(
    database: Database, *, key: str, now: datetime, stay_ids: Sequence[int] = (), year: int = 0, class_name: str = ""
) -> DrawnForms:
    """Draw 随迁就读情况核实表 of some stays, or 毕业生去向登记表 of a year; record the printing."""
    from kongchuo_desktop.documents.form_paper import forms_pdf, remarks

    with database.write(f"打印{TITLES[key]}") as session:
        if key == "elsewhere_form":
            forms = enrolment_sheets.elsewhere_forms(session, on=now.date(), stay_ids=stay_ids)
        else:
            forms = enrolment_sheets.destination_forms(session, year=year, class_name=class_name)
        if not forms:
            raise UserError(f"没有要印{TITLES[key]}的学生。")
        audit.record_event(session, kind="print", what=TITLES[key], count=len(forms))
    return DrawnForms(forms_pdf(forms), tuple(one.name for one in forms), remarks(forms))


def makes(key: str) -> bool:
    """Whether a paper is an application form or a letter about a change."""
    return key in FORMS or key in enrolment_letters.FOR_KINDS


def maker(key: str) -> Callable[..., Made]:
    """The command's way to one paper, called as (database, answers, out=, now=)."""
    return _make_form(key) if key in FORMS else _make_letters(key)


def _make_form(key: str) -> Callable[..., Made]:
    """The command's way to one kind of form: a .pdf, or a folder with a file for each child."""

    def make(database: Database, answers: Mapping[str, str], *, out: Path, now: datetime) -> Made:
        from kongchuo_desktop.documents.form_paper import draw_forms, remarks

        draw, kinds = FORMS[key]
        with database.write(f"打印{TITLES[key]}") as session:
            found = chosen_subjects(session, answers, kinds=kinds, on=now.date())
            if not found:
                raise UserError(f"本学年没有要印{TITLES[key]}的异动；还没有登记的，用 pupil=姓名 印空白申请表。")
            forms = [draw(one) for one in found]
            audit.record_event(session, kind="print", what=TITLES[key], count=len(forms))
        files = draw_forms(forms, out, each="" if out.suffix.lower() == ".pdf" else "signer")
        return Made(files, len(forms), remarks(forms))

    return make


def _make_letters(key: str) -> Callable[..., Made]:
    """The command's way to one kind of numbered letter: a .pdf with all of them."""

    def make(database: Database, answers: Mapping[str, str], *, out: Path, now: datetime) -> Made:
        from kongchuo_desktop.documents.finished_files import put_whole

        if out.suffix.lower() != ".pdf":
            raise UserError(f"{TITLES[key]}存成一个 PDF 文件，--out 请写成 .pdf 文件名。")
        with database.read() as session:
            found = chosen_subjects(session, answers, kinds=enrolment_letters.FOR_KINDS[key], on=now.date())
            if key == "chase_letter" and not answers.get("event"):
                waiting = {one.id for one in enrolment.unproven(session, on=now.date())}
                room = answers.get("class", "")
                ids = [EventId(one) for one in sorted(waiting)] if not room else [
                    one.event.id for one in found if one.event and one.event.id in waiting
                ]  # fmt: skip
            else:
                ids = [one.event.id for one in found if one.event]
        if not ids:
            raise UserError(f"没有要印{TITLES[key]}的异动。")
        issued = enrolment_letters.issue(database, kind=key, event_ids=ids, now=now)
        put_whole(out, issued.pdf)
        return Made((out,), len(issued.notices), issued.remarks)

    return make
