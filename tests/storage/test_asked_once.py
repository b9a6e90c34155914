"""A question that several ask is put to the file once, but never in a session that may change the answer."""

from sqlalchemy.orm import Session

from kongchuo_desktop.storage.asked_once import asked_once, keep_answers


class Counting:
    """A question that counts how often it reached the book."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, _session: Session, *, grade: int) -> int:
        self.times += 1
        return grade * 100


def test_a_reading_session_answers_again_from_memory() -> None:
    reached = Counting()

    @asked_once
    def question(session: Session, *, grade: int) -> int:
        return reached(session, grade=grade)

    with Session() as session:
        keep_answers(session)
        assert [question(session, grade=1), question(session, grade=1), question(session, grade=2)] == [100, 100, 200]
    assert reached.times == 2
    with Session() as later:
        keep_answers(later)
        question(later, grade=1)
    assert reached.times == 3


def test_a_writing_session_asks_anew() -> None:
    reached = Counting()

    @asked_once
    def question(session: Session, *, grade: int) -> int:
        return reached(session, grade=grade)

    with Session() as session:
        question(session, grade=1)
        question(session, grade=1)
    assert reached.times == 2
