"""Reads a file of visits: dates, children, forms, who went, what was found and agreed, a row each."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kongchuo_desktop.kit.text import UnfitText, tidy_name
from kongchuo_desktop.school.problems import Severity
from kongchuo_desktop.school.pupils.numbers import looks_like_number_cell, tidy_number
from kongchuo_desktop.school.visits.intake import VisitRow
from kongchuo_desktop.school.visits.rules import FORMS, LONGEST, VisitDraft
from kongchuo_desktop.sheets.cells import Cell, Workbook, as_text
from kongchuo_desktop.sheets.class_names import ClassName
from kongchuo_desktop.sheets.guard import open_workbook
from kongchuo_desktop.sheets.row_reader import RowForm, RowReader, RowsRead, rows_of

NO_LIST = (
    "“{file}”里没有找到家访记录：没有一行同时有“日期”“姓名”“家访人”这几个栏目。"
    "请检查是否选错了文件，或在表格上方补上一行栏目名称。"
)
HEADINGS = {
    "day": "日期 家访日期 走访日期 家访时间 时间 走访时间",
    "grade": "年级",
    "class": "班级 班 班别 所在班级",
    "name": "姓名 学生姓名 学生 被访学生 家访对象 走访学生",
    "student_number": "学籍号 全国学籍号 学生学籍号 学籍主号",
    "form": "方式 家访方式 家访形式 形式 走访方式",
    "visitors": "家访人 家访教师 家访人员 走访人 走访教师 走访人员 教师 教师姓名 班主任",
    "others": "同行人员 同行人 陪同人员 其他人员",
    "place": "地点 家访地点 家庭住址 住址",
    "at_home": "在家人员 在场人员 参与人员 被访人 接待人 家长 家长姓名 受访人",
    "purpose": "目的 家访目的 家访事由 事由 原因 主题 家访主题",
    "found": "情况 家访情况 了解到的情况 了解情况 家庭情况 家访内容 内容 家访记录 谈话内容 过程与内容 家长反馈",
    "measures": "措施 商定措施 采取措施 建议与措施 帮扶措施 处理意见 家访效果 效果 后续",
    "promise": "承诺 家长承诺 家长意见",
    "promise_due": "承诺期限 承诺日期 完成期限",
    "next_on": "下次日期 下次家访 下次家访日期 下次时间 回访日期",
    "signed": "家长签字 签字 家长是否签字",
    "-": "序号 编号 备注 性别 登记人 联系电话 电话",
}
FORM = RowForm(HEADINGS, ("day", "name", "visitors"), NO_LIST)
BETWEEN = re.compile(r"[、,，;；/\n]+")
TEXTS = ("others", "place", "at_home", "purpose", "found", "measures", "promise")
YES = frozenset({"是", "有", "已签", "已签字", "√", "✓", "1"})
VisitsRead = RowsRead[VisitRow]


def read_visits(
    path: Path, *, today: date, mapping: Mapping[str, str] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> VisitsRead:  # fmt: skip
    """The rows of a file; raises UnreadableFile (a UserError) when it holds no visits."""
    return visits_of(open_workbook(path, cancelled=cancelled), today=today, mapping=mapping)


def visits_of(workbook: Workbook, *, today: date, mapping: Mapping[str, str] | None = None) -> VisitsRead:
    """The rows of an opened workbook. `today` gives a year to dates written without one."""
    return rows_of(workbook, FORM, _SheetReader, today=today, mapping=mapping)


def form_of(written: str) -> str:
    """入户, 电话, 视频 or 到校 as a file words it; "" for anything else."""
    if not written or any(word in written for word in ("入户", "上门", "实地", "走访", "面访", "家中", "家访")):
        return "入户"
    for form, words in (("视频", ("视频", "微信", "网络", "线上", "QQ")), ("电话", ("电", "手机")), ("到校", ("校",))):
        if any(word in written for word in words):
            return form
    return written if written in FORMS else ""


class _SheetReader(RowReader[VisitRow]):
    """Reads one sheet of visits."""

    def row(self, number: int, cells: list[Cell], section: ClassName) -> VisitRow | None:
        """One visit."""
        day, names = self.day(number, cells), self._names(number, cells)
        form = form_of(self.text(cells, "form"))
        if not form:
            written = self.text(cells, "form")
            self.refuse(number, "form", f"看不懂家访方式“{written}”，请写成{'、'.join(FORMS)}，这一行没有读入。")
        texts = self._texts(number, cells)
        if day is None or not names or not form or texts is None:
            return None
        room = self.class_of(cells, section)
        due = self._other_day(number, cells, "promise_due") if texts["promise"] else None
        draft = VisitDraft(
            day, form, (), promise_due=due, next_on=self._other_day(number, cells, "next_on"),
            signed=self.text(cells, "signed") in YES, **texts,
        )  # fmt: skip
        return VisitRow(
            self._sheet.name, number + 1, draft, names, self._numbers(number, cells, len(names)),
            tuple(_parts(self.text(cells, "visitors"))), room.grade, room.number, room.campus,
            self.text(cells, "grade") + self.text(cells, "class"), self._headings, self.raw(number),
        )  # fmt: skip

    def _names(self, number: int, cells: list[Cell]) -> tuple[str, ...]:
        try:
            names = tuple(filter(None, (tidy_name(part) for part in _parts(as_text(self.cell(cells, "name"))))))
        except UnfitText as error:
            self.refuse(number, "name", error.sentence)
            return ()
        if not names:
            self.refuse(number, "name", "没有写是哪名学生，这一行没有读入。")
        return names

    def _numbers(self, number: int, cells: list[Cell], count: int) -> tuple[str, ...]:
        cell = self.cell(cells, "student_number")
        if isinstance(cell, (int, float)) or looks_like_number_cell(as_text(cell)):
            told = "学籍号被存成了数字，后几位已丢失，改为按姓名和班级查找。"
            self.refuse(number, "student_number", told, Severity.NOTE)
            return ()
        found = tuple(tidy_number(part).strip("-—/") for part in _parts(as_text(cell)))
        if found and len(found) != count:
            told = f"写了{count}个姓名、{len(found)}个学籍号，对不上，改为按姓名和班级查找。"
            self.refuse(number, "student_number", told, Severity.NOTE)
            return ()
        return tuple(filter(None, found)) if all(found) else ()

    def _texts(self, number: int, cells: list[Cell]) -> dict[str, Any] | None:
        """The free texts; None when one is too long for the book (it is never cut)."""
        found = {field: self.text(cells, field) for field in TEXTS}
        for field, text in found.items():
            limit, heading = LONGEST[field]
            if len(text) > limit:
                self.refuse(number, field, f"“{heading}”有{len(text)}个字，最多{limit}个字，这一行没有读入。")
                return None
        return found

    def _other_day(self, number: int, cells: list[Cell], field: str) -> date | None:
        """A date that may be empty; one that can't be read is said and left out."""
        written = self.text(cells, field).strip("-—/无")
        found = self.date_of(self.cell(cells, field)) if written else None
        if written and found is None:
            self.refuse(number, field, f"看不懂日期“{written}”，这一格没有读入。", Severity.NOTE)
        return found


def _parts(written: str) -> list[str]:
    return [part.strip() for part in BETWEEN.split(written) if part.strip()]


__all__ = ["VisitsRead", "form_of", "read_visits", "visits_of"]
