"""Marks of concern: who has which, since when, why; given, ended, never forgotten."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import tidy_text
from kongchuo_desktop.school.concern.kinds import kinds
from kongchuo_desktop.school.concern.model import ConcernMark
from kongchuo_desktop.school.concern.rules import DERIVED, Kind, Span, following
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.pupils.service import FEW, HERE
from kongchuo_desktop.school.types import MarkId, PupilId

SOURCES = ("登记", "备注", "名册", "核查")
EARLIEST = date(2000, 1, 1)
LONGEST = 300  # characters of a reason


@dataclass(frozen=True)
class MarkFacts:
    """A child has a kind of concern; `id` None where it follows from others (双困生)."""

    id: MarkId | None
    pupil_id: PupilId
    kind: str
    group: str
    since: date
    why: str
    by: str
    source: str  # 登记 备注 名册 核查, or 推算
    until: date | None = None
    ended_why: str = ""
    ended_by: str = ""

    @property
    def span(self) -> Span:
        """From when to when it holds."""
        return Span(self.since, self.until)


@dataclass(frozen=True)
class Marked:
    """What came of marking several children: new marks, and the names of those who had it already."""

    ids: tuple[MarkId, ...]
    already: tuple[str, ...]


def marks(
    session: Session, *, on: date, pupil_ids: Collection[PupilId] | None = None, everyone: bool = False
) -> tuple[MarkFacts, ...]:
    """Marks that hold on a day of the children on the roll (or of everybody), what follows from them included."""
    query = select(ConcernMark).where(ConcernMark.since <= on, (ConcernMark.until.is_(None)) | (ConcernMark.until > on))
    if not everyone:
        query = query.where(ConcernMark.pupil_id.in_(select(Pupil.id).where(Pupil.status.in_(HERE))))
    known = kinds(session, unused=True)
    return _with_following(_facts(session, query, pupil_ids, known), known)


def history(session: Session, *, on: date, pupil_ids: Collection[PupilId] | None = None) -> tuple[MarkFacts, ...]:
    """Every mark ever given, ended ones too, by child and beginning; what follows from others is not repeated."""
    known = kinds(session, unused=True)
    query = select(ConcernMark).where(ConcernMark.since <= on)
    return tuple(sorted(_facts(session, query, pupil_ids, known), key=lambda item: (item.pupil_id, item.since)))


def key_pupils(session: Session, *, on: date) -> frozenset[PupilId]:
    """Children with a mark of a kind that calls for more visits (重点学生)."""
    known = kinds(session, unused=True)
    return frozenset(item.pupil_id for item in marks(session, on=on) if item.kind in known and known[item.kind].is_key)


def mark(
    session: Session, *, pupil_ids: Iterable[PupilId], kind: str, since: date, why: str, by: str, today: date,
    source: str = "登记",
) -> Marked:  # fmt: skip
    """Give several children a kind of concern; those who have it already are left as they are and named."""
    facts = _usable(session, kind)
    why = _reason(why)
    wanted = tuple(dict.fromkeys(pupil_ids))
    names = _names(session, wanted)
    _require_day(since, today)
    taken = {item.pupil_id for item in _of_kind(session, wanted, facts.name) if item.span.meets(Span(since))}
    rows = [
        ConcernMark(pupil_id=child, kind=facts.name, since=since, why=why, marked_by=by, source=source)
        for child in wanted
        if child not in taken
    ]
    if not rows:
        known = "、".join(names[child] for child in wanted[:5])
        raise UserError(f"{known}{'等' if len(wanted) > 5 else ''}已经登记为“{kind}”，没有重复登记。")
    session.add_all(rows)
    session.flush()
    return Marked(tuple(MarkId(row.id) for row in rows), tuple(names[child] for child in wanted if child in taken))


def end_mark(session: Session, *, mark_id: MarkId, on: date, why: str, by: str, today: date) -> None:
    """The mark holds no longer from a day on; the reason is kept with it."""
    row = session.get(ConcernMark, mark_id)
    if row is None:
        raise UserError("这条登记已不在账本里，请刷新列表。")
    if row.until is not None:
        raise UserError(f"这条“{row.kind}”已在{row.until:%Y-%m-%d}解除，不必再解除。")
    if not why.strip():
        raise UserError("请写明解除原因，例如“父亲已回家照料”。")
    if on > today:
        raise UserError("解除日期不能晚于今天，请改正。")
    if on < row.since:
        raise UserError(f"解除日期早于登记日期{row.since:%Y-%m-%d}，请改正。")
    row.until, row.ended_why, row.ended_by = on, _reason(why), by


def reopen_mark(session: Session, *, mark_id: MarkId) -> None:
    """Take an ending back (undo); refused where the child was given the same kind again meanwhile."""
    row = session.get_one(ConcernMark, mark_id)
    others = [item for item in _of_kind(session, (PupilId(row.pupil_id),), row.kind) if item.id != mark_id]
    if any(item.span.meets(Span(row.since)) for item in others):
        raise UserError(f"这名学生后来又登记了“{row.kind}”，不能恢复原来这一条。")
    row.until, row.ended_why, row.ended_by = None, "", ""


def correct_mark(session: Session, *, mark_id: MarkId, since: date, why: str, today: date) -> None:
    """Put a mark's beginning and reason right."""
    row = session.get_one(ConcernMark, mark_id)
    _require_day(since, today)
    if row.until is not None and since > row.until:
        raise UserError(f"开始日期不能晚于解除日期{row.until:%Y-%m-%d}。")
    others = [item for item in _of_kind(session, (PupilId(row.pupil_id),), row.kind) if item.id != mark_id]
    if any(item.span.meets(Span(since, row.until)) for item in others):
        raise UserError(f"这名学生在这段时间已经登记过“{row.kind}”，请核对开始日期。")
    row.since, row.why = since, _reason(why)


def withdraw_marks(session: Session, *, mark_ids: Iterable[MarkId]) -> None:
    """Take back marks written by mistake; the log keeps what they said."""
    for mark_id in mark_ids:
        session.delete(session.get_one(ConcernMark, mark_id))


def _facts(
    session: Session,
    query: Select[Any],
    pupil_ids: Collection[PupilId] | None,
    known: Mapping[str, Kind],
) -> list[MarkFacts]:
    few = pupil_ids is not None and len(pupil_ids) <= FEW
    if few:
        query = query.where(ConcernMark.pupil_id.in_(pupil_ids or ()))
    wanted = None if few or pupil_ids is None else frozenset(pupil_ids)
    columns = query.with_only_columns(
        ConcernMark.id, ConcernMark.pupil_id, ConcernMark.kind, ConcernMark.since, ConcernMark.why,
        ConcernMark.marked_by, ConcernMark.source, ConcernMark.until, ConcernMark.ended_why, ConcernMark.ended_by,
    )  # fmt: skip
    return [
        MarkFacts(MarkId(number), PupilId(child), kind, known[kind].group if kind in known else "", *rest)
        for number, child, kind, *rest in session.execute(columns)
        if wanted is None or child in wanted
    ]


def _with_following(found: list[MarkFacts], known: Mapping[str, Kind]) -> tuple[MarkFacts, ...]:
    """With the kinds that follow from parts, by child and in the order of the kinds."""
    made = [kind for kind in known.values() if kind.parts and kind.in_use]
    parts = {part for kind in made for part in kind.parts}
    of_child: dict[PupilId, dict[str, MarkFacts]] = {}
    for item in found:
        if item.kind in parts:
            of_child.setdefault(item.pupil_id, {})[item.kind] = item
    derived = []
    for child, own in of_child.items():
        for name, span in following({kind: item.span for kind, item in own.items()}, made).items():
            why = "、".join(known[name].parts)
            derived.append(MarkFacts(None, child, name, known[name].group, span.since, why, "", DERIVED, span.until))
    place = {name: n for n, name in enumerate(known)}
    return tuple(sorted([*found, *derived], key=lambda item: (item.pupil_id, place.get(item.kind, 999), item.since)))


def _usable(session: Session, name: str) -> Kind:
    found = kinds(session).get(name)
    if found is None:
        raise UserError(f"没有“{name}”这个类别，或已停用，请先到“类别”里添加或恢复。")
    if found.parts:
        raise UserError(f"“{name}”由{'、'.join(found.parts)}自动得出，请分别登记这几项。")
    return found


def _of_kind(session: Session, pupil_ids: Collection[PupilId], kind: str) -> tuple[MarkFacts, ...]:
    found = _facts(session, select(ConcernMark).where(ConcernMark.kind == kind), pupil_ids, {})
    return tuple(found)


def _names(session: Session, pupil_ids: Collection[PupilId]) -> dict[PupilId, str]:
    """Names of children on the roll; anyone else is refused."""
    if not pupil_ids:
        raise UserError("请先选择学生。")
    query = select(Pupil.id, Pupil.name, Pupil.status).where(Pupil.id.in_(pupil_ids))
    found = {PupilId(child): (name, status) for child, name, status in session.execute(query)}
    if gone := [found[child][0] for child in pupil_ids if child in found and found[child][1] not in HERE]:
        raise UserError(f"{'、'.join(gone[:5])}已不在校，不能再登记重点关爱。")
    if len(found) < len(pupil_ids):
        raise UserError("有学生已不在账本里，请刷新列表后再登记。")
    return {child: name for child, (name, _) in found.items()}


def _require_day(since: date, today: date) -> None:
    if since > today:
        raise UserError("开始日期不能晚于今天，请改正。")
    if since < EARLIEST:
        raise UserError(f"开始日期{since:%Y-%m-%d}太早，请核对年份。")


def _reason(text: str) -> str:
    text = tidy_text(text)
    if len(text) > LONGEST:
        raise UserError(f"原因最多 {LONGEST} 个字，现在有 {len(text)} 个，请缩短。")
    return text
