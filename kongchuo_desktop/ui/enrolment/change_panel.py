"""The form of a change: whom, what, the fields of that kind, and what it does to roll and rates before it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import shiboken6
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.desk.enrolment_papers import PAPERS_OF
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.service import ClassFacts
from kongchuo_desktop.school.enrolment import service as enrolment
from kongchuo_desktop.school.enrolment.events import EventFacts
from kongchuo_desktop.school.enrolment.rates_effect import effect_of
from kongchuo_desktop.school.enrolment.rules import BY_NAME
from kongchuo_desktop.school.enrolment.service import Draft
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import EventId, PupilId
from kongchuo_desktop.ui.enrolment import change_fields as fields
from kongchuo_desktop.ui.enrolment.kind_chooser import KindChooser
from kongchuo_desktop.ui.enrolment.picker import ChildPicker
from kongchuo_desktop.ui.enrolment.printing import print_blank
from kongchuo_desktop.ui.forms.form import Form
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.pupils.form import fill_from_number
from kongchuo_desktop.ui.words import button, label, restyle

PAUSE = 250  # milliseconds after the last key
WHOLE = "全校"


@dataclass(frozen=True)
class Asked:
    """What is to be entered: a change of a child of the book, of a newcomer, or in place of another change."""

    draft: Draft
    pupil_id: PupilId | None
    newcomer: dict[str, object] = field(default_factory=dict)
    instead_of: EventId | None = None
    why: str = ""
    name: str = ""
    status: str = ""  # of the child now, "" of one that is not in the book


class ChangeForm(QWidget):
    """`asked()` is what the user wants entered, once `check()` finds nothing wrong.

    `effect` says what it would do; the panel keeps it in sight over its buttons.
    """

    submitted = Signal()
    ready = Signal(bool)  # whether there is something that can be saved

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.form: Form | None = None
        self.kind = ""
        self._child: pupil_room.PupilFacts | None = None
        self._new = False
        self._old: EventFacts | None = None
        self._rooms: tuple[ClassFacts, ...] = ()
        self._start_kind = ""
        self._start_values: Mapping[str, Any] = {}
        self._objection = ""
        self.picker = ChildPicker(office)
        self.picker.picked.connect(self._another)
        self.stranger = button("账本里没有这个孩子，登记新来的", kind="link", run=self.begin_newcomer)
        self._kinds_title = label("办什么", role="label")
        self._kinds = KindChooser()
        self._kinds.chosen.connect(self.choose_kind)
        self.blank = button("先打印空白申请表，给家长填", kind="link", run=self._print_blank)
        self._warning = label(tone="amber", wrap=True)
        self._holder = QVBoxLayout()
        self.effect = label(tone="calm", wrap=True)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._ask_effect)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(8)
        column.addWidget(label("学生", role="label"))
        for widget in (self.picker, self.stranger, self._kinds_title, self._kinds, self._warning, self.blank):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addLayout(self._holder)
        column.addStretch(1)
        for widget in (self._kinds_title, self._kinds, self._warning, self.blank, self.effect):
            widget.hide()

    def begin(
        self, pupil_id: PupilId | None = None, kind: str = "", values: Mapping[str, Any] | None = None
    ) -> None:  # fmt: skip
        """An empty form, or one about a child, perhaps a kind, and what is known of that change."""
        self._start_kind, self._start_values = kind, values or {}
        if pupil_id is None:
            self._read_rooms()
            self.picker.focus_line()
        else:
            self._picked(pupil_id)

    def begin_newcomer(self) -> None:
        """A child that the book does not have."""
        self._new = True
        self.picker.hide()
        self.stranger.setText("这个孩子账本里有，去找")
        self.stranger.clicked.disconnect()
        self.stranger.clicked.connect(lambda _checked=False: self._back_to_picker())
        self._offer_kinds("")

    def begin_correction(self, event: EventFacts) -> None:
        """Enter a change once more, in place of one that was wrong."""
        self._old, self._start_kind = event, event.kind
        self._picked(event.pupil_id)

    def is_about(self, pupil_id: PupilId) -> bool:
        """Whether that child is the one chosen."""
        return self._child is not None and self._child.id == pupil_id

    def changed(self) -> bool:
        """Whether something was typed or chosen that would be lost."""
        return self.form is not None and bool(self.form.changes())

    def check(self) -> bool:
        """Whether everything needed is there and nothing contradicts; else the cursor goes to what is wrong."""
        if self._child is None and not self._new:
            self.picker.focus_line()
            return False
        if self.form is None:
            self._kinds.focus_first()
            return False
        return self.form.check()

    def asked(self) -> Asked | None:
        """What the form says; None while there is no day."""
        if self.form is None:
            return None
        values = self.form.values()
        kept = {paper.name: paper.received_on for paper in self._old.papers} if self._old else {}
        draft = fields.draft_from(self.kind, values, today=self.office.today(), kept=kept)
        if draft is None:
            return None
        child = self._child
        return Asked(
            draft, child.id if child else None, fields.child_columns(values) if self._new else {},
            self._old.id if self._old else None, values.get("why", ""), child.name if child else values.get("name", ""),
            child.status if child else "",
        )  # fmt: skip

    def object(self, sentence: str) -> None:
        """Say that it can't be entered, where the day stands."""
        if self.form is not None:
            self.form.object_to("day", sentence)
            self.form.go_to("day")

    def _read_rooms(self) -> None:
        today = self.office.today()

        def came(rooms: tuple[ClassFacts, ...]) -> None:
            self._rooms = rooms

        self.office.read(lambda session: class_room.classes(session, today=today), came, latest="change-rooms")

    def _another(self, pupil_id: PupilId | None) -> None:
        self._start_values = {}  # they were of the child before
        self._picked(pupil_id)

    def _picked(self, pupil_id: PupilId | None) -> None:
        self._drop_form()
        self._child = None
        self.stranger.setVisible(pupil_id is None)
        if pupil_id is None:
            self._kinds_title.hide()
            self._kinds.hide()
            return
        today = self.office.today()

        def question(session: Session) -> tuple[pupil_room.PupilFacts, tuple[ClassFacts, ...]]:
            return pupil_room.pupil(session, pupil_id=pupil_id, today=today), class_room.classes(session, today=today)

        self.office.read(question, self._child_came, latest="change-child")

    def _child_came(self, answer: tuple[pupil_room.PupilFacts, tuple[ClassFacts, ...]]) -> None:
        if not shiboken6.isValid(self):
            return  # closed in the meantime
        child, self._rooms = answer
        self._child = child
        self.stranger.hide()
        detail = " · ".join(filter(None, (child.class_name or "未编班", child.sex, child.birth, child.status)))
        self.picker.put(child.id, child.name, detail, fixed=self._old is not None)
        self._offer_kinds(self._status_for_kinds(child))

    def _status_for_kinds(self, child: pupil_room.PupilFacts) -> str:
        return child.status if child.status in fields.KINDS_FOR else "在读"

    def _back_to_picker(self) -> None:
        self._new = False
        self._drop_form()
        self.picker.show()
        self.stranger.setText("账本里没有这个孩子，登记新来的")
        self.stranger.clicked.disconnect()
        self.stranger.clicked.connect(lambda _checked=False: self.begin_newcomer())
        self._kinds_title.hide()
        self._kinds.hide()
        self.picker.focus_line()

    def _offer_kinds(self, status: str) -> None:
        names = fields.kinds_for(status)
        if self._old is not None and self._old.kind not in names:
            names = (self._old.kind, *names)
        self._kinds.offer(names)
        self._kinds_title.show()
        self._kinds.show()
        start, self._start_kind = self._start_kind, ""
        if start in names:
            self.choose_kind(start)
        else:
            self._kinds.focus_first()

    def choose_kind(self, name: str) -> None:
        """Ask for what this kind needs; what was typed for another kind stays where both ask for it."""
        typed = self.form.values() if self.form is not None else {}
        self.kind = name
        self._kinds.mark(name)
        self._drop_form()
        today = self.office.today()
        self.form = Form(
            fields.parts(BY_NAME[name], self._rooms, on=today, newcomer=self._new, correcting=self._old is not None),
            today=self.office.today,
        )
        self.form.put(self._first_values(name, typed, today))
        self.form.changed.connect(self._form_changed)
        self.form.submitted.connect(self.submitted)
        self._holder.addWidget(self.form)
        self._warning.setText(fields.warning(name))
        self._warning.setVisible(bool(fields.warning(name)))
        self.blank.setVisible(name in PAPERS_OF and self._child is not None and self._old is None)
        self.form.go_to("name" if self._new else "day")
        self.ready.emit(True)
        self._pause.start()

    def _first_values(self, name: str, typed: dict[str, Any], today: date) -> dict[str, Any]:
        first: dict[str, Any] = {"day": today, **self._start_values}
        if BY_NAME[name].needs_return:
            first["expected_return"] = fields.usual_return(today)
        if self._old is not None:
            first |= fields.values_from(enrolment.draft_of(self._old))
        return first | {key: value for key, value in typed.items() if value not in (None, "", False)}

    def _form_changed(self) -> None:
        if self.form is not None and self._new and "id_number" in self.form.values():
            values = self.form.values()
            if len(values["id_number"]) in (15, 18):
                fill_from_number(self.form)
        self._pause.start()

    def _ask_effect(self) -> None:
        asked = self.asked()
        if asked is None:
            self.effect.hide()
            return
        today = self.office.today()
        self.office.read(lambda session: _foresee(session, asked, today), self._effect_came, latest="change-effect")

    def _effect_came(self, answer: tuple[str, str, str]) -> None:
        wrong, text, more = answer
        if self.form is None or not shiboken6.isValid(self.effect):
            return  # saved or closed in the meantime
        if wrong:
            self.form.object_to("day", wrong)
        elif self._objection and self.form.objection_to("day") == self._objection:
            self.form.object_to("day", "")
        self._objection = wrong
        self.effect.setText(text)
        self.effect.setToolTip(more)
        self.effect.setVisible(bool(text) and not wrong)
        restyle(self.effect, "tone", "calm")

    def _print_blank(self) -> None:
        if self._child is not None:
            print_blank(self, self.office, PAPERS_OF[self.kind][0], self._child.id)

    def _drop_form(self) -> None:
        for widget in (self.effect, self._warning, self.blank):
            widget.hide()
        if self.form is not None:
            self._holder.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self.ready.emit(False)


def _foresee(session: Session, asked: Asked, today: date) -> tuple[str, str, str]:
    """Why it can't be entered ("" when it can), what it would do to roll and rates, and the same by class."""
    draft = asked.draft
    if asked.pupil_id is not None:
        wrong = enrolment.objection(
            session, pupil_id=asked.pupil_id, draft=draft, today=today, instead_of=asked.instead_of
        )
        if wrong:
            return wrong, "", ""
    if asked.instead_of is not None:
        return "", "保存后按新的内容重新算学生状态、人数和各率；原来的登记留在记录里。", ""
    proven = draft.receipt_on is not None
    effect = effect_of(
        session, pupil_id=asked.pupil_id, kind=draft.kind, day=draft.day, proven=proven, to_class_id=draft.to_class_id
    )
    whole = "".join(text for text in effect.sentences if text.startswith(WHOLE) or "：" not in text[:8])
    return "", f"{_roll(session, asked)}{whole}", effect.text


def _roll(session: Session, asked: Asked) -> str:
    """在校人数 before and after."""
    here = pupil_room.in_school(session)
    after = BY_NAME[asked.draft.kind].way in ("in", "back", "inside")
    step = int(after) - int(asked.status == "在读")
    return f"在校人数 {here} → {here + step} 人。" if step else f"在校人数不变（{here} 人）。"
