"""Children who attend elsewhere, as the list shows them."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from kongchuo_desktop.school.enrolment import elsewhere
from kongchuo_desktop.school.enrolment.elsewhere import StayFacts
from kongchuo_desktop.school.names import pinyin_of
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

SOON = timedelta(days=14)
OVERDUE, DUE_SOON, GOOD, OVER = "该核实了", "快到期", "有效期内", "已结束"


@dataclass(frozen=True)
class ElsewhereLine:
    """One child that is followed; `state` says how its confirmation stands today."""

    stay: StayFacts
    state: str
    overdue: int
    words: str

    @property
    def minder(self) -> str:
        """Who minds the child for the village, and how to reach that person."""
        return f"{self.stay.minder} {self.stay.minder_phone}".strip() or "没有指定"


@dataclass(frozen=True)
class Elsewhere:
    """All stays, the check due first, those that are over last; and how long a check is good for."""

    lines: tuple[ElsewhereLine, ...]
    days: int


def read_elsewhere(session: Session, *, today: date) -> Elsewhere:
    """Everybody followed, and those who no longer are."""
    found = elsewhere.stays(session, on=today, ended=True)
    return Elsewhere(tuple(_line(stay, today) for stay in found), elsewhere.check_days(session, on=today))


def _line(stay: StayFacts, today: date) -> ElsewhereLine:
    sound, initials = pinyin_of(stay.name)
    places = f"{stay.school_name}\n{stay.region}\n{stay.village}\n{stay.minder}\n{stay.phone}"
    words = f"{stay.name}\n{sound}\n{initials}\n{places}"
    return ElsewhereLine(stay, _state(stay, today), stay.overdue(today), words)


def _state(stay: StayFacts, today: date) -> str:
    if stay.until is not None:
        return OVER
    if stay.next_due is None or stay.next_due < today:
        return OVERDUE
    return DUE_SOON if stay.next_due <= today + SOON else GOOD


def _identity(line: ElsewhereLine) -> Hashable:
    return line.stay.id


def _tone(line: ElsewhereLine) -> str:
    return "amber" if line.state in (OVERDUE, DUE_SOON) else ""


def _due(line: ElsewhereLine) -> str:
    if line.stay.until is not None:
        return f"{line.stay.until:%Y-%m-%d} {line.stay.ended_why}"
    day = f"{line.stay.next_due:%Y-%m-%d}" if line.stay.next_due else ""
    return f"{day} 过了 {line.overdue} 天" if line.overdue else day


def _checked(line: ElsewhereLine) -> str:
    last = line.stay.last
    return f"{last.day:%Y-%m-%d} {last.how}" if last else "还没有核实过"


def elsewhere_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of children elsewhere."""
    columns = (
        Column("pupil", "学生", lambda line: line.stay.name, 120),
        Column("state", "核实", lambda line: line.state, 88, filtered=True, tone=_tone),
        Column("due", "下次核实", _due, 184, tone=_tone, sort=lambda line: line.stay.next_due),
        Column("checked", "最近核实", _checked, 152, sort=lambda line: line.stay.last.day if line.stay.last else None),
        Column("school", "就读学校", lambda line: line.stay.school_name or "没有登记", 208),
        Column("region", "所在地", lambda line: line.stay.region, 144),
        Column("with", "跟谁在一起", lambda line: f"{line.stay.with_whom} {line.stay.phone}".strip(), 184),
        Column("minder", "监管人", lambda line: line.minder, 176,
               tone=lambda line: "" if line.stay.minder else "amber"),
        Column("class", "班级", lambda line: line.stay.class_name, 104, filtered=True),
        Column("village", "村", lambda line: line.stay.village, 96, filtered=True),
        Column("since", "从哪天", lambda line: f"{line.stay.since:%Y-%m-%d}", 104, kind="date",
               sort=lambda line: line.stay.since),
        Column("proof", "凭据", lambda line: line.stay.last.proof if line.stay.last else "", 160, shown=False),
        Column("note", "备注", lambda line: line.stay.note, 160, shown=False),
    )  # fmt: skip
    return ListKind(
        key="elsewhere", title="随迁就读学生台账", columns=columns, identity=_identity, words=lambda line: line.words,
        unit="人", acts=acts, empty=empty,
    )  # fmt: skip
