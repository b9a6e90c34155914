"""The sample school (示例学校): a whole book to try things in, all of it invented.

Every work area adds its own share of the school's year here, so that no page is empty.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from kongchuo_desktop.desk import (
    books,
    demo_aid,
    demo_attendance,
    demo_boarding,
    demo_concern,
    demo_enrolment,
    demo_forms,
    demo_letters,
    demo_pairs,
    demo_pictures,
    demo_returns,
    demo_roll_checks,
    demo_survey,
    demo_visits,
    importing,
    record_files,
)
from kongchuo_desktop.desk.record_kinds import HOUSEHOLDS
from kongchuo_desktop.kit.resources import resource
from kongchuo_desktop.school.agreements import figures
from kongchuo_desktop.school.agreements import service as agreements
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import AgreementId
from kongchuo_desktop.storage import meta

YEAR = 2026
FACTS = identity.SchoolFacts(
    name="青石镇河湾小学（示例）",
    stage="小学",
    current_year=YEAR,
    code="2152000888",
    above="青石镇中心学校",
    township="青石镇",
    county="望山县",
    address="望山县青石镇河湾村1组",
    phone="0850-5550101",
    paper_mark="河湾控",
)
VILLAGE_HEADS = {
    "河湾村": ("罗成林", "13900000101"),
    "上寨村": ("韦大山", "13900000102"),
    "石板村": ("杨秀成", "13900000103"),
    "大坪村": ("龙志高", "13900000104"),
    "长岭村": ("吴光前", "13900000105"),
    "青杠村": ("石明远", "13900000106"),
}
SUBJECTS = {"叶航敏": (3, 4), "周宇英": (3, 4, 5, 6), "金嘉": (3, 4), "丁涵明": (5, 6), "叶春磊": (5, 6),
            "江涛杰": (1, 2, 3, 4, 5, 6)}  # fmt: skip


def build(path: Path, *, password: str, clock: Callable[[], datetime]) -> int:
    """Make the sample book at `path`; the number of its children."""
    made = books.new_book(path, password=password, facts=FACTS, clock=clock, actor="示例", sheet=None)
    database = made.database
    try:
        today = clock().date()
        for kind, name in (("pupils", "花名册-全国学籍导出.xlsx"), ("staff", "教职工名册.xlsx")):
            found = importing.preview(database, kind, resource("sample", name), today=today)
            importing.write(database, found, today=today)
        listed = record_files.preview(
            records=HOUSEHOLDS, database=database, path=resource("sample", "乡镇困难家庭名单-gbk.csv"), today=today
        )
        record_files.write(database, listed, now=clock())
        demo_returns.bring_list(database, clock)
        with database.write("布置示例学校") as session:
            meta.put(session.connection(), meta.SAMPLE, "1")
            _villages(session)
            _subject_teachers(session, today)
            demo_enrolment.add_changes(session, now=clock())
            _agreements(session, clock())
            demo_boarding.add_beds(session, now=clock())
            demo_attendance.add_term(session, now=clock())
            demo_roll_checks.add_checks(session, now=clock())
            demo_letters.add_letters(session, now=clock())
            demo_survey.add_survey(session, now=clock())
            demo_forms.add_form(session, now=clock())
            demo_concern.add_register(session, now=clock())
            demo_visits.add_visits(session, now=clock())
            demo_pictures.add_pictures(session, now=clock())
            demo_pairs.add_pairs(session, now=clock())
            demo_returns.add_returns(session, now=clock())
            demo_aid.add_aid(session, now=clock())
            demo_concern.add_levels_and_care(session, now=clock())
        demo_returns.send_letter(database, clock)
        with database.read() as session:
            return sum(line.signers for line in agreements.layers(session, today=today) if line.kind == "parent")
    finally:
        books.close(database, keep=False)


def _villages(session: Session) -> None:
    for village in identity.villages(session):
        if village.name in VILLAGE_HEADS:
            head, phone = VILLAGE_HEADS[village.name]
            identity.change_village(session, village_id=village.id, head_name=head, phone=phone)


def _subject_teachers(session: Session, today: date) -> None:
    rooms = {room.grade: room for room in class_room.classes(session, today=today)}
    for person in staff_room.staff(session, today=today):
        for grade in SUBJECTS.get(person.name, ()):
            class_room.appoint(
                session, class_id=rooms[grade].id, staff_id=person.id, role="subject",
                subject=person.subject, since=date(YEAR, 9, 1),
            )  # fmt: skip


def _agreements(session: Session, now: datetime) -> None:
    """September's signing: teachers all signed, parents mostly, villages handed out."""
    handed = date(YEAR, 9, 2)
    for kind, signed_share in (("class_teacher", 1.0), ("subject_teacher", 0.8), ("parent", 0.9), ("village", 0.0)):
        people = figures.signers(session, kind=kind, today=now.date())
        agreements.issue(session, kind=kind, people=people, now=now)
        lines = agreements.register(session, kind=kind, today=now.date())
        ids = [AgreementId(line.id) for line in lines if line.id]
        agreements.mark(session, ids=ids, stage="handed_out", day=handed)
        signed = ids[: round(len(ids) * signed_share)]
        agreements.mark(session, ids=signed, stage="returned", day=handed + timedelta(days=5))


__all__ = ["FACTS", "build"]
