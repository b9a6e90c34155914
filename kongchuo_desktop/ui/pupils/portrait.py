"""A child's portrait: chosen from a file, made small, taken away."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.files import choose_open
from kongchuo_desktop.ui.office import Office

if TYPE_CHECKING:
    from kongchuo_desktop.ui.pupils.child import ChildPanel

LONGEST = 640  # pixels: what a printed card of 3 × 4 cm needs at 300 dpi, and some to spare
PICTURES = "照片 (*.jpg *.jpeg *.png *.bmp *.webp)"


class PortraitActs:
    """What the panel's buttons under the portrait do."""

    def __init__(self, panel: "ChildPanel", office: Office) -> None:
        self._panel = panel
        self._office = office

    def choose(self) -> None:
        """Take a picture from a file."""
        record = self._panel.record
        path = choose_open(self._panel, self._office, purpose="photo", title="选择照片", kinds=PICTURES)
        if record is None or path is None:
            return
        self._set("换照片", record.facts.id, lambda: as_portrait(path), record.photo)

    def remove(self) -> None:
        """Take the portrait away."""
        if (record := self._panel.record) is not None:
            self._set("去掉照片", record.facts.id, lambda: None, record.photo)

    def _set(self, act: str, pupil_id: PupilId, make: Callable[[], bytes | None], before: bytes | None) -> None:
        office = self._office

        def write(jpeg: bytes | None, then: Callable[[], object]) -> None:
            office.write(
                act,
                lambda session: pupil_room.set_photo(session, pupil_id=pupil_id, jpeg=jpeg),
                done=lambda _none: then(),
            )

        def undo() -> None:
            write(before, lambda: self._panel.after(pupil_id))

        def done() -> None:
            self._panel.after(pupil_id)
            office.tell.toast("已换照片" if act == "换照片" else "已去掉照片", undo=undo)

        office.tasks.run(lambda _progress: make(), done=lambda jpeg: write(jpeg, done))


def as_portrait(path: Path) -> bytes:
    """The picture as a small upright JPEG; UserError when it isn't one."""
    from kongchuo_desktop.kit.pictures import take_in  # Pillow, when a picture is chosen

    return take_in(path, longest=LONGEST, most_bytes=pupil_room.PHOTO_LIMIT).jpeg
