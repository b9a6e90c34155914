"""The recovery code: 140 random bits as 7 groups of 5 signs, the last of each group a check sign.

The check is a weighted sum in GF(32) with a different weight for every place and a different
constant for every group: any one wrong sign, any two exchanged signs of a group and any two
exchanged groups are noticed.
"""

import secrets
import unicodedata

from kongchuo_desktop.storage.errors import RecoveryCodeTypo

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
GROUPS = 7
DRAWN = 4  # random signs of a group
LOOKALIKES = str.maketrans("OIL", "011")
FIELD = 0b100101  # x^5 + x^2 + 1


def new_code() -> str:
    """A fresh code, groups joined by a hyphen."""
    return "-".join(_group(place, [secrets.randbelow(32) for _ in range(DRAWN)]) for place in range(GROUPS))


def normal_code(text: str) -> str:
    """The code as it was printed; raises RecoveryCodeTypo naming the first wrong group."""
    folded = unicodedata.normalize("NFKC", text).upper().translate(LOOKALIKES)
    signs = "".join(sign for sign in folded if sign.isalnum())
    size = DRAWN + 1
    if len(signs) != GROUPS * size:
        raise RecoveryCodeTypo(_first_bad(signs), GROUPS)
    groups = [signs[start : start + size] for start in range(0, len(signs), size)]
    for place, group in enumerate(groups):
        if not _holds(place, group):
            raise RecoveryCodeTypo(place + 1, GROUPS)
    return "-".join(groups)


def _first_bad(signs: str) -> int:
    """The group in which a sign is lacking or too many, when it can be told; else 0."""
    size = DRAWN + 1
    for place in range(min(GROUPS, len(signs) // size)):
        if not _holds(place, signs[place * size : (place + 1) * size]):
            return place + 1
    return 0


def _holds(place: int, group: str) -> bool:
    return all(sign in SIGNS for sign in group) and _group(place, [SIGNS.index(s) for s in group[:DRAWN]]) == group


def _group(place: int, drawn: list[int]) -> str:
    check = place + 1
    for weight, value in enumerate(drawn, start=2):
        check ^= _times(weight, value)
    return "".join(SIGNS[value] for value in [*drawn, check])


def _times(left: int, right: int) -> int:
    """Product in GF(32)."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= FIELD
        right >>= 1
    return product
