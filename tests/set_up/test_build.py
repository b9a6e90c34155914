"""The pure parts of `dev.py build`: contents, packages, control files, the installer's list, licences, stamp."""

import importlib
import json
import re
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kongchuo_desktop import __version__
from kongchuo_desktop.desk.update_file import look
from tests.architecture.tree import ROOT
from tests.test_update_file import deb

SCRIPTS = ROOT / "packaging"
MODULES = (
    "machine", "environment", "locked", "licences", "stamp", "contents", "needs", "going_along", "nsis", "debian",
    "windows", "freezing", "trial", "making", "roots", "old_glibc", "clean_root", "wine_root",
)  # fmt: skip
EPOCH = 1_790_000_000  # 2026-09-21


class Build:
    """The scripts of packaging/, by name."""

    def __init__(self) -> None:
        self.modules: dict[str, ModuleType] = {name: importlib.import_module(name) for name in MODULES}

    def __getattr__(self, name: str) -> Any:
        return self.modules[name]


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> Iterator[Build]:
    monkeypatch.syspath_prepend(SCRIPTS)
    found = Build()
    yield found
    for name in MODULES:
        sys.modules.pop(name, None)


@pytest.fixture
def stamp(build: Build) -> Any:
    return build.stamp.Stamp("0.1.0", "abcdef123456", EPOCH)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small program: two files, one of which runs, a link, an empty folder."""
    made = tmp_path / "kongchuo"
    (made / "_internal" / "resources" / "fonts").mkdir(parents=True)
    (made / "_internal" / "empty").mkdir()
    (made / "kongchuo").write_bytes(b"#!program\n")
    (made / "kongchuo").chmod(0o755)
    (made / "_internal" / "resources" / "fonts" / "字.ttf").write_bytes(b"font")
    (made / "_internal" / "libx.so").symlink_to("resources/fonts/字.ttf")
    return made


def test_one_version_everywhere(build: Build) -> None:
    assert build.stamp.read().version == __version__, "pyproject.toml and kongchuo_desktop/__init__.py"


@pytest.mark.parametrize(("version", "numbers"), [("0.1.0", "0,1,0,0"), ("1.12", "1,12,0,0"), ("2.0.1rc3", "2,0,13,0")])
def test_windows_gets_four_numbers(build: Build, version: str, numbers: str) -> None:
    assert build.stamp.Stamp(version, "c", EPOCH).four_numbers == numbers


def test_the_stamp_can_be_read_by_the_program(stamp: Any) -> None:
    assert tomllib.loads(stamp.as_toml()) == {"version": "0.1.0", "commit": "abcdef123456", "day": "2026-09-21"}


def test_the_epoch_can_be_given(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
    assert build.stamp.read().epoch == EPOCH


def test_contents_are_sorted_and_summed(build: Build, folder: Path) -> None:
    lines = build.contents.listed(folder)
    names = [line.split("\t")[2] for line in lines]
    assert names == ["_internal/libx.so -> resources/fonts/字.ttf", "_internal/resources/fonts/字.ttf", "kongchuo"]
    assert lines[2].startswith("10\t")


@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("_internal/resources/fonts/a.ttf", "resources/fonts"),
        ("app/resources/fonts/a.ttf", "resources/fonts"),
        ("lib/numpy.libs/x.dll", "numpy"),
        ("kongchuo", "."),
    ],
)
def test_weight_is_told_by_part(build: Build, name: str, share: str) -> None:
    assert build.contents.share(name) == share


def test_the_same_files_make_the_same_archives(build: Build, folder: Path, tmp_path: Path) -> None:
    made = []
    for turn in ("one", "two"):
        for path in folder.rglob("*"):
            path.touch() if path.is_file() else None  # another day, the same content
        tar = build.contents.tar_xz(folder, tmp_path / f"{turn}.tar.xz", top="控辍", epoch=EPOCH)
        packed = build.contents.zipped(folder, tmp_path / f"{turn}.zip", top="控辍", epoch=EPOCH)
        made.append((tar.read_bytes(), packed.read_bytes()))
    assert made[0] == made[1]
    with tarfile.open(tmp_path / "one.tar.xz") as tar:
        program = tar.getmember("控辍/kongchuo")
        assert (program.mode, program.mtime, program.uname) == (0o755, EPOCH, "root")
        assert tar.getmember("控辍/_internal/libx.so").issym()
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        assert "控辍/_internal/resources/fonts/字.ttf" in packed.namelist()


def test_files_get_one_time_and_plain_rights(build: Build, folder: Path) -> None:
    (folder / "kongchuo").chmod(0o700)
    build.contents.settle(folder, epoch=EPOCH)
    assert (folder / "kongchuo").stat().st_mode & 0o777 == 0o755
    assert {int(path.lstat().st_mtime) for path in folder.rglob("*")} == {EPOCH}


def test_what_a_folder_asks_of_the_system(build: Build) -> None:
    told = {
        "kongchuo": "  NEEDED               libc.so.6\n  NEEDED  libGL.so.1\n GLIBC_2.9 GLIBC_2.17",
        "lib/libown.so.1": "  NEEDED               libcups.so.2\n  NEEDED  libown.so.2\n GLIBC_2.28",
    }
    needs = build.needs.of_dumps(told, bundled={"libown.so.1", "libown.so.2"})
    assert needs.outside == {"libGL.so.1", "libcups.so.2"}
    assert (needs.glibc, needs.newest) == ("2.28", ("lib/libown.so.1",))
    assert needs.depends() == "libc6 (>= 2.28), libcups2 | libcups2t64, libgl1 | libgl1-mesa-glx"


def test_a_library_that_nobody_brings_stops_the_build(build: Build) -> None:
    needs = build.needs.of_dumps({"a": "  NEEDED  libodd.so.7\n"}, bundled=())
    with pytest.raises(build.machine.SetUpStoppedError, match=r"libodd\.so\.7"):
        needs.depends()


def test_the_control_file(build: Build, stamp: Any) -> None:
    lines = build.debian.control_file(stamp, kilobytes=12, depends="libc6 (>= 2.28)").splitlines()
    fields = dict(line.split(": ", 1) for line in lines if not line.startswith(" "))
    assert fields["Package"] == "org.kongchuo.desktop"
    assert (fields["Version"], fields["Architecture"], fields["Installed-Size"]) == ("0.1.0", "amd64", "12")
    assert fields["Depends"] == "libc6 (>= 2.28)"
    assert all(line.startswith(" ") for line in lines[lines.index(f"Description: {fields['Description']}") + 1 :])


def test_one_name_for_package_menu_entry_icon_and_book(build: Build, stamp: Any) -> None:
    linux, name = SCRIPTS / "linux", build.debian.APPLICATION
    assert re.fullmatch(r"[a-z0-9.]+", name)
    entry = (linux / f"{name}.desktop").read_text(encoding="utf-8")
    assert f"Exec=/opt/apps/{name}/files/kongchuo %f" in entry
    assert f"Icon={name}\n" in entry
    kinds = re.findall(r'mime-type type="([^"]+)"', (linux / f"{name}.xml").read_text(encoding="utf-8"))
    assert [f"MimeType={kind};" in entry for kind in kinds] == [True]
    assert f"/opt/apps/{name}/files/kongchuo" in (linux / "prerm").read_text(encoding="utf-8")
    told = json.loads(build.debian.info_file(stamp))
    assert (told["appid"], told["version"]) == (name, "0.1.0.0")


def test_the_package_is_laid_as_uos_wants_it(build: Build, stamp: Any, folder: Path, tmp_path: Path) -> None:
    build.debian._lay(tmp_path / "root", folder, stamp)
    found = {path.relative_to(tmp_path / "root").as_posix() for path in (tmp_path / "root").rglob("*")}
    home = "opt/apps/org.kongchuo.desktop"
    assert {
        f"{home}/info",
        f"{home}/files/kongchuo",
        f"{home}/entries/applications/org.kongchuo.desktop.desktop",
    } <= found
    assert "usr/share/icons/hicolor/256x256/apps/org.kongchuo.desktop.png" in found
    assert "usr/share/mime/packages/org.kongchuo.desktop.xml" in found
    assert (tmp_path / "root/usr/bin/kongchuo").readlink().as_posix() == f"/{home}/files/kongchuo"


def test_the_installer_removes_by_list_and_the_deepest_folder_first(build: Build) -> None:
    names = ["kongchuo.exe", "app/resources/字/a.txt", "app/start.pyc"]
    lines = build.nsis.removal_list(names).decode("utf-16-le").split("\r\n")
    files, folders = lines[:3], lines[3:]
    assert files == ["app\\resources\\字\\a.txt", "app\\start.pyc", "kongchuo.exe"]
    assert folders == ["app\\resources\\字\\", "app\\resources\\", "app\\", ""]


def test_a_name_too_long_for_windows_stops_the_build(build: Build) -> None:
    with pytest.raises(build.machine.SetUpStoppedError, match="too long for Windows"):
        build.nsis.removal_list(["lib/" + "x" * 140])


def test_the_installer_is_told_version_and_places(build: Build, stamp: Any) -> None:
    command = build.nsis.command(stamp, source=Path("p"), out=Path("控辍.exe"), icon=Path("i.ico"), size=2_049)
    assert {"-DVERSION=0.1.0", "-DFOUR=0.1.0.0", "-DKILOBYTES=3", "-DOUT=控辍.exe"} <= set(command)
    script = build.nsis.SCRIPT.read_text(encoding="utf-8")
    used = set(re.findall(r"\$\{(VERSION|FOUR|KILOBYTES|SOURCE|OUT|ICON)\}", script))
    assert used == {word[2:].split("=")[0] for word in command if word.startswith("-D")}


def test_the_installer_never_removes_a_folder_with_what_is_in_it(build: Build) -> None:
    script = build.nsis.SCRIPT.read_text(encoding="utf-8")
    assert "RMDir /r" not in script
    assert "RequestExecutionLevel user" in script
    assert "HKLM" not in script


QT = frozenset({"QtCore", "QtWidgets"})


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("PySide6/QtCore.pyd", True),
        ("PySide6/Qt6Widgets.dll", True),
        ("PySide6/Qt6Network.dll", False),
        ("PySide6/opengl32sw.dll", False),
        ("PySide6/msvcp140.dll", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/plugins/platforms/qdirect2d.dll", False),
        ("PySide6/translations/qtbase_zh_CN.qm", True),
        ("PySide6/translations/qtbase_de.qm", False),
        ("PySide6/designer.exe", False),
        ("PySide6/__init__.py", True),
        ("numpy/random/mtrand.cp311-win_amd64.pyd", False),
        ("numpy/_core/_multiarray_umath.cp311-win_amd64.pyd", True),
        ("numpy/_core/tests/test_abc.py", False),
        ("lap/_lapjv.cp311-win_amd64.pyd", True),
        ("lap/_lapjvx.cp311-win_amd64.pyd", False),
        ("stdnum/cn/loc.dat", True),
        ("stdnum/us/ein.dat", False),
        ("alembic-1.20.1.dist-info/licenses/LICENSE", True),
        ("openpyxl/cell/cell.py", True),
    ],
)
def test_what_of_a_wheel_goes_along(build: Build, name: str, kept: bool) -> None:
    assert build.windows.goes_along(name, QT) is kept


def test_developers_tools_stay_out_and_other_systems_too(build: Build) -> None:
    for platform in ("linux", "win32"):
        names = {one.name for one in build.locked.of_this_tree(platform=platform)}
        assert {"pyside6-essentials", "shiboken6", "cffi", "greenlet", "numpy"} & names >= {
            "shiboken6",
            "cffi",
            "numpy",
        }
        assert not names & {"pytest", "mypy", "ruff", "pyinstaller", "macholib", "pluggy"}


def test_the_lock_is_read_with_markers_hashes_and_askers(build: Build) -> None:
    text = (
        "a==1 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\n    # via kongchuo (pyproject.toml)\n"
        "b-c==2 ; sys_platform == 'win32' \\\n    --hash=sha256:22\n    # via\n    #   a\n    #   d\n"
        "d==3 \\\n    --hash=sha256:33\n    # via kongchuo (pyproject.toml)\n"
    )
    lock = build.locked.read(text)
    assert lock["b-c"].asked_by == {"a", "d"}
    assert lock["a"].text == "a==1 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\n"
    assert [one.name for one in build.locked.going_along(lock, {"A"}, platform="win32")] == ["a", "b-c"]
    assert [one.name for one in build.locked.going_along(lock, {"A"}, platform="linux")] == ["a"]


def test_every_bundled_distribution_has_its_licence(build: Build, tmp_path: Path) -> None:
    names = [one.name for one in build.locked.of_this_tree(platform=sys.platform)]
    site = Path(pytest.__file__).parents[1]
    parts = build.licences.parts_of(site, names, on="linux", python=ROOT / "LICENSE")
    count = build.licences.collect(tmp_path / "licences", parts)
    told = tomllib.loads((tmp_path / "licences" / "index.toml").read_text(encoding="utf-8"))["part"]
    assert len(told) == count > 35
    assert {"PySide6_Essentials", "Qt", "SQLCipher", "OpenSSL", "Python"} <= {part["name"] for part in told}
    for part in told:
        assert part["licence"]
        assert all((tmp_path / "licences" / text).stat().st_size for text in part["texts"])
    assert [part["name"].lower() for part in told] == sorted(part["name"].lower() for part in told)


def test_versions_of_what_is_within_are_true(build: Build) -> None:
    """SQLCipher and SQLite lie inside the driver, so no metadata tells their versions."""
    from sqlcipher3 import dbapi2

    own = tomllib.loads((SCRIPTS / "licences" / "parts.toml").read_text(encoding="utf-8"))["part"]
    told = {part["name"]: part["version"] for part in own}
    cipher = dbapi2.connect(":memory:").execute("PRAGMA cipher_version").fetchone()[0].split()[0]
    assert (told["SQLCipher"], told["SQLite"]) == (cipher, dbapi2.sqlite_version)
    assert f"PySide6-Essentials=={told['Qt']}" in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_a_part_without_a_licence_stops_the_build(build: Build) -> None:
    with pytest.raises(build.machine.SetUpStoppedError, match="nameless has no licence text"):
        build.licences.index([build.licences.Part("nameless", "1", "MIT", "", ())])


def test_resources_and_the_manual_go_along_and_notes_for_developers_do_not(build: Build) -> None:
    names = {name for _, name in build.going_along.files(ROOT)}
    assert {
        "LICENSE",
        "docs/manual.md",
        "resources/theme/kongchuo.qss",
        "resources/icons/program/kongchuo.ico",
    } <= names
    assert not [name for name in names if name.endswith("README.md")]


def test_a_check_makes_only_what_is_lacking(
    build: Build, stamp: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build.making, "DIST", tmp_path)
    assert build.making._wanted(["--check"], stamp) == ["deb", "windows"]
    (tmp_path / "org.kongchuo.desktop_0.1.0_amd64.deb").touch()
    assert build.making._wanted(["--check"], stamp) == ["windows"]
    assert build.making._wanted(["deb", "--check"], stamp) == ["deb"]


def test_what_is_handed_out_brings_the_sum_that_the_update_compares(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = deb(tmp_path / "控辍.deb", version="99.0")
    monkeypatch.setattr(build.environment, "ensure", lambda **_: None)
    monkeypatch.setattr(build.making, "DIST", tmp_path)
    monkeypatch.setattr(build.making, "_linux", lambda *_: [made])
    assert build.making.build(["deb"]) == 0
    assert look(made, running=__version__, system="linux").checked
    assert sorted(path.name for path in tmp_path.iterdir()) == ["控辍.deb", "控辍.deb.sha256"]


def test_a_word_that_build_does_not_know_builds_nothing(
    build: Build, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build.environment, "ensure", lambda **_: pytest.fail("nothing may be made"))
    assert build.making.build(["dbe"]) == 2
    told = capsys.readouterr().out
    assert "not known: dbe" in told
    assert all(name in told for name in ("linux", "deb", "portable", "windows", "--check", "--old-glibc"))


def test_what_is_left_of_the_package_is_seen(build: Build, tmp_path: Path) -> None:
    assert build.clean_root.left(tmp_path) == []
    (tmp_path / "usr/share/mime/application").mkdir(parents=True)
    (tmp_path / "usr/share/mime/application/x-kongchuo.xml").touch()
    assert build.clean_root.left(tmp_path) == ["usr/share/mime/application/x-kongchuo.xml"]


def test_wheels_of_an_old_glibc_are_asked_for(build: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[str] = []
    monkeypatch.setattr(build.old_glibc, "WHEELS", tmp_path)
    monkeypatch.setattr(build.environment, "pip", lambda *words: (asked.extend(words), tmp_path.mkdir()))
    build.old_glibc._bring_wheels()
    platforms = [asked[place + 1] for place, word in enumerate(asked) if word == "--platform"]
    assert platforms[0] == "manylinux_2_28_x86_64"
    assert "manylinux2014_x86_64" in platforms
    assert "--require-hashes" in asked
    asked.clear()
    build.old_glibc._bring_wheels()
    assert asked == [], "the same lock is not fetched twice"
