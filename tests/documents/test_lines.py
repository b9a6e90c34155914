"""Chinese line breaking: 禁则, whole words, full lines."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.documents.characters import NEVER_FIRST, NEVER_LAST, in_word, printable
from kongchuo_desktop.documents.faces import Role, Typefaces, load_typefaces
from kongchuo_desktop.documents.ink import Ink
from kongchuo_desktop.documents.lines import Fit, break_lines, one_line

SIZE, GRID = 16.0, 12
FIT = Fit(SIZE, SIZE * GRID, SIZE, first_indent=2 * SIZE)
WORDS = "学校家长责任书，。、；：“”（）《》·—…100%2026 abc A4 13800001111"


class Cutter:
    """Cuts a text and tells the lines as text again, by the codes that were drawn."""

    def __init__(self, typefaces: Typefaces) -> None:
        self.ink = Ink(typefaces)

    def cut(self, text: str, fit: Fit = FIT) -> list[tuple[str, float]]:
        pen = self.ink.pen(Role.BODY)
        lines = break_lines(text, [pen[character] for character in text], fit)
        return [(self.read(line.code), line.width) for line in lines]

    def read(self, code: str) -> str:
        found = []
        for font, body in re.findall(r"/K(\d+) \S+ Tf \S+ Tc \[(.*?)\]TJ", code):
            codes = "".join(re.findall(r"<([0-9a-f]*)>", body))
            used = self.ink._used[int(font)]
            found += [used[int(codes[at : at + 4], 16)].character for at in range(0, len(codes), 4)]
        return "".join(found)


@pytest.fixture(scope="module")
def cutter(typefaces: Typefaces) -> Cutter:
    return Cutter(typefaces)


def test_a_closing_mark_never_begins_a_line(cutter: Cutter) -> None:
    lines = [line for line, _ in cutter.cut("一二三四五六七八九十，一二三四五六七八九十一二。")]
    assert lines == ["一二三四五六七八九", "十，一二三四五六七八九十", "一二。"]


def test_a_closing_mark_may_end_a_line_in_half_its_room(cutter: Cutter) -> None:
    fit = Fit(SIZE, SIZE * GRID, SIZE)
    lines = cutter.cut("《一二三四五六七八》，十。一二", fit)
    assert [line for line, _ in lines] == ["《一二三四五六七八》，十。", "一二"]
    assert lines[0][1] == pytest.approx(fit.measure, abs=0.05)


def test_an_opening_mark_never_ends_a_line(cutter: Cutter) -> None:
    lines = [line for line, _ in cutter.cut("一二三四五六七八九《义务教育法》")]
    assert lines[0] == "一二三四五六七八九"
    assert lines[1].startswith("《")


def test_numbers_and_words_stay_whole(cutter: Cutter) -> None:
    lines = [line for line, _ in cutter.cut("联系电话是座机0851-26012345或者手机")]
    assert any("0851-26012345" in line for line in lines)


def test_a_word_longer_than_the_line_is_cut_rather_than_lost(cutter: Cutter) -> None:
    assert "".join(line for line, _ in cutter.cut("x" * 99)) == "x" * 99


def test_full_lines_reach_both_edges(cutter: Cutter) -> None:
    lines = cutter.cut("家长外出务工的，把孩子托付给能尽责的人（如祖父母），并经常通话2次；学校每学期家访1次。")
    for number, (_, width) in enumerate(lines[:-1]):
        assert width == pytest.approx(FIT.measure - (0 if number else FIT.first_indent), abs=0.05)


def test_neighbouring_marks_share_their_blank_halves(typefaces: Typefaces) -> None:
    pen = Ink(typefaces).pen(Role.BODY)
    assert one_line("》，", pen, 10).width == pytest.approx(15)
    assert one_line("（“", pen, 10).width == pytest.approx(15)
    assert one_line("一，", pen, 10).width == pytest.approx(20)


SHARED = Cutter(load_typefaces())


@given(st.text(st.sampled_from(WORDS), max_size=80))
def test_nothing_is_lost_and_no_rule_is_broken(text: str) -> None:
    lines = SHARED.cut(text)
    assert "".join(line for line, _ in lines).replace(" ", "") == text.replace(" ", "")
    for (before, _), (after, _) in pairwise(lines):
        if len(before) < 3 or not before.strip() or not after.strip():
            continue  # a line of nothing but marks may have to break a rule
        forced = all(mark in NEVER_FIRST or mark in NEVER_LAST or in_word(mark) or mark in "—…" for mark in before[1:])
        if not forced:
            assert after[0] not in NEVER_FIRST, (before, after)
            assert before[-1] not in NEVER_LAST, (before, after)
            assert not (in_word(before[-1]) and in_word(after[0])) or " " in text, (before, after)


@given(st.text(max_size=60))
def test_printable_text_has_no_controls_and_is_settled(text: str) -> None:
    clean = printable(text)
    assert printable(clean) == clean
    assert not any(ord(character) < 32 or 0xD800 <= ord(character) <= 0xDFFF for character in clean)


@given(st.text(max_size=60))
def test_any_text_can_be_cut(text: str) -> None:
    clean = printable(text)
    assert "".join(line for line, _ in SHARED.cut(clean)).replace(" ", "") == clean.replace(" ", "")


def test_no_single_character_makes_a_last_line(cutter: Cutter) -> None:
    fit = Fit(SIZE, SIZE * GRID, SIZE)
    lines = [line for line, _ in cutter.cut("一二三四五六七八九十一二三。", fit)]
    assert lines == ["一二三四五六七八九十一", "二三。"]


def test_a_school_year_stays_whole(cutter: Cutter) -> None:
    lines = [line for line, _ in cutter.cut("接受义务教育依法2026—2027学年", Fit(SIZE, SIZE * GRID, SIZE))]
    assert any("2026—2027" in line for line in lines)
