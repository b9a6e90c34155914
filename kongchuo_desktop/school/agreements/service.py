"""Verbs and questions about agreements: issued, handed out, signed, returned; the school's own wording."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.agreements.figures import Signer, signer_ids, signers
from kongchuo_desktop.school.agreements.model import Agreement, AgreementWording
from kongchuo_desktop.school.agreements.rules import BY_KIND, LAYERS, Layer, number_text
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import AgreementId, ClassId, PupilId

STATES = ("未印发", "已印发", "已发放", "已签订", "已收回")


@dataclass(frozen=True)
class Issued:
    """One agreement as the list shows it; `id` is None for a signer to whom nothing was issued yet."""

    id: AgreementId | None
    kind: str
    number: str
    party_kind: str
    party_id: int
    party: str
    class_name: str
    issued_at: datetime | None = None
    handed_out_on: date | None = None
    signed_on: date | None = None
    returned_on: date | None = None
    note: str = ""

    @property
    def state(self) -> str:
        """The furthest stage reached."""
        if self.returned_on:
            return STATES[4]
        if self.signed_on:
            return STATES[3]
        if self.handed_out_on:
            return STATES[2]
        return STATES[1] if self.id else STATES[0]


@dataclass(frozen=True)
class LayerState:
    """How far one layer has come this school year."""

    kind: str
    title: str
    signers: int
    issued: int
    handed_out: int
    signed: int
    returned: int


@dataclass(frozen=True)
class Wording:
    """Title and body of one kind as it is in force; `own` when the school changed it."""

    kind: str
    title: str
    body: str
    own: bool = field(default=False)


def register(
    session: Session, *, kind: str, today: date, pupil_ids: frozenset[PupilId] | None = None
) -> tuple[Issued, ...]:
    """Every signer of a layer this year, issued or not, and agreements of signers who have left since."""
    school = identity.school(session)
    rows = {
        (row.party_kind, row.party_id): row
        for row in session.scalars(
            select(Agreement)
            .where(Agreement.kind == kind, Agreement.year == school.current_year)
            .order_by(Agreement.number)
        )
    }
    present = signers(session, kind=kind, today=today, pupil_ids=pupil_ids)
    found = [_issued(school, kind, person, rows.pop((person.party_kind, person.party_id), None)) for person in present]
    if pupil_ids is None:
        found += [_left(school, row) for row in rows.values()]
    return tuple(found)


def _issued(school: identity.SchoolFacts, kind: str, person: Signer, row: Agreement | None) -> Issued:
    if row is None:
        return Issued(None, kind, "", person.party_kind, person.party_id, person.listed, person.class_name)
    return Issued(
        AgreementId(row.id),
        kind,
        _number(school, row),
        person.party_kind,
        person.party_id,
        person.listed,
        person.class_name,
        row.issued_at,
        row.handed_out_on,
        row.signed_on,
        row.returned_on,
        row.note,
    )


def _left(school: identity.SchoolFacts, row: Agreement) -> Issued:
    return Issued(
        AgreementId(row.id),
        row.kind,
        _number(school, row),
        row.party_kind,
        row.party_id,
        row.party_name,
        "",
        row.issued_at,
        row.handed_out_on,
        row.signed_on,
        row.returned_on,
        row.note or "已不在名单",
    )


def _number(school: identity.SchoolFacts, row: Agreement) -> str:
    return number_text(mark=school.paper_mark, layer=BY_KIND[row.kind], year=row.year, number=row.number)


def layers(session: Session, *, today: date) -> tuple[LayerState, ...]:
    """All five layers, highest first; agreements of signers who have left are not counted."""
    year = identity.school(session).current_year
    marks = (Agreement.handed_out_on, Agreement.signed_on, Agreement.returned_on)
    found: dict[str, list[tuple[int, ...]]] = {}
    for kind, party, *days in session.connection().execute(
        select(Agreement.kind, Agreement.party_id, *marks).where(Agreement.year == year)
    ):
        found.setdefault(kind, []).append((party, *(int(day is not None) for day in days)))
    wanted = signer_ids(session, today=today)
    return tuple(
        _layer(layer, wanted[layer.kind], [row for row in found.get(layer.kind, ()) if row[0] in wanted[layer.kind]])
        for layer in LAYERS
    )


def _layer(layer: Layer, ids: set[int], rows: Sequence[tuple[int, ...]]) -> LayerState:
    handed_out, signed, returned = (sum(row[place] for row in rows) for place in (1, 2, 3))
    return LayerState(layer.kind, layer.title, len(ids), len(rows), handed_out, signed, returned)


def issue(session: Session, *, kind: str, people: Sequence[Signer], now: datetime) -> dict[tuple[str, int], str]:
    """Give every signer a paper number, the old one when there is one; number by (party kind, party id)."""
    school = identity.school(session)
    year = school.current_year
    rows = {
        (row.party_kind, row.party_id): row
        for row in session.scalars(select(Agreement).where(Agreement.kind == kind, Agreement.year == year))
    }
    last = session.scalar(select(func.max(Agreement.number)).where(Agreement.kind == kind, Agreement.year == year)) or 0
    for person in people:
        row = rows.get((person.party_kind, person.party_id))
        if row is None:
            last += 1
            row = Agreement(
                kind=kind,
                year=year,
                number=last,
                party_kind=person.party_kind,
                party_id=person.party_id,
                party_name=person.name,
                issued_at=now,
            )
            session.add(row)
            rows[(person.party_kind, person.party_id)] = row
        row.party_name = person.name
        row.figures = json.dumps(dict(person.values), ensure_ascii=False, sort_keys=True)
    return {key: _number(school, row) for key, row in rows.items()}


def mark(session: Session, *, ids: Iterable[AgreementId], stage: str, day: date | None) -> int:
    """Record that agreements were handed_out, signed or returned on a day; None takes the mark back.

    A later stage brings the earlier ones with it: what came back signed was handed out.
    """
    stages = ("handed_out", "signed", "returned")
    if stage not in stages:
        raise ValueError(stage)
    rows = session.scalars(select(Agreement).where(Agreement.id.in_(list(ids)))).all()
    for row in rows:
        if day is None:
            for later in stages[stages.index(stage) :]:
                setattr(row, f"{later}_on", None)
            continue
        for earlier in stages[: stages.index(stage) + 1]:
            if getattr(row, f"{earlier}_on") is None or earlier == stage:
                setattr(row, f"{earlier}_on", day)
    return len(rows)


def parents_signed_by_class(session: Session, *, year: int) -> dict[ClassId, int]:
    """学校—家长 agreements signed this year, per present class of the child."""
    query = (
        select(Pupil.class_id, func.count())
        .join(Agreement, (Agreement.party_id == Pupil.id) & (Agreement.party_kind == "pupil"))
        .where(
            Agreement.kind == "parent",
            Agreement.year == year,
            Agreement.signed_on.is_not(None),
            Pupil.status == "在读",
        )
        .group_by(Pupil.class_id)
    )
    return {ClassId(room): count for room, count in session.execute(query) if room is not None}


def own_wording(session: Session, *, kind: str) -> Wording | None:
    """The school's own text of a kind, when it has one."""
    row = session.scalars(select(AgreementWording).where(AgreementWording.kind == kind)).first()
    return Wording(row.kind, row.title, row.body, own=True) if row else None


def set_wording(session: Session, *, kind: str, title: str, body: str, now: datetime) -> None:
    """Keep the school's own text of a kind."""
    if kind not in BY_KIND:
        raise ValueError(kind)
    if not title.strip() or not body.strip():
        raise UserError("责任书的标题和正文都不能为空；想用回原来的文字，请点“恢复原文”。")
    row = session.scalars(select(AgreementWording).where(AgreementWording.kind == kind)).first()
    if row is None:
        session.add(AgreementWording(kind=kind, title=title, body=body, changed_at=now))
    else:
        row.title, row.body, row.changed_at = title, body, now


def restore_wording(session: Session, *, kind: str) -> None:
    """Go back to the shipped text."""
    row = session.scalars(select(AgreementWording).where(AgreementWording.kind == kind)).first()
    if row is not None:
        session.delete(row)
