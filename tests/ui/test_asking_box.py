"""A box that asks stays open until the book has taken what was entered."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import Page
from kongchuo_desktop.ui.tasks import Cancelled, Progress
from tests.ui.room import AnsweringTell

Rest = Callable[[], None]
FIELDS = (Field("name", "名称", required=True), Field("number", "数量", "number"), Field("day", "日期", "date"))
REFUSED = "只剩 3 件，发不了 5 件。"


class Shelf:
    """What a form's act writes: it refuses more than three."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.taken: list[dict[str, Any]] = []

    def put(self, given: dict[str, Any]) -> None:
        def verb(_session: object) -> dict[str, Any]:
            if given["number"] > 3:
                raise UserError(REFUSED)
            return given

        self.office.write("放", verb, done=self.taken.append)


@pytest.fixture
def page(office: Office, qtbot: QtBot) -> QWidget:
    made = Page(office)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


def opened(page: QWidget, run: Callable[[dict[str, Any]], object]) -> FormBox:
    box = FormBox(page, "发物资", FIELDS, act="记账", run=run, today=lambda: date(2026, 9, 7), values={"number": 1})
    box.open()
    return box


def said(office: Office) -> list[str]:
    assert isinstance(office.tell, AnsweringTell)
    return office.tell.said


def press(box: FormBox, key: str, text: str = "") -> None:
    line = box.form.editor(key)
    line.setFocus()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_a_refused_entry_stands_as_it_was_typed_and_is_taken_by_another_enter(
    page: QWidget, office: Office, rest: Rest
) -> None:
    shelf = Shelf(office)
    box = opened(page, shelf.put)
    box.form.put({"name": "棉衣", "number": 5})
    press(box, "day", "9.1")
    rest()
    assert box.isVisible()
    assert box.refusal.isVisible()
    assert box.refusal.text() == REFUSED
    assert box.form.values() == {"name": "棉衣", "number": 5, "day": date(2026, 9, 1)}
    assert said(office) == []  # the sentence is in the box and nowhere else
    box.form.put({**box.form.values(), "number": 2})
    press(box, "day")
    assert not box.refusal.text()  # while it is tried again
    assert box.isVisible()
    rest()
    assert shelf.taken == [{"name": "棉衣", "number": 2, "day": date(2026, 9, 1)}]
    assert not any(one.isVisible() for one in page.findChildren(FormBox))


def test_an_impatient_second_enter_writes_once(page: QWidget, office: Office, rest: Rest) -> None:
    shelf = Shelf(office)
    box = opened(page, shelf.put)
    box.form.put({"name": "棉衣", "number": 1})
    press(box, "day")
    press(box, "day")
    rest()
    assert len(shelf.taken) == 1


@pytest.mark.parametrize(("error", "words"), [(UserError("两遍不一样。"), "两遍不一样。"), (Cancelled(), "")])
def test_what_the_act_itself_refuses_keeps_the_box(page: QWidget, error: Exception, words: str) -> None:
    def run(_given: object) -> None:
        raise error

    box = opened(page, run)
    box.form.put({"name": "棉衣"})
    box.finish()
    assert (box.isVisible(), box.refusal.text()) == (True, words)


def test_an_act_that_begins_no_work_is_done(page: QWidget) -> None:
    got: list[object] = []
    box = opened(page, got.append)
    box.form.put({"name": "棉衣"})
    box.finish()
    assert got == [{"name": "棉衣", "number": 1, "day": None}]
    assert not box.isVisible()


def test_a_fault_goes_to_the_office_and_the_box_keeps_what_was_typed(page: QWidget, office: Office, rest: Rest) -> None:
    def run(_given: object) -> None:
        office.write("坏", lambda _session: 1 / 0)

    box = opened(page, run)
    box.form.put({"name": "棉衣"})
    box.finish()
    rest()
    assert "没有料到的故障" in said(office)[0]
    assert box.isVisible()
    assert box.form.values()["name"] == "棉衣"


def test_who_closes_the_box_meanwhile_hears_of_it_in_the_ordinary_way(
    page: QWidget, office: Office, rest: Rest, qtbot: QtBot
) -> None:
    box = opened(page, Shelf(office).put)
    box.form.put({"name": "棉衣", "number": 5})
    box.finish()
    with qtbot.waitSignal(box.destroyed):
        box.reject()
    rest()
    assert said(office) == [REFUSED]


def test_long_work_gets_the_window_to_itself(page: QWidget, office: Office, rest: Rest) -> None:
    def work(progress: Progress) -> None:
        progress(1, 1)

    box = opened(page, lambda _given: office.tasks.run(work, cancellable=True))
    box.form.put({"name": "棉衣"})
    box.finish()
    assert not box.isVisible()
    rest()


def test_a_long_refusal_has_room_for_all_its_lines(page: QWidget, office: Office) -> None:
    def run(_given: object) -> None:
        raise UserError("“加厚连帽防寒羽绒服（女童、一百四十码、浅蓝色）”不够：2026-11-22会差8件，请核对数量。" * 2)

    box = opened(page, run)
    box.form.put({"name": "棉衣"})
    box.finish()
    assert box.refusal.height() >= box.refusal.heightForWidth(box.refusal.width())
