"""One cell of a list → the value the book would keep, with what had to be healed or refused.

A healer takes a non-empty cell and returns the value itself, or a Told when there is something to say.
Healers are pure, so that each distinct value of a column is healed once.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from kongchuo_desktop.kit.dates import read_date
from kongchuo_desktop.kit.text import UnfitText, half_width, has_lost_characters, tidy_name, tidy_text
from kongchuo_desktop.school.pupils.numbers import (
    IdCheck,
    check_id_number,
    check_student_number,
    looks_like_number_cell,
    tidy_number,
)
from kongchuo_desktop.sheets import codes
from kongchuo_desktop.sheets.cells import Cell, as_text


@dataclass(frozen=True)
class Told:
    """A value with a remark: `lost` refuses the cell, `healed` names the kind of repair, `note` asks for a look."""

    value: object = None
    lost: str = ""
    healed: str = ""
    note: str = ""


Healer = Callable[[Cell], object]

# Longest text of the columns that a list fills, as in school/pupils/model.py (a test compares them).
LENGTHS = {
    "name": 60, "phone": 40, "current_address": 200, "home_address": 200, "mail_address": 200, "postcode": 10,
    "carer_name": 60, "carer_relation": 20, "carer_phone": 40, "former_name": 60, "name_pinyin": 120, "ethnicity": 20,
    "nationality": 30, "hk_mo_tw": 20, "politics": 20, "health": 20, "birth_region": 12, "native_place": 40,
    "hukou_region": 12, "hukou_kind": 20, "talent": 100, "entry_way": 20, "source": 20, "left_behind": 12,
    "inclusive_class": 20, "disability": 20, "distance_km": 10, "travel": 20, "local_number": 30, "seat_number": 10,
    "no_id_reason": 60, "id_type": 20, "status": 12, "remark": 2000, "relation": 20, "address": 200, "workplace": 100,
    "duty": 40,
}  # fmt: skip

_SPACES = "去掉了名字中间的空格"
_MARKS = "去掉了号码前后的空格、引号或制表符"
_WIDE = "全角数字、字母改成了半角"
_NUMBER_CELL = "数字单元格按原数读成了文本"
_DATE_FORM = "日期写法统一成年-月-日"
_WORD = "代码或简写换成了规范的词"
_PHONE_NOISE = "去掉了电话里的空格、横线或小数点"

_PLAIN_NAME = re.compile("[\u4e00-\u9fff]{2,4}")
_PLAIN_MOBILE = re.compile("1[0-9]{10}", re.ASCII)
_PHONE_SIGNS = re.compile(r"[\s\-—()'‘’`]+")
_PHONE_SEVERAL = re.compile(r"[,,;;/、|]+|\s{2,}")
_LANDLINE = re.compile(r"0\d{2,3}\d{7,8}|[2-9]\d{6,7}|[48]00\d{7}|\+?86(1\d{10})")
_LANDLINE_DASHED = re.compile(r"0\d{2,3}-\d{7,8}")
_NOTHING = {
    "无", "-", "--", "—", "——", "/", "\\", "没有", "暂无", "不详", "N/A", "n/a", "#N/A", "无。", "null", "NULL", "None",
}  # fmt: skip
_LOST_NUMBER = "{what}被 Excel 存成了数字，后几位已丢失，没有读入。请对照原件，把这一列设为“文本”后重新填写"


def text(limit: int) -> Healer:
    """Free text up to `limit` characters."""

    def heal(cell: Cell) -> object:
        written = as_text(cell)
        try:
            value = tidy_text(written)
        except UnfitText as error:
            return Told(lost=error.sentence)
        if len(value) > limit:
            return Told(lost=f"内容有{len(value)}个字，超过{limit}个字的限度，没有读入")
        if value and not value.strip("-—/\\"):
            return None
        if value != written and half_width(value) == half_width(written):
            return Told(value or None, healed=_WIDE)
        return value or None

    return heal


def name(cell: Cell) -> object:
    """A person's name."""
    if isinstance(cell, str) and _PLAIN_NAME.fullmatch(cell):
        return cell
    if not isinstance(cell, str):
        return Told(lost="姓名应是文字，这里是数字或日期")
    try:
        value = tidy_name(cell)
    except UnfitText as error:
        return Told(lost=error.sentence)
    if len(value) > LENGTHS["name"]:
        return Told(lost=f"姓名有{len(value)}个字，太长了")
    if value.isdecimal():
        return Told(lost="姓名应是文字，这里是数字")
    if has_lost_characters(value):
        return Told(value, note=f"“{value}”里有一个字在转换时丢失了（成了问号或方框）")
    if value in _NOTHING:
        return None
    inner = " ".join(cell.split())
    return Told(value, healed=_SPACES) if value != inner and value == inner.replace(" ", "") else value or None


def full_date(cell: Cell) -> object:
    """A birth date: a ReadDate, to the day or to the month."""
    found = read_date(cell)
    if found is None or found.precision == "year":
        written = as_text(cell)
        if not isinstance(cell, (int, float)) and written.strip() in _NOTHING:
            return None
        return Told(lost=_date_trouble(cell, written))
    return Told(found, healed=_DATE_FORM) if _date_was_healed(cell) else found


def _date_trouble(cell: Cell, written: str) -> str:
    if isinstance(cell, float) and written.endswith(".1"):
        year = written[:4]
        return f"“{written}”可能是{year}年1月，也可能是{year}年10月(Excel 去掉了末尾的0)，没有读入，请写清楚"
    return f"“{written}”不是一个存在的出生日期（要有年和月），没有读入"


def _date_was_healed(cell: Cell) -> bool:
    return not (isinstance(cell, date) or (isinstance(cell, str) and len(cell) == 8 and cell.isdecimal()))


def month(cell: Cell) -> object:
    """YYYY-MM."""
    found = read_date(cell)
    if found is None or found.precision == "year":
        return Told(lost=f"“{as_text(cell)}”不是年月，没有读入")
    return f"{found.date:%Y-%m}"


def id_number(id_type: str = "") -> Healer:
    """An ID number under an ID type: an IdCheck; numbers in number cells are lost."""
    lost = Told(lost=_LOST_NUMBER.format(what="身份证件号" if "身份证" in (id_type or "身份证") else "证件号"))

    def heal(cell: Cell) -> object:
        if isinstance(cell, str):
            if len(cell) != 18:
                if looks_like_number_cell(cell):
                    return lost
                if cell.strip() in _NOTHING:
                    return None
            check = check_id_number(cell, id_type=id_type)
            marks = cell != check.number and not check.problem
        else:
            check = _number_cell(cell, id_type)
            marks = False
            if not check.number:
                return lost
        if check.problem:
            return Told(lost=check.problem.removesuffix("。") + ",没有读入")
        return Told(check, healed=_MARKS) if marks else check

    return heal


def _number_cell(cell: Cell, id_type: str) -> IdCheck:
    """A number cell holds 15 digits exactly: an old number survives it, a new one never does."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and 1e14 <= cell < 1e15 and cell == int(cell):
        return check_id_number(str(int(cell)), id_type=id_type)
    return IdCheck("", problem="number cell")


def student_number(checked: Collection[str] = ()) -> Healer:
    """A national 学籍号; G with an ID number that is `checked` already needs no second check."""

    def heal(cell: Cell) -> object:
        if not isinstance(cell, str) or looks_like_number_cell(cell):
            return Told(lost=_LOST_NUMBER.format(what="学籍号"))
        if cell.strip() in _NOTHING:
            return None
        check = check_student_number(cell)
        if check.problem:
            return Told(lost=check.problem.removesuffix("。") + ",没有读入")
        return check.number if check.number == cell else Told(check.number, healed=_MARKS)

    known = {f"G{number}" for number in checked}
    return lambda cell: cell if cell in known else heal(cell)


def phone(cell: Cell) -> object:
    """One or more telephone numbers, joined by a blank."""
    if isinstance(cell, str) and _PLAIN_MOBILE.fullmatch(cell):
        return cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _phone_number_cell(cell)
    written = half_width(as_text(cell)).strip()
    if written in _NOTHING:
        return None
    numbers = [_one_phone(part) for part in _PHONE_SEVERAL.split(written) if part.strip()]
    value = " ".join(numbers)
    try:
        value = tidy_text(value)
    except UnfitText as error:
        return Told(lost=error.sentence)
    if len(value) > LENGTHS["phone"]:
        return Told(lost=f"电话有{len(value)}个字，太长了，没有读入")
    if not all(_is_phone(number) for number in numbers):
        return Told(value, note=f"“{value}”看上去不是完整的电话号码，已照原样读入，请核对")
    return Told(value, healed=_PHONE_NOISE) if value != as_text(cell) else value


def _phone_number_cell(cell: float) -> object:
    if cell != cell or abs(cell) >= 1e15 or cell != int(cell) or cell <= 0:
        return Told(lost=f"“{as_text(cell)}”不是电话号码，没有读入")
    value = str(int(cell))
    if len(value) in {9, 10} and value[0] in "3456789":  # Excel drops the 0 of an area code
        return Told(f"0{value}", note=f"“{value}”前面的0被 Excel 去掉了，已读作“0{value}”，请核对")
    if not _is_phone(value):
        return Told(value, note=f"“{value}”看上去不是完整的电话号码，已照原样读入，请核对")
    return Told(value, healed=_NUMBER_CELL)


def _one_phone(written: str) -> str:
    plain = _PHONE_SIGNS.sub("", written).removesuffix(".0")
    if match := _LANDLINE.fullmatch(plain):
        if match[1]:
            return match[1]
        dashed = written.strip().replace(" ", "")
        return dashed if _LANDLINE_DASHED.fullmatch(dashed) else plain
    return plain


def _is_phone(number: str) -> bool:
    return bool(_PLAIN_MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number.replace("-", "")))


def coded(field: str) -> Healer:
    """A code or a word of the national template."""
    limit = LENGTHS.get(field, 12)

    def heal(cell: Cell) -> object:
        try:
            written = tidy_text(as_text(cell))
        except UnfitText as error:
            return Told(lost=error.sentence)
        word = codes.word_of(field, half_width(written).strip("'‘’").strip())
        if written in {"-", "—", "/", ""}:
            return None
        if word is None or (field in codes.STRICT and word not in codes.STRICT[field]):
            return Told(lost=f"“{written}”不是本程序认得的代码或词，没有读入")
        if len(word) > limit:
            return Told(lost=f"“{word[:20]}…”太长，没有读入")
        return word if word == cell else Told(word, healed=_WORD)

    return heal


def boarding(cell: Cell) -> object:
    """True for a boarder."""
    written = half_width(as_text(cell)).strip().lower()
    known = codes.BOARDING.get(written, codes.BOARDING.get(written.lstrip("0")))
    return Told(lost=f"“{as_text(cell)[:20]}”看不出是走读还是住校，没有读入") if known is None else known


def digits(field: str) -> Healer:
    """A short code kept as text (regions, post codes, seat numbers)."""
    limit = LENGTHS[field]

    def heal(cell: Cell) -> object:
        value = tidy_number(as_text(cell))
        if looks_like_number_cell(value):
            return Told(lost=_LOST_NUMBER.format(what="号码"))
        if len(value) > limit:
            return Told(lost=f"“{value[:20]}”超过{limit}位，没有读入")
        return value or None

    return heal
