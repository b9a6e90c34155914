"""Tasks of aid: the notice to every family in September, a 公示 to take down, who is entitled and on no list."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import func, select

from kongchuo_desktop.school.aid import service
from kongchuo_desktop.school.aid.model import AidRecognition, PaymentList, PublicNotice
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.tasks.agenda import Opens, Task, state_of
from kongchuo_desktop.school.tasks.reading import Reading

AHEAD = timedelta(days=10)  # the notice is asked for so long before its last day
AFTER = timedelta(days=31)  # and so long after it
COUNTED = timedelta(days=30)  # lists are made when the counting day of the term has come
SEASON = timedelta(days=90)


def tasks(reading: Reading) -> Iterator[Task]:
    """Notices first, then what hangs too long, then lists to make."""
    term = identity.current_term(reading.session, today=reading.on)
    if term is None or not term.starts <= reading.on <= term.ends:
        return
    yield from _notice(reading, term)
    yield from _hanging(reading, term)
    yield from _lists(reading, term)


def _notice(reading: Reading, term: TermSpan) -> Iterator[Task]:
    """提前告知 (教财〔2018〕16号): every family by the end of September."""
    due = date(term.year, 9, 30)
    if term.season != "autumn" or not due - AHEAD <= reading.on <= due + AFTER:
        return
    told = select(AidRecognition.pupil_id).where(AidRecognition.year == term.year, AidRecognition.told_on.is_not(None))
    query = select(func.count(Pupil.id)).where(Pupil.status == "在读", Pupil.id.not_in(told))
    left = reading.session.scalar(query) or 0
    if left:
        yield Task(
            key=f"aidnotice/{term.year}", source="aid", title="告知资助政策",
            sentence=f"还有{left}名学生的家庭没有登记发过家庭经济困难学生认定告知书", who="教导处", due=due,
            state=state_of(due, reading.on), opens=Opens("aid", kind="recognition"),
        )  # fmt: skip


def _hanging(reading: Reading, term: TermSpan) -> Iterator[Task]:
    query = select(PublicNotice).where(
        PublicNotice.year == term.year, PublicNotice.taken_down_on.is_(None), PublicNotice.last < reading.on
    )
    for notice in reading.session.scalars(query):
        due = notice.last + timedelta(days=1)
        told = f"“{notice.title}”{notice.last.month}月{notice.last.day}日公示期满，撤下并登记"
        yield Task(
            key=f"aidpublic/{notice.id}", source="aid", title="撤下资助公示",
            sentence=told, who="教导处", due=due,
            state=state_of(due, reading.on), opens=Opens("aid", step=notice.id, kind="recognition"),
        )  # fmt: skip


def _lists(reading: Reading, term: TermSpan) -> Iterator[Task]:
    """Worked out only while the term has no list at all: then somebody is surely missed."""
    if not term.starts + COUNTED <= reading.on <= term.starts + SEASON:
        return
    if reading.session.scalar(select(PaymentList.id).where(PaymentList.term == term.key).limit(1)):
        return
    found = service.entitled(reading.session, term=term, today=reading.on).money
    if found:
        due = term.starts + COUNTED + timedelta(days=30)
        people = len({one.pupil.id for one in found})
        yield Task(
            key=f"aidlists/{term.key}", source="aid", title="生成资助发放名册",
            sentence=f"{term.name}有{people}名学生应享受资助，还没有发放名册", who="教导处", due=due,
            state=state_of(due, reading.on), opens=Opens("aid", kind="entitled"),
        )  # fmt: skip
