"""Attendance files: what goes in, what stays out with which sentence, nothing a second time, and back again."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from kongchuo_desktop.desk import importing, record_files
from kongchuo_desktop.desk.record_kinds import ATTENDANCE
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.attendance.model import AbsenceMark, Register
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import HEAD, away, bring, csv_of, found_school, full

MONDAY = "2026-09-14"


def marks(book: Database) -> dict[tuple[int, date, str], str]:
    with book.read() as session:
        return {(row.pupil_id, row.day, row.slot): row.kind for row in session.scalars(select(AbsenceMark))}


def registers(book: Database) -> Counter[tuple[date, str]]:
    with book.read() as session:
        return Counter((row.day, row.slot) for row in session.scalars(select(Register)))


def test_rows_of_children_and_of_whole_classes(book: Database, tmp_path: Path) -> None:
    ids = found_school(book)
    rows = [full(MONDAY), away(MONDAY, "韦小山"), away(MONDAY, "罗雨", "病假", "上午"), full(MONDAY, "上午", "2班")]
    found = bring(book, csv_of(tmp_path / "a.csv", rows))
    assert found.plan.counts() == {"new": 4, "changed": 0, "unchanged": 0, "doubtful": 0, "refused": 0}
    day = date(2026, 9, 14)
    assert marks(book) == {
        (ids["韦小山"], day, "am"): "旷课", (ids["韦小山"], day, "pm"): "旷课", (ids["罗雨"], day, "am"): "病假",
    }  # fmt: skip
    assert registers(book) == {(day, "am"): 2, (day, "pm"): 1}


def test_a_row_of_a_child_says_that_its_class_was_recorded_but_a_single_period_does_not(
    book: Database, tmp_path: Path
) -> None:
    found_school(book)
    rows = [away(MONDAY, "韦小山", slot="上午"), away(MONDAY, "龙飞", slot="第3节", room="2班")]
    bring(book, csv_of(tmp_path / "a.csv", rows))
    assert registers(book) == {(date(2026, 9, 14), "am"): 1}
    assert len(marks(book)) == 2


def test_a_second_time_changes_nothing_and_it_can_be_taken_back(book: Database, tmp_path: Path) -> None:
    found_school(book)
    rows = [full(MONDAY), away(MONDAY, "韦小山"), away("2026-09-15", "罗雨", "事假", "下午")]
    path = csv_of(tmp_path / "a.csv", rows)
    first = record_files.preview(ATTENDANCE, book, path, today=date(2026, 10, 30))
    batch = record_files.write(book, first, now=book.clock()).batch
    before = marks(book)
    again = bring(book, path)
    assert again.plan.counts() == {"new": 0, "changed": 0, "unchanged": 3, "doubtful": 0, "refused": 0}
    assert marks(book) == before
    assert batch is not None
    importing.undo(book, batch)
    assert (marks(book), registers(book)) == ({}, {})


def test_columns_in_any_order_with_stars_titles_and_other_words(book: Database, tmp_path: Path) -> None:
    ids = found_school(book)
    lines = [
        ("河湾小学2026年9月考勤登记表", "", "", "", "", ""),
        ("*考勤类别", " 节次 ", "学生姓名*", "日期", "班级", "原因"),
        ("旷", "第三节", "杨 柳", "2026年9月14日", "五(1)班", "下河摸鱼"),
        ("全勤", "上午", "", "2026/9/15", "五(2)班", ""),
    ]
    bring(book, csv_of(tmp_path / "a.csv", lines[1:], head=lines[0], encoding="utf-8-sig"))
    assert marks(book) == {(ids["杨柳"], date(2026, 9, 14), "3"): "旷课"}
    with book.read() as session:
        assert session.scalar(select(AbsenceMark.reason)) == "下河摸鱼"


def test_a_workbook_with_titles_date_cells_and_merged_days(book: Database, tmp_path: Path) -> None:
    ids = found_school(book)
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["河湾小学五年级1班 2026年9月缺勤登记"])
    sheet.append(["序号", "日 期", "姓名 ", "时段", "类别*", "备注"])
    sheet.append([1, date(2026, 9, 14), "韦小山", "上午", "旷课", ""])
    sheet.append([2, None, "罗雨", "全天", "病假", "发烧"])
    sheet.append([3, "9月15日", "石青", "第3节", "旷课", ""])
    sheet.append([4, 20260916, "全班", "全天", "全勤", ""])
    sheet.append(["合计", None, "3人次"])
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("B3:B4")
    workbook.save(tmp_path / "a.xlsx")
    found = bring(book, tmp_path / "a.xlsx")
    assert found.plan.counts() == {"new": 4, "changed": 0, "unchanged": 0, "doubtful": 0, "refused": 0}
    monday = date(2026, 9, 14)
    assert marks(book) == {
        (ids["韦小山"], monday, "am"): "旷课", (ids["罗雨"], monday, "am"): "病假", (ids["罗雨"], monday, "pm"): "病假",
        (ids["石青"], date(2026, 9, 15), "3"): "旷课",
    }  # fmt: skip


BAD: list[tuple[str, tuple[str, ...], str, str]] = [
    ("a day off", away("2026-09-12", "韦小山"), "日期", "周末"),
    ("a holiday", away("2026-10-01", "韦小山"), "日期", "国庆节"),
    ("in the future", away("2026-11-02", "韦小山"), "日期", "还没有到"),
    ("outside the term", away("2026-08-20", "韦小山"), "日期", "不在任何学期"),
    ("no such day", away("2026-09-31", "韦小山"), "日期", "不是一个完整的日期"),
    ("an unknown class", (MONDAY, "五年级", "9班", "某人", "", "旷课", "全天"), "班级", "没有“五年级9班”"),
    ("an unknown child", (MONDAY, "五年级", "1班", "某某", "", "旷课", "全天"), "姓名", "没有“某某”"),
    ("an unknown number", (MONDAY, "五年级", "1班", "韦小山", "G520000201501010099", "旷课", "全天"), "学籍号", "0099"),
    ("another name", (MONDAY, "五年级", "1班", "韦大山", "G520000201501010016", "旷课", "全天"), "姓名", "“韦小山”"),
    ("the wrong class", (MONDAY, "五年级", "2班", "杨柳", "", "旷课", "全天"), "姓名", "五年级1班"),
    ("an unknown kind", away(MONDAY, "韦小山", "睡觉"), "类别", "没有“睡觉”"),
    ("an unknown half-day", away(MONDAY, "韦小山", slot="晚上"), "时段", "看不懂时段“晚上”"),
    ("a kind without a child", (MONDAY, "五年级", "1班", "", "", "旷课", "全天"), "姓名", "哪名学生"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "row", "column", "reason"), BAD, ids=[case[0] for case in BAD])
def test_a_bad_row_is_named_and_the_rest_goes_in(
    why: str, row: tuple[str, ...], column: str, reason: str, book: Database, tmp_path: Path
) -> None:
    found_school(book)
    found = bring(book, csv_of(tmp_path / "a.csv", [row, away("2026-09-15", "罗雨")]))
    (problem,) = [one for one in found.plan.problems if one.severity != "note"]
    assert (problem.row, problem.column) == (2, column)
    assert reason in problem.reason
    assert found.plan.counts()["new"] == 1
    assert {kind for _, _, kind in marks(book)} == {"am", "pm"}


def test_two_children_of_one_name_are_doubtful_and_told_apart(book: Database, tmp_path: Path) -> None:
    ids = found_school(book)
    with book.write("添加") as session:
        first = pupil_room.pupil(session, pupil_id=ids["韦小山"], today=date(2026, 9, 14))
        second = {"name": "韦小山", "class_id": first.class_id, "birth_date": date(2015, 7, 8)}
        pupil_room.add_pupil(session, fields=second)
    found = bring(book, csv_of(tmp_path / "a.csv", [(MONDAY, "五年级", "1班", "韦小山", "", "旷课", "全天")]))
    assert found.plan.counts()["doubtful"] == 1
    assert "2015-07-08" in found.plan.problems[0].reason
    assert "0016" in found.plan.problems[0].reason
    assert marks(book) == {}


def test_who_was_not_on_the_roll_that_day_stays_out(book: Database, tmp_path: Path) -> None:
    ids = found_school(book)
    with book.write("改") as session:
        session.get_one(Pupil, ids["罗雨"]).joined_on = date(2026, 9, 21)
        gone = session.get_one(Pupil, ids["石青"])
        gone.status, gone.left_on = "离校", date(2026, 9, 16)
    rows = [away(MONDAY, "罗雨"), away("2026-09-22", "罗雨"), away(MONDAY, "石青"), away("2026-09-17", "石青")]
    found = bring(book, csv_of(tmp_path / "a.csv", rows))
    assert [problem.row for problem in found.plan.problems] == [2, 5]
    assert "还不在册" in found.plan.problems[0].reason
    assert "已离校" in found.plan.problems[1].reason
    assert len(marks(book)) == 4


def test_one_file_that_contradicts_itself(book: Database, tmp_path: Path) -> None:
    found_school(book)
    rows = [away(MONDAY, "韦小山"), away(MONDAY, "韦小山", "病假", "上午"), away(MONDAY, "罗雨"), away(MONDAY, "罗雨")]
    found = bring(book, csv_of(tmp_path / "a.csv", rows))
    assert found.plan.counts() == {"new": 1, "changed": 0, "unchanged": 1, "doubtful": 2, "refused": 0}
    assert all("互相矛盾" in problem.reason for problem in found.plan.problems)


def test_two_files_that_contradict_each_other_leave_the_book_as_it_is(book: Database, tmp_path: Path) -> None:
    ids = found_school(book)
    bring(book, csv_of(tmp_path / "a.csv", [full(MONDAY), away(MONDAY, "韦小山")]))
    before = marks(book)
    rows = [away(MONDAY, "韦小山", "病假", "上午"), full(MONDAY, "下午"), away(MONDAY, "罗雨", slot="上午")]
    found = bring(book, csv_of(tmp_path / "b.csv", rows))
    assert found.plan.counts() == {"new": 1, "changed": 0, "unchanged": 0, "doubtful": 2, "refused": 0}
    assert "已登记“旷课”" in found.plan.problems[0].reason
    assert "韦小山(下午旷课)" in found.plan.problems[1].reason
    supplement = found.plan.problems[2]
    assert (supplement.severity, "补登“旷课”" in supplement.reason) == ("note", True)
    assert marks(book) == before | {(ids["罗雨"], date(2026, 9, 14), "am"): "旷课"}


def test_every_file_gives_its_bad_rows_back(book: Database, tmp_path: Path) -> None:
    found_school(book)
    found = bring(book, csv_of(tmp_path / "a.csv", [away(MONDAY, "韦小山", "睡觉"), away(MONDAY, "罗雨", slot="晚上")]))
    assert record_files.save_bad_rows(found, tmp_path / "bad.xlsx") == 2
    again = record_files.preview(ATTENDANCE, book, tmp_path / "bad.xlsx", today=date(2026, 10, 30))
    assert again.plan.counts()["refused"] == 2


def test_a_file_without_attendance_is_a_sentence(book: Database, tmp_path: Path) -> None:
    rows: Sequence[Sequence[str]] = [("韦小山", "男")]
    path = csv_of(tmp_path / "a.csv", rows, head=("姓名", "性别"))
    with pytest.raises(UserError, match="没有找到考勤记录"):
        record_files.preview(ATTENDANCE, book, path, today=date(2026, 10, 30))
    assert HEAD[0] == "日期"
