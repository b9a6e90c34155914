"""Licences of everything bundled: resources/licences/ of the finished program with one index. Standard library only.

index.toml holds a `[[part]]` for each: name, version, licence (its author's words), use, texts (files of the folder).
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path

import environment
import machine

OWN = Path(__file__).with_name("licences")
_TEXT = re.compile(r"(licen[cs]e|copying|notice|copyright|authors)", re.IGNORECASE)
_LONG = 80  # a "License" field that is longer is the text itself


class NoLicenceError(machine.SetUpStoppedError):
    """A bundled part came without a licence text; the message says where to put one."""


@dataclass(frozen=True)
class Part:
    """One part of the program that others made. `texts`: (file, its name in the folder)."""

    name: str
    version: str
    licence: str
    use: str
    texts: tuple[tuple[Path, str], ...]


def collect(to: Path, parts: Iterable[Part]) -> int:
    """Write texts and index into the folder, sorted by name; how many parts there are."""
    ordered = sorted(parts, key=lambda part: (part.name.lower(), part.version))
    shutil.rmtree(to, ignore_errors=True)
    for part in ordered:
        for file, name in part.texts:
            place = to / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)
    (to / "index.toml").write_text(index(ordered), encoding="utf-8")
    return len(ordered)


def index(parts: Iterable[Part]) -> str:
    """The text of index.toml; a part without a text is refused."""
    blocks = []
    for part in parts:
        if not part.texts:
            raise NoLicenceError(f"{part.name} has no licence text: put one into packaging/licences and parts.toml")
        fields = {"name": part.name, "version": part.version, "licence": part.licence, "use": part.use}
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items()]
        texts = json.dumps([name for _, name in part.texts], ensure_ascii=False)
        blocks.append("\n".join(["[[part]]", *lines, f"texts = {texts}\n"]))
    return "\n".join(blocks)


def parts_of(site: Path, names: Iterable[str], *, on: str, python: Path) -> list[Part]:
    """The parts of a build: the named distributions of `site`, what is within them, Python (its licence), typefaces."""
    own = tomllib.loads((OWN / "parts.toml").read_text(encoding="utf-8"))
    given = {name: tuple((OWN / text, text) for text in texts) for name, texts in own["texts"].items()}
    distributions = {name: of_distribution(site, name, given.get(name, ())) for name in names}
    parts = list(distributions.values())
    for entry in own["part"]:
        if entry.get("on", on) == on:
            texts = tuple((OWN / text, text) for text in entry["texts"])
            shared = distributions[entry["texts_of"]].texts if "texts_of" in entry else ()
            parts.append(Part(entry["name"], entry["version"], entry["licence"], entry["use"], texts + shared))
    parts.append(Part("Python", "3.11", "PSF-2.0", "语言", ((python, "LICENSE-Python.txt"),)))
    fonts = environment.FONTS
    for file, told in own["fonts"].items():
        parts.append(Part(told["name"], "", told["licence"], "字体", ((fonts / file, file),)))
    return parts


def of_distribution(site: Path, name: str, given: tuple[tuple[Path, str], ...] = ()) -> Part:
    """What a distribution's metadata says of itself, with every licence text beside it."""
    found = next(iter(metadata.distributions(name=name, path=[str(site)])), None)
    if found is None:
        raise NoLicenceError(f"{name} is in the lock but not in {site}")
    told = found.metadata
    texts = []
    for file in found.files or []:
        if ".dist-info" in file.parts[0] and len(file.parts) > 1 and _TEXT.search("/".join(file.parts[1:])):
            inside = [part for part in file.parts[1:] if part != "licenses"]
            texts.append((Path(str(file.locate())), "/".join([told["Name"], *inside])))
    return Part(told["Name"], found.version, licence_of(told), "程序库", tuple(sorted(texts)) + given)


def licence_of(told: metadata.PackageMetadata) -> str:
    """The licence in few words: expression, short field, or classifiers."""
    if "License-Expression" in told:
        return told["License-Expression"]
    short = told["License"].strip() if "License" in told else ""
    if short and len(short) <= _LONG and "\n" not in short:
        return short
    ours = [line.split(" :: ")[-1] for line in told.get_all("Classifier") or [] if line.startswith("License ::")]
    return ", ".join(ours) or "见全文"


def of_system(libraries: Iterable[Path]) -> list[Part]:
    """The Debian packages that libraries of the system came from, with their copyright files."""
    parts: dict[str, Part] = {}
    for library in libraries:
        package = _package(library.name)
        copyright_file = Path("/usr/share/doc") / package / "copyright"
        if package and copyright_file.exists() and package not in parts:
            text = (copyright_file, f"debian/{package}-copyright.txt")
            parts[package] = Part(package, _version(package), "见全文", "系统库", (text,))
    return list(parts.values())


def bootloader(site: Path) -> Part:
    """PyInstaller's starter, the one piece of it that goes along: GPL with an exception for what it starts."""
    part = of_distribution(site, "pyinstaller")
    return replace(part, name="PyInstaller (bootloader)", use="启动程序")


def _package(library: str) -> str:
    """The Debian package of a library; "" when it is no package's."""
    told = _asked("dpkg", "-S", f"*/{library}")
    return told.split(":")[0].split(",")[0] if told else ""


def _version(package: str) -> str:
    return _asked("dpkg-query", "-W", "-f", "${Version}\n", package).split("\n")[0]


def _asked(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""


def of_installer() -> list[Part]:
    """What NSIS and mingw-w64 put of themselves into the installer and the launchers, from this machine's packages."""
    uses = {"nsis": "安装程序", "mingw-w64-common": "启动程序"}
    parts = []
    for package, use in uses.items():
        file = Path("/usr/share/doc") / package / "copyright"
        if file.exists():
            text = (file, f"debian/{package}-copyright.txt")
            parts.append(Part(package, _version(package), "见全文", use, (text,)))
    return parts
