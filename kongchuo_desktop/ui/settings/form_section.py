"""A section that is one form with a save button."""

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from kongchuo_desktop.ui.forms.fields import FormPart
from kongchuo_desktop.ui.forms.form import Form
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.settings.section import Section
from kongchuo_desktop.ui.words import button


class FormSection(Section):
    """Reads values, shows them, writes what was changed. Subclasses fill `read` and `write`."""

    act = "修改设置"

    def __init__(self, office: Office, parts: Iterable[FormPart]) -> None:
        super().__init__(office)
        self.form = Form(parts, today=office.today)
        self.form.changed.connect(self._note)
        self.form.submitted.connect(self.save_form)
        self.save = button("保存", kind="main", run=self.save_form)
        self.save.setEnabled(False)
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addStretch(1)
        self.column.addWidget(self.form)
        self.column.addLayout(row)

    def read(self, session: Any) -> Mapping[str, Any]:
        """The values now in the book."""
        raise NotImplementedError

    def write(self, session: Any, changes: Mapping[str, Any]) -> object:
        """Write the changed values."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Read again, unless something has been typed that is not saved."""
        if not self.form.changes():
            self.office.read(self.read, self._show, latest=self)

    def save_form(self) -> bool:
        """Write what was changed."""
        changes = self.form.changes()
        if changes and self.form.check():
            values = self.form.values()
            self.office.write(
                self.act, lambda session: self.write(session, changes), done=lambda _: self._saved(values)
            )
        return True

    def _show(self, values: Mapping[str, Any]) -> None:
        self.form.put(values)
        self._note()

    def _saved(self, values: Mapping[str, Any]) -> None:
        self._show(values)
        self.office.tell.toast("已保存")

    def _note(self) -> None:
        self.save.setEnabled(bool(self.form.changes()))
