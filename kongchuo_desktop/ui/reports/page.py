"""The reports: choose one at the left, answer its questions, see the table, print or keep it."""

from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout
from sqlalchemy.orm import Session

from kongchuo_desktop.desk import report_files
from kongchuo_desktop.reports import rates_asked
from kongchuo_desktop.reports.catalogue import KINDS, report_kind
from kongchuo_desktop.reports.kinds import ReportKind
from kongchuo_desktop.reports.table import Table
from kongchuo_desktop.school.aid import programmes as aid_programmes
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.rules import grade_name
from kongchuo_desktop.school.concern import kinds as concern_kinds
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.survey import service as survey_room
from kongchuo_desktop.ui.empty import ROSTER
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.columns import Empty
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.preview.tables import preview_table, save_as
from kongchuo_desktop.ui.reports.handing import HandedInBox, ask_hand_in, may_be_handed_in
from kongchuo_desktop.ui.reports.opening import open_row
from kongchuo_desktop.ui.reports.questions import Questions
from kongchuo_desktop.ui.reports.screen import table_kind, table_lines
from kongchuo_desktop.ui.theme.tokens import SIZES
from kongchuo_desktop.ui.words import button, label

KEY = Qt.ItemDataRole.UserRole
CONTENTS = 216  # pixels
NO_CLASSES = "还没有班级和学生。导入学生名册以后，这里的报表自动有内容，不用另外填。"
MADE_AT = {  # group of reports: page where what they tell is written
    "学生": ("学生", "pupils"), "考勤": ("考勤", "attendance"), "学籍": ("学籍异动", "enrolment"),
    "责任书": ("责任书", "agreements"), "家访": ("家访谈心", "visits"), "一帮一": ("一帮一", "pairs"),
    "关爱": ("重点关爱", "concern"), "重点关爱": ("重点关爱", "concern"), "资助": ("资助", "aid"),
    "劝返": ("劝返", "returns"), "学校": ("班级教职工", "classes"),
}  # fmt: skip


class ReportsPage(Page):
    """Requests: (key,) or a key opens that report."""

    title = "报表"
    watches = frozenset(
        {"pupil", "guardian", "pupil_guardian", "school_class", "class_post", "staff_member", "staff_duty", "agreement",
         "village", "school", "absence_mark", "register", "duty_closure", "return_check", "enrolment_event",
         "area_child", "rule_value"}
    )  # fmt: skip

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.kind: ReportKind = KINDS[0]
        self.table: Table | None = None
        self.questions = Questions((), {})
        self.view: ListView | None = None
        self._sources: dict[str, tuple[str, ...]] = {}
        self.contents = self._make_contents()
        self._about = label(role="sentence", wrap=True)
        self._about.setContentsMargins(24, 0, 24, 0)
        self._right = QVBoxLayout()
        self._right.setContentsMargins(0, 12, 0, 0)
        self._right.setSpacing(8)
        self._right.addWidget(self._about)
        self._right.addWidget(self.questions)
        self._right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.contents)
        row.addLayout(self._right, 1)
        self.setFocusProxy(self.contents)

    def refresh(self) -> None:
        today = self.office.today()

        def question(session: Session) -> dict[str, tuple[str, ...]]:
            rooms = class_room.classes(session, today=today)
            return {
                "classes": tuple(room.full_name for room in rooms),
                "concern_kinds": tuple(concern_kinds.kinds(session)),
                "programmes": tuple(one.title for one in aid_programmes.programmes(session)),
                "grades": tuple(dict.fromkeys(grade_name(room.grade) for room in rooms)),
                "scopes": rates_asked.scopes(session, today=today),
                "staff": tuple(person.name for person in staff_room.staff(session, today=today)),
                "terms": tuple(span.name for span in reversed(identity.terms(session)) if span.starts <= today),
                "surveys": tuple(one.title for one in survey_room.surveys(session)),
                "villages": tuple(village.name for village in identity.villages(session)),
            }

        self.office.read(question, self._know, latest="report-sources")

    def state_sentence(self) -> str:
        if self.table is None:
            return ""
        return f"{self.kind.title}：{len(self.table.rows)} 行" if self.table.rows else f"{self.kind.title}：还没有内容"

    def main_act(self) -> MainAct | None:
        if self.table is None or not self.table.rows:
            return None
        return MainAct("预览打印", self.preview, "print")

    def open_request(self, request: object) -> None:
        key = request[0] if isinstance(request, tuple) and request else request
        for place in range(self.contents.count()):
            if key and self.contents.item(place).data(KEY) == key:
                self.contents.setCurrentRow(place)

    def find_here(self) -> bool:
        if self.view is None:
            return False
        self.view.find_line.setFocus()
        return True

    def choose(self, key: str) -> None:
        """Show another report with its questions."""
        self.kind = report_kind(key)
        self._ask()

    def preview(self) -> None:
        """The table on paper, before it is printed."""
        if self.table is not None:
            preview_table(self, self.office, self.table)

    def hand_in(self) -> None:
        """Keep the report as it goes out."""
        ask_hand_in(self, self.office, self.kind.key, self.questions.answers())

    def show_handed_in(self) -> HandedInBox:
        """What went out before, and what has changed since."""
        box = HandedInBox(self, self.office)
        box.open()
        return box

    def _turn(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is not None and item.data(KEY):
            self.choose(item.data(KEY))

    def _know(self, sources: dict[str, tuple[str, ...]]) -> None:
        if sources != self._sources or self.table is None:
            self._sources = sources
            self._ask()
        else:
            self._read()

    def _ask(self) -> None:
        """Put the questions of this report in place of the last one's."""
        made = Questions(self.kind.choices, self._sources)
        self._right.replaceWidget(self.questions, made)
        self.questions.deleteLater()
        self.questions = made
        made.changed.connect(self._read)
        self._about.setText(self.kind.about)
        self._about.setVisible(bool(self.kind.about))
        self._read()

    def _read(self) -> None:
        database, today, key, answers = (
            self.office.database,
            self.office.today(),
            self.kind.key,
            self.questions.answers(),
        )

        def work(_progress: object) -> tuple[str, Table]:
            return key, report_files.tabulate(database, key, answers, today=today)

        self.office.tasks.run(work, done=self._show, latest="report")

    def _show(self, answer: tuple[str, Table]) -> None:
        key, self.table = answer
        view = ListView(table_kind(key, self.table, empty=self._empty()), self.office.settings)
        view.set_rows(table_lines(self.table))
        view.opened.connect(partial(open_row, self.office, self.table))
        view.export_button.hide()  # the two ways of saving stand beside it by name
        for place, (title, sign, ending) in enumerate(
            (("存为 PDF", "file", ".pdf"), ("存为 Excel", "export", ".xlsx"))
        ):
            view.bar.insertWidget(2 + place, self._save_button(title, sign, ending))
        if may_be_handed_in(key):
            view.bar.insertWidget(4, button("上报留底", kind="quiet", icon=icon("check"), run=self.hand_in))
            view.bar.insertWidget(5, button("已上报", kind="quiet", icon=icon("history"), run=self.show_handed_in))
        old = self.view
        last = self._right.count() - 1
        if old is None:
            self._right.takeAt(last)
            self._right.addWidget(view, 1)
        else:
            self._right.replaceWidget(old, view)
            self._right.setStretchFactor(view, 1)
            old.deleteLater()
        self.view = view
        self.state_changed.emit()

    def _empty(self) -> Empty:
        """Where the records of such a report are made."""
        if not self._sources.get("classes"):
            return Empty(NO_CLASSES, "scene-list", ROSTER, lambda: self.office.go("intake", "pupils"))
        title, page = MADE_AT.get(self.kind.group, MADE_AT["学生"])
        return Empty(f"按现在的选择，这张表里没有内容。换一个选择，或先到“{title}”里登记。", "scene-list",
                     f"去{title}", lambda: self.office.go(page))  # fmt: skip

    def _save_button(self, title: str, sign: str, ending: str) -> Any:
        return button(title, kind="quiet", icon=icon(sign), run=lambda: self._save(ending))

    def _save(self, ending: str) -> None:
        if self.table is not None:
            save_as(self, self.office, self.table, ending)

    def _make_contents(self) -> QListWidget:
        made = QListWidget()
        made.setObjectName("contents")
        made.setFixedWidth(CONTENTS)
        made.setAccessibleName("报表目录")
        group = ""
        for kind in KINDS:
            if kind.group != group:
                group = kind.group
                heading = QListWidgetItem(group)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                heading.setSizeHint(QSize(0, SIZES.row))
                made.addItem(heading)
            item = QListWidgetItem(f"  {kind.title}")
            item.setToolTip(kind.about or kind.title)
            item.setData(KEY, kind.key)
            item.setSizeHint(QSize(0, SIZES.row))
            made.addItem(item)
        made.setCurrentRow(1)
        made.currentItemChanged.connect(self._turn)
        return made
