"""Makes the forms that come with the program: `resources/forms/*.xlsx` and the map beside each.

Run `python -m tests.sheets.write_ready_forms` after a change here; what it writes is committed.
"""

from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "forms"
THIN = Side(style="thin")
LINES = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
A4, A3, WIDE = 9, 8, 200  # paper by Excel's numbers; characters that A4 no longer holds legibly
TITLE, UNIT, HEAD, FIRST = 1, 2, 3, 5  # rows; the heading takes two


@dataclass(frozen=True)
class Col:
    """A column: its heading (`组/栏` stands under a common one), width, the field that it takes, how it is written."""

    heading: str
    width: float
    field: str = ""
    style: str = ""
    left: bool = False


@dataclass(frozen=True)
class Spec:
    """A form: one list under a two-row heading between a line of unit and date and a foot to sign."""

    key: str
    title: str
    takes: str
    columns: tuple[Col, ...]
    about: str
    office: str = ""
    rows: int = 10
    period: str = "term"
    dates: str = "2026-09-01"
    unit: str = "填报单位（盖章）：{学校名称}"
    right: str = "填报日期：{填报日期|2026年9月1日}"
    total: tuple[str, ...] = ()  # headings summed in a closing row
    foot: tuple[str, ...] = ("校长（签字）：                    审核人：                    填表人：{填报人}",)
    only: dict[str, list[str]] = field(default_factory=dict)


SEX, NUMBER = Col("性别", 5, "sex"), Col("序号", 5, "number")
NAME, CLASS = Col("姓名", 10, "name"), Col("年级班级", 11, "grade_class")
ID, ROLL = Col("身份证件号", 20, "id_number"), Col("学籍号", 21, "student_number")
BLANK = ""
SIGNED_BY_TOWN = (
    "村支部书记（主任）：                  中心校校长：                  学校校长：",
    "乡镇分管领导：                  乡镇长：                  教体局包片领导：",
)

FORMS = (
    Spec(
        "10-movements", "学生变动情况统计表", "grade_movements",
        (Col("年级", 10, "scope"), Col("期初人数", 8, "期初人数"),
         *(Col(f"增加/{name}", 6.5, {"其他": "其他增加", "小计": "增加合计"}.get(name, name))
           for name in ("新生", "转入", "复学", "其他", "调入", "小计")),
         *(Col(f"减少/{name}", 6.5, {"其他": "其他减少", "小计": "减少合计"}.get(name, name))
           for name in ("毕业", "转出", "休学", "退学", "死亡", "辍学", "其他", "调出", "小计")),
         Col("期末人数", 8, "期末人数"), Col("巩固率", 9, "巩固率"), Col("备注", 10)),
        "按年级列本学期的增减；期初＋增加－减少＝期末。巩固率按设置里的口径校正转入转出",
        rows=6, right="{期初日期|2026年9月1日}—{期末日期|2026年9月1日}",
        total=("期初人数", "增加/新生", "增加/转入", "增加/复学", "增加/其他", "增加/调入", "增加/小计", "减少/毕业",
               "减少/转出", "减少/休学", "减少/退学", "减少/死亡", "减少/辍学", "减少/其他", "减少/调出", "减少/小计",
               "期末人数"),
    ),
    Spec(
        "11-changes", "学生增减变动名册", "changes",
        (NUMBER, NAME, SEX, ROLL, Col("异动/类型", 9, "kind"), Col("异动/日期", 11, "day"),
         Col("异动/原班级", 11, "from_class"), Col("异动/现班级", 11, "to_class"),
         Col("来源或去向", 22, "place", left=True), Col("原因", 14, "reason", left=True), Col("回执", 10, "receipt"),
         Col("备注", 12, "note", left=True)),
        "本学期每一条学籍异动；转出没有收到回执的写“无”",
    ),
    Spec(
        "12-cohort", "巩固率统计表（按届）", "cohorts",
        (Col("学校", 22, "school", left=True), Col("学段", 7, "stage"), Col("入学人数", 8, "intake"),
         Col("毕业人数", 8, "graduates"), Col("届内增加/转进", 7, "转入"), Col("届内增加/借读", 7),
         Col("届内增加/其它", 7, "other_in"), Col("届内增加/小计", 7, "增加合计"), Col("届内减少/转出", 7, "转出"),
         Col("届内减少/休学", 7, "休学"), Col("届内减少/其它", 7, "other_out"), Col("届内减少/小计", 7, "减少合计"),
         Col("净增加", 8, "净增加"), Col("巩固率", 10, "巩固率")),
        "毕业年级从入学到现在；账本没有记到入学那一年的，数字留空手填。借读另行手填",
        rows=2, period="year",
    ),
    Spec(
        "13-retention", "小学、初中学生巩固率统计表", "cohorts",
        (Col("学校名称", 30, "school", left=True), Col("学段", 8, "stage"), Col("毕业生数", 12, "graduates"),
         Col("6（3）年前招生数", 14, "intake"), Col("巩固率", 12, "巩固率"), Col("备注", 24, "remark", left=True)),
        "毕业生数÷（6或3年前招生数＋转入－转出），每学年一张；账本没有记到入学那一年的留空手填",
        rows=3, period="year", right="{填报日期|2026年9月1日}",
        unit="填报单位（公章）：{学校名称}",
    ),
    Spec(
        "20-dropout-report", "辍学学生情况书面报告名单", "dropouts",
        (NUMBER, Col("学校", 18, "school", left=True), Col("年级班级", 10, "grade_class"), NAME, SEX,
         Col("出生年月", 9, "birth_date", "2026.09"), Col("家长姓名", 9, "guardian.name"),
         Col("家庭住址", 20, "address", left=True), Col("联系电话", 13, "phone"),
         Col("辍学原因", 12, "reason", left=True), Col("去向", 12, "place", left=True),
         Col("情况", 12, "state", left=True), Col("承包老师", 9, "helper"),
         Col("劝返情况", 18, "efforts", left=True), Col("处理措施", 14)),
        "每月报乡镇和教育局：辍学、其他离校的和名在人不在的。承包老师取一帮一登记的，处理措施手填",
        period="month", right="{年}年{月}月    填报日期：{填报日期|2026年9月1日}",
    ),
    Spec(
        "21-return-list", "辍学学生劝返清单", "dropouts",
        (NUMBER, NAME, SEX, Col("年级班级", 11, "grade_class"), Col("村", 10, "village"),
         Col("家长姓名", 10, "guardian.name"), Col("联系电话", 14, "phone"), Col("去向", 16, "place", left=True),
         Col("从哪天起", 12, "away_since"), Col("劝返情况", 20, "efforts", left=True), Col("是否返校", 9),
         Col("备注", 12)),
        "一个村一张（填写时选村）；是否返校由村、校核对后手填，相关负责人签字",
        period="year", unit="村：{村}        学校：{学校名称}", right="{学年}", foot=SIGNED_BY_TOWN,
    ),
    Spec(
        "30-left-behind", "农村留守儿童基本情况登记表", "left_behind",
        (NUMBER, NAME, SEX, Col("民族", 6, "ethnicity"), Col("出生日期", 11, "birth_date"), ID,
         Col("户籍住址", 18, "home_address", left=True), Col("现居住地", 18, "current_address", left=True),
         Col("健康状况", 8, "health"), Col("寄宿", 5, "boarding"), Col("年级班级", 10, "grade_class"),
         Col("父亲/姓名", 9, "father.name"), Col("父亲/务工地点", 14, "father.workplace", left=True),
         Col("父亲/电话", 13, "father.phone"), Col("母亲/姓名", 9, "mother.name"),
         Col("母亲/务工地点", 14, "mother.workplace", left=True), Col("母亲/电话", 13, "mother.phone"),
         Col("委托监护人/姓名", 9, "carer_name"), Col("委托监护人/关系", 7, "carer_relation"),
         Col("委托监护人/电话", 13, "carer_phone"), Col("监护评估", 8), Col("救助情况", 10)),
        "学籍里是单亲留守、双亲留守的在读学生；监护评估、救助情况手填",
        foot=("单位负责人：                    复核人：                    填表人：{填报人}",),
    ),
    Spec(
        "31-disabled", "在校残疾儿童少年信息采集表", "disabled",
        (NUMBER, NAME, SEX, Col("出生日期", 11, "birth_date"), ID, ROLL, CLASS, Col("残疾类型", 10, "disability"),
         Col("残疾证号", 18), Col("随班就读", 9, "inclusive_class"), Col("家庭住址", 20, "address", left=True),
         Col("监护人", 9, "guardian.name"), Col("联系电话", 13, "guardian.phone"), Col("备注", 12)),
        "学籍里有残疾类型的在读学生；残疾证号手填",
    ),
    Spec(
        "32-population", "6—17周岁人口受教育情况登记表", "area",
        (NUMBER, NAME, SEX, Col("出生年月", 9, "birth_date", "2026.09"), ID, Col("村", 10, "village"),
         Col("组", 6, "group"), Col("受教育情况", 11, "schooling"), Col("就读学校", 22, "attends", left=True),
         Col("年级", 8, "grade"), Col("残疾类型", 8, "disability"), Col("监护人", 9, "guardian.name"),
         Col("联系电话", 13, "phone"), Col("未入学原因/因贫", 5), Col("未入学原因/因病残", 5),
         Col("未入学原因/务工", 5), Col("未入学原因/其他", 5), Col("备考", 12, "remark", left=True)),
        "每年九月按村登记：本校学生和登记在账里的服务区儿童；未入学原因手工打勾。填写时可只选一个村",
        period="year", right="{学年}    填报日期：{填报日期|2026年9月1日}",
        foot=("村委会（盖章）：                    调查人：                    填表人：{填报人}",),
    ),
    Spec(
        "40-classes", "各班学生人数统计表", "classes",
        (NUMBER, Col("班级", 14, "scope"), Col("班主任", 12, "head"), Col("人数", 9, "pupils"), Col("男", 9, "boys"),
         Col("女", 9, "girls"), Col("住校生", 9, "boarders"), Col("留守儿童", 9, "left_behind"),
         Col("残疾学生", 9, "disabled"), Col("随迁子女", 9, "migrant"), Col("备注", 16)),
        "每班一行，合计用公式",
        rows=8, total=("人数", "男", "女", "住校生", "留守儿童", "残疾学生", "随迁子女"),
    ),
    Spec(
        "41-roster", "学生花名册（上报）", "pupils",
        (NUMBER, NAME, SEX, Col("民族", 7, "ethnicity"), Col("出生日期", 11, "birth_date"), ID, ROLL, CLASS,
         Col("村", 10, "village"), Col("住校", 6, "boarding", "√/"), Col("监护人", 9, "guardian.name"),
         Col("联系电话", 13, "guardian.phone"), Col("备注", 12)),
        "在读学生，填写时可只选一个班或一个村",
        rows=20,
    ),
)  # fmt: skip


def main() -> None:
    """Write every form and its map."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.*"):
        if old.suffix in (".xlsx", ".toml"):
            old.unlink()
    for spec in FORMS:
        workbook = Workbook()
        sheet = workbook.active
        sheet.title = spec.title[:31]
        draw(sheet, spec)
        workbook.save(FOLDER / f"{spec.key}.xlsx")
        (FOLDER / f"{spec.key}.toml").write_text(map_of(spec), encoding="utf-8")


def draw(sheet: Worksheet, spec: Spec) -> None:
    """One sheet: title, unit and date, heading of two rows, empty rows, total, foot."""
    width, last = len(spec.columns), FIRST + spec.rows - 1
    for number, column in enumerate(spec.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width + 0.7
    put(sheet, TITLE, 1, spec.title, Font(name="宋体", size=18, bold=True), CENTRE, width)
    sheet.row_dimensions[TITLE].height = 34
    split = split_at(spec)
    put(sheet, UNIT, 1, template(spec.unit), Font(name="宋体", size=11), LEFT, split)
    right = Alignment(horizontal="right", vertical="center")
    put(sheet, UNIT, split + 1, template(spec.right), Font(name="宋体", size=11), right, width - split)
    sheet.row_dimensions[UNIT].height = 24
    draw_head(sheet, spec)
    for row in range(FIRST, last + 1 + bool(spec.total)):
        sheet.row_dimensions[row].height = 22
        for number, column in enumerate(spec.columns, 1):
            cell = sheet.cell(row, number)
            cell.border, cell.font = LINES, Font(name="宋体", size=10)
            cell.alignment = LEFT if column.left else CENTRE
    if spec.total:
        sheet.cell(last + 1, 1, "合计")
        for number, column in enumerate(spec.columns, 1):
            if column.heading in spec.total:
                letter = get_column_letter(number)
                sheet.cell(last + 1, number, f"=SUM({letter}{FIRST}:{letter}{last})")
    for place, words in enumerate(spec.foot):
        row = foot_row(spec) + place
        put(sheet, row, 1, template(words), Font(name="宋体", size=11), LEFT, width)
        sheet.row_dimensions[row].height = 30
    wide = sum(column.width for column in spec.columns) > WIDE
    set_paper(sheet, f"A1:{get_column_letter(width)}{foot_row(spec) + len(spec.foot) - 1}", A3 if wide else A4)


def draw_head(sheet: Worksheet, spec: Spec) -> None:
    """Two rows: a group over its columns, or one heading over both."""
    font = Font(name="黑体", size=10)
    start: dict[str, int] = {}
    for number, column in enumerate(spec.columns, 1):
        for row in (HEAD, HEAD + 1):
            cell = sheet.cell(row, number)
            cell.border, cell.font, cell.alignment = LINES, font, CENTRE
        group, sign, own = column.heading.partition("/")
        if not sign:
            sheet.cell(HEAD, number).value = group
            sheet.merge_cells(start_row=HEAD, end_row=HEAD + 1, start_column=number, end_column=number)
        else:
            sheet.cell(HEAD + 1, number).value = own
            start.setdefault(group, number)
    for group, first in start.items():
        last = max(n for n, column in enumerate(spec.columns, 1) if column.heading.startswith(f"{group}/"))
        sheet.cell(HEAD, first).value = group
        sheet.merge_cells(start_row=HEAD, end_row=HEAD, start_column=first, end_column=last)
    sheet.row_dimensions[HEAD].height = 20 if start else 15
    sheet.row_dimensions[HEAD + 1].height = 28 if start else 15


def put(sheet: Worksheet, row: int, column: int, text: str, font: Font, align: Alignment, span: int) -> None:
    """A text over several columns."""
    cell = sheet.cell(row, column, text)
    cell.font, cell.alignment = font, align
    if span > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + span - 1)


def set_paper(sheet: Worksheet, area: str, paper: int) -> None:
    """A4 (A3 where many columns would get too small) across, one page wide, heading repeated, pages numbered."""
    sheet.page_setup.paperSize, sheet.page_setup.orientation = paper, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.7, bottom=0.6, header=0.3, footer=0.3)
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows, sheet.print_area = f"{HEAD}:{HEAD + 1}", area
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"


def split_at(spec: Spec) -> int:
    """After how many columns the date begins: two thirds of the width."""
    whole, so_far = sum(column.width for column in spec.columns), 0.0
    for number, column in enumerate(spec.columns, 1):
        so_far += column.width
        if so_far >= whole * 0.55:
            return min(number, len(spec.columns) - 1)
    return 1


def foot_row(spec: Spec) -> int:
    """The first row of signatures: one free row after the table."""
    return FIRST + spec.rows + bool(spec.total) + 1


def template(text: str) -> str:
    """The words that stand in the empty form: without what is filled in."""
    while "{" in text:
        before, _, rest = text.partition("{")
        text = before + rest.partition("}")[2]
    return text.strip()


def map_of(spec: Spec) -> str:
    """The map beside the form, as TOML."""
    lines = [
        "kongchuo_form_map = 1", f'title = "{spec.title}"', f'office = "{spec.office}"', f'about = "{spec.about}"',
        f'form = "{spec.key}.xlsx"', f'period = "{spec.period}"', f'dates = "{spec.dates}"', "",
    ]  # fmt: skip
    places = [("A2", spec.unit), (f"{get_column_letter(split_at(spec) + 1)}2", spec.right)]
    places += [(f"A{foot_row(spec) + place}", words) for place, words in enumerate(spec.foot)]
    for at, text in places:
        if "{" in text:
            lines += ["[[cells]]", f'at = "{at}"', f'text = "{text}"', ""]
    lines += ["[[lists]]", f'takes = "{spec.takes}"', f"first = {FIRST}", f"last = {FIRST + spec.rows - 1}"]
    lines += ['grow = "insert"', "columns = ["]
    for number, column in enumerate(spec.columns, 1):
        if column.field:
            style = f', style = "{column.style}"' if column.style else ""
            lines.append(f'  {{ at = "{get_column_letter(number)}", field = "{column.field}"{style} }},')
    lines += ["]", ""]
    marks = [("A1", spec.title)]
    for number, column in enumerate(spec.columns, 1):
        _, sign, own = column.heading.partition("/")
        marks.append((f"{get_column_letter(number)}{HEAD + bool(sign)}", own or column.heading))
    for at, text in marks:
        lines += ["[[marks]]", f'at = "{at}"', f'text = "{text}"', ""]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
