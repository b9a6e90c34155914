"""A box that asks stays open until the book has taken what was entered; what it refuses is said in the box."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.tasks import Cancelled
from kongchuo_desktop.ui.words import label


class AskingBox(QDialog):
    """A subclass lays `refusal` out near its buttons and hands what its main act does to `attempt`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setWindowTitle("控辍")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.refusal = label("", role="wrong", wrap=True, selectable=True)
        self.refusal.hide()
        self._tasks = _office_of(parent).tasks
        self._waits = False

    def attempt(self, act: Callable[[], object]) -> None:
        """Run `act`; the box closes when the work that it began has ended well, at once when it began none.

        A UserError, of the act or of its work, is said in the box, where everything entered still stands; so it does
        after Cancelled (the user thought better of it). Work that can be cancelled is long and has a bar in the
        window: the box makes room for it at once.
        """
        if self._waits:
            return
        self.refuse("")
        try:
            work = self._tasks.begun_by(act)
        except UserError as refused:
            self.refuse(refused.sentence)
        except Cancelled:
            pass
        else:
            if work is None or work.cancellable:
                self.accept()
            else:
                self._waits = True
                work.asker = self._heard

    def refuse(self, sentence: str) -> None:
        """Say why it was not done; '' takes that back."""
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
        column = self.layout()
        if sentence and column is not None:
            column.activate()
            self.resize(self.width(), max(self.height(), column.totalHeightForWidth(self.width())))

    def _heard(self, error: Exception | None) -> bool:
        self._waits = False
        if self.isHidden():  # closed by the user meanwhile
            return False
        if error is None:
            self.accept()
        elif isinstance(error, UserError):
            self.refuse(error.sentence)
        return isinstance(error, UserError)


def _office_of(widget: QWidget | None) -> Office:
    """The office at which the page works that a box opens over."""
    while widget is not None:
        office = getattr(widget, "office", None)
        if isinstance(office, Office):
            return office
        widget = widget.parentWidget()
    raise LookupError("no page above this box has an office")
