"""The shipped words of letters about a child: an addressee, text, a form, lines to sign, a slip.

The law is quoted from one place (`resources/text/law.toml`): a letter names an article, `{义务教育法第五条}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kongchuo_desktop.kit.resources import read_toml


@dataclass(frozen=True)
class Box:
    """A labelled box of a form, at least so high in points; `foot` stands at its lower right."""

    label: str
    text: str
    height: float
    foot: str = ""


@dataclass(frozen=True)
class Slip:
    """The slip under the cut line."""

    title: str
    note: str
    body: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class NoticeText:
    """All words of one kind of letter, placeholders unfilled."""

    kind: str
    title: str
    addressee: str
    body: str
    form: tuple[tuple[str, ...], ...] = ()  # label, value, label, value …
    boxes: tuple[Box, ...] = ()
    closing: tuple[str, ...] = ()
    footnote: str = ""
    slip: Slip | None = None

    def every_text(self) -> tuple[str, ...]:
        """All texts in which placeholders may stand."""
        cells = tuple(cell for row in self.form for cell in row)
        boxes = tuple(text for box in self.boxes for text in (box.label, box.text, box.foot))
        slip = (self.slip.title, self.slip.body, *self.slip.rows) if self.slip else ()
        return (self.title, self.addressee, self.body, *cells, *boxes, *self.closing, self.footnote, *slip)


def shipped(kind: str) -> NoticeText:
    """The text that comes with the program."""
    found = read_toml("text", "notices", f"{kind}.toml")
    slip = found.get("receipt")
    return NoticeText(
        kind=kind, title=found["title"], addressee=found["addressee"], body=_quoted(found["body"].strip()),
        form=tuple(tuple(row) for row in found.get("form", ())),
        boxes=tuple(Box(**box) for box in found.get("boxes", ())), closing=tuple(found["closing"]),
        footnote=found.get("footnote", ""),
        slip=Slip(slip["title"], slip["note"], slip["body"], tuple(slip["rows"])) if slip else None,
    )  # fmt: skip


@lru_cache(maxsize=1)
def law() -> Mapping[str, str]:
    """Articles word by word, by their name (义务教育法第五条)."""
    articles: Mapping[str, str] = read_toml("text", "law.toml")
    return articles


def _quoted(body: str) -> str:
    for name, words in law().items():
        body = body.replace(f"{{{name}}}", f"“{words}”")
    return body
