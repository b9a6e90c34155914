"""A small form in a box over the window: a heading, a few fields, one act."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kongchuo_desktop.ui.forms.fields import FormPart
from kongchuo_desktop.ui.forms.form import Form
from kongchuo_desktop.ui.words import button, label

AROUND = 330  # pixels that heading, sentence, buttons and the screen's edges take
LEAST = 120


class FormBox(QDialog):
    """Ask for a few values; `run` gets them when they are good (Ctrl+S too). Shown with `open()`, so nothing waits."""

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
    ) -> None:
        super().__init__(parent.window())
        self.setWindowTitle("控辍")
        self.setMinimumWidth(420)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._run = run
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
        column.addWidget(self._in_sight(parent.window().height()))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.act)
        column.addLayout(row)

    def _in_sight(self, height: int) -> QWidget:
        """The form, scrolled where the window over which it opens is too low for it."""
        room = height - AROUND
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
        if self.form.check():
            values = self.form.values()
            self.accept()
            self._run(values)
