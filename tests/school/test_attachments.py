"""Pictures of a record: so many and no more, not in the log, gone when taken away."""

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.pictures import take_in
from kongchuo_desktop.school.attachments import service as attachments
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database
from tests.documents.pictures import photo
from tests.school.conftest import NOW


def test_pictures_come_back_in_their_order_and_stay_out_of_the_log(book: Database) -> None:
    first, second = (take_in(photo(900, 600, colour=colour)) for colour in ("navy", "olive"))
    with book.write("家访照片") as session:
        for picture, caption in ((first, "堂屋"), (second, "")):
            attachments.add(session, owner_kind="visit", owner_id=7, picture=picture, caption=caption, now=NOW)
        attachments.add(session, owner_kind="talk", owner_id=7, picture=first, now=NOW)
    with book.read() as session:
        found = attachments.of(session, owner_kind="visit", owner_ids=[7, 8])
        log = audit.recent(session, limit=5)
    assert [item.caption for item in found] == ["堂屋", ""]
    assert found[0].thumbnail == first.thumbnail
    with book.read() as session:
        assert attachments.jpeg(session, attachment_id=found[1].id) == second.jpeg
    assert all(len(str(line.changes)) < 800 for line in log)
    assert "sha256:" in str(log[0].changes["jpeg"])


def test_limits_are_told_in_a_sentence(book: Database) -> None:
    with book.write("家访照片") as session:
        for number in range(attachments.MOST_PER_OWNER):
            picture = take_in(photo(100 + number, 80))
            attachments.add(session, owner_kind="visit", owner_id=1, picture=picture, now=NOW)
        with pytest.raises(UserError, match="最多放 9 张"):
            attachments.add(session, owner_kind="visit", owner_id=1, picture=take_in(photo(300, 80)), now=NOW)
        attachments.add(session, owner_kind="visit", owner_id=2, picture=take_in(photo(300, 80)), now=NOW)
        with pytest.raises(UserError, match="已经在这条记录里"):
            attachments.add(session, owner_kind="visit", owner_id=2, picture=take_in(photo(300, 80)), now=NOW)
        with pytest.raises(UserError, match="最多 80 个字"):
            attachments.add(
                session, owner_kind="visit", owner_id=3, picture=take_in(photo()), caption="长" * 81, now=NOW
            )


def test_taken_away_and_not_found_any_more(book: Database) -> None:
    with book.write("家访照片") as session:
        gone = attachments.add(session, owner_kind="visit", owner_id=1, picture=take_in(photo()), now=NOW)
        attachments.add(session, owner_kind="visit", owner_id=1, picture=take_in(photo(300, 80)), now=NOW)
        attachments.remove(session, attachment_id=gone)
        attachments.remove(session, attachment_id=gone)
        assert len(attachments.of(session, owner_kind="visit", owner_ids=[1])) == 1
        attachments.add(session, owner_kind="visit", owner_id=2, picture=take_in(photo()), now=NOW)
        attachments.remove_all(session, owner_kind="visit", owner_id=1)
    with book.read() as session:
        assert [one.owner_id for one in attachments.of(session, owner_kind="visit", owner_ids=[1, 2])] == [2]
        with pytest.raises(UserError, match="已经不在"):
            attachments.jpeg(session, attachment_id=gone)
