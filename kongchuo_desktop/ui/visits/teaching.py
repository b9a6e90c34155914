"""送教安置: how disabled children are taught; plan and lessons of those taught at home; the yearly figures."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.school.tasks.visits_due import PLAN
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits.teaching_rules import AT_HOME
from kongchuo_desktop.ui.enrolment.picker import ChildPicker
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.panel import SidePanel
from kongchuo_desktop.ui.visits.printing import show_paper, show_report
from kongchuo_desktop.ui.visits.teaching_body import PlacedBody
from kongchuo_desktop.ui.visits.teaching_boxes import TeachingBoxes
from kongchuo_desktop.ui.visits.teaching_lines import PlacedLine, Teaching, read_teaching, teaching_kind
from kongchuo_desktop.ui.words import button, label

EMPTY = "还没有登记残疾学生的安置方式。随班就读、特教学校、送教上门的登记在这里，送教上门的每月至少一次，一人一案。"
NARROWEST = 336


class TeachingSection(Page):
    """Requests: a PupilId shows that child; an Opens of 今日."""

    title = "送教安置"
    watches = frozenset(
        {"placement", "home_teaching_plan", "home_lesson", "pupil", "area_child", "school_class", "rule_value", "term"}
    )

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: Teaching | None = None
        self._shown: int | None = None
        self._request: object = None
        self.boxes = TeachingBoxes(self, office)
        empty = Empty(EMPTY, "scene-paper", "登记第一名学生", self.add)
        self.list = ListView(teaching_kind(self._row_acts(), empty), office.settings)
        self.list.setMinimumWidth(NARROWEST)
        self.panel = SidePanel()
        figures = partial(show_report, self, office, "disabled", {})
        self.list.bar.insertWidget(2, button("三残统计表", kind="quiet", icon=icon("print"), run=figures))
        register = partial(show_report, self, office, "placements", {})
        self.list.bar.insertWidget(3, button("安置登记表", kind="quiet", icon=icon("print"), run=register))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list, 1)
        row.addWidget(self.panel)
        self.setFocusProxy(self.list)
        self.list.opened.connect(self.show_line)
        self.list.chosen.connect(self._follow)
        self.list.exported.connect(lambda table: save_table(self, office, table))
        self.panel.closed.connect(self._panel_closed)

    def refresh(self) -> None:
        today = self.office.today()
        self.office.read(lambda session: read_teaching(session, today=today), self._show, latest="teaching")

    def state_sentence(self) -> str:
        if self.seen is None or not self.seen.lines:
            return ""
        lines = self.seen.lines
        homes = [line for line in lines if line.home is not None]
        parts = [f"{len(lines)} 名残疾学生"]
        if homes:
            hours = sum(line.home.hours for line in homes if line.home)
            parts.append(f"送教上门 {len(homes)} 名，本学期 {hours} 课时")
        if owed := sum(line.owed for line in homes):
            parts.append(f"到本月还欠 {owed} 次")
        return "，".join(parts)

    def main_act(self) -> MainAct | None:
        return MainAct("登记安置", self.add, "add") if self.seen is not None else None

    def open_request(self, request: object) -> None:
        if self.seen is None:
            self._request = request
            return
        wanted = request.pupil_id if isinstance(request, Opens) else request
        line = next((one for one in self.seen.lines if one.placed.pupil.id == wanted), None)
        if line is None:
            return
        self.list.select(line.placed.id)
        self.show_line(line)
        if isinstance(request, Opens) and line.home is not None:
            if request.slot == PLAN:
                self.boxes.ask_plan(line.home, self.seen.term)
            else:
                self.boxes.ask_lesson(line.home)

    def find_here(self) -> bool:
        self.list.find_line.setFocus()
        return True

    def close_inner(self) -> bool:
        return self.panel.close_panel()

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("一名学生", self._pose_open),)

    def add(self) -> None:
        """Choose a child, then how it is taught."""
        _ChildBox(self, self.office, self._chosen).open()

    def show_line(self, line: PlacedLine) -> None:
        """A child in the panel: placement, plan, months, lessons."""
        seen = self.seen
        if seen is None:
            return
        self._shown = line.placed.id
        person, home = line.placed.pupil, line.home
        place = button("改安置…", run=partial(self.boxes.ask_placement, (person.id, person.name), line.placed))
        foot: tuple[QPushButton, ...] = (place,)
        if home is not None:
            foot = (
                button("登记送教", kind="main", run=lambda: self.boxes.ask_lesson(home)),
                button("计划…", run=lambda: self.boxes.ask_plan(home, seen.term)),
                button("一人一案…", run=lambda: self._print((line,))),
                place,
            )
        body = PlacedBody(
            line, change=self._change_lesson, delete=self.boxes.ask_delete,
            child=lambda: self.office.go("pupils", person.id),
        )  # fmt: skip
        self.panel.open(person.name, f"{person.class_name}  {line.placed.kind}", body, foot)
        self.list.strip.show_selection(0)

    def _change_lesson(self, line: PlacedLine, place: int) -> None:
        if line.home is not None:
            self.boxes.ask_lesson(line.home, line.home.lessons[place])

    def _chosen(self, pupil_id: PupilId) -> None:
        today = self.office.today()

        def question(session: Session) -> pupil_room.PupilFacts:
            return pupil_room.pupil(session, pupil_id=pupil_id, today=today)

        self.office.read(question, lambda person: self.boxes.ask_placement((person.id, person.name), None))

    def _show(self, seen: Teaching) -> None:
        self.seen = seen
        self.list.set_rows(seen.lines)
        line = next((one for one in seen.lines if one.placed.id == self._shown), None)
        if line is not None and self.panel.isVisible():
            self.show_line(line)
        self.state_changed.emit()
        if self._request is not None:
            request, self._request = self._request, None
            self.open_request(request)

    def _follow(self, line: PlacedLine | None) -> None:
        if line is not None and self.panel.isVisible() and line.placed.id != self._shown:
            self.show_line(line)

    def _panel_closed(self) -> None:
        self._shown = None
        self.list.strip.show_selection(len(self.list.selected()))
        self.list.setFocus()

    def _row_acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("打开", lambda lines: self.show_line(lines[0]), icon="panel", most=1),
            RowAct("一人一案", self._print, icon="print"),
            RowAct("学生档案", lambda lines: self.office.go("pupils", lines[0].placed.pupil.id), icon="pupils", most=1),
        )

    def _print(self, lines: tuple[PlacedLine, ...]) -> None:
        ids = [line.placed.pupil.id for line in lines if line.placed.kind == AT_HOME]
        if ids:
            show_paper(self, self.office, "home_teaching", {}, ids)
        else:
            self.office.tell.mistake("选中的学生里没有送教上门的，一人一案送教材料只给送教上门的学生印。")

    def _pose_open(self) -> None:
        line = next((one for one in self.list.model.rows if one.home is not None), None)
        if line is not None:
            self.show_line(line)


class _ChildBox(QDialog):
    """Asks for a child only."""

    def __init__(self, parent: QWidget, office: Office, chosen: Callable[[PupilId], object]) -> None:
        super().__init__(parent.window())
        self.setWindowTitle("控辍")
        self.setMinimumWidth(420)
        self.setMinimumHeight(360)
        self._chosen = chosen
        self.picker = ChildPicker(office)
        self.picker.picked.connect(self._picked)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(12)
        column.addWidget(label("登记安置方式：哪名学生？", role="heading"))
        column.addWidget(self.picker)
        column.addStretch(1)
        column.addWidget(button("取消", run=self.reject))
        self.picker.focus_line()

    def _picked(self, pupil_id: PupilId | None) -> None:
        if pupil_id is not None:
            self.accept()
            self._chosen(pupil_id)
