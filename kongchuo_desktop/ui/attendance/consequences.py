"""What the keys did to the duties: looked at when the hands rest, and told."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from kongchuo_desktop.school.attendance import duties as duty_room
from kongchuo_desktop.school.attendance.duties import Duty
from kongchuo_desktop.school.attendance.rederiving import rederived
from kongchuo_desktop.ui.office import Office


class Consequences(QObject):
    """Holds the duties as they were before the last keys against those after them."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._before: tuple[Duty, ...] | None = None
        self._keyed = False

    def keyed(self) -> None:
        """Something was keyed since the last look."""
        self._keyed = True

    def look(self) -> None:
        """Read the duties; when keys have come in between, say what became of them."""
        today, keyed, self._keyed = self._office.today(), self._keyed, False

        def show(found: tuple[Duty, ...]) -> None:
            before, self._before = self._before, found
            if keyed and before is not None:
                self._tell(rederived(before, found).sentences())

        self._office.read(lambda session: duty_room.duties(session, on=today), show)

    def _tell(self, sentences: Sequence[str]) -> None:
        if not sentences:
            return
        more = f"（另有 {len(sentences) - 1} 处变动）" if len(sentences) > 1 else ""
        shown = sentences[0].replace(":", "：").replace(",", "，").rstrip("。")
        self._office.tell.toast(f"{shown}{more}", acts=(("去今日办理", lambda: self._office.go("today")),))
