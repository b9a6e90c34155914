"""指定表样: an office's xlsx on the bench; point at a cell, choose what goes in, look at it, keep it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from kongchuo_desktop.school.enrolment.form_rules import PERIODS
from kongchuo_desktop.school.enrolment.form_texts import DATE_STYLES
from kongchuo_desktop.ui.empty import EmptyState
from kongchuo_desktop.ui.files import choose_open
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.bar import ListBar
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.upward.bench import Bench
from kongchuo_desktop.ui.upward.looking import LookBox
from kongchuo_desktop.ui.upward.pointing import PointingPane, rows_told
from kongchuo_desktop.ui.words import button, label

if TYPE_CHECKING:
    from kongchuo_desktop.desk.form_building import Building

XLSX = "Excel 表样 (*.xlsx *.xls *.xlsm)"
NONE = "还没有打开表样。选上级发来的空表（.xlsx），程序先按栏目名称认一遍，您再点着改。"


class BuilderSection(Page):
    """Requests: "choose" asks for a file; ("own", number) and ("ready", key) open a form that is there."""

    title = "指定表样"

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.building: Building | None = None
        self.bench: Bench | None = None
        self.pane = PointingPane()
        self.name_line, self.office_line = QLineEdit(), QLineEdit()
        self.sheets = QComboBox()
        self.stack = QStackedWidget()
        self.stack.addWidget(EmptyState(NONE, picture="scene-paper", act="选一张空表…", run=self.choose))
        self.stack.addWidget(self._whole())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.pane.changed.connect(self._tell)
        self.sheets.activated.connect(self.pane.show_sheet)
        self.name_line.editingFinished.connect(self._rename)
        self.office_line.editingFinished.connect(self._rename)
        for keys, run in (("Ctrl+Z", self.undo), ("Ctrl+Y", self.redo)):
            QShortcut(QKeySequence(keys), self.pane.grid).activated.connect(run)

    def state_sentence(self) -> str:
        if self.building is None or self.bench is None:
            return "把上级的空表打开，点着指定哪一格填什么；指定一次，以后月月照填"
        return f"{self.building.form.name}：{rows_told(self.bench.now)}{'，还没有保存' if self._unsaved() else ''}"

    def main_act(self) -> MainAct | None:
        return MainAct("保存表样", self.save, "check") if self._unsaved() else None

    def open_request(self, request: object) -> None:
        if request == "choose":
            self.choose()
        elif isinstance(request, tuple) and self.may_leave():
            kind, key = request
            self._ask(lambda made, session: _opened(made, session, str(kind), str(key)), self._show)

    def may_leave(self) -> bool:
        if self.bench is None or not self.bench.changed:
            return True
        return self.office.tell.confirm("表样改了还没有保存，现在离开吗？", act="离开", detail="改动先留在这一栏里。")

    def save_form(self) -> bool:
        if self.bench is None:
            return False
        self.save()
        return True

    def find_here(self) -> bool:
        self.pane.chooser.find_line.setFocus()
        return self.bench is not None

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("现成表样", lambda: self.open_request(("ready", "left-behind"))),)

    def choose(self) -> None:
        """Ask for a form and open it."""
        if self.may_leave():
            path = choose_open(self, self.office, purpose="forms", title="选上级发来的空表", kinds=XLSX)
            if path is not None:
                self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Open a form from outside, with what its headings propose."""

        def work(_progress: object) -> Any:
            from kongchuo_desktop.desk import form_building

            return form_building.open_form(path)

        self.office.tasks.run(work, done=self._show_new, title=f"正在读 {path.name}", latest="form")

    def undo(self) -> None:
        """The last step back."""
        if self.bench is not None:
            self.bench.undo()
            self.pane.show_rules()

    def redo(self) -> None:
        """The step undone, again."""
        if self.bench is not None:
            self.bench.redo()
            self.pane.show_rules()

    def save(self) -> None:
        """Keep the form in the book."""
        building = self._current()
        if building is None:
            return
        database, now = self.office.database, self.office.clock()

        def work(_progress: object) -> Any:
            from kongchuo_desktop.desk import form_building

            return form_building.save(database, building, now=now)

        self.office.tasks.run(work, done=self._saved, title="存上报表样")

    def look(self) -> None:
        """The form with the first three rows of each list."""
        building = self._current()
        if building is not None:
            now, by = self.office.clock(), self.office.database.actor
            self._ask(
                lambda made, session: made.preview(session, building, now=now, by=by),
                lambda sheets: LookBox(self, building.rules.title, sheets).open(),
            )

    def _ask(self, question: Callable[[Any, Any], Any], done: Callable[[Any], object]) -> None:
        def read(session: Any) -> Any:
            from kongchuo_desktop.desk import form_building

            return question(form_building, session)

        self.office.read(read, done, latest="form")

    def _show_new(self, building: "Building") -> None:
        self._show(building)
        self.office.tell.toast(f"{rows_told(building.rules)}（按栏目名称认的），请点着核对")
        if building.form.losses:
            lost = "、".join(building.form.losses)
            self.office.tell.information(f"填好的表里不会有这张表的{lost}，需要的话填好后从原表复制过去。")

    def _show(self, building: "Building") -> None:
        self.building, self.bench = building, Bench(building.rules)
        for line, text in ((self.name_line, building.rules.title), (self.office_line, building.rules.office)):
            line.setText(text)
            line.setCursorPosition(0)
        self.sheets.clear()
        self.sheets.addItems([sheet.name for sheet in building.sheets])
        self.sheets.setVisible(len(building.sheets) > 1)
        self.stack.setCurrentIndex(1)
        self.pane.open(building.sheets, self.bench)
        self.pane.setFocus()
        self._tell()

    def _tell(self) -> None:
        if self.bench is not None:
            self._undo.setEnabled(self.bench.may_undo)
            self._redo.setEnabled(self.bench.may_redo)
        self.state_changed.emit()

    def _rename(self) -> None:
        if self.bench is not None:
            title, office = self.name_line.text().strip()[:80], self.office_line.text().strip()[:80]
            self.pane.change(replace(self.bench.now, title=title, office=office))

    def _ask_ways(self) -> None:
        """How dates are written and over which time is counted."""
        if self.bench is None:
            return
        rules = self.bench.now
        fields = (
            Field("dates", "日期写成", "choice", required=True, choices=tuple((name, name) for name in DATE_STYLES)),
            Field("period", "变动、比率、考勤按哪段时间算", "choice", required=True, choices=tuple(PERIODS.items()),
                  hint="填写时还可以另选起止日期。"),
            Field("due_day", "每月几号前报", "number", width=6, check=_day_of_month,
                  hint="到期前 5 天在今日页提醒；不定期的空着。"),
        )  # fmt: skip
        FormBox(self, "日期和时间", fields, act="改好", today=self.office.today,
                values={"dates": rules.dates, "period": rules.period, "due_day": rules.due_day or None},
                run=self._set_ways).open()  # fmt: skip

    def _set_ways(self, given: dict[str, Any]) -> None:
        if self.bench is not None:
            due = given["due_day"] or 0
            self.pane.change(replace(self.bench.now, dates=given["dates"], period=given["period"], due_day=due))

    def _saved(self, building: "Building") -> None:
        self.building = building
        if self.bench is not None:
            self.bench.saved(building.rules)
        self._tell()
        acts = (("去填写", lambda: self.office.go("upward", ("forms", building.map_id))),)
        self.office.tell.toast(f"已存入账本：{building.rules.title}", acts=acts)

    def _current(self) -> "Building | None":
        if self.building is None or self.bench is None:
            return None
        return replace(self.building, rules=self.bench.now)

    def _unsaved(self) -> bool:
        if self.building is None or self.bench is None:
            return False
        return self.bench.changed or self.building.map_id is None

    def _whole(self) -> QWidget:
        over = ListBar()
        self._undo = button("撤销", kind="quiet", icon=icon("undo"), tip="撤销上一步（Ctrl+Z）", run=self.undo)
        self._redo = button("重做", kind="quiet", icon=icon("refresh"), tip="重做（Ctrl+Y）", run=self.redo)
        for line, words, width in ((self.name_line, "表样名称", 240), (self.office_line, "报给谁", 128)):
            line.setPlaceholderText(words)
            line.setAccessibleName(words)
            line.setMinimumWidth(width // 2)
            line.setMaximumWidth(width)
            line.setMaxLength(80)
        self.sheets.setAccessibleName("工作表")
        name, to = label("名称", role="label"), label("报给", role="label")
        parts = (name, self.name_line, to, self.office_line, self.sheets)
        for part in parts:
            over.row.addWidget(part)
        over.row.setStretchFactor(self.name_line, 2)
        over.row.addStretch(1)
        over.row.addWidget(self._undo)
        over.row.addWidget(self._redo)
        for words, sign, run in (("日期和时间", "calendar", self._ask_ways), ("看前三行", "eye", self.look),
                                 ("另选表样", "folder", self.choose)):  # fmt: skip
            over.row.addWidget(button(words, kind="quiet", icon=icon(sign), run=run))
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(over)
        column.addWidget(self.pane, 1)
        return whole


def _day_of_month(day: int) -> str:
    return "" if 1 <= day <= 31 else "请写 1 到 31 之间的数。"


def _opened(made: Any, session: Any, kind: str, key: str) -> Any:
    if kind == "own":
        return made.open_kept(session, map_id=int(key))
    from kongchuo_desktop.desk.ready_forms import ready_form

    return made.open_copy(ready_form(key))
