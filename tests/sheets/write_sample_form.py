"""Makes the office's form of the sample school: a monthly sheet with figures above and a list below, and its map.

Run `python -m tests.sheets.write_sample_form` after a change here; what it writes is committed.
"""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "sample"
NAME = "望山县控辍保学情况月报表"
BODY = Font(name="宋体", size=10)
THIN = Side(style="thin")
LINES = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
HEADS = (("在校生数", "男", "女", "住校生", "留守儿童", "随迁子女", "残疾学生", "教职工数"),
         ("月初人数", "转入", "复学", "转出", "休学", "辍学", "月末人数", "辍学率"))  # fmt: skip
VALUES = (("人数", "男生", "女生", "住校生", "留守儿童", "随迁子女", "残疾学生", "教职工人数"),
          ("期初人数", "转入", "复学", "转出", "休学", "辍学", "期末人数", "辍学率"))  # fmt: skip
COLUMNS = (("序号", "number"), ("姓名", "name"), ("班级", "grade_class"), ("类型", "kind"), ("日期", "day"),
           ("来源或去向", "place"), ("原因", "reason"), ("回执", "receipt"))  # fmt: skip
FIRST, ROWS = 10, 5


def main() -> None:
    """Write the form and its map."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "月报"
    for letter, width in zip("ABCDEFGH", (10, 11, 11, 10, 13, 22, 12, 11), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.merge_cells("A1:H1")
    sheet["A1"] = NAME
    sheet["A1"].font, sheet["A1"].alignment = Font(name="宋体", size=18, bold=True), CENTRE
    sheet.row_dimensions[1].height = 36
    sheet.merge_cells("A2:D2")
    sheet.merge_cells("E2:H2")
    sheet["A2"], sheet["E2"] = "填报单位（盖章）：", "填报日期：    年  月  日"
    sheet["A2"].font = sheet["E2"].font = Font(name="宋体", size=11)
    sheet["E2"].alignment = Alignment(horizontal="right")
    for block, heads in enumerate(HEADS):
        for column, words in enumerate(heads, 1):
            top = sheet.cell(3 + block * 2, column, words)
            top.font, top.fill = Font(name="黑体", size=10), PatternFill("solid", fgColor="FFF2F2F2")
            for cell in (top, sheet.cell(4 + block * 2, column)):
                cell.border, cell.alignment = LINES, CENTRE
            sheet.cell(4 + block * 2, column).font = BODY
        sheet.row_dimensions[3 + block * 2].height = sheet.row_dimensions[4 + block * 2].height = 20
    sheet["H6"].number_format = "0.00%"
    sheet.merge_cells("A8:H8")
    sheet["A8"] = "本月学籍异动学生名单"
    sheet["A8"].font, sheet["A8"].alignment = Font(name="黑体", size=11), CENTRE
    for column, (words, _) in enumerate(COLUMNS, 1):
        cell = sheet.cell(9, column, words)
        cell.font, cell.border, cell.alignment = Font(name="黑体", size=10), LINES, CENTRE
        for row in range(FIRST, FIRST + ROWS):
            body = sheet.cell(row, column)
            body.border, body.alignment, body.font = LINES, CENTRE, BODY
            sheet.row_dimensions[row].height = 22
    foot = FIRST + ROWS + 1
    sheet.merge_cells(f"A{foot}:H{foot}")
    sheet[f"A{foot}"] = "校长（签字）：                    填表人：                    联系电话："
    sheet[f"A{foot}"].font = Font(name="宋体", size=11)
    sheet.print_area, sheet.print_title_rows = f"A1:H{foot}", "9:9"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    workbook.save(FOLDER / f"{NAME}.xlsx")
    (FOLDER / f"{NAME}.toml").write_text(map_of(foot), encoding="utf-8")


def map_of(foot: int) -> str:
    """The map beside the form."""
    lines = ["kongchuo_form_map = 1", f'title = "{NAME}"', 'office = "望山县教育局"', 'about = "每月25日前报"',
             f'form = "{NAME}.xlsx"', 'period = "month"', 'dates = "2026-09-01"', "due_day = 25", ""]  # fmt: skip
    cells = [("A2", "填报单位（盖章）：{学校名称}"), ("E2", "填报日期：{填报日期|2026年9月1日}"),
             (f"A{foot}", f"校长（签字）：{' ' * 20}填表人：{{填报人}}{' ' * 20}联系电话：{{学校电话}}")]  # fmt: skip
    marks = [("A1", NAME), ("A2", "填报单位（盖章）："), ("A8", "本月学籍异动学生名单")]
    for block, (heads, values) in enumerate(zip(HEADS, VALUES, strict=True)):
        for number, (words, value) in enumerate(zip(heads, values, strict=True)):
            cells.append((f"{chr(65 + number)}{4 + block * 2}", f"{{{value}}}"))
            marks.append((f"{chr(65 + number)}{3 + block * 2}", words))
    marks += [(f"{chr(65 + number)}9", words) for number, (words, _) in enumerate(COLUMNS)]
    for at, text in cells:
        lines += ["[[cells]]", f'at = "{at}"', f'text = "{text}"', ""]
    lines += ["[[lists]]", 'takes = "changes"', f"first = {FIRST}", f"last = {FIRST + ROWS - 1}", 'grow = "insert"']
    lines += ["columns = [", *(f'  {{ at = "{chr(65 + n)}", field = "{key}" }},' for n, (_, key) in enumerate(COLUMNS)),
              "]", ""]  # fmt: skip
    for at, text in marks:
        lines += ["[[marks]]", f'at = "{at}"', f'text = "{text}"', ""]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
