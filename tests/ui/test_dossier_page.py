"""一生一档: reached from the child, the four at a glance, the time-line, the file on paper."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits import service as visit_room
from kongchuo_desktop.school.visits.rules import VisitDraft
from kongchuo_desktop.storage import audit
from kongchuo_desktop.ui.dossier.printing import print_files
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.preview.box import PreviewBox
from kongchuo_desktop.ui.pupils.page import PupilsPage
from tests.paper_reader import PaperReader
from tests.ui.room import NOW, AnsweringTell

Rest = Callable[[], None]
TODAY = NOW.date()


@pytest.fixture
def child(open_window: Callable[..., MainWindow], rest: Rest) -> tuple[PupilsPage, PupilId]:
    window = open_window()
    with window.office.database.write("布置") as session:
        one = pupil_room.pupils(session, today=TODAY)[2].id
        concern.mark(
            session, pupil_ids=[one], kind="厌学", since=date(2026, 9, 2), why="说听不懂", by="王老师", today=TODAY
        )
        visit_room.record_visit(
            session,
            draft=VisitDraft(
                day=date(2026, 9, 5), form="入户", pupil_ids=(one,), others="村干部", purpose="摸清原因",
                found="基础差", measures="每周补课两次",
            ),
            now=NOW,
        )  # fmt: skip
    window.open_page("pupils")
    rest()
    assert isinstance(window.page, PupilsPage)
    return window.page, one


def test_the_four_and_the_time_line(child: tuple[PupilsPage, PupilId], rest: Rest) -> None:
    page, one = child
    page.open_request(("dossier", one))
    rest()
    shown = page.dossier
    assert [line.entry.kind for line in shown.list.model.rows] == ["家访", "重点关注"]
    assert page.state_sentence() == "张一山，2 条记录，效果还没有记录"
    assert shown._cards["效果"]._lines[0].whole() == "还没有记录，请补上"
    assert shown._cards["帮扶"]._lines[0].whole() == "09-05 每周补课两次"
    shown._only("原因")
    assert [line.entry.kind for line in shown.list.model.rows] == ["重点关注"]
    act = page.main_act()
    assert act is not None
    assert act.title == "打印档案"
    assert page.close_inner()
    assert page.main_act() is not act
    page.open_request(one)
    rest()
    assert page.panel.record is not None


def test_the_file_is_looked_at_and_its_making_is_on_record(
    child: tuple[PupilsPage, PupilId], rest: Rest, qtbot: QtBot
) -> None:
    page, one = child
    page.open_request(("dossier", one))
    rest()
    page.dossier.print_dossier()
    qtbot.waitUntil(lambda: bool(page.window().findChildren(PreviewBox)), timeout=20_000)
    (box,) = page.window().findChildren(PreviewBox)
    pages = PaperReader().text(box.pdf)
    assert "学生关爱档案" in pages[0]
    assert "每周补课两次" in "".join(pages)
    with page.office.database.read() as session:
        line = audit.recent(session, limit=1)[0]
    assert (line.kind, line.changes["what"], line.table) == ("print", "学生档案（一人一案）", "pupil")
    box.reject()
    rest()


def test_files_of_several_children_go_into_a_folder(
    child: tuple[PupilsPage, PupilId], rest: Rest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, _ = child
    tell = page.office.tell
    assert isinstance(tell, AnsweringTell)
    tell.answers = ["signer"]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    people = tuple(line.facts for line in page._lines or ())
    print_files(page, page.office, "archive_card", people)
    rest()
    assert len(list(tmp_path.glob("*.pdf"))) == len(people)
    print_files(page, page.office, "archive_card", people)  # the question is closed without an answer
    rest()
    assert tell.said[-1].startswith("学生关爱档案卡")
