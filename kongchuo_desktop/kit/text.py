"""Text as it comes from people and files: made even, made comparable, made safe as a file name."""

import re
import unicodedata
from pathlib import Path

from kongchuo_desktop.kit.errors import UserError

_BLANKS = re.compile("[\\s\u0085\u2028\u2029\u3164\uffa0\u2800]+")
_ODD = re.compile("[^\u0020-\u007e\u00b7\u3001-\u303f\u3400-\u9fff\uff01-\uff0f\uff1a-\uff20\U00020000-\U000323af]")
_CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff"
    "\U000e0100-\U000e01ef\U00020000-\U0003ffff"
)
_DOT_SIGNS = "•・‧\uff0e∙⋅･●᛫ㆍ"  # typed for ·
_BLANK_BY_CHINESE = re.compile(f"(?<=[{_CJK}·{_DOT_SIGNS}]) +| +(?=[{_CJK}·{_DOT_SIGNS}])")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FULL_WIDTH_ALNUM = {code: plain for code, plain in _FULL_WIDTH.items() if chr(plain).isalnum()}
_PAPER_MARKS = str.maketrans(",;:()", "，；：（）")
_DOTS = str.maketrans(dict.fromkeys(f"{_DOT_SIGNS}.", "·"))
_LOST = re.compile("[\ufffd?□■]")
_FORBIDDEN_IN_NAMES = re.compile(r'[<>:"/\\|?*]')
_DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])", re.IGNORECASE)


class UnfitText(UserError):
    """Text with characters that no book or paper can hold (control characters, broken halves)."""


def half_width(text: str) -> str:
    """Every full-width ASCII sign as its half-width twin: for numbers, dates and headings."""
    return text.translate(_FULL_WIDTH)


def full_width_marks(text: str) -> str:
    """Punctuation as official papers have it."""
    return text.translate(_PAPER_MARKS)


def tidy_text(text: str) -> str:
    """Free text ready to be kept: NFC, one kind of blank, no invisible signs; Chinese punctuation stays.

    Raises UnfitText for control characters, lone surrogates and non-characters.
    """
    if _ODD.search(text):
        text = _tidy_rare(text)
    return " ".join(text.split())


def _tidy_rare(text: str) -> str:
    if any(0xD800 <= ord(sign) <= 0xDFFF for sign in text):
        raise UnfitText("文字里有残缺的字符（半个字），无法保存，请重新输入这一格。")
    text = unicodedata.normalize("NFC", _BLANKS.sub(" ", text)).translate(_FULL_WIDTH_ALNUM)
    kept = []
    for sign in text:
        category = unicodedata.category(sign)
        if category == "Cc" or (ord(sign) & 0xFFFE) == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF:
            raise UnfitText("文字里有看不见的控制字符，无法保存，请重新输入这一格。")
        if category != "Cf":
            kept.append(sign)
    return "".join(kept)


def tidy_name(text: str) -> str:
    """A person's name: as tidy_text, without the blanks put in to align it; Latin words keep theirs."""
    return _BLANK_BY_CHINESE.sub("", tidy_text(text))


def match_name(text: str) -> str:
    """What two writings of one name have in common (dots, blanks, case); never shown or stored."""
    return tidy_name(text).translate(_DOTS).replace(" ", "").casefold()


def has_lost_characters(name: str) -> bool:
    """True when a name holds the traces of a character that an earlier conversion destroyed."""
    return _LOST.search(name) is not None


def safe_file_name(text: str, *, suffix: str = "", max_bytes: int = 120) -> str:
    """One file name that every system takes and that stays in its folder; `max_bytes` counts UTF-8, suffix included."""
    name = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode())
    name = "".join(sign for sign in _BLANKS.sub(" ", name) if _fit_for_file(sign))
    name = _FORBIDDEN_IN_NAMES.sub("_", _BLANKS.sub(" ", name)).strip(" .~")
    if _DEVICES.fullmatch(name.split(".")[0].strip()):
        name = f"_{name}"
    room = max_bytes - len(suffix.encode())
    name = name.encode()[:room].decode("utf-8", "ignore").rstrip(" .")
    return f"{name or '未命名'}{suffix}"


def _fit_for_file(sign: str) -> bool:
    return unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def path_inside(folder: Path, text: str, *, suffix: str = "") -> Path:
    """The path of a new file in `folder`, named after `text`; raises UserError if it would lie elsewhere."""
    path = folder / safe_file_name(text, suffix=suffix)
    if path.resolve().parent != folder.resolve():
        raise UserError(f"文件名“{text}”不能用，请换一个名字。")
    return path
