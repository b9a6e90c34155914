"""Counselling notes: sealed under the counsellor's own password, reading on record."""

from datetime import date, datetime

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits import counselling, service
from kongchuo_desktop.school.visits.model import CounselKey, Talk
from kongchuo_desktop.school.visits.talks import TalkDraft
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database
from kongchuo_desktop.storage.key_cost import KeyCost
from tests.school.small_school import CHINA, found_school

NOW = datetime(2026, 10, 30, 17, 0, tzinfo=CHINA)
COST = KeyCost(memory=8, passes=1, lanes=1)
PASSWORD, OTHER = "松针 搪瓷 七里坡", "木犁 靛蓝 青溪口"


@pytest.fixture
def child(book: Database) -> PupilId:
    return found_school(book)["石青"]


def draft(child: PupilId) -> TalkDraft:
    return TalkDraft(child, date(2026, 10, 29), "心理辅导", talker="陆老师", topic="父母离异", content="夜里睡不着")


def test_others_see_that_a_session_took_place_and_no_word_of_it(book: Database, child: PupilId) -> None:
    with book.write("设辅导密码") as session:
        key, _code = counselling.make_key(session, name="陆老师", password=PASSWORD, cost=COST, now=NOW)
        number = counselling.record_session(session, key=key, draft=draft(child), now=NOW)
    with book.read() as session:
        (seen,) = service.talks(session)
        assert (seen.is_sealed, seen.talker, seen.topic, seen.content) == (True, "陆老师", "", "")
        assert "睡不着".encode() not in (session.get_one(Talk, number).sealed or b"")
        assert "睡不着" not in str(audit.recent(session))
    with book.write("看记录") as session:
        opened = counselling.unlock(session, name="陆老师", password=PASSWORD)
        assert counselling.read_note(session, key=opened, talk_id=number).content == "夜里睡不着"
        assert audit.recent(session, limit=1)[0].kind == "read"


def test_a_wrong_password_or_another_counsellor_opens_nothing(book: Database, child: PupilId) -> None:
    with book.write("设辅导密码") as session:
        key, code = counselling.make_key(session, name="陆老师", password=PASSWORD, cost=COST, now=NOW)
        other, _ = counselling.make_key(session, name="韦老师", password=OTHER, cost=COST, now=NOW)
        number = counselling.record_session(session, key=key, draft=draft(child), now=NOW)
        with pytest.raises(UserError, match="密码不对"):
            counselling.unlock(session, name="陆老师", password=OTHER)
        with pytest.raises(UserError, match="还没有设辅导密码"):
            counselling.unlock(session, name="谁", password=OTHER)
        with pytest.raises(UserError, match="另一位辅导教师"):
            counselling.read_note(session, key=other, talk_id=number)
        assert counselling.unlock(session, name="陆老师", code=code.lower()) == key
        counselling.change_password(session, key=key, password=OTHER, cost=COST)
        assert counselling.unlock(session, name="陆老师", password=OTHER) == key
        with pytest.raises(UserError, match="已经设过"):
            counselling.make_key(session, name="陆老师", password=OTHER, cost=COST, now=NOW)
        with pytest.raises(UserError, match="至少要"):
            counselling.make_key(session, name="新老师", password="1234", cost=COST, now=NOW)


def test_a_note_moved_to_another_row_or_a_damaged_key_does_not_open(book: Database, child: PupilId) -> None:
    with book.write("设辅导密码") as session:
        key, _ = counselling.make_key(session, name="陆老师", password=PASSWORD, cost=COST, now=NOW)
        first = counselling.record_session(session, key=key, draft=draft(child), now=NOW)
        second = counselling.record_session(session, key=key, draft=draft(child), now=NOW)
        session.get_one(Talk, second).sealed = session.get_one(Talk, first).sealed
        with pytest.raises(UserError):
            counselling.read_note(session, key=key, talk_id=second)
        counselling.change_session(session, key=key, talk_id=first, draft=draft(child), now=NOW)
        row = session.query(CounselKey).one()
        for broken in ("", "{}", row.wrapped.replace('"memory": 8', '"memory": 99999999999'), "[1]"):
            row.wrapped = broken
            with pytest.raises(UserError, match="密码不对"):
                counselling.unlock(session, name="陆老师", password=PASSWORD)
