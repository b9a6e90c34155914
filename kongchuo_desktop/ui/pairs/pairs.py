"""结对名单: who helps whom, how many each holds, how this month's promise stands."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from sqlalchemy.orm import Session

from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.school.pairing.service import PairFacts
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.list_section import ListSection
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct
from kongchuo_desktop.ui.pairs.acts import PairActs
from kongchuo_desktop.ui.pairs.lines import HOLDS, OVER, UNSUMMED, PairLine, Pairs, pairs_kind, read_lines
from kongchuo_desktop.ui.pairs.printing import OF_PAIRS, choose_and_print
from kongchuo_desktop.ui.preview.tables import preview_table
from kongchuo_desktop.ui.words import button

Lines = tuple[PairLine, ...]
EMPTY = (
    "还没有结对。可以一对一对地登记，也可以让程序给没有帮扶人的重点学生提一份建议，"
    "每一对都说明理由，看过、改过再保存；已有的名单从“导入”带进来。"
)


class PairsSection(ListSection):
    """Requests: a PupilId or an Opens chooses the child's pair; ("new", PupilId) begins one."""

    title = "结对名单"
    watches = frozenset(
        {"pair", "pupil", "staff_member", "school_class", "talk", "visit", "visit_pupil", "visit_visitor"}
    )
    seen: Pairs | None

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.acts = PairActs(self, office)
        empty = Empty(EMPTY, "scene-list", "结对建议", self.propose)
        self.build(pairs_kind(self._row_acts(), empty))
        self.list.bar.insertWidget(2, button("新结对", icon=icon("add"), tip="新结对（Ctrl+N）", run=self.new))
        self.list.bar.insertWidget(3, button("待总结的", kind="quiet", run=lambda: self._narrow(UNSUMMED)))
        self.list.bar.insertWidget(4, button("一览表", kind="quiet", icon=icon("print"), run=self.print_list))
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.new)

    def question(self) -> Callable[[Session], Pairs]:
        return partial(read_lines, today=self.office.today())

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        here = [line for line in self.seen.lines if line.state == HOLDS]
        if not here:
            return "现在没有结对"
        children, helpers = {line.pair.pupil_id for line in here}, {line.pair.helper_key for line in here}
        late = sum(line.kept is not None and line.kept.behind for line in here)
        bare = sum(line.state == UNSUMMED for line in self.seen.lines)
        parts = [f"{len(here)} 对，{len(children)} 名学生，{len(helpers)} 名帮扶人"]
        parts += [f"{late} 对本月落后"] if late else []
        parts += [f"{bare} 对待总结"] if bare else []
        return "，".join(parts)

    def main_act(self) -> MainAct | None:
        return MainAct("结对建议", self.propose, "pairs") if self.seen is not None else None

    def opened(self, row: PairLine) -> None:
        self.acts.ask_change(row.pair)

    def opened_by(self, request: object) -> None:
        if isinstance(request, tuple) and request and request[0] == "new":
            self.acts.ask_new(*request[1:])
            return
        pupil_id = request.pupil_id if isinstance(request, Opens) else request
        wanted = UNSUMMED if isinstance(request, Opens) else HOLDS
        if pupil_id and self.row_shown(lambda one: one.pair.pupil_id == pupil_id and one.state == wanted) is None:
            self.row_shown(lambda one: one.pair.pupil_id == pupil_id)

    def new(self) -> None:
        """One pair by hand."""
        self.acts.ask_new()

    def propose(self) -> None:
        """Over to the proposal."""
        self.office.go("pairs", "proposal")

    def print_list(self) -> None:
        """结对帮扶一览表."""
        today = self.office.today()
        self.office.read(
            lambda session: report_kind("pairs").tabulate(session, {}, today),
            lambda table: preview_table(self, self.office, table),
        )

    def show_seen(self, seen: Pairs) -> None:
        self.list.set_rows(seen.lines)

    def first_shown(self) -> None:
        states = {line.state for line in self.seen.lines} if self.seen else set()
        if OVER in states and states != {OVER}:
            self.list.narrow("state", frozenset({HOLDS, UNSUMMED}))

    def _row_acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("修改…", lambda lines: self.opened(lines[0]), icon="edit", most=1),
            RowAct("移交…", lambda lines: self.acts.ask_hand_over(_pairs(lines)), icon="right"),
            RowAct("结束…", lambda lines: self.acts.ask_end(_pairs(lines)), icon="close"),
            RowAct("写总结…", lambda lines: self.acts.ask_summary(lines[0].pair), icon="check", most=1),
            RowAct("意愿…", self._wish, icon="concern", most=1),
            RowAct("删除…", lambda lines: self.acts.delete(lines[0].pair), icon="bin", most=1),
            RowAct("打印…", self._print, icon="print"),
            RowAct("学生档案", lambda lines: self.office.go("pupils", lines[0].pair.pupil_id), icon="pupils", most=1),
        )

    def _wish(self, lines: Lines) -> None:
        pair = lines[0].pair
        self.acts.ask_wish(pair.pupil_id, pair.pupil, pair.staff_id)

    def _print(self, lines: Lines) -> None:
        choose_and_print(self, self.office, OF_PAIRS, [line.pair.pupil_id for line in lines])

    def _narrow(self, state: str) -> None:
        self.list.narrow("state", frozenset({state}))


def _pairs(lines: Lines) -> tuple[PairFacts, ...]:
    return tuple(line.pair for line in lines)
