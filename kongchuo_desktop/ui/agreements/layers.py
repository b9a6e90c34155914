"""The five layers side by side, each with how far it has come."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from kongchuo_desktop.school.agreements.rules import LAYERS
from kongchuo_desktop.school.agreements.service import LayerState
from kongchuo_desktop.ui.theme.tokens import COLOURS, SIZES

HEIGHT = 92
PAD = 12


class LayerCard(QAbstractButton):
    """One layer: its name, a bar of what is signed, the numbers in words."""

    def __init__(self, kind: str, title: str) -> None:
        super().__init__()
        self.kind = kind
        self._title = title
        self._state: LayerState | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)

    def show_state(self, state: LayerState) -> None:
        """Show how far the layer is."""
        self._state = state
        self.setAccessibleName(f"{self._title}，{self.words()}")
        made = f"应签 {state.signers}，印发 {state.issued}，发放 {state.handed_out}"
        self.setToolTip(f"{made}，签订 {state.signed}，收回 {state.returned}")
        self.update()

    def words(self) -> str:
        """The numbers as the card says them."""
        state = self._state
        if state is None or not state.signers:
            return "还没有要签的人"
        if state.signed >= state.signers:
            return f"{state.signed} 份全部签回"
        if not state.issued:
            return f"应签 {state.signers} 份，未印发"
        return f"签回 {state.signed} / 应签 {state.signers}"

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Five fit beside each other at 1366 pixels."""
        return QSize(160, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Frame, name, bar, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        edge = COLOURS.accent if on or self.hasFocus() else COLOURS.line
        painter.setPen(QColor(edge))
        painter.setBrush(QColor(COLOURS.accent_soft if on else COLOURS.hover if self.underMouse() else COLOURS.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), SIZES.radius, SIZES.radius)
        inside = self.rect().adjusted(PAD, 10, -PAD, -10)
        font = self.font()
        font.setPixelSize(SIZES.base)
        font.setWeight(font.Weight.Medium if on else font.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(COLOURS.ink))
        title = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignTop, title)
        self._draw_bar(painter, QRectF(inside.left(), inside.top() + 32, inside.width(), 6))
        font.setWeight(font.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(COLOURS.ink_soft))
        painter.drawText(inside, Qt.AlignmentFlag.AlignBottom, self.words())

    def _draw_bar(self, painter: QPainter, room: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(COLOURS.line))
        painter.drawRoundedRect(room, 3, 3)
        state = self._state
        if state and state.signers and state.signed:
            share = min(1.0, state.signed / state.signers)
            painter.setBrush(QColor(COLOURS.accent))
            painter.drawRoundedRect(
                QRectF(room.left(), room.top(), max(6.0, room.width() * share), room.height()), 3, 3
            )


class LayerCards(QWidget):
    """Choose one; the arrow keys go along the row."""

    chosen = Signal(str)  # kind

    def __init__(self) -> None:
        super().__init__()
        self.cards = {layer.kind: LayerCard(layer.kind, layer.title) for layer in LAYERS}
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 16, 24, 8)
        row.setSpacing(12)
        for card in self.cards.values():
            group.addButton(card)
            row.addWidget(card, 1)
        group.buttonClicked.connect(lambda card: self.chosen.emit(card.kind))

    def choose(self, kind: str) -> None:
        """Mark one card."""
        self.cards[kind].setChecked(True)

    def show_states(self, states: Sequence[LayerState]) -> None:
        """Show how far every layer is."""
        for state in states:
            self.cards[state.kind].show_state(state)
