"""A disk that keeps what was synced, and of the rest what a coin says."""

import random
import re
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass
class File:
    """A file's certain content, and what was done to it since it was last synced."""

    synced: bytearray = field(default_factory=bytearray)
    present: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes] | int] = field(default_factory=list)  # writes, or a new length

    def write(self, place: int, content: bytes) -> None:
        """As pwrite does."""
        self.pending.append((place, content))
        _put(self.present, place, content)

    def truncate(self, length: int) -> None:
        """As ftruncate does."""
        self.pending.append(length)
        _cut(self.present, length)

    def sync(self) -> None:
        """As fsync promises."""
        self.synced, self.pending = bytearray(self.present), []

    def after_the_cut(self, dice: random.Random) -> bytes:
        """One of the contents that may be on the disk."""
        content = bytearray(self.synced)
        for change in self.pending:
            if isinstance(change, int):
                if dice.random() < 0.5:
                    _cut(content, change)
                continue
            place, written = change
            for start in range(place - place % SECTOR, place + len(written), SECTOR):
                low, high = max(start, place), min(start + SECTOR, place + len(written))
                if dice.random() < 0.5:
                    _put(content, low, written[low - place : high - place])
        return bytes(content)


class Disk:
    """The files below one folder, by the system calls that made them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = {path: _certain(path) for path in root.rglob("*") if path.is_file()}
        self.synced_names = dict(self.files)
        self.pending_names: list[tuple[Path, dict[Path, File | None]]] = []  # folder, name → file or nothing
        self.open: dict[int, tuple[Path, File | None, int]] = {}

    def do(self, call: str, arguments: str, result: int) -> None:
        """One system call of the trace."""
        if result < 0:
            return
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in TEXT.findall(arguments)]
        handler = getattr(self, f"_{call}", None)
        if handler:
            handler(arguments, texts, result)

    def _openat(self, arguments: str, texts: list[bytes], descriptor: int) -> None:
        path = Path(texts[0].decode())
        if not path.is_relative_to(self.root):
            self.open.pop(descriptor, None)
            return
        if path.is_dir() or "O_DIRECTORY" in arguments:
            self.open[descriptor] = (path, None, 0)
            return
        if path not in self.files and "O_CREAT" in arguments:
            self.files[path] = File()
            self.pending_names.append((path.parent, {path: self.files[path]}))
        if "O_TRUNC" in arguments and self.files[path].present:
            self.files[path].truncate(0)
        if path in self.files:
            self.open[descriptor] = (path, self.files[path], 0)

    def _pwrite64(self, arguments: str, texts: list[bytes], length: int) -> None:
        found = self._file(arguments)
        if found:
            found.write(int(arguments.rpartition(",")[2]), texts[0][:length])

    def _write(self, arguments: str, texts: list[bytes], length: int) -> None:
        descriptor = int(arguments.partition(",")[0])
        path, found, place = self.open.get(descriptor, (Path(), None, 0))
        if found:
            found.write(place, texts[0][:length])
            self.open[descriptor] = (path, found, place + length)

    def _lseek(self, arguments: str, texts: list[bytes], place: int) -> None:
        descriptor = int(arguments.partition(",")[0])
        if descriptor in self.open:
            path, found, _ = self.open[descriptor]
            self.open[descriptor] = (path, found, place)

    def _fsync(self, arguments: str, texts: list[bytes], result: int) -> None:
        path, found, _ = self.open.get(int(arguments), (Path(), None, 0))
        if found:
            found.sync()
        elif path in {folder for folder, _ in self.pending_names}:
            for folder, names in self.pending_names:
                if folder == path:
                    self._settle(names)
            self.pending_names = [entry for entry in self.pending_names if entry[0] != path]

    _fdatasync = _fsync

    def _ftruncate(self, arguments: str, texts: list[bytes], result: int) -> None:
        found = self._file(arguments)
        if found:
            found.truncate(int(arguments.rpartition(",")[2]))

    def _rename(self, arguments: str, texts: list[bytes], result: int) -> None:
        source, target = (Path(text.decode()) for text in texts)
        if source in self.files:
            self.files[target] = self.files.pop(source)
            self.pending_names.append((target.parent, {source: None, target: self.files[target]}))

    def _unlink(self, arguments: str, texts: list[bytes], result: int) -> None:
        path = Path(texts[0].decode())
        if self.files.pop(path, None):
            self.pending_names.append((path.parent, {path: None}))

    def _close(self, arguments: str, texts: list[bytes], result: int) -> None:
        self.open.pop(int(arguments), None)

    def after_the_cut(self, dice: random.Random, target: Path) -> None:
        """Write one of the disks that may be left into target."""
        names: dict[Path, File] = dict(self.synced_names)
        for _, change in self.pending_names[: dice.randint(0, len(self.pending_names))]:
            _apply(names, change)
        for path, found in names.items():
            place = target / path.relative_to(self.root)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(found.after_the_cut(dice))

    def _settle(self, change: dict[Path, File | None]) -> None:
        _apply(self.synced_names, change)

    def _file(self, arguments: str) -> File | None:
        return self.open.get(int(arguments.partition(",")[0]), (Path(), None, 0))[1]


def _apply(names: dict[Path, File], change: dict[Path, File | None]) -> None:
    for path, found in change.items():
        if found is None:
            names.pop(path, None)
        else:
            names[path] = found


def _put(content: bytearray, place: int, written: bytes) -> None:
    content.extend(bytes(max(0, place - len(content))))
    content[place : place + len(written)] = written


def _cut(content: bytearray, length: int) -> None:
    content.extend(bytes(max(0, length - len(content))))
    del content[length:]


def _certain(path: Path) -> File:
    content = path.read_bytes()
    return File(bytearray(content), bytearray(content))
