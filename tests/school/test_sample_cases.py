"""The sample school's cases and list: one of each kind, whatever day it is made on."""

from datetime import datetime
from pathlib import Path

import pytest

from kongchuo_desktop.desk import demo
from kongchuo_desktop.school.returns import cases, ledgers, suspects, watching
from kongchuo_desktop.school.tasks import service as tasks
from kongchuo_desktop.storage.database import open_book
from kongchuo_desktop.storage.key_cost import KeyCost
from kongchuo_desktop.storage.places import Places
from tests.command_clock import PASSWORD
from tests.documents.sample_book import NOW, sample_book
from tests.school.small_school import CHINA


def test_a_case_of_each_kind_and_a_list_half_worked_through(tmp_path: Path) -> None:
    book = sample_book(tmp_path)
    today = NOW.date()
    with book.read() as session:
        found = cases.cases(session, today=today)
        listed = suspects.suspects(session)
        seen = watching.since_return(session, cases=found, today=today)
        agenda = tasks.today(session, on=today)
        whole = ledgers.ledger(session, name=ledgers.SCHOOL_AGE, today=today)
    states = [one.state for one in found]
    assert {state: states.count(state) for state in states} == {
        "劝返中": 2, "移交待接收": 1, "已返校跟踪": 1, "已结案": 1, "已结案（缺证明）": 1,
    }  # fmt: skip
    assert max(one.relapses for one in found) == 2
    (letter,) = [step for one in found for step in one.steps if step.number]
    assert letter.delivered_on is not None
    assert letter.deadline is not None
    assert letter.deadline > today
    assert all(one.there for one in seen.values())
    assert {one.state for one in listed} == set(suspects.STATES)
    assert {"因病", "因残", "务工", "在校有学籍"} <= {one.category for one in listed}
    mine = [task for group in (agenda.overdue, agenda.today, agenda.this_week, agenda.later) for task in group
            if task.source == "returns"]  # fmt: skip
    assert {"建劝返个案", "返校跟踪", "核查疑似失学儿童", "催望山县城关二小确认接收"} <= {task.title for task in mine}
    assert dict(whole.counts)["疑似辍学"] == 3
    book.close()


@pytest.mark.parametrize("day", [(2026, 8, 20), (2026, 9, 7), (2027, 2, 1), (2027, 4, 12)])
def test_the_sample_can_be_made_on_any_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day: tuple[int, ...]
) -> None:
    now = datetime(*day, 9, 0, tzinfo=CHINA)  # type: ignore[misc, arg-type]
    places = Places.under(tmp_path / "machine", KeyCost(memory=8, passes=1, lanes=1))
    monkeypatch.setattr(Places, "of_this_machine", classmethod(lambda _cls: places))
    demo.build(tmp_path / "s.kongchuo", password=PASSWORD, clock=lambda: now)
    book = open_book(tmp_path / "s.kongchuo", password=PASSWORD, clock=lambda: now, actor="", places=places).database
    with book.read() as session:
        assert len(suspects.suspects(session)) == 20
        cases.cases(session, today=now.date())
    book.close()
