"""Reads files of records, a row each (attendance, visits): finds the headings, spreads merged cells, refuses rows."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from kongchuo_desktop.kit.dates import read_date, read_typed_date
from kongchuo_desktop.kit.text import UnfitText, tidy_text
from kongchuo_desktop.school.problems import Problem, Severity
from kongchuo_desktop.sheets.cells import Cell, Sheet, Workbook, as_text
from kongchuo_desktop.sheets.class_names import ClassName, read_class, read_grade
from kongchuo_desktop.sheets.columns import Findings, Place
from kongchuo_desktop.sheets.headings import Header, find_header, plain_heading
from kongchuo_desktop.sheets.layout import DataRows, class_of_sheet, data_rows, say_skipped
from kongchuo_desktop.sheets.limits import UnreadableFile
from kongchuo_desktop.sheets.roster import LeftOut

Row = TypeVar("Row")


@dataclass(frozen=True)
class RowsRead(Generic[Row]):
    """A file as it was read; `rows` may go in, `left_out` may not, `problems` says why."""

    file_name: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    headings: tuple[str, ...]
    unknown: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class RowForm:
    """The headings of a form by field (words parted by blanks), the fields it can't do without, what lacks then."""

    headings: Mapping[str, str]
    wanted: Collection[str]
    no_list: str  # a sentence with {file}
    needed: int = 3  # recognised headings that make a row the heading row
    never_spread: Collection[str] = ("name", "student_number")

    def recognise(self, mapping: Mapping[str, str] | None) -> Callable[[str], str]:
        """Tells the field of a heading; `mapping` is what the teacher said (heading → field)."""
        known = {plain_heading(word): field for field, words in self.headings.items() for word in words.split()}
        known |= {plain_heading(heading): field for heading, field in (mapping or {}).items()}

        def field_of(heading: str) -> str:
            plain = plain_heading(heading)
            return known.get(plain) or known.get(plain.split("(")[0], "")

        return field_of


class RowReader(Generic[Row]):
    """Reads one sheet; a subclass says what a row means in `row`. What a cell can't mean keeps its row out."""

    def __init__(self, form: RowForm, sheet: Sheet, header: Header, findings: Findings, today: date) -> None:
        self._form = form
        self._sheet = sheet
        self._header = header
        self._findings = findings
        self._today = today
        self._columns = {field: header.column_of(field) for field in form.headings if field in header.fields}
        self._headings = {field: header.headings[column] for field, column in self._columns.items()}
        self.left_out: list[LeftOut] = []

    def row(self, number: int, cells: list[Cell], section: ClassName) -> Row | None:
        """The meaning of a row, None when it stays out (after a call of `refuse`)."""
        raise NotImplementedError

    def read(self) -> list[Row]:
        """The rows that may go in."""
        data = data_rows(self._sheet, self._header)
        say_skipped(self._sheet, self._header, data.skipped, self._findings)
        filled = self._filled_down(data)
        whole = class_of_sheet(self._sheet, self._header)
        rows = []
        for number in data.numbers:
            section = data.classes.get(max((at for at in data.classes if at < number), default=-1), whole)
            row = self.row(number, filled[number], section)
            if row:
                rows.append(row)
            else:
                self.left_out.append(LeftOut(self._sheet.name, number + 1, self.raw(number)))
        return rows

    def raw(self, number: int) -> tuple[str, ...]:
        """A row as it stands in the file."""
        return tuple(as_text(cell) for cell in self._sheet.rows[number])

    def _filled_down(self, data: DataRows) -> list[list[Cell]]:
        """A date or class merged over several rows belongs to each of them; names are never spread."""
        rows = [list(row) for row in self._sheet.rows]
        spread = {column for field, column in self._columns.items() if field not in self._form.never_spread}
        wanted = set(data.numbers)
        for (top, left), (bottom, right) in self._sheet.merges:
            if left == right and left in spread and top > self._header.last_row:
                for number in range(top + 1, min(bottom + 1, len(rows))):
                    if number in wanted:
                        rows[number][left] = rows[top][left]
        return rows

    def cell(self, cells: list[Cell], field: str) -> Cell:
        """The cell of a field; "" where the file has no such column."""
        column = self._columns.get(field, -1)
        return cells[column] if column >= 0 else ""

    def text(self, cells: list[Cell], field: str) -> str:
        """The text of a field; "" where there is none or none that can be kept."""
        try:
            return tidy_text(as_text(self.cell(cells, field)))
        except UnfitText:
            return ""

    def refuse(self, number: int, field: str, reason: str, severity: Severity = Severity.REFUSED) -> None:
        """Say what is wrong with a cell."""
        place = Place(self._sheet.name, number, self._columns.get(field, 0), self._headings.get(field, ""))
        self._findings.add(place, reason, severity)

    def day(self, number: int, cells: list[Cell], field: str = "day") -> date | None:
        """A whole date; without one the row is refused."""
        found = self.date_of(self.cell(cells, field))
        if found is None:
            written = self.text(cells, field)
            told = f"“{written}”不是一个完整的日期（要有年、月、日）" if written else "没有写日期"
            self.refuse(number, field, f"{told}，这一行没有读入。")
        return found

    def date_of(self, cell: Cell) -> date | None:
        """The day that a cell means, None when it means none; 9月14日 takes the year nearest to today."""
        found = read_date(cell)
        if found and found.precision == "day":
            return found.date
        return read_typed_date(cell, self._today) if isinstance(cell, str) and "月" in cell else None

    def class_of(self, cells: list[Cell], section: ClassName) -> ClassName:
        """The class of a row, else that of the title above it or of the sheet."""
        grade = read_grade(self.text(cells, "grade"))
        room = read_class(self.text(cells, "class"))
        if not (grade or room):
            return section
        return ClassName(
            room.grade or grade.grade or section.grade,
            room.number or grade.number or (section.number if not room else None),
            room.entry_year or grade.entry_year,
            room.campus or grade.campus or section.campus,
        )


def rows_of(
    workbook: Workbook, form: RowForm, reader: type[RowReader[Row]], *, today: date,
    mapping: Mapping[str, str] | None = None,
) -> RowsRead[Row]:  # fmt: skip
    """The rows of an opened workbook; raises UnreadableFile when no sheet has the headings of the form."""
    recognise = form.recognise(mapping)
    headed = ((sheet, find_header(sheet, recognise, needed=form.needed)) for sheet in workbook.sheets if sheet.rows)
    found = [(sheet, header) for sheet, header in headed if header and set(form.wanted) <= set(header.fields)]
    if not found:
        raise UnreadableFile(form.no_list.format(file=workbook.file_name))
    findings = Findings()
    readers = [reader(form, sheet, header, findings, today) for sheet, header in found]
    rows = [row for one in readers for row in one.read()]
    return RowsRead(
        workbook.file_name, tuple(rows), tuple(findings.problems),
        tuple(dict.fromkeys(heading for _, header in found for heading in header.headings if heading)),
        tuple(dict.fromkeys(heading for _, header in found for heading in header.unknown)),
        tuple(one for reader_ in readers for one in reader_.left_out), workbook.remarks,
    )  # fmt: skip
