"""Every report on the screen, with its questions, to paper and into files."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit

from kongchuo_desktop.reports.catalogue import KINDS
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.preview.box import PreviewBox
from kongchuo_desktop.ui.reports.opening import request_of
from kongchuo_desktop.ui.reports.page import ReportsPage
from tests.ui.room import NOW

Rest = Callable[[], None]


@pytest.fixture
def page(open_window: Callable[..., MainWindow], rest: Rest) -> ReportsPage:
    window = open_window()
    window.open_page("reports")
    rest()
    assert isinstance(window.page, ReportsPage)
    window.page.open_request("class_list")
    rest()
    return window.page


@pytest.mark.parametrize("key", [kind.key for kind in KINDS])
def test_every_report_opens_with_its_questions(page: ReportsPage, rest: Rest, key: str) -> None:
    page.open_request(key)
    rest()
    assert page.kind.key == key
    assert page.table is not None
    assert page.view is not None
    assert len(page.view.model.rows) == len(page.table.rows)
    assert set(page.questions.answers()) == {choice.key for choice in page.kind.choices}


def test_a_question_narrows_the_table(page: ReportsPage, rest: Rest) -> None:
    box = page.questions.editor("class")
    assert isinstance(box, QComboBox)
    assert [box.itemText(n) for n in range(box.count())] == ["全部班级", "一年级1班", "二年级1班"]
    box.setCurrentIndex(2)
    rest()
    assert page.table is not None
    assert len(page.table.rows) == 2


def test_a_report_is_looked_at_before_it_is_printed(page: ReportsPage, rest: Rest) -> None:
    act = page.main_act()
    assert act is not None
    act.run()
    rest()
    box = next(box for box in page.window().findChildren(PreviewBox) if box.isVisible())
    assert box.view.count == 2  # one page a class
    box.reject()


@pytest.mark.parametrize("ending", [".pdf", ".xlsx"])
def test_a_report_is_saved_and_put_on_record(
    page: ReportsPage, database: Database, rest: Rest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    path = tmp_path / f"花名册{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    page._save(ending)
    rest()
    assert path.stat().st_size > 1000
    if ending == ".xlsx":
        assert len(load_workbook(path).sheetnames) == 2
    with database.read() as session:
        assert audit.recent(session, limit=1)[0].kind == "export"


def test_a_typed_day_counts_when_the_field_is_left(page: ReportsPage, rest: Rest) -> None:
    dated = next(kind for kind in KINDS if any(choice.source == "date" for choice in kind.choices))
    key = next(choice.key for choice in dated.choices if choice.source == "date")
    page.open_request(dated.key)
    rest()
    line = page.questions.editor(key)
    assert isinstance(line, QLineEdit)
    before = page.table
    line.setText("9.1")
    line.editingFinished.emit()
    rest()
    assert page.table is not before
    assert page.questions.answers()[key] == "9.1"


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({"name": "张一山", "class": "一年级1班"}, "张一山"),
        ({"pupils": "张一山（2天）、韦䶮"}, {"张一山", "韦䶮"}),
        ({"name": "罗小河"}, {"罗小河"}),  # two of one name
        ({"name": "王老师", "class": "二年级1班"}, "class"),
        ({"village": "河湾村"}, "village"),
        ({"class": "合计"}, None),
    ],
)
def test_a_row_leads_to_its_children(database: Database, cells: dict[str, str], wanted: object) -> None:
    with database.read() as session:
        asked = request_of(session, cells, NOW.date())
        everybody = {one.id: one.name for one in pupil_room.pupils(session, today=NOW.date())}
    if isinstance(wanted, set):
        assert isinstance(asked, tuple)
        assert asked[0] == "these"
        assert {everybody[one] for one in asked[1]} == wanted
        assert len(asked[1]) == 2
    elif isinstance(asked, tuple):
        assert asked[0] == wanted
    else:
        assert (everybody[asked] if isinstance(asked, int) else asked) == wanted


def test_enter_on_a_row_opens_the_child(page: ReportsPage, rest: Rest) -> None:
    assert page.view is not None
    window, table = page.window(), page.table
    assert table is not None
    place = [column.key for column in table.columns].index("name")
    row = next(row for row, line in enumerate(page.view.model.rows) if line[1][place] == "韦䶮")
    page.view.table.setCurrentIndex(page.view.table.model().index(row, 0))
    page.view.table.setFocus()
    QTest.keyClick(page.view.table, Qt.Key.Key_Return)
    rest()
    assert isinstance(window, MainWindow)
    assert window.page.title == "学生"
    assert window.page.panel.record.facts.name == "韦䶮"
