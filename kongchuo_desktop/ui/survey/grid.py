"""A survey as a grid under the hands: a digit answers and goes on, a rectangle takes the key as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTableView

from kongchuo_desktop.school.survey import rules
from kongchuo_desktop.school.survey.rules import Question
from kongchuo_desktop.school.survey.service import LineFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.tab_leaves import TabLeaves
from kongchuo_desktop.ui.theme.tokens import COLOURS, SIZES

AnyIndex = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
Answers = Mapping[tuple[PupilId, str], str]
BEFORE = ("姓名", "班级")
AFTER = ("情况", "措施", "落实人", "落实日期")
MEASURE, DONE = "measure", "done"
CENTRE, LEFT = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
WIDTHS = {"姓名": 104, "班级": 96, "情况": 88, "措施": 216, "落实人": 80, "落实日期": 104}
OF_KIND = {"choice": 92, "number": 76, "date": 104, "text": 132}


class SurveyModel(QAbstractTableModel):
    """Children down, columns across; what is typed shows at once, before the book has it."""

    typed = Signal(object)  # Answers as they were typed
    measure_typed = Signal(object, str)  # PupilId, text
    done_typed = Signal(object, str)  # PupilId, text

    def __init__(self) -> None:
        super().__init__()
        self.questions: tuple[Question, ...] = ()
        self.lines: list[LineFacts] = []
        self.is_open = True

    def show_lines(self, questions: Sequence[Question], lines: Iterable[LineFacts], *, is_open: bool) -> None:
        """Show these children; where they and the columns are the same as before, only what they say is new."""
        new = list(lines)
        same = tuple(questions) == self.questions and [x.pupil_id for x in new] == [x.pupil_id for x in self.lines]
        if not same:
            self.beginResetModel()
        self.questions, self.lines, self.is_open = tuple(questions), new, is_open
        if not same:
            self.endResetModel()
        elif new:
            self.dataChanged.emit(self.index(0, 0), self.index(len(new) - 1, self.columnCount() - 1))

    def put(self, answers: Answers) -> None:
        """Show answers at once."""
        for row, line in enumerate(self.lines):
            mine = {key: value for (child, key), value in answers.items() if child == line.pupil_id}
            if mine:
                kept = {key: value for key, value in {**line.answers, **mine}.items() if value}
                self.lines[row] = replace(
                    line, answers=kept, reasons=rules.reasons(self.questions, kept),
                    unanswered=rules.unanswered(self.questions, kept),
                )  # fmt: skip
                self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def question(self, column: int) -> Question | None:
        """The column's question; None for what is about the child or the measure."""
        place = column - len(BEFORE)
        return self.questions[place] if 0 <= place < len(self.questions) else None

    # what Qt asks
    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Children."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:  # noqa: N802 - Qt's name
        """The child, the questions, the measure."""
        return 0 if parent.isValid() else len(BEFORE) + len(self.questions) + len(AFTER)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Headings above; what the digits mean as tool tip."""
        if orientation != Qt.Orientation.Horizontal:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        question = self.question(section)
        if role == Qt.ItemDataRole.ToolTipRole and question is not None:
            return digits_of(question) or question.heading
        return self._heading(section) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words; amber where an answer calls for help."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(line, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            question = self.question(index.column())
            middle = question is not None and question.kind != "text"
            return CENTRE if middle or self._heading(index.column()) in ("情况", "落实日期") else LEFT
        if role == Qt.ItemDataRole.BackgroundRole and self._calls(line, index.column()):
            return QBrush(QColor(COLOURS.amber_soft))
        if role == Qt.ItemDataRole.ForegroundRole and self._calls(line, index.column()):
            return QBrush(QColor(COLOURS.amber))
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Answers and measures of an open survey are typed into."""
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        heading = self._heading(index.column())
        editable = self.question(index.column()) is not None or heading in ("措施", "落实日期")
        return plain | Qt.ItemFlag.ItemIsEditable if editable and self.is_open else plain

    def setData(  # noqa: N802 - Qt's name
        self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """What an editor hands over; whoever listens writes it."""
        if role != Qt.ItemDataRole.EditRole or str(value) == self._text(self.lines[index.row()], index.column()):
            return False
        line, question = self.lines[index.row()], self.question(index.column())
        if question is not None:
            self.typed.emit({(line.pupil_id, question.key): str(value)})
        elif self._heading(index.column()) == "措施":
            self.measure_typed.emit(line.pupil_id, str(value))
        else:
            self.done_typed.emit(line.pupil_id, str(value))
        return True

    def _heading(self, column: int) -> str:
        question = self.question(column)
        if question is not None:
            return question.heading
        return BEFORE[column] if column < len(BEFORE) else AFTER[column - len(BEFORE) - len(self.questions)]

    def _text(self, line: LineFacts, column: int) -> str:
        question = self.question(column)
        if question is not None:
            return line.answers.get(question.key, "")
        done = f"{line.measure_done_on:%Y-%m-%d}" if line.measure_done_on else ""
        state = line.state if line.needs_help or line.unanswered else "—"
        return {
            "姓名": line.name, "班级": line.class_name, "情况": state, "措施": line.measure,
            "落实人": line.measure_by, "落实日期": done,
        }[self._heading(column)]  # fmt: skip

    def _calls(self, line: LineFacts, column: int) -> bool:
        question = self.question(column)
        if question is not None:
            return line.answers.get(question.key, "") in question.needs
        return self._heading(column) == "情况" and line.is_open

    def width_of(self, column: int) -> int:
        """How wide a column begins."""
        question = self.question(column)
        own = OF_KIND[question.kind] if question is not None else WIDTHS[self._heading(column)]
        return max(own, 28 + SIZES.base * len(self._heading(column)))


class SurveyTable(TabLeaves, QTableView):
    """Digits answer columns with options and go on to the right, past the last to the next child."""

    answered = Signal(object)  # Answers
    undo_wanted = Signal()
    moved = Signal()
    opened = Signal(object)  # PupilId: Enter or a double click on a name

    def __init__(self, model: SurveyModel) -> None:
        super().__init__()
        self.sheet = model
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(True)
        self.verticalHeader().setDefaultSectionSize(SIZES.row - 4)
        self.verticalHeader().setMinimumWidth(36)
        self.horizontalHeader().setHighlightSections(False)
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self.moved.emit())
        self.doubleClicked.connect(self._double)
        model.modelReset.connect(self.fit)

    def fit(self) -> None:
        """Give every column its first width."""
        for column in range(self.sheet.columnCount()):
            self.setColumnWidth(column, self.sheet.width_of(column))

    def pupil_ids(self) -> tuple[PupilId, ...]:
        """The children of the selected cells."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        return tuple(self.sheet.lines[row].pupil_id for row in rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Digits, Delete, Ctrl+D (as above), Ctrl+Z; other keys open a field, as Qt does it."""
        question = self.sheet.question(self.currentIndex().column())
        text = event.text()
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wanted.emit()
        elif event.key() == Qt.Key.Key_D and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._as_above()
        elif not self.sheet.is_open:
            super().keyPressEvent(event)
        elif question is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.answered.emit(dict.fromkeys(self._cells(), ""))
        elif question is not None and question.options and text.isdigit() and text != "0":
            self._strike(question, int(text))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    def go_on(self) -> None:
        """To the next question, past the last one to the next child's first."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        first, last = len(BEFORE), len(BEFORE) + len(self.sheet.questions) - 1
        row, column = (row, max(column + 1, first)) if column < last else (row + 1, first)
        if row < self.sheet.rowCount():
            self.go_to(row, column)

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor on a cell."""
        index = self.sheet.index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def _cells(self) -> list[tuple[PupilId, str]]:
        return [
            (self.sheet.lines[index.row()].pupil_id, question.key)
            for index in self.selectedIndexes()
            if (question := self.sheet.question(index.column())) is not None
        ]

    def _strike(self, question: Question, digit: int) -> None:
        """One cell: answer and go on; several: those of this column, the cursor stays."""
        if digit > len(question.options):
            return
        cells = [cell for cell in self._cells() if cell[1] == question.key]
        self.answered.emit(dict.fromkeys(cells, question.options[digit - 1]))
        if len(cells) == 1:
            self.go_on()

    def _as_above(self) -> None:
        """The answer of the child above."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        question = self.sheet.question(column)
        if row > 0 and question is not None and self.sheet.is_open:
            above = self.sheet.lines[row - 1].answers.get(question.key, "")
            self.answered.emit({(self.sheet.lines[row].pupil_id, question.key): above})
            if row + 1 < self.sheet.rowCount():
                self.go_to(row + 1, column)

    def _enter(self) -> None:
        """Into a field that is typed; on a name to the child; else on."""
        index = self.currentIndex()
        question = self.sheet.question(index.column())
        if index.column() < len(BEFORE):
            self._double(index)
        elif question is not None and question.options:
            self.go_on()
        else:
            self.edit(index)

    def _double(self, index: QModelIndex) -> None:
        if index.isValid() and index.column() < len(BEFORE):
            self.opened.emit(self.sheet.lines[index.row()].pupil_id)


def digits_of(question: Question) -> str:
    """What the digits mean: 1 电脑　2 手机　3 没有（需帮助）."""
    shown = (
        f"{number} {option}{'（需帮助）' if option in question.needs else ''}"
        for number, option in enumerate(question.options, start=1)
    )
    return "　".join(shown)


def day_typed(text: str, today: date) -> date | None:
    """A day as typed into a cell; None for nothing, ValueError for what is no day."""
    from kongchuo_desktop.kit.dates import read_typed_date

    if not text.strip():
        return None
    found = read_typed_date(text, today)
    if found is None:
        raise ValueError(text)
    return found
