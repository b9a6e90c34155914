"""A small form about a child that is chosen first."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.enrolment.picker import ChildPicker
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import FormPart
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.words import label


class ChildBox(FormBox):
    """`run` gets the child, its name and the values; with `needed` False nobody may be chosen as well."""

    around = FormBox.around + 40  # the child stands over the form

    def __init__(
        self, parent: QWidget, office: Office, title: str, parts: Iterable[FormPart], *, act: str, sentence: str,
        run: Callable[[PupilId | None, str, dict[str, Any]], object], values: Mapping[str, Any] | None = None,
        needed: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(
            parent, title, parts, act=act, sentence=sentence, values=values, today=office.today,
            run=lambda given: run(self.picker.pupil_id, self.picker.name, given),
        )  # fmt: skip
        self._needed = needed
        self.picker = ChildPicker(office, everybody=False, hint="姓名、拼音首字母、证件尾号")
        self.wrong = label("", role="wrong", wrap=True)
        self.picker.picked.connect(lambda _id: self.wrong.hide())
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            place = 2 if sentence else 1
            column.insertWidget(place, label("学生（必填）" if needed else "学生（可不填）", role="label"))
            column.insertWidget(place + 1, self.picker)
            column.insertWidget(place + 2, self.wrong)
        self.wrong.hide()
        self.picker.focus_line()

    def finish(self) -> None:
        """Take the values, unless the child or one of them is missing."""
        if self._needed and self.picker.pupil_id is None:
            self.wrong.setText("请先选学生。")
            self.wrong.show()
            self.picker.focus_line()
            return
        super().finish()
