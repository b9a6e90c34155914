"""One backup is one file: a plain zip of the encrypted book, its key slots and a manifest without any child's name."""

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from kongchuo_desktop.storage import files
from kongchuo_desktop.storage.errors import BackupBroken

SUFFIX = ".kongchuo-backup"
FORMAT = 1
MANIFEST, KEYS, BOOK = "manifest.json", "book.keys", "book.db"
PIECE = 1 << 20
MOST_MANIFEST = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself; readable without any key."""

    school: str  # uid
    name: str  # of the book's file
    sequence: int
    at: str  # ISO, with the offset from UTC
    why: str
    schema: int
    app_version: str
    counts: Mapping[str, int]  # rows by table
    audit_seq: int
    audit_hash: str
    book_sha256: str = ""
    keys_sha256: str = ""
    book_size: int = 0
    format: int = FORMAT


@dataclass(frozen=True)
class Backup:
    """A backup as it is listed. `valid` only after its whole content was read and compared with the manifest."""

    path: Path
    sequence: int
    at: datetime | None
    why: str
    name: str
    school: str
    size: int
    valid: bool
    audit_seq: int = 0
    audit_hash: str = ""
    schema: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def pupils(self) -> int:
        """How many children it holds."""
        return self.counts.get("pupil", 0)


def write(target: Path, manifest: Manifest, *, book: Path, keys: bytes) -> None:
    """Write, sync and read back before the file gets its name: a listed name is a finished backup."""
    part = target.with_name(f".{target.name}.part")
    told = {**asdict(manifest), "book_sha256": sha256(book), "keys_sha256": hashlib.sha256(keys).hexdigest()}
    told["book_size"] = book.stat().st_size
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))
        archive.writestr(KEYS, keys)
        archive.write(book, BOOK)
    files.sync_file(part)
    if not look(part).valid:
        raise BackupBroken(target)
    files.rename(part, target)


def look(path: Path, *, thorough: bool = True) -> Backup:
    """What a file in a backup folder is; reads all of it, or (not thorough) only what it says about itself."""
    try:
        size = path.stat().st_size
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive)
            valid = not thorough or _is_whole(archive, manifest)
        return Backup(
            path, manifest.sequence, datetime.fromisoformat(manifest.at), manifest.why, manifest.name, manifest.school,
            size, valid, manifest.audit_seq, manifest.audit_hash, manifest.schema, manifest.counts,
        )  # fmt: skip
    except _UNREADABLE:
        return Backup(path, sequence_in(path.name), None, "", path.stem, "", _size(path), valid=False)


def read_keys(path: Path) -> bytes:
    """The key slots inside."""
    with zipfile.ZipFile(path) as archive, archive.open(KEYS) as stream:
        return stream.read(files.MOST_SMALL)


def unpack_book(path: Path, target: Path) -> None:
    """The encrypted book as a file of its own, synced. Raises BackupBroken."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(BOOK) as source, target.open("wb") as out:
            while piece := source.read(PIECE):
                out.write(piece)
        files.sync_file(target)
    except OSError as error:
        raise files.disk_error(error, target) from error
    except _UNREADABLE as error:
        raise BackupBroken(path) from error


def sequence_in(name: str) -> int:
    """The running number at the end of a backup's name, 0 when there is none."""
    number = name.removesuffix(SUFFIX).rpartition("-")[2]
    return int(number) if number.isdecimal() else 0


def sha256(path: Path) -> str:
    """The hash of a file."""
    with path.open("rb") as stream:
        return _hash(stream)


def _is_whole(archive: zipfile.ZipFile, manifest: Manifest) -> bool:
    return (
        sorted(archive.namelist()) == sorted((MANIFEST, KEYS, BOOK))
        and _digest(archive, BOOK) == manifest.book_sha256
        and _digest(archive, KEYS) == manifest.keys_sha256
    )


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as stream:
        return _hash(stream)


def _hash(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := stream.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    with archive.open(MANIFEST) as stream:
        plain: dict[str, Any] = json.loads(stream.read(MOST_MANIFEST))
    if plain["format"] != FORMAT:
        raise ValueError("another format")
    counts = {str(table): int(count) for table, count in plain["counts"].items()}
    known = {key: plain[key] for key in Manifest.__dataclass_fields__}
    return Manifest(**{**known, "counts": counts, "sequence": int(plain["sequence"])})


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


_UNREADABLE = (
    OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, NotImplementedError, RuntimeError,
    zipfile.BadZipFile,
)  # fmt: skip
