"""Garbage is collected on the main thread only: a widget that dies in another one takes the process down."""

import gc
import threading

from pytestqt.qtbot import QtBot

from kongchuo_desktop.ui.tasks import Tasks


class Ring:
    """Garbage that only the collector finds; notes the thread it dies in."""

    def __init__(self, deaths: list[int]) -> None:
        self.deaths, self.ring = deaths, self

    def __del__(self) -> None:
        self.deaths.append(threading.get_ident())


def allocate_much(_progress: object = None) -> None:
    """What makes Python collect, where it is allowed to."""
    kept: list[list[int]] = [[] for _ in range(100_000)]
    kept.clear()


def test_a_thread_beside_the_tests_collects_nothing() -> None:
    deaths: list[int] = []
    Ring(deaths)
    beside = threading.Thread(target=allocate_much)
    beside.start()
    beside.join()
    assert deaths == []
    gc.collect()
    assert deaths == [threading.get_ident()]


def test_the_worker_collects_nothing_and_the_screen_does(qtbot: QtBot) -> None:
    deaths: list[int] = []
    gc.enable()
    tasks = Tasks()
    try:
        Ring(deaths)
        tasks.run(allocate_much)
        qtbot.waitUntil(lambda: not tasks.busy, timeout=15_000)
        assert deaths == []
        due: list[list[int]] = [[] for _ in range(2 * gc.get_threshold()[0])]
        qtbot.waitUntil(lambda: bool(deaths), timeout=15_000)
        assert deaths == [threading.get_ident()]
        due.clear()
    finally:
        tasks.close()
        assert gc.isenabled()
        gc.disable()
