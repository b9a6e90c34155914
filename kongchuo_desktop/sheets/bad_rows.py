"""The rows of a list that stayed out, given back to be corrected and imported again."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from kongchuo_desktop.school.problems import Problem
from kongchuo_desktop.sheets.class_names import ClassName
from kongchuo_desktop.sheets.looks import HEAD, MARKED, NOTE, BodyCells, SheetNames, set_paper, styled
from kongchuo_desktop.sheets.roster import LeftOut, RosterRead
from kongchuo_desktop.sheets.saving import saved_workbook
from kongchuo_desktop.sheets.staff_list import StaffRead

_REASONS, _ROW = "问题", "原表行号"
_HOW = "改正标黄的格子以后，保存这个文件，再导入一次即可；最右边两栏不用管。"
_LETTERS = re.compile("[A-Z]+")
_GRADES = "一二三四五六七八九"


@dataclass(frozen=True)
class RowsToCorrect:
    """Rows of one sheet with its headings; `title` names the class where only the file's title did."""

    sheet: str
    headings: tuple[str, ...]
    rows: tuple[LeftOut, ...]
    title: str = ""


def rows_to_correct(
    read: RosterRead, problems: Iterable[Problem] | None = None, *, also_lost: bool = False
) -> tuple[RowsToCorrect, ...]:
    """The rows of a roster that `problems` (those of the file, or of the plan) keep out.

    `also_lost` adds the rows that went in without a cell that could not be read.
    """
    wanted = {(one.sheet, one.row): one for one in read.left_out}
    kept_out = {
        (problem.sheet, problem.row)
        for problem in (read.problems if problems is None else problems)
        if problem.severity != "note"
    }
    for row in read.rows:
        if (row.sheet, row.row) in kept_out or (also_lost and row.lost):
            wanted[row.sheet, row.row] = LeftOut(row.sheet, row.row, row.raw)
    return tuple(
        RowsToCorrect(about.name, about.headings, rows, _class_words(about.class_name))
        for about in read.sheets
        if (rows := tuple(sorted((one for one in wanted.values() if one.sheet == about.name), key=lambda one: one.row)))
    )


def staff_rows_to_correct(read: StaffRead, problems: Iterable[Problem] = ()) -> tuple[RowsToCorrect, ...]:
    """The rows of a staff list that stay out."""
    kept_out = {(problem.sheet, problem.row) for problem in problems if problem.severity != "note"}
    rows = [*read.left_out]
    rows += [LeftOut(one.sheet, one.row, one.raw) for one in read.rows if (one.sheet, one.row) in kept_out]
    rows = list({(one.sheet, one.row): one for one in rows}.values())
    rows.sort(key=lambda one: one.row)
    return tuple(
        RowsToCorrect(sheet, read.headings, tuple(one for one in rows if one.sheet == sheet))
        for sheet in dict.fromkeys(one.sheet for one in rows)
    )


def write_bad_rows(path: Path, groups: Sequence[RowsToCorrect], problems: Iterable[Problem]) -> int:
    """Writes the rows as an .xlsx, faulty cells marked, reasons in the last column; answers how many rows.

    Raises UserError when the file cannot be saved.
    """
    by_row: dict[tuple[str, int], list[Problem]] = {}
    for problem in problems:
        by_row.setdefault((problem.sheet, problem.row), []).append(problem)
    names = SheetNames()
    with saved_workbook(path) as workbook:
        for group in groups or (RowsToCorrect("没有要改正的行", ("姓名",), ()),):
            _write_group(workbook.create_sheet(names.take(group.sheet or "名册")), group, by_row)
    return sum(len(group.rows) for group in groups)


def _write_group(
    sheet: WriteOnlyWorksheet, group: RowsToCorrect, by_row: Mapping[tuple[str, int], list[Problem]]
) -> None:
    widths = [min(max(2 * len(heading), 10), 30) for heading in group.headings]
    set_paper(sheet, landscape=True, head_row=2, widths=[*widths, 60, 10])
    sheet.append([styled(sheet, f"{group.title} {_HOW}".strip(), NOTE)])
    sheet.append([styled(sheet, heading, HEAD) for heading in (*group.headings, _REASONS, _ROW)])
    plain = [BodyCells(sheet) for _ in range(max((len(row.raw) for row in group.rows), default=0))]
    for row in group.rows:
        told = by_row.get((row.sheet, row.row), [])
        marked = {place for problem in told for place in _places(problem, group.headings)}
        cells = [
            styled(sheet, text, MARKED) if place in marked else plain[place](text) for place, text in enumerate(row.raw)
        ]
        reasons = " ".join(dict.fromkeys(problem.reason for problem in told))
        sheet.append([*cells, styled(sheet, reasons, MARKED), styled(sheet, row.row, MARKED)])


def _places(problem: Problem, headings: tuple[str, ...]) -> tuple[int, ...]:
    if match := _LETTERS.match(problem.cell):
        column = 0
        for letter in match[0]:
            column = column * 26 + ord(letter) - 64
        return (column - 1,)
    return (headings.index(problem.column),) if problem.column and problem.column in headings else ()


def _class_words(name: ClassName) -> str:
    grade = f"{_GRADES[name.grade - 1]}年级" if name.grade and name.grade <= 9 else ""
    cohort = f"{name.entry_year}级" if name.entry_year and not grade else ""
    return name.campus + (grade or cohort) + (f"{name.number}班" if name.number else "")
