"""The sample school's own files."""

from collections import Counter
from pathlib import Path

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.problems import Severity
from kongchuo_desktop.sheets.guard import open_workbook
from kongchuo_desktop.sheets.roster import RosterRead, read_roster
from kongchuo_desktop.sheets.staff_list import read_staff

CLASSES = {(1, 1): 16, (2, 1): 11, (3, 1): 18, (4, 1): 18, (5, 1): 21, (6, 1): 24}
NATIONAL, TITLED, BY_HAND = "花名册-全国学籍导出.xlsx", "花名册-带标题行.xlsx", "花名册-班主任手工表.xls"


def read(folder: Path, name: str) -> RosterRead:
    return read_roster(folder / name)


def classes(found: RosterRead) -> Counter[tuple[int | None, int | None]]:
    return Counter((row.grade, row.class_number) for row in found.rows)


def held_back(found: RosterRead) -> list[tuple[int, str]]:
    return [(problem.row, problem.severity) for problem in found.problems if problem.severity != Severity.NOTE]


def test_the_national_export(sample_files: Path) -> None:
    found = read(sample_files, NATIONAL)
    assert classes(found) == CLASSES
    assert held_back(found) == []
    assert found.unknown == ()
    assert found.schools == (("2152000888", "青石镇河湾小学"),)
    assert {row.fields["name"] for row in found.rows} >= {"龙䶮", "陈𬱖", "王㛃", "阿依古丽·买买提", "司马晨曦"}
    first = found.rows[0]
    assert first.row == 2
    assert first.raw[2] == "肖佑思"
    assert first.fields["entry_month"] == "2026-09"
    assert first.fields["boarding"] is False
    assert "former_name" not in first.fields, "an empty cell says nothing"
    assert [(one.name, one.relation, one.is_guardian) for one in first.guardians] == [
        ("肖家", "父亲", "是"),
        ("王洋懿", "母亲", "否"),
    ]


def test_two_children_of_one_name_are_two(sample_files: Path) -> None:
    found = read(sample_files, NATIONAL)
    namesakes = [row for row in found.rows if row.fields["name"] == "沈天"]
    assert len({row.fields["id_number"] for row in namesakes}) == 2
    assert [problem.row for problem in found.problems if "同名" in problem.reason] == [8]


def test_title_rows_a_child_listed_twice_and_a_wrong_number(sample_files: Path) -> None:
    found = read(sample_files, TITLED)
    assert classes(found) == CLASSES
    assert held_back(found) == [(112, "doubtful")]
    twice = next(problem for problem in found.problems if problem.severity == Severity.DOUBTFUL)
    assert "丁豪欣" in twice.reason
    assert "第7行" in twice.reason
    assert [one.row for one in found.left_out] == [112]
    wrong = [problem for problem in found.problems if problem.cell == "K11"]
    assert [(one.column, one.severity) for one in wrong] == [("身份证件号*", Severity.NOTE)]
    assert "司马晨曦" in wrong[0].reason
    assert "校验位" in wrong[0].reason
    row = next(row for row in found.rows if row.row == 11)
    assert row.lost == {"id_number"}
    assert "id_number" not in row.fields
    assert row.fields["student_number"] == "G522328201912123036"


def test_the_class_teachers_own_list(sample_files: Path) -> None:
    found = read(sample_files, BY_HAND)
    assert classes(found) == CLASSES
    assert held_back(found) == []
    numeric = {
        (sheet.name, f"E{number}")
        for sheet in open_workbook(sample_files / BY_HAND).sheets
        for number, row in enumerate(sheet.rows, 1)
        if isinstance(row[4], float)
    }
    named = {(problem.sheet, problem.cell) for problem in found.problems if "后几位已丢失" in problem.reason}
    assert numeric == named
    assert len(numeric) == sum("id_number" in row.lost for row in found.rows) == 15


def test_the_lists_tell_of_the_same_children(sample_files: Path) -> None:
    office = {row.fields["id_number"]: row for row in read(sample_files, NATIONAL).rows}
    for row in read(sample_files, BY_HAND).rows:
        if "id_number" in row.lost:
            continue
        same = office[row.fields["id_number"]]
        for field in ("name", "sex", "birth_date", "home_address"):
            assert row.fields[field] == same.fields[field]
        assert "birth_month_only" not in row.fields, "the ID number gives the day"
        assert row.guardians[0].name == same.guardians[0].name
        assert row.guardians[0].relation == same.guardians[0].relation
        assert row.guardians[0].phone == same.guardians[0].phone
        assert (row.grade, row.class_number) == (same.grade, same.class_number)


def test_month_only_where_the_number_is_lost(sample_files: Path) -> None:
    row = next(row for row in read(sample_files, BY_HAND).rows if row.fields["name"] == "丁豪欣")
    assert row.fields["birth_month_only"] is True
    assert str(row.fields["birth_date"]) == "2020-03-01"


def test_remarks_and_skipped_rows(sample_files: Path) -> None:
    found = read(sample_files, BY_HAND)
    assert found.rows[0].fields["remark"] == "留守"
    assert [len(sheet.skipped.totals) for sheet in found.sheets] == [1] * 6
    assert [len(sheet.skipped.blank) for sheet in found.sheets] == [0, 0, 1, 1, 2, 2]


def test_what_was_healed_is_said(sample_files: Path) -> None:
    said = " ".join(problem.reason for problem in read(sample_files, BY_HAND).problems)
    for what in ("名字中间的空格", "日期写法", "按原数读成了文本", "号码前后的空格"):
        assert what in said


def test_the_staff(sample_files: Path) -> None:
    found = read_staff(sample_files / "教职工名册.xlsx")
    assert len(found.rows) == 13
    assert found.problems == ()
    assert {row.head_of[0] for row in found.rows if row.head_of} == {(grade, 1) for grade in range(1, 7)}
    assert Counter(row.group_role for row in found.rows) == {"组长": 1, "副组长": 2, "成员": 6, "": 4}
    assert found.rows[0].villages == ("河湾村",)
    assert found.rows[3].fields["birth_month"] == "1984-12"


def test_a_household_list_is_no_roster(sample_files: Path) -> None:
    with pytest.raises(UserError) as caught:
        read_roster(sample_files / "乡镇困难家庭名单-gbk.csv")
    assert "没有找到学生名册" in caught.value.sentence


def test_the_gbk_file_is_read_whole(sample_files: Path) -> None:
    book = open_workbook(sample_files / "乡镇困难家庭名单-gbk.csv")
    assert len(book.sheets[0].rows) == 33
    assert book.sheets[0].rows[1][:3] == ["青石镇", "上寨村", "宋志馨"]
    assert "GBK" in book.remarks[0]
