"""三比对: one case for each way in which lists can disagree, and what must hold for any lists."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.school.enrolment.comparison import ChildList, Comparison, Kind, Listed, Source, compare
from kongchuo_desktop.school.types import PupilId

ON = date(2026, 11, 20)
BORN = date(2016, 5, 3)


def child(name: str, id_number: str = "", **more: object) -> Listed:
    facts = {"name": name, "folded": name, "id_number": id_number, "birth": BORN, "status": "在读"}
    return Listed(**(facts | more))  # type: ignore[arg-type]


def of_book(*children: Listed) -> ChildList:
    return ChildList(Source.BOOK, "账本", [replace(one, pupil_id=PupilId(n)) for n, one in enumerate(children, 1)])


def roll(*children: Listed) -> ChildList:
    return ChildList(Source.ROLL, "学籍名单", [replace(one, status="") for one in children])


def home(*children: Listed) -> ChildList:
    return ChildList(Source.HOME, "户籍名单", [replace(one, status="") for one in children])


def kinds(found: Comparison) -> list[tuple[str, str]]:
    return [(item.kind.value, item.name) for item in found.differences]


NUMBERED = child("韦小山", "1" * 18, student_number="G" + "1" * 18)


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        ((of_book(NUMBERED), roll(NUMBERED)), []),
        ((of_book(), roll(NUMBERED)), [("籍在人不在", "韦小山")]),
        ((of_book(replace(NUMBERED, status="离校")), roll(NUMBERED)), [("籍在人不在", "韦小山")]),
        ((of_book(replace(NUMBERED, status="休学")), roll(NUMBERED)), []),
        ((of_book(NUMBERED), roll()), [("人在籍不在", "韦小山")]),
        ((of_book(child("罗雨", "2" * 18)), roll()), [("无学籍", "罗雨")]),
        ((of_book(child("罗雨", "2" * 18)), home(child("罗雨", "2" * 18))), [("无学籍", "罗雨")]),
        ((of_book(), home(child("石青", "3" * 18))), [("适龄未在校", "石青")]),
        ((of_book(), home(child("石青", birth=date(2020, 9, 1)))), []),  # six only after 31 August
        ((of_book(), home(child("石青", birth=date(2020, 8, 31)))), [("适龄未在校", "石青")]),
        ((of_book(), home(child("石青", birth=date(2010, 8, 31)))), []),  # sixteen
        ((of_book(), home(child("石青", birth=date(2010, 9, 1)))), [("适龄未在校", "石青")]),
        ((of_book(), home(child("石青", birth=None))), [("适龄未在校", "石青")]),
        ((of_book(replace(child("石青"), status="", settled=True)), home(child("石青"))), []),
        ((of_book(replace(child("石青"), status="")), home(child("石青"))), [("适龄未在校", "石青")]),
        ((of_book(replace(child("石青"), status="")), home()), []),
    ],
)  # fmt: skip
def test_where_a_child_stands(lists: tuple[ChildList, ...], expected: list[tuple[str, str]]) -> None:
    assert kinds(compare(lists, on=ON)) == expected


def test_a_wrong_number_is_found_by_name_and_birth_date() -> None:
    found = compare([of_book(NUMBERED), roll(replace(NUMBERED, id_number="9" * 18, student_number=""))], on=ON)
    assert kinds(found) == [("证件号不符", "韦小山")]
    assert found.differences[0].matched_by == "姓名和出生日期"
    assert "111111111111111111" in found.differences[0].why


def test_a_number_that_excel_spoilt_is_no_number() -> None:
    found = compare([of_book(NUMBERED), home(child("韦小山", id_lost=True))], on=ON)
    assert kinds(found) == [("证件号不符", "韦小山")]
    assert "已丢失" in found.differences[0].why


def test_an_adult_joins_what_has_neither_number_nor_birth_date() -> None:
    mine = replace(NUMBERED, adults=frozenset({"韦大山"}))
    theirs = child("韦小山", birth=None, adults=frozenset({"韦大山"}))
    assert kinds(compare([of_book(mine), home(theirs)], on=ON)) == []
    alone = compare([of_book(mine), home(replace(theirs, adults=frozenset()))], on=ON)
    assert kinds(alone) == [("适龄未在校", "韦小山")]
    assert "另有同名" in alone.differences[0].why


def test_two_children_of_one_name_and_birthday_are_never_joined_by_guess() -> None:
    twins = of_book(child("龙飞", "4" * 18), child("龙飞", "5" * 18))
    found = compare([twins, home(child("龙飞"))], on=ON)
    assert ("适龄未在校", "龙飞") in kinds(found)


def test_another_name_under_one_number_is_told() -> None:
    found = compare([of_book(NUMBERED), roll(replace(NUMBERED, name="韦晓山", folded="韦晓山"))], on=ON)
    assert kinds(found) == [("信息不符", "韦小山")]
    assert "韦晓山" in found.differences[0].why


def test_three_lists_meet_in_one_child() -> None:
    found = compare([of_book(NUMBERED), roll(NUMBERED), home(child("韦小山"))], on=ON)
    assert (found.in_all, kinds(found)) == (1, [])


def test_a_list_of_poor_families_does_not_ask_for_everybody_else() -> None:
    village = [child(f"学生{n}", str(n) * 18, student_number=f"G{n}", village="上寨村") for n in range(1, 6)]
    few = compare([of_book(*village), home(village[0])], on=ON)
    most = compare([of_book(*village), home(*village[:4])], on=ON)
    assert [kind for kind, _ in kinds(few)] == []
    assert kinds(most) == [("户籍无此人", "学生5")]


def test_a_child_listed_twice_is_named() -> None:
    doubled = replace(roll(NUMBERED), doubles=[replace(NUMBERED, row=9)])
    found = compare([of_book(NUMBERED), doubled], on=ON)
    assert kinds(found) == [("重复", "韦小山")]
    assert "第9行" in found.differences[0].why


CHILDREN = st.builds(
    child,
    st.sampled_from(["龙飞", "吴敏", "杨柳"]),
    st.sampled_from(["", "1" * 18, "2" * 18, "3" * 18]),
    birth=st.sampled_from([None, BORN, date(2015, 1, 1)]),
)


@given(st.lists(CHILDREN, max_size=6), st.lists(CHILDREN, max_size=6), st.lists(CHILDREN, max_size=6))
def test_nobody_is_lost(ours: list[Listed], theirs: list[Listed], villages: list[Listed]) -> None:
    """Whoever of the roll is not in a difference stands beside a child of the book; nobody stands twice."""
    found = compare([of_book(*ours), roll(*theirs), home(*villages)], on=ON)
    counts = found.counts()
    assert sum(counts.values()) == len(found.differences)
    assert counts[Kind.ROLL_ONLY] + len(ours) >= len(theirs)
    assert found.in_all <= min(len(ours), len(theirs), len(villages))
