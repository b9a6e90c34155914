"""Windows keeps a secret for the signed-in user (DPAPI)."""

import ctypes
import sys
from typing import Any

UI_FORBIDDEN = 0x1


class _Blob(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint32), ("content", ctypes.POINTER(ctypes.c_char)))


def protect(secret: bytes) -> bytes:
    """The secret, readable only by this Windows user on this installation."""
    kept = _call("CryptProtectData", secret)
    if kept is None:
        raise OSError("CryptProtectData failed")
    return kept


def unprotect(kept: bytes) -> bytes | None:
    """The secret again, None when this user or installation may not read it (e.g. Windows was set up anew)."""
    return _call("CryptUnprotectData", kept)


def _call(name: str, content: bytes) -> bytes | None:
    if sys.platform != "win32":
        raise OSError("DPAPI is a part of Windows")
    library: Any = ctypes.windll.crypt32
    buffer = ctypes.create_string_buffer(content, len(content))
    given = _Blob(len(content), ctypes.cast(buffer, ctypes.POINTER(ctypes.c_char)))
    answer = _Blob()
    done = getattr(library, name)(ctypes.byref(given), None, None, None, None, UI_FORBIDDEN, ctypes.byref(answer))
    if not done:
        return None
    try:
        return ctypes.string_at(answer.content, answer.size)
    finally:
        ctypes.windll.kernel32.LocalFree(answer.content)
