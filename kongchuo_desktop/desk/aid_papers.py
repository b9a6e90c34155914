"""Papers of 资助 from the book, for the command and for the window."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from kongchuo_desktop.desk import aid_forms, aid_gathering, aid_school_forms
from kongchuo_desktop.desk.aid_school_forms import Tally
from kongchuo_desktop.desk.made import DrawnForms, Made
from kongchuo_desktop.documents.form_content import Form
from kongchuo_desktop.documents.kinds_aid import KINDS
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.aid import payments, public, public_check, recognition, service
from kongchuo_desktop.school.aid.programmes import programme as programme_of
from kongchuo_desktop.school.aid.programmes import programmes
from kongchuo_desktop.school.aid.recognition import REFUSED, RecognitionFacts
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database

TITLES = {kind.key: kind.title for kind in KINDS}


@dataclass(frozen=True)
class Asked:
    """What was asked for: answers, term, today, and children chosen in the window."""

    answers: Mapping[str, str]
    term: TermSpan
    today: date
    pupil_ids: tuple[PupilId, ...] = ()


def show(
    database: Database, *, key: str, answers: Mapping[str, str], now: datetime, pupil_ids: Sequence[PupilId] = ()
) -> DrawnForms:
    """One of the papers as a PDF for a preview; the printing is put on record."""
    from kongchuo_desktop.documents.form_paper import forms_pdf, remarks

    forms = gathered(database, key, answers, now.date(), pupil_ids)
    return DrawnForms(forms_pdf(forms), tuple(form.name for form in forms), remarks(forms))


def maker(key: str) -> Callable[..., Made]:
    """The command's way to one of the papers, called as (database, answers, out=, now=)."""

    def make(database: Database, answers: Mapping[str, str], *, out: Path, now: datetime) -> Made:
        from kongchuo_desktop.documents.form_paper import draw_forms, remarks

        forms = gathered(database, key, answers, now.date(), ())
        each = answers.get("each", "") or ("" if out.suffix.lower() == ".pdf" else "signer")
        return Made(draw_forms(forms, out, each=each), len(forms), remarks(forms))

    return make


def gathered(
    database: Database, key: str, answers: Mapping[str, str], today: date, pupil_ids: Sequence[PupilId]
) -> list[Form]:
    """The forms of a paper; that it was printed is put on record."""
    with database.write(f"打印{TITLES[key]}") as session:
        term = service.term_of(session, key=answers.get("term", ""), today=today)
        forms = _FORMS[key](session, Asked(answers, term, today, tuple(pupil_ids)))
        if not forms:
            raise UserError(f"没有要印的{TITLES[key]}：{_EMPTY[key]}")
        audit.record_event(session, kind="print", what=TITLES[key], count=len(forms))
    return forms


def _notices(session: Session, asked: Asked) -> list[Form]:
    school = identity.school(session)
    people = aid_gathering.people(session, asked.answers, today=asked.today, pupil_ids=asked.pupil_ids)
    told = aid_gathering.offers(session, people, term=asked.term, primary_years=school.primary_years)
    return [aid_forms.notice(one, school=school, term=asked.term) for one in told]


def _applications(session: Session, asked: Asked) -> list[Form]:
    school = identity.school(session).name
    found = aid_gathering.needy(session, asked.answers, term=asked.term, today=asked.today, pupil_ids=asked.pupil_ids)
    return [aid_forms.application(one, school=school, year=asked.term.year, today=asked.today) for one in found]


def _cards(session: Session, asked: Asked) -> list[Form]:
    school = identity.school(session).name
    found = aid_gathering.needy(session, asked.answers, term=asked.term, today=asked.today, pupil_ids=asked.pupil_ids)
    full = aid_gathering.with_history(session, found, term=asked.term, today=asked.today)
    return [aid_forms.card(one, school=school) for one in full]


def _applied(session: Session, asked: Asked) -> list[RecognitionFacts]:
    found = recognition.recognitions(session, term=asked.term, today=asked.today)
    return [one for one in found if one.applied_on is not None]


def _reviews(session: Session, asked: Asked) -> list[Form]:
    """A class without a form handed in has nothing to review."""
    school, room = identity.school(session).name, asked.answers.get("class", "")
    by_class: dict[str, list[RecognitionFacts]] = {}
    for one in _applied(session, asked):
        if room in ("", one.pupil.class_name):
            by_class.setdefault(one.pupil.class_name, []).append(one)
    held = {one.class_id: one for one in recognition.meetings(session, year=asked.term.year)}
    return [
        aid_school_forms.review(
            name, children, held.get(children[0].pupil.class_id), school=school, year=asked.term.year
        )
        for name, children in by_class.items()
    ]


def _public(session: Session, asked: Asked) -> list[Form]:
    """The newest 公示 as it hangs; before there is one, the children decided so far."""
    year = asked.term.year
    newest = next(iter(public.notices(session, year=year)), None)
    people = pupil_room.pupils(session, today=asked.today, status=("在读", "休学", "离校"))
    if newest is not None:
        lines: Sequence[tuple[str, str]] = newest.lines
    else:
        decided = [one for one in _applied(session, asked) if one.level not in ("", REFUSED)]
        lines = [(one.pupil.class_name, one.pupil.name) for one in decided]
    if not lines:
        return []
    places = {(one.class_name, one.name): place for place, one in enumerate(people)}
    lines = sorted(lines, key=lambda line: places.get(line, len(places)))
    days = int(float(identity.rules(session, on=asked.today)["aid.public_days"].value))
    form = aid_school_forms.public(lines, school=identity.school(session).name, year=year, notice=newest, days=days)
    refuse_private(session, form, {name for _, name in lines}, people, asked.today)
    return [form]


def refuse_private(
    session: Session, form: Form, names: set[str], people: Sequence[pupil_room.PupilFacts], today: date
) -> None:
    """A 公示 that says more than class and name is not printed."""
    children = [one for one in people if one.name in names]
    cards = [one.number for one in payments.cards(session, on=today).values()]
    found = public_check.forbidden_in(aid_school_forms.words_of(form), children=children, cards=cards)
    if found:
        raise UserError(f"公示里有不能公开的内容：{'、'.join(found[:5])}。公示只写学校、班级和姓名，请改正后再印。")


def _approval(session: Session, asked: Asked) -> list[Form]:
    found = _applied(session, asked)
    notices = public.notices(session, year=asked.term.year)
    raised = public.objections(session, notice_ids=[one.id for one in notices])
    school = identity.school(session).name
    return [aid_school_forms.approval(found, notices, raised=raised, school=school, year=asked.term.year)] * bool(found)


def _sheets(session: Session, asked: Asked) -> list[Form]:
    school = identity.school(session).name
    wanted, number = asked.answers.get("programme", ""), asked.answers.get("number", "").strip()
    programme = programme_of(session, wanted).key if wanted else ""
    return [
        aid_school_forms.payment_sheet(one, school=school, term=asked.term)
        for one in payments.lists(session, today=asked.today, term=asked.term.key)
        if programme in ("", one.programme) and number in ("", str(one.number))
    ]


def _summary(session: Session, asked: Asked) -> list[Form]:
    """Classes of the school in their order, then whatever class name only a list has."""
    found = service.entitled(session, term=asked.term, today=asked.today)
    lists = payments.lists(session, today=asked.today, term=asked.term.key)
    rooms = [room.name for room in class_room.classes(session, today=asked.today)]
    tallies: dict[str, dict[str, Tally]] = {}
    order = {one.title: place for place, one in enumerate(programmes(session))}
    for line in found.money:
        tally = _tally(tallies, line.entitlement.programme.title, line.class_name, rooms)
        tally.due += 1
        tally.due_cents += line.entitlement.cents
    children: set[tuple[str, PupilId]] = set()
    for one in lists:
        for entry in one.lines:
            tally = _tally(tallies, one.title, entry.class_name, rooms)
            tally.listed += (one.title, entry.pupil.id) not in children
            tally.listed_cents += entry.cents
            tally.paid_cents += entry.cents if one.paid_on else 0
            children.add((one.title, entry.pupil.id))
    if not tallies:
        return []
    kept = {
        title: {room: one for room, one in held.items() if one != Tally()}
        for title, held in sorted(tallies.items(), key=lambda item: order.get(item[0], len(order)))
    }
    free = Counter(one.entitlement.programme.title for one in found.lines if one.entitlement.amount.in_kind)
    things = (
        f"免费提供、不发现金的：{'、'.join(f'{title}{count}人' for title, count in free.items())}；" if free else ""
    )
    counted = f"应享受按{found.day.isoformat()}在册和住宿情况计算；{things}"
    school = identity.school(session).name
    return [aid_school_forms.summary(kept, school=school, term=asked.term, counted=counted)]


def _tally(tallies: dict[str, dict[str, Tally]], title: str, room: str, rooms: Sequence[str]) -> Tally:
    held = tallies.setdefault(title, {name: Tally() for name in rooms})
    return held.setdefault(room or "未编班", Tally())


_FORMS: Mapping[str, Callable[[Session, Asked], list[Form]]] = {
    "aid_notice": _notices, "aid_application": _applications, "aid_review": _reviews, "aid_public": _public,
    "aid_approval": _approval, "payment_sheet": _sheets, "aid_card": _cards, "aid_summary": _summary,
}  # fmt: skip
_NONE_APPLIED = "这个范围里还没有学生交申请表。"
_EMPTY: Mapping[str, str] = {
    "aid_notice": "这个范围里没有学生。", "aid_review": _NONE_APPLIED, "aid_approval": _NONE_APPLIED,
    "aid_application": "这个范围里没有困难情形或已申请的学生，要给全部学生印请选“全部学生”。",
    "aid_card": "这个范围里没有困难情形或已申请的学生。", "aid_public": "本学年还没有认定的学生。",
    "payment_sheet": "这个学期还没有发放名册，请先生成。", "aid_summary": "这个学期没有应享受的学生，也没有名册。",
}  # fmt: skip
