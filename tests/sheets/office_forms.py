"""Forms as offices send them, made on the spot: merged heads, few rows, a foot to sign, sums, rules, print set-up."""

import io
from pathlib import Path

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break

from kongchuo_desktop.school.enrolment.form_rules import CellRule, ColumnRule, FormRules, ListRule, Mark

THIN, THICK = Side(style="thin"), Side(style="medium")
ROWS = 4  # of the form's own list
FIRST, LAST = 6, 9


def county_form(rows: int = ROWS) -> Workbook:
    """控辍保学学生名册 of a county: title, unit and date, two heading rows, `rows` rows, sums, signatures."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "名册"
    for column, width in zip("ABCDEFG", (6, 12, 6, 22, 24, 10, 14), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.merge_cells("A1:G1")
    sheet["A1"] = "望山县控辍保学学生名册"
    sheet["A1"].font, sheet["A1"].alignment = Font(name="黑体", size=18), Alignment(horizontal="center")
    sheet.row_dimensions[1].height = 36
    sheet.merge_cells("A2:D2")
    sheet["A2"], sheet["E2"] = "填报单位（盖章）：", "填报日期：    年  月  日"
    heads = {"A4": "序号", "B4": "学生姓名", "C4": "性别", "D4": "证件", "F4": "住校", "G4": "家长电话"}
    for at, text in heads.items():
        sheet[at] = text
    for merge in ("A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:F5", "G4:G5"):
        sheet.merge_cells(merge)
    sheet["D5"], sheet["E5"] = "身份证件号", "学籍号"
    last = FIRST + rows - 1
    for row in range(4, last + 1):
        for column in "ABCDEFG":
            cell = sheet[f"{column}{row}"]
            cell.border = Border(left=THIN, right=THIN, top=THIN, bottom=THICK if row == last else THIN)
        sheet.row_dimensions[row].height = 24
    for row in range(FIRST, last + 1):
        sheet[f"A{row}"] = 1 if row == FIRST else f"=A{row - 1}+1"
    foot = last + 1
    sheet.merge_cells(f"A{foot}:E{foot}")
    sheet[f"A{foot}"], sheet[f"F{foot}"] = "合计（人）", f"=COUNTA(B{FIRST}:B{last})"
    sheet[f"G{foot}"] = f'=F{foot}&"人"'
    sheet.merge_cells(f"A{foot + 2}:G{foot + 2}")
    sheet[f"A{foot + 2}"] = "校长（签字）：            填表人：            联系电话："
    sheet.row_dimensions[foot + 2].height = 40
    sheet.conditional_formatting.add(
        f"F{FIRST}:F{last}", CellIsRule(operator="equal", formula=['"是"'], fill=PatternFill(bgColor="FFFF00"))
    )
    choice = DataValidation(type="list", formula1='"是,否"')
    choice.add(f"F{FIRST}:F{last}")
    sheet.add_data_validation(choice)
    sheet.print_area = f"A1:G{foot + 2}"
    sheet.print_title_rows = "4:5"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.row_breaks.append(Break(id=foot + 2))
    sheet.oddFooter.center.text = "第 &P 页"
    other = workbook.create_sheet("汇总")
    other["A1"], other["B1"] = "人数", f"=SUM(名册!F{foot})"
    other["B2"] = f"=COUNTA(名册!B{FIRST}:B{last})"
    return workbook


def as_bytes(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def saved(workbook: Workbook, path: Path) -> Path:
    workbook.save(path)
    return path


COUNTY = FormRules(
    title="望山县控辍保学学生名册",
    office="望山县教育局",
    cells=(
        CellRule("A2", "填报单位（盖章）：{学校名称}"),
        CellRule("E2", "填报日期：{填报日期|2026年9月1日}"),
        CellRule("A12", "校长（签字）：            填表人：            联系电话：{学校电话}"),
    ),
    lists=(
        ListRule(
            "pupils", FIRST, LAST,
            (ColumnRule("B", "name"), ColumnRule("C", "sex"), ColumnRule("D", "id_number"),
             ColumnRule("E", "student_number"), ColumnRule("F", "boarding"), ColumnRule("G", "guardian.phone")),
        ),
    ),
    marks=(Mark("B4", "学生姓名"), Mark("C4", "性别"), Mark("D5", "身份证件号"), Mark("A2", "填报单位（盖章）：")),
)  # fmt: skip
