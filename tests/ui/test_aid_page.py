"""资助 by the window: a list is made, approved, paid and corrected; families, recognition, checks, the fund."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from kongchuo_desktop.school.aid import fund, listed, payments, recognition
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.aid.checks import ChecksSection
from kongchuo_desktop.ui.aid.child_box import ChildBox
from kongchuo_desktop.ui.aid.entitled import EntitledSection
from kongchuo_desktop.ui.aid.families import FamiliesSection
from kongchuo_desktop.ui.aid.fund import FundSection
from kongchuo_desktop.ui.aid.payments import PaymentsSection
from kongchuo_desktop.ui.aid.recognition import RecognitionSection
from kongchuo_desktop.ui.frame.window import MainWindow
from tests.ui.aid_room import TERM, TODAY, Rest, child_of, fill, list_family, open_box, section, told


@pytest.fixture
def window(open_window: Callable[..., MainWindow], rest: Rest) -> MainWindow:
    made = open_window()
    made.open_page("aid")
    rest()
    return made


def test_a_list_is_made_approved_paid_and_corrected(window: MainWindow, rest: Rest, database: Database) -> None:
    list_family(database, "张一山", "脱贫户")
    entitled = section(window, "entitled", rest)
    assert isinstance(entitled, EntitledSection)
    assert entitled.state_sentence() == "1 人应享受，1 项还没列支"
    assert "人民币" in entitled.terms.sentence.text()
    told(window.office).answers = ["yes"]
    entitled.make()
    rest()
    made = section(window, "payments", rest)
    assert isinstance(made, PaymentsSection)
    assert made.chosen is not None
    first = made.chosen.id
    for act, values in (("审批名册", {"by": "杨校长", "day": TODAY}), ("登记发放", {"day": TODAY})):
        main = made.main_act()
        assert main is not None
        assert main.title == act
        main.run()
        fill(window, rest, **values)
    assert made.main_act() is None
    made.acts.sign(made.chosen.lines, TODAY)
    rest()
    line = made.chosen.lines[0]
    assert line.signed_on == TODAY
    made.acts.ask_correct(made.chosen, made.chosen.lines)
    fill(window, rest, **{f"c{line.id}": "500", "why": "标准写错"})
    with database.read() as session:
        lists = payments.lists(session, today=TODAY, term=TERM)
        assert payments.paid_so_far(session, programme=lists[0].programme, term=TERM) == {line.pupil.id: 50_000}
    assert [one.corrects for one in lists] == [None, 1]
    assert lists[0].id == first
    assert lists[0].lines[0].cents == line.cents
    assert made.state_sentence() == "2 份名册：待审批 1，已发放 1"


def test_an_approved_list_is_not_dropped(window: MainWindow, rest: Rest, database: Database) -> None:
    list_family(database, "张一山", "脱贫户")
    entitled = section(window, "entitled", rest)
    told(window.office).answers = ["yes"]
    entitled.make()
    rest()
    made = section(window, "payments", rest)
    made.acts.ask_approve(made.chosen)
    fill(window, rest, by="杨校长", day=TODAY)
    made.acts.drop_list(made.chosen)
    assert told(window.office).said[-1].startswith("这份名册已经审批，不能再改")


def test_a_listed_child_without_a_number_is_confirmed(window: MainWindow, rest: Rest, database: Database) -> None:
    list_family(database, "张一山", "重点户", ours=False)
    families = section(window, "families", rest)
    assert isinstance(families, FamiliesSection)
    assert families.state_sentence() == "本校 0 人在列，最近的名单 2026-08-20，1 个类别没有指定"
    families.ask_pupil(families.seen.lines if families.seen else ())
    (box,) = [one for one in window.findChildren(ChildBox) if one.isVisible()]
    box.finish()
    assert box.wrong.text() == "请先选学生。"
    box.picker.put(child_of(database, "张一山"), "张一山", "")
    box.finish()
    rest()
    families.ask_words()
    fill(window, rest, w0="脱贫户")
    assert families.state_sentence() == "本校 1 人在列，最近的名单 2026-08-20"
    assert section(window, "entitled", rest).state_sentence().startswith("1 人应享受")
    families = section(window, "families", rest)
    families.ask_end(families.seen.lines)
    fill(window, rest, why="不在今年的名单上", until=TODAY)
    with database.read() as session:
        (one,) = listed.members(session, today=TODAY)
    assert (one.until, one.matched_by) == (TODAY, "人工确认")


def test_recognition_from_the_notice_to_the_public_list(window: MainWindow, rest: Rest, database: Database) -> None:
    made = section(window, "recognition", rest)
    assert isinstance(made, RecognitionSection)
    made.show_everybody()
    rest()
    assert made.seen is not None
    made.acts.tell(made.seen.lines)
    rest()
    one = next(line for line in made.seen.lines if line.pupil.name == "韦䶮")
    made.acts.ask_review((one,))
    assert told(window.office).said[-1] == "“韦䶮”还没有交申请表，不能班级评议；请先登记申请。"
    made.acts.ask_apply((one,))
    fill(window, rest, reason="父亲受伤", day=TODAY)

    def again() -> recognition.RecognitionFacts:
        assert made.seen is not None
        return next(line for line in made.seen.lines if line.pupil.name == "韦䶮")

    made.acts.ask_review((again(),))
    fill(window, rest, **{f"p{one.pupil.id}": "困难", "day": TODAY})
    made.acts.ask_decide((again(),))
    fill(window, rest, **{f"p{one.pupil.id}": "特别困难", "day": TODAY})
    assert again().decided_on is None  # another level than the class's, and no reason why
    fill(window, rest, note="家访核实")
    assert (again().stage, again().level) == ("已认定", "特别困难")
    made.publish()
    fill(window, rest)
    assert made.seen is not None
    (notice,) = made.seen.hanging
    assert notice.lines == (("二年级1班", "韦䶮"),)
    told(window.office).answers = ["down"]
    made.ask_hanging()
    rest()
    assert "还不能撤下" in told(window.office).said[-1]


def test_the_fund_never_goes_below_nothing(window: MainWindow, rest: Rest, database: Database) -> None:
    made = section(window, "fund", rest)
    assert isinstance(made, FundSection)
    made.give()
    fill(window, rest, yuan="500", who="爱心企业", day=TODAY - timedelta(days=1))
    made.spend()
    box = open_box(window)
    assert isinstance(box, ChildBox)
    box.picker.put(child_of(database, "张一山"), "张一山", "一年级1班")
    fill(window, rest, yuan="800", decided_by="校务会", day=TODAY)
    assert "基金余额不够" in box.refusal.text()
    assert (box.picker.name, box.form.values()["decided_by"]) == ("张一山", "校务会")
    fill(window, rest, yuan="80.5")
    with database.read() as session:
        assert fund.balance(session) == 41_950
    assert made.state_sentence().startswith("余额 419.50 元")
    spent, given = made.list.model.rows
    assert spent.pupil_id == child_of(database, "张一山")
    told(window.office).answers = ["yes"]
    made.ask_drop((given,))
    rest()
    assert "资助“张一山”的80.50元要从里面出" in told(window.office).said[-1]
    undo = told(window.office).undo
    assert undo is not None
    undo()  # of the spending, which was the last to be entered
    rest()
    assert made.state_sentence().startswith("余额 500.00 元")
    told(window.office).answers = ["yes"]
    made.ask_drop((given,))
    rest()
    assert made.state_sentence() == "还没有账"


def test_what_does_not_agree_opens_the_child(window: MainWindow, rest: Rest, database: Database) -> None:
    made = section(window, "checks", rest)
    assert isinstance(made, ChecksSection)
    assert made.state_sentence() == "还没有可以核查的资助记录"
    list_family(database, "张一山", "脱贫户")
    entitled = section(window, "entitled", rest)
    told(window.office).answers = ["yes"]
    entitled.make()
    rest()
    list_family(database, "韦䶮", "低保户")
    made = section(window, "checks", rest)
    assert made.state_sentence() == "2 项不符，涉及 2 人"
    assert made.terms.sentence.text() == "应享受未列支 1，没有卡号 1"
    made.list.opened.emit(made.list.model.rows[0])
    rest()
    assert window.page.title == "学生"
