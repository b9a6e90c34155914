"""What the acts of these pages share: a small form, and a write that is told, with its way back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import FormPart
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.returns.case_lines import CasesSeen


def pairs(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Choices whose key is the word itself."""
    return tuple((word, word) for word in words)


def past(today: date) -> Callable[[date | None], str]:
    """The check of a day on which something has happened."""
    return lambda day: "日期还没有到，请检查。" if day is not None and day > today else ""


class Acts:
    """Acts over a page of the office."""

    def __init__(self, page: QWidget, office: Office) -> None:
        self._page, self._office = page, office

    def _write(self, act: str, verb: Any, told: str, *, undo: Callable[[], object] | None = None) -> None:
        """One transaction named `act`; the notice says `told`."""
        self._office.write(act, verb, done=lambda _any: self._office.tell.toast(told, undo=undo))

    def _box(
        self, title: str, parts: Sequence[FormPart], act: str, run: Callable[[dict[str, Any]], Any],
        values: Mapping[str, Any] | None = None, sentence: str = "",
    ) -> FormBox:  # fmt: skip
        """Ask for a few values."""
        box = FormBox(
            self._page, title, parts, act=act, run=run, today=self._office.today, values=values, sentence=sentence
        )
        box.open()
        return box


class OfCases(Acts):
    """Acts about cases; `seen` is what was read last."""

    seen: CasesSeen | None = None

    def _staff(self) -> tuple[tuple[int, str], ...]:
        return self.seen.staff if self.seen else ()
