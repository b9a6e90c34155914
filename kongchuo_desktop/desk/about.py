"""What the program says of itself: version, the parts made by others with their licences, facts for support."""

import platform
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from kongchuo_desktop import __version__
from kongchuo_desktop.kit.resources import read_toml, resource

OWN_LICENCE = "Mozilla Public License 2.0"
INDEX = ("licences", "index.toml")
REQUIREMENT = re.compile(r"^[\w.-]+")
TEXT = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)
LONG = 80  # a "License" field that is longer is the text itself
RECORDS = 2  # newest records of bugs that go along
LONGEST = 6000  # characters of each
FOLDERS = re.compile(r'(?<=")[^"\n]*[/\\](?=[^/\\"\n]+[/\\][^/\\"\n]+[/\\][^/\\"\n]+")')  # whose machine it is


@dataclass(frozen=True)
class Part:
    """One part made by others; `texts` are files with its licence."""

    name: str
    version: str
    licence: str
    use: str
    texts: tuple[Path, ...]


@dataclass(frozen=True)
class Stamp:
    """Which build runs; commit and day are empty in a source tree."""

    version: str
    commit: str = ""
    day: str = ""


def stamp() -> Stamp:
    """Version, and what the build wrote into resources/build.toml."""
    if not resource("build.toml").exists():
        return Stamp(__version__)
    told = read_toml("build.toml")
    return Stamp(str(told.get("version", __version__)), str(told.get("commit", "")), str(told.get("day", "")))


def parts() -> tuple[Part, ...]:
    """Everything bundled, by name: the build's own list, or in a source tree what is installed."""
    if resource(*INDEX).exists():
        return tuple(
            Part(
                part["name"],
                part["version"],
                part["licence"],
                part["use"],
                tuple(resource("licences", text) for text in part["texts"]),
            )
            for part in read_toml(*INDEX)["part"]
        )
    return (*sorted(_installed(), key=lambda part: part.name.lower()), *_typefaces())


def licence_text(part: Part) -> str:
    """All texts of a part, one after the other."""
    found = [path.read_text(encoding="utf-8", errors="replace") for path in part.texts if path.exists()]
    return "\n\n――――――――\n\n".join(found) or f"许可：{part.licence}"


def support_text(records: Iterable[str] = ()) -> str:
    """What helps whoever helps: versions and records of bugs; no name, no school, no path."""
    own = stamp()
    lines = [
        f"控辍 {own.version} {own.commit} {own.day}".strip(),
        f"系统 {platform.system()} {platform.release()} {platform.machine()}",
        f"Python {platform.python_version()}",
        *records,
    ]
    return "\n".join(lines)


def newest_records(folder: Path) -> tuple[str, ...]:
    """The newest records of bugs; they hold types and places in the code only (ui/crash.py)."""
    files = [*sorted(folder.glob("故障记录-*.txt"))[-RECORDS:], *folder.glob("程序突然关闭.txt")]
    told = ((file.stem, file.read_text(encoding="utf-8", errors="replace")[-LONGEST:]) for file in files)
    return tuple(f"\n{name}\n{FOLDERS.sub('', text)}" for name, text in told if text.strip())


def _installed() -> list[Part]:
    """Direct and indirect requirements that are installed here."""
    found: dict[str, Part] = {}
    waiting = ["kongchuo"]
    while waiting:
        try:
            told = metadata.distribution(waiting.pop())
        except metadata.PackageNotFoundError:
            continue
        for line in told.requires or ():
            name = REQUIREMENT.match(line)
            if name and "extra ==" not in line and name.group().lower() not in found:
                part = _part(name.group())
                if part is not None:
                    found[name.group().lower()] = part
                    waiting.append(name.group())
    return list(found.values())


def _part(name: str) -> Part | None:
    try:
        told = metadata.distribution(name)
    except metadata.PackageNotFoundError:  # for another system
        return None
    texts = tuple(Path(str(file.locate())) for file in told.files or () if TEXT.search(file.name))
    known = told.metadata
    short = known["License-Expression"] or known["License"] or ""
    classes = [line.split(" :: ")[-1] for line in known.get_all("Classifier") or () if line.startswith("License ::")]
    licence = short if 0 < len(short) <= LONG else ", ".join(classes) or "见全文"
    return Part(known["Name"], told.version, licence, "程序库", texts)


def _typefaces() -> list[Part]:
    folder = resource("fonts")
    texts = sorted(folder.glob("LICENSE-*.txt"))
    return [Part(path.stem.removeprefix("LICENSE-"), "", "OFL-1.1", "字体", (path,)) for path in texts]
