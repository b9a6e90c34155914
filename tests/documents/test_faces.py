"""Faces: coverage, stand-ins, what may be embedded, what is missing."""

import shutil
import unicodedata
from pathlib import Path

import pytest

from kongchuo_desktop.documents.faces import Face, FontsMissingError, Role, Typefaces, load_typefaces, office_folders
from kongchuo_desktop.kit.resources import resource
from tests.documents.letters import RARE


def test_rare_name_characters_have_a_face_in_every_role(typefaces: Typefaces) -> None:
    for role in Role:
        for character in RARE + "·，。":
            assert typefaces.find(role, character)[1], (role, character)


def test_extension_characters_come_from_the_stand_in(typefaces: Typefaces) -> None:
    face, glyph = typefaces.find(Role.TITLE, "𪛖")
    assert glyph
    assert face.path.name == "HanaMinB.ttf"


def test_what_no_face_has_is_named_and_what_nobody_sees_is_not(typefaces: Typefaces) -> None:
    assert typefaces.missing_characters("张三😀\u200b\x00\ufe0f\ud800") == {"😀"}


def test_private_use_characters_of_old_systems_are_named(typefaces: Typefaces) -> None:
    assert unicodedata.category("\ue815") == "Co"
    assert typefaces.missing_characters("张\ue815") == {"\ue815"}


def test_optional_faces_may_lack_and_are_said(tmp_path: Path) -> None:
    shutil.copy(resource("fonts", "NotoSerifSC-Regular.ttf"), tmp_path)
    found = load_typefaces(tmp_path)
    assert found.lacking == ("标题粗宋", "黑体", "楷体", "生僻字字体")
    assert {found.find(role, "校")[0].path.name for role in Role} == {"NotoSerifSC-Regular.ttf"}
    assert found.missing_characters("校𪛖") == {"𪛖"}


def test_no_face_at_all_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FontsMissingError, match="重新安装"):
        load_typefaces(tmp_path)


def test_an_office_machine_has_its_own_faces_first(tmp_path: Path) -> None:
    """Injected: a face under the name that Windows gives 仿宋."""
    shutil.copy(resource("fonts", "LXGWWenKai-Regular.ttf"), tmp_path / "simfang.ttf")
    found = load_typefaces(office=[tmp_path])
    assert found.find(Role.BODY, "校")[0].path.name == "simfang.ttf"
    assert found.find(Role.TITLE, "校")[0].path.name == "NotoSerifSC-Black.ttf"
    assert found.find(Role.BODY, "𪛖")[0].path.name == "HanaMinB.ttf"


def test_a_face_that_forbids_embedding_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "simfang.ttf"
    content = bytearray(resource("fonts", "NotoSerifSC-Regular.ttf").read_bytes())
    tables = int.from_bytes(content[4:6], "big")
    entries = [content[12 + 16 * n : 28 + 16 * n] for n in range(tables)]
    start = next(int.from_bytes(entry[8:12], "big") for entry in entries if entry[:4] == b"OS/2")
    content[start + 8 : start + 10] = b"\x00\x02"  # fsType: restricted
    path.write_bytes(content)
    assert not Face(path).embeddable
    assert load_typefaces(office=[tmp_path]).find(Role.BODY, "校")[0].path.name == "NotoSerifSC-Regular.ttf"


def test_windows_tells_where_its_fonts_are() -> None:
    found = office_folders({"WINDIR": "C:/Windows", "LOCALAPPDATA": "C:/Users/x/AppData/Local"})
    assert [folder.name for folder in found] == ["Fonts", "Fonts"]
    assert office_folders({}) == ()
