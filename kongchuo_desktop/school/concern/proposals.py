"""What the book itself says of children who are not in the register of concern yet; a person decides on each."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.concern import service
from kongchuo_desktop.school.concern.kinds import kinds, shipped_names
from kongchuo_desktop.school.concern.left_behind import BOTH, ONE
from kongchuo_desktop.school.concern.model import ConcernMark
from kongchuo_desktop.school.concern.remarks import recognise
from kongchuo_desktop.school.concern.rules import Kind
from kongchuo_desktop.school.concern.whereabouts import definition, judgements
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import ClassId, MarkId, PupilId
from kongchuo_desktop.storage.bulk import bulk_insert

ROLL, REMARK, HOME = "名册", "备注", "核查"  # sources: national fields, the teacher's remark, where parents are
LEFT_BEHIND = {BOTH: "留守（双亲外出）", ONE: "留守（单亲外出）"}
DECLINED = "核对后不登记"
NO = frozenset({"", "否", "无", "没有", "无残疾", "未残疾", "非残疾", "健康", "正常", "0", "—", "-"})


@dataclass(frozen=True)
class Proposal:
    """A kind that the book suggests for a child, and what says so."""

    pupil_id: PupilId
    name: str
    class_id: ClassId | None
    kind: str
    source: str  # 名册 备注 核查
    said: str

    @property
    def key(self) -> tuple[PupilId, str]:
        """A child is proposed for a kind once."""
        return self.pupil_id, self.kind


def proposals(session: Session, *, on: date) -> tuple[Proposal, ...]:
    """Children in school by class and name; not those who have the kind, nor what was declined for the same words."""
    known = kinds(session)
    names = shipped_names(session)
    have = {(item.pupil_id, item.kind) for item in service.marks(session, on=on)}
    both = {names.get(kind, kind) for kind in LEFT_BEHIND.values()}
    declined = _declined(session)
    judged = judgements(session, on=on)
    rule = definition(session, on=on)
    query = (
        select(
            Pupil.id, Pupil.name, Pupil.class_id, Pupil.remark, Pupil.left_behind, Pupil.orphan, Pupil.disability,
            Pupil.migrant_child,
        )
        .where(Pupil.status == "在读")
        .order_by(Pupil.class_id, Pupil.seat_number, Pupil.id)
    )  # fmt: skip
    found: dict[tuple[PupilId, str], Proposal] = {}
    for number, name, room, remark, *fields in session.execute(query):
        child = PupilId(number)
        told = [*_from_roll(*fields), *_from_remark(remark, known.values())]
        if (
            child in judged
            and judged[child].kind
            and (not judged[child].unknown or not any((child, kind) in have for kind in both))
        ):
            told.append((HOME, LEFT_BEHIND[judged[child].kind], f"{'，'.join(judged[child].reasons)}（{rule.name}）"))
        for source, shipped, said in told:
            kind = names.get(shipped, shipped)
            item = Proposal(child, name, ClassId(room) if room else None, kind, source, said)
            refused = (child, kind, said) in declined
            if kind in known and item.key not in have and not refused and not _told_already(found, item, names):
                found[item.key] = item
    return tuple(found.values())


def _told_already(found: Mapping[tuple[PupilId, str], Proposal], item: Proposal, names: Mapping[str, str]) -> bool:
    """The same kind from a stronger source, or the other sort of 留守."""
    both = {names.get(kind, kind) for kind in LEFT_BEHIND.values()}
    others = both if item.kind in both else {item.kind}
    return any((item.pupil_id, kind) in found for kind in others)


def _from_roll(left_behind: str, orphan: str, disability: str, migrant: str) -> Iterator[tuple[str, str, str]]:
    if left_behind in ("双亲留守", "单亲留守"):
        yield ROLL, LEFT_BEHIND[left_behind.removesuffix("留守")], f"名册“是否留守儿童”：{left_behind}"
    if orphan == "是":
        yield ROLL, "孤儿", "名册“是否孤儿”：是"
    if disability.strip() not in NO:
        yield ROLL, "残疾", f"名册“残疾类型”：{disability.strip()}"
    if migrant == "是":
        yield ROLL, "随迁", "名册“是否随迁子女”：是"


def _from_remark(remark: str, known: Iterable[Kind]) -> Iterator[tuple[str, str, str]]:
    if not remark:
        return
    for item in recognise(remark, known):
        yield REMARK, item.kind, f"备注：{item.said}"


def _declined(session: Session) -> frozenset[tuple[int, str, str]]:
    query = select(ConcernMark.pupil_id, ConcernMark.kind, ConcernMark.why).where(ConcernMark.ended_why == DECLINED)
    return frozenset((child, kind, said) for child, kind, said in session.execute(query))


def accept(session: Session, *, items: Collection[Proposal], since: date, by: str, today: date) -> tuple[MarkId, ...]:
    """Write chosen proposals into the register, each with what said so as its reason.

    The other sort of 留守 ends on that day: parents are both away, or one of them.
    """
    names = shipped_names(session)
    both = {names.get(kind, kind) for kind in LEFT_BEHIND.values()}
    wanted = {item.pupil_id: item.kind for item in items if item.kind in both}
    for mark in service.marks(session, on=since, pupil_ids=list(wanted)):
        if mark.kind in both and mark.kind != wanted[mark.pupil_id] and mark.id is not None:
            why = f"父母去向有变，改为{wanted[mark.pupil_id]}"
            service.end_mark(session, mark_id=mark.id, on=since, why=why, by=by, today=today)
    together: dict[tuple[str, str, str], list[PupilId]] = {}
    for item in items:
        together.setdefault((item.kind, item.source, item.said[: service.LONGEST]), []).append(item.pupil_id)
    made: list[MarkId] = []
    for (kind, source, said), children in together.items():
        made += service.mark(
            session, pupil_ids=children, kind=kind, since=since, why=said, by=by, today=today, source=source
        ).ids
    return tuple(made)


def decline(session: Session, *, items: Collection[Proposal], by: str, today: date) -> tuple[MarkId, ...]:
    """Remember that a proposal was looked at and not followed: a mark that never held, in the history for ever."""
    rows = [
        {
            "pupil_id": item.pupil_id, "kind": item.kind, "since": today, "until": today,
            "why": item.said[: service.LONGEST], "marked_by": by, "source": item.source, "ended_why": DECLINED,
            "ended_by": by,
        }
        for item in items
    ]  # fmt: skip
    return tuple(MarkId(number) for number in bulk_insert(session, ConcernMark, rows))
