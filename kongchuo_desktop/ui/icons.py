"""Line icons of resources/icons, tinted by the tokens, sharp at every scaling."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from kongchuo_desktop.kit.resources import resource
from kongchuo_desktop.ui.theme.tokens import COLOURS, SIZES


def icon(name: str, colour: str = COLOURS.ink_soft) -> QIcon:
    """The icon of that file name; chosen and checked ones take the accent, disabled ones fade."""
    made = QIcon()
    tints = (
        (colour, QIcon.Mode.Normal, QIcon.State.Off),
        (COLOURS.accent if colour == COLOURS.ink_soft else colour, QIcon.Mode.Normal, QIcon.State.On),
        (COLOURS.ink_faint, QIcon.Mode.Disabled, QIcon.State.Off),
    )
    ratios = screen_ratios()
    for tint, mode, state in tints:
        for ratio in ratios:
            made.addPixmap(picture(name, tint, SIZES.icon, ratio), mode, state)
    return made


def picture(name: str, colour: str, side: int, ratio: float = 1.0) -> QPixmap:
    """The icon drawn `side` logical pixels square for a screen of that device pixel ratio; drawn once, Qt keeps it."""
    key, kept = f"{name} {colour} {side} {ratio}", QPixmap()
    if not QPixmapCache.find(key, kept):
        kept = _painted(_renderer(_drawing(name), colour), side, side, ratio)
        QPixmapCache.insert(key, kept)
    return kept


def screen_ratios() -> set[float]:
    """Those of the screens at hand; a page of twenty icons has no time to draw for others.

    A screen of another ratio that is plugged in later shows them scaled until the next start.
    """
    return {screen.devicePixelRatio() for screen in QGuiApplication.screens()}


def scene(name: str, ratio: float = 1.0) -> QPixmap:
    """A line drawing of 160 × 120 for an empty page (scene-*.svg)."""
    renderer = _renderer(_drawing(name).replace("accentColor", COLOURS.accent), COLOURS.edge)
    return _painted(renderer, 160, 120, ratio)


def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def _renderer(drawing: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))


def _painted(renderer: QSvgRenderer, width: int, height: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
