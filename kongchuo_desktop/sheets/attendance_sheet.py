"""Reads an attendance file: dates, classes, children, kinds and half-days, a row each."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from kongchuo_desktop.kit.text import UnfitText, tidy_name
from kongchuo_desktop.school.attendance.intake import AttendanceRow
from kongchuo_desktop.school.attendance.rules import kind_of, slots_of
from kongchuo_desktop.school.problems import Severity
from kongchuo_desktop.school.pupils.numbers import looks_like_number_cell, tidy_number
from kongchuo_desktop.sheets.cells import Cell, Workbook, as_text
from kongchuo_desktop.sheets.class_names import ClassName
from kongchuo_desktop.sheets.guard import open_workbook
from kongchuo_desktop.sheets.row_reader import RowForm, RowReader, RowsRead, rows_of

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
FORM = RowForm(HEADINGS, ("day", "name", "kind"), NO_LIST)
_NOBODY = {"", "无", "全班", "全体", "全班学生", "-", "—", "/"}
AttendanceRead = RowsRead[AttendanceRow]


def read_attendance(
    path: Path, *, today: date, mapping: Mapping[str, str] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> AttendanceRead:  # fmt: skip
    """The rows of a file; raises UnreadableFile (a UserError) when it holds no attendance."""
    return attendance_of(open_workbook(path, cancelled=cancelled), today=today, mapping=mapping)


def attendance_of(workbook: Workbook, *, today: date, mapping: Mapping[str, str] | None = None) -> AttendanceRead:
    """The rows of an opened workbook. `today` gives a year to dates written without one."""
    return rows_of(workbook, FORM, _SheetReader, today=today, mapping=mapping)


class _SheetReader(RowReader[AttendanceRow]):
    """Reads one sheet of registers."""

    def row(self, number: int, cells: list[Cell], section: ClassName) -> AttendanceRow | None:
        """One exception, or one register taken."""
        day = self.day(number, cells)
        slots = self._slots(number, cells)
        name = self._name(number, cells)
        kind = kind_of(self.text(cells, "kind"))
        if not kind:
            self.refuse(number, "kind", "没有写类别（旷课、病假、事假、迟到、早退、全勤），没有读入。")
        if day is None or not slots or name is None or not kind:
            return None
        room = self.class_of(cells, section)
        return AttendanceRow(
            self._sheet.name, number + 1, day, slots, kind, room.grade, room.number, room.campus,
            self.text(cells, "grade") + self.text(cells, "class"), name, self._number(number, cells, name),
            self.text(cells, "reason")[:200], self.text(cells, "told")[:60], self._headings, self.raw(number),
        )  # fmt: skip

    def _slots(self, number: int, cells: list[Cell]) -> tuple[str, ...]:
        written = self.text(cells, "slots")
        slots = slots_of(written)
        if not slots:
            told = f"看不懂时段“{written}”" if written else "没有写时段"
            self.refuse(number, "slots", f"{told}，请写成“上午”“下午”“全天”或“第3节”，这一行没有读入。")
        return slots

    def _name(self, number: int, cells: list[Cell]) -> str | None:
        try:
            name = tidy_name(as_text(self.cell(cells, "name")))
        except UnfitText as error:
            self.refuse(number, "name", error.sentence)
            return None
        return "" if name in _NOBODY else name

    def _number(self, number: int, cells: list[Cell], name: str) -> str:
        cell = self.cell(cells, "student_number")
        if isinstance(cell, (int, float)) or looks_like_number_cell(as_text(cell)):
            told = "按姓名和班级查找" if name else "没有读入"
            self.refuse(number, "student_number", f"学籍号被存成了数字，后几位已丢失，改为{told}。", Severity.NOTE)
            return ""
        return tidy_number(as_text(cell)).strip("-—/")


__all__ = ["AttendanceRead", "attendance_of", "read_attendance"]
