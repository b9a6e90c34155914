"""The lock and the commands that bring a bare machine to work."""

import ast
import re
import subprocess
import sys
import tomllib

from tests.architecture.tree import ROOT

LOCK = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
LOCKED = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", LOCK, flags=re.MULTILINE))


def test_the_lock_holds_every_pin_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    unpinned = [pin for pin in pins if not re.fullmatch(r"[\w.\[\]-]+==[\w.]+( *;.*)?", pin)]
    assert not unpinned
    named = dict(pin.split(";")[0].strip().split("==") for pin in pins)
    assert {name: LOCKED.get(name.lower().replace("_", "-")) for name in named} == named


def test_every_locked_package_has_a_hash_and_no_address() -> None:
    blocks = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(LOCKED)
    assert not [block.split()[0] for block in blocks if "--hash=sha256:" not in block]
    assert "://" not in LOCK
    assert "--index" not in LOCK


def test_the_commands_need_nothing_but_python() -> None:
    paths = (ROOT / "packaging").glob("*.py")
    scripts = {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    imported = {name.split(".")[0] for tree in scripts.values() for node in ast.walk(tree) for name in _imported(node)}
    assert imported <= sys.stdlib_module_names | scripts.keys() | {"kongchuo_desktop"}  # frozen.py is the program


def test_the_command_tells_what_it_can_do() -> None:
    command = [sys.executable, "-S", "-E", "packaging/dev.py", "--help"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    commands = [line.split()[2] for line in told.splitlines()]
    assert commands == ["run", "test", "bench", "shots", "pictures", "build", "lock"]


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module]
    return []
