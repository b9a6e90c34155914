"""What an office form says, as plain values: title, boxes, words, grids, signatures, pictures.

Gathered in `desk/`, set and drawn by `documents/form_paper.py`. An empty value leaves room to write by hand.
"""

from dataclasses import dataclass, field
from typing import Literal

Manner = Literal["body", "heading", "small", "centred", "right"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Box:
    """A label and what stands beside it; `share` of the row's width, at least `lines` lines high.

    `foot` stands at the lower right, under the value: who signs an opinion, and the date.
    """

    label: str
    value: str = ""
    share: float = 1.0
    lines: int = 1
    foot: str = ""


@dataclass(frozen=True)
class Boxes:
    """A frame of rows of boxes, as forms of offices have them.

    `portrait` leaves room for a portrait (3 × 4 cm) at the right of the first rows, b"" to glue one in.
    """

    rows: tuple[tuple[Box, ...], ...]
    portrait: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Words:
    """Paragraphs, parted by line ends; "body" is indented by two characters."""

    text: str
    manner: Manner = "body"


@dataclass(frozen=True)
class GridColumn:
    """A column of a grid; `width` relative to the others."""

    heading: str
    width: float = 1.0
    align: Align = "left"


@dataclass(frozen=True)
class Grid:
    """A table with its heading row repeated on every page; filled with blank rows up to `least`."""

    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    least: int = 0


@dataclass(frozen=True)
class Signatures:
    """Lines to sign on, two in a row, each with room for a date; `seal` leaves room for the school's seal."""

    lines: tuple[str, ...]
    seal: str = ""  # whose seal: 河湾小学（公章）
    dated: str = ""  # the date printed under the seal, or "" to write it


@dataclass(frozen=True)
class Picture:
    """A JPEG and the words under it."""

    jpeg: bytes = field(repr=False)
    caption: str = ""


@dataclass(frozen=True)
class Pictures:
    """Pictures side by side, never cut by a page."""

    items: tuple[Picture, ...]
    per_row: int = 2


@dataclass(frozen=True)
class Gap:
    """Free space, in lines of body text."""

    lines: float = 1.0


@dataclass(frozen=True)
class NewPage:
    """What follows starts on a new page."""


Block = Boxes | Words | Grid | Signatures | Pictures | Gap | NewPage


@dataclass(frozen=True)
class Form:
    """One paper about one child, adult, village or class. Pages are numbered 第 x 页 共 y 页 within it."""

    title: str
    blocks: tuple[Block, ...]
    school: str = ""  # over the title, where an inspector looks first
    number: str = ""  # 编号, at the top right
    subtitle: str = ""
    name: str = ""  # whom it is about: bookmark, file name when each goes into a file of its own
    group: str = ""  # class or village: folder or file when each class goes into one
    landscape: bool = False
    foot: str = ""  # one small line at the foot of each page
