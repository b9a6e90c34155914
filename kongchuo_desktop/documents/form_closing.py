"""What a form ends with: lines to sign on, room for the seal; and photographs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from kongchuo_desktop.documents.faces import Role
from kongchuo_desktop.documents.form_content import Picture, Pictures, Signatures
from kongchuo_desktop.documents.form_flow import Flow, Shown
from kongchuo_desktop.documents.form_style import Ground, held, loose
from kongchuo_desktop.documents.grid import HAIRLINE
from kongchuo_desktop.documents.lines import Fit, Line
from kongchuo_desktop.documents.pdf_extras import as_jpeg
from kongchuo_desktop.documents.pieces import Piece, Put, baseline
from kongchuo_desktop.documents.sheet import MM, Rule

Item = TypeVar("Item")
SIGN_GAP = 22.0  # points between two in a row
SIGN_ROOM = 84.0  # points of a line to sign on, at least
DATE = "　　　年　　月　　日"
STAMP = 46.0  # points of free space over the name that the seal covers; the round seal itself is 42 mm wide
CAPTION = 9.5
PICTURE_HEIGHT = 78 * MM  # two photographs in a row; fewer may be taller
PICTURE_GAP = 10.0


def set_signatures(ground: Ground, signatures: Signatures) -> list[Flow]:
    """Two in a row where they have room, each a line to sign on and the date; the seal last, at the right."""
    way = _way(ground, signatures.lines)
    rows = [Piece(8.0)]
    rows += [_sign_row(ground, row, way) for row in in_rows(signatures.lines, way.across)]
    if signatures.seal:
        rows += _seal(ground, signatures)
    return [*(Flow(held(piece)) for piece in rows[:-1]), Flow(loose(rows[-1]))]


@dataclass(frozen=True, slots=True)
class _Way:
    """How the lines to sign on stand: how many in a row, each how wide, the date beside or below."""

    across: int
    width: float
    below: bool = False


def _way(ground: Ground, lines: Sequence[str]) -> _Way:
    """The closest that still leaves every line long enough."""
    half = (ground.measure - SIGN_GAP) / 2
    pen, size = ground.setter.ink.pen(Role.BODY), ground.style.words
    longest = max((pen.width(_asked(text)) * size for text in lines), default=0.0) + SIGN_ROOM
    date = pen.width(DATE) * size
    if len(lines) == 1:
        return _Way(1, min(ground.measure, max(longest + date + SIGN_ROOM * 0.4, half)))
    if longest + date <= half:
        return _Way(2, half)
    return _Way(2, half, below=True) if longest <= half else _Way(1, ground.measure)


def _asked(text: str) -> str:
    return text if text.endswith(("：", ":")) else f"{text}："


def _sign_row(ground: Ground, row: Sequence[str], way: _Way) -> Piece:
    """Label, line, date; a label too long even alone runs over several lines above its line."""
    size = ground.style.words
    pitch = size * 1.4
    date = ground.setter.line(DATE, Role.BODY, size)
    beside = 0.0 if way.below else date.width
    labels = [_fitted(ground, _asked(text), way.width - beside - SIGN_ROOM, size) for text in row]
    texts: list[Put] = []
    rules: list[Rule] = []
    base = ground.style.hand + 3 + pitch * (max(map(len, labels)) - 1)
    for number, label in enumerate(labels):
        left = number * (way.width + SIGN_GAP)
        right = left + way.width
        for place, line in enumerate(reversed(label)):
            texts.append(Put(line, left, base - place * pitch))
        rules.append(Rule(left + label[-1].width + 2, base + 3, right - beside, base + 3))
        texts.append(Put(date, right - date.width, base + (pitch + 5 if way.below else 0)))
    return Piece(base + 11 + (pitch + 5 if way.below else 0), tuple(texts), tuple(rules))


def _fitted(ground: Ground, text: str, room: float, size: float) -> list[Line]:
    line = ground.setter.line(text, Role.BODY, size)
    if line.width <= room:
        return [line]
    return ground.setter.lines(text, Role.BODY, Fit(size, room, size, justified=False))


def _seal(ground: Ground, signatures: Signatures) -> list[Piece]:
    """Room for the seal, whose it is, the date under it, both about one axis four characters from the edge."""
    size = ground.style.words
    told = [signatures.seal, signatures.dated or DATE]
    lines = [line for text in told for line in _fitted(ground, text, ground.measure * 0.6, size)]
    widest = max(line.width for line in lines)
    axis = ground.measure - max(widest / 2, 21 * MM) - size
    pieces = [Piece(STAMP, with_next=True)]
    height = size * 1.75
    pieces += [
        Piece(height, (Put(line, axis - line.width / 2, baseline(height, size)),), with_next=True) for line in lines
    ]
    return pieces


def set_pictures(ground: Ground, pictures: Pictures) -> list[Flow]:
    """Rows of photographs with their words; one that can't be shown leaves its frame and says so."""
    across = max(1, pictures.per_row)
    width = (ground.measure - PICTURE_GAP * (across - 1)) / across
    tallest = min(PICTURE_HEIGHT * (1.3 if across == 1 else 1.0), ground.height * 0.6)
    return [_picture_row(ground, row, width, tallest) for row in in_rows(pictures.items, across)]


def _picture_row(ground: Ground, row: Sequence[Picture], width: float, tallest: float) -> Flow:
    shown: list[Shown] = []
    texts: list[Put] = []
    rules: list[Rule] = []
    fit = Fit(CAPTION, width, CAPTION, justified=False)
    images = [as_jpeg(item.jpeg) for item in row]
    scales = [min(width / image.width, tallest / image.height) if image else 0.0 for image in images]
    high = max((image.height * scale for image, scale in zip(images, scales, strict=True) if image), default=40.0)
    most = 0
    for number, (item, image, scale) in enumerate(zip(row, images, scales, strict=True)):
        left = number * (width + PICTURE_GAP)
        if image:
            wide, tall = image.width * scale, image.height * scale
            shown.append(Shown(image, left + (width - wide) / 2, 6 + high - tall, wide, tall))
        else:
            rules += _empty_frame(left, width, high)
            lost = ground.setter.fitting("（照片无法显示）", Role.KAI, CAPTION, width, least=5)
            texts.append(Put(lost, left + (width - lost.width) / 2, 6 + baseline(high, CAPTION)))
        caption = item.caption
        lines = [line for part in caption.splitlines() for line in ground.setter.lines(part, Role.KAI, fit)]
        for place, line in enumerate(lines):
            texts.append(Put(line, left + (width - line.width) / 2, 8 + high + place * 13 + baseline(13, CAPTION)))
        most = max(most, len(lines))
    piece = Piece(high + most * 13 + 16, tuple(texts), tuple(rules))
    return Flow(piece, images=tuple(shown))


def _empty_frame(left: float, width: float, high: float) -> list[Rule]:
    right, top, bottom = left + width, 6.0, 6 + high
    corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    return [Rule(*one, *two, HAIRLINE) for one, two in pairwise(corners)]


def in_rows(items: Sequence[Item], across: int) -> Iterator[Sequence[Item]]:
    """So many at a time."""
    for start in range(0, len(items), across):
        yield items[start : start + across]
