"""通知书: every letter and report issued, what was delivered, which receipts are still out."""

from collections.abc import Callable
from functools import partial

from sqlalchemy.orm import Session

from kongchuo_desktop.desk import duty_papers, report_files
from kongchuo_desktop.desk.duty_papers import IssuedNotices
from kongchuo_desktop.school.identity.rules import year_name
from kongchuo_desktop.school.notices.rules import STATES, UNDELIVERED, WAITING
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.list_section import ListSection
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.notices.lines import Letters, NoticeLine, read_letters, register_kind
from kongchuo_desktop.ui.notices.marking import Lines, Marking
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.letters import show_letters
from kongchuo_desktop.ui.preview.tables import preview_table
from kongchuo_desktop.ui.words import button

EMPTY = "还没有印发过通知书或报告。在今日页或劝返页打印通知书、报告，就会编号登记到这里。"


class NoticesPage(ListSection):
    """Requests: a state (未送达 …) shows the letters that are in it."""

    title = "通知书"
    watches = frozenset({"notice", "pupil", "guardian", "pupil_guardian", "school"})
    seen: Letters | None

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.marking = Marking(self, office)
        empty = Empty(EMPTY, "scene-paper", "去今日", lambda: office.go("today"))
        self.build(register_kind(self._acts(), empty))
        for place, (title, sign, run) in enumerate(
            (
                ("未送达的", "", lambda: self._only(UNDELIVERED)),
                ("未收回执的", "", lambda: self._only(WAITING)),
                ("登记表", "print", self.print_register),
            ),
            start=2,
        ):
            self.list.bar.insertWidget(place, button(title, kind="quiet", icon=icon(sign) if sign else None, run=run))

    def question(self) -> Callable[[Session], Letters]:
        return partial(read_letters, today=self.office.today())

    def state_sentence(self) -> str:
        seen = self.seen
        if seen is None or not seen.lines:
            return ""
        parts = [f"本学年印发 {seen.count()} 份"]
        parts += [f"{state} {number} 份" for state in (UNDELIVERED, WAITING) if (number := seen.count(state))]
        return "，".join(parts) if len(parts) > 1 else f"{parts[0]}，都已送达，回执收齐"

    def opened(self, row: NoticeLine) -> None:
        self.reprint((row,))

    def opened_by(self, request: object) -> None:
        if request in STATES:
            self._only(str(request))

    def reprint(self, lines: Lines) -> None:
        """The letters once more, as they were printed, under the numbers they have."""
        office, ids = self.office, [line.letter.id for line in lines]
        titles = list(dict.fromkeys(line.letter.title for line in lines))
        title = titles[0] if len(titles) == 1 else "通知书和报告"

        def show(issued: IssuedNotices) -> None:
            show_letters(self, office, issued, title)

        office.tasks.run(
            lambda _progress: duty_papers.reprint(office.database, ids=ids), done=show, title=f"排版{title}"
        )

    def print_register(self) -> None:
        """The school year's register on paper."""
        database, today = self.office.database, self.office.today()
        self.office.tasks.run(
            lambda _progress: report_files.tabulate(database, "notices", {}, today=today),
            done=lambda table: preview_table(self, self.office, table),
            title="汇总登记表",
        )

    def show_seen(self, seen: Letters) -> None:
        self.list.set_rows(seen.lines)

    def first_shown(self) -> None:
        if self.seen is not None and self.seen.older:
            self.list.narrow("year", frozenset({year_name(self.seen.year)}))

    def _only(self, state: str) -> None:
        self.list.narrow("state", frozenset({state}))

    def _acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("已送达…", lambda lines: self.marking.ask_delivered(lines), icon="check"),
            RowAct("回执已收回…", lambda lines: self.marking.ask_returned(lines), icon="check"),
            RowAct("重印", self.reprint, icon="print"),
            RowAct("学生档案", lambda lines: self._child(lines[0]), icon="pupils", most=1),
            RowAct("清除登记", lambda lines: self.marking.clear(lines)),
        )

    def _child(self, line: NoticeLine) -> None:
        self.office.go("pupils", line.letter.pupil_id)
