"""Cases walked through: return, relapse twice, an unproven transfer, illness, death, a wrong number."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.returns import cases, casework
from kongchuo_desktop.school.returns.rules import Next, Taken, next_step
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
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
    assert look(book, number).next(TODAY) == Next("电话联系", LEFT)
    step(book, number, "电话联系", date(2026, 10, 14))
    assert look(book, number).next(TODAY) == Next("入户劝返", date(2026, 10, 15))
    step(book, number, "入户劝返", date(2026, 10, 15))
    with book.write("返校") as session:
        casework.record_return(session, case_id=number, day=date(2026, 10, 19), how="家长送回", today=TODAY)
    found = look(book, number)
    assert (found.state, found.missing, found.relapses) == ("已返校跟踪", (), 0)
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
    assert (look(book, number).state, look(book, number).relapses) == ("劝返中", 1)


def test_a_transfer_stays_open_until_it_is_accepted(begun: tuple[Database, PupilId, int]) -> None:
    book, _, number = begun
    args = {"case_id": number, "how": "转学", "evidence": "回执12号", "day": TODAY, "by": "校长"}
    with book.write("移交") as session:
        handover = casework.hand_over(session, case_id=number, to="县城二小", day=date(2026, 11, 2))
        with pytest.raises(UserError, match="对方确认接收"):
            casework.close_case(session, **args)
    assert look(book, number).state == "移交待接收"
    assert look(book, number).next(TODAY) == Next("催县城二小确认接收", date(2026, 11, 2))
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


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([], Next("电话联系", LEFT)),
        ([Taken("电话联系", LEFT)], Next("入户劝返", LEFT + timedelta(days=1))),
        ([Taken("入户劝返", LEFT)], Next("补上电话联系", LEFT + timedelta(days=3))),
        (
            [Taken(kind, LEFT) for kind in ("电话联系", "入户劝返", "村校联合劝返", "送达劝返通知书")],
            Next("把劝返通知书送到并取回回执", LEFT),
        ),
        (
            [
                *(Taken(kind, LEFT) for kind in ("电话联系", "入户劝返", "村校联合劝返")),
                Taken("送达劝返通知书", LEFT, delivered_on=LEFT + timedelta(days=2)),
            ],
            Next("书面报告乡镇和教育局", LEFT + timedelta(days=9)),
        ),
    ],
)
def test_deadlines_run_from_the_step_or_its_delivery(taken: list[Taken], expected: Next) -> None:
    assert next_step(taken, since=LEFT, on=LEFT) == expected
