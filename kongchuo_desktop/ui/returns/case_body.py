"""A case beside the list: what is next, what is missing, then its course from the first sign to the end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.school.notices.rules import UNDELIVERED, WAITING
from kongchuo_desktop.school.returns.cases import CaseFacts, HandoverFacts, StepFacts, WatchFacts
from kongchuo_desktop.school.returns.rules import PLAN, Episode
from kongchuo_desktop.school.returns.signs import Sign
from kongchuo_desktop.ui.flow import Flow
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.panel import begin_part
from kongchuo_desktop.ui.pictures import PictureStrip
from kongchuo_desktop.ui.returns.case_acts import CaseActs
from kongchuo_desktop.ui.returns.case_lines import CaseLine
from kongchuo_desktop.ui.returns.letters import CaseLetters
from kongchuo_desktop.ui.words import button, label

OWNER = "return_case"
LEFT = Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True)
class Moment:
    """One thing in the course of a case, by its day; what it can be asked for."""

    day: date
    order: int
    episode: Episode | None = None
    back: Episode | None = None
    step: StepFacts | None = None
    watch: WatchFacts | None = None
    handover: HandoverFacts | None = None


def course(case: CaseFacts) -> tuple[Moment, ...]:
    """Everything in order: leaving, steps, return, looks that were made, handings over."""
    return tuple(sorted(_moments(case), key=lambda one: (one.day, one.order)))


def _moments(case: CaseFacts) -> Iterator[Moment]:
    for one in case.episodes:
        yield Moment(one.left_on, 0, episode=one)
        if one.returned_on:
            yield Moment(one.returned_on, 2, back=one)
    for step in case.steps:
        yield Moment(step.day, 3 if step.kind == PLAN else 1, step=step)
    for watch in case.watches:
        if watch.confirmed_on:
            yield Moment(watch.confirmed_on, 4, watch=watch)
    for handover in case.handovers:
        yield Moment(handover.sent_on, 5, handover=handover)


class CaseBody(QWidget):
    """Everything of a case to be read, its links done by `acts`."""

    def __init__(
        self, office: Office, line: CaseLine, case: CaseFacts, acts: CaseActs, letters: CaseLetters
    ) -> None:  # fmt: skip
        super().__init__()
        self._acts, self._letters, self._case, self._line = acts, letters, case, line
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 16, 24, 24)
        self._column.setSpacing(6)
        self._next()
        self._course()
        self._facts()
        self.pictures = PictureStrip(office, owner_kind=OWNER)
        self.pictures.show_owner(case.id)
        begin_part(self._column, "证明照片")
        self._column.addWidget(self.pictures)
        self.keep = button("保存照片", kind="main", run=lambda: None)
        self.keep.hide()
        self._column.addWidget(self.keep, 0, LEFT)
        self._column.addStretch(1)

    def _next(self) -> None:
        case, following, roll = self._case, self._line.next, self._line.roll
        if roll is not None:
            self._words(f"学籍上还是“{roll.stands}”，按“{roll.how}”结案的要登记“{roll.kind}”。", tone="amber")
        if following is None or case.closed_on:
            proof = case.evidence or "无证明结案"
            told = f"{case.closed_on:%Y-%m-%d} {case.closed_how}，{case.closed_by}登记"
            self._column.addWidget(label(f"已结案：{case.closed_how}", role="title"))
            self._words(told)
            self._words(f"证明：{proof}", tone="" if case.evidence else "amber")
            return
        late = f"，过了 {self._line.late} 天" if self._line.late else ""
        self._column.addWidget(label("下一步", role="label"))
        self._column.addWidget(label(following.what, role="title", wrap=True))
        self._words(f"{following.due:%Y-%m-%d} 前{late}", tone="red" if late else "")
        for one in case.pupil.guardians if case.away else ():
            if one.phone:
                self._words(f"{one.relation or '监护人'} {one.name} {one.phone}")
        missing = [name for name in case.missing if name != following.kind]
        if missing:
            self._words("还缺这几步，点一下登记：", role="sentence")
            holder = QWidget()
            flow = Flow(holder, across=8, down=4)
            flow.setContentsMargins(0, 0, 0, 0)
            for name in missing:
                flow.addWidget(button(name, kind="chip", run=partial(self._acts.ask_step, case, name)))
            self._column.addWidget(holder)

    def _facts(self) -> None:
        case = self._case
        begin_part(self._column, "情况", button("修改", kind="link", run=partial(self._acts.ask_describe, case)))
        stage = case.stage(self._line.today)
        told = (
            ("原因", case.cause or "待查"), ("现在何处", case.whereabouts or "没有查明"),
            ("包干人", case.holder or "没有指定"), ("建个案", f"{case.opened_on:%Y-%m-%d}，{case.opened_from}"),
            ("看到的", case.sign), ("列入", stage and f"{stage}台账"),
        )  # fmt: skip
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for place, (heading, text) in enumerate((h, t) for h, t in told if t):
            grid.addWidget(label(heading, role="label"), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(text, wrap=True, selectable=True), place, 1)
        self._column.addLayout(grid)

    def _course(self) -> None:
        again = f"，反复 {self._case.relapses} 次" if self._case.relapses else ""
        begin_part(self._column, f"经过 {len(self._case.steps)} 步{again}")
        ahead = [one for one in self._case.watches if one.confirmed_on is None]
        if ahead and not self._case.closed_on:
            self._words("还要看：" + "、".join(_short(one.due) for one in ahead), role="sentence")
        for moment in reversed(course(self._case)):
            if moment.episode:
                self._left(moment.episode)
            elif moment.back:
                self._back(moment.back)
            elif moment.step:
                self._step(moment.step)
            elif moment.watch:
                self._watch(moment.watch)
            elif moment.handover:
                self._handover(moment.handover)

    def _left(self, one: Episode) -> None:
        which = "离校" if one.number == 1 else f"第 {one.number - 1} 次反复，又离校"
        change = button("改", kind="link", run=partial(self._acts.ask_leaving, self._case, one))
        self._day(one.left_on, which, None if self._case.closed_on else change, heading=True)
        if one.why:
            self._words(one.why, role="sentence")

    def _back(self, one: Episode) -> None:
        last = one is self._case.episodes[-1] and not self._case.closed_on
        act = button("撤回", kind="link", run=partial(self._acts.take_back_return, self._case)) if last else None
        self._day(one.returned_on or one.left_on, f"返校 {one.returned_how}".strip(), act, heading=True)

    def _step(self, step: StepFacts) -> None:
        change = button("改", kind="link", run=partial(self._acts.ask_change_step, self._case, step))
        withdraw = button("撤回", kind="link", run=partial(self._acts.ask_withdraw, self._case, step))
        self._day(step.day, step.kind, *(() if self._case.closed_on else (change, withdraw)))
        place = f"，{step.place}" if step.place else ""
        self._words(f"{step.people}{place}", role="sentence")
        if step.text:
            self._words(step.text)
        if step.result:
            self._words(f"结果：{step.result}")
        if step.due:
            self._words(f"约定 {_short(step.due)}", role="sentence")
        if step.number:
            self._letter(step)

    def _letter(self, step: StepFacts) -> None:
        row = QHBoxLayout()
        waits = step.letter_state in (UNDELIVERED, WAITING)
        delivered = f" {_short(step.delivered_on)}送达" if step.delivered_on else ""
        until = f"，期限到{_short(step.deadline)}" if step.deadline else ""
        told = f"{step.number} {step.letter_state}{delivered}{until}"
        row.addWidget(label(told, wrap=True, tone="amberword" if waits else "", role="" if waits else "sentence"), 1)
        if waits:
            act = "登记送达" if step.letter_state == UNDELIVERED else "登记回执"
            row.addWidget(button(act, kind="link", run=partial(self._letters.ask_marked, self._case, step)))
        self._column.addLayout(row)

    def _watch(self, watch: WatchFacts) -> None:
        there = "在校" if watch.there else "不在校"
        self._day(watch.confirmed_on or watch.due, f"返校跟踪：{there}")
        self._words(f"{watch.read}（{watch.confirmed_by}确认）".strip(), role="sentence")
        if watch.note:
            self._words(watch.note)

    def _handover(self, one: HandoverFacts) -> None:
        acts = [button("撤回", kind="link", run=partial(self._acts.take_back_handover, one))]
        if one.accepted_on is None:
            acts.insert(0, button("登记接收", kind="link", run=partial(self._acts.ask_accept, self._case, one)))
        self._day(one.sent_on, f"移交{one.to}", *(() if self._case.closed_on else acts))
        told = f"{_short(one.accepted_on)}接收：{one.proof}" if one.accepted_on else "还没有收到接收证明"
        self._words(told, tone="" if one.accepted_on else "amber")

    def _day(self, day: date, text: str, *acts: QWidget | None, heading: bool = False) -> None:
        self._column.addSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(f"{day:%m-%d}", role="label"))
        row.addWidget(label(text, role="heading" if heading else "", wrap=True), 1)
        for act in acts:
            if act is not None:
                row.addWidget(act)
        self._column.addLayout(row)

    def _words(self, text: str, *, role: str = "", tone: str = "") -> None:
        self._column.addWidget(label(text, wrap=True, selectable=True, role=role, tone=tone))


def _short(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""


class SignBody(QWidget):
    """A child for whom a case should be opened: what was seen."""

    def __init__(self, line: CaseLine, sign: Sign) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(8)
        column.addWidget(label("又离校了，接着原个案" if sign.again else "还没有人负责劝返", role="title", wrap=True))
        column.addWidget(label(sign.told, wrap=True, selectable=True))
        days = (line.today - sign.left_on).days
        column.addWidget(
            label(f"{sign.left_on:%Y-%m-%d} 起，到今天 {days} 天。来源：{sign.opened_from}", role="sentence")
        )
        told = "建个案后，程序按步骤提醒：电话联系、入户劝返、村校联合劝返、书面报告，一直到返校后跟踪。"
        column.addWidget(label(told, role="hint", wrap=True))
        for one in line.pupil.guardians:
            if one.phone:
                column.addWidget(label(f"{one.relation or '监护人'} {one.name} {one.phone}", selectable=True))
        column.addStretch(1)
