"""资助 by the window: a list is made, approved, paid and corrected; families, recognition, checks, the fund."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from kongchuo_desktop.school.aid import fund, listed, payments, recognition
from kongchuo_desktop.school.aid.model import FamilyMember, FamilyStatus, PoorFamily
from kongchuo_desktop.school.aid.programmes import amounts_of
from kongchuo_desktop.school.aid.rules import Amount
from kongchuo_desktop.school.attendance import service as attendance
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.aid.amounts import AmountsSection
from kongchuo_desktop.ui.aid.change_box import ChangeBox
from kongchuo_desktop.ui.aid.checks import ChecksSection
from kongchuo_desktop.ui.aid.child_box import ChildBox
from kongchuo_desktop.ui.aid.entitled import EntitledSection
from kongchuo_desktop.ui.aid.families import FamiliesSection
from kongchuo_desktop.ui.aid.fund import FundSection
from kongchuo_desktop.ui.aid.gifts import GiftsSection
from kongchuo_desktop.ui.aid.meal_days import MealDaysBox
from kongchuo_desktop.ui.aid.meals import MealsSection
from kongchuo_desktop.ui.aid.page import AidPage
from kongchuo_desktop.ui.aid.payments import PaymentsSection
from kongchuo_desktop.ui.aid.picks_box import PicksBox
from kongchuo_desktop.ui.aid.recognition import RecognitionSection
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.box import PreviewBox
from tests.ui.room import NOW, AnsweringTell

Rest = Callable[[], None]
TODAY = NOW.date()
TERM = "2026-autumn"


def child_of(database: Database, name: str) -> PupilId:
    with database.read() as session:
        return next(one.id for one in pupil_room.pupils(session, today=TODAY) if one.name == name)


def list_family(database: Database, name: str, category: str, *, ours: bool = True) -> None:
    pupil = child_of(database, name) if ours else None
    with database.write("名单") as session:
        family = PoorFamily(head_name="张大山", village="河湾村")
        session.add(family)
        session.flush()
        day = date(2026, 8, 20)
        session.add(FamilyStatus(family_id=family.id, category=category, since="2016-12", listed_on=day, seen_on=day))
        session.add(FamilyMember(family_id=family.id, name=name, relation="之子", pupil_id=pupil))


@pytest.fixture
def window(open_window: Callable[..., MainWindow], rest: Rest) -> MainWindow:
    made = open_window()
    made.open_page("aid")
    rest()
    return made


def section(window: MainWindow, key: str, rest: Rest) -> Any:
    window.open_page("aid", key)
    rest()
    assert isinstance(window.page, AidPage)
    return window.page.section


def fill(window: MainWindow, rest: Rest, kind: type[FormBox] = FormBox, /, **values: object) -> None:
    """Fill the box that is open and take it."""
    (box,) = [one for one in window.findChildren(kind) if one.isVisible()]
    box.form.put(values)
    box.finish()
    rest()


def told(office: Office) -> AnsweringTell:
    assert isinstance(office.tell, AnsweringTell)
    return office.tell


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
    made.acts.ask_decide((again(),))
    fill(window, rest, **{f"p{one.pupil.id}": "特别困难", "note": "家访核实", "day": TODAY})
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
    fill(window, rest, ChildBox, yuan="800", who="张一山", decided_by="校务会", day=TODAY)
    assert "基金余额不够" in told(window.office).said[-1]
    made.spend()
    fill(window, rest, ChildBox, yuan="80.5", who="张一山", decided_by="校务会", day=TODAY)
    with database.read() as session:
        assert fund.balance(session) == 41_950
    assert made.state_sentence().startswith("余额 419.5 元")


def test_what_does_not_agree_opens_the_child(window: MainWindow, rest: Rest, database: Database) -> None:
    made = section(window, "checks", rest)
    assert isinstance(made, ChecksSection)
    assert made.state_sentence() == "没有发现不符"
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


def test_every_amount_names_its_document(window: MainWindow, rest: Rest) -> None:
    made = section(window, "amounts", rest)
    assert isinstance(made, AmountsSection)
    assert made.seen is not None
    assert made.seen.lines
    assert all(line.amount.document for line in made.seen.lines)
    assert made.state_sentence().startswith("现行 ")


def apply_change(window: MainWindow, rest: Rest) -> tuple[tuple[str, int, int], ...]:
    """Look at whom a change touches, and apply it."""
    (box,) = [one for one in window.findChildren(ChangeBox) if one.isVisible()]
    touched = tuple((line.one.pupil.name, line.one.before, line.one.after) for line in box.lines)
    box.finish()
    rest()
    return touched


def own_amounts(database: Database) -> list[tuple[int, date | None]]:
    with database.read() as session:
        return [(one.cents, one.until) for one in amounts_of(session) if one.own_id]


def test_an_own_amount_is_looked_at_applied_corrected_ended_and_undone(
    window: MainWindow, rest: Rest, database: Database
) -> None:
    list_family(database, "张一山", "脱贫户")
    made = section(window, "amounts", rest)
    line = next(
        one for one in made.seen.lines
        if (one.amount.programme, one.amount.stage, one.state) == ("non_boarder", "primary", "现行")
    )  # fmt: skip
    made.acts.ask_change(line.amount)
    assert told(window.office).said[-1].startswith("预置的标准不能改")
    made.acts.ask_new(line.amount)
    fill(window, rest, yuan="400", document="县教科〔2026〕9号", groups="脱贫户、特别穷", since=date(2026, 9, 1))
    assert "没有“特别穷”这个类别" in told(window.office).said[-1]
    fill(window, rest, groups="脱贫户、农村低保")  # the form came back with what was typed
    assert own_amounts(database) == []
    assert apply_change(window, rest) == (("张一山", 31250, 40000),) * 2
    assert own_amounts(database) == [(40000, None)]
    assert "其中本县定的 1 条" in made.state_sentence()
    states = {(one.amount.own_id > 0, one.state) for one in made.seen.lines if one.amount.programme == "non_boarder"}
    assert (False, "本县另定") in states

    def own() -> Amount:
        assert made.seen is not None
        return next(one.amount for one in made.seen.lines if one.amount.own_id)

    made.acts.ask_change(own())
    fill(window, rest, yuan="450")
    apply_change(window, rest)
    made.acts.ask_end(own())
    fill(window, rest, until=date(2027, 1, 31))
    assert apply_change(window, rest) == (("张一山", 45000, 31250),)
    assert own_amounts(database) == [(45000, date(2027, 1, 31))]
    undo = told(window.office).undo
    assert undo is not None
    undo()
    rest()
    assert own_amounts(database) == [(45000, None)]
    made.acts.remove(own())
    rest()
    apply_change(window, rest)
    assert own_amounts(database) == []


def test_a_programme_of_the_county_for_children_chosen_by_hand(
    window: MainWindow, rest: Rest, database: Database
) -> None:
    made = section(window, "amounts", rest)
    made.acts.ask_programme()
    fill(window, rest, title="营养餐补助")
    assert "只能供餐，不能发钱" in told(window.office).said[-1]
    made.acts.ask_programme()
    fill(window, rest, title="乡村学生交通补助")
    made.acts.ask_new()
    fill(
        window, rest, programme="own-1", given="term", yuan="200", groups="指定名单", document="县文",
        since=date(2026, 9, 1),
    )  # fmt: skip
    assert apply_change(window, rest) == ()
    made.show_picks()
    rest()
    (box,) = [one for one in window.findChildren(PicksBox) if one.isVisible()]
    box.add()
    (form,) = [one for one in window.findChildren(ChildBox) if one.isVisible()]
    form.picker.put(child_of(database, "张一山"), "张一山", "")
    form.form.put({"programme": "own-1", "why": "上寨组，离校6公里", "since": date(2026, 9, 1)})
    form.finish()
    rest()
    assert [line.pick.why for line in box.list.model.rows] == ["上寨组，离校6公里"]
    box.reject()
    assert section(window, "entitled", rest).state_sentence() == "1 人应享受，1 项还没列支"


def take_registers(database: Database, *days: date) -> None:
    with database.write("点名") as session:
        for room in class_room.classes(session, today=TODAY):
            for day in days:
                attendance.take(session, class_id=room.id, day=day, slots=("am",), marks=(), now=NOW, by="班主任")


def test_food_is_noted_as_registered_stopped_and_changed(window: MainWindow, rest: Rest, database: Database) -> None:
    made = section(window, "meals", rest)
    assert isinstance(made, MealsSection)
    assert made.state_sentence() == "没有登记实施营养改善计划"
    made.ask_start()
    fill(window, rest, since=date(2026, 9, 1), document="县教科〔2026〕3号")
    assert made.seen is not None
    assert made.main_act() is None  # no register yet: nobody is known to have been there
    take_registers(database, date(2026, 9, 1), date(2026, 9, 2))
    rest()
    act = made.main_act()
    assert act is not None
    act.run()
    rest()
    assert made.state_sentence().startswith("已供餐 10 人天")
    made.ask_stop(made.seen.classes)
    fill(window, rest, day=date(2026, 9, 2), why="停电")
    assert made.state_sentence().startswith("已供餐 5 人天")
    undo = told(window.office).undo
    assert undo is not None
    undo()
    rest()
    assert made.state_sentence().startswith("已供餐 10 人天")
    made.show_days(made.seen.classes[0])
    (box,) = [one for one in window.findChildren(MealDaysBox) if one.isVisible()]
    box.ask(box.food.days[0])
    fill(window, rest, served=2)
    assert "请写明原因" in told(window.office).said[-1]
    box.ask(box.food.days[0])
    fill(window, rest, served=2, why="1人自带午餐")
    assert (box.food.days[0].served, box.food.days[0].why) == (2, "1人自带午餐")
    box.reject()


def test_papers_are_chosen_and_shown(window: MainWindow, rest: Rest, database: Database) -> None:
    list_family(database, "张一山", "脱贫户")
    entitled = section(window, "entitled", rest)
    told(window.office).answers = ["yes"]
    entitled.make()
    rest()
    recognised = section(window, "recognition", rest)
    payment = section(window, "payments", rest)
    families = section(window, "families", rest)
    rounds = (
        ("aid_application", lambda: recognised.print_children(recognised.seen.lines)),
        ("aid_notice", recognised.print_school), ("payment_sheet", payment.print_lists),
        ("aid_summary", payment.print_lists), ("", lambda: families.print_cards(families.seen.lines)),
    )  # fmt: skip
    for key, act in rounds:
        told(window.office).answers = [key] if key else []
        act()
        rest()
        (box,) = [one for one in window.findChildren(PreviewBox) if one.isVisible()]
        box.reject()
        rest()
    told(window.office).answers = ["aid_public"]
    recognised.print_school()
    rest()
    assert told(window.office).said[-1] == "没有要印的家庭经济困难学生认定公示：本学年还没有认定的学生。"


def test_goods_come_and_go(window: MainWindow, rest: Rest, database: Database) -> None:
    made = section(window, "gifts", rest)
    assert isinstance(made, GiftsSection)
    made.hand_out()
    assert told(window.office).said[-1] == "没有可以发的物资，请先记收到的物资。"
    made.take_in()
    fill(window, rest, goods="棉衣", number=3, unit="件", who="河湾村老校友", day=TODAY)
    assert made.state_sentence() == "还有：棉衣 3 件"
    made.hand_out()
    fill(window, rest, ChildBox, number=5, who="张一山", decided_by="校务会", day=TODAY)
    assert "不够" in told(window.office).said[-1]
    made.hand_out()
    fill(window, rest, ChildBox, number=1, who="张一山", decided_by="校务会", day=TODAY)
    assert made.state_sentence() == "还有：棉衣 2 件"
    undo = told(window.office).undo
    assert undo is not None
    undo()
    rest()
    assert made.state_sentence() == "还有：棉衣 3 件"
