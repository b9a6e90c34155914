"""The columns of a pupil list, healed by field, and what they say about the class."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kongchuo_desktop.school.problems import Severity
from kongchuo_desktop.school.pupils.numbers import IdCheck
from kongchuo_desktop.sheets import healing
from kongchuo_desktop.sheets.cells import Cell, as_text
from kongchuo_desktop.sheets.class_names import ClassName, campus_of_school, read_class, read_grade
from kongchuo_desktop.sheets.codes import is_coded
from kongchuo_desktop.sheets.columns import Findings, ReadColumn, Rows, read_column
from kongchuo_desktop.sheets.headings import Header
from kongchuo_desktop.sheets.layout import DataRows
from kongchuo_desktop.sheets.synonyms import IGNORED

_APART = {"grade", "class", "campus", "school_name", "school_code", "name", IGNORED, ""}
_BY_FIELD: dict[str, healing.Healer] = {
    "name": healing.name,  # also of adults
    "birth_date": healing.full_date,
    "entry_month": healing.month,
    "phone": healing.phone,
    "carer_phone": healing.phone,
    "carer_name": healing.name,
    "former_name": healing.name,
    "boarding": healing.boarding,
}
_CODES = {"birth_region", "hukou_region", "postcode", "seat_number", "local_number"}


def healer_of(field: str) -> healing.Healer:
    """How the cells of a field are healed; of an adult's field its last part counts."""
    attribute = field.rpartition(".")[2]
    if attribute in _BY_FIELD:
        return _BY_FIELD[attribute]
    if is_coded(attribute):
        return healing.coded(attribute)
    if attribute in _CODES:
        return healing.digits(attribute)
    return healing.text(healing.LENGTHS.get(attribute, 40))


def read_pupil_columns(rows: Rows, header: Header, findings: Findings) -> dict[str, ReadColumn]:
    """Every known column by its field, healed; ID numbers under the ID type of their row."""
    columns: dict[str, ReadColumn] = {}
    name_column = header.column_of("name")
    heading = header.headings[name_column]
    columns["name"] = read_column(rows, name_column, heading, healing.name, findings)
    rows.names = columns["name"].values
    given = [(field, column) for column, field in enumerate(header.fields) if field not in _APART]
    for field, column in given:
        if not field.endswith("_number") or field in _CODES:
            columns[field] = read_column(rows, column, header.headings[column], healer_of(field), findings)
    for field, column in given:
        if field.endswith("id_number"):
            types = columns.get(field.replace("id_number", "id_type"))
            columns[field] = _id_column(rows, column, header.headings[column], types, findings)
    column = header.column_of("student_number")
    if column >= 0:
        checks = columns["id_number"].values if "id_number" in columns else ()
        heal = healing.student_number({check.number for check in checks if isinstance(check, IdCheck)})
        columns["student_number"] = read_column(rows, column, header.headings[column], heal, findings)
    return columns


def _id_column(rows: Rows, column: int, heading: str, types: ReadColumn | None, findings: Findings) -> ReadColumn:
    """ID numbers, read for each ID type apart."""
    kinds = dict.fromkeys(str(value or "") for value in types.values) if types else {"": None}
    if types is None or len(kinds) == 1:
        return read_column(rows, column, heading, healing.id_number(*kinds), findings)
    whole = ReadColumn(column, heading, [None] * len(rows.numbers))
    for kind in kinds:
        places = [place for place, value in enumerate(types.values) if str(value or "") == kind]
        part = read_column(rows.only(places), column, heading, healing.id_number(kind), findings)
        for position, place in enumerate(places):
            whole.values[place] = part.values[position]
        whole.lost.update(places[position] for position in part.lost)
    return whole


@dataclass
class ClassColumns:
    """Tells the class of each data row: its own columns, then the title above it, then the sheet."""

    rows: Rows
    header: Header
    data: DataRows
    of_sheet: ClassName
    school_year: int | None
    junior: bool
    findings: Findings

    def of_rows(self) -> list[ClassName]:
        """One ClassName a data row, entry years turned into grades where the school year is known."""
        grades = self._column("grade", read_grade)
        classes = self._column("class", read_class)
        campuses = self._column("campus", lambda text: ClassName(campus=text))
        schools = self._column("school_name", campus_of_school)
        above = self._above()
        merged: dict[tuple[int, ...], ClassName] = {}  # by identity: each distinct cell was read once
        names = []
        for parts in zip(campuses, grades, classes, above, schools, strict=True):
            key = tuple(map(id, parts))
            if key not in merged:
                merged[key] = self._grade_of(_first_of(parts))
            names.append(merged[key])
        return names

    def _column(self, field: str, read: Callable[[str], ClassName]) -> list[ClassName]:
        column = self.header.column_of(field)
        if column < 0:
            return [ClassName()] * len(self.data.numbers)
        cells = self.rows.cells(column)
        known = {cell: self._read_cell(field, cell, read) for cell in set(cells)}
        return [known[cell] for cell in cells]

    def _read_cell(self, field: str, cell: Cell, read: Callable[[str], ClassName]) -> ClassName:
        text = as_text(cell).strip()
        if not text:
            return ClassName()
        found = read(text)
        if not found and field != "school_name":
            column = self.header.column_of(field)
            reason = f"看不懂{self.header.headings[column]}“{text[:20]}”，请写成“五年级”“1班”这样。"
            row = self.rows.numbers[self.rows.cells(column).index(cell)]
            self.findings.row(self.rows.sheet.name, row, reason, Severity.NOTE, self.header.headings[column])
        return found

    def _above(self) -> list[ClassName]:
        """The class named by the last title row above each row, else by the sheet."""
        names, current = [], self.of_sheet
        titles = sorted(self.data.classes)
        for number in self.data.numbers:
            while titles and titles[0] < number:
                current = _first_of((self.data.classes[titles.pop(0)], ClassName(campus=self.of_sheet.campus)))
            names.append(current)
        return names

    def _grade_of(self, name: ClassName) -> ClassName:
        if name.grade or not name.entry_year or self.school_year is None:
            return name
        grade = self.school_year - name.entry_year + (7 if self.junior or name.junior else 1)
        return replace(name, grade=grade) if 1 <= grade <= 9 else name


def _first_of(parts: Sequence[ClassName]) -> ClassName:
    """The first grade, number, entry year and campus that any part gives."""
    return ClassName(
        next((part.grade for part in parts if part.grade), None),
        next((part.number for part in parts if part.number), None),
        next((part.entry_year for part in parts if part.entry_year), None),
        next((part.campus for part in parts if part.campus), ""),
        any(part.junior for part in parts),
    )
