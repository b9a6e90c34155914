"""What the import contracts of pyproject.toml can't say."""

import ast
import importlib
import re
from pathlib import Path

import grimp
import pytest

from tests.architecture.tree import PACKAGE, dotted, modules


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph("kongchuo_desktop", include_external_packages=True, cache_dir=None)


def test_rules_see_neither_screen_nor_database(imports: grimp.ImportGraph) -> None:
    """Rules are plain values in, plain values out: they can be read and tested by whoever knows schools."""
    rules = [name for name in imports.modules if re.match(r"kongchuo_desktop\.school\..*rules$", name)]
    outside = [name for name in ("PySide6", "sqlalchemy", "sqlcipher3") if name in imports.modules]
    ways = [imports.find_shortest_chain(rule, name) for rule in rules for name in outside]
    assert not [" -> ".join(way) for way in ways if way]


def test_only_the_two_faces_and_the_edge_ask_for_the_time() -> None:
    """Below the faces time comes in as an argument, so that any day can be tested."""
    allowed = ("kongchuo_desktop.ui", "kongchuo_desktop.cli", "kongchuo_desktop.app")
    asked = [
        f"{dotted(path)}:{node.lineno}"
        for path, tree in modules().items()
        if not dotted(path).startswith(allowed)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("today", "now", "utcnow")
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("date", "datetime")
    ]
    assert not asked


def test_nothing_is_global() -> None:
    found = [
        f"{dotted(path)}:{node.lineno}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Global)
    ]
    assert not found


@pytest.mark.parametrize("floor", ["documents", "reports", "sheets"])
def test_every_kind_is_in_its_catalogue(floor: str) -> None:
    declaring = [path for path in sorted((PACKAGE / floor).rglob("*.py")) if _declares_kind(path)]
    if not declaring:
        pytest.skip(f"{floor} has no KIND yet")
    kinds = importlib.import_module(f"kongchuo_desktop.{floor}.catalogue").KINDS
    forgotten = [path.name for path in declaring if not _kinds_of(path) <= {id(kind) for kind in kinds}]
    assert not forgotten
    assert len({kind.key for kind in kinds}) == len(kinds), "two kinds share a key"


def _declares_kind(path: Path) -> bool:
    if path.stem == "catalogue":
        return False
    return any(name in ("KIND", "KINDS") for name in _top_level_names(path))


def _top_level_names(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    targets = [
        target
        for node in tree.body
        for target in (node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)])
    ]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _kinds_of(path: Path) -> set[int]:
    """Identities of what a module declares: its KIND, or each of its KINDS."""
    module = importlib.import_module(dotted(path))
    return {id(kind) for kind in getattr(module, "KINDS", None) or (module.KIND,)}
