"""Reads an attendance file: dates, classes, children, kinds and half-days, a row each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kongchuo_desktop.kit.dates import read_date, read_typed_date
from kongchuo_desktop.kit.text import UnfitText, tidy_name, tidy_text
from kongchuo_desktop.school.attendance.intake import AttendanceRow
from kongchuo_desktop.school.attendance.rules import kind_of, slots_of
from kongchuo_desktop.school.problems import Problem, Severity
from kongchuo_desktop.school.pupils.numbers import looks_like_number_cell, tidy_number
from kongchuo_desktop.sheets.cells import Cell, Sheet, Workbook, as_text
from kongchuo_desktop.sheets.class_names import ClassName, read_class, read_grade
from kongchuo_desktop.sheets.columns import Findings, Place
from kongchuo_desktop.sheets.guard import open_workbook
from kongchuo_desktop.sheets.headings import Header, find_header, plain_heading
from kongchuo_desktop.sheets.layout import DataRows, class_of_sheet, data_rows, say_skipped
from kongchuo_desktop.sheets.limits import UnreadableFile
from kongchuo_desktop.sheets.roster import LeftOut

NO_LIST = (
    "“{file}”里没有找到考勤记录：没有一行同时有“日期”“姓名”“类别”这几个栏目。"
    "请检查是否选错了文件，或在表格上方补上一行栏目名称。"
)
HEADINGS = {
    "day": "日期 考勤日期 缺勤日期 缺课日期 请假日期 时间",
    "grade": "年级",
    "class": "班级 班 班别 所在班级",
    "name": "姓名 学生姓名 学生 缺勤学生 缺课学生",
    "student_number": "学籍号 全国学籍号 学生学籍号 学籍主号",
    "kind": "类别 考勤类别 缺勤类别 缺课类别 类型 考勤类型 考勤情况 出勤情况 考勤",
    "slots": "时段 节次 时间段 上下午 考勤时段 缺课时段",
    "reason": "原因 事由 缺勤原因 缺课原因 请假事由",
    "told": "告知家长 告知情况 家长是否知情",
    "-": "序号 编号 备注 性别 登记人",
}
_FIELD_OF = {plain_heading(word): name for name, words in HEADINGS.items() for word in words.split()}
_WANTED = ("day", "name", "kind")
_NOBODY = {"", "无", "全班", "全体", "全班学生", "-", "—", "/"}


@dataclass(frozen=True)
class AttendanceRead:
    """An attendance file as it was read; `rows` may go in, `left_out` may not, `problems` says why."""

    file_name: str
    rows: tuple[AttendanceRow, ...]
    problems: tuple[Problem, ...]
    headings: tuple[str, ...]
    unknown: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[str, ...] = ()


class AttendanceHeadings:
    """Tells the field of an attendance file's heading; `mapping` is what the teacher said (heading → field)."""

    def __init__(self, mapping: Mapping[str, str] | None = None) -> None:
        self._known = _FIELD_OF | {plain_heading(heading): field for heading, field in (mapping or {}).items()}

    def __call__(self, heading: str) -> str:
        plain = plain_heading(heading)
        return self._known.get(plain) or self._known.get(plain.split("(")[0], "")


def read_attendance(
    path: Path, *, today: date, mapping: Mapping[str, str] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> AttendanceRead:  # fmt: skip
    """The rows of a file; raises UnreadableFile (a UserError) when it holds no attendance."""
    return attendance_of(open_workbook(path, cancelled=cancelled), today=today, mapping=mapping)


def attendance_of(workbook: Workbook, *, today: date, mapping: Mapping[str, str] | None = None) -> AttendanceRead:
    """The rows of an opened workbook. `today` gives a year to dates written without one."""
    recognise = AttendanceHeadings(mapping)
    headed = ((sheet, find_header(sheet, recognise, needed=3)) for sheet in workbook.sheets if sheet.rows)
    found = [(sheet, header) for sheet, header in headed if header and set(_WANTED) <= set(header.fields)]
    if not found:
        raise UnreadableFile(NO_LIST.format(file=workbook.file_name))
    findings = Findings()
    readers = [_SheetReader(sheet, header, findings, today) for sheet, header in found]
    rows = [row for reader in readers for row in reader.read()]
    return AttendanceRead(
        workbook.file_name,
        tuple(rows),
        tuple(findings.problems),
        tuple(dict.fromkeys(heading for _, header in found for heading in header.headings if heading)),
        tuple(dict.fromkeys(heading for _, header in found for heading in header.unknown)),
        tuple(one for reader in readers for one in reader.left_out),
        workbook.remarks,
    )


class _SheetReader:
    """Reads one sheet; what a cell can't mean keeps its row out."""

    def __init__(self, sheet: Sheet, header: Header, findings: Findings, today: date) -> None:
        self._sheet = sheet
        self._header = header
        self._findings = findings
        self._today = today
        self._columns = {field: header.column_of(field) for field in HEADINGS if field in header.fields}
        self._headings = {field: header.headings[column] for field, column in self._columns.items()}
        self.left_out: list[LeftOut] = []

    def read(self) -> list[AttendanceRow]:
        data = data_rows(self._sheet, self._header)
        say_skipped(self._sheet.name, self._header, data.skipped, self._findings)
        filled = self._filled_down(data)
        whole = class_of_sheet(self._sheet, self._header)
        rows = []
        for number in data.numbers:
            section = data.classes.get(max((at for at in data.classes if at < number), default=-1), whole)
            row = self._row(number, filled[number], section)
            if row:
                rows.append(row)
            else:
                raw = tuple(as_text(cell) for cell in self._sheet.rows[number])
                self.left_out.append(LeftOut(self._sheet.name, number + 1, raw))
        return rows

    def _filled_down(self, data: DataRows) -> list[list[Cell]]:
        """A date or class merged over several rows belongs to each of them; names are never spread."""
        rows = [list(row) for row in self._sheet.rows]
        spread = {column for field, column in self._columns.items() if field not in ("name", "student_number")}
        wanted = set(data.numbers)
        for (top, left), (bottom, right) in self._sheet.merges:
            if left == right and left in spread and top > self._header.last_row:
                for number in range(top + 1, min(bottom + 1, len(rows))):
                    if number in wanted:
                        rows[number][left] = rows[top][left]
        return rows

    def _row(self, number: int, cells: list[Cell], section: ClassName) -> AttendanceRow | None:
        day = self._day(number, cells)
        slots = self._slots(number, cells)
        name = self._name(number, cells)
        kind = kind_of(self._text(cells, "kind"))
        if not kind:
            self._refuse(number, "kind", "没有写类别(旷课、病假、事假、迟到、早退、全勤)，没有读入。")
        if day is None or not slots or name is None or not kind:
            return None
        room = self._class(cells, section)
        return AttendanceRow(
            self._sheet.name, number + 1, day, slots, kind, room.grade, room.number, room.campus,
            self._text(cells, "grade") + self._text(cells, "class"), name, self._number(number, cells, name),
            self._text(cells, "reason")[:200], self._text(cells, "told")[:60],
            self._headings, tuple(as_text(cell) for cell in self._sheet.rows[number]),
        )  # fmt: skip

    def _text(self, cells: list[Cell], field: str) -> str:
        column = self._columns.get(field, -1)
        try:
            return tidy_text(as_text(cells[column])) if column >= 0 else ""
        except UnfitText:
            return ""

    def _refuse(self, number: int, field: str, reason: str, severity: Severity = Severity.REFUSED) -> None:
        place = Place(self._sheet.name, number, self._columns.get(field, 0), self._headings.get(field, ""))
        self._findings.add(place, reason, severity)

    def _day(self, number: int, cells: list[Cell]) -> date | None:
        cell = cells[self._columns["day"]]
        found = read_date(cell)
        if found and found.precision == "day":
            return found.date
        written = self._text(cells, "day")
        typed = read_typed_date(written, self._today) if isinstance(cell, str) and "月" in written else None
        if typed is None:
            told = f"“{written}”不是一个完整的日期(要有年、月、日)" if written else "没有写日期"
            self._refuse(number, "day", f"{told}，这一行没有读入。")
        return typed

    def _slots(self, number: int, cells: list[Cell]) -> tuple[str, ...]:
        written = self._text(cells, "slots")
        slots = slots_of(written)
        if not slots:
            told = f"看不懂时段“{written}”" if written else "没有写时段"
            self._refuse(number, "slots", f"{told}，请写成“上午”“下午”“全天”或“第3节”，这一行没有读入。")
        return slots

    def _name(self, number: int, cells: list[Cell]) -> str | None:
        cell = cells[self._columns["name"]]
        try:
            name = tidy_name(as_text(cell))
        except UnfitText as error:
            self._refuse(number, "name", error.sentence)
            return None
        return "" if name in _NOBODY else name

    def _number(self, number: int, cells: list[Cell], name: str) -> str:
        column = self._columns.get("student_number", -1)
        cell = cells[column] if column >= 0 else ""
        if isinstance(cell, (int, float)) or looks_like_number_cell(as_text(cell)):
            told = "按姓名和班级查找" if name else "没有读入"
            self._refuse(number, "student_number", f"学籍号被存成了数字，后几位已丢失，改为{told}。", Severity.NOTE)
            return ""
        return tidy_number(as_text(cell)).strip("-—/")

    def _class(self, cells: list[Cell], section: ClassName) -> ClassName:
        """The class of a row, else that of the title above it or of the sheet."""
        grade = read_grade(self._text(cells, "grade"))
        room = read_class(self._text(cells, "class"))
        if not (grade or room):
            return section
        return ClassName(
            room.grade or grade.grade or section.grade,
            room.number or grade.number or (section.number if not room else None),
            room.entry_year or grade.entry_year,
            room.campus or grade.campus or section.campus,
        )


__all__ = ["AttendanceRead", "attendance_of", "read_attendance"]
