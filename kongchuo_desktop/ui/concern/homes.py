"""家庭情况: every home with its children, who cares for them, where the parents are; the panel writes it down."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.desk import report_files
from kongchuo_desktop.school.concern import homes, whereabouts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.concern import home_form
from kongchuo_desktop.ui.concern.home_lines import KNOWN, UNKNOWN, HomeLine, Homes, home_kind, read_homes, stay_words
from kongchuo_desktop.ui.concern.room import Room
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.forms.form import Form
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.panel import SidePanel
from kongchuo_desktop.ui.preview.tables import preview_table
from kongchuo_desktop.ui.words import button, hairline, label

EMPTY = "现在没有在读的学生。有了在读学生，兄弟姐妹会合成一户，在这里登记谁在照料、父母在哪里。"


class HomesSection(Page):
    """Requests: a PupilId opens that child's home; "unknown" shows the homes nobody has asked about."""

    title = "家庭情况"
    watches = frozenset(
        {"home_situation", "parent_whereabouts", "household", "pupil", "guardian", "pupil_guardian", "village",
         "school_class", "rule_value"}
    )  # fmt: skip

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: Homes | None = None
        self.form: Form | None = None
        self._line: HomeLine | None = None
        self._request: object = None
        acts = (
            RowAct("登记家庭情况", lambda lines: self._open(lines[0]), icon="edit", most=1),
            RowAct("学生档案", lambda lines: office.go("pupils", lines[0].id), icon="pupils", most=1),
        )
        empty = Empty(EMPTY, "scene-list", "去学生", lambda: office.go("pupils"))
        self.list = ListView(home_kind(acts, empty), office.settings)
        self.list.setMinimumWidth(320)
        self.panel = SidePanel()
        aside = (
            button("还没了解", kind="quiet", run=self.show_unknown),
            button("留守口径…", kind="quiet", icon=icon("settings"), run=self.ask_definition),
            button("留守登记表", kind="quiet", icon=icon("print"), run=self.print_left_behind),
        )
        for place, made in enumerate(aside, start=2):
            self.list.bar.insertWidget(place, made)
        self._room = Room(self, self.list, self.panel, aside)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list, 1)
        row.addWidget(self.panel)
        self.setFocusProxy(self.list)
        self.list.opened.connect(self._open)
        self.list.exported.connect(lambda table: save_table(self, office, table))
        self.panel.closed.connect(self._closed)

    def refresh(self) -> None:
        today = self.office.today()
        self.office.read(lambda session: read_homes(session, today=today), self._show, latest=self)

    def state_sentence(self) -> str:
        if self.seen is None or not self.seen.lines:
            return ""
        known = sum(1 for line in self.seen.lines if line.state == KNOWN)
        left = sum(1 for line in self.seen.lines if line.left_behind)
        told = f"，留守 {left} 户（{self.seen.definition.name}）" if left else ""
        return f"共 {len(self.seen.lines)} 户，已了解 {known} 户{told}"

    def main_act(self) -> MainAct | None:
        if self.seen is None or not any(line.state == UNKNOWN for line in self.seen.lines):
            return None
        return MainAct("登记下一户", self.open_next, "edit")

    def open_request(self, request: object) -> None:
        if self.seen is None:
            self._request = request
        elif request == "unknown":
            self.show_unknown()
        elif isinstance(request, int):
            line = next((one for one in self.seen.lines if PupilId(request) in _ids(one)), None)
            if line is not None:
                self.list.select(line.id)
                self._open(line)

    def find_here(self) -> bool:
        self.list.find_line.setFocus()
        return True

    def close_inner(self) -> bool:
        return self.may_leave() and self.panel.close_panel()

    def save_form(self) -> bool:
        if self.form is None:
            return False
        self._save()
        return True

    def may_leave(self) -> bool:
        if self.form is None or not self.form.changes():
            return True
        return self.office.tell.confirm_danger("家庭情况改了还没有保存。", act="不保存，离开", cancel="回去保存")

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("一户", self._open_first),)

    def show_unknown(self) -> None:
        """The homes nobody has asked about."""
        self.list.narrow("state", frozenset({UNKNOWN}))
        self.list.setFocus()

    def open_next(self) -> None:
        """The next home in the list that nobody has asked about."""
        line = next((one for one in self.list.model.rows if one.state == UNKNOWN), None) or next(
            one for one in (self.seen.lines if self.seen else ()) if one.state == UNKNOWN
        )
        self.list.select(line.id)
        self._open(line)

    def ask_definition(self) -> None:
        """By whose definition 留守 is counted, from a day on."""
        if self.seen is None:
            return
        choices = tuple((key, f"{one.name}：{one.sentence}") for key, one in whereabouts.definitions().items())
        fields = (
            Field("key", "留守按哪种口径", "choice", required=True, choices=choices),
            Field("since", "从哪天起", "date", required=True, width=14),
            Field("document", "依据", longest=200, hint="要求这样统计的文件"),
        )
        office = self.office
        FormBox(
            self, "留守口径", fields, act="保存", today=office.today,
            sentence="名单和登记表上会印出所用的口径；登记的类别不会自动改，只提示线索。",
            values={"key": self.seen.definition.key, "since": office.today()},
            run=lambda given: office.write(
                "改留守口径",
                lambda session: whereabouts.choose_definition(
                    session, key=given["key"], since=given["since"], document=given["document"] or ""
                ),
                done=lambda _none: office.tell.toast("留守口径已改"),
            ),
        ).open()  # fmt: skip

    def print_left_behind(self) -> None:
        """The register of left-behind children on paper."""
        database, today = self.office.database, self.office.today()
        self.office.tasks.run(
            lambda _progress: report_files.tabulate(database, "left_behind", {}, today=today),
            done=lambda table: preview_table(self, self.office, table),
            title="汇总留守儿童登记表",
        )

    def _show(self, seen: Homes) -> None:
        self.seen = seen
        self.list.set_rows(seen.lines)
        self.state_changed.emit()
        if self._request is not None:
            request, self._request = self._request, None
            self.open_request(request)

    def _open(self, line: HomeLine) -> None:
        """Read the home anew and show its form."""
        if not self.may_leave():
            return
        today, child = self.office.today(), line.id

        def question(session: Session) -> tuple[homes.HomeFacts, tuple[str, ...]]:
            facts = homes.home_of(session, pupil_id=child, on=today)
            return facts, tuple(
                f"{item.relation} {item.name}：{stay_words(stay)}"
                for item in facts.parents
                for stay in whereabouts.history(session, guardian_id=item.guardian_id)
                if stay.until is not None
            )

        self.office.read(question, lambda found: self._show_form(line, *found), latest="concern-home")

    def _show_form(self, line: HomeLine, facts: homes.HomeFacts, past: tuple[str, ...]) -> None:
        today = self.office.today()
        self._line = HomeLine(facts, line.judged, line.words)
        self.form = Form(home_form.parts(facts), today=self.office.today)
        self.form.put(home_form.values_of(facts, today))
        self.form.submitted.connect(self._save)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 16, 24, 24)
        column.addWidget(self.form)
        if past:
            column.addWidget(label("父母以前在哪里", role="heading"))
            column.addWidget(hairline())
        for words in past:
            column.addWidget(label(words, role="sentence", wrap=True, selectable=True))
        asked = f"{facts.known_on:%Y-%m-%d} {facts.known_by}了解" if facts.known_on else "还没有了解过"
        detail = " · ".join(filter(None, (facts.village, asked)))
        foot = (
            button("保存", kind="main", tip="Ctrl+S", run=self._save),
            button("取消", run=self.close_inner),
        )
        self.panel.open("、".join(child.name for child in facts.children), detail, body, foot)
        self.form.go_to("p0.state" if facts.parents else "carer_name")

    def _save(self) -> None:
        form, line = self.form, self._line
        if form is None or line is None or not form.check():
            return
        office, today, given = self.office, self.office.today(), form.values()

        def done(_none: object) -> None:
            form.put(given)
            office.tell.toast(f"{line.facts.children[0].name}家的情况已保存")
            self.panel.close_panel()

        office.write(
            "登记家庭情况",
            lambda session: home_form.save(
                session, facts=line.facts, given=given, by=office.database.actor, today=today
            ),
            done=done,
        )  # fmt: skip

    def _closed(self) -> None:
        self.form = None

    def _open_first(self) -> None:
        if self.list.model.rows:
            line = self.list.model.rows[0]
            self.list.select(line.id)
            self._open(line)


def _ids(line: HomeLine) -> set[PupilId]:
    return {child.id for child in line.facts.children}
