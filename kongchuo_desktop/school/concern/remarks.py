"""What a class teacher's remark (备注) says of a child, in the words of the kinds of concern."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kongchuo_desktop.kit.text import half_width
from kongchuo_desktop.school.concern.rules import Kind

GAP = "…"  # in a word: up to six other signs of the same clause
_CLAUSES = re.compile(r"[\s,，、;；。.!！?？/|+()（）【】\[\]]+")
_NOT_BEFORE = re.compile(r"(?:不是|不属于|没有|未见|并非|[非无未否])(?:患|有|存在|系)?$")
_NO_MORE = re.compile(
    r"^(?:生|户|儿童|家庭)?(?:[:：])?(?:否|无)(?:$|[^\w])|^(?:生|户|儿童|家庭)?(?:已解除|已脱|已不再|已好转|已康复)"
)
_NO_MORE_BEFORE = re.compile(r"(?:已脱|已不|曾|曾经|以前|原来|去年)(?:是|为|有)?$")


@dataclass(frozen=True)
class Recognised:
    """A kind that a remark names, and the words of the remark that say so."""

    kind: str
    said: str


def recognise(remark: str, kinds: Iterable[Kind]) -> tuple[Recognised, ...]:
    """The kinds a remark names, in the order of the remark; what is denied or past is left out.

    Longer words come first, so that 单亲留守 is no 单亲 and 父母…打工 no 父…打工; a place speaks once.
    """
    patterns = _patterns(kinds)
    found: dict[str, Recognised] = {}
    for clause in _CLAUSES.split(half_width(remark)):
        taken: list[tuple[int, int]] = []
        here: list[tuple[int, Recognised]] = []
        for pattern, kind in patterns:
            for match in pattern.finditer(clause):
                if any(match.start() < end and start < match.end() for start, end in taken):
                    continue
                taken.append(match.span())
                if not _denied(clause, match.start(), match.end()):
                    here.append((match.start(), Recognised(kind, clause)))
        for _, item in sorted(here, key=lambda pair: pair[0]):
            found.setdefault(item.kind, item)
    return tuple(found.values())


def _denied(clause: str, start: int, end: int) -> bool:
    before, after = clause[:start], clause[end:]
    return bool(_NOT_BEFORE.search(before) or _NO_MORE_BEFORE.search(before) or _NO_MORE.match(after))


def _patterns(kinds: Iterable[Kind]) -> Sequence[tuple[re.Pattern[str], str]]:
    words = [(word, kind.name) for kind in kinds if not kind.parts for word in kind.words if word.strip(GAP)]
    words.sort(key=lambda pair: -len(pair[0].replace(GAP, "")))
    gap = r"[^不没未非无]{0,6}?"
    return [(re.compile(gap.join(map(re.escape, half_width(word).split(GAP)))), kind) for word, kind in words]
