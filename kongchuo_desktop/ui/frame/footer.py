"""The quiet footer: school · term · who is at work · saved, backed up when."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kongchuo_desktop.ui.one_line import OneLine
from kongchuo_desktop.ui.theme.tokens import SIZES
from kongchuo_desktop.ui.words import label


@dataclass(frozen=True)
class Footing:
    """What the footer says of the book."""

    school: str = ""
    term: str = ""
    actor: str = ""
    backed_up: datetime | None = None
    sample: bool = False  # the invented school: every window says so


class Footer(QWidget):
    """One line of small type; nothing here asks for attention."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(SIZES.footer)
        self._left = OneLine()
        self._right = label()
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.addWidget(self._left, 1)
        row.addWidget(self._right)

    def show_footing(self, footing: Footing, now: datetime) -> None:
        """Say whose book this is and how safe it is."""
        who = f"{footing.actor}在用" if footing.actor else ""
        self._left.say(" · ".join(filter(None, (footing.school, footing.term, who))))
        self._right.setText(f"所有改动已保存 · {backed_up_words(footing.backed_up, now)}")


def backed_up_words(when: datetime | None, now: datetime) -> str:
    """When the last backup was made, in everyday words."""
    if when is None:
        return "还没有备份"
    days = (now.date() - when.date()).days
    if days <= 0:
        return f"今天 {when:%H:%M} 已备份"
    return f"昨天 {when:%H:%M} 已备份" if days == 1 else f"{days} 天前备份过"
