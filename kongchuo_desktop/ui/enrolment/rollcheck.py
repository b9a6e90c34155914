"""学籍核查: every class counted at the start of a term, lists compared with the book, each difference settled."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kongchuo_desktop.desk import comparison
from kongchuo_desktop.desk.comparison import Compared
from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.school.enrolment import area, presence, roll_checks
from kongchuo_desktop.school.enrolment.comparison import Kind, Source
from kongchuo_desktop.school.enrolment.presence import Absent, ClassState, Stranger
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.ui.enrolment.rollcheck_boxes import CompareBox, PresenceBox
from kongchuo_desktop.ui.enrolment.rollcheck_lines import (
    OPEN,
    DifferenceLine,
    RollChecks,
    class_words,
    differences_kind,
    read_roll_checks,
)
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.preview.tables import preview_table
from kongchuo_desktop.ui.words import button, label

Lines = tuple[DifferenceLine, ...]
EMPTY = (
    "还没有查出差异。开学第一周在左边逐班核对人和籍；也可以拿学籍系统的导出、村里的名单来比对，"
    "查出的籍在人不在、人在籍不在、证件号不符都列在这里，逐项写明结果。"
)
CLASSES = 304  # pixels


class RollCheckSection(Page):
    """Requests: an Opens of a class begins its count, of a check (`step`) shows its open differences."""

    title = "学籍核查"
    watches = frozenset({"roll_check", "roll_difference", "pupil", "school_class", "term"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: RollChecks | None = None
        self._request: Opens | None = None
        self.list = ListView(
            differences_kind(self._acts(), Empty(EMPTY, "scene-safe", "比对名单", self.compare)), office.settings
        )
        self.list.bar.insertWidget(2, button("没有结果的", kind="quiet", run=self._only_open))
        self.list.bar.insertWidget(3, button("差异台账", kind="quiet", icon=icon("print"), run=self.print_ledger))
        self.list.exported.connect(lambda table: save_table(self, office, table))
        self.list.opened.connect(lambda line: self.settle((line,)))
        self._term = label(role="heading")
        self._rooms = QVBoxLayout()
        self._rooms.setSpacing(4)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left())
        row.addWidget(self.list, 1)
        self.setFocusProxy(self.list)

    def refresh(self) -> None:
        today = self.office.today()
        self.office.read(lambda session: read_roll_checks(session, today=today), self._show, latest="rollcheck")

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        left = sum(state.check_id is None and bool(state.expected) for state in self.seen.classes)
        waiting = sum(line.state == OPEN for line in self.seen.lines)
        counted = any(state.check_id is not None for state in self.seen.classes)
        classes = f"{left} 个班还没有核查" if left else "各班都已核查" if counted else "还没有要核查的班级"
        return f"{classes}，{f'{waiting} 项差异没有结果' if waiting else '没有待办的差异'}"

    def main_act(self) -> MainAct | None:
        return MainAct("比对名单", self.compare, "copy") if self.seen is not None else None

    def open_request(self, request: object) -> None:
        if not isinstance(request, Opens):
            return
        if self.seen is None:
            self._request = request
            return
        state = next((one for one in self.seen.classes if one.room.id == request.class_id), None)
        if state is not None:
            self.count(state)
        else:
            self._only_open()

    def find_here(self) -> bool:
        self.list.find_line.setFocus()
        return True

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("选中", self._choose_first),)

    def count(self, state: ClassState) -> None:
        """Count a class child by child."""
        today, room = self.office.today(), state.room
        self.office.read(
            lambda session: pupil_room.pupils(session, today=today, class_id=room.id, status=("在读",)),
            lambda people: PresenceBox(
                self, f"{room.full_name}：逐人核对，在册 {len(people)} 人", people, run=partial(self._take, state)
            ).open(),
        )  # fmt: skip

    def compare(self) -> None:
        """Choose lists and compare them with the book."""
        CompareBox(self, self.office, run=self.run_comparison).open()

    def run_comparison(self, paths: Sequence[Path], sources: Sequence[Source | None]) -> None:
        """Compare in the background, then ask whether to keep what came of it."""
        database, today = self.office.database, self.office.today()

        def work(_progress: Callable[..., None]) -> Compared:
            return comparison.run(database, paths, today=today, sources=sources)

        self.office.tasks.run(work, done=self._compared, title="比对名单", cancellable=True)

    def settle(self, lines: Lines) -> None:
        """Ask for the outcome of differences."""
        wanted = [line for line in lines if line.state == OPEN]
        if not wanted:
            self.office.tell.mistake("选中的已经有结果了；要改请先“撤销结果”。")
            return
        kinds = dict.fromkeys(line.item.kind for line in wanted)
        outcomes = dict.fromkeys(one for kind in kinds for one in roll_checks.OUTCOMES.get(kind, ("其他",)))
        parts = (
            Field("outcome", "核查结果", "choice", required=True, choices=tuple((one, one) for one in outcomes)),
            Field("note", "说明", "lines", longest=300, hint="选“其他”时必填"),
        )
        one = wanted[0].item
        title = f"{one.name}：{one.kind}" if len(wanted) == 1 else f"办结 {len(wanted)} 项差异"
        FormBox(
            self, title, parts, act="办结", today=self.office.today, run=partial(self._settle, wanted),
            sentence=one.why if len(wanted) == 1 else "这些差异写同一个结果。",
        ).open()  # fmt: skip

    def print_ledger(self) -> None:
        """学籍核查差异台账."""
        self._preview("roll_differences")

    def _preview(self, key: str) -> None:
        today = self.office.today()
        self.office.read(
            lambda session: report_kind(key).tabulate(session, {}, today),
            lambda table: preview_table(self, self.office, table),
        )

    def _take(self, state: ClassState, absent: Sequence[Absent], strangers: Sequence[Stranger]) -> None:
        opens = self.seen.opens if self.seen else None
        if opens is None:
            return
        now, by = self.office.clock(), self.office.database.actor
        told = "人籍一致" if not (absent or strangers) else f"缺 {len(absent)} 人，多 {len(strangers)} 人"
        self.office.write(
            "开学学籍核查",
            lambda session: presence.take(
                session, class_id=state.room.id, term_opens=opens, absent=absent, strangers=strangers, now=now, by=by
            ),
            done=lambda _check: self.office.tell.toast(f"{state.room.full_name}已核查：{told}"),
        )  # fmt: skip

    def _compared(self, compared: Compared) -> None:
        found = compared.found
        told = "，".join(f"{kind} {count}" for kind, count in found.counts().items() if count)
        left_out = [f"{one.label}有 {len(one.read.left_out)} 行没有参加" for one in compared.lists if one.read.left_out]
        sentence = f"各方一致 {found.in_all} 人；" + (f"差异：{told}。" if told else "没有差异。")
        if not found.differences:
            self.office.tell.information(sentence + "；".join(left_out))
            return
        detail = "；".join((*left_out, "保存后在这里逐项写明结果，不会改动学生资料"))
        if self.office.tell.confirm(sentence, act="保存差异", detail=f"{detail}。"):
            database, now = self.office.database, self.office.clock()
            self.office.tasks.run(
                lambda _progress: comparison.keep(database, compared, now=now), done=lambda _id: self._only_open()
            )

    def _settle(self, lines: Sequence[DifferenceLine], given: Mapping[str, Any]) -> None:
        today, by = self.office.today(), self.office.database.actor
        ids = [line.item.id for line in lines]
        self.office.write(
            "办结核查差异",
            lambda session: roll_checks.settle(
                session, ids=ids, outcome=given["outcome"] or "", note=given["note"], day=today, by=by
            ),
            done=lambda count: self.office.tell.toast(f"已办结 {count} 项"),
        )  # fmt: skip

    def _acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("写结果…", self.settle, icon="check"),
            RowAct("收进服务区名单", self._take_over, icon="add"),
            RowAct("撤销结果", self._reopen, icon="undo", most=1),
            RowAct("学生档案", self._child, icon="pupils", most=1),
        )

    def _take_over(self, lines: Lines) -> None:
        today = self.office.today()
        ids = [line.item.id for line in lines if line.item.kind == Kind.NOT_IN_SCHOOL.value]
        if not ids:
            self.office.tell.mistake("只有“适龄未在校”的孩子可以收进服务区名单。")
            return
        self.office.write(
            "收进服务区名单",
            lambda session: area.take_over(session, difference_ids=ids, today=today),
            done=lambda count: self.office.tell.toast(f"已收进服务区名单 {count} 人，请在“服务区儿童”核实去向"),
        )

    def _reopen(self, lines: Lines) -> None:
        number = lines[0].item.id
        self.office.write("撤销核查结果", lambda session: roll_checks.reopen(session, difference_id=number))

    def _child(self, lines: Lines) -> None:
        if lines[0].item.pupil_id is None:
            self.office.tell.mistake("账本里没有这名学生。")
        else:
            self.office.go("pupils", lines[0].item.pupil_id)

    def _only_open(self) -> None:
        self.list.narrow("open", frozenset({OPEN}))

    def _left(self) -> QWidget:
        inside = QWidget()
        inside.setLayout(self._rooms)
        self._rooms.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inside)
        left = QWidget()
        left.setFixedWidth(CLASSES)
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 16, 8, 12)
        column.setSpacing(8)
        column.addWidget(self._term)
        column.addWidget(label("点一个班，逐人核对；都在就直接保存。", role="hint", wrap=True))
        column.addWidget(scroll, 1)
        column.addWidget(button("核查汇总表", kind="quiet", icon=icon("print"), run=partial(self._preview, "presence")))
        return left

    def _show(self, seen: RollChecks) -> None:
        self.seen = seen
        self._term.setText(f"{seen.opens.month}月开学核查" if seen.opens else "还没有设置学期")
        while (item := self._rooms.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for state in seen.classes:
            self._rooms.addWidget(button(class_words(state), kind="pick", run=partial(self.count, state)))
        self._rooms.addStretch(1)
        self.list.set_rows(seen.lines)
        self.state_changed.emit()
        if self._request is not None:
            request, self._request = self._request, None
            self.open_request(request)

    def _choose_first(self) -> None:
        if self.list.model.rows:
            self.list.select(self.list.model.rows[0].item.id)
