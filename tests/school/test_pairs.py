"""Pairs on a real book: made, handed over, ended, promises by the month, the proposal's view."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.pairing import promises, proposing, service
from kongchuo_desktop.school.pairing.proposing import Wanted
from kongchuo_desktop.school.pairing.rules import Promise, cycles, is_behind, share_of_month
from kongchuo_desktop.school.pairing.service import PairDraft
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import PupilId, StaffId
from kongchuo_desktop.school.visits import talks
from kongchuo_desktop.school.visits.talks import TalkDraft
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import CHINA, found_school

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 16, 0, tzinfo=CHINA)
SINCE = date(2026, 10, 8)
People = tuple[Database, dict[str, PupilId], StaffId, StaffId]


@pytest.fixture
def people(new_book: Callable[[], Database]) -> People:
    book = new_book()
    children = found_school(book)
    with book.write("教师") as session:
        head = next(one.id for one in staff_room.staff(session, today=TODAY) if one.name == "梁老师")
        other = staff_room.add_staff(session, fields={"name": "莫老师", "duty": "教师", "subject": "数学"})
    return book, children, head, other


def draft(child: PupilId, staff: StaffId | None) -> PairDraft:
    return PairDraft("教师帮扶", child, SINCE, staff_id=staff, talks_per_month=3, visits_per_month=1, aim="数学及格")


def test_a_pair_is_handed_over_with_its_aim_and_promise(people: People) -> None:
    book, children, head, other = people
    with book.write("结对") as session:
        first = service.make(session, draft=draft(children["罗雨"], head), today=TODAY)
        day = date(2026, 11, 2)
        made = service.hand_over(session, pair_ids=[first], to=other, day=day, why="教师调离", today=TODAY)
    with book.read() as session:
        now = service.pairs(session, today=TODAY, on=TODAY)
        assert [(one.id, one.helper, one.follows_id) for one in now] == [(made[0], "莫老师", first)]
        assert now[0].aim == "数学及格"
        before = service.pairs(session, today=TODAY, on=date(2026, 11, 1))
        assert [one.helper for one in before] == ["梁老师"]
        assert service.loads(session, on=TODAY) == {other: 1}
        assert not promises.without_summary(session, today=TODAY)  # its follower sums up


def test_what_cannot_be_is_said(people: People) -> None:
    book, children, head, _ = people
    with book.write("结对") as session:
        service.make(session, draft=draft(children["罗雨"], head), today=TODAY)
        for wrong, words in (
            (draft(children["罗雨"], head), "已经结对"),
            (draft(children["石青"], None), "选择帮扶教师"),
            (replace(draft(children["石青"], head), since=date(2026, 12, 1)), "不能晚于今天"),
            (replace(draft(children["石青"], head), talks_per_month=99), "每月谈心次数"),
            (PairDraft("同伴互助", children["石青"], SINCE, helper_pupil_id=children["石青"]), "不能与自己结对"),
            (PairDraft("干部结对", children["石青"], SINCE), "结对干部的姓名"),
        ):
            with pytest.raises(UserError, match=words):
                service.make(session, draft=wrong, today=TODAY)
        staff_room.leave(session, staff_id=head, day=date(2026, 10, 1))
        with pytest.raises(UserError, match="请换一位教师"):
            service.make(session, draft=draft(children["石青"], head), today=TODAY)


def test_the_month_shows_who_is_behind_and_whom_nobody_met(people: People) -> None:
    book, children, head, other = people
    with book.write("结对") as session:
        service.make(session, draft=draft(children["罗雨"], head), today=TODAY)
        service.make(session, draft=draft(children["石青"], other), today=TODAY)
        for day in (3, 10):
            talk = TalkDraft(children["罗雨"], date(2026, 11, day), staff_id=head, content="作业")
            talks.record_talk(session, draft=talk, now=NOW)
    with book.read() as session:
        found = {one.pair.pupil: one for one in promises.kept(session, on=TODAY, today=TODAY)}
        assert found["罗雨"].promise == Promise(3, 1, 2, 0)
        assert not found["罗雨"].behind  # 20 of 30 days: two talks are owed, no visit yet
        assert found["石青"].behind
        assert [one.pupil for one in promises.nobody_met(session, on=TODAY, today=TODAY)] == ["石青"]


def test_an_ended_pair_asks_for_its_summary(people: People) -> None:
    book, children, head, _ = people
    with book.write("结对") as session:
        pair = service.make(session, draft=draft(children["罗雨"], head), today=TODAY)
        with pytest.raises(UserError, match="为什么结束"):
            service.end(session, pair_ids=[pair], day=TODAY, why="", today=TODAY)
        service.end(session, pair_ids=[pair], day=TODAY, why="目标达成", today=TODAY)
        assert [one.id for one in promises.without_summary(session, today=TODAY)] == [pair]
        service.sum_up(session, pair_id=pair, text="期中数学 71 分，作业按时交。", day=TODAY)
        assert not promises.without_summary(session, today=TODAY)


def test_the_proposal_covers_the_register_of_concern(people: People) -> None:
    book, children, _, other = people
    with book.write("登记") as session:
        concern.mark(
            session, pupil_ids=[children["罗雨"], children["龙飞"]], kind="学困生", since=SINCE, why="期中",
            by="梁老师", today=TODAY,
        )  # fmt: skip
        service.set_wish(
            session, pupil_id=children["龙飞"], staff_id=other, wanted=False, why="家长回避", by="", day=TODAY
        )
    with book.read() as session:
        found, _ = proposing.propose_pairs(session, wanted=Wanted(), on=TODAY)
        assert {one.child.name: one.helper.name for one in found.pairs} == {"罗雨": "梁老师", "龙飞": "梁老师"}
        peers, _ = proposing.propose_pairs(session, wanted=Wanted("同伴互助"), on=TODAY)
        assert {one.child.name for one in peers.pairs} == {"罗雨", "龙飞"}
        assert all(one.reasons == ("同班同学",) for one in peers.pairs)
    with book.write("接受") as session:
        args = {"since": SINCE, "aim": "", "talks": 3, "visits": 1, "today": TODAY}
        assert proposing.accept(session, kind="教师帮扶", chosen=found.pairs, **args) == 2
        assert not proposing.uncovered(session, wanted=Wanted(), on=TODAY)


@pytest.mark.parametrize(
    ("since", "on", "owed"),
    [
        (date(2026, 10, 8), date(2026, 11, 20), 3),
        (date(2026, 11, 16), date(2026, 11, 20), 1),
        (date(2026, 11, 1), date(2026, 11, 1), 3),
        (date(2026, 12, 1), date(2026, 11, 20), 0),
        (date(2028, 2, 15), date(2028, 2, 29), 1),
    ],
)
def test_a_pair_made_within_a_month_owes_its_share(since: date, on: date, owed: int) -> None:
    assert share_of_month(3, since=since, on=on) == owed


@pytest.mark.parametrize(("day", "behind"), [(9, False), (10, True), (19, True)])
def test_a_third_of_the_month_asks_for_the_first_talk(day: int, behind: bool) -> None:
    assert is_behind(Promise(3, 0, 0, 0), on=date(2026, 11, day)) is behind


def test_cycles_are_four_weeks_and_a_stump_joins_the_last() -> None:
    assert cycles(date(2026, 9, 1), date(2026, 10, 28)) == (
        (date(2026, 9, 1), date(2026, 9, 28)), (date(2026, 9, 29), date(2026, 10, 28)),
    )  # fmt: skip
    assert len(cycles(date(2026, 9, 1), date(2027, 1, 18))) == 5
