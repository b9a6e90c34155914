"""Which page of the manual belongs to where one is: widgets carry its anchor as the property `help`.

A page is marked with its key, a section with its own, a box with an anchor where it has one. Inner marks come first,
joined with the one around them: a field of 四率 asks for `enrolment-rates`, then `rates`, then `enrolment`.
"""

from itertools import chain, pairwise, zip_longest

from PySide6.QtWidgets import QApplication, QWidget

MARK = "help"


def mark(widget: QWidget, anchor: str) -> None:
    """Say which part of the manual a widget belongs to."""
    widget.setProperty(MARK, anchor)


def anchors_at(widget: QWidget | None) -> tuple[str, ...]:
    """What to look for in the manual, best first."""
    marks = _marks(widget)
    joined = [f"{outer}-{inner}" for inner, outer in pairwise(marks)]
    return tuple(chain.from_iterable(zip_longest(joined, marks, fillvalue="")))


def _marks(widget: QWidget | None) -> list[str]:
    """From the inside out. Where nothing is marked yet, what has a part in front is asked for it."""
    marks: list[str] = []
    while widget is not None:
        part = getattr(widget, "front_part", None)
        inside = part() if part is not None and not marks else widget
        if inside is not widget:
            return _marks(inside)
        found = str(widget.property(MARK) or "")
        if found:
            marks.append(found)
        widget = widget.parentWidget()
    return marks


def here() -> QWidget | None:
    """The widget with the keys, else the box or window in front, else any window that has something to say."""
    found = QApplication.focusWidget() or QApplication.activeModalWidget() or QApplication.activeWindow()
    windows = (one for one in QApplication.topLevelWidgets() if one.isVisible() and hasattr(one, "front_part"))
    return found or next(windows, None)
