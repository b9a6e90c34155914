"""Put the theme on the application: Fusion, palette, style sheet, font, Chinese buttons."""

import re
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from kongchuo_desktop.kit.resources import resource
from kongchuo_desktop.ui.theme.tokens import COLOURS, SIZES, words

# Words for QApplication. QApplication.setStyle would do as well, but it hands the style back, and PySide then makes
# that class with all its enums: a tenth of a bare window's start.
STYLE = ("-style", "Fusion")
WINDOW_FACE = "NotoSansSC-Regular.ttf"
LATER_FACES = ("NotoSansSC-Medium.ttf", "HanaMinB.ttf")  # headings; characters of names that Noto lacks
FAMILIES = (
    "Noto Sans SC",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "WenQuanYi Micro Hei",
    "SimHei",
    "HanaMinB",
)


def dress(application: QApplication) -> None:
    """Give the application, begun with STYLE, its whole look; called once, before the first window."""
    application.setPalette(palette())
    application.setFont(base_font())
    application.setStyleSheet(style_sheet())
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    _speak_chinese(application)


def style_sheet() -> str:
    """The style sheet with every @token put in; an unknown token is a KeyError."""
    text = Path(resource("theme", "kongchuo.qss")).read_text(encoding="utf-8")
    known = words() | {"icons": resource("icons").as_posix()}
    return re.sub(r"@([a-z_]+)", lambda match: known[match.group(1)], text)


def base_font() -> QFont:
    """14-px type with digits of one width; bundled faces where they stand, else the system's Chinese face."""
    add_face(WINDOW_FACE)
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(SIZES.base)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return font


def add_later_faces() -> None:
    """The face of headings and the big one for rare names: 40 MB that the first key need not wait for."""
    for face in LATER_FACES:
        add_face(face)


def add_face(file_name: str) -> None:
    """Load one bundled font file; a missing file leaves the system's faces."""
    path = resource("fonts", file_name)
    if path.exists():
        QFontDatabase.addApplicationFont(str(path))


def palette() -> QPalette:
    """The tokens as Qt's own roles, for what no style sheet reaches (icons, delegates, Fusion's lines)."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    colours = {
        role.Window: COLOURS.paper, role.WindowText: COLOURS.ink, role.Base: COLOURS.surface,
        role.AlternateBase: COLOURS.surface, role.Text: COLOURS.ink, role.Button: COLOURS.surface,
        role.ButtonText: COLOURS.ink, role.Highlight: COLOURS.accent_soft, role.HighlightedText: COLOURS.ink,
        role.Link: COLOURS.accent, role.PlaceholderText: COLOURS.ink_faint, role.ToolTipBase: COLOURS.ink,
        role.ToolTipText: COLOURS.on_accent, role.Mid: COLOURS.line, role.Accent: COLOURS.accent,
    }  # fmt: skip
    made = QPalette()
    for key, colour in colours.items():
        made.setColor(key, QColor(colour))
    for key in (role.Text, role.ButtonText, role.WindowText):
        made.setColor(group.Disabled, key, QColor(COLOURS.ink_faint))
    return made


def _speak_chinese(application: QApplication) -> None:
    translator = QTranslator(application)
    beside = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", beside):
        application.installTranslator(translator)
