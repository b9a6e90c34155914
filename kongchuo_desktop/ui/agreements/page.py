"""责任书: five layers, the register of the one chosen, printing, marking, wording."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kongchuo_desktop.desk import report_files
from kongchuo_desktop.desk.papers import Prepared
from kongchuo_desktop.reports.table import Table
from kongchuo_desktop.school.agreements.rules import BY_KIND, LAYERS
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.agreements.layers import LayerCards
from kongchuo_desktop.ui.agreements.lines import (
    NOT_ISSUED,
    UNSIGNED,
    AgreementLine,
    LayerSeen,
    read_layer,
    register_kind,
)  # fmt: skip
from kongchuo_desktop.ui.agreements.marking import STAGES, Marking
from kongchuo_desktop.ui.agreements.printing import PrintFlow
from kongchuo_desktop.ui.agreements.wording import WordingPane
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.preview.tables import preview_table
from kongchuo_desktop.ui.words import button

EMPTY = {  # sentence, button, page and request
    "school": ("还没有登记校长。请在教职工里写明谁是校长。", "看教职工", "classes", ("staff",)),
    "staff": ("还没有要签的教师。请先导入教职工名册，或给各班指定班主任。", "导入教职工名册", "intake", "staff"),
    "pupil": ("还没有学生。导入学生名册后，每名学生的家长一份。", "导入学生名册", "intake", "pupils"),
    "village": ("还没有村。导入学生名册时按地址带进来，也可以自己添加。", "添加村", "settings", "villages"),
}


class AgreementsPage(Page):
    """Requests: ("print-KIND", None or pupil ids) lays out; ("collect-KIND", None) shows who has not signed."""

    title = "责任书"
    watches = frozenset(
        {"agreement", "agreement_wording", "pupil", "guardian", "pupil_guardian", "staff_member", "class_post",
         "school_class", "village", "school"}
    )  # fmt: skip

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.kind = "parent"
        self.seen: LayerSeen | None = None
        self._after: Callable[[], object] | None = None
        self.marking = Marking(self, office)
        self.flow = PrintFlow(self, office, self._mark_handed_out)
        self.cards = LayerCards()
        self.lists = {party: self._list(party) for party in dict.fromkeys(layer.party_kind for layer in LAYERS)}
        self._registers = QStackedWidget()
        for view in self.lists.values():
            self._registers.addWidget(view)
        self.wording = WordingPane(self, office)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._overview())
        self._stack.addWidget(self.wording)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.cards.chosen.connect(self.choose)
        self.wording.left.connect(self.close_inner)
        self.cards.choose(self.kind)

    @property
    def list(self) -> ListView:
        """The register in front."""
        return self.lists[BY_KIND[self.kind].party_kind]

    def refresh(self) -> None:
        kind, today = self.kind, self.office.today()
        self.office.read(lambda session: read_layer(session, kind=kind, today=today), self._show, latest="agreements")

    def state_sentence(self) -> str:
        state = self._state()
        if state is None:
            return ""
        if not state.signers:
            return f"{BY_KIND[self.kind].title}：还没有要签的人"
        parts = [f"{BY_KIND[self.kind].title}：应签 {state.signers} 份"]
        for number, word in ((state.issued, "印发"), (state.signed, "签订"), (state.returned, "收回")):
            parts.append(f"已{word} {number}")
        return "，".join(parts)

    def main_act(self) -> MainAct | None:
        state = self._state()
        if self._stack.currentWidget() is self.wording or state is None or not state.signers:
            return None
        return MainAct(f"打印整层 {state.signers} 份", lambda: self.flow.layer(self.kind), "print")

    def open_request(self, request: object) -> None:
        if not isinstance(request, tuple) or not isinstance(request[0], str):
            return
        verb, _, kind = request[0].partition("-")
        if kind not in BY_KIND:
            return
        ids = request[1] if len(request) > 1 else None
        if verb == "print" and ids:
            self.flow.pupils(PupilId(number) for number in ids)
            self.choose(kind)
        elif verb == "print":
            self.choose(kind, then=self._print_rest)
        elif verb == "collect":
            self.choose(kind, then=self._show_unsigned)

    def find_here(self) -> bool:
        self.list.find_line.setFocus()
        return True

    def close_inner(self) -> bool:
        if self._stack.currentWidget() is not self.wording:
            return False
        if self.wording.leave():
            self._stack.setCurrentIndex(0)
            self.state_changed.emit()
        return True

    def save_form(self) -> bool:
        if self._stack.currentWidget() is not self.wording:
            return False
        self.wording.save()
        return True

    def may_leave(self) -> bool:
        if self._stack.currentWidget() is self.wording:
            if not self.wording.leave():
                return False
            self._stack.setCurrentIndex(0)
        return True

    def choose(self, kind: str, then: Callable[[], object] | None = None) -> None:
        """Show the register of a layer."""
        self.kind, self._after = kind, then
        self.cards.choose(kind)
        self.refresh()

    def _state(self) -> Any:
        layers = self.seen.layers if self.seen else ()
        return next((state for state in layers if state.kind == self.kind), None)

    def _show_unsigned(self) -> None:
        """Those still to be signed; the whole layer when nobody is left."""
        lines = self.seen.lines if self.seen else ()
        left = any(line.issued.state in UNSIGNED for line in lines)
        self.list.narrow("state", UNSIGNED if left else frozenset())

    def _print_rest(self) -> None:
        """Those to whom nothing was issued yet; the whole layer when all or none are."""
        lines = self.seen.lines if self.seen else ()
        rest = [line.key for line in lines if line.issued.state in NOT_ISSUED]
        if rest and len(rest) < len(lines):
            self.flow.chosen(self.kind, rest)
        else:
            self.flow.layer(self.kind)

    def _show(self, seen: LayerSeen) -> None:
        changed = self.seen is None or self.seen.kind != seen.kind
        self.seen = seen
        self.cards.show_states(seen.layers)
        view = self.list
        if changed:
            view.narrow("state", frozenset())
        view.set_rows(seen.lines)
        self._registers.setCurrentWidget(view)
        self.setFocusProxy(view)
        self.state_changed.emit()
        if self._after is not None:
            then, self._after = self._after, None
            then()

    def _list(self, party: str) -> ListView:
        acts = (
            RowAct("打印所选", lambda lines: self.flow.chosen(self.kind, [line.key for line in lines]), icon="print"),
            *(RowAct(words, partial(self._ask_mark, stage)) for stage, words in STAGES.items()),
            RowAct("清除登记", self.marking.clear),
        )
        sentence, act, page, request = EMPTY[party]
        empty = Empty(sentence, "scene-paper", act, lambda: self.office.go(page, request))
        view = ListView(register_kind(party, acts, empty), self.office.settings)
        view.exported.connect(lambda table: save_table(self, self.office, table))
        view.opened.connect(self._open)
        for place, (title, sign, run) in enumerate(
            (
                ("未签的", "", lambda: self.list.narrow("state", UNSIGNED)),
                ("未签名单", "print", self._unsigned),
                ("修改文字", "edit", self._edit_wording),
            ),
            start=2,
        ):
            view.bar.insertWidget(place, button(title, kind="quiet", icon=icon(sign) if sign else None, run=run))
        return view

    def _ask_mark(self, stage: str, lines: tuple[AgreementLine, ...]) -> None:
        self.marking.ask(lines, stage)

    def _open(self, line: AgreementLine) -> None:
        """Enter on a signer: the letter of that one."""
        self.flow.chosen(self.kind, [line.key])

    def _unsigned(self) -> None:
        """Who has not signed, as a list to print or to keep."""
        database, today, kind = self.office.database, self.office.today(), self.kind

        def work(_progress: object) -> Table:
            return report_files.tabulate(database, "signing", {"kind": kind, "only": "unsigned"}, today=today)

        self.office.tasks.run(work, done=lambda table: preview_table(self, self.office, table))

    def _edit_wording(self) -> None:
        self.wording.open_kind(self.kind)
        self._stack.setCurrentWidget(self.wording)
        self.wording.body.setFocus()
        self.state_changed.emit()

    def _mark_handed_out(self, prepared: Prepared) -> None:
        """Right after printing: mark what was printed as handed out today, those that weren't before."""
        keys = {(person.party_kind, person.party_id) for person in prepared.people}
        kind, today = prepared.kind, self.office.today()

        def then(seen: LayerSeen) -> None:
            issued = [line.issued for line in seen.lines if line.key in keys and not line.issued.handed_out_on]
            if issued:
                self.marking.mark(issued, "handed_out", today)

        self.office.read(lambda session: read_layer(session, kind=kind, today=today), then)

    def _overview(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.cards)
        column.addWidget(self._registers, 1)
        return body
