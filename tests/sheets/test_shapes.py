"""Lists in the shapes that schools really hand in."""

from datetime import date
from pathlib import Path

import pytest

from kongchuo_desktop.school.problems import Severity
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.sheets.class_names import read_class, read_class_name, read_grade, read_school_year
from kongchuo_desktop.sheets.headings import PupilHeadings, find_header
from kongchuo_desktop.sheets.healing import LENGTHS
from kongchuo_desktop.sheets.roster import RosterRead, read_roster, roster_of
from kongchuo_desktop.sheets.staff_list import classes_in, grades_in, staff_of
from kongchuo_desktop.sheets.synonyms import FIELD_TITLES, GUARDIAN_HEADINGS, IGNORED, PUPIL_HEADINGS
from tests.sheets.making import HEAD, book, id_number, xlsx

A, B = id_number("20190901", 11), id_number("20190902", 12)  # a boy, a girl


def reasons(found: RosterRead, severity: Severity = Severity.NOTE) -> str:
    return " ".join(problem.reason for problem in found.problems if problem.severity == severity)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("姓名", "name"), ("姓 名", "name"), ("*姓名", "name"), ("姓名★", "name"), ("姓名*(必填)", "name"),
        ("姓\n名", "name"),
        ("學生姓名", "name"), ("性別", "sex"), ("身份证件号", "id_number"), ("身份证号码(18位)", "id_number"),
        ("身份證號碼", "id_number"),
        ("出生年月日", "birth_date"), ("国籍/地区★", "nationality"), ("上下学距离(公里)", "distance_km"),
        ("上下学(交通)方式", "travel"),
        ("成员1姓名", "1.name"), ("成员2 是否监护人", "2.is_guardian"), ("家庭成员一姓名", "1.name"),
        ("监护人1联系电话", "1.phone"),
        ("父亲姓名", "father.name"), ("父亲", "father.name"), ("母亲联系电话", "mother.phone"),
        ("父亲身份证号", "father.id_number"),
        ("家长姓名", "guardian.name"), ("监护人", "guardian.name"), ("家长电话", "guardian.phone"),
        ("第一监护人姓名", "1.name"),
        ("监护人工作单位", "guardian.workplace"), ("序号", IGNORED), ("成员1关系说明", IGNORED), ("班级", "class"),
        ("年级", "grade"),
        ("随便写的", ""), ("", ""), ("1", ""), ("全国学籍号", "student_number"), ("入学年月★", "entry_month"),
        ("户口所在地行政区划★", "hukou_region"), ("监护人与学生关系", "?.relation"), ("联系电话", "?.phone"),
    ],
)  # fmt: skip
def test_headings(heading: str, field: str) -> None:
    assert PupilHeadings()(heading) == field


def test_no_heading_means_two_fields() -> None:
    words = [word for field, line in PUPIL_HEADINGS.items() for word in line.split()]
    assert len(words) == len(set(words))
    attributes = [word for line in GUARDIAN_HEADINGS.values() for word in line.split()]
    assert len(attributes) == len(set(attributes))


def test_fields_and_lengths_are_those_of_the_book() -> None:
    columns = Pupil.__table__.columns
    places = {"grade", "class", "campus", "village", "group", "school_name", "school_code"}
    assert set(FIELD_TITLES) - places <= set(columns.keys())
    for field, limit in LENGTHS.items():
        length = getattr(columns[field].type, "length", None) if field in columns else None
        assert length is None or limit == length, field


@pytest.mark.parametrize(
    ("text", "grade", "number"),
    [
        ("一(1)班", 1, 1), ("五年级2班", 5, 2), ("七(3)班", 7, 3), ("初一1班", 7, 1), ("初二(2)班", 8, 2),
        ("三1", 3, 1), ("5-2班", 5, 2),
        ("一年级（1）班", 1, 1), ("六年级", 6, None), ("五(十二)班", 5, 12), ("第1班", None, None),
        ("学生基础信息", None, None),
        ("2025-2026学年三年级(2)班名单", 3, 2), ("青石镇河湾小学2026年秋季学期一年级(1)班学生花名册", 1, 1),
        ("Sheet1", None, None),
        ("高一1班", None, None), ("3.1班", 3, 1),
    ],
)  # fmt: skip
def test_class_names(text: str, grade: int | None, number: int | None) -> None:
    found = read_class_name(text)
    assert (found.grade, found.number) == (grade, number)


def test_class_cells() -> None:
    assert [read_class(text).number for text in ("1班", "1", "(1)班", "01", "一班", "五(1)班", "2026级1班")] == [1] * 7
    assert read_class("五(1)班").grade == 5
    assert read_class("2026级1班").entry_year == 2026
    assert (read_class("初中2026级1班").entry_year, read_grade("初中2026级").grade) == (2026, None)  # not 初中二年级
    assert [read_grade(text).grade for text in ("五年级", "五", "5", "15", "小学五年级", "05")] == [5] * 6
    assert [read_grade(text).grade for text in ("初一", "七年级", "7", "21")] == [7] * 4
    assert read_school_year("2026年秋季学期") == 2026
    assert read_school_year("2027年春季学期") == 2026
    assert read_school_year("2026-2027学年") == 2026


def test_grouped_headings_in_two_rows() -> None:
    rows = [
        ["上寨小学三年级2班名册"],
        ["序号", "学生信息", "", "", "父亲", "", "母亲", "", "备注"],
        ["", "姓名", "性别", "身份证号", "姓名", "电话", "姓名", "电话", ""],
        [1, "张三", "男", A, "张大", "13800000001", "李四妹", "13800000002", "走读"],
    ]
    merges = [
        ((0, 0), (0, 8)),
        ((1, 0), (2, 0)),
        ((1, 1), (1, 3)),
        ((1, 4), (1, 5)),
        ((1, 6), (1, 7)),
        ((1, 8), (2, 8)),
    ]
    found = roster_of(book(rows, merges=merges))
    (row,) = found.rows
    assert (row.row, row.grade, row.class_number) == (4, 3, 2)
    assert [(one.name, one.relation, one.phone) for one in row.guardians] == [
        ("张大", "父亲", "13800000001"), ("李四妹", "母亲", "13800000002"),
    ]  # fmt: skip
    assert row.fields["remark"] == "走读"
    assert found.unknown == ()


def test_one_sheet_with_several_classes_below_each_other() -> None:
    rows = [
        ["一年级1班"], [*HEAD], ["张三", "男", "2019.9.1", A], ["小计", 1], [],
        ["二年级1班"], [*HEAD], ["李四", "女", "2019.9.2", B], ["合计", 2], ["填表人:王老师"],
    ]  # fmt: skip
    found = roster_of(book(rows))
    assert [(row.fields["name"], row.grade) for row in found.rows] == [("张三", 1), ("李四", 2)]
    skipped = found.sheets[0].skipped
    assert (skipped.totals, skipped.headings, skipped.blank) == ([3, 8], [6], [4])
    assert [(problem.row, problem.reason) for problem in found.problems if "跳过" in problem.reason] == [
        (4, "第4、9行是合计，共跳过2行。"),
        (5, "这一行是空行，跳过。"),
        (6, "第6、10行是标题或说明，共跳过2行。"),
        (7, "这一行是重复的栏目名，跳过。"),
    ]


def test_rows_numbered_in_advance_are_blank() -> None:
    rows = [["序号", *HEAD], [1, "张三", "男", "2019.9.1", A], [2, "", "", "", ""], [3, "", "", "", ""]]
    found = roster_of(book(rows))
    assert len(found.rows) == 1
    assert found.left_out == ()


def test_a_row_without_name_is_refused_and_one_with_only_a_name_goes_in() -> None:
    found = roster_of(book([HEAD, ["", "男", "2019.9.1", A], ["张三", "", "", ""]]))
    assert [row.fields["name"] for row in found.rows] == ["张三"]
    assert [(problem.row, problem.severity) for problem in found.problems if problem.severity != Severity.NOTE] == [
        (2, "refused")
    ]
    assert "只有姓名" in reasons(found)
    assert [one.row for one in found.left_out] == [2]


def test_a_name_that_lost_a_character_waits() -> None:
    found = roster_of(book([HEAD, ["陈?", "男", "2019.9.1", A], ["王□", "女", "2019.9.2", B]]))
    assert found.rows == ()
    assert [problem.severity for problem in found.problems if problem.severity != Severity.NOTE] == [
        "doubtful",
        "doubtful",
    ]


def test_number_and_cells_that_contradict_each_other() -> None:
    found = roster_of(book([HEAD, ["张三", "女", "2019.9.3", A]]))
    (row,) = found.rows
    assert (row.fields["sex"], row.fields["birth_date"]) == ("女", date(2019, 9, 3))
    assert "2019-09-03" in reasons(found)
    assert "2019-09-01" in reasons(found)
    assert "“男”" in reasons(found)


def test_sex_and_birth_date_come_from_the_number() -> None:
    (row,) = roster_of(book([HEAD, ["张三", "", "", A]])).rows
    assert (row.fields["sex"], row.fields["birth_date"]) == ("男", date(2019, 9, 1))


def test_unreadable_cells_are_named_and_the_rest_goes_in() -> None:
    head = [*HEAD, "民族", "健康状况", "就读方式", "家庭住址"]
    rows = [
        head,
        ["张三", "3", "2019.2.30", A, "88", "77", "??", "x" * 201],
        ["李四", "女", 2019.1, B, "01", "10", 2, "河湾村"],
    ]
    found = roster_of(book(rows))
    assert found.rows[0].lost == {"sex", "birth_date", "ethnicity", "health", "boarding", "home_address"}
    assert found.rows[0].fields["birth_date"] == date(2019, 9, 1), "the ID number still tells"
    assert {problem.cell for problem in found.problems} >= {"B2", "C2", "E2", "F2", "G2", "H2", "C3"}
    assert found.rows[1].fields["ethnicity"] == "汉族"
    assert found.rows[1].fields["health"] == "健康或良好"
    assert found.rows[1].fields["boarding"] is True
    assert "10月" in reasons(found)


def test_codes_and_words_mean_the_same() -> None:
    head = [*HEAD, "是否留守儿童", "户口性质", "身份证件类型", "是否孤儿", "入学方式", "国籍/地区"]
    codes = ["张三", "1", "20190901", A, "2", "1", "1", "0", "11", "CHN"]
    words = ["李四", "女", "20190902", B, "双亲留守", "农业户口", "居民身份证", "否", "就近入学", "中国"]
    one, other = roster_of(book([head, codes, words])).rows
    for field in ("left_behind", "hukou_kind", "id_type", "orphan", "entry_way", "nationality"):
        assert one.fields[field] == other.fields[field], field


def test_doubles_and_namesakes() -> None:
    head = [*HEAD, "家长姓名", "班级"]
    rows = [
        head,
        ["张三", "男", "2019.9.1", "", "张大", "一(1)班"],
        ["张 三", "男", "20190901", "", "张大", "一(2)班"],  # same name, day and parent
        ["张三", "男", "2019.9.5", "", "张小", "一(1)班"],  # another child
        ["李四", "女", "", B, "", "一(1)班"],
        ["李思", "女", "", B, "", "一(1)班"],  # one number, two names
    ]
    found = roster_of(book(rows))
    assert [row.row for row in found.rows] == [2, 4, 5]
    assert [(problem.row, problem.severity) for problem in found.problems if problem.severity != "note"] == [
        (3, "doubtful"), (6, "doubtful"),
    ]  # fmt: skip
    assert "第2行" in reasons(found, Severity.DOUBTFUL)
    assert "李四" in reasons(found, Severity.DOUBTFUL)
    assert "同名" in reasons(found)


def test_two_rows_that_nothing_tells_apart_are_not_two_children_in_silence() -> None:
    rows = [
        ["姓名", "性别", "班级", "家长姓名", "出生日期"],
        ["郑小红", "女", "五(1)班", "", ""],
        ["郑小红", "女", "五(1)班", "", ""],  # the same line again, or a namesake
        ["郑小红", "女", "五(1)班", "郑大", "2015.3.1"],  # still may be the first
        ["郑小红", "男", "五(1)班", "", ""],
        ["郑小红", "女", "五(2)班", "", ""],
        ["吴小明", "男", "五(1)班", "吴大", ""],
        ["吴小明", "男", "五(1)班", "吴二", ""],
    ]
    found = roster_of(book(rows))
    assert [row.row for row in found.rows] == [2, 5, 6, 7, 8]
    assert "分不清" in reasons(found, Severity.DOUBTFUL)


def test_the_address_of_registration_and_codes_serve_where_nothing_better_is() -> None:
    rows = [["姓名", "性别码", "民族码", "班级", "户籍地址"], ["张三", "2", "06", "五(1)班", "青山镇石板村三组"]]
    (row,) = roster_of(book(rows)).rows
    assert row.fields == {"name": "张三", "sex": "女", "ethnicity": "苗族", "home_address": "青山镇石板村三组"}
    both = [["姓名", "户籍地址", "家庭住址"], ["张三", "甲村", "乙村"]]
    found = roster_of(book(both))
    assert found.rows[0].fields["home_address"] == "乙村"
    assert "户籍地址" in reasons(found)


def test_junior_years_of_entry_in_a_school_of_nine_years() -> None:
    rows = [["姓名", "性别", "年级", "班级"], ["卫五", "男", "初中2026级", "1班"], ["卫四", "男", "2026级", "1班"]]
    found = roster_of(book(rows), school_year=2026)
    assert [row.grade for row in found.rows] == [7, 1]


def test_twins_are_two() -> None:
    rows = [
        [*HEAD, "家长姓名"],
        ["张大双", "男", "2019.9.1", A, "张大"],
        ["张小双", "男", "2019.9.1", id_number("20190901", 13), "张大"],
    ]
    assert len(roster_of(book(rows)).rows) == 2


def test_values_merged_over_brothers_and_sisters_reach_each() -> None:
    rows = [
        ["姓名", "出生日期", "家长姓名", "家长电话", "村"],
        ["张三", "2019.9.1", "张大", "13800000001", "上寨村"],
        ["张四", "2017.9.1", "", "", ""],
    ]
    merges = [((1, column), (2, column)) for column in (2, 3, 4)]
    one, other = roster_of(book(rows, merges=merges)).rows
    assert other.guardians == one.guardians
    assert other.fields["home_address"] == "上寨村"


def test_entry_years_need_a_school_year() -> None:
    rows = [["姓名", "性别", "班级"], ["张三", "男", "2024级1班"]]
    assert roster_of(book(rows)).rows[0].grade is None
    assert roster_of(book(rows), school_year=2026).rows[0].grade == 3
    assert roster_of(book(rows), school_year=2026, junior=True).rows[0].grade == 9
    titled = [["2025-2026学年学生名册"], *rows]
    assert roster_of(book(titled)).rows[0].grade == 2


def test_the_file_is_named_after_the_class() -> None:
    rows = [["姓名", "性别"], ["张三", "男"]]
    named = roster_of(book(rows, file_name="2026年秋 五年级2班.xlsx")).rows[0]
    assert (named.grade, named.class_number) == (5, 2)
    assert roster_of(book(rows, name="三(1)班", file_name="五年级2班.xlsx")).rows[0].grade == 3
    assert roster_of(book(rows, file_name="名册2026-9-5.xlsx")).rows[0].grade is None
    cohort = roster_of(book(rows, file_name="2024级1班(2026年秋).xlsx")).rows[0]
    assert (cohort.grade, cohort.class_number) == (3, 1)


def test_teaching_points() -> None:
    found = roster_of(book([["姓名", "性别", "年级", "教学点"], ["张三", "男", "一", "上寨教学点"]]))
    assert (found.rows[0].campus, found.rows[0].grade) == ("上寨教学点", 1)
    rows = [["姓名", "学校名称"], ["张三", "青石镇河湾小学"], ["李四", "青石镇河湾小学上寨教学点"]]
    assert [row.campus for row in roster_of(book(rows)).rows] == ["", "上寨教学点"]
    found = roster_of(book([["姓名", "性别"], ["张三", "男"]], name="长岭教学点一年级"))
    assert (found.rows[0].campus, found.rows[0].grade) == ("长岭教学点", 1)


def test_a_mapping_is_remembered_and_unknown_columns_are_reported() -> None:
    rows = [["姓名", "性别", "孩子的证", "随便"], ["张三", "男", A, "x"]]
    found = roster_of(book(rows))
    assert found.unknown == ("孩子的证", "随便")
    assert "id_number" not in found.rows[0].fields
    again = roster_of(book(rows), mapping={**found.mapping, "孩子的证": "id_number", "随便": IGNORED})
    assert again.rows[0].fields["id_number"] == A
    assert again.unknown == ()


def test_two_columns_of_one_name_are_said() -> None:
    found = roster_of(book([["姓名", "性别", "姓名", "性别"], ["张三", "男", "李四", "女"]]))
    assert found.unknown == ("姓名", "性别")


def test_formulas_are_named(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"一(1)班": [HEAD, ["张三", "男", "2019.9.1", '=CONCATENATE("1","2")']]})
    found = read_roster(path)
    assert any(problem.cell == "D2" and "公式" in problem.reason for problem in found.problems)


def test_sheets_without_a_list_are_passed_over(tmp_path: Path) -> None:
    sheets = {"说明": [["请先读说明"]], "一(1)班": [HEAD, ["张三", "男", "2019.9.1", A]], "空": []}
    found = read_roster(xlsx(tmp_path / "a.xlsx", sheets))
    assert [sheet.name for sheet in found.sheets] == ["一(1)班"]
    assert (found.rows[0].grade, found.rows[0].class_number) == (1, 1)


def test_classes_that_staff_teach() -> None:
    assert classes_in("三1、四1") == (((3, 1), (4, 1)), ())
    assert classes_in("三(1、2)班") == (((3, 1), (3, 2)), ())
    assert classes_in("七(3)班,八(1)班") == (((7, 3), (8, 1)), ())
    assert classes_in("一年级") == (((1, 1),), ())
    assert classes_in("全校") == ((), ("全校",))
    assert grades_in("一、二年级") == (1, 2)


def test_staff_listed_twice_and_staff_without_name() -> None:
    rows = [
        ["姓名", "职务", "联系电话", "任教班级", "包村"],
        ["王老师", "教师", 13800000001, "三1、四1", "上寨村、河湾村"],
        ["王老师", "教师", "13800000001", "", ""],
        ["王老师", "教师", "13800000002", "", ""],
        ["", "教师", "13800000003", "", ""],
    ]
    found = staff_of(book(rows))
    assert [row.row for row in found.rows] == [2, 4]
    assert found.rows[0].teaches == ((3, 1), (4, 1))
    assert found.rows[0].villages == ("上寨村", "河湾村")
    assert found.rows[0].fields["phone"] == "13800000001"
    assert [(problem.row, problem.severity) for problem in found.problems if problem.severity != "note"] == [
        (3, "doubtful"), (5, "refused"),
    ]  # fmt: skip
    assert {one.row for one in found.left_out} == {3, 5}


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        (
            ("身份证号", "姓名", "家长", "身份证号"),
            ("id_number", "name", "guardian.name", "guardian.id_number"),
        ),
        (
            ("姓名", "父亲", "电话", "母亲", "电话"),
            ("name", "father.name", "father.phone", "mother.name", "mother.phone"),
        ),
        (("姓名", "父亲姓名", "母亲姓名", "联系电话"), ("name", "father.name", "mother.name", "phone")),
        (("姓名", "电话", "家长", "电话"), ("name", "phone", "guardian.name", "guardian.phone")),
        (("姓名", "成员1姓名", "成员1关系", "联系电话"), ("name", "1.name", "1.relation", "phone")),
        (("姓名", "家长电话", "与学生关系"), ("name", "phone", "")),
        (("姓名", "联系电话(家长)", "姓名(家长)"), ("name", "guardian.phone", "guardian.name")),
        (("姓名", "性别", "姓名"), ("name", "sex", "")),
        (("姓名", "爷爷姓名", "关系"), ("name", "grandfather.name", "grandfather.relation")),
    ],
)  # fmt: skip
def test_whose_phone_and_whose_number(head: tuple[str, ...], fields: tuple[str, ...]) -> None:
    found = find_header(book([head]).sheets[0], PupilHeadings())
    assert found is not None
    assert found.fields == fields


def test_an_adult_without_name_is_said() -> None:
    rows = [["姓名", "家长姓名", "家长电话"], ["张三", "", "13800000001"], ["李四", "李大", "13800000002"]]
    found = roster_of(book(rows))
    assert [len(row.guardians) for row in found.rows] == [0, 1]
    assert [problem.cell for problem in found.problems if "没有读入" in problem.reason] == ["B2"]


def test_states_of_the_platform() -> None:
    head = ["姓名", "性别", "学生状态"]
    rows = roster_of(book([head, ["张三", "男", "在校"], ["李四", "女", "休学"], ["王五", "男", "其他离校"]])).rows
    assert [row.fields.get("status") for row in rows] == ["在读", "休学", None]
    assert rows[2].lost == {"status"}
