"""A second start: heard by the first, whatever became of the one before; what it asks for is opened or asked about."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from kongchuo_desktop.__main__ import book_named
from kongchuo_desktop.ui.calling import same_file
from kongchuo_desktop.ui.marks import IDENTITY, show_whose
from kongchuo_desktop.ui.one_program import OneProgram
from kongchuo_desktop.ui.sitting import Sitting
from kongchuo_desktop.ui.start.unlock import UnlockCard
from kongchuo_desktop.ui.tell import Tell
from tests.ui.room import book_under, clock, forgetful_settings, places_under
from tests.ui.test_frame import KINDS
from tests.ui.test_start import unlocked

# Takes the place, says so, and waits to be killed.
FIRST = """
import sys, pathlib
from kongchuo_desktop.ui.one_program import OneProgram
door = OneProgram(pathlib.Path(sys.argv[1]))
print("taken" if door.take() else "refused", flush=True)
sys.stdin.read()
"""
# A second start: refused, rings, ends.
SECOND = """
import sys, pathlib
from kongchuo_desktop.ui.one_program import OneProgram
door = OneProgram(pathlib.Path(sys.argv[1]))
assert not door.take()
sys.exit(0 if door.ring(pathlib.Path(sys.argv[2]) if sys.argv[2] else None) else 3)
"""


def first(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", FIRST, str(folder)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def said(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()


@pytest.fixture
def door(tmp_path: Path) -> Iterator[OneProgram]:
    made = OneProgram(tmp_path / "设置 一")
    yield made
    made.release()


def test_a_crashed_first_one_leaves_the_place_free(tmp_path: Path, door: OneProgram) -> None:
    with first(tmp_path / "设置 一") as program:
        assert said(program) == "taken"
        assert not door.take()
        program.kill()
        program.wait()
    assert door.take()


def test_what_was_clicked_is_handed_over(tmp_path: Path, door: OneProgram, qtbot: QtBot) -> None:
    book = tmp_path / "河湾 小学（二）.kongchuo"
    assert door.take()
    door.listen()
    heard: list[object] = []
    door.rung.connect(heard.append)
    for asked in (str(book), ""):
        with subprocess.Popen([sys.executable, "-c", SECOND, str(tmp_path / "设置 一"), asked]) as second:
            qtbot.waitUntil(lambda second=second: second.poll() is not None, timeout=20_000)
            assert second.returncode == 0
    assert heard == [book, None]


def test_a_first_one_that_hangs_is_told_of_and_opens_nothing_later(tmp_path: Path, door: OneProgram) -> None:
    with first(tmp_path / "设置 一") as program:
        assert said(program) == "taken"
        assert not door.take()
        assert not door.ring(tmp_path / "a.kongchuo", patience=0.1)
        assert not list((tmp_path / "设置 一" / "bell").iterdir())
        program.kill()


def test_a_note_that_is_no_note_only_brings_it_forward(tmp_path: Path, door: OneProgram) -> None:
    assert door.take()
    (tmp_path / "设置 一" / "bell" / "x.ring").write_bytes(b"\xff\x00")
    heard: list[object] = []
    door.rung.connect(heard.append)
    door.look()
    assert heard == [None]


@pytest.mark.parametrize("left", ["", "999999\npython\n另一个机器名\n0\n0\n"])
def test_a_lock_that_names_no_process_keeps_nobody_out(tmp_path: Path, door: OneProgram, left: str) -> None:
    """A power cut leaves the file empty; a machine that was given another name doesn't know its own."""
    lock = tmp_path / "设置 一" / "program.lock"
    lock.parent.mkdir()
    lock.write_text(left, encoding="utf-8")
    os.utime(lock, (1_700_000_000, 1_700_000_000))
    assert door.take()


def test_an_old_lock_with_its_process_stays(tmp_path: Path, door: OneProgram) -> None:
    with first(tmp_path / "设置 一") as program:
        assert said(program) == "taken"
        os.utime(tmp_path / "设置 一" / "program.lock", (1_700_000_000, 1_700_000_000))
        assert not door.take()
        program.kill()


def test_a_note_that_is_held_is_answered_once_and_later(
    tmp_path: Path, door: OneProgram, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert door.take()
    heard: list[object] = []
    door.rung.connect(heard.append)
    (tmp_path / "设置 一" / "bell" / "x.ring").write_text('{"book": "/a.kongchuo"}')
    free = Path.unlink

    def held(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "a virus scanner looks")

    monkeypatch.setattr(Path, "unlink", held)
    door.look()
    assert not heard
    monkeypatch.setattr(Path, "unlink", free)
    qtbot.waitUntil(lambda: bool(heard), timeout=5000)
    assert heard == [Path("/a.kongchuo")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows gives the user's folders their rights itself")
def test_the_first_to_make_the_settings_folder_keeps_it_for_its_user(tmp_path: Path) -> None:
    door = OneProgram(tmp_path / "新" / "设置")
    assert door.take()
    door.release()
    assert (tmp_path / "新" / "设置").stat().st_mode & 0o077 == 0


def test_two_users_have_two_programs(tmp_path: Path, door: OneProgram) -> None:
    other = OneProgram(tmp_path / "另一个用户")
    assert door.take()
    assert other.take()
    other.release()


@pytest.mark.parametrize(
    ("word", "path"),
    [
        ("/数据/河湾小学 2026.kongchuo", "/数据/河湾小学 2026.kongchuo"),
        ("file:///%E6%95%B0%E6%8D%AE/%E6%B2%B3%E6%B9%BE%20%E5%B0%8F%E5%AD%A6.kongchuo", "/数据/河湾 小学.kongchuo"),
        ("FILE://localhost/a/B.KONGCHUO", "/a/B.KONGCHUO"),
        ("file:///D:/%E8%B4%A6%E6%9C%AC/a.kongchuo", "D:/账本/a.kongchuo"),
        ("file://server/share/a.kongchuo", "//server/share/a.kongchuo"),
        ("a" * 200 + ".kongchuo", "a" * 200 + ".kongchuo"),
        ("book", None),
        ("--version", None),
    ],
)
def test_a_book_as_the_desktop_names_it(word: str, path: str | None) -> None:
    assert book_named(word) == (Path(path) if path else None)


Begin = Callable[..., Sitting]


@pytest.fixture
def begin(machine: Path, qtbot: QtBot) -> Iterator[Begin]:
    begun: list[Sitting] = []

    def start(book: Path | None = None) -> Sitting:
        sitting = Sitting(places=places_under(machine), settings=forgetful_settings(machine), clock=clock, kinds=KINDS)
        begun.append(sitting)
        sitting.begin(book)
        return sitting

    yield start
    for sitting in begun:
        sitting.doorway.stop()
        qtbot.waitUntil(lambda sitting=sitting: not sitting.tasks.busy, timeout=15_000)
        if sitting.window is not None:
            sitting.office.database.close()
            sitting.window.may_close = True
            sitting.window.close()
        sitting.tasks.close()
        sitting.front.hide()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], list[str]]:
    """What the user was asked or told, and the answers that stand ready."""
    said: list[str] = []
    answers: list[str] = []

    def ask(_tell: Tell, _mark: str, sentence: str, *_more: object) -> str:
        said.append(sentence)
        return answers.pop(0) if answers else ""

    monkeypatch.setattr(Tell, "ask", ask)
    return said, answers


Asked = tuple[list[str], list[str]]


def test_before_a_book_is_open_the_card_changes(begin: Begin, machine: Path) -> None:
    sitting = begin(book_under(machine))
    sitting.called(machine / "books" / "别的.kongchuo")
    assert sitting.doorway.book == machine / "books" / "别的.kongchuo"
    sitting.called(None)
    assert sitting.doorway.book == machine / "books" / "别的.kongchuo"


def test_the_wizard_is_not_thrown_away(begin: Begin, machine: Path, asked: Asked) -> None:
    sitting = begin(book_under(machine))
    sitting.doorway.new_book()
    card = sitting.doorway.card
    sitting.called(machine / "books" / "别的.kongchuo")
    assert sitting.doorway.card is card
    assert "别的" in asked[0][0]


def test_the_same_book_only_comes_to_the_front(begin: Begin, machine: Path, qtbot: QtBot, asked: Asked) -> None:
    sitting = begin(book_under(machine))
    window = unlocked(sitting, qtbot)
    window.showMinimized()
    sitting.called(book_under(machine))
    assert not window.isMinimized()
    assert asked[0] == []


def test_another_book_is_asked_about_then_opened(begin: Begin, machine: Path, qtbot: QtBot, asked: Asked) -> None:
    sitting = begin(book_under(machine))
    unlocked(sitting, qtbot)
    other = book_under(machine).with_name("别的.kongchuo")
    asked[1][:] = ["", "yes"]
    sitting.called(other)
    assert "别的" in asked[0][0]
    assert sitting.window is not None
    sitting.called(other)
    qtbot.waitUntil(lambda: sitting.window is None, timeout=15_000)
    assert isinstance(sitting.doorway.card, UnlockCard)
    assert sitting.doorway.book == other
    assert sitting.front.isVisible()
    sitting.doorway.unlock(book_under(machine))  # and the first one opens again, in the same program
    unlocked(sitting, qtbot)


def test_a_locked_book_stays_locked(begin: Begin, machine: Path, qtbot: QtBot, asked: Asked) -> None:
    sitting = begin(book_under(machine))
    window = unlocked(sitting, qtbot)
    sitting.lock()
    sitting.called(book_under(machine).with_name("别的.kongchuo"))
    assert not window.isVisible()
    assert "锁着" in asked[0][0]


def test_an_open_box_is_finished_first(begin: Begin, machine: Path, qtbot: QtBot, asked: Asked) -> None:
    sitting = begin(book_under(machine))
    window = unlocked(sitting, qtbot)
    box = QDialog(window)
    box.open()
    sitting.called(book_under(machine).with_name("别的.kongchuo"))
    assert "框" in asked[0][0]
    assert box.isVisible()
    box.reject()


def test_one_file_by_two_names(tmp_path: Path) -> None:
    book = tmp_path / "a.kongchuo"
    book.touch()
    assert same_file(book, tmp_path / "x" / ".." / "a.kongchuo") or not (tmp_path / "x").exists()
    assert same_file(tmp_path / "no.kongchuo", tmp_path / "no.kongchuo")
    assert not same_file(book, tmp_path / "no.kongchuo")


def test_windows_carry_the_programs_icon_and_identity(qapp: QApplication) -> None:
    before = qapp.applicationName(), qapp.desktopFileName()
    show_whose(qapp)
    sizes = {size.width() for size in qapp.windowIcon().availableSizes()}
    assert {16, 32, 48, 256} <= sizes
    assert (qapp.applicationName(), qapp.desktopFileName()) == ("控辍", IDENTITY)
    qapp.setApplicationName(before[0])
    qapp.setDesktopFileName(before[1])
