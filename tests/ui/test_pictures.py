"""The strip of pictures: taken from files, described, removed, written with the record."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from kongchuo_desktop.school.attachments import service as attachments
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.picture_box import PictureBox
from kongchuo_desktop.ui.pictures import PictureStrip, Thumbnail
from tests.documents.pictures import photo
from tests.ui.room import NOW, AnsweringTell


def strip_with(office: Office, qtbot: QtBot, paths: list[Path]) -> PictureStrip:
    strip = PictureStrip(office, owner_kind="visit")
    qtbot.addWidget(strip)
    with qtbot.waitSignal(strip.changed):
        strip.take(paths)
    return strip


def test_chosen_described_removed_and_written(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    paths = []
    for number in range(3):
        paths.append(tmp_path / f"{number}.jpg")
        paths[-1].write_bytes(photo(300 + number, 200))
    strip = strip_with(office, qtbot, paths)
    assert strip.count == 3
    strip.look(0)
    box = strip.window().findChild(PictureBox)
    assert isinstance(box, PictureBox)
    box.words.setText("堂屋里")
    box.accept()
    strip.remove(2)
    changes = strip.changes()
    assert [caption for _, caption in changes.added] == ["堂屋里", ""]
    with office.database.write("记家访") as session:
        attachments.keep(session, owner_kind="visit", owner_id=3, changes=changes, now=NOW)
    strip.show_owner(3)
    qtbot.waitUntil(lambda: strip.count == 2)
    assert not strip.changes()
    strip.remove(0)
    assert len(strip.changes().removed) == 1
    tell = office.tell
    assert isinstance(tell, AnsweringTell)
    assert tell.undo is not None
    tell.undo()
    assert not strip.changes()
    assert strip.findChildren(Thumbnail)[0].toolTip().startswith("堂屋里")


def test_what_is_no_picture_is_told_and_the_rest_is_kept(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    good, bad = tmp_path / "好.jpg", tmp_path / "表.jpg"
    good.write_bytes(photo())
    bad.write_bytes(b"no picture")
    strip = strip_with(office, qtbot, [good, bad])
    assert strip.count == 1
    tell = office.tell
    assert isinstance(tell, AnsweringTell)
    assert tell.said == ["有 1 张照片没有加上，其余已加上。"]
    assert "表.jpg" in tell.details[0]
    strip.take([good] * 9)
    assert "还能加 8 张" in tell.said[-1]
