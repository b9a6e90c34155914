"""Where this machine keeps its own things: the device secret, copies of key slots, books and backups."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from kongchuo_desktop.storage import files
from kongchuo_desktop.storage.key_cost import KeyCost

SECRET_SIZE = 32


@dataclass(frozen=True)
class Places:
    """The machine's own folders; none of them need exist yet. Nothing below `settings` ever goes to a USB stick."""

    settings: Path
    backups: Path
    books: Path
    cost: KeyCost | None = None  # None: measured on this machine. Tests give a small one

    @classmethod
    def of_this_machine(cls, environ: Mapping[str, str] = os.environ) -> "Places":
        """The user's own (not roaming) folder, or what KONGCHUO_HOME names."""
        home = environ.get("KONGCHUO_HOME")
        root = Path(home) if home else platformdirs.user_data_path("kongchuo", appauthor=False)
        return cls.under(root)

    @classmethod
    def under(cls, root: Path, cost: KeyCost | None = None) -> "Places":
        """Everything below one folder."""
        return cls(root / "settings", root / "backups", root / "books", cost)

    def device_secret(self) -> bytes | None:
        """The 32 bytes that a password on this machine needs beside it; None before the first password."""
        try:
            kept = (self.settings / "device.secret").read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise files.disk_error(error, self.settings) from error
        secret = _unprotected(kept)
        return secret if secret and len(secret) == SECRET_SIZE else None

    def ensure_device_secret(self) -> bytes:
        """The device secret, drawn now if there is none."""
        present = self.device_secret()
        if present:
            return present
        secret = os.urandom(SECRET_SIZE)
        self.settings.mkdir(parents=True, exist_ok=True, mode=0o700)
        files.write_durably(self.settings / "device.secret", _protected(secret))
        return secret

    def key_copies(self) -> tuple[Path, ...]:
        """The copies of key-slot files kept on this machine."""
        return tuple(sorted((self.settings / "keys").glob("*.keys")))

    def key_copy(self, school_uid: str) -> Path:
        """Where the copy of one school's key slots goes."""
        return self.settings / "keys" / f"{school_uid}.keys"

    def school_backups(self, school_uid: str) -> Path:
        """The folder of one school's backups."""
        return self.backups / school_uid


def _protected(secret: bytes) -> bytes:
    if sys.platform != "win32":
        return secret
    from kongchuo_desktop.storage import dpapi

    return dpapi.protect(secret)


def _unprotected(kept: bytes) -> bytes | None:
    if sys.platform != "win32":
        return kept
    from kongchuo_desktop.storage import dpapi

    return dpapi.unprotect(kept)
