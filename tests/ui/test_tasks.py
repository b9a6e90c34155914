"""One worker thread: results on the screen's thread, cancel, the newest of several."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.ui.frame.task_bar import TaskBar
from kongchuo_desktop.ui.tasks import Cancelled, Progress, Report, Task, Tasks


def test_work_runs_beside_and_its_result_comes_back(tasks: Tasks, rest: Callable[[], None]) -> None:
    seen: list[tuple[str, int]] = []
    tasks.run(lambda _progress: threading.get_ident(), done=lambda worker: seen.append(("worker", worker)))
    rest()
    assert seen != [("worker", threading.get_ident())]
    assert len(seen) == 1


def test_what_went_wrong_goes_to_failed_or_to_the_office(tasks: Tasks, qtbot: QtBot, rest: Callable[[], None]) -> None:
    def wrong(_progress: Progress) -> None:
        raise UserError("没有找到。")

    caught: list[Exception] = []
    tasks.run(wrong, failed=caught.append)
    rest()
    assert [str(error) for error in caught] == ["没有找到。"]
    with qtbot.waitSignal(tasks.failure) as told:
        tasks.run(wrong)
    assert str(told.args[0]) == "没有找到。"


def test_cancelled_work_ends_in_silence(tasks: Tasks, rest: Callable[[], None]) -> None:
    begun, heard = threading.Event(), []

    def work(progress: Progress) -> None:
        begun.set()
        while True:
            progress(1, 10)

    task = tasks.run(work, done=heard.append, failed=heard.append, cancellable=True)
    begun.wait(5)
    task.cancel()
    rest()
    assert heard == []


def test_only_the_newest_of_its_kind_is_answered(tasks: Tasks, rest: Callable[[], None]) -> None:
    gate, heard = threading.Event(), []
    tasks.run(lambda _progress: gate.wait(5))
    for words in ("罗", "罗小", "罗小河"):
        tasks.run(lambda _progress, words=words: words, done=heard.append, latest="search")
    gate.set()
    rest()
    assert heard == ["罗小河"]


class Page(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []

    def take(self, value: object) -> None:
        self.heard.append(value)


def test_a_receiver_that_is_gone_is_left_alone(tasks: Tasks, rest: Callable[[], None]) -> None:
    import shiboken6

    page = Page()
    gate = threading.Event()
    tasks.run(lambda _progress: gate.wait(5), done=page.take)
    shiboken6.delete(page)
    gate.set()
    rest()
    assert page.heard == []


def test_progress_says_how_far_and_how_long() -> None:
    reports: list[Report] = []
    progress = Progress(reports.append)
    progress(1, 4, "第一班")
    progress(4, 4)
    assert [(report.what, report.done, report.total) for report in reports] == [("第一班", 1, 4), ("第一班", 4, 4)]
    assert reports[0].seconds_left is not None
    progress.cancel()
    with pytest.raises(Cancelled):
        progress(2, 4)


def test_the_bar_shows_lasting_work_and_takes_it_back(tasks: Tasks, qtbot: QtBot) -> None:
    bar = TaskBar(tasks)
    qtbot.addWidget(bar)
    begun = threading.Event()

    def work(progress: Progress) -> None:
        begun.set()
        while True:
            progress(3, 120, "责任书")

    with qtbot.waitSignal(tasks.lasting):
        task: Task = tasks.run(work, title="打印责任书", cancellable=True)
    assert not bar.isHidden()
    assert begun.is_set()
    with qtbot.waitSignal(tasks.ended):
        bar.findChild(type(bar._cancel)).click()
    assert task.title == "打印责任书"
    assert bar.isHidden()


def test_quiet_work_never_shows_the_bar(tasks: Tasks, qtbot: QtBot, rest: Callable[[], None]) -> None:
    bar = TaskBar(tasks)
    qtbot.addWidget(bar)
    tasks.run(lambda _progress: 1, title="")
    tasks.lasting.emit(next(iter(tasks._waiting.values())))
    assert bar.isHidden()
    rest()
