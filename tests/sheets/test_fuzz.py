"""Bytes turned over and lists made up: a sentence or a list, never anything else, never a hang (T15)."""

import io
import os
import random
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.problems import Severity
from kongchuo_desktop.sheets.bad_rows import rows_to_correct
from kongchuo_desktop.sheets.cells import Sheet, Workbook
from kongchuo_desktop.sheets.guard import open_workbook
from kongchuo_desktop.sheets.roster import RosterRead, roster_of
from kongchuo_desktop.sheets.staff_list import staff_of
from kongchuo_desktop.sheets.synonyms import FIELD_TITLES
from tests.sheets.making import check_sentence

NAMES = ("花名册-带标题行.xlsx", "花名册-班主任手工表.xls", "教职工名册.xlsx", "乡镇困难家庭名单-gbk.csv")


def turned_over(data: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, cut out, doubled or cut off."""
    broken = bytearray(data)
    for _ in range(chance.randrange(1, 12)):
        place = chance.randrange(len(broken))
        match chance.randrange(4):
            case 0:
                broken[place] = chance.randrange(256)
            case 1:
                del broken[place : place + chance.randrange(1, 40)]
            case 2:
                broken[place:place] = broken[place : place + chance.randrange(1, 40)]
            case _:
                broken[place : place + 4] = chance.choice(
                    [b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\0\0\0\x80"]
                )
        if not broken:
            return b"x"
    return bytes(broken[: chance.randrange(1, len(broken))]) if chance.random() < 0.1 else bytes(broken)


def turned_over_inside(data: bytes, chance: random.Random) -> bytes:
    """A zipped workbook whose parts are broken and packed again with right sums."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        victim = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, turned_over(part, chance) if name == victim and part else part)
    return out.getvalue()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rounds", [60, pytest.param(3_000, marks=pytest.mark.slow)])
def test_turned_over_bytes(tmp_path: Path, sample_files: Path, name: str, rounds: int) -> None:
    data = (sample_files / name).read_bytes()
    chance = random.Random(f"{name}{rounds}")  # noqa: S311 - not for secrets
    for number in range(rounds):
        inside = name.endswith("xlsx") and number % 2
        broken = turned_over_inside(data, chance) if inside else turned_over(data, chance)
        (tmp_path / f"{number:04d}{Path(name).suffix}").write_bytes(broken)
    reader = [sys.executable, "-m", "tests.sheets.many_files", str(tmp_path)]
    run = subprocess.run(reader, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)
    assert (run.returncode, run.stdout) == (0, ""), run.stdout + run.stderr


@pytest.mark.parametrize("rounds", [12, pytest.param(300, marks=pytest.mark.slow)])
def test_turned_over_bytes_in_the_process(tmp_path: Path, sample_files: Path, rounds: int) -> None:
    chance = random.Random(rounds)  # noqa: S311 - not for secrets
    for number in range(rounds):
        name = NAMES[number % 2]
        path = tmp_path / name
        path.write_bytes(turned_over((sample_files / name).read_bytes(), chance))
        try:
            open_workbook(path)
        except UserError as error:
            check_sentence(error)


HEADINGS = [
    *FIELD_TITLES.values(),
    "家长姓名",
    "家长电话",
    "父亲",
    "母亲电话",
    "成员1姓名",
    "成员1身份证件号",
    "成员2关系",
    "与学生关系",
    "序号",
    "乱写的",
]
STRANGE = [
    "", "无", "-", "合计", "注:一", "姓名", "张三", "张 三", "陈?", "20190901", "2019.9", "5.2E+17",
    "一(1)班", "六年级", "1", "是", "\u200b", "\ud800", "\x00", "x" * 300, "=1+1", "522328201908016341",
    "G522328201908016341", "13812345678", "2026级1班", "２", "十",
]  # fmt: skip
cell = st.one_of(
    st.sampled_from(STRANGE),
    st.text(max_size=12),
    st.integers(-10, 10**19),
    st.floats(),
    st.booleans(),
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A sheet with titles, one or two rows of headings, rows of anything, and merges anywhere."""
    headings = draw(st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=8))
    if draw(st.booleans()):
        headings = ["姓名", *headings]
    width = len(headings)
    title = [[draw(st.sampled_from(["", "一年级1班名册", "2026年秋季学期", "x"]))] + [""] * (width - 1)] * draw(
        st.integers(0, 2)
    )
    head = [[draw(st.sampled_from(["", "*", " ", "(必填)"])) + heading for heading in headings]] * draw(
        st.integers(1, 2)
    )
    body = draw(st.lists(st.lists(cell, min_size=width, max_size=width), max_size=8))
    rows: list[list[Any]] = [*title, *map(list, head), *body]
    corners = st.tuples(st.integers(0, len(rows) - 1), st.integers(0, width - 1), st.integers(0, 4), st.integers(0, 4))
    merges = tuple(((r, c), (r + down, c + right)) for r, c, down, right in draw(st.lists(corners, max_size=3)))
    return Sheet(draw(st.sampled_from(["Sheet1", "一(1)班", "2026级1班", ""])), rows, merges, frozenset({"A3", "B4"}))


def is_sound(read: RosterRead, book: Workbook) -> None:
    """Every row is accounted for once, every held-back row has its reason, and what goes in has the right types."""
    numbers = [(row.sheet, row.row) for row in read.rows] + [(one.sheet, one.row) for one in read.left_out]
    assert len(numbers) == len(set(numbers))
    by_name = {sheet.name: sheet for sheet in book.sheets}
    for about in read.sheets:
        seen = sum(sheet == about.name for sheet, _ in numbers)
        below = len(by_name[about.name].rows) - about.header_row
        assert seen + about.skipped.total + len(about.skipped.blank) == below
    held = {(one.sheet, one.row) for one in read.problems if one.severity != Severity.NOTE}
    assert {(one.sheet, one.row) for one in read.left_out} == held
    assert all(one.reason.endswith("。") and one.row >= 1 for one in read.problems)
    for row in read.rows:
        assert row.fields["name"]
        assert all(isinstance(value, (str, date, bool)) for value in row.fields.values()), row.fields
        assert row.grade is None or 1 <= row.grade <= 9
        assert not row.lost & row.fields.keys() - {"birth_date", "sex"}


@settings(max_examples=120)
@given(st.lists(sheets(), min_size=1, max_size=2, unique_by=lambda sheet: sheet.name))
def test_made_up_rosters(found: list[Sheet]) -> None:
    book = Workbook("名册.xlsx", tuple(found))
    try:
        read = roster_of(book)
    except UserError as error:
        check_sentence(error)
        return
    is_sound(read, book)
    assert sum(len(group.rows) for group in rows_to_correct(read)) == len(read.left_out)


@pytest.mark.slow
@settings(max_examples=20_000)
@given(sheets())
def test_made_up_rosters_at_length(found: Sheet) -> None:
    book = Workbook("名册.xlsx", (found,))
    try:
        is_sound(roster_of(book), book)
    except UserError as error:
        check_sentence(error)


@settings(max_examples=40)
@given(sheets())
def test_made_up_staff_lists(found: Sheet) -> None:
    try:
        staff_of(Workbook("教师.xlsx", (found,)))
    except UserError as error:
        check_sentence(error)
