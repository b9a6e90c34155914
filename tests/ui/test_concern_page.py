"""重点关爱 by the window: marked, ended, taken back; levels by one key; homes by keys; adults and their records."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.concern import homes, service
from kongchuo_desktop.school.concern.service import MarkFacts
from kongchuo_desktop.school.levels import service as level_room
from kongchuo_desktop.school.pairing import care
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.concern.care import CareSection
from kongchuo_desktop.ui.concern.homes import HomesSection
from kongchuo_desktop.ui.concern.kinds_box import KindsBox
from kongchuo_desktop.ui.concern.levels import LevelsSection
from kongchuo_desktop.ui.concern.page import ConcernPage
from kongchuo_desktop.ui.concern.proposals_box import ProposalsBox
from kongchuo_desktop.ui.concern.register import RegisterSection
from kongchuo_desktop.ui.concern.weights_box import WeightsBox
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.lists.columns import Row
from kongchuo_desktop.ui.office import Office
from tests.ui.room import NOW, AnsweringTell

Rest = Callable[[], None]
TODAY = NOW.date()
SINCE = date(2026, 9, 1)


def ids(database: Database) -> dict[str, PupilId]:
    """罗小河 has a namesake: the boy."""
    with database.read() as session:
        return {person.name: person.id for person in pupil_room.pupils(session, today=TODAY)}


@pytest.fixture
def who(database: Database) -> dict[str, PupilId]:
    """张一山 sways, is tired, and his parents are away; 韦䶮 lives with one parent; remarks say more of two."""
    found = ids(database)
    with database.write("布置") as session:
        for name, kind in (("张一山", "动摇生"), ("张一山", "厌学"), ("张一山", "留守（双亲外出）"), ("韦䶮", "单亲")):
            service.mark(session, pupil_ids=[found[name]], kind=kind, since=SINCE, why="", by="王老师", today=TODAY)
        pupil_room.change_pupil(session, pupil_id=found["韦䶮"], fields={"remark": "低保户，成绩差"})
        pupil_room.set_guardian(
            session, pupil_id=found["张一山"], guardian_id=None, position=1, fields={"name": "张大山"}, relation="父亲",
            is_guardian="是",
        )  # fmt: skip
        staff_room.add_staff(session, fields={"name": "梁老师", "duty": "教师"})
    return found


@pytest.fixture
def page(who: dict[str, PupilId], open_window: Callable[..., MainWindow], rest: Rest) -> ConcernPage:
    window = open_window()
    window.open_page("concern")
    rest()
    assert isinstance(window.page, ConcernPage)
    return window.page


def told(office: Office) -> AnsweringTell:
    assert isinstance(office.tell, AnsweringTell)
    return office.tell


def box_over(page: ConcernPage, kind: type[QDialog] = FormBox) -> QDialog:
    return next(box for box in page.window().findChildren(kind) if box.isVisible())


def fill(page: ConcernPage, rest: Rest, **values: object) -> None:
    """Type into the form over the page and finish it."""
    box = box_over(page)
    assert isinstance(box, FormBox)
    box.form.put({**box.form.values(), **values})
    box.finish()
    rest()


def undo(office: Office, rest: Rest) -> None:
    back = told(office).undo
    assert back is not None
    back()
    rest()


def register(page: ConcernPage) -> RegisterSection:
    assert isinstance(page.section, RegisterSection)
    return page.section


def line_of(section: RegisterSection, name: str) -> Row:
    assert section.seen
    return next(line for line in section.seen.lines if line.facts.name == name)


def held(database: Database, pupil: PupilId) -> tuple[MarkFacts, ...]:
    with database.read() as session:
        return service.marks(session, on=TODAY, pupil_ids=[pupil])


def open_section(page: ConcernPage, key: str, rest: Rest) -> None:
    page.open_section(key)
    rest()


def test_children_with_marks_and_kinds_with_their_counts(page: ConcernPage) -> None:
    section = register(page)
    assert [line.name for line in section.list.model.rows] == ["张一山", "韦䶮"]
    assert page.state_sentence() == "登记 2 人，共 4 项，另有 2 条线索待核对"
    words = [section.contents.item(place).text() for place in range(section.contents.count())]
    assert words[:2] == ["有登记的学生　2", "全部学生　5"]
    section.contents.setCurrentRow(words.index("　单亲　1"))
    assert [line.name for line in section.list.model.rows] == ["韦䶮"]
    section.contents.setCurrentRow(1)
    assert len(section.list.model.rows) == 5


def test_several_marked_at_once_and_taken_back(
    page: ConcernPage, who: dict[str, PupilId], database: Database, rest: Rest, office: Office
) -> None:
    section = register(page)
    section.ask_mark()
    assert told(office).toasts[-1].startswith("请选中学生")
    section.marking.ask_mark((line_of(section, "张一山"), line_of(section, "韦䶮")), tuple(section.seen.kinds.values()))  # type: ignore[union-attr]
    fill(page, rest, kind="厌学", since=SINCE, why="不愿来")
    assert told(office).toasts[-1] == "已登记 1 人为“厌学”；张一山原已登记，没有重复"
    assert "厌学" in [mark.kind for mark in held(database, who["韦䶮"])]
    undo(office, rest)
    assert [mark.kind for mark in held(database, who["韦䶮"])] == ["单亲"]


def test_a_mark_ends_with_a_reason_and_comes_back(
    page: ConcernPage, who: dict[str, PupilId], database: Database, rest: Rest, office: Office
) -> None:
    section = register(page)
    section.marking.ask_end((line_of(section, "张一山"),))
    box = box_over(page)
    assert isinstance(box, FormBox)
    box.finish()
    assert box.form.objection_to("why") == "请填写解除原因。"
    fill(page, rest, kind="动摇生", why="思想已稳定")
    assert "动摇生" not in [mark.kind for mark in held(database, who["张一山"])]
    section.open_child(who["张一山"])
    rest()
    words = [made.text() for made in section.panel.findChildren(QLabel)]
    assert any("解除：思想已稳定（王老师）" in word for word in words)
    undo(office, rest)
    assert "动摇生" in [mark.kind for mark in held(database, who["张一山"])]


def test_clues_are_written_only_when_a_person_says_so(
    page: ConcernPage, who: dict[str, PupilId], database: Database, rest: Rest, office: Office
) -> None:
    section = register(page)
    page.open_request(("register", "proposals"))
    box = box_over(page, ProposalsBox)
    assert isinstance(box, ProposalsBox)
    assert {(item.kind, item.said) for item in box.list.model.rows} == {
        ("家困生", "备注：低保户"),
        ("学困生", "备注：成绩差"),
    }
    assert [mark.kind for mark in held(database, who["韦䶮"])] == ["单亲"]
    slow, poor = sorted(box.list.model.rows, key=lambda clue: str(clue.kind))
    box.list.select(poor.key)
    box.list.strip.act_wanted.emit(box.list.kind.acts[0])
    rest()
    assert [(mark.kind, mark.source) for mark in held(database, who["韦䶮"])] == [("家困生", "备注"), ("单亲", "登记")]
    box.list.select(slow.key)
    box.list.strip.act_wanted.emit(box.list.kind.acts[1])
    rest()
    assert section.seen
    assert section.seen.proposals == ()
    undo(office, rest)
    assert section.clues.text() == "线索 1"


def test_the_schools_own_kind_is_added_and_used(page: ConcernPage, rest: Rest, office: Office) -> None:
    section = register(page)
    section.open_kinds()
    rest()
    box = box_over(page, KindsBox)
    assert isinstance(box, KindsBox)
    box.ask_add()
    fill(page, rest, name="易地搬迁", group="家庭", is_key=False)
    assert told(office).toasts[-1] == "已添加“易地搬迁”"
    box.close()
    assert section.seen
    assert "易地搬迁" in section.seen.kinds


def levels(page: ConcernPage) -> LevelsSection:
    assert isinstance(page.section, LevelsSection)
    return page.section


def test_a_level_is_decided_with_one_key_and_otherwise_with_a_reason(
    page: ConcernPage, who: dict[str, PupilId], database: Database, rest: Rest, office: Office, qtbot: QtBot
) -> None:
    open_section(page, "levels", rest)
    section = levels(page)
    assert [(line.name, line.facts.level) for line in section.list.model.rows] == [("张一山", "高"), ("韦䶮", "低")]
    assert page.state_sentence() == "高 1 人，中 0 人，低 1 人，2 人待定"
    section.list.table.setFocus()
    section.list.select(who["张一山"])
    QTest.keyClick(section.list.table, Qt.Key.Key_1)
    rest()
    assert told(office).toasts[-1] == "已把 张一山 定为“高”"
    QTest.keyClick(section.list.table, Qt.Key.Key_2)
    fill(page, rest, why="家访后已稳定")
    with database.read() as session:
        made = level_room.decisions(session, pupil_id=who["张一山"])
    assert [(item.level, item.why, item.by) for item in made] == [
        ("中", "家访后已稳定", "王老师"),
        ("高", "", "王老师"),
    ]
    undo(office, rest)
    with database.read() as session:
        assert len(level_room.decisions(session, pupil_id=who["张一山"])) == 1
    told(office).answers.append("yes")
    section.accept_all()
    rest()
    assert page.state_sentence() == "高 1 人，中 0 人，低 1 人"


def test_reasons_stand_beside_the_level(page: ConcernPage, who: dict[str, PupilId], rest: Rest) -> None:
    page.open_request(("levels", Opens("concern", who["张一山"], kind="levels")))
    rest()
    section = levels(page)
    words = [made.text() for made in section.panel.findChildren(QLabel)]
    assert "建议“高”，共 10 分" in words
    wanted: list[object] = []
    page.office.wanted.connect(lambda key, request: wanted.append((key, request)))
    next(made for made in section.panel.findChildren(QPushButton) if made.text() == "记家访").click()
    assert wanted == [("visits", ("visits", ("new", who["张一山"])))]
    for reason in ("动摇生", "厌学", "留守（双亲外出）", "刚开学", "还没有家访、谈心记录"):
        assert reason in "、".join(words)


def test_the_visitors_view_hides_every_level(page: ConcernPage, rest: Rest, office: Office) -> None:
    open_section(page, "levels", rest)
    section = levels(page)
    section.show_to_visitors(True)
    assert not section.list.isVisible()
    assert section.curtain.isVisible()
    assert page.state_sentence() == ""
    assert page.main_act() is None
    again = LevelsSection(office)
    assert again.hidden_from_view
    again.deleteLater()
    section.show_to_visitors(False)
    assert section.list.isVisible()


def test_levels_are_not_exported_without_being_asked(page: ConcernPage, rest: Rest, office: Office) -> None:
    open_section(page, "levels", rest)
    told(office).answers.append("no")
    levels(page).list.export_button.click()
    assert "不要外传" in told(office).said[-1]


def test_a_weight_is_changed_from_a_day_on(page: ConcernPage, rest: Rest) -> None:
    open_section(page, "levels", rest)
    section = levels(page)
    section.open_weights()
    rest()
    box = box_over(page, WeightsBox)
    assert isinstance(box, WeightsBox)
    box.ask(next(rule for rule in box.list.model.rows if rule.key == "level.kind.动摇生"))
    fill(page, rest, value="0", since=TODAY, document="校长会议")
    box.close()
    first = section.list.model.rows[0]
    assert (first.name, first.facts.level) == ("张一山", "中")


def test_a_home_is_written_with_keys_alone(
    page: ConcernPage, who: dict[str, PupilId], database: Database, rest: Rest, office: Office
) -> None:
    page.open_request(("homes", who["张一山"]))
    rest()
    section = page.section
    assert isinstance(section, HomesSection)
    assert section.form is not None
    section.form.put(
        {**section.form.values(), "p0.state": "省外务工", "p0.place": "浙江温州", "p0.since": date(2026, 2, 20),
         "p0.contact_on": TODAY, "p0.contact_how": "电话", "carer_name": "罗秀英", "carer_relation": "祖母"}
    )  # fmt: skip
    assert section.save_form()
    rest()
    assert told(office).toasts[-1] == "张一山家的情况已保存"
    with database.read() as session:
        home = homes.home_of(session, pupil_id=who["张一山"], on=TODAY)
    assert (home.carer, home.known_by, home.parents[0].words) == ("祖母 罗秀英", "王老师", "父亲省外务工（浙江温州）")
    line = next(line for line in section.list.model.rows if line.id == who["张一山"])
    assert (line.left_behind, line.state, line.contacted) == ("单亲留守", "已了解", TODAY)


def test_typed_changes_of_a_home_are_not_lost_silently(
    page: ConcernPage, who: dict[str, PupilId], rest: Rest, office: Office
) -> None:
    page.open_request(("homes", who["张一山"]))
    rest()
    section = page.section
    assert isinstance(section, HomesSection)
    assert section.form is not None
    QTest.keyClicks(section.form.editor("carer_name"), "luo")
    told(office).answers.append("no")
    page.step(1)
    assert page.front == "homes"
    told(office).answers.append("yes")
    page.step(1)
    assert page.front == "care"


def test_the_definition_of_left_behind_is_chosen(page: ConcernPage, rest: Rest, database: Database) -> None:
    open_section(page, "homes", rest)
    section = page.section
    assert isinstance(section, HomesSection)
    section.ask_definition()
    fill(page, rest, key="civil", since=TODAY, document="镇民政办")
    assert section.seen
    assert section.seen.definition.name == "民政口径"


def test_four_adults_and_a_months_record(
    page: ConcernPage, who: dict[str, PupilId], database: Database, rest: Rest, office: Office
) -> None:
    open_section(page, "care", rest)
    section = page.section
    assert isinstance(section, CareSection)
    (child,) = section.list.model.rows
    assert (child.name, child.lacks, page.state_sentence()) == (
        "张一山", "都没有落实", "留守 1 人，1 人没有配齐，本月 1 人没有关爱记录",
    )  # fmt: skip
    with database.read() as session:
        teacher = staff_room.staff(session, today=TODAY)[0].id
    section.ask_carer((child,))
    fill(page, rest, kind="学习辅导", who=teacher, since=SINCE)
    section.ask_carer((child,))
    fill(page, rest, kind="代理家长", who="罗支书", unit="河湾村委会", phone="139", since=SINCE)
    (child,) = section.list.model.rows
    assert (child.carer("学习辅导"), child.carer("代理家长"), child.lacks) == (
        "梁老师",
        "罗支书",
        "缺生活辅导、心理辅导",
    )
    section.ask_record((child,))
    fill(page, rest, who="罗支书", content="到家看望")
    (child,) = section.list.model.rows
    assert child.month == "已写"
    section.ask_relieve((child,))
    fill(page, rest, on=TODAY, why="换人")
    with database.read() as session:
        assert len(care.lines(session, on=TODAY)[0].carers) == 1


def test_todays_task_opens_the_child_that_waits(
    who: dict[str, PupilId], open_window: Callable[..., MainWindow], rest: Rest, database: Database
) -> None:
    with database.write("提前") as session:
        level_room.decide(
            session, pupil_ids=[who["张一山"]], level="高", why="", by="校长", now=NOW - timedelta(days=6)
        )
    window = open_window()
    window.open_page("concern", ("levels", Opens("concern", who["张一山"], kind="levels")))
    rest()
    page = window.page
    assert isinstance(page, ConcernPage)
    current = levels(page).list.current()
    assert current is not None
    assert current.name == "张一山"


def test_an_empty_school_is_told_what_to_do(
    database: Database, open_window: Callable[..., MainWindow], rest: Rest
) -> None:
    with database.write("清空") as session:
        for person in pupil_room.pupils(session, today=TODAY):
            pupil_room.change_pupil(session, pupil_id=person.id, fields={"status": "离校"})
        assert class_room.classes(session, today=TODAY)
    window = open_window()
    window.open_page("concern")
    rest()
    page = window.page
    assert isinstance(page, ConcernPage)
    for key in ("register", "levels", "homes", "care"):
        open_section(page, key, rest)
        assert page.main_act() is None
        assert page.state_sentence() == ""
