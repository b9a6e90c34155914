"""Numbered letters of coming and going: 转学证明, 接收回执, 去向核实函; they stand in the register."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kongchuo_desktop.desk.duty_papers import IssuedNotices, as_delivered, numbered
from kongchuo_desktop.desk.enrolment_subjects import Subject, about_events, birth_on_paper, on_paper
from kongchuo_desktop.documents.notice_paper import NoticeContent, notices_pdf, unprintable
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.notices.rules import BY_KEY
from kongchuo_desktop.school.types import EventId
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database

FOR_KINDS = {"transfer_proof": ("转出",), "arrival_receipt": ("转入",), "chase_letter": ("转出",)}


def issue(database: Database, *, kind: str, event_ids: Sequence[EventId], now: datetime) -> IssuedNotices:
    """Number the letters of one kind about some changes, draw them into one PDF, record the printing.

    A letter about a change of another kind is left out and told; the same letter keeps its number.
    """
    title = BY_KEY[kind].title
    with database.write(f"印发{title}") as session:
        everyone = about_events(session, ids=event_ids, on=now.date())
        fit = [one for one in everyone if one.event and _fits(one, kind)]
        if not fit:
            raise UserError(f"选中的异动都不用{title}：{_why_not(kind)}")
        facts, contents = [], []
        for one in fit:
            values = letter_values(one, kind)
            fact, content = numbered(
                session, kind=kind, pupil_id=one.child.id, about=one.event.uid if one.event else "", values=values,
                now=now,
            )  # fmt: skip
            facts.append(fact)
            contents.append(content)
        pdf, pages = notices_pdf(contents)
        audit.record_event(session, kind="print", what=title, count=len(contents))
    told = (*as_delivered(facts), *_remarks(contents, len(everyone) - len(fit), kind))
    return IssuedNotices(pdf, pages, tuple(facts), told)


def _fits(one: Subject, kind: str) -> bool:
    event = one.event
    if event is None or event.withdrawn_at is not None or event.kind not in FOR_KINDS[kind]:
        return False
    return kind != "chase_letter" or not event.proven


def _why_not(kind: str) -> str:
    return {
        "transfer_proof": "转学证明只发给转出的学生。",
        "arrival_receipt": "接收回执只发给转入学生的原学校。",
        "chase_letter": "核实函只发给转出后还没有收到回执的。",
    }[kind]


def letter_values(about: Subject, kind: str) -> dict[str, str]:
    """What the placeholders of a letter stand for, "" where the book knows nothing."""
    event, child, adult, school = about.event, about.child, about.adult, about.school
    if event is None:
        raise ValueError(kind)
    waited = str((about.on - event.day).days) if about.on > event.day else ""
    return {
        "学生姓名": child.name, "性别": child.sex, "出生日期": birth_on_paper(child.birth),
        "学籍号": child.student_number, "班级": about.class_name, "收件单位": event.place,
        "转学原因": event.reason.removesuffix("。"), "离校日期": on_paper(event.day), "到校日期": on_paper(event.day),
        "在籍末日": on_paper(event.day - timedelta(days=1)), "等待天数": waited,
        "家长姓名": adult.name if adult else "", "家长电话": adult.phone if adult else "",
        "联系人": about.head or about.principal, "学校电话": about.head_phone or school.phone,
        "印发日期": on_paper(about.on),
    }  # fmt: skip


def _remarks(contents: Sequence[NoticeContent], left_out: int, kind: str) -> list[str]:
    told = []
    if left_out:
        told.append(f"另有 {left_out} 条没有印：{_why_not(kind)}")
    named = [f"{one.letter.signer}（{'、'.join(one.missing)}）" for one in contents if one.missing]
    if named:
        told.append(f"有空项、已留横线手填：{'；'.join(named[:5])}{f'等 {len(named)} 份' if len(named) > 5 else ''}。")
    if signs := unprintable(contents):
        told.append(f"这些字没有字体可印，请手写补上：{'、'.join(signs)}。")
    return told
