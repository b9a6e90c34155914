"""Choosing a child in a form: typed like the search of the header, shown with what tells it from its namesakes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.finder import Finder
from kongchuo_desktop.ui.frame.search_box import Hit, SearchBox
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.words import button, label


class ChildPicker(QWidget):
    """A search line until a child is chosen, then the child with 换人; children who left are found too."""

    picked = Signal(object)  # PupilId, or None when the choice is taken back

    def __init__(self, office: Office, *, everybody: bool = True, hint: str = "") -> None:
        super().__init__()
        self.pupil_id: PupilId | None = None
        self.line = SearchBox(Finder(office, everybody=everybody).ask)
        self.line.setMaximumWidth(16_777_215)
        self.line.setPlaceholderText(hint or "姓名、拼音首字母、证件尾号；已离校的也能找到")
        self.line.setToolTip("")
        self.line.setAccessibleName("找学生")
        self.line.chosen.connect(self._chosen)
        self._name = label(role="heading")
        self._detail = label(role="sentence", wrap=True)
        self._other = button("换人", kind="link", run=lambda: self.clear(focus=True))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self._detail)
        shown = QWidget()
        row = QHBoxLayout(shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(words, 1)
        row.addWidget(self._other, 0, Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.line)
        self._stack.addWidget(shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    @property
    def name(self) -> str:
        """The name of the child chosen."""
        return self._name.text() if self.pupil_id is not None else ""

    def put(self, pupil_id: PupilId, name: str, detail: str, *, fixed: bool = False) -> None:
        """Show a child as chosen; `fixed` takes 换人 away."""
        self.pupil_id = pupil_id
        self._name.setText(name)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._other.setVisible(not fixed)
        self._stack.setCurrentIndex(1)

    def clear(self, *, focus: bool = False) -> None:
        """Nobody is chosen."""
        self.pupil_id = None
        self._stack.setCurrentIndex(0)
        if focus:
            self.line.setFocus(Qt.FocusReason.TabFocusReason)
        self.picked.emit(None)

    def focus_line(self) -> None:
        """Put the cursor where one types."""
        self.line.setFocus(Qt.FocusReason.TabFocusReason)

    def _chosen(self, hit: Hit) -> None:
        if isinstance(hit.request, int):
            self.put(PupilId(hit.request), hit.title, hit.detail)
            self.picked.emit(self.pupil_id)
