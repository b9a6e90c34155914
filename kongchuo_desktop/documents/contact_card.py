"""家校联系卡: eight to an A4, to be cut apart and carried along. No ID numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kongchuo_desktop.documents.agreements import NothingToPrintError
from kongchuo_desktop.documents.faces import Role, Typefaces, load_typefaces
from kongchuo_desktop.documents.finished_files import put_whole
from kongchuo_desktop.documents.ink import Ink
from kongchuo_desktop.documents.lines import Fit
from kongchuo_desktop.documents.pdf_file import A4, Properties, assemble, prepare_fonts
from kongchuo_desktop.documents.pieces import Setter
from kongchuo_desktop.documents.sheet import MM, Rule, Sheet

ACROSS, DOWN = 2, 4
WIDTH, HEIGHT = 90 * MM, 66 * MM
LEFT = (A4[0] - ACROSS * WIDTH) / 2
TOP = (A4[1] - DOWN * HEIGHT) / 2
PAD = 5 * MM
LABEL, TEXT = 9.5, 11.0
NAME, SMALLER_NAME, SMALLEST_NAME = 17.0, 12.0, 9.0
PLACE = 10.5
LOWER, TWO_LINES = 8.0, 8.0
LABEL_ROOM = 62.0  # points from a card's text edge to the values
CUT = (2.0, 3.0)


@dataclass(frozen=True)
class Adult:
    """One adult of the child: relation, name, phone."""

    relation: str
    name: str
    phone: str


@dataclass(frozen=True)
class ContactCard:
    """What one card says; "" leaves a line to write on."""

    school: str
    year: str
    name: str
    class_name: str
    village: str
    adults: tuple[Adult, ...]
    teacher: str
    teacher_phone: str
    school_phone: str


def draw_cards(cards: Sequence[ContactCard], out: Path, *, typefaces: Typefaces | None = None) -> int:
    """Write the cards; the number of pages. Raises NothingToPrintError for an empty list."""
    if not cards:
        raise NothingToPrintError("没有可打印的联系卡：名单是空的，请先选择学生。")
    ink = Ink(typefaces or load_typefaces())
    setter = Setter(ink)
    each = ACROSS * DOWN
    pages = [_page(setter, cards[start : start + each]) for start in range(0, len(cards), each)]
    sheets = [page.finish() for page in pages]
    put_whole(out, assemble(sheets, prepare_fonts(ink.fonts()), Properties("家校联系卡", cards[0].school)))
    return len(sheets)


def _page(setter: Setter, cards: Sequence[ContactCard]) -> Sheet:
    """Up to eight cards and the lines to cut along."""
    sheet = Sheet()
    for number, card in enumerate(cards):
        _card(setter, sheet, card, LEFT + number % ACROSS * WIDTH, TOP + number // ACROSS * HEIGHT)
    for row in range(DOWN + 1):
        level = TOP + row * HEIGHT
        sheet.rule(Rule(LEFT, level, A4[0] - LEFT, level, 0.4, CUT))
    for column in range(ACROSS + 1):
        edge = LEFT + column * WIDTH
        sheet.rule(Rule(edge, TOP, edge, A4[1] - TOP, 0.4, CUT))
    return sheet


def _card(setter: Setter, sheet: Sheet, card: ContactCard, left: float, top: float) -> None:
    """School above a rule, the child large, phones below it, the school's own at the foot."""
    left += PAD
    right = left + WIDTH - 2 * PAD
    title = setter.line("家校联系卡", Role.HEADING, 11)
    sheet.text(title, right - title.width, top + 21)
    school = setter.fitting(card.school, Role.HEADING, 11, WIDTH - 2 * PAD - title.width - 8, least=6)
    sheet.text(school, left, top + 21)
    sheet.rule(Rule(left, top + 27, right, top + 27, 0.7))
    whole = "　".join(filter(None, (card.class_name, card.village)))
    level = top + 68 + _head(setter, sheet, card.name, whole, (left, right, top))
    for adult in [*card.adults, Adult("家长", "", ""), Adult("家长", "", "")][:2]:
        _row(setter, sheet, (adult.relation or "家长", adult.name, adult.phone), left, right, level)
        level += 21
    _row(setter, sheet, ("班主任", card.teacher, card.teacher_phone), left, right, level)
    _row(setter, sheet, ("学校", "", card.school_phone), left, right, level + 21)
    advice = "有事先打电话请假；电话换了请当天告诉班主任。"
    year = setter.line(card.year, Role.KAI, 8)
    foot = setter.fitting(advice, Role.KAI, 8, right - left - year.width - 8, least=5.5)
    sheet.text(foot, left, top + HEIGHT - 12)
    sheet.text(year, right - year.width, top + HEIGHT - 12)


def _head(setter: Setter, sheet: Sheet, name: str, whole: str, at: tuple[float, float, float]) -> float:
    """The child, and at its right class and village; below it where both are too long. How much lower the rest goes."""
    left, right, top = at
    room = right - left
    place = setter.line(whole, Role.KAI, PLACE)
    if setter.line(name, Role.TITLE, SMALLER_NAME).width + place.width + 10 <= room:
        sheet.text(place, right - place.width, top + 49)
        _name(setter, sheet, name, (left, top + 50, room - place.width - 10))
        return 0.0
    _name(setter, sheet, name, (left, top + 46, room))
    place = setter.fitting(whole, Role.KAI, PLACE, room, least=6)
    sheet.text(place, left, top + 63)
    return LOWER


def _name(setter: Setter, sheet: Sheet, name: str, place: tuple[float, float, float]) -> None:
    """The child's name as large as it goes in one line, a very long one small in two or three."""
    left, base, room = place
    line = setter.line(name, Role.TITLE, NAME)
    if line.width <= room or (line := setter.line(name, Role.TITLE, SMALLER_NAME)).width <= room:
        sheet.text(line, left, base)
        return
    lines = setter.lines(name, Role.TITLE, Fit(SMALLEST_NAME, room, SMALLEST_NAME, justified=False))
    step = SMALLEST_NAME + 2
    for number, part in enumerate(lines):
        sheet.text(part, left, base - 4 - step * (len(lines) - 1) / 2 + step * number + 1)


def _row(setter: Setter, sheet: Sheet, told: tuple[str, str, str], left: float, right: float, level: float) -> None:
    """Who, name, phone; a line to write on where the phone isn't known."""
    who, name, phone = told
    sheet.text(setter.fitting(who, Role.BODY, LABEL, LABEL_ROOM - 22, least=6), left, level + 11)
    middle = left + LABEL_ROOM - 20
    phone_left = right - 92
    if name or phone:
        _adult(setter, sheet, name, (middle, level + 11, phone_left - middle - 4))
    if phone:
        line = setter.fitting(phone, Role.HEADING, TEXT + 1, right - phone_left, least=7)
        sheet.text(line, right - line.width, level + 11)
    else:
        sheet.rule(Rule(phone_left, level + 14, right, level + 14, 0.5))


def _adult(setter: Setter, sheet: Sheet, name: str, place: tuple[float, float, float]) -> None:
    """A name in one line, a little smaller if need be; a very long one in two lines."""
    left, base, room = place
    line = setter.line(name, Role.BODY, TEXT)
    if line.width * TWO_LINES / TEXT <= room:
        sheet.text(setter.fitting(name, Role.BODY, TEXT, room, least=TWO_LINES), left, base)
        return
    lines = setter.lines(name, Role.BODY, Fit(TWO_LINES, room, TWO_LINES, justified=False))
    for number, part in enumerate(lines):
        sheet.text(part, left, base - 1 - (TWO_LINES + 1) * ((len(lines) - 1) / 2 - number))
