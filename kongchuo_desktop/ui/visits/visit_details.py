"""One visit in the side panel: what was found and agreed, its pictures."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kongchuo_desktop.school.visits.service import VisitFacts
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.pictures import PictureStrip
from kongchuo_desktop.ui.visits.form import OWNER
from kongchuo_desktop.ui.words import button, label

LEFT = Qt.AlignmentFlag.AlignLeft


class VisitDetails(QWidget):
    """Everything that was written, a label over each."""

    def __init__(self, office: Office, visit: VisitFacts, *, child: Callable[[], object]) -> None:
        super().__init__()
        self.visit = visit
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(4)
        column.addWidget(button("学生档案", kind="link", icon=icon("pupils"), run=child), 0, LEFT)
        for heading, text in facts(visit):
            column.addWidget(label(heading, role="label"))
            column.addWidget(label(text, wrap=True, selectable=True))
            column.addSpacing(8)
        self.pictures = PictureStrip(office, owner_kind=OWNER, read_only=True)
        self.pictures.show_owner(visit.id)
        column.addWidget(self.pictures)
        column.addStretch(1)


def facts(visit: VisitFacts) -> tuple[tuple[str, str], ...]:
    """Heading and text of what is there."""
    due = f"（{visit.promise_due:%Y-%m-%d}前）" if visit.promise_due else ""
    kept = f"{visit.promise_kept_on:%Y-%m-%d}：{visit.promise_outcome}" if visit.promise_kept_on else "还没有落实"
    pairs = (
        ("编号", f"{visit.number}（{visit.recorded_by or '—'}登记）"),
        ("家访人", visit.who), ("在家人员", visit.at_home), ("地点", visit.place), ("目的", visit.purpose),
        ("了解到的情况", visit.found), ("商定措施", visit.measures),
        ("家长承诺", f"{visit.promise}{due}" if visit.promise else ""), ("承诺落实", kept if visit.promise else ""),
        ("下次家访", f"{visit.next_on:%Y-%m-%d}" if visit.next_on else ""),
        ("签字", "家长已在纸质记录上签字" if visit.signed else ""),
    )  # fmt: skip
    return tuple((heading, text) for heading, text in pairs if text)
