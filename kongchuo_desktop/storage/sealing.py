"""Notes inside the book that the book's own password does not open: sealed under a key of their writer's.

The writer's key is random; it is kept wrapped twice, by the writer's password (argon2id) and by a recovery code
that was written down. A new password wraps the same key anew; the log keeps the former wrapping, so a password
that others came to know is better answered with a new key.
"""

import base64
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kongchuo_desktop.storage.key_cost import KeyCost
from kongchuo_desktop.storage.keys import KEY_SIZE, bearable, derived

FORMAT = 1
NONCE, SALT, UID = 12, 16, 16  # bytes


@dataclass(frozen=True)
class NoteKey:
    """An opened key of a writer; `uid` names it inside what it sealed."""

    uid: str  # 32 hex digits
    key: bytes = field(repr=False)

    def seal(self, text: str, bound: str) -> bytes:
        """A text sealed; it opens only beside the same `bound` (the identity of the row it stands in)."""
        nonce = secrets.token_bytes(NONCE)
        head = bytes([FORMAT]) + bytes.fromhex(self.uid)
        return head + nonce + AESGCM(self.key).encrypt(nonce, text.encode(), head + bound.encode())

    def unseal(self, sealed: bytes, bound: str) -> str | None:
        """The text, or None where another key sealed it, or it was moved or damaged."""
        head, nonce, rest = sealed[: UID + 1], sealed[UID + 1 : UID + 1 + NONCE], sealed[UID + 1 + NONCE :]
        if head != bytes([FORMAT]) + bytes.fromhex(self.uid):
            return None
        try:
            return AESGCM(self.key).decrypt(nonce, rest, head + bound.encode()).decode()
        except (InvalidTag, ValueError):
            return None


def new_key(uid: str) -> NoteKey:
    """A fresh random key."""
    return NoteKey(uid, secrets.token_bytes(KEY_SIZE))


def wrap(key: NoteKey, *, password: str, code: str, cost: KeyCost) -> str:
    """The key wrapped by a password and by a recovery code (in its normal form), as JSON."""
    plain = {"format": FORMAT, "password": _by_password(key, password, cost), "code": _by_code(key, code)}
    return json.dumps(plain)


def rewrap(wrapped: str, key: NoteKey, *, password: str, cost: KeyCost) -> str:
    """The same key under another password; the code stays."""
    return json.dumps({**json.loads(wrapped), "password": _by_password(key, password, cost)})


def unwrap(wrapped: str, uid: str, *, password: str = "", code: str = "") -> NoteKey | None:
    """The key by password or by code; None when it does not open."""
    try:
        part: dict[str, Any] = json.loads(wrapped)["code" if code else "password"]
        salt = base64.b64decode(part["salt"])
        if code:
            return _open(part, uid, derived(code.encode(), "note code", salt))
        cost = KeyCost(**part["argon2id"])
        return _open(part, uid, cost.stretch(password, salt)) if bearable(cost) else None
    except (ValueError, KeyError, TypeError):
        return None


def _by_password(key: NoteKey, password: str, cost: KeyCost) -> dict[str, Any]:
    salt = secrets.token_bytes(SALT)
    return {"argon2id": cost.as_json(), **_part(key, salt, cost.stretch(password, salt))}


def _by_code(key: NoteKey, code: str) -> dict[str, Any]:
    salt = secrets.token_bytes(SALT)
    return _part(key, salt, derived(code.encode(), "note code", salt))


def _part(key: NoteKey, salt: bytes, wrapping: bytes) -> dict[str, Any]:
    nonce = secrets.token_bytes(NONCE)
    sealed = AESGCM(wrapping).encrypt(nonce, key.key, key.uid.encode())
    parts = {"salt": salt, "nonce": nonce, "sealed": sealed}
    return {name: base64.b64encode(value).decode() for name, value in parts.items()}


def _open(part: dict[str, Any], uid: str, wrapping: bytes) -> NoteKey | None:
    try:
        key = AESGCM(wrapping).decrypt(base64.b64decode(part["nonce"]), base64.b64decode(part["sealed"]), uid.encode())
    except InvalidTag:
        return None
    return NoteKey(uid, key) if len(key) == KEY_SIZE else None
