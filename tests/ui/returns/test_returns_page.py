"""劝返 by the window: a step in few keys, a child back and looked after, a list checked, ledgers opened."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from kongchuo_desktop.school.attendance.model import AbsenceMark
from kongchuo_desktop.school.returns import cases as case_room
from kongchuo_desktop.school.returns import casework, suspects
from kongchuo_desktop.school.returns.model import Suspect
from kongchuo_desktop.school.tasks import service as tasks
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.audit import AuditEntry
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.frame.search_box import SearchBox
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.returns.cases import CasesSection
from kongchuo_desktop.ui.returns.ledgers import LedgersSection
from kongchuo_desktop.ui.returns.letters import AGAIN
from kongchuo_desktop.ui.returns.suspects import SuspectsSection
from kongchuo_desktop.ui.returns.watching import WatchingSection
from tests.ui.returns.conftest import LEFT, TODAY
from tests.ui.returns.hands import DAYS, Bring, Rest, case_of, choices_of, fill, listed_now, register, words_of
from tests.ui.visits.visiting import Hands, Key, box_over, press, told


def test_a_step_takes_five_keys(section: Bring, database: Database, case_id: int, rest: Rest) -> None:
    page = section("cases")
    assert isinstance(page, CasesSection)
    page.choose_first()
    page.list.table.setFocus()
    hands = Hands(page.window())  # type: ignore[arg-type]
    hands.press(Key.Key_Return)  # the case opens, its main act has the cursor
    rest()
    assert page.side.isVisible()
    assert isinstance(page.window().focusWidget(), QPushButton)
    hands.press(Key.Key_Space)
    rest()
    box = box_over(page)
    assert box.form.values()["kind"] == "电话联系"
    assert (box.form.values()["day"], box.form.values()["people"]) == (TODAY, "梁老师")
    box.form.editor("text").setFocus()
    popup_before = hands.count
    hands_in_box = Hands(box)  # type: ignore[arg-type]
    hands_in_box.press(Key.Key_F4)
    hands_in_box.press(Key.Key_1, "1")
    box.finish()  # Ctrl+S
    rest()
    rest()
    assert popup_before + hands_in_box.count + 1 == 5
    (step,) = case_of(database, case_id).steps
    assert (step.kind, step.day, step.people) == ("电话联系", TODAY, "梁老师")
    assert step.text.startswith("电话联系监护人")
    assert page.list.model.rows[0].next.what == "入户劝返"
    assert "入户劝返" in words_of(page.side)


def test_a_step_is_taken_back_and_corrected(
    section: Bring, database: Database, case_id: int, rest: Rest, office: Office
) -> None:
    page = section("cases", ("case", case_id))
    assert isinstance(page, CasesSection)
    page.step()
    fill(page, rest, text="打了电话", result="没有联系上")
    undo = told(office).undo
    assert undo is not None
    press(page.side, "改")
    fill(page, rest, result="家长答应送孩子返校", due=date(2026, 9, 9))
    assert case_of(database, case_id).steps[0].result == "家长答应送孩子返校"
    assert page.list.model.rows[0].next.what == "核对孩子是否按约定返校"
    press(page.side, "撤回")
    fill(page, rest, why="登记错了人")
    assert case_of(database, case_id).steps == ()
    undo = told(office).undo
    assert undo is not None
    undo()
    rest()
    assert len(case_of(database, case_id).steps) == 1


def test_a_child_back_is_confirmed_by_enter_and_leaves_again(
    section: Bring, database: Database, case_id: int, ids: dict[str, PupilId], rest: Rest, office: Office
) -> None:
    page = section("cases", ("case", case_id))
    assert isinstance(page, CasesSection)
    press(page.side, "返校了…")
    fill(page, rest, day=LEFT, how="家长送回", plan="每天补半小时", helper="梁老师")
    found = case_of(database, case_id)
    assert (found.state, found.missing, len(found.watches)) == ("已返校跟踪", (), 4)
    with database.write("另定") as session:
        casework.set_watch_days(session, case_id=case_id, days=[TODAY, TODAY + timedelta(days=30)])
    register(database, ids["张一山"])
    watching = section("watching")
    assert isinstance(watching, WatchingSection)
    assert watching.state_sentence() == "1 人返校后在跟踪，1 人该看了"
    act = watching.main_act()
    assert act is not None
    assert act.title == "确认 1 人在校"
    watching.choose_first()
    watching.list.table.setFocus()
    Hands(watching.window()).press(Key.Key_Return)  # type: ignore[arg-type]
    rest()
    look = case_of(database, case_id).watches[0]
    assert (look.there, look.confirmed_on, look.read) == (True, TODAY, "9月2日—9月7日点名3天，到校3天")
    undo = told(office).undo
    assert undo is not None
    undo()
    rest()
    assert case_of(database, case_id).watches[0].confirmed_on is None
    with database.write("旷课") as session:
        session.add(AbsenceMark(pupil_id=ids["张一山"], day=DAYS[2], slot="pm", kind="旷课"))
        session.add(AbsenceMark(pupil_id=ids["张一山"], day=DAYS[2], slot="am", kind="旷课"))
    rest()
    watching.refresh()
    rest()
    assert watching.list.model.rows[0].says == "又没有到校"
    watching.opened(watching.list.model.rows[0])
    assert box_over(watching).form.values()["left_on"] == DAYS[2]
    fill(watching, rest)
    found = case_of(database, case_id)
    assert (found.state, found.relapses, found.since) == ("劝返中", 1, DAYS[2])


def test_a_sign_becomes_a_case_from_today(
    section: Bring, database: Database, ids: dict[str, PupilId], rest: Rest, office: Office
) -> None:
    register(database, ids["张一山"], away=DAYS)
    with database.read() as session:
        agenda = tasks.today(session, on=TODAY)
    task = next(one for one in agenda.today if one.source == "returns")
    assert (task.title, task.pupil) == ("建劝返个案", "张一山")
    page = section("cases", task.opens)
    assert isinstance(page, CasesSection)
    assert page.state_sentence() == "1 名孩子该建个案"
    window = page.window()
    assert isinstance(window, MainWindow)
    Hands(window).press(Key.Key_Space)  # the main act has the cursor
    rest()
    rest()
    with database.read() as session:
        (one,) = case_room.cases(session, today=TODAY)
    assert (one.opened_from, one.since, one.pupil.name) == ("缺课", DAYS[0], "张一山")
    assert page.side.isVisible()
    undo = told(office).undo
    assert undo is not None
    undo()
    rest()
    with database.read() as session:
        assert case_room.cases(session, today=TODAY) == ()


def test_a_case_about_any_child_and_its_end(
    section: Bring, database: Database, ids: dict[str, PupilId], rest: Rest, office: Office
) -> None:
    page = section("cases", ("new", ids["韦䶮"]))
    assert isinstance(page, CasesSection)
    fill(page, rest, left_on=LEFT, sign="村干部说去了广东")
    with database.read() as session:
        (one,) = case_room.cases(session, today=TODAY)
    page.acts.ask_describe(one)
    fill(page, rest, cause="外出务工", whereabouts="广东")
    page.acts.ask_hand_over(one)
    box = box_over(page)
    box.form.put({**box.form.values(), "to": "县城二小", "day": TODAY + timedelta(days=1)})
    box.finish()
    assert box.isVisible()
    assert case_of(database, one.id).handovers == ()
    fill(page, rest, day=TODAY)
    assert page.list.model.rows[0].state == "移交待接收"
    page.acts.ask_close(case_of(database, one.id))
    fill(page, rest, how="转学", evidence="回执")
    box = box_over(page)
    assert "移交还没有对方确认接收" in box.refusal.text()
    box.reject()
    press(page.side, "登记接收…")
    fill(page, rest, proof="回执12号")
    page.acts.ask_close(case_of(database, one.id))
    assert box_over(page).form.values()["evidence"] == "回执12号"
    fill(page, rest, evidence="", how="转学")
    assert "结案要有证明" in box_over(page).refusal.text()
    fill(page, rest, without_proof=True)
    assert case_of(database, one.id).state == "已结案（缺证明）"
    page.acts.ask_proof(case_of(database, one.id))
    fill(page, rest, evidence="在读证明")
    assert case_of(database, one.id).state == "已结案"


def test_a_letter_is_printed_delivered_and_its_time_runs(
    section: Bring, database: Database, case_id: int, rest: Rest
) -> None:
    page = section("cases", ("case", case_id))
    assert isinstance(page, CasesSection)
    page.print()
    fill(page, rest, key="deadline_notice")
    rest()
    (step,) = case_of(database, case_id).steps
    assert (step.kind, step.letter_state) == ("送达限期返校通知书", "未送达")
    page.refresh()
    rest()
    press(page.side, "登记送达…")
    rest()
    fill(page, rest, day=TODAY, received_by="其父")
    step = case_of(database, case_id).steps[0]
    assert step.delivered_on == TODAY
    assert step.deadline is not None
    assert step.deadline >= TODAY + timedelta(days=10)
    assert "期限到" in words_of(page.side)
    page.print()
    box = box_over(page)
    offered = [words for words in choices_of(box, "key") if "限期返校" in words]
    assert offered == ["文书：限期返校通知书（第二次）", f"文书：限期返校通知书（重印{step.number}）"]
    fill(page, rest, key=f"deadline_notice{AGAIN}")
    rest()
    assert [one.time for one in case_of(database, case_id).steps] == [1, 2]
    page.refresh()
    rest()
    page.print()
    offered = [words for words in choices_of(box_over(page), "key") if "限期返校" in words]
    second = case_of(database, case_id).steps[1]
    assert offered == [f"文书：限期返校通知书（重印{second.number}，还没有送达）"]
    fill(page, rest, key="deadline_notice")
    assert len(case_of(database, case_id).steps) == 2


def test_a_list_is_checked_several_at_once_signed_and_struck_off(
    section: Bring, database: Database, listed: dict[str, int], ids: dict[str, PupilId], rest: Rest, office: Office
) -> None:
    page = section("suspects")
    assert isinstance(page, SuspectsSection)
    assert page.state_sentence() == "名单 3 人，待认领 2 人，待核查 1 人"
    rows = {line.facts.name: line.facts for line in page.list.model.rows}
    page.acts.ask_letters()
    fill(page, rest, 在校有学籍="A", 务工="J", document="望教〔2026〕3号")
    page.acts.ask_check((rows["张一山"], rows["韦䶮"]))
    fill(page, rest, category="在校有学籍", where="本校", evidence="在读证明", by="梁老师", day=TODAY)
    found = listed_now(database)
    assert (found["张一山"].code, found["张一山"].state, found["韦䶮"].state) == ("A", "已核查", "待认领")
    page.acts.ask_claim((found["韦䶮"],))
    box = box_over(page)
    box.picker.put(ids["韦䶮"], "韦䶮", "")  # type: ignore[attr-defined]
    box.finish()
    rest()
    page.acts.ask_hand_on((found["别校生"],))
    fill(page, rest, to="县城二小")
    found = listed_now(database)
    assert [found[name].state for name in ("张一山", "韦䶮", "别校生")] == ["已核查", "已核查", "已转交"]
    assert {line.to_do for line in page.list.model.rows} == {"可以核销", ""}
    page.acts.ask_sign((found["张一山"],))
    fill(page, rest, by="校长")
    page.acts.ask_close((found["张一山"], found["韦䶮"]))
    fill(page, rest, why="在校就读，有学籍")
    assert listed_now(database)["韦䶮"].state == "已核销"
    undo = told(office).undo
    assert undo is not None
    undo()
    rest()
    assert listed_now(database)["张一山"].state == "已签字"


def test_a_child_really_out_gets_its_case_in_one_act(
    section: Bring, database: Database, listed: dict[str, int], rest: Rest, office: Office
) -> None:
    with database.write("核查") as session:
        suspects.check(
            session, suspect_ids=[listed["张一山"], listed["别校生"]], category="务工", day=TODAY, by="梁老师",
            where="广东", explanation="",
        )  # fmt: skip
    page = section("suspects", listed["张一山"])
    assert isinstance(page, SuspectsSection)
    press(page.side, "建个案")
    rest()
    with database.read() as session:
        (one,) = case_room.cases(session, today=TODAY)
    assert (one.suspect_id, one.opened_from) == (listed["张一山"], "名单")
    page.acts.open_cases((listed_now(database)["别校生"],))
    rest()
    assert "先认领" in told(office).said[-1]


@pytest.mark.usefixtures("case_id", "listed")
def test_every_count_of_a_ledger_opens_its_children(section: Bring, qtbot: QtBot) -> None:
    page = section("ledgers")
    assert isinstance(page, LedgersSection)
    assert page.state_sentence() == "适龄儿童 5 人，疑似辍学 2 人，辍学 0 人"
    numbers = next(column for column in page.list.kind.columns if column.key == "id_number")
    one = replace(page.list.model.rows[0], id_number="522323201603050019")
    assert numbers.text(one) == "522323********0019"  # in full only on paper, on record
    qtbot.waitUntil(lambda: "名单：待核查 2" in words_of(page))
    press(page, "名单：待核查 2")
    assert {line.name for line in page.list.model.rows} == {"韦䶮", "别校生"}
    page.choose("适龄儿童")
    qtbot.waitUntil(lambda: "在校就读 4" in words_of(page))
    press(page, "在校就读 4")
    assert len(page.list.model.rows) == 4
    page.choose("辍学")
    assert "零报告" in words_of(page)


def test_empty_sections_say_how_to_begin(section: Bring) -> None:
    for key, words in (("cases", "没有劝返个案"), ("watching", "没有返校后要跟踪"), ("suspects", "没有疑似失学名单")):
        assert words in words_of(section(key))


def test_a_whole_id_number_is_shown_on_demand_and_on_record(
    section: Bring, database: Database, listed: dict[str, int], rest: Rest
) -> None:
    number = "522327201909010017"
    with database.write("号码") as session:
        row = session.get_one(Suspect, listed["张一山"])
        row.id_number, row.parked = number, f"身份证号“{number}”的校验位不对，待核对"
        session.add(
            Suspect(
                listed_on=LEFT, name="张一山", id_number=number, category="在校有学籍", evidence="在读证明",
                closed_on=TODAY, closed_why="在校就读", place="河湾村",
            )
        )  # fmt: skip
        session.add(Suspect(listed_on=TODAY, name="张一山", id_number=number))
    page = section("suspects", listed["张一山"])
    assert isinstance(page, SuspectsSection)
    again = page.list.model.rows[-2]
    assert [one.evidence for one in again.earlier] == ["", "在读证明"]
    page.show_row(again)
    assert "2026-09-02的名单上有过：在校有学籍，在读证明，2026-09-07核销（在校就读）" in words_of(page.side)
    page = section("suspects", listed["张一山"])
    assert number not in words_of(page.side)
    assert "522327********0017" in words_of(page.side)
    press(page.side, "完整证件号")
    rest()
    assert number in words_of(page.side)
    with database.read() as session:
        last = session.query(AuditEntry).order_by(AuditEntry.seq.desc()).first()
    assert last is not None
    assert last.kind == "read"


def test_the_cursor_stays_in_the_panel_of_a_case_whose_step_was_logged(
    section: Bring, case_id: int, rest: Rest, qtbot: QtBot
) -> None:
    page = section("cases", ("case", case_id))
    assert isinstance(page, CasesSection)
    window = page.window()
    before = window.focusWidget()
    assert isinstance(before, QPushButton)
    assert page.side.isAncestorOf(before)
    page.step()
    fill(page, rest, text="打了电话", result="没有联系上")
    now = window.focusWidget()
    assert isinstance(now, QPushButton)
    assert now is not before
    assert now.text() == "登记一步…"


def test_a_child_typed_in_a_form_is_shown_whole(section: Bring, rest: Rest, qtbot: QtBot) -> None:
    page = section("cases")
    assert isinstance(page, CasesSection)
    page.acts.ask_new()
    box = box_over(page)
    line = box.findChild(SearchBox)
    assert line is not None
    line.setFocus()
    QTest.keyClicks(line, "zys")
    qtbot.waitUntil(lambda: any(one.isVisible() for one in box.findChildren(QListWidget)))
    hits = next(one for one in box.findChildren(QListWidget) if one.isVisible()).parentWidget()
    assert hits is not None
    assert box.rect().contains(hits.geometry())
    QTest.keyClick(line, Key.Key_Return)
    assert "张一山" in words_of(box)
