"""去向追踪: who went and whose 回执 is not in; letters to the other schools, 回执 marked as they come."""

from collections.abc import Callable
from functools import partial

from sqlalchemy.orm import Session

from kongchuo_desktop.school.enrolment.events import EventFacts
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.ui.enrolment.change_acts import ChangeActs
from kongchuo_desktop.ui.enrolment.chase_lines import NO_LETTER, ChaseLine, chase_kind, read_chase
from kongchuo_desktop.ui.enrolment.printing import print_letters
from kongchuo_desktop.ui.list_section import ListSection
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct
from kongchuo_desktop.ui.words import button

Lines = tuple[ChaseLine, ...]
EMPTY = "没有要追的回执。转出、出国的孩子，在对方证明在读以前列在这里，可以逐个打印核实函、登记回执。"
LETTER = "chase_letter"


class ChaseSection(ListSection):
    """Requests: an Opens or a PupilId chooses the child."""

    title = "去向追踪"
    watches = frozenset({"enrolment_event", "pupil", "guardian", "pupil_guardian", "notice", "rule_value"})
    seen: Lines | None

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.acts = ChangeActs(self, office)
        empty = Empty(EMPTY, "scene-safe", "登记一条转出", lambda: office.go("enrolment", ("changes", ("new", None))))
        self.build(chase_kind(self._row_acts(), empty))
        self.list.bar.insertWidget(
            2, button("没有发函的", kind="quiet", run=lambda: self.list.narrow("letter", frozenset({NO_LETTER})))
        )

    def question(self) -> Callable[[Session], Lines]:
        return partial(read_chase, today=self.office.today())

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        if not self.seen:
            return "没有要追的回执"
        late = sum(1 for line in self.seen if line.late)
        without = sum(1 for line in self.seen if line.letter is None)
        parts = [f"{len(self.seen)} 人没有回执，最久的等了 {self.seen[0].chased.days} 天"]
        parts += [f"{late} 人该催了"] if late else []
        parts += [f"{without} 人还没有发函"] if without else []
        return "，".join(parts)

    def main_act(self) -> MainAct | None:
        if not self.seen or not any(line.chased.event.kind == "转出" for line in self.seen):
            return None
        return MainAct("打印全部核实函", self.print_all, "print")

    def opened(self, row: ChaseLine) -> None:
        self.acts.ask_receipt((row.chased.event,))

    def opened_by(self, request: object) -> None:
        pupil_id = request.pupil_id if isinstance(request, Opens) else request
        self.row_shown(lambda line: line.chased.event.pupil_id == pupil_id)

    def print_all(self) -> None:
        """A letter about every child that went to another school; each keeps the number it has."""
        self._print(self.seen or ())

    def _print(self, lines: Lines) -> None:
        wanted = [line.chased.event for line in lines if line.chased.event.kind == "转出"]
        if not wanted:
            self.office.tell.mistake(
                "核实函寄给接收学校，只用于转出；出国的请向监护人要就读证明或出境证明，收到后登记回执。"
            )
            return
        print_letters(self, self.office, LETTER, [event.id for event in wanted])

    def show_seen(self, seen: Lines) -> None:
        self.list.set_rows(seen)

    def _row_acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("回执已收…", lambda lines: self.acts.ask_receipt(_events(lines)), icon="check"),
            RowAct("打印核实函", self._print, icon="print"),
            RowAct("这条异动", lambda lines: self._change(lines[0]), icon="enrolment", most=1),
            RowAct(
                "学生档案", lambda lines: self.office.go("pupils", _events(lines)[0].pupil_id), icon="pupils", most=1
            ),
        )

    def _change(self, line: ChaseLine) -> None:
        self.office.go("enrolment", ("changes", int(line.chased.event.id)))


def _events(lines: Lines) -> tuple[EventFacts, ...]:
    return tuple(line.chased.event for line in lines)
