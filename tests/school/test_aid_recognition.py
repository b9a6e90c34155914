"""认定 from notice to decision, 公示 by working days, the fund."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.aid import fund, public, recognition, service
from kongchuo_desktop.school.aid.public import working_day_after
from kongchuo_desktop.school.identity.rules import DayException
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import CHINA, found_school

TODAY = date(2026, 10, 20)
NOW = datetime(2026, 10, 20, 9, 0, tzinfo=CHINA)


def test_from_notice_to_decision_to_money(new_book: Callable[[], Database]) -> None:
    book = new_book()
    child = found_school(book)["罗雨"]
    with book.write("认定") as session:
        term = service.term_of(session, key="2026-autumn", today=TODAY)
        assert recognition.tell(session, pupil_ids=[child], year=2026, day=date(2026, 9, 8)) == 1
        assert recognition.tell(session, pupil_ids=[child], year=2026, day=date(2026, 9, 9)) == 0
        with pytest.raises(UserError, match="还没有交申请表"):
            recognition.review(session, levels={child: "困难"}, year=2026, day=TODAY)
        recognition.apply_for(session, pupil_id=child, year=2026, day=date(2026, 9, 20), reason="父亲患病")
        with pytest.raises(UserError, match="不能更早"):
            recognition.review(session, levels={child: "困难"}, year=2026, day=date(2026, 9, 19))
        recognition.review(session, levels={child: "困难"}, year=2026, day=date(2026, 9, 25))
        with pytest.raises(UserError, match="调整的理由"):
            recognition.decide(session, levels={child: "特别困难"}, year=2026, day=date(2026, 9, 28))
        recognition.decide(session, levels={child: "困难"}, year=2026, day=date(2026, 9, 28))
        found = recognition.recognitions(session, term=term, today=TODAY)
        assert [(one.pupil.name, one.stage, one.missing) for one in found] == [("罗雨", "已认定", ("公示",))]
        assert not service.entitled(session, term=term, today=TODAY).lines  # day pupils only by right
        pupil_room.change_pupil(session, pupil_id=child, fields={"boarding": True})
        line = service.entitled(session, term=term, today=TODAY).lines[0]
        assert (line.entitlement.programme.way, line.entitlement.cents) == ("review", 62500)
        recognition.adjust(session, pupil_id=child, year=2026, day=date(2026, 9, 1), why="家庭好转")
        assert not service.entitled(session, term=term, today=TODAY).lines


def test_what_is_still_missing_until_the_notice_hangs(new_book: Callable[[], Database]) -> None:
    book = new_book()
    child = found_school(book)["罗雨"]

    def missing() -> tuple[str, ...]:
        with book.read() as session:
            term = service.term_of(session, key="2026-autumn", today=TODAY)
            (one,) = recognition.recognitions(session, term=term, today=TODAY)
            assert one.groups == ()  # the decision is no ground that was known before it
            return one.missing

    def step(act: Callable[..., object], **given: object) -> None:
        with book.write("认定") as session:
            act(session, year=2026, **given)

    step(recognition.tell, pupil_ids=[child], day=date(2026, 9, 8))
    assert missing() == ("申请表", "班级评议", "学校认定")
    step(recognition.apply_for, pupil_id=child, day=date(2026, 9, 12), reason="父亲患病")
    assert missing() == ("班级评议", "学校认定")
    step(recognition.review, levels={child: "困难"}, day=date(2026, 9, 20))
    step(recognition.decide, levels={child: "困难"}, day=date(2026, 9, 22))
    assert missing() == ("公示",)
    with book.write("公示") as session:
        people = [one for one in pupil_room.pupils(session, today=TODAY) if one.id == child]
        public.publish(session, year=2026, title="公示", place="公示栏", first=date(2026, 9, 23), children=people)
    assert missing() == ()


def test_a_public_notice_hangs_its_days_and_names_nothing_else(new_book: Callable[[], Database]) -> None:
    book = new_book()
    found_school(book)
    with book.write("公示") as session:
        people = pupil_room.pupils(session, today=TODAY)[:2]
        number = public.publish(
            session, year=2026, title="资助公示", place="公示栏", first=date(2026, 9, 28), children=people
        )
        notice = public.notices(session, year=2026)[0]
        assert notice.last == date(2026, 10, 9)  # the holiday of 1–7 October lies between; 10 October teaches
        assert notice.lines == tuple((one.class_name, one.name) for one in people)
        with pytest.raises(UserError, match="5个工作日"):
            public.take_down(session, notice_id=number, day=date(2026, 10, 8))
        objection = public.object_to(session, notice_id=number, day=TODAY, raised_by="村民", text="家里有车")
        with pytest.raises(UserError, match="异议"):
            public.take_down(session, notice_id=number, day=TODAY)
        public.settle_objection(session, objection_id=objection, outcome="核实为亲戚的车", day=TODAY)
        public.take_down(session, notice_id=number, day=TODAY)
        assert public.notices(session, year=2026)[0].taken_down_on == TODAY


@pytest.mark.parametrize(
    ("first", "days", "last"),
    [
        (date(2026, 11, 16), 5, date(2026, 11, 20)), (date(2026, 11, 18), 5, date(2026, 11, 24)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)), (date(2026, 11, 20), 2, date(2026, 11, 22)),
    ],
)  # fmt: skip
def test_working_days(first: date, days: int, last: date) -> None:
    teaching_sunday = {date(2026, 11, 22): DayException(teaching=True, label="调休")}
    assert working_day_after(first, days, teaching_sunday if days == 2 else {}) == last


def test_the_fund_never_owes(new_book: Callable[[], Database]) -> None:
    book = new_book()
    with book.write("基金") as session:
        fund.give(session, day=date(2026, 9, 10), cents=100_000, who="校友", purpose="助学", receipt="001", now=NOW)
        args = {"who": "罗雨", "purpose": "棉衣", "receipt": "002", "decided_by": "校务会", "now": NOW}
        fund.spend(session, day=date(2026, 10, 1), cents=30_000, **args)
        assert fund.balance(session) == 70_000
    with pytest.raises(UserError, match="余额不够"), book.write("超支") as session:
        fund.spend(session, day=date(2026, 9, 1), cents=1, **args)
    with pytest.raises(UserError, match="由谁决定"), book.write("没写") as session:
        fund.spend(session, day=TODAY, cents=1, **(args | {"decided_by": ""}))
    with book.read() as session:
        assert [one.balance for one in fund.entries(session)] == [100_000, 70_000]
