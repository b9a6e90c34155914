"""Which child a row means: a table of cases, each a line from a real list."""

from datetime import date

import pytest

from kongchuo_desktop.school.pupils.matching import Index, Known, Sought, find

BORN = date(2020, 2, 21)


def known(number: int, **changes: object) -> Known:
    base: dict[str, object] = {
        "id": number,
        "name": "沈天",
        "id_number": "",
        "student_number": "",
        "birth": BORN,
        "month_only": False,
        "class_id": 1,
        "adults": frozenset({"沈鹏雨"}),
        "phones": frozenset({"13345290774"}),
    }
    return Known(**(base | changes))  # type: ignore[arg-type]


def sought(**changes: object) -> Sought:
    base: dict[str, object] = {
        "name": "沈天",
        "id_number": "",
        "student_number": "",
        "birth": BORN,
        "month_only": False,
        "class_id": 1,
        "adults": frozenset(),
        "phones": frozenset(),
    }
    return Sought(**(base | changes))  # type: ignore[arg-type]


CASES = [
    ("same ID number", [known(1, id_number="A")], sought(id_number="A", birth=None, class_id=None), 1),
    ("same 学籍号", [known(1, student_number="G1")], sought(student_number="G1", birth=None), 1),
    ("name and full birth date in one class", [known(1)], sought(), 1),
    ("name and month, same adult", [known(1)],
     sought(birth=date(2020, 2, 1), month_only=True, class_id=None, adults=frozenset({"沈鹏雨"})), 1),
    ("namesake born on another day is another child", [known(1)], sought(birth=date(2020, 7, 24)), None),
    ("nobody of that name", [known(1)], sought(name="沈甜"), None),
    ("two namesakes told apart by birth date", [known(1), known(2, birth=date(2020, 7, 24))],
     sought(birth=date(2020, 7, 24)), 2),
    ("moved class but same adult", [known(1)], sought(class_id=2, adults=frozenset({"沈鹏雨"})), 1),
    ("no birth date, but phone and class", [known(1)], sought(birth=None, phones=frozenset({"13345290774"})), 1),
]  # fmt: skip


@pytest.mark.parametrize(("why", "book", "row", "expected"), CASES, ids=[case[0] for case in CASES])
def test_the_child_meant(why: str, book: list[Known], row: Sought, expected: int | None) -> None:
    match = find(Index.of(book), row)
    assert (match.id, match.doubt) == (expected, "")


DOUBTS = [
    ("name alone", [known(1)], sought(birth=None)),
    ("ID of one child, 学籍号 of another", [known(1, id_number="A"), known(2, student_number="G2")],
     sought(id_number="A", student_number="G2")),
    ("the number of a child of another name and birth date", [known(1, id_number="A", name="王一")],
     sought(id_number="A", birth=date(2019, 1, 1))),
    ("same name and birth date, other ID", [known(1, id_number="A")], sought(id_number="B")),
    ("two namesakes born the same month", [known(1), known(2, birth=date(2020, 2, 3))],
     sought(birth=date(2020, 2, 1), month_only=True)),
    ("same month, another class, another adult", [known(1)],
     sought(birth=date(2020, 2, 1), month_only=True, class_id=2, adults=frozenset({"李四"}))),
]  # fmt: skip


@pytest.mark.parametrize(("why", "book", "row"), DOUBTS, ids=[case[0] for case in DOUBTS])
def test_what_stays_in_doubt_is_said(why: str, book: list[Known], row: Sought) -> None:
    match = find(Index.of(book), row)
    assert match.id is None
    assert match.doubt.endswith("。")
