"""Which passwords are too easy for a neighbour."""

import pytest

from kongchuo_desktop.storage.passwords import password_objection

WORDS = ("河湾小学", "石桥村", "王建国")


@pytest.mark.parametrize(
    "password",
    [
        "", "1234567", "12345678", "88888888", "abcabcabc", "19880615", "1988-6-15", "880615aa", "13985551234",
        "wang13985551234", "hewan2026", "hewanxiaoxue", "hwxx123456", "Shiqiao19900101", "jianguo888", "河湾小学123",
        "password1", "qwertyuiop", "1qaz2wsx", "woaini1314520", "5201314abc", "xuexiao123", "iloveyou520", "hewan@2026",
    ],
)  # fmt: skip
def test_refused(password: str) -> None:
    objection = password_objection(password, WORDS)
    assert objection is not None
    assert objection.endswith("。")


@pytest.mark.parametrize(
    "password",
    ["水车高粱北斗七星灯", "shuiche-gaoliang-beidou", "kT9#vb2LqX", "锄头 青色 昆仑 41", "tractor lamp river 7"],
)
def test_accepted(password: str) -> None:
    assert password_objection(password, WORDS) is None


def test_full_width_counts_as_what_it_looks_like() -> None:
    assert password_objection("12345678") == password_objection("12345678")
    assert password_objection("x" * 500) is not None
