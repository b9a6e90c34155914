"""Contrast, one sheet, three sizes of type, icons of one weight."""

import re

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kongchuo_desktop.kit.resources import resource
from kongchuo_desktop.ui import icons
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.theme.style import style_sheet
from kongchuo_desktop.ui.theme.tokens import COLOURS, SIZES, WORDS_ON
from kongchuo_desktop.ui.words import label

ICONS = sorted(path.stem for path in resource("icons").glob("*.svg"))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("word", "ground"), WORDS_ON)
def test_words_can_be_read_on_their_ground(word: str, ground: str) -> None:
    assert contrast(getattr(COLOURS, word), getattr(COLOURS, ground)) >= 4.5


def test_every_pair_of_the_sheet_is_walked() -> None:
    sheet = resource("theme", "kongchuo.qss").read_text(encoding="utf-8")
    pairs = set()
    for rule in re.findall(r"\{([^}]*)\}", sheet):
        word = re.search(r"(?<![-\w])color: @(\w+)", rule)
        ground = re.search(r"(?<![-\w])background: @(\w+)", rule)
        if word and ground:
            pairs.add((word[1], ground[1]))
    assert pairs
    assert pairs <= set(WORDS_ON)


def test_borders_of_fields_and_the_focus_can_be_seen() -> None:
    for ground in (COLOURS.surface, COLOURS.paper):
        assert contrast(COLOURS.edge, ground) >= 3
        assert contrast(COLOURS.accent, ground) >= 3


def test_the_sheet_names_no_colour_of_its_own_and_three_sizes_of_type() -> None:
    raw = resource("theme", "kongchuo.qss").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9A-Fa-f]{6}", raw)
    assert "@" not in style_sheet()
    assert set(re.findall(r"font-size: (\d+)px", style_sheet())) <= {
        str(SIZES.small),
        str(SIZES.base),
        str(SIZES.large),
    }


def test_lengths_stand_on_the_grid() -> None:
    assert all(size % 4 == 0 for size in (SIZES.control, SIZES.row, SIZES.rail, SIZES.header, SIZES.footer))


def test_digits_have_one_width(qapp: QApplication) -> None:
    metrics = QFontMetrics(qapp.font())
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_is_one_stroke_tinted_by_the_palette(name: str) -> None:
    text = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    weight = "2" if name.startswith("scene-") else "1.5"
    assert re.findall(r'stroke-width="([\d.]+)"', text) == [weight]
    assert "currentColor" in text or name == "down-ink"


@pytest.mark.usefixtures("qapp")
def test_an_icon_is_drawn_for_every_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icons, "screen_ratios", lambda: {1.0, 1.25, 1.5, 2.0})
    assert {size.width() for size in icon("home").availableSizes()} == {20, 25, 30, 40}


def test_labels_show_markup_as_it_was_typed(qtbot: QtBot) -> None:
    made = label("<b>罗</b>&amp;", selectable=True)
    qtbot.addWidget(made)
    plain = QLabel("<b>罗</b>&amp;")
    qtbot.addWidget(plain)
    assert made.sizeHint().width() > plain.sizeHint().width()
    assert made.textFormat().name == "PlainText"
