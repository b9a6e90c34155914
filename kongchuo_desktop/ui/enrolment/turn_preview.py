"""The year's turn before it is made: every class with what becomes of it, decisions to take, what stands in the way."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kongchuo_desktop.school.enrolment.year_turn import REPEAT, SKIP, TurnChoices, TurnPreview
from kongchuo_desktop.school.identity.rules import year_name
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.batches import Batch
from kongchuo_desktop.ui.enrolment.picker import ChildPicker
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.words import button, hairline, label

FATES = ((REPEAT, REPEAT), (SKIP, SKIP))
MOST = 8  # remarks shown


class TurnView(QScrollArea):
    """`wanted` tells new choices; `made` that the turn shall be made, `back` that the last one be taken back."""

    wanted = Signal(object)  # TurnChoices
    made = Signal()
    back = Signal(object)  # Batch

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.office = office
        self.choices: TurnChoices | None = None
        self.act = button("", kind="main", run=self.made.emit)

    def show_preview(self, found: TurnPreview, choices: TurnChoices, last: Batch | None) -> None:
        """Show what the turn would do with these choices."""
        self.choices = choices
        body = QWidget()
        body.setObjectName("scrolled")
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(12)
        if found.objection:
            column.addWidget(label(found.objection, tone="amber", wrap=True))
        column.addWidget(label(_told(found), role="sentence", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(self._classes(found), 3, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._decisions(found, choices), 2, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        for text in found.remarks[:MOST]:
            column.addWidget(label(text, role="sentence", wrap=True))
        if len(found.remarks) > MOST:
            column.addWidget(label(f"还有 {len(found.remarks) - MOST} 条类似的说明。", role="hint"))
        column.addLayout(self._foot(found, last))
        column.addStretch(1)
        self.setWidget(body)

    def _classes(self, found: TurnPreview) -> QFrame:
        card, column = _card("各班变成什么")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(3, 1)
        for place, step in enumerate(found.classes):
            grid.addWidget(label(step.before), place, 0)
            grid.addWidget(label("→", role="sentence"), place, 1)
            grid.addWidget(label("毕业" if step.graduates else step.after, role="heading"), place, 2)
            away = f"，另有休学 {step.on_leave} 人" if step.on_leave else ""
            grid.addWidget(label(f"{step.pupils} 人{away}", role="sentence"), place, 3)
        for place, fresh in enumerate(found.new_classes, start=len(found.classes)):
            grid.addWidget(label("新设"), place, 0)
            grid.addWidget(label("→", role="sentence"), place, 1)
            grid.addWidget(label(fresh.name, role="heading"), place, 2)
            grid.addWidget(label("等新生报名", role="sentence"), place, 3)
        column.addLayout(grid)
        return card

    def _decisions(self, found: TurnPreview, choices: TurnChoices) -> QFrame:
        card, column = _card("先定下来的事")
        graduating = any(step.graduates for step in found.classes)
        if graduating:
            day = f"{choices.graduated_on:%Y-%m-%d} 起不再在册"
            column.addLayout(_line("毕业日期", day, ("改", self._ask_graduation)))
            column.addLayout(_line("一般升入", choices.new_school or "以后再登记", ("改", self._ask_graduation)))
        for fate, ids in ((REPEAT, choices.held_back), (SKIP, choices.jumping)):
            for child in found.children:
                if child.pupil.id in ids:
                    told = f"{child.pupil.class_name} → {child.after or '没有可编入的班'}"
                    column.addLayout(_line(f"{fate} {child.pupil.name}", told, ("去掉", self._dropper(child.pupil.id))))
        column.addWidget(button("添加留级或跳级的学生…", kind="link", run=self._ask_child))
        return card

    def _foot(self, found: TurnPreview, last: Batch | None) -> QHBoxLayout:
        self.act = button(f"升入{year_name(found.year)}…", kind="main", run=self.made.emit)
        self.act.setEnabled(not found.objection)
        row = QHBoxLayout()
        row.addWidget(self.act)
        if last is not None:
            row.addSpacing(16)
            row.addWidget(label(f"上一次：{last.at:%Y-%m-%d} {last.file_name}", role="sentence"))
            row.addWidget(button("整次撤销…", kind="link", run=lambda: self.back.emit(last)))
        row.addStretch(1)
        return row

    def _ask_graduation(self) -> None:
        choices = self.choices
        if choices is None:
            return
        parts = (
            Field("graduated_on", "毕业日期（从这一天起不再在册）", "date", required=True, width=14),
            Field("new_school", "一般升入的学校", longest=120, hint="先写给每名毕业生，去向核实后再逐个改；可以空着"),
        )
        FormBox(
            self, "毕业", parts, act="确定", run=lambda given: self.wanted.emit(replace(choices, **given)),
            today=self.office.today, values={"graduated_on": choices.graduated_on, "new_school": choices.new_school},
        ).open()  # fmt: skip

    def _ask_child(self) -> None:
        box = FateBox(self, self.office, run=self._add_child)
        box.open()

    def _add_child(self, pupil_id: PupilId, fate: str) -> None:
        if self.choices is not None:
            bare = self._without(self.choices, pupil_id)
            kept = (
                {"held_back": bare.held_back | {pupil_id}} if fate == REPEAT else {"jumping": bare.jumping | {pupil_id}}
            )
            self.wanted.emit(replace(bare, **kept))  # type: ignore[arg-type]

    def _dropper(self, pupil_id: PupilId) -> Callable[[], object]:
        def drop() -> None:
            if self.choices is not None:
                self.wanted.emit(self._without(self.choices, pupil_id))

        return drop

    def _without(self, choices: TurnChoices, pupil_id: PupilId) -> TurnChoices:
        return replace(choices, held_back=choices.held_back - {pupil_id}, jumping=choices.jumping - {pupil_id})


class FateBox(FormBox):
    """Which child is held back or jumps a grade."""

    def __init__(self, parent: QWidget, office: Office, *, run: Callable[[PupilId, str], object]) -> None:
        super().__init__(
            parent, "留级或跳级的学生",
            (Field("fate", "留级还是跳级", "choice", required=True, choices=FATES, width=8),), act="添加",
            run=lambda given: run(self.picker.pupil_id, given["fate"]) if self.picker.pupil_id else None,
            today=office.today, values={"fate": REPEAT}, sentence="留级须有监护人书面申请，学校不得责令学生留级。",
        )  # fmt: skip
        self.picker = ChildPicker(office, everybody=False, hint="姓名、拼音首字母")
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(2, self.picker)
        self.picker.focus_line()

    def finish(self) -> None:
        """Only with a child."""
        if self.picker.pupil_id is None:
            self.picker.focus_line()
        else:
            super().finish()


def _told(found: TurnPreview) -> str:
    counts = found.counts
    parts = [f"{fate} {counts[fate]} 人" for fate in ("升级", "毕业", REPEAT, SKIP) if counts.get(fate)]
    told = "，".join(parts) or "还没有学生"
    return f"升入{year_name(found.year)}：{told}。一次办完，升级前自动备份，升错了可以整次撤销。"


def _card(title: str) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setObjectName("card")
    column = QVBoxLayout(card)
    column.setContentsMargins(20, 16, 20, 16)
    column.setSpacing(8)
    column.addWidget(label(title, role="heading"))
    column.addWidget(hairline())
    return card, column


def _line(heading: str, text: str, act: tuple[str, Callable[[], object]]) -> QHBoxLayout:
    row = QHBoxLayout()
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(label(heading, role="label"))
    words.addWidget(label(text, wrap=True))
    row.addLayout(words, 1)
    row.addWidget(button(act[0], kind="link", run=act[1]))
    return row
