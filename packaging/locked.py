"""Which packages of requirements.lock the finished program takes along. Standard library only."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

import environment

_START = re.compile(r"^(?=[\w.-]+==)", re.MULTILINE)
_HEAD = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?:\s*;\s*(?P<marker>[^\\\n]+?))?\s*\\?\n")
_PLATFORM = re.compile(r"sys_platform == '(\w+)'")
_VIA = re.compile(r"^\s*#(?:\s+via)?\s+([\w.-]+)", re.MULTILINE)


@dataclass(frozen=True)
class Locked:
    """One package of the lock: its line without marker, its hashes, who asks for it."""

    name: str
    version: str
    platform: str  # "" or the one sys_platform that it is for
    text: str
    asked_by: frozenset[str]


def read(text: str) -> dict[str, Locked]:
    """Every package of the lock by its name."""
    found = {}
    for block in _START.split(text)[1:]:
        head = _HEAD.match(block)
        if head is None:
            raise ValueError(block.splitlines()[0])
        name = plain(head["name"])
        platform = _PLATFORM.search(head["marker"] or "")
        kept = "".join(line + "\n" for line in block.splitlines() if "--hash" in line)
        asked_by = frozenset(plain(asker) for asker in _VIA.findall(block) if asker != "via")
        line = f"{head['name']}=={head['version']} \\\n{kept}"
        found[name] = Locked(name, head["version"], platform[1] if platform else "", line, asked_by)
    return found


def plain(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def going_along(lock: dict[str, Locked], direct: set[str], *, platform: str) -> list[Locked]:
    """What the program itself asks for, directly or not, on `platform` (linux, win32); nothing of the developers'."""
    chosen = {plain(name) for name in direct}
    while True:
        more = {one.name for one in lock.values() if one.asked_by & chosen} - chosen
        if not more:
            break
        chosen |= more
    found = (lock[name] for name in sorted(chosen))
    return [one for one in found if one.platform in ("", platform)]


def of_this_tree(*, platform: str) -> list[Locked]:
    """The same of this tree's lock and project file."""
    project = tomllib.loads((environment.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = {pin.split("==")[0] for pin in project["dependencies"]}
    return going_along(read(environment.LOCK.read_text(encoding="utf-8")), direct, platform=platform)
