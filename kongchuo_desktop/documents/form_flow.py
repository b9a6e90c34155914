"""What a form is made of once it is set: pieces that flow over pages, rows that know their frame and heading."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kongchuo_desktop.documents.grid import FRAME, HAIRLINE
from kongchuo_desktop.documents.pdf_extras import Jpeg
from kongchuo_desktop.documents.pieces import Piece, Put
from kongchuo_desktop.documents.sheet import Rule, Sheet

HAIR = 0.01  # points, for rounding


@dataclass(frozen=True, slots=True)
class Shown:
    """A photograph in a piece: its box from the piece's top left corner, in points."""

    image: Jpeg
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Flow:
    """A piece on its way to a page."""

    piece: Piece
    frame: int = 0  # rows of one frame have one number; 0: not framed
    width: float = 0.0  # of the frame
    again: tuple["Flow", ...] = ()  # heading rows to stand above it where it begins a page
    resumed: tuple[Put, ...] = ()  # shown in it where it begins a page: the label of a row that runs on
    afresh: bool = False  # begins a page
    blank: bool = False  # free space, left out at the head of a page
    images: tuple[Shown, ...] = ()
    joined: bool = False  # no rule between it and the row before it
    ruled: float = 0.0  # how far the rule above it runs, where not over the whole width

    @property
    def height(self) -> float:
        """In points."""
        return self.piece.height


@dataclass(frozen=True, slots=True)
class Leaf:
    """What stands on one page."""

    flows: tuple[Flow, ...]

    @property
    def height(self) -> float:
        """How much of the page is filled, in points."""
        return sum(flow.height for flow in self.flows)


def deal(flows: Sequence[Flow], height: float) -> list[Leaf]:
    """Deal pieces to pages of a height; what belongs together stays so where a page can hold it."""
    leaves: list[Leaf] = []
    start = 0
    while start < len(flows):
        if flows[start].blank and leaves and not flows[start].afresh:
            start += 1
            continue
        end = _end_of_page(flows, start, height)
        leaves.append(Leaf((*flows[start].again, *_resumed(flows[start:end]))))
        start = end
    return leaves or [Leaf(())]


def _end_of_page(flows: Sequence[Flow], start: int, height: float) -> int:
    """Where the page that begins at `start` ends."""
    filled = sum(flow.height for flow in flows[start].again)
    end = start
    while end < len(flows) and (end == start or _goes_on(flows[end], filled, height)):
        filled += flows[end].height
        end += 1
    stop = end
    while end < len(flows) and not flows[end].afresh and stop > start and flows[stop - 1].piece.with_next:
        stop -= 1
    return stop if stop > start else end


def _goes_on(flow: Flow, filled: float, height: float) -> bool:
    return not flow.afresh and filled + flow.height <= height + HAIR


def _resumed(flows: Sequence[Flow]) -> tuple[Flow, ...]:
    """The first piece of a page says again what it belongs to."""
    first = flows[0]
    if not first.resumed:
        return tuple(flows)
    texts = (*first.piece.texts, *first.resumed)
    return (replace(first, piece=replace(first.piece, texts=texts)), *flows[1:])


def draw_leaf(leaf: Leaf, sheet: Sheet, left: float, top: float) -> None:
    """Put a page's pieces on paper: strong rules where a frame begins and ends, hairlines between its rows."""
    before: Flow | None = None
    for flow in leaf.flows:
        flow.piece.draw(sheet, left, top)
        for shown in flow.images:
            sheet.image(shown.image, left + shown.left, top + shown.top, shown.width, shown.height)
        _rule_above(sheet, before, flow, left, top)
        top += flow.height
        before = flow
    if before and before.frame:
        _strong(sheet, before, left, top)


def _rule_above(sheet: Sheet, before: Flow | None, flow: Flow, left: float, top: float) -> None:
    """The rule between two pieces."""
    same = before is not None and before.frame == flow.frame
    if before and before.frame and not same:
        _strong(sheet, before, left, top)
    if flow.frame and not same:
        _strong(sheet, flow, left, top)
    elif flow.frame and not flow.joined:
        sheet.rule(Rule(0, 0, flow.ruled or flow.width, 0, HAIRLINE), left, top)


def _strong(sheet: Sheet, flow: Flow, left: float, top: float) -> None:
    sheet.rule(Rule(-FRAME / 2, 0, flow.width + FRAME / 2, 0, FRAME), left, top)
