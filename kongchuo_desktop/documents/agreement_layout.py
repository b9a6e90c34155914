"""A responsibility agreement on A4 as GB/T 9704-2012 sets official papers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from kongchuo_desktop.documents.agreement_content import AgreementContent
from kongchuo_desktop.documents.faces import Role
from kongchuo_desktop.documents.grid import Cell, RowStyle, set_table
from kongchuo_desktop.documents.lines import Fit, Line
from kongchuo_desktop.documents.pdf_file import A4, Page
from kongchuo_desktop.documents.pieces import (
    Manner,
    Piece,
    Put,
    Setter,
    baseline,
    keep_with_next,
    pages,
)
from kongchuo_desktop.documents.sheet import MM, Rule, Sheet
from kongchuo_desktop.school.agreements.wording import Level, Receipt

# GB/T 9704-2012: 天头 37, 订口 28, 版心 156 × 225 mm, 22 lines of 28 characters.
LEFT = 28 * MM
TOP = 37 * MM
MEASURE = 156 * MM
HEIGHT = 225 * MM
THREE, FOUR, SMALL_FOUR, FIVE = 16.0, 14.0, 12.0, 10.5  # 三号, 四号, 小四, 五号 in points
TITLE = 22.0  # 二号
FOOT = 7 * MM  # from the text block to the page number

# From the most to the least spacious; the first in which the paper keeps to its pages is taken.
MANNERS = (
    Manner(THREE, 28.95, MEASURE, 28),
    Manner(FOUR, 26.5, MEASURE, 31),
    Manner(FOUR, 24.0, MEASURE, 31),
    Manner(FOUR, 22.5, MEASURE, 31),
    Manner(SMALL_FOUR, 20.5, MEASURE, 36),
    Manner(SMALL_FOUR, 19.0, MEASURE, 36),
    Manner(SMALL_FOUR, 18.0, MEASURE, 36),
    Manner(11.0, 17.0, MEASURE, 40),
    Manner(FIVE, 15.5, MEASURE, 42),
)
LONGEST_RUN_IN = 16  # a second-level sentence longer than this is text, not a heading
ROLE = {Level.HEADING: Role.HEADING, Level.SECOND: Role.KAI, Level.TEXT: Role.BODY}
FIGURES = RowStyle(FIVE + 0.5, 15, 22)
SLIP_BOTTOM = A4[1] - 11 * MM  # the slip is cut off, so it may stand in the foot margin
SLIP_ROW = 32.0
GUTTER = 24.0  # between the columns to sign in
SIGN_ROW = {True: 36.0, False: 28.0}  # height of a row to sign in: at 四号 and more, below
MARK_ROOM = 20.0  # for the page number above the cut line


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The pieces of one letter by page, and the slip at the foot of the last; `whole`: nothing had to be left out."""

    pages: tuple[tuple[Piece, ...], ...]
    slip: Piece | None
    whole: bool = True

    def keeps_to(self, most_pages: int) -> bool:
        """All of it on so many pages."""
        return self.whole and len(self.pages) <= most_pages


def choose_manner(setter: Setter, contents: Sequence[AgreementContent], most_pages: int) -> Manner:
    """The roomiest setting that keeps the letters to their pages: one for the batch, so that all look alike.

    The longest letter decides; where it fits in none, the middle one does.
    """
    by_length = sorted(contents, key=AgreementContent.length)
    for content in (by_length[-1], by_length[(len(by_length) - 1) // 2]):
        found = _first_fit(setter, content, most_pages, MANNERS)
        if found:
            return found[0]
    return MANNERS[2]


def lay_out_within(setter: Setter, content: AgreementContent, manner: Manner, most_pages: int) -> LaidOut:
    """A letter in the batch's setting; one that is too long for its pages is set tighter if that keeps it to them."""
    letter = lay_out(setter, content, manner)
    if letter.keeps_to(most_pages):
        return letter
    found = _first_fit(setter, content, most_pages, MANNERS[MANNERS.index(manner) + 1 :])
    return found[1] if found else letter


def _first_fit(
    setter: Setter, content: AgreementContent, most_pages: int, manners: Sequence[Manner]
) -> tuple[Manner, LaidOut] | None:
    for manner in manners:
        letter = lay_out(setter, content, manner)
        if letter.keeps_to(most_pages):
            return manner, letter
    return None


def lay_out(setter: Setter, content: AgreementContent, manner: Manner) -> LaidOut:
    """Everything of one letter, dealt to pages; the slip only where it stands on the letter's last page."""
    pieces = [*head(setter, content), *body(setter, content, manner), signatures(setter, content, manner)]
    dealt = tuple(tuple(page) for page in pages(pieces, HEIGHT))
    if content.wording.receipt is None:
        return LaidOut(dealt, None)
    slip = receipt(setter, content, content.wording.receipt)
    room = SLIP_BOTTOM - slip.height - MARK_ROOM - TOP
    fits = sum(piece.height for piece in dealt[-1]) <= room
    return LaidOut(dealt, slip if fits else None, whole=fits)


def head(setter: Setter, content: AgreementContent) -> list[Piece]:
    """School and number where an inspector looks first, then the title and who signs with whom."""
    number = setter.line(f"编号：{content.number or '＿＿＿＿＿＿＿＿'}", Role.BODY, SMALL_FOUR)
    room = MEASURE - number.width - SMALL_FOUR
    school = setter.fitting(content.school, Role.HEADING, FOUR, room, least=9)
    base = baseline(22, FOUR)
    first = Piece(
        22 + 14,
        (Put(school, 0, base), Put(number, MEASURE - number.width, base)),
        (Rule(0, 24, MEASURE, 24, 0.7),),
        with_next=True,
    )
    pieces = [first]
    title = setter.lines(content.filled(content.wording.title), Role.TITLE, Fit(TITLE, MEASURE, TITLE, justified=False))
    pieces += [_centred(line, TITLE, 34) for line in title]
    year_and_parties = "　".join(filter(None, (content.year, content.filled(content.wording.parties))))
    for line in setter.lines(year_and_parties, Role.KAI, Fit(FOUR, MEASURE, FOUR, justified=False)):
        pieces.append(_centred(line, FOUR, 24))
    pieces[-1] = replace(pieces[-1], height=pieces[-1].height + 6)
    return pieces


def _centred(line: Line, size: float, height: float) -> Piece:
    return Piece(height, (Put(line, (MEASURE - line.width) / 2, baseline(height, size)),), with_next=True)


def body(setter: Setter, content: AgreementContent, manner: Manner) -> list[Piece]:
    """Parties, the table of figures, the running text; the last two lines hold on to the signatures."""
    parties: list[Piece] = []
    text: list[Piece] = []
    for paragraph in content.paragraphs():
        runs = _runs(paragraph.level, content.filled(paragraph.text))
        if _is_party(paragraph.text) and not text:
            parties += setter.paragraph(runs, manner, indent=0)
            continue
        text += setter.paragraph(runs, manner, hold=paragraph.level is Level.HEADING and len(runs) == 1)
    return [*parties, *_with_air(figures(setter, content), manner), *keep_with_next(text, 2)]


def _is_party(text: str) -> bool:
    """甲方：… stands flush with the margin."""
    return text[:3] in ("甲方：", "乙方：", "丙方：")


def _runs(level: Level, text: str) -> tuple[tuple[str, Role], ...]:
    """A heading's face up to its full stop, the body's after it."""
    if level is Level.TEXT:
        return ((text, Role.BODY),)
    stop = text.find("。")
    if level is Level.SECOND and (stop < 0 or stop > LONGEST_RUN_IN):
        return ((text, Role.BODY),)
    if stop < 0:
        return ((text, ROLE[level]),)
    return ((text[: stop + 1], ROLE[level]), (text[stop + 1 :], Role.BODY))


def _with_air(piece: Piece | None, manner: Manner) -> list[Piece]:
    if piece is None:
        return []
    air = Piece(manner.leading * 0.2, with_next=True)
    return [air, piece, Piece(manner.leading * 0.3)]


def figures(setter: Setter, content: AgreementContent) -> Piece | None:
    """The figures that are true of this signer, as a small table: headings over values, at most five to a band."""
    cells = content.wording.figures
    if not cells:
        return None
    across = len(cells) if len(cells) <= 5 else (len(cells) + 1) // 2 if len(cells) <= 8 else 4
    rows: list[list[Cell]] = []
    for start in range(0, len(cells), across):
        band = [*cells[start : start + across], *[("", "")] * across][:across]
        rows.append([Cell(heading, Role.HEADING) for heading, _ in band])
        rows.append([Cell(content.filled(value)) for _, value in band])
    return set_table(setter, rows, MEASURE, FIGURES)


def signatures(setter: Setter, content: AgreementContent, manner: Manner) -> Piece:
    """Columns to sign in, one for each party, lines long enough, room for the seal over the date."""
    columns = tuple(tuple(content.filled(row) for row in column.rows) for column in content.wording.sign)
    return setter.block(("sign", manner, columns), lambda: _signatures(setter, columns, manner))


def _signatures(setter: Setter, columns: Sequence[Sequence[str]], manner: Manner) -> Piece:
    """Row by row, so that what belongs side by side stays so when a name runs over two lines."""
    width = (MEASURE - GUTTER * (len(columns) - 1)) / max(1, len(columns))
    size = min(manner.size, FOUR)
    texts: list[Put] = []
    rules: list[Rule] = []
    top = 6.0
    for row in zip_longest(*columns, fillvalue=""):
        cells = [_sign_lines(setter, text, size, width) for text in row]
        for number, (text, lines) in enumerate(zip(row, cells, strict=True)):
            left = number * (width + GUTTER)
            base = top + baseline(SIGN_ROW[manner.size >= FOUR], size)
            texts += [Put(line, left, base + place * size * 1.4) for place, line in enumerate(lines)]
            if text.endswith(("：", ":")) and lines[-1].width < width - 40:
                under = base + (len(lines) - 1) * size * 1.4 + 3
                rules.append(Rule(left + lines[-1].width, under, left + width, under))
        top += SIGN_ROW[manner.size >= FOUR] + (max(map(len, cells)) - 1) * size * 1.4
    return Piece(top, tuple(texts), tuple(rules))


def _sign_lines(setter: Setter, text: str, size: float, width: float) -> list[Line]:
    """A row's text in one line, a little smaller if need be; what is longer runs over."""
    line = setter.fitting(text, Role.BODY, size, width, least=size * 0.8)
    return [line] if line.width <= width else setter.lines(text, Role.BODY, Fit(size, width, size, justified=False))


def receipt(setter: Setter, content: AgreementContent, slip: Receipt) -> Piece:
    """The slip to cut off: cut line, title, one sentence, lines to sign."""
    texts: list[Put] = []
    rules = [Rule(-LEFT * 0.5, 14, MEASURE + 13 * MM, 14, 0.6, (4, 3))]
    note = setter.line(slip.note, Role.KAI, 9)
    texts.append(Put(note, (MEASURE - note.width) / 2, 10))
    title = setter.line(content.filled(slip.title), Role.HEADING, FOUR)
    texts.append(Put(title, (MEASURE - title.width) / 2, 14 + baseline(24, FOUR)))
    top = 38.0
    manner = Manner(SMALL_FOUR, 17, MEASURE, 36)
    for piece in setter.paragraph(((content.filled(slip.body), Role.BODY),), manner):
        texts += [Put(put.line, put.left, put.baseline + top) for put in piece.texts]
        top += piece.height
    width = MEASURE / max(1, len(slip.rows))
    for number, row in enumerate(slip.rows):
        line = setter.line(content.filled(row), Role.BODY, SMALL_FOUR)
        base = top + baseline(SLIP_ROW, SMALL_FOUR)
        texts.append(Put(line, number * width, base))
        rules.append(Rule(number * width + line.width, base + 3, (number + 1) * width - 10, base + 3))
    return Piece(top + SLIP_ROW, tuple(texts), tuple(rules))


def draw(setter: Setter, content: AgreementContent, letter: LaidOut) -> list[Page]:
    """The letter's pages."""
    total = len(letter.pages)
    return [
        _page(setter, content, pieces, (number, total), letter.slip if number == total else None)
        for number, pieces in enumerate(letter.pages, start=1)
    ]


def _page(
    setter: Setter, content: AgreementContent, pieces: Sequence[Piece], place: tuple[int, int], slip: Piece | None
) -> Page:
    sheet = Sheet()
    top = TOP
    for piece in pieces:
        piece.draw(sheet, LEFT, top)
        top += piece.height
    base = TOP + HEIGHT + FOOT + FOUR
    if slip:
        slip.draw(sheet, LEFT, SLIP_BOTTOM - slip.height)
        base = SLIP_BOTTOM - slip.height - 4
    _foot(setter, content, sheet, place, base)
    return sheet.finish()


def _foot(setter: Setter, content: AgreementContent, sheet: Sheet, place: tuple[int, int], base: float) -> None:
    """— 1 / 2 — at the outer side, one character in; from the second page on the paper's number inside."""
    number, total = place
    mark = setter.line(f"— {number} / {total} —", Role.BODY, FOUR)
    odd = number % 2 == 1
    sheet.text(mark, LEFT + (MEASURE - mark.width - FOUR if odd else FOUR), base)
    if number > 1:
        label = setter.line(f"{content.school}　{content.number}".strip("　"), Role.KAI, 9)
        sheet.text(label, LEFT + (0 if odd else MEASURE - label.width), base - 2)
