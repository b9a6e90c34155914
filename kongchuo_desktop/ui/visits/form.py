"""The form of a visit: a child and its family, then what is mostly proposed already, then what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from kongchuo_desktop.school.attachments.service import PictureChanges
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId, VisitId
from kongchuo_desktop.school.visits.closing import duty_key
from kongchuo_desktop.school.visits.rules import FORMS, PURPOSES, VisitDraft
from kongchuo_desktop.ui.enrolment.picker import ChildPicker
from kongchuo_desktop.ui.forms.fields import Field, FormPart, Heading
from kongchuo_desktop.ui.forms.form import Form
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.pictures import PictureStrip
from kongchuo_desktop.ui.visits.reading import FamilyContext, read_family, split_visitors
from kongchuo_desktop.ui.words import label

OWNER = "visit"


@dataclass(frozen=True)
class Asked:
    """What is to be written: a visit new or changed, its pictures, the duty that it closes."""

    visit_id: VisitId | None
    draft: VisitDraft
    pictures: PictureChanges
    outcome: str = ""  # of the duty that draft.duty names; "" closes nothing


class VisitForm(QWidget):
    """`begin` with a child or without; `asked()` when it is good. The cursor starts where something is to be said."""

    submitted = Signal()
    ready = Signal(bool)  # a child is chosen and the form stands

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.context: FamilyContext | None = None
        self.form: Form | None = None
        self.siblings: dict[PupilId, QCheckBox] = {}
        self._duty, self._visit = "", VisitId(0)
        self.picker = ChildPicker(office)
        self.picker.picked.connect(self._picked)
        self._family = QVBoxLayout()
        self._family.setSpacing(4)
        self._last = label(role="hint", wrap=True)
        self._fields = QVBoxLayout()
        self.pictures = PictureStrip(office, owner_kind=OWNER)
        self.pictures.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(8)
        column.addWidget(label("学生（必填）", role="label"))
        column.addWidget(self.picker)
        column.addLayout(self._family)
        column.addWidget(self._last)
        column.addLayout(self._fields)
        column.addWidget(self.pictures)
        column.addStretch(1)

    def begin(self, pupil_id: PupilId | None, *, duty: str = "") -> None:
        """A new visit, perhaps about a child and for a duty."""
        self._duty = duty
        if pupil_id is None:
            self.picker.focus_line()
        else:
            self._picked(pupil_id)

    def begin_change(self, visit_id: VisitId, pupil_id: PupilId) -> None:
        """A visit that was written already."""
        self._visit = visit_id
        self._picked(pupil_id)

    def changed(self) -> bool:
        """Whether something typed would be lost."""
        return self.form is not None and (bool(self.form.changes()) or bool(self.pictures.changes()))

    def check(self) -> bool:
        """Whether all is said that must be; the cursor goes to what is not."""
        return self.form is not None and self.form.check()

    def object_to(self, sentence: str) -> None:
        """Say what the book objected to, at the day: most objections are about it."""
        if self.form is not None:
            self.form.object_to("day", sentence)
            self.form.go_to("day")

    def asked(self) -> Asked | None:
        """What the form says."""
        if self.form is None or self.context is None:
            return None
        values = self.form.values()
        staff, others = split_visitors(values.pop("visitors"), self.context.staff)
        outcome = values.pop("outcome", "")
        children = (self.context.child.id, *(number for number, box in self.siblings.items() if box.isChecked()))
        changed = self.context.visit
        duty = values.pop("duty", changed.duty if changed else self._duty)
        place = changed.place if changed else ""
        draft = VisitDraft(pupil_ids=children, visitors=staff, others=others, place=place, duty=duty, **values)
        return Asked(changed.id if changed else None, draft, self.pictures.changes(), outcome if duty else "")

    def _picked(self, pupil_id: PupilId | None) -> None:
        self.ready.emit(False)
        if pupil_id is None:
            self._clear()
            return
        today, who, visit = self.office.today(), self.office.database.actor, self._visit or None
        self.office.read(
            lambda session: read_family(session, pupil_id=pupil_id, today=today, who=who, visit_id=visit),
            self._show, latest=("visit-form", id(self)),
        )  # fmt: skip

    def _clear(self) -> None:
        self.context, self.form = None, None
        self.siblings = {}
        self.pictures.hide()
        self._last.setText("")
        for layout in (self._fields, self._family):
            while (item := layout.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.deleteLater()

    def _show(self, context: FamilyContext) -> None:
        self._clear()
        self.context = context
        visit = context.visit
        self.picker.put(context.child.id, context.child.name, context.detail, fixed=visit is not None)
        self._show_siblings(context.siblings)
        self._last.setText(_last_words(context))
        self._last.setVisible(bool(self._last.text()))
        form = Form(parts(context, self.office.today()), today=self.office.today)
        form.put(values_of(context, self.office.today(), self._duty))
        form.submitted.connect(self.submitted)
        self._fields.addWidget(form)
        self.form = form
        self.pictures.show_owner(visit.id if visit else None)
        self.pictures.show()
        form.go_to("at_home" if visit is None else "found")
        self.ready.emit(True)

    def _show_siblings(self, siblings: Sequence[PupilFacts]) -> None:
        visit = self.context.visit if self.context else None
        about = {child.id for child in visit.pupils} if visit else None
        for one in siblings:
            box = QCheckBox(f"同一家庭：{one.name}（{one.class_name}），一起登记")
            box.setChecked(about is None or one.id in about)
            self.siblings[one.id] = box
            self._family.addWidget(box)


def parts(context: FamilyContext, today: date) -> tuple[FormPart, ...]:
    """The fields, what is proposed in each."""

    def not_later(day: date) -> str:
        return "家访日期还没有到，请检查。" if day > today else ""

    duty: tuple[FormPart, ...] = ()
    if context.duties and context.visit is None:
        outcomes = tuple(dict.fromkeys(one for item in context.duties for one in item.step.outcomes))
        duty = (
            Field("duty", "为哪件待办", "choice",
                  choices=tuple((duty_key(one), f"{one.pupil.name}：{one.step.title}") for one in context.duties)),
            Field("outcome", "同时办结这件待办", "choice", choices=tuple((one, one) for one in outcomes),
                  hint="选了结果，保存时用这份家访记录办结；不选就只登记家访"),
        )  # fmt: skip
    words = context.phrases
    people = tuple((text, text) for text in (*context.adults, *words["at_home"]))
    return (
        Field("day", "家访日期", "date", required=True, width=14, check=not_later),
        Field("form", "方式", "choice", required=True, choices=tuple((form, form) for form in FORMS), width=14),
        Field("visitors", "家访人", required=True, hint="几个人用、隔开；村干部等校外人员直接写"),
        Field("at_home", "在家人员", "choice", choices=people, free=True),
        Field("purpose", "目的", "choice", choices=tuple((one, one) for one in PURPOSES), free=True),
        *duty,
        Field("found", "了解到的情况", "lines", phrases=words["found"]),
        Field("measures", "商定措施", "lines", phrases=words["measures"]),
        Field("promise", "家长承诺", "choice", choices=tuple((one, one) for one in words["promise"]), free=True),
        Field("promise_due", "承诺期限", "date", width=14, hint="到期列在今日，提醒核对；不填就不催"),
        Field("next_on", "下次家访", "date", width=14),
        Field("signed", "家长已在纸质记录上签字", "flag"),
        Heading("照片"),
    )  # fmt: skip


def values_of(context: FamilyContext, today: date, duty: str) -> dict[str, object]:
    """What stands in the fields at first."""
    visit = context.visit
    if visit is not None:
        who = "、".join(filter(None, (*visit.visitors, visit.others)))
        own = ("day", "form", "at_home", "purpose", "found", "measures", "promise", "promise_due", "next_on", "signed")
        return {**{name: getattr(visit, name) for name in own}, "visitors": who}
    keys = [duty_key(one) for one in context.duties]
    chosen = duty if duty in keys else ""
    return {
        "day": today, "form": "入户", "visitors": context.visitor, "at_home": "", "duty": chosen,
        "purpose": "缺课追访" if chosen else "普访", "signed": False,
    }  # fmt: skip


def _last_words(context: FamilyContext) -> str:
    """The last visit in a sentence, with what was promised."""
    last = context.last
    if last is None:
        return "还没有家访过这一家。"
    if context.visit is not None:
        return f"编号 {context.visit.number}"
    told = f"上次：{last.day:%Y-%m-%d} {last.form}，{last.who}"
    if last.promise:
        told += f"；承诺“{last.promise}”{'已落实' if last.promise_kept_on else '还没有落实'}"
    return f"{told}。"
