"""Kinds of letters about a child, and their numbers."""

from dataclasses import dataclass


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
TO_PARENTS = "absence_notice"
UNDELIVERED, WAITING, DELIVERED, RETURNED = STATES = ("未送达", "未收回执", "已送达", "回执已收")
BY_KEY = {kind.key: kind for kind in (*KINDS, *TRANSFERS)}


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
