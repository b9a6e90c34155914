"""登记: which children have which kind of concern; kinds at the left with their counts, children at the right."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QListWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.desk import report_files
from kongchuo_desktop.school.concern import homes, service
from kongchuo_desktop.school.concern.rules import GROUPS
from kongchuo_desktop.school.concern.service import MarkFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.concern.in_short import home_words
from kongchuo_desktop.ui.concern.kinds_box import KindsBox
from kongchuo_desktop.ui.concern.marking import Marking
from kongchuo_desktop.ui.concern.proposals_box import ProposalsBox
from kongchuo_desktop.ui.concern.register_lines import Register, RegisterLine, read_register, register_kind
from kongchuo_desktop.ui.concern.register_panel import MarkActs, MarksBody
from kongchuo_desktop.ui.concern.room import Room
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.panel import SidePanel
from kongchuo_desktop.ui.preview.tables import preview_table
from kongchuo_desktop.ui.small_list import add_item
from kongchuo_desktop.ui.theme.tokens import COLOURS
from kongchuo_desktop.ui.words import button

EVERYBODY, MARKED = "*", ""
NARROWEST = 320
EMPTY = "现在没有在读的学生。有了在读学生，就在这里登记重点关爱的学生。"


class RegisterSection(Page):
    """Requests: a PupilId opens that child; "proposals" opens what roster and remarks suggest."""

    title = "登记"
    watches = frozenset(
        {"concern_mark", "concern_kind", "pupil", "school_class", "village", "parent_whereabouts", "home_situation",
         "rule_value"}
    )  # fmt: skip

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: Register | None = None
        self.marking = Marking(self, office)
        self._wanted = MARKED
        self._request: object = None
        self.contents = QListWidget()
        self.contents.setAccessibleName("重点关爱类别")
        self.contents.setObjectName("contents")
        self.contents.setFixedWidth(208)
        self.contents.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        empty = Empty(EMPTY, "scene-list", "去学生", lambda: office.go("pupils"))
        self.list = ListView(register_kind(self._acts(), empty), office.settings)
        self.list.setMinimumWidth(NARROWEST)
        self.panel = SidePanel()
        self.clues = button("线索", kind="quiet", tip="名册和备注提示要登记的", run=self.open_proposals)
        aside = (
            self.clues,
            button("类别…", kind="quiet", icon=icon("list"), run=self.open_kinds),
            button("登记表", kind="quiet", icon=icon("print"), run=self.print_register),
        )
        for place, made in enumerate(aside, start=2):
            self.list.bar.insertWidget(place, made)
        self._room = Room(self, self.list, self.panel, (self.contents, *aside))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.contents)
        row.addWidget(self.list, 1)
        row.addWidget(self.panel)
        self.setFocusProxy(self.list)
        self.contents.currentRowChanged.connect(self._kind_chosen)
        self.list.opened.connect(lambda line: self.open_child(line.id))
        self.list.chosen.connect(self._follow)
        self.list.exported.connect(lambda table: save_table(self, office, table))

    def refresh(self) -> None:
        today = self.office.today()
        self.office.read(lambda session: read_register(session, today=today), self._show, latest=self)

    def state_sentence(self) -> str:
        if self.seen is None or not self.seen.lines:
            return ""
        clues = f"，另有 {len(self.seen.proposals)} 条线索待核对" if self.seen.proposals else ""
        if not self.seen.marked:
            return f"还没有登记重点关爱的学生{clues}"
        return f"登记 {self.seen.marked} 人，共 {sum(self.seen.counts.values())} 项{clues}"

    def main_act(self) -> MainAct | None:
        return MainAct("登记学生", self.ask_mark, "add") if self.seen and self.seen.lines else None

    def open_request(self, request: object) -> None:
        if self.seen is None:
            self._request = request
        elif request == "proposals":
            self.open_proposals()
        elif isinstance(request, int):
            self.open_child(PupilId(request))

    def find_here(self) -> bool:
        self.list.find_line.setFocus()
        return True

    def close_inner(self) -> bool:
        return self.panel.close_panel()

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("一名学生", self._open_first), ("线索", self.open_proposals), ("类别", self.open_kinds))

    def ask_mark(self) -> None:
        """Mark the chosen children; where none is chosen, show everybody to choose from."""
        lines = self.list.selected()
        if lines:
            self._ask(lines)
            return
        self.contents.setCurrentRow(1)
        self.list.setFocus()
        self.office.tell.toast("请选中学生（可以选几名），再点“登记类别”")

    def open_proposals(self) -> None:
        """What roster and remarks suggest."""
        if self.seen is None:
            return
        if not self.seen.proposals:
            self.office.tell.toast("名册和备注里没有要核对的线索")
            return
        rooms = {line.facts.class_id or 0: line.facts.class_name for line in self.seen.lines}
        ProposalsBox(self, self.office, self.seen.proposals, rooms).open()

    def open_kinds(self) -> None:
        """The kinds of concern."""
        KindsBox(self, self.office, self.seen.counts if self.seen else {}).open()

    def print_register(self) -> None:
        """The register on paper, of the kind in front."""
        database, today = self.office.database, self.office.today()
        chosen = {"kind": self._wanted} if self._wanted not in (EVERYBODY, MARKED) else {}
        self.office.tasks.run(
            lambda _progress: report_files.tabulate(database, "concern", chosen, today=today),
            done=lambda table: preview_table(self, self.office, table),
            title="汇总登记表",
        )

    def open_child(self, pupil_id: PupilId) -> None:
        """A child's marks and their history in the panel."""
        today = self.office.today()

        def question(session: Session) -> tuple[tuple[MarkFacts, ...], tuple[MarkFacts, ...], str]:
            marks = service.marks(session, on=today, pupil_ids=[pupil_id])
            still = {mark.id for mark in marks}
            past = [mark for mark in service.history(session, on=today, pupil_ids=[pupil_id]) if mark.id not in still]
            home = homes.homes(session, on=today, pupil_ids=[pupil_id])
            return marks, tuple(reversed(past)), "\n".join(home_words(home[0])) if home else ""

        self.office.read(question, lambda found: self._show_child(pupil_id, *found), latest="concern-child")

    def _show_child(
        self, pupil_id: PupilId, marks: tuple[MarkFacts, ...], past: tuple[MarkFacts, ...], home: str
    ) -> None:
        line = next((line for line in (self.seen.lines if self.seen else ()) if line.id == pupil_id), None)
        if line is None:
            return
        self._shown = pupil_id
        body = MarksBody(marks, past, MarkActs(self.marking.ask_end_one, self.marking.ask_correct), home)
        foot = (
            button("登记类别", kind="main", run=lambda: self._ask((line,))),
            button("家庭情况", run=lambda: self.office.go("concern", ("homes", pupil_id))),
            button("学生档案", run=lambda: self.office.go("pupils", pupil_id)),
        )
        detail = " · ".join(filter(None, (line.facts.class_name, line.facts.village)))
        self.panel.open(line.name, detail, body, foot)

    def _show(self, seen: Register) -> None:
        self.seen = seen
        self.clues.setText(f"线索 {len(seen.proposals)}" if seen.proposals else "线索")
        self._fill_kinds(seen)
        self._fill_list()
        self.state_changed.emit()
        if self.panel.isVisible():
            self.open_child(self._shown)
        if self._request is not None:
            request, self._request = self._request, None
            self.open_request(request)

    def _fill_kinds(self, seen: Register) -> None:
        keys, place = [MARKED, EVERYBODY], 0
        self.contents.blockSignals(True)
        self.contents.clear()
        add_item(self.contents, f"有登记的学生　{seen.marked}")
        add_item(self.contents, f"全部学生　{len(seen.lines)}")
        for group in GROUPS:
            mine = [kind for kind in seen.kinds.values() if kind.group == group and seen.counts.get(kind.name)]
            if mine:
                head = add_item(self.contents, group)
                head.setFlags(Qt.ItemFlag.NoItemFlags)
                head.setForeground(QColor(COLOURS.ink_faint))
                keys.append(None)  # type: ignore[arg-type]
            for kind in mine:
                add_item(self.contents, f"　{kind.name}　{seen.counts[kind.name]}")
                keys.append(kind.name)
        if self._wanted in keys:
            place = keys.index(self._wanted)
        self._keys = keys
        self._wanted = keys[place]
        self.contents.setCurrentRow(place)
        self.contents.blockSignals(False)

    def _kind_chosen(self, place: int) -> None:
        if 0 <= place < len(self._keys) and self._keys[place] is not None:
            self._wanted = self._keys[place]
            self._fill_list()

    def _fill_list(self) -> None:
        if self.seen is None:
            return
        lines = self.seen.lines
        if self._wanted == MARKED and self.seen.marked:
            lines = tuple(line for line in lines if line.marks)
        elif self._wanted not in (EVERYBODY, MARKED):
            lines = tuple(line for line in lines if self._wanted in line.kinds)
        self.list.set_rows(lines)

    def _acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("登记类别", lambda lines: self._ask(lines), icon="add"),
            RowAct("解除", lambda lines: self.marking.ask_end(lines), icon="check"),
            RowAct("家庭情况", lambda lines: self.office.go("concern", ("homes", lines[0].id)), icon="home", most=1),
            RowAct("学生档案", lambda lines: self.office.go("pupils", lines[0].id), icon="pupils", most=1),
        )

    def _ask(self, lines: tuple[RegisterLine, ...]) -> None:
        if self.seen is not None:
            proposed = self._wanted if self._wanted in self.seen.kinds else ""
            if proposed and self.seen.kinds[proposed].parts:
                proposed = ""
            self.marking.ask_mark(lines, tuple(self.seen.kinds.values()), proposed=proposed)

    def _follow(self, line: RegisterLine | None) -> None:
        if line is not None and self.panel.isVisible():
            self.open_child(line.id)

    def _open_first(self) -> None:
        if self.list.model.rows:
            line = self.list.model.rows[0]
            self.list.select(line.id)
            self.open_child(line.id)
