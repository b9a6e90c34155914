"""The blocks of a booklet, set as pieces of a page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kongchuo_desktop.documents.booklet_content import BookletBlock, Heading, Picture, Rows, Run, Words
from kongchuo_desktop.documents.faces import Role
from kongchuo_desktop.documents.grid import FRAME, Cell, RowStyle, set_row
from kongchuo_desktop.documents.lines import Fit
from kongchuo_desktop.documents.pdf_extras import Jpeg, as_jpeg
from kongchuo_desktop.documents.pieces import Manner, Piece, Put, Setter, baseline, keep_with_next
from kongchuo_desktop.documents.sheet import Rule, Sheet

SIZE, LEADING, AFTER = 11.0, 18.5, 5.0  # points
HEAD, HEAD_ROOM, HEAD_BEFORE = 13.0, 24.0, 10.0
STEP = 18.0  # a list's items stand so far in
TABLE = RowStyle(10.0, 15.0, 21.0)
KEY_COLUMN = 0.16  # the least part of the width that a column gets
CAPTION, CAPTION_ROOM = 9.5, 18.0
FRAME_AIR = 8.0
ROLES = {"": Role.BODY, "strong": Role.HEADING, "key": Role.HEADING}


@dataclass(frozen=True, slots=True)
class Shown(Piece):
    """A picture in the middle of the measure."""

    image: Jpeg | None = None
    left: float = 0.0
    width: float = 0.0

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """The picture with a hairline around it, then its words."""
        Piece.draw(self, sheet, left, top)
        if self.image is not None:
            high = self.width * self.image.height / self.image.width
            sheet.image(self.image, left + self.left, top, self.width, high)
            for rule in box(self.left, 0, self.left + self.width, high, 0.4):
                sheet.rule(rule, left, top)


def set_block(setter: Setter, block: BookletBlock, measure: float) -> list[Piece]:
    """The pieces of one block, with the air below it."""
    if isinstance(block, Heading):
        return _heading(setter, block, measure)
    if isinstance(block, Rows):
        return _rows(setter, block, measure)
    if isinstance(block, Picture):
        return _picture(setter, block, measure)
    return _words(setter, block, measure)


def box(left: float, top: float, right: float, bottom: float, width: float) -> tuple[Rule, ...]:
    """Four lines."""
    return (
        Rule(left, top, right, top, width),
        Rule(left, bottom, right, bottom, width),
        Rule(left, top, left, bottom, width),
        Rule(right, top, right, bottom, width),
    )


def _heading(setter: Setter, block: Heading, measure: float) -> list[Piece]:
    line = setter.fitting(block.text, Role.HEADING, HEAD, measure, least=8)
    put = Put(line, 0, baseline(HEAD_ROOM, HEAD))
    return [Piece(HEAD_BEFORE, with_next=True), Piece(HEAD_ROOM, (put,), with_next=True)]


def _words(setter: Setter, block: Words, measure: float) -> list[Piece]:
    inner = STEP * (block.depth + 1) if block.mark else FRAME_AIR if block.framed else 0.0
    lines = list(setter.paragraph(_roles(block.runs), _manner(measure - inner - FRAME_AIR * block.framed), indent=0))
    lines = [_moved(piece, inner) for piece in lines]
    if block.mark:
        mark = Put(setter.line(block.mark, Role.BODY, SIZE), inner - STEP + 4, baseline(LEADING, SIZE))
        lines[0] = replace(lines[0], texts=(mark, *lines[0].texts))
    if block.framed:
        return [_framed(lines, measure), Piece(AFTER + 3)]
    return [*lines, Piece(AFTER if not block.mark else AFTER / 2)]


def _roles(runs: Sequence[Run]) -> list[tuple[str, Role]]:
    return [(text, ROLES[kind]) for text, kind in runs]


def _manner(measure: float) -> Manner:
    return Manner(SIZE, LEADING, measure, int(measure / SIZE))


def _moved(piece: Piece, right: float) -> Piece:
    return replace(piece, texts=tuple(replace(put, left=put.left + right) for put in piece.texts))


def _framed(lines: Sequence[Piece], measure: float) -> Piece:
    """A box around a paragraph, never divided."""
    texts: list[Put] = []
    top = FRAME_AIR / 2
    for piece in lines:
        texts += [replace(put, baseline=put.baseline + top) for put in piece.texts]
        top += piece.height
    height = top + FRAME_AIR / 2
    return Piece(height, tuple(texts), box(0, 0, measure, height, 0.8))


def _rows(setter: Setter, block: Rows, measure: float) -> list[Piece]:
    """A row is a piece: a table may go on on the next page, its heading keeps the first row with it."""
    widths = _widths(setter, block.rows, measure)
    pieces = []
    for number, row in enumerate(block.rows):
        role = Role.HEADING if number == 0 else Role.BODY
        piece = set_row(setter, [Cell(text, role, "left") for text in row], widths, TABLE)
        above = Rule(0, 0, measure, 0, FRAME if number == 0 else 0.4)
        pieces.append(replace(piece, rules=(above, *piece.rules)))
    return [Piece(2, with_next=True), *keep_with_next(pieces[:1]), *pieces[1:], Piece(AFTER + 3)]


def _widths(setter: Setter, rows: Sequence[Sequence[str]], measure: float) -> list[float]:
    """By what stands in the columns; long ones share what the short ones leave."""
    needs = [
        max(setter.line(text, Role.HEADING, TABLE.size).width for text in column) + 10
        for column in zip(*rows, strict=True)
    ]
    least = KEY_COLUMN * measure
    wanted = [max(least, min(need, measure * 0.62)) for need in needs]
    fixed = sum(width for width, need in zip(wanted, needs, strict=True) if need <= measure * 0.3)
    loose = sum(width for width, need in zip(wanted, needs, strict=True) if need > measure * 0.3)
    if not loose:
        return [width * measure / sum(wanted) for width in wanted]
    scale = max(0.2, (measure - fixed) / loose)
    shares = [w if need <= measure * 0.3 else w * scale for w, need in zip(wanted, needs, strict=True)]
    return [share * measure / sum(shares) for share in shares]


def _picture(setter: Setter, block: Picture, measure: float) -> list[Piece]:
    image = as_jpeg(block.jpeg)
    if image is None:
        return []
    width = measure * 0.94
    left = (measure - width) / 2
    high = width * image.height / image.width
    lines = setter.lines(block.caption, Role.KAI, Fit(CAPTION, width, CAPTION, justified=False))
    texts = tuple(
        Put(line, (measure - line.width) / 2, high + number * 14 + baseline(CAPTION_ROOM, CAPTION))
        for number, line in enumerate(lines)
    )
    room = CAPTION_ROOM + 14 * (len(lines) - 1) if lines else 4
    return [Piece(4, with_next=True), Shown(high + room, texts, image=image, left=left, width=width), Piece(AFTER)]
