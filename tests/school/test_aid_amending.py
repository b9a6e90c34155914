"""Own amounts and local programmes: what is refused, whom a change touches before it is made, who gets what."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.aid import amending, checks, payments, service
from kongchuo_desktop.school.aid.model import FamilyMember, FamilyStatus, PaymentLine, PaymentList, PoorFamily
from kongchuo_desktop.school.aid.programmes import amounts_of, programme
from kongchuo_desktop.school.aid.rules import PICKED, Amount
from kongchuo_desktop.school.aid.service import Entitled
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import found_school

SEPT, TODAY = date(2026, 9, 1), date(2026, 11, 20)
LUNCH = Amount("lunch", "", "", (), 400, SEPT, None, "县教科〔2026〕9号", "本县", per_day=True)
OWN = Amount("non_boarder", "primary", "no", ("脱贫户", "农村低保"), 40000, SEPT, None, "县教科〔2026〕9号")


@pytest.fixture
def book(new_book: Callable[[], Database]) -> Database:
    return new_book()


@pytest.fixture
def ids(book: Database) -> dict[str, PupilId]:
    return found_school(book)


def poor(book: Database, child: PupilId, category: str = "脱贫户") -> None:
    with book.write("名单") as session:
        family = PoorFamily(head_name="韦大山", village="河湾村")
        session.add(family)
        session.flush()
        session.add(FamilyStatus(family_id=family.id, category=category, since="2016", listed_on=SEPT, seen_on=SEPT))
        session.add(FamilyMember(family_id=family.id, name="某", pupil_id=child))


def put(book: Database, draft: Amount, row_id: int = 0) -> int:
    with book.write("标准") as session:
        return amending.put(session, draft=draft, row_id=row_id)


def lines(book: Database, today: date = TODAY) -> tuple[Entitled, ...]:
    with book.read() as session:
        term = service.term_of(session, key="2026-autumn", today=today)
        return service.entitled(session, term=term, today=today).lines


def sums(book: Database) -> dict[tuple[str, str], int]:
    return {(one.pupil.name, one.entitlement.programme.key): one.entitlement.cents for one in lines(book)}


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (replace(OWN, document=" "), "请写明依据的文件"),
        (replace(OWN, until=date(2026, 8, 31)), "早于执行日期"),
        (replace(OWN, cents=4_000_000), "金额要在0到10000元之间"),
        (replace(LUNCH, cents=40_000), "金额要在0到50元之间，请核对是每学期还是每天"),
        (replace(OWN, groups=("脱贫户", "特别穷")), "没有“特别穷”这个类别"),
        (replace(OWN, programme="meals"), "没有“meals”这个资助项目"),
    ],
)
def test_what_is_no_amount(book: Database, ids: dict[str, PupilId], draft: Amount, sentence: str) -> None:
    with book.write("标准") as session, pytest.raises(UserError, match=sentence):
        amending.put(session, draft=draft)


@pytest.mark.parametrize(
    ("second", "clash"),
    [
        (OWN, True), (replace(OWN, stage="", boarding="", groups=()), True), (replace(OWN, stage="junior"), False),
        (replace(OWN, boarding="yes"), False), (replace(OWN, groups=("孤儿",)), False),
        (replace(OWN, programme="boarder"), False), (replace(OWN, in_force_from=date(2027, 9, 1)), True),
        (replace(OWN, in_force_from=date(2025, 9, 1), until=date(2026, 8, 31)), False),
    ],
)  # fmt: skip
def test_two_own_rows_for_the_same_do_not_overlap(
    book: Database, ids: dict[str, PupilId], second: Amount, clash: bool
) -> None:
    put(book, OWN)
    if clash:
        with pytest.raises(UserError, match="请先给那一条写上到期日期"):
            put(book, second)
    else:
        put(book, second)


def test_a_change_is_looked_at_before_it_is_made(book: Database, ids: dict[str, PupilId]) -> None:
    poor(book, ids["韦小山"])
    poor(book, ids["罗雨"], "脱贫不稳定户")
    with book.read() as session:
        found = amending.preview(session, after=amending.with_amount(session, draft=OWN), today=TODAY)
    assert [(change.term.key, change.more) for change in found] == [("2026-autumn", -22500), ("2027-spring", -22500)]
    touched = {(one.pupil.name, one.before, one.after) for one in found[0].lines}
    assert touched == {("韦小山", 31250, 40000), ("罗雨", 31250, 0)}
    assert sums(book)["韦小山", "non_boarder"] == 31250  # nothing was written
    row = put(book, OWN)
    assert sums(book) == {("韦小山", "non_boarder"): 40000}
    with book.read() as session:  # what it would be to end it after this term
        ended = amending.with_amount(session, draft=replace(OWN, until=date(2027, 1, 31)), row_id=row)
        assert [(one.term.key, one.more) for one in amending.preview(session, after=ended, today=TODAY)] == [
            ("2027-spring", 22500)
        ]
        gone = amending.with_amount(session, draft=None, row_id=row)
        assert [one.more for one in amending.preview(session, after=gone, today=TODAY)] == [22500, 22500]


def test_an_own_row_of_both_stages_stands_for_both(book: Database, ids: dict[str, PupilId]) -> None:
    poor(book, ids["韦小山"])
    put(book, replace(OWN, stage="", boarding="", cents=10000))
    assert sums(book) == {("韦小山", "non_boarder"): 10000}


def test_what_the_county_does_not_carry_out(book: Database, ids: dict[str, PupilId]) -> None:
    poor(book, ids["韦小山"])
    put(book, replace(OWN, groups=(), cents=0))
    assert sums(book) == {}


def test_an_amount_by_which_a_list_was_approved_is_not_removed(book: Database, ids: dict[str, PupilId]) -> None:
    poor(book, ids["韦小山"])
    row = put(book, OWN)
    with book.write("名册") as session:
        term = service.term_of(session, key="2026-autumn", today=TODAY)
        number = payments.make_list(session, programme="non_boarder", term=term, today=TODAY, by="")
        payments.approve(session, list_id=number, day=TODAY, by="校长")
    with book.write("删除") as session, pytest.raises(UserError, match="不能删除；不再执行请写上到期日期"):
        amending.remove(session, row_id=row)
    put(book, replace(OWN, until=date(2027, 1, 31)), row)


def test_a_county_s_own_programme(book: Database, ids: dict[str, PupilId]) -> None:
    with book.write("项目") as session:
        key = amending.add_programme(session, title="乡村学生交通补助")
        with pytest.raises(UserError, match="已经有叫"):
            amending.add_programme(session, title="乡村学生交通补助")
        with pytest.raises(UserError, match="只能供餐，不能发钱"):
            amending.add_programme(session, title="营养餐补助")
    row = put(book, replace(OWN, programme=key, stage="", boarding="no", groups=(), cents=10000))
    assert len(sums(book)) == len(ids)
    with book.write("删除") as session, pytest.raises(UserError, match="已经有标准或名册"):
        amending.remove_programme(session, key=key)
    with book.write("删除") as session:
        amending.remove(session, row_id=row)
        amending.remove_programme(session, key=key)
    with book.read() as session, pytest.raises(UserError, match="没有“乡村学生交通补助”"):
        programme(session, "乡村学生交通补助")


def test_who_was_chosen_for_a_programme_taken_away_is_not_chosen_for_the_next(
    book: Database, ids: dict[str, PupilId]
) -> None:
    with book.write("项目") as session:
        key = amending.add_programme(session, title="乡村学生交通补助")
        amending.pick(
            session, programme_key=key, pupil_id=ids["罗雨"], why="上寨组，离校6公里", since=date(2026, 9, 1)
        )  # fmt: skip
    with book.write("撤销") as session:
        amending.remove_programme(session, key=key)
    with book.write("项目") as session:
        amending.add_programme(session, title="眼镜补助")
        assert not amending.picks(session)


def test_lunch_by_the_day_for_everybody(book: Database, ids: dict[str, PupilId]) -> None:
    with book.write("学籍") as session:
        pupil_room.change_pupil(session, pupil_id=ids["罗雨"], fields={"boarding": True})
    put(book, replace(LUNCH, boarding="no"))
    found = {one.pupil.name: one.entitlement for one in lines(book)}
    assert set(found) == set(ids) - {"罗雨"}
    one = found["韦小山"]
    days = one.cents // 400
    assert one.cents == days * 400
    assert 80 < days < 110
    assert one.why == f"全体学生，小学非寄宿生，每天4元，在册{days}个上课日。依据：县教科〔2026〕9号"


@pytest.mark.parametrize(("km", "gets"), [("", False), ("4.9", False), ("5", True), ("6.5公里", True), ("很远", False)])
def test_distance_opens_the_bus(book: Database, ids: dict[str, PupilId], km: str, gets: bool) -> None:
    with book.write("路程") as session:
        pupil_room.change_pupil(session, pupil_id=ids["石青"], fields={"distance_km": km})
    put(book, Amount("bus", "", "", (), 20000, SEPT, None, "县文", min_km=5))
    assert bool(sums(book)) is gets


def test_a_hand_picked_list_with_its_ground(book: Database, ids: dict[str, PupilId]) -> None:
    put(book, Amount("bus", "", "", (PICKED,), 20000, SEPT, None, "县文"))
    with book.write("名单") as session:
        with pytest.raises(UserError, match="请写明为什么列入"):
            amending.pick(session, programme_key="bus", pupil_id=ids["石青"], why=" ", since=SEPT)
        number = amending.pick(session, programme_key="bus", pupil_id=ids["石青"], why="上寨组，离校6公里", since=SEPT)
        amending.pick(session, programme_key="lunch", pupil_id=ids["吴敏"], why="午餐名单", since=SEPT)
        with pytest.raises(UserError, match="已经在“校车（交通）补助”的名单上"):
            amending.pick(session, programme_key="bus", pupil_id=ids["石青"], why="再", since=SEPT)
    (one,) = lines(book)
    assert (one.pupil.name, one.entitlement.cents) == ("石青", 20000)
    assert one.entitlement.why.startswith("上寨组，离校6公里（2026-09-01起）")
    with book.write("名单") as session:
        amending.end_pick(session, pick_id=number, until=SEPT)
    assert lines(book) == ()


def test_what_is_given_in_kind_is_never_listed(book: Database, ids: dict[str, PupilId]) -> None:
    put(book, Amount("workbooks", "", "", (), 3000, SEPT, None, "县文", in_kind=True))
    assert {one.entitlement.cents for one in lines(book)} == {0}
    assert "免费提供，不发现金" in lines(book)[0].entitlement.why
    with book.write("名册") as session:
        term = service.term_of(session, key="2026-autumn", today=TODAY)
        with pytest.raises(UserError, match="免费提供，不发现金，不能生成发放名册"):
            payments.make_list(session, programme="workbooks", term=term, today=TODAY, by="")


def test_food_and_things_as_money_are_found(book: Database, ids: dict[str, PupilId]) -> None:
    put(book, Amount("workbooks", "", "", (), 3000, SEPT, None, "县文", in_kind=True))
    with book.write("名册") as session:  # as an older program or another hand might have left it
        row = PaymentList(programme="workbooks", term="2026-autumn", number=1, made_on=TODAY)
        session.add(row)
        session.flush()
        session.add(PaymentLine(list_id=row.id, pupil_id=ids["石青"], cents=3000))
    with book.read() as session:
        term = service.term_of(session, key="2026-autumn", today=TODAY)
        found = [one for one in checks.findings(session, term=term, today=TODAY) if one.kind == "实物列为现金"]
    assert [(one.pupil.name, one.sentence) for one in found] == [
        ("石青", "作业本费列了30元，这一项按标准免费提供，不能发现金")
    ]


def test_lists_that_do_not_add_up_are_found(book: Database, ids: dict[str, PupilId]) -> None:
    poor(book, ids["韦小山"])
    with book.write("名册") as session:
        term = service.term_of(session, key="2026-autumn", today=TODAY)
        number = payments.make_list(session, programme="non_boarder", term=term, today=TODAY, by="")
        payments.approve(session, list_id=number, day=TODAY, by="校长")
    with book.read() as session:
        assert "名册合计不符" not in {one.kind for one in checks.findings(session, term=term, today=TODAY)}
    with book.write("坏了") as session:
        session.query(PaymentLine).one().cents = -100
    with book.read() as session:
        found = [one for one in checks.findings(session, term=term, today=TODAY) if one.kind == "名册合计不符"]
        assert len(amounts_of(session)) > 10
    assert {one.pupil.name for one in found} == {"韦小山"}
    assert {one.sentence for one in found} == {
        "家庭经济困难非寄宿生生活补助第1份名册审批时合计312.50元，现在各行相加-1元",
        "家庭经济困难非寄宿生生活补助各份名册相加是-1元，收回的比列支的多",
    }
