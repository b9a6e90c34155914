"""How roomy a form is set, and what its parts are set with."""

from dataclasses import dataclass

from kongchuo_desktop.documents.pieces import Piece, Setter


@dataclass(frozen=True, slots=True)
class FormStyle:
    """How roomy a form is set, in points. `hand` is the pitch of lines to write on by hand."""

    size: float
    leading: float
    row: float
    hand: float
    words: float
    words_leading: float


STYLES = (
    FormStyle(11.5, 17.0, 28.0, 22.0, 12.0, 21.0),
    FormStyle(11.0, 16.0, 25.5, 20.0, 12.0, 19.5),
    FormStyle(10.5, 15.0, 23.0, 18.0, 11.0, 17.5),
    FormStyle(10.0, 14.0, 20.5, 16.0, 10.5, 16.0),
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the parts of one form are set with: the setter, the style, the width of the text, how tall a page is."""

    setter: Setter
    style: FormStyle
    measure: float
    height: float
    grow: float = 0.0  # points that each box of several lines gets more, to fill the page


def held(piece: Piece) -> Piece:
    """The same piece, holding on to what follows."""
    return Piece(piece.height, piece.texts, piece.rules, with_next=True)


def loose(piece: Piece) -> Piece:
    """The same piece, letting go of what follows."""
    return Piece(piece.height, piece.texts, piece.rules)
