"""The body of the side panel: a child's record to read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kongchuo_desktop.reports.pupil_lists import masked
from kongchuo_desktop.school.pupils.service import GuardianFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.icons import icon, picture
from kongchuo_desktop.ui.one_line import line_button
from kongchuo_desktop.ui.panel import begin_part
from kongchuo_desktop.ui.pupils.record import Happening, Record, Shown, sections
from kongchuo_desktop.ui.theme.tokens import COLOURS
from kongchuo_desktop.ui.words import button, label

PHOTO = 96  # pixels wide
HISTORY = 6  # lines shown before 'all'
HEADING_WIDTH = 96


@dataclass(frozen=True)
class DetailActs:
    """What the record's own buttons do."""

    show_numbers: Callable[[], object]
    choose_photo: Callable[[], object]
    remove_photo: Callable[[], object]
    add_guardian: Callable[[], object]
    edit_guardian: Callable[[GuardianFacts], object]
    remove_guardian: Callable[[GuardianFacts], object]
    open_pupil: Callable[[PupilId], object]
    open_concern: Callable[[], object]
    open_dossier: Callable[[], object]
    log_visit: Callable[[], object]
    log_talk: Callable[[], object]
    open_case: Callable[[], object]


class Details(QWidget):
    """One column of sections; empty fields are left out, the form has them all."""

    def __init__(self, record: Record, acts: DetailActs, *, missing: tuple[str, ...], full: bool) -> None:
        super().__init__()
        self._record, self._acts, self._full = record, acts, full
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 16, 24, 24)
        self._column.setSpacing(8)
        if missing:
            self._column.addWidget(label(f"待补：{'、'.join(missing)}", tone="amber", wrap=True))
        whole = button("一生一档：时间线、四清、打印档案", kind="step", icon=icon("history"), run=acts.open_dossier)
        self._column.addWidget(whole)
        ways = QHBoxLayout()
        ways.addWidget(button("记家访", kind="link", icon=icon("visits"), tip="Ctrl+J", run=acts.log_visit))
        ways.addWidget(button("记谈心", kind="link", icon=icon("staff"), run=acts.log_talk))
        ways.addWidget(button("劝返", kind="link", icon=icon("returns"), tip="看个案，没有就建", run=acts.open_case))
        ways.addStretch(1)
        self._column.addLayout(ways)
        first, *rest = sections(record.facts)
        self._column.addLayout(self._person(first[1]))
        self._adults()
        self._concern()
        for title, values in rest:
            begin_part(self._column, title)
            self._column.addLayout(self._grid(values))
        self._history(record.history)
        self._column.addStretch(1)

    def _person(self, values: tuple[Shown, ...]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(self._grid(item for item in values if item.heading != "姓名"), 1)
        row.addLayout(self._portrait())
        return row

    def _concern(self) -> None:
        begin_part(
            self._column, "关爱", button("重点关爱", kind="link", icon=icon("concern"), run=self._acts.open_concern)
        )
        lines = self._record.concern
        self._column.addWidget(label("\n".join(lines) if lines else "没有登记。", wrap=True, selectable=bool(lines)))

    def _grid(self, values: Iterable[Shown]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, HEADING_WIDTH)
        grid.setColumnStretch(1, 1)
        for line, item in enumerate(values):
            heading = label(item.heading, role="label")
            heading.setAlignment(Qt.AlignmentFlag.AlignTop)
            text = masked(item.value) if item.number and not self._full else item.value
            grid.addWidget(heading, line, 0)
            value = label(text, wrap=True, selectable=True)
            value.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, line, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        return grid

    def _portrait(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        frame = QLabel()
        frame.setFixedSize(PHOTO, PHOTO * 4 // 3)
        frame.setAlignment(Qt.AlignmentFlag.AlignCenter)
        frame.setObjectName("card")
        frame.setPixmap(self._pixmap())
        column.addWidget(frame)
        there = self._record.photo is not None
        column.addWidget(button("换照片" if there else "选照片", kind="link", run=self._acts.choose_photo))
        if there:
            column.addWidget(button("去掉照片", kind="link", run=self._acts.remove_photo))
        if not self._full and (self._record.facts.id_number or self._record.facts.student_number):
            column.addWidget(
                button("完整号码", kind="link", tip="显示完整的证件号和学籍号", run=self._acts.show_numbers)
            )
        column.addStretch(1)
        return column

    def _pixmap(self) -> QPixmap:
        if self._record.photo is None:
            return picture("pupils", COLOURS.line, 48, self.devicePixelRatioF())
        found = QPixmap()
        found.loadFromData(self._record.photo)
        ratio = self.devicePixelRatioF()
        found = found.scaled(
            round(PHOTO * ratio),
            round(PHOTO * 4 / 3 * ratio),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        found.setDevicePixelRatio(ratio)
        return found

    def _adults(self) -> None:
        begin_part(self._column, "家长", button("添加家长", kind="link", run=self._acts.add_guardian))
        if not self._record.facts.guardians:
            self._column.addWidget(label("还没有登记家长。责任书要写家长姓名，请添加。", role="sentence", wrap=True))
        for person in self._record.facts.guardians:
            self._column.addWidget(self._adult(person))
        for child in self._record.siblings:
            title = f"{child.name} · {child.class_name or '未编班'}"
            row = QHBoxLayout()
            row.addWidget(label("兄弟姐妹", role="label"))
            row.addWidget(line_button(title, run=partial(self._acts.open_pupil, child.id)), 1)
            self._column.addLayout(row)

    def _adult(self, person: GuardianFacts) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        words = QVBoxLayout()
        words.setSpacing(2)
        tie = "、".join(filter(None, (person.relation, "监护人" if person.is_guardian == "是" else "")))
        words.addWidget(label(f"{person.name}（{tie}）" if tie else person.name, role="heading", wrap=True))
        words.addWidget(label(person.phone or "没有电话", role="sentence", selectable=bool(person.phone)))
        for text in (person.workplace, person.address):
            if text:
                words.addWidget(label(text, role="sentence", wrap=True))
        if also := self._record.also.get(person.id):
            words.addWidget(label(f"也是{'、'.join(also)}的家长", role="hint", wrap=True))
        row = QHBoxLayout(card)
        row.setContentsMargins(12, 8, 4, 8)
        row.addLayout(words, 1)
        for title, sign, act in (
            ("修改", "edit", self._acts.edit_guardian),
            ("去掉", "bin", self._acts.remove_guardian),
        ):
            made = button("", kind="quiet", icon=icon(sign), tip=title, run=partial(act, person))
            made.setAccessibleName(f"{title}家长{person.name}")
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        return card

    def _history(self, happenings: tuple[Happening, ...]) -> None:
        begin_part(self._column, "改动记录")
        lines = [self._happening(item) for item in happenings]
        for number, line in enumerate(lines):
            self._column.addWidget(line)
            line.setHidden(number >= HISTORY)
        if len(lines) > HISTORY:
            more = button(f"全部 {len(lines)} 条", kind="link")
            more.clicked.connect(lambda: _unfold(lines, more))
            self._column.addWidget(more)

    def _happening(self, item: Happening) -> QLabel:
        head = f"{item.when}  {item.who}  {item.act}"
        return label("\n".join((head, *item.changes)), role="hint", wrap=True)


def _unfold(lines: Iterable[QLabel], more: QWidget) -> None:
    for line in lines:
        line.show()
    more.hide()
