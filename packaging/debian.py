"""The .deb in the layout of UOS, and the portable archive. Standard library only."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import contents
import environment
import needs
from stamp import Stamp

APPLICATION = "org.kongchuo.desktop"  # UOS: package, folder, menu entry and icon have one name, all lower case
LINUX = Path(__file__).with_name("linux")
ICONS = environment.ROOT / "resources" / "icons" / "program"
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)
HOME = f"opt/apps/{APPLICATION}"


def file_name(stamp: Stamp) -> str:
    """What the package is called."""
    return f"{APPLICATION}_{stamp.version}_amd64.deb"


def build(folder: Path, to: Path, stamp: Stamp) -> Path:
    """Pack the frozen folder; the .deb. Its list of files goes beside it."""
    contents.check_tools({"dpkg-deb": "dpkg", "objdump": "binutils"})
    root = environment.ROOT / "build" / "deb"
    shutil.rmtree(root, ignore_errors=True)
    asked = needs.of_folder(folder)
    print(f"  newest symbol GLIBC_{asked.glibc}, of: {', '.join(asked.newest[:4])}", flush=True)
    _lay(root, folder, stamp)
    control = root / "DEBIAN"
    control.mkdir()
    (control / "control").write_text(control_file(stamp, kilobytes=weight(root), depends=asked.depends()))
    shutil.copyfile(LINUX / "prerm", control / "prerm")
    (control / "prerm").chmod(0o755)
    contents.settle(root, epoch=stamp.epoch)
    contents.write([line for line in contents.listed(root) if "\tDEBIAN/" not in line], to / "contents-deb.txt")
    made = to / file_name(stamp)
    command = ["dpkg-deb", "-Zxz", "--root-owner-group", "--build", str(root), str(made)]
    same = {**os.environ, "SOURCE_DATE_EPOCH": str(stamp.epoch)}
    subprocess.run(command, env=same, stdout=subprocess.DEVNULL, check=True)
    shutil.rmtree(root)
    return made


def _lay(root: Path, folder: Path, stamp: Stamp) -> None:
    """Everything but the control files."""
    shutil.copytree(folder, root / HOME / "files", symlinks=True)
    (root / HOME / "info").write_text(info_file(stamp), encoding="utf-8")
    for share in (root / "usr/share", root / HOME / "entries"):  # the system's, and UOS's copy of the same
        _copy(LINUX / f"{APPLICATION}.desktop", share / "applications")
        _copy(LINUX / f"{APPLICATION}.xml", share / "mime/packages")
        for side in ICON_SIZES:
            icons = share / f"icons/hicolor/{side}x{side}/apps"
            _copy(ICONS / f"kongchuo-{side}.png", icons, f"{APPLICATION}.png")
        _copy(ICONS / "kongchuo.svg", share / "icons/hicolor/scalable/apps", f"{APPLICATION}.svg")
    about = root / "usr/share/doc" / APPLICATION
    about.mkdir(parents=True)
    (about / "copyright").write_text(copyright_file(), encoding="utf-8")
    commands = root / "usr/bin"
    commands.mkdir()
    (commands / "kongchuo").symlink_to(f"/{HOME}/files/kongchuo")


def _copy(file: Path, folder: Path, name: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, folder / (name or file.name))


def weight(root: Path) -> int:
    """Kilobytes when installed, as Debian counts them: each file rounded up, a folder one."""
    return sum(-(-path.lstat().st_size // 1024) if not path.is_dir() else 1 for path in root.rglob("*"))


def control_file(stamp: Stamp, *, kilobytes: int, depends: str) -> str:
    """The control file of the package."""
    return f"""Package: {APPLICATION}
Version: {stamp.version}
Section: education
Priority: optional
Architecture: amd64
Maintainer: Kongchuo <kongchuo@localhost>
Installed-Size: {kilobytes}
Depends: {depends}
Description: 控辍 - desk of a small rural school (控辍保学)
 Roster, attendance, visits, agreements, changes of the roll, aid and reports
 of one school in one encrypted file, without any network. The school's books
 lie where the school put them; removing the package leaves them alone.
"""


def info_file(stamp: Stamp) -> str:
    """What UOS reads of an application: its number of version has four parts."""
    rights = ("autostart", "notification", "trayicon", "account", "bluetooth", "camera", "audio_record")
    permissions = dict.fromkeys((*rights, "installed_apps"), False) | {"clipboard": True}
    version = stamp.four_numbers.replace(",", ".")
    told = {"appid": APPLICATION, "name": "控辍", "version": version, "arch": ["amd64"], "permissions": permissions}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def copyright_file() -> str:
    """Whose the program is, and where the licences of all its parts lie."""
    return f"""kongchuo, by its authors, under the Mozilla Public License 2.0:
 /{HOME}/files/_internal/LICENSE
Parts made by others, with their licences, are listed in
 /{HOME}/files/_internal/resources/licences/index.toml
"""


def portable(folder: Path, to: Path, stamp: Stamp) -> Path:
    """The frozen folder with a page of instructions as an archive that needs no installing."""
    shutil.copyfile(LINUX / "使用说明.txt", folder / "使用说明.txt")
    try:
        made = to / f"控辍-{stamp.version}-Linux免安装.tar.xz"
        return contents.tar_xz(folder, made, top=f"控辍-{stamp.version}", epoch=stamp.epoch)
    finally:
        (folder / "使用说明.txt").unlink()
