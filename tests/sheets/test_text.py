"""Text made even, names matched, file names made safe."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.kit.text import (
    UnfitText,
    half_width,
    has_lost_characters,
    match_name,
    path_inside,
    safe_file_name,
    tidy_name,
    tidy_text,
)

HOSTILE = [
    "", ".", "..", "CON", "con.txt", "NUL", "COM1", "COM¹", "LPT9.pdf", "a:b", "a/b", "../../etc/passwd", "a\\b",
    "C:\\x",
    "张三.", "张三 ", "  ", "a\x00b", "\n", "\u202eabc", "\u200b", "💥", "\ue000", "\ud800", "x" * 400, "张" * 400,
    "𬱖" * 200,
    "<>|?*\"", "~$roster", "-rf", "CON .txt", "aux.", "…", "\u2028", "a\tb", "é".encode().decode(), "e\u0301",
]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("沈  天", "沈天"), ("龙　䶮", "龙䶮"), (" 陈 𬱖 ", "陈𬱖"), ("〇 一", "〇一"), ("John  Smith", "John Smith"),
        ("阿依古丽·买买提", "阿依古丽·买买提"), ("阿依古丽 · 买买提", "阿依古丽·买买提"),
        ("\u202e张\u200b三\u202c", "张三"),
        ("张\n三", "张三"), ("\u00a0李 四", "李四"), ("司马 晨曦", "司马晨曦"), ("㛃 䶮", "㛃䶮"), ("é e\u0301", "é é"),
    ],
)  # fmt: skip
def test_names(written: str, tidy: str) -> None:
    assert tidy_name(written) == tidy


def test_rare_characters_stay() -> None:
    rare = "䶮㛃𬱖𬭎𫍽㼆𠅤〇·𰻞"
    assert tidy_name(rare) == rare
    assert tidy_text(rare) == rare


def test_free_text_keeps_chinese_punctuation_and_evens_digits() -> None:
    assert tidy_text("青石镇(上寨村)２组，Ａ栋") == "青石镇(上寨村)2组，A栋"
    assert half_width("(ABC)１２３　") == "(ABC)123 "


@pytest.mark.parametrize("written", ["a\x00", "\x0b", "x\x1b[31m", "\ud800", "a\udfff", "\ufffe", "\x7f"])
def test_what_no_paper_can_hold_is_refused(written: str) -> None:
    try:
        assert "\x0b" in written
        assert tidy_text(written) == ""
    except (UnfitText, AssertionError):
        with pytest.raises(UnfitText) as caught:
            tidy_text(written)
        assert caught.value.sentence.endswith("。")


@pytest.mark.parametrize("dot", "•・‧．∙·")
def test_dots_match_but_are_not_changed(dot: str) -> None:
    written = f"阿依古丽{dot}买买提"
    assert match_name(written) == match_name("阿依古丽·买买提")


def test_blanks_and_case_match() -> None:
    assert match_name("John  smith") == match_name("JOHN SMITH")
    assert match_name("张 三") == match_name("张三")
    assert match_name("张三") != match_name("张四")


def test_lost_characters() -> None:
    assert has_lost_characters("陈?")
    assert has_lost_characters("陈\ufffd")
    assert has_lost_characters("王□")
    assert not has_lost_characters("陈𬱖")


@given(st.text(max_size=40))
def test_tidying_twice_changes_nothing(written: str) -> None:
    for tidy in (tidy_text, tidy_name):
        try:
            once = tidy(written)
        except UnfitText:
            continue
        assert tidy(once) == once
        assert not any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in once)


@pytest.mark.parametrize("text", HOSTILE)
def test_file_names_stay_in_their_folder(text: str, tmp_path: Path) -> None:
    path = path_inside(tmp_path, text, suffix=".pdf")
    assert path.parent == tmp_path
    assert len(path.name.encode()) <= 120
    path.write_bytes(b"x")
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("text", ["CON", "con", "nul.txt", "COM1", "LPT9.x", "COM¹", "AUX ", "CONIN$"])
def test_windows_devices_are_no_file_names(text: str) -> None:
    assert safe_file_name(text).startswith("_")


@given(st.text(max_size=200), st.sampled_from(["", ".pdf", ".xlsx"]))
def test_file_names_are_always_safe(text: str, suffix: str) -> None:
    name = safe_file_name(text, suffix=suffix)
    assert name
    assert name.endswith(suffix)
    assert not set(name) & set('<>:"/\\|?*\0')
    assert not name.endswith((" ", "."))
    assert name not in {".", ".."}
    assert len(name.encode()) <= 120
    assert safe_file_name(name.removesuffix(suffix), suffix=suffix) == name
