"""The quick card: one A4 page to pin beside the laptop, read from a metre away."""

from kongchuo_desktop.documents.booklet_blocks import box
from kongchuo_desktop.documents.booklet_content import CardGroup, QuickCard
from kongchuo_desktop.documents.faces import Role, Typefaces, load_typefaces
from kongchuo_desktop.documents.ink import Ink
from kongchuo_desktop.documents.lines import Fit
from kongchuo_desktop.documents.pdf_file import A4, Properties, assemble, prepare_fonts
from kongchuo_desktop.documents.pieces import Setter, baseline
from kongchuo_desktop.documents.sheet import MM, Rule, Sheet

SIDE, TOP, GUTTER = 14 * MM, 15 * MM, 9 * MM
TITLE, SUBTITLE, GROUP, KEY, ACT, FOOT = 36.0, 15.0, 17.0, 16.0, 15.5, 13.0  # points
GROUP_ROOM, ROW, BETWEEN = 31.0, 34.5, 13.0
KEY_ROOM, KEY_HIGH = 80.0, 25.0
LOWEST = A4[1] - 12 * MM


def quick_card_pdf(card: QuickCard, *, typefaces: Typefaces | None = None) -> bytes:
    """The card; it is one page, whatever it says: longer acts are set smaller."""
    ink = Ink(typefaces or load_typefaces())
    setter = Setter(ink)
    sheet = Sheet()
    room = A4[0] - 2 * SIDE
    for text, role, size, base in (
        (card.title, Role.TITLE, TITLE, TOP + 32),
        (card.subtitle, Role.KAI, SUBTITLE, TOP + 58),
    ):
        line = setter.fitting(text, role, size, room, least=8)
        sheet.text(line, (A4[0] - line.width) / 2, base)
    width = (room - GUTTER) / 2
    for number, groups in enumerate(card.columns):
        top = TOP + 74
        for group in groups:
            top = _group(setter, sheet, group, SIDE + number * (width + GUTTER), top, width)
    _foot(setter, sheet, card, room)
    return assemble([sheet.finish()], prepare_fonts(ink.fonts()), Properties(card.title, "", card.subtitle))


def _group(setter: Setter, sheet: Sheet, group: CardGroup, left: float, top: float, width: float) -> float:
    """Heading over a strong line, a row for each act; where the next group begins."""
    title = setter.fitting(group.title, Role.HEADING, GROUP, width, least=8)
    sheet.text(title, left, top + baseline(GROUP_ROOM - 4, GROUP))
    sheet.rule(Rule(left, top + GROUP_ROOM - 3, left + width, top + GROUP_ROOM - 3, 1.4))
    top += GROUP_ROOM
    for key, act in group.acts:
        _act(setter, sheet, (key, act), left, top, width)
        top += ROW
        sheet.rule(Rule(left, top, left + width, top, 0.3))
    return top + BETWEEN


def _act(setter: Setter, sheet: Sheet, act: tuple[str, str], left: float, top: float, width: float) -> None:
    """The key in a frame like a keycap, beside it what it does; without a key the words take the whole row."""
    key, words = act
    base = top + baseline(ROW, ACT)
    if not key:
        sheet.text(setter.fitting(words, Role.BODY, ACT, width - 4, least=7), left + 2, base)
        return
    cap = setter.fitting(key, Role.HEADING, KEY, KEY_ROOM - 10, least=7)
    high = (ROW - KEY_HIGH) / 2
    for rule in box(left, top + high, left + KEY_ROOM, top + high + KEY_HIGH, 0.9):
        sheet.rule(rule)
    sheet.text(cap, left + (KEY_ROOM - cap.width) / 2, base)
    sheet.text(setter.fitting(words, Role.BODY, ACT, width - KEY_ROOM - 10, least=7), left + KEY_ROOM + 8, base)


def _foot(setter: Setter, sheet: Sheet, card: QuickCard, room: float) -> None:
    """What must never be forgotten, in a frame at the very bottom."""
    lines = [
        line
        for text in card.foot
        for line in setter.lines(text, Role.HEADING, Fit(FOOT, room - 20, FOOT, justified=False))
    ]
    high = len(lines) * 20 + 14
    top = LOWEST - high
    for rule in box(SIDE, top, A4[0] - SIDE, LOWEST, 1.4):
        sheet.rule(rule)
    for number, line in enumerate(lines):
        sheet.text(line, SIDE + 10, top + 7 + number * 20 + baseline(20, FOOT))
