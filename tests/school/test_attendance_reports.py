"""The reports' figures on a scripted month, their zero reports, and what was handed in against what is so now."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from kongchuo_desktop.desk import handing_in
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.reports.table import Cell, Table
from kongchuo_desktop.school.attendance import returning
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import NOW, away, bring, csv_of, found_school, full

SEPTEMBER = ("2026-09-14", "2026-09-15", "2026-09-16")
TODAY = date(2026, 9, 30)


@pytest.fixture
def recorded(book: Database, tmp_path: Path) -> Database:
    """Three days of class 1 and a morning of class 2, with an absence of each sort."""
    found_school(book)
    rows = [full(day) for day in SEPTEMBER] + [full(SEPTEMBER[0], "上午", "2班")]
    rows += [away(SEPTEMBER[0], "韦小山"), away(SEPTEMBER[1], "韦小山"), away(SEPTEMBER[0], "罗雨", "病假", "上午")]
    rows += [
        away(SEPTEMBER[1], "石青", "迟到", "上午"),
        away(SEPTEMBER[2], "石青", "事假"),
        away(SEPTEMBER[2], "罗雨", slot="第2节"),
    ]
    bring(book, csv_of(tmp_path / "a.csv", rows))
    return book


def table(book: Database, key: str, **choices: str) -> Table:
    with book.read() as session:
        return report_kind(key).tabulate(session, choices, TODAY)


def by(found: Table, *keys: str) -> list[Mapping[str, Cell]]:
    places = {column.key: place for place, column in enumerate(found.columns)}
    return [{key: row[places[key]] for key in keys} for row in found.rows]


def test_the_day_tells_three_states_apart(recorded: Database) -> None:
    found = table(recorded, "day", date="2026-09-14")
    shown = by(found, "class", "slot", "state", "should", "present", "truant", "sick")
    assert [tuple(row.values()) for row in shown] == [
        ("五年级1班", "上午", "已点名", 4, 2, 1, 1), ("五年级1班", "下午", "已点名", 4, 3, 1, 0),
        ("五年级2班", "上午", "已点名", 2, 2, 0, 0), ("五年级2班", "下午", "未点名", 2, None, None, None),
        ("合计（人次）", "", "已点名3/4", 10, 7, 2, 1),
    ]  # fmt: skip
    assert found.rows[0][-1] == "韦小山（旷课）、罗雨（病假）"
    assert "五年级2班下午" in found.notes[0]


def test_a_day_without_truancy_is_a_zero_report_but_single_periods_are_none(recorded: Database) -> None:
    assert "零报告" in "".join(table(recorded, "day", date="2026-09-14", **{"class": "五年级2班"}).notes)
    sixteenth = table(recorded, "day", date="2026-09-16")
    assert "零报告" not in "".join(sixteenth.notes)
    (first, *_) = by(sixteenth, "truant_periods", "names")
    assert first == {"truant_periods": 1, "names": "石青（事假）、罗雨（第2节旷课）"}


def test_the_week_and_the_month_count_half_days_of_recorded_registers_only(recorded: Database) -> None:
    keys = (
        "class",
        "should",
        "present",
        "rate",
        "truant",
        "truant_children",
        "truant_periods",
        "sick",
        "personal",
        "late",
    )
    expected = [
        ("五年级1班", 24, 17, 70.8, 4, 2, 1, 1, 2, 1),
        ("五年级2班", 2, 2, 100.0, 0, 0, 0, 0, 0, 0),
    ]
    week = by(table(recorded, "week", date="2026-09-17"), *keys)
    assert [tuple(row.values()) for row in week[:2]] == expected
    assert [row["class"] for row in week] == ["五年级1班", "五年级2班", "小计", ""]
    month = table(recorded, "month", month="2026-09")
    assert [tuple(row.values()) for row in by(month, *keys)[:2]] == expected
    assert by(month, "names")[0] == {"names": "韦小山（2天）、罗雨（1节）"}
    assert by(month, "not_recorded")[0]["not_recorded"] == 2 * 22 - 6
    notes = "".join(month.notes)
    assert "零报告：至9月30日没有学生连续旷课满5天" in notes
    assert "逐级报告事项2项，已办结0项，逾期未办2项" in notes
    assert "校长（签字）" in notes


def test_a_child_that_came_or_left_counts_on_its_days_only(recorded: Database) -> None:
    with recorded.write("改") as session:
        names = {row.name: row for row in session.query(Pupil)}
        names["杨柳"].joined_on = date(2026, 9, 16)
        names["石青"].status, names["石青"].left_on = "离校", date(2026, 9, 15)
    row = by(table(recorded, "month", month="2026-09"), "should", "pupils")[0]
    assert row == {"should": 2 * 6 + 2 + 4, "pupils": 3}


def test_lists_by_child_reason_and_share(recorded: Database) -> None:
    children = by(table(recorded, "absence_children"), "name", "kind0", "kind1", "periods")
    assert [tuple(row.values()) for row in children] == [
        ("韦小山", 2.0, 0.0, 0),
        ("罗雨", 0.0, 0.5, 1),
        ("石青", 0.0, 0.0, 0),
    ]
    reasons = [row[:3] for row in table(recorded, "absence_reasons").rows]
    assert ("旷课", "（未填原因）", 2) in reasons
    chronic = by(table(recorded, "absence_chronic"), "name", "recorded", "missed", "share")
    assert [tuple(row.values()) for row in chronic] == [
        ("韦小山", 3.0, 2.0, 66.7), ("石青", 3.0, 1.0, 33.3), ("罗雨", 3.0, 0.5, 16.7),
    ]  # fmt: skip
    assert len(table(recorded, "absence_chronic", share="50").rows) == 1


def test_the_month_sheet_has_the_real_school_days(recorded: Database) -> None:
    blank = table(recorded, "month_sheet", month="2026-09", **{"class": "五年级1班"})
    days = [column.key for column in blank.columns if column.key.startswith("2026")]
    assert len(days) == 22
    assert "2026-09-20" in days  # a Sunday that is taught
    assert "2026-09-25" not in days  # 中秋节
    assert all(cell == "" for row in blank.rows for cell in row[3:-1])
    filled = table(recorded, "month_sheet", month="2026-09", filled="recorded", **{"class": "五年级1班"})
    place = [column.key for column in filled.columns].index("2026-09-14")
    assert [row[place] for row in filled.rows] == ["√√", "××", "病/", "", ""]


def test_the_return_report_until_all_have_come(recorded: Database) -> None:
    first = date(2026, 9, 1)
    assert [row[4] for row in table(recorded, "return_report", date="2026-09-01").rows] == ["尚未登记", "尚未登记"]
    with recorded.write("报到") as session:
        ids = [PupilId(child.id) for child in session.query(Pupil)]
        returning.came(session, pupil_ids=ids, opens=first, at=NOW.replace(month=9, day=1))
    whole = table(recorded, "return_report", date="2026-09-01")
    assert [row[4] for row in whole.rows] == ["全部到校", "全部到校"]
    assert "6名学生全部到校" in whole.notes[0]


def test_the_weeks_duties_can_be_printed_for_one_person(recorded: Database) -> None:
    found = by(table(recorded, "duties_week", date="2026-09-16"), "pupil", "state", "who")
    assert {"pupil": "韦小山", "state": "已逾期", "who": "梁老师"} in found
    assert table(recorded, "duties_week", date="2026-09-16", who="没有这个人").rows == ()


def test_what_was_handed_in_stays_and_corrections_show(recorded: Database, tmp_path: Path) -> None:
    number = handing_in.hand_in(
        recorded, "month", choices={"month": "2026-09"}, to="青石镇中心学校", by="余依", now=NOW
    )
    assert handing_in.differences(recorded, number, today=NOW.date()) == ()
    bring(recorded, csv_of(tmp_path / "b.csv", [away("2026-09-16", "杨柳")]))
    told = handing_in.differences(recorded, number, today=NOW.date())
    assert ("五年级1班", "旷课人次", "4", "6") in [(one.row, one.column, one.then, one.now) for one in told]
    (listed,) = handing_in.listed(recorded)
    assert (listed.first, listed.last, listed.to) == (date(2026, 9, 1), date(2026, 9, 30), "青石镇中心学校")


def test_an_unknown_month_or_class_is_a_sentence(recorded: Database) -> None:
    for choices in ({"month": "九月初"}, {"month": "2026-13"}):
        with pytest.raises(UserError, match="看不懂月份"):
            table(recorded, "month", **choices)
    with pytest.raises(UserError, match="现有班级"):
        table(recorded, "day", **{"class": "九年级9班"})
