"""Reads the township's list of poor families (脱贫户、监测对象、低保户 …), a member a row."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from kongchuo_desktop.kit.dates import read_date
from kongchuo_desktop.kit.text import UnfitText, has_lost_characters, tidy_name
from kongchuo_desktop.school.aid.intake import FamilyRow
from kongchuo_desktop.school.problems import Severity
from kongchuo_desktop.school.pupils.numbers import check_id_number, looks_like_number_cell
from kongchuo_desktop.sheets.cells import Cell, Workbook, as_text
from kongchuo_desktop.sheets.class_names import ClassName
from kongchuo_desktop.sheets.guard import open_workbook
from kongchuo_desktop.sheets.row_reader import RowForm, RowReader, RowsRead, rows_of

NO_LIST = (
    "“{file}”里没有找到困难家庭名单：没有一行同时有“家庭成员姓名”（或学生姓名）“户类型”这几个栏目。"
    "请检查是否选错了文件，或在表格上方补上一行栏目名称。"
)
HEADINGS = {
    "head": "户主姓名 户主 家长姓名 监护人姓名",
    "head_id": "户主证件号码 户主身份证号 户主身份证号码 户主证件号 户主身份证 监护人身份证号",
    "name": "家庭成员姓名 成员姓名 学生姓名 姓名 成员 子女姓名",
    "id_number": "成员证件号码 成员身份证号 成员身份证号码 家庭成员证件号码 家庭成员身份证号 学生身份证号 身份证号 "
    "身份证号码 证件号码 身份证件号 学生身份证件号",
    "relation": "与户主关系 关系 与户主的关系",
    "category": "户类型 类型 困难类型 家庭类型 类别 困难类别 户属性 贫困类型",
    "monitor": "监测对象类别 监测类别 监测对象 监测类型",
    "since": "识别时间 纳入时间 识别年月 认定时间 列入时间",
    "village": "行政村 村 村名 所在村 村委会",
    "phone": "联系电话 电话 手机号 户主电话",
    "-": "序号 编号 乡镇 镇 县 组 村民组 备注 性别 年龄 年级 班级 就读学校 学校",
}
FORM = RowForm(HEADINGS, ("name", "category"), NO_LIST, never_spread=("name", "id_number"))
MONTH = re.compile(r"(\d{4})\D{0,2}(\d{1,2})?\D?")
FamiliesRead = RowsRead[FamilyRow]


def read_families(
    path: Path, *, today: date, mapping: Mapping[str, str] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> FamiliesRead:  # fmt: skip
    """The rows of a file; raises UnreadableFile (a UserError) when it holds no such list."""
    return families_of(open_workbook(path, cancelled=cancelled), today=today, mapping=mapping)


def families_of(workbook: Workbook, *, today: date, mapping: Mapping[str, str] | None = None) -> FamiliesRead:
    """The rows of an opened workbook."""
    return rows_of(workbook, FORM, _SheetReader, today=today, mapping=mapping)


class _SheetReader(RowReader[FamilyRow]):
    """Reads one sheet of families."""

    def row(self, number: int, cells: list[Cell], section: ClassName) -> FamilyRow | None:
        """One member."""
        names = [self._name(number, cells, field) for field in ("name", "head")]
        category = self.text(cells, "category") or self.text(cells, "monitor")
        if not category:
            self.refuse(number, "category", "没有写户类型，这一行没有读入。")
        if names[0] is None or names[1] is None or not category:
            return None
        if len(category) > 40:
            self.refuse(number, "category", "“户类型”超过40个字，这一行没有读入。")
            return None
        return FamilyRow(
            self._sheet.name, number + 1, names[1] or names[0], names[0], category,
            self._id(number, cells, "head_id"), self._id(number, cells, "id_number"),
            self.text(cells, "relation")[:20], self.text(cells, "monitor")[:40], self._month(number, cells),
            self.text(cells, "village")[:40], self.text(cells, "phone")[:40],
            has_lost_characters(names[0]), self._headings, self.raw(number),
        )  # fmt: skip

    def _name(self, number: int, cells: list[Cell], field: str) -> str | None:
        try:
            name = tidy_name(as_text(self.cell(cells, field)))
        except UnfitText as error:
            self.refuse(number, field, error.sentence)
            return None
        if not name and field == "name":
            self.refuse(number, field, "没有写家庭成员姓名，这一行没有读入。")
            return None
        if len(name) > 60:
            self.refuse(number, field, f"姓名有{len(name)}个字，最多60个字，这一行没有读入。")
            return None
        return name

    def _id(self, number: int, cells: list[Cell], field: str) -> str:
        cell = self.cell(cells, field)
        written = as_text(cell).strip().strip("'’`\t ")
        if isinstance(cell, (int, float)) or looks_like_number_cell(written):
            told = "证件号码被存成了数字，后几位已丢失，没有读入；请向上级要文本格式的名单。"
            self.refuse(number, field, told, Severity.NOTE)
            return ""
        checked = check_id_number(written) if written else None
        if checked is None or not checked.problem:
            return checked.number if checked else ""
        self.refuse(number, field, f"{checked.problem.rstrip('。')}，这一格没有读入。", Severity.NOTE)
        return ""

    def _month(self, number: int, cells: list[Cell]) -> str:
        written = self.text(cells, "since")
        if not written:
            return ""
        found = read_date(self.cell(cells, "since"))
        if found is not None:
            return f"{found.date:%Y-%m}"
        match = MONTH.fullmatch(written)
        if match is None or not 1949 <= int(match[1]) <= self._today.year or int(match[2] or 1) not in range(1, 13):
            self.refuse(number, "since", f"看不懂识别时间“{written}”，这一格没有读入。", Severity.NOTE)
            return ""
        return f"{match[1]}-{int(match[2]):02d}" if match[2] else match[1]
