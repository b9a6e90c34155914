"""The side panel of the children's page: reading a record, changing it, adding a child."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.completeness import missing_of
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage import audit
from kongchuo_desktop.ui.forms.form import Form
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.panel import SidePanel
from kongchuo_desktop.ui.pupils import form as pupil_form
from kongchuo_desktop.ui.pupils.adults import AdultActs
from kongchuo_desktop.ui.pupils.details import DetailActs, Details
from kongchuo_desktop.ui.pupils.portrait import PortraitActs
from kongchuo_desktop.ui.pupils.record import Record, read_record
from kongchuo_desktop.ui.words import button

FIELD_OF = {
    "身份证件号": "id_number", "学籍号": "student_number", "出生日期": "birth_date",
    "性别": "sex", "班级": "class_id", "村": "village_id",
}  # fmt: skip


class ChildPanel(SidePanel):
    """Shows one child; `form` is open while the child is being changed or added."""

    saved = Signal(object)  # PupilId
    opened = Signal()

    def __init__(self, office: Office, *, mark_of: Callable[[PupilId], str]) -> None:
        super().__init__()
        self._mark_of = mark_of  # what tells a child from its namesakes
        self.office = office
        self.form: Form | None = None
        self.record: Record | None = None
        self._full = False
        self._adults = AdultActs(self, self.office)
        self._portrait = PortraitActs(self, self.office)
        self._save: Callable[[], object] | None = None

    def show_child(self, pupil_id: PupilId, *, full: bool = False) -> None:
        """Read a child and show it."""
        if self.may_close():
            self._full = full
            self.reload(pupil_id)

    def reload(self, pupil_id: PupilId) -> None:
        """Read and show, without asking."""
        today = self.office.today()
        self.office.read(
            lambda session: read_record(session, pupil_id=pupil_id, today=today), self._show, latest="pupil-record"
        )

    def edit(self, field: str = "") -> None:
        """Open the form of the child shown, the cursor in one field."""
        if self.record is not None:
            record = self.record
            self._ask_form(lambda answer: self._open_form(answer, record, field))

    def add(self) -> None:
        """Open an empty form."""
        if self.may_close():
            self.record = None
            self._ask_form(lambda answer: self._open_form(answer, None, "name"))

    def save_form(self) -> bool:
        """Save what is open; False when nothing is."""
        if self.form is None or self._save is None:
            return False
        self._save()
        return True

    def may_close(self) -> bool:
        """Whether the form may go; asks when something typed is not saved."""
        if self.form is None or not self.form.changes():
            self._drop_form()
            return True
        number = len(self.form.changes())
        if self.office.tell.confirm(
            f"刚才填写的 {number} 处内容还没有保存。",
            act="继续填写",
            cancel="不保存，离开",
            detail="按 Ctrl+S 可以保存。",
        ):
            return False
        self._drop_form()
        return True

    def close_panel(self) -> bool:
        """Esc: out of the form back to the record, then away."""
        if not self.isVisible():
            return False
        was_form = self.form is not None
        if not self.may_close():
            return True
        if was_form:
            return True
        self.record = None
        return super().close_panel()

    def open_form(self, title: str, form: Form, save: Callable[[], object], *, detail: str = "") -> None:
        """Show a form with its two buttons."""
        self.form, self._save = form, save
        form.submitted.connect(save)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 16, 24, 24)
        column.addWidget(form)
        self.open(
            title,
            detail,
            body,
            (button("保存", kind="main", tip="Ctrl+S", run=save), button("取消", run=self.close_panel)),
        )

    def open(
        self, title: str, detail: str, body: QWidget, buttons: tuple[QWidget, ...] = (), *, note: QWidget | None = None
    ) -> None:
        """Say that the panel takes its room now, then show a body."""
        self.opened.emit()
        super().open(title, detail, body, buttons, note=note)

    def after(self, pupil_id: PupilId) -> None:
        """A change was saved: back to the record."""
        self.form = None
        self.reload(pupil_id)
        self.saved.emit(pupil_id)

    def _drop_form(self) -> None:
        """Back to the record behind the form, or away where there is none."""
        if self.form is None:
            return
        self.form = None
        if self.record is not None:
            self._show(self.record)
        else:
            super().close_panel()

    def _show(self, record: Record) -> None:
        self.record, self.form = record, None
        facts = record.facts
        missing = missing_of(facts)
        acts = DetailActs(
            show_numbers=self._show_numbers,
            choose_photo=self._portrait.choose,
            remove_photo=self._portrait.remove,
            add_guardian=self._adults.add,
            edit_guardian=self._adults.edit,
            remove_guardian=self._adults.remove,
            open_pupil=self.show_child,
            open_concern=lambda: self.office.go("concern", ("register", facts.id)),
            open_dossier=lambda: self.office.go("pupils", ("dossier", facts.id)),
            log_visit=lambda: self.office.go("visits", ("visits", ("new", facts.id))),
            log_talk=lambda: self.office.go("visits", ("talks", ("new", facts.id))),
            open_case=lambda: self.office.go("returns", ("cases", ("new", facts.id))),
        )
        detail = " · ".join(
            filter(None, (self._mark_of(facts.id), facts.class_name or "未编班", facts.sex, record.age, facts.status))
        )
        foot = [button("修改", kind="main", tip="修改这名学生的资料", run=self.edit)]
        if missing:
            foot.append(button("补资料", run=lambda: self._complete(missing)))
        foot.append(button("责任书", run=lambda: self.office.go("agreements", ("print-parent", (facts.id,)))))
        foot.append(button("办理异动", run=lambda: self.office.go("enrolment", ("changes", ("new", facts.id)))))
        self.open(facts.name, detail, Details(record, acts, missing=missing, full=self._full), tuple(foot))

    def _complete(self, missing: tuple[str, ...]) -> None:
        field = next((FIELD_OF[word] for word in missing if word in FIELD_OF), "")
        if field:
            self.edit(field)
        else:
            self._adults.complete()

    def _show_numbers(self) -> None:
        """Full numbers are shown on demand, and that is put on record."""
        record = self.record
        if record is None:
            return
        uid = record.facts.uid

        def note(session: Session) -> None:
            audit.record_event(session, kind="read", what="查看完整证件号", table="pupil", row_uid=uid)

        self._full = True
        self.office.write("查看完整证件号", note, done=lambda _none: self._show(record))

    def _ask_form(self, done: Callable[[Any], None]) -> None:
        today = self.office.today()
        self.office.read(
            lambda session: (class_room.classes(session, today=today), identity.villages(session)),
            done,
            latest="pupil-record",
        )

    def _open_form(self, answer: Any, record: Record | None, field: str) -> None:
        form = Form(pupil_form.parts(*answer), today=self.office.today)
        form.put(pupil_form.values_of(record.facts) if record else {"status": "在读", "boarding": False})
        form.changed.connect(lambda: pupil_form.fill_from_number(form))
        title = f"修改 {record.facts.name}" if record else "添加学生"
        self.open_form(
            title,
            form,
            lambda: self._save_child(form, record),
            detail="" if record else "只有姓名是必填的，其余可以以后再补。",
        )
        form.go_to(field or "name")

    def _save_child(self, form: Form, record: Record | None) -> None:
        if not form.check():
            return
        against = pupil_form.contradiction(form.values())
        if against and not self.office.tell.confirm(f"{against}。", act="回去核对", cancel="就这样保存"):
            pass
        elif against:
            return
        changes = form.changes() if record else form.values()
        if record and "status" in changes:
            form.object_to("status", "状态由学籍异动决定：请不改这一格，保存后点“办理异动”登记休学、复学或离校。")
            return
        if record and not changes:
            self._show(record)
        elif record:
            self._change(record, changes)
        else:
            self._insert(changes)

    def _change(self, record: Record, changes: dict[str, Any]) -> None:
        facts = record.facts

        def verb(session: Session) -> dict[str, object]:
            columns = _columns(session, changes)
            pupil_room.change_pupil(session, pupil_id=facts.id, fields=columns)
            return {name: facts.fields[name] for name in columns}

        def undo(before: dict[str, object]) -> None:
            self.office.write(
                "撤销修改学生资料",
                lambda session: pupil_room.change_pupil(session, pupil_id=facts.id, fields=before),
                done=lambda _none: self.after(facts.id),
            )

        def done(before: dict[str, object]) -> None:
            self.after(facts.id)
            self.office.tell.toast(f"已保存 {facts.name} 的 {len(changes)} 处改动", undo=lambda: undo(before))

        self.office.write("修改学生资料", verb, done=done)

    def _insert(self, values: dict[str, Any]) -> None:
        def verb(session: Session) -> PupilId:
            filled = {key: value for key, value in values.items() if value not in (None, "")}
            return pupil_room.add_pupil(session, fields=_columns(session, filled))

        def done(pupil_id: PupilId) -> None:
            self.after(pupil_id)
            self.office.tell.toast(f"已添加学生 {values['name']}，请接着添加家长")

        self.office.write("添加学生", verb, done=done)


def _columns(session: Session, changes: dict[str, Any]) -> dict[str, object]:
    name = changes.get("village_id")
    ids = identity.village_ids(session, names=frozenset({name})) if name else {}
    return pupil_form.columns_of(changes, ids)
