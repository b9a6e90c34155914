"""Within one look at the book a question that several ask is put to the file once."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
ANSWERS = "answers"  # key in Session.info; there only while the session can change nothing


def keep_answers(session: Session) -> None:
    """From here on the session gives known answers again; only for one that sees a single state of the book."""
    session.info[ANSWERS] = {}


def asked_once(
    question: Callable[Concatenate[Session, Given], Answer],
) -> Callable[Concatenate[Session, Given], Answer]:
    """For questions with plain arguments whose answer nobody changes; in a writing session they are asked anew."""

    @wraps(question)
    def asked(session: Session, /, *given: Given.args, **named: Given.kwargs) -> Answer:
        known: dict[Any, Answer] | None = session.info.get(ANSWERS)
        if known is None:
            return question(session, *given, **named)
        key = (question, given, tuple(sorted(named.items())))
        if key not in known:
            known[key] = question(session, *given, **named)
        return known[key]

    return asked
