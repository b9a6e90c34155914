"""The map of an office's form (上报表样): which cells take which values, which rows take which list.

Plain values in and out (`rules_of`, `as_plain`), so that a map can lie in the book, in a file, beside a form. Cells are
named as Excel names them. Everything that comes from a file is checked here and refused by name.
"""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import half_width
from kongchuo_desktop.school.enrolment.form_texts import (
    DATE_STYLES,
    REAL_DATE,
    USUAL_DATE,
    check_style,
    check_text,
)

Growth = Literal["insert", "copy", "fixed", "match"]
GROWTHS: Mapping[str, str] = {
    "insert": "插入新行，下面的合计和签字往下移",
    "copy": "接在一张同样的工作表上",
    "fixed": "不填，说明人数超过了行数",
    "match": "行名已经印好（如一年级、各村），按第一列对上再填",
}
PERIODS: Mapping[str, str] = {"term": "本学期", "year": "本学年", "month": "本月"}
MOST_ROWS, MOST_COLUMNS = 2000, 200  # of a form
MOST_RULES = 2000
LONGEST = 500
VERSION_KEY, VERSION = "kongchuo_form_map", 1

_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,3})")
_BLANKS = re.compile(r"[\s:：_]+")


@dataclass(frozen=True)
class CellRule:
    """One cell and its text with names in braces: `填报单位：{学校名称}`. Sheet "" is the first."""

    at: str
    text: str
    sheet: str = ""


@dataclass(frozen=True)
class ColumnRule:
    """A column of a list (by its letter), the field it takes, and how that is written."""

    at: str
    field: str
    style: str = ""


@dataclass(frozen=True)
class ListRule:
    """Rows that take a list: `first` to `last` are there in the form, `only` narrows (field → allowed texts)."""

    takes: str
    first: int
    last: int
    columns: tuple[ColumnRule, ...]
    sheet: str = ""
    grow: Growth = "insert"
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def room(self) -> int:
        """How many rows the form has for it."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class Mark:
    """A text that must stand at its cell: by these a form whose cells moved is told."""

    at: str
    text: str
    sheet: str = ""


@dataclass(frozen=True)
class FormRules:
    """The whole map. `period` is what counts of a time are counted over unless the filling says otherwise."""

    title: str
    office: str = ""
    cells: tuple[CellRule, ...] = ()
    lists: tuple[ListRule, ...] = ()
    marks: tuple[Mark, ...] = ()
    dates: str = USUAL_DATE
    period: str = "term"
    about: str = ""
    due_day: int = 0  # the day of the month by which the office wants it; 0: when it asks


def place_of(at: str) -> tuple[int, int]:
    """B3 → (3, 2): row and column, both from 1; raises UserError for what names no cell of a form."""
    match = _CELL.fullmatch(at)
    row, column = (int(match[2]), column_number(match[1])) if match else (0, 0)
    if not 1 <= row <= MOST_ROWS or not 1 <= column <= MOST_COLUMNS:
        raise UserError(f"“{at[:20]}”不是表样里的单元格，要写成 B3 这样（{MOST_ROWS} 行、{MOST_COLUMNS} 列以内）。")
    return row, column


def due_in_month(due_day: int, on: date) -> date:
    """By when it is due in the month of a day; the 31st is the last day of a shorter one."""
    return on.replace(day=min(due_day, monthrange(on.year, on.month)[1]))


def cell_at(row: int, column: int) -> str:
    """(3, 2) → B3."""
    return f"{column_letters(column)}{row}"


def column_number(letters: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for sign in letters:
        number = number * 26 + ord(sign) - 64
    return number


def column_letters(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def bare(text: str) -> str:
    """What two writings of one heading have in common: no blanks, colons, lines; half-width."""
    return _BLANKS.sub("", half_width(text)).casefold()


def rules_of(plain: object) -> FormRules:
    """The map that plain values (of JSON or TOML) describe; raises UserError naming what is wrong in it."""
    if not isinstance(plain, Mapping) or VERSION_KEY not in plain:
        raise UserError(f"这不是上报表样的对应文件：里面没有“{VERSION_KEY}”这一项。")
    if plain[VERSION_KEY] != VERSION:
        raise UserError("这个对应文件是更新版本的程序存的，请先升级程序再用。")
    title = _text(plain, "title", "对应文件", longest=80)
    if not title:
        raise UserError("对应文件里没有表样的名称（title），请补上。")
    rules = FormRules(
        title=title,
        office=_text(plain, "office", "对应文件", longest=80),
        cells=tuple(_cell(item, number) for number, item in _items(plain, "cells")),
        lists=tuple(_list(item, number) for number, item in _items(plain, "lists")),
        marks=tuple(_mark(item, number) for number, item in _items(plain, "marks")),
        dates=_one_of(plain, "dates", DATE_STYLES, USUAL_DATE, "对应文件"),
        period=_one_of(plain, "period", PERIODS, "term", "对应文件"),
        about=_text(plain, "about", "对应文件"),
        due_day=_due_day(plain),
    )
    check_rules(rules)
    return rules


def check_rules(rules: FormRules) -> None:
    """Raises the sentence of rules that contradict each other."""
    taken: dict[tuple[str, str], str] = {}
    for cell in rules.cells:
        if (cell.sheet, cell.at) in taken:
            raise UserError(f"单元格 {cell.at} 指定了两次，请只留一个。")
        taken[cell.sheet, cell.at] = cell.text
    for number, one in enumerate(rules.lists):
        for cell in rules.cells:
            if cell.sheet == one.sheet and _inside(cell.at, one):
                raise UserError(f"单元格 {cell.at} 在填名单的第 {one.first}—{one.last} 行里，不能再单独填。")
        for other in rules.lists[:number]:
            if other.sheet == one.sheet and not (one.last < other.first or other.last < one.first):
                raise UserError(f"两份名单都要填第 {max(one.first, other.first)} 行，请改成各填各的行。")


def _inside(at: str, one: ListRule) -> bool:
    row, column = place_of(at)
    return one.first <= row <= one.last and column_letters(column) in {rule.at for rule in one.columns}


def as_plain(rules: FormRules) -> dict[str, Any]:
    """The map as plain values; what `rules_of` reads."""
    plain: dict[str, Any] = {VERSION_KEY: VERSION, "title": rules.title, "office": rules.office}
    if rules.about:
        plain["about"] = rules.about
    plain |= {"dates": rules.dates, "period": rules.period}
    if rules.due_day:
        plain["due_day"] = rules.due_day
    plain["cells"] = [{**_sheet(cell.sheet), "at": cell.at, "text": cell.text} for cell in rules.cells]
    plain["lists"] = [
        {
            **_sheet(one.sheet), "takes": one.takes, "first": one.first, "last": one.last, "grow": one.grow,
            "only": {key: list(texts) for key, texts in one.only.items()},
            "columns": [
                {"at": column.at, "field": column.field, **({"style": column.style} if column.style else {})}
                for column in one.columns
            ],
        }
        for one in rules.lists
    ]  # fmt: skip
    plain["marks"] = [{**_sheet(mark.sheet), "at": mark.at, "text": mark.text} for mark in rules.marks]
    return plain


def _sheet(name: str) -> dict[str, str]:
    return {"sheet": name} if name else {}


def _items(plain: Mapping[str, object], key: str) -> list[tuple[int, Mapping[str, object]]]:
    found = plain.get(key, [])
    if not isinstance(found, Sequence) or isinstance(found, str) or len(found) > MOST_RULES:
        raise UserError(f"对应文件里“{key}”要写成一组，最多 {MOST_RULES} 项。")
    items: list[tuple[int, Mapping[str, object]]] = []
    for number, item in enumerate(found, 1):
        if not isinstance(item, Mapping):
            raise UserError(f"对应文件里“{key}”的第 {number} 项写法不对。")
        items.append((number, item))
    return items


def _text(plain: Mapping[str, object], key: str, where: str, *, longest: int = LONGEST) -> str:
    value = plain.get(key, "")
    if not isinstance(value, str):
        raise UserError(f"{where}的“{key}”要写文字，不是“{str(value)[:20]}”。")
    if len(value) > longest:
        raise UserError(f"{where}的“{key}”太长，最多 {longest} 个字。")
    return value.strip() if key != "text" else value


def _one_of(plain: Mapping[str, object], key: str, known: Mapping[str, object], usual: str, where: str) -> str:
    value = plain.get(key, usual)
    if not isinstance(value, str) or value not in known:
        raise UserError(f"{where}的“{key}”只能写：{'、'.join(known)}。")
    return value


def _cell(plain: Mapping[str, object], number: int) -> CellRule:
    where = f"对应文件里第 {number} 个单元格"
    at = _text(plain, "at", where, longest=20)
    place_of(at)
    text = _text(plain, "text", where)
    if not text.strip():
        raise UserError(f"{where}（{at}）没有写填什么（text）。")
    check_text(text, where)
    return CellRule(at, text, _text(plain, "sheet", where, longest=31))


def _list(plain: Mapping[str, object], number: int) -> ListRule:
    where = f"对应文件里第 {number} 份名单"
    first, last = _row(plain, "first", where), _row(plain, "last", where)
    if last < first:
        raise UserError(f"{where}的最后一行（{last}）在第一行（{first}）上面。")
    columns = tuple(_column(item, f"{where}的第 {place} 列") for place, item in _items(plain, "columns"))
    if not columns:
        raise UserError(f"{where}没有指定哪一列填什么（columns）。")
    if len({column.at for column in columns}) < len(columns):
        raise UserError(f"{where}有一列指定了两次。")
    if len(columns) < 2 and plain.get("grow") == "match":
        raise UserError(f"{where}的行名已经印好，要指定行名那一列和至少一列要填的。")
    takes = _text(plain, "takes", where, longest=40)
    grow = _one_of(plain, "grow", GROWTHS, "insert", where)
    sheet = _text(plain, "sheet", where, longest=31)
    return ListRule(takes, first, last, columns, sheet, grow, _only(plain, where))  # type: ignore[arg-type]


def _due_day(plain: Mapping[str, object]) -> int:
    value = plain.get("due_day", 0)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 31:
        raise UserError("对应文件里“due_day”要写每月几号前报，1 到 31，不定期的写 0。")
    return value


def _row(plain: Mapping[str, object], key: str, where: str) -> int:
    value = plain.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_ROWS:
        raise UserError(f"{where}的“{key}”要写行号，1 到 {MOST_ROWS}。")
    return value


def _column(plain: Mapping[str, object], where: str) -> ColumnRule:
    at = _text(plain, "at", where, longest=3)
    if not at.isascii() or not at.isalpha() or not at.isupper() or column_number(at) > MOST_COLUMNS:
        raise UserError(f"{where}的“at”要写列的字母，如 B，不是“{at}”。")
    name = _text(plain, "field", where, longest=60)
    if not name:
        raise UserError(f"{where}（{at} 列）没有写填什么（field）。")
    style = _text(plain, "style", where, longest=20)
    if style != REAL_DATE:
        check_style(style, where)
    return ColumnRule(at, name, style)


def _only(plain: Mapping[str, object], where: str) -> dict[str, tuple[str, ...]]:
    value = plain.get("only", {})
    if not isinstance(value, Mapping):
        raise UserError(f"{where}的“only”要写成“栏目 = 一组文字”。")
    found = {}
    for key, texts in value.items():
        listed = [texts] if isinstance(texts, str) else texts
        if not isinstance(listed, Sequence) or not all(isinstance(text, str) for text in listed):
            raise UserError(f"{where}的“only”里“{str(key)[:20]}”要写成一组文字。")
        found[str(key)] = tuple(listed)
    return found


def _mark(plain: Mapping[str, object], number: int) -> Mark:
    where = f"对应文件里第 {number} 个核对处"
    at = _text(plain, "at", where, longest=20)
    place_of(at)
    return Mark(at, _text(plain, "text", where), _text(plain, "sheet", where, longest=31))
