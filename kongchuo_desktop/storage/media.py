"""Which places are safe for the live book: a disk of this machine, not a stick, not the network."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kongchuo_desktop.storage.errors import PlaceUnsuitable

FAT = frozenset({"vfat", "msdos", "fat", "fat12", "fat16", "fat32", "exfat"})
NETWORK = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "davfs",
    "fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.glusterfs", "fuse.gvfsd-fuse",
})  # fmt: skip
WINDOWS_REMOVABLE, WINDOWS_REMOTE, WINDOWS_OPTICAL = 2, 4, 5


@dataclass(frozen=True)
class Medium:
    """What a path lies on."""

    filesystem: str
    removable: bool = False
    network: bool = False


Look = Callable[[Path], Medium]


def require_suitable(path: Path, look: Look | None = None) -> None:
    """Raises PlaceUnsuitable when the live book must not lie at path (which need not exist yet)."""
    medium = (look or medium_of)(path)
    why = _objection(medium)
    if why:
        raise PlaceUnsuitable(path, why)


def medium_of(path: Path) -> Medium:
    """What the machine says about the disk under path."""
    existing = next(place for place in (path.absolute(), *path.absolute().parents) if place.exists())
    if sys.platform == "win32":
        return _windows_medium(existing)
    return linux_medium(existing.resolve(), Path("/proc/self/mountinfo").read_text(), Path("/sys"))


def linux_medium(path: Path, mountinfo: str, system: Path) -> Medium:
    """The mount that holds path, and whether its device can be pulled out."""
    mounts = [_mount(line) for line in mountinfo.splitlines() if " - " in line]
    holding = [mount for mount in mounts if path.is_relative_to(mount[0])]
    if not holding:
        return Medium("")
    point, device, filesystem = max(reversed(holding), key=lambda mount: len(mount[0].parts))
    network = filesystem in NETWORK
    on_root = point == Path("/")  # a system that itself runs from a stick has no better place
    return Medium(filesystem, removable=not on_root and _can_be_pulled(device, system), network=network)


def _mount(line: str) -> tuple[Path, str, str]:
    before, _, after = line.partition(" - ")
    fields = before.split(" ")
    point = fields[4].encode().decode("unicode_escape").encode("latin-1").decode("utf-8", "surrogateescape")
    return Path(point), fields[2], after.split(" ")[0]


def _can_be_pulled(device: str, system: Path) -> bool:
    node = (system / "dev" / "block" / device).resolve()
    if any(part.startswith("usb") for part in node.relative_to(system.resolve()).parts):
        return True
    flags = [place / "removable" for place in (node, node.parent)]
    return any(flag.exists() and flag.read_text().strip() == "1" for flag in flags)


def _windows_medium(path: Path) -> Medium:
    if sys.platform != "win32":
        raise OSError("a question for Windows")
    import ctypes

    kernel: Any = ctypes.windll.kernel32
    root = f"{path.drive}\\"
    kind = kernel.GetDriveTypeW(root)
    name = ctypes.create_unicode_buffer(64)
    kernel.GetVolumeInformationW(root, None, 0, None, None, None, name, 64)
    return windows_medium(path.drive, kind, name.value)


def windows_medium(drive: str, kind: int, filesystem: str) -> Medium:
    """From the answers of GetDriveTypeW and GetVolumeInformationW."""
    network = kind == WINDOWS_REMOTE or drive.startswith("\\\\")
    return Medium(filesystem.lower(), removable=kind in (WINDOWS_REMOVABLE, WINDOWS_OPTICAL), network=network)


def _objection(medium: Medium) -> str:
    if medium.network:
        return "那是网络上的文件夹，断网会损坏账本"
    if medium.removable:
        return "那是U盘或移动硬盘，拔出或松动会损坏账本"
    if medium.filesystem in FAT:
        return "那个磁盘是 FAT/exFAT 格式，停电时保护不了账本"
    return ""
