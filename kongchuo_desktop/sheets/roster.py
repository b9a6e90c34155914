"""Reads a list of pupils (花名册) in whatever shape it comes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from kongchuo_desktop.kit.collector import without_collector
from kongchuo_desktop.school.problems import Problem
from kongchuo_desktop.school.pupils.intake import PupilRow
from kongchuo_desktop.sheets.cells import Cell, Merge, Sheet, Workbook, as_text
from kongchuo_desktop.sheets.class_names import ClassName, read_school_year
from kongchuo_desktop.sheets.columns import Findings, Rows
from kongchuo_desktop.sheets.guard import open_workbook
from kongchuo_desktop.sheets.headings import ColumnMapping, Header, PupilHeadings, find_header
from kongchuo_desktop.sheets.layout import Skipped, class_of_sheet, data_rows, say_skipped, school_year_of_sheet
from kongchuo_desktop.sheets.limits import UnreadableFile
from kongchuo_desktop.sheets.pupil_columns import ClassColumns, read_pupil_columns
from kongchuo_desktop.sheets.pupil_rows import RowMaker
from kongchuo_desktop.sheets.same_child import hold_back_doubles

NO_LIST = (
    "“{file}”里没有找到学生名册：没有一行同时有“姓名”和别的栏目（如性别、出生日期、身份证件号）。"
    "请检查是否选错了文件，或在表格上方补上一行栏目名称。"
)


@dataclass(frozen=True)
class SheetRead:
    """How one sheet was understood; `header_row` counts from 1, 0 when the sheet holds no list."""

    name: str
    header_row: int
    headings: tuple[str, ...]
    fields: tuple[str, ...]
    unknown: tuple[str, ...]
    pupils: int
    skipped: Skipped
    class_name: ClassName

    @property
    def mapping(self) -> Mapping[str, str]:
        """Heading → field, to be stored and given back with the next file ("" unknown, "-" not kept)."""
        return {heading: name for heading, name in zip(self.headings, self.fields, strict=True) if heading}


@dataclass(frozen=True)
class LeftOut:
    """A row that stays out (refused or doubtful), with its cells as text, to be given back."""

    sheet: str
    row: int
    raw: tuple[str, ...]


@dataclass(frozen=True)
class RosterRead:
    """A pupil list as it was read; `rows` may go in, `left_out` may not, `problems` says why."""

    file_name: str
    rows: tuple[PupilRow, ...]
    problems: tuple[Problem, ...]
    sheets: tuple[SheetRead, ...]
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[str, ...] = ()
    schools: tuple[tuple[str, str], ...] = ()  # (学校标识码, 学校名称) as the file has them
    doubles: tuple[PupilRow, ...] = ()  # rows of `left_out` that list a child of an earlier row again

    @property
    def mapping(self) -> Mapping[str, str]:
        """The mapping of all sheets."""
        return {heading: name for sheet in self.sheets for heading, name in sheet.mapping.items()}

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headings that were not understood, each once."""
        return tuple(dict.fromkeys(heading for sheet in self.sheets for heading in sheet.unknown))


def read_roster(
    path: Path,
    *,
    mapping: ColumnMapping | None = None,
    school_year: int | None = None,
    junior: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
) -> RosterRead:
    """The pupils of a file; raises UnreadableFile (a UserError) when it holds no list at all.

    `school_year` and `junior` (a 初中) turn 2026级 into a grade where no title says the year.
    """
    workbook = open_workbook(path, cancelled=cancelled)
    with without_collector():
        return roster_of(workbook, mapping=mapping, school_year=school_year, junior=junior)


def roster_of(
    workbook: Workbook, *, mapping: ColumnMapping | None = None, school_year: int | None = None, junior: bool = False
) -> RosterRead:
    """The pupils of an opened workbook: visible sheets first, hidden ones only when no other holds a list."""
    recognise = PupilHeadings(mapping)
    found = _with_headers(workbook, recognise)
    if not found:
        raise UnreadableFile(NO_LIST.format(file=workbook.file_name))
    findings = Findings()
    about = _File(PurePath(workbook.file_name).stem if len(found) == 1 else "", school_year, junior)
    reads = [_read_sheet(sheet, header, about, findings) for sheet, header in found]
    rows = [row for read in reads for row in read.rows]
    raws = [raw for read in reads for raw in read.left_out]
    kept, doubles = hold_back_doubles(rows, findings)
    left_out = (*raws, *(LeftOut(row.sheet, row.row, row.raw) for row in doubles))
    places = {(one.sheet, one.row) for one in left_out}
    order = {sheet.name: number for number, (sheet, _) in enumerate(found)}
    return RosterRead(
        workbook.file_name,
        tuple(row for row in kept if (row.sheet, row.row) not in places),
        tuple(sorted(findings.problems, key=lambda problem: (order.get(problem.sheet, 0), problem.row))),
        tuple(read.about for read in reads),
        tuple(sorted(left_out, key=lambda one: (order.get(one.sheet, 0), one.row))),
        workbook.remarks,
        tuple(dict.fromkeys(school for read in reads for school in read.schools)),
        tuple(doubles),
    )


def _with_headers(workbook: Workbook, recognise: PupilHeadings) -> list[tuple[Sheet, Header]]:
    for visible in (True, False):
        sheets = (sheet for sheet in workbook.sheets if sheet.visible is visible and sheet.rows)
        found = [(sheet, header) for sheet in sheets if (header := find_header(sheet, recognise))]
        if found:
            return found
    return []


@dataclass(frozen=True)
class _Read:
    rows: list[PupilRow]
    left_out: list[LeftOut]
    about: SheetRead
    schools: set[tuple[str, str]]


@dataclass(frozen=True)
class _File:
    """What holds for every sheet of the file; its name only speaks for a single list."""

    name: str
    school_year: int | None
    junior: bool


def _read_sheet(sheet: Sheet, header: Header, file: _File, findings: Findings) -> _Read:
    data = data_rows(sheet, header)
    filled = replace(sheet, rows=_filled_down(sheet, header, data.numbers))
    data_cells = Rows(filled, data.numbers)
    columns = read_pupil_columns(data_cells, header, findings)
    year = school_year_of_sheet(sheet, header) or read_school_year(file.name) or file.school_year
    of_sheet = class_of_sheet(sheet, header, file.name)
    classes = ClassColumns(data_cells, header, data, of_sheet, year, file.junior, findings)
    rows, out = RowMaker(filled, data.numbers, columns, classes, findings).make()
    say_skipped(sheet, header, data.skipped, findings)
    about = SheetRead(
        sheet.name, header.last_row + 1, header.headings, header.fields, header.unknown,
        len(rows), data.skipped, of_sheet,
    )  # fmt: skip
    left_out = [LeftOut(sheet.name, number + 1, raw) for number, raw in out]
    return _Read(rows, left_out, about, _schools(header, data_cells))


_NEVER_FILLED = frozenset({"name", "id_number", "student_number", "birth_date", "sex", "seat_number"})


def _filled_down(sheet: Sheet, header: Header, numbers: Sequence[int]) -> Sequence[Sequence[Cell]]:
    """Values of cells merged over several children (class, village, parent of siblings) given to each of them."""
    merges = [merge for merge in sheet.merges if merge[0][0] > header.last_row and merge[1][0] > merge[0][0]]
    if not merges:
        return sheet.rows
    wanted = set(numbers)
    rows = [list(row) for row in sheet.rows]
    for row, column, value in _cells_below(merges, rows):
        if row in wanted and column < len(header.fields) and header.fields[column] not in _NEVER_FILLED:
            rows[row][column] = value
    return rows


def _cells_below(merges: Sequence[Merge], rows: list[list[Cell]]) -> Iterator[tuple[int, int, Cell]]:
    for (top, left), (bottom, right) in merges:
        if right == left and left < len(rows[top]):
            for row in range(top + 1, min(bottom + 1, len(rows))):
                yield row, left, rows[top][left]


def _schools(header: Header, rows: Rows) -> set[tuple[str, str]]:
    code, name = header.column_of("school_code"), header.column_of("school_name")
    if code < 0 and name < 0:
        return set()
    empty = [""] * len(rows.numbers)
    pairs = zip(rows.cells(code) if code >= 0 else empty, rows.cells(name) if name >= 0 else empty, strict=True)
    return {(as_text(one).strip(), as_text(other).strip()) for one, other in set(pairs)}
