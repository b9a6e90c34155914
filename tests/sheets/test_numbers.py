"""ID numbers and 学籍号: what is lost is never accepted, what is whole always is (T16)."""

import random
from datetime import date, timedelta

import pytest
from stdnum.cn import ric

from kongchuo_desktop.school.pupils.numbers import IdKind, check_id_number, check_student_number, tidy_number
from kongchuo_desktop.sheets import healing
from kongchuo_desktop.sheets.healing import Told
from tests.sheets.making import id_number

WHOLE = "52232820180825161X"


def numbers(count: int) -> list[str]:
    """Valid resident numbers, a tenth of them with X."""
    chance = random.Random(7)  # noqa: S311 - not for secrets
    start = date(1940, 1, 1)
    return [
        id_number(f"{start + timedelta(days=chance.randrange(31_000)):%Y%m%d}", chance.randrange(1000))
        for _ in range(count)
    ]


def read(cell: object) -> str:
    """The number a cell of the ID column gives; nothing when it was refused."""
    found = healing.id_number()(cell)  # type: ignore[arg-type]
    found = found.value if isinstance(found, Told) else found
    return getattr(found, "number", "")


LOSSLESS = {
    "text": str,
    "'text": lambda number: f"'{number}",
    "tab": lambda number: f"{number}\t",
    "x": str.lower,
    "full width": lambda number: number.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789X"}),
    "spaces": lambda number: f" {number[:6]} {number[6:14]} {number[14:]} ",
    "formula": lambda number: f'="{number}"',
    "no-break": lambda number: f"\u00a0{number}\u200b",
}
LOSSY = {
    "int": lambda number: int(number.replace("X", "0")),
    "float": lambda number: float(number.replace("X", "0")),
    "E+17": lambda number: f"{float(number.replace('X', '0')):.5E}",
    "long E": lambda number: f"{float(number.replace('X', '0')):.14E}",
    "e17": lambda number: repr(float(number.replace("X", "0"))),
}


@pytest.mark.parametrize("count", [2_000, pytest.param(20_000, marks=pytest.mark.slow)])
def test_t16_no_lost_number_is_accepted_and_no_whole_one_refused(count: int) -> None:
    for number in numbers(count):
        assert ric.calc_check_digit(number) == number[-1]
        for name, form in LOSSLESS.items():
            assert read(form(number)) == number, name
        for name, form in LOSSY.items():
            assert read(form(number)) == "", name


@pytest.mark.parametrize("count", [2_000])
def test_truncated_numbers_pass_only_as_the_check_digit_lets_them(count: int) -> None:
    """Text in which Excel already wrote 000: a remark comes with the few that the check digit lets through."""
    passed = [check for number in numbers(count) if (check := check_id_number(number[:15] + "000")).number]
    assert len(passed) < 0.12 * count
    assert all(check.remark for check in passed)


def test_what_a_number_tells() -> None:
    check = check_id_number(WHOLE)
    assert (check.number, check.kind, check.birth_date, check.sex) == (WHOLE, IdKind.RESIDENT, date(2018, 8, 25), "男")


@pytest.mark.parametrize("place", range(18))
def test_every_wrong_digit_is_found(place: int) -> None:
    for digit in "0123456789":
        if digit != WHOLE[place]:
            wrong = WHOLE[:place] + digit + WHOLE[place + 1 :]
            assert check_id_number(wrong).problem.endswith("。"), wrong


def test_old_numbers_are_ordinary() -> None:
    check = check_id_number("522328850512123")
    assert (check.number, check.kind, check.birth_date, check.sex) == (
        "522328850512123",
        IdKind.OLD,
        date(1985, 5, 12),
        "男",
    )
    assert read(522328850512123) == "522328850512123", "15 digits survive a number cell"
    assert check_id_number("522328851312123").problem


@pytest.mark.parametrize(
    "wrong", ["", "123", "5223282018082516", "52232820180230161X", "abc", "52232820180825161Y", "5223282018082516１XX"]
)
def test_wrong_numbers_have_a_sentence(wrong: str) -> None:
    check = check_id_number(wrong)
    assert not check.number
    assert check.problem.endswith("。")


def test_other_papers_pass() -> None:
    assert check_id_number("e12345678", id_type="护照").number == "E12345678"
    assert check_id_number("H12345678").kind is IdKind.OTHER
    assert check_id_number("12345678", id_type="台湾居民来往大陆通行证").number == "12345678"
    assert check_id_number(WHOLE, id_type="居民身份证").kind is IdKind.RESIDENT


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        (f"G{WHOLE}", "G"),
        (f"g{WHOLE.lower()}", "G"),
        ("L522328201808251234", "L"),
        ("J52232820180825123X", "J"),
        (f"'G{WHOLE}\t", "G"),
    ],
)
def test_student_numbers(written: str, kind: str) -> None:
    check = check_student_number(written)
    assert (check.kind, check.birth_date) == (kind, date(2018, 8, 25))
    assert check.number == tidy_number(written)


@pytest.mark.parametrize(
    "wrong",
    [
        WHOLE,
        "G522328201808251611",
        "L52232820180230123X",
        "L5223282018082512",
        "5.22328E+17",
        "X522328201808251234",
        "",
    ],
)
def test_wrong_student_numbers(wrong: str) -> None:
    check = check_student_number(wrong)
    assert not check.number
    assert check.problem.endswith("。")


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("13812345678", "13812345678"), (13812345678, "13812345678"), (13812345678.0, "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"), ("+8613812345678", "13812345678"), ("13812345678.0", "13812345678"),
        ("0859-1234567", "0859-1234567"), ("13812345678/13912345678", "13812345678 13912345678"), ("无", ""),
        ("1381234567", "1381234567"),
        ("１３８１２３４５６７８", "13812345678"), ("'13812345678", "13812345678"),
    ],
)  # fmt: skip
def test_phones(cell: object, number: str) -> None:
    found = healing.phone(cell)  # type: ignore[arg-type]
    assert (found.value if isinstance(found, Told) else found or "") == number
