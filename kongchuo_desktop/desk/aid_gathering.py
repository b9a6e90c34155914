"""Which children a paper of 资助 is about, and what the book holds of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.desk import pupils_asked
from kongchuo_desktop.desk.aid_forms import AidTold
from kongchuo_desktop.school.aid import history, meals, payments, recognition, service, shipped
from kongchuo_desktop.school.aid.programmes import amounts_of, programmes
from kongchuo_desktop.school.aid.rules import Amount, Entitlement, in_force, money
from kongchuo_desktop.school.enrolment import history as roll_history
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId

TERMS = 6  # that a card looks back


def people(
    session: Session, answers: Mapping[str, str], *, today: date, pupil_ids: Sequence[PupilId]
) -> tuple[PupilFacts, ...]:
    """The children chosen in the window, or those of the answers `pupil` and `class`."""
    if pupil_ids:
        return pupil_room.pupils(session, today=today, ids=frozenset(pupil_ids), status=pupils_asked.EVERYBODY)
    return pupils_asked.asked(session, {name: answers.get(name, "") for name in ("pupil", "class")}, today=today)


def offers(
    session: Session, children: Sequence[PupilFacts], *, term: TermSpan, primary_years: int
) -> tuple[AidTold, ...]:
    """Each child with what is offered to its stage in this term."""
    titles = {one.key: one.title for one in programmes(session)}
    order = list(titles)
    held = sorted(in_force(amounts_of(session), term.starts), key=lambda one: order.index(one.programme))
    by_stage: dict[str, tuple[tuple[str, Amount], ...]] = {
        stage: tuple(
            (titles[one.programme], one) for one in held if one.stage in ("", stage) and (one.cents or one.in_kind)
        )
        for stage in ("primary", "junior")
    }
    return tuple(
        AidTold(child, offered=by_stage["primary" if child.grade <= primary_years else "junior"]) for child in children
    )


def needy(
    session: Session, answers: Mapping[str, str], *, term: TermSpan, today: date, pupil_ids: Sequence[PupilId]
) -> tuple[AidTold, ...]:
    """Children of the range with a ground or an application; everybody with who=all, or when asked for by name."""
    chosen = people(session, answers, today=today, pupil_ids=pupil_ids)
    grounds = service.grounds(session, people=chosen, term=term)
    found = {one.pupil.id: one for one in recognition.recognitions(session, term=term, today=today)}
    named = bool(pupil_ids) or bool(answers.get("pupil", "").strip()) or answers.get("who", "") == "all"
    return tuple(
        AidTold(child, grounds.get(child.id, ()), found.get(child.id))
        for child in chosen
        if named or child.id in grounds or (child.id in found and found[child.id].applied_on is not None)
    )


def with_history(session: Session, children: Sequence[AidTold], *, term: TermSpan, today: date) -> tuple[AidTold, ...]:
    """The same with family status, entitlements of the last terms, payments and card."""
    ids = frozenset(one.pupil.id for one in children)
    if not ids:
        return ()
    spans = [one for one in identity.terms(session) if one.starts <= today][-TERMS:]
    due: dict[PupilId, list[tuple[TermSpan, Entitlement]]] = {}
    for span in spans:
        for line in service.entitled(session, term=span, today=today, only=ids).lines:
            due.setdefault(line.pupil.id, []).append((span, line.entitlement))
    names = {one.key: one.name for one in identity.terms(session)}
    paid: dict[PupilId, list[tuple[str, ...]]] = {}
    for one in payments.lists(session, today=today):
        which = f"第{one.number}份" if one.corrects is None else f"第{one.number}份（更正）"
        for entry in one.lines:
            when = one.paid_on.isoformat() if one.paid_on else one.state
            row = (names.get(one.term, one.term), one.title, money(entry.cents), which, when)
            paid.setdefault(entry.pupil.id, []).append(row)
    statuses = history.family_statuses(session, people=[one.pupil for one in children])
    cards = payments.cards(session, on=today, pupil_ids=ids)
    free = _free(session, ids, spans, today)
    return tuple(
        replace(
            one, statuses=statuses.get(one.pupil.id, ()), entitled=tuple(due.get(one.pupil.id, ())),
            paid=tuple(paid.get(one.pupil.id, ())), card=cards.get(one.pupil.id), free=free[one.pupil.id],
        )
        for one in children
    )  # fmt: skip


def _free(
    session: Session, ids: Collection[PupilId], spans: Sequence[TermSpan], today: date
) -> dict[PupilId, tuple[tuple[str, str, str], ...]]:
    """两免 and days of food of the last terms in which each child was in school."""
    lives = roll_history.history(session).lives
    found: dict[PupilId, list[tuple[str, str, str]]] = {child: [] for child in ids}
    for span in spans:
        given = [one for one in shipped.free() if one.in_force_from <= span.starts]
        eaten = meals.eaten(session, pupil_ids=ids, first=span.starts, last=span.ends, today=today)
        for child in ids:
            stays = lives[child].stays if child in lives else ()
            if not any(stay.first <= span.ends and stay.last >= span.starts for stay in stays):
                continue
            if given:
                found[child].append((span.name, "、".join(one.title for one in given), given[-1].document))
            if eaten[child]:
                found[child].append((span.name, "营养改善计划供餐", f"{eaten[child]}天，按考勤计算，不发现金"))
    return {child: tuple(rows) for child, rows in found.items()}
