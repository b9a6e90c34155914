"""Two boxes of the roll check: a class counted child by child, and lists chosen to be compared."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kongchuo_desktop.desk.comparison import MOST_LISTS
from kongchuo_desktop.school.enrolment.comparison import Source
from kongchuo_desktop.school.enrolment.presence import Absent, Stranger
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.ui.asking_box import AskingBox
from kongchuo_desktop.ui.files import choose_open
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.tab_leaves import TabLeaves
from kongchuo_desktop.ui.words import button, hairline, label

SHEETS = "表格 (*.xlsx *.xls *.csv *.ods *.et);;所有文件 (*)"
SOURCES = (("自动判断", None), ("学籍名单（学籍系统导出）", Source.ROLL), ("户籍名单（村或派出所）", Source.HOME))
Taken = Callable[[Sequence[Absent], Sequence[Stranger]], object]


class _Children(TabLeaves, QTableWidget):
    """Children with a tick each; the space bar turns the tick of the row, wherever the cursor stands in it."""

    def __init__(self, people: Sequence[PupilFacts]) -> None:
        super().__init__(len(people), 3)
        self.setAccessibleName("在册的孩子")
        self.setHorizontalHeaderLabels(["在班", "姓名", "不在的，写明去向"])
        self.verticalHeader().hide()
        self.setShowGrid(False)
        for row, person in enumerate(people):
            tick = QTableWidgetItem()
            tick.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            tick.setCheckState(Qt.CheckState.Checked)
            name = QTableWidgetItem(person.name)
            name.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            for column, item in enumerate((tick, name, QTableWidgetItem(""))):
                self.setItem(row, column, item)
        for column, width in enumerate((56, 136, 280)):
            self.setColumnWidth(column, width)
        self.setCurrentCell(0, 1)

    def is_there(self, row: int) -> bool:
        """Whether the child of a row is ticked."""
        item = self.item(row, 0)
        return item is not None and item.checkState() is Qt.CheckState.Checked

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        item = self.item(self.currentRow(), 0)
        if event.key() == Qt.Key.Key_Space and item is not None:
            there = item.checkState() is Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if there else Qt.CheckState.Checked)
            self.setCurrentCell(self.currentRow(), 2 if there else 1)
            return
        super().keyPressEvent(event)


class PresenceBox(AskingBox):
    """A class counted: everybody is there unless unticked; who sits there without being on the roll is named."""

    def __init__(self, parent: QWidget, title: str, people: Sequence[PupilFacts], *, run: Taken) -> None:
        super().__init__(parent)
        self.resize(560, min(620, parent.window().height() - 80))
        self._people, self._run = people, run
        self.table = _Children(people)
        self.strangers = QLineEdit()
        self.strangers.setAccessibleName("在班而不在册的")
        self.strangers.setPlaceholderText("几个人用、隔开；没有就空着")
        self.act = button("人籍一致，保存", kind="main", run=self.finish)
        self.table.itemChanged.connect(lambda _item: self._count())
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(title, role="heading", wrap=True))
        column.addWidget(label("都在就直接保存；谁不在，移到他那一行按空格，写明去向。", role="sentence", wrap=True))
        column.addWidget(self.table, 1)
        column.addWidget(label("在班里坐着、名册上没有的孩子", role="label"))
        column.addWidget(self.strangers)
        column.addWidget(self.refusal)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button("取消", run=self.reject))
        row.addWidget(self.act)
        column.addLayout(row)
        self.strangers.textChanged.connect(lambda _text: self._count())
        self.table.setFocus()

    def finish(self) -> None:
        """Hand on who was missing and who was too many."""
        absent, strangers = self._found()
        self.attempt(lambda: self._run(absent, strangers))

    def _found(self) -> tuple[tuple[Absent, ...], tuple[Stranger, ...]]:
        absent = tuple(
            Absent(person.id, self._note(row))
            for row, person in enumerate(self._people)
            if not self.table.is_there(row)
        )
        names = self.strangers.text().replace("，", "、").replace(",", "、").split("、")
        return absent, tuple(Stranger(name.strip()) for name in names if name.strip())

    def _note(self, row: int) -> str:
        item = self.table.item(row, 2)
        return item.text().strip() if item else ""

    def _count(self) -> None:
        absent, strangers = self._found()
        parts = [f"缺 {len(absent)} 人"] if absent else []
        parts += [f"多 {len(strangers)} 人"] if strangers else []
        self.act.setText(f"{'，'.join(parts)}，保存" if parts else "人籍一致，保存")


class CompareBox(QDialog):
    """One to three files, each with what it is a list of."""

    def __init__(
        self, parent: QWidget, office: Office, *, run: Callable[[Sequence[Path], Sequence[Source | None]], object]
    ) -> None:
        super().__init__(parent.window())
        self.setWindowTitle("控辍")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(600)
        self._office, self._run = office, run
        self._files: list[tuple[Path, QComboBox]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self.more = button("选一份名单…", icon=icon("add"), run=self.choose)
        self.act = button("开始比对", kind="main", run=self.finish)
        self.act.setEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(12)
        column.addWidget(label("和别处的名单比对", role="heading"))
        told = (
            "拿学籍系统的导出、村里或派出所的名单和本校账本比：按证件号、学籍号，再按姓名和出生日期，"
            "最后按姓名和家长对人。只比对，不改账本。"
        )
        column.addWidget(label(told, role="sentence", wrap=True))
        column.addLayout(self._grid)
        column.addWidget(self.more)
        column.addWidget(hairline())
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button("取消", run=self.reject))
        row.addWidget(self.act)
        column.addLayout(row)

    def choose(self) -> None:
        """Ask for one more file."""
        path = choose_open(self, self._office, purpose="comparison", title="选择名单", kinds=SHEETS)
        if path is not None:
            self.add(path)

    def add(self, path: Path) -> None:
        """Take a file in."""
        kind = QComboBox()
        for words, source in SOURCES:
            kind.addItem(words, source)
        kind.setAccessibleName(f"{path.name}是什么名单")
        self._grid.addWidget(label(path.name, wrap=True), len(self._files), 0)
        self._grid.addWidget(kind, len(self._files), 1)
        self._files.append((path, kind))
        self.more.setText(" 再加一份名单…")
        self.more.setVisible(len(self._files) < MOST_LISTS)
        self.act.setEnabled(True)
        self.act.setFocus()

    def finish(self) -> None:
        """Hand the files on."""
        self.accept()
        self._run([path for path, _ in self._files], [SOURCES[kind.currentIndex()][1] for _, kind in self._files])
