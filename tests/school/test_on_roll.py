"""Closed cases against the roll: which closings call for which change, and when the roll contradicts."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from kongchuo_desktop.school.enrolment import service as enrolment
from kongchuo_desktop.school.enrolment.rules import BY_NAME
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.returns import cases, casework, on_roll
from kongchuo_desktop.school.returns.rules import CAUSES, CLOSED_HOW
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from tests.school.made_cases import NOW, TODAY, made_cases

DAY = timedelta(days=1)


@pytest.fixture
def made(new_book: Callable[[], Database]) -> tuple[Database, dict[str, int]]:
    book = new_book()
    return book, made_cases(book)


def close(book: Database, case: int, how: str) -> None:
    with book.write("结案") as session:
        casework.close_case(session, case_id=case, how=how, evidence="证明", day=TODAY, by="校长")


def enter(book: Database, case: int, kind: str, day: date) -> None:
    with book.write("异动") as session:
        child = PupilId(cases.case(session, case_id=case, today=TODAY).pupil.id)
        enrolment.record_change(
            session, pupil_id=child, draft=enrolment.Draft(kind, day), now=NOW, from_case=kind == "辍学"
        )


def standing(book: Database) -> list[tuple[str, str, bool]]:
    with book.read() as session:
        return [(one.kind, one.stands, one.to_enter) for one in on_roll.unentered(session, today=TODAY)]


def test_every_kind_is_known_to_both_rooms() -> None:
    assert set(on_roll.KIND_OF) <= set(CLOSED_HOW)
    assert all(BY_NAME[kind].way == "out" and BY_NAME[kind].by_form for kind in on_roll.KIND_OF.values())
    assert all(reason in BY_NAME[kind].reasons and cause in CAUSES for (kind, cause), reason in on_roll.REASONS.items())


@pytest.mark.parametrize(("how", "kind"), on_roll.KIND_OF.items())
def test_a_closing_that_takes_off_the_roll_waits_for_its_change(
    how: str, kind: str, made: tuple[Database, dict[str, int]]
) -> None:
    book, numbers = made
    close(book, numbers["韦小山"], how)
    assert standing(book) == [(kind, "在读", True)]
    enter(book, numbers["韦小山"], kind, TODAY)
    assert standing(book) == []
    with book.write("撤回") as session:
        (event,) = enrolment.events(session, kinds=[kind])
        enrolment.withdraw_change(session, event_id=event.id, why="登记错人", now=NOW)
    assert standing(book) == [(kind, "在读", True)]


@pytest.mark.parametrize("how", sorted(set(CLOSED_HOW) - set(on_roll.KIND_OF) - {"返校"}))
def test_other_endings_leave_the_roll_alone(how: str, made: tuple[Database, dict[str, int]]) -> None:
    book, numbers = made
    close(book, numbers["韦小山"], how)
    assert standing(book) == []


def test_another_change_stands_in_the_way(made: tuple[Database, dict[str, int]]) -> None:
    book, numbers = made
    enter(book, numbers["韦小山"], "退学", TODAY - DAY)
    close(book, numbers["韦小山"], "转学")
    assert standing(book) == [("转出", "退学", False)]


def test_a_transfer_entered_before_the_closing_is_it_and_one_of_years_ago_is_not(
    made: tuple[Database, dict[str, int]],
) -> None:
    book, numbers = made
    enter(book, numbers["韦小山"], "转出", date(2026, 10, 12))  # the day it left; the case was opened that day
    close(book, numbers["韦小山"], "转学")
    assert standing(book) == []
    for kind, day in (("转出", date(2026, 2, 1)), ("转入", date(2026, 3, 1))):
        enter(book, numbers["罗雨"], kind, day)
    close(book, numbers["罗雨"], "转学")
    assert standing(book) == [("转出", "在读", True)]


def test_a_child_gone_for_a_reason_that_nobody_wrote_contradicts_nothing(
    made: tuple[Database, dict[str, int]],
) -> None:
    book, numbers = made
    close(book, numbers["韦小山"], "转学")
    with book.write("名册") as session:
        child = session.get_one(Pupil, cases.case(session, case_id=numbers["韦小山"], today=TODAY).pupil.id)
        child.status, child.left_why = "离校", "离校"
    assert standing(book) == []


def test_what_is_proposed_is_what_the_case_knows(made: tuple[Database, dict[str, int]]) -> None:
    book, numbers = made
    with book.write("去向") as session:
        casework.describe(session, case_id=numbers["韦小山"], cause="身体原因", whereabouts="在家", holder_id=None)
    for how, expected in (
        ("转学", ("转出", "在家", "", TODAY, "证明")), ("死亡", ("死亡", "", "疾病死亡", None, "")),
    ):  # fmt: skip
        close(book, numbers["韦小山"], how)
        with book.read() as session:
            found = on_roll.proposed(cases.case(session, case_id=numbers["韦小山"], today=TODAY))
        assert found is not None
        assert (found.kind, found.place, found.reason, found.receipt_on, found.receipt) == expected
        with book.write("撤回") as session:
            casework.reopen_case(session, case_id=numbers["韦小山"])
    with book.read() as session:
        assert on_roll.proposed(cases.case(session, case_id=numbers["韦小山"], today=TODAY)) is None
