"""Where the live book may lie."""

from pathlib import Path

import pytest

from kongchuo_desktop.storage.errors import PlaceUnsuitable
from kongchuo_desktop.storage.media import Medium, linux_medium, medium_of, require_suitable, windows_medium
from kongchuo_desktop.storage.places import Places

MOUNTS = r"""21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 21 0:30 / /run rw - tmpfs tmpfs rw
31 21 8:17 / /media/u/U\040盘 rw shared:9 - vfat /dev/sdb1 rw
32 21 8:33 / /media/u/disk rw - ext4 /dev/sdc1 rw
33 21 0:50 / /mnt/school rw - cifs //server/share rw
34 21 8:2 / /home rw - ext4 /dev/sda2 rw
35 21 8:3 / /data rw - exfat /dev/sda3 rw
36 21 0:60 / /overlay rw - overlay overlay rw""".replace("盘", "\\347\\233\\230")


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A /sys with an inner disk, a stick and a disk that calls itself removable."""
    for device, place, removable in (
        ("8:1", "pci/ata1/sda/sda1", "0"), ("8:2", "pci/ata1/sda/sda2", "0"), ("8:3", "pci/ata1/sda/sda3", "0"),
        ("8:17", "pci/usb1/1-1/sdb/sdb1", "0"), ("8:33", "pci/mmc/sdc/sdc1", "1"),
    ):  # fmt: skip
        node = tmp_path / "devices" / place
        node.mkdir(parents=True, exist_ok=True)
        (node.parent / "removable").write_text(removable)
        (tmp_path / "dev" / "block").mkdir(parents=True, exist_ok=True)
        (tmp_path / "dev" / "block" / device).symlink_to(node)
    return tmp_path


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/media/u/U 盘/账本", "U盘"),
        ("/media/u/disk/x", "U盘"),
        ("/mnt/school/x", "网络"),
        ("/data/x", "FAT"),
        ("/home/u/books/x", ""),
        ("/run/x", ""),
        ("/overlay/x", ""),
        ("/srv/x", ""),
    ],
)
def test_linux(system: Path, path: str, word: str) -> None:
    def look(place: Path) -> Medium:
        return linux_medium(place, MOUNTS, system)

    if not word:
        require_suitable(Path(path), look)
        return
    with pytest.raises(PlaceUnsuitable) as told:
        require_suitable(Path(path), look)
    assert word in told.value.sentence


@pytest.mark.parametrize(
    ("drive", "kind", "filesystem", "fits"),
    [
        ("C:", 3, "NTFS", True),
        ("E:", 2, "FAT32", False),
        ("E:", 2, "NTFS", False),
        ("D:", 3, "exFAT", False),
        ("Z:", 4, "NTFS", False),
        (r"\\server\share", 1, "", False),
        ("R:", 5, "CDFS", False),
        ("R:", 6, "NTFS", True),
    ],
)
def test_windows(drive: str, kind: int, filesystem: str, fits: bool) -> None:
    def look(place: Path) -> Medium:
        return windows_medium(drive, kind, filesystem)

    if fits:
        require_suitable(Path("x"), look)
        return
    with pytest.raises(PlaceUnsuitable):
        require_suitable(Path("x"), look)


def test_this_machine(tmp_path: Path) -> None:
    medium_of(tmp_path / "not" / "there" / "yet")  # a chroot may know no file system; it must not fail
    require_suitable(tmp_path / "x.kongchuo")


def test_home_is_given_by_the_environment() -> None:
    places = Places.of_this_machine({"KONGCHUO_HOME": "/x"})
    assert places == Places(Path("/x/settings"), Path("/x/backups"), Path("/x/books"))
    assert "kongchuo" in str(Places.of_this_machine({}).settings)
