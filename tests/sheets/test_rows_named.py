"""Every remark names the row in which the thing stands in the file, however ugly the file is."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kongchuo_desktop.school.problems import Problem, Severity
from kongchuo_desktop.sheets.guard import open_workbook
from kongchuo_desktop.sheets.roster import roster_of
from kongchuo_desktop.sheets.staff_list import staff_of
from kongchuo_desktop.sheets.suspects_sheet import suspects_of
from tests.sheets.making import id_number

SKIPPED = {"blank": "空行", "total": "合计", "note": "标题或说明", "repeat": "重复的栏目名"}
TODAY = date(2026, 11, 20)
KINDS = ("good", "good", "good", *SKIPPED, "noname", "bad_id")
HEADS = {  # by list: the columns, and the same as two rows of headings with merged cells
    "suspects": (("序号", "姓名", "身份证号", "户籍地", "不认得的"), ((1, 1), (2, 2), (3, 4), (5, 5))),
    "pupils": (("序号", "姓名", "身份证号", "性别", "不认得的"), ((1, 1), (2, 2), (3, 4), (5, 5))),
    "staff": (("序号", "姓名", "身份证号", "职务", "不认得的"), ((1, 1), (2, 2), (3, 4), (5, 5))),
}
GROUP = "基本情况"
READ = {"suspects": lambda book: suspects_of(book, today=TODAY), "pupils": roster_of, "staff": staff_of}


@st.composite
def files(draw: st.DrawFn) -> tuple[str, int, bool, bool, list[str], int]:
    """Which list, blank rows on top, a merged title, headings in two rows, what the rows are, a seed."""
    return (
        draw(st.sampled_from(sorted(HEADS))), draw(st.integers(0, 4)), draw(st.booleans()), draw(st.booleans()),
        ["good", *draw(st.lists(st.sampled_from(KINDS), max_size=14)), "good"], draw(st.integers(0, 99)),
    )  # fmt: skip


def write(path: Path, file: tuple[str, int, bool, bool, list[str], int]) -> tuple[dict[int, str], range]:
    """The file; what stands in each row, the rows over which the unknown heading stands."""
    which, blank, title, two, kinds, seed = file
    heads, spans = HEADS[which]
    sheet = Workbook().active
    assert sheet is not None
    row = blank + 1
    if title:
        sheet.cell(row, 1, "青石镇2026年秋季学期名单")
        sheet.merge_cells(start_row=row, end_row=row + 1, start_column=1, end_column=5)
        row += 2
    top = row
    for place, head in enumerate(heads, start=1):
        sheet.cell(row + two, place, head)
    if two:
        for first, last in spans:
            if first == last:  # one cell over both rows: its text is in the upper one
                sheet.cell(row, first, heads[first - 1])
                sheet.cell(row + 1, first).value = None
                sheet.merge_cells(start_row=row, end_row=row + 1, start_column=first, end_column=first)
            else:
                sheet.cell(row, first, GROUP)
                sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
        row += 1
    planted: dict[int, str] = {}
    for number, kind in enumerate(kinds, start=row + 1):
        planted[number] = kind
        fill(sheet, number, kind, heads)
        sheet.row_dimensions[number].hidden = (number * 7 + seed) % 5 == 0
    sheet.parent.save(path)
    return planted, range(top, row + 1)


def fill(sheet: object, row: int, kind: str, heads: tuple[str, ...]) -> None:
    name = "韦" + "".join(chr(0x4E00 + 7 * int(digit) + 300) for digit in f"{row:02d}")
    good = (row, name, id_number("20160305", row), "男" if "性别" in heads else "教师", "")
    cells = {
        "good": good, "bad_id": (*good[:2], "52232820160305", *good[3:]), "noname": (row, None, *good[2:]),
        "total": ("合计", None, None, None, None), "note": ("注：以上情况属实", None, None, None, None),
        "repeat": heads, "blank": (None,) * 5,
    }[kind]  # fmt: skip
    for column, value in enumerate(cells, start=1):
        sheet.cell(row, column, value)  # type: ignore[attr-defined]


def rows_told(problem: Problem) -> list[int]:
    """第9、12—14行 → 9, 12, 13, 14; the row of the remark itself where it names none."""
    named = re.match(r"第([\d、—]+)行", problem.reason)
    if not named:
        return [problem.row]
    found: list[int] = []
    for part in named[1].split("、"):
        first, _, last = part.partition("—")
        found += range(int(first), int(last or first) + 1)
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files())
def test_the_row_named_is_the_row_in_the_file(
    tmp_path: Path, file: tuple[str, int, bool, bool, list[str], int]
) -> None:
    planted, heading_rows = write(tmp_path / "名单.xlsx", file)
    found = READ[file[0]](open_workbook(tmp_path / "名单.xlsx"))
    of = {kind: [row for row, one in planted.items() if one == kind] for kind in set(KINDS)}
    assert sorted(row.row for row in found.rows) == sorted(of["good"] + of["bad_id"])
    for kind, words in SKIPPED.items():
        told = [problem for problem in found.problems if f"是{words}，" in problem.reason]
        assert [row for problem in told for row in rows_told(problem)] == of[kind]
        assert [problem.row for problem in told] == of[kind][:1]
    refused = {problem.row for problem in found.problems if problem.severity is Severity.REFUSED}
    assert refused == set(of["noname"]) == {one.row for one in found.left_out}
    wrong = [problem for problem in found.problems if "号" in problem.reason and problem.column == "身份证号"]
    assert {problem.row for problem in wrong if problem.row not in of["good"]} == set(
        of["bad_id"] if file[0] != "staff" else ()  # a list of staff is not asked for numbers
    )
    (unknown,) = (problem for problem in found.problems if "不认得“" in problem.reason)
    assert unknown.row in heading_rows


@pytest.mark.parametrize(("kinds", "told"), [
    ("good blank good blank blank good", "第5、7—8行是空行，共跳过3行。"), ("good blank good", "这一行是空行，跳过。"),
    (" ".join(["good", *["blank", "good"] * 10]), "第5、7、9、11、13、15、17、19等行是空行，共跳过10行。"),
])  # fmt: skip
def test_the_words_of_rows_passed_over(tmp_path: Path, kinds: str, told: str) -> None:
    write(tmp_path / "a.xlsx", ("suspects", 2, False, False, kinds.split(), 0))
    (problem,) = (one for one in READ["suspects"](open_workbook(tmp_path / "a.xlsx")).problems if "空行" in one.reason)
    assert (problem.row, problem.reason) == (5, told)
