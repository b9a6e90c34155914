"""Headings as files write them → fields; and the row in which a sheet has its headings."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kongchuo_desktop.kit.text import half_width
from kongchuo_desktop.sheets.cells import Cell, Sheet, as_text
from kongchuo_desktop.sheets.synonyms import (
    GUARDIAN_HEADINGS,
    IGNORED,
    NUMBERED_SLOTS,
    OPEN_PHONE,
    OPEN_RELATION,
    PUPIL_HEADINGS,
    SECOND_CHOICE,
    SLOTS,
    STAFF_HEADINGS,
)

ColumnMapping = Mapping[str, str]  # heading (as `plain_heading` gives it) -> field, or IGNORED
Recognise = Callable[[str], str]  # heading -> field, "" when unknown

_BLANKS_AND_MARKS = re.compile("[\\s\u200b-\u200f\u2060\ufeff*★☆※#●◆:;。、,.\"'“”_-]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>")
_VARIANTS = str.maketrans(
    "別號碼電話學級證與關係備註戶貫類親機齡長監護稱謂區劃",
    "别号码电话学级证与关系备注户贯类亲机龄长监护称谓区划",
)
_FILLING = re.compile("基本信息|基础信息|信息|基本情况|情况|资料")
_NUMBERED = re.compile("(.+?)([1-9一二三四五])(.*)")
_ORDINAL = re.compile("第([一二三1-3])(监护人|家长|联系人)(.*)")
_DIGIT = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5"}
_DEEPEST = 40  # headings stand within the first rows
_MOST_HEAD_ROWS = 3
_LONGEST = 60


@dataclass(frozen=True)
class Header:
    """Where a sheet has its headings: rows from 0; `fields[j]` is the field of column j ("" unknown)."""

    first_row: int
    last_row: int
    headings: tuple[str, ...]
    fields: tuple[str, ...]

    def column_of(self, field: str) -> int:
        """The column of a field, -1 when the sheet has none."""
        return self.fields.index(field) if field in self.fields else -1

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headings that no field answers to."""
        return tuple(
            heading for heading, field in zip(self.headings, self.fields, strict=True) if heading and not field
        )


def plain_heading(text: str) -> str:
    """A heading without stars, blanks, line breaks and variant characters; brackets stay."""
    return _BLANKS_AND_MARKS.sub("", half_width(text)).translate(_VARIANTS)


def _reversed(words: Mapping[str, str]) -> dict[str, str]:
    return {plain_heading(word): field for field, line in words.items() for word in line.split()}


class PupilHeadings:
    """Tells the field of a pupil list's heading."""

    def __init__(self, mapping: ColumnMapping | None = None) -> None:
        self._mapping = {plain_heading(heading): field for heading, field in (mapping or {}).items()}
        self._told: dict[str, str] = {}
        self._pupil = _reversed(PUPIL_HEADINGS)
        self._adult = _reversed(GUARDIAN_HEADINGS)
        self._slots = {word: slot for slot, line in SLOTS.items() for word in line.split()}

    def __call__(self, heading: str) -> str:
        if heading not in self._told:
            self._told[heading] = self._field_of(plain_heading(heading))
        return self._told[heading]

    def _field_of(self, plain: str) -> str:
        if plain in self._mapping:
            return self._mapping[plain]
        if len(plain) > _LONGEST:
            return ""
        without = _BRACKETS.sub("", plain)
        inside = "".join(_BRACKETS.findall(plain)).strip("()[]【】〔〕<>")
        for candidate in (plain, f"{inside}{without}", without, _FILLING.sub("", without), without.removesuffix("1")):
            if field := self._known(candidate):
                return field
        return ""

    def _known(self, plain: str) -> str:
        if plain in OPEN_PHONE:
            return "?.phone"
        if plain in OPEN_RELATION:
            return "?.relation"
        return self._pupil.get(plain) or self._adult_field(plain)

    def _adult_field(self, plain: str) -> str:
        if match := _ORDINAL.fullmatch(plain):
            return self._attribute(_DIGIT.get(match[1], match[1]), match[3])
        match = _NUMBERED.fullmatch(plain)
        if match and match[1] in NUMBERED_SLOTS.split():
            return self._attribute(_DIGIT.get(match[2], match[2]), match[3])
        for word in sorted(self._slots, key=len, reverse=True):
            if plain.startswith(word):
                found = self._attribute(self._slots[word], plain[len(word) :])
                if found:
                    return found
        return ""

    def _attribute(self, slot: str, rest: str) -> str:
        attribute = self._adult.get(rest.removeprefix("的"), "") if rest else "name"
        if attribute == IGNORED:
            return IGNORED
        return f"{slot}.{attribute}" if attribute else ""


class StaffHeadings:
    """Tells the field of a staff list's heading."""

    def __init__(self, mapping: ColumnMapping | None = None) -> None:
        self._mapping = {plain_heading(heading): field for heading, field in (mapping or {}).items()}
        self._staff = _reversed(STAFF_HEADINGS)

    def __call__(self, heading: str) -> str:
        plain = plain_heading(heading)
        if plain in self._mapping:
            return self._mapping[plain]
        without = _BRACKETS.sub("", plain)
        opened = plain.replace("(", "").replace(")", "")
        return self._staff.get(plain) or self._staff.get(opened) or self._staff.get(without) or ""


def find_header(sheet: Sheet, recognise: Recognise, *, needed: int = 2) -> Header | None:
    """The header of one to three rows with the most known fields; needs `name` and `needed` fields in all."""
    filled = _unmerged(sheet)
    best: Header | None = None
    best_rank = (needed, -_MOST_HEAD_ROWS)
    for first in range(min(len(filled), _DEEPEST)):
        for last in range(first, min(first + _MOST_HEAD_ROWS, len(filled))):
            if last > first and not _is_heading_row(filled[last], recognise):
                break
            header = _header(filled, first, last, recognise)
            score = len({field for field in header.fields if field and field != IGNORED})
            rank = (score, first - last)
            if "name" in header.fields and (rank > best_rank or (best is None and rank >= best_rank)):
                best, best_rank = header, rank
    return best


def _is_heading_row(cells: Sequence[Cell], recognise: Recognise) -> bool:
    """A second header row holds headings or parts of them only, no data."""
    texts = [plain_heading(as_text(cell)) for cell in cells if cell != ""]
    known = sum(1 for text in texts if recognise(text) or recognise(f"家长{text}"))
    return bool(texts) and known >= 0.7 * len(texts)


def _header(rows: list[list[Cell]], first: int, last: int, recognise: Recognise) -> Header:
    headings, fields = [], []
    for column in range(len(rows[first])):
        parts = [as_text(rows[row][column]).strip() for row in range(first, last + 1)]
        parts = [part for number, part in enumerate(parts) if part and part not in parts[:number]]
        headings.append(" ".join(" ".join(parts).split()))
        fields.append(_field_of(parts, recognise))
    return Header(first, last, tuple(headings), tuple(_settled(fields)))


def _field_of(parts: list[str], recognise: Recognise) -> str:
    if not parts:
        return ""
    if len(parts) == 1:
        return recognise(parts[0])
    return recognise("".join(parts)) or recognise("".join(parts[-2:])) or recognise(parts[-1])


def _settled(fields: list[str]) -> list[str]:
    """Decides what a heading means by the others: whose phone, whose relation; a field keeps its first column.

    A field of the child that comes a second time, right of an adult's name, is that adult's.
    """
    adults = [field[:-5] for field in fields if field.endswith(".name")]
    phones = fields.count("?.phone")
    settled: list[str] = []
    beside = ""  # the adult whose columns we are in
    for field in fields:
        slot, dot, attribute = field.partition(".")
        if slot == "?":
            owner = _owner(attribute, beside, adults, several_phones=phones > 1)
            field = f"{owner}.{attribute}" if owner else attribute
        elif beside and field in settled and field in GUARDIAN_HEADINGS:
            field = f"{beside}.{field}"
        elif dot:
            beside = slot
        elif field and field != IGNORED:
            beside = beside if field in settled else ""
        settled.append("" if field in settled and field != IGNORED else field)
    return [_of_somebody(_best(field, settled), settled) for field in settled]


def _best(field: str, fields: list[str]) -> str:
    """A second choice stands for its field where there is no first."""
    better = field.removeprefix(SECOND_CHOICE)
    return "" if better != field and better in fields else better


def _of_somebody(field: str, fields: list[str]) -> str:
    """An adult's column without a column for its name: the phone is the child's, the rest nobody's."""
    slot, dot, attribute = field.partition(".")
    if not dot or f"{slot}.name" in fields:
        return field
    return "phone" if attribute == "phone" and "phone" not in fields else ""


def _owner(attribute: str, beside: str, adults: list[str], *, several_phones: bool) -> str:
    """The adult that an open heading belongs to; nobody: the child."""
    if attribute == "relation":
        return beside or next(iter(adults), "guardian")
    if several_phones:
        return beside
    return "guardian" if adults[:1] == ["guardian"] else ""


def _unmerged(sheet: Sheet) -> list[list[Cell]]:
    """The first rows, every merged range filled with the value of its first cell."""
    rows = [list(row) for row in sheet.rows[: _DEEPEST + _MOST_HEAD_ROWS]]
    for (top, left), (bottom, right) in sheet.merges:
        if top >= len(rows) or right - left > 30 or left >= len(rows[top]):
            continue
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[row]))):
                rows[row][column] = rows[top][left]
    return rows
