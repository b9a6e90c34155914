"""A child's whole file (一人一案) from the book: gathered from every room, bound as PDF, put on record."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from kongchuo_desktop.desk import dossier_records, timeline
from kongchuo_desktop.desk.archive_card import archive_card
from kongchuo_desktop.desk.dossier_records import Records
from kongchuo_desktop.desk.dossier_sheet import Child, basic_sheet, clear_sheet
from kongchuo_desktop.desk.made import Made
from kongchuo_desktop.desk.pupils_asked import asked
from kongchuo_desktop.documents.form_content import Form, Picture
from kongchuo_desktop.documents.kinds_dossier import KINDS
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.pictures import smaller
from kongchuo_desktop.school.attachments import service as attachments
from kongchuo_desktop.school.attendance import child_history
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.concern import homes
from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.enrolment import events as enrolment
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pairing import service as pair_room
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.returns import cases as case_room
from kongchuo_desktop.school.survey import service as survey_room
from kongchuo_desktop.school.types import PupilId, VisitId
from kongchuo_desktop.school.visits import service as visit_room
from kongchuo_desktop.school.visits import teaching as teaching_room
from kongchuo_desktop.school.visits.rules import COUNSELLING, TALK_KINDS
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database

if TYPE_CHECKING:
    from kongchuo_desktop.documents.dossier_paper import Bound

TITLES = {kind.key: kind.title for kind in KINDS}
TITLE, SUBTITLE = "学生关爱档案", "一人一案 · 控辍保学"
ON_PAPER = 1000  # pixels of a photograph's longer side: 300 dots to the inch at half the width of the page
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Shown:
    """A file for the screen: the PDF and what has to be told."""

    pdf: bytes
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Gathered:
    """What is the same for all children of a batch."""

    school: str
    today: date
    children: tuple[Child, ...]
    records: Mapping[PupilId, Records]
    photos: Mapping[VisitId, tuple[attachments.AttachmentFacts, ...]]


def show(database: Database, *, pupil_id: PupilId, now: datetime, mask: bool = False) -> Shown:
    """One child's file for the preview; that it was put together is on record."""
    from kongchuo_desktop.documents.dossier_paper import dossier_pdf
    from kongchuo_desktop.documents.form_paper import remarks

    with database.read() as session:
        found = gather(session, pupil_ids=(pupil_id,), today=now.date(), mask=mask)
        forms = _parts(session, found, found.children[0])
    pdf = dossier_pdf(_bound(found, found.children[0], forms))
    _put_on_record(database, "dossier", [found.children[0].pupil])
    return Shown(pdf, remarks(forms))


def maker(key: str) -> Callable[..., Made]:
    """The command's way to a paper of this desk, called as (database, answers, out=, now=)."""

    def make(database: Database, answers: Mapping[str, str], *, out: Path, now: datetime) -> Made:
        with database.read() as session:
            people = asked(session, answers, today=now.date())
        each = answers.get("each", "") or ("" if out.suffix.lower() == ".pdf" else "signer")
        if each and out.suffix.lower() == ".pdf":
            raise UserError("要分成多个文件时，--out 请给一个文件夹，不要给 .pdf 文件名。")
        mask = answers.get("mask", "") == "yes"
        return make_files(database, key=key, people=people, out=out, now=now, each=each, mask=mask)

    return make


def make_files(
    database: Database, *, key: str, people: Sequence[PupilFacts], out: Path, now: datetime, each: str = "",
    mask: bool = False, progress: Progress | None = None, cancelled: Callable[[], bool] = lambda: False,
) -> Made:  # fmt: skip
    """Files (key "dossier") or cards ("archive_card") of some children; made and put on record, or neither."""
    from kongchuo_desktop.documents.dossier_paper import draw_dossiers
    from kongchuo_desktop.documents.form_paper import characters, draw_forms

    signs: set[str] = set()
    with database.read() as session:
        found = gather(session, pupil_ids=[person.id for person in people], today=now.date(), mask=mask)
        if key == "archive_card":
            cards = [archive_card(child, found.records[child.pupil.id], found.school) for child in found.children]
            signs.update(characters(cards))
            files = draw_forms(cards, out, each=each, progress=progress, cancelled=cancelled)
        else:

            def one_by_one() -> "Iterator[Bound]":
                for child in found.children:
                    forms = _parts(session, found, child)
                    signs.update(characters(forms))
                    yield _bound(found, child, forms)

            files = draw_dossiers(
                one_by_one(), len(found.children), out, each=each, progress=progress, cancelled=cancelled
            )
    _put_on_record(database, key, [child.pupil for child in found.children])
    return Made(files, len(found.children), _remarks(signs))


def _remarks(signs: set[str]) -> tuple[str, ...]:
    from kongchuo_desktop.documents.faces import load_typefaces

    lacking = sorted(load_typefaces().missing_characters("".join(signs)))
    return (f"这些字没有字体可印，请手写补上：{'、'.join(lacking)}。",) if lacking else ()


def _put_on_record(database: Database, key: str, people: Sequence[PupilFacts]) -> None:
    """One line for a batch; of one child whose it was."""
    uid = people[0].uid if len(people) == 1 else ""
    with database.write(f"打印{TITLES[key]}") as session:
        audit.record_event(
            session, kind="print", what=TITLES[key], count=len(people), table="pupil" if uid else "", row_uid=uid
        )


def gather(session: Session, *, pupil_ids: Sequence[PupilId], today: date, mask: bool = False) -> Gathered:
    """Everything about some children, each room asked once."""
    stories = timeline.stories(session, pupil_ids=pupil_ids, today=today, outside=True)
    ids = [story.pupil.id for story in stories]
    heads = {room.id: room.head for room in class_room.classes(session, today=today, closed=True)}
    marks: dict[PupilId, list[concern.MarkFacts]] = {}
    for mark in concern.history(session, on=today, pupil_ids=ids):
        marks.setdefault(mark.pupil_id, []).append(mark)
    families = {one.id: home for home in homes.homes(session, on=today, pupil_ids=ids) for one in home.children}
    helpers: dict[PupilId, pair_room.PairFacts] = {}
    for pair in pair_room.pairs(session, today=today, on=today, pupil_ids=ids):
        helpers.setdefault(pair.pupil_id, pair)
    children = tuple(
        Child(
            story,
            pupil_room.photo(session, pupil_id=story.pupil.id) or b"",
            heads.get(story.pupil.class_id, "") if story.pupil.class_id else "",
            tuple(marks.get(story.pupil.id, ())),
            families.get(story.pupil.id),
            mask,
            helpers[story.pupil.id].helper if story.pupil.id in helpers else "",
            helpers[story.pupil.id].helper_phone if story.pupil.id in helpers else "",
        )
        for story in stories
    )
    visits = visit_room.visits(session, pupil_ids=ids)
    photos: dict[VisitId, list[attachments.AttachmentFacts]] = {}
    for fact in attachments.of(session, owner_kind="visit", owner_ids=[visit.id for visit in visits]):
        photos.setdefault(VisitId(fact.owner_id), []).append(fact)
    return Gathered(
        identity.school(session).name, today, children, _records(session, ids, visits, today),
        {visit: tuple(mine) for visit, mine in photos.items()},
    )  # fmt: skip


def _records(
    session: Session, ids: Sequence[PupilId], visits: Sequence[visit_room.VisitFacts], today: date
) -> dict[PupilId, Records]:
    """The rooms' records by child, oldest first."""
    only = ids[0] if len(ids) == 1 else None
    spells = child_history.spells(session, pupil_ids=ids)
    closings = child_history.closings(session, pupil_ids=ids)
    events = enrolment.events(session, pupil_id=only, last=today)
    kinds = [kind for kind in TALK_KINDS if kind != COUNSELLING]
    talks = visit_room.talks(session, pupil_ids=ids, kinds=kinds)[::-1]
    placed = teaching_room.placements(session, today=today, pupil_ids=ids)[::-1]
    lessons = teaching_room.lessons(session, pupil_ids=ids)[::-1]
    surveys = survey_room.lines_of(session, pupil_ids=ids, today=today)
    cases = case_room.cases(session, today=today, pupil_ids=ids)[::-1]
    return {
        child: Records(
            events=tuple(event for event in events if event.pupil_id == child),
            spells=spells.get(child, ()),
            closings=closings.get(child, ()),
            visits=tuple(one for one in reversed(visits) if any(person.id == child for person in one.pupils)),
            talks=tuple(talk for talk in talks if talk.pupil_id == child and not talk.is_sealed),
            placements=tuple(one for one in placed if one.pupil.id == child),
            lessons=tuple(one for one in lessons if one.draft.pupil_id == child),
            surveys=tuple(pair for pair in surveys if pair[1].pupil_id == child),
            cases=tuple(one for one in cases if one.pupil.id == child),
        )
        for child in ids
    }


def _parts(session: Session, found: Gathered, child: Child) -> tuple[Form, ...]:
    """The file's parts; the photographs are read now."""
    records = found.records[child.pupil.id]
    photos = {
        visit.id: tuple(
            Picture(smaller(attachments.jpeg(session, attachment_id=fact.id), longest=ON_PAPER), _caption(fact))
            for fact in found.photos[visit.id]
        )
        for visit in records.visits
        if visit.id in found.photos
    }
    whole = replace(records, photos=photos)
    return (basic_sheet(child, found.today), clear_sheet(child), *dossier_records.parts(child, whole))


def _caption(fact: attachments.AttachmentFacts) -> str:
    day = f"{fact.taken_on:%Y-%m-%d}" if fact.taken_on else ""
    return "　".join(filter(None, (day, fact.caption)))


def _bound(found: Gathered, child: Child, forms: tuple[Form, ...]) -> "Bound":
    from kongchuo_desktop.documents.dossier_paper import Bound

    pupil = child.pupil
    facts = (
        ("学生姓名", pupil.name),
        ("性　　别", pupil.sex),
        ("班　　级", pupil.class_name or pupil.status),
        ("学 籍 号", child.number(pupil.student_number)),
        ("班 主 任", child.head),
        ("所 在 村", pupil.village),
    )
    day = f"{found.today.year}年{found.today.month}月{found.today.day}日"
    return Bound(TITLE, found.school, pupil.name, forms, SUBTITLE, facts, day, pupil.class_name)
