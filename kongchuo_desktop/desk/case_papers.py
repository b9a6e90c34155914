"""Papers of cases (劝返个案) from the book: 劝返记录, 返校复学档案, the whole file; for the command and the window."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from kongchuo_desktop.desk import dossier
from kongchuo_desktop.desk.case_forms import Told, case_parts, cover, persuasion_record, return_file
from kongchuo_desktop.desk.cases_asked import cases_asked
from kongchuo_desktop.desk.dossier_sheet import basic_sheet
from kongchuo_desktop.desk.made import DrawnForms, Made
from kongchuo_desktop.documents.form_content import Form, Picture
from kongchuo_desktop.documents.kinds_returns import PAPERS
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.pictures import smaller
from kongchuo_desktop.school.agreements.wording import fill
from kongchuo_desktop.school.attachments import service as attachments
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.notices.service import NoticeFacts
from kongchuo_desktop.school.notices.wording import shipped
from kongchuo_desktop.school.returns import watching
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database

if TYPE_CHECKING:
    from kongchuo_desktop.documents.dossier_paper import Bound

TITLES = {kind.key: kind.title for kind in PAPERS}
TITLE, SUBTITLE = "劝返个案档案", "一人一案 · 控辍保学"
OWNER = "return_case"  # of the photographs kept with a case
NOTHING = {
    "persuasion_record": "没有要印的劝返记录：这个范围里没有劝返个案。",
    "return_file": "没有要印的返校复学档案：这个范围里没有登记返校的个案。",
    "case_file": "没有要印的个案档案：这个范围里没有劝返个案。",
}


def show(database: Database, *, key: str, case_ids: Sequence[int], now: datetime, blank: bool = False) -> DrawnForms:
    """A paper of some cases as a PDF for a preview, the printing on record. `blank`: 劝返记录 to fill by hand."""
    from kongchuo_desktop.documents.form_paper import forms_pdf, remarks

    answers = {"case": ",".join(map(str, case_ids)), "part": "blank" if blank else ""}
    found, parts = _gathered(database, key, answers, now)
    forms = [form for mine in parts for form in mine]
    names = tuple(one.case.pupil.name for one in found)
    if key != "case_file":
        return DrawnForms(forms_pdf(forms), names, remarks(forms))
    from kongchuo_desktop.documents.dossier_paper import dossier_pdf

    bound = [_bound(one, mine) for one, mine in zip(found, parts, strict=True)]
    return DrawnForms(dossier_pdf(*bound), names, remarks(forms))


def maker(key: str) -> Callable[..., Made]:
    """The command's way to one of the papers, called as (database, answers, out=, now=)."""

    def make(database: Database, answers: Mapping[str, str], *, out: Path, now: datetime) -> Made:
        from kongchuo_desktop.documents.dossier_paper import draw_dossiers
        from kongchuo_desktop.documents.form_paper import draw_forms, remarks

        each = answers.get("each", "") or ("" if out.suffix.lower() == ".pdf" else "signer")
        if each and out.suffix.lower() == ".pdf":
            raise UserError("要分成多个文件时，--out 请给一个文件夹，不要给 .pdf 文件名。")
        found, parts = _gathered(database, key, answers, now)
        forms = [form for mine in parts for form in mine]
        if key == "case_file":
            bound = [_bound(one, mine) for one, mine in zip(found, parts, strict=True)]
            return Made(draw_dossiers(bound, len(bound), out, each=each), len(bound), remarks(forms))
        return Made(draw_forms(forms, out, each=each), len(forms), remarks(forms))

    return make


def _gathered(
    database: Database, key: str, answers: Mapping[str, str], now: datetime
) -> tuple[list[Told], list[tuple[Form, ...]]]:
    """The cases and the forms of each; that they were printed is on record."""
    with database.write(f"打印{TITLES[key]}") as session:
        wanted = cases_asked(session, answers, today=now.date())
        if key == "return_file":
            wanted = tuple(one for one in wanted if any(each.returned_on for each in one.episodes))
        if not wanted:
            raise UserError(NOTHING[key])
        found = gather(session, wanted, today=now.date())
        parts = [_forms(key, one, answers) for one in found]
        audit.record_event(session, kind="print", what=TITLES[key], count=len(found))
    return found, parts


def _forms(key: str, one: Told, answers: Mapping[str, str]) -> tuple[Form, ...]:
    if key == "persuasion_record":
        return (persuasion_record(one, blank=answers.get("part", "") == "blank"),)
    if key == "return_file":
        return (return_file(one),)
    return (basic_sheet(one.child, one.on), *case_parts(one))


def gather(session: Session, wanted: Sequence[CaseFacts], *, today: date) -> list[Told]:
    """Cases with their letters, time-lines, registers and photographs, each room asked once."""
    school = identity.school(session).name
    ids = [one.pupil.id for one in wanted]
    children = {one.pupil.id: one for one in dossier.gather(session, pupil_ids=ids, today=today).children}
    seen = watching.since_return(session, cases=wanted, today=today)
    photos = attachments.of(session, owner_kind=OWNER, owner_ids=[one.id for one in wanted])
    letters = letters_of(session, wanted)
    return [
        Told(
            one, school, today, children[one.pupil.id], letters.get(one.id, ()),
            seen[one.id].sentence if one.id in seen else "",
            tuple(_picture(session, fact) for fact in photos if fact.owner_id == one.id),
        )
        for one in wanted
    ]  # fmt: skip


def _picture(session: Session, fact: attachments.AttachmentFacts) -> Picture:
    return Picture(smaller(attachments.jpeg(session, attachment_id=fact.id), longest=dossier.ON_PAPER), fact.caption)


def letters_of(
    session: Session, wanted: Sequence[CaseFacts]
) -> dict[int, tuple[tuple[NoticeFacts, str], ...]]:  # fmt: skip
    """The numbered letters of each case with their words as printed, oldest first; by case."""
    mine = {one.id: {step.notice_id for step in one.steps if step.notice_id} for one in wanted}
    of_children: set[PupilId] = {one.pupil.id for one in wanted}
    for letter in notices.register(session, every_year=True):
        parts = letter.occasion.split("/")
        if letter.pupil_id in of_children and parts[0] == "case" and len(parts) == 3:
            mine.setdefault(int(parts[1]), set()).add(letter.id)
    return {
        case_id: tuple((fact, _words(fact, values)) for fact, values in notices.printed(session, ids=sorted(ids)))
        for case_id, ids in mine.items()
    }


def _words(fact: NoticeFacts, values: Mapping[str, str]) -> str:
    text = shipped(fact.kind)
    return fill(text.body, {**values, "编号": fact.number}) if text.body else ""


def _bound(one: Told, forms: tuple[Form, ...]) -> "Bound":
    from kongchuo_desktop.documents.dossier_paper import Bound

    day = f"{one.on.year}年{one.on.month}月{one.on.day}日"
    bare = tuple(replace(form, school="", number="") for form in forms)
    return Bound(
        TITLE, one.school, one.case.pupil.name, bare, SUBTITLE, tuple(cover(one).items()), day,
        one.case.pupil.class_name or "未编班",
    )  # fmt: skip
