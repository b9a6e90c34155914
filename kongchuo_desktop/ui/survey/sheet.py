"""One survey: the grid to fill in, who needs help, the measure for each and whether it is done."""

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.reports import survey as survey_report
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.survey import rules
from kongchuo_desktop.school.survey import service as survey_room
from kongchuo_desktop.school.survey.service import LineFacts, SurveyFacts
from kongchuo_desktop.school.types import PupilId, SurveyId
from kongchuo_desktop.ui.empty import EmptyState
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.bar import ListBar
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.tables import preview_table
from kongchuo_desktop.ui.survey.grid import BEFORE, Answers, SurveyModel, SurveyTable, day_typed, digits_of
from kongchuo_desktop.ui.survey.making import ask_columns
from kongchuo_desktop.ui.tasks import Task
from kongchuo_desktop.ui.words import button, hairline, label

MEASURES = (
    "借给上网设备一台",
    "协调安装网络",
    "安排到邻居家上网",
    "请邻居或高年级学生辅导",
    "教师每周上门辅导一次",
    "每周电话辅导两次",
)


class SurveySheet(QWidget):
    """Shows one survey; `left` is emitted when the user goes back to the list."""

    left = Signal()
    changed = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.found: SurveyFacts | None = None
        self._lines: tuple[LineFacts, ...] = ()
        self._pending: set[Task] = set()
        self._undo: list[dict[tuple[PupilId, str], str]] = []
        self.model = SurveyModel()
        self.table = SurveyTable(self.model)
        self.classes = QComboBox()
        self.classes.setAccessibleName("班级")
        self.classes.setMinimumWidth(124)
        self.helped = button("需要帮助", kind="quiet", tip="只看需要帮助的学生")
        self.lacking = button("没填完", kind="quiet", tip="只看还没有填完的学生")
        self._title = label(role="heading")
        self._count = label(role="hint")
        self._digits = label(role="sentence", wrap=True)
        self._empty = EmptyState("这个范围里没有学生。换一个班级，或去掉上面的筛选。", picture="scene-search")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)

    # what the page asks
    def open(self, survey_id: SurveyId) -> None:
        """Read a survey and show it from its first child."""
        self.found, self._undo = None, []
        self.classes.clear()
        self.helped.setChecked(False)
        self.lacking.setChecked(False)
        self._read(survey_id)

    def refresh(self) -> None:
        """Read again, unless something typed is still on its way."""
        if self.found is not None and not self._pending:
            self._read(self.found.id)

    def sentence(self) -> str:
        """The survey's state for the header."""
        found = self.found
        if found is None:
            return ""
        parts = [f"填写 {found.answered}/{found.pupils}", f"需要帮助 {found.needing} 人"]
        if found.without_measure:
            parts.append(f"{found.without_measure} 人待定措施")
        if found.measures_open:
            parts.append(f"{found.measures_open} 人待落实")
        return "，".join(parts)

    # the look
    def _lay_out(self) -> None:
        for made in (self.helped, self.lacking):
            made.setCheckable(True)
        over = ListBar()
        bar = over.row
        bar.addWidget(button("摸底列表", kind="quiet", icon=icon("left"), tip="回到列表（Esc）", run=self.left.emit))
        for widget in (self._title, self.classes, self.helped, self.lacking):
            bar.addWidget(widget)
        bar.addStretch(1)
        self.measure_button = button("定措施…", icon=icon("edit"), tip="给选中的学生写措施", run=self.ask_measure)
        self.done_button = button("已落实…", icon=icon("check"), tip="登记选中学生的措施已落实", run=self.ask_done)
        self.print_button = button("打印", kind="quiet", icon=icon("print"), run=self.print_out)
        self.more_button = button("更多", kind="quiet", icon=icon("more"), run=self._offer_more)
        for made in (self.measure_button, self.done_button, self.print_button, self.more_button):
            bar.addWidget(made)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 6, 24, 6)
        foot.addWidget(self._digits, 1)
        foot.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(over)
        column.addWidget(self.table, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(hairline())
        column.addLayout(foot)

    def _connect(self) -> None:
        self.classes.currentIndexChanged.connect(lambda _place: self._show_rows())
        self.helped.toggled.connect(lambda _on: self._show_rows())
        self.lacking.toggled.connect(lambda _on: self._show_rows())
        self.office.tasks.ended.connect(self._written)
        self.table.answered.connect(self.answer)
        self.table.undo_wanted.connect(self.undo)
        self.table.moved.connect(self._tell_digits)
        self.table.opened.connect(lambda pupil_id: self.office.go("pupils", pupil_id))
        self.model.typed.connect(self.answer)
        self.model.measure_typed.connect(lambda child, text: self.set_measure((child,), text))
        self.model.done_typed.connect(self._done_typed)

    # reading
    def _read(self, survey_id: SurveyId) -> None:
        today = self.office.today()

        def question(session: Session) -> tuple[SurveyFacts, tuple[LineFacts, ...]]:
            found = survey_room.survey(session, survey_id=survey_id)
            return found, survey_room.lines(session, survey_id=survey_id, today=today)

        self.office.read(question, self._show, latest="survey-sheet")

    def _show(self, answer: tuple[SurveyFacts, tuple[LineFacts, ...]]) -> None:
        if self._pending:
            return  # what was read is older than what was typed since
        first = self.found is None
        self.found, self._lines = answer
        self._title.setText(self.found.title)
        self._fill_classes()
        self._show_rows(keep=not first)
        if first and self.model.rowCount():
            self.table.setFocus()
        self.changed.emit()

    def _fill_classes(self) -> None:
        names = list(dict.fromkeys(line.class_name or "未编班" for line in self._lines))
        if [self.classes.itemText(place) for place in range(1, self.classes.count())] != names:
            self.classes.blockSignals(True)
            self.classes.clear()
            self.classes.addItem("全部班级", "")
            for name in names:
                self.classes.addItem(name, name)
            self.classes.blockSignals(False)

    def _show_rows(self, *, keep: bool = False) -> None:
        """The children the filters leave; with `keep` those now shown stay, whatever they say meanwhile."""
        if self.found is None:
            return
        shown = {line.pupil_id for line in self.model.lines} if keep else None
        rows = [line for line in self._lines if (line.pupil_id in shown if shown is not None else self._wanted(line))]
        self.model.show_lines(self.found.questions, rows, is_open=self.found.closed_on is None)
        if rows and not keep:
            self.table.go_to(0, len(BEFORE))
        self.table.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._count.setText(
            f"{len(rows)} 人" if len(rows) == len(self._lines) else f"{len(rows)}/{len(self._lines)} 人"
        )
        for made in (self.measure_button, self.done_button):
            made.setEnabled(self.found.closed_on is None and bool(rows))
        self._tell_digits()

    def _wanted(self, line: LineFacts) -> bool:
        room = self.classes.currentData() or ""
        here = not room or (line.class_name or "未编班") == room
        return here and (not self.helped.isChecked() or line.needs_help) and (
            not self.lacking.isChecked() or bool(line.unanswered)
        )  # fmt: skip

    def _tell_digits(self) -> None:
        """What the keys do in the cursor's column."""
        question = self.model.question(self.table.currentIndex().column())
        if self.found is not None and self.found.closed_on is not None:
            self._digits.setText(f"这张摸底已在 {self.found.closed_on:%Y-%m-%d} 结束，只能看。可在“更多”里重新打开。")
        elif question is not None and question.options:
            self._digits.setText(f"{question.heading}：{digits_of(question)}　　Delete 清除，Ctrl+D 同上，Ctrl+Z 撤销")
        else:
            self._digits.setText("直接打字或按回车填写；选中几行可以一起定措施")

    # answering
    def answer(self, answers: Answers) -> None:
        """Show answers at once and write them; Ctrl+Z takes the last back."""
        found, today = self.found, self.office.today()
        if found is None or not answers:
            return
        known = {question.key: question for question in found.questions}
        meant: dict[tuple[PupilId, str], str] = {}
        for (child, key), typed in answers.items():
            value = rules.read_answer(known[key], typed, today)
            if value is None:
                self.office.tell.mistake(survey_room.objection(known[key], typed))
                return
            meant[child, key] = value
        self.model.put(meant)
        self._write(
            "填写摸底",
            lambda session: survey_room.answer(session, survey_id=found.id, answers=meant, today=today),
            self._undo.append,
        )

    def undo(self) -> None:
        """Put back what the last answer replaced."""
        if self.found is None or not self._undo:
            return
        found, today, before = self.found, self.office.today(), self._undo.pop()
        self.model.put(before)
        self._write(
            "撤销填写摸底",
            lambda session: survey_room.answer(session, survey_id=found.id, answers=before, today=today),
        )

    def _write(self, act: str, verb: Any, done: Any = None) -> None:
        self._pending.add(self.office.write(act, verb, done=done))

    def _written(self, task: Task) -> None:
        """What was typed is in the book, or was refused: show what the book has."""
        if task in self._pending:
            self._pending.discard(task)
            self.refresh()

    # measures
    def ask_measure(self) -> None:
        """One measure for the children chosen."""
        children = self.table.pupil_ids()
        if not children:
            self.office.tell.mistake("请先选中要定措施的学生（点一行，或拖选几行）。")
            return
        lines = [line for line in self.model.lines if line.pupil_id in children]
        parts = (
            Field(
                "measure", "措施", "choice", choices=tuple((text, text) for text in MEASURES), free=True, longest=300
            ),
            Field("by", "谁落实", longest=60),
        )
        names = "、".join(line.name for line in lines[:6]) + (f" 等 {len(lines)} 人" if len(lines) > 6 else "")
        box = FormBox(
            self, "定措施", parts, act="保存", today=self.office.today, sentence=names,
            values={"measure": lines[0].measure, "by": lines[0].measure_by},
            run=lambda values: self.set_measure(children, str(values["measure"] or ""), str(values["by"] or "")),
        )  # fmt: skip
        box.open()

    def set_measure(self, children: tuple[PupilId, ...], text: str, by: str = "") -> None:
        """Write a measure."""
        found = self.found
        if found is not None:
            known = next((line.measure_by for line in self.model.lines if line.pupil_id == children[0]), "")
            self._write(
                "登记摸底措施",
                lambda session: survey_room.set_measure(
                    session, survey_id=found.id, pupil_ids=children, measure=text, by=by or known
                ),
            )

    def ask_done(self) -> None:
        """The day on which the measure reached the children chosen."""
        children = self.table.pupil_ids()
        if not children:
            self.office.tell.mistake("请先选中措施已落实的学生。")
            return
        box = FormBox(
            self, "措施已落实", (Field("on", "落实日期", "date", required=True),), act="登记",
            today=self.office.today, values={"on": self.office.today()}, sentence=f"选中 {len(children)} 人",
            run=lambda values: self.set_done(children, values["on"]),
        )  # fmt: skip
        box.open()

    def set_done(self, children: tuple[PupilId, ...], on: date | None) -> None:
        """Write that the measure is done."""
        found, today = self.found, self.office.today()
        if found is not None:
            self._write(
                "登记措施落实",
                lambda session: survey_room.finish_measure(
                    session, survey_id=found.id, pupil_ids=children, on=on, today=today
                ),
            )

    def _done_typed(self, child: PupilId, text: str) -> None:
        try:
            on = day_typed(text, self.office.today())
        except ValueError:
            self.office.tell.mistake(f"“{text}”不是日期，请填如 2026-12-01 或 12.1；清空表示还没有落实。")
            return
        self.set_done((child,), on)

    # paper and the rest
    def print_out(self) -> None:
        """The survey as the filters leave it, on paper or into Excel."""
        self._tabulate(lambda table: preview_table(self, self.office, table))

    def export(self) -> None:
        """The survey as an Excel file."""
        self._tabulate(lambda table: save_table(self, self.office, table))

    def _tabulate(self, done: Any) -> None:
        if self.found is not None:
            who = "need" if self.helped.isChecked() else ""
            room = str(self.classes.currentData() or "")
            answers = {"survey": str(self.found.id), "class": room if room != "未编班" else "", "who": who}
            today = self.office.today()
            self.office.read(lambda session: survey_report.tabulate(session, answers, today), done, title="汇总摸底表")

    def _offer_more(self) -> None:
        found = self.found
        if found is None:
            return
        menu = QMenu(self)
        menu.addAction(icon("export"), "导出 Excel…", self.export)
        menu.addAction(icon("columns"), "改名称和栏目…", self._ask_columns)
        menu.addAction(icon("add"), "补进新来的学生", self._add_newcomers)
        if found.closed_on is None:
            menu.addAction(icon("check"), "结束这次摸底", lambda: self._close(self.office.today()))
        else:
            menu.addAction(icon("undo"), "重新打开", lambda: self._close(None))
        menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def _ask_columns(self) -> None:
        found = self.found
        if found is not None:
            ask_columns(self, self.office, found, lambda values: self._write(
                "改摸底栏目",
                lambda session: survey_room.change_survey(
                    session, survey_id=found.id, title=values["title"], about=values["about"],
                    columns=values["columns"],
                ),
            )).open()  # fmt: skip

    def _add_newcomers(self) -> None:
        """Children of the classes asked who are on the roll and not in the survey."""
        found, today = self.found, self.office.today()
        if found is None:
            return
        rooms = {line.class_id for line in self._lines}

        def verb(session: Session) -> int:
            people = pupil_room.pupils(session, today=today, status=("在读",))
            wanted = [person.id for person in people if person.class_id in rooms]
            return survey_room.add_pupils(session, survey_id=found.id, pupil_ids=wanted)

        def told(count: int) -> None:
            self.model.lines = []  # all children are shown anew
            self.office.tell.toast(f"补进 {count} 名学生" if count else "没有新来的学生，名单是齐的")

        self._write("补进摸底学生", verb, told)

    def _close(self, on: date | None) -> None:
        found = self.found
        if found is not None:
            self._write(
                "结束摸底" if on else "重新打开摸底",
                lambda session: survey_room.close_survey(session, survey_id=found.id, on=on),
            )
