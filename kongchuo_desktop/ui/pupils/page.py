"""The children: one list, one side panel."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.pupils.fields import LEFT_BEHIND
from kongchuo_desktop.school.pupils.service import HERE, STUDYING
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage import audit
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.as_shown import table_as_shown
from kongchuo_desktop.ui.lists.columns import Empty
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.pupils.acts import Lines, PupilActs
from kongchuo_desktop.ui.pupils.child import ChildPanel
from kongchuo_desktop.ui.pupils.lines import INCOMPLETE, Numbers, PupilLine, list_kind, read_lines
from kongchuo_desktop.ui.words import button

if TYPE_CHECKING:
    from kongchuo_desktop.ui.dossier.page import DossierPage

NARROWEST = 320  # the panel never pushes the window wider
QUICK = (  # button, column, texts it narrows to
    ("住校", "lodging", frozenset({"住校"})),
    ("留守", "left_behind", frozenset(LEFT_BEHIND)),
    ("资料不全", "complete", frozenset({INCOMPLETE})),
)


class PupilsPage(Page):
    """Requests: a PupilId opens the child; ("dossier", PupilId) its whole file; ("incomplete",), ("add",),
    ("class", ClassId), ("village", name), ("here",) whoever attends; these three take other filters away.
    """

    title = "学生"
    watches = frozenset(
        {"pupil", "guardian", "pupil_guardian", "school_class", "village", "class_post", "school", "photo",
         "concern_mark", "home_situation", "parent_whereabouts"}
    )  # fmt: skip

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._lines: tuple[PupilLine, ...] | None = None
        self._request: object = None
        self._numbers = Numbers()
        self._room = True  # no panel beside the list
        self._narrowed: frozenset[str] = frozenset()
        acts = PupilActs(self, office, export=self._export_chosen)
        empty = Empty(
            "还没有学生。选学校现有的 Excel 花名册，程序先给您看要写入什么，再写入。",
            "scene-list",
            "导入学生名册",
            self._import,
        )
        self.list = ListView(list_kind(self._numbers, acts.row_acts(), empty), office.settings)
        self.list.setMinimumWidth(NARROWEST)
        self.panel = ChildPanel(office, mark_of=self._mark_of)
        roll = QWidget()
        row = QHBoxLayout(roll)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list, 1)
        row.addWidget(self.panel)
        self.stack = QStackedWidget()
        self.stack.addWidget(roll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.setFocusProxy(self.list)
        self._fill_bar()
        self.list.opened.connect(lambda line: self._open(line.id))
        self.list.chosen.connect(self._follow)
        self.list.exported.connect(self._export)
        self.list.narrowed.connect(self._show_quick)
        self.panel.closed.connect(self._panel_closed)
        self.panel.opened.connect(lambda: self._give_room(False))
        QShortcut(QKeySequence("Ctrl+J"), self).activated.connect(self.log_visit)

    @cached_property
    def dossier(self) -> "DossierPage":
        """One child's whole file; made when it is first wanted."""
        from kongchuo_desktop.ui.dossier.page import DossierPage

        made = DossierPage(self.office)
        made.left.connect(self.leave_dossier)
        made.state_changed.connect(self.state_changed)
        self.stack.addWidget(made)
        self.watches = self.watches | made.watches
        return made

    def log_visit(self) -> None:
        """Ctrl+J: write a visit to the family of the child shown or chosen."""
        line, record = self.list.current(), self.panel.record
        wanted = record.facts.id if record is not None and self.panel.isVisible() else line.id if line else None
        if wanted is not None and not self._in_dossier():
            self.office.go("visits", ("visits", ("new", wanted)))

    def leave_dossier(self) -> None:
        """Back to the list."""
        self.stack.setCurrentIndex(0)
        self.list.setFocus()
        self.state_changed.emit()

    def _in_dossier(self) -> bool:
        return self.stack.currentIndex() > 0

    def refresh(self) -> None:
        if self._in_dossier():
            self.dossier.refresh()
        today = self.office.today()
        self.office.read(lambda session: read_lines(session, today=today), self._show, latest="pupils")

    def state_sentence(self) -> str:
        if self._lines is None:
            return ""
        if self._in_dossier():
            return self.dossier.state_sentence()
        here = [line for line in self._lines if line.facts.status in HERE]
        if not here:
            return "账本里还没有学生"
        lacking = sum(1 for line in here if line.missing)
        studying = sum(1 for line in here if line.facts.status == STUDYING)
        parts = [f"在校 {studying} 人", *([f"休学 {len(here) - studying} 人"] if studying < len(here) else [])]
        parts += [f"住校 {sum(1 for line in here if line.facts.boarding)} 人"]
        parts.append(f"{lacking} 人资料不全" if lacking else "资料齐全")
        return "，".join(parts)

    def main_act(self) -> MainAct | None:
        if self._lines is None:
            return None
        if self._in_dossier():
            return self.dossier.main_act()
        return MainAct("添加学生", self._add, "add")

    def open_request(self, request: object) -> None:
        if self._lines is None:
            self._request = request
        elif isinstance(request, int):
            self.leave_dossier()
            self.list.select(request)
            self._open(PupilId(request))
        elif isinstance(request, tuple):
            self._do(*request)

    def find_here(self) -> bool:
        if self._in_dossier():
            return self.dossier.find_here()
        self.list.find_line.setFocus()
        return True

    def close_inner(self) -> bool:
        if self._in_dossier():
            self.leave_dossier()
            return True
        return self.panel.close_panel()

    def save_form(self) -> bool:
        return self.panel.save_form()

    def may_leave(self) -> bool:
        return self.panel.may_close()

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("一名学生", self._open_first), ("一生一档", self._dossier_of_first))

    def _open_first(self) -> None:
        if self._lines:
            self.open_request(self._lines[0].id)

    def _dossier_of_first(self) -> None:
        if self._lines:
            self._open_dossier(self._lines[0].id)

    def _open_dossier(self, pupil_id: PupilId) -> None:
        self.panel.close_panel()
        self.stack.setCurrentWidget(self.dossier)
        self.dossier.open_child(pupil_id)

    def _show(self, lines: tuple[PupilLine, ...]) -> None:
        first = self._lines is None
        self._lines = lines
        self.list.set_rows(lines)
        if first and any(line.facts.status == "离校" for line in lines):
            self.list.narrow("status", frozenset(HERE))
        self.state_changed.emit()
        if first and lines:
            self._class_button.setEnabled(True)
        record = self.panel.record
        if record is not None and self.panel.form is None:
            if any(line.id == record.facts.id for line in lines):
                self.panel.reload(record.facts.id)
            else:
                self.panel.close_panel()
        if self._request is not None:
            request, self._request = self._request, None
            self.open_request(request)

    def _do(self, verb: str, *values: object) -> None:
        lines = self._lines or ()
        if verb == "dossier":
            self._open_dossier(PupilId(cast("int", values[0])))
            return
        self.leave_dossier()
        if verb == "add":
            self._add()
        elif verb == "incomplete":
            self._narrow("complete", frozenset({INCOMPLETE}))
        elif verb == "here":
            self.list.narrow_only(status=frozenset({STUDYING}))
        elif verb == "these":
            chosen = cast("frozenset[PupilId]", values[0])
            self.list.narrow_only(name=frozenset(line.name for line in lines if line.id in chosen))
        elif verb == "class":
            names = frozenset(line.facts.class_name for line in lines if line.facts.class_id == values[0])
            self.list.narrow_only(**{"class": names, "status": frozenset(HERE)})
        elif verb == "village":
            self.list.narrow_only(village=frozenset({str(values[0])}), status=frozenset(HERE))

    def _mark_of(self, pupil_id: PupilId) -> str:
        return next((line.mark for line in self._lines or () if line.id == pupil_id), "")

    def _fill_bar(self) -> None:
        bar = self.list.bar
        self._class_button = button("班级", kind="quiet", icon=icon("classes"), run=self._offer_classes)
        bar.insertWidget(1, self._class_button)
        self._quick: dict[str, QPushButton] = {}
        for place, (title, key, texts) in enumerate(QUICK, start=3):
            made = button(title, kind="quiet", run=partial(self._narrow, key, texts))
            self._quick[key] = made
            bar.insertWidget(place, made)
        self._eye = button("完整证件号", kind="quiet", icon=icon("eye"), tip="显示或遮住证件号中间几位")
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._turn_numbers)
        bar.insertWidget(bar.count() - 2, self._eye)

    def _offer_classes(self) -> None:
        menu = QMenu(self)
        names = dict.fromkeys(line.facts.class_name for line in self._lines or ())
        menu.addAction("全部班级", lambda: self._narrow("class", frozenset()))
        menu.addSeparator()
        for name in names:
            menu.addAction(name or "未编班", partial(self._narrow, "class", frozenset({name})))
        menu.popup(self._class_button.mapToGlobal(self._class_button.rect().bottomLeft()))

    def _narrow(self, key: str, texts: frozenset[str]) -> None:
        self.list.narrow(key, texts)
        self.list.setFocus()

    def _show_quick(self, narrowed: frozenset[str] | None = None) -> None:
        """A quick filter stands in the bar until its chip does, and while there is room beside the panel."""
        if narrowed is not None:
            self._narrowed = narrowed
        for key, made in self._quick.items():
            made.setVisible(self._room and key not in self._narrowed)
        self._eye.setVisible(self._room)

    def _give_room(self, room: bool) -> None:
        self._room = room
        self._show_quick()
        number = len(self.list.selected())
        self.list.strip.show_selection(0 if number == 1 and not room else number)

    def _turn_numbers(self, full: bool) -> None:
        self._numbers.full = full
        self.list.table.viewport().update()
        self._eye.setText("遮住证件号" if full else "完整证件号")
        if full:
            self._note("read", "名单显示完整证件号", self.list.model.rowCount())

    def _note(self, kind: str, what: str, count: int) -> None:
        def verb(session: Session) -> None:
            audit.record_event(session, kind=kind, what=what, count=count, table="pupil")

        self.office.write(what, verb)

    def _open(self, pupil_id: PupilId) -> None:
        self.panel.show_child(pupil_id)

    def _follow(self, line: PupilLine | None) -> None:
        """With the panel open, the arrows leaf through the children."""
        if line is not None and not self._room:
            self.list.strip.show_selection(0)  # the panel has the acts of the one child it shows
        if line is not None and self.panel.isVisible() and self.panel.form is None:
            self.panel.show_child(line.id)

    def _panel_closed(self) -> None:
        self._give_room(True)
        self.list.setFocus()

    def _add(self) -> None:
        self.panel.add()

    def _import(self) -> None:
        self.office.go("intake", "pupils")

    def _export(self, table: Any) -> None:
        save_table(self, self.office, table)

    def _export_chosen(self, lines: Lines) -> None:
        shown = [c for n, c in enumerate(self.list.model.columns) if not self.list.table.isColumnHidden(n)]
        save_table(self, self.office, table_as_shown("学生名单", shown, lines, note=f"所选 {len(lines)} 人"))
