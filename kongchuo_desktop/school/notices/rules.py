"""Kinds of letters about a child's absence, and their numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NoticeKind:
    """A letter or report about one child: its paper, and the letter of its number."""

    key: str
    title: str
    letter: str


KINDS: tuple[NoticeKind, ...] = (
    NoticeKind("absence_notice", "学生缺课情况家长通知书", "通"),
    NoticeKind("absence_report", "学生缺课情况报告", "报"),
    NoticeKind("dropout_report", "辍学学生情况报告表", "辍"),
)
BY_KEY = {kind.key: kind for kind in KINDS}


def number_text(*, mark: str, kind: str, year: int, number: int) -> str:
    """河湾控通〔2026〕003号."""
    return f"{mark}{BY_KEY[kind].letter}〔{year}〕{number:03d}号"
