"""Python's search for reference cycles: a pause for it, and doing it by hand."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """For work that makes hundreds of thousands of values and drops few: the search may be a third of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def spare_what_stands() -> None:
    """What is loaded by now lives as long as the program: later searches, which stop a hand at work, leave it out."""
    gc.freeze()


def collect_what_is_due() -> None:
    """Collect the generations that have come to their thresholds, as Python itself would, in the caller's thread."""
    for generation in (2, 1, 0):
        limit = gc.get_threshold()[generation]
        if limit and gc.get_count()[generation] > limit:
            gc.collect(generation)
            return
