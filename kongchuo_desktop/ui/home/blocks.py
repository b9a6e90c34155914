"""The figures, the layers of agreements and the classes of the first page."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kongchuo_desktop.school.agreements.service import LayerState
from kongchuo_desktop.school.overview import ClassLine, Overview
from kongchuo_desktop.ui.theme.tokens import COLOURS
from kongchuo_desktop.ui.words import button, hairline, label

Go = Callable[[str, object], object]


class Share(QWidget):
    """A plain bar: so many of so many; its words stand beside it, so colour is never alone."""

    def __init__(self, part: int, whole: int) -> None:
        super().__init__()
        self._share = part / whole if whole else 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{part} / {whole}")

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as a line of type."""
        return QSize(80, 8)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ground and share."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        room = QRectF(self.rect())
        painter.setBrush(QColor(COLOURS.line))
        painter.drawRoundedRect(room, 3, 3)
        if self._share > 0:
            painter.setBrush(QColor(COLOURS.accent))
            painter.drawRoundedRect(QRectF(0, 0, max(6.0, room.width() * self._share), room.height()), 3, 3)


def figures_block(seen: Overview, go: Go) -> QWidget:
    """Four numbers in one row, each with what it is made of."""
    block = QFrame()
    block.setObjectName("card")
    row = QHBoxLayout(block)
    row.setContentsMargins(20, 12, 20, 12)
    row.setSpacing(20)
    sexes = f"男 {seen.boys} · 女 {seen.girls} · 住校 {seen.boarders}"
    heads = sum(1 for line in seen.classes if line.head)
    for number, unit, detail, page, request in (
        (seen.pupils, "名学生", sexes, "pupils", ("here",)),
        (len(seen.classes), "个班", f"已定班主任 {heads} 个", "classes", ("classes",)),
        (seen.staff, "名教职工", "含领导小组成员", "classes", ("staff",)),
        (seen.villages, "个村", "服务范围", "settings", "villages"),
    ):
        row.addLayout(_figure(number, unit, detail, partial(go, page, request)), 1)
    return block


def _figure(number: int, unit: str, detail: str, run: Callable[[], object]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    line = QHBoxLayout()
    line.setSpacing(4)
    line.addWidget(label(str(number), role="figure"))
    made = button(unit, kind="link", run=run)
    line.addWidget(made)
    line.addStretch(1)
    column.addLayout(line)
    column.addWidget(label(detail if number else "还没有", role="hint"))
    return column


def layers_block(layers: Sequence[LayerState], go: Go) -> QWidget:
    """How far every layer of agreements has come."""
    block, column = _block("责任书", "签回 / 已印 / 应签")
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    shown = [layer for layer in layers if layer.signers]
    for place, layer in enumerate(shown):
        request = (f"collect-{layer.kind}", None)
        grid.addWidget(button(layer.title, kind="link", run=partial(go, "agreements", request)), place, 0)
        grid.addWidget(Share(layer.signed, layer.signers), place, 1)
        words = label(f"{layer.signed} / {layer.issued} / {layer.signers}", role="sentence")
        grid.addWidget(words, place, 2, Qt.AlignmentFlag.AlignRight)
    column.addLayout(grid)
    return block


def classes_block(classes: Sequence[ClassLine], go: Go) -> QWidget:
    """Pupils by class, with the parents' agreements that came back."""
    block, column = _block("各班", "家长责任书签回")
    if not classes:
        column.addWidget(
            label("导入学生名册后，这里按班列出人数、班主任和责任书签回情况。", role="sentence", wrap=True)
        )
        return block
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(3, 1)
    for place, line in enumerate(classes):
        request = ("class", line.class_id)
        grid.addWidget(button(line.name, kind="link", run=partial(go, "pupils", request)), place, 0)
        grid.addWidget(label(line.head or "未定班主任", role="sentence" if line.head else "hint"), place, 1)
        boarders = f"，住校 {line.boarders}" if line.boarders else ""
        grid.addWidget(label(f"{line.pupils} 人{boarders}"), place, 2)
        grid.addWidget(Share(line.parent_signed, line.pupils), place, 3)
        words = label(f"{line.parent_signed} / {line.pupils}", role="sentence")
        grid.addWidget(words, place, 4, Qt.AlignmentFlag.AlignRight)
    column.addLayout(grid)
    return block


def _block(heading: str, right: str) -> tuple[QFrame, QVBoxLayout]:
    block = QFrame()
    block.setObjectName("card")
    column = QVBoxLayout(block)
    column.setContentsMargins(20, 16, 20, 16)
    column.setSpacing(8)
    row = QHBoxLayout()
    row.addWidget(label(heading, role="heading"))
    row.addStretch(1)
    row.addWidget(label(right, role="hint"))
    column.addLayout(row)
    column.addWidget(hairline())
    return block, column
