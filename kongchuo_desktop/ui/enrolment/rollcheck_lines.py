"""Differences of roll checks as the list shows them; how far each class is with the term's check."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.enrolment import presence, roll_checks
from kongchuo_desktop.school.enrolment.presence import ClassState
from kongchuo_desktop.school.enrolment.roll_checks import DifferenceFacts
from kongchuo_desktop.school.names import pinyin_of
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

OPEN, CLOSED = "没有结果", "已有结果"


@dataclass(frozen=True)
class DifferenceLine:
    """One difference; `check` names the check that brought it up."""

    item: DifferenceFacts
    check: str
    words: str

    @property
    def state(self) -> str:
        """Whether it is settled."""
        return CLOSED if self.item.closed_on else OPEN

    @property
    def result(self) -> str:
        """The outcome, with its note."""
        note = f"（{self.item.outcome_note}）" if self.item.outcome_note else ""
        return f"{self.item.outcome}{note}"


@dataclass(frozen=True)
class RollChecks:
    """What the section shows. `opens` None: no term is set up yet."""

    lines: tuple[DifferenceLine, ...]
    classes: tuple[ClassState, ...]
    opens: date | None


def read_roll_checks(session: Session, *, today: date) -> RollChecks:
    """Every difference, the newest check first, and the classes of the term."""
    titles = {check.id: check.title for check in roll_checks.checks(session)}
    lines = tuple(_line(item, titles.get(item.check_id, "")) for item in roll_checks.differences(session))
    try:
        opens = presence.opens(session, today=today)
    except UserError:
        return RollChecks(lines, (), None)
    return RollChecks(lines, presence.progress(session, term_opens=opens, today=today), opens)


def _line(item: DifferenceFacts, check: str) -> DifferenceLine:
    sound, initials = pinyin_of(item.name)
    return DifferenceLine(item, check, f"{item.name}\n{sound}\n{initials}\n{item.id_number}\n{item.where}\n{item.why}")


def differences_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of differences."""
    columns = (
        Column("name", "姓名", lambda line: line.item.name, 104),
        Column("kind", "差异", lambda line: line.item.kind, 104, filtered=True),
        Column("state", "核查结果", lambda line: line.result or OPEN, 184,
               tone=lambda line: "" if line.item.closed_on else "amber"),
        Column("open", "是否办结", lambda line: line.state, 88, filtered=True, shown=False),
        Column("where", "班级或村", lambda line: line.item.where, 104, filtered=True),
        Column("why", "情况", lambda line: line.item.why, 360),
        Column("check", "哪次核查", lambda line: line.check, 208, filtered=True),
        Column("day", "核查日期", lambda line: f"{line.item.day:%Y-%m-%d}", 104, kind="date",
               sort=lambda line: line.item.day),
        Column("closed", "办结", lambda line: _closed(line.item), 144, shown=False),
        Column("id_number", "身份证件号", lambda line: line.item.id_number, 168, shown=False),
    )  # fmt: skip
    return ListKind(
        key="rollcheck", title="学籍核查差异台账", columns=columns, identity=lambda line: line.item.id,
        words=lambda line: line.words, unit="项", acts=acts, empty=empty,
    )  # fmt: skip


def _closed(item: DifferenceFacts) -> str:
    return f"{item.closed_on:%Y-%m-%d} {item.closed_by}" if item.closed_on else ""


def class_words(state: ClassState) -> str:
    """一年级1班  16人 · 未核查, or 已到15/16 · 1项未办结."""
    room = state.room.full_name
    if state.check_id is None:
        return f"{room}   {state.expected} 人，未核查"
    strangers = f"，多 {len(state.strangers)} 人" if state.strangers else ""
    missing = f"，缺 {len(state.missing)} 人" if state.missing else ""
    return f"{room}   实到 {state.seen} 人{missing}{strangers}" + ("" if missing or strangers else "，人籍一致")
