"""The one place for colours and sizes; resources/theme/kongchuo.qss and every painter take them from here."""

from typing import Final


class Colours:
    """Neutral paper, ink, one accent; amber means due, red means overdue or refused."""

    paper: Final = "#FAF9F6"  # the window
    surface: Final = "#FFFFFF"  # lists, fields, panels
    sunk: Final = "#F1EFE9"  # rail, heads of tables
    hover: Final = "#ECE9E1"
    line: Final = "#E2DED4"  # hairlines
    edge: Final = "#8C887D"  # borders of fields: 3:1 on surface
    handle: Final = "#C9C5BA"  # scroll bars
    ink: Final = "#20241F"
    ink_soft: Final = "#575C55"
    ink_faint: Final = "#6F746C"  # hints, disabled text
    accent: Final = "#1F5C43"  # school green
    accent_deep: Final = "#164733"
    accent_soft: Final = "#E3EEE7"  # selection
    on_accent: Final = "#FFFFFF"
    amber: Final = "#855200"
    amber_soft: Final = "#FFF3DB"
    red: Final = "#A4251F"
    red_soft: Final = "#FBEAE8"


class Sizes:
    """Lengths in logical pixels at 100 %, on a 4-px grid; three sizes of type."""

    small: Final = 12
    base: Final = 14
    large: Final = 20
    control: Final = 36
    row: Final = 36
    rail: Final = 132
    header: Final = 72
    footer: Final = 28
    panel: Final = 440
    icon: Final = 20
    radius: Final = 4
    column: Final = 560  # widest a form's column or a sentence gets


COLOURS = Colours()
SIZES = Sizes()

# (text, background) pairs that carry words anywhere in the window; the contrast test walks them.
WORDS_ON = (
    ("ink", "paper"), ("ink", "surface"), ("ink", "sunk"), ("ink", "hover"), ("ink", "accent_soft"),
    ("ink_soft", "paper"), ("ink_soft", "surface"), ("ink_soft", "sunk"), ("ink_soft", "accent_soft"),
    ("ink", "line"), ("ink_soft", "line"), ("ink_soft", "hover"), ("accent", "sunk"), ("amber", "accent_soft"),
    ("red", "accent_soft"), ("ink_faint", "surface"), ("ink_faint", "paper"),
    ("accent", "paper"), ("accent", "surface"), ("accent", "accent_soft"), ("accent", "hover"),
    ("on_accent", "accent"), ("on_accent", "accent_deep"), ("on_accent", "red"), ("on_accent", "ink"),
    ("amber", "amber_soft"), ("amber", "surface"), ("amber", "paper"),
    ("red", "red_soft"), ("red", "surface"), ("red", "paper"),
)  # fmt: skip


def words() -> dict[str, str]:
    """Every token by the name that the style sheet uses after its @ sign."""
    colours = {name: str(value) for name, value in vars(Colours).items() if not name.startswith("_")}
    return colours | {name: f"{value}px" for name, value in vars(Sizes).items() if not name.startswith("_")}
