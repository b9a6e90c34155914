"""The first page asked of a school that does not exist, while the password is typed: see `engine.rehearsed`."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from kongchuo_desktop.school.book_tables import METADATA
from kongchuo_desktop.school.classes.service import class_at
from kongchuo_desktop.school.identity.model import Campus, School, Term
from kongchuo_desktop.school.identity.rules import school_year_of
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.storage.asked_once import keep_answers
from kongchuo_desktop.storage.engine import House, rehearsed
from kongchuo_desktop.ui.today.reading import read_morning

HALF_A_TERM = timedelta(days=60)


def rehearse_first_page(now: datetime, check: Callable[[], None]) -> House:
    """Ask it of one child in one class; `check` raises when somebody waits for the worker."""

    def play(engine: Engine) -> None:
        check()
        METADATA.create_all(engine, checkfirst=False)
        check()
        with Session(engine) as session, session.begin():
            _invent(session, now)
        for moment in (now, now - HALF_A_TERM):  # on the first days of a term more is asked
            check()
            with Session(engine) as session:
                keep_answers(session)
                read_morning(session, now=moment, who=None)

    return rehearsed(play)


def _invent(session: Session, now: datetime) -> None:
    """As little as it takes for every source of the first page to ask its questions."""
    today = now.date()
    year = school_year_of(today)
    session.add(School(name="", stage="小学", current_year=year))
    session.add(Campus(name="", is_main=True))
    session.add(Term(year=year, season="autumn", starts=today - HALF_A_TERM, ends=today + HALF_A_TERM))
    session.flush()
    session.add(Pupil(name="", class_id=class_at(session, grade=1, number=1)))
