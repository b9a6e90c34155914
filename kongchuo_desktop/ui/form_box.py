"""A small form in a box over the window: a heading, a few fields, one act."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from kongchuo_desktop.ui.asking_box import AskingBox
from kongchuo_desktop.ui.forms.fields import FormPart
from kongchuo_desktop.ui.forms.form import Form
from kongchuo_desktop.ui.words import button, label

LEAST = 120  # pixels of a form in sight


class FormBox(AskingBox):
    """Ask for a few values; `run` gets them when they are good (Ctrl+S too). Shown with `open()`, so nothing waits.

    It closes once the work that `run` began is done. Refused, it stays as it was filled in and says why. `first` is
    called before `run`, with what goes on to it: for what must be looked up and asked while the box stays open.
    """

    around = 330  # pixels that heading, sentence, refusal, buttons and the screen's edges take

    def __init__(
        self,
        parent: QWidget,
        title: str,
        parts: Iterable[FormPart],
        *,
        act: str,
        run: Callable[[dict[str, Any]], object],
        today: Callable[[], date],
        sentence: str = "",
        values: Mapping[str, Any] | None = None,
        first: Callable[[dict[str, Any], Callable[[], None]], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setMinimumWidth(420)
        self._run, self._first = run, first
        self.form = Form(parts, today=today)
        self.form.put(values or {})
        self.form.submitted.connect(self.finish)
        self.act = button(act, kind="main", run=self.finish)
        self.cancel = button("取消", run=self.reject)
        self.act.setDefault(True)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(lambda: self.finish())
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(16)
        column.addWidget(label(title, role="heading", wrap=True))
        if sentence:
            column.addWidget(label(sentence, role="sentence", wrap=True))
        column.addWidget(self._in_sight(_main_window(parent).height()))
        column.addWidget(self.refusal)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.act)
        column.addLayout(row)

    def _in_sight(self, height: int) -> QWidget:
        """The form, scrolled where the main window is too low for it."""
        room = height - self.around
        if self.form.sizeHint().height() <= room:
            return self.form
        area = QScrollArea(widgetResizable=True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.form)
        area.setWidget(inside)
        area.setFixedHeight(max(LEAST, room))
        return area

    def finish(self) -> None:
        """Take the values, unless one of them is wrong."""
        if not self.form.check():
            return
        if self._first is None:
            self._go_on()
        else:
            self._first(self.form.values(), self._go_on)

    def _go_on(self) -> None:
        if isValid(self):  # not closed by the user meanwhile
            self.attempt(lambda: self._run(self.form.values()))


def _main_window(widget: QWidget) -> QWidget:
    """The window below the boxes that are open over each other."""
    window = widget.window()
    return _main_window(above) if (above := window.parentWidget()) is not None else window
