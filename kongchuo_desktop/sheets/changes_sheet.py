"""Reads a list of changes of the roll (学籍异动): day, child, kind, where from or to, 回执, a row each."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kongchuo_desktop.kit.dates import read_date, read_typed_date
from kongchuo_desktop.kit.text import UnfitText, half_width, tidy_name, tidy_text
from kongchuo_desktop.school.enrolment.intake import ChangeRow, NamedClass
from kongchuo_desktop.school.enrolment.rules import BY_NAME, KINDS, kind_named
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
    "“{file}”里没有找到学籍异动：没有一行同时有“日期”“姓名”“类型”这几个栏目。"
    "请检查是否选错了文件，或在表格上方补上一行栏目名称。"
)
HEADINGS = {
    "day": (
        "日期 异动日期 变动日期 生效日期 办理日期 时间 异动时间 变动时间 转入日期 转出日期 转入时间 转出时间 休学日期 "
        "休学时间 复学时间 退学日期 毕业日期 毕业时间 入学日期"
    ),
    "name": "姓名 学生姓名 学生",
    "student_number": "学籍号 全国学籍号 学生学籍号 学籍主号",
    "kind": "类型 异动类型 变动类型 异动类别 变动类别 类别 异动情况 变动情况 增减类型",
    "place": "来源或去向 来源去向 来源/去向 去向或来源 转入或转出学校 转出或转入学校",
    "from_place": "来源 转出学校 原就读学校 来源学校",
    "to_place": "去向 转入学校 转往学校 去向学校",
    "receipt": "回执 转学回执 回执情况 有无回执 是否有回执 回执单",
    "receipt_on": "回执日期 收到回执日期",
    "id_number": "身份证件号 身份证号 身份证号码 证件号码 身份证 身份证件号码 公民身份号码",
    "grade": "年级 所在年级",
    "class": "班级 班 班别 所在班级",
    "to_class": "新班级 编入班级 调入班级 现班级 新编班级",
    "reason": "原因 异动原因 变动原因 休学原因 事由",
    "expected_return": "预计复学 预计复学日期 复学日期 预计复学时间 休学截止日期 休学期满日期",
    "sex": "性别",
    "birth_date": "出生日期 出生年月日 出生年月",
    "approval": "审批文号 文号 批准文号",
    "note": "备注 说明",
    "-": "序号 编号 学校 填表人 登记人 增减 增减情况 问题 原表行号",
}
_FIELD_OF = {plain_heading(word): name for name, words in HEADINGS.items() for word in words.split()}
_WANTED = ("day", "name")
_YES = {"有", "是", "已有", "已收", "已收到", "收到", "已回", "已回执", "已返回", "√", "✓", "y", "yes", "1", "对", "齐"}
_NO = {
    "",
    "无",
    "否",
    "没有",
    "未",
    "未收",
    "未收到",
    "未回",
    "未返回",
    "缺",
    "×",
    "x",
    "✗",
    "n",
    "no",
    "0",
    "待",
    "-",
    "—",
    "/",
}


@dataclass(frozen=True)
class ChangesRead:
    """A list of changes as it was read; `rows` may go in, `left_out` may not, `problems` says why."""

    file_name: str
    rows: tuple[ChangeRow, ...]
    problems: tuple[Problem, ...]
    headings: tuple[str, ...]
    unknown: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[str, ...] = ()


class ChangeHeadings:
    """Tells the field of a heading; `mapping` is what the teacher said (heading → field)."""

    def __init__(self, mapping: Mapping[str, str] | None = None) -> None:
        self._known = _FIELD_OF | {plain_heading(heading): field for heading, field in (mapping or {}).items()}

    def __call__(self, heading: str) -> str:
        plain = plain_heading(heading)
        return self._known.get(plain) or self._known.get(plain.split("(")[0], "")


def read_changes(
    path: Path, *, today: date, mapping: Mapping[str, str] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ChangesRead:  # fmt: skip
    """The rows of a file; raises UnreadableFile (a UserError) when it holds no changes."""
    return changes_of(open_workbook(path, cancelled=cancelled), today=today, mapping=mapping)


def changes_of(workbook: Workbook, *, today: date, mapping: Mapping[str, str] | None = None) -> ChangesRead:
    """The rows of an opened workbook. `today` gives a year to dates written without one."""
    recognise = ChangeHeadings(mapping)
    headed = ((sheet, find_header(sheet, recognise, needed=3)) for sheet in workbook.sheets if sheet.rows)
    found = [
        (sheet, header)
        for sheet, header in headed
        if header and set(_WANTED) <= set(header.fields) and ("kind" in header.fields or kind_of_sheet(sheet, header))
    ]
    if not found:
        raise UnreadableFile(NO_LIST.format(file=workbook.file_name))
    findings = Findings()
    readers = [_SheetReader(sheet, header, findings, today) for sheet, header in found]
    rows = [row for reader in readers for row in reader.read()]
    return ChangesRead(
        workbook.file_name,
        tuple(rows),
        tuple(findings.problems),
        tuple(dict.fromkeys(heading for _, header in found for heading in header.headings if heading)),
        tuple(dict.fromkeys(heading for _, header in found for heading in header.unknown)),
        tuple(one for reader in readers for one in reader.left_out),
        workbook.remarks,
    )


def kind_of_sheet(sheet: Sheet, header: Header) -> str:
    """The one kind that a list without such a column is of, by its name, its title or the heading of its dates."""
    titles = [as_text(cell) for row in sheet.rows[: header.first_row] for cell in row if cell != ""]
    day = header.headings[header.column_of("day")]
    for text in (sheet.name, *titles, day):
        named = {kind.name for kind in KINDS if kind.name in text}
        if len(named) == 1:
            return named.pop()
    return ""


class _SheetReader:
    """Reads one sheet; what a cell can't mean keeps its row out."""

    def __init__(self, sheet: Sheet, header: Header, findings: Findings, today: date) -> None:
        self._sheet = sheet
        self._header = header
        self._findings = findings
        self._today = today
        self._columns = {field: header.column_of(field) for field in HEADINGS if field in header.fields}
        self._headings = {field: header.headings[column] for field, column in self._columns.items()}
        self._whole_kind = "" if "kind" in header.fields else kind_of_sheet(sheet, header)
        self.left_out: list[LeftOut] = []

    def read(self) -> list[ChangeRow]:
        data = data_rows(self._sheet, self._header)
        say_skipped(self._sheet, self._header, data.skipped, self._findings)
        whole = class_of_sheet(self._sheet, self._header)
        rows = []
        filled = self._filled_down(data)
        for number in data.numbers:
            section = data.classes.get(max((at for at in data.classes if at < number), default=-1), whole)
            row = self._row(number, filled[number], section)
            if row:
                rows.append(row)
            else:
                self.left_out.append(LeftOut(self._sheet.name, number + 1, self._raw(number)))
        return rows

    def _filled_down(self, data: DataRows) -> list[list[Cell]]:
        """A day, kind or class merged over several rows belongs to each of them; names never spread."""
        rows = [list(row) for row in self._sheet.rows]
        spread = {self._columns[field] for field in ("day", "kind", "grade", "class") if field in self._columns}
        wanted = set(data.numbers)
        for (top, left), (bottom, right) in self._sheet.merges:
            if left == right and left in spread and top > self._header.last_row:
                for number in range(top + 1, min(bottom + 1, len(rows))):
                    if number in wanted:
                        rows[number][left] = rows[top][left]
        return rows

    def _raw(self, number: int) -> tuple[str, ...]:
        return tuple(as_text(cell) for cell in self._sheet.rows[number])

    def _row(self, number: int, cells: list[Cell], section: ClassName) -> ChangeRow | None:
        day, name, kind = self._day(number, cells), self._name(number, cells), self._kind(number, cells)
        if day is None or not name or not kind:
            return None
        has_receipt, receipt_on, receipt = self._receipt(number, cells)
        return ChangeRow(
            self._sheet.name, number + 1, day, kind, name,
            student_number=self._number(number, cells, "student_number", "学籍号"),
            id_number=self._number(number, cells, "id_number", "身份证件号"),
            place=self._place(cells, kind)[:120], has_receipt=has_receipt, receipt_on=receipt_on,
            receipt=receipt[:120], room=self._class(cells, section),
            to_room=_named(read_class(self._text(cells, "to_class")), self._text(cells, "to_class")),
            reason=self._text(cells, "reason")[:200], expected_return=self._date(number, cells, "expected_return"),
            sex=self._text(cells, "sex") if self._text(cells, "sex") in ("男", "女") else "",
            birth_date=self._date(number, cells, "birth_date"), approval=self._text(cells, "approval")[:60],
            note=self._text(cells, "note"), headings=self._headings, raw=self._raw(number),
        )  # fmt: skip

    def _text(self, cells: list[Cell], field: str) -> str:
        column = self._columns.get(field, -1)
        try:
            return tidy_text(as_text(cells[column])) if column >= 0 else ""
        except UnfitText:
            return ""

    def _place(self, cells: list[Cell], kind: str) -> str:
        """Where from or to: of two columns the one that the kind is about, never one's own school."""
        columns = ("to_place", "from_place") if BY_NAME[kind].way == "out" else ("from_place", "to_place")
        there = next((field for field in columns if field in self._columns), "place")
        return self._text(cells, "place") or self._text(cells, there)

    def _tell(self, number: int, field: str, reason: str, severity: Severity = Severity.REFUSED) -> None:
        place = Place(self._sheet.name, number, self._columns.get(field, 0), self._headings.get(field, ""))
        self._findings.add(place, reason, severity)

    def _read_day(self, cells: list[Cell], field: str) -> date | None:
        cell = cells[self._columns[field]] if field in self._columns else ""
        found = read_date(cell)
        if found and found.precision == "day":
            return found.date
        written = self._text(cells, field)
        return read_typed_date(written, self._today) if isinstance(cell, str) and "月" in written else None

    def _day(self, number: int, cells: list[Cell]) -> date | None:
        found = self._read_day(cells, "day")
        if found is None:
            written = self._text(cells, "day")
            told = f"“{written}”不是一个完整的日期（要有年、月、日）" if written else "没有写日期"
            self._tell(number, "day", f"{told}，这一行没有读入。")
        return found

    def _date(self, number: int, cells: list[Cell], field: str) -> date | None:
        found = self._read_day(cells, field)
        written = self._text(cells, field)
        if found is None and written and written not in _NO:
            heading = self._headings[field]
            self._tell(number, field, f"{heading}“{written}”不是一个完整的日期，这一格没有读入。", Severity.NOTE)
        return found

    def _name(self, number: int, cells: list[Cell]) -> str:
        try:
            name = tidy_name(as_text(cells[self._columns["name"]]))
        except UnfitText as error:
            self._tell(number, "name", error.sentence)
            return ""
        if not name:
            self._tell(number, "name", "没有写姓名，这一行没有读入。")
        return name

    def _kind(self, number: int, cells: list[Cell]) -> str:
        written = self._text(cells, "kind") or self._whole_kind
        found = kind_named(written)
        if found is None:
            told = f"看不懂异动类型“{written}”" if written else "没有写异动类型"
            self._tell(number, "kind", f"{told}，可用：{'、'.join(BY_NAME)}，这一行没有读入。")
        return found.name if found else ""

    def _receipt(self, number: int, cells: list[Cell]) -> tuple[bool, date | None, str]:
        """Whether the 回执 is in, since when, and its number: the cell says 有 or 无, or gives a day or a number."""
        day = self._date(number, cells, "receipt_on")
        written = self._text(cells, "receipt")
        plain = re.sub(r"\s+", "", half_width(written)).lower()
        if plain in _NO:
            return day is not None, day, ""
        if plain in _YES:
            return True, day, ""
        found = self._read_day(cells, "receipt")
        if found:
            return True, found, ""
        if plain.startswith(("未", "没", "无", "待")):
            return False, None, ""
        return True, day, written

    def _number(self, number: int, cells: list[Cell], field: str, title: str) -> str:
        column = self._columns.get(field, -1)
        cell = cells[column] if column >= 0 else ""
        if isinstance(cell, (int, float)) or looks_like_number_cell(as_text(cell)):
            self._tell(number, field, f"{title}被存成了数字，后几位已丢失，改为按姓名查找。", Severity.NOTE)
            return ""
        found = tidy_number(as_text(cell)).strip("-—/")
        if "*" in found:
            self._tell(number, field, f"{title}只有前后几位，改为按姓名查找。", Severity.NOTE)
            return ""
        return "" if found in ("无", "暂无", "没有", "空") else found

    def _class(self, cells: list[Cell], section: ClassName) -> NamedClass:
        """The class of a row, else that of the title above it or of the sheet."""
        text = self._text(cells, "grade") + self._text(cells, "class")
        grade, room = read_grade(self._text(cells, "grade")), read_class(self._text(cells, "class"))
        if not (grade or room):
            return _named(section, "")
        both = ClassName(
            room.grade or grade.grade or section.grade,
            room.number or grade.number or (section.number if not room else None),
            room.entry_year or grade.entry_year, room.campus or grade.campus or section.campus,
        )  # fmt: skip
        return _named(both, text)


def _named(found: ClassName, text: str) -> NamedClass:
    return NamedClass(found.grade, found.number, found.campus, found.entry_year, text)


__all__ = ["ChangesRead", "changes_of", "read_changes"]
