"""The Linux build for UOS 20 and Kylin V10: made inside Debian 11 with a CPython that asks for glibc 2.28 at most.

What is frozen on Debian 12 wants glibc 2.35. So CPython is built once in a Debian 11 of its own, from Debian's sources
of 3.11, without the calls that came later and with the old versions of five functions (linux/compat.h); the wheels are
those for manylinux 2.28; then `dev.py build linux deb portable` runs inside. Standard library only.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import environment
import roots
import stamp

SUITE, SOURCES = "bullseye", "bookworm"
GLIBC = (2, 28)
WHEELS = environment.ROOT / "build" / "wheels-2.28"
PYTHON = "/opt/kongchuo-python/bin/python3.11"
TREE = "/opt/kongchuo"
PACKAGES = [
    *("build-essential", "pkg-config", "binutils", "xz-utils", "git", "ca-certificates"),
    *("libssl-dev", "zlib1g-dev", "libffi-dev", "libbz2-dev", "liblzma-dev", "uuid-dev"),
    *("libglib2.0-0", "libgl1", "libegl1", "libfontconfig1", "libxkbcommon0", "libdbus-1-3", "libcups2"),
    *("libxcb-cursor0", "libxkbcommon-x11-0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxcb-randr0"),
    *("libx11-xcb1", "libxcb-image0", "libxcb-render-util0", "libxcb-xinerama0", "libxcb-xkb1", "libxcb-sync1"),
]
TOO_NEW = ("sem_clockwait", "close_range", "gettid", "pthread_cond_clockwait")
_BUILD = """
set -e
cd /opt
apt-get -qq source --download-only python3.11
mkdir -p source
tar xf python3.11_*.orig.tar.* -C source --strip-components=1
cd source
CFLAGS="-O2 -include /opt/compat.h" ./configure --quiet --prefix=/opt/kongchuo-python --enable-shared \
  --with-ensurepip=install --disable-test-modules LDFLAGS=-Wl,-rpath,/opt/kongchuo-python/lib
make -s -j2
make -s install
cd /opt
rm -rf source
"""


def build(to: Path, parts: list[str]) -> list[Path]:
    """Make the named parts inside; the files, copied to `to`."""
    root = roots.make(SUITE, "old-glibc")
    root.install(PACKAGES)
    if not (root.place / PYTHON.lstrip("/")).exists():
        _build_python(root)
    _bring_wheels()
    _bring_tree(root)
    own = stamp.read()  # the tree inside has no history
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": f"{TREE}/build/wheels-2.28"}
    stamped = {"SOURCE_DATE_EPOCH": str(own.epoch), "KONGCHUO_COMMIT": own.commit}
    print("  building inside", flush=True)
    asked = f"cd {TREE} && {PYTHON} packaging/dev.py build {' '.join(parts)}"
    print(root.run("sh", "-c", asked, **offline, **stamped), end="")
    made = [path for path in sorted((root.place / TREE.lstrip("/") / "dist").iterdir()) if path.is_file()]
    return [Path(shutil.copy2(path, to / path.name)) for path in made]


def _build_python(root: roots.Root) -> None:
    """CPython 3.11 from Debian's sources; some ten minutes on two cores."""
    print("  building CPython in Debian 11", flush=True)
    listed = (root.place / "etc/apt/sources.list").read_text().split()
    address = next(word for word in listed if "://" in word)
    line = f"deb-src {address} {SOURCES} main\n"
    (root.place / "etc/apt/sources.list.d/sources.list").write_text(line)
    root.run("apt-get", "-qq", "update")
    shutil.copyfile(Path(__file__).with_name("linux") / "compat.h", root.place / "opt/compat.h")
    root.run("sh", "-c", _BUILD, **{f"ac_cv_func_{name}": "no" for name in TOO_NEW})


def _bring_wheels() -> None:
    """Every wheel of the lock for manylinux up to 2.28, checked against its hash."""
    kept = WHEELS / "lock"
    lock = environment.LOCK.read_text(encoding="utf-8")
    if kept.exists() and kept.read_text(encoding="utf-8") == lock:
        return
    shutil.rmtree(WHEELS, ignore_errors=True)
    platforms = [f"manylinux_2_{minor}_x86_64" for minor in range(GLIBC[1], 4, -1)]
    platforms += ["manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"]
    asked = [word for platform in platforms for word in ("--platform", platform)]
    kind = ["--python-version", "3.11", "--only-binary=:all:", "--no-deps", "--require-hashes"]
    places = ["--dest", str(WHEELS), "--requirement", str(environment.LOCK)]
    environment.pip("download", "--quiet", *asked, *kind, *places)
    kept.write_text(lock, encoding="utf-8")


def _bring_tree(root: roots.Root) -> None:
    """This tree, its typefaces and the wheels; what an earlier time made inside stays."""
    inside = root.place / TREE.lstrip("/")
    shutil.rmtree(inside / "dist", ignore_errors=True)
    inside.mkdir(exist_ok=True)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=environment.ROOT, capture_output=True, check=True).stdout
    names = [name for name in listed.decode().split("\0") if name]
    names += [path.relative_to(environment.ROOT).as_posix() for path in environment.FONTS.glob("*.ttf")]
    names += [path.relative_to(environment.ROOT).as_posix() for path in WHEELS.iterdir()]
    for folder in ("kongchuo_desktop", "resources", "packaging", "docs", "tests"):
        shutil.rmtree(inside / folder, ignore_errors=True)
    for name in names:
        if (environment.ROOT / name).is_file():
            (inside / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(environment.ROOT / name, inside / name)
