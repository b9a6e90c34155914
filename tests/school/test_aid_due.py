"""今日 asks for the notice in September, and for a 公示 that hangs too long."""

from collections.abc import Callable
from datetime import date

from kongchuo_desktop.school.aid import public, recognition
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.tasks import aid_due
from kongchuo_desktop.school.tasks.agenda import Task
from kongchuo_desktop.school.tasks.reading import Reading
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import found_school


def due(book: Database, on: date) -> list[Task]:
    with book.read() as session:
        return list(aid_due.tasks(Reading(session, on)))


def test_the_notice_is_asked_for_until_every_family_has_it(new_book: Callable[[], Database]) -> None:
    book = new_book()
    found_school(book)
    with book.read() as session:
        people = pupil_room.pupils(session, today=date(2026, 9, 22))
    assert due(book, date(2026, 9, 10)) == []
    (task,) = due(book, date(2026, 9, 22))
    assert task.due == date(2026, 9, 30)
    assert f"还有{len(people)}名" in task.sentence
    with book.write("告知") as session:
        recognition.tell(session, pupil_ids=[one.id for one in people], year=2026, day=date(2026, 9, 22))
    assert due(book, date(2026, 9, 23)) == []


def test_a_public_list_comes_down_after_its_days(new_book: Callable[[], Database]) -> None:
    book = new_book()
    found_school(book)
    with book.write("公示") as session:
        people = pupil_room.pupils(session, today=date(2026, 11, 2))
        public.publish(
            session, year=2026, title="认定结果公示", place="公示栏", first=date(2026, 11, 2), children=people[:1]
        )
    assert due(book, date(2026, 11, 6)) == []
    (task,) = due(book, date(2026, 11, 9))
    assert task.title == "撤下资助公示"
    assert task.opens is not None
    assert task.opens.kind == "recognition"
