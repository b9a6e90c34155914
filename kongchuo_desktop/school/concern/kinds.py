"""The kinds in the book: the shipped ones as the school changed them, and its own."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.resources import read_toml
from kongchuo_desktop.kit.text import tidy_text
from kongchuo_desktop.school.concern.model import ConcernKind, ConcernMark
from kongchuo_desktop.school.concern.rules import Kind, kinds_of, objection
from kongchuo_desktop.storage.asked_once import asked_once
from kongchuo_desktop.storage.bulk import bulk_update

OWN_PLACE = 100


def shipped_kinds() -> tuple[Kind, ...]:
    """The kinds that come with the program."""
    return kinds_of(read_toml("policy", "concern.toml"))


@asked_once
def kinds(session: Session, *, unused: bool = False) -> dict[str, Kind]:
    """Kinds by name in their order; with `unused` also those put out of use."""
    rows = list(session.scalars(select(ConcernKind).order_by(ConcernKind.position, ConcernKind.id)))
    changed = {row.shipped: row for row in rows if row.shipped}
    names = {row.shipped: row.name for row in rows if row.shipped}
    found = []
    for kind in shipped_kinds():
        kind = replace(kind, parts=tuple(names.get(part, part) for part in kind.parts))
        row = changed.get(kind.name)
        found.append(kind if row is None else _changed(kind, row))
    found += [
        Kind(row.name, row.group, row.is_key, _parts(row), (row.name,), "", "", row.in_use, row.position)
        for row in rows
        if not row.shipped
    ]
    return {kind.name: kind for kind in found if unused or kind.in_use}


def _changed(kind: Kind, row: ConcernKind) -> Kind:
    words = kind.words if row.name in kind.words or kind.parts else (*kind.words, row.name)
    return replace(kind, name=row.name, is_key=row.is_key, in_use=row.in_use, words=words)


def _parts(row: ConcernKind) -> tuple[str, ...]:
    return tuple(part for part in row.parts.split("+") if part)


def add_kind(session: Session, *, name: str, group: str, is_key: bool = True, parts: Sequence[str] = ()) -> None:
    """Add a kind of the school's own."""
    name = tidy_text(name)
    if reason := objection(name, group=group, parts=parts, others=kinds(session, unused=True)):
        raise UserError(reason)
    last = session.scalar(select(func.max(ConcernKind.position)).where(ConcernKind.shipped == "")) or OWN_PLACE
    session.add(
        ConcernKind(name=name, group=group, is_key=is_key, parts="+".join(parts), position=max(last, OWN_PLACE) + 1)
    )


def rename_kind(session: Session, *, name: str, to: str) -> int:
    """Give a kind another name; marks of all times follow. How many marks were written anew."""
    known = kinds(session, unused=True)
    kind, to = _kind(known, name), tidy_text(to)
    others = {other: facts for other, facts in known.items() if other != name}
    if reason := objection(to, group=kind.group, parts=kind.parts, others=others):
        raise UserError(reason)
    row = _row(session, kind)
    row.name = to
    for other in session.scalars(select(ConcernKind).where(ConcernKind.parts != "")):
        other.parts = "+".join(to if part == name else part for part in other.parts.split("+"))
    marked = session.scalars(select(ConcernMark.id).where(ConcernMark.kind == name))
    return bulk_update(session, ConcernMark, [{"id": mark, "kind": to} for mark in marked])


def change_kind(session: Session, *, name: str, is_key: bool | None = None, in_use: bool | None = None) -> None:
    """Say whether a kind's children are key pupils, and whether it is offered; marks of an unused kind stay."""
    row = _row(session, _kind(kinds(session, unused=True), name))
    if is_key is not None:
        row.is_key = is_key
    if in_use is not None:
        row.in_use = in_use


def _kind(known: dict[str, Kind], name: str) -> Kind:
    if name not in known:
        raise UserError(f"没有“{name}”这个类别，请刷新后再试。")
    return known[name]


def _row(session: Session, kind: Kind) -> ConcernKind:
    where = ConcernKind.shipped == kind.shipped if kind.shipped else ConcernKind.name == kind.name
    row = session.scalars(select(ConcernKind).where(where)).first()
    if row is None:
        row = ConcernKind(name=kind.name, group=kind.group, shipped=kind.shipped, is_key=kind.is_key)
        row.position = kind.position
        session.add(row)
    return row


def shipped_names(session: Session) -> dict[str, str]:
    """Today's names of the shipped kinds by the names they came with."""
    return {kind.shipped: kind.name for kind in kinds(session, unused=True).values() if kind.shipped}
