"""How wide columns stand: as their list says, wider where words are long and the window has room to spare."""

from collections.abc import Sequence

LOOKED_AT = 200  # rows: a list is measured by its first ones
WIDEST = 240  # pixels: fifteen characters
FIRST_SHARE = 0.4  # of the window: the column that stays in place may take so much of it unasked


def needed(texts: Sequence[str], wide: int, narrow: int, around: int) -> int:
    """Pixels for the longest text; `wide` for a Chinese character, `narrow` for a Latin one."""
    longest = max(texts, key=len, default="")
    return around + sum(wide if character > "\u2e7f" else narrow for character in longest)


def fitted(widths: Sequence[int], wanted: Sequence[int], room: int) -> list[int]:
    """Widths for columns that want more than they have, in a window of `room` pixels.

    The first gets what it wants, up to its share of the window; then whatever the window has to spare goes to the
    others in their order. No column gets narrower; the last takes what is left in any case.
    """
    found = list(widths)
    if not found:
        return found
    found[0] = max(found[0], min(wanted[0], WIDEST, int(room * FIRST_SHARE)))
    spare = room - sum(found)
    for place in range(1, len(found) - 1):
        more = min(max(0, min(wanted[place], WIDEST) - found[place]), max(0, spare))
        found[place] += more
        spare -= more
    return found
