"""家访记录: every visit, written in a panel beside the list, changed, deleted with a reason, printed."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.school.tasks.visits_due import PROMISE
from kongchuo_desktop.school.types import PupilId, VisitId
from kongchuo_desktop.school.visits import service
from kongchuo_desktop.school.visits.service import VisitFacts
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.panel import SidePanel
from kongchuo_desktop.ui.visits.batch import BatchPane
from kongchuo_desktop.ui.visits.form import VisitForm
from kongchuo_desktop.ui.visits.printing import show_paper, show_report
from kongchuo_desktop.ui.visits.visit_acts import VisitActs
from kongchuo_desktop.ui.visits.visit_details import VisitDetails
from kongchuo_desktop.ui.visits.visit_lines import LATE, OPEN, VisitLine, Visits, read_visits, visits_kind
from kongchuo_desktop.ui.words import button

EMPTY = "还没有登记过家访。登记一次只要选学生、写情况；去之前可以在“家访进度”里打印填好学生信息的家访表。"
NARROWEST = 336  # beside the panel on a laptop at 150 %


class VisitsSection(Page):
    """Requests: ("new", PupilId or None[, duty key]) opens the form, ("batch", ids) the grid, an int is a visit,
    ("child", PupilId) narrows to a child; an Opens of 今日.
    """

    title = "家访记录"
    watches = frozenset({"visit", "visit_pupil", "visit_visitor", "pupil", "school_class", "attachment", "term"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: Visits | None = None
        self.form: VisitForm | None = None
        self._shown: VisitId | None = None
        self._request: object = None
        self.acts = VisitActs(self, office)
        empty = Empty(EMPTY, "scene-paper", "登记第一次家访", self.new)
        self.list = ListView(visits_kind(self._row_acts(), empty), office.settings)
        self.list.setMinimumWidth(NARROWEST)
        self.panel = SidePanel()
        self.batch = BatchPane(office)
        self._lay_out()
        self.list.opened.connect(lambda line: self.show_visit(line.visit.id))
        self.list.chosen.connect(self._follow)
        self.list.exported.connect(lambda table: save_table(self, office, table))
        self.panel.closed.connect(self._panel_closed)
        self.batch.closed.connect(self._batch_closed)
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.new)

    def refresh(self) -> None:
        today = self.office.today()
        self.office.read(lambda session: read_visits(session, today=today), self._show, latest="visits")

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        if self.stack.currentWidget() is self.batch:
            return self.batch.state_sentence()
        lines = self.seen.of_term()
        if not lines:
            return "本学期还没有登记家访"
        parts = [f"本学期家访 {len(lines)} 次"]
        waiting = [line.promise for line in self.seen.lines if line.promise in (OPEN, LATE)]
        if waiting:
            late = waiting.count(LATE)
            parts.append(f"{len(waiting)} 件承诺未落实" + (f"，{late} 件已过期" if late else ""))
        return "，".join(parts)

    def main_act(self) -> MainAct | None:
        if self.stack.currentWidget() is self.batch:
            return MainAct("保存这一批", self.batch.save, "check")
        return MainAct("登记家访", self.new, "add") if self.seen is not None else None

    def open_request(self, request: object) -> None:
        if self.seen is None:
            self._request = request
        elif isinstance(request, Opens):
            self._open_task(request)
        elif isinstance(request, int):
            self.list.select(request)
            self.show_visit(VisitId(request))
        elif isinstance(request, tuple) and request and request[0] == "new":
            self.new(*request[1:])
        elif isinstance(request, tuple) and request and request[0] == "batch":
            self.open_batch(tuple(request[1]))
        elif isinstance(request, tuple) and request and request[0] == "child":
            self._look_for_child(PupilId(request[1]))

    def find_here(self) -> bool:
        self.list.find_line.setFocus()
        return True

    def close_inner(self) -> bool:
        if self.stack.currentWidget() is self.batch:
            return self.batch.leave()
        if not self.panel.isVisible() or not self.may_leave():
            return self.panel.isVisible()
        return self.panel.close_panel()

    def save_form(self) -> bool:
        if self.stack.currentWidget() is self.batch:
            self.batch.save()
            return True
        if self.form is None:
            return False
        self._save()
        return True

    def may_leave(self) -> bool:
        if self.stack.currentWidget() is self.batch:
            return self.batch.may_leave()
        if self.form is None or not self.form.changed():
            return True
        if self.office.tell.confirm(
            "这次家访还没有保存。", act="继续填写", cancel="不保存，离开", detail="按 Ctrl+S 可以保存。"
        ):
            return False
        self._drop_form()
        return True

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("登记", self._pose_new), ("一次家访", self._pose_open), ("成批补登", lambda: self.open_batch(())))

    def new(self, pupil_id: PupilId | None = None, duty: str = "") -> None:
        """Open the form, perhaps about a child and for a duty."""
        if self.may_leave():
            self.stack.setCurrentIndex(0)
            form = self._open_form("登记家访", "选学生后，日期、方式、家访人已填好；写情况，Ctrl+S 保存。")
            form.begin(pupil_id, duty=duty)

    def change(self, visit: VisitFacts) -> None:
        """Open the form over a visit that was written already."""
        if self.may_leave() and visit.pupils:
            form = self._open_form("修改家访", f"编号 {visit.number} 不变。")
            form.begin_change(visit.id, visit.pupils[0].id)

    def open_batch(self, pupil_ids: tuple[PupilId, ...]) -> None:
        """The grid: one line for each form that comes back."""
        if self.may_leave():
            self.panel.close_panel()
            self.stack.setCurrentWidget(self.batch)
            self.batch.begin(pupil_ids)
            self.state_changed.emit()

    def show_visit(self, visit_id: VisitId) -> None:
        """Show one visit in the panel."""
        if self.may_leave():
            self.stack.setCurrentIndex(0)
            self._drop_form()
            self._shown = visit_id
            self.office.read(
                lambda session: service.visit(session, visit_id=visit_id), self._show_details, latest="visit"
            )

    def _show_details(self, visit: VisitFacts) -> None:
        if self.form is not None or self._shown != visit.id:
            return
        foot = (
            [button("承诺落实…", kind="main", run=lambda: self.acts.ask_promise(visit))] if visit.promise_open else []
        )
        foot += [
            button("打印…", run=lambda: self._print((visit,))),
            button("修改", kind="quiet", run=lambda: self.change(visit)),
            button("删除…", kind="quiet", run=lambda: self.acts.ask_delete(visit)),
        ]
        body = VisitDetails(self.office, visit, child=lambda: self._child(visit))
        self.panel.open(visit.names, f"{visit.day:%Y-%m-%d}  {visit.form}", body, tuple(foot))
        self.list.strip.show_selection(0)  # the panel has the acts of the one visit it shows

    def _open_form(self, title: str, detail: str) -> VisitForm:
        self._drop_form()
        self._shown = None
        form = VisitForm(self.office)
        save = button("保存", kind="main", tip="Ctrl+S", run=self._save)
        form.ready.connect(save.setEnabled)
        form.submitted.connect(self._save)
        save.setEnabled(False)
        self.panel.open(title, detail, form, (save, button("取消", run=self.close_inner)))
        self.form = form
        return form

    def _save(self) -> None:
        form = self.form
        if form is None or not form.check() or (asked := form.asked()) is None:
            return

        def done(visit_id: VisitId) -> None:
            self._drop_form()
            self.show_visit(visit_id)
            self.list.select(visit_id)

        def failed(error: Exception) -> None:
            if isinstance(error, UserError) and self.form is form:
                form.object_to(error.sentence)
            else:
                self.office.tell.failure(error)

        self.acts.save(asked, done=done, failed=failed)

    def _drop_form(self) -> None:
        self.form = None

    def _panel_closed(self) -> None:
        self._drop_form()
        self._shown = None
        self.list.strip.show_selection(len(self.list.selected()))
        self.list.setFocus()

    def _batch_closed(self) -> None:
        self.stack.setCurrentIndex(0)
        self.list.setFocus()
        self.state_changed.emit()

    def _show(self, seen: Visits) -> None:
        self.seen = seen
        self.list.set_rows(seen.lines)
        here = {line.visit.id for line in seen.lines}
        if self._shown is not None and self.form is None and self.panel.isVisible():
            if self._shown in here:
                self.show_visit(self._shown)
            else:
                self.panel.close_panel()
        self.state_changed.emit()
        if self._request is not None:
            request, self._request = self._request, None
            self.open_request(request)

    def _follow(self, line: VisitLine | None) -> None:
        """With a visit open, the arrows leaf through them."""
        if line is None or not self.panel.isVisible():
            return
        self.list.strip.show_selection(0)
        if self.form is None and line.visit.id != self._shown:
            self.show_visit(line.visit.id)

    def _open_task(self, opens: Opens) -> None:
        if opens.slot == PROMISE:
            self.list.select(opens.step)
            self.show_visit(VisitId(opens.step))
        else:
            self.new(opens.pupil_id)

    def _look_for_child(self, pupil_id: PupilId) -> None:
        name = next(
            (one.name for line in self.seen.lines for one in line.visit.pupils if one.id == pupil_id), ""
        ) if self.seen else ""  # fmt: skip
        if name:
            self.list.look_for(name)
        else:
            self.new(pupil_id)

    def _row_acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("打印记录", lambda lines: self._print(tuple(line.visit for line in lines)), icon="print"),
            RowAct("承诺落实…", lambda lines: self.acts.ask_promise(lines[0].visit), icon="check", most=1),
            RowAct("修改", lambda lines: self.change(lines[0].visit), icon="edit", most=1),
            RowAct("删除…", lambda lines: self.acts.ask_delete(lines[0].visit), icon="bin", most=1),
            RowAct(
                "学生档案", lambda lines: self.office.go("pupils", lines[0].visit.pupils[0].id), icon="pupils", most=1
            ),
        )

    def _child(self, visit: VisitFacts) -> None:
        self.office.go("pupils", visit.pupils[0].id)

    def _print(self, visits: tuple[VisitFacts, ...]) -> None:
        show_paper(self, self.office, "visit_record", {"visit": ",".join(str(visit.id) for visit in visits)})

    def _lay_out(self) -> None:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list, 1)
        row.addWidget(self.panel)
        self.stack = QStackedWidget()
        self.stack.addWidget(whole)
        self.stack.addWidget(self.batch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        promises = partial(self.list.narrow, "promise", frozenset({OPEN, LATE}))
        bar = self.list.bar
        bar.insertWidget(2, button("承诺未落实", kind="quiet", run=promises))
        bar.insertWidget(3, button("成批补登", kind="quiet", icon=icon("add"), run=lambda: self.open_batch(())))
        register = partial(show_report, self, self.office, "visits", {})
        bar.insertWidget(4, button("登记表", kind="quiet", icon=icon("print"), run=register))
        self.setFocusProxy(self.list)

    def _pose_new(self) -> None:
        if self.list.model.rows:
            self.new(self.list.model.rows[0].visit.pupils[0].id)

    def _pose_open(self) -> None:
        if self.list.model.rows:
            self.list.select(self.list.model.rows[0].visit.id)
            self.show_visit(self.list.model.rows[0].visit.id)
