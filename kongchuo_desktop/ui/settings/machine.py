"""这台电脑: what belongs to the machine and not to the school."""

from collections.abc import Mapping
from typing import Any

from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.scaling import SCALES, chosen_scale
from kongchuo_desktop.ui.settings.form_section import FormSection
from kongchuo_desktop.ui.sitting import lock_minutes

SCALE_WORDS = {100: "标准", 125: "大一些", 150: "最大"}

FIELDS = (
    Field(
        "actor",
        "在这台电脑上用程序的人",
        required=True,
        longest=40,
        width=12,
        hint="下次打开账本起，操作记录里写这个名字",
    ),
    Field(
        "scale",
        "字和按钮的大小",
        "choice",
        required=True,
        width=12,
        choices=tuple((scale, f"{SCALE_WORDS[scale]} {scale}%") for scale in SCALES),
        hint="下次打开程序时生效",
    ),
    Field(
        "minutes",
        "几分钟没人动就锁上",
        "number",
        required=True,
        width=6,
        hint="1 到 30 分钟",
        check=lambda value: "" if value is not None and 1 <= value <= 30 else "请填 1 到 30 之间的数。",
    ),
)


class MachineSection(FormSection):
    """Who is at work, how big everything is, when it locks."""

    def __init__(self, office: Office) -> None:
        super().__init__(office, FIELDS)
        self.column.addStretch(1)

    def state_sentence(self) -> str:
        """Whose these are."""
        return "只管这台电脑，换一台电脑要另设。"

    def refresh(self) -> None:
        """From this machine's memory, not from the book."""
        if not self.form.changes():
            self._show(self._kept())

    def save_form(self) -> bool:
        """Into this machine's memory."""
        changes = self.form.changes()
        if changes and self.form.check():
            self._keep(changes)
            self._saved(self.form.values())
        return True

    def _kept(self) -> Mapping[str, Any]:
        settings = self.office.settings
        actor = str(settings.value("actor", "") or "")
        return {"actor": actor, "scale": chosen_scale(settings), "minutes": lock_minutes(settings)}

    def _keep(self, changes: Mapping[str, Any]) -> None:
        names = {"actor": "actor", "scale": "scale", "minutes": "lock/minutes"}
        for key, value in changes.items():
            self.office.settings.setValue(names[key], value)
