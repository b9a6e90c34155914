"""From the first window into the book: password, recovery code, damage, the wizard, the lock."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kongchuo_desktop.storage.backup import make_backup
from kongchuo_desktop.storage.database import open_book
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.idle import Idle
from kongchuo_desktop.ui.sitting import Sitting, lock_minutes
from kongchuo_desktop.ui.start.new_book import SchoolCard, SheetCard, TypeBackCard
from kongchuo_desktop.ui.start.recovery import NewPasswordCard, RecoveryCard
from kongchuo_desktop.ui.start.restoring import RestoreCard
from kongchuo_desktop.ui.start.unlock import UnlockCard
from kongchuo_desktop.ui.start.welcome import WelcomeCard
from tests.ui.room import PASSWORD, book_under, clock, forgetful_settings, places_under
from tests.ui.test_frame import KINDS

Begin = Callable[..., Sitting]


@pytest.fixture
def begin(machine: Path, qtbot: QtBot) -> Iterator[Begin]:
    """Starts a sitting on the test's machine."""
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


def type_password(card: UnlockCard, password: str) -> None:
    card.password.setText(password)
    QTest.keyClick(card.password, Qt.Key.Key_Return)


def unlocked(sitting: Sitting, qtbot: QtBot) -> MainWindow:
    assert isinstance(sitting.doorway.card, UnlockCard)
    with qtbot.waitSignal(sitting.ready, timeout=15_000):
        type_password(sitting.doorway.card, PASSWORD)
    assert isinstance(sitting.window, MainWindow)
    return sitting.window


def comes(qtbot: QtBot, sitting: Sitting, kind: type) -> None:
    qtbot.waitUntil(lambda: isinstance(sitting.doorway.card, kind), timeout=15_000)


def test_the_unlock_window_needs_nothing_heavy() -> None:
    heavy = (
        "sqlalchemy",
        "reportlab",
        "openpyxl",
        "alembic",
        "sqlcipher3",
        "pypinyin",
        "PySide6.QtSvg",
        "cryptography",
    )
    program = f"import sys, kongchuo_desktop.app; print([name for name in {heavy!r} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_the_right_password_opens_the_first_page(begin: Begin, machine: Path, qtbot: QtBot) -> None:
    sitting = begin(book_under(machine))
    window = unlocked(sitting, qtbot)
    assert window.isVisible()
    assert not sitting.front.isVisible()
    assert window.page.title == "村"
    assert sitting.settings.value("book/last") == str(book_under(machine))


def test_a_wrong_password_is_said_and_can_be_typed_again(begin: Begin, machine: Path, qtbot: QtBot) -> None:
    sitting = begin(book_under(machine))
    card = sitting.doorway.card
    type_password(card, "错的密码")
    qtbot.waitUntil(lambda: not card.trouble.isHidden(), timeout=15_000)
    assert "密码不对" in card.trouble.text()
    assert card.password.selectedText() == card.password.text()
    unlocked(sitting, qtbot)


def test_the_recovery_code_opens_and_asks_for_a_new_password(
    begin: Begin, machine: Path, recovery_code: str, qtbot: QtBot
) -> None:
    sitting = begin(book_under(machine))
    sitting.doorway.card.code_wanted.emit()
    card = sitting.doorway.card
    assert isinstance(card, RecoveryCard)
    card.code.setText(recovery_code.lower().replace("-", " "))
    QTest.keyClick(card.code, Qt.Key.Key_Return)
    comes(qtbot, sitting, NewPasswordCard)
    card = sitting.doorway.card
    card.first.setText("12345678")
    card.second.setText("12345678")
    qtbot.mouseClick(card.main, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not card.trouble.isHidden(), timeout=15_000)
    for line in (card.first, card.second):
        line.setText("牛角-青布-瓦窑-52")
    with qtbot.waitSignal(sitting.ready, timeout=15_000):
        qtbot.mouseClick(card.main, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not sitting.tasks.busy, timeout=15_000)
    sitting.office.database.close()
    places = places_under(machine)
    again = open_book(book_under(machine), password="牛角-青布-瓦窑-52", clock=clock, actor="", places=places)
    again.database.close()


def test_a_slip_in_the_code_names_its_group(begin: Begin, machine: Path, recovery_code: str, qtbot: QtBot) -> None:
    sitting = begin(book_under(machine))
    sitting.doorway.recover()
    card = sitting.doorway.card
    groups = recovery_code.split("-")
    groups[2] = ("1" if groups[2][0] == "0" else "0") + groups[2][1:]
    card.code.setText("-".join(groups))
    QTest.keyClick(card.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not card.trouble.isHidden(), timeout=15_000)
    assert "第 3 组" in card.trouble.text()


def damaged(machine: Path) -> Path:
    """A book with a backup, and then a page of it destroyed."""
    book, places = book_under(machine), places_under(machine)
    opened = open_book(book, password=PASSWORD, clock=clock, actor="", places=places)
    make_backup(opened.database, why="hand")
    opened.database.close()
    content = bytearray(book.read_bytes())
    content[9000:9100] = bytes(100)
    book.write_bytes(content)
    return book


def test_a_damaged_book_comes_back_from_its_backup_in_three_steps(begin: Begin, machine: Path, qtbot: QtBot) -> None:
    sitting = begin(damaged(machine))
    type_password(sitting.doorway.card, PASSWORD)
    comes(qtbot, sitting, RestoreCard)
    card = sitting.doorway.card
    assert "已损坏" in card._said.text()
    qtbot.waitUntil(lambda: card.list.count() == 1 and card.list.currentRow() == 0, timeout=15_000)
    assert "学生 5 人" in card.list.item(0).text()
    card.secret.setText(PASSWORD)
    with qtbot.waitSignal(sitting.ready, timeout=15_000):
        qtbot.mouseClick(card.main, Qt.MouseButton.LeftButton)
    assert list(book_under(machine).parent.glob("*被替换*.kongchuo"))


def test_a_book_that_is_gone_offers_its_backups(begin: Begin, machine: Path, qtbot: QtBot) -> None:
    sitting = begin(machine / "没有.kongchuo")
    type_password(sitting.doorway.card, PASSWORD)
    comes(qtbot, sitting, RestoreCard)
    assert "找不到账本" in sitting.doorway.card._said.text()


def test_restoring_from_inside_leads_over_the_front(begin: Begin, machine: Path, qtbot: QtBot) -> None:
    sitting = begin(book_under(machine))
    unlocked(sitting, qtbot)
    backup = make_backup(sitting.office.database, why="hand")
    sitting.office.restore_wanted.emit(backup)
    comes(qtbot, sitting, RestoreCard)
    card = sitting.doorway.card
    qtbot.waitUntil(lambda: card.list.currentRow() >= 0, timeout=15_000)
    assert sitting.window is None
    card.secret.setText(PASSWORD)
    with qtbot.waitSignal(sitting.ready, timeout=15_000):
        QTest.keyClick(card.secret, Qt.Key.Key_Return)
    assert sitting.window.isVisible()


def test_the_first_start_makes_a_book_and_proves_the_sheet(
    begin: Begin, machine: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    sitting = begin()
    assert isinstance(sitting.doorway.card, WelcomeCard)
    sitting.doorway.card.new_wanted.emit()
    card = sitting.doorway.card
    assert isinstance(card, SchoolCard)
    card.form.put({"school": "青石镇上寨小学", "stage": "教学点", "above": "青石镇中心学校", "actor": "韦老师"})
    qtbot.mouseClick(card.main, Qt.MouseButton.LeftButton)
    card = sitting.doorway.card
    assert isinstance(card, NewPasswordCard)
    card.first.setText(PASSWORD)
    card.second.setText(PASSWORD + "x")
    QTest.keyClick(card.second, Qt.Key.Key_Return)
    assert "不一样" in card.trouble.text()
    press(card, "返回", qtbot)  # a look back at the school: nothing typed is lost
    card = sitting.doorway.card
    assert isinstance(card, SchoolCard)
    assert card.form.values()["school"] == "青石镇上寨小学"
    assert card.form.values()["stage"] == "教学点"
    qtbot.mouseClick(card.main, Qt.MouseButton.LeftButton)
    card = sitting.doorway.card
    card.first.setText(PASSWORD)
    card.second.setText(PASSWORD)
    QTest.keyClick(card.second, Qt.Key.Key_Return)
    comes(qtbot, sitting, SheetCard)
    sheet = sitting.doorway.card
    assert sheet._go.text().startswith("用笔抄好了")
    sheet.save_wanted.emit(tmp_path / "恢复码.pdf")
    qtbot.waitUntil(lambda: sheet._go.text().startswith("收好了"), timeout=15_000)
    assert (tmp_path / "恢复码.pdf").read_bytes().startswith(b"%PDF")
    qtbot.mouseClick(sheet._go, Qt.MouseButton.LeftButton)
    prove(sitting, qtbot)
    assert sitting.office.database.path == places_under(machine).books / "青石镇上寨小学.kongchuo"
    assert sitting.office.database.actor == "韦老师"


def test_the_sheet_says_so_where_nothing_opens_a_pdf(
    begin: Begin, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kongchuo_desktop.ui.start.making.open_with_desktop", lambda _path: False)
    sitting = begin()
    sitting.doorway.card.new_wanted.emit()
    sitting.doorway.card.form.put({"school": "青石镇上寨小学", "actor": "韦老师"})
    qtbot.mouseClick(sitting.doorway.card.main, Qt.MouseButton.LeftButton)
    sitting.doorway.card.first.setText(PASSWORD)
    sitting.doorway.card.second.setText(PASSWORD)
    QTest.keyClick(sitting.doorway.card.second, Qt.Key.Key_Return)
    comes(qtbot, sitting, SheetCard)
    press(sitting.doorway.card, "打开并打印", qtbot)
    qtbot.waitUntil(lambda: "没有能打开 PDF 的程序" in sitting.doorway.card._saved.text(), timeout=15_000)
    sitting.doorway.card.done.emit()
    prove(sitting, qtbot)


def press(card: QWidget, title: str, qtbot: QtBot) -> None:
    """Click the button of a card that has this title."""
    qtbot.mouseClick(
        next(one for one in card.findChildren(QPushButton) if one.text() == title), Qt.MouseButton.LeftButton
    )


def prove(sitting: Sitting, qtbot: QtBot) -> None:
    """Type a wrong group, then the right one."""
    card = sitting.doorway.card
    assert isinstance(card, TypeBackCard)
    card.group.setText("00000")
    QTest.keyClick(card.group, Qt.Key.Key_Return)
    assert "不一样" in card.trouble.text()
    card.group.setText(card._wanted.lower())
    with qtbot.waitSignal(sitting.ready, timeout=15_000):
        QTest.keyClick(card.group, Qt.Key.Key_Return)


def test_a_name_that_is_taken_is_refused_before_anything_is_made(begin: Begin, machine: Path, qtbot: QtBot) -> None:
    places = places_under(machine)
    places.books.mkdir(parents=True)
    (places.books / "上寨小学.kongchuo").write_bytes(b"x")
    sitting = begin()
    sitting.doorway.new_book()
    card = sitting.doorway.card
    card.form.put({"school": "上寨小学", "stage": "小学", "actor": "韦"})
    qtbot.mouseClick(card.main, Qt.MouseButton.LeftButton)
    assert "已经有了" in card.trouble.text()


def test_locking_hides_every_window_and_the_password_brings_it_back(begin: Begin, machine: Path, qtbot: QtBot) -> None:
    sitting = begin(book_under(machine))
    window = unlocked(sitting, qtbot)
    sitting.office.lock_wanted.emit()
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == [sitting.front]
    card = sitting.doorway.card
    type_password(card, "错的")
    qtbot.waitUntil(lambda: not card.trouble.isHidden(), timeout=15_000)
    assert not window.isVisible()
    type_password(card, PASSWORD)
    qtbot.waitUntil(window.isVisible, timeout=15_000)
    assert not sitting.front.isVisible()


def test_nobody_at_the_desk_locks_it(begin: Begin, machine: Path, qtbot: QtBot) -> None:
    now = [0.0]
    idle = Idle(begin(book_under(machine)), minutes=lambda: 5, now=lambda: now[0])
    idle.start()
    now[0] = 299
    with qtbot.assertNotEmitted(idle.passed):
        idle.look()
    now[0] = 301
    with qtbot.waitSignal(idle.passed):
        idle.look()


@pytest.mark.parametrize(("kept", "minutes"), [("", 5), ("12", 12), ("0", 1), ("99", 30), ("nonsense", 5)])
def test_the_lock_waits_between_one_and_thirty_minutes(tmp_path: Path, kept: str, minutes: int) -> None:
    settings = forgetful_settings(tmp_path)
    if kept:
        settings.setValue("lock/minutes", kept)
    assert lock_minutes(settings) == minutes


def test_closing_the_window_backs_up_and_ends(begin: Begin, machine: Path, qtbot: QtBot) -> None:
    sitting = begin(book_under(machine))
    window = unlocked(sitting, qtbot)
    uid = sitting.office.database.school_uid
    with qtbot.waitSignal(sitting.ended, timeout=15_000):
        window.close()
    names = [path.name for path in places_under(machine).school_backups(uid).glob("*.kongchuo-backup")]
    assert len(names) == 1
    assert re.search(r"河湾小学-20260907-0800", names[0])
