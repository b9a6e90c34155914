"""Reads a file of marks (成绩表): a child a row, a subject a column."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import UnfitText, tidy_name
from kongchuo_desktop.school.pairing.marks import EXAMS, read_mark
from kongchuo_desktop.school.pairing.marks_plan import MarkRow
from kongchuo_desktop.school.pairing.proposing import SUBJECTS
from kongchuo_desktop.school.problems import Severity
from kongchuo_desktop.school.pupils.numbers import looks_like_number_cell, tidy_number
from kongchuo_desktop.sheets.cells import Cell, Workbook, as_text
from kongchuo_desktop.sheets.class_names import ClassName
from kongchuo_desktop.sheets.guard import open_workbook
from kongchuo_desktop.sheets.row_reader import RowForm, RowReader, RowsRead, rows_of

NO_LIST = (
    "“{file}”里没有找到成绩表：没有一行同时有“姓名”和学科（如语文、数学）的栏目。"
    "请检查是否选错了文件，或在表格上方补上一行栏目名称。"
)
HEADINGS = {
    "name": "姓名 学生姓名 学生",
    "student_number": "学籍号 全国学籍号 学生学籍号",
    "grade": "年级",
    "class": "班级 班 班别",
    "exam": "考试 考试名称 考试类型 测试",
    **{subject: f"{subject} {subject}成绩 {subject}分数" for subject in SUBJECTS},
    "-": "序号 编号 总分 平均分 名次 班名次 年级名次 备注 座号 考号",
}
FORM = RowForm(HEADINGS, ("name",), NO_LIST, needed=2)
EXAM = re.compile("|".join(EXAMS))
MarksRead = RowsRead[MarkRow]


def read_marks(
    path: Path, *, today: date, mapping: Mapping[str, str] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> MarksRead:  # fmt: skip
    """The rows of a file; the examination stands in a column, a title, the sheet's name or the file's."""
    return marks_of(open_workbook(path, cancelled=cancelled), today=today, mapping=mapping)


def marks_of(workbook: Workbook, *, today: date, mapping: Mapping[str, str] | None = None) -> MarksRead:
    """The rows of an opened workbook."""
    told = EXAM.search(workbook.file_name)
    for sheet in workbook.sheets:
        above = " ".join(as_text(cell) for row in sheet.rows[:3] for cell in row)
        told = EXAM.search(f"{sheet.name} {above}") or told

    class Reader(_SheetReader):
        exam = told[0] if told else ""

    return rows_of(workbook, FORM, Reader, today=today, mapping=mapping)


class _SheetReader(RowReader[MarkRow]):
    """Reads one sheet of marks."""

    exam = ""

    def row(self, number: int, cells: list[Cell], section: ClassName) -> MarkRow | None:
        """One child."""
        try:
            name = tidy_name(as_text(self.cell(cells, "name")))
        except UnfitText as error:
            self.refuse(number, "name", error.sentence)
            return None
        written = EXAM.search(self.text(cells, "exam"))
        exam = written[0] if written else self.exam
        if not name:
            self.refuse(number, "name", "没有写姓名，这一行没有读入。")
            return None
        if not exam:
            told = f"看不出是哪次考试，请加一列“考试”，写{'、'.join(EXAMS)}，这一行没有读入。"
            self.refuse(number, "exam", told)
            return None
        marks = self._marks(number, cells)
        if marks is None:
            return None
        room = self.class_of(cells, section)
        return MarkRow(
            self._sheet.name, number + 1, name, exam, marks, self._number(number, cells), room.grade, room.number,
            room.campus, self.text(cells, "grade") + self.text(cells, "class"), self._headings, self.raw(number),
        )  # fmt: skip

    def _marks(self, number: int, cells: list[Cell]) -> dict[str, int] | None:
        found = {}
        for subject in SUBJECTS:
            if subject not in self._columns:
                continue
            try:
                tenths = read_mark(self.text(cells, subject))
            except UserError as error:
                self.refuse(number, subject, f"{error.sentence}这一行没有读入。")
                return None
            if tenths is not None:
                found[subject] = tenths
        if not found:
            self.refuse(number, "name", "这一行没有分数，没有读入。", Severity.NOTE)
            return None
        return found

    def _number(self, number: int, cells: list[Cell]) -> str:
        cell = self.cell(cells, "student_number")
        if isinstance(cell, (int, float)) or looks_like_number_cell(as_text(cell)):
            self.refuse(number, "student_number", "学籍号被存成了数字，改为按姓名和班级查找。", Severity.NOTE)
            return ""
        return tidy_number(as_text(cell)).strip("-—/")
