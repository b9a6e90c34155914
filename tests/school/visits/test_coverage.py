"""The plan of a term: families, key families, siblings, moves in mid-term, decisions against the rule."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.model import Household, Pupil
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits import coverage, service
from kongchuo_desktop.school.visits.coverage_rules import Child, Coverage, Family, Held, PlanRules, family, groups
from kongchuo_desktop.school.visits.rules import VisitDraft
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import CHINA, found_school

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 17, 0, tzinfo=CHINA)
TERM = TermSpan(2026, "autumn", date(2026, 9, 1), date(2027, 1, 20))


@pytest.fixture
def ids(book: Database) -> dict[str, PupilId]:
    """韦小山 and 龙飞 share a household, 龙飞 and 吴敏 a grandmother: one family over two classes."""
    found = found_school(book)
    with book.write("布置") as session:
        home = Household()
        session.add(home)
        session.flush()
        for name in ("韦小山", "龙飞"):
            session.get_one(Pupil, found[name]).household_id = home.id
        adult = pupil_room.set_guardian(
            session, pupil_id=found["龙飞"], guardian_id=None, position=1, fields={"name": "龙奶奶"}, relation="祖母",
            is_guardian="是",
        )  # fmt: skip
        pupil_room.set_guardian(
            session, pupil_id=found["吴敏"], guardian_id=adult, position=1, fields={}, relation="祖母", is_guardian="是"
        )
    return found


def see(book: Database, child: PupilId, day: date, form: str = "入户") -> None:
    with book.write("家访") as session:
        service.record_visit(session, draft=VisitDraft(day, form, (child,), others="村干部"), now=NOW)


def read(book: Database, today: date = TODAY) -> Coverage:
    with book.read() as session:
        return coverage.coverage(session, term=coverage.term_of(session, today=today), today=today)


def of(found: Coverage, child: PupilId) -> Family:
    return next(one for one in found.families if any(member.id == child for member in one.children))


def test_a_visit_to_one_child_counts_for_its_brothers_and_sisters(book: Database, ids: dict[str, PupilId]) -> None:
    assert (len(read(book).families), read(book).whole.seen) == (4, 0)
    see(book, ids["吴敏"], date(2026, 10, 10))
    found = read(book)
    assert {child.name for child in of(found, ids["韦小山"]).children} == {"韦小山", "龙飞", "吴敏"}
    assert [(share.name, share.seen, share.planned) for share in found.by_class] == [
        ("五年级1班", 1, 4), ("五年级2班", 1, 1)
    ]  # fmt: skip
    assert [(share.name, share.seen, share.planned) for share in found.by_visitor] == [("梁老师", 1, 4)]
    assert [share.name for share in found.by_village] == ["村未登记"]


def test_only_some_forms_count_and_which_is_the_schools_choice(book: Database, ids: dict[str, PupilId]) -> None:
    see(book, ids["罗雨"], date(2026, 10, 10), "电话")
    lo = of(read(book), ids["罗雨"])
    assert (lo.is_seen, lo.other_on) == (False, (date(2026, 10, 10),))
    with book.write("改规则") as session:
        identity.set_rule(
            session, key="visits.forms", value="入户,电话", in_force_from=date(2026, 9, 1), document="本校"
        )
    assert of(read(book), ids["罗雨"]).is_done


def test_a_key_family_is_seen_twice_on_different_days(book: Database, ids: dict[str, PupilId]) -> None:
    with book.write("登记") as session:
        concern.mark(
            session, pupil_ids=[ids["罗雨"]], kind="动摇生", since=date(2026, 9, 10), why="想打工", by="", today=TODAY
        )
    first, second = date(2026, 10, 10), date(2026, 11, 10)
    see(book, ids["罗雨"], first)
    see(book, ids["罗雨"], first, "视频")
    once = of(read(book), ids["罗雨"])
    assert (once.is_key, once.wanted, once.is_seen, once.is_done) == (True, 2, True, False)
    see(book, ids["罗雨"], second)
    assert of(read(book), ids["罗雨"]).due is None
    assert (read(book).whole.done, read(book).whole.seen) == (1, 1)


def test_who_came_in_mid_term_is_planned_and_who_left_is_not(book: Database, ids: dict[str, PupilId]) -> None:
    see(book, ids["石青"], date(2026, 9, 20))
    with book.write("转学") as session:
        gone, come = session.get_one(Pupil, ids["石青"]), session.get_one(Pupil, ids["杨柳"])
        gone.status, gone.left_on, come.joined_on = "离校", date(2026, 10, 31), date(2026, 11, 2)
    names = {child.name for one in read(book).families for child in one.children}
    assert "石青" not in names
    assert "杨柳" in names
    early = {child.name for one in read(book, date(2026, 10, 31)).families for child in one.children}
    assert ("石青" in early, "杨柳" in early) == (True, False)


def test_a_visit_after_a_change_of_class_stays_with_the_family(book: Database, ids: dict[str, PupilId]) -> None:
    see(book, ids["罗雨"], date(2026, 9, 20))
    with book.write("转班") as session:
        session.get_one(Pupil, ids["罗雨"]).class_id = class_room.class_at(session, grade=5, number=2)
    assert [(share.name, share.seen) for share in read(book).by_class] == [("五年级1班", 0), ("五年级2班", 1)]


def test_a_decision_stands_against_the_rule(book: Database, ids: dict[str, PupilId]) -> None:
    with book.write("安排") as session:
        wu = staff_room.add_staff(session, fields={"name": "吴老师", "duty": "教师"})
        term = coverage.term_of(session, today=TODAY)
        with pytest.raises(UserError, match="0到12之间"):
            coverage.decide(session, term=term, pupil_ids=[ids["罗雨"]], held=Held(13))
        with pytest.raises(UserError, match="期限要在"):
            coverage.decide(session, term=term, pupil_ids=[ids["罗雨"]], held=Held(1, due=date(2027, 3, 1)))
        coverage.decide(session, term=term, pupil_ids=[ids["罗雨"]], held=Held(3, wu, due=date(2026, 12, 1)))
        coverage.decide(session, term=term, pupil_ids=[ids["石青"]], held=Held(0, note="全家在外"))
    found = read(book)
    lo = of(found, ids["罗雨"])
    assert (lo.wanted, lo.visitor, lo.due, lo.is_held) == (3, "吴老师", date(2026, 12, 1), True)
    assert (found.whole.planned, of(found, ids["石青"]).is_planned) == (3, False)
    with book.write("恢复") as session:
        coverage.decide(session, term=term, pupil_ids=[ids["罗雨"], ids["石青"]], held=None)
    assert read(book).whole.planned == 4


def test_an_unknown_term_is_a_sentence(book: Database) -> None:
    with book.read() as session, pytest.raises(UserError, match="2031-autumn"):
        coverage.term_of(session, today=TODAY, key="2031-autumn")


CHILD = Child(PupilId(1), "u", "甲", None, "", 5, None, "", "", "", "")


@given(done=st.integers(0, 6), wanted=st.integers(0, 6))
def test_the_next_due_day_lies_in_the_term_and_moves_on(done: int, wanted: int) -> None:
    def due(number: int) -> date | None:
        days = {(TERM.starts + timedelta(days=one), "入户") for one in range(number)}
        one = family([CHILD], term=TERM, rules=PlanRules(times=wanted), key=(), held={}, contacts={CHILD.id: days})
        assert one.is_done == (number >= wanted)
        return one.due

    if done >= wanted:
        assert due(done) is None
    else:
        day, later = due(done), due(done + 1)
        assert day is not None
        assert TERM.starts < day <= PlanRules().last_day(TERM)
        assert later is None or later > day


@given(
    st.lists(st.tuples(st.integers(1, 12), st.integers(1, 6))), st.dictionaries(st.integers(1, 12), st.integers(1, 6))
)
def test_every_child_is_in_one_family_and_ties_hold(ties: list[tuple[int, int]], homes: dict[int, int]) -> None:
    children = [PupilId(number) for number in range(1, 11)]
    adults = [(PupilId(child), adult) for child, adult in ties]
    found = groups(children, {PupilId(child): home for child, home in homes.items()}, adults)
    assert sorted(child for one in found for child in one) == children
    place = {child: number for number, one in enumerate(found) for child in one}
    for child, adult in ties:
        for other, same in ties:
            if adult == same and child in place and other in place:
                assert place[PupilId(child)] == place[PupilId(other)]


def test_what_is_read_to_remind_leaves_out_nobody_who_is_due(book: Database, ids: dict[str, PupilId]) -> None:
    see(book, ids["罗雨"], date(2026, 10, 1))
    with book.write("标记") as session:
        term = coverage.term_of(session, today=TODAY)
        concern.mark(
            session, pupil_ids=[ids["吴敏"]], kind="动摇生", since=TODAY - timedelta(days=60), why="", by="梁老师",
            today=TODAY,
        )  # fmt: skip
        coverage.decide(session, term=term, pupil_ids=[ids["石青"]], held=Held(1, due=date(2026, 10, 9)))
    for day in (term.starts + timedelta(days=number) for number in range(0, (term.ends - term.starts).days, 3)):
        with book.read() as session:
            whole, some = (
                coverage.coverage(session, term=term, today=day, to_remind=to_remind) for to_remind in (False, True)
            )
        ahead = timedelta(days=whole.rules.remind_days)
        due, told = ([one for one in found.families if one.due and one.due - ahead <= day] for found in (whole, some))
        assert told == due
