"""Reports of the register of concern: what is on them, what must never be, and their questions."""

import json
from datetime import date
from pathlib import Path

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.reports.table import Table
from kongchuo_desktop.school.concern import homes, service, whereabouts
from kongchuo_desktop.school.concern.whereabouts import Stay
from kongchuo_desktop.school.pairing import care
from kongchuo_desktop.school.pairing.care import Named
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import GuardianId, PupilId
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import found_school

TODAY = date(2026, 11, 22)
SINCE = date(2026, 9, 1)
SRC = Path(__file__).parents[2] / "kongchuo_desktop"


@pytest.fixture
def who(book: Database) -> dict[str, PupilId]:
    """韦小山 left behind by both, slow and poor; 龙飞 lives with one parent, 罗雨 was tired and is no more."""
    found = found_school(book)
    with book.write("登记") as session:
        for name, kind in (
            ("韦小山", "留守（双亲外出）"), ("韦小山", "学困生"), ("韦小山", "家困生"),
            ("龙飞", "单亲"), ("罗雨", "厌学"),
        ):  # fmt: skip
            service.mark(
                session, pupil_ids=[found[name]], kind=kind, since=SINCE, why=f"因{kind}", by="梁老师", today=TODAY
            )
        (tired,) = service.marks(session, on=TODAY, pupil_ids=[found["罗雨"]])
        assert tired.id
        service.end_mark(session, mark_id=tired.id, on=TODAY, why="已好转", by="梁老师", today=TODAY)
    return found


def made(book: Database, key: str, **choices: str) -> Table:
    with book.read() as session:
        return report_kind(key).tabulate(session, choices, TODAY)


def test_the_register_with_what_follows_and_what_has_ended(book: Database, who: dict[str, PupilId]) -> None:
    table = made(book, "concern")
    told = [(row[1], row[5], row[7]) for row in table.rows]
    assert told == [
        ("韦小山", "家困生", "因家困生"), ("韦小山", "学困生", "因学困生"),
        ("韦小山", "双困生", "由学困生、家困生得出"),
        ("韦小山", "留守（双亲外出）", "因留守（双亲外出）"), ("龙飞", "单亲", "因单亲"),
    ]  # fmt: skip
    assert table.notes[0] == "共 2 人，5 项。"
    assert any(note.startswith("留守口径：学籍口径") for note in table.notes)
    ended = made(book, "concern", kind="厌学", ended="yes").rows
    assert [(row[1], row[9], row[10]) for row in ended] == [("罗雨", TODAY, "已好转")]
    assert [row[1] for row in made(book, "concern", **{"class": "五年级2班"}).rows] == ["龙飞"]


@pytest.mark.parametrize(
    ("choices", "told"),
    [({"kind": "懒"}, "没有“懒”这个类别"), ({"village": "天边"}, "没有“天边”这个村"), ({"class": "九班"}, "现有班级"),
     ({"level": "高"}, "没有选项“level”")],
)  # fmt: skip
def test_wrong_answers_are_sentences(
    book: Database, who: dict[str, PupilId], choices: dict[str, str], told: str
) -> None:
    with pytest.raises(UserError, match=told):
        made(book, "concern", **choices)


def test_counts_by_class_name_nobody_and_count_a_child_once(book: Database, who: dict[str, PupilId]) -> None:
    table = made(book, "concern_counts")
    assert [column.heading for column in table.columns] == ["方面", "类别", "五年级1班", "五年级2班", "合计"]
    assert table.rows[-1] == ("", "登记人数（不重复）", 1, 1, 2)
    assert ("学习", "双困生", 1, None, 1) in table.rows
    assert not report_kind("concern_counts").personal


def test_left_behind_children_with_both_parents_and_who_cares(book: Database, who: dict[str, PupilId]) -> None:
    child = who["韦小山"]
    with book.write("家庭") as session:
        adults: list[GuardianId] = [
            pupil_room.set_guardian(
                session, pupil_id=child, guardian_id=None, position=n, fields={"name": name, "phone": f"1390000000{n}"},
                relation=relation, is_guardian="是",
            )
            for n, (name, relation) in enumerate((("韦大", "父亲"), ("石花", "母亲")), start=1)
        ]  # fmt: skip
        whereabouts.set_whereabouts(
            session, guardian_id=adults[0], stay=Stay("省外务工", "浙江温州", since=date(2026, 2, 1)), today=TODAY
        )
        whereabouts.set_whereabouts(session, guardian_id=adults[1], stay=Stay("在家"), today=TODAY)
        homes.save_home(
            session, pupil_id=child, texts={"carer_name": "罗秀英", "carer_relation": "祖母", "income": "父母务工"},
            known_on=TODAY, known_by="", today=TODAY,
        )  # fmt: skip
    table = made(book, "left_behind")
    (row,) = table.rows
    assert row[10:] == (
        "双亲", "韦大 省外务工 浙江温州", "13900000001", "石花 在家", "13900000002", "祖母 罗秀英", "父母务工",
    )  # fmt: skip
    assert "登记的类别与父母去向按本口径得出的不同，请核对：韦小山。" in table.notes
    assert [row[1] for row in made(book, "left_behind", basis="judged").rows] == ["韦小山"]


def test_four_adults_on_one_line(book: Database, who: dict[str, PupilId]) -> None:
    with book.write("一长三员") as session:
        care.assign(
            session, pupil_ids=[who["韦小山"]], kind="代理家长", since=SINCE, today=TODAY,
            who=Named(name="罗支书", unit="河湾村委会", phone="139"),
        )  # fmt: skip
    table = made(book, "care")
    assert table.rows[0][1:6] == ("韦小山", "", "五年级1班", "留守（双亲外出）", "罗支书 河湾村委会 139")
    assert table.notes[0] == "共 1 人，其中 1 人没有配齐。"


def test_no_paper_list_or_file_asks_for_a_level() -> None:
    leaving = [*SRC.glob("reports/*.py"), *SRC.glob("documents/*.py"), *SRC.glob("sheets/*.py"), *SRC.glob("desk/*.py")]
    asking = [path.name for path in leaving if "school.levels" in path.read_text(encoding="utf-8")]
    assert asking == ["demo_concern.py"]


def test_empty_registers_are_papers_too(book: Database) -> None:
    found_school(book)
    for key in ("concern", "concern_counts", "left_behind", "care"):
        table = made(book, key)
        assert table.title
        assert json.dumps([list(map(str, row)) for row in table.rows], ensure_ascii=False)
