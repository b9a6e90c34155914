"""A newer program on a stick: ours, whole, newer, for this system; everything else is refused with the way on."""

import contextlib
import hashlib
import io
import shutil
import tarfile
from pathlib import Path

import pytest

from kongchuo_desktop.desk.update_file import NotAnUpdate, bring_over, look, numbers
from kongchuo_desktop.ui.marks import IDENTITY


def deb(path: Path, *, package: str = IDENTITY, version: str = "0.2.0", how: str = "xz") -> Path:
    """A Debian package with nothing but its control file."""
    control = f"Package: {package}\nVersion: {version}\nArchitecture: amd64\nDescription: 控辍\n".encode()
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=f"w:{how}") as tar:
        member = tarfile.TarInfo("./control")
        member.size = len(control)
        tar.addfile(member, io.BytesIO(control))
    whole = b"!<arch>\n"
    for name, content in (
        ("debian-binary", b"2.0\n"),
        (f"control.tar.{how}", held.getvalue()),
        ("data.tar.xz", b"x" * 999),
    ):
        whole += f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n".encode() + content
        whole += b"\n" * (len(content) % 2)
    path.write_bytes(whole)
    return path


def exe(path: Path, *, product: str = "控辍", version: str = "0.2.0") -> Path:
    """What an installer's version resource looks like, with the padding that Windows puts in."""
    strings = f"ProductName\0\0{product}\0ProductVersion\0\0{version}\0".encode("utf-16-le")
    path.write_bytes(b"MZ" + b"\x90" * 3000 + strings + b"\0" * 500)
    return path


@pytest.mark.parametrize("how", ["xz", "gz"])
def test_a_newer_package_is_taken(tmp_path: Path, how: str) -> None:
    found = look(deb(tmp_path / "控辍 新版.deb", how=how), running="0.1.0", system="linux")
    assert (found.version, found.checked) == ("0.2.0", False)


def test_a_newer_installer_is_taken(tmp_path: Path) -> None:
    found = look(exe(tmp_path / "控辍-安装.EXE"), running="0.1.9", system="win32")
    assert found.version == "0.2.0"


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="dpkg-deb is not there")
def test_what_dpkg_itself_packs_is_read(tmp_path: Path) -> None:
    import subprocess

    (tmp_path / "root" / "DEBIAN").mkdir(parents=True)
    text = f"Package: {IDENTITY}\nVersion: 1.10.0\nArchitecture: amd64\nMaintainer: k <k@localhost>\nDescription: k\n"
    (tmp_path / "root" / "DEBIAN" / "control").write_text(text)
    path = tmp_path / "k.deb"
    subprocess.run(["dpkg-deb", "-Zxz", "--build", str(tmp_path / "root"), str(path)], check=True, capture_output=True)
    assert look(path, running="1.9.9", system="linux").version == "1.10.0"


@pytest.mark.parametrize(
    ("name", "make", "system", "told"),
    [
        ("a.deb", lambda path: deb(path, version="0.1.0"), "linux", "就是现在用的"),
        ("a.deb", lambda path: deb(path, version="0.0.9"), "linux", "旧的 0.0.9"),
        ("a.deb", lambda path: deb(path, package="libreoffice"), "linux", "不是控辍"),
        ("a.deb", lambda path: path.write_bytes(b""), "linux", "不是控辍"),
        ("a.deb", lambda path: path.write_bytes(b"!<arch>\n" + b"x" * 200), "linux", "不是控辍"),
        ("a.exe", lambda path: exe(path, product="WPS"), "win32", "不是控辍"),
        ("a.exe", lambda path: exe(path, version="0.1.0"), "win32", "就是现在用的"),
        ("a.exe", exe, "linux", "Windows 的安装文件"),
        ("a.deb", deb, "win32", "统信、麒麟"),
        ("a.zip", lambda path: path.write_bytes(b"PK"), "win32", "解压"),
        ("a.kongchuo", lambda path: path.write_bytes(b"x"), "linux", "不是安装文件"),
        ("gone.deb", lambda path: None, "linux", "U盘"),
    ],
)
def test_anything_else_is_refused_with_the_way_on(tmp_path: Path, name: str, make, system: str, told: str) -> None:  # type: ignore[no-untyped-def]
    make(tmp_path / name)
    with pytest.raises(NotAnUpdate) as refused:
        look(tmp_path / name, running="0.1.0", system=system)
    assert told in refused.value.sentence
    assert name in refused.value.sentence


def test_a_cut_package_is_refused(tmp_path: Path) -> None:
    path = deb(tmp_path / "a.deb")
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(NotAnUpdate, match="没有拷完整"):
        look(path, running="0.1.0", system="linux")


@pytest.mark.parametrize("beside", ["a.deb.sha256", "SHA256SUMS"])
def test_a_checksum_beside_is_compared(tmp_path: Path, beside: str) -> None:
    path = deb(tmp_path / "a.deb")
    right = hashlib.sha256(path.read_bytes()).hexdigest()
    (tmp_path / beside).write_text(f"{'0' * 64}  other.deb\n{right.upper()}  a.deb\n")
    assert look(path, running="0.1.0", system="linux").checked
    (tmp_path / beside).write_text(f"{'0' * 64}  a.deb\n")
    with pytest.raises(NotAnUpdate, match="校验"):
        look(path, running="0.1.0", system="linux")


def test_the_copy_is_read_back_and_older_ones_go(tmp_path: Path) -> None:
    found = look(deb(tmp_path / "a.deb"), running="0.1.0", system="linux")
    (tmp_path / "to").mkdir()
    (tmp_path / "to" / "old.deb").touch()
    copied = bring_over(found, tmp_path / "to")
    assert copied.read_bytes() == found.path.read_bytes()
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["a.deb"]
    found.path.write_bytes(b"changed on the stick")
    with pytest.raises(NotAnUpdate, match="不一样"):
        bring_over(found, tmp_path / "to")
    assert not list((tmp_path / "to").iterdir())


def test_the_copy_of_last_time_may_be_chosen(tmp_path: Path) -> None:
    found = look(deb(tmp_path / "a.deb"), running="0.1.0", system="linux")
    again = look(bring_over(found, tmp_path / "to"), running="0.1.0", system="linux")
    assert bring_over(again, tmp_path / "to").read_bytes() == found.path.read_bytes()


def test_an_older_copy_that_is_held_is_told(tmp_path: Path) -> None:
    (tmp_path / "to" / "old.deb").mkdir(parents=True)  # can't be unlinked, as on Windows while it installs
    with pytest.raises(NotAnUpdate, match="没有拷到电脑上"):
        bring_over(look(deb(tmp_path / "a.deb"), running="0.1.0", system="linux"), tmp_path / "to")


@pytest.mark.parametrize("how", ["xz", "gz"])
def test_a_stick_that_lost_some_bytes_is_told(tmp_path: Path, how: str) -> None:
    """Wherever in the control member the bytes went: a sentence, never a crash."""
    path = deb(tmp_path / "a.deb", how=how)
    whole = path.read_bytes()
    begins = whole.index(b"`\n", 80) + 2
    for place in range(begins, whole.index(b"data.tar") - 8, 3):
        path.write_bytes(whole[:place] + bytes(8) + whole[place + 8 :])
        with contextlib.suppress(NotAnUpdate):
            look(path, running="0.1.0", system="linux")


def test_versions_are_compared_as_numbers() -> None:
    assert numbers("0.10.0") > numbers("0.9.1") > numbers("0.9") == numbers("0.9.0")
    assert numbers("1.2.3+4") == numbers("1.2.3")
