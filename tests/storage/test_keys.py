"""Key slots: nobody is locked out by one accident, nobody stays in who was put out."""

import json
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kongchuo_desktop.storage import keyring, keys, recovery_code
from kongchuo_desktop.storage.errors import RecoveryCodeTypo, WrongPassword
from kongchuo_desktop.storage.key_cost import FLOOR_MEMORY, FLOOR_PASSES, cost_for_this_machine
from tests.storage.room import PASSWORD, QUICK, Room

SECRET = b"\x07" * 32
KEY = bytes(range(32))


def slots_of(*passwords: str) -> keys.KeySlots:
    slots = keys.KeySlots("school", 1, "", ()).signed(KEY)
    for number, password in enumerate(passwords):
        user = f"user{number}"
        slots = keys.with_slot(slots, KEY, keys.password_slot(KEY, "school", password, SECRET, QUICK, user=user))
    return slots


@given(st.text(alphabet=recovery_code.SIGNS, min_size=1, max_size=1), st.integers(0, 34))
def test_every_single_wrong_sign_is_named_by_its_group(sign: str, place: int) -> None:
    code = recovery_code.new_code().replace("-", "")
    wrong = code[:place] + sign + code[place + 1 :]
    if wrong == code:
        return
    with pytest.raises(RecoveryCodeTypo) as typo:
        recovery_code.normal_code(wrong)
    assert typo.value.group == place // 5 + 1


@given(st.integers(0, 33))
def test_every_two_exchanged_neighbours_are_noticed(place: int) -> None:
    code = recovery_code.new_code().replace("-", "")
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if wrong != code:
        with pytest.raises(RecoveryCodeTypo):
            recovery_code.normal_code(wrong)


def test_code_as_people_write_it() -> None:
    code = recovery_code.new_code()
    for written in (code.lower(), code.replace("-", ""), code.replace("0", "o").replace("1", "l"), f" {code} \n"):
        assert recovery_code.normal_code(written) == code
    assert recovery_code.normal_code(code.translate({ord(c): ord(c) + 0xFEE0 for c in recovery_code.SIGNS})) == code
    assert len({recovery_code.new_code() for _ in range(200)}) == 200
    for wrong in (code[:-1], code + "0", "", "你好"):
        with pytest.raises(RecoveryCodeTypo):
            recovery_code.normal_code(wrong)


@given(st.lists(st.tuples(st.sampled_from(["set", "code"]), st.integers(0, 3)), max_size=25))
def test_histories_of_slots(history: list[tuple[str, int]]) -> None:
    slots, passwords, codes = slots_of("first"), {"user0": "first"}, [recovery_code.new_code()]
    slots = keys.with_slot(slots, KEY, keys.recovery_slot(KEY, "school", codes[-1]))
    gone: set[str] = set()
    for turn, (what, number) in enumerate(history):
        user = f"user{number}"
        if what == "set":
            gone.add(passwords.get(user, "never"))
            passwords[user] = f"password{turn}"
            slot = keys.password_slot(KEY, "school", passwords[user], SECRET, QUICK, user=user)
            slots = keys.with_slot(slots, KEY, slot)
        else:
            codes.append(recovery_code.new_code())
            slots = keys.with_slot(slots, KEY, keys.recovery_slot(KEY, "school", codes[-1]))
    slots = keys.parse(slots.to_bytes())
    assert slots.is_signed(KEY)
    assert len(slots.to_bytes()) < keys.MOST_BYTES
    assert all(keys.opened_by_password(slots, password, SECRET) for password in passwords.values())
    assert not any(keys.opened_by_password(slots, password, SECRET) for password in gone)
    assert [bool(keys.opened_by_code(slots, code)) for code in codes] == [False] * (len(codes) - 1) + [True]


def test_what_is_bound_to_a_slot_cannot_be_exchanged() -> None:
    slots = slots_of("a")
    for change in ({"role": "teacher"}, {"user": "x"}, {"cost": replace(QUICK, memory=16)}, {"uid": "x"}):
        forged = replace(slots, slots=(replace(slots.slots[0], **change),))
        assert keys.opened_by_password(forged, "a", SECRET) is None
        assert not forged.is_signed(KEY)
    assert keys.opened_by_password(replace(slots, school="other"), "a", SECRET) is None
    assert keys.opened_by_password(slots, "a", b"\x08" * 32) is None


def test_any_wrong_byte_beside_the_book_is_mended(filled: Room) -> None:
    path = keyring.beside(filled.book)
    sound = path.read_bytes()
    for place in range(0, len(sound), 7):
        content = bytearray(sound)
        content[place] ^= 0x15
        path.write_bytes(content)
        unlocked = keyring.unlock(filled.book, filled.places, password=PASSWORD, recovery_code=None)
        assert unlocked.slots.to_bytes() == sound
    opened = filled.open()
    assert path.read_bytes() == sound
    opened.database.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_only_one_file_and_a_wrong_byte_in_it(filled: Room, data: st.DataObject) -> None:
    """Without any copy the password or the recovery code still opens, unless the file is no JSON any more."""
    slots = keys.parse(keyring.beside(filled.book).read_bytes())
    plain = json.loads(slots.to_bytes())
    hit = data.draw(st.sampled_from([0, 1]))
    name = data.draw(st.sampled_from(["salt", "nonce", "sealed", "uid", "role", "argon2id", "device"]))
    plain["slots"][hit][name] = data.draw(st.sampled_from(["AAAA", "", None, 7, {"memory": 1 << 40}]))
    damaged = keys.parse(json.dumps(plain).encode())
    secret = filled.places.device_secret()
    assert secret is not None
    by_password = keys.opened_by_password(damaged, PASSWORD, secret)
    by_code = keys.opened_by_code(damaged, filled.code)
    assert by_password or by_code


@given(st.binary(max_size=300) | st.text().map(str.encode))
def test_no_bytes_upset_the_reader(content: bytes) -> None:
    with pytest.raises(keys.SlotsUnreadable):
        keys.parse(content)


def test_an_older_file_put_back_opens_nothing(filled: Room) -> None:
    before = keyring.beside(filled.book).read_bytes()
    database = filled.open().database
    database.set_password("新密码-青石-42")
    database.close()
    keyring.beside(filled.book).write_bytes(before)
    with pytest.raises(WrongPassword):
        filled.open()
    opened = filled.open("新密码-青石-42")
    assert opened.notices
    opened.database.close()


def test_production_cost_is_never_below_the_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    cost = cost_for_this_machine()
    assert cost.memory >= FLOOR_MEMORY
    assert cost.passes >= FLOOR_PASSES


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the secret by DPAPI")
def test_secret_and_slots_are_for_the_owner_only(filled: Room) -> None:
    private = [filled.places.settings / "device.secret", keyring.beside(filled.book), *filled.places.key_copies()]
    assert len(private) == 3
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in private)
    assert filled.places.device_secret() == filled.places.ensure_device_secret()


def test_a_lost_secret_is_not_replaced_in_silence(filled: Room) -> None:
    secret: Path = filled.places.settings / "device.secret"
    secret.write_bytes(b"short")
    assert filled.places.device_secret() is None
    filled.open(code=filled.code).database.close()
    assert secret.read_bytes() == b"short"
