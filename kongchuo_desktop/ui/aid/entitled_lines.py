"""Who is entitled, as the list shows them, with what the lists of payment already hold."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid import payments, service
from kongchuo_desktop.school.aid.rules import money
from kongchuo_desktop.school.aid.service import Entitled
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.ui.aid.terms import choose_term
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

LISTED, MISSED, OTHERWISE, IN_KIND = "已列支", "未列支", "金额不同", "不发现金"


@dataclass(frozen=True)
class EntitledLine:
    """A child, a programme, and what the lists of the term give it in all (None: it stands on none)."""

    one: Entitled
    given: int | None

    @property
    def cents(self) -> int:
        """The half-year's amount."""
        return self.one.entitlement.cents

    @property
    def state(self) -> str:
        """Whether the lists of payment agree."""
        if self.one.entitlement.amount.in_kind:
            return IN_KIND
        if self.given is None:
            return MISSED
        return LISTED if self.given == self.cents else OTHERWISE


@dataclass(frozen=True)
class EntitledSeen:
    """A term's entitlements; `to_make` are programmes without a list."""

    terms: tuple[TermSpan, ...]
    term: TermSpan | None
    day: date | None
    lines: tuple[EntitledLine, ...]
    to_make: tuple[str, ...]


def read_entitled(session: Session, *, key: str, today: date) -> EntitledSeen:
    """Everybody entitled in a term."""
    terms, term = choose_term(session, key, today=today)
    if term is None:
        return EntitledSeen(terms, None, None, (), ())
    found = service.entitled(session, term=term, today=today)
    paid = tuple(dict.fromkeys(one.entitlement.programme.key for one in found.money))
    programmes = tuple(dict.fromkeys(one.entitlement.programme.key for one in found.lines))
    made = {one.programme for one in payments.lists(session, today=today, term=term.key)}
    given = {one: payments.paid_so_far(session, programme=one, term=term.key) for one in programmes}
    lines = tuple(EntitledLine(one, given[one.entitlement.programme.key].get(one.pupil.id)) for one in found.lines)
    return EntitledSeen(terms, term, found.day, lines, tuple(one for one in paid if one not in made))


def _identity(line: EntitledLine) -> Hashable:
    return (line.one.pupil.id, line.one.entitlement.programme.key)


def _words(line: EntitledLine) -> str:
    child = line.one.pupil
    return f"{child.name}\n{child.pinyin}\n{child.initials}\n{child.class_name}\n{line.one.entitlement.why}"


def _tone(line: EntitledLine) -> str:
    return "" if line.state in (LISTED, IN_KIND) else "amber"


def entitled_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of who is entitled."""
    columns = (
        Column("pupil", "学生", lambda line: line.one.pupil.name, 128),
        Column("class", "班级", lambda line: line.one.class_name, 104, filtered=True),
        Column("boarding", "住宿", lambda line: "寄宿" if line.one.boarding else "非寄宿", 72, filtered=True),
        Column("programme", "资助项目", lambda line: line.one.entitlement.programme.title, 216, filtered=True),
        Column("cents", "金额（元）", lambda line: money(line.cents), 88, align="right", kind="money",
               sort=lambda line: line.cents),
        Column("state", "发放名册", lambda line: line.state, 88, filtered=True, tone=_tone),
        Column("ground", "类别", lambda line: line.one.entitlement.ground.told, 208),
        Column("why", "依据", lambda line: line.one.entitlement.why, 420),
        Column("number", "学籍号", lambda line: line.one.pupil.student_number, 176, shown=False),
        Column("village", "村", lambda line: line.one.pupil.village, 96, filtered=True, shown=False),
    )  # fmt: skip
    return ListKind(
        key="aid_entitled", title="应享受资助学生名单", columns=columns, identity=_identity, words=_words,
        unit="项", acts=acts, empty=empty,
    )  # fmt: skip
