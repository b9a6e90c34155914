"""What leaves the program reads back as it was, and nothing in it is a formula (T18, T19)."""

import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.table import Column, Table
from kongchuo_desktop.sheets import catalogue
from kongchuo_desktop.sheets.bad_rows import rows_to_correct, staff_rows_to_correct, write_bad_rows
from kongchuo_desktop.sheets.looks import SheetNames
from kongchuo_desktop.sheets.roster import read_roster, roster_of
from kongchuo_desktop.sheets.staff_list import read_staff, staff_of
from kongchuo_desktop.sheets.table_out import write_table
from tests.sheets.making import HEAD, book, id_number

COLUMNS = (
    Column("name", "姓名"),
    Column("id", "身份证号", 20),
    Column("phone", "电话", 13),
    Column("count", "次数", 6, "right", "number"),
    Column("day", "日期", 12, "center", "date"),
    Column("class", "班级"),
)
HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "<b>&\"'", "张\u202e三", "a\x00b", "\x0b",
    "\ud800x", "陈𬱖",
    "'quoted", "_x0041_", "%s{}", "x" * 2000, "💥", "a\nb", " 前后 ", "#N/A", "TRUE", "5.22E+17",
]  # fmt: skip


def row(name: str, group: str = "一(1)班") -> tuple[str | int | date, ...]:
    return name, "522328201910206348", "013812345678", 3, date(2026, 9, 1), group


def written(path: Path, table: Table) -> openpyxl.Workbook:
    write_table(table, path)
    return openpyxl.load_workbook(path)


def test_a_table(tmp_path: Path) -> None:
    table = Table("花名册", COLUMNS, (row("张三"), row("龙䶮")), "2026年秋季", ("注:一式两份",), landscape=True)
    path = tmp_path / "a.xlsx"
    (sheet,) = written(path, table).worksheets
    assert [cell.value for cell in sheet[3]] == [column.heading for column in COLUMNS]
    assert sheet["A1"].value == "花名册"
    assert sheet["D4"].value == 3
    assert sheet["E4"].value.date() == date(2026, 9, 1)
    assert sheet["E4"].number_format == "yyyy-mm-dd"
    assert sheet["B4"].number_format == "@"
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == (
        9,
        "landscape",
        1,
    )
    assert sheet["B4"].border.left.style == "hair"
    assert sheet["A1"].font.name == "黑体"
    assert sheet.column_dimensions["B"].width == 22
    by_calamine = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert by_calamine[3] == ["张三", "522328201910206348", "013812345678", 3.0, date(2026, 9, 1), "一(1)班"]
    assert by_calamine[5][0] == "注:一式两份"


def test_money_is_a_number_with_both_decimals(tmp_path: Path) -> None:
    column = Column("yuan", "金额（元）", 10, "right", "money")
    (sheet,) = written(
        tmp_path / "a.xlsx", Table("账", (column,), (("180.50",), ("-20.00",), ("实物",), ("",)))
    ).worksheets
    cells = [sheet.cell(row, 1) for row in range(1, 8)]
    found = {cell.value: cell.number_format for cell in cells if cell.value in (180.5, -20, "实物")}
    assert found == {180.5: "0.00", -20: "0.00", "实物": "@"}


def test_nothing_becomes_a_formula(tmp_path: Path) -> None:
    table = Table("=TITLE()", COLUMNS, tuple(row(name) for name in HOSTILE), "+sub", ("@note",))
    book_read = written(tmp_path / "a.xlsx", table)
    for sheet in book_read.worksheets:
        for line in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in line)
    sheet = book_read.worksheets[0]
    assert sheet["A4"].value == "=1+1"
    assert sheet["A4"].quotePrefix is True
    assert not sheet["B4"].quotePrefix
    back = [
        line[0] for line in CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_index(0).to_python()[3:]
    ]
    for told, kept in zip(HOSTILE, back, strict=False):
        assert (
            kept.strip()
            == "".join(
                c for c in told if c == "\n" or c == "\t" or (c >= " " and not "\ud800" <= c <= "\udfff")
            ).strip()
        )


@settings(max_examples=25)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_any_text_gives_a_file_that_opens(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    path = tmp_path_factory.mktemp("out") / "a.xlsx"
    table = Table("表", COLUMNS, tuple(row(name, name) for name in names), group_by="class")
    sheets = written(path, table).worksheets
    assert sum(sheet.max_row - 2 for sheet in sheets) == len(names)
    shutil.rmtree(path.parent)


def test_one_sheet_a_group(tmp_path: Path) -> None:
    groups = ["一(1)班", "一(2)班", "一(1)班", "", "a/b:c", "x" * 40, "x" * 40 + "y", "History"]
    table = Table("名册", COLUMNS, tuple(row("张三", group) for group in groups), group_by="class")
    names = written(tmp_path / "a.xlsx", table).sheetnames
    assert names[:3] == ["一(1)班", "一(2)班", "未分组"]
    assert len({name.casefold() for name in names}) == len(names) == 7


@given(st.lists(st.text(max_size=50), max_size=20))
def test_sheet_names_are_accepted_and_differ(wanted: list[str]) -> None:
    names = SheetNames()
    taken = [names.take(one) for one in wanted]
    assert len({name.casefold() for name in taken}) == len(taken)
    for name in taken:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")


def test_an_empty_table(tmp_path: Path) -> None:
    (sheet,) = written(tmp_path / "a.xlsx", Table("空表", COLUMNS, (), group_by="class")).worksheets
    assert sheet.max_row == 2


def test_too_long_for_a_cell_is_said_not_cut(tmp_path: Path) -> None:
    waiting = set(Path(tempfile.gettempdir()).glob("openpyxl.*"))
    with pytest.raises(UserError):
        write_table(Table("表", COLUMNS, (row("张三"), row("x" * 40_000))), tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []
    assert set(Path(tempfile.gettempdir()).glob("openpyxl.*")) <= waiting, "no name stays in a temporary file"


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        write_table(Table("表", COLUMNS, ()), tmp_path / "没有" / "a.xlsx")
    assert "不存在" in caught.value.sentence
    (tmp_path / "b.xlsx").mkdir()
    with pytest.raises(UserError):
        write_table(Table("表", COLUMNS, ()), tmp_path / "b.xlsx")
    assert [one.name for one in tmp_path.iterdir()] == ["b.xlsx"]


def test_bad_rows_come_back_marked_and_can_be_imported_once_corrected(tmp_path: Path) -> None:
    number = id_number("20190901", 11)
    rows = [["青石小学三年级2班"], [*HEAD, "家长姓名"], ["", "男", "2019.9.1", number, "张大"],
            ["陈?", "女", "2019.9.2", "", "陈大"],
            ["张三", "男", "2019.9.3", 5.2e17, "张小"]]  # fmt: skip
    found = roster_of(book(rows))
    path = tmp_path / "待改正.xlsx"
    assert write_bad_rows(path, rows_to_correct(found, also_lost=True), found.problems) == 3
    sheet = openpyxl.load_workbook(path).active
    assert [cell.value for cell in sheet[2]] == [*HEAD, "家长姓名", "问题", "原表行号"]
    assert sheet["A3"].fill.fgColor.rgb == "FFFFF2CC"
    assert sheet["B3"].fill.fgColor.rgb != "FFFFF2CC"
    assert sheet["D5"].fill.fgColor.rgb == "FFFFF2CC"
    assert "没有姓名" in sheet["F3"].value
    assert sheet["G3"].value == "3"
    sheet["A3"], sheet["A4"], sheet["D5"] = "王五", "陈𬱖", id_number("20190903", 13)
    path_again = tmp_path / "改好.xlsx"
    sheet.parent.save(path_again)
    again = read_roster(path_again)
    assert [one.fields["name"] for one in again.rows] == ["王五", "陈𬱖", "张三"]
    assert {(one.grade, one.class_number) for one in again.rows} == {(3, 2)}
    assert again.left_out == ()
    assert again.unknown == ()


def test_bad_rows_of_a_plan_and_of_staff(tmp_path: Path, sample_files: Path) -> None:
    found = read_roster(sample_files / "花名册-带标题行.xlsx")
    assert [len(group.rows) for group in rows_to_correct(found)] == [1]
    staff = staff_of(book([["姓名", "职务"], ["", "教师"], ["王老师", "教师"]]))
    assert write_bad_rows(tmp_path / "s.xlsx", staff_rows_to_correct(staff), staff.problems) == 1
    assert write_bad_rows(tmp_path / "n.xlsx", (), ()) == 0
    assert read_staff(sample_files / "教职工名册.xlsx").left_out == ()


def test_the_catalogue_names_modules_that_are_there() -> None:
    folder = Path(catalogue.__file__).parent
    for form in catalogue.FORMS:
        assert (folder / f"{form.module}.py").exists()
    assert len({form.key for form in catalogue.FORMS}) == len(catalogue.FORMS)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_the_same(tmp_path: Path) -> None:
    write_table(Table("花名册", COLUMNS, tuple(row(name) for name in ("=1+1", "龙䶮"))), tmp_path / "a.xlsx")
    subprocess.run(
        [
            "soffice",
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76",
            "--outdir",
            tmp_path,
            tmp_path / "a.xlsx",
        ],
        check=True,
    )
    text = (tmp_path / "a.csv").read_text(encoding="utf-8")
    assert "=1+1,522328201910206348" in text
    assert "龙䶮" in text
