"""一帮一 by the window: a pair made by keys, handed over, ended and summed up; a proposal; promises; a plan."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pairing import notes, service
from kongchuo_desktop.school.pairing.service import PairDraft, PairFacts
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.school.types import PairId, PupilId, StaffId
from kongchuo_desktop.school.visits import talks
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import Page
from kongchuo_desktop.ui.pairs.new_pair import NewPairBox
from kongchuo_desktop.ui.pairs.page import PairsPage
from kongchuo_desktop.ui.pairs.pairs import PairsSection
from kongchuo_desktop.ui.pairs.plan_box import DUE, GOAL, PlanBox
from kongchuo_desktop.ui.pairs.plans import PlansSection
from kongchuo_desktop.ui.pairs.promises import PromisesSection
from kongchuo_desktop.ui.pairs.proposal import ProposalSection
from kongchuo_desktop.ui.pairs.proposal_grid import HELPER
from kongchuo_desktop.ui.preview.box import PreviewBox
from tests.ui.room import NOW, AnsweringTell

Rest = Callable[[], None]
TODAY = NOW.date()
BEFORE = TODAY - timedelta(days=60)
TEACHERS = ("杨校长", "吴芳", "罗明")


def children_of(database: Database) -> dict[str, PupilId]:
    with database.read() as session:
        return {one.name: one.id for one in pupil_room.pupils(session, today=TODAY)}


def teachers_of(database: Database) -> dict[str, StaffId]:
    with database.read() as session:
        return {one.name: one.id for one in staff_room.staff(session, today=TODAY)}


def pairs_of(database: Database) -> tuple[PairFacts, ...]:
    with database.read() as session:
        return service.pairs(session, today=TODAY)


def pair(database: Database, child: str, teacher: str) -> PairId:
    draft = PairDraft(
        "教师帮扶", children_of(database)[child], BEFORE, staff_id=teachers_of(database)[teacher], aim="按时到校",
        talks_per_month=3, visits_per_month=1,
    )  # fmt: skip
    with database.write("结对") as session:
        return service.make(session, draft=draft, today=TODAY)


def box_of(window: MainWindow, kind: type[FormBox] = FormBox) -> FormBox:
    (box,) = [one for one in window.findChildren(kind) if one.isVisible()]
    return box


def said(office: Office) -> Sequence[str]:
    assert isinstance(office.tell, AnsweringTell)
    return office.tell.toasts


@pytest.fixture
def window(open_window: Callable[..., MainWindow], rest: Rest, database: Database) -> MainWindow:
    with database.write("教师") as session:
        for name in TEACHERS:
            staff_room.add_staff(session, fields={"name": name})
    made = open_window()
    made.open_page("pairs")
    rest()
    return made


def section_of(window: MainWindow, key: str, rest: Rest) -> Page:
    window.open_page("pairs", key)
    rest()
    assert isinstance(window.page, PairsPage)
    return window.page.section


@pytest.fixture
def listed(window: MainWindow, rest: Rest) -> PairsSection:
    section = section_of(window, "pairs", rest)
    assert isinstance(section, PairsSection)
    return section


def test_a_pair_is_made_by_keys(window: MainWindow, listed: PairsSection, rest: Rest, database: Database) -> None:
    assert listed.state_sentence() == "现在没有结对"
    listed.new()
    rest()
    box = box_of(window, NewPairBox)
    assert isinstance(box, NewPairBox)
    QTest.keyClicks(box.picker.line, "zys")
    box.picker.line._pause.stop()
    box.picker.line._search()
    rest()
    QTest.keyClick(box.picker.line, Qt.Key.Key_Return)
    assert box.picker.name == "张一山"
    box.helper.setEditText("吴芳")
    for key in ("helper", "subject", "aim", "talks_per_month", "visits_per_month", "since"):
        QTest.keyClick(box.form.editor(key), Qt.Key.Key_Return)
    rest()
    (made,) = pairs_of(database)
    assert (made.pupil, made.helper, made.talks_per_month, made.visits_per_month) == ("张一山", "吴芳", 3, 1)
    assert said(window.office) == ["已结对：张一山"]
    assert listed.state_sentence() == "1 对，1 名学生，1 名帮扶人"


def test_only_a_cadre_is_named_freely(window: MainWindow, listed: PairsSection, rest: Rest, database: Database) -> None:
    listed.open_request(("new", children_of(database)["韦䶮"]))
    rest()
    box = box_of(window, NewPairBox)
    assert isinstance(box, NewPairBox)
    box.helper.setEditText("镇里的人")
    box.finish()
    assert box.form.objection_to("helper").startswith("名单里没有“镇里的人”")
    assert not box.form.editor("helper_unit").isVisible()
    box.form.put({"kind": "同伴互助"})
    assert [box.helper.itemText(n) for n in range(1, box.helper.count())] == ["阿依古丽·买买提江（二年级1班）"]
    box.form.put({"kind": "干部结对", "helper": "田主任", "helper_unit": "镇政府"})
    assert box.form.editor("helper_unit").isVisible()
    box.finish()
    rest()
    (made,) = pairs_of(database)
    assert (made.helper, made.helper_unit, made.visits_per_month) == ("田主任", "镇政府", 1)


def test_a_teacher_who_leaves_hands_all_over(
    window: MainWindow, listed: PairsSection, rest: Rest, database: Database
) -> None:
    pair(database, "张一山", "吴芳")
    pair(database, "韦䶮", "吴芳")
    rest()
    listed.list.table.selectAll()
    assert {line.load for line in listed.list.selected()} == {2}
    listed.acts.ask_hand_over([line.pair for line in listed.list.selected()])
    rest()
    box = box_of(window)
    box.form.put({"to": teachers_of(database)["罗明"]})
    box.finish()
    rest()
    assert [(one.pupil, one.helper) for one in pairs_of(database) if one.holds(TODAY)] == [
        ("张一山", "罗明"), ("韦䶮", "罗明"),
    ]  # fmt: skip
    assert said(window.office) == ["已移交 2 对"]


def test_an_ended_pair_asks_for_its_summary(
    window: MainWindow, listed: PairsSection, rest: Rest, database: Database
) -> None:
    pair(database, "张一山", "吴芳")
    rest()
    line = listed.list.model.rows[0]
    listed.acts.ask_end((line.pair,))
    box_of(window).form.put({"why": "目标达成"})
    box_of(window).finish()
    rest()
    line = listed.list.model.rows[0]
    assert line.state == "待总结"
    assert "1 对待总结" in listed.state_sentence() or listed.state_sentence() == "现在没有结对"
    listed.acts.ask_summary(line.pair)
    box = [one for one in window.findChildren(FormBox) if one.isVisible()][-1]
    box.form.put({"text": "每天按时到校，作业交齐。"})
    box.finish()
    rest()
    assert pairs_of(database)[0].summary == "每天按时到校，作业交齐。"
    assert listed.list.model.rows[0].state == "已结束"


def test_a_proposal_is_pinned_accepted_and_taken_back(window: MainWindow, rest: Rest, database: Database) -> None:
    section = section_of(window, "proposal", rest)
    assert isinstance(section, ProposalSection)
    assert section.state_sentence() == "没有要配的学生"  # nobody is on the register of concern
    section.whom.setCurrentIndex(1)
    rest()
    assert section.state_sentence() == "建议 5 对，还没有保存"
    assert pairs_of(database) == ()
    first = section.grid.chosen()[0]
    other = next(one for one in section.seen.helpers if one.key != first.helper.key) if section.seen else None
    assert other is not None
    section.grid.pinned.emit(first.child.id, other.key)
    rest()
    shown = section.grid.item(0, HELPER)
    assert shown is not None
    assert shown.text() == f"{other.name}（已指定）"
    section.grid.tick(4, False)
    act = section.main_act()
    assert act is not None
    assert act.title == "接受选中的 4 对"
    act.run()
    box_of(window).finish()
    rest()
    made = {one.pupil_id: one.helper for one in pairs_of(database)}
    assert len(made) == 4
    assert made[first.child.id] == other.name
    assert section.state_sentence() == "建议 1 对，还没有保存"
    assert isinstance(window.office.tell, AnsweringTell)
    assert window.office.tell.undo is not None
    window.office.tell.undo()
    rest()
    assert pairs_of(database) == ()


def test_those_left_out_are_named_with_the_reason(window: MainWindow, rest: Rest) -> None:
    section = section_of(window, "proposal", rest)
    assert isinstance(section, ProposalSection)
    section.whom.setCurrentIndex(1)
    section.most.setValue(1)
    rest()
    assert section.state_sentence() == "建议 3 对，还没有保存，2 人没有配上"
    assert "可选的人都已带满" in section.left.text()


def test_a_veto_changes_the_proposal_at_once(window: MainWindow, rest: Rest) -> None:
    section = section_of(window, "proposal", rest)
    assert isinstance(section, ProposalSection)
    section.whom.setCurrentIndex(1)
    rest()
    first = section.grid.current()
    assert first is not None
    section.ask_wish()
    rest()
    box_of(window).form.put({"why": "家长有顾虑"})
    box_of(window).finish()
    rest()
    again = section.grid.current()
    assert again is not None
    assert again.child.id == first.child.id
    assert again.helper.key != first.helper.key


def test_a_task_of_today_opens_its_child(window: MainWindow, rest: Rest, database: Database) -> None:
    number = pair(database, "韦䶮", "吴芳")
    pair(database, "张一山", "吴芳")
    window.office.go("pairs", ("promises", Opens("pairs", pupil_id=children_of(database)["韦䶮"], kind="promises")))
    rest()
    assert isinstance(window.page, PairsPage)
    assert isinstance(window.page.section, PromisesSection)
    assert [line.pair.id for line in window.page.section.list.selected()] == [number]


def test_papers_are_made_from_the_list(
    window: MainWindow, listed: PairsSection, rest: Rest, database: Database
) -> None:
    pair(database, "韦䶮", "吴芳")
    with database.write("学期") as session:
        identity.set_term(session, span=TermSpan(2026, "autumn", TODAY - timedelta(days=6), TODAY + timedelta(days=99)))
    rest()
    assert isinstance(window.office.tell, AnsweringTell)
    window.office.tell.answers = ["pair_agreement"]
    listed._print(tuple(listed.list.model.rows))
    rest()
    (box,) = window.findChildren(PreviewBox)
    assert box.isVisible()


def test_a_talk_keeps_a_promise(window: MainWindow, rest: Rest, database: Database) -> None:
    number = pair(database, "韦䶮", "吴芳")
    section = section_of(window, "promises", rest)
    assert isinstance(section, PromisesSection)
    assert section.list.select(number)
    (line,) = section.list.selected()
    assert (line.talks, line.alone) == ("0/3", True)
    section.talk()
    box_of(window).form.put({"content": "说了作业的事"})
    box_of(window).finish()
    rest()
    (line,) = section.list.model.rows
    assert (line.talks, line.alone) == ("1/3", False)
    with database.read() as session:
        (talk,) = talks.talks(session)
    assert (talk.pupil, talk.talker, talk.content) == ("韦䶮", "吴芳", "说了作业的事")


def test_a_plan_with_a_goal_a_cycle_and_help(window: MainWindow, rest: Rest, database: Database) -> None:
    pair(database, "韦䶮", "吴芳")
    with database.write("学期") as session:
        term = TermSpan(2026, "autumn", TODAY - timedelta(days=6), TODAY + timedelta(days=120))
        identity.set_term(session, span=term)
    section = section_of(window, "plans", rest)
    assert isinstance(section, PlansSection)
    (line,) = section.list.model.rows
    assert line.state == "没有方案"
    section.plan(line)
    (box,) = window.findChildren(PlanBox)
    box.causes["作业拖拉"].setChecked(True)
    box.goals.write(0, GOAL, "一周作业不欠交")
    box.goals.write(0, DUE, "看不懂")
    box.finish()
    assert box.refusal.text() == "第 1 个目标的“到哪天”没看懂：“看不懂”，请写成 2026-10-31 或 10.31。"
    box.goals.write(0, DUE, "10.31")
    box.finish()
    rest()
    (line,) = section.list.model.rows
    assert (line.state, line.goals, line.plan.causes) == ("执行中", "0/1", ("作业拖拉",))
    assert (line.plan.goals[0].who, line.plan.goals[0].due) == ("吴芳", TODAY.replace(month=10, day=31))
    section.acts.ask_help((line,))
    box_of(window).form.put({"content": "补习两位数乘法"})
    box_of(window).finish()
    rest()
    section.acts.ask_cycle(section.list.model.rows[0])
    cycle = [one for one in window.findChildren(FormBox) if one.isVisible()][-1]
    cycle.form.put({"rating": "明显进步", "result": "作业交齐了"})
    cycle.finish()
    rest()
    (line,) = section.list.model.rows
    assert (line.minutes, line.cycles.partition("/")[0]) == (30, "1")
    section.sum_up(line, "middle")
    rest()
    summary = [one for one in window.findChildren(FormBox) if one.isVisible()][-1]
    assert "第1周期明显进步" in summary.form.values()["text"]
    summary.finish()
    rest()
    assert section.list.model.rows[0].plan.middle_on == TODAY
    section.show_line(section.list.model.rows[0])
    assert section.close_inner()


def test_a_week_is_written_and_kept_with_ctrl_s(window: MainWindow, rest: Rest, database: Database) -> None:
    pair(database, "韦䶮", "吴芳")
    with database.write("学期") as session:
        identity.set_term(session, span=TermSpan(2026, "autumn", TODAY - timedelta(days=6), TODAY + timedelta(days=99)))
    section = section_of(window, "plans", rest)
    assert isinstance(section, PlansSection)
    section.show_line(section.list.model.rows[0])
    next(one for one in section.findChildren(QPushButton) if one.text() == "写本周").click()
    rest()
    box = box_of(window)
    box.form.put({"remark": "字写得比上周工整，继续。"})
    QTest.keyClick(box, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    rest()
    child = children_of(database)["韦䶮"]
    with database.read() as session:
        (note,) = notes.weeks(session, pupil_id=child)
    assert note.remark == "字写得比上周工整，继续。"
