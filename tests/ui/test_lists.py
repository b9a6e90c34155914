"""The list: model under qtmodeltester, filter, sort, chips, acts, copy, export, keys."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.lists.model import ListModel
from kongchuo_desktop.ui.lists.view import ListView
from tests.ui.room import forgetful_settings


@dataclass(frozen=True)
class Child:
    id: int
    name: str
    room: str
    born: date | None
    keys: str = ""


CHILDREN = (
    Child(1, "罗小河", "一年级1班", date(2019, 3, 1), "luoxiaohe lxh"),
    Child(2, "张一山", "一年级1班", date(2018, 12, 5), "zhangyishan zys"),
    Child(3, "韦䶮", "二年级1班", None, "weiyan wy"),
    Child(4, "罗小河", "二年级1班", date(2018, 1, 9), "luoxiaohe lxh"),
)


def kind(*acts: RowAct, run: Callable[[], object] | None = None) -> ListKind:
    columns = (
        Column("name", "姓名", lambda child: child.name, 96),
        Column("room", "班级", lambda child: child.room, 112, filtered=True),
        Column("born", "出生", lambda child: str(child.born or ""), 112, sort=lambda child: child.born, kind="date"),
        Column("id", "编号", lambda child: str(child.id), 64, sort=lambda child: child.id, shown=False, kind="number"),
    )
    return ListKind(
        "children",
        "学生",
        columns,
        identity=lambda child: child.id,
        words=lambda child: f"{child.name} {child.keys}",
        acts=acts,
        empty=Empty("还没有学生。", act="导入名册" if run else "", run=run),
    )


@pytest.fixture
def make_list(qtbot: QtBot, tmp_path: Path) -> Callable[..., ListView]:
    def make(*acts: RowAct, rows: tuple[Child, ...] = CHILDREN, run: Callable[[], object] | None = None) -> ListView:
        made = ListView(kind(*acts, run=run), forgetful_settings(tmp_path))
        qtbot.addWidget(made)
        made.resize(900, 500)
        made.set_rows(rows)
        made.show()
        return made

    return make


def shown(view: ListView) -> list[int]:
    return [child.id for child in view.model.rows]


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = ListModel(kind())
    model.set_rows(CHILDREN)
    qtmodeltester.check(model)
    model.narrow("罗", {})
    model.sort(2)
    qtmodeltester.check(model)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("罗", [1, 4]),
        ("lxh", [1, 4]),
        ("ZYS", [2]),
        ("luo he", [1, 4]),
        ("韦䶮", [3]),
        ("没有", []),
        ("", [1, 2, 3, 4]),
    ],
)
def test_typing_narrows(make_list: Callable[..., ListView], typed: str, found: list[int]) -> None:
    view = make_list()
    view.find_line.setText(typed)
    assert shown(view) == found


def test_a_header_sorts_and_turns_round_with_empty_ones_last(make_list: Callable[..., ListView]) -> None:
    view = make_list()
    view.table.sort_by(2)
    assert shown(view) == [4, 2, 1, 3]
    view.table.sort_by(2)
    assert shown(view) == [1, 2, 4, 3]


def test_what_is_hidden_is_counted_and_can_be_shown(make_list: Callable[..., ListView], qtbot: QtBot) -> None:
    view = make_list()
    assert view.strip.count_words == "共 4 人"
    view.narrow("room", frozenset({"二年级1班"}))
    assert view.strip.count_words == "显示 2 人\uff0c另有 2 人因筛选未显示"
    qtbot.mouseClick(view.strip._all, Qt.MouseButton.LeftButton)
    assert shown(view) == [1, 2, 3, 4]


def test_a_filter_is_a_chip_that_can_be_taken_away(make_list: Callable[..., ListView], qtbot: QtBot) -> None:
    view = make_list()
    popup = view.offer_filter("room")
    popup.tick(frozenset({"一年级1班"}))
    popup.decide()
    assert shown(view) == [1, 2]
    chip = view.chips._row.itemAt(0).widget()
    assert chip.text().strip() == "班级\uff1a一年级1班"  # whole where there is room for it
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert shown(view) == [1, 2, 3, 4]


def test_letters_typed_on_the_table_go_to_the_find_line(make_list: Callable[..., ListView], qtbot: QtBot) -> None:
    view = make_list()
    qtbot.keyClick(view.table, Qt.Key.Key_Z)
    assert view.find_line.text() == "z"
    QTest.keyClicks(view.find_line, "ys")
    assert shown(view) == [2]
    qtbot.keyClick(view.find_line, Qt.Key.Key_Down)
    assert [child.id for child in view.selected()] == [2]
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view.table, Qt.Key.Key_Return)
    assert opened.args[0].id == 2


def test_selected_rows_offer_their_acts(make_list: Callable[..., ListView], qtbot: QtBot) -> None:
    done: list[tuple[Child, ...]] = []
    view = make_list(RowAct("打印责任书", done.append), RowAct("修改", done.append, most=1))
    many, one = (made for _act, made in view.strip._acts)
    assert many.isHidden()
    view.table.selectAll()
    assert not many.isHidden()
    assert not one.isEnabled()
    qtbot.mouseClick(many, Qt.MouseButton.LeftButton)
    assert [child.id for child in done[0]] == [1, 2, 3, 4]


def test_rows_stay_selected_over_a_refresh(make_list: Callable[..., ListView]) -> None:
    view = make_list()
    assert view.select(4)
    view.set_rows((*CHILDREN, Child(5, "阿依", "一年级1班", None)))
    assert [child.id for child in view.selected()] == [4]


def test_select_takes_away_the_filter_that_hides_the_row(make_list: Callable[..., ListView]) -> None:
    view = make_list()
    view.look_for("张")
    assert view.select(3)
    assert view.find_line.text() == ""
    assert not view.select(99)


def test_copy_gives_what_wps_pastes(make_list: Callable[..., ListView]) -> None:
    view = make_list()
    view.table.selectRow(0)
    view.table.copy()
    assert QGuiApplication.clipboard().text() == "罗小河\t一年级1班\t2019-03-01"


def test_export_is_what_is_shown(make_list: Callable[..., ListView], qtbot: QtBot) -> None:
    view = make_list()
    view.look_for("罗")
    view.table.sort_by(2)
    with qtbot.waitSignal(view.exported) as told:
        qtbot.mouseClick(view.export_button, Qt.MouseButton.LeftButton)
    table = told.args[0]
    assert [column.heading for column in table.columns] == ["姓名", "班级", "出生"]
    assert table.rows == (("罗小河", "二年级1班", date(2018, 1, 9)), ("罗小河", "一年级1班", date(2019, 3, 1)))
    assert table.notes == ("筛选\uff1a罗",)


def test_columns_are_chosen_and_remembered(make_list: Callable[..., ListView]) -> None:
    view = make_list()
    assert view.table.isColumnHidden(3)
    view._turn_column("id", True)
    view._turn_column("room", False)
    again = make_list()
    assert [again.table.isColumnHidden(place) for place in range(4)] == [False, True, False, False]


def test_an_empty_list_teaches(make_list: Callable[..., ListView], qtbot: QtBot) -> None:
    done: list[bool] = []
    view = make_list(rows=(), run=lambda: done.append(True))
    assert view._empty.isVisible()
    qtbot.mouseClick(view._empty.button, Qt.MouseButton.LeftButton)
    assert done == [True]


def test_the_first_column_stays_in_place(make_list: Callable[..., ListView]) -> None:
    view = make_list()
    view.resize(260, 400)
    frozen = view.table._frozen
    view.table.horizontalScrollBar().setValue(view.table.horizontalScrollBar().maximum())
    assert frozen.columnWidth(0) == 96
    assert [frozen.isColumnHidden(place) for place in range(4)] == [False, True, True, True]
    assert frozen.geometry().left() <= 1


def test_a_narrow_bar_lets_go_of_words_and_takes_them_back(make_list: Callable[..., ListView], qtbot: QtBot) -> None:
    view = make_list()
    view.resize(380, 400)
    qtbot.waitUntil(lambda: view.export_button.text() == "")
    assert view.export_button.accessibleName() == "导出"
    view.resize(1200, 400)
    qtbot.waitUntil(lambda: view.export_button.text().strip() == "导出")
