"""Collects cyclic garbage on the screen's thread only.

Python collects in whichever thread allocates; a widget that dies in the worker's takes the program down with it.
"""

import gc

from PySide6.QtCore import QObject, QTimer

from kongchuo_desktop.kit.collector import collect_what_is_due

LOOKS_EVERY = 500  # milliseconds


class Sweeping(QObject):
    """While it lives Python's own collector rests, and a timer of the screen's thread does its work."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._clock = QTimer(self, interval=LOOKS_EVERY)
        self._clock.timeout.connect(collect_what_is_due)
        self._clock.start()

    def end(self) -> None:
        """Give the work back to Python, once the worker's thread is gone."""
        self._clock.stop()
        if self._was_on:
            gc.enable()
