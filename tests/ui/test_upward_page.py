"""打印上报: a form opened, pointed at, undone, kept, filled; villages' lists."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kongchuo_desktop.school.enrolment import form_maps
from kongchuo_desktop.storage import audit
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.upward import filling
from kongchuo_desktop.ui.upward.bench import Bench, spot_of, with_cell, with_column, with_list, without_list
from kongchuo_desktop.ui.upward.builder import BuilderSection
from kongchuo_desktop.ui.upward.forms import FormsSection
from kongchuo_desktop.ui.upward.looking import LookBox
from kongchuo_desktop.ui.upward.villages import VillagesSection
from tests.sheets.office_forms import COUNTY, county_form, saved
from tests.ui.room import AnsweringTell

Rest = Callable[[], None]


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return saved(county_form(), tmp_path / "县花名册.xlsx")


@pytest.fixture
def builder(office: Office, qtbot: QtBot) -> BuilderSection:
    made = BuilderSection(office)
    qtbot.addWidget(made)
    made.resize(1200, 640)
    made.show()
    return made


@pytest.fixture
def opened(builder: BuilderSection, county: Path, rest: Rest) -> BuilderSection:
    builder.open_file(county)
    rest()
    return builder


def told(office: Office) -> AnsweringTell:
    assert isinstance(office.tell, AnsweringTell)
    return office.tell


def box_of(parent: QWidget) -> FormBox:
    return next(box for box in parent.window().findChildren(FormBox) if box.isVisible())


def test_the_bench_undoes() -> None:
    bench = Bench(COUNTY)
    bench.change(with_cell(bench.now, "", "E2", ""))
    bench.change(without_list(bench.now, COUNTY.lists[0]))
    assert bench.changed
    bench.undo()
    assert len(bench.now.lists) == 1
    bench.undo()
    assert bench.now == COUNTY
    assert not bench.may_undo
    bench.redo()
    assert not any(cell.at == "E2" for cell in bench.now.cells)
    bench.change(with_list(bench.now, COUNTY.lists[0], instead_of=COUNTY.lists[0]))  # nothing new
    assert bench.may_redo


def test_a_column_by_its_place() -> None:
    rules = with_column(COUNTY, COUNTY.lists[0], 7, "guardian.name")
    spot = spot_of(rules, "", 8, 7)
    assert spot.column is not None
    assert spot.column.field == "guardian.name"
    assert spot_of(rules, "", 2, 1).cell is not None
    only = rules.lists[0]
    for column in range(2, 8):
        rules = with_column(rules, rules.lists[0], column, "")
    assert len(rules.lists[0].columns) == 1
    assert only.columns != rules.lists[0].columns


def test_a_form_is_recognised_when_it_is_opened(opened: BuilderSection, office: Office) -> None:
    assert opened.bench is not None
    (rows,) = opened.bench.now.lists
    assert (rows.takes, rows.first, rows.last) == ("pupils", 6, 9)
    assert {column.at: column.field for column in rows.columns}["E"] == "student_number"
    assert "A" not in {column.at for column in rows.columns}  # the form counts by itself
    assert opened.pane.grid.model_of_form.told(6, 2) == ("〔姓名〕", "filled")
    assert opened.pane.grid.model_of_form.told(7, 2) == ("〃", "filled")
    assert "1 份名单" in told(office).toasts[-1]
    assert "还没有保存" in opened.state_sentence()


def test_pointing_writing_picking_undoing(opened: BuilderSection, qtbot: QtBot) -> None:
    assert opened.bench is not None
    pane = opened.pane
    pane.grid.point_at(12, 1)  # the line of signatures
    pane.chooser.text.setText("校长（签字）：")
    pane.chooser.put("校长")
    assert spot_of(opened.bench.now, "", 12, 1).cell is not None
    pane.grid.point_at(6, 7)
    pane.pick("guardian.name")
    assert pane.grid.model_of_form.told(6, 7) == ("〔监护人姓名〕", "filled")
    pane.grid.setFocus()
    qtbot.keyClick(pane.grid, Qt.Key.Key_Delete)
    assert pane.grid.model_of_form.told(6, 7)[1] == "rows"
    opened.undo()
    opened.undo()
    assert pane.grid.model_of_form.told(6, 7) == ("〔监护人电话〕", "filled")
    opened.redo()
    assert pane.grid.model_of_form.told(6, 7) == ("〔监护人姓名〕", "filled")


def test_the_form_own_text_is_no_rule(opened: BuilderSection) -> None:
    assert opened.bench is not None
    before = opened.bench.now
    opened.pane.grid.point_at(1, 1)
    opened.pane.write("望山县控辍保学学生名册")
    assert opened.bench.now == before


def test_a_merged_cell_is_its_first(opened: BuilderSection) -> None:
    opened.pane.grid.point_at(2, 4)
    assert opened.pane.grid.here() == (2, 1)


def test_a_list_by_hand(opened: BuilderSection) -> None:
    assert opened.bench is not None
    pane = opened.pane
    pane.grid.point_at(6, 2)
    pane.drop_list()
    assert not opened.bench.now.lists
    pane.grid.point_at(6, 2)
    pane.begin_list("boarders")
    (rows,) = opened.bench.now.lists
    assert (rows.takes, rows.first, rows.last) == ("boarders", 6, 9)
    pane.change_list({"takes": "staff", "first": 6, "last": 8, "grow": "copy"})
    (rows,) = opened.bench.now.lists
    assert (rows.takes, rows.last, rows.grow) == ("staff", 8, "copy")
    assert {column.field for column in rows.columns} == {"name", "sex"}
    pane.change_list({"takes": "staff", "first": 6, "last": 8, "grow": "copy", "only": "sex", "texts": "女、 "})
    assert opened.bench.now.lists[0].only == {"sex": ("女",)}


def test_looking_and_saving(opened: BuilderSection, office: Office, rest: Rest, qtbot: QtBot) -> None:
    opened.look()
    rest()
    box = next(one for one in opened.window().findChildren(LookBox) if one.isVisible())
    assert box.grid.model_of_form.told(6, 2)[0] == "罗小河"
    box.close()
    opened.save()
    rest()
    with office.database.read() as session:
        (kept,) = form_maps.maps(session)
    assert kept.title == "县花名册"
    assert {mark.at for mark in kept.rules.marks} >= {"B4", "D5", "A2"}
    assert opened.main_act() is None


def test_filling_from_the_list(
    office: Office, qtbot: QtBot, rest: Rest, opened: BuilderSection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.save()
    rest()
    section = FormsSection(office)
    qtbot.addWidget(section)
    section.show()
    section.refresh()
    rest()
    assert section.lines[0].title == "县花名册"
    assert "程序自带" in section.state_sentence()
    out = tmp_path / "out" / "填好.xlsx"
    monkeypatch.setattr(filling, "choose_save", lambda *_parts, **_ways: out)
    section.fill(section.lines[0])
    rest()
    box_of(section).finish()
    rest()
    sheet = openpyxl.load_workbook(out)["名册"]
    assert len({sheet[f"E{row}"].coordinate for row in range(6, 11) if sheet[f"B{row}"].value}) == 5
    assert sheet["A2"].value == "填报单位（盖章）：青石镇河湾小学"
    assert told(office).toasts[-1].startswith("已填好，名单 5 行")
    with office.database.read() as session:
        assert any(line.kind == "export" and "县花名册" in line.changes["what"] for line in audit.recent(session))


def test_removing_and_putting_back(office: Office, qtbot: QtBot, rest: Rest, opened: BuilderSection) -> None:
    opened.save()
    rest()
    section = FormsSection(office)
    qtbot.addWidget(section)
    section.refresh()
    rest()
    section.remove(section.lines[0])
    rest()
    undo = told(office).undo
    assert undo is not None
    undo()
    rest()
    section.refresh()
    rest()
    assert section.lines[0].title == "县花名册"
    section.remove(section.lines[-1])
    assert "不用删" in told(office).said[-1]


def test_a_moved_form_is_not_taken(
    office: Office, qtbot: QtBot, rest: Rest, opened: BuilderSection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.save()
    rest()
    section = FormsSection(office)
    qtbot.addWidget(section)
    section.refresh()
    rest()
    form = county_form()
    form["名册"]["B4"] = "性别"
    moved = saved(form, tmp_path / "新.xlsx")
    monkeypatch.setattr("kongchuo_desktop.ui.upward.forms.choose_open", lambda *_parts, **_ways: moved)
    section.change_form(section.lines[0])
    rest()
    assert "第 4 行（B4）应有“学生姓名”，现在是“性别”" in told(office).said[-1]


def test_what_is_no_form_is_told(builder: BuilderSection, office: Office, tmp_path: Path, rest: Rest) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    builder.open_file(path)
    rest()
    assert told(office).said
    assert builder.building is None


def test_leaving_unsaved_asks(opened: BuilderSection, office: Office) -> None:
    assert opened.may_leave()
    opened.pane.grid.point_at(6, 2)
    opened.pane.drop_list()
    assert not opened.may_leave()
    assert "还没有保存" in told(office).said[-1]


def test_villages(office: Office, qtbot: QtBot, rest: Rest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    section = VillagesSection(office)
    qtbot.addWidget(section)
    section.refresh()
    rest()
    assert {line.name: line.pupils for line in section.lines} == {"河湾村": 2, "上寨村": 2, "石板村": 1}
    monkeypatch.setattr("kongchuo_desktop.ui.upward.villages.choose_folder", lambda *_parts, **_ways: tmp_path)
    section.save(("上寨村", "石板村"))
    rest()
    assert sorted(path.suffix for path in tmp_path.glob("*村*")) == [".pdf", ".pdf", ".xlsx", ".xlsx"]
    sheet = openpyxl.load_workbook(io.BytesIO((tmp_path / "石板村学生名单-村委会.xlsx").read_bytes())).active
    assert sheet["B4"].value == "阿依古丽·买买提江"
    section.tell_columns()
    assert "身份证" not in told(office).details[-1]
