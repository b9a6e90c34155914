"""What is done about children elsewhere: begun, confirmed (one or many), corrected, ended."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.enrolment import elsewhere
from kongchuo_desktop.school.enrolment.elsewhere import ENDS, WAYS, StayDraft, StayFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.enrolment.picker import ChildPicker
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.pupils.form import phone_objection
from kongchuo_desktop.ui.words import label

FIELDS = (
    Field("since", "从哪天起在外就读", "date", required=True, width=14),
    Field("school_name", "就读学校", longest=120, hint="写全称；还不知道就空着，核实时补上"),
    Field("region", "所在省市县", longest=120),
    Field("with_whom", "跟谁在一起", longest=60, hint="如 父母、姑姑"),
    Field("phone", "他们的电话", longest=40, check=phone_objection),
    Field("minder", "监管人（村里指定）", longest=60),
    Field("minder_phone", "监管人电话", longest=40, check=phone_objection),
    Field("note", "备注", longest=200),
)


class ElsewhereActs:
    """The acts of the list."""

    def __init__(self, page: QWidget, office: Office) -> None:
        self._page = page
        self._office = office

    def ask_start(self, pupil_id: PupilId | None = None) -> "StartBox":
        """Ask whom to follow and where it is."""
        box = StartBox(self._page, self._office, run=self._start)
        if pupil_id is not None:
            box.preset(pupil_id)
        box.open()
        return box

    def _start(self, pupil_id: PupilId, name: str, values: Mapping[str, Any]) -> None:
        self._office.write(
            "登记随迁就读",
            lambda session: elsewhere.start_stay(session, draft=StayDraft(**values), pupil_id=pupil_id),
            done=lambda _stay: self._office.tell.toast(f"已登记随迁就读：{name}"),
        )

    def ask_confirm(self, stays: Sequence[StayFacts], *, days: int) -> None:
        """Ask how it was confirmed; Enter through the form is enough for an ordinary call."""
        open_ones = [stay for stay in stays if stay.until is None]
        if not open_ones:
            self._office.tell.mistake("选中的已经结束，不用再核实。")
            return
        one = open_ones[0] if len(open_ones) == 1 else None
        parts = (
            Field(
                "how",
                "怎样核实的",
                "choice",
                required=True,
                choices=tuple((way, way) for way in WAYS),
                free=True,
                width=10,
            ),
            Field("day", "哪天核实的", "date", required=True, width=14),
            Field("found", "核实的情况", longest=200, hint="如 在三年级2班，老师姓陈，身体好"),
            Field("proof", "凭据", longest=200, hint="如 视频截图、就读证明、学籍系统截图"),
        )
        title = f"核实{one.name}的就读情况" if one else f"核实 {len(open_ones)} 人的就读情况"
        told = f"{one.school_name or '就读学校没有登记'}，{one.with_whom} {one.phone}".strip("， ") if one else ""
        FormBox(
            self._page, title, parts, act="登记", run=lambda given: self._confirm(open_ones, given),
            today=self._office.today, sentence="；".join(filter(None, (told, f"下次核实在 {days} 天以后"))) + "。",
            values={"how": WAYS[0], "day": self._office.today()},
        ).open()  # fmt: skip

    def _confirm(self, stays: Sequence[StayFacts], given: Mapping[str, Any]) -> None:
        by = self._office.database.actor

        def verb(session: Session) -> None:
            for stay in stays:
                elsewhere.confirm(session, stay_id=stay.id, by=by, **given)

        self._office.write(
            "核实随迁就读", verb, done=lambda _none: self._office.tell.toast(f"已登记核实：{_named(stays)}")
        )

    def ask_change(self, stay: StayFacts) -> None:
        """Correct what is known."""
        if stay.until is not None:
            self._office.tell.mistake("这条已经结束，不能再改；又在外就读的请新登记一条。")
            return
        FormBox(
            self._page, f"修改{stay.name}的就读情况", FIELDS, act="保存",
            run=lambda given: self._office.write(
                "修改随迁就读",
                lambda session: elsewhere.change_stay(session, stay_id=stay.id, draft=StayDraft(**given)),
                done=lambda _none: self._office.tell.toast(f"已保存：{stay.name}"),
            ),
            today=self._office.today, values={field.key: getattr(stay, field.key) for field in FIELDS},
        ).open()  # fmt: skip

    def ask_end(self, stays: Sequence[StayFacts]) -> None:
        """Ask why it is over."""
        open_ones = [stay for stay in stays if stay.until is None]
        if not open_ones:
            self._office.tell.mistake("选中的已经结束了。")
            return
        parts = (
            Field("why", "为什么结束", "choice", required=True, choices=tuple((end, end) for end in ENDS), free=True),
            Field("until", "到哪天", "date", required=True, width=14),
        )
        FormBox(
            self._page, f"结束{_named(open_ones)}的随迁就读", parts, act="结束",
            run=lambda given: self._end(open_ones, given["until"], given["why"]), today=self._office.today,
            sentence="记录留着。转走学籍的，请同时在异动登记里登记转出。", values={"until": self._office.today()},
        ).open()  # fmt: skip

    def _end(self, stays: Sequence[StayFacts], until: date, why: str) -> None:
        def verb(session: Session) -> None:
            for stay in stays:
                elsewhere.end_stay(session, stay_id=stay.id, until=until, why=why)

        self._office.write("结束随迁就读", verb, done=lambda _none: self._office.tell.toast(f"已结束：{_named(stays)}"))


class StartBox(FormBox):
    """The form of a new stay, with the child on top."""

    def __init__(self, parent: QWidget, office: Office, *, run: Any) -> None:
        super().__init__(
            parent, "登记随迁就读", FIELDS, act="登记", run=self._with_child, today=office.today,
            sentence="孩子学籍在本校，人跟着家里在外地上学的，登记在这里，按期核实。", values={"since": office.today()},
        )  # fmt: skip
        self._whom, self._office = run, office
        self._name = ""
        self.picker = ChildPicker(office, everybody=False, hint="姓名、拼音首字母、证件尾号")
        self.wrong = label("", role="wrong", wrap=True)
        self.picker.picked.connect(lambda _id: self._picked())
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(2, label("学生（必填）", role="label"))
            column.insertWidget(3, self.picker)
            column.insertWidget(4, self.wrong)
        self.wrong.hide()
        self.picker.focus_line()

    def preset(self, pupil_id: PupilId) -> None:
        """About this child."""
        from kongchuo_desktop.school.pupils import service as pupil_room

        today = self._office.today()
        self._office.read(
            lambda session: pupil_room.pupil(session, pupil_id=pupil_id, today=today),
            lambda child: self.picker.put(child.id, child.name, child.class_name, fixed=True),
        )

    def finish(self) -> None:
        """Take the values, unless the child or one of them is missing."""
        if self.picker.pupil_id is None:
            self.wrong.setText("请先选学生。")
            self.wrong.show()
            self.picker.focus_line()
            return
        super().finish()

    def _picked(self) -> None:
        self.wrong.hide()
        self.form.go_to("school_name")

    def _with_child(self, values: dict[str, Any]) -> None:
        if self.picker.pupil_id is not None:
            self._whom(self.picker.pupil_id, self.picker.name, values)


def _named(stays: Sequence[StayFacts]) -> str:
    return stays[0].name if len(stays) == 1 else f"{len(stays)} 人"
