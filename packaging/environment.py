"""The project's own environment: `.venv` at the root, made from the lock file. Standard library only."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "packaging" / "requirements.lock"
FONTS = ROOT / "resources" / "fonts"
_STAMP = VENV / "kongchuo-ready.json"


def python() -> Path:
    """The environment's interpreter."""
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def program() -> Path:
    """The environment's console script."""
    return VENV / ("Scripts/kongchuo.exe" if sys.platform == "win32" else "bin/kongchuo")


def site_packages() -> Path:
    """Where the environment's packages lie."""
    here = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return VENV / ("Lib/site-packages" if sys.platform == "win32" else f"lib/{here}/site-packages")


def ensure(*, screen: bool, retry_fonts: bool) -> None:
    """Bring the environment up to the lock file; when it is, this reads small files and starts nothing."""
    wanted = _fingerprint()
    ready = _read_stamp()
    fresh = ready.get("fingerprint") == wanted and program().exists()
    if fresh and (ready.get("screen") or not screen) and (ready.get("fonts") or not retry_fonts):
        return
    _install_libraries(screen=screen)
    if not fresh:
        _make_venv()
        _install_lock()
    fonts = _fetch_fonts()
    stamp = {"fingerprint": wanted, "screen": bool(screen or ready.get("screen")), "fonts": fonts}
    _STAMP.write_text(json.dumps(stamp), encoding="utf-8")


def _fingerprint() -> str:
    """Changes when the lock, the project file, the interpreter or the place of the tree does."""
    digest = hashlib.sha256(f"{ROOT}\n{sys.version_info[:2]}\n".encode())
    for part in (LOCK, ROOT / "pyproject.toml", ROOT / "packaging" / "fonts.toml"):
        digest.update(part.read_bytes() if part.exists() else b"")
    return digest.hexdigest()


def _read_stamp() -> dict[str, object]:
    try:
        stamp = json.loads(_STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _install_libraries(*, screen: bool) -> None:
    import machine

    wanted = {**machine.OFFSCREEN_LIBRARIES, **(machine.SCREEN_LIBRARIES if screen else {})}
    packages = machine.missing_libraries(wanted)
    if not _has_module("ensurepip") and not _has_module("pip"):
        packages.append("python3-venv")
    if packages:
        machine.install_packages(packages)


def _has_module(name: str) -> bool:
    """Asked of a new process: a package that was installed a moment ago counts."""
    asked = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({name!r}) is None)"
    return subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def _make_venv() -> None:
    """Make the environment if it isn't there or doesn't run here; its packages follow from the lock."""
    if _runs():
        return
    print(f"making {VENV}", flush=True)
    with_pip = [] if _has_module("ensurepip") else ["--without-pip"]
    subprocess.run([sys.executable, "-m", "venv", "--clear", *with_pip, str(VENV)], check=True)


def _runs() -> bool:
    """Whether an environment stands here that was made for this place and this Python."""
    asked = "import sys; print(sys.prefix, sys.version_info[:2])"
    try:
        told = subprocess.run([str(python()), "-c", asked], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    return told.strip() == f"{VENV} {sys.version_info[:2]}"


def pip(*arguments: str) -> None:
    """Run pip on the environment: its own, or the system's where Debian's Python came without ensurepip."""
    own = [str(python()), "-m", "pip"]
    if subprocess.run([*own, "--version"], capture_output=True, check=False).returncode:
        own = [sys.executable, "-m", "pip", "--python", str(python())]
    subprocess.run([*own, "--disable-pip-version-check", "--no-input", *arguments], check=True, cwd=ROOT)


def _install_lock() -> None:
    print("installing what packaging/requirements.lock names", flush=True)
    pip("install", "--quiet", "--require-hashes", "--requirement", str(LOCK))
    # `compat` writes a plain .pth file instead of an import hook that every start would pay for.
    editable = ["--config-settings", "editable_mode=compat", "--editable", str(ROOT)]
    pip("install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", *editable)


def _fetch_fonts() -> bool:
    """Bring the typefaces; without network the program still starts and says what it lacks."""
    script = ROOT / "packaging" / "fetch_fonts.py"
    if not script.exists():
        return False
    # Run by the outer Python: the script then has two to choose from, one of which surely has pip.
    if subprocess.run([sys.executable, str(script), str(FONTS)], check=False, cwd=ROOT).returncode == 0:
        return True
    print("Not every typeface could be fetched; papers and window fall back and say so.", file=sys.stderr)
    return False
