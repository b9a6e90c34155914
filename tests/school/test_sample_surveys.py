"""The sample school's surveys and drawings: through, deterministic, small."""

from datetime import datetime
from pathlib import Path

from kongchuo_desktop.desk import demo_pictures, demo_survey, importing
from kongchuo_desktop.school.attachments import service as attachments
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.survey import service as survey_room
from kongchuo_desktop.school.visits import service as visit_room
from kongchuo_desktop.school.visits.rules import VisitDraft
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import CHINA

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=CHINA)


def filled(book: Database, sample_files: Path) -> Database:
    found = importing.preview(book, "pupils", sample_files / "花名册-全国学籍导出.xlsx", today=NOW.date())
    importing.write(book, found, today=NOW.date())
    return book


def test_one_survey_is_through_and_one_has_begun(book: Database, sample_files: Path) -> None:
    with filled(book, sample_files).write("布置") as session:
        demo_survey.add_survey(session, now=NOW.replace(month=9))
        assert survey_room.surveys(session) == ()  # nothing before its day
        demo_survey.add_survey(session, now=NOW)
        warm, online = survey_room.surveys(session)
    assert (online.answered, online.pupils, online.without_measure, online.measures_open) == (108, 108, 0, 2)
    assert online.needing > 20
    assert 0 < warm.answered < warm.pupils


def test_drawings_of_the_first_visits_are_always_the_same(book: Database, sample_files: Path) -> None:
    with filled(book, sample_files).write("布置") as session:
        people = pupil_room.pupils(session, today=NOW.date())[:4]
        ids = [
            visit_room.record_visit(
                session, now=NOW,
                draft=VisitDraft(
                    day=NOW.date(), form="入户", pupil_ids=(person.id,), others="村干部", purpose="普访", found="在家",
                ),
            )
            for person in people
        ]  # fmt: skip
        demo_pictures.add_pictures(session, now=NOW)
        kept = attachments.of(session, owner_kind="visit", owner_ids=ids)
        assert len(kept) == 4
        assert sum(len(attachments.jpeg(session, attachment_id=one.id)) for one in kept) < 400_000
        portraits = [pupil_room.photo(session, pupil_id=person.id) for person in people]
    assert sum(portrait is not None for portrait in portraits) == demo_pictures.VISITS
