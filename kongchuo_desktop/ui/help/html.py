"""A chapter of the manual as the rich text that Qt shows."""

import re
from collections.abc import Mapping, Sequence

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from kongchuo_desktop.desk.manual import ANCHOR, Chapter, Manual, parser
from kongchuo_desktop.ui.theme.tokens import COLOURS, SIZES

TABLE = '<table width="100%" cellspacing="0" cellpadding="6" border="1">\n'
INNER = re.compile(r'href="#([\w-]+)"')

# What Qt's rich text understands of style sheets; sizes in pixels as everywhere in the window.
LOOK = f"""
h1 {{ font-size: {SIZES.large}px; font-weight: 600; margin-top: 4px; margin-bottom: 8px; }}
h2 {{ font-size: {SIZES.large}px; font-weight: 600; margin-top: 4px; margin-bottom: 10px; }}
h3 {{ font-size: 16px; font-weight: 600; margin-top: 22px; margin-bottom: 6px; color: {COLOURS.accent}; }}
p {{ margin-top: 0px; margin-bottom: 10px; line-height: 122%; }}
li {{ margin-bottom: 5px; line-height: 122%; }}
table {{ border-collapse: collapse; margin-top: 6px; margin-bottom: 12px; }}
th {{ background-color: {COLOURS.sunk}; text-align: left; font-weight: 600; }}
td, th {{ border: 1px solid {COLOURS.line}; }}
code {{ background-color: {COLOURS.sunk}; color: {COLOURS.accent_deep}; font-family: 'Noto Sans SC'; }}
blockquote {{ background-color: {COLOURS.amber_soft}; margin-left: 0px; margin-right: 0px; }}
a {{ color: {COLOURS.accent}; text-decoration: none; }}
"""


def address(chapter: Chapter, anchor: str = "") -> str:
    """How the browser names a chapter, or a place in it."""
    return f"{chapter.anchor}.html" + (f"#{anchor}" if anchor and anchor != chapter.anchor else "")


def chapter_html(manual: Manual, chapter: Chapter) -> str:
    """The chapter; its links to other chapters lead there."""
    made = _Page(parser()).render(list(chapter.tokens), parser().options, {})
    made = ANCHOR.sub(r'<a name="\1"></a>', made)
    made = INNER.sub(lambda found: f'href="{_target(manual.by_anchor, found.group(1))}"', made)
    return f"<html><body>{made}</body></html>"


def _target(chapters: Mapping[str, Chapter], anchor: str) -> str:
    chapter = chapters.get(anchor)
    return address(chapter, anchor) if chapter else f"#{anchor}"


class _Page(RendererHTML):
    """Tables with lines, keys in boxes of their own; the rest as Markdown says."""

    def table_open(self, _tokens: Sequence[Token], _place: int, *_more: object) -> str:
        """Qt draws lines only where the table asks for them."""
        return TABLE

    def paragraph_open(self, tokens: Sequence[Token], place: int, *_more: object) -> str:
        """Qt measures the line's height by the picture in it: there it must not be stretched."""
        inside = tokens[place + 1].children or ()
        if any(child.type == "image" for child in inside):
            return f'<p style="line-height: 100%; color: {COLOURS.ink_soft}; font-size: {SIZES.small}px">'
        return "" if tokens[place].hidden else "<p>"

    def paragraph_close(self, tokens: Sequence[Token], place: int, *_more: object) -> str:
        """As it was opened."""
        return "" if tokens[place].hidden else "</p>\n"

    def image(self, tokens: Sequence[Token], place: int, *_more: object) -> str:
        """The picture, and below it what it shows."""
        return f'<img src="{tokens[place].attrs["src"]}"/><br/>{tokens[place].content}'

    def code_inline(self, tokens: Sequence[Token], place: int, *_more: object) -> str:
        """A little air at both ends."""
        words = tokens[place].content.replace("&", "&amp;").replace("<", "&lt;")
        return f"<code>&nbsp;{words}&nbsp;</code>"
