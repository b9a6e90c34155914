"""Classes and staff: who leads and teaches what, who watches which village; the step up at the turn of the year."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout

from kongchuo_desktop.ui.classes.class_panel import ClassActs, class_body
from kongchuo_desktop.ui.classes.lines import (
    NO_HEAD,
    ClassLine,
    Seen,
    StaffLine,
    class_kind,
    read_seen,
    staff_kind,
)  # fmt: skip
from kongchuo_desktop.ui.classes.people import PeopleActs
from kongchuo_desktop.ui.classes.posts import PostActs
from kongchuo_desktop.ui.classes.school_acts import SchoolActs
from kongchuo_desktop.ui.classes.staff_panel import StaffActs, staff_body
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.panel import SidePanel
from kongchuo_desktop.ui.words import button

CLASSES, STAFF = range(2)


class ClassesPage(Page):
    """Requests: ("heads",) classes without 班主任; ("staff",) or ("staff", StaffId); ("add-staff",)."""

    title = "班级教职工"
    watches = frozenset(
        {"school_class", "class_post", "staff_member", "staff_duty", "pupil", "village", "campus", "school"}
    )

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: Seen | None = None
        self._request: object = None
        self._shown: tuple[int, int] | None = None  # tab and identity of what the panel shows
        self.posts = PostActs(self, office, self._seen)
        self.people = PeopleActs(self, office)
        self.school = SchoolActs(self, office, self._seen)
        self.classes = ListView(
            class_kind(
                (RowAct("指定班主任", lambda rows: self.posts.appoint_head(rows[0]), icon="staff", most=1),
                 RowAct("看学生", lambda rows: self._show_pupils(rows[0]), icon="pupils", most=1)),
                Empty("还没有班级。导入学生名册时，班级会一起建好。", "scene-school", "导入学生名册",
                      lambda: office.go("intake", "pupils")),
            ),
            office.settings,
        )  # fmt: skip
        self.staff = ListView(
            staff_kind(
                (RowAct("修改", lambda rows: self.people.edit(rows[0]), icon="edit", most=1),
                 RowAct("离任", lambda rows: self.people.ask_leave(rows[0]), most=1)),
                Empty("还没有教职工。导入名册，班主任、包村、领导小组一次带进来。", "scene-list", "导入教职工名册",
                      lambda: office.go("intake", "staff")),
            ),
            office.settings,
        )  # fmt: skip
        self.panel = SidePanel()
        self.tabs = QTabBar()
        self.stack = QStackedWidget()
        self._lay_out()
        self.tabs.currentChanged.connect(self._turn)
        self.classes.opened.connect(self._open_class)
        self.staff.opened.connect(self._open_staff)
        self.panel.closed.connect(self._panel_closed)
        for view in (self.classes, self.staff):
            view.exported.connect(lambda table: save_table(self, office, table))

    def refresh(self) -> None:
        today = self.office.today()
        self.office.read(lambda session: read_seen(session, today=today), self._show, latest="classes")

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        if not self.seen.classes and not self.seen.staff:
            return "还没有班级和教职工"
        headless = sum(1 for line in self.seen.classes if line.head is None)
        heads = f"，{headless} 个班没有班主任" if headless else "，都有班主任" if self.seen.classes else ""
        group = sum(1 for line in self.seen.staff if line.facts.group_role)
        rooms = f"{len(self.seen.classes)} 个班{heads}" if self.seen.classes else "还没有班级"
        people = f"教职工 {len(self.seen.staff)} 人，领导小组 {group} 人" if self.seen.staff else "还没有教职工"
        return f"{rooms}；{people}"

    def main_act(self) -> MainAct | None:
        if self.seen is None:
            return None
        if self.tabs.currentIndex() == STAFF:
            return MainAct("添加教职工", self.people.add, "add")
        headless = next((line for line in self.seen.classes if line.head is None), None)
        if headless is not None and self.seen.staff:
            return MainAct("指定班主任", lambda: self.posts.appoint_head(headless), "staff")
        return None

    def open_request(self, request: object) -> None:
        if self.seen is None:
            self._request = request
            return
        verb = request[0] if isinstance(request, tuple) and request else request
        self.tabs.setCurrentIndex(STAFF if verb in ("staff", "add-staff") else CLASSES)
        if verb == "heads":
            self.classes.narrow("head", frozenset({NO_HEAD}))
        elif verb == "staff" and isinstance(request, tuple) and len(request) > 1:
            self.staff.select(request[1])
            person = next((line for line in self.seen.staff if line.facts.id == request[1]), None)
            if person is not None:
                self._open_staff(person)
        elif verb == "add-staff":
            self.people.add()

    def find_here(self) -> bool:
        self._front().find_line.setFocus()
        return True

    def close_inner(self) -> bool:
        return self.panel.close_panel()

    def _seen(self) -> Seen:
        assert self.seen is not None  # noqa: S101 - nothing can be clicked before it is read
        return self.seen

    def _show(self, seen: Seen) -> None:
        self.seen = seen
        self.classes.set_rows(seen.classes)
        self.staff.set_rows(seen.staff)
        self.tabs.setTabText(CLASSES, f"班级 {len(seen.classes)}")
        self.tabs.setTabText(STAFF, f"教职工 {len(seen.staff)}")
        self._advance_button.setEnabled(bool(seen.classes))
        self._open_again()
        self.state_changed.emit()
        if self._request is not None:
            request, self._request = self._request, None
            self.open_request(request)

    def _open_again(self) -> None:
        if self._shown is None:
            return
        tab, identity_ = self._shown
        if tab == CLASSES:
            found = next((line for line in self._seen().classes if line.facts.id == identity_), None)
            self._open_class(found) if found else self.panel.close_panel()
        else:
            person = next((line for line in self._seen().staff if line.facts.id == identity_), None)
            self._open_staff(person) if person else self.panel.close_panel()

    def _open_class(self, line: ClassLine) -> None:
        self._shown = CLASSES, line.facts.id
        acts = ClassActs(self.posts.appoint_head, self.posts.add_teacher, self.posts.end_post, self._show_pupils)
        detail = f"{line.facts.entry_year} 级 · {line.facts.campus or '校本部'}"
        self.panel.open(line.facts.full_name, detail, class_body(line, acts))

    def _open_staff(self, line: StaffLine) -> None:
        self._shown = STAFF, line.facts.id
        acts = StaffActs(self.posts.give, self.posts.end)
        detail = " · ".join(filter(None, (line.facts.duty, line.facts.subject)))
        foot = (
            button("修改", kind="main", run=lambda: self.people.edit(line)),
            button("离任", run=lambda: self.people.ask_leave(line)),
        )
        self.panel.open(line.facts.name, detail, staff_body(line, acts), foot)

    def _panel_closed(self) -> None:
        self._shown = None
        self._front().setFocus()

    def _show_pupils(self, line: ClassLine) -> None:
        self.office.go("pupils", ("class", line.facts.id))

    def _front(self) -> ListView:
        return self.staff if self.tabs.currentIndex() == STAFF else self.classes

    def _turn(self, place: int) -> None:
        self.stack.setCurrentIndex(max(0, place))
        self.panel.close_panel()
        for made in self._school_buttons:
            made.setVisible(place == CLASSES)
        self.state_changed.emit()

    def _lay_out(self) -> None:
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for title, view in (("班级", self.classes), ("教职工", self.staff)):
            self.tabs.addTab(title)
            self.stack.addWidget(view)
        self._advance_button = button("升入新学年…", kind="quiet", icon=icon("up"), run=self.school.ask_advance)
        self._school_buttons = (
            button("添加班级", kind="quiet", icon=icon("add"), run=self.school.ask_class),
            button("添加教学点", kind="quiet", icon=icon("school"), run=self.school.ask_campus),
            self._advance_button,
        )
        left = QVBoxLayout()
        left.setContentsMargins(0, 4, 0, 0)
        left.setSpacing(0)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(16, 0, 16, 0)
        tabs.addWidget(self.tabs)
        tabs.addStretch(1)
        for made in self._school_buttons:
            tabs.addWidget(made)
        left.addLayout(tabs)
        left.addWidget(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.panel)
        self.setFocusProxy(self.classes)
