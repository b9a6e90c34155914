"""转化方案: small dated goals, help given, four-week cycles, drafted summaries of each child that is helped."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.ui.boxes import Choice
from kongchuo_desktop.ui.concern.room import Room
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.pairs.note_boxes import ask_honesty, ask_week
from kongchuo_desktop.ui.pairs.plan_acts import SUMMARIES, PlanActs
from kongchuo_desktop.ui.pairs.plan_lines import DUE, NONE, PlanLine, Plans, plans_kind, read_plans
from kongchuo_desktop.ui.pairs.plan_panel import BodyActs, PlanBody
from kongchuo_desktop.ui.pairs.printing import OF_PLANS, choose_and_print
from kongchuo_desktop.ui.panel import SidePanel
from kongchuo_desktop.ui.words import button

Lines = tuple[PlanLine, ...]
EMPTY = "有了结对，或在重点关爱里登记了学困生，这里就列出他们，可以写转化方案、记帮扶、按四周小结。"
NO_TERM = "还没有设置学期，请先到“设置”里填写本学期的起止日期。"


class PlansSection(Page):
    """Requests: a PupilId or an Opens chooses the child and shows its plan."""

    title = "转化方案"
    watches = frozenset(
        {"pair", "support_plan", "plan_goal", "plan_cycle", "help_log", "concern_mark", "pupil", "staff_member", "term"}
    )

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: Plans | None = None
        self._request: object = None
        self.acts = PlanActs(self, office)
        empty = Empty(EMPTY, "scene-list", "去结对", partial(office.go, "pairs", "pairs"))
        self.list = ListView(plans_kind(self._row_acts(), empty), office.settings)
        self.list.setMinimumWidth(320)
        for place, (title, state) in enumerate((("待小结的", DUE), ("没有方案的", NONE)), start=2):
            self.list.bar.insertWidget(place, button(title, kind="quiet", run=partial(self._only, state)))
        self.panel = SidePanel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list, 1)
        row.addWidget(self.panel)
        self.setFocusProxy(self.list)
        self.room = Room(self, self.list, self.panel, ())
        self.list.exported.connect(lambda table: save_table(self, office, table))
        self.list.opened.connect(self.show_line)
        self.list.chosen.connect(self._follow)

    def refresh(self) -> None:
        today = self.office.today()
        self.office.read(lambda session: read_plans(session, today=today), self._show, latest="plans")

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        if self.seen.term is None:
            return NO_TERM
        if not self.seen.lines:
            return "还没有结对，也没有登记学困生"
        made = sum(line.plan is not None for line in self.seen.lines)
        due = sum(line.state == DUE for line in self.seen.lines)
        bare = sum(line.state == NONE and bool(line.kinds) for line in self.seen.lines)
        parts = [f"{made} 人有方案" if made else "还没有转化方案"]
        parts += [f"{due} 人有周期待小结"] if due else []
        parts += [f"{bare} 名学困生还没有方案"] if bare else []
        return "，".join(parts)

    def main_act(self) -> MainAct | None:
        return MainAct("记一次帮扶", self.help, "add") if self.seen is not None and self.seen.lines else None

    def open_request(self, request: object) -> None:
        if self.seen is None:
            self._request = request
            return
        child = request.pupil_id if isinstance(request, Opens) else request
        line = self._line(child)
        if line is not None:
            self.list.select(line.id)
            self.show_line(line)

    def find_here(self) -> bool:
        self.list.find_line.setFocus()
        return True

    def close_inner(self) -> bool:
        return self.panel.close_panel()

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("一份方案", self._open_first),)

    def help(self) -> None:
        """Help given to the chosen children."""
        lines = self.list.selected()
        if lines:
            self.acts.ask_help(lines)
        else:
            self.office.tell.toast("先选中一名或几名学生")

    def plan(self, line: PlanLine) -> None:
        """Write the plan of a child, or go on with it."""
        if self.seen is None or self.seen.term is None:
            self.office.tell.mistake(NO_TERM)
            return
        self.acts.ask_plan(line, self.seen.term)

    def sum_up(self, line: PlanLine, which: str) -> None:
        """The mid-term or the final summary."""
        if self.seen is not None and self.seen.term is not None:
            self.acts.ask_summary(line, self.seen.term, which)

    def show_line(self, line: PlanLine) -> None:
        """A child's plan in the panel."""
        buttons = [button("写方案…" if line.plan is None else "改方案…", kind="main", run=partial(self.plan, line))]
        buttons.append(button("记帮扶…", run=lambda: self.acts.ask_help((line,))))
        if line.plan is not None:
            buttons.append(button("周期小结…", run=lambda: self.acts.ask_cycle(line)))
            buttons.append(button("打印…", run=lambda: self._print((line,))))
        detail = "，".join(filter(None, (line.class_name, "、".join(line.kinds), "、".join(line.helpers))))
        self.panel.open(line.name, detail, self._body(line), tuple(buttons))

    def _body(self, line: PlanLine) -> PlanBody:
        return PlanBody(line, self.office.today(), self._body_acts(line))

    def _body_acts(self, line: PlanLine) -> BodyActs:
        return BodyActs(partial(self.sum_up, line), partial(self._week, line), partial(self._honesty, line))

    def _week(self, line: PlanLine) -> None:
        ask_week(self, self.office, line.id, line.name)

    def _honesty(self, line: PlanLine) -> None:
        ask_honesty(self, self.office, line.id, line.name)

    def _choose_summary(self, line: PlanLine) -> None:
        choices = tuple(Choice(which, title) for which, title in SUMMARIES.items())
        which = self.office.tell.choose(f"写{line.name}的哪一份？", choices, safe="middle")
        if which:
            self.sum_up(line, which)

    def _row_acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("方案…", lambda lines: self.plan(lines[0]), icon="edit", most=1),
            RowAct("记帮扶…", lambda lines: self.acts.ask_help(lines), icon="add"),
            RowAct("周期小结…", lambda lines: self.acts.ask_cycle(lines[0]), icon="check", most=1),
            RowAct("总结…", lambda lines: self._choose_summary(lines[0]), icon="file", most=1),
            RowAct("周记寄语…", lambda lines: self._week(lines[0]), most=1),
            RowAct("诚信评价…", lambda lines: self._honesty(lines[0]), most=1),
            RowAct("打印…", self._print, icon="print"),
            RowAct("学生档案", lambda lines: self.office.go("pupils", lines[0].id), icon="pupils", most=1),
        )

    def _print(self, lines: Lines) -> None:
        choose_and_print(self, self.office, OF_PLANS, [line.id for line in lines])

    def _follow(self, line: PlanLine | None) -> None:
        if line is not None and self.panel.isVisible():
            self.show_line(line)

    def _only(self, state: str) -> None:
        self.list.narrow("state", frozenset({state}))

    def _line(self, child: object) -> PlanLine | None:
        return next((line for line in self.seen.lines if child and line.id == child), None) if self.seen else None

    def _show(self, seen: Plans) -> None:
        self.seen = seen
        self.list.set_rows(seen.lines)
        current = self.list.current()
        if self.panel.isVisible() and current is not None:
            self.show_line(current)
        self.state_changed.emit()
        if self._request is not None:
            request, self._request = self._request, None
            self.open_request(request)

    def _open_first(self) -> None:
        made = [line for line in self.seen.lines if line.plan is not None] if self.seen else []
        if made:
            self.open_request(made[0].id)
