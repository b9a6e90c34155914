"""Collects cyclic garbage on the screen's thread only.

Python collects in whichever thread allocates; a widget that dies in the worker's takes the program down with it.
"""

import gc

from PySide6.QtCore import QObject, QTimer

LOOKS_EVERY = 500  # milliseconds


class Sweeping(QObject):
    """While it lives Python's own collector rests, and a timer of the screen's thread does its work."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._clock = QTimer(self, interval=LOOKS_EVERY)
        self._clock.timeout.connect(self.look)
        self._clock.start()

    def look(self) -> None:
        """Collect the generations that have come to their thresholds, as Python itself would."""
        for generation in (2, 1, 0):
            limit = gc.get_threshold()[generation]
            if limit and gc.get_count()[generation] > limit:
                gc.collect(generation)
                return

    def end(self) -> None:
        """Give the work back to Python, once the worker's thread is gone."""
        self._clock.stop()
        if self._was_on:
            gc.enable()
