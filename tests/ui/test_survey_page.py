"""摸底: made from a ready one, filled by digits, helped, printed."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot

from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.survey import service as survey_room
from kongchuo_desktop.school.survey.service import LineFacts
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.school.types import SurveyId
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.survey.grid import BEFORE
from kongchuo_desktop.ui.survey.making import MakingBox, columns_objection
from kongchuo_desktop.ui.survey.page import SurveyPage
from tests.ui.room import NOW, AnsweringTell

COLUMNS = "网络：有/没有*\n设备：电脑/手机/没有*\n人口（数）\n备注"


@pytest.fixture
def made(office: Office) -> SurveyId:
    with office.database.write("新建摸底") as session:
        people = pupil_room.pupils(session, today=NOW.date())
        return survey_room.make_survey(
            session, title="网课条件摸底", about="", columns=COLUMNS, pupil_ids=[one.id for one in people], now=NOW
        )


@pytest.fixture
def page(office: Office, qtbot: QtBot, made: SurveyId) -> SurveyPage:
    shown = SurveyPage(office)
    qtbot.addWidget(shown)
    shown.resize(1100, 600)
    shown.show()
    shown.refresh()
    qtbot.waitUntil(lambda: shown.list.model.total == 1)
    shown.open_request(Opens("concern", kind="survey", step=made))
    qtbot.waitUntil(lambda: shown.sheet.model.rowCount() == 5)
    return shown


def settled(qtbot: QtBot, page: SurveyPage, what: Callable[[], bool]) -> None:
    def rest() -> bool:
        return not page.office.tasks.busy and not page.sheet._pending and what()

    qtbot.waitUntil(rest)


def lines(office: Office, made: SurveyId) -> tuple[LineFacts, ...]:
    with office.database.read() as session:
        return survey_room.lines(session, survey_id=made, today=NOW.date())


def test_two_keys_fill_two_columns_and_go_to_the_next_child(page: SurveyPage, qtbot: QtBot, made: SurveyId) -> None:
    table = page.sheet.table
    for keys in ("2", "3"):
        qtbot.keyClicks(table, keys)
    assert table.currentIndex().column() == len(BEFORE) + 2
    settled(qtbot, page, lambda: lines(page.office, made)[0].reasons == ("网络：没有", "设备：没有"))
    assert page.sheet.model.data(page.sheet.model.index(0, len(BEFORE)), Qt.ItemDataRole.BackgroundRole) is not None
    table.go_to(0, len(BEFORE) + 3)
    table.go_on()
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, len(BEFORE))
    qtbot.keyClick(table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, page, lambda: lines(page.office, made)[1].answers == {"q1": "没有"})
    qtbot.keyClick(table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, page, lambda: lines(page.office, made)[1].answers == {})


def test_several_cells_take_one_key_and_are_cleared(page: SurveyPage, qtbot: QtBot, made: SurveyId) -> None:
    table = page.sheet.table
    model = page.sheet.model
    whole = QItemSelection(model.index(0, len(BEFORE)), model.index(4, len(BEFORE)))
    table.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    qtbot.keyClicks(table, "1")
    settled(qtbot, page, lambda: all(line.answers == {"q1": "有"} for line in lines(page.office, made)))
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    settled(qtbot, page, lambda: all(line.answers == {} for line in lines(page.office, made)))


def test_what_can_not_stand_is_told_and_nothing_is_lost(page: SurveyPage, qtbot: QtBot, made: SurveyId) -> None:
    model = page.sheet.model
    model.setData(model.index(0, len(BEFORE) + 2), "很多")
    tell = page.office.tell
    assert isinstance(tell, AnsweringTell)
    assert "不是数字" in tell.said[-1]
    model.setData(model.index(0, len(BEFORE) + 2), "6")
    settled(qtbot, page, lambda: lines(page.office, made)[0].answers == {"q3": "6"})


def test_measure_and_its_day(page: SurveyPage, qtbot: QtBot, made: SurveyId) -> None:
    qtbot.keyClicks(page.sheet.table, "2")
    settled(qtbot, page, lambda: lines(page.office, made)[0].needs_help)
    page.sheet.helped.setChecked(True)
    assert page.sheet.model.rowCount() == 1
    child = page.sheet.model.lines[0].pupil_id
    page.sheet.set_measure((child,), "装宽带", "王老师")
    settled(qtbot, page, lambda: lines(page.office, made)[0].measure_by == "王老师")
    model = page.sheet.model
    model.setData(model.index(0, model.columnCount() - 1), "昨天前后")
    tell = page.office.tell
    assert isinstance(tell, AnsweringTell)
    assert "不是日期" in tell.said[-1]
    model.setData(model.index(0, model.columnCount() - 1), "9.7")
    settled(qtbot, page, lambda: lines(page.office, made)[0].measure_done_on == NOW.date())
    assert page.state_sentence() == "填写 0/5，需要帮助 1 人"
    assert page.close_inner()
    assert not page.close_inner()


def test_a_new_one_from_a_ready_one(page: SurveyPage, qtbot: QtBot) -> None:
    page.show_list()
    page.make()
    boxes: list[MakingBox] = []

    def there() -> bool:
        boxes.extend(page.window().findChildren(MakingBox))
        return bool(boxes)

    qtbot.waitUntil(there)
    box = boxes[0]
    values: dict[str, Any] = box.form.values()
    assert values["title"] == "网课条件摸底（2026年9月）"
    assert values["columns"].startswith("上网设备：")
    box.form.put({"scope": "一年级1班"})
    box.finish()
    qtbot.waitUntil(lambda: page.sheet.found is not None and page.sheet.found.pupils == 3)
    assert page.sheet.found is not None
    assert page.sheet.found.title == values["title"]


def test_columns_are_judged_while_they_are_typed() -> None:
    assert columns_objection("网络：有") == "“网络”要有 2 至 9 个不同的选项，用 / 隔开，如“有/没有*”。"
    assert columns_objection(COLUMNS) == ""
