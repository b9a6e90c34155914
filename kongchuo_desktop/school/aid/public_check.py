"""What a 公示 must not say (教财厅函〔2017〕28号): numbers, telephones, addresses, birth dates, cards, grounds."""

import re
from collections.abc import Collection, Iterable, Iterator

from kongchuo_desktop.kit.text import half_width
from kongchuo_desktop.school.pupils.service import PupilFacts

LONG_NUMBER = re.compile(r"\d[\d -]{5,}[\dXx]")
MANY_DIGITS = 7  # a telephone has as many, a date written 2026-09-28 eight but with two strokes
DATE = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}$")
ADDRESSES = ("current_address", "home_address")
SHORTEST_ADDRESS = 6  # a village's name alone may stand in the school's own name


def forbidden_in(text: str, *, children: Iterable[PupilFacts], cards: Collection[str] = ()) -> tuple[str, ...]:
    """What of a notice's text must not be hung up, each in a few words; nothing when it may."""
    plain = half_width(text)
    found = [f"号码“{number}”" for number in _long_numbers(plain)]
    for child in children:
        found += [f"{child.name}的{what}" for what, value in _private(child) if value and half_width(value) in plain]
    found += [f"卡号尾号{number[-4:]}" for number in cards if number and number in plain]
    return tuple(dict.fromkeys(found))


def _long_numbers(text: str) -> Iterator[str]:
    for match in LONG_NUMBER.finditer(text):
        written = match.group().strip()
        if not DATE.match(written) and sum(sign.isdigit() for sign in written) >= MANY_DIGITS:
            yield written


def _private(child: PupilFacts) -> Iterator[tuple[str, str]]:
    yield "证件号", child.id_number
    yield "学籍号", child.student_number
    yield "电话", child.phone
    if child.birth_date is not None:
        day = child.birth_date
        yield "出生日期", day.isoformat()
        yield "出生日期", f"{day.year}年{day.month}月{day.day}日"
    for name in ADDRESSES:
        address = str(child.fields.get(name) or "")
        yield "住址", address if len(address) >= SHORTEST_ADDRESS else ""
    for adult in child.guardians:
        yield "家长电话", adult.phone
        yield "家长证件号", adult.id_number
