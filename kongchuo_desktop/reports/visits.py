"""Visits, what they left to be done, talks: the lists that an inspector asks for."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import CLASS, FROM, TO, period_asked, rooms_asked, span_shown, subtitle
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.visits import coverage as plan
from kongchuo_desktop.school.visits import service
from kongchuo_desktop.school.visits.due import left_open, year_began
from kongchuo_desktop.school.visits.rules import FORMS, TALK_KINDS
from kongchuo_desktop.school.visits.service import VisitFacts

FORM = Choice("form", "方式", (("", "全部"), *((form, form) for form in FORMS)))
WHO = Choice("who", "家访人", source="staff")
TALK = Choice("kind", "类别", (("", "全部"), *((kind, kind) for kind in TALK_KINDS)))
SEALED = "（加密，仅辅导教师可看）"


def visits(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """Every visit of a period, oldest first."""
    answers = checked(VISITS, choices)
    first, last = period_asked(session, answers, today)
    _room(session, answers, today)
    found = [
        visit for visit in reversed(service.visits(session, first=first, last=last))
        if answers["form"] in ("", visit.form) and (not answers["who"] or answers["who"] in visit.visitors)
        and (not answers["class"] or any(child.class_name == answers["class"] for child in visit.pupils))
    ]  # fmt: skip
    rows = tuple(
        (n, visit.day, visit.number, _classes(visit), visit.names, visit.form, visit.who, visit.at_home, visit.purpose,
         visit.found, visit.measures, _promise(visit), visit.next_on)
        for n, visit in enumerate(found, start=1)
    )  # fmt: skip
    forms = "，".join(f"{form}{sum(1 for visit in found if visit.form == form)}次" for form in FORMS)
    return Table(
        "家访登记表",
        (
            Column("n", "序号", 5, "center", "number"), Column("day", "日期", 11, "center", "date"),
            Column("number", "编号", 20), Column("class", "班级", 12), Column("pupils", "学生", 14),
            Column("form", "方式", 6, "center"), Column("visitors", "家访人", 14), Column("at_home", "在家人员", 14),
            Column("purpose", "目的", 12), Column("found", "了解到的情况", 30), Column("measures", "商定措施", 24),
            Column("promise", "家长承诺及落实", 20), Column("next", "下次日期", 11, "center", "date"),
        ),
        rows, subtitle(session, span_shown(first, last)), (f"共{len(rows)}次：{forms}。",), landscape=True,
    )  # fmt: skip


def due(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """Families still to be seen, agreed next visits, promises to look after; soonest due first."""
    answers = checked(DUE, choices)
    _room(session, answers, today)
    spans = identity.terms(session)
    term = next((span for span in spans if span.starts <= today <= span.ends), None)
    left = left_open(session, since=year_began(spans, today))
    rows: list[tuple[date | None, str, str, str, str, str]] = [
        (visit.promise_due, "家长承诺", _classes(visit), visit.names, visit.who, visit.promise)
        for visit in left.promises
    ]
    rows += [
        (visit.next_on, "约定再访", _classes(visit), visit.names, visit.who, visit.purpose) for visit in left.visits
    ]
    if term is not None:
        rows += [
            (family.due, "计划家访", "、".join(family.classes), family.names, family.visitor,
             f"本学期要访{family.wanted}次，已访{len(family.seen_on)}次")
            for family in plan.coverage(session, term=term, today=today).whole.families if family.due
        ]  # fmt: skip
    wanted = sorted((row for row in rows if answers["class"] in row[2]), key=lambda row: (row[0] or date.max, row[3]))
    late = sum(1 for row in wanted if row[0] and row[0] < today)
    return Table(
        "家访待办清单",
        (
            Column("due", "到期日", 11, "center", "date"), Column("what", "事项", 10, "center"),
            Column("class", "班级", 14), Column("pupils", "学生", 18), Column("who", "办理人", 14),
            Column("about", "内容", 36), Column("late", "状态", 8, "center"),
        ),
        tuple((*row, "已过期" if row[0] and row[0] < today else "") for row in wanted),
        subtitle(session, f"截至{today.year}年{today.month}月{today.day}日"),
        (f"共{len(wanted)}项，其中{late}项已过期。",),
    )  # fmt: skip


def talks(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """Talks of a period, oldest first; of counselling only that it took place."""
    answers = checked(TALKS, choices)
    first, last = period_asked(session, answers, today)
    _room(session, answers, today)
    found = [
        talk for talk in reversed(service.talks(session, first=first, last=last))
        if answers["kind"] in ("", talk.kind) and answers["class"] in ("", talk.class_name)
    ]  # fmt: skip
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (n, talk.day, talk.class_name, talk.pupil, talk.kind, talk.talker, SEALED if talk.is_sealed else talk.topic,
         talk.content, talk.outcome, talk.next_on)
        for n, talk in enumerate(found, start=1)
    )  # fmt: skip
    children = len({talk.pupil_id for talk in found})
    return Table(
        "谈心谈话登记表",
        (
            Column("n", "序号", 5, "center", "number"), Column("day", "日期", 11, "center", "date"),
            Column("class", "班级", 12), Column("pupil", "学生", 10), Column("kind", "类别", 10, "center"),
            Column("talker", "谈话人", 10), Column("topic", "主题", 18), Column("content", "内容", 36),
            Column("outcome", "结果", 20), Column("next", "下次日期", 11, "center", "date"),
        ),
        rows, subtitle(session, span_shown(first, last)), (f"共{len(rows)}次，{children}名学生。",), landscape=True,
    )  # fmt: skip


def _room(session: Session, answers: Mapping[str, str], today: date) -> None:
    if answers["class"]:
        rooms_asked(session, {"class": answers["class"]}, today)  # says so when there is no such class


def _classes(visit: VisitFacts) -> str:
    return "、".join(_once(child.class_name for child in visit.pupils))


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))


def _promise(visit: VisitFacts) -> str:
    if not visit.promise:
        return ""
    until = f"（{visit.promise_due:%Y-%m-%d}前）" if visit.promise_due else ""
    done = f"；{visit.promise_kept_on:%m-%d}落实：{visit.promise_outcome}" if visit.promise_kept_on else "；未落实"
    return f"{visit.promise}{until}{done}"


VISITS = ReportKind(
    "visits", "家访登记表", visits, (FROM, TO, CLASS, FORM, WHO), "家访", "一段时间内的家访，情况、措施、承诺和落实"
)
DUE = ReportKind("visits_due", "家访待办清单", due, (CLASS,), "家访", "本学期还要访的家庭、约定的再访、未落实的承诺")
TALKS = ReportKind(
    "talks", "谈心谈话登记表", talks, (FROM, TO, CLASS, TALK), "家访", "谈心、学业谈话、关爱记录；心理辅导只列次数"
)
KINDS = (VISITS, DUE, TALKS)
