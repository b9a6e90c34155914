"""The cards at the right of the first page: registers of today, who is on the roll and not in the room, the book."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.school.attendance.duties import Away
from kongchuo_desktop.school.attendance.returning import ReturnState
from kongchuo_desktop.school.attendance.rules import SLOT_NAMES
from kongchuo_desktop.school.notices.rules import UNDELIVERED, WAITING
from kongchuo_desktop.school.overview import Overview
from kongchuo_desktop.school.tasks.agenda import Agenda, Task
from kongchuo_desktop.ui.attendance.reading import Room
from kongchuo_desktop.ui.home.steps import act_of, split_sentence
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.one_line import OneLine, line_button
from kongchuo_desktop.ui.theme.tokens import COLOURS
from kongchuo_desktop.ui.words import button, hairline, label

Go = Callable[[str, object], object]
MOST_MISSED = 4
MOST_AWAY = 6
LONG_NAME = 6  # characters; where one is longer, the second half of every line goes below


def registers_card(rooms: Sequence[Room], agenda: Agenda, due: Sequence[str], go: Go) -> QWidget:
    """Every class with how today stands; below, the days that were forgotten."""
    lacking = [room for room in rooms if room.missing & set(due)]
    lessons = any(room.lessons for room in rooms)
    right = f"{len(lacking)} 个班未点名" if lacking else "都点了" if lessons else "今天不上课"
    card, column = _card("今天点名", right, tone="amber" if lacking else "")
    if lessons:
        column.addLayout(_rooms(rooms, agenda, due, go))
    missed = [task for task in agenda.registers_not_taken if task.due != agenda.on]
    if missed:
        column.addWidget(hairline())
        column.addWidget(label(f"前些天还有 {len(missed)} 处没有点名", role="sentence"))
        for task in missed[:MOST_MISSED]:
            column.addWidget(_missed(task, go))
    return card


def _rooms(rooms: Sequence[Room], agenda: Agenda, due: Sequence[str], go: Go) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(1, 1)
    for place, room in enumerate(rooms):
        slot = next((slot for slot in due if slot in room.missing), due[-1])
        act = partial(go, "attendance", (room.id, agenda.on, slot))
        grid.addWidget(button(room.name, kind="link", run=act), place, 0)
        head = OneLine("sentence")
        head.say(room.head)
        grid.addWidget(head, place, 1)
        if slot in room.missing:
            words = label(f"{SLOT_NAMES[slot]}未点名", tone="amberword")
        else:
            words = label("已点名", role="hint")
        grid.addWidget(words, place, 2, Qt.AlignmentFlag.AlignRight)
    return grid


def _missed(task: Task, go: Go) -> QWidget:
    where = (task.opens.class_id, task.opens.day, task.opens.slot)
    return line_button(task.sentence, run=partial(go, "attendance", where))


def away_card(away: Sequence[Away], go: Go) -> QWidget:
    """名在人不在: on the roll, away for days, without leave."""
    card, column = _card("名在人不在", f"{len(away)} 人" if away else "没有", tone="amber" if away else "")
    if not away:
        column.addWidget(label("没有学生连续三天以上无故不到校。", role="sentence", wrap=True))
        return card
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(1, 1)
    long = any(len(item.pupil.name) > LONG_NAME for item in away[:MOST_AWAY])
    for place, item in enumerate(away[:MOST_AWAY]):
        name = line_button(item.pupil.name, run=partial(go, "pupils", item.pupil.id))
        grid.addWidget(name, 2 * place, 0, 1, 2 if long else 1)
        since = OneLine("sentence")
        since.say(f"{item.pupil.class_name} · {item.since.month}月{item.since.day}日起")
        grid.addWidget(since, 2 * place + long, int(not long), 1, 2 if long else 1)
        days = label(f"{item.days:g} 天", role="heading")
        if item.unknown:
            days.setText(f"{item.days:g} 天以上")
            days.setToolTip(f"其中 {len(item.unknown)} 天没有点名，没有算进去")
        grid.addWidget(days, 2 * place, 2, Qt.AlignmentFlag.AlignRight)
    column.addLayout(grid)
    if len(away) > MOST_AWAY:
        column.addWidget(label(f"还有 {len(away) - MOST_AWAY} 人，见打印的本周待办。", role="hint"))
    return card


def return_card(back: ReturnState, open_check: Callable[[], object]) -> QWidget:
    """In the first days: who has not come back."""
    right = f"{back.missing} 人未到" if back.missing else "全到"
    card, column = _card("报到", right, tone="amber" if back.missing else "")
    column.addWidget(label(back.sentence.replace(":", "：").replace(",", "，"), role="sentence", wrap=True))
    made = button("登记报到", icon=icon("check"), run=open_check)
    column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
    return card


def letters_card(letters: Mapping[str, int], go: Go) -> QWidget:
    """Letters that were not delivered, and slips that did not come back; each a click from the register."""
    undelivered = letters.get(UNDELIVERED, 0)
    card, column = _card("通知书", f"{undelivered} 份未送达" if undelivered else "", tone="amber")
    row = QHBoxLayout()
    for state in (UNDELIVERED, WAITING):
        if number := letters.get(state, 0):
            row.addWidget(button(f"{state} {number} 份", kind="link", run=partial(go, "notices", state)))
    row.addStretch(1)
    column.addLayout(row)
    return card


def book_card(seen: Overview, go: Go) -> QWidget:
    """The book in a line, and the next step of setting it up."""
    card, column = _card("账本", seen.term, tone="")
    row = QHBoxLayout()
    words = f"在校 {seen.pupils} 人，{len(seen.classes)} 个班，教职工 {seen.staff} 人"
    row.addWidget(label(words, role="sentence", wrap=True), 1)
    row.addWidget(button("概况", kind="link", run=lambda: go("home", None)), 0, Qt.AlignmentFlag.AlignTop)
    column.addLayout(row)
    for step in seen.steps[:2]:
        act = act_of(step)
        made = line_button(" " + split_sentence(step.sentence)[0].rstrip("。"), run=partial(go, act.page, act.request))
        made.setIcon(icon(act.icon, COLOURS.accent))
        column.addWidget(made)
    return card


def column_of(cards: Iterable[QWidget]) -> QWidget:
    """The cards under one another."""
    inside = QWidget()
    inside.setObjectName("scrolled")
    column = QVBoxLayout(inside)
    column.setContentsMargins(16, 12, 16, 16)
    column.setSpacing(12)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return inside


def _card(heading: str, right: str, *, tone: str) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setObjectName("card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(4)
    row = QHBoxLayout()
    row.addWidget(label(heading, role="heading"))
    row.addStretch(1)
    row.addWidget(label(right, tone="amberword") if tone else label(right, role="hint"))
    column.addLayout(row)
    column.addWidget(hairline())
    return card, column
