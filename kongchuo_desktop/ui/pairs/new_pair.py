"""The form of a new pair: the child, the kind, who helps with what they hold already, what is promised."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pairing import service
from kongchuo_desktop.school.pairing.rules import BY_NAME, KINDS
from kongchuo_desktop.school.pairing.service import PairDraft
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import ClassId, PupilId, StaffId
from kongchuo_desktop.ui.enrolment.picker import ChildPicker
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.words import label

OUTSIDE = ("helper_unit", "helper_phone")
FIELDS = (
    Field("kind", "类型", "choice", required=True, choices=tuple((kind.name, kind.name) for kind in KINDS)),
    Field("helper", "帮扶人", "choice", required=True, free=True),
    Field("helper_unit", "单位职务", longest=80),
    Field("helper_phone", "电话", longest=40),
    Field("subject", "侧重学科", longest=40, hint="可以空着，如 数学"),
    Field("aim", "帮扶目标", longest=300, hint="如 期末数学及格、按时到校"),
    Field("talks_per_month", "每月谈心（次）", "number", width=6),
    Field("visits_per_month", "每月家访（次）", "number", width=6),
    Field("since", "从哪天起", "date", required=True, width=14),
)


@dataclass(frozen=True)
class Adult:
    """A teacher with the children held already."""

    id: StaffId
    name: str
    load: int

    @property
    def words(self) -> str:
        """叶航敏（带 3 人）."""
        return f"{self.name}（带 {self.load} 人）" if self.load else f"{self.name}（还没有带）"


@dataclass(frozen=True)
class Friend:
    """A child who may help."""

    id: PupilId
    name: str
    class_id: ClassId | None
    class_name: str


@dataclass(frozen=True)
class Helpers:
    """Who may help, and what a pair of a teacher usually promises a month."""

    adults: tuple[Adult, ...]
    friends: tuple[Friend, ...]
    talks: int
    visits: int
    most: int


def read_helpers(session: Session, *, today: date) -> Helpers:
    """Staff by rising load, all children in school, the rules in force."""
    held = service.loads(session, on=today)
    people = [Adult(one.id, one.name, held.get(one.id, 0)) for one in staff_room.staff(session, today=today)]
    friends = pupil_room.pupils(session, today=today, status=("在读",))
    rules = identity.rules(session, on=today)
    talks, visits, most = (int(float(rules[f"pair.{name}"].value)) for name in ("talks", "visits", "most"))
    return Helpers(
        tuple(sorted(people, key=lambda one: one.load)),
        tuple(Friend(one.id, one.name, one.class_id, one.class_name) for one in friends), talks, visits, most,
    )  # fmt: skip


class NewPairBox(FormBox):
    """The form; `run` is handed the draft and the child's name."""

    def __init__(
        self, parent: QWidget, office: Office, helpers: Helpers, *, run: Callable[[PairDraft, str], object]
    ) -> None:
        super().__init__(
            parent, "新结对", FIELDS, act="结对", run=self._with_child, today=office.today,
            values={"kind": KINDS[0].name, "since": office.today()},
        )  # fmt: skip
        self._office, self._helpers, self._whom = office, helpers, run
        self.picker = ChildPicker(office, everybody=False, hint="姓名、拼音首字母、证件尾号")
        self.wrong = label("", role="wrong", wrap=True)
        self.picker.picked.connect(lambda _id: self._picked())
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(1, label("学生（必填）", role="label"))
            column.insertWidget(2, self.picker)
            column.insertWidget(3, self.wrong)
        self.wrong.hide()
        self.helper = self._combo("helper")
        self.helper.setMaxVisibleItems(14)
        self._kind_box = self._combo("kind")
        self._kind_box.currentTextChanged.connect(lambda _text: self._offer())
        self._offer()
        self.picker.focus_line()

    def preset(self, pupil_id: PupilId) -> None:
        """About this child."""
        today = self._office.today()

        def show(child: pupil_room.PupilFacts) -> None:
            self.picker.put(child.id, child.name, child.class_name, fixed=True)
            self._picked()

        self._office.read(lambda session: pupil_room.pupil(session, pupil_id=pupil_id, today=today), show)

    def finish(self) -> None:
        """Take the values, unless the child or one of them is missing."""
        if self.picker.pupil_id is None:
            self.wrong.setText("请先选学生。")
            self.wrong.show()
            self.picker.focus_line()
            return
        kind, helper = BY_NAME[self.form.values()["kind"]], self._chosen()
        if self.form.check() and kind.side != "outside" and not helper.startswith(f"{kind.side}/"):
            self.form.object_to("helper", f"名单里没有“{helper}”，请从列表里选{kind.helper}。")
            self.form.go_to("helper")
            return
        super().finish()

    def _combo(self, key: str) -> QComboBox:
        made = self.form.editor(key)
        assert isinstance(made, QComboBox)  # noqa: S101 - both fields are choices
        return made

    def _chosen(self) -> str:
        """The key of the helper; a name typed in full counts as chosen."""
        text = self.helper.currentText().strip()
        place = self.helper.findText(text)
        if place < 0 and text:
            starts = [n for n in range(self.helper.count()) if self.helper.itemText(n).partition("（")[0] == text]
            place = starts[0] if len(starts) == 1 else -1
        return str(self.helper.itemData(place) or "") if place >= 0 else text

    def _picked(self) -> None:
        self.wrong.hide()
        self._offer()
        self.form.go_to("helper")

    def _offer(self) -> None:
        """Offer the helpers of the kind, and what such a pair usually promises."""
        kind = BY_NAME[self.form.values()["kind"]]
        items: list[tuple[str, str]] = []
        if kind.side == "staff":
            items = [(one.words, f"staff/{one.id}") for one in self._helpers.adults]
        elif kind.side == "pupil":
            items = [(f"{one.name}（{one.class_name}）", f"pupil/{one.id}") for one in self._friends()]
        self.helper.clear()
        self.helper.addItem("", "")
        for words, key in items:
            self.helper.addItem(words, key)
        offered = QCompleter([words for words, _key in items], self.helper)
        offered.setFilterMode(Qt.MatchFlag.MatchContains)
        self.helper.setCompleter(offered)
        for key in OUTSIDE:
            self.form.show_field(key, kind.side == "outside")
        usual = (self._helpers.talks, self._helpers.visits) if kind.side == "staff" else (kind.talks, kind.visits)
        self.form.put({"talks_per_month": usual[0], "visits_per_month": usual[1]})

    def _friends(self) -> list[Friend]:
        """Classmates of the child chosen; everybody before one is."""
        mine = next((one.class_id for one in self._helpers.friends if one.id == self.picker.pupil_id), None)
        return [
            one for one in self._helpers.friends
            if one.id != self.picker.pupil_id and (mine is None or one.class_id == mine)
        ]  # fmt: skip

    def _with_child(self, values: dict[str, Any]) -> None:
        if self.picker.pupil_id is None:
            return
        helper, given = self._chosen(), dict(values)
        side, _, number = helper.partition("/")
        given["talks_per_month"] = given["talks_per_month"] or 0
        given["visits_per_month"] = given["visits_per_month"] or 0
        given.pop("helper")
        if BY_NAME[given["kind"]].side == "outside":
            given["helper_name"] = helper
        else:
            given |= dict.fromkeys(OUTSIDE, "")
            given["staff_id" if side == "staff" else "helper_pupil_id"] = int(number)
        self._whom(PairDraft(pupil_id=self.picker.pupil_id, **given), self.picker.name)
