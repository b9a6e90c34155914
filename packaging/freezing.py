"""The one-folder build of PyInstaller: dist/kongchuo. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import environment
import licences
import locked
import machine
from stamp import Stamp

DIST = environment.ROOT / "dist"
BUILD = environment.ROOT / "build"


def bring_tools() -> None:
    """What PyInstaller asks of a Linux machine: objdump, strip and the interpreter as a library."""
    if sys.platform != "linux":
        return
    packages = [] if shutil.which("objdump") and shutil.which("strip") else ["binutils"]
    own = Path(sysconfig.get_config_var("LIBDIR") or "") / str(sysconfig.get_config_var("INSTSONAME"))
    if not own.exists():
        library = f"libpython{sysconfig.get_python_version()}"
        packages += machine.missing_libraries({f"{library}.so.1.0": library})
    if packages:
        machine.install_packages(packages)


def freeze(stamp: Stamp, *, to: Path = DIST) -> Path:
    """Run PyInstaller on kongchuo.spec; the folder it made."""
    shutil.rmtree(to / "kongchuo", ignore_errors=True)
    spec = Path(__file__).with_name("kongchuo.spec")
    command = [str(environment.python()), "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR"]
    places = ["--distpath", str(to), "--workpath", str(BUILD / "pyinstaller")]
    # Sets keep one order and times come from the commit: the same tree gives the same files.
    same = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(stamp.epoch)}
    subprocess.run([*command, *places, str(spec)], cwd=environment.ROOT, env={**os.environ, **same}, check=True)
    _strip(to / "kongchuo" / "_internal")
    return to / "kongchuo"


def _strip(internal: Path) -> None:
    """Take debugging tables out of this system's Python and of SQLCipher; numpy's own libraries don't survive it."""
    if sys.platform != "linux":
        return
    own = [*internal.glob("lib*.so*"), *internal.glob("python3*/lib-dynload/*.so"), *internal.glob("sqlcipher3/*.so")]
    plain = [str(path) for path in own if not path.is_symlink()]
    subprocess.run(["strip", "--strip-unneeded", *plain], check=True)


def finish(folder: Path, stamp: Stamp) -> None:
    """Put stamp and licences of everything bundled among the resources of a frozen folder."""
    internal = folder / "_internal"
    (internal / "resources" / "build.toml").write_text(stamp.as_toml(), encoding="utf-8")
    site = environment.site_packages()
    names = [one.name for one in locked.of_this_tree(platform=sys.platform)]
    on = "windows" if sys.platform == "win32" else "linux"
    parts = licences.parts_of(site, names, on=on, python=Path(sysconfig.get_path("stdlib")) / "LICENSE.txt")
    parts += [licences.bootloader(site), *licences.of_system(sorted(internal.glob("lib*.so*")))]
    count = licences.collect(internal / "resources" / "licences", parts)
    print(f"  {count} parts by others, each with its licence in resources/licences", flush=True)
