"""资助 by the window: own amounts and programmes, food, goods."""

from collections.abc import Callable
from datetime import date

import pytest

from kongchuo_desktop.school.aid.programmes import amounts_of
from kongchuo_desktop.school.aid.rules import Amount
from kongchuo_desktop.school.attendance import service as attendance
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.ui.aid.amounts import AmountsSection
from kongchuo_desktop.ui.aid.change_box import ChangeBox
from kongchuo_desktop.ui.aid.child_box import ChildBox
from kongchuo_desktop.ui.aid.gifts import GiftsSection
from kongchuo_desktop.ui.aid.meal_days import MealDaysBox
from kongchuo_desktop.ui.aid.meals import MealsSection
from kongchuo_desktop.ui.aid.picks_box import PicksBox
from kongchuo_desktop.ui.frame.window import MainWindow
from kongchuo_desktop.ui.preview.box import PreviewBox
from tests.ui.aid_room import TODAY, Rest, child_of, fill, list_family, open_box, section, told
from tests.ui.room import NOW


@pytest.fixture
def window(open_window: Callable[..., MainWindow], rest: Rest) -> MainWindow:
    made = open_window()
    made.open_page("aid")
    rest()
    return made


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
    assert "没有“特别穷”这个类别" in open_box(window).refusal.text()
    fill(window, rest, groups="脱贫户、农村低保")
    (looked,) = [one for one in window.findChildren(ChangeBox) if one.isVisible()]
    looked.reject()
    assert open_box(window).form.values()["document"] == "县教科〔2026〕9号"  # the form is back with what was typed
    fill(window, rest)
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
    assert "只能供餐，不能发钱" in open_box(window).refusal.text()
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
    made.opened(made.seen.classes[0])
    (box,) = [one for one in window.findChildren(MealDaysBox) if one.isVisible()]
    box.ask(box.food.days[0])
    fill(window, rest, served=2)
    assert "请写明原因" in open_box(window).refusal.text()
    fill(window, rest, why="1人自带午餐")
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
    fill(window, rest, number=5, who="张一山", decided_by="校务会", day=TODAY)
    assert "不够" in open_box(window).refusal.text()
    fill(window, rest, number=1)
    assert made.state_sentence() == "还有：棉衣 2 件"
    undo = told(window.office).undo
    assert undo is not None
    undo()
    rest()
    assert made.state_sentence() == "还有：棉衣 3 件"
