"""The key slots (钥匙文件): the random data key of a book, sealed once per way of opening it.

The file is JSON of at most 16 KB. A password slot needs the password and this machine's device
secret, so that a lost stick or backup can't be guessed at; a recovery slot needs only the code and
opens on any computer. Slots carry a user and a role: accounts per person fill them later.
"""

import base64
import hashlib
import hmac
import json
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kongchuo_desktop.storage.key_cost import FLOOR_PASSES, KeyCost

KEY_SIZE = 32
FORMAT = 1
MOST_BYTES = 16_384
SIZES = (16, 12, KEY_SIZE + 16)  # of salt, nonce, sealed key with its tag
PASSWORD, RECOVERY = "password", "recovery"
FULL_ACCESS = "principal"
HARDEST = KeyCost(2 * 1024 * 1024, 64, 64)  # a damaged file must not ask for more than a machine has


class SlotsUnreadable(Exception):
    """The bytes are no slot file; callers look for another copy."""


@dataclass(frozen=True)
class Slot:
    """One way to the data key."""

    uid: str
    user: str
    role: str
    kind: str  # password | recovery
    device: str  # mark of the device secret, "" for a recovery slot
    cost: KeyCost | None
    salt: bytes
    nonce: bytes = b""
    sealed: bytes = b""

    def bound(self, school: str) -> bytes:
        """What can't be exchanged without breaking the seal."""
        cost = self.cost.as_json() if self.cost else None
        return _canonical([school, self.uid, self.user, self.role, self.kind, self.device, cost])


@dataclass(frozen=True)
class KeySlots:
    """All slots of one school's book. `mark` is the hex of the first 16 bytes of the book's file."""

    school: str
    sequence: int
    mark: str
    slots: tuple[Slot, ...]
    mac: str = ""

    def signed(self, data_key: bytes) -> "KeySlots":
        """With the MAC that only a holder of the data key can make."""
        return replace(self, mac=self._mac(data_key))

    def is_signed(self, data_key: bytes) -> bool:
        """Whether nothing was changed without the data key."""
        return hmac.compare_digest(self.mac, self._mac(data_key))

    def to_bytes(self) -> bytes:
        """The file."""
        return json.dumps({**self._plain(), "mac": self.mac}, ensure_ascii=False, indent=1).encode()

    def _mac(self, data_key: bytes) -> str:
        return hmac.digest(derived(data_key, "key slots"), _canonical(self._plain()), "sha256").hex()

    def _plain(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "school": self.school,
            "sequence": self.sequence,
            "mark": self.mark,
            "slots": [_slot_plain(slot) for slot in self.slots],
        }


def derived(key: bytes, purpose: str, salt: bytes = b"") -> bytes:
    """A 32-byte key for one purpose (HKDF-SHA256)."""
    return HKDF(SHA256(), KEY_SIZE, salt or None, f"kongchuo {purpose}".encode()).derive(key)


def device_mark(secret: bytes) -> str:
    """Tells whether a slot was sealed on this machine, without telling the secret."""
    return hashlib.sha256(b"kongchuo device mark" + secret).hexdigest()[:16]


def password_slot(
    data_key: bytes,
    school: str,
    password: str,
    secret: bytes,
    cost: KeyCost,
    *,
    user: str = "",
    role: str = FULL_ACCESS,
) -> Slot:
    """The data key sealed under a password on this machine."""
    slot = Slot(uuid.uuid4().hex, user, role, PASSWORD, device_mark(secret), cost, secrets.token_bytes(16))
    return _sealed(slot, data_key, school, _password_key(slot.salt, cost, password, secret))


def recovery_slot(data_key: bytes, school: str, code: str) -> Slot:
    """The data key sealed under a recovery code (in its normal form); 140 random bits need no stretching."""
    slot = Slot(uuid.uuid4().hex, "", FULL_ACCESS, RECOVERY, "", None, secrets.token_bytes(16))
    return _sealed(slot, data_key, school, _code_key(slot, code))


def opened_by_password(slots: KeySlots, password: str, secret: bytes) -> tuple[bytes, Slot] | None:
    """The data key and the slot that gave it; None when no slot opens."""
    mine = [(s, s.cost) for s in slots.slots if s.kind == PASSWORD and s.cost and s.device == device_mark(secret)]
    return _first(
        (slot, _opened(slot, slots.school, _password_key(slot.salt, cost, password, secret))) for slot, cost in mine
    )


def opened_by_code(slots: KeySlots, code: str) -> tuple[bytes, Slot] | None:
    """The same by a recovery code in its normal form."""
    paper = [slot for slot in slots.slots if slot.kind == RECOVERY]
    return _first((slot, _opened(slot, slots.school, _code_key(slot, code))) for slot in paper)


def has_password_for(slots: KeySlots, secret: bytes | None) -> bool:
    """Whether a password of this machine could open it at all."""
    return secret is not None and any(slot.device == device_mark(secret) for slot in slots.slots)


def with_slot(slots: KeySlots, data_key: bytes, slot: Slot) -> KeySlots:
    """With slot in the place of those it supersedes: same kind, user and device."""
    kept = tuple(old for old in slots.slots if _seat(old) != _seat(slot))
    return replace(slots, sequence=slots.sequence + 1, slots=(*kept, slot)).signed(data_key)


def parse(content: bytes) -> KeySlots:
    """The slots of a file; raises SlotsUnreadable. Nothing in it is trusted before a slot opens."""
    try:
        plain = json.loads(content) if len(content) <= MOST_BYTES else None
        if not isinstance(plain, dict) or plain["format"] != FORMAT:
            raise SlotsUnreadable
        slots = tuple(slot for slot in map(_slot_or_none, plain["slots"]) if slot)
        return KeySlots(str(plain["school"]), int(plain["sequence"]), str(plain["mark"]), slots, str(plain["mac"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SlotsUnreadable from error


def _seat(slot: Slot) -> tuple[str, str, str]:
    return slot.kind, slot.user, slot.device


def _sealed(slot: Slot, data_key: bytes, school: str, key: bytes) -> Slot:
    nonce = secrets.token_bytes(12)
    return replace(slot, nonce=nonce, sealed=AESGCM(key).encrypt(nonce, data_key, slot.bound(school)))


def _opened(slot: Slot, school: str, key: bytes) -> bytes | None:
    try:
        data_key = AESGCM(key).decrypt(slot.nonce, slot.sealed, slot.bound(school))
    except (InvalidTag, ValueError):
        return None
    return data_key if len(data_key) == KEY_SIZE else None


def _password_key(salt: bytes, cost: KeyCost, password: str, secret: bytes) -> bytes:
    return derived(cost.stretch(password, salt), "password slot", secret)


def _code_key(slot: Slot, code: str) -> bytes:
    return derived(code.encode(), "recovery slot", slot.salt)


def _first(tried: Iterable[tuple[Slot, bytes | None]]) -> tuple[bytes, Slot] | None:
    return next(((key, slot) for slot, key in tried if key), None)


def _canonical(plain: Any) -> bytes:
    return json.dumps(plain, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def _slot_plain(slot: Slot) -> dict[str, Any]:
    return {
        "uid": slot.uid,
        "user": slot.user,
        "role": slot.role,
        "kind": slot.kind,
        "device": slot.device,
        "argon2id": slot.cost.as_json() if slot.cost else None,
        "salt": base64.b64encode(slot.salt).decode(),
        "nonce": base64.b64encode(slot.nonce).decode(),
        "sealed": base64.b64encode(slot.sealed).decode(),
    }


def _slot_or_none(plain: Any) -> Slot | None:
    """One slot, or None where it is damaged: the others may still open."""
    try:
        cost = KeyCost(**plain["argon2id"]) if plain["argon2id"] is not None else None
        if cost and not bearable(cost):
            return None
        texts = [str(plain[key]) for key in ("uid", "user", "role", "kind", "device")]
        salt, nonce, sealed = (base64.b64decode(plain[key]) for key in ("salt", "nonce", "sealed"))
        if (len(salt), len(nonce), len(sealed)) != SIZES:
            return None
        return Slot(texts[0], texts[1], texts[2], texts[3], texts[4], cost, salt, nonce, sealed)
    except (ValueError, KeyError, TypeError):
        return None


def bearable(cost: KeyCost) -> bool:
    """Whether a machine could work these costs out at all: a damaged file must not ask for more."""
    numbers = (cost.memory, cost.passes, cost.lanes)
    if not all(type(number) is int for number in numbers):
        return False
    whole = 8 * cost.lanes <= cost.memory <= HARDEST.memory
    return whole and 1 <= cost.passes <= max(FLOOR_PASSES, HARDEST.passes) and 1 <= cost.lanes <= HARDEST.lanes
