"""What is being done to the book in one read or write block, and by whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import Session

Clock = Callable[[], datetime]  # aware local time


@dataclass
class Act:
    """Travels in session.info; `name` is empty in a read block."""

    name: str
    actor: str
    at: datetime
    audit_key: bytes
    school_uid: str
    batch_id: int | None = None
    entries: int = 0  # audit rows written so far
    last_seq: int = 0
    changed: set[str] = field(default_factory=set)  # tables
    before: dict[tuple[str, int], Mapping[str, Any]] = field(default_factory=dict)  # old rows, by table and id


def act_of(session: Session) -> Act:
    """The act of a session that a Database gave out."""
    return cast(Act, session.info["act"])
