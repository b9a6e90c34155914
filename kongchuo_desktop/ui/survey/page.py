"""摸底: the surveys of the school, and the one that is being filled in."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout
from sqlalchemy.orm import Session

from kongchuo_desktop.reports import survey as survey_report
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.survey import service as survey_room
from kongchuo_desktop.school.survey.service import SurveyFacts
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.school.types import PupilId, SurveyId
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.preview.tables import preview_table
from kongchuo_desktop.ui.survey.lines import survey_kind
from kongchuo_desktop.ui.survey.making import EVERYBODY, KEY, MakingBox
from kongchuo_desktop.ui.survey.sheet import SurveySheet

EMPTY = (
    "摸底就是一张自己定栏目的登记表：谁家没有网络、谁缺棉衣、假期去哪里。"
    "选一种现成的或自己写栏目，按班逐人填，程序列出需要帮助的学生，一人一条措施，落实了打钩。"
)
Found = tuple[SurveyFacts, ...]


class SurveyPage(Page):
    """Requests: a SurveyId or a task's Opens (`step` holds the id) shows that survey; "new" begins one."""

    title = "摸底"
    watches = frozenset({"survey", "survey_line", "pupil", "school_class"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._found: Found | None = None
        acts = (
            RowAct("填写", lambda rows: self.open_survey(rows[0].id), icon="edit", most=1),
            RowAct("打印", self._print, icon="print", most=1),
            RowAct("删除…", self._delete, icon="bin", most=1),
        )
        self.list = ListView(survey_kind(acts, Empty(EMPTY, "scene-list", "新建摸底", self.make)), office.settings)
        self.sheet = SurveySheet(office)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.setFocusProxy(self.stack)
        self.list.opened.connect(lambda found: self.open_survey(found.id))
        self.list.exported.connect(lambda table: save_table(self, office, table))
        self.sheet.left.connect(self.show_list)
        self.sheet.changed.connect(self.state_changed)

    # what the frame asks
    def refresh(self) -> None:
        if self._in_sheet():
            self.sheet.refresh()
        self.office.read(lambda session: survey_room.surveys(session), self._show, latest="surveys")

    def state_sentence(self) -> str:
        if self._in_sheet():
            return self.sheet.sentence()
        going = [found for found in self._found or () if found.closed_on is None]
        if not going:
            return "没有进行中的摸底" if self._found else ""
        lacking = sum(found.without_measure + found.measures_open for found in going)
        return f"进行中 {len(going)} 张，" + (f"{lacking} 人的帮助还没有落实" if lacking else "没有待落实的措施")

    def main_act(self) -> MainAct | None:
        if self._in_sheet():
            return None
        return MainAct("新建摸底", self.make, "add")

    def open_request(self, request: object) -> None:
        if isinstance(request, Opens) and request.step:
            self.open_survey(SurveyId(request.step))
        elif isinstance(request, int):
            self.open_survey(SurveyId(request))
        elif request == "new":
            self.make()

    def find_here(self) -> bool:
        if self._in_sheet():
            return False
        self.list.find_line.setFocus()
        return True

    def close_inner(self) -> bool:
        if self._in_sheet():
            self.show_list()
            return True
        return False

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        if not self._found:
            return ()
        return (("填写", lambda: self.open_survey(self._found[0].id) if self._found else None),)

    # acts
    def open_survey(self, survey_id: SurveyId) -> None:
        """Show one survey."""
        self.stack.setCurrentWidget(self.sheet)
        self.sheet.open(survey_id)
        self.sheet.setFocus()
        self.state_changed.emit()

    def show_list(self) -> None:
        """Back to all of them."""
        self.stack.setCurrentWidget(self.list)
        self.list.setFocus()
        self.refresh()
        self.state_changed.emit()

    def make(self) -> None:
        """Ask for a new survey."""
        today = self.office.today()
        self.office.read(
            lambda session: tuple(room.full_name for room in class_room.classes(session, today=today)),
            lambda names: MakingBox(self, self.office, names, self._made).open(),
        )

    def _made(self, values: dict[str, Any]) -> None:
        now, today = self.office.clock(), self.office.today()

        def verb(session: Session) -> SurveyId:
            wanted = _asked(session, str(values["scope"]), today)
            return survey_room.make_survey(
                session, title=values["title"], about=values["about"] or "", columns=values["columns"],
                pupil_ids=wanted, now=now, by="教导处",
            )  # fmt: skip

        self.office.write("新建摸底", verb, done=self.open_survey)

    def _show(self, found: Found) -> None:
        self._found = found
        self.list.set_rows(found)
        self.state_changed.emit()

    def _print(self, rows: Found) -> None:
        today, answers = self.office.today(), {"survey": str(rows[0].id)}
        self.office.read(
            lambda session: survey_report.tabulate(session, answers, today),
            lambda table: preview_table(self, self.office, table),
            title="汇总摸底表",
        )

    def _delete(self, rows: Found) -> None:
        found = rows[0]
        sure = self.office.tell.confirm_danger(
            f"删除“{found.title}”：{found.pupils} 名学生的填写内容和 {found.needing} 条帮助情况一起删除。",
            act="删除", detail="改动记录里留有痕迹，但不能一键恢复。不再用的摸底可以改为“结束”，内容都在。",
        )  # fmt: skip
        if sure:
            self.office.write("删除摸底", lambda session: survey_room.delete_survey(session, survey_id=found.id))

    def _in_sheet(self) -> bool:
        return self.stack.currentWidget() is self.sheet


def _asked(session: Session, scope: str, today: Any) -> list[PupilId]:
    """The children of a scope: everybody, those of concern, or a class."""
    people = pupil_room.pupils(session, today=today, status=("在读",))
    if scope == KEY:
        key = concern.key_pupils(session, on=today)
        return [person.id for person in people if person.id in key]
    return [person.id for person in people if scope in (EVERYBODY, person.class_name)]
