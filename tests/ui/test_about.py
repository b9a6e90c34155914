"""关于和更新: version, places, licences, words for support without names; the update from a stick, start to finish."""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kongchuo_desktop import __version__
from kongchuo_desktop.desk import about
from kongchuo_desktop.desk.update_file import KINDS
from kongchuo_desktop.storage.backup import list_backups
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.settings.about import AboutSection
from kongchuo_desktop.ui.settings.licence_box import LicenceBox
from kongchuo_desktop.ui.sitting import Sitting
from kongchuo_desktop.ui.tell import Tell
from tests.test_update_file import deb, exe
from tests.ui.room import CHILDREN, AnsweringTell, book_under, clock, forgetful_settings, places_under
from tests.ui.test_frame import KINDS as PAGES
from tests.ui.test_start import unlocked

Rest = Callable[[], None]
INSTALLER = f"新版{KINDS.get(sys.platform, '.deb')}"


def installer(folder: Path) -> Path:
    make = exe if sys.platform == "win32" else deb
    return make(folder / INSTALLER, version="9.0.0")


@pytest.fixture
def section(office: Office, qtbot: QtBot, rest: Rest) -> AboutSection:
    made = AboutSection(office)
    qtbot.addWidget(made)
    made.resize(760, 700)
    made.show()
    made.refresh()
    rest()
    return made


def words(section: AboutSection) -> str:
    return "\n".join(made.text() for made in section.findChildren(QLabel))


def test_it_says_which_program_and_where_things_lie(section: AboutSection, office: Office) -> None:
    assert __version__ in words(section)
    assert str(office.database.path) in words(section)
    assert str(office.places.school_backups(office.database.school_uid)) in words(section)


def test_every_bundled_part_is_listed_with_its_licence(section: AboutSection, qtbot: QtBot) -> None:
    items = [section.parts.topLevelItem(row) for row in range(section.parts.topLevelItemCount())]
    names = {item.text(0).lower() for item in items}
    assert {"sqlalchemy", "reportlab", "pillow", "alembic"} <= names
    assert all(item.text(2) for item in items)
    chosen = next(item for item in items if item.text(0).lower() == "reportlab")
    section.show_licence(chosen)
    (box,) = section.window().findChildren(LicenceBox)
    assert len(box.words.toPlainText()) > 500
    box.reject()


def test_the_builds_own_list_is_taken_where_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "licences" / "Qt").mkdir(parents=True)
    (tmp_path / "licences" / "Qt" / "LGPL.txt").write_text("LESSER", encoding="utf-8")
    index = '[[part]]\nname = "Qt"\nversion = "6.9.3"\nlicence = "LGPL-3.0"\nuse = "窗口"\ntexts = ["Qt/LGPL.txt"]\n'
    (tmp_path / "licences" / "index.toml").write_text(index, encoding="utf-8")
    (tmp_path / "build.toml").write_text('version = "0.3.0"\ncommit = "abc"\nday = "2026-11-22"\n')
    monkeypatch.setattr(about, "resource", lambda *parts: tmp_path.joinpath(*parts))
    monkeypatch.setattr(about, "read_toml", lambda *parts: _toml(tmp_path.joinpath(*parts)))
    (part,) = about.parts()
    assert (part.name, part.licence, about.licence_text(part)) == ("Qt", "LGPL-3.0", "LESSER")
    assert about.stamp() == about.Stamp("0.3.0", "abc", "2026-11-22")


def _toml(path: Path) -> dict[str, object]:
    import tomllib

    return tomllib.loads(path.read_text(encoding="utf-8"))


def raise_with_a_name() -> None:
    child, number = CHILDREN[3][0], "522401201503041234"
    raise LookupError(f"{child} {number} 河湾小学")


def test_words_for_support_hold_no_name(section: AboutSection, office: Office, machine: Path) -> None:
    tell = Tell(None, log_folder=office.places.settings / "logs", clock=clock)
    chosen: list[str] = []
    tell.ask = lambda *_words: chosen.append("") or ""  # type: ignore[method-assign,func-returns-value]
    try:
        raise_with_a_name()
    except LookupError as error:
        tell.failure(error)
    section.copy_for_support()
    text = QGuiApplication.clipboard().text()
    assert "raise_with_a_name" in text
    assert __version__ in text
    assert not [name for name, *_ in CHILDREN if name in text]
    assert "河湾" not in text
    assert "5224" not in text
    assert not re.search(r"/\w+/\w+/\w+/", text), "a path that says whose machine it is"


def test_the_crash_box_copies_the_same(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    tell = Tell(None, log_folder=office.places.settings / "logs", clock=clock)
    monkeypatch.setattr(Tell, "ask", lambda *_words: "copy")
    try:
        raise_with_a_name()
    except LookupError as error:
        tell.failure(error)
    text = QGuiApplication.clipboard().text()
    assert "LookupError" in text
    assert CHILDREN[3][0] not in text


def test_a_file_that_is_no_update_is_refused(
    section: AboutSection, office: Office, rest: Rest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.txt").touch()
    monkeypatch.setattr("kongchuo_desktop.ui.settings.about.choose_open", lambda *_a, **_k: tmp_path / "x.txt")
    section.choose_update()
    rest()
    assert isinstance(office.tell, AnsweringTell)
    assert "不是安装文件" in office.tell.said[-1]


@pytest.fixture
def sitting(machine: Path, qtbot: QtBot) -> Iterator[Sitting]:
    made = Sitting(places=places_under(machine), settings=forgetful_settings(machine), clock=clock, kinds=PAGES)
    made.begin(book_under(machine))
    yield made
    made.doorway.stop()
    made.tasks.close()


def test_an_update_backs_up_closes_and_hands_over(
    sitting: Sitting, machine: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlocked(sitting, qtbot)
    handed: list[Path] = []
    monkeypatch.setattr("kongchuo_desktop.ui.calling.open_with_desktop", lambda path: handed.append(path) or True)
    monkeypatch.setattr("kongchuo_desktop.ui.settings.about.choose_open", lambda *_a, **_k: installer(tmp_path))
    asked: list[str] = []
    monkeypatch.setattr(Tell, "ask", lambda _tell, _mark, sentence, *_more: asked.append(sentence) or "yes")
    folder = places_under(machine).school_backups(sitting.office.database.school_uid)
    before = len(list_backups(folder))
    section = AboutSection(sitting.office)
    qtbot.addWidget(section)
    with qtbot.waitSignal(sitting.ended, timeout=20_000):
        section.choose_update()
    assert "9.0.0" in asked[0]
    assert [path.name for path in handed] == [INSTALLER]
    assert handed[0].parent == places_under(machine).settings / "update"
    backups = list_backups(folder)
    assert len(backups) > before
    assert backups[0].valid
    sitting.front.hide()
