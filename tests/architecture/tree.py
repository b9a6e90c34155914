"""The project's own files, as git would commit them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "kongchuo_desktop"
_MADE_HERE = {".git", ".venv", "out", "build", "dist", "__pycache__"}


@cache
def own_files() -> list[Path]:
    """Files known to git and new ones it would take; without git, everything that isn't made by a command."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return [path for path in sorted(ROOT.rglob("*")) if path.is_file() and not _is_made(path)]
    return [ROOT / name for name in sorted(told.split("\0")) if name and (ROOT / name).is_file()]


def _is_made(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    caches = any(part.endswith(("_cache", ".egg-info")) or part == ".hypothesis" for part in parts)
    return caches or not _MADE_HERE.isdisjoint(parts) or path.suffix in (".ttf", ".otf", ".kongchuo")


@cache
def text_of(path: Path) -> str:
    """A file's text, or nothing when it isn't text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def modules() -> dict[Path, ast.Module]:
    """The program's modules, parsed."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def dotted(path: Path) -> str:
    """The import name of a module file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
