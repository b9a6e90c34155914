"""家访谈心 by the window: a visit in a few keys, the families not seen, the grid of forms that came back."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QTableWidgetItem
from pytestqt.qtbot import QtBot

from kongchuo_desktop.school.attendance import duties as duty_room
from kongchuo_desktop.school.attendance import service as attendance
from kongchuo_desktop.school.attendance.duties import DutyState
from kongchuo_desktop.school.attendance.service import Mark
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits import service
from kongchuo_desktop.school.visits.rules import VisitDraft
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import Page
from kongchuo_desktop.ui.pupils.page import PupilsPage
from kongchuo_desktop.ui.today.closing import DutyBody
from kongchuo_desktop.ui.today.page import TodayPage
from kongchuo_desktop.ui.visits.batch import BatchPane
from kongchuo_desktop.ui.visits.batch_lines import CHILD, FOUND, TOLD
from kongchuo_desktop.ui.visits.coverage import CoverageSection
from kongchuo_desktop.ui.visits.page import VisitsPage
from kongchuo_desktop.ui.visits.visits import VisitsSection
from tests.ui.room import NOW
from tests.ui.visits.visiting import TODAY, Hands, Key, Rest, box_over, press, told, written


def test_a_visit_from_the_child_takes_ten_keys(
    window: MainWindow, database: Database, ids: dict[str, PupilId], office: Office, rest: Rest, qtbot: QtBot
) -> None:
    office.go("pupils", ids["张一山"])
    rest()
    rest()
    assert isinstance(window.page, PupilsPage)
    hands = Hands(window)
    window.page.log_visit()  # Ctrl+J
    hands.count += 1
    rest()
    rest()
    form = _visits(window).form
    assert form is not None
    assert form.form is not None
    qtbot.waitUntil(lambda: form.form is not None and window.focusWidget() is form.form.editor("at_home"))
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Return)
    hands.press(Key.Key_Return)
    for _field in ("found", "measures"):
        hands.press(Key.Key_F4)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        hands.press(Key.Key_2, "2")
        hands.press(Key.Key_Return, held=Qt.KeyboardModifier.ControlModifier)
    assert _visits(window).save_form()  # Ctrl+S
    hands.count += 1
    rest()
    (visit,) = written(database)
    assert (visit.names, visit.day, visit.form, visit.who) == ("张一山、韦䶮", TODAY, "入户", "王老师")
    assert (visit.at_home, visit.purpose) == ("父亲", "普访")
    assert (visit.found, visit.measures) == ("父母在外务工，跟祖辈生活。", "请家长每天检查作业。")
    assert hands.count <= 11
    assert told(office).toasts[-1] == f"已登记 {visit.number}"


def _visits(window: MainWindow) -> VisitsSection:
    assert isinstance(window.page, VisitsPage)
    assert isinstance(window.page.section, VisitsSection)
    return window.page.section


def test_what_the_book_refuses_stands_at_the_field_and_nothing_typed_is_lost(
    section: Callable[..., Page], window: MainWindow, database: Database, ids: dict[str, PupilId], rest: Rest,
    office: Office,
) -> None:  # fmt: skip
    with database.write("入校") as session:
        session.get_one(Pupil, ids["张一山"]).joined_on = date(2026, 9, 3)
    section("visits", ("new", ids["张一山"]))
    page = _visits(window)
    assert page.form is not None
    assert page.form.form is not None
    page.form.form.put({"day": date(2026, 9, 2), "found": "<b>粗</b> & 细"})
    page.save_form()
    rest()
    assert "才入校" in page.form.form.objection_to("day")
    assert page.form.form.values()["found"] == "<b>粗</b> & 细"
    page.form.form.put({"day": TODAY})
    page.save_form()
    rest()
    rest()
    assert written(database)[0].found == "<b>粗</b> & 细"
    assert page.panel.isVisible()
    press(page.panel, "修改")
    rest()
    rest()
    assert page.form is not None
    assert page.form.form is not None
    page.form.form.editor("found").setPlainText("改过")  # type: ignore[attr-defined]
    told(office).answers = ["yes"]
    assert page.close_inner()
    assert page.form is not None
    page.save_form()
    rest()
    assert written(database)[0].found == "改过"


def test_a_visit_is_deleted_with_a_reason_and_comes_back(
    section: Callable[..., Page], window: MainWindow, database: Database, ids: dict[str, PupilId], rest: Rest,
    office: Office,
) -> None:  # fmt: skip
    with database.write("家访") as session:
        draft = VisitDraft(TODAY, "入户", (ids["韦䶮"],), others="村干部", promise="不缺课", promise_due=TODAY)
        service.record_visit(session, draft=draft, now=NOW)
    section("visits", None)
    page = _visits(window)
    line = page.list.model.rows[0]
    page.acts.ask_promise(line.visit)
    box_over(page).finish()
    rest()
    assert written(database)[0].promise_outcome == "已做到"
    page.acts.ask_delete(line.visit)
    box = box_over(page)
    box.finish()
    assert box.form.objection_to("why")
    box.form.put({"why": "重复登记"})
    box.finish()
    rest()
    rest()
    assert (written(database), page.list.model.total) == ((), 0)
    undo = told(office).undo
    assert undo is not None
    undo()
    rest()
    assert len(written(database)) == 1


def test_the_families_not_seen_open_from_their_bar(
    section: Callable[..., Page], window: MainWindow, database: Database, ids: dict[str, PupilId], rest: Rest
) -> None:
    with database.write("家访") as session:
        service.record_visit(session, draft=VisitDraft(TODAY, "入户", (ids["韦䶮"],), others="村干部"), now=NOW)
    page = section("coverage", None)
    assert isinstance(page, CoverageSection)
    assert page.state_sentence() == "2026年秋季学期应访 4 户，已访 1 户，还有 3 户没有家访"
    assert len(page.list.model.rows) == 3
    page.list.narrow("state", frozenset())
    assert [(share.name, share.seen, share.planned) for share in page.bars.shares] == [
        ("一年级1班", 1, 3), ("二年级1班", 1, 2)
    ]  # fmt: skip
    page.bars.choose("二年级1班")
    assert [line.family.names for line in page.list.model.rows] == ["韦䶮、张一山", "阿依古丽·买买提江"]
    page.turn("village")
    assert page.bars.chosen == ""
    page.ask_decide(tuple(page.list.model.rows[:1]))
    rest()
    box = box_over(page)
    box.form.put({"times": 0, "note": "在外"})
    box.finish()
    rest()
    rest()
    assert page.seen is not None
    assert page.seen.whole.planned == 3
    page.list.opened.emit(page.list.model.rows[-1])
    rest()
    rest()
    assert _visits(window).form is not None


def test_a_grid_of_forms_that_came_back(
    section: Callable[..., Page], window: MainWindow, database: Database, ids: dict[str, PupilId], rest: Rest,
    office: Office,
) -> None:  # fmt: skip
    section("visits", ("batch", (ids["张一山"], ids["韦䶮"])))
    page = _visits(window)
    grid = page.batch
    assert isinstance(grid, BatchPane)
    assert (grid.table.rowCount(), grid.state_sentence()) == (2, "成批补登：1 次")
    cell(grid, 0, FOUND).setText("父母在家")
    cell(grid, 1, CHILD).setText("罗小河")
    assert "不止一名" in cell(grid, 1, TOLD).text()
    cell(grid, 1, CHILD).setText("ayglmmtj")
    assert cell(grid, 1, CHILD).text().startswith("阿依古丽·买买提江")
    assert grid.table.rowCount() == 3
    cell(grid, 1, 1).setText("12.31")
    page.save_form()
    rest()
    assert "还没有到" in cell(grid, 1, TOLD).text()
    assert written(database) == ()
    told(office).answers = ["yes"]
    assert not page.may_leave()
    cell(grid, 1, 1).setText("今天")
    page.save_form()
    rest()
    rest()
    assert {visit.names for visit in written(database)} == {"张一山、韦䶮", "阿依古丽·买买提江"}
    assert {visit.who for visit in written(database)} == {"梁老师"}
    assert page.stack.currentIndex() == 0


def cell(grid: BatchPane, row: int, column: int) -> QTableWidgetItem:
    found = grid.table.item(row, column)
    assert found is not None
    return found


def test_a_duty_of_the_ladder_is_closed_by_a_visit(
    section: Callable[..., Page], window: MainWindow, database: Database, ids: dict[str, PupilId], rest: Rest,
    office: Office,
) -> None:  # fmt: skip
    away(database, ids["张一山"])
    office.go("visits", ("visits", ("new", ids["张一山"])))
    rest()
    rest()
    form = _visits(window).form
    assert form is not None
    assert form.form is not None
    keys = [form.form.editor("duty").itemData(place) for place in range(form.form.editor("duty").count())]  # type: ignore[attr-defined]
    step = next(key for key in keys if key and "/2/" in key)
    form.form.put({"duty": step, "outcome": "已家访并报告", "day": date(2026, 9, 4)})
    _visits(window).save_form()
    rest()
    with database.read() as session:
        closed = {duty.step.number: duty.closure for duty in duty_room.duties(session, on=TODAY) if duty.closure}
    assert closed[2] is not None
    assert (closed[2].record_kind, closed[2].outcome) == ("visit", "已家访并报告")
    assert closed[2].record == "家访记录 编号河湾控访〔2026〕001号（2026-09-04入户，王老师）"
    assert told(office).toasts[-1].endswith("待办已办结")


def test_today_offers_the_visits_that_a_duty_may_rest_on(
    window: MainWindow, database: Database, ids: dict[str, PupilId], rest: Rest, office: Office
) -> None:
    away(database, ids["张一山"])
    with database.write("家访") as session:
        draft = VisitDraft(date(2026, 9, 4), "入户", (ids["张一山"],), others="村干部")
        number = service.record_visit(session, draft=draft, now=NOW)
        duty = next(one for one in duty_room.duties(session, on=TODAY) if one.step.number == 2)
    window.open_page("today")
    rest()
    page = window.page
    assert isinstance(page, TodayPage)
    page.duties.open(Opens("duty", duty.pupil.id, duty.pupil.class_id, duty.crossed_on, step=2))
    rest()
    rest()
    body = page.duties.body
    assert isinstance(body, DutyBody)
    assert body.form is not None
    box = body.form.editor("visit")
    box.setCurrentIndex(box.findData(number))  # type: ignore[attr-defined]
    assert body.form.values()["record"].startswith("家访记录 编号")
    outcome = body.form.editor("outcome")
    outcome.setCurrentIndex(outcome.findData("已家访并报告"))  # type: ignore[attr-defined]
    assert page.save_form()
    rest()
    with database.read() as session:
        states = {one.step.number: one.state for one in duty_room.duties(session, on=TODAY)}
    assert states[2] is DutyState.CLOSED


def away(database: Database, child: PupilId) -> None:
    with database.write("旷课") as session:
        for number in (1, 2, 3, 4):
            for slot in ("am", "pm"):
                mark = Mark(child, date(2026, 9, number), slot, "旷课")
                attendance.set_mark(session, mark=mark, now=NOW, by="王老师")
