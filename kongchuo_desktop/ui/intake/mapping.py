"""Columns that were not understood: shown with a choice of field each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.forms.form import Form
from kongchuo_desktop.ui.intake.doors import AnyPreview
from kongchuo_desktop.ui.intake.words import fields_to_choose
from kongchuo_desktop.ui.words import button, label


class MappingPane(QScrollArea):
    """One choice per heading; what is chosen is remembered for later files."""

    mapped = Signal(object)  # dict[str, str]: heading → field

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.form: Form | None = None
        self.act = button("", kind="main")

    def show_headings(self, found: AnyPreview) -> None:
        """Ask for each heading that no field answers to."""
        choices = fields_to_choose(found.kind)
        headings = tuple(found.read.unknown)
        self.form = Form(Field(heading, f"列“{heading}”", "choice", choices=choices) for heading in headings)
        self.act = button("按这样重新读取", kind="main", run=self._map)
        body = QWidget()
        body.setObjectName("scrolled")
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(12)
        column.addWidget(
            label("这些列没有认出来，不指明就不导入。指明一次，以后同名的列都照此办理。", role="sentence", wrap=True)
        )
        column.addWidget(self.form)
        column.addWidget(self.act)
        column.addStretch(1)
        self.act.setMaximumWidth(200)
        self.setWidget(body)

    def _map(self) -> None:
        if self.form is not None:
            chosen = {heading: field for heading, field in self.form.values().items() if field}
            if chosen:
                self.mapped.emit(chosen)
