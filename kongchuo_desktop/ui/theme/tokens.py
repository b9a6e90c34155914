"""The one place for colours and sizes; resources/theme/kongchuo.qss and every painter take them from here."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Colours:
    """Neutral paper, ink, one accent; amber means due, red means overdue or refused."""

    paper: str = "#FAF9F6"  # the window
    surface: str = "#FFFFFF"  # lists, fields, panels
    sunk: str = "#F1EFE9"  # rail, heads of tables
    hover: str = "#ECE9E1"
    line: str = "#E2DED4"  # hairlines
    edge: str = "#8C887D"  # borders of fields: 3:1 on surface
    handle: str = "#C9C5BA"  # scroll bars
    ink: str = "#20241F"
    ink_soft: str = "#575C55"
    ink_faint: str = "#6F746C"  # hints, disabled text
    accent: str = "#1F5C43"  # school green
    accent_deep: str = "#164733"
    accent_soft: str = "#E3EEE7"  # selection
    on_accent: str = "#FFFFFF"
    amber: str = "#855200"
    amber_soft: str = "#FFF3DB"
    red: str = "#A4251F"
    red_soft: str = "#FBEAE8"


@dataclass(frozen=True)
class Sizes:
    """Lengths in logical pixels at 100 %, on a 4-px grid; three sizes of type."""

    small: int = 12
    base: int = 14
    large: int = 20
    control: int = 36
    row: int = 36
    rail: int = 132
    header: int = 72
    footer: int = 28
    panel: int = 440
    icon: int = 20
    radius: int = 4
    column: int = 560  # widest a form's column or a sentence gets


COLOURS = Colours()
SIZES = Sizes()

# (text, background) pairs that carry words anywhere in the window; the contrast test walks them.
WORDS_ON = (
    ("ink", "paper"), ("ink", "surface"), ("ink", "sunk"), ("ink", "hover"), ("ink", "accent_soft"),
    ("ink_soft", "paper"), ("ink_soft", "surface"), ("ink_soft", "sunk"), ("ink_soft", "accent_soft"),
    ("ink_faint", "surface"), ("ink_faint", "paper"),
    ("accent", "paper"), ("accent", "surface"), ("accent", "accent_soft"), ("accent", "hover"),
    ("on_accent", "accent"), ("on_accent", "accent_deep"), ("on_accent", "red"), ("on_accent", "ink"),
    ("amber", "amber_soft"), ("amber", "surface"), ("amber", "paper"),
    ("red", "red_soft"), ("red", "surface"), ("red", "paper"),
)  # fmt: skip


def words() -> dict[str, str]:
    """Every token by the name that the style sheet uses after its @ sign."""
    colours = {name: str(value) for name, value in asdict(COLOURS).items()}
    return colours | {name: f"{value}px" for name, value in asdict(SIZES).items()}
