"""The manual (docs/manual.md): chapters, topics, anchors and search; the window and the booklet read it from here.

An anchor stands in front of what it names, as `<a id="…"></a>`. Anchors of pages are the keys of ui/pages.py
(`attendance`), those of sections follow after a hyphen (`enrolment-rates`); a section without its own takes its page's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kongchuo_desktop.kit.resources import manual_folder

ANCHOR = re.compile(r'<a id="([\w-]+)"></a>')
FIRST = "top"  # of what stands before the first chapter
AROUND = 18  # characters of text shown before and after a hit
IN_TITLE = 8  # how much more a pair counts there
ENOUGH = 0.5  # of a question's pairs of characters that a topic must have


@dataclass(frozen=True)
class Topic:
    """A heading with what stands under it; `anchor` is '' where none was given."""

    anchor: str
    title: str
    level: int  # 2 a chapter's own beginning, 3 a topic in it
    text: str = field(repr=False)  # without marks, for searching


@dataclass(frozen=True)
class Chapter:
    """What is shown as one page."""

    anchor: str
    title: str
    topics: tuple[Topic, ...] = field(repr=False)
    tokens: tuple[Token, ...] = field(repr=False)
    anchors: frozenset[str] = field(repr=False)


@dataclass(frozen=True)
class Hit:
    """A topic that answers a question: its chapter, and the words around the first hit."""

    chapter: Chapter
    topic: Topic
    excerpt: str


@dataclass(frozen=True)
class Manual:
    """All chapters, in order."""

    chapters: tuple[Chapter, ...]

    @cached_property
    def by_anchor(self) -> dict[str, Chapter]:
        """The chapter in which an anchor stands."""
        return {anchor: chapter for chapter in self.chapters for anchor in chapter.anchors}

    def first_known(self, anchors: Sequence[str]) -> str:
        """The first anchor that stands in the manual, else the very beginning."""
        return next((anchor for anchor in anchors if anchor in self.by_anchor), FIRST)

    def search(self, words: str) -> tuple[Hit, ...]:
        """Topics with all the words, those with one in the title first; else those with most of what was asked.

        A whole question ("怎么打印责任书") is taken apart into pairs of characters.
        """
        wanted = [word.lower() for word in words.split()]
        topics = [(chapter, topic) for chapter in self.chapters for topic in chapter.topics]
        found = [(place, one) for place, one in enumerate(topics) if wanted and _has_all(one[1], wanted)]
        if found:
            found.sort(key=lambda pair: (-_in_title(pair[1][1], wanted), pair[0]))
            return tuple(Hit(chapter, topic, _excerpt(topic, wanted)) for _, (chapter, topic) in found)
        return self._nearest(_pairs("".join(wanted)), topics)

    @staticmethod
    def _nearest(pairs: Sequence[str], topics: Sequence[tuple[Chapter, Topic]]) -> tuple[Hit, ...]:
        spread = {pair: sum(pair in _all(topic) for _, topic in topics) for pair in pairs}
        known = {pair: 1 / many for pair, many in spread.items() if many}
        ranked = []
        for place, (chapter, topic) in enumerate(topics):
            having = [pair for pair in known if pair in _all(topic)]
            if len(having) >= max(1, ENOUGH * len(known)):
                weight = sum(known[pair] * (IN_TITLE if pair in topic.title.lower() else 1) for pair in having)
                ranked.append((-weight, place, Hit(chapter, topic, _excerpt(topic, having))))
        return tuple(hit for _, _, hit in sorted(ranked, key=lambda entry: entry[:2]))


def read_manual(path: Path | None = None) -> Manual:
    """The manual that goes with the program, or another file of the same shape."""
    text = (path or manual_folder() / "manual.md").read_text(encoding="utf-8")
    tokens = parser().parse(text)
    starts = [place for place, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
    cuts = [0, *(_with_anchors(tokens, start) for start in starts), len(tokens)]
    parts = [tokens[begin:end] for begin, end in pairwise(cuts) if end > begin]
    return Manual(tuple(_chapter(part) for part in parts))


def parser() -> MarkdownIt:
    """Markdown with tables and the anchors' own marks."""
    return MarkdownIt("commonmark", {"html": True}).enable("table")


def plain(token: Token) -> str:
    """What an inline token says, without its marks."""
    return "".join(_words(child) for child in token.children or ())


def _words(token: Token) -> str:
    if token.type in ("text", "code_inline", "image"):
        return token.content
    return " " if token.type in ("softbreak", "hardbreak") else ""


def _with_anchors(tokens: Sequence[Token], heading: int) -> int:
    """Where a heading begins together with the anchors in front of it."""
    place = heading
    while place >= 3 and tokens[place - 1].type == "paragraph_close" and _only_anchors(tokens[place - 2]):
        place -= 3
    return place


def _only_anchors(token: Token) -> bool:
    return token.type == "inline" and bool(token.content) and not ANCHOR.sub("", token.content).strip()


def _chapter(tokens: Sequence[Token]) -> Chapter:
    anchors = [anchor for token in tokens if token.type == "inline" for anchor in ANCHOR.findall(token.content)]
    topics = tuple(_topics(tokens))
    own = topics[0].anchor or (anchors[0] if anchors else FIRST)
    return Chapter(own, topics[0].title, topics, tuple(tokens), frozenset((own, *anchors)))


def _topics(tokens: Sequence[Token]) -> list[Topic]:
    """One for each heading; an anchor belongs to the heading that comes next."""
    found: list[tuple[str, str, int, list[str]]] = []
    waiting = ""
    for place, token in enumerate(tokens):
        if token.type != "inline":
            continue
        opens = tokens[place - 1]
        if opens.type == "heading_open":
            found.append((waiting, plain(token), int(opens.tag[1]), []))
            waiting = ""
        elif _only_anchors(token):
            waiting = ANCHOR.findall(token.content)[0]
        elif found:
            found[-1][3].append(plain(token))
    return [Topic(anchor, title, level, "\n".join(texts)) for anchor, title, level, texts in found]


def _all(topic: Topic) -> str:
    return f"{topic.title}\n{topic.text}".lower()


def _has_all(topic: Topic, words: Sequence[str]) -> bool:
    return all(word in _all(topic) for word in words)


def _in_title(topic: Topic, words: Sequence[str]) -> int:
    return sum(word in topic.title.lower() for word in words)


def _pairs(text: str) -> list[str]:
    """Neighbouring characters two by two; a single one by itself."""
    return list(dict.fromkeys(text[place : place + 2] for place in range(max(1, len(text) - 1)))) if text else []


def _excerpt(topic: Topic, words: Sequence[str]) -> str:
    """One line around the first of the words in the text."""
    flat = " ".join(topic.text.split())
    places = [place for word in words if (place := flat.lower().find(word)) >= 0]
    begin = max(0, min(places, default=0) - AROUND // 3)
    return ("…" if begin else "") + flat[begin : begin + 2 * AROUND] + ("…" if len(flat) > begin + 2 * AROUND else "")
