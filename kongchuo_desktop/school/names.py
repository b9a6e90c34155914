"""How a name is found: pinyin and initials, surnames read as surnames."""

import os
from functools import cache

# Surnames that a dictionary of common words reads wrongly; both readings are kept so that either finds the child.
SURNAMES = {
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "区": "ou",
    "查": "zha",
    "曾": "zeng",
    "任": "ren",
    "盖": "ge",
    "朴": "piao",
    "尉迟": "yuchi",
    "万俟": "moqi",
    "长孙": "zhangsun",
    "翟": "zhai",
    "缪": "miao",
    "覃": "qin",
    "员": "yun",
    "乐": "yue",
    "折": "she",
    "黑": "he",
    "洗": "xian",
    "冼": "xian",
    "宓": "mi",
    "逄": "pang",
    "祭": "zhai",
    "隗": "wei",
    "晁": "chao",
    "车": "che",
    "种": "chong",
    "繁": "po",
    "令狐": "linghu",
    "尉": "wei",
    "佘": "she",
    "郗": "xi",
    "葛": "ge",
    "华": "hua",
    "宁": "ning",
    "教": "jiao",
    "那": "na",
    "柏": "bai",
    "秘": "bi",
    "石": "shi",
    "召": "shao",
    "牟": "mou",
    "谌": "chen",
    "阚": "kan",
    "仉": "zhang",
}


@cache
def _readings(sign: str) -> str:
    """The commonest reading of one character without tone; a Latin letter stands for itself."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # words are not wanted and cost half a second
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(sign, style=Style.NORMAL, errors="default")).lower()


@cache
def pinyin_of(name: str) -> tuple[str, str]:
    """Full reading and initials for search: 单雄信 → ("shanxiongxin danxiongxin", "sxx dxx")."""
    signs = [sign for sign in name if sign.isalnum()]
    plain = [_readings(sign) for sign in signs]
    ways = [plain]
    for length in (2, 1):
        surname = "".join(signs[:length])
        if surname in SURNAMES and len(signs) > length:
            read = SURNAMES[surname]
            first = [read] if length == 1 else _split(read, plain[:length])
            ways = [[*first, *plain[length:]], *([plain] if first != plain[:length] else [])]
            break
    full = " ".join(dict.fromkeys("".join(way) for way in ways))
    initials = " ".join(dict.fromkeys("".join(part[:1] for part in way) for way in ways))
    return full, initials


def _split(read: str, plain: list[str]) -> list[str]:
    """The syllables of a double surname: those of the dictionary where they agree, else halves by vowel."""
    if "".join(plain) == read:
        return plain
    for cut in range(1, len(read)):
        if read[cut:] == plain[1] or read[:cut] == plain[0]:
            return [read[:cut], read[cut:]]
    return {"moqi": ["mo", "qi"], "yuchi": ["yu", "chi"], "zhangsun": ["zhang", "sun"]}.get(read, [read])
