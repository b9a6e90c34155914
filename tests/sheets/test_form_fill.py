"""An office's own form filled: values in, the rest of it as it was."""

import io
import random
import re
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Border, Side

from kongchuo_desktop.desk import form_building
from kongchuo_desktop.kit.dates import ReadDate
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.enrolment.form_rules import CellRule, ColumnRule, FormRules, ListRule
from kongchuo_desktop.school.enrolment.form_texts import Share, Value
from kongchuo_desktop.sheets.form_file import FormFile, grids_of, losses, take_form
from kongchuo_desktop.sheets.form_fill import FormContent, FormMoved, Row, fill_form
from kongchuo_desktop.sheets.limits import UnreadableFile
from tests.sheets.office_forms import COUNTY, FIRST, ROWS, as_bytes, county_form, saved

VALUES: dict[str, Value] = {"学校名称": "青石镇河湾小学", "填报日期": date(2026, 11, 22), "学校电话": "0850-5550101"}


def children(count: int) -> list[Row]:
    return [
        {
            "name": f"韦小山{number}", "sex": "男" if number % 2 else "女",
            "id_number": f"52232820150910634{number % 10}",
            "student_number": f"G52232820150910634{number % 10}", "boarding": number % 3 == 0,
            "guardian.phone": f"1390000{number:04}",
        }
        for number in range(1, count + 1)
    ]  # fmt: skip


def filled(count: int, rules: FormRules = COUNTY, form: bytes | None = None) -> openpyxl.Workbook:
    content = FormContent(VALUES, [children(count) for _ in rules.lists])
    data = fill_form(form or as_bytes(county_form()), rules, content).data
    return openpyxl.load_workbook(io.BytesIO(data))


def test_few_children_need_no_new_rows() -> None:
    sheet = filled(3)["名册"]
    assert sheet["A2"].value == "填报单位（盖章）：青石镇河湾小学"
    assert sheet["E2"].value == "填报日期：2026年11月22日"
    assert [sheet.cell(FIRST, column).value for column in range(2, 8)] == [
        "韦小山1", "男", "522328201509106341", "G522328201509106341", "否", "13900000001",
    ]  # fmt: skip
    assert (sheet["D6"].data_type, sheet["D6"].number_format) == ("s", "@")
    assert sheet["B9"].value is None
    assert sheet["A10"].value == "合计（人）"
    assert "联系电话：0850-5550101" in sheet["A12"].value


@pytest.mark.parametrize("count", [5, 12, 60])
def test_rows_grow_and_the_foot_goes_down(count: int) -> None:
    book = filled(count)
    sheet, more = book["名册"], count - ROWS
    last, foot = FIRST + count - 1, 10 + more
    assert [sheet[f"B{row}"].value for row in (FIRST, last)] == ["韦小山1", f"韦小山{count}"]
    assert sheet[f"A{last}"].value == f"=A{last - 1}+1"
    assert {sheet[f"B{row}"].border.left.style for row in range(FIRST, last + 1)} == {"thin"}
    assert sheet[f"B{last}"].border.bottom.style == "medium"
    assert sheet[f"B{last - 1}"].border.bottom.style == "thin"
    assert {sheet.row_dimensions[row].height for row in range(FIRST, last + 1)} == {24}
    assert sheet[f"A{foot}"].value == "合计（人）"
    assert sheet[f"F{foot}"].value == f"=COUNTA(B{FIRST}:B{last})"
    assert sheet[f"G{foot}"].value == f'=F{foot}&"人"'
    assert book["汇总"]["B1"].value == f"=SUM(名册!F{foot})"
    assert book["汇总"]["B2"].value == f"=COUNTA(名册!B{FIRST}:B{last})"
    merges = {str(merge) for merge in sheet.merged_cells.ranges}
    assert {"A1:G1", "D4:E4", f"A{foot}:E{foot}", f"A{foot + 2}:G{foot + 2}"} <= merges
    assert sheet.row_dimensions[foot + 2].height == 40
    assert sheet.print_area == f"'名册'!$A$1:$G${foot + 2}"
    assert sheet.print_title_rows == "$4:$5"
    assert [stop.id for stop in sheet.row_breaks.brk] == [foot + 2]
    assert str(sheet.data_validations.dataValidation[0].sqref) == f"F{FIRST}:F{last}"
    assert [str(rule.sqref) for rule in sheet.conditional_formatting] == [f"F{FIRST}:F{last}"]
    assert "联系电话：0850-5550101" in sheet[f"A{foot + 2}"].value
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_a_form_with_a_single_row() -> None:
    form = as_bytes(county_form(rows=1))
    one = replace(COUNTY.lists[0], last=FIRST)
    rules = replace(COUNTY, lists=(one,), cells=COUNTY.cells[:2])
    sheet = filled(3, rules, form)["名册"]
    assert [sheet[f"B{row}"].value for row in (6, 7, 8)] == ["韦小山1", "韦小山2", "韦小山3"]
    assert sheet["F9"].value == "=COUNTA(B6:B8)"


def test_a_fixed_number_of_rows_goes_on_on_a_copy() -> None:
    one = replace(COUNTY.lists[0], grow="copy")
    rules = replace(COUNTY, lists=(one,), cells=(*COUNTY.cells[:2], CellRule("G1", "{页码}/{总页数}")))
    book = filled(10, replace(rules, cells=(*COUNTY.cells[:2], CellRule("G2", "{页码}/{总页数}"))))
    assert book.sheetnames == ["名册", "名册(2)", "名册(3)", "汇总"]
    second, third = book["名册(2)"], book["名册(3)"]
    assert [second[f"B{row}"].value for row in range(6, 10)] == [f"韦小山{n}" for n in (5, 6, 7, 8)]
    assert [third[f"B{row}"].value for row in range(6, 10)] == ["韦小山9", "韦小山10", None, None]
    assert [book[name]["G2"].value for name in book.sheetnames[:3]] == ["1/3", "2/3", "3/3"]
    assert second["A10"].value == "合计（人）"
    assert third.print_title_rows == "$4:$5"
    assert str(third.data_validations.dataValidation[0].sqref) == "F6:F9"
    assert third.column_dimensions["D"].width == 22


def test_no_more_than_fit() -> None:
    rules = replace(COUNTY, lists=(replace(COUNTY.lists[0], grow="fixed"),))
    with pytest.raises(UserError, match="只能填 4 人，名单有 5 人"):
        filled(5, rules)


def test_two_lists_on_one_sheet() -> None:
    lower = ListRule("changes", 12, 12, (ColumnRule("B", "name"),))
    upper = COUNTY.lists[0]
    rules = replace(COUNTY, lists=(upper, lower), cells=COUNTY.cells[:2])
    content = FormContent(VALUES, [children(6), children(2)])
    sheet = openpyxl.load_workbook(io.BytesIO(fill_form(as_bytes(county_form()), rules, content).data))["名册"]
    assert sheet["B11"].value == "韦小山6"
    assert [sheet[f"B{row}"].value for row in (12, 13)] == [None, None]


def test_a_form_whose_cells_moved_is_refused_by_name() -> None:
    moved = county_form()
    moved["名册"]["B4"], moved["名册"]["C4"] = "性别", "学生姓名"
    with pytest.raises(FormMoved, match=r"第 4 行（B4）应有“学生姓名”，现在是“性别”，它现在在 C4"):
        filled(2, form=as_bytes(moved))
    gone = county_form()
    gone["名册"].title = "表1"
    rules = replace(COUNTY, marks=(), lists=tuple(replace(one, sheet="名册") for one in COUNTY.lists))
    with pytest.raises(FormMoved, match="没有名为“名册”的工作表"):
        filled(2, rules, as_bytes(gone))


def test_the_look_of_values() -> None:
    form = county_form()
    form["名册"]["B2"].number_format = "0.00%"
    rules = FormRules(
        "x", cells=(CellRule("B3", "{率}"), CellRule("C3", "{率}。"), CellRule("D3", "{人数}"),
                    CellRule("E3", "{日|日期格}"), CellRule("F3", "{月}"), CellRule("G3", "={日|2026.9.1}")),
    )  # fmt: skip
    form["名册"]["B3"].number_format = "0.00%"
    day = date(2026, 9, 1)
    values: dict[str, Value] = {"率": Share(78, 80), "人数": 108, "日": day, "月": ReadDate(day, "month")}
    sheet = openpyxl.load_workbook(io.BytesIO(fill_form(as_bytes(form), rules, FormContent(values)).data))["名册"]
    assert sheet["B3"].value == 0.975
    assert sheet["C3"].value == "97.50%。"
    assert (sheet["D3"].value, sheet["D3"].data_type) == (108, "n")
    assert sheet["E3"].value.date() == date(2026, 9, 1)
    assert sheet["F3"].value == "2026-09"
    assert (sheet["G3"].value, sheet["G3"].data_type) == ("=2026.9.1", "s")


HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "a\x00b", "_x0041_", "x" * 2000, "\ud800")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula(text: str) -> None:
    rows = [{**children(1)[0], "name": text}]
    data = fill_form(as_bytes(county_form()), COUNTY, FormContent(VALUES, [rows])).data
    cell = openpyxl.load_workbook(io.BytesIO(data))["名册"]["B6"]
    assert cell.data_type != "f"


@settings(max_examples=40, deadline=None)
@given(rows=st.integers(1, 12), count=st.integers(0, 30))
def test_every_child_once_whatever_the_room(rows: int, count: int) -> None:
    form = as_bytes(county_form(rows))
    rules = replace(COUNTY, cells=(), marks=(), lists=(replace(COUNTY.lists[0], last=FIRST + rows - 1),))
    sheet = filled(count, rules, form)["名册"]
    names = [sheet[f"B{row}"].value for row in range(FIRST, FIRST + max(rows, count))]
    assert [name for name in names if name] == [f"韦小山{number}" for number in range(1, count + 1)]
    foot = FIRST + max(rows, count)
    assert sheet[f"A{foot}"].value == "合计（人）"
    assert sheet[f"F{foot}"].value == f"=COUNTA(B{FIRST}:B{foot - 1})"


def test_taking_a_form_in(tmp_path: Path) -> None:
    found = take_form(saved(county_form(), tmp_path / "县表.xlsx"))
    assert (found.name, found.losses) == ("县表.xlsx", ())
    sheet = grids_of(found.data)[0]
    assert (sheet.name, sheet.text(4, 2), sheet.text(5, 4)) == ("名册", "学生姓名", "身份证件号")
    assert (4, 4, 4, 5) in sheet.merges
    assert set(range(4, 10)) <= sheet.framed
    assert sheet.widths[3] == 22 * 7 + 5


def test_what_is_no_form(tmp_path: Path) -> None:
    for name, content in (("a.xlsx", b"PK\x03\x04 broken"), ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600),
                          ("a.csv", "姓名,性别\n张三,男\n".encode()), ("leer.xlsx", b"")):  # fmt: skip
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(UnreadableFile):
            take_form(path)
    with pytest.raises(UnreadableFile, match=r"另存为 \.xlsx"):
        take_form(tmp_path / "a.csv")


def test_merges_that_would_fill_the_memory(tmp_path: Path) -> None:
    form = county_form()
    form["汇总"].merged_cells.add("A4:XFD1048576")
    with pytest.raises(UnreadableFile, match="合并"):
        take_form(saved(form, tmp_path / "a.xlsx"))


def grades_form(labels: Sequence[str], head: str = "年级") -> bytes:
    """A table whose row names are printed: head, boys, girls, all; a total below."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["各年级学生人数统计表"])
    sheet.append([head, "男", "女", "合计人数"])
    for number, label in enumerate(labels, 3):
        sheet.append([label, None, None, f"=B{number}+C{number}"])
    sheet.append(["合计", f"=SUM(B3:B{len(labels) + 2})"])
    for row in range(2, len(labels) + 4):
        for column in "ABCD":
            sheet[f"{column}{row}"].border = Border(left=Side(style="thin"), top=Side(style="thin"))
    return as_bytes(book)


def test_rows_whose_names_are_printed() -> None:
    rules = FormRules("x", lists=(ListRule("grades", 3, 5, (ColumnRule("A", "scope"), ColumnRule("B", "boys"),
                                                            ColumnRule("C", "girls")), grow="match"),))  # fmt: skip
    names = ("一年级", "三年级", "四年级")
    rows: list[Row] = [{"scope": name, "boys": place, "girls": place + 10} for place, name in enumerate(names)]
    made = fill_form(grades_form(("1年级", "二年级", "三 年 级")), rules, FormContent({}, [rows]))
    sheet = openpyxl.load_workbook(io.BytesIO(made.data)).active
    assert [[sheet.cell(row, column).value for column in (1, 2, 3)] for row in (3, 4, 5)] == [
        ["1年级", 0, 10], ["二年级", None, None], ["三 年 级", 1, 11],
    ]  # fmt: skip
    assert sheet["D5"].value == "=B5+C5"
    assert made.remarks == ("表里没有印“四年级”这一行，没有填。",)


@pytest.mark.parametrize(
    ("labels", "head", "takes"),
    [(("一年级", "二年级"), "年级", "grades"), (("一(1)班", "一(2)班"), "班级", "classes"),
     (("河湾村", "上寨村"), "村", "villages")],
)  # fmt: skip
def test_printed_row_names_are_recognised(labels: Sequence[str], head: str, takes: str) -> None:
    (found,) = form_building.proposed(grids_of(grades_form(labels, head)), title="x").lists
    assert (found.takes, found.grow, found.first, found.last) == (takes, "match", 3, 4)
    assert [(column.at, column.field) for column in found.columns] == [("A", "scope"), ("B", "boys"), ("C", "girls")]


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_form_is_a_sentence(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same damage each time
    form = damaged(as_bytes(county_form()), chance)
    with suppress(UserError):  # nothing else may come out
        sheets = grids_of(form)
        losses(form)
        found = form_building.finished(
            form_building.Building(FormFile("a.xlsx", form), sheets, form_building.proposed(sheets, title="x"))
        )
        fill_form(form, found.rules, FormContent(VALUES, [children(9) for _ in found.rules.lists]))


def damaged(form: bytes, chance: random.Random) -> bytes:
    """One attribute, byte or stretch of some part of the file is another."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form)) as whole, zipfile.ZipFile(out, "w") as copy:
        chosen = chance.choice([name for name in whole.namelist() if name.endswith(".xml")])
        for name in whole.namelist():
            text = whole.read(name).decode()
            if name == chosen:
                values = list(re.finditer(r'"([A-Z0-9:$ ]+)"', text))
                place = chance.choice(values) if values else None
                if place is not None and chance.random() < 0.7:
                    odd = chance.choice(["", "0", "A0", "ZZ99", "A1:A", "$", "-1", "1e9", "A1:XFD9", "#REF!", "B5:A1"])
                    text = text[: place.start(1)] + odd + text[place.end(1) :]
                else:
                    cut = chance.randrange(len(text))
                    text = text[:cut] + text[cut + chance.randint(1, 40) :]
            copy.writestr(name, text)
    return out.getvalue()


def test_what_will_be_lost_is_told(tmp_path: Path) -> None:
    from openpyxl.chart import BarChart, Reference

    form = county_form()
    chart: Any = BarChart()
    chart.add_data(Reference(form["名册"], min_col=6, min_row=6, max_row=9))
    form["名册"].add_chart(chart, "I4")
    assert losses(as_bytes(form)) == ("图表",)
