"""A column of a list, healed: each distinct value once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kongchuo_desktop.school.problems import Problem, Severity
from kongchuo_desktop.sheets.cells import Cell, Sheet, as_text, cell_name
from kongchuo_desktop.sheets.healing import Told


@dataclass
class Findings:
    """The problems of one file, as they are found."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, place: "Place", reason: str, severity: Severity = Severity.NOTE) -> None:
        """Puts down a remark on one cell."""
        self.problems.append(
            Problem(place.sheet, place.row + 1, place.heading, reason, severity, cell_name(place.row, place.column))
        )

    def row(self, sheet: str, row: int, reason: str, severity: Severity, heading: str = "") -> None:
        """Puts down a remark on a whole row (counted from 0)."""
        self.problems.append(Problem(sheet, row + 1, heading, reason, severity))


@dataclass(frozen=True)
class Place:
    """Where a cell stands, counted from 0."""

    sheet: str
    row: int
    column: int
    heading: str


@dataclass
class ReadColumn:
    """The healed values of a column, one a data row; `lost` are the positions whose cell was refused."""

    column: int
    heading: str
    values: list[object]
    lost: set[int] = field(default_factory=set)


class Rows:
    """The data rows of a sheet (numbers from 0), and whose they are, as far as that is known."""

    def __init__(self, sheet: Sheet, numbers: Sequence[int]) -> None:
        self.sheet = sheet
        self.numbers = numbers
        self.names: Sequence[object] = ()
        self._columns = list(zip(*(sheet.rows[number] for number in numbers), strict=True))

    def cells(self, column: int) -> Sequence[Cell]:
        """The cells of a column, one a data row."""
        return self._columns[column] if self._columns else ()

    def who(self, position: int) -> str:
        """(name) of a data row, for a sentence; nothing when the name is not known."""
        name = self.names[position] if self.names else None
        return f"（{name}）" if name else ""

    def only(self, positions: Sequence[int]) -> "Rows":
        """Some of the rows."""
        some = Rows(self.sheet, [self.numbers[position] for position in positions])
        some.names = [self.names[position] for position in positions] if self.names else ()
        return some


def read_column(
    rows: "Rows", column: int, heading: str, heal: Callable[[Cell], object], findings: Findings
) -> ReadColumn:
    """Heals the cells of a column at the data rows, and says what was healed or refused."""
    cells = rows.cells(column)
    distinct = set(cells)
    if bool in set(map(type, distinct)):  # True and 1 are one key of a dict, but not one cell
        cells = [as_text(cell) if isinstance(cell, bool) else cell for cell in cells]
        distinct = set(cells)
    known: dict[Cell, object] = {cell: heal(cell) for cell in distinct if cell != ""}
    known[""] = None
    read = ReadColumn(column, heading, list(map(known.__getitem__, cells)))
    if any(type(value) is Told for value in known.values()):
        _tell(read, rows, findings)
    if rows.sheet.formulas:
        _tell_formulas(read, rows, findings)
    return read


def _tell_formulas(read: ReadColumn, rows: Rows, findings: Findings) -> None:
    """A formula's value is what the file last saved; whether it is up to date nobody can tell."""
    found = [number for number in rows.numbers if cell_name(number, read.column) in rows.sheet.formulas]
    if found:
        first = cell_name(found[0], read.column)
        reason = f"“{read.heading}”这一列有{len(found)}格是公式（第一处是{first}），读入的是文件里保存的结果，请核对。"
        findings.add(Place(rows.sheet.name, found[0], read.column, read.heading), reason)


def _tell(read: ReadColumn, rows: "Rows", findings: Findings) -> None:
    sheet, numbers = rows.sheet.name, rows.numbers
    healed: dict[str, list[int]] = {}
    for position, told in enumerate(read.values):
        if type(told) is not Told:
            continue
        read.values[position] = told.value
        place = Place(sheet, numbers[position], read.column, read.heading)
        where = f"{cell_name(place.row, place.column)} 单元格{rows.who(position)}"
        if told.lost:
            read.lost.add(position)
            findings.add(place, f"{where}：{told.lost}。" if told.lost[0] == "“" else f"{where}的{told.lost}。")
        elif told.note:
            findings.add(place, f"{where}：{told.note}。")
        else:
            healed.setdefault(told.healed, []).append(place.row)
    for what, places in healed.items():
        place = Place(sheet, places[0], read.column, read.heading)
        first = cell_name(places[0], read.column)
        findings.add(place, f"“{read.heading}”这一列有{len(places)}格已整理好（第一处是{first}）：{what}。")
