"""四率 on the screen: figures open their children, periods and scopes are chosen, keys do what clicks do."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kongchuo_desktop.school.enrolment import service
from kongchuo_desktop.school.enrolment.service import Draft
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.enrolment.rates import RatesSection
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.settings.page import SettingsPage
from kongchuo_desktop.ui.settings.rules import RulesSection
from tests.ui.room import NOW


def change(database: Database, name: str, kind: str, day: date) -> PupilId:
    """One child of that name changes."""
    with database.write("登记异动") as session:
        child = next(one for one in pupil_room.pupils(session, today=NOW.date()) if one.name == name)
        service.record_change(session, pupil_id=child.id, draft=Draft(kind, day), now=NOW, from_case=True)
    return child.id


@pytest.fixture
def section(office: Office, qtbot: QtBot, rest: Callable[[], None], database: Database) -> RatesSection:
    change(database, "张一山", "转出", date(2026, 9, 4))
    made = RatesSection(office)
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    made.refresh()
    rest()
    return made


def press(section: RatesSection, name: str) -> None:
    """Press the button of that accessible name or title."""
    found = [one for one in section.findChildren(QPushButton) if name in (one.accessibleName(), one.text().strip())]
    found[0].click()


def shown(section: RatesSection) -> list[str]:
    return [line.name for line in section.people.list.model.rows]


def test_a_figure_opens_its_children(section: RatesSection, office: Office, qtbot: QtBot) -> None:
    assert section.state_sentence() == "全校：巩固率 80.00%，辍学率 20.00%"
    press(section, "辍学率分子 1 人")
    assert shown(section) == ["张一山"]
    assert section.people.list.model.rows[0].why == "2026-09-04转出，没有回执"
    with qtbot.waitSignal(office.wanted) as signal:
        section.people.list.opened.emit(section.people.list.model.rows[0])
    assert signal.args is not None
    assert signal.args[0] == "pupils"
    assert section.close_inner()
    assert not section.close_inner()
    press(section, "转出（没有回执） 1 人")
    assert shown(section) == ["张一山"]


def test_the_chart_opens_by_key(section: RatesSection, qtbot: QtBot) -> None:
    section.chart.setFocus()
    qtbot.keyClick(section.chart, Qt.Key.Key_Down)
    assert shown(section) == ["张一山"]
    assert section.people.title == "9月减少的学生"
    section.show_cards()
    qtbot.keyClick(section.chart, Qt.Key.Key_Up)
    assert shown(section) == []


def test_another_scope_and_period(section: RatesSection, rest: Callable[[], None]) -> None:
    section.scope.setCurrentIndex(section.scope.findData("二年级1班"))
    section.scope.activated.emit(section.scope.currentIndex())
    rest()
    assert section.seen is not None
    assert section.seen.answer.line("retention").figure.below == 2
    section.first.setText("9.5")
    section.first.editingFinished.emit()
    rest()
    assert section.asked.first == date(2026, 9, 5)
    assert section.period.currentText() == "自己写日期"
    section.open_request("全校")
    rest()
    assert section.seen.answer.line("dropout").figure.above == 0  # it left before the period


def test_a_date_that_cannot_be_read_changes_nothing(section: RatesSection, office: Office) -> None:
    section.last.setText("明年")
    section.last.editingFinished.emit()
    assert section.last.text() == "2026-09-07"
    assert office.tell.toasts[-1].startswith("没看懂日期")  # type: ignore[attr-defined]


def test_a_change_shows_at_once(section: RatesSection, database: Database, rest: Callable[[], None]) -> None:
    change(database, "韦䶮", "辍学", date(2026, 9, 5))
    assert {"enrolment_event", "pupil"} <= section.watches
    section.refresh()
    rest()
    assert section.seen is not None
    assert section.seen.answer.line("dropout").figure.value == 40.0
    assert section.seen.answer.line("dropout").state == "vetoed"


def test_the_switches_are_a_click_away(
    section: RatesSection, office: Office, qtbot: QtBot, rest: Callable[[], None]
) -> None:
    with qtbot.waitSignal(office.wanted) as signal:
        press(section, "在设置里改")
    assert signal.args == ["settings", ("rules", "四率口径")]
    page = SettingsPage(office)
    qtbot.addWidget(page)
    page.open_request(("rules", "四率口径"))
    rest()
    rules = page.section
    assert isinstance(rules, RulesSection)
    assert {line.area for line in rules.list.model.rows} == {"四率口径"}

    def leave() -> Any:
        return next(line for line in rules.list.model.rows if line.rule.key == "rates.leave.dropout")

    assert leave().shown == "不算辍学，单列"
    rules.list.opened.emit(leave())
    box = page.findChild(FormBox)
    assert box is not None
    box.form.put({"value": "count", "since": date(2026, 9, 1), "document": "县教〔2026〕8号"})
    box.form.submitted.emit()
    rest()
    rules.refresh()
    rest()
    assert leave().shown == "算辍学"
