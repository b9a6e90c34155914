"""What a booklet and a card say, as plain values: the desk fills them, booklet.py and quick_card.py draw them."""

from dataclasses import dataclass, field

Run = tuple[str, str]  # text and its kind: "" plain, "strong", "key"


@dataclass(frozen=True)
class Heading:
    """A topic within a chapter."""

    text: str


@dataclass(frozen=True)
class Words:
    """A paragraph; with `mark` an item of a list, `depth` steps in; `framed` stands out from the rest."""

    runs: tuple[Run, ...]
    mark: str = ""
    depth: int = 0
    framed: bool = False


@dataclass(frozen=True)
class Rows:
    """A table; the first row is its heading."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A picture (JPEG) with what it shows."""

    jpeg: bytes = field(repr=False)
    caption: str


BookletBlock = Heading | Words | Rows | Picture


@dataclass(frozen=True)
class BookletChapter:
    """A chapter with its blocks."""

    title: str
    blocks: tuple[BookletBlock, ...]


@dataclass(frozen=True)
class Booklet:
    """A whole booklet: what the cover says, then the chapters."""

    title: str
    subtitle: str
    edition: str
    chapters: tuple[BookletChapter, ...]


@dataclass(frozen=True)
class CardGroup:
    """Acts that belong together: (key, what it does)."""

    title: str
    acts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class QuickCard:
    """One page for the wall: two columns of groups, and what must never be forgotten at the foot."""

    title: str
    subtitle: str
    columns: tuple[tuple[CardGroup, ...], ...]
    foot: tuple[str, ...]
