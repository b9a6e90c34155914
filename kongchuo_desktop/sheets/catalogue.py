"""Every Excel form the program reads or writes: one line each."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class SheetForm:
    """A form that comes in or goes out; `module` is the file of this floor that knows it."""

    key: str
    title: str
    direction: Literal["in", "out"]
    module: str


FORMS: tuple[SheetForm, ...] = (
    SheetForm("pupils", "学生花名册", "in", "roster"),
    SheetForm("staff", "教职工名册", "in", "staff_list"),
    SheetForm("attendance", "考勤记录", "in", "attendance_sheet"),
    SheetForm("visits", "家访记录", "in", "visits_sheet"),
    SheetForm("changes", "学籍异动", "in", "changes_sheet"),
    SheetForm("table", "报表与清单", "out", "table_out"),
    SheetForm("office_form", "上级发来的表样", "out", "form_fill"),
    SheetForm("bad_rows", "待改正的行", "out", "bad_rows"),
)
