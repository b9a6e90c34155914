"""The bar over a list: where it gets narrow (150 %), buttons let go of their words or wait."""

from itertools import pairwise

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLineEdit, QPushButton, QWidget

from kongchuo_desktop.ui.one_line import OneLine

SHORT = 40  # pixels of a button without words
SHORT_AND_FRAMED = 56
LINE = 0  # pixels asked for a line that may be cut
WORDS, WIDTH, AWAY = "whole_words", "whole_width", "waits_for_room"


class ListBar(QWidget):
    """A row (`row`) that never asks for more room than there is."""

    def __init__(self) -> None:
        super().__init__()
        self._ordered: list[QWidget] = []
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(24, 8, 24, 8)
        self.row.setSpacing(8)
        self.row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as its buttons, as narrow as need be."""
        return QSize(0, self.row.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Words come and go with the width."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """A button or chip that came, went or changed its words."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
            self._order()
        return done

    def _order(self) -> None:
        """Tab goes along the bar as the eye does, also to what came later."""
        stops = [stop for widget in self._widgets() for stop in _stops(widget)]
        if stops != self._ordered:
            self._ordered = stops
            for one, other in pairwise(stops):
                QWidget.setTabOrder(one, other)

    def _fit(self) -> None:
        """Words of what has an icon go first, from the right; then chips are squeezed; then what has no icon waits."""
        shown = [made for made in self._widgets() if not made.isHidden() or made.property(AWAY)]
        margins = self.row.contentsMargins()
        need = margins.left() + margins.right() + self.row.spacing() * len(shown) + sum(map(_whole, shown))
        buttons = [made for made in shown if isinstance(made, QPushButton) and made.property("kind") != "main"]
        short: set[QPushButton] = set()
        away: set[QPushButton] = set()
        for made in (one for one in reversed(buttons) if not one.icon().isNull()):
            if need > self.width():
                need -= max(0, _whole(made) - (SHORT if made.property("kind") == "quiet" else SHORT_AND_FRAMED))
                short.add(made)
        for chips in (one for one in shown if isinstance(one, Squeezed)):
            need -= chips.squeeze(need - self.width())
        for made in (one for one in reversed(buttons) if one.icon().isNull()):
            if need > self.width():
                need -= _whole(made) + self.row.spacing()
                away.add(made)
        for made in buttons:
            _shorten(made) if made in short else _lengthen(made)
            _keep_away(made, made in away)
        self.row.activate()

    def _widgets(self) -> list[QWidget]:
        items = (self.row.itemAt(place) for place in range(self.row.count()))
        return [widget for item in items if item is not None and (widget := item.widget()) is not None]


class Squeezed(QWidget):
    """Something in a bar that can do with less room."""

    def whole_width(self) -> int:
        """The width it wants, in pixels."""
        raise NotImplementedError

    def squeeze(self, by: int) -> int:
        """Take so many pixels less than that, none if negative; answers how many it could spare."""
        raise NotImplementedError


def _keep_away(made: QPushButton, away: bool) -> None:
    if away != bool(made.property(AWAY)):
        made.setProperty(AWAY, away)
        made.setHidden(away)


def _stops(widget: QWidget) -> list[QWidget]:
    """The widget, or in a group of such what is in it."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return [widget]
    row = widget.layout()
    items = (row.itemAt(place) for place in range(row.count())) if row is not None else ()
    return [inside for item in items if item is not None and (inside := item.widget()) is not None]


def _whole(widget: QWidget) -> int:
    """The width it wants with its words."""
    if isinstance(widget, Squeezed):
        return widget.whole_width()
    if isinstance(widget, OneLine):
        return LINE
    if isinstance(widget, QLineEdit):
        return widget.minimumWidth()
    kept = widget.property(WIDTH) if not getattr(widget, "text", str)() else None
    return int(kept) if kept else widget.sizeHint().width()


def _shorten(made: QPushButton) -> None:
    if made.text():
        made.setProperty(WORDS, made.text())
        made.setProperty(WIDTH, made.sizeHint().width())
        made.setAccessibleName(made.text().strip())
        made.setToolTip(made.toolTip() or made.text().strip())
        made.setText("")


def _lengthen(made: QPushButton) -> None:
    if not made.text() and made.property(WORDS):
        made.setText(str(made.property(WORDS)))
