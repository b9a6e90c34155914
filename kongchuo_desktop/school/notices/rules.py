"""Kinds of letters about a child, their numbers, and until when they are to be answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kongchuo_desktop.school.identity.rules import DayException, is_school_day

DAYS = "期限天数"  # placeholder: how many days a letter gives, as printed on it
DELIVERIES = ("直接送达", "留置送达", "邮寄送达", "委托转交", "电子送达")


@dataclass(frozen=True)
class NoticeKind:
    """A letter or report about one child: its paper, the letter of its number, whether a slip comes back.

    `short` names it in narrow columns.
    """

    key: str
    title: str
    letter: str
    short: str
    receipt: bool = True


KINDS: tuple[NoticeKind, ...] = (  # about absence, asked for by a step of the ladder
    NoticeKind("absence_notice", "学生缺课情况家长通知书", "通", "家长通知书"),
    NoticeKind("absence_report", "学生缺课情况报告", "报", "缺课报告", receipt=False),
    NoticeKind("dropout_report", "辍学学生情况报告表", "辍", "辍学报告表"),
)
TRANSFERS: tuple[NoticeKind, ...] = (  # about a child that came from another school or went to one
    NoticeKind("transfer_proof", "学生转学证明", "转", "转学证明"),
    NoticeKind("arrival_receipt", "转入学生接收回执", "接", "接收回执", receipt=False),
    NoticeKind("chase_letter", "学生去向核实函", "函", "去向核实函"),
)
RETURNS: tuple[NoticeKind, ...] = (  # about a child to be enrolled or brought back
    NoticeKind("enrol_notice", "入学通知书", "入", "入学通知书"),
    NoticeKind("urge_notice", "督促入学通知书", "督", "督促入学"),
    NoticeKind("persuasion_notice", "劝返通知书", "劝", "劝返通知书"),
    NoticeKind("deadline_notice", "限期返校通知书", "限", "限期返校"),
    NoticeKind("return_notice", "复学通知书", "复", "复学通知书"),
    NoticeKind("village_request", "请村民委员会协助劝返的函", "协", "请村协助函"),
    NoticeKind("township_report", "疑似辍学学生情况书面报告", "呈", "书面报告"),
)
TO_PARENTS = "absence_notice"
AGAIN = "#"  # in what a letter is about: case/12/1#2 is the second of its kind about case/12/1
_NUMERALS = "一二三四五六七八九十"
UNDELIVERED, WAITING, DELIVERED, RETURNED = STATES = ("未送达", "未收回执", "已送达", "回执已收")
BY_KEY = {kind.key: kind for kind in (*KINDS, *TRANSFERS, *RETURNS)}
TO_FAMILY = frozenset(
    (TO_PARENTS, "enrol_notice", "urge_notice", "persuasion_notice", "deadline_notice", "return_notice")
)


def times(about: str) -> tuple[str, int]:
    """The occasion of a letter, and the how manieth of its kind about it: case/12/1#2 → case/12/1, 2."""
    occasion, _, number = about.partition(AGAIN)
    return occasion, int(number or 1)


def time_mark(time: int) -> str:
    """（第二次）; "" for a first letter."""
    if time < 2:
        return ""
    return f"（第{_NUMERALS[time - 1] if time <= len(_NUMERALS) else time}次）"


def state_of(kind: str, *, delivered: bool, returned: bool) -> str:
    """How far a letter is; one without a slip is done when it is delivered."""
    if returned:
        return RETURNED
    if delivered:
        return WAITING if BY_KEY[kind].receipt else DELIVERED
    return UNDELIVERED


def number_text(*, mark: str, kind: str, year: int, number: int) -> str:
    """河湾控通〔2026〕003号."""
    return f"{mark}{BY_KEY[kind].letter}〔{year}〕{number:03d}号"


def deadline(delivered: date, days: int, calendar: Mapping[date, DayException]) -> date:
    """The last day of a time that runs from a delivery: the day itself isn't counted (民法典 art. 201), and one that
    would end on a day of rest ends on the next working day (art. 203)."""
    last = delivered + timedelta(days=days)
    while not is_school_day(last, calendar):
        last += timedelta(days=1)
    return last
