"""家访进度: how far the term's plan is, by class, teacher and village; whom nobody has seen yet."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.school.types import PupilId, StaffId
from kongchuo_desktop.school.visits import coverage as plan
from kongchuo_desktop.school.visits.coverage_rules import Coverage, Family, Held, Share
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.visits.bars import ShareBars, rate_words
from kongchuo_desktop.ui.visits.family_lines import AGAIN, NOT_SEEN, FamilyLine, families_kind, family_lines
from kongchuo_desktop.ui.visits.printing import show_paper, show_report
from kongchuo_desktop.ui.words import button, label

EMPTY = "现在没有在读的学生。有了在读学生，这里按班级、家访人、村列出本学期要家访的家庭。"
BY = (("class", "按班级"), ("visitor", "按家访人"), ("village", "按村"))
BARS, NARROWEST = 352, 336  # pixels
Lines = tuple[FamilyLine, ...]


class CoverageSection(Page):
    """Requests: an Opens of 今日 (shows whom its person has not seen), "not_seen"."""

    title = "家访进度"
    watches = frozenset(
        {"visit", "visit_pupil", "visit_plan", "pupil", "pupil_guardian", "household", "school_class", "class_post",
         "concern_mark", "rule_value", "term"}
    )  # fmt: skip

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: Coverage | None = None
        self._lines: Lines = ()
        self._request: object = None
        self.by = "class"
        self.bars = ShareBars()
        self.figure, self._rules = label(role="figure"), label(role="hint", wrap=True)
        self._whole = label(role="sentence", wrap=True)
        empty = Empty(EMPTY, "scene-school", "去学生", lambda: office.go("pupils"))
        self.list = ListView(families_kind(self._acts(), empty), office.settings)
        self.list.setMinimumWidth(NARROWEST)
        self._lay_out()
        self.bars.wanted.connect(lambda _name: self._show_lines())
        self.list.opened.connect(lambda line: self.log(line.family))
        self.list.exported.connect(lambda table: save_table(self, office, table))

    def refresh(self) -> None:
        today = self.office.today()

        def question(session: Session) -> Coverage:
            return plan.coverage(session, term=plan.term_of(session, today=today), today=today)

        self.office.read(question, self._show, latest="coverage")

    def state_sentence(self) -> str:
        if self.seen is None or not self.seen.families:
            return ""
        whole = self.seen.whole
        if not whole.planned:
            return f"{self.seen.term.name}没有安排家访"
        left = len(whole.not_seen)
        if not left:
            return f"{self.seen.term.name} {whole.planned} 户都已家访"
        return f"{self.seen.term.name}应访 {whole.planned} 户，已访 {whole.seen} 户，还有 {left} 户没有家访"

    def main_act(self) -> MainAct | None:
        if self.seen is None or not self.seen.families:
            return None
        return MainAct("登记家访", lambda: self.office.go("visits", ("visits", ("new", None))), "add")

    def open_request(self, request: object) -> None:
        if self.seen is None:
            self._request = request
        elif request == "not_seen" or isinstance(request, Opens):
            self.list.narrow("state", frozenset({NOT_SEEN}))
            self.list.setFocus()

    def find_here(self) -> bool:
        self.list.find_line.setFocus()
        return True

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("按村", lambda: self.turn("village")), ("安排", self._pose_decide))

    def turn(self, by: str) -> None:
        """Bars of classes, of teachers or of villages."""
        self.by = by
        self._by_buttons[by].setChecked(True)
        if self.seen is not None:
            self.bars.show_shares(self._shares(self.seen))
            self._show_lines()

    def log(self, family: Family) -> None:
        """Write a visit to a family."""
        self.office.go("visits", ("visits", ("new", family.key)))

    def ask_decide(self, lines: Lines) -> None:
        """How often, by whom, until when: against the rule, for this term."""
        today = self.office.today()
        self.office.read(
            lambda session: staff_room.staff(session, today=today),
            lambda staff: self._open_decision(lines, staff),
        )

    def _open_decision(self, lines: Lines, staff: Sequence[staff_room.StaffFacts]) -> None:
        first = lines[0].family
        who = tuple((str(person.id), person.name) for person in staff)
        parts = (
            Field("times", "本学期家访几次", "number", required=True, width=6, hint="0 表示本学期不安排"),
            Field("staff", "家访人", "choice", choices=who, hint="不选就是班主任"),
            Field("due", "期限", "date", width=14, hint="不填就按学期安排"),
            Field("note", "说明", hint="如“全家在外务工”"),
        )
        FormBox(
            self, f"安排 {len(lines)} 户的家访", parts, act="保存安排", today=self.office.today,
            run=lambda values: self._decide(lines, values),
            sentence="只改本学期。要恢复按规则安排，用“按规则”。", values={"times": first.wanted, "note": first.note},
        ).open()  # fmt: skip

    def _decide(self, lines: Lines, values: dict[str, Any]) -> None:
        staff = StaffId(int(values["staff"])) if values["staff"] else None
        self._write(lines, Held(values["times"], staff, "", values["due"], values["note"]), "安排家访")

    def _as_ruled(self, lines: Lines) -> None:
        self._write(lines, None, "恢复按规则家访")

    def _write(self, lines: Lines, held: Held | None, act: str) -> None:
        if self.seen is None:
            return
        term, ids = self.seen.term, [child.id for line in lines for child in line.family.children]

        def verb(session: Session) -> None:
            plan.decide(session, term=term, pupil_ids=ids, held=held)

        self.office.write(act, verb, done=lambda _none: self.office.tell.toast(f"{act}：{len(lines)} 户"))

    def _show(self, seen: Coverage) -> None:
        first = self.seen is None
        self.seen = seen
        self._lines = family_lines(seen)
        whole, rules = seen.whole, seen.rules
        self.figure.setText(rate_words(whole))
        self._whole.setText(f"{whole.planned} 户应访，已访 {whole.seen} 户，次数完成 {whole.done} 户")
        self._rules.setText(
            f"每户 {rules.times} 次，重点家庭 {rules.key_times} 次；{'、'.join(sorted(rules.forms))}算完成。"
            "兄弟姐妹合为一户。可在“设置—目标与规则”改。"
        )
        self.bars.show_shares(self._shares(seen))
        self._show_lines()
        if first and any(line.state in (NOT_SEEN, AGAIN) for line in self._lines):
            self.list.narrow("state", frozenset({NOT_SEEN, AGAIN}))
        self.state_changed.emit()
        if self._request is not None:
            request, self._request = self._request, None
            self.open_request(request)

    def _shares(self, seen: Coverage) -> tuple[Share, ...]:
        return {"class": seen.by_class, "visitor": seen.by_visitor, "village": seen.by_village}[self.by]

    def _show_lines(self) -> None:
        """All families, or those of the chosen bar."""
        if self.seen is None:
            return
        share = next((one for one in self._shares(self.seen) if one.name == self.bars.chosen), None)
        keys = {family.key for family in share.families} if share else None
        self.list.set_rows([line for line in self._lines if keys is None or line.family.key in keys])

    def _acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("登记家访", lambda lines: self.log(lines[0].family), icon="add", most=1),
            RowAct("打印家访表", self._print_forms, icon="print"),
            RowAct("路线表", self._print_route, icon="village"),
            RowAct("成批补登", self._batch, icon="edit"),
            RowAct("安排…", self.ask_decide, icon="calendar"),
            RowAct("按规则", self._as_ruled, icon="undo"),
            RowAct("学生档案", lambda lines: self.office.go("pupils", lines[0].family.key), icon="pupils", most=1),
        )

    def _print_forms(self, lines: Lines) -> None:
        show_paper(self, self.office, "visit_form", {}, _keys(lines))

    def _print_route(self, lines: Lines) -> None:
        show_paper(self, self.office, "visit_route", {"all": "all"}, _keys(lines))

    def _batch(self, lines: Lines) -> None:
        self.office.go("visits", ("visits", ("batch", _keys(lines))))

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setContentsMargins(0, 16, 0, 12)
        side.setSpacing(8)
        head = QVBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.setSpacing(2)
        for words in (self.figure, self._whole):
            head.addWidget(words)
        side.addLayout(head)
        side.addLayout(self._chips())
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bars)
        column.addStretch(1)
        scroll.setWidget(inside)
        side.addWidget(scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addWidget(self._rules)
        side.addLayout(foot)
        left = QWidget()
        left.setLayout(side)
        left.setFixedWidth(BARS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(self.list, 1)
        self._fill_bar()
        self.setFocusProxy(self.list)

    def _chips(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 0)
        row.setSpacing(8)
        group = QButtonGroup(self)
        self._by_buttons = {}
        for key, title in BY:
            made = button(title, kind="pick", run=partial(self.turn, key))
            made.setCheckable(True)
            made.setChecked(key == self.by)
            group.addButton(made)
            row.addWidget(made)
            self._by_buttons[key] = made
        row.addStretch(1)
        return row

    def _fill_bar(self) -> None:
        bar = self.list.bar
        not_seen = frozenset({NOT_SEEN})
        bar.insertWidget(2, button("未家访的", kind="quiet", run=lambda: self.list.narrow("state", not_seen)))
        printed = button("进度表", kind="quiet", icon=icon("print"), run=self._print_table)
        bar.insertWidget(3, printed)

    def _print_table(self) -> None:
        show_report(self, self.office, "coverage", {"by": self.by})

    def _pose_decide(self) -> None:
        if self.list.model.rows:
            self.ask_decide((self.list.model.rows[0],))


def _keys(lines: Lines) -> tuple[PupilId, ...]:
    return tuple(line.family.key for line in lines)
