"""Which characters may begin or end a line, what is a word, and what never reaches paper."""

import re

CLOSING = frozenset("，。、；：？！）》」』】〕〉”’…％‰℃·")
OPENING = frozenset("（《「『【〔〈“‘")
# Full-width marks whose blank half can be taken away.
HALF_AFTER = frozenset("，。、；：）》」』】〕〉”’")
HALF_BEFORE = OPENING
# Two marks of which one gives up its blank half: a closing one before any mark, an opening one before another.
SQUEEZED = re.compile(
    f"[{''.join(sorted(HALF_AFTER))}](?=[{''.join(sorted(CLOSING | OPENING))}])"
    f"|[{''.join(sorted(OPENING))}](?=[{''.join(sorted(HALF_BEFORE))}])"
)
NEVER_FIRST = CLOSING | frozenset(",.;:?!)]}%>～—ー々")
NEVER_LAST = OPENING | frozenset("([{<¥￥$#№")
# Marks that hold a number or a Latin word together.
JOINS_WORD = frozenset(".,-/%:@+_~'&=#?")
# Pairs that stay whole.
TWINS = frozenset("—…＿")
BLANKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]")
# Controls, formats (zero width, direction), lone surrogates, variation selectors, tags, non-characters.
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    "\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)


def is_unseen(character: str) -> bool:
    """Nothing to see, nothing to print."""
    return UNSEEN.match(character) is not None


def printable(text: str) -> str:
    """One line of text as paper can carry it: blanks for breaks and tabs, nothing unseen."""
    return UNSEEN.sub("", BLANKS.sub(" ", text)) if UNSEEN.search(text) else text


def in_word(character: str) -> bool:
    """Part of a number or a Latin word, which is neither broken nor stretched."""
    return character < "\u0250" and (character.isalnum() or character in JOINS_WORD)


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two neighbours (禁则)."""
    if after == " ":
        return False  # a blank belongs to the line before it
    if before in NEVER_LAST or after in NEVER_FIRST:
        return False
    if (in_word(before) or before == "—") and in_word(after):  # 2026—2027 stays whole
        return False
    return not (before == after and before in TWINS)
