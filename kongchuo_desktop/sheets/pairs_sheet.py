"""Reads a file of pairs (结对一览表): children, who helps them, since when, with what promise, a row each."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from kongchuo_desktop.kit.text import UnfitText, half_width, tidy_name
from kongchuo_desktop.school.pairing.intake import PairRow
from kongchuo_desktop.school.pairing.rules import BY_NAME
from kongchuo_desktop.school.problems import Severity
from kongchuo_desktop.school.pupils.numbers import looks_like_number_cell, tidy_number
from kongchuo_desktop.sheets.cells import Cell, Workbook, as_text
from kongchuo_desktop.sheets.class_names import ClassName
from kongchuo_desktop.sheets.guard import open_workbook
from kongchuo_desktop.sheets.row_reader import RowForm, RowReader, RowsRead, rows_of

NO_LIST = (
    "“{file}”里没有找到结对名单：没有一行同时有“姓名”“帮扶人”这几个栏目。"
    "请检查是否选错了文件，或在表格上方补上一行栏目名称。"
)
HEADINGS = {
    "name": "姓名 学生姓名 学生 帮扶对象 帮扶学生 结对学生 受帮扶学生 学困生姓名 学困生 被帮扶学生",
    "student_number": "学籍号 全国学籍号 学生学籍号 学籍主号",
    "grade": "年级",
    "class": "班级 班 班别 所在班级",
    "helper": "帮扶人 帮扶教师 帮扶人姓名 结对教师 结对人 帮扶责任人 责任人 教师 教师姓名 帮扶同学 "
    "结对同学 结对干部 帮扶干部",
    "kind": "类型 结对类型 帮扶类型 类别 结对类别",
    "since": "开始日期 结对日期 结对时间 开始时间 起始日期 日期 时间",
    "helper_unit": "单位 帮扶人单位 工作单位 职务 单位及职务",
    "helper_phone": "联系电话 帮扶人电话 电话 手机 联系方式 手机号",
    "subject": "学科 薄弱学科 帮扶学科 科目",
    "aim": "目标 帮扶目标 帮扶内容 转化目标 帮扶计划",
    "talks": "每月谈心次数 每月谈心 谈心次数 谈话次数 每月谈话次数",
    "visits": "每月家访次数 每月家访 家访次数",
    "-": "序号 编号 备注 性别 村 家庭住址 家长姓名",
}
FORM = RowForm(HEADINGS, ("name", "helper"), NO_LIST, needed=2)
LIMITS = {"helper_unit": 80, "helper_phone": 40, "subject": 40, "aim": 300}
KIND_WORDS = (
    ("同伴互助", ("同伴", "同学", "生生", "手拉手", "学生")), ("教师帮扶", ("教师", "老师", "师生", "班主任")),
    ("干部结对", ("干部", "村", "包保", "党员", "家庭")),
)  # fmt: skip
PairsRead = RowsRead[PairRow]


def read_pairs(
    path: Path, *, today: date, mapping: Mapping[str, str] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> PairsRead:  # fmt: skip
    """The rows of a file; raises UnreadableFile (a UserError) when it holds no pairs."""
    return pairs_of(open_workbook(path, cancelled=cancelled), today=today, mapping=mapping)


def pairs_of(workbook: Workbook, *, today: date, mapping: Mapping[str, str] | None = None) -> PairsRead:
    """The rows of an opened workbook."""
    return rows_of(workbook, FORM, _SheetReader, today=today, mapping=mapping)


def kind_of(written: str) -> str | None:
    """The kind a word means; "" where the file says nothing, None for a word of no kind."""
    if not written or written in BY_NAME:
        return written
    return next((kind for kind, words in KIND_WORDS if any(word in written for word in words)), None)


class _SheetReader(RowReader[PairRow]):
    """Reads one sheet of pairs."""

    def row(self, number: int, cells: list[Cell], section: ClassName) -> PairRow | None:
        """One pair."""
        name, helper = self._person(number, cells, "name"), self._person(number, cells, "helper")
        kind = kind_of(self.text(cells, "kind"))
        if kind is None:
            written = self.text(cells, "kind")
            self.refuse(number, "kind", f"看不懂结对类型“{written}”，请写成{'、'.join(BY_NAME)}，这一行没有读入。")
        texts = self._texts(number, cells)
        if not name or not helper or kind is None or texts is None:
            return None
        room = self.class_of(cells, section)
        return PairRow(
            self._sheet.name, number + 1, name, helper, kind, self._number(number, cells), self._since(number, cells),
            talks=self._times(number, cells, "talks"), visits=self._times(number, cells, "visits"),
            grade=room.grade, class_number=room.number, campus=room.campus,
            class_text=self.text(cells, "grade") + self.text(cells, "class"), headings=self._headings,
            raw=self.raw(number), **texts,
        )  # fmt: skip

    def _person(self, number: int, cells: list[Cell], field: str) -> str:
        try:
            name = tidy_name(as_text(self.cell(cells, field)))
        except UnfitText as error:
            self.refuse(number, field, error.sentence)
            return ""
        if not name:
            what = "是哪名学生" if field == "name" else "谁来帮扶"
            self.refuse(number, field, f"没有写{what}，这一行没有读入。")
        return name

    def _number(self, number: int, cells: list[Cell]) -> str:
        cell = self.cell(cells, "student_number")
        if isinstance(cell, (int, float)) or looks_like_number_cell(as_text(cell)):
            told = "学籍号被存成了数字，后几位已丢失，改为按姓名和班级查找。"
            self.refuse(number, "student_number", told, Severity.NOTE)
            return ""
        return tidy_number(as_text(cell)).strip("-—/")

    def _since(self, number: int, cells: list[Cell]) -> date | None:
        written = self.text(cells, "since").strip("-—/无")
        found = self.date_of(self.cell(cells, "since")) if written else None
        if written and found is None:
            self.refuse(number, "since", f"看不懂日期“{written}”，按今天开始。", Severity.NOTE)
        return found

    def _times(self, number: int, cells: list[Cell], field: str) -> int:
        written = half_width(self.text(cells, field))
        if not written or written in "-—/无":
            return -1
        if (match := re.fullmatch(r"(\d{1,2})(?:\.0)?次?", written)) is None:
            self.refuse(number, field, f"“{written}”不是次数，按学校的约定。", Severity.NOTE)
            return -1
        return int(match[1])

    def _texts(self, number: int, cells: list[Cell]) -> dict[str, str] | None:
        found = {field: self.text(cells, field) for field in LIMITS}
        for field, text in found.items():
            if len(text) > LIMITS[field]:
                heading = HEADINGS[field].split()[0]
                told = f"“{heading}”有{len(text)}个字，最多{LIMITS[field]}个字，这一行没有读入。"
                self.refuse(number, field, told)
                return None
        return found
