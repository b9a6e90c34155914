"""Cases walked through: return, relapse twice, an unproven transfer, illness, death, a wrong number."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.desk.case_course import WITHOUT_PROOF, course
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.pictures import take_in
from kongchuo_desktop.school.attachments import service as attachments
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.returns import cases, casework
from kongchuo_desktop.school.returns.rules import PLAN, STEPS, Closing, Next, Taken, next_step
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from tests.documents.pictures import photo
from tests.school.small_school import CHINA, found_school

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)
LEFT = date(2026, 10, 12)


@pytest.fixture
def begun(new_book: Callable[[], Database]) -> tuple[Database, PupilId, int]:
    book = new_book()
    child = found_school(book)["罗雨"]
    with book.write("立案") as session:
        number = casework.open_case(
            session, pupil_id=child, day=date(2026, 10, 14), left_on=LEFT, opened_from="缺课", sign="旷课三天",
            today=TODAY,
        )  # fmt: skip
    return book, child, number


def look(book: Database, number: int) -> cases.CaseFacts:
    with book.read() as session:
        return cases.case(session, case_id=number, today=TODAY)


def step(book: Database, number: int, kind: str, day: date) -> None:
    with book.write("登记") as session:
        casework.add_step(
            session, case_id=number, kind=kind, day=day, people="梁老师", text="", result="愿意回来", now=NOW, by=""
        )


def test_from_first_sign_to_return_and_watching(begun: tuple[Database, PupilId, int]) -> None:
    book, _, number = begun
    assert look(book, number).missing == ("电话联系", "入户劝返", "村校联合劝返", "书面报告乡镇和教育局")
    assert look(book, number).next(TODAY) == Next("电话联系", LEFT, "电话联系")
    step(book, number, "电话联系", date(2026, 10, 14))
    assert look(book, number).next(TODAY) == Next("入户劝返", date(2026, 10, 15), "入户劝返")
    step(book, number, "入户劝返", date(2026, 10, 15))
    with book.write("返校") as session:
        casework.record_return(session, case_id=number, day=date(2026, 10, 19), how="家长送回", today=TODAY)
    found = look(book, number)
    assert (found.state, found.missing, found.relapses) == ("已返校跟踪", (PLAN,), 0)
    assert found.next(TODAY) == Next(PLAN, date(2026, 10, 22), PLAN)
    step(book, number, PLAN, date(2026, 10, 20))
    assert look(book, number).missing == ()
    assert [one.due for one in found.watches] == [date(2026, 10, 19) + timedelta(days=n) for n in (7, 14, 30, 60)]
    with book.write("确认") as session:
        casework.confirm_watch(
            session, watch_id=found.watches[0].id, there=True, read="10月19日起出勤", note="", day=TODAY, by="梁老师"
        )
    assert look(book, number).next(TODAY) == Next("确认返校后在校情况", date(2026, 11, 2))


def test_leaving_again_continues_the_same_case(begun: tuple[Database, PupilId, int]) -> None:
    book, child, number = begun
    for back, left in ((date(2026, 10, 19), date(2026, 10, 26)), (date(2026, 11, 2), date(2026, 11, 9))):
        with book.write("反复") as session:
            casework.record_return(session, case_id=number, day=back, how="", today=TODAY)
            again = casework.open_case(
                session, pupil_id=child, day=left, left_on=left, opened_from="缺课", sign="又走了", today=TODAY
            )
        assert again == number
    found = look(book, number)
    assert (found.state, found.relapses, len(found.watches)) == ("劝返中", 2, 0)
    with book.write("再立") as session, pytest.raises(UserError, match="还没有结束"):
        casework.open_case(session, pupil_id=child, day=TODAY, left_on=TODAY, opened_from="缺课", sign="", today=TODAY)


def test_closing_asks_for_proof_or_says_there_is_none(begun: tuple[Database, PupilId, int]) -> None:
    book, child, number = begun
    args = {"case_id": number, "day": TODAY, "by": "校长"}
    with book.write("结案") as session:
        with pytest.raises(UserError, match="还没有登记返校"):
            casework.close_case(session, how="返校", evidence="点名册", **args)
        with pytest.raises(UserError, match="结案要有证明"):
            casework.close_case(session, how="证件有误", evidence="", **args)
        casework.close_case(session, how="证件有误", evidence="", without_proof=True, **args)
    assert look(book, number).state == "已结案（缺证明）"
    with book.write("登记") as session, pytest.raises(UserError, match="已经结案"):
        casework.add_step(
            session, case_id=number, kind="入户劝返", day=TODAY, people="梁老师", text="", result="", now=NOW, by=""
        )
    with book.write("又走") as session:
        casework.open_case(session, pupil_id=child, day=TODAY, left_on=TODAY, opened_from="其他", sign="", today=TODAY)
    found = look(book, number)
    assert (found.state, found.relapses, found.openings) == ("劝返中", 1, (date(2026, 10, 14), TODAY))
    assert found.closings == (Closing(TODAY, "证件有误", "", "校长"),)
    assert [line.told for line in course(found) if line.what == "结案：证件有误"] == [WITHOUT_PROOF]
    assert [one.returned_on for one in found.episodes] == [None, None]


def test_a_case_does_not_go_on_before_the_child_left_or_came_back(begun: tuple[Database, PupilId, int]) -> None:
    book, _, number = begun
    before = LEFT - timedelta(days=1)
    args = {"case_id": number, "evidence": "证明", "by": "校长"}
    with book.write("结案") as session:
        with pytest.raises(UserError, match="移交日期不能早于离校"):
            casework.hand_over(session, case_id=number, to="县城二小", day=before)
        with pytest.raises(UserError, match="结案日期不能早于离校"):
            casework.close_case(session, how="证件有误", day=before, **args)
        casework.record_return(session, case_id=number, day=TODAY, how="", today=TODAY)
        with pytest.raises(UserError, match="结案日期不能早于返校"):
            casework.close_case(session, how="返校", day=TODAY - timedelta(days=1), **args)
        casework.close_case(session, how="返校", day=TODAY, **args)
    assert look(book, number).state == "已结案"


def test_a_transfer_stays_open_until_it_is_accepted(begun: tuple[Database, PupilId, int]) -> None:
    book, _, number = begun
    args = {"case_id": number, "how": "转学", "evidence": "回执12号", "day": TODAY, "by": "校长"}
    with book.write("移交") as session:
        handover = casework.hand_over(session, case_id=number, to="县城二小", day=date(2026, 11, 2))
        with pytest.raises(UserError, match="对方确认接收"):
            casework.close_case(session, **args)
    assert look(book, number).state == "移交待接收"
    assert look(book, number).next(TODAY) == Next("催县城二小确认接收", date(2026, 11, 12))
    with book.write("接收") as session:
        with pytest.raises(UserError, match="接收的证明"):
            casework.accept_handover(session, handover_id=handover, day=TODAY, proof="")
        casework.accept_handover(session, handover_id=handover, day=TODAY, proof="回执12号")
        casework.close_case(session, **args)
    assert look(book, number).state == "已结案"


@pytest.mark.parametrize("how", ["死亡", "送教上门", "延缓入学", "出国"])
def test_lawful_ends_need_no_return(begun: tuple[Database, PupilId, int], how: str) -> None:
    book, _, number = begun
    with book.write("结案") as session:
        casework.close_case(session, case_id=number, how=how, evidence="证明", day=TODAY, by="校长")
    assert look(book, number).state == "已结案"


DAYS = {"电话联系": 1, "入户劝返": 3, "村校联合劝返": 3, "送达劝返通知书": 7, "书面报告乡镇和教育局": 7,
        "送达限期返校通知书": 10, "乡镇批评教育": 7, "责令限期改正": 15}  # fmt: skip
FIRST_THREE = tuple(Taken(kind, LEFT) for kind in ("电话联系", "入户劝返", "村校联合劝返"))
LETTER = "送达劝返通知书"


def day(number: int) -> date:
    return LEFT + timedelta(days=number)


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([], Next("电话联系", LEFT, "电话联系")),
        ([Taken("电话联系", LEFT)], Next("入户劝返", day(1), "入户劝返")),
        ([Taken("入户劝返", LEFT)], Next("补上电话联系", day(3), "电话联系")),
        ([*FIRST_THREE, Taken(LETTER, LEFT, numbered=True)], Next("把劝返通知书送到并取回回执", LEFT)),
        (
            [*FIRST_THREE, Taken(LETTER, LEFT, delivered_on=day(2), numbered=True)],
            Next("书面报告乡镇和教育局", day(9), "书面报告乡镇和教育局"),
        ),
        (
            [*FIRST_THREE, Taken(LETTER, LEFT, delivered_on=day(2), numbered=True, deadline=day(12))],
            Next("书面报告乡镇和教育局", day(12), "书面报告乡镇和教育局"),
        ),
        (
            [*FIRST_THREE, Taken("书面报告乡镇和教育局", LEFT), Taken("送达限期返校通知书", day(1))],
            Next("未返校就报请乡镇批评教育", day(11), "乡镇批评教育"),
        ),
        ([*FIRST_THREE, Taken("电话联系", day(4), due=day(7))], Next("核对孩子是否按约定返校", day(7))),
        ([*FIRST_THREE, Taken("书面报告乡镇和教育局", LEFT), Taken("责令限期改正", LEFT)],
         Next("继续劝返并记录", day(15))),
    ],
)  # fmt: skip
def test_deadlines_run_from_the_step_or_its_delivery(taken: list[Taken], expected: Next) -> None:
    assert next_step(taken, since=LEFT, days=DAYS) == expected


def test_a_step_is_corrected_and_taken_back(begun: tuple[Database, PupilId, int]) -> None:
    book, _, number = begun
    step(book, number, "电话联系", date(2026, 10, 14))
    (one,) = look(book, number).steps
    args = {"step_id": one.id, "kind": "入户劝返", "day": date(2026, 10, 15), "text": "", "result": "不在家"}
    with book.write("改正") as session:
        with pytest.raises(UserError, match="不能更早"):
            casework.change_step(session, **{**args, "day": date(2026, 10, 1)}, people="梁老师", today=TODAY)
        with pytest.raises(UserError, match="是谁做的"):
            casework.change_step(session, **args, people=" ", today=TODAY)
        casework.change_step(session, **args, people="梁老师", today=TODAY)
    assert look(book, number).missing[0] == "电话联系"
    with book.write("撤回") as session:
        with pytest.raises(UserError, match="为什么撤回"):
            casework.withdraw_step(session, step_id=one.id, why="", now=NOW)
        casework.withdraw_step(session, step_id=one.id, why="登记错了人", now=NOW)
    assert look(book, number).steps == ()
    with book.write("恢复") as session:
        casework.restore_step(session, step_id=one.id)
    assert look(book, number).steps[0].result == "不在家"


def test_a_return_is_taken_back_until_somebody_has_looked(begun: tuple[Database, PupilId, int]) -> None:
    book, _, number = begun
    with book.write("返校") as session:
        casework.record_return(session, case_id=number, day=date(2026, 10, 19), how="", today=TODAY)
        casework.take_back_return(session, case_id=number)
    assert (look(book, number).state, look(book, number).watches) == ("劝返中", ())
    with book.write("返校") as session:
        casework.record_return(session, case_id=number, day=date(2026, 10, 19), how="", today=TODAY)
    first = look(book, number).watches[0]
    with book.write("确认") as session:
        casework.confirm_watch(session, watch_id=first.id, there=True, read="", note="", day=TODAY, by="梁老师")
        with pytest.raises(UserError, match="已经有跟踪记录"):
            casework.take_back_return(session, case_id=number)
        casework.unconfirm_watch(session, watch_id=first.id)
        casework.take_back_return(session, case_id=number)
    assert look(book, number).away


def test_the_days_of_looking_are_the_school_s(begun: tuple[Database, PupilId, int]) -> None:
    book, _, number = begun
    with book.write("规则") as session:
        args = {"key": "returns.watch_days", "in_force_from": date(2026, 9, 1), "document": "望山教〔2026〕9号"}
        with pytest.raises(UserError, match="几个数字"):
            identity.set_rule(session, value="一周", **args)
        identity.set_rule(session, value="3,10", **args)
        casework.record_return(session, case_id=number, day=date(2026, 10, 19), how="", today=TODAY)
    assert [one.due for one in look(book, number).watches] == [date(2026, 10, 22), date(2026, 10, 29)]
    with book.write("另定") as session:
        with pytest.raises(UserError, match="返校"):
            casework.set_watch_days(session, case_id=number, days=[date(2026, 10, 19)])
        casework.set_watch_days(session, case_id=number, days=[date(2026, 11, 30), date(2026, 10, 22)])
    assert [one.due for one in look(book, number).watches] == [date(2026, 10, 22), date(2026, 11, 30)]


def test_a_case_opened_by_mistake_goes(begun: tuple[Database, PupilId, int]) -> None:
    book, child, number = begun
    with book.write("删除") as session:
        attachments.add(session, owner_kind="return_case", owner_id=number, picture=take_in(photo()), now=NOW)
        casework.delete_case(session, case_id=number)
    with book.read() as session:
        assert cases.cases(session, today=TODAY, pupil_ids=[child]) == ()
        kept = attachments.of(session, owner_kind="return_case", owner_ids=[number])
    assert kept == ()  # the next case may get this number: another child's


@pytest.mark.parametrize(("days", "stage"), [(6, ""), (7, "疑似辍学"), (29, "疑似辍学"), (30, "辍学")])
def test_when_a_child_counts_as_out(begun: tuple[Database, PupilId, int], days: int, stage: str) -> None:
    book, _, number = begun
    assert look(book, number).stage(LEFT + timedelta(days=days)) == stage


def test_the_day_of_leaving_is_corrected_within_its_bounds(begun: tuple[Database, PupilId, int]) -> None:
    book, _, number = begun
    step(book, number, "电话联系", date(2026, 10, 14))
    args = {"case_id": number, "number": 1, "why": "看错日期", "today": TODAY}
    with book.write("改") as session:
        with pytest.raises(UserError, match="已经登记了劝返"):
            casework.change_leaving(session, left_on=date(2026, 10, 15), **args)
        casework.change_leaving(session, left_on=date(2026, 10, 10), **args)
        casework.record_return(session, case_id=number, day=date(2026, 10, 19), how="", today=TODAY)
        with pytest.raises(UserError, match="不能晚于返校"):
            casework.change_leaving(session, left_on=date(2026, 10, 20), **args)
    found = look(book, number).episodes[0]
    assert (found.left_on, found.why) == (date(2026, 10, 10), "看错日期")


steps_taken = st.lists(
    st.builds(
        Taken, st.sampled_from([step.name for step in STEPS if step.order < 10]),
        st.integers(0, 60).map(day), st.none() | st.integers(60, 70).map(day), st.none() | st.integers(60, 90).map(day),
        st.booleans(),
    ),
    max_size=12,
)  # fmt: skip


@given(steps_taken)
def test_there_is_always_a_next_act_and_it_never_asks_for_what_was_done(taken: list[Taken]) -> None:
    found = next_step(taken, since=LEFT, days=DAYS)
    assert found.what
    assert found.due >= LEFT
    assert found == next_step(taken[::-1], since=LEFT, days=DAYS)
    expected = {step.name for step in STEPS if step.expected}
    if found.kind in expected:
        assert found.kind not in {one.kind for one in taken}


@given(steps_taken, st.integers(0, 60))
def test_steps_before_the_present_time_away_count_for_nothing(taken: list[Taken], later: int) -> None:
    since = day(later)
    now = [one for one in taken if one.day >= since]
    assert next_step(taken, since=since, days=DAYS) == next_step(now, since=since, days=DAYS)
