"""Letters and reports about a child's absence: set by the engine of the agreements, with a form of boxes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kongchuo_desktop.documents.agreement_content import AgreementContent
from kongchuo_desktop.documents.agreement_layout import (
    FIVE,
    FOUR,
    HEIGHT,
    MANNERS,
    MARK_ROOM,
    MEASURE,
    SLIP_BOTTOM,
    SMALL_FOUR,
    TOP,
    LaidOut,
    draw,
    head,
    receipt,
)
from kongchuo_desktop.documents.faces import Role, Typefaces, load_typefaces
from kongchuo_desktop.documents.grid import FRAME, HAIRLINE, PAD, Cell, RowStyle, set_row, stack
from kongchuo_desktop.documents.ink import Ink
from kongchuo_desktop.documents.lines import Fit
from kongchuo_desktop.documents.pdf_file import Page, Properties, assemble, prepare_fonts
from kongchuo_desktop.documents.pieces import Manner, Piece, Put, Setter, baseline, keep_with_next, pages
from kongchuo_desktop.documents.sheet import Rule
from kongchuo_desktop.school.agreements.wording import Receipt, WordingText
from kongchuo_desktop.school.notices.wording import Box, NoticeText

LABEL = 66.0  # points, the column of labels
ROW = RowStyle(FIVE + 0.5, 14.5, 22)
BOX_LEADING = 16.0
MOST_STRETCH = 46.0  # points that a box may grow to fill the page
RIGHT = 4 * FOUR  # 右空四字


@dataclass(frozen=True)
class NoticeContent:
    """One letter: its words, its number, and what is true of this child ("" leaves room to write)."""

    text: NoticeText
    letter: AgreementContent

    @classmethod
    def of(cls, text: NoticeText, *, number: str, school: str, pupil: str, values: dict[str, str]) -> "NoticeContent":
        """A letter from its text and values."""
        slip = text.slip
        wording = WordingText(
            text.kind, text.title, "", text.body, (), (),
            Receipt(slip.title, slip.body, slip.rows, slip.note) if slip else None,
        )  # fmt: skip
        return cls(text, AgreementContent(wording, number, school, "", pupil, values=values))

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Placeholders without a value, to be written in by hand."""
        from kongchuo_desktop.school.agreements.wording import missing

        known = {"学校名称": self.letter.school, "编号": self.letter.number, **self.letter.values}
        return missing(self.text.every_text(), known)

    def filled(self, text: str) -> str:
        """A text with this child's values; in a box nothing stands where nothing is known."""
        return self.letter.filled(text)

    def in_cell(self, text: str) -> str:
        """As `filled`, but empty instead of a line to write on: a cell is room enough."""
        blank = "＿" * 6
        return self.letter.filled(text).replace(f"（{blank}）", "").replace(blank, "")


def notices_pdf(contents: Sequence[NoticeContent], *, typefaces: Typefaces | None = None) -> tuple[bytes, int]:
    """All letters as one PDF, each on leaves of its own; the bytes and the number of pages."""
    ink = Ink(typefaces or load_typefaces())
    setter = Setter(ink)
    sheets: list[Page] = []
    for content in contents:
        sheets += draw(setter, content.letter, _fitting(setter, content))
    first = contents[0]
    subject = first.letter.signer if len(contents) == 1 else f"{len(contents)}份"
    properties = Properties(first.text.title, first.letter.school, subject)
    return assemble(sheets, prepare_fonts(ink.fonts()), properties), len(sheets)


def unprintable(contents: Sequence[NoticeContent]) -> tuple[str, ...]:
    """Characters that no face can print."""
    letters = "".join(content.letter.characters() for content in contents)
    words = "".join(text for content in contents for text in content.text.every_text())
    return tuple(sorted(load_typefaces().missing_characters(letters + words)))


def _fitting(setter: Setter, content: NoticeContent) -> LaidOut:
    """The roomiest setting in which the letter is one page."""
    for manner in MANNERS:
        found = lay_out(setter, content, manner)
        if found.keeps_to(1):
            return found
    return lay_out(setter, content, MANNERS[2])


def lay_out(setter: Setter, content: NoticeContent, manner: Manner) -> LaidOut:
    """Head, addressee, text, form, closing; the boxes grow into what the page leaves free."""
    slip = receipt(setter, content.letter, content.letter.wording.receipt) if content.letter.wording.receipt else None
    room = min(HEIGHT, SLIP_BOTTOM - slip.height - MARK_ROOM - TOP) if slip else HEIGHT
    above = [*head(setter, content.letter), *_addressee(setter, content, manner), *_body(setter, content, manner)]
    below = [*_closing(setter, content, manner), *_footnote(setter, content)]
    used = sum(piece.height for piece in (*above, *_form(setter, content, 0.0), *below))
    boxes = len(content.text.boxes)
    grow = min(MOST_STRETCH, max(0.0, (room - used) / boxes)) if boxes else 0.0
    dealt = tuple(tuple(page) for page in pages([*above, *_form(setter, content, grow), *below], room))
    return LaidOut(dealt, slip if len(dealt) == 1 else None, whole=len(dealt) == 1)


def _addressee(setter: Setter, content: NoticeContent, manner: Manner) -> tuple[Piece, ...]:
    """To whom, flush with the margin."""
    return keep_with_next(setter.paragraph(((content.filled(content.text.addressee), Role.BODY),), manner, indent=0))


def _body(setter: Setter, content: NoticeContent, manner: Manner) -> list[Piece]:
    lines: list[Piece] = []
    for paragraph in content.text.body.splitlines():
        lines += setter.paragraph(((content.filled(paragraph), Role.BODY),), manner)
    return [*keep_with_next(lines, 2), Piece(6.0, with_next=True)] if lines else [Piece(2.0, with_next=True)]


def _form(setter: Setter, content: NoticeContent, grow: float) -> list[Piece]:
    """The rows of labels and values, then the boxes, as one table."""
    if not content.text.form:
        return []
    rows = [_form_row(setter, content, cells) for cells in content.text.form]
    rows += [_box(setter, content, box, grow) for box in content.text.boxes]
    return [stack(rows, MEASURE)]


def _form_row(setter: Setter, content: NoticeContent, cells: Sequence[str]) -> Piece:
    pairs = len(cells) // 2
    value = MEASURE / pairs - LABEL
    row = [
        Cell(content.in_cell(text), Role.BODY if place % 2 else Role.HEADING, "left" if place % 2 else "center")
        for place, text in enumerate(cells)
    ]
    return set_row(setter, row, [LABEL, value] * pairs, ROW)


def _box(setter: Setter, content: NoticeContent, box: Box, grow: float) -> Piece:
    """A label of one or two lines, text from the top, the line to sign at the foot."""
    texts: list[Put] = []
    width = MEASURE - LABEL - 2 * PAD
    fit = Fit(SMALL_FOUR - 0.5, width, SMALL_FOUR - 0.5)
    lines = setter.lines(content.in_cell(box.text), Role.BODY, fit) if content.in_cell(box.text) else []
    foot = setter.line(content.filled(box.foot), Role.BODY, SMALL_FOUR - 0.5) if box.foot else None
    needed = len(lines) * BOX_LEADING + (28 if foot else 0) + 8
    height = max(box.height, needed) + grow
    for number, line in enumerate(lines):
        texts.append(Put(line, LABEL + PAD, 4 + number * BOX_LEADING + baseline(BOX_LEADING, SMALL_FOUR)))
    if foot:
        texts.append(Put(foot, MEASURE - PAD - foot.width - FOUR, height - 8))
    label = content.filled(box.label).split("\n")
    top = (height - len(label) * BOX_LEADING) / 2
    for number, words in enumerate(label):
        line = setter.line(words, Role.HEADING, ROW.size)
        base = top + number * BOX_LEADING + baseline(BOX_LEADING, ROW.size)
        texts.append(Put(line, (LABEL - line.width) / 2, base))
    rules = (
        Rule(0, 0, 0, height, FRAME), Rule(MEASURE, 0, MEASURE, height, FRAME), Rule(LABEL, 0, LABEL, height, HAIRLINE),
        Rule(0, height, MEASURE, height, HAIRLINE),
    )  # fmt: skip
    return Piece(height, tuple(texts), rules)


def _closing(setter: Setter, content: NoticeContent, manner: Manner) -> list[Piece]:
    """Who writes, with room for the seal, and the date four characters from the right edge."""
    found = []
    widths = [setter.line(content.filled(row), Role.BODY, manner.size).width for row in content.text.closing]
    for number, row in enumerate(content.text.closing):
        line = setter.line(content.filled(row), Role.BODY, manner.size)
        left = MEASURE - RIGHT - max(widths) / 2 - line.width / 2
        height = manner.leading + (12 if number == 0 else 0)
        put = Put(line, max(0.0, left), height - manner.leading + baseline(manner.leading, manner.size))
        found.append(Piece(height, (put,), with_next=number + 1 < len(content.text.closing)))
    return found


def _footnote(setter: Setter, content: NoticeContent) -> list[Piece]:
    if not content.text.footnote:
        return []
    fit = Fit(FIVE - 1, MEASURE, FIVE - 1, justified=False)
    lines = setter.lines(content.filled(content.text.footnote), Role.BODY, fit)
    return [Piece(4.0, with_next=True), *(Piece(13.0, (Put(line, 0, baseline(13, FIVE)),)) for line in lines)]
