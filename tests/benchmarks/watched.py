"""One start, watched from inside: run as a process of its own by start.py, tells what it saw as one JSON line.

    python tests/benchmarks/watched.py bare
    python tests/benchmarks/watched.py unlock|first_page BOOK

The program is started as a user starts it. When it enters Qt's event loop, a timer begins to look at the windows;
what it finds is timed on the clock that all processes share (CLOCK_MONOTONIC).
"""

import json
import os
import resource
import runpy
import sys
import time
from typing import Any, NoReturn

PASSWORD = "KONGCHUO_BENCH_PASSWORD"


def main(arguments: list[str]) -> None:
    """Start what is asked for; the watcher ends the process."""
    if arguments[0] == "bare":
        show_bare_window()
        return
    sys.addaudithook(lambda event, _given: _wait_for_qt(event, arguments[0]))
    sys.argv = ["kongchuo_desktop", *arguments[1:]]
    runpy.run_module("kongchuo_desktop", run_name="__main__", alter_sys=True)


def show_bare_window() -> None:
    """The floor: a window with a line to type into."""
    from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

    application = QApplication([])
    window = QWidget()
    QVBoxLayout(window).addWidget(QLineEdit())
    window.resize(940, 620)
    window.show()
    Watcher("unlock").begin()
    application.exec()


def _wait_for_qt(event: str, goal: str) -> None:
    """On the first import after Qt's: begin to watch as soon as the event loop runs."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    application: Any = getattr(widgets, "QApplication", None)
    if event != "import" or application is None or hasattr(application, "watched"):
        return
    enter = application.exec

    def watched(*_given: object) -> int:
        Watcher(goal).begin()
        return int(enter())

    application.watched = True
    application.exec = staticmethod(watched)


class Watcher:
    """Looks at the windows until the goal is reached."""

    def __init__(self, goal: str) -> None:
        self._goal = goal
        self._seen: dict[str, float] = {}

    def begin(self) -> None:
        """Look as soon as the event loop is idle, again and again."""
        from PySide6.QtCore import QTimer

        QTimer.singleShot(0, self._look)

    def _look(self) -> None:
        if "unlock" not in self._seen:
            self._see_line()
        elif "entered" not in self._seen:
            self._enter_password()
        elif self._first_page_stands():
            self._seen["first_page"] = time.monotonic()
            self._end()
        self.begin()

    def _see_line(self) -> None:
        """The first window counts once a line that takes keys is painted and has the focus."""
        line = self._line()
        if line is None:
            return
        line.window().repaint()
        self._seen["unlock"] = time.monotonic()
        self._memory("unlock")
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
        if line is None or time.monotonic() - self._seen["unlock"] < 3:
            return
        line.setText(os.environ[PASSWORD])
        self._seen["entered"] = time.monotonic()
        QTest.keyClick(line, Qt.Key.Key_Return)

    def _first_page_stands(self) -> bool:
        """The main window is painted, its page has come out of the book, the worker is idle."""
        from PySide6.QtWidgets import QApplication

        found = [w for w in QApplication.topLevelWidgets() if type(w).__name__ == "MainWindow" and w.isVisible()]
        if not found or found[0].windowHandle() is None or not found[0].windowHandle().isExposed():
            return False
        window: Any = found[0]
        if window.office.tasks.busy:
            return False
        window.repaint()
        return True

    def _memory(self, name: str) -> None:
        self._seen[f"{name}_megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    def _end(self) -> NoReturn:
        self._memory("end")
        sys.stdout.write(json.dumps(self._seen) + "\n")
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
