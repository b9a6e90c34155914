"""`import changes`: what each row does, what is refused by row, the same file twice, taking it back."""

from datetime import date
from pathlib import Path

import pytest

from kongchuo_desktop.desk import importing, record_files
from kongchuo_desktop.desk.record_kinds import CHANGES
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.school.enrolment import service
from kongchuo_desktop.school.enrolment.history import history
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.completeness import missing_of
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from tests.school.enrolment.changes_files import bring, counts, file_of, on_the_roll, reasons
from tests.school.small_school import CHILDREN, NOW, found_school

ROWS = (
    ("2026-09-10", "罗雨", CHILDREN["罗雨"][1], "转出", "县城关小学", "有"),
    ("2026年9月12日", "石青", CHILDREN["石青"][1], "转学（转出）", "广东省东莞市", "无"),
    ("2026/9/14", "杨柳", "", "休学", "", ""),
    ("20260920", "蒙小雨", "", "转入", "石板小学", ""),
    ("2026.10.8", "杨柳", "", "复学", "", ""),
)


@pytest.fixture
def children(book: Database) -> dict[str, PupilId]:
    return found_school(book)


def test_every_kind_of_row(book: Database, children: dict[str, PupilId], tmp_path: Path) -> None:
    found = bring(book, tmp_path / "异动.csv", ROWS)
    assert counts(found) == {"new": 5}
    there = on_the_roll(book)
    assert set(there) == {"韦小山", "杨柳", "龙飞", "吴敏", "蒙小雨"}
    assert there["蒙小雨"] == ("在读", "")
    assert there["杨柳"] == ("在读", "五年级1班")
    assert "没有写班级" in reasons(found)
    assert "列入资料待补全" in reasons(found)
    with book.read() as session:
        assert [one.name for one in service.unproven(session, on=NOW.date())] == ["石青"]
        proven = next(one for one in service.events(session) if one.name == "罗雨")
        assert (proven.receipt_on, proven.place) == (date(2026, 9, 10), "县城关小学")
        newcomer = next(one for one in pupil_room.pupils(session, today=NOW.date()) if one.name == "蒙小雨")
        assert {"学籍号", "身份证件号", "班级"} <= set(missing_of(newcomer))
        there_then = history(session)
        assert children["杨柳"] not in there_then.on(date(2026, 10, 7))
        assert children["杨柳"] in there_then.on(date(2026, 10, 8))


def test_the_same_file_twice_changes_nothing(book: Database, children: dict[str, PupilId], tmp_path: Path) -> None:
    bring(book, tmp_path / "异动.csv", ROWS)
    before = on_the_roll(book)
    again = bring(book, tmp_path / "异动.csv", ROWS)
    assert counts(again) == {"unchanged": 5}
    assert on_the_roll(book) == before


def test_a_receipt_that_came_later(book: Database, children: dict[str, PupilId], tmp_path: Path) -> None:
    bring(book, tmp_path / "一.csv", ROWS)
    later = [(*row[:5], "有") if row[1] == "石青" else row for row in ROWS]
    found = bring(book, tmp_path / "二.csv", later)
    assert counts(found) == {"changed": 1, "unchanged": 4}
    with book.read() as session:
        assert service.unproven(session, on=NOW.date()) == ()


def test_headings_in_any_order_with_stars(book: Database, children: dict[str, PupilId], tmp_path: Path) -> None:
    head = ("★ 异动类型", "回 执", "姓 名*", "年级", "班级", "来源/去向", "异动日期", "学籍号", "经办心得")
    rows = [("转入", "", "陆小鸥", "五年级", "2班", "上寨小学", "2026-10-12", "G520000201504040042", "顺利")]
    found = bring(book, tmp_path / "异动.csv", rows, head=head)
    assert counts(found) == {"new": 1}
    assert on_the_roll(book)["陆小鸥"] == ("在读", "五年级2班")
    assert found.read.unknown == ("经办心得",)
    assert "经办心得" in reasons(found)


def test_what_contradicts_is_refused_by_row(book: Database, children: dict[str, PupilId], tmp_path: Path) -> None:
    number = CHILDREN["罗雨"][1]
    rows = [
        ("2026-09-10", "蒙小雨", "", "转入", "石板小学", ""),
        ("2026-09-09", "蒙小雨", "", "转出", "县小", ""),  # before it came
        ("2026-09-15", "罗雨", number, "转出", "县小", ""),  # two opposite changes on one day
        ("2026-09-15", "罗雨", number, "转入", "县小", ""),
        ("2026-09-20", "吴敏", CHILDREN["吴敏"][1], "复学", "", ""),  # without 休学
        ("2026-09-21", "没有的人", "", "转出", "县小", ""),
        ("2026-09-22", "龙飞", number, "转出", "县小", ""),  # somebody else's number
        ("2026-13-01", "龙飞", "", "转出", "县小", ""),
        ("2026-09-23", "龙飞", "", "转会", "县小", ""),
        ("2028-09-01", "龙飞", "", "转出", "县小", ""),
        ("2026-09-24", "石青", CHILDREN["石青"][1], "转出", "县小", "有"),
    ]
    found = bring(book, tmp_path / "异动.csv", rows)
    assert counts(found) == {"new": 2, "refused": 8, "doubtful": 1}
    told = {problem.row: problem.reason for problem in found.plan.problems if problem.severity != "note"}
    assert sorted(told) == [3, 4, 5, 6, 7, 8, 9, 10, 11]
    assert "才入学" in told[3] or "还没有入学" in told[3]
    assert "第5行写“转入”" in told[4]
    assert "没有休学" in told[6]
    assert "账本里没有“没有的人”" in told[7]
    assert set(on_the_roll(book)) == {"韦小山", "罗雨", "杨柳", "龙飞", "吴敏", "蒙小雨"}
    again = bring(book, tmp_path / "异动.csv", rows)
    assert counts(again) == {"unchanged": 2, "refused": 8, "doubtful": 1}


def test_two_of_one_name(book: Database, children: dict[str, PupilId], tmp_path: Path) -> None:
    with book.write("同名") as session:
        pupil_room.add_pupil(session, fields={"name": "罗雨"})
    found = bring(book, tmp_path / "异动.csv", [("2026-10-10", "罗雨", "", "转出", "", "")])
    assert counts(found) == {"doubtful": 1}
    assert "分不清" in reasons(found)
    head = ("日期", "姓名", "年级", "班级", "类型")
    found = bring(book, tmp_path / "异动2.csv", [("2026-10-10", "罗雨", "五年级", "1班", "转出")], head=head)
    assert counts(found) == {"new": 1}


def test_a_namesake_of_a_child_here_is_not_taken_for_it(
    book: Database, children: dict[str, PupilId], tmp_path: Path
) -> None:
    found = bring(book, tmp_path / "异动.csv", [("2026-10-10", "罗雨", "", "转入", "县小", "")])
    assert counts(found) == {"doubtful": 1}
    number = [("2026-10-10", "罗雨", "G520000201504040042", "转入", "县小", "")]
    found = bring(book, tmp_path / "异动2.csv", number)
    assert counts(found) == {"new": 1}
    with book.read() as session:
        assert sum(one.name == "罗雨" for one in pupil_room.pupils(session, today=NOW.date())) == 2


def test_of_a_child_here_it_says_since_when(book: Database, children: dict[str, PupilId], tmp_path: Path) -> None:
    found = bring(book, tmp_path / "异动.csv", [("2026-09-15", "龙飞", CHILDREN["龙飞"][1], "转入", "上寨小学", "")])
    assert counts(found) == {"new": 1}
    assert "已经在读" in reasons(found)
    with book.read() as session:
        there = history(session)
        days = (date(2026, 9, 14), date(2026, 9, 15))
        assert [children["龙飞"] in there.on(day) for day in days] == [False, True]


def test_years_of_one_child_in_any_order(book: Database, children: dict[str, PupilId], tmp_path: Path) -> None:
    head = ("日期", "姓名", "类型", "年级", "班级", "来源或去向", "回执")
    rows = [
        ("2024-03-01", "陆小鸥", "转出", "", "", "县小", "有"),
        ("2022-09-01", "陆小鸥", "新生", "一年级", "1班", "", ""),
        ("2025-09-01", "陆小鸥", "转入", "四年级", "1班", "县小", ""),
    ]
    found = bring(book, tmp_path / "异动.csv", rows, head=head)
    assert counts(found) == {"new": 3}
    assert on_the_roll(book)["陆小鸥"] == ("在读", "五年级1班")
    with book.read() as session:
        (child,) = (one for one in history(session).lives.values() if one.name == "陆小鸥")
        assert [(stay.first, stay.last) for stay in child.stays] == [
            (date(2022, 9, 1), date(2024, 2, 29)), (date(2025, 9, 1), date.max),
        ]  # fmt: skip


def test_classes_that_are_not_there(book: Database, children: dict[str, PupilId], tmp_path: Path) -> None:
    head = ("日期", "姓名", "类型", "编入班级")
    rows = [
        ("2026-09-01", "新来一", "新生", "一年级1班"),
        ("2026-09-01", "罗雨", "跳级", "六年级1班"),
        ("2026-09-01", "石青", "留级", "五年级2班"),
        ("2026-09-08", "龙飞", "调班", "五年级1班"),
        ("2026-09-08", "新来二", "转入", "五年级7班"),
    ]
    found = bring(book, tmp_path / "异动.csv", rows, head=head)
    assert counts(found) == {"new": 2, "refused": 3}
    assert found.plan.new_classes == ("一年级1班",)
    there = on_the_roll(book)
    assert (there["新来一"][1], there["龙飞"][1], there["罗雨"][1]) == ("一年级1班", "五年级1班", "五年级1班")
    assert "留级要编入低一级的班" in reasons(found)


def test_graduating_in_the_fifth_grade_is_doubtful(
    book: Database, children: dict[str, PupilId], tmp_path: Path
) -> None:
    found = bring(book, tmp_path / "异动.csv", [("2026-10-10", "龙飞", "", "毕业", "镇中学", "")])
    assert counts(found) == {"doubtful": 1}
    assert "不是毕业年级" in reasons(found)


def test_dropping_out_comes_with_a_remark(book: Database, children: dict[str, PupilId], tmp_path: Path) -> None:
    found = bring(book, tmp_path / "异动.csv", [("2026-10-10", "龙飞", "", "辍学", "", "")])
    assert counts(found) == {"new": 1}
    assert "由劝返个案认定" in reasons(found)


def test_taken_back_as_one(book: Database, children: dict[str, PupilId], tmp_path: Path) -> None:
    before = on_the_roll(book)
    bring(book, tmp_path / "异动.csv", ROWS)
    importing.undo(book, 1)
    assert on_the_roll(book) == before
    with book.read() as session:
        assert service.events(session, withdrawn=True) == ()


def test_not_taken_back_when_a_later_change_rests_on_it(
    book: Database, children: dict[str, PupilId], tmp_path: Path
) -> None:
    head = ("日期", "姓名", "类型", "编入班级")
    bring(book, tmp_path / "异动.csv", [("2026-09-08", "龙飞", "调班", "五年级1班")], head=head)
    with book.write("登记异动") as session:
        draft = service.Draft("转出", date(2026, 10, 10))
        service.record_change(session, pupil_id=children["龙飞"], draft=draft, now=NOW)
    with pytest.raises(UserError, match="学籍异动"):
        importing.undo(book, 1)


def test_rows_to_correct(book: Database, children: dict[str, PupilId], tmp_path: Path) -> None:
    path = file_of(
        tmp_path / "异动.csv", [*ROWS, ("", "龙飞", "", "转出", "", ""), ("2026-10-10", "谁", "", "转出", "", "")]
    )
    found = record_files.preview(CHANGES, book, path, today=NOW.date())
    assert record_files.save_bad_rows(found, tmp_path / "改.xlsx") == 2
    assert record_files.as_json(found, None)["refused"] == 2


def test_a_roster_that_lags_behind_does_not_bring_back(
    book: Database, children: dict[str, PupilId], tmp_path: Path
) -> None:
    bring(book, tmp_path / "异动.csv", ROWS[:1])
    head = ("姓名", "学籍号", "年级", "班级", "学生状态")
    path = file_of(tmp_path / "名册.csv", [("罗雨", CHILDREN["罗雨"][1], "五年级", "1班", "在读")], head=head)
    found = importing.preview(book, "pupils", path, today=NOW.date())
    (row,) = found.plan.rows
    assert row.fate == "doubtful"
    assert "已登记转出" in row.reasons[0]


def test_a_list_of_one_kind_says_so_in_its_title(book: Database, children: dict[str, PupilId], tmp_path: Path) -> None:
    head = ("青石镇河湾小学转出学生名册", "", "", "")
    rows = [("姓名", "学籍号", "转出日期", "转入学校"), ("罗雨", CHILDREN["罗雨"][1], "2026-09-10", "县城关小学")]
    found = bring(book, tmp_path / "名册.csv", rows, head=head)
    assert counts(found) == {"new": 1}
    with book.read() as session:
        (made,) = service.events(session)
        assert (made.kind, made.place) == ("转出", "县城关小学")


def test_our_own_register_comes_back_unchanged(book: Database, children: dict[str, PupilId], tmp_path: Path) -> None:
    bring(book, tmp_path / "异动.csv", ROWS)
    with book.write("登记异动") as session:
        draft = service.Draft("转出", date(2026, 10, 20), place="三中", region="望山县")
        service.record_change(session, pupil_id=children["吴敏"], draft=draft, now=NOW)
    with book.read() as session:
        table = report_kind("changes").tabulate(session, {"mask": "no"}, NOW.date())
    rows = [["" if cell is None else str(cell) for cell in row] for row in table.rows]
    found = bring(book, tmp_path / "名册.csv", rows, head=[column.heading for column in table.columns])
    assert counts(found) == {"unchanged": 6}
    assert found.plan.problems == ()


def test_a_column_for_each_school_is_read_by_the_kind(
    book: Database, children: dict[str, PupilId], tmp_path: Path
) -> None:
    head = ("日期", "姓名", "类型", "转出学校", "转入学校", "回执", "问题", "原表行号")
    rows = (
        ("2026-09-10", "罗雨", "转出", "河湾小学", "县城关小学", "有", "", "4"),
        ("2026-09-12", "石青", "转出", "河湾小学", "", "", "", "5"),
        ("2026-09-20", "蒙小雨", "转入", "石板小学", "河湾小学", "", "", "6"),
    )
    found = bring(book, tmp_path / "异动.csv", rows, head=head)
    assert counts(found) == {"new": 3}
    assert "不认得" not in reasons(found)  # its own two columns of a corrected file neither
    with book.read() as session:
        places = {one.name: one.place for one in service.events(session)}
    assert places == {"罗雨": "县城关小学", "石青": "", "蒙小雨": "石板小学"}


def test_a_class_that_one_row_makes_is_there_for_every_row(
    book: Database, children: dict[str, PupilId], tmp_path: Path
) -> None:
    head = ("日期", "姓名", "学籍号", "类型", "编入班级")
    rows = (
        ("2026-09-13", "杨柳", CHILDREN["杨柳"][1], "留级", "四年级1班"),  # a day before the class comes into being
        ("2026-10-08", "蒙小雨", "", "转入", "四年级1班"),
        ("2026-10-09", "石青", CHILDREN["石青"][1], "留级", "四年级1班"),
    )
    found = bring(book, tmp_path / "异动.csv", rows, head=head)
    assert (counts(found), found.plan.new_classes) == ({"new": 3}, ("四年级1班",))
    assert {name for name, (_, room) in on_the_roll(book).items() if room == "四年级1班"} == {"杨柳", "蒙小雨", "石青"}
    assert counts(bring(book, tmp_path / "异动.csv", rows, head=head)) == {"unchanged": 3}
