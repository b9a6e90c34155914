"""What this machine offers: a display, Debian packages, the right to install them. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Library as the loader names it -> Debian package that brings it (wheels of Qt carry everything else).
OFFSCREEN_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
}
SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libX11-xcb.so.1": "libx11-xcb1",
}


class SetUpStoppedError(Exception):
    """Set-up can't go on; the message says what a person can do."""


def has_display() -> bool:
    """Whether a window could be shown here; a DISPLAY that nobody answers counts as none."""
    if sys.platform in ("win32", "darwin"):
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    return _x_server_answers(os.environ.get("DISPLAY", ""))


def _x_server_answers(display: str) -> bool:
    host, colon, number = display.partition(":")
    if not colon:
        return False
    number = number.partition(".")[0]
    if host and host != "unix":
        return True  # a forwarded display: Qt finds out
    import socket

    with socket.socket(socket.AF_UNIX) as connection:
        for address in (f"/tmp/.X11-unix/X{number}", f"\0/tmp/.X11-unix/X{number}"):  # noqa: S108 - X's fixed place
            try:
                connection.connect(address)
            except OSError:
                continue
            return True
    return False


def missing_libraries(libraries: dict[str, str]) -> list[str]:
    """Debian packages of the libraries that the loader doesn't find."""
    if sys.platform != "linux":
        return []
    return [package for library, package in libraries.items() if not _loads(library)]


def _loads(library: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_packages(packages: list[str]) -> None:
    """Install Debian packages as root or by sudo without a password; else stop with the line to run."""
    line = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        raise SetUpStoppedError("Please install first (Debian names): " + " ".join(packages))
    prefix = _root_prefix()
    if prefix is None:
        raise SetUpStoppedError("Please run this once, then this command again:\n  sudo " + " ".join(line))
    print("installing", *packages, flush=True)
    if not _has_package_lists() or not _succeeds([*prefix, *line]):
        _succeeds([*prefix, "apt-get", "update"])
        if not _succeeds([*prefix, *line]):
            raise SetUpStoppedError("apt-get could not install: " + " ".join(packages))


def _succeeds(command: list[str]) -> bool:
    """Run apt-get without its chatter; what goes wrong is still shown."""
    surroundings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run([*command, "-qq"], env=surroundings, stdout=subprocess.DEVNULL, check=False)
    return done.returncode == 0


def _root_prefix() -> list[str] | None:
    """How to become root without being asked for anything, or None."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def _has_package_lists() -> bool:
    return any(Path("/var/lib/apt/lists").glob("*_Packages*"))
