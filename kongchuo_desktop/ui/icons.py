"""Line icons of resources/icons, tinted by the tokens, sharp at every scaling."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kongchuo_desktop.kit.resources import resource
from kongchuo_desktop.ui.theme.tokens import COLOURS, SIZES

RATIOS = (1.0, 1.25, 1.5, 2.0)


def icon(name: str, colour: str = COLOURS.ink_soft) -> QIcon:
    """The icon of that file name; chosen and checked ones take the accent, disabled ones fade."""
    made = QIcon()
    tints = (
        (colour, QIcon.Mode.Normal, QIcon.State.Off),
        (COLOURS.accent if colour == COLOURS.ink_soft else colour, QIcon.Mode.Normal, QIcon.State.On),
        (COLOURS.ink_faint, QIcon.Mode.Disabled, QIcon.State.Off),
    )
    for tint, mode, state in tints:
        for ratio in RATIOS:
            made.addPixmap(picture(name, tint, SIZES.icon, ratio), mode, state)
    return made


def picture(name: str, colour: str, side: int, ratio: float = 1.0) -> QPixmap:
    """The icon drawn `side` logical pixels square for a screen of that device pixel ratio."""
    text = resource("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def scene(name: str, ratio: float = 1.0) -> QPixmap:
    """A line drawing of 160 × 120 for an empty page (scene-*.svg)."""
    text = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    text = text.replace("currentColor", COLOURS.edge).replace("accentColor", COLOURS.accent)
    pixmap = QPixmap(round(160 * ratio), round(120 * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
