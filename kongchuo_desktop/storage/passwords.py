"""Which passwords are too easy for somebody who knows the school."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

SHORTEST = 8
LEAST_SCORE = 2  # of zxcvbn's 0 to 4
LEAST_LEFT = 6  # characters that must remain when everything a neighbour knows is taken out
LONGEST_ASKED = 72  # zxcvbn reads no further

ADVICE = "可以把三四个互不相干的词连在一起，例如一种农具、一种颜色和一个地名。"
PHONE = re.compile(r"1[3-9]\d{9}")
YEAR_FIRST = re.compile(r"(?:19|20)\d\d[-./年]?(?:0?[1-9]|1[0-2])[-./月]?(?:[12]\d|3[01]|0?[1-9])日?")
SHORT_DATE = re.compile(r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
REPEATED = re.compile(r"(.{1,3})\1{2,}")
COMMON = (
    "password", "admin", "iloveyou", "woaini", "qwertyuiop", "qwerty", "asdfghjkl", "asdf", "zxcvbnm", "1qaz2wsx",
    "1q2w3e4r", "5201314", "1314520", "147258369", "123456789", "987654321", "12345678", "1234567", "123456", "654321",
    "12345", "1234", "abc", "xuexiao", "laoshi", "xiaozhang", "xuesheng", "kongchuo", "mima", "wode",
)  # fmt: skip


def password_objection(password: str, words: Iterable[str] = ()) -> str | None:
    """A sentence on what is wrong with a new password, None when it may be used.

    `words` are what everybody in the village knows: the school's, the village's and the user's own name.
    """
    plain = unicodedata.normalize("NFKC", password)
    if len(plain) < SHORTEST:
        return f"密码至少要 {SHORTEST} 个字符。{ADVICE}"
    if len(_without_known(plain.lower(), tuple(words))) < LEAST_LEFT:
        return f"这个密码主要由生日、电话、连续或重复的字符、校名拼音这类别人猜得到的内容组成。{ADVICE}"
    if _score(plain, tuple(words)) < LEAST_SCORE:
        return f"这个密码太常见，容易被猜中。{ADVICE}"
    return None


def _without_known(plain: str, words: tuple[str, ...]) -> str:
    for pattern in (PHONE, YEAR_FIRST, SHORT_DATE, REPEATED):
        plain = pattern.sub("", plain)
    for known in sorted({*COMMON, *_spellings(words)}, key=len, reverse=True):
        plain = plain.replace(known, "")
    return plain


def _spellings(words: tuple[str, ...]) -> Iterator[str]:
    """A word, its pinyin and initials, and those of every part of two syllables or more."""
    if not words:
        return
    from pypinyin import lazy_pinyin  # slow to load, wanted once in a book's life

    for word in words:
        syllables = [syllable.lower() for syllable in lazy_pinyin(word)]
        yield word.lower()
        for start in range(len(syllables)):
            for end in range(start + 2, len(syllables) + 1):
                yield "".join(syllables[start:end])
                if end - start > 2:
                    yield "".join(syllable[:1] for syllable in syllables[start:end])


def _score(plain: str, words: tuple[str, ...]) -> int:
    from zxcvbn import zxcvbn  # slow to load, wanted once in a book's life

    return int(zxcvbn(plain[:LONGEST_ASKED], user_inputs=list(words))["score"])
