"""巩固率统计表 in the offices' forms, and the ten days before a counting day asked of the registers."""

from datetime import date, datetime, timedelta, timezone

from kongchuo_desktop.reports import rates_forms
from kongchuo_desktop.reports.rates_asked import answer
from kongchuo_desktop.school.attendance import service as attendance
from kongchuo_desktop.school.attendance.service import Mark
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.enrolment import service
from kongchuo_desktop.school.enrolment.service import Draft
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import ClassId, PupilId
from kongchuo_desktop.storage.database import Database

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))
TODAY = NOW.date()


def sixth_grade(book: Database, count: int = 10) -> tuple[ClassId, list[PupilId]]:
    """六年级1班 of children who came in 2021, in a book that reaches back to then."""
    with book.write("布置") as session:
        identity.open_year(session, year=2021)
        room = class_room.class_at(session, grade=6, number=1)
        ids = [pupil_room.add_pupil(session, fields={"name": f"生{n}", "class_id": room}) for n in range(count)]
    return room, ids


def change(book: Database, pupil: PupilId, kind: str, day: date, receipt: date | None = None) -> None:
    with book.write("异动") as session:
        draft = Draft(kind, day, receipt_on=receipt)
        service.record_change(session, pupil_id=pupil, draft=draft, now=NOW, from_case=True)


def test_both_forms(book: Database) -> None:
    room, ids = sixth_grade(book)
    change(book, ids[0], "转出", date(2023, 9, 4), receipt=date(2023, 9, 9))
    change(book, ids[1], "辍学", date(2026, 3, 2))
    with book.write("转入") as session:
        draft = Draft("转入", date(2025, 9, 1), to_class_id=room)
        service.enter_newcomer(session, fields={"name": "转来的"}, draft=draft, now=NOW)
    with book.read() as session:
        moves = rates_forms.tabulate_by_moves(session, {}, TODAY)
        intake = rates_forms.tabulate_by_intake(session, {}, TODAY)
    # school, cohort, entered, finished, in, guests, other, sum, out, leave, other, sum, net, rate, remark
    assert moves.rows[0][1:] == ("2021级（六年级）", 10, 9, 1, None, 0, 1, 1, 0, 0, 1, 0, 90.0, "")
    assert intake.rows == ((moves.rows[0][0], 9, 10, 90.0, "转入1人，转出1人"),)


def test_a_young_book_leaves_the_numbers_open(book: Database) -> None:
    with book.write("布置") as session:
        pupil_room.add_pupil(
            session, fields={"name": "生", "class_id": class_room.class_at(session, grade=6, number=1)}
        )
    with book.read() as session:
        row = rates_forms.tabulate_by_intake(session, {}, TODAY).rows[0]
    assert row[1:4] == (None, None, None)
    assert "2021年入学" in str(row[4])


def test_back_but_not_seen_in_the_last_days(book: Database) -> None:
    """The ten-day rule as a switch: who came back but is marked absent on every register since counts as away."""
    room, ids = sixth_grade(book)
    change(book, ids[0], "退学", date(2026, 9, 15))
    change(book, ids[0], "复学", date(2026, 11, 9))
    with book.write("点名") as session:
        for day in (date(2026, 11, 18), date(2026, 11, 19)):
            marks = [Mark(ids[0], day, slot, "旷课") for slot in ("am", "pm")]
            attendance.take(session, class_id=room, day=day, slots=("am", "pm"), marks=marks, now=NOW, by="")
    with book.read() as session:
        plain = answer(session, first=date(2026, 9, 11), last=TODAY, scope="", today=TODAY)
    assert plain.line("dropout").figure.above == 0
    with book.write("口径") as session:
        identity.set_rule(session, key="rates.return_days", value="10", in_force_from=date(2026, 9, 1), document="省")
    with book.read() as session:
        strict = answer(session, first=date(2026, 9, 11), last=TODAY, scope="", today=TODAY)
    assert strict.line("dropout").figure.above == 1
    assert strict.line("retention").figure.value == 90.0
