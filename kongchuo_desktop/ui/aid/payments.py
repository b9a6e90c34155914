"""发放: the lists of a term on the left, the children of the chosen list on the right; approved, paid, signed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid import payments
from kongchuo_desktop.school.aid.payments import ListFacts
from kongchuo_desktop.school.aid.rules import in_capitals, money
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.ui.aid.payment_acts import PaymentActs
from kongchuo_desktop.ui.aid.payment_lines import payment_kind
from kongchuo_desktop.ui.aid.printing import OF_TERM, choose_and_print
from kongchuo_desktop.ui.aid.terms import TermRow, choose_term
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.words import button, label

EMPTY = "这个学期还没有发放名册。到“应享受”核对名单以后，按项目生成名册，再在这里审批、发放、签领。"
LISTS = 300  # pixels


@dataclass(frozen=True)
class PaymentsSeen:
    """The lists of a term."""

    terms: tuple[TermSpan, ...]
    term: TermSpan | None
    lists: tuple[ListFacts, ...]


def read_payments(session: Session, *, key: str, list_id: int | None, today: date) -> PaymentsSeen:
    """The lists of a term, or of the term that a list is of."""
    if list_id is not None:
        key = next((one.term for one in payments.lists(session, today=today, list_id=list_id)), key)
    terms, term = choose_term(session, key, today=today)
    return PaymentsSeen(terms, term, payments.lists(session, today=today, term=term.key) if term else ())


class PaymentsSection(Page):
    """Requests: the id of a list shows it."""

    title = "发放"
    watches = frozenset({"payment_list", "payment_line", "bank_card", "pupil", "term"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: PaymentsSeen | None = None
        self.list_id: int | None = None
        self._wanted: int | None = None
        self.acts = PaymentActs(self, office)
        self.terms = TermRow()
        self.terms.chosen.connect(lambda _key: self._other_term())
        self.terms.row.addWidget(button("打印…", kind="quiet", icon=icon("print"), run=self.print_lists))
        empty = Empty(EMPTY, "scene-paper", "去应享受名单", partial(office.go, "aid", "entitled"))
        self.list = ListView(payment_kind(self._row_acts(), empty), office.settings)
        self.list.bar.insertWidget(2, button("没签领的", kind="quiet", run=self._only_unsigned))
        self.list.bar.insertWidget(3, button("删除名册", kind="quiet", icon=icon("bin"), run=self._drop))
        self.list.exported.connect(lambda table: save_table(self, office, table))
        self.list.opened.connect(lambda line: office.go("pupils", line.pupil.id))
        self._lists = QVBoxLayout()
        self._lists.setSpacing(4)
        self.left = self._left()
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.left)
        below.addWidget(self.list, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.terms)
        column.addLayout(below, 1)
        self.setFocusProxy(self.list)

    @property
    def chosen(self) -> ListFacts | None:
        """The list in front."""
        return next((one for one in self.seen.lists if one.id == self.list_id), None) if self.seen else None

    def refresh(self) -> None:
        today, key, wanted = self.office.today(), self.terms.key, self._wanted
        self._wanted = None
        self.list_id = wanted or self.list_id
        self.office.read(
            lambda session: read_payments(session, key=key, list_id=wanted, today=today), self._show,
            latest="aid-payments",
        )  # fmt: skip

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        if not self.seen.lists:
            return "这个学期还没有发放名册"
        states = [one.state for one in self.seen.lists]
        counts = {state: states.count(state) for state in ("待审批", "已审批", "已发放")}
        told = {"待审批": "待审批", "已审批": "待发放", "已发放": "已发放"}
        return f"{len(states)} 份名册：" + "，".join(f"{told[key]} {count}" for key, count in counts.items() if count)

    def main_act(self) -> MainAct | None:
        one = self.chosen
        if one is None or one.state == "已发放":
            return None
        if one.state == "待审批":
            return MainAct("审批名册", lambda: self.acts.ask_approve(one), "check")
        return MainAct("登记发放", lambda: self.acts.ask_pay(one), "check")

    def open_request(self, request: object) -> None:
        if isinstance(request, int):
            self._wanted = request
            self.refresh()

    def find_here(self) -> bool:
        self.list.find_line.setFocus()
        return True

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("选中", self._choose_first),)

    def choose(self, list_id: int) -> None:
        """Show a list."""
        self.list_id = list_id
        self._show_chosen()

    def print_lists(self) -> None:
        """The list in front with room to sign, the term's summary and figures, every list as a table."""
        one = self.chosen
        answers = {"term": self.terms.key} | ({"programme": one.programme, "number": str(one.number)} if one else {})
        choose_and_print(self, self.office, OF_TERM, answers)

    def _row_acts(self) -> tuple[RowAct, ...]:
        acts = self.acts
        return (
            RowAct("已签领", lambda lines: acts.sign(lines, self.office.today()), icon="check"),
            RowAct("撤销签领", lambda lines: acts.sign(lines, None), icon="undo"),
            RowAct("卡号…", lambda lines: acts.ask_card(lines[0].pupil), icon="edit", most=1),
            RowAct("更正金额…", lambda lines: acts.ask_correct(self.chosen, lines), icon="copy", most=8),
            RowAct("移出名册", lambda lines: acts.drop_lines(self.chosen, lines), icon="close"),
            RowAct("学生档案", lambda lines: self.office.go("pupils", lines[0].pupil.id), icon="pupils", most=1),
        )

    def _other_term(self) -> None:
        self.list_id = None
        self.refresh()

    def _drop(self) -> None:
        if (one := self.chosen) is not None:
            self.acts.drop_list(one)

    def _only_unsigned(self) -> None:
        self.list.narrow("signed", frozenset({""}))

    def _left(self) -> QWidget:
        inside = QWidget()
        inside.setLayout(self._lists)
        self._lists.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inside)
        left = QWidget()
        left.setFixedWidth(LISTS)
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 12, 8, 12)
        column.setSpacing(8)
        column.addWidget(label("发放名册", role="heading"))
        column.addWidget(scroll, 1)
        return left

    def _show(self, seen: PaymentsSeen) -> None:
        self.seen = seen
        self.terms.put(seen.terms, seen.term)
        self.left.setVisible(bool(seen.lists))
        if self.chosen is None:
            self.list_id = next((one.id for one in seen.lists if one.state != "已发放"), None) or (
                seen.lists[0].id if seen.lists else None
            )
        self._show_chosen()

    def _show_chosen(self) -> None:
        while (item := self._lists.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for one in self.seen.lists if self.seen else ():
            self._lists.addWidget(self._card(one))
        self._lists.addStretch(1)
        one_list = self.chosen
        self.terms.sentence.setText(_sum(one_list) if one_list else "")
        self.list.set_rows(one_list.lines if one_list else ())
        self.state_changed.emit()

    def _card(self, one: ListFacts) -> QWidget:
        made = button("", kind="pick", run=partial(self.choose, one.id))
        number = f"更正第 {one.number} 份" if one.corrects else f"第 {one.number} 份"
        made.setText(f"{one.title}\n{number}，{one.state}，{len(one.lines)} 人，{money(one.cents)} 元")
        made.setToolTip(f"{one.title}，{number}" + (f"：{one.why}" if one.why else ""))
        made.setCheckable(True)
        made.setChecked(one.id == self.list_id)
        return made

    def _choose_first(self) -> None:
        if self.list.model.rows:
            self.list.select(self.list.model.rows[0].id)


def _sum(one: ListFacts) -> str:
    signed = sum(line.signed_on is not None for line in one.lines)
    parts = [f"合计 {money(one.cents)} 元（{in_capitals(one.cents)}）"]
    if one.approved_on:
        parts.append(f"{one.approved_on:%m-%d} {one.approved_by}审批")
    if one.paid_on:
        parts.append(f"{one.paid_on:%m-%d} 发放，签领 {signed}/{len(one.lines)} 人")
    return "，".join(parts)
