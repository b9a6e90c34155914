"""One start, watched from inside: run as a process of its own by start.py, tells what it saw as one JSON line.

    python tests/benchmarks/watched.py bare|tables
    python tests/benchmarks/watched.py unlock|first_page BOOK

The program is started as a user starts it. When it enters Qt's event loop, a timer begins to look at the windows;
what it finds is timed on the clock that all processes share (CLOCK_MONOTONIC).
"""

import importlib
import json
import os
import runpy
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

PASSWORD = "KONGCHUO_BENCH_PASSWORD"


def main(arguments: list[str]) -> None:
    """Start what is asked for; the watcher ends the process."""
    if arguments[0] in ("bare", "tables"):
        show_bare_window(tables=arguments[0] == "tables")
        return
    begin_with_the_event_loop(arguments[0])
    sys.argv = ["kongchuo_desktop", *arguments[1:]]
    runpy.run_module("kongchuo_desktop", run_name="__main__", alter_sys=True)


def show_bare_window(*, tables: bool) -> None:
    """The floor: a window with a line to type into; for memory also one that knows the tables of the book."""
    from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

    application = QApplication([])
    window = QWidget()
    QVBoxLayout(window).addWidget(QLineEdit())
    window.resize(940, 620)
    window.show()
    if tables:
        sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
        runpy.run_module("kongchuo_desktop.school.book_tables")
        importlib.import_module("sqlalchemy.orm").configure_mappers()
    Watcher("unlock").begin()
    application.exec()


def begin_with_the_event_loop(goal: str) -> None:
    """Make Qt's event loop begin with the watcher. Qt is imported first, as the program does itself."""
    from PySide6.QtWidgets import QApplication

    changeable: Any = QApplication
    enter = changeable.exec

    def watched(*_given: object) -> int:
        Watcher(goal).begin()
        return int(enter())

    changeable.exec = staticmethod(watched)


class Watcher:
    """Looks at the windows until the goal is reached."""

    def __init__(self, goal: str) -> None:
        self._goal = goal
        self._seen: dict[str, float] = {}
        self._busy_until = 0.0  # when the process was last seen to work
        self._worked = 0.0

    def begin(self) -> None:
        """Look again in a moment."""
        from PySide6.QtCore import QTimer

        # Seldom enough to leave the program's own threads their turn.
        pause = 1 if "unlock" not in self._seen else 50 if "entered" not in self._seen else 10
        QTimer.singleShot(pause, lambda: self._look())  # a bound method alone would let the watcher go

    def _look(self) -> None:
        if "unlock" not in self._seen:
            self._see_line()
        elif "entered" not in self._seen:
            self._enter_password()
        elif (window := self._standing_window()) is not None:
            self._note("first_page")
            self._memory("end")
            window.office.database.close()  # or the next start checks a book that was left in the lurch
            self._end()
        self.begin()

    def _see_line(self) -> None:
        """The first window counts once a line that takes keys is painted and has the focus."""
        line = self._line()
        if line is None:
            return
        line.window().repaint()
        self._note("unlock")
        self._memory("end")
        if self._goal == "unlock":
            self._end()

    def _line(self) -> Any:
        from PySide6.QtWidgets import QApplication, QLineEdit

        line = QApplication.focusWidget()
        handle = line.window().windowHandle() if isinstance(line, QLineEdit) else None
        return line if handle is not None and handle.isExposed() else None

    def _enter_password(self) -> None:
        """Type once the imports behind the window are done, as a person's typing leaves them the time."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        line = self._line()
        if line is None or not self._at_rest():
            return
        line.setText(os.environ[PASSWORD])
        self._note("entered")
        QTest.keyClick(line, Qt.Key.Key_Return)

    def _at_rest(self) -> bool:
        """Three seconds of typing, and on a busy machine as much longer as the imports take."""
        now, worked = time.monotonic(), time.process_time()
        if worked - self._worked > 0.02:  # more than this watcher's own looks
            self._busy_until, self._worked = now, worked
        return now - self._seen["unlock"] > 3 and now - self._busy_until > 0.3

    def _standing_window(self) -> Any:
        """The main window, once it is painted, its page has come out of the book and the worker is idle."""
        from PySide6.QtWidgets import QApplication

        if "kongchuo_desktop.ui.frame.window" not in sys.modules:
            return None
        windows: list[Any] = [w for w in QApplication.topLevelWidgets() if type(w).__name__ == "MainWindow"]
        for window in windows:
            exposed = window.isVisible() and window.windowHandle() and window.windowHandle().isExposed()
            if exposed and not window.office.tasks.busy:
                window.repaint()
                return window
        return None

    def _note(self, name: str) -> None:
        self._seen[name] = time.monotonic()
        self._seen[f"{name}_processor"] = time.process_time()

    def _memory(self, name: str) -> None:
        # What is held now, not the peak: deriving the key takes its memory for a moment only.
        status = Path("/proc/self/status").read_text(encoding="ascii")
        self._seen[f"{name}_megabytes"] = int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def _end(self) -> NoReturn:
        sys.stdout.write(json.dumps(self._seen) + "\n")
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
