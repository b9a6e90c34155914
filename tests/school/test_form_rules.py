"""The map of an office's form: read, written, refused by name; whatever comes in a file, a sentence answers."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.kit.dates import ReadDate
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.enrolment import form_maps
from kongchuo_desktop.school.enrolment.form_rules import (
    MOST_COLUMNS,
    MOST_ROWS,
    VERSION_KEY,
    CellRule,
    ColumnRule,
    FormRules,
    ListRule,
    Mark,
    as_plain,
    bare,
    cell_at,
    due_in_month,
    place_of,
    rules_of,
)
from kongchuo_desktop.school.enrolment.form_texts import DATE_STYLES, MASKED, Share, filled_text, names_in, written
from kongchuo_desktop.school.tasks import forms_due
from kongchuo_desktop.school.tasks.reading import Reading
from kongchuo_desktop.storage.database import Database
from tests.school.conftest import NOW

DAY = date(2026, 9, 1)
RULES = FormRules(
    "变动表", "教育局",
    (CellRule("B2", "{学校名称}", "表1"),),
    (ListRule("changes", 5, 20, (ColumnRule("A", "number"), ColumnRule("C", "day", "2026.9.1")), "表1", "copy",
              {"village": ("河湾村",)}),),
    (Mark("B4", "姓名", "表1"),),
)  # fmt: skip


def test_there_and_back() -> None:
    assert rules_of(as_plain(RULES)) == RULES


@given(st.integers(1, MOST_ROWS), st.integers(1, MOST_COLUMNS))
def test_places(row: int, column: int) -> None:
    assert place_of(cell_at(row, column)) == (row, column)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 3000) | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["at", "text", "sheet", "takes", "first", "last", "columns", "field", "only", "grow", "style"])
        | st.text(max_size=4), inner, max_size=6,
    ),
    max_leaves=20,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["title", "office", "cells", "lists", "marks", "dates", "period"]), PLAIN))
def test_anything_is_a_map_or_a_sentence(plain: dict[str, Any]) -> None:
    with suppress(UserError):  # nothing else may come out
        found = rules_of({VERSION_KEY: 1, "title": "x", **plain})
        assert rules_of(as_plain(found)) == found


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({VERSION_KEY: 2}, "升级"),
        ({"title": ""}, "名称"),
        ({"cells": [{"at": "B0", "text": "x"}]}, "不是表样里的单元格"),
        ({"cells": [{"at": "B2", "text": "{学校"}]}, "大括号不成对"),
        ({"cells": [{"at": "B2", "text": "{日|昨天}"}]}, "写法“昨天”不认识"),
        ({"cells": [{"at": "B2", "text": "x"}, {"at": "B2", "text": "y"}]}, "指定了两次"),
        ({"lists": [{"takes": "pupils", "first": 9, "last": 3, "columns": [{"at": "A", "field": "name"}]}]}, "上面"),
        ({"lists": [{"takes": "pupils", "first": 1, "last": 3, "columns": []}]}, "没有指定哪一列"),
        ({"lists": [{"takes": "pupils", "first": 1, "last": 3, "columns": [{"at": "1", "field": "x"}]}]}, "列的字母"),
        ({"lists": "x"}, "一组"),
        ({"dates": "昨天"}, "只能写"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], told: str) -> None:
    with pytest.raises(UserError, match=told):
        rules_of({VERSION_KEY: 1, "title": "x", **change})


def test_lists_must_not_meet() -> None:
    one = RULES.lists[0]
    with pytest.raises(UserError, match="都要填第 15 行"):
        rules_of(as_plain(replace(RULES, lists=(one, replace(one, first=15, last=30)))))


@pytest.mark.parametrize(
    ("style", "whole", "month"),
    [("20260901", "20260901", "202609"), ("2026.9", "2026.9", "2026.9"),
     ("2026年9月1日", "2026年9月1日", "2026年9月"), ("", "2026-09-01", "2026-09")],
)  # fmt: skip
def test_dates_as_the_form_wants_them(style: str, whole: str, month: str) -> None:
    assert written(DAY, style) == whole
    assert written(ReadDate(DAY, "month"), style) == month
    assert style == "" or style in DATE_STYLES


def test_texts() -> None:
    assert written("是", "√/") == "√"
    assert written("否", "√/") == ""
    assert written("女", "1/2") == "2"
    assert written("522328201509106341", MASKED) == "522328********6341"
    assert written(Share(6347, 6352)) == "99.92%"
    assert written(Share(0, 0)) == ""
    assert names_in("{学校名称}（{日|2026.9}）") == ("学校名称", "日")
    assert filled_text("共{人}人", {"人": 108}) == "共108人"
    assert filled_text("{人}", {"人": 108}) == 108
    assert filled_text("{没有}", {}) is None


def test_headings_are_compared_without_blanks() -> None:
    assert bare("学 生\n姓名：") == bare("学生姓名")


def test_kept_in_the_book(book: Database) -> None:
    with book.write("存表样") as session:
        number = form_maps.save_map(session, rules=RULES, form=b"PK", file_name="a.xlsx", now=NOW)
        with pytest.raises(UserError, match="已经有一份叫“变动表”的表样"):
            form_maps.save_map(session, rules=RULES, form=b"PK", file_name="a.xlsx", now=NOW)
        form_maps.save_map(session, rules=RULES, form=b"PK2", file_name="b.xlsx", now=NOW, map_id=number)
    with book.read() as session:
        (kept,) = form_maps.maps(session)
        assert (kept.title, kept.rules, kept.form) == ("变动表", RULES, b"")
        assert form_maps.map_of(session, map_id=number).form == b"PK2"
    with book.write("删表样") as session:
        form_maps.remove_map(session, map_id=number)
        with pytest.raises(UserError, match="已不在账本里"):
            form_maps.map_of(session, map_id=number)


@pytest.mark.parametrize(
    ("filled", "today", "found"),
    [
        (None, "2026-10-19", ""), (None, "2026-10-20", "2026-10-25"), (None, "2026-10-28", "2026-10-25"),
        ("2026-10-21", "2026-10-25", ""), ("2026-09-25", "2026-10-25", "2026-10-25"), ("2026-09-28", "2026-10-25", ""),
        ("2026-10-21", "2026-11-21", "2026-11-25"),
    ],
)  # fmt: skip
def test_a_form_due_each_month_stands_on_today(book: Database, filled: str | None, today: str, found: str) -> None:
    with book.write("存表样") as session:
        rules = replace(RULES, due_day=25)
        form_maps.save_map(session, rules=rules, form=b"PK", file_name="a.xlsx", now=NOW)
        if filled:
            form_maps.note_filled(session, title=rules.title, on=date.fromisoformat(filled))
    with book.read() as session:
        due = [task.due.isoformat() for task in forms_due.tasks(Reading(session, date.fromisoformat(today)))]
    assert due == ([found] if found else [])


def test_the_last_day_of_a_short_month() -> None:
    assert due_in_month(31, date(2027, 2, 3)) == date(2027, 2, 28)
    with pytest.raises(UserError, match="每月几号前报"):
        rules_of({VERSION_KEY: 1, "title": "x", "due_day": 32})
