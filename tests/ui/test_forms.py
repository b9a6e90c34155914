"""Forms: checks at the field, dates as they are typed, Enter goes on."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from kongchuo_desktop.ui.forms.fields import Field, Heading
from kongchuo_desktop.ui.forms.form import Form

TODAY = date(2026, 9, 7)
FIELDS = (
    Heading("学生"),
    Field("name", "姓名", required=True, longest=10),
    Field("born", "出生日期", "date"),
    Field("sex", "性别", "choice", choices=(("男", "男"), ("女", "女"))),
    Field("phone", "电话", check=lambda text: "" if len(text) in (7, 11) else "电话应当是 7 位或 11 位。"),
    Field("boards", "住校", "flag"),
    Field("number", "人数", "number"),
)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form(FIELDS, today=lambda: TODAY)
    qtbot.addWidget(made)
    made.show()
    return made


def line(form: Form, key: str) -> QLineEdit:
    widget = form.editor(key)
    assert isinstance(widget, QLineEdit)
    return widget


@pytest.mark.parametrize(
    ("typed", "meant", "shown"),
    [
        ("9.1", date(2026, 9, 1), "2026-09-01 周二"),
        ("昨天", date(2026, 9, 6), "2026-09-06 周日"),
        ("20190301", date(2019, 3, 1), "2019-03-01 周五"),
    ],
)
def test_a_date_is_understood_and_shown_in_full(form: Form, typed: str, meant: date, shown: str) -> None:
    born = line(form, "born")
    born.setFocus()
    born.insert(typed)
    QTest.keyClick(born, Qt.Key.Key_Return)
    assert born.text() == shown
    assert form.values()["born"] == meant


def test_a_date_that_is_none_is_said_at_the_field(form: Form) -> None:
    line(form, "born").insert("下辈子")
    QTest.keyClick(line(form, "born"), Qt.Key.Key_Return)
    assert "没看懂" in form.objection_to("born")
    assert form.values()["born"] is None


def test_leaving_a_wrong_field_says_a_sentence_and_mending_it_takes_it_back(form: Form) -> None:
    phone = line(form, "phone")
    phone.insert("123")
    QTest.keyClick(phone, Qt.Key.Key_Return)
    assert form.objection_to("phone") == "电话应当是 7 位或 11 位。"
    assert phone.property("state") == "wrong"
    phone.clear()
    phone.insert("13900000101")
    QTest.keyClick(phone, Qt.Key.Key_Return)
    assert form.objection_to("phone") == ""


def test_an_empty_required_field_speaks_only_when_saving(form: Form) -> None:
    QTest.keyClick(line(form, "name"), Qt.Key.Key_Return)
    assert form.objection_to("name") == ""
    assert not form.check()
    assert form.objection_to("name") == "请填写姓名。"


def test_enter_goes_on_and_the_last_one_submits(form: Form, qtbot: QtBot) -> None:
    form.go_to("name")
    line(form, "name").insert("罗小河")
    QTest.keyClick(line(form, "name"), Qt.Key.Key_Return)
    assert form.editor("born").hasFocus()
    with qtbot.waitSignal(form.submitted):
        QTest.keyClick(line(form, "number"), Qt.Key.Key_Return)


def test_only_what_differs_is_a_change(form: Form) -> None:
    form.put({"name": "罗小河", "born": date(2019, 3, 1), "sex": "女", "boards": True, "number": 3})
    assert form.changes() == {}
    line(form, "name").setText("罗晓河")
    assert form.changes() == {"name": "罗晓河"}


def test_a_value_outside_the_choices_is_kept_and_shown(form: Form) -> None:
    form.put({"sex": "不详"})
    box = form.editor("sex")
    assert isinstance(box, QComboBox)
    assert (box.currentText(), form.values()["sex"]) == ("不详", "不详")


def test_a_number_takes_digits_only(form: Form) -> None:
    line(form, "number").setText("十二")
    assert not form.check()
    assert form.objection_to("number") == "这里只能填数字。"
    line(form, "number").setText("12")
    assert form.values()["number"] == 12


def test_a_long_choice_widens_no_form(qtbot: QtBot) -> None:
    def wide(words: str) -> int:
        made = Form((Field("goods", "物资", "choice", choices=((1, words),)),), today=lambda: TODAY)
        qtbot.addWidget(made)
        return made.sizeHint().width()

    assert wide("加厚连帽防寒羽绒服（女童、一百四十码、浅蓝色）（还有 12 件）" * 2) == wide("棉衣")
