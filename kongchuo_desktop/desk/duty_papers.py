"""Papers from duties in one act: worked out, numbered, drawn, put on record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.desk.case_letters import as_step_of_duty, occasion_of_duty
from kongchuo_desktop.desk.letter_values import ground, of_child, of_school
from kongchuo_desktop.documents.notice_paper import NoticeContent, notices_pdf, unprintable
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import full_width_marks
from kongchuo_desktop.school.attendance import duties as attendance_duties
from kongchuo_desktop.school.attendance.duties import Duty, DutyState
from kongchuo_desktop.school.attendance.model import AbsenceMark, DutyClosure
from kongchuo_desktop.school.attendance.words import absence_in_words, days_in_words
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.notices.rules import BY_KEY
from kongchuo_desktop.school.notices.service import NoticeFacts
from kongchuo_desktop.school.notices.wording import shipped
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database


@dataclass(frozen=True)
class PreparedNotice:
    """One letter about one duty, not yet issued."""

    duty: Duty
    kind: str
    about: str
    content: NoticeContent


@dataclass(frozen=True)
class IssuedNotices:
    """What came of it: the PDF's bytes, its pages, the numbered letters, and what the teacher should know."""

    pdf: bytes
    pages: int
    notices: tuple[NoticeFacts, ...]
    remarks: tuple[str, ...]
    by_hand: int = 0  # further letters in the PDF whose number is written by hand

    @property
    def letters(self) -> int:
        """How many letters there are in the PDF."""
        return len(self.notices) + self.by_hand


def prepare(session: Session, *, duties: Sequence[Duty], kind: str, on: date) -> tuple[PreparedNotice, ...]:
    """The letters of one kind about some duties, blank where the book knows nothing; nothing is issued."""
    text = shipped(kind)
    common = ground(session, on=on)
    found = []
    for duty in duties:
        values = {**of_school(common), **of_child(common, duty.pupil), **_of_duty(session, duty)}
        content = NoticeContent.of(text, number="", school=common.school.name, pupil=duty.pupil.name, values=values)
        found.append(PreparedNotice(duty, kind, occasion_of_duty(session, duty, kind, on=on), content))
    return tuple(found)


def issue(database: Database, *, duties: Sequence[Duty], kind: str, now: datetime) -> IssuedNotices:
    """Number the letters of one kind about some duties, draw them into one PDF, record the printing.

    The same letter about the same duty keeps its number. Nothing is recorded when the drawing fails.
    """
    if kind not in BY_KEY:
        raise UserError(f"没有“{kind}”这种文书，可用：{'、'.join(BY_KEY)}。")
    if not duties:
        raise UserError(f"没有要印发{BY_KEY[kind].title}的事项。")
    with database.write(f"印发{BY_KEY[kind].title}") as session:
        prepared = prepare(session, duties=duties, kind=kind, on=now.date())
        facts, contents = [], []
        for item in prepared:
            values = item.content.letter.values
            fact, content = numbered(
                session,
                kind=kind,
                pupil_id=item.duty.pupil.id,
                about=item.about,
                values=values,
                now=now,
                every_year=True,
            )
            as_step_of_duty(session, item.duty, fact, who=values["校长"] or "学校", now=now, by=database.actor)
            facts.append(fact)
            contents.append(content)
        pdf, pages = notices_pdf(contents)
        audit.record_event(session, kind="print", what=BY_KEY[kind].title, count=len(contents))
    return IssuedNotices(pdf, pages, tuple(facts), (*as_delivered(facts), *remarks(contents)))


def numbered(
    session: Session, *, kind: str, pupil_id: PupilId, about: str, values: Mapping[str, str], now: datetime,
    again: bool = False, every_year: bool = False,
) -> tuple[NoticeFacts, NoticeContent]:  # fmt: skip
    """A letter with its number, as it is to be drawn: with these values, or as it was once it is delivered.

    `again` and `every_year`: see `notices.issue`.
    """
    fact = notices.issue(
        session, kind=kind, pupil_id=pupil_id, about=about, content=values, now=now, again=again, every_year=every_year
    )
    kept = notices.printed(session, ids=[fact.id])[0][1] if fact.delivered_on else dict(values)
    return fact, _as_printed(fact, identity.school(session).name, kept)


def _as_printed(fact: NoticeFacts, school: str, values: dict[str, str]) -> NoticeContent:
    text = shipped(fact.kind)
    titled = replace(text, title=f"{text.title}{fact.full_title.removeprefix(fact.title)}")
    return NoticeContent.of(titled, number=fact.number, school=school, pupil=fact.pupil, values=values)


def as_delivered(facts: Sequence[NoticeFacts]) -> tuple[str, ...]:
    """Tell which letters came out as they were delivered, not with what the book knows today."""
    names = [fact.pupil for fact in facts if fact.delivered_on]
    if not names:
        return ()
    more = f"等{len(names)}人" if len(names) > 5 else ""
    return (f"{'、'.join(names[:5])}{more}的已经送达，按送达时的内容原样重印，期限不变。",)


def issue_to_file(database: Database, *, duties: Sequence[Duty], kind: str, out: Path, now: datetime) -> IssuedNotices:
    """As `issue`, written to a .pdf."""
    from kongchuo_desktop.documents.finished_files import put_whole

    issued = issue(database, duties=duties, kind=kind, now=now)
    put_whole(out, issued.pdf)
    return issued


def reprint(database: Database, *, ids: Sequence[int]) -> IssuedNotices:
    """Draw letters once more, as they were printed and under the numbers they have; record the printing."""
    with database.write("重印文书") as session:
        school = identity.school(session).name
        found = notices.printed(session, ids=ids)
        if not found:
            raise UserError("选中的文书已不在账本里，请刷新列表。")
        facts = tuple(fact for fact, _ in found)
        contents = [_as_printed(fact, school, values) for fact, values in found]
        pdf, pages = notices_pdf(contents)
        titles = "、".join(dict.fromkeys(fact.title for fact in facts))
        audit.record_event(session, kind="print", what=f"{titles}（重印）", count=len(facts))
    return IssuedNotices(pdf, pages, facts, tuple(remarks(contents)))


def open_duties(session: Session, *, kind: str, on: date, class_name: str = "") -> tuple[Duty, ...]:
    """Open duties whose step asks for a paper: of a child the highest step that does."""
    found: dict[int, Duty] = {}
    for duty in attendance_duties.duties(session, on=on):
        wanted = duty.state is not DutyState.CLOSED and kind in duty.step.papers
        wanted = wanted and (duty.still_away or kind != "dropout_report")  # who is back has not dropped out
        if wanted and (not class_name or duty.pupil.class_name == class_name):
            known = found.get(duty.pupil.id)
            if known is None or (duty.step.number, duty.crossed_on) > (known.step.number, known.crossed_on):
                found[duty.pupil.id] = duty
    return tuple(found.values())


def remarks(contents: Sequence[NoticeContent]) -> list[str]:
    """What has to be told about letters: what is left to be written by hand, characters that can't be printed."""
    told = []
    lacking = {
        content.letter.signer: [name for name in content.missing if not name.endswith(("记录", "原因", "建议", "情况"))]
        for content in contents
    }
    named = [f"{name}({'、'.join(words)})" for name, words in lacking.items() if words]
    if named:
        told.append(f"有空项、已留空手填：{';'.join(named[:5])}{f'等{len(named)}份' if len(named) > 5 else ''}。")
    if signs := unprintable(contents):
        told.append(f"这些字没有字体可印，请手写补上：{'、'.join(signs)}。")
    return told


def _of_duty(session: Session, duty: Duty) -> dict[str, str]:
    told = _told(session, duty)
    return {
        "缺课情况": absence_in_words(duty),
        "缺课日期": full_width_marks(days_in_words(duty)),
        "触发条件": duty.step.title,
        "依据文件": _rule(duty),
        "报告对象": "学校" if "报告学校" in duty.step.duty else "教导处",
        "告知情况": f"班主任已于{told['first']}联系过家里。" if told["first"] else "班主任正在设法与您联系。",
        "联系记录": full_width_marks(told["record"]),
        "缺课原因": full_width_marks(told["reason"]),
        "家访建议": "",
    }


def _rule(duty: Duty) -> str:
    """The document first, then the name of the ladder in it."""
    return f"{duty.document}“{duty.ladder}”"


def _told(session: Session, duty: Duty) -> Mapping[str, str]:
    """What the registers and closed duties say about reasons and contacts in this stretch of absence."""
    first, last = min(duty.away), max(duty.away)
    marks = session.execute(
        select(AbsenceMark.day, AbsenceMark.reason, AbsenceMark.told)
        .where(AbsenceMark.pupil_id == duty.pupil.id, AbsenceMark.day.between(first, last))
        .order_by(AbsenceMark.day)
    ).all()
    calls = list(dict.fromkeys((day, told) for day, _, told in marks if told))
    once: dict[str, date] = {}
    for day, words in calls:
        once.setdefault(words, day)
    records = [f"{day.month}月{day.day}日{words}" for words, day in once.items()]
    closures = session.scalars(
        select(DutyClosure)
        .where(DutyClosure.pupil_id == duty.pupil.id, DutyClosure.about_day.between(first, last))
        .order_by(DutyClosure.done_on)
    )
    records += [f"{row.done_on.month}月{row.done_on.day}日{row.outcome}:{row.record}" for row in closures]
    reasons = dict.fromkeys(reason for _, reason, _ in marks if reason)
    return {
        "record": ";".join(records) + ("。" if records else ""),
        "reason": ";".join(reasons) + ("。" if reasons else ""),
        "first": f"{calls[0][0].month}月{calls[0][0].day}日" if calls else "",
    }
