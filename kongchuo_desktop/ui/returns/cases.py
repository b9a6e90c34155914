"""个案: every case with its next act; children who need one stand at the top."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.attachments import service as attachments
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.school.tasks.returns_due import NEW
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.list_section import ListSection
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct
from kongchuo_desktop.ui.panel import SidePanel
from kongchuo_desktop.ui.returns.case_acts import CaseActs
from kongchuo_desktop.ui.returns.case_body import OWNER, CaseBody, SignBody
from kongchuo_desktop.ui.returns.case_lines import CLOSED, CaseLine, CasesSeen, cases_kind, identity, read_cases
from kongchuo_desktop.ui.returns.letters import CaseLetters
from kongchuo_desktop.ui.words import button

EMPTY = (
    "没有劝返个案。哪个孩子连续旷课、开学没来、村里说外出打工了，建一个个案：一步一步劝返，"
    "期限到了列在今日，返校后继续跟踪，最后有证明才结案。"
)
Lines = Sequence[CaseLine]


class CasesSection(ListSection):
    """Requests: an Opens of 今日, ("new", PupilId or None), ("case", id), a PupilId."""

    title = "个案"
    watches = frozenset({
        "return_case", "case_episode", "case_step", "case_watch", "case_handover", "pupil", "notice", "absence_mark",
        "register", "return_check", "enrolment_event", "rule_value", "staff_member", "placement",
    })  # fmt: skip

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: CasesSeen | None = None
        self._shown: object = None
        self._row: CaseLine | None = None
        self._wanted: int | None = None
        self.acts, self.letters = CaseActs(self, office), CaseLetters(self, office)
        self.acts.made = self._made
        kind = cases_kind(self._row_acts(), Empty(EMPTY, "scene-school", "建个案", self.acts.ask_new))
        self.side = SidePanel()
        self.build(kind, panel=self.side)
        self._chips()
        for keys, run in (("Ctrl+N", lambda: self.acts.ask_new()), ("Ctrl+J", self.step), ("Ctrl+P", self.print)):
            QShortcut(QKeySequence(keys), self).activated.connect(run)

    def question(self) -> Callable[[Session], CasesSeen]:
        today = self.office.today()
        return lambda session: read_cases(session, today=today)

    def show_seen(self, seen: CasesSeen) -> None:
        first = self.acts.seen is None
        self.acts.seen = seen
        self.list.set_rows(seen.lines)
        if first and any(line.state in CLOSED for line in seen.lines):
            self.list.narrow("state", frozenset({line.state for line in seen.lines} - set(CLOSED)))
        if self._wanted is not None:
            number, self._wanted = self._wanted, None
            self._open(lambda line: line.case is not None and line.case.id == number)
        elif self.side.isVisible():
            line = next((one for one in seen.lines if identity(one) == self._shown), None)
            if line is None:
                self.side.close_panel()
            else:
                self.show_row(line)

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        lines = self.seen.lines
        signs = sum(line.sign is not None for line in lines)
        parts = [f"{signs} 名孩子该建个案"] if signs else []
        counts = {state: sum(line.state == state for line in lines) for state in ("劝返中", "移交待接收", "已返校跟踪")}
        parts += [f"{state} {count} 人" for state, count in counts.items() if count]
        late = sum(bool(line.late) for line in lines)
        parts += [f"{late} 件过期"] if late else []
        return "，".join(parts) or "没有要劝返的孩子"

    def main_act(self) -> MainAct | None:
        return MainAct("建个案", self.acts.ask_new, "add") if self.seen is not None else None

    def opened_by(self, request: object) -> None:
        if isinstance(request, Opens):
            if request.slot == NEW:
                self._open(lambda line: line.sign is not None and line.pupil.id == request.pupil_id)
            else:
                self._open(lambda line: line.case is not None and line.case.id == request.step)
        elif isinstance(request, tuple) and request and request[0] == "new":
            self._new(*request[1:])
        elif isinstance(request, tuple) and request and request[0] == "case":
            self._open(lambda line: line.case is not None and line.case.id == request[1])
        elif isinstance(request, int):
            self._open(lambda line: line.pupil.id == request)

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("一个个案", self._pose_open), ("登记一步", self._pose_step))

    def step(self) -> None:
        """Log a step of the case that is chosen; a case for a child who needs one."""
        line = self.list.current()
        if line is None:
            self.office.tell.mistake("请先在列表里选一个孩子。")
        elif line.case is None:
            self.acts.open_signs([line.sign])
        elif line.case.closed_on:
            self.office.tell.mistake("这个个案已经结案；孩子又离校了请用“又离校了”接着原个案。")
        else:
            self.acts.ask_step(line.case)

    def print(self) -> None:
        """Letters and papers of the cases that are chosen."""
        cases = [line.case for line in self.list.selected() if line.case is not None]
        if cases:
            self.letters.ask_printed(cases)
        else:
            self.office.tell.mistake("请先在列表里选有个案的孩子。")

    def show_row(self, row: CaseLine) -> None:
        """A case or a sign in the panel."""
        if row is self._row and self.side.isVisible():
            return
        self._shown, self._row = identity(row), row
        detail = "  ".join(filter(None, (row.pupil.class_name, row.pupil.village, row.state)))
        if row.sign is not None:
            self.main = button("建个案", kind="main", run=partial(self.acts.open_signs, [row.sign]))
            self.side.open(row.pupil.name, detail, SignBody(row, row.sign), (self.main, self._child_button(row)))
        elif row.case is not None:
            body = CaseBody(self.office, row, row.case, self.acts, self.letters)
            body.keep.clicked.connect(lambda: self._keep_pictures(row.case, body))
            body.pictures.changed.connect(lambda: body.keep.setVisible(bool(body.pictures.changes())))
            self.side.open(row.pupil.name, detail, body, self._foot(row, row.case))
        self.list.strip.show_selection(0)

    def _foot(self, line: CaseLine, case: CaseFacts) -> tuple[QWidget, ...]:
        if line.roll is not None:
            enter = f"登记“{line.roll.kind}”…" if line.roll.to_enter else "改正学籍异动…"
            self.main = button(enter, kind="main", run=partial(self.acts.enter_on_roll, case, line.roll))
        elif case.closed_on and not case.evidence:
            self.main = button("补证明…", kind="main", run=partial(self.acts.ask_proof, case))
        elif case.closed_on:
            self.main = button("又离校了…", kind="main", run=partial(self.acts.ask_relapse, case))
        elif case.waiting is not None:
            self.main = button("登记接收…", kind="main", run=partial(self.acts.ask_accept, case, case.waiting))
        elif case.letters_lying:
            lying = case.letters_lying[0]
            self.main = button("登记送达…", kind="main", run=partial(self.letters.ask_marked, case, lying))
        elif case.away:
            self.main = button("登记一步…", kind="main", tip="Ctrl+J", run=partial(self.acts.ask_step, case))
        else:
            self.main = button("看在校情况", kind="main", run=partial(self.office.go, "returns", "watching"))
        back = [button("返校了…", run=partial(self.acts.ask_return, case))] if case.away else []
        printed = button("打印…", tip="Ctrl+P", run=partial(self.letters.ask_printed, (case,)))
        more = button("更多", kind="quiet")
        more.setMenu(self._menu(case, more))
        return (self.main, *back, printed, more)

    def _menu(self, case: CaseFacts, owner: QWidget) -> QMenu:
        menu = QMenu(owner)
        for title, run, fits in (
            (
                "登记一步…",
                partial(self.acts.ask_step, case),
                not case.closed_on and not self._steps_first(case),
            ),
            (
                "又离校了…",
                partial(self.acts.ask_relapse, case),
                not case.away and (not case.closed_on or not case.evidence),
            ),
            ("移交…", partial(self.acts.ask_hand_over, case), not case.closed_on),
            ("结案…", partial(self.acts.ask_close, case), not case.closed_on),
            ("补证明…", partial(self.acts.ask_proof, case), bool(case.closed_on) and not case.evidence),
            ("撤回结案", partial(self.acts.reopen, case), bool(case.closed_on)),
            ("学生档案", partial(self.office.go, "pupils", case.pupil.id), True),
            ("删除误立的个案…", partial(self.acts.ask_drop, case), not case.steps and not case.closed_on),
        ):
            if fits:
                act = QAction(title, menu)
                act.triggered.connect(lambda _checked=False, run=run: run())
                menu.addAction(act)
        return menu

    def _steps_first(self, case: CaseFacts) -> bool:
        return case.away and case.waiting is None and not case.letters_lying

    def _child_button(self, line: CaseLine) -> QPushButton:
        return button("学生档案", run=partial(self.office.go, "pupils", line.pupil.id))

    def _keep_pictures(self, case: CaseFacts | None, body: CaseBody) -> None:
        if case is None:
            return
        changes, now, number = body.pictures.changes(), self.office.clock(), case.id
        self.office.write(
            "保存个案照片",
            lambda session: attachments.keep(session, owner_kind=OWNER, owner_id=number, changes=changes, now=now),
            done=lambda _none: self.office.tell.toast("照片已保存"),
        )  # fmt: skip

    def _new(self, pupil_id: PupilId | None = None) -> None:
        """About a child chosen elsewhere: its case if it has one, its sign if there is one, else the box."""
        if pupil_id is None:
            self.acts.ask_new()
            return
        if self._open(lambda line: line.pupil.id == pupil_id):
            return
        from kongchuo_desktop.school.pupils import service as pupil_room

        today = self.office.today()
        self.office.read(
            lambda session: pupil_room.pupil(session, pupil_id=pupil_id, today=today),
            lambda child: self.acts.ask_new(child=(child.id, child.name, child.class_name)),
        )

    def _open(self, fits: Callable[[CaseLine], bool]) -> bool:
        line = self.row_shown(fits)
        if line is not None:
            self.opened(line)
        return line is not None

    def _made(self, number: int) -> None:
        self._wanted = number
        self.refresh()

    def _chips(self) -> None:
        going = frozenset({"劝返中", "移交待接收", "已返校跟踪", "该建个案", "又离校了"})
        self.list.bar.insertWidget(2, button("没有结案的", kind="quiet", run=lambda: self.list.narrow("state", going)))

    def _row_acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("建个案", self._open_several, icon="add"),
            RowAct("登记一步…", lambda lines: self._of_case(lines, self.acts.ask_step), icon="edit", most=1),
            RowAct("打印…", lambda _lines: self.print(), icon="print"),
            RowAct("返校了…", lambda lines: self._of_case(lines, self.acts.ask_return), icon="check", most=1),
            RowAct("结案…", lambda lines: self._of_case(lines, self.acts.ask_close), icon="close", most=1),
            RowAct("学生档案", lambda lines: self.office.go("pupils", lines[0].pupil.id), icon="pupils", most=1),
        )

    def _open_several(self, lines: Lines) -> None:
        signs = [line.sign for line in lines if line.sign is not None]
        if signs:
            self.acts.open_signs(signs)
        else:
            self.office.tell.mistake("选中的孩子已经有个案了。")

    def _of_case(self, lines: Lines, act: Callable[[CaseFacts], object]) -> None:
        case = lines[0].case
        if case is None:
            self.office.tell.mistake("这个孩子还没有个案，请先建个案。")
        else:
            act(case)

    def _pose_open(self) -> None:
        self._open(lambda line: line.case is not None and bool(line.case.steps))

    def _pose_step(self) -> None:
        self._pose_open()
        if self.list.current() is not None:
            self.step()
