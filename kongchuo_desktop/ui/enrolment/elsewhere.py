"""随迁就读: children of ours who attend elsewhere; who, where, who minds them, when last seen, when next."""

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from sqlalchemy.orm import Session

from kongchuo_desktop.school.enrolment.elsewhere import StayFacts
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.ui.enrolment.elsewhere_acts import ElsewhereActs
from kongchuo_desktop.ui.enrolment.elsewhere_lines import (
    OVER,
    OVERDUE,
    Elsewhere,
    ElsewhereLine,
    elsewhere_kind,
    read_elsewhere,
)
from kongchuo_desktop.ui.enrolment.printing import print_stays
from kongchuo_desktop.ui.list_section import ListSection
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct
from kongchuo_desktop.ui.words import button

Lines = tuple[ElsewhereLine, ...]
EMPTY = (
    "没有随迁就读的孩子。学籍在本校、人跟着家里在外地上学的，登记在这里：在哪里、跟谁、村里谁监管，"
    "按期打电话、看视频或查学籍平台核实，免得人在哪里都说不清。"
)


class ElsewhereSection(ListSection):
    """Requests: an Opens or a PupilId chooses the child; ("new", PupilId) begins a stay."""

    title = "随迁就读"
    watches = frozenset({"elsewhere_stay", "elsewhere_check", "pupil", "area_child", "rule_value"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: Elsewhere | None = None
        self._narrowed = False  # what is over is hidden when the list is first shown
        self.acts = ElsewhereActs(self, office)
        empty = Empty(EMPTY, "scene-school", "登记第一个孩子", self.new)
        self.build(elsewhere_kind(self._row_acts(), empty))
        self.list.bar.insertWidget(
            2, button("该核实的", kind="quiet", run=lambda: self.list.narrow("state", frozenset({OVERDUE})))
        )
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.new)

    def question(self) -> Callable[[Session], Elsewhere]:
        today = self.office.today()
        return lambda session: read_elsewhere(session, today=today)

    def show_seen(self, seen: Elsewhere) -> None:
        self.list.set_rows(seen.lines)
        if not self._narrowed and any(line.state == OVER for line in seen.lines):
            self.list.narrow("state", frozenset({line.state for line in seen.lines} - {OVER}))
        self._narrowed = True

    def opened(self, row: ElsewhereLine) -> None:
        self._confirm((row,))

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        here = [line for line in self.seen.lines if line.state != OVER]
        if not here:
            return "没有随迁就读的孩子"
        late = sum(1 for line in here if line.state == OVERDUE)
        nobody = sum(1 for line in here if not line.stay.minder)
        parts = [f"{len(here)} 人在外就读", f"{late} 人该核实了" if late else "都在有效期内"]
        parts += [f"{nobody} 人没有监管人"] if nobody else []
        return "，".join(parts)

    def main_act(self) -> MainAct | None:
        return MainAct("登记随迁就读", self.new, "add") if self.seen is not None else None

    def opened_by(self, request: object) -> None:
        if isinstance(request, tuple) and request and request[0] == "new":
            self.acts.ask_start(*request[1:])
            return
        pupil_id = request.pupil_id if isinstance(request, Opens) else request
        if pupil_id:
            self.row_shown(lambda line: line.stay.pupil_id == pupil_id)

    def new(self) -> None:
        """Begin to follow a child."""
        self.acts.ask_start()

    def _row_acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("登记核实…", self._confirm, icon="check"),
            RowAct(
                "核实情况表", lambda lines: print_stays(self, self.office, [one.id for one in _stays(lines)]), "print"
            ),
            RowAct("修改…", lambda lines: self.acts.ask_change(lines[0].stay), icon="edit", most=1),
            RowAct("结束…", lambda lines: self.acts.ask_end(_stays(lines)), icon="close"),
            RowAct("学生档案", self._child, icon="pupils", most=1),
        )

    def _confirm(self, lines: Lines) -> None:
        if self.seen is not None:
            self.acts.ask_confirm(_stays(lines), days=self.seen.days)

    def _child(self, lines: Lines) -> None:
        pupil_id = lines[0].stay.pupil_id
        if pupil_id is None:
            self.office.go("enrolment", "area")
        else:
            self.office.go("pupils", pupil_id)


def _stays(lines: Lines) -> tuple[StayFacts, ...]:
    return tuple(line.stay for line in lines)
