"""The quiet bar of long work: what is happening, how far, how long still, 取消."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from kongchuo_desktop.ui.tasks import Report, Task, Tasks
from kongchuo_desktop.ui.words import button, label


class TaskBar(QWidget):
    """Hidden until a task has lasted; follows that one task to its end."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.setObjectName("taskbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(48)
        self._task: Task | None = None
        self._last: dict[int, Report] = {}
        self._words = label(role="sentence")
        self._bar = QProgressBar(textVisible=False)
        self._cancel = button("取消", run=self._take_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 4, 24, 4)
        row.setSpacing(16)
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        row.addWidget(self._cancel)
        self.hide()
        tasks.lasting.connect(self._begin)
        tasks.reported.connect(self._note)
        tasks.ended.connect(self._end)

    def _begin(self, task: Task) -> None:
        if not task.title:
            return
        self._task = task
        self._cancel.setVisible(task.cancellable)
        self._cancel.setEnabled(True)
        self._show(self._last.get(id(task), Report(task.title)))
        self.show()

    def _note(self, task: Task, report: Report) -> None:
        self._last[id(task)] = report
        if task is self._task:
            self._show(report)

    def _end(self, task: Task) -> None:
        self._last.pop(id(task), None)
        if task is self._task:
            self._task = None
            self.hide()

    def _show(self, report: Report) -> None:
        assert self._task is not None  # noqa: S101 - callers have just checked
        self._bar.setRange(0, report.total)
        self._bar.setValue(report.done)
        self._words.setText(" · ".join(filter(None, (self._task.title, report.what, _how_far(report)))))

    def _take_back(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._cancel.setEnabled(False)
            self._words.setText("正在取消，已做的会全部退回……")


def _how_far(report: Report) -> str:
    if not report.total:
        return ""
    far = f"{report.done} / {report.total}"
    if report.seconds_left is None or report.seconds_left < 2:
        return far
    left = round(report.seconds_left)
    return f"{far}，还要约 {left} 秒" if left < 90 else f"{far}，还要约 {round(left / 60)} 分钟"
