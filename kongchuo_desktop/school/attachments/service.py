"""Pictures kept with a record: added, listed, shown, removed; so many to a record and no more."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.pictures import Picture
from kongchuo_desktop.school.attachments.model import Attachment
from kongchuo_desktop.school.types import AttachmentId
from kongchuo_desktop.storage.taking_back import Reference

MOST_PER_OWNER = 9  # pictures of one visit: three rows of three on paper
LONGEST_CAPTION = 80


@dataclass(frozen=True)
class AttachmentFacts:
    """A picture of a record, with its thumbnail (JPEG); the picture itself is asked for by `jpeg`."""

    id: AttachmentId
    owner_kind: str
    owner_id: int
    caption: str
    taken_on: date | None
    added_at: datetime
    width: int
    height: int
    thumbnail: bytes = field(repr=False)


@dataclass(frozen=True)
class PictureChanges:
    """What was done to a record's pictures on a form that is not saved yet."""

    added: tuple[tuple[Picture, str], ...] = ()  # picture, caption
    described: tuple[tuple[AttachmentId, str], ...] = ()
    removed: tuple[AttachmentId, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.described or self.removed)


def keep(session: Session, *, owner_kind: str, owner_id: int, changes: PictureChanges, now: datetime) -> None:
    """Write what a form changed, with the record itself."""
    for gone in changes.removed:
        remove(session, attachment_id=gone)
    session.flush()
    for number, caption in changes.described:
        describe(session, attachment_id=number, caption=caption)
    for picture, caption in changes.added:
        add(session, owner_kind=owner_kind, owner_id=owner_id, picture=picture, caption=caption, now=now)


def add(
    session: Session,
    *,
    owner_kind: str,
    owner_id: int,
    picture: Picture,
    caption: str = "",
    taken_on: date | None = None,
    now: datetime,
) -> AttachmentId:
    """Keep a picture with a record (`owner_kind`: its table); `taken_on` None takes the camera's word.

    UserError when the record has its number of pictures, or this very one already.
    """
    caption = caption.strip()
    if len(caption) > LONGEST_CAPTION:
        raise UserError(f"照片说明最多 {LONGEST_CAPTION} 个字，现在有 {len(caption)} 个，请写短一些。")
    mine = (Attachment.owner_kind == owner_kind) & (Attachment.owner_id == owner_id)
    count, last = session.execute(
        select(func.count(Attachment.id), func.coalesce(func.max(Attachment.position), 0)).where(mine)
    ).one()
    if count >= MOST_PER_OWNER:
        raise UserError(f"一条记录最多放 {MOST_PER_OWNER} 张照片，已经满了。请先去掉一张再加。")
    if session.scalar(select(Attachment.id).where(mine, Attachment.jpeg == picture.jpeg)) is not None:
        raise UserError("这张照片已经在这条记录里了，不用再加。")
    row = Attachment(
        owner_kind=owner_kind,
        owner_id=owner_id,
        position=last + 1,
        caption=caption,
        taken_on=taken_on or picture.taken_on,
        added_at=now.replace(tzinfo=None),
        width=picture.width,
        height=picture.height,
        jpeg=picture.jpeg,
        thumbnail=picture.thumbnail,
    )
    session.add(row)
    session.flush()
    return AttachmentId(row.id)


def of(session: Session, *, owner_kind: str, owner_ids: Iterable[int]) -> tuple[AttachmentFacts, ...]:
    """The pictures of some records, by record and place."""
    wanted = sorted(set(owner_ids))
    if not wanted:
        return ()
    query = (
        select(*_SHOWN)
        .where(Attachment.owner_kind == owner_kind, Attachment.owner_id.in_(wanted))
        .order_by(Attachment.owner_id, Attachment.position, Attachment.id)
    )
    return tuple(AttachmentFacts(AttachmentId(row[0]), *row[1:]) for row in session.execute(query))


def jpeg(session: Session, *, attachment_id: AttachmentId) -> bytes:
    """The picture itself."""
    found = session.scalar(select(Attachment.jpeg).where(Attachment.id == attachment_id))
    if found is None:
        raise UserError("这张照片已经不在了，可能刚被去掉。请刷新后再看。")
    return found


def describe(session: Session, *, attachment_id: AttachmentId, caption: str) -> None:
    """Change the words under a picture."""
    caption = caption.strip()
    if len(caption) > LONGEST_CAPTION:
        raise UserError(f"照片说明最多 {LONGEST_CAPTION} 个字，现在有 {len(caption)} 个，请写短一些。")
    session.get_one(Attachment, attachment_id).caption = caption


def remove(session: Session, *, attachment_id: AttachmentId) -> None:
    """Take a picture away for good; the log keeps that it was there, not what it showed."""
    row = session.get(Attachment, attachment_id)
    if row is not None:
        session.delete(row)


def remove_all(session: Session, *, owner_kind: str, owner_id: int) -> None:
    """Take every picture of a record away before the record itself goes: its number may be given again."""
    mine = (Attachment.owner_kind == owner_kind) & (Attachment.owner_id == owner_id)
    for row in session.scalars(select(Attachment).where(mine)).all():
        session.delete(row)


def kept_with(session: Session, rows: Mapping[str, frozenset[int]]) -> Iterator[Reference]:
    """Pictures kept with any of these rows (numbers by table), for what would take the rows back."""
    query = select(Attachment.id, Attachment.uid, Attachment.owner_kind, Attachment.owner_id)
    for number, uid, kind, owner in session.execute(query.where(Attachment.owner_kind.in_(rows))):
        if owner in rows[kind]:
            yield Reference(kind, owner, "attachment", number, uid)


_SHOWN = (
    Attachment.id, Attachment.owner_kind, Attachment.owner_id, Attachment.caption, Attachment.taken_on,
    Attachment.added_at, Attachment.width, Attachment.height, Attachment.thumbnail,
)  # fmt: skip
