"""The frozen build against the same program from source: process start to a painted window on a real (virtual) screen.

Seen from outside, by looking at the screen every few milliseconds: a frozen program can't be watched from inside.
Needs Xvfb and dist/kongchuo (`python3 packaging/dev.py build linux`).
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from kongchuo_desktop.storage.key_cost import KeyCost
from kongchuo_desktop.storage.places import Places
from tests.benchmarks.big_school import make_book
from tests.benchmarks.measure import Case, compare

ROOT = Path(__file__).resolve().parents[2]
FROZEN = ROOT / "dist" / "kongchuo" / "kongchuo"
DISPLAY = ":83"
LONGEST = 60.0  # seconds
BARE = (
    "from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget; a = QApplication([]);"
    "w = QWidget(); QVBoxLayout(w).addWidget(QLineEdit()); w.resize(940, 620); w.show(); a.exec()"
)


class Screen:
    """An empty virtual screen and a look at it."""

    def __init__(self) -> None:
        quiet = subprocess.DEVNULL
        shape = ["-screen", "0", "1366x768x24", "-nocursor"]
        self._server = subprocess.Popen(["Xvfb", DISPLAY, *shape], stdout=quiet, stderr=quiet)
        time.sleep(2)
        os.environ |= {"DISPLAY": DISPLAY, "QT_QPA_PLATFORM": "xcb"}
        from PySide6.QtGui import QGuiApplication

        self._application = QGuiApplication([])

    def is_painted(self) -> bool:
        """Whether something light covers the middle: the root window is black."""
        seen = self._application.primaryScreen().grabWindow(0, 683, 384, 8, 8).toImage()
        return bool(seen.pixelColor(4, 4).lightness() > 100)

    def close(self) -> None:
        """Switch the screen off."""
        self._server.terminate()


def painted(screen: Screen, command: Sequence[str], home: Path) -> float:
    """Seconds from the start of the process until the middle of the screen is painted."""
    while screen.is_painted():
        time.sleep(0.02)
    environ = {**os.environ, "KONGCHUO_HOME": str(home)}
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not screen.is_painted():
            if process.poll() is not None or time.perf_counter() - began > LONGEST:
                raise RuntimeError(f"no window: {command[0]}")
            time.sleep(0.004)
        return time.perf_counter() - began
    finally:
        process.kill()
        process.wait()


def main() -> int:
    """Print the ratios; without a build or a screen say so."""
    if not FROZEN.exists() or shutil.which("Xvfb") is None:
        print("needs Xvfb and dist/kongchuo: python3 packaging/dev.py build linux")
        return 0
    screen = Screen()
    try:
        with tempfile.TemporaryDirectory() as folder:
            home, book = Path(folder) / "home", Path(folder) / "三千.kongchuo"
            make_book(book, Places.under(home, KeyCost(64 * 1024, 3, 2)), pupils=3_000).close()
            bare, source, frozen = "bare PySide6 window", "unlock window, from source", "unlock window, frozen"
            commands = {
                bare: [sys.executable, "-c", BARE],
                source: [sys.executable, "-m", "kongchuo_desktop", str(book)],
                frozen: [str(FROZEN), str(book)],
            }

            def case(name: str) -> Case:
                return lambda: painted(screen, commands[name], home)

            told = compare("start on a screen", {name: case(name) for name in commands}, goals={frozen: 1.4})
            print(f"frozen against from source: {told.ratio(frozen) / told.ratio(source):.2f}")
    finally:
        screen.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
