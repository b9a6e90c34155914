"""Reads a list of staff (教职工名册)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kongchuo_desktop.kit.text import half_width, match_name
from kongchuo_desktop.school.problems import Problem, Severity, row_named
from kongchuo_desktop.school.staff.intake import StaffRow
from kongchuo_desktop.sheets import healing
from kongchuo_desktop.sheets.cells import Sheet, Workbook, as_text
from kongchuo_desktop.sheets.class_names import read_class_name, read_number
from kongchuo_desktop.sheets.columns import Findings, Place, ReadColumn, Rows, read_column
from kongchuo_desktop.sheets.guard import open_workbook
from kongchuo_desktop.sheets.headings import ColumnMapping, Header, StaffHeadings, find_header
from kongchuo_desktop.sheets.layout import data_rows, say_skipped
from kongchuo_desktop.sheets.limits import UnreadableFile
from kongchuo_desktop.sheets.roster import LeftOut
from kongchuo_desktop.sheets.synonyms import IGNORED

NO_LIST = (
    "“{file}”里没有找到教职工名册：没有一行同时有“姓名”和别的栏目（如性别、职务、任教学科）。"
    "请检查是否选错了文件，或在表格上方补上一行栏目名称。"
)
_HEALERS: dict[str, healing.Healer] = {
    "name": healing.name,
    "sex": healing.coded("sex"),
    "birth_month": healing.month,
    "duty": healing.text(40),
    "subject": healing.text(60),
    "phone": healing.phone,
    "politics": healing.coded("politics"),
    "remark": healing.text(200),
    "group_role": healing.text(20),
}
_SEPARATORS = re.compile(r"[,,;;、/|\n]+|\s+|和|及")
_NONE = {"无", "否", "-", "—", "/", "不是", "×"}
_CLASS_LIST = re.compile(r"([一二三四五六七八九1-9])(?:年级)?[((]?((?:[1-9]\d?[、,.,])+[1-9]\d?)[))]?班")


@dataclass(frozen=True)
class StaffRead:
    """A staff list as it was read; `rows` may go in, `left_out` may not, `problems` says why."""

    file_name: str
    rows: tuple[StaffRow, ...]
    problems: tuple[Problem, ...]
    headings: tuple[str, ...]
    unknown: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[str, ...] = ()


def read_staff(
    path: Path, *, mapping: ColumnMapping | None = None, cancelled: Callable[[], bool] = lambda: False
) -> StaffRead:
    """The staff of a file; raises UnreadableFile (a UserError) when it holds no list of staff."""
    return staff_of(open_workbook(path, cancelled=cancelled), mapping=mapping)


def staff_of(workbook: Workbook, *, mapping: ColumnMapping | None = None) -> StaffRead:
    """The staff of an opened workbook; of several sheets those that hold a list."""
    recognise = StaffHeadings(mapping)
    headed = [(sheet, find_header(sheet, recognise)) for sheet in workbook.sheets if sheet.rows]
    found = [(sheet, header) for sheet, header in headed if header]
    if not found:
        raise UnreadableFile(NO_LIST.format(file=workbook.file_name))
    findings = Findings()
    readers = [_SheetReader(sheet, header, findings) for sheet, header in found]
    rows = [row for reader in readers for row in reader.read()]
    kept, doubles = _hold_back_doubles(rows, findings)
    return StaffRead(
        workbook.file_name,
        tuple(kept),
        tuple(sorted(findings.problems, key=lambda problem: problem.row)),
        tuple(dict.fromkeys(heading for _, header in found for heading in header.headings if heading)),
        tuple(dict.fromkeys(heading for _, header in found for heading in header.unknown)),
        (*(one for reader in readers for one in reader.left_out), *(LeftOut(r.sheet, r.row, r.raw) for r in doubles)),
        workbook.remarks,
    )


class _SheetReader:
    """Reads one sheet of staff."""

    def __init__(self, sheet: Sheet, header: Header, findings: Findings) -> None:
        self._sheet = sheet
        self._header = header
        self._findings = findings
        self.left_out: list[LeftOut] = []

    def read(self) -> list[StaffRow]:
        data = data_rows(self._sheet, self._header)
        rows = Rows(self._sheet, data.numbers)
        columns = self._columns(rows)
        say_skipped(self._sheet, self._header, data.skipped, self._findings)
        found = (self._row(position, number, columns) for position, number in enumerate(data.numbers))
        return [row for row in found if row]

    def _columns(self, rows: Rows) -> dict[str, ReadColumn]:
        columns: dict[str, ReadColumn] = {}
        order = sorted(enumerate(self._header.fields), key=lambda item: item[1] != "name")
        for column, field in order:
            if field and field != IGNORED:
                heal = _HEALERS.get(field, healing.text(200))
                columns[field] = read_column(rows, column, self._header.headings[column], heal, self._findings)
                rows.names = columns["name"].values
        return columns

    def _row(self, position: int, number: int, columns: dict[str, ReadColumn]) -> StaffRow | None:
        given = {field: column.values[position] for field, column in columns.items()}
        raw = tuple(as_text(cell) for cell in self._sheet.rows[number])
        if given["name"] is None:
            heading = columns["name"].heading
            self._findings.row(self._sheet.name, number, "没有姓名，这一行没有读入。", Severity.REFUSED, heading)
            self.left_out.append(LeftOut(self._sheet.name, number + 1, raw))
            return None
        fields = {field: value for field, value in given.items() if value and field in _HEALERS}
        group_role = str(fields.pop("group_role", ""))
        return StaffRow(
            self._sheet.name,
            number + 1,
            fields,
            head_of=self._classes("head_of", number, columns, given),
            teaches=self._classes("teaches", number, columns, given),
            villages=villages_in(str(given.get("villages") or "")),
            grades=grades_in(str(given.get("grades") or "")),
            group_role="" if group_role in _NONE else group_role,
            raw=raw,
        )

    def _classes(
        self, field: str, number: int, columns: dict[str, ReadColumn], given: dict[str, object]
    ) -> tuple[tuple[int, int], ...]:
        text = str(given.get(field) or "")
        classes, strange = classes_in(text)
        if strange and field in columns:
            place = Place(self._sheet.name, number, columns[field].column, columns[field].heading)
            reason = f"看不懂“{'、'.join(strange)}”是哪个班，没有读入，请写成“三年级1班”这样。"
            self._findings.add(place, reason)
        return classes


def classes_in(text: str) -> tuple[tuple[tuple[int, int], ...], tuple[str, ...]]:
    """(grade, number) of each class a text names (三1、四1; 五年级2班; 三(1、2)班), and the parts not understood.

    A grade without a number means its only class, the first.
    """
    text = _CLASS_LIST.sub(_spread, half_width(text))
    found: dict[tuple[int, int], None] = {}
    strange = []
    for part in _SEPARATORS.split(text):
        if not part or part in _NONE:
            continue
        name = read_class_name(part)
        if name.grade:
            found[name.grade, name.number or 1] = None
        else:
            strange.append(part)
    return tuple(found), tuple(strange)


def _spread(match: re.Match[str]) -> str:
    numbers = re.split(r"[、,.,]", match[2])
    return "、".join(f"{match[1]}({number})班" for number in numbers)


def villages_in(text: str) -> tuple[str, ...]:
    """The villages a text names, each once."""
    parts = (part for part in _SEPARATORS.split(text) if part and part not in _NONE)
    return tuple(dict.fromkeys(parts))


def grades_in(text: str) -> tuple[int, ...]:
    """The grades a text names (一年级、二年级; 三; 5)."""
    found = []
    for part in _SEPARATORS.split(half_width(text)):
        name = read_class_name(part) if part else None
        grade = (name.grade if name else None) or read_number(part.removesuffix("年级"))
        if grade and 1 <= grade <= 9:
            found.append(grade)
    return tuple(dict.fromkeys(found))


def _hold_back_doubles(rows: list[StaffRow], findings: Findings) -> tuple[list[StaffRow], list[StaffRow]]:
    """One person listed twice: same name with the same phone or birth month; namesakes without either are doubtful."""
    seen: dict[str, list[StaffRow]] = {}
    kept, doubles = [], []
    for row in rows:
        name = match_name(str(row.fields["name"]))
        earlier = next((one for one in seen.get(name, ()) if _same_person(one, row)), None)
        if earlier:
            doubles.append(row)
            reason = f"“{row.fields['name']}”与{row_named(earlier, beside=row)}是同一个人，重复列出，这一行没有读入。"
            findings.row(row.sheet, row.row - 1, reason, Severity.DOUBTFUL)
            continue
        seen.setdefault(name, []).append(row)
        kept.append(row)
    return kept, doubles


def _same_person(one: StaffRow, other: StaffRow) -> bool:
    for field in ("phone", "birth_month"):
        mine, theirs = one.fields.get(field), other.fields.get(field)
        if mine and theirs:
            return mine == theirs
    return True
