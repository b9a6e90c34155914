"""The one door to the user: boxes with the safe button chosen, crash records without names, notices that undo."""

import errno
import faulthandler
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kongchuo_desktop.desk.about import newest_records
from kongchuo_desktop.kit.errors import UserError, why
from kongchuo_desktop.ui.boxes import SentenceBox
from kongchuo_desktop.ui.crash import HARD, LONGEST, crash_record, keep_hard_crashes
from kongchuo_desktop.ui.tell import Tell, open_with_desktop
from tests.ui.room import clock


@pytest.fixture
def tell(qtbot: QtBot, tmp_path: Path) -> Tell:
    window = QWidget()
    window.resize(900, 600)
    qtbot.addWidget(window)
    window.show()
    return Tell(window, log_folder=tmp_path / "logs", clock=clock)


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> list[SentenceBox]:
    """The boxes that were run; each has Enter pressed on its default button."""
    seen: list[SentenceBox] = []

    def answered(box: QDialog) -> int:
        assert isinstance(box, SentenceBox)
        seen.append(box)
        box.show()
        default = next(made for made in box.buttons.values() if made.isDefault())
        QTest.keyClick(default, Qt.Key.Key_Return)
        return 1

    monkeypatch.setattr(QDialog, "exec", answered)
    return seen


def test_danger_defaults_to_the_safe_button(tell: Tell, boxes: list[SentenceBox]) -> None:
    assert not tell.confirm_danger("会去掉 108 名学生。", act="去掉")
    assert boxes[0].chosen == "no"
    assert boxes[0].buttons["yes"].property("kind") == "danger"


def test_an_ordinary_question_defaults_to_its_act(tell: Tell, boxes: list[SentenceBox]) -> None:
    assert tell.confirm("打印 24 份吗\uff1f", act="打印")
    assert len(boxes) == 1


def test_a_box_shows_markup_as_text(tell: Tell, boxes: list[SentenceBox]) -> None:
    tell.mistake(UserError("“<b>罗</b>”已经有了。"), "<img src=x>")
    labels = boxes[0].findChildren(QLabel)
    assert {made.textFormat().name for made in labels if made.text()} == {"PlainText"}


def raise_with_a_name() -> None:
    secret = "罗小河"
    try:
        raise KeyError(secret)
    except KeyError as error:
        raise ValueError(f"{secret} 522401201503041234") from error


def test_a_crash_record_holds_frames_and_no_names(tell: Tell, boxes: list[SentenceBox], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="罗小河") as caught:
        raise_with_a_name()
    tell.failure(caught.value)
    (record,) = (tmp_path / "logs").glob("*.txt")
    text = record.read_text(encoding="utf-8")
    assert "raise_with_a_name" in text
    assert "builtins.KeyError" in text
    assert "罗小河" not in text
    assert "5224" not in text
    assert "没有丢失" in boxes[0].findChildren(QLabel)[1].text()


def test_a_record_stays_short_for_a_long_chain() -> None:
    error: Exception = ValueError("0")
    for step in range(30):
        following = ValueError(str(step))
        following.__cause__ = error
        error = following
    assert crash_record(error).count("ValueError") == 8


def test_a_notice_undoes(tell: Tell, qtbot: QtBot) -> None:
    done: list[str] = []
    tell.toast("已保存", undo=lambda: done.append("undone"))
    assert tell._toast is not None
    qtbot.mouseClick(tell._toast.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert done == ["undone"]
    tell.toast("又一条")
    tell.toast("只留最新的一条")
    assert tell._toast.isVisible()


FALLS = """
import faulthandler, pathlib, sys
from kongchuo_desktop.ui.crash import keep_hard_crashes
kept = keep_hard_crashes(pathlib.Path(sys.argv[1]))
def deep(child):
    faulthandler._sigsegv()
deep("罗小河")
"""


def test_a_process_that_dies_leaves_where_and_no_value(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FALLS, str(tmp_path)], check=False, capture_output=True)
    assert done.returncode != 0
    text = (tmp_path / HARD).read_text(encoding="utf-8")
    assert "deep" in text
    assert "罗小河" not in text
    (told,) = newest_records(tmp_path)
    assert "deep" in told


def test_the_record_of_faults_does_not_grow_for_ever(tmp_path: Path) -> None:
    (tmp_path / HARD).write_text("x" * (LONGEST + 1))
    for _ in range(2):
        kept = keep_hard_crashes(tmp_path)
        assert kept is not None
        faulthandler.disable()
        kept.write("a fault\n")
        kept.close()
    assert (tmp_path / HARD).read_text() == "a fault\na fault\n"


@pytest.mark.parametrize("before", [None, "/usr/local/lib"])
def test_other_programs_do_not_load_the_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    """What xdg-open and WPS inherit is what the desktop had before the bundle began."""
    seen: list[str | None] = []
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle/_internal")
    if before:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: bool(seen.append(os.environ.get("LD_LIBRARY_PATH"))))
    open_with_desktop(tmp_path)
    assert seen == [before]
    assert os.environ["LD_LIBRARY_PATH"] == "/bundle/_internal"


def test_records_for_support_name_no_folder_of_the_machine(tmp_path: Path) -> None:
    line = '  File "/place/wang/控辍/kongchuo_desktop/ui/tasks.py", line 7 in run\n'
    (tmp_path / HARD).write_text(line, encoding="utf-8")
    (told,) = newest_records(tmp_path)
    assert "wang" not in told
    assert '"kongchuo_desktop/ui/tasks.py", line 7' in told


def test_a_file_that_nothing_opens_is_said_where_it_lies(
    tell: Tell, boxes: list[SentenceBox], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("kongchuo_desktop.ui.tell.open_with_desktop", lambda _path: False)
    tell.open_file(tmp_path / "责任书.pdf")
    assert len(boxes) == 1
    shown = " ".join(one.text() for one in boxes[0].findChildren(QLabel))
    assert "没有能打开" in shown
    assert str(tmp_path) in shown


@pytest.mark.parametrize(("number", "words"), [
    (errno.ENOSPC, "满了"), (errno.EACCES, "没有权限"), (errno.EROFS, "写保护"), (errno.ENOENT, "拔出"),
    (errno.EIO, "读写出错"), (errno.EBUSY, "别的程序"), (errno.ENAMETOOLONG, "太长"),
])  # fmt: skip
def test_what_the_system_says_of_a_file_is_said_in_chinese(number: int, words: str) -> None:
    assert words in why(OSError(number, os.strerror(number)))
    assert why(OSError(0, "seltsam")) == "seltsam"
    assert why(OSError()) == "系统没有说明原因"
