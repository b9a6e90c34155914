"""Which rows of a sheet are data, and what its titles say about the class."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kongchuo_desktop.kit.text import half_width
from kongchuo_desktop.school.problems import Severity
from kongchuo_desktop.sheets.cells import Cell, Sheet, as_text
from kongchuo_desktop.sheets.class_names import ClassName, read_class_name, read_school_year
from kongchuo_desktop.sheets.columns import Findings
from kongchuo_desktop.sheets.headings import Header, plain_heading
from kongchuo_desktop.sheets.synonyms import IGNORED

_TOTAL = re.compile(
    r"(?:本页|全班|本班|班级|全校|年级)?(?:合计|总计|小计|共计|总人数|总数)|共\d+人|男生?\d+人?女|男生?[::]\d+"
)
_NOTE_WORDS = (
    "注|备注|说明|填表说明|填报说明|注意|注意事项|填表人|制表人?|审核人?|填表日期|打印日期|班主任|校长|负责人|单位|学校"
)
_NOTE = re.compile(rf"(?:{_NOTE_WORDS})[::(]|注\d?[.、]|※|★|以下空白|以下无")
_CLASSY = re.compile(r"[班级点区]")
_MOST_SPANS = 8  # stretches of rows named in one remark


@dataclass
class Skipped:
    """Which rows were passed over (numbers from 0), and why."""

    blank: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All of them but the blank ones."""
        return len(self.totals) + len(self.notes) + len(self.headings)


@dataclass(frozen=True)
class DataRows:
    """The rows of data: their numbers (from 0) and the class that the titles above each of them name."""

    numbers: list[int]
    classes: dict[int, ClassName]  # number of the first row of a section -> its class
    skipped: Skipped = field(default_factory=Skipped)


def class_of_sheet(sheet: Sheet, header: Header, file_name: str = "") -> ClassName:
    """What the sheet's name and the rows above the header say about the class; else the name of the file."""
    title = " ".join(as_text(cell) for row in sheet.rows[: header.first_row] for cell in row if cell != "")
    from_title = read_class_name(title) if _CLASSY.search(title) else ClassName()
    from_name = read_class_name(sheet.name)
    from_file = read_class_name(file_name) if _CLASSY.search(file_name) else ClassName()
    if from_name.grade or from_title.grade or from_name.entry_year or from_title.entry_year:
        from_file = ClassName(campus=from_file.campus)
    return ClassName(
        from_name.grade or from_title.grade or from_file.grade,
        from_name.number or from_title.number or from_file.number,
        from_name.entry_year or from_title.entry_year or from_file.entry_year,
        from_name.campus or from_title.campus or from_file.campus,
    )


def school_year_of_sheet(sheet: Sheet, header: Header) -> int | None:
    """The school year that a title above the header names."""
    texts = (as_text(cell) for row in sheet.rows[: header.first_row] for cell in row if cell != "")
    return next((year for year in map(read_school_year, texts) if year), None)


def data_rows(sheet: Sheet, header: Header) -> DataRows:
    """Passes over blank rows, totals, notes, titles and repeated headings below the header."""
    found = DataRows([], {})
    name_column = header.column_of("name")
    known = [column for column, name in enumerate(header.fields) if name and name != IGNORED]
    heading_texts = {plain_heading(text) for text in header.headings if text} | {
        plain_heading(as_text(cell)) for row in sheet.rows[header.first_row : header.last_row + 1] for cell in row
    }
    for number in range(header.last_row + 1, len(sheet.rows)):
        row = sheet.rows[number]
        kind = _kind(row, name_column, known, heading_texts)
        if kind == "data":
            found.numbers.append(number)
        elif kind == "title":
            found.classes[number] = read_class_name(as_text(_first(row)))
            found.skipped.notes.append(number)
        else:
            getattr(found.skipped, kind).append(number)
    return found


def _kind(row: Sequence[Cell], name_column: int, known: list[int], headings: set[str]) -> str:
    first = _first(row)
    if first == "":
        return "blank"
    name = row[name_column]
    if isinstance(first, str):
        plain = half_width("".join(first.split()))
        if _TOTAL.match(plain):
            return "totals"
        if _NOTE.match(plain):
            return "notes"
    if isinstance(name, str) and name.strip():
        if plain_heading(name) in headings and _repeats(row, headings):
            return "headings"
        return "title" if name is first and _is_title(row, name) else "data"
    return _kind_without_name(row, name, known, first, headings)


def _kind_without_name(row: Sequence[Cell], name: Cell, known: list[int], first: Cell, headings: set[str]) -> str:
    if _repeats(row, headings):
        return "headings"
    is_told = any(row[column] != "" for column in known if column)  # a lone cell under a heading is data without name
    if isinstance(first, str) and name == "" and _is_alone(row) and not is_told:
        return "title" if _is_title(row, first) else "notes"
    if name == "" and not any(row[column] != "" and str(row[column]).strip() for column in known):
        return "blank"  # rows numbered in advance
    return "data"


def _is_title(row: Sequence[Cell], text: str) -> bool:
    """A row of nothing but the name of a class."""
    return _CLASSY.search(text) is not None and _is_alone(row) and read_class_name(text).grade is not None


def _is_alone(row: Sequence[Cell]) -> bool:
    return len({str(cell) for cell in row if cell != ""}) == 1


def _repeats(row: Sequence[Cell], headings: set[str]) -> bool:
    texts = [plain_heading(cell) for cell in row if isinstance(cell, str) and cell != ""]
    return bool(texts) and sum(text in headings for text in texts) >= 0.7 * len(texts)


def _first(row: Sequence[Cell]) -> Cell:
    return next((cell for cell in row if cell != "" and not (isinstance(cell, str) and not cell.strip())), "")


def say_skipped(sheet: Sheet, header: Header, skipped: Skipped, findings: Findings) -> None:
    """Puts down which rows were passed over, and the headings that were not understood."""
    for what, numbers in (
        ("合计", skipped.totals), ("标题或说明", skipped.notes), ("重复的栏目名", skipped.headings),
        ("空行", skipped.blank),
    ):  # fmt: skip
        if numbers:
            which = "这一行" if len(numbers) == 1 else f"第{_spans(numbers)}行"
            count = f"，共跳过{len(numbers)}行" if len(numbers) > 1 else "，跳过"
            findings.row(sheet.name, numbers[0], f"{which}是{what}{count}。", Severity.NOTE)
    for heading in header.unknown:
        reason = f"不认得“{heading}”这一栏，没有读入；可以在导入时指定它是什么。"
        findings.row(sheet.name, _row_of(sheet, header, heading), reason, Severity.NOTE, heading)


def _spans(numbers: Sequence[int]) -> str:
    """9、12—14 of rows counted from 0, in order; the first few stretches."""
    stretches: list[list[int]] = []
    for number in numbers:
        if stretches and stretches[-1][1] == number - 1:
            stretches[-1][1] = number
        else:
            stretches.append([number, number])
    told = [f"{first + 1}" if first == last else f"{first + 1}—{last + 1}" for first, last in stretches[:_MOST_SPANS]]
    return "、".join(told) + ("等" if len(stretches) > _MOST_SPANS else "")


def _row_of(sheet: Sheet, header: Header, heading: str) -> int:
    """The row in which a heading stands: of a heading in several rows the lowest, of one merged over rows its first."""
    column = header.headings.index(heading)
    rows = range(header.last_row, header.first_row - 1, -1)
    return next((row for row in rows if sheet.rows[row][column] != ""), header.last_row)
