"""The school's own files go in: the counts, the remarks, and nothing a second time."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kongchuo_desktop.desk import importing
from kongchuo_desktop.school.agreements import figures
from kongchuo_desktop.school.agreements import service as agreements
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import completeness
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.storage.database import Database
from tests.school.conftest import NOW

NATIONAL, TITLED, BY_HAND = "花名册-全国学籍导出.xlsx", "花名册-带标题行.xlsx", "花名册-班主任手工表.xls"
TODAY = NOW.date()
SIZES = {
    "一年级1班": 16, "二年级1班": 11, "三年级1班": 18, "四年级1班": 18, "五年级1班": 21, "六年级1班": 24,
}  # fmt: skip


def bring(book: Database, path: Path, kind: str = "pupils") -> importing.Preview:
    found = importing.preview(book, kind, path, today=TODAY)
    importing.write(book, found, today=TODAY)
    return found


def roll(book: Database) -> tuple[pupil_room.PupilFacts, ...]:
    with book.read() as session:
        return pupil_room.pupils(session, today=TODAY)


def test_the_national_export_gives_six_classes(book: Database, sample_files: Path) -> None:
    found = bring(book, sample_files / NATIONAL)
    assert found.plan.counts() == {"new": 108, "changed": 0, "unchanged": 0, "doubtful": 0, "refused": 0}
    assert Counter(person.class_name for person in roll(book)) == SIZES
    rare = {person.name for person in roll(book)} & {"龙䶮", "陈𬱖"}
    assert rare == {"龙䶮", "陈𬱖"}


def test_two_children_of_one_name_are_two_and_told_apart(book: Database, sample_files: Path) -> None:
    bring(book, sample_files / NATIONAL)
    same = [person for person in roll(book) if person.name == "沈天"]
    marks = pupil_room.told_apart(roll(book))
    assert len(same) == 2
    assert {marks[person.id] for person in same} == {"2020-02-21", "2020-07-24"}


@pytest.mark.parametrize("first", [NATIONAL, TITLED, BY_HAND])
def test_whatever_comes_first_the_rest_adds_nobody(
    first: str, new_book: Callable[[], Database], sample_files: Path
) -> None:
    book = new_book()
    for name in (first, NATIONAL, TITLED, BY_HAND):
        bring(book, sample_files / name)
    assert Counter(person.class_name for person in roll(book)) == SIZES
    assert all(person.id_number for person in roll(book))


@pytest.mark.parametrize("name", [NATIONAL, TITLED, BY_HAND])
def test_a_second_time_changes_nothing(name: str, book: Database, sample_files: Path) -> None:
    bring(book, sample_files / name)
    before = roll(book)
    again = bring(book, sample_files / name)
    assert (again.plan.counts()["new"], again.plan.counts()["changed"]) == (0, 0)
    assert not again.plan.work
    assert roll(book) == before


def test_the_titled_list_names_the_double_and_the_wrong_number(book: Database, sample_files: Path) -> None:
    found = bring(book, sample_files / TITLED)
    assert found.plan.counts()["new"] == 108
    said = {(problem.row, problem.column): problem.reason for problem in found.plan.problems}
    assert "校验位" in said[(11, "身份证件号*")]
    assert "丁豪欣" in said[(112, "")]
    (child,) = [person for person in roll(book) if person.name == "司马晨曦"]
    assert child.id_number == ""


def test_the_hand_made_list_names_every_lost_number(book: Database, sample_files: Path) -> None:
    bring(book, sample_files / NATIONAL)
    found = bring(book, sample_files / BY_HAND)
    numbers = [problem for problem in found.plan.problems if problem.column == "身份证号码"]
    lost = [problem for problem in numbers if "存成了数字" in problem.reason]
    assert len(lost) == 15
    assert len({(problem.sheet, problem.cell) for problem in lost}) == 15
    assert found.plan.counts()["new"] == 0
    assert {change.column for row in found.plan.rows for change in row.changes} == {"remark"}


def test_the_staff_list_gives_heads_villages_and_the_group(book: Database, sample_files: Path) -> None:
    bring(book, sample_files / NATIONAL)
    bring(book, sample_files / "教职工名册.xlsx", "staff")
    with book.read() as session:
        people = staff_room.staff(session, today=TODAY)
        rooms = class_room.classes(session, today=TODAY)
        leader = staff_room.principal(session, today=TODAY)
    assert len(people) == 13
    assert all(room.head for room in rooms)
    assert leader is not None
    assert (leader.name, leader.group_role, leader.villages) == ("余依", "组长", ("河湾村",))
    again = importing.preview(book, "staff", sample_files / "教职工名册.xlsx", today=TODAY)
    assert again.plan.counts()["unchanged"] == 13


def test_signers_of_every_layer_with_their_own_figures(book: Database, sample_files: Path) -> None:
    bring(book, sample_files / NATIONAL)
    bring(book, sample_files / "教职工名册.xlsx", "staff")
    with book.write("印发责任书") as session:
        counts = {}
        for kind in ("principal", "class_teacher", "subject_teacher", "parent", "village"):
            people = figures.signers(session, kind=kind, today=TODAY)
            counts[kind] = len(people)
            numbers = agreements.issue(session, kind=kind, people=people, now=NOW)
            assert len(set(numbers.values())) == len(people)
        heads = figures.signers(session, kind="class_teacher", today=TODAY)
    assert counts == {"principal": 1, "class_teacher": 6, "subject_teacher": 6, "parent": 108, "village": 6}
    assert {head.values["班级"]: int(head.values["学生数"]) for head in heads} == SIZES


def test_a_number_stays_when_printed_again(book: Database, sample_files: Path) -> None:
    bring(book, sample_files / NATIONAL)
    with book.write("印发责任书") as session:
        people = figures.signers(session, kind="parent", today=TODAY)
        first = agreements.issue(session, kind="parent", people=people[:50], now=NOW)
        second = agreements.issue(session, kind="parent", people=people, now=NOW)
    assert second | first == second
    assert second[("pupil", people[50].party_id)] == "河湾控责〔2026〕家051号"


def test_marks_bring_the_earlier_stages_and_can_be_taken_back(book: Database, sample_files: Path) -> None:
    bring(book, sample_files / NATIONAL)
    with book.write("登记") as session:
        people = figures.signers(session, kind="parent", today=TODAY)
        agreements.issue(session, kind="parent", people=people, now=NOW)
        ids = [line.id for line in agreements.register(session, kind="parent", today=TODAY) if line.id][:3]
        agreements.mark(session, ids=ids, stage="signed", day=TODAY)
        (layer,) = [item for item in agreements.layers(session, today=TODAY) if item.kind == "parent"]
        assert (layer.issued, layer.handed_out, layer.signed, layer.returned) == (108, 3, 3, 0)
        agreements.mark(session, ids=ids[:1], stage="handed_out", day=None)
        (layer,) = [item for item in agreements.layers(session, today=TODAY) if item.kind == "parent"]
    assert (layer.handed_out, layer.signed) == (2, 2)


def test_the_short_count_of_signers_agrees_with_the_long_one(book: Database, sample_files: Path) -> None:
    bring(book, sample_files / NATIONAL)
    bring(book, sample_files / "教职工名册.xlsx", "staff")
    with book.read() as session:
        short = figures.signer_ids(session, today=TODAY)
        for kind, ids in short.items():
            assert ids == {person.party_id for person in figures.signers(session, kind=kind, today=TODAY)}, kind


def test_the_count_of_incomplete_records_is_the_list_of_them(book: Database, sample_files: Path) -> None:
    bring(book, sample_files / BY_HAND)
    with book.read() as session:
        counted = completeness.count_incomplete(session)
    assert counted == sum(1 for person in roll(book) if completeness.missing_of(person)) == 108
    bring(book, sample_files / NATIONAL)
    with book.read() as session:
        counted = completeness.count_incomplete(session)
    assert counted == sum(1 for person in roll(book) if completeness.missing_of(person)) == 0


@pytest.mark.parametrize(("born", "fate"), [
    ("2015-03-01", "new"), ("2030-01-01", "doubtful"), ("1915-03-01", "doubtful"), ("1998-03-01", "new"),
])  # fmt: skip
def test_a_birth_date_no_pupil_has_is_in_doubt(book: Database, tmp_path: Path, born: str, fate: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"姓名,性别,出生日期,班级\n朱一,男,{born},五年级1班\n", encoding="utf-8")
    counts = bring(book, path).plan.counts()
    assert {key for key, count in counts.items() if count} == {fate}


def test_the_first_year_of_a_junior_school_is_the_seventh(book: Database, tmp_path: Path) -> None:
    with book.write("改学段") as session:
        identity.change_school(session, changes={"stage": "初中"})
    path = tmp_path / "初中.csv"
    rows = ("姓名,性别,出生日期,年级,班级", "向晓,女,2013-10-02,一年级,2班", "石磊,男,2011-12-02,九年级,1班")
    path.write_text("\n".join(rows), "utf-8")
    bring(book, path)
    assert {person.name: person.class_name for person in roll(book)} == {"向晓": "七年级2班", "石磊": "九年级1班"}
