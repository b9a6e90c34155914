"""One record of the home for all brothers and sisters; where the parents are, with history; what follows from it."""

from datetime import date

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.concern import homes, proposals, service, whereabouts
from kongchuo_desktop.school.concern.whereabouts import Stay
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import GuardianId, PupilId
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import found_school

TODAY = date(2026, 11, 22)


def family(book: Database, *names: str) -> tuple[dict[str, PupilId], GuardianId, GuardianId]:
    """Children of one father and mother; the father is one person for all of them."""
    who = found_school(book)
    with book.write("家长") as session:
        adults: dict[str, GuardianId | None] = {"父亲": None, "母亲": None}
        for name in names:
            for place, relation in enumerate(adults, start=1):
                adults[relation] = pupil_room.set_guardian(
                    session, pupil_id=who[name], guardian_id=adults[relation], position=place,
                    fields={"name": f"石{relation}", "phone": "13900001111"}, relation=relation, is_guardian="是",
                )  # fmt: skip
    father, mother = adults.values()
    assert father
    assert mother
    return who, father, mother


def put(book: Database, guardian: GuardianId, stay: Stay) -> None:
    with book.write("去向") as session:
        whereabouts.set_whereabouts(session, guardian_id=guardian, stay=stay, today=TODAY)


def test_siblings_share_a_home_that_is_made_when_there_is_none(book: Database) -> None:
    who, *_ = family(book, "石青", "罗雨")
    with book.write("家庭情况") as session:
        homes.save_home(
            session, pupil_id=who["罗雨"], texts={"carer_name": "石奶奶", "carer_relation": "祖母"}, known_on=TODAY,
            known_by="梁老师", today=TODAY,
        )  # fmt: skip
    with book.read() as session:
        found = homes.home_of(session, pupil_id=who["石青"], on=TODAY)
        assert [child.name for child in found.children] == ["罗雨", "石青"]
        assert (found.carer, found.known_by) == ("祖母 石奶奶", "梁老师")
        every = homes.homes(session, on=TODAY)
        assert sorted(len(home.children) for home in every) == [1, 1, 1, 1, 2]
        house = pupil_room.pupil(session, pupil_id=who["石青"], today=TODAY).fields["household_id"]
        assert house == found.household_id


def test_a_home_is_refused_with_an_impossible_day_or_a_text_too_long(book: Database) -> None:
    who, *_ = family(book, "石青")
    for texts, day, told in (({}, date(2027, 1, 1), "不能晚于今天"), ({"carer_age": "六" * 30}, TODAY, "最多 10 个字")):
        with book.write("家庭情况") as session, pytest.raises(UserError, match=told):
            homes.save_home(session, pupil_id=who["石青"], texts=texts, known_on=day, known_by="", today=TODAY)


def test_where_a_parent_is_has_a_history_and_holds_for_all_children(book: Database) -> None:
    who, father, _ = family(book, "石青", "罗雨")
    put(book, father, Stay("省外务工", "浙江温州", since=date(2026, 2, 20)))
    put(
        book,
        father,
        Stay("省外务工", "浙江温州", "鞋厂", since=date(2026, 2, 20), contact_on=TODAY, contact_how="电话"),
    )
    put(book, father, Stay("在家", since=date(2026, 11, 1)))
    with book.read() as session:
        now, before = whereabouts.history(session, guardian_id=father)
        assert (now.state, before.state, before.work, before.until) == ("在家", "省外务工", "鞋厂", date(2026, 11, 1))
        past = whereabouts.parents_of(session, on=date(2026, 10, 1), pupil_ids=[who["罗雨"]])
        assert past[who["罗雨"]][0].words == "父亲省外务工（浙江温州）"
        today = whereabouts.parents_of(session, on=TODAY)
        assert {today[who[name]][0].stay.state for name in ("石青", "罗雨")} == {"在家"}
    with pytest.raises(UserError, match="只能选"):
        put(book, father, Stay("云游"))


def test_who_is_left_behind_is_proposed_by_the_definition_in_force(book: Database) -> None:
    who, father, mother = family(book, "石青")
    put(book, father, Stay("省外务工", since=date(2026, 2, 20)))
    with book.read() as session:
        found = proposals.proposals(session, on=TODAY)
        assert [(item.name, item.kind, item.source) for item in found] == [("石青", "留守（单亲外出）", "核查")]
        assert found[0].said == "父亲省外务工（2026-02起）（学籍口径）"
    with book.write("口径") as session:
        whereabouts.choose_definition(session, key="civil", since=date(2026, 11, 1), document="镇民政办通知")
    with book.read() as session:
        assert proposals.proposals(session, on=TODAY) == ()
        assert whereabouts.definition(session, on=date(2026, 10, 1)).key == "roll"
    put(book, mother, Stay("省外务工", since=date(2026, 9, 1)))
    with book.read() as session:
        (item,) = proposals.proposals(session, on=TODAY)
    assert item.kind == "留守（双亲外出）"
    with book.write("登记") as session:
        proposals.accept(session, items=[item], since=TODAY, by="梁老师", today=TODAY)
    with book.read() as session:
        assert proposals.proposals(session, on=TODAY) == ()
        assert [mark.source for mark in service.marks(session, on=TODAY, pupil_ids=[who["石青"]])] == ["核查"]


def test_the_other_sort_of_left_behind_ends_when_a_person_accepts_it(book: Database) -> None:
    who, father, mother = family(book, "石青")
    with book.write("登记") as session:
        service.mark(
            session,
            pupil_ids=[who["石青"]],
            kind="留守（单亲外出）",
            since=date(2026, 9, 1),
            why="",
            by="",
            today=TODAY,
        )
    put(book, father, Stay("省外务工", since=date(2026, 2, 20)))
    with book.read() as session:  # the mother has not been asked: nothing to say against the mark
        assert proposals.proposals(session, on=TODAY) == ()
    put(book, mother, Stay("省内务工", since=date(2026, 6, 1)))
    with book.write("登记") as session:
        found = proposals.proposals(session, on=TODAY)
        proposals.accept(session, items=found, since=TODAY, by="梁老师", today=TODAY)
    with book.read() as session:
        assert [item.kind for item in service.marks(session, on=TODAY)] == ["留守（双亲外出）"]
        before, _ = service.history(session, on=TODAY)
        assert (before.kind, before.until, before.ended_by) == ("留守（单亲外出）", TODAY, "梁老师")


def test_proposals_from_the_roster_and_a_declined_one_is_not_asked_again(book: Database) -> None:
    who, *_ = family(book, "石青")
    with book.write("名册") as session:
        pupil_room.change_pupil(session, pupil_id=who["石青"], fields={"left_behind": "双亲留守", "disability": "无"})
        pupil_room.change_pupil(
            session, pupil_id=who["罗雨"], fields={"remark": "低保户，父母都在外打工", "orphan": "否"}
        )
    with book.read() as session:
        found = proposals.proposals(session, on=TODAY)
    told = {(item.name, item.kind, item.source) for item in found}
    assert told == {
        ("石青", "留守（双亲外出）", "名册"), ("罗雨", "家困生", "备注"), ("罗雨", "留守（双亲外出）", "备注"),
    }  # fmt: skip
    with book.write("核对") as session:
        proposals.decline(session, items=[item for item in found if item.kind == "家困生"], by="梁老师", today=TODAY)
    with book.read() as session:
        assert {item.kind for item in proposals.proposals(session, on=TODAY)} == {"留守（双亲外出）"}
        assert [item.ended_why for item in service.history(session, on=TODAY)] == ["核对后不登记"]
        assert service.marks(session, on=TODAY) == ()
    with book.write("名册") as session:
        pupil_room.change_pupil(session, pupil_id=who["罗雨"], fields={"remark": "特困户"})
    with book.read() as session:
        assert "家困生" in {item.kind for item in proposals.proposals(session, on=TODAY)}
