"""The children of a list of payment, as the screen shows them."""

from kongchuo_desktop.school.aid.payments import LineFacts
from kongchuo_desktop.school.aid.rules import money
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct


def card_shown(number: str) -> str:
    """A card's number in groups of four: easier to compare with the book in hand."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


def _words(line: LineFacts) -> str:
    child = line.pupil
    return f"{child.name}\n{child.pinyin}\n{child.initials}\n{line.class_name}\n{line.card_holder}\n{line.card_number}"


def _card(line: LineFacts) -> str:
    return card_shown(line.card_number) or "没有卡号"


def payment_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The lines of a list."""
    columns = (
        Column("pupil", "学生", lambda line: line.pupil.name, 112),
        Column("class", "班级", lambda line: line.class_name, 96, filtered=True),
        Column("cents", "金额（元）", lambda line: money(line.cents), 88, align="right", kind="money",
               sort=lambda line: line.cents),
        Column("holder", "持卡人", lambda line: line.card_holder, 88),
        Column("card", "一卡通卡号", _card, 196, tone=lambda line: "" if line.card_number else "amber",
               value=lambda line: line.card_number),
        Column("signed", "签领", lambda line: f"{line.signed_on:%Y-%m-%d}" if line.signed_on else "", 96,
               kind="date", sort=lambda line: str(line.signed_on or ""), filtered=True),
        Column("why", "依据", lambda line: line.why, 360),
        Column("number", "学籍号", lambda line: line.pupil.student_number, 176, shown=False),
    )  # fmt: skip
    return ListKind(
        key="aid_payments", title="资助发放名册", columns=columns, identity=lambda line: line.id, words=_words,
        unit="人", acts=acts, empty=empty,
    )  # fmt: skip
