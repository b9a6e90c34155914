"""What is done with a duty from the list: opened, closed, closed again after all, printed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance import duties as duty_room
from kongchuo_desktop.school.attendance.duties import Duty
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.school.visits import closing
from kongchuo_desktop.school.visits.service import VisitFacts
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.panel import SidePanel
from kongchuo_desktop.ui.today.closing import DutyActs, DutyBody
from kongchuo_desktop.ui.today.reading import read_duties


class DutyDesk(QObject):
    """Reads a duty anew before anything is done with it: the registers may have changed since the list was read."""

    opened = Signal()
    gone = Signal()

    def __init__(self, page: QWidget, office: Office, panel: SidePanel) -> None:
        super().__init__(page)
        self._page, self._office, self._panel = page, office, panel
        self.body: DutyBody | None = None
        panel.closed.connect(self._forget)

    def open(self, opens: Opens) -> None:
        """Show a duty in the panel."""

        def show(found: tuple[Duty, ...]) -> None:
            duty = found[0]
            self._office.read(
                lambda session: closing.visits_for(session, duty=duty),
                lambda visits: self._show(duty, visits), latest="today-duty-visits",
            )  # fmt: skip

        self._with((opens,), show)

    def print(self, places: Sequence[Opens]) -> None:
        """The papers of some duties, numbered and drawn in one act."""
        from kongchuo_desktop.ui.today.papers import choose_paper, show_papers

        def show(found: tuple[Duty, ...]) -> None:
            kind = choose_paper(self._office, found)
            if kind:
                show_papers(self._page, self._office, found, kind)

        self._with(places, show)

    def save(self) -> bool:
        """Ctrl+S closes the duty that is open; False when none is."""
        if self.body is None or self.body.form is None:
            return False
        self.body.close_duty()
        return True

    def may_leave(self) -> bool:
        """Ask when a record was typed and the duty not closed."""
        if self.body is None or self.body.form is None or not self.body.form.values()["record"]:
            return True
        return self._office.tell.confirm_danger("办结依据已经写了，还没有办结。", act="不办结，离开", cancel="回去办结")

    def _with(self, places: Sequence[Opens], act: Callable[[tuple[Duty, ...]], object]) -> None:
        today = self._office.today()

        def show(found: tuple[Duty, ...]) -> None:
            if found:
                act(found)
            else:
                self._office.tell.toast("这件事已经不在了：考勤改动后不再够上这一步")
                self.gone.emit()

        self._office.read(lambda session: read_duties(session, places=places, today=today), show, latest="today-duty")

    def _show(self, duty: Duty, visits: tuple[VisitFacts, ...]) -> None:
        office = self._office
        acts = DutyActs(
            close=self._close,
            reopen=self._reopen,
            paper=self._paper,
            child=lambda duty: office.go("pupils", duty.pupil.id),
            register=lambda duty: office.go("attendance", (duty.pupil.class_id, duty.crossed_on, "am")),
            visit=lambda duty: office.go("visits", ("visits", ("new", duty.pupil.id, closing.duty_key(duty)))),
        )
        self.opened.emit()
        self.body = DutyBody(duty, acts, today=office.today, visits=visits)
        heading = f"{duty.pupil.name} · {duty.pupil.class_name}"
        self._panel.open(duty.step.duty, heading, self.body, self.body.foot())
        if self.body.form is not None:
            self.body.form.go_to("outcome")

    def _close(self, duty: Duty, values: Mapping[str, Any]) -> None:
        by = self._office.database.actor

        def verb(session: Session) -> None:
            duty_room.close(session, duty=duty, done_by=by, **values)

        def done(_none: object) -> None:
            self._panel.close_panel()
            told = f"已办结：{duty.pupil.name}，{values['outcome']}"
            self._office.tell.toast(told, undo=lambda: self._reopen(duty))

        self._office.write("办结待办", verb, done=done)

    def _reopen(self, duty: Duty) -> None:
        def done(_none: object) -> None:
            self._panel.close_panel()
            self._office.tell.toast(f"已撤销办结：{duty.pupil.name}，{duty.step.duty}")

        self._office.write("撤销办结", lambda session: duty_room.reopen(session, duty=duty), done=done)

    def _paper(self, duty: Duty, kind: str) -> None:
        from kongchuo_desktop.ui.today.papers import show_papers  # paper costs time that the first page has not

        show_papers(self._page, self._office, (duty,), kind)

    def _forget(self) -> None:
        self.body = None
