"""疑似名单: children handed down as suspected out of school; checked house by house, signed for, struck off."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QMenu, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.reports.pupil_lists import masked
from kongchuo_desktop.school.attachments import service as attachments
from kongchuo_desktop.school.names import pinyin_of
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.returns import settling
from kongchuo_desktop.school.returns import suspects as suspect_room
from kongchuo_desktop.school.returns.categories import UNCHECKED
from kongchuo_desktop.school.returns.settings import ReturnRules, in_force
from kongchuo_desktop.school.returns.settling import AT_HOME_FOR
from kongchuo_desktop.school.returns.suspects import BY_HAND, CLOSED, HANDED, OPEN, PARKED, STATES, SuspectFacts
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.storage import audit
from kongchuo_desktop.ui.list_section import ListSection
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct
from kongchuo_desktop.ui.panel import SidePanel
from kongchuo_desktop.ui.pictures import PictureStrip
from kongchuo_desktop.ui.returns.suspect_acts import SIDES, SuspectActs, without_number
from kongchuo_desktop.ui.words import button, label

OWNER = "suspect"
NUMBER = "证件号"
EMPTY = (
    "没有疑似失学名单。上级下发的名单导入以后，按证件号对上本校学生，号码有误、不是本校的单独列出；"
    "入户核查后写类别、附证明、签字、核销，统计表和台账自动有。"
)
EVERYBODY = ("在读", "休学", "离校")


@dataclass(frozen=True)
class SuspectLine:
    """A listed child and the pupil it is; `to_do` is what follows from the check."""

    facts: SuspectFacts
    pupil: PupilFacts | None
    to_do: str
    words: str
    earlier: tuple[SuspectFacts, ...] = ()  # what lists before said of the same child


@dataclass(frozen=True)
class SuspectsSeen:
    """The ledger, and the rules that it goes by."""

    lines: tuple[SuspectLine, ...]
    rules: ReturnRules


Lines = Sequence[SuspectLine]


def read_suspects(session: Session, *, today: date) -> SuspectsSeen:
    """Every listed child, those to be acted on first."""
    found = suspect_room.suspects(session)
    ids = frozenset(one.pupil_id for one in found if one.pupil_id is not None)
    people = {one.id: one for one in pupil_room.pupils(session, today=today, ids=ids, status=EVERYBODY)} if ids else {}
    paths = settling.paths(session, found=found)
    to_do = {
        **{one.id: "建个案" for one in paths.without_case}, **{one.id: "建个案查找" for one in paths.not_found},
        **{one.id: "安排送教" for one in paths.without_lessons}, **{one.id: "可以核销" for one in paths.to_close},
    }  # fmt: skip
    entries: dict[object, tuple[SuspectFacts, ...]] = {}
    lines = []
    for one in found:
        earlier = entries.get(suspect_room.entry_key(one), ())
        lines.append(_line(one, people.get(one.pupil_id) if one.pupil_id else None, to_do, earlier))
        entries[suspect_room.entry_key(one)] = (*earlier, one)
    order = sorted(lines, key=lambda line: (line.facts.state in (CLOSED, HANDED), line.facts.id))
    return SuspectsSeen(tuple(order), in_force(session, on=today))


def _line(
    one: SuspectFacts, pupil: PupilFacts | None, to_do: Mapping[int, str], earlier: tuple[SuspectFacts, ...]
) -> SuspectLine:  # fmt: skip
    usual = {OPEN: "入户核查", PARKED: "认领或转交"}
    sound, initials = pinyin_of(one.name)
    words = f"{one.name}\n{sound}\n{initials}\n{one.place}\n{one.guardian}\n{one.id_number[-4:]}\n{one.explanation}"
    return SuspectLine(one, pupil, usual.get(one.state) or to_do.get(one.id, ""), words, earlier)


class SuspectsSection(ListSection):
    """Requests: an Opens of 今日 narrows to what it speaks of, a suspect's number opens it."""

    title = "疑似名单"
    watches = frozenset({"suspect", "pupil", "return_case", "placement", "rule_value", "attachment"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: SuspectsSeen | None = None
        self._shown = 0
        self._row: SuspectLine | None = None
        self.acts = SuspectActs(self, office)
        empty = Empty(EMPTY, "scene-list", "导入疑似失学名单", self.bring)
        self.side = SidePanel()
        self.build(_kind(self._row_acts(), empty), panel=self.side)
        self.list.bar.insertWidget(
            2, button("要办的", kind="quiet", run=lambda: self.list.narrow("to_do", self._open_words()))
        )
        self.list.bar.insertWidget(3, button("类别代码…", kind="quiet", run=self.acts.ask_letters))

    def question(self) -> Callable[[Session], SuspectsSeen]:
        today = self.office.today()
        return lambda session: read_suspects(session, today=today)

    def show_seen(self, seen: SuspectsSeen) -> None:
        self.acts.rules = seen.rules
        self.list.set_rows(seen.lines)
        if self.side.isVisible():
            line = next((one for one in seen.lines if one.facts.id == self._shown), None)
            if line is None:
                self.side.close_panel()
            else:
                self.show_row(line)

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        if not self.seen.lines:
            return "没有疑似失学名单"
        states = [line.facts.state for line in self.seen.lines]
        return f"名单 {len(states)} 人，" + "，".join(
            f"{state} {states.count(state)} 人" for state in STATES if state in states
        )

    def main_act(self) -> MainAct | None:
        return MainAct("导入名单", self.bring, "intake") if self.seen is not None else None

    def bring(self) -> None:
        """A list comes in through the page of imports."""
        self.office.go("intake", "suspects")

    def opened_by(self, request: object) -> None:
        if isinstance(request, Opens):
            wanted = TO_DO.get(request.slot)
            if wanted:
                self.list.narrow("to_do", wanted)
            self.choose_first()
        elif isinstance(request, int) and (line := self.row_shown(lambda one: one.facts.id == request)) is not None:
            self.show_row(line)

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("一个孩子", self._pose_open),)

    def show_row(self, row: SuspectLine) -> None:
        """A listed child in the panel, with the proof of what was found."""
        if row is self._row and self.side.isVisible():
            return
        one = row.facts
        self._shown, self._row = one.id, row
        main = {
            "认领或转交": ("认领…", self.acts.ask_claim), "建个案": ("建个案", self.acts.open_cases),
            "建个案查找": ("建个案", self.acts.open_cases), "可以核销": ("核销…", self.acts.ask_close),
        }.get(row.to_do, ("核查…", self.acts.ask_check))  # fmt: skip
        foot: list[QWidget] = []
        self.main = button(main[0], kind="main", run=partial(main[1], (one,))) if one.closed_on is None else None
        if self.main is not None:
            foot.append(self.main)
        if one.closed_on is None and main[1] != self.acts.ask_check:
            foot.append(button("核查…", run=partial(self.acts.ask_check, (one,))))
        more = button("更多", kind="quiet")
        more.setMenu(self._menu(row, more))
        body = SuspectBody(self.office, row)
        body.keep.clicked.connect(lambda: self._keep(one, body))
        self.side.open(one.name, "  ".join(filter(None, (one.place, one.state))), body, (*foot, more))
        self.list.strip.show_selection(0)

    def _menu(self, row: SuspectLine, owner: QWidget) -> QMenu:
        one, menu = row.facts, QMenu(owner)
        parked = one.state in (PARKED, HANDED)
        for title, run, fits in (
            (
                "转交其他学校或村…",
                partial(self.acts.ask_hand_on, (one,)),
                one.pupil_id is None and one.closed_on is None,
            ),
            ("安排送教上门", partial(self.office.go, "visits", "teaching"), one.category in AT_HOME_FOR),
            ("签字确认…", partial(self.acts.ask_sign, (one,)), one.checked_on is not None and one.closed_on is None),
            ("核销…", partial(self.acts.ask_close, (one,)), one.closed_on is None),
            ("撤回核销", partial(self.acts.reopen, (one,)), one.closed_on is not None),
            ("撤回认领、转交", partial(self.acts.take_back, (one,)), parked or one.matched_by == BY_HAND),
            ("学生档案", partial(self.office.go, "pupils", one.pupil_id), one.pupil_id is not None),
        ):
            if fits:
                act = QAction(title, menu)
                act.triggered.connect(lambda _checked=False, run=run: run())
                menu.addAction(act)
        return menu

    def _keep(self, one: SuspectFacts, body: "SuspectBody") -> None:
        changes, now = body.pictures.changes(), self.office.clock()
        self.office.write(
            "保存核查照片",
            lambda session: attachments.keep(session, owner_kind=OWNER, owner_id=one.id, changes=changes, now=now),
            done=lambda _none: self.office.tell.toast("照片已保存"),
        )  # fmt: skip

    def _row_acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("核查…", lambda lines: self.acts.ask_check(_facts(lines)), icon="edit"),
            RowAct("认领…", lambda lines: self.acts.ask_claim(_facts(lines)), icon="pupils", most=1),
            RowAct("转交…", lambda lines: self.acts.ask_hand_on(_facts(lines)), icon="right"),
            RowAct("建个案", lambda lines: self.acts.open_cases(_facts(lines)), icon="add"),
            RowAct("签字确认…", lambda lines: self.acts.ask_sign(_facts(lines)), icon="check"),
            RowAct("核销…", lambda lines: self.acts.ask_close(_facts(lines)), icon="close"),
        )

    def _open_words(self) -> frozenset[str]:
        return frozenset(line.to_do for line in self.seen.lines if line.to_do) if self.seen else frozenset()

    def _pose_open(self) -> None:
        if self.list.model.rows:
            self.choose_first()
            self.show_row(self.list.model.rows[0])


TO_DO = {  # what a task of 今日 speaks of → what the list shows
    "check": frozenset({"入户核查"}), "claim": frozenset({"认领或转交"}), "case": frozenset({"建个案"}),
    "find": frozenset({"建个案查找"}), "lessons": frozenset({"安排送教"}), "strike": frozenset({"可以核销"}),
}  # fmt: skip


class SuspectBody(QWidget):
    """Everything of a listed child, and pictures of the proof."""

    def __init__(self, office: Office, row: SuspectLine) -> None:
        super().__init__()
        one = row.facts
        self._office = office
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(6)
        if row.to_do:
            column.addWidget(label("下一步", role="label"))
            column.addWidget(label(row.to_do, role="title", wrap=True))
        if one.parked and one.handed_on is None:
            column.addWidget(label(without_number(one, one.parked), tone="amber", wrap=True))
        for before in row.earlier:
            column.addWidget(label(_before(before), tone="calm", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for place, (heading, text) in enumerate(_values(row)):
            grid.addWidget(label(heading, role="label"), place, 0, Qt.AlignmentFlag.AlignTop)
            value = label(text, wrap=True, selectable=True)
            grid.addWidget(value, place, 1)
            if heading == NUMBER and one.id_number:
                self.number, self._whole_number = value, text.replace(masked(one.id_number), one.id_number)
                self.whole = button("完整证件号", kind="link", run=self._show_number)
                grid.addWidget(self.whole, place, 2, Qt.AlignmentFlag.AlignTop)
        column.addLayout(grid)
        column.addSpacing(12)
        column.addWidget(label("证明照片", role="heading"))
        self.pictures = PictureStrip(office, owner_kind=OWNER)
        self.pictures.show_owner(one.id)
        self.keep = button("保存照片", kind="main")
        self.keep.hide()
        self.pictures.changed.connect(lambda: self.keep.setVisible(bool(self.pictures.changes())))
        column.addWidget(self.pictures)
        column.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def _show_number(self) -> None:
        """To be compared with the list on paper; that it was looked at is put on record."""

        def note(session: Session) -> None:
            audit.record_event(session, kind="read", what="疑似名单查看完整证件号")

        def show(_none: object) -> None:
            self.whole.hide()
            self.number.setText(self._whole_number)

        self._office.write("查看完整证件号", note, done=show)


def _trouble(one: SuspectFacts) -> str:
    return f"（{without_number(one, one.id_trouble)}）" if one.id_trouble and not one.parked else ""


def _before(one: SuspectFacts) -> str:
    """What came of the child on a list before this one."""
    found = "，".join(filter(None, (one.category or UNCHECKED, one.found_where, one.explanation, one.evidence)))
    struck = f"，{one.closed_on:%Y-%m-%d}核销（{one.closed_why}）" if one.closed_on else ""
    checked = f"，{one.checked_on:%Y-%m-%d}{one.checked_by}核查" if one.checked_on else ""
    return f"{one.listed_on:%Y-%m-%d}的名单上有过：{found}{checked}{struck}"


def _values(row: SuspectLine) -> tuple[tuple[str, str], ...]:
    one = row.facts
    found = (
        (NUMBER, masked(one.id_number) + _trouble(one)),
        ("出生日期", one.birth_date.isoformat() if one.birth_date else ""),
        ("监护人", f"{one.guardian} {one.phone}".strip()),
        ("本校学生", f"{row.pupil.name} {row.pupil.class_name}（{one.matched_by}）" if row.pupil else ""),
        ("转交", f"{one.handed_on:%Y-%m-%d} {one.handed_to}" if one.handed_on else ""),
        ("核查类别", f"{SIDES[one.category]}：{one.category} {one.code}".strip() if one.category else UNCHECKED),
        ("现在何处", one.found_where), ("说明", one.explanation), ("证明", one.evidence),
        ("核查", f"{one.checked_on:%Y-%m-%d} {one.checked_by}" if one.checked_on else ""),
        ("签字", f"{one.signed_off_on:%Y-%m-%d} {one.signed_off_by}" if one.signed_off_on else ""),
        ("核销", f"{one.closed_on:%Y-%m-%d} {one.closed_why}（{one.closed_by}）" if one.closed_on else ""),
        ("名单", f"{one.listed_on:%Y-%m-%d}收到 序号{one.number or '无'} {one.source}".strip()),
    )  # fmt: skip
    return tuple((heading, text) for heading, text in found if text)


def _facts(lines: Lines) -> tuple[SuspectFacts, ...]:
    return tuple(line.facts for line in lines)


def _identity(line: SuspectLine) -> Hashable:
    return line.facts.id


def _tone(line: SuspectLine) -> str:
    return "amber" if line.facts.state in (OPEN, PARKED) else ""


def _trouble_with(line: SuspectLine) -> str:
    return line.facts.handed_to or without_number(line.facts, line.facts.parked)


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def _kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    columns = (
        Column("name", "姓名", lambda line: line.facts.name, 136),
        Column("state", "状态", lambda line: line.facts.state, 80, filtered=True, tone=_tone),
        Column("to_do", "要办", lambda line: line.to_do, 104, filtered=True),
        Column("category", "核查类别", lambda line: line.facts.category or UNCHECKED, 112, filtered=True),
        Column("code", "代码", lambda line: line.facts.code, 56, filtered=True),
        Column("pupil", "本校学生", lambda line: line.pupil.class_name if line.pupil else "", 104),
        Column("where", "现在何处", lambda line: line.facts.found_where, 160),
        Column("parked", "号码或身份", _trouble_with, 232,
               tone=lambda line: "amber" if line.facts.state == PARKED else ""),
        Column("place", "户籍地", lambda line: line.facts.place, 160, filtered=True),
        Column("evidence", "证明", lambda line: line.facts.evidence, 136),
        Column("checked", "核查", lambda line: _day(line.facts.checked_on), 104, kind="date",
               sort=lambda line: line.facts.checked_on),
        Column("signed", "签字", lambda line: line.facts.signed_off_by, 88),
        Column("closed", "核销", lambda line: _day(line.facts.closed_on), 104, kind="date",
               sort=lambda line: line.facts.closed_on),
        Column("id_number", "身份证件号", lambda line: masked(line.facts.id_number), 184, shown=False),
        Column("explanation", "核查说明", lambda line: line.facts.explanation, 240, shown=False),
        Column("number", "序号", lambda line: line.facts.number, 56, shown=False),
    )  # fmt: skip
    return ListKind(
        key="return_suspects", title="疑似失学儿童核查台账", columns=columns, identity=_identity,
        words=lambda line: line.words, acts=acts, empty=empty,
    )  # fmt: skip
