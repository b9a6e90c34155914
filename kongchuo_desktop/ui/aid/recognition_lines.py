"""How far each child's recognition is, as the screen shows it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid import public, recognition
from kongchuo_desktop.school.aid.public import NoticeFacts, ObjectionFacts
from kongchuo_desktop.school.aid.recognition import RecognitionFacts
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.ui.aid.terms import choose_term
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct


@dataclass(frozen=True)
class RecognitionSeen:
    """A school year's recognition by a term's grounds, its 公示 and their open objections."""

    terms: tuple[TermSpan, ...]
    term: TermSpan | None
    lines: tuple[RecognitionFacts, ...]
    notices: tuple[NoticeFacts, ...]
    objections: tuple[ObjectionFacts, ...]

    @property
    def hanging(self) -> tuple[NoticeFacts, ...]:
        """The 公示 that are still up."""
        return tuple(one for one in self.notices if one.taken_down_on is None)


def read_recognition(session: Session, *, key: str, today: date, everybody: bool) -> RecognitionSeen:
    """Children with grounds or an application, or all on the roll."""
    terms, term = choose_term(session, key, today=today)
    if term is None:
        return RecognitionSeen(terms, None, (), (), ())
    lines = recognition.recognitions(session, term=term, today=today, everybody=everybody)
    notices = public.notices(session, year=term.year)
    objections = public.objections(session, notice_ids=[one.id for one in notices])
    return RecognitionSeen(terms, term, lines, notices, tuple(one for one in objections if one.closed_on is None))


def _words(one: RecognitionFacts) -> str:
    child = one.pupil
    return f"{child.name}\n{child.pinyin}\n{child.initials}\n{child.class_name}\n{one.reason}\n{'，'.join(one.groups)}"


def _day(day: date | None) -> str:
    return f"{day:%m-%d}" if day else ""


def _level(one: RecognitionFacts) -> str:
    return f"{one.level}（{one.until:%Y-%m-%d} 止）" if one.until else one.level


def _next(one: RecognitionFacts) -> str:
    return one.missing[0] if one.missing else ""


def recognition_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of recognition."""
    columns = (
        Column("pupil", "学生", lambda one: one.pupil.name, 112),
        Column("class", "班级", lambda one: one.pupil.class_name, 104, filtered=True),
        Column("stage", "进度", lambda one: one.stage, 80, filtered=True),
        Column("missing", "还缺", _next, 88, filtered=True, tone=lambda one: "amber" if one.missing else ""),
        Column("groups", "已知类别", lambda one: "；".join(one.groups), 208),
        Column("reason", "申请理由", lambda one: one.reason, 184),
        Column("class_level", "班级评议", lambda one: one.class_level, 88, filtered=True),
        Column("level", "学校认定", _level, 104, filtered=True),
        Column("told", "告知", lambda one: _day(one.told_on), 64, sort=lambda one: str(one.told_on or "")),
        Column("applied", "申请", lambda one: _day(one.applied_on), 64, sort=lambda one: str(one.applied_on or "")),
        Column("reviewed", "评议", lambda one: _day(one.reviewed_on), 64, sort=lambda one: str(one.reviewed_on or "")),
        Column("decided", "认定", lambda one: _day(one.decided_on), 64, sort=lambda one: str(one.decided_on or "")),
        Column("note", "认定说明", lambda one: one.decision_note or one.ended_why, 160),
        Column("income", "人均年收入", lambda one: one.income, 96, shown=False),
    )  # fmt: skip
    return ListKind(
        key="aid_recognition", title="家庭经济困难学生认定情况", columns=columns, identity=lambda one: one.pupil.id,
        words=_words, unit="人", acts=acts, empty=empty,
    )  # fmt: skip
