"""The fund's book and the book of goods, and the figures that go upward."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from kongchuo_desktop.desk import timeline
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.reports.table import Table
from kongchuo_desktop.school.aid import amending, fund, gifts, payments, recognition, service
from kongchuo_desktop.school.aid.model import FamilyMember, FamilyStatus, PoorFamily
from kongchuo_desktop.school.aid.rules import Amount
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import CHINA, found_school

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)
TODAY, SEPT = NOW.date(), date(2026, 9, 1)


@pytest.fixture
def book(new_book: Callable[[], Database]) -> Database:
    return new_book()


@pytest.fixture
def ids(book: Database) -> dict[str, PupilId]:
    return found_school(book)


def made(book: Database, key: str, **choices: str) -> Table:
    with book.read() as session:
        return report_kind(key).tabulate(session, choices, TODAY)


def coats(book: Database, number: int = 30, day: date = SEPT) -> int:
    with book.write("收到") as session:
        return gifts.take_in(
            session, day=day, goods="棉衣", unit="件", number=number, who="河湾村老校友", receipt="0007", now=NOW,
            cents=360_000,
        )  # fmt: skip


def hand_out(book: Database, number: int, day: date, child: PupilId | None = None, by: str = "校务会") -> int:
    with book.write("发出") as session:
        return gifts.hand_out(
            session, day=day, goods="棉衣", number=number, who="韦小山", receipt="", decided_by=by, now=NOW,
            pupil_id=child,
        )  # fmt: skip


def test_goods_never_go_below_nothing(book: Database, ids: dict[str, PupilId]) -> None:
    with pytest.raises(UserError, match="没有收到过“棉衣”，现有：没有物资"):
        hand_out(book, 1, TODAY)
    first = coats(book)
    hand_out(book, 12, date(2026, 10, 12), ids["韦小山"])
    with pytest.raises(UserError, match="“棉衣”不够：2026-10-12会差2件"):
        hand_out(book, 20, date(2026, 9, 5))  # 18 are left, but fewer from October on
    with pytest.raises(UserError, match="不够：2026-09-01"):
        hand_out(book, 31, SEPT)
    with pytest.raises(UserError, match="由谁决定"):
        hand_out(book, 1, TODAY, by=" ")
    relied_on = "收到的30件“棉衣”不能删去：2026-10-12发给“韦小山”的12件要从里面出，删去就差12件"
    with pytest.raises(UserError, match=relied_on), book.write("撤销") as session:
        gifts.drop(session, entry_id=first)
    with book.read() as session:
        assert [(one.goods, one.left, one.unit) for one in gifts.stock(session)] == [("棉衣", 18, "件")]
        assert [(one.number, one.left) for one in gifts.entries(session)] == [(30, 30), (-12, 18)]


@pytest.mark.parametrize(
    ("goods", "number", "who", "day", "sentence"),
    [
        ("", 3, "校友", SEPT, "什么物资"), ("棉衣", 0, "校友", SEPT, "数量要大于0"),
        ("棉衣", -3, "校友", SEPT, "数量要大于0"), ("棉衣", 3, " ", SEPT, "捐赠人"),
        ("棉衣", 3, "校友", date(2026, 11, 21), "不能晚于今天"),
    ],
)  # fmt: skip
def test_what_is_no_gift(
    book: Database, ids: dict[str, PupilId], goods: str, number: int, who: str, day: date, sentence: str
) -> None:
    with book.write("收到") as session, pytest.raises(UserError, match=sentence):
        gifts.take_in(session, day=day, goods=goods, unit="件", number=number, who=who, receipt="", now=NOW)


def test_an_income_that_was_spent_is_not_taken_back(book: Database, ids: dict[str, PupilId]) -> None:
    with book.write("基金") as session:
        first = fund.give(session, day=SEPT, cents=50_000, who="教师", purpose="", receipt="", now=NOW)
        spent = fund.spend(
            session, day=date(2026, 10, 12), cents=30_000, who="韦小山", purpose="", receipt="", decided_by="校务会",
            now=NOW,
        )  # fmt: skip
        later = fund.give(session, day=TODAY, cents=99_999, who="企业", purpose="", receipt="", now=NOW)
    relied_on = "这笔收入500元不能删去：2026-10-12资助“韦小山”的300元要从里面出，删去就欠300元"
    with pytest.raises(UserError, match=relied_on), book.write("撤销") as session:
        fund.drop(session, entry_id=first)
    with book.write("撤销") as session:
        fund.drop(session, entry_id=later)  # nothing came out of it
        assert fund.balance(session) == 20_000
        fund.drop(session, entry_id=spent)
        fund.drop(session, entry_id=first)
        assert fund.entries(session) == ()


def test_the_books_on_paper(book: Database, ids: dict[str, PupilId]) -> None:
    coats(book)
    hand_out(book, 1, TODAY, ids["韦小山"])
    goods = made(book, "gifts")
    assert [row[2:8] for row in goods.rows] == [
        ("棉衣", "件", 30, None, 30, "河湾村老校友"), ("棉衣", "件", None, 1, 29, "韦小山"),
    ]  # fmt: skip
    assert goods.notes[0].startswith("现在还有：棉衣29件")
    with book.write("基金") as session:
        for day, cents in ((date(2026, 8, 1), 100_000), (date(2026, 9, 3), 50_050)):
            fund.give(session, day=day, cents=cents, who="教师", purpose="助学", receipt="1", now=NOW)
        fund.spend(session, day=TODAY, cents=30_000, who="韦小山", purpose="眼镜", receipt="2", decided_by="校务会",
                   now=NOW)  # fmt: skip
    table = made(book, "fund")
    assert [(row[2], row[4], row[5], row[6]) for row in table.rows] == [
        ("期初余额", "", "", "1000.00"), ("教师", "500.50", "", "1500.50"), ("韦小山", "", "300.00", "1200.50"),
        ("合计", "500.50", "300.00", "1200.50"),
    ]  # fmt: skip
    assert "人民币壹仟贰佰元伍角整" in table.notes[0]


def test_a_child_s_file_tells_of_its_aid(book: Database, ids: dict[str, PupilId]) -> None:
    child = ids["韦小山"]
    coats(book)
    hand_out(book, 1, date(2026, 11, 2), child)
    with book.write("资助") as session:
        family = PoorFamily(head_name="韦大山", village="河湾村")
        session.add(family)
        session.flush()
        session.add(
            FamilyStatus(
                family_id=family.id,
                category="脱贫户",
                since="2016-12",
                listed_on=SEPT,
                seen_on=SEPT,
                until=date(2026, 11, 3),
                ended_why="不在今年的名单上",
            )
        )
        session.add(FamilyMember(family_id=family.id, name="韦小山", pupil_id=child))
        recognition.apply_for(session, pupil_id=child, year=2026, day=date(2026, 9, 10), reason="父亲患病")
        recognition.decide(session, levels={child: "困难"}, year=2026, day=date(2026, 9, 20))
        fund.give(session, day=SEPT, cents=50_000, who="教师", purpose="助学", receipt="1", now=NOW)
        fund.spend(
            session,
            day=date(2026, 11, 1),
            cents=30_000,
            who="韦小山",
            purpose="眼镜",
            receipt="2",
            decided_by="校务会",
            now=NOW,
            pupil_id=child,
        )
        term = service.term_of(session, key="", today=TODAY)
        number = payments.make_list(session, programme="non_boarder", term=term, today=TODAY, by="")
        payments.approve(session, list_id=number, day=date(2026, 10, 9), by="校长")
        payments.pay(session, list_id=number, day=date(2026, 10, 12))
    with book.read() as session:
        told = timeline.story(session, pupil_id=child, today=TODAY)
    assert [(one.day.month, one.sentence) for one in told.entries if one.kind == "资助"] == [
        (9, "困难家庭名单：脱贫户，2016-12起"), (9, "申请2026—2027学年家庭经济困难认定，父亲患病"),
        (9, "2026—2027学年学校认定：困难"),
        (10, "家庭经济困难非寄宿生生活补助发放312.50元（2026年秋季学期）"),
        (11, "救助基金300元，眼镜，校务会决定"), (11, "捐赠物资：棉衣1件，校务会决定"),
        (11, "不再算脱贫户，不在今年的名单上"),
    ]  # fmt: skip
    assert len(told.clear("帮扶")) == 3


def test_figures_for_the_office(book: Database, ids: dict[str, PupilId]) -> None:
    with book.write("名单") as session:
        family = PoorFamily(head_name="韦大山", village="河湾村")
        session.add(family)
        session.flush()
        session.add(FamilyStatus(family_id=family.id, category="脱贫户", since="2016", listed_on=SEPT, seen_on=SEPT))
        session.add(FamilyMember(family_id=family.id, name="韦小山", pupil_id=ids["韦小山"]))
        lunch = Amount("lunch", "", "", (), 10000, SEPT, None, "县文")
        amending.put(session, draft=lunch)
        term = service.term_of(session, key="", today=TODAY)
        number = payments.make_list(session, programme="lunch", term=term, today=TODAY, by="")
        payments.approve(session, list_id=number, day=date(2026, 10, 9), by="校长")
        payments.pay(session, list_id=number, day=date(2026, 10, 12))
    table = made(book, "aid-figures")
    assert table.rows == (
        ("午餐补助（小学）", 6, "600.00", 6, "600.00", 6, "600.00"),
        ("家庭经济困难非寄宿生生活补助（小学）", 1, "312.50", 0, "0.00", 0, "0.00"),
        ("合计", 6, "912.50", 6, "600.00", 6, "600.00"),
    )
    assert made(book, "aid-figures", month="2026-11").rows[0][5:] == (0, "0.00")  # paid in October
    groups = made(book, "aid-figures", by="group", month="2026-10").rows
    assert [(row[0], row[1], row[6]) for row in groups] == [
        ("全体学生", 6, "600.00"),
        ("脱贫户", 1, "0.00"),
        ("合计", 6, "600.00"),
    ]
    with pytest.raises(UserError, match="不在任何学期之内"):
        made(book, "aid-figures", month="2019-08")
