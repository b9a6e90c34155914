"""What the frame asks of a page."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kongchuo_desktop.ui.office import Office


@dataclass(frozen=True)
class MainAct:
    """The one visible next act of a page, shown in the header; '&' marks the Alt key."""

    title: str
    run: Callable[[], None]
    icon: str = ""


class Page(QWidget):
    """A page answers one question: fill `title` and `watches`, build in __init__, read in `refresh`.

    `refresh` is called when the page is first shown, when it is shown again after one of the tables it
    watches has changed, and at once when that happens while it is visible. It must not block: read with
    `office.tasks.run`. Emit `state_changed` when `state_sentence` or `main_act` has something new to say.
    """

    title: str = ""
    watches: frozenset[str] = frozenset()
    state_changed = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.setObjectName("page")
        self.office = office

    def refresh(self) -> None:
        """Read again what the page shows."""

    def state_sentence(self) -> str:
        """The page's one sentence of state for the header."""
        return ""

    def main_act(self) -> MainAct | None:
        """The page's main act, or None."""
        return None

    def open_request(self, request: object) -> None:
        """Show what another page or the search box asks for, e.g. a PupilId."""

    def front_part(self) -> QWidget:
        """The part in front, for F1: a section of a page that has several."""
        return self

    def find_here(self) -> bool:
        """Ctrl+Shift+F: put the cursor into the page's own find line; False when it has none."""
        return False

    def close_inner(self) -> bool:
        """Esc: close what is open on the page (panel, popup); False when there was nothing to close."""
        return False

    def save_form(self) -> bool:
        """Ctrl+S: save an open form; False when there is none."""
        return False

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        """Other states worth a picture for `shots`: a name, and what brings the page there."""
        return ()

    def may_leave(self) -> bool:
        """Whether the page can be left now; ask here about typed changes that are not saved."""
        return True
