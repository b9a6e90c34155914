"""One rate as a calm card: the figure, what it is held against, and the children behind its two numbers."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from kongchuo_desktop.school.enrolment.rates import Counted, Group
from kongchuo_desktop.school.enrolment.rates_service import Line
from kongchuo_desktop.school.identity.service import Rule
from kongchuo_desktop.ui.enrolment.rates_reading import goal_words
from kongchuo_desktop.ui.words import button, label

Open = Callable[[str, tuple[Counted, ...]], object]  # a title and who is counted
VERDICTS = {"met": "达到", "missed": "没达到", "vetoed": "超过否决线"}


def rate_card(line: Line, open_people: Open) -> QFrame:
    """The card of one rate; every number on it opens."""
    card, column = _card()
    column.addLayout(_head(line))
    figure = line.figure
    if figure.missing:
        column.addWidget(label(figure.missing, role="sentence", wrap=True))
    else:
        column.addLayout(_numbers(line, open_people))
        if figure.groups:
            column.addLayout(_groups(line, open_people))
        for words in figure.warnings:
            column.addWidget(label(words, tone="amber", wrap=True))
        column.addWidget(label(line.formula.wording, role="hint", wrap=True))
    column.addStretch(1)
    card.setToolTip(f"{line.formula.source}（公式第{line.formula.version}版）")
    return card


def _head(line: Line) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(label(line.formula.name, role="heading"))
    row.addStretch(1)
    goal = goal_words(line)
    verdict = VERDICTS.get(line.state, "")
    if line.state == "vetoed":
        row.addWidget(label(f"{verdict}（{goal}）", tone="red"))
    elif line.state == "missed":
        row.addWidget(label(f"{verdict} · {goal}", tone="amberword"))
    else:
        row.addWidget(label(" · ".join(part for part in (verdict, goal) if part), role="hint"))
    return row


def _numbers(line: Line, open_people: Open) -> QHBoxLayout:
    figure, name = line.figure, line.formula.name
    row = QHBoxLayout()
    row.setSpacing(4)
    value = label(f"{figure.value:.2f}%", role="figure")
    value.setMinimumWidth(104)
    row.addWidget(value)
    row.addWidget(label("＝", role="sentence"))
    for title, people, number in (("分子", figure.numerator, figure.above), ("分母", figure.denominator, figure.below)):
        made = button(f"{number} 人", kind="link", tip=f"{name}的{title}：看是哪些人，为什么算",
                      run=partial(open_people, f"{name} · {title}", people))  # fmt: skip
        made.setAccessibleName(f"{name}{title} {number} 人")
        row.addWidget(made)
        if title == "分子":
            row.addWidget(label("÷", role="sentence"))
    row.addStretch(1)
    return row


def _groups(line: Line, open_people: Open) -> QGridLayout:
    """The movements behind the figure by what they do to it, each a link to its children."""
    rows: dict[str, list[Group]] = {}
    for group in line.figure.groups:
        rows.setdefault(group.name.partition("：")[0] if "：" in group.name else "", []).append(group)
    grid = QGridLayout()
    grid.setHorizontalSpacing(4)
    grid.setVerticalSpacing(0)
    for place, (heading, groups) in enumerate(rows.items()):
        grid.addWidget(label(heading or "其中", role="sentence"), place, 0)
        links = QHBoxLayout()
        links.setSpacing(4)
        for group in groups:
            title = group.name.partition("：")[2] if "：" in group.name else group.name
            told = f"{line.formula.name} · {group.name.rstrip('：')}"
            run = partial(open_people, told, group.people)
            links.addWidget(button(f"{title} {len(group.people)} 人".strip(), kind="link", run=run))
        links.addStretch(1)
        grid.addLayout(links, place, 1)
    grid.setColumnStretch(1, 1)
    return grid


def apart_card(lines: Iterable[Line]) -> QFrame | None:
    """Rates that are none of this school or scope, in a sentence each."""
    found = [line for line in lines if not line.figure.applies]
    if not found:
        return None
    card, column = _card()
    column.addWidget(label("不适用的指标", role="heading"))
    by_reason: dict[str, list[str]] = {}
    for line in found:
        by_reason.setdefault(line.figure.missing, []).append(line.formula.name)
    for reason, names in by_reason.items():
        column.addWidget(label(f"{'、'.join(names)}：{reason}", role="hint", wrap=True))
    return card


def switches_card(switches: Iterable[Rule], change: Callable[[], object]) -> QFrame:
    """How the unclear cases are treated, and the way to change that."""
    card, column = _card()
    row = QHBoxLayout()
    row.addWidget(label("口径", role="heading"))
    row.addStretch(1)
    row.addWidget(button("在设置里改", kind="link", run=change))
    column.addLayout(row)
    told = "各地文件不同的，按这里的选择算；改动写明文件和生效日期，以前的数不变。"
    column.addWidget(label(told, role="sentence", wrap=True))
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(4)
    for place, rule in enumerate(switches):
        words = label(f"{rule.title}：{rule.shown}", role="hint", wrap=True)
        words.setToolTip(f"{rule.document}（{rule.in_force_from:%Y-%m-%d}起）")
        grid.addWidget(words, place // 2, place % 2)
    column.addLayout(grid)
    return card


def _card() -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setObjectName("card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(4)
    return card, column
