"""Reads a 疑似失学 list as it is handed down, a child a row, checked or still to be checked."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from kongchuo_desktop.kit.text import UnfitText, half_width, tidy_name
from kongchuo_desktop.school.problems import Severity
from kongchuo_desktop.school.pupils.numbers import check_id_number, looks_like_number_cell
from kongchuo_desktop.school.returns.categories import CATEGORIES, category_of
from kongchuo_desktop.school.returns.intake import SuspectRow
from kongchuo_desktop.sheets.cells import Cell, Workbook, as_text
from kongchuo_desktop.sheets.class_names import ClassName
from kongchuo_desktop.sheets.guard import open_workbook
from kongchuo_desktop.sheets.row_reader import RowForm, RowReader, RowsRead, rows_of

NO_LIST = (
    "“{file}”里没有找到疑似失学名单：没有一行同时有“姓名”和“身份证件号”（或“核查类别”）这几个栏目。"
    "请检查是否选错了文件，或在表格上方补上一行栏目名称。"
)
HEADINGS = {
    "number": "序号 编号",
    "name": "姓名 学生姓名 儿童姓名 适龄儿童姓名",
    "id_number": "身份证件号 身份证号 身份证号码 证件号码 公民身份号码 身份证 身份证件号码",
    "birth_date": "出生日期 出生年月 出生年月日",
    "place": "户籍地 户籍地址 户籍所在地 户口所在地 家庭住址 住址 地址 户籍",
    "guardian": "监护人 监护人姓名 家长 家长姓名 户主",
    "phone": "联系电话 电话 监护人电话 手机号",
    "category": "核查类别 类别 核查结果 核查类型 分类 失学类别 情况类别",
    "code": "类别代码 代码 类别编码 类别字母 编码",
    "explanation": "核查说明 说明 备注 核查情况 情况说明 具体情况",
    "-": "性别 民族 年龄 乡镇 村 学校 年级 班级 学籍号",
}
FORM = RowForm(HEADINGS, ("name",), NO_LIST, needed=2, never_spread=("name", "id_number", "number"))
LIMITS = {"number": 20, "place": 200, "guardian": 60, "phone": 40, "code": 10, "explanation": 500}
SOURCE = 120  # characters of the file's name that the book keeps
SuspectsRead = RowsRead[SuspectRow]


def read_suspects(
    path: Path, *, today: date, mapping: Mapping[str, str] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> SuspectsRead:  # fmt: skip
    """The rows of a file; raises UnreadableFile (a UserError) when it holds no such list."""
    return suspects_of(open_workbook(path, cancelled=cancelled), today=today, mapping=mapping)


def suspects_of(workbook: Workbook, *, today: date, mapping: Mapping[str, str] | None = None) -> SuspectsRead:
    """The rows of an opened workbook."""
    found = rows_of(workbook, FORM, _SheetReader, today=today, mapping=mapping)
    return replace(found, rows=tuple(replace(row, source=workbook.file_name[:SOURCE]) for row in found.rows))


class _SheetReader(RowReader[SuspectRow]):
    """Reads one sheet of suspects; only a row without a name stays out."""

    def row(self, number: int, cells: list[Cell], section: ClassName) -> SuspectRow | None:
        """One child."""
        try:
            name = tidy_name(as_text(self.cell(cells, "name")))
        except UnfitText as error:
            self.refuse(number, "name", error.sentence)
            return None
        if not name or len(name) > 60:
            self.refuse(number, "name", "没有写姓名（或超过60个字），这一行没有读入。")
            return None
        written, trouble, born = self._id(number, cells)
        return SuspectRow(
            self._sheet.name, number + 1, name, id_number=written, id_trouble=trouble,
            birth_date=self.date_of(self.cell(cells, "birth_date")) or born, category=self._category(number, cells),
            headings=self._headings, raw=self.raw(number), **self._texts(number, cells),
        )  # fmt: skip

    def _id(self, number: int, cells: list[Cell]) -> tuple[str, str, date | None]:
        """The number as written, what is wrong with it, the birth date it tells."""
        cell = self.cell(cells, "id_number")
        written = half_width(as_text(cell)).strip().strip("'`\t ").upper()[:40]
        if isinstance(cell, (int, float)) or looks_like_number_cell(written):
            trouble = "证件号码被存成了数字，后几位已丢失"
        elif not written:
            trouble = "没有证件号码"
        else:
            checked = check_id_number(written)
            if not checked.problem:
                return checked.number, "", checked.birth_date
            trouble = checked.problem.rstrip("。")
        self.refuse(number, "id_number", f"{trouble}；这一行照样收下，列入“号码待核”。", Severity.NOTE)
        return written, trouble[:200], None

    def _category(self, number: int, cells: list[Cell]) -> str:
        written = self.text(cells, "category")
        found = category_of(written)
        if found is None:
            known = "、".join(CATEGORIES)
            told = f"没有“{written}”这个核查类别，先按未核查收下；类别有：{known}。"
            self.refuse(number, "category", told, Severity.NOTE)
            return ""
        return found

    def _texts(self, number: int, cells: list[Cell]) -> dict[str, str]:
        found = {}
        for field, limit in LIMITS.items():
            text = self.text(cells, field)
            if len(text) > limit:
                told = f"“{HEADINGS[field].split()[0]}”超过{limit}个字，后面的没有读入。"
                self.refuse(number, field, told, Severity.NOTE)
            found[field] = text[:limit]
        return found
