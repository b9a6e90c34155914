"""Papers of 一帮一 from the book, for the command and for the window."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from kongchuo_desktop.desk import pair_forms
from kongchuo_desktop.desk.made import DrawnForms, Made
from kongchuo_desktop.desk.pair_forms import Told
from kongchuo_desktop.desk.pupils_asked import pupil_meant
from kongchuo_desktop.documents.form_content import Form
from kongchuo_desktop.documents.kinds_pairs import KINDS
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.attendance_choices import rooms_asked
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pairing import marks, plans, service
from kongchuo_desktop.school.pairing.service import PairFacts
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits import service as visit_room
from kongchuo_desktop.school.visits import talks as talk_room
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database

TITLES = {kind.key: kind.title for kind in KINDS}


def show(
    database: Database, *, key: str, answers: Mapping[str, str], now: datetime, pupil_ids: Sequence[PupilId] = ()
) -> DrawnForms:
    """One of the papers as a PDF for a preview; the printing is put on record."""
    from kongchuo_desktop.documents.form_paper import forms_pdf, remarks

    forms = _gathered(database, key, answers, now.date(), pupil_ids)
    return DrawnForms(forms_pdf(forms), tuple(form.name for form in forms), remarks(forms))


def maker(key: str) -> Callable[..., Made]:
    """The command's way to one of the papers, called as (database, answers, out=, now=)."""

    def make(database: Database, answers: Mapping[str, str], *, out: Path, now: datetime) -> Made:
        from kongchuo_desktop.documents.form_paper import draw_forms, remarks

        forms = _gathered(database, key, answers, now.date(), ())
        each = answers.get("each", "") or ("" if out.suffix.lower() == ".pdf" else "signer")
        return Made(draw_forms(forms, out, each=each), len(forms), remarks(forms))

    return make


def _gathered(
    database: Database, key: str, answers: Mapping[str, str], today: date, pupil_ids: Sequence[PupilId]
) -> list[Form]:
    with database.write(f"打印{TITLES[key]}") as session:
        term = identity.current_term(session, today=today)
        if term is None:
            raise UserError("还没有设置学期，请先在“设置—学期与校历”里填写。")
        found = told(session, answers=answers, today=today, term=term, pupil_ids=pupil_ids)
        forms = _forms(session, key, found, term, today)
        if not forms:
            raise UserError(f"没有要印的{TITLES[key]}：这个范围里现在没有结对的学生。")
        audit.record_event(session, kind="print", what=TITLES[key], count=len(forms))
    return forms


def _forms(session: Session, key: str, found: Sequence[Told], term: TermSpan, today: date) -> list[Form]:
    school = identity.school(session).name
    if key == "pair_agreement":
        return [pair_forms.agreement(one, pair, school=school) for one in found for pair in one.pairs]
    if key == "pair_card":
        return [pair_forms.card(one, school=school) for one in found]
    if key == "support_plan":
        return [pair_forms.support_plan(one, school=school, term=term) for one in found]
    if key == "help_record":
        return [pair_forms.help_record(one, school=school, term=term) for one in found]
    return [_summary(session, one, school, term, today) for one in found]


def _summary(session: Session, one: Told, school: str, term: TermSpan, today: date) -> Form:
    plan = one.plan
    drafted = (
        plans.draft_summary(session, found=plan, name=one.pupil.name, term=term, until=today)
        if plan is not None and not plan.middle_summary
        else ""
    )
    ended = "；".join(pair.summary for pair in one.pairs if pair.summary)
    middle = (plan.middle_summary if plan else "") or drafted
    final = (plan.final_summary if plan else "") or ended
    return pair_forms.summary(one, middle=middle, final=final, school=school, term=term)


def told(
    session: Session, *, answers: Mapping[str, str], today: date, term: TermSpan, pupil_ids: Sequence[PupilId] = ()
) -> tuple[Told, ...]:
    """Every paired child of the range with what its papers say, by class."""
    room, helper = answers.get("class", ""), answers.get("helper", "")
    if room:
        rooms_asked(session, {"class": room}, today)
    wanted = set(pupil_ids)
    if name := answers.get("pupil", "").strip():
        wanted = {pupil_meant(session, name, today=today).id}
    held: dict[PupilId, list[PairFacts]] = {}
    for pair in service.pairs(session, today=today, on=today):
        if (not wanted or pair.pupil_id in wanted) and room in ("", pair.class_name) and helper in ("", pair.helper):
            held.setdefault(pair.pupil_id, []).append(pair)
    return _told(session, held, term, today)


def _told(
    session: Session, held: Mapping[PupilId, Sequence[PairFacts]], term: TermSpan, today: date
) -> tuple[Told, ...]:
    ids = tuple(held)
    people = {one.id: one for one in pupil_room.pupils(session, today=today, ids=frozenset(ids))} if ids else {}
    planned = {one.pupil_id: one for one in plans.plans(session, term=term, pupil_ids=ids)}
    given: dict[PupilId, list[plans.HelpFacts]] = {}
    for help_ in plans.help_given(session, first=term.starts, last=today, pupil_ids=ids):
        given.setdefault(help_.pupil_id, []).append(help_)
    log = _log(session, ids, term, today)
    for child, items in given.items():
        log.setdefault(child, []).extend(
            (one.day, one.kind, _joined(one.subject, one.content), one.given_by) for one in items
        )
    return tuple(
        Told(
            people[child], tuple(pairs), planned.get(child), pair_forms.in_order(log.get(child, ())),
            tuple(given.get(child, ())), marks.progress_of(session, pupil_id=child),
        )
        for child, pairs in held.items()
        if child in people
    )  # fmt: skip


def _log(
    session: Session, ids: Sequence[PupilId], term: TermSpan, today: date
) -> dict[PupilId, list[tuple[date, str, str, str]]]:
    """Talks and visits of the term; counselling stays where it is."""
    log: dict[PupilId, list[tuple[date, str, str, str]]] = {}
    for talk in talk_room.talks(session, first=term.starts, last=today, pupil_ids=ids):
        words = _joined(talk.topic, talk.content, talk.outcome)
        log.setdefault(talk.pupil_id, []).append((talk.day, talk.kind, words, talk.talker))
    for visit in visit_room.visits(session, first=term.starts, last=today, pupil_ids=ids):
        words = _joined(visit.found, visit.measures)
        for child in visit.pupils:
            if child.id in ids:
                log.setdefault(child.id, []).append((visit.day, f"{visit.form}家访", words, visit.who))
    return log


def _joined(*parts: str) -> str:
    return "；".join(part.rstrip("。；，") for part in parts if part.strip())
