"""What may be committed, and how large it may grow."""

import ast
import re
from statistics import median

from tests.architecture.tree import PACKAGE, ROOT, dotted, modules, own_files, text_of

# Addresses that stand in licences, XML namespaces and icons; nothing is fetched from them.
_KNOWN = "mozilla|w3|freedesktop|openxmlformats|purl|oasis-open"
KNOWN_HOSTS = re.compile(rf"(^|\.)({_KNOWN})\.org$|(^|\.)microsoft\.com$|\.invalid$")
ADDRESS = re.compile(r"https?://([\w.-]+)")
# A letter of each stands in brackets, so that this file doesn't name them either.
REGISTRY = re.compile(r"pyp[i]\.|python[h]osted|npm[j]s\.|deb\.[d]ebian|mirror[s]?\.")
MACHINE_PATH = re.compile(r"/[w]ork/|/[r]oot/|/[h]ome/\w{2,}|[A-Z]:\\[U]sers\\|\.\./[s]hared")
SECRET = re.compile(r"BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_\w{30,}|xox[abp]-\w{10,}")

FILE_LINES = 400
FUNCTION_LINES = 60  # goal: 40
WRITTEN_ONCE = "/migrations/versions/"  # generated from the models, frozen from then on


def test_no_file_names_a_host_a_machine_or_a_secret() -> None:
    found = []
    for path in own_files():
        text = text_of(path)
        hosts = [host for host in ADDRESS.findall(text) if not KNOWN_HOSTS.search(host)]
        if "licen" not in path.name.lower():
            found += [f"{path.relative_to(ROOT)}: address of {host}" for host in hosts]
        for what, pattern in (("registry", REGISTRY), ("path", MACHINE_PATH), ("secret", SECRET)):
            found += [f"{path.relative_to(ROOT)}: {what} {hit.group()!r}" for hit in pattern.finditer(text)]
    assert not found, "\n".join(found)


def test_no_book_key_or_font_is_committed() -> None:
    names = [path.name for path in own_files() if "old_books" not in path.parts]
    assert not [name for name in names if name.endswith((".kongchuo", ".keys", ".ttf", ".otf", ".ttc"))]


def test_no_module_outgrows_a_sitting() -> None:
    scripts = [path for path in own_files() if path.suffix == ".py" and WRITTEN_ONCE not in path.as_posix()]
    lengths = {path: len(text_of(path).splitlines()) for path in scripts}
    assert not {str(path.relative_to(ROOT)): lines for path, lines in lengths.items() if lines > FILE_LINES}


def test_functions_stay_small() -> None:
    lengths = {
        f"{dotted(path)}.{node.name}": _lines(node)
        for path, tree in modules().items()
        for node in _functions(tree)
        if WRITTEN_ONCE not in path.as_posix()
    }
    assert not {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES}
    assert median(lengths.values()) <= 10


def test_names_say_what_a_thing_does() -> None:
    empty = re.compile(r"(Manager|Helper|Utils?|Base|Data)$")
    nodes = [node for tree in modules().values() for node in ast.walk(tree)]
    classes = {node.name for node in nodes if isinstance(node, ast.ClassDef)}
    assert not [name for name in classes - {"Base"} if empty.search(name)]  # Base: SQLAlchemy's own word
    assert not [path for path in PACKAGE.rglob("*.py") if path.stem in ("utils", "helpers", "misc", "common")]


def test_nothing_but_the_command_line_prints() -> None:
    """Words for a person leave through cli.py or the window."""
    calls = [
        f"{dotted(path)}:{node.lineno}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
        and not dotted(path).startswith("kongchuo_desktop.cli")
    ]
    assert not calls


def _functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1
