"""Papers of visits and of teaching at home from the book, for the command and for the window."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from kongchuo_desktop.desk.made import DrawnForms, Made
from kongchuo_desktop.desk.teaching_forms import home_teaching
from kongchuo_desktop.desk.visit_forms import FamilySheet, address_of, routes, visit_form, visit_record
from kongchuo_desktop.documents.form_content import Form, Picture
from kongchuo_desktop.documents.kinds_visits import KINDS
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import match_name
from kongchuo_desktop.reports.attendance_choices import period_asked, rooms_asked
from kongchuo_desktop.reports.visits_coverage import read, route_families
from kongchuo_desktop.school.attachments import service as attachments
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits import coverage as plan
from kongchuo_desktop.school.visits import service
from kongchuo_desktop.school.visits.coverage_rules import Family
from kongchuo_desktop.school.visits.service import VisitFacts
from kongchuo_desktop.school.visits.teaching import at_home
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database

TITLES = {kind.key: kind.title for kind in KINDS}
EVERYBODY = ("在读", "休学", "离校")
COMMAS = re.compile(r"[,，、;；\s]+")
NOTHING = {
    "visit_form": "没有要印的家访记录表：这个范围里没有要家访的家庭。",
    "visit_record": "没有要印的家访记录：这段时间、这个范围里还没有登记家访。",
    "visit_route": "没有要印的家访路线：这个范围里没有要家访的家庭。",
    "home_teaching": "没有要印的送教材料：请先在“家访谈心”的送教栏登记送教上门的学生。",
}


def show(
    database: Database, *, key: str, answers: Mapping[str, str], now: datetime, pupil_ids: Sequence[PupilId] = ()
) -> DrawnForms:
    """One of the papers as a PDF for a preview; the printing is put on record."""
    from kongchuo_desktop.documents.form_paper import forms_pdf, remarks

    forms = _gathered(database, key, answers, now, pupil_ids)
    return DrawnForms(forms_pdf(forms), tuple(form.name for form in forms), remarks(forms))


def maker(key: str) -> Callable[..., Made]:
    """The command's way to one of the papers, called as (database, answers, out=, now=)."""

    def make(database: Database, answers: Mapping[str, str], *, out: Path, now: datetime) -> Made:
        from kongchuo_desktop.documents.form_paper import draw_forms, remarks

        forms = _gathered(database, key, answers, now, ())
        each = answers.get("each", "") or ("" if out.suffix.lower() == ".pdf" else "signer")
        return Made(draw_forms(forms, out, each=each), len(forms), remarks(forms))

    return make


def _gathered(
    database: Database, key: str, answers: Mapping[str, str], now: datetime, pupil_ids: Sequence[PupilId]
) -> list[Form]:
    gather = {"visit_form": visit_forms, "visit_record": visit_records, "visit_route": _routes}.get(key, _teaching)
    with database.write(f"打印{TITLES[key]}") as session:
        wanted = tuple(pupil_ids) or _named(session, answers.get("pupil", ""), now.date())
        forms = gather(session, answers, wanted, now.date())
        if not forms:
            raise UserError(NOTHING[key])
        audit.record_event(session, kind="print", what=TITLES[key], count=len(forms))
    return forms


def visit_forms(session: Session, answers: Mapping[str, str], wanted: Sequence[PupilId], today: date) -> list[Form]:
    """Blank forms for the families of some children, or of a class or village."""
    if answers.get("class"):
        rooms_asked(session, {"class": answers["class"]}, today)
    families = _families(session, answers, wanted, today)
    ids = frozenset(child.id for family in families for child in family.children)
    people = {one.id: one for one in pupil_room.pupils(session, today=today, ids=ids)} if ids else {}
    last: dict[PupilId, VisitFacts] = {}
    for visit in reversed(service.visits(session, first=date(today.year - 1, 9, 1))):
        last.update({child.id: visit for child in visit.pupils})
    school = identity.school(session).name
    return [visit_form(_sheet(family, people, last), school=school) for family in families if family.key in people]


def _families(
    session: Session, answers: Mapping[str, str], wanted: Sequence[PupilId], today: date
) -> tuple[Family, ...]:
    if wanted:
        chosen = set(wanted)
        found = read(session, {}, today).families
        return tuple(family for family in found if chosen & {child.id for child in family.children})
    found = route_families(
        session, today=today, village=answers.get("village", ""), class_name=answers.get("class", ""),
        which=answers.get("all", "all"),
    )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.children[0].grade, one.children[0].class_id or 0, one.key)))


def _sheet(family: Family, people: Mapping[PupilId, PupilFacts], last: Mapping[PupilId, VisitFacts]) -> FamilySheet:
    seen = [last[child.id] for child in family.children if child.id in last]
    children = tuple(people[child.id] for child in family.children if child.id in people)
    return FamilySheet(
        children, family.visitor, family.address or address_of(children[0]),
        max(seen, key=lambda visit: visit.day, default=None),
    )  # fmt: skip


def visit_records(session: Session, answers: Mapping[str, str], wanted: Sequence[PupilId], today: date) -> list[Form]:
    """Recorded visits of a period, of some children, or by number, with their pictures."""
    numbers = {part for part in COMMAS.split(answers.get("visit", "")) if part}
    if numbers:
        found = [one for one in service.visits(session) if one.number in numbers or str(one.id) in numbers]
    else:
        first, last = period_asked(session, answers, today)
        found = list(service.visits(session, first=first, last=last, pupil_ids=wanted or None))
    room = answers.get("class", "")
    if room:
        rooms_asked(session, {"class": room}, today)
    found = [one for one in reversed(found) if not room or any(child.class_name == room for child in one.pupils)]
    ids = frozenset(child.id for visit in found for child in visit.pupils)
    people = {one.id: one for one in pupil_room.pupils(session, today=today, ids=ids, status=EVERYBODY)} if ids else {}
    school = identity.school(session).name
    kept = attachments.of(session, owner_kind="visit", owner_ids=[visit.id for visit in found]) if found else ()
    return [
        visit_record(
            visit, [people[child.id] for child in visit.pupils if child.id in people], school=school,
            pictures=[
                Picture(attachments.jpeg(session, attachment_id=one.id), one.caption)
                for one in kept if one.owner_id == visit.id
            ],
        )
        for visit in found
    ]  # fmt: skip


def _routes(session: Session, answers: Mapping[str, str], wanted: Sequence[PupilId], today: date) -> list[Form]:
    families = route_families(
        session, today=today, village=answers.get("village", ""), class_name=answers.get("class", ""),
        which=answers.get("all", "all"), term=answers.get("term", ""),
    )  # fmt: skip
    chosen = set(wanted)
    families = tuple(one for one in families if not chosen or chosen & {child.id for child in one.children})
    ids = frozenset(family.key for family in families)
    people = {one.id: one for one in pupil_room.pupils(session, today=today, ids=ids)} if ids else {}
    return routes(families, people, school=identity.school(session).name, on=today)


def _teaching(session: Session, answers: Mapping[str, str], wanted: Sequence[PupilId], today: date) -> list[Form]:
    asked = answers.get("term", "").strip()
    named = {span.name: span.key for span in identity.terms(session)}
    term = plan.term_of(session, today=today, key=named.get(asked, asked))
    school = identity.school(session).name
    return [
        home_teaching(child, term=term, school=school, part=answers.get("part", ""))
        for child in at_home(session, term=term, today=today)
        if not wanted or child.placement.pupil.id in wanted
    ]


def _named(session: Session, written: str, today: date) -> tuple[PupilId, ...]:
    """Children by name or 学籍号; a name that several have is refused with what tells them apart."""
    found: list[PupilId] = []
    people = pupil_room.pupils(session, today=today, status=EVERYBODY) if written.strip() else ()
    for part in filter(None, COMMAS.split(written)):
        same = [one for one in people if part in (one.student_number, one.id_number)] or [
            one for one in people if match_name(one.name) == match_name(part)
        ]
        if not same:
            raise UserError(f"账本里没有“{part}”这名学生，请核对姓名或学籍号。")
        if len(same) > 1:
            marks = "、".join(pupil_room.told_apart(tuple(same)).values())
            raise UserError(f"有{len(same)}名“{part}”（{marks}），请改写学籍号。")
        found.append(same[0].id)
    return tuple(found)
