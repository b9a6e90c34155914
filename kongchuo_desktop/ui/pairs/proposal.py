"""结对建议: who should help whom and why; pin any pair, work out the rest again, accept what is ticked."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QScrollArea, QSpinBox, QStackedWidget, QVBoxLayout, QWidget

from kongchuo_desktop.school.pairing.proposing import Wanted
from kongchuo_desktop.school.types import ClassId, PupilId, StaffId
from kongchuo_desktop.ui.empty import EmptyState
from kongchuo_desktop.ui.flow import Flow
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.pairs.acts import PairActs
from kongchuo_desktop.ui.pairs.load_bars import Load, LoadBars
from kongchuo_desktop.ui.pairs.proposal_grid import ProposalGrid
from kongchuo_desktop.ui.pairs.suggesting import Suggested, Terms, accept, left_words, suggest, take_back
from kongchuo_desktop.ui.theme.tokens import SIZES
from kongchuo_desktop.ui.words import button, hairline, label

KINDS = (("教师帮扶", "教师帮扶"), ("同伴互助", "同伴互助"))
WHOM = ((False, "只看重点关爱学生"), (True, "全体学生"))
SEX = (("", "性别不限"), ("asked", "同性别优先"), ("always", "必须同性别"))
EMPTY = (
    "这里列出还没有人帮扶的学生，按现在的选择没有要结对的。先在“重点关爱”里登记，"
    "或换成“全体学生”、换一个班、换一种结对类型再看。"
)
SIDE = 296  # pixels


class ProposalSection(Page):
    """Requests: a kind of pair chooses it. Nothing is saved before it is accepted."""

    title = "结对建议"
    watches = frozenset(
        {"pair", "pair_wish", "pupil", "staff_member", "class_post", "concern_mark", "rule_value", "support_plan"}
    )

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: Suggested | None = None
        self.pins: dict[PupilId, str] = {}
        self._most: int | None = None  # the school's own until it is changed here
        self.kind, self.room, self.whom, self.sex = (QComboBox() for _ in range(4))
        self.most = QSpinBox()
        self.most.setAccessibleName("每人最多帮几名")
        self.most.setRange(1, 60)
        self.most.setPrefix("每人最多 ")
        self.most.setSuffix(" 名")
        self.grid = ProposalGrid()
        self.acts = PairActs(self, office)
        self.loads = LoadBars()
        self.left = label(tone="amber", wrap=True, selectable=True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._laid_out())
        self._stack.addWidget(
            EmptyState(EMPTY, picture="scene-list", act="去重点关爱登记", run=lambda: office.go("concern", "register"))
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._questions())
        column.addWidget(hairline())
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self.grid)
        self.grid.pinned.connect(self.pin)
        self.grid.ticked.connect(self.state_changed)

    def refresh(self) -> None:
        wanted, most, today = self.wanted(), self._most, self.office.today()
        self.office.read(
            lambda session: suggest(session, wanted=wanted, most=most, today=today), self._show, latest="proposal"
        )

    def wanted(self) -> Wanted:
        """What is asked of the proposal now."""
        room = self.room.currentData()
        return Wanted(
            kind=self.kind.currentData(), class_id=ClassId(room) if room else None, everybody=self.whom.currentData(),
            sex=self.sex.currentData(), pinned=dict(self.pins),
        )  # fmt: skip

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        found = self.seen.found
        if not found.pairs and not found.left:
            return "没有要配的学生"
        parts = [f"建议 {len(found.pairs)} 对，还没有保存"]
        parts += [f"{len(found.left)} 人没有配上"] if found.left else []
        parts += [f"已指定 {len(self.pins)} 对"] if self.pins else []
        return "，".join(parts)

    def main_act(self) -> MainAct | None:
        chosen = len(self.grid.chosen())
        return MainAct(f"接受选中的 {chosen} 对", self.ask_accept, "check") if chosen else None

    def open_request(self, request: object) -> None:
        if isinstance(request, str) and self.kind.findData(request) >= 0:
            self.kind.setCurrentIndex(self.kind.findData(request))

    def pin(self, child: int, key: str) -> None:
        """Put a helper down for a child, or let the program choose again; the rest is worked out anew."""
        if key:
            self.pins[PupilId(child)] = key
        else:
            self.pins.pop(PupilId(child), None)
        self.refresh()

    def unpin_all(self) -> None:
        """Let the program choose everybody again."""
        self.pins.clear()
        self.refresh()

    def ask_wish(self) -> None:
        """A wish or veto of the child the cursor is on; the proposal heeds it at once."""
        pair = self.grid.current()
        if pair is None or pair.helper.is_pupil:
            self.office.tell.toast("先在教师帮扶的建议里选中一名学生")
            return
        staff_id = StaffId(int(pair.helper.key.partition("/")[2]))
        self.acts.ask_wish(pair.child.id, pair.child.name, staff_id, wanted="no")

    def ask_accept(self) -> None:
        """What the accepted pairs have in common, then make them in one go."""
        chosen, seen = self.grid.chosen(), self.seen
        if not chosen or seen is None:
            return
        fields = (
            Field("since", "从哪天起", "date", required=True, width=14),
            Field("aim", "共同的目标", longest=300, hint="可以空着，以后逐个写"),
            Field("talks", "每月谈心（次）", "number", width=6),
            Field("visits", "每月家访（次）", "number", width=6),
        )
        values = {"since": self.office.today(), "talks": seen.talks, "visits": seen.visits}
        FormBox(
            self, f"保存 {len(chosen)} 对{seen.wanted.kind}", fields, act="保存", today=self.office.today,
            run=self._accept, values=values, sentence="每一对的推荐理由一起记下。没有勾选的不保存。",
        ).open()  # fmt: skip

    def _accept(self, given: dict[str, Any]) -> None:
        office, today, chosen = self.office, self.office.today(), self.grid.chosen()
        kind = self.seen.wanted.kind if self.seen else ""
        terms = Terms(given["since"], given["aim"] or "", given["talks"] or 0, given["visits"] or 0)

        def back(ids: tuple[Any, ...]) -> None:
            office.write(
                "撤销结对建议", lambda session: take_back(session, ids=ids),
                done=lambda _none: office.tell.toast("已撤销，学生又在建议里了"),
            )  # fmt: skip

        def done(ids: tuple[Any, ...]) -> None:
            for pair in chosen:
                self.pins.pop(pair.child.id, None)
            office.tell.toast(f"已结对 {len(ids)} 对", undo=lambda: back(ids))

        office.write(
            "接受结对建议",
            lambda session: accept(session, kind=kind, chosen=chosen, terms=terms, today=today),
            done=done,
        )

    def _show(self, seen: Suggested) -> None:
        self.seen = seen
        self._put_rooms(seen)
        self.most.blockSignals(True)
        self.most.setValue(seen.most)
        self.most.blockSignals(False)
        self.grid.show_proposal(seen)
        loads = [
            Load(one.name, one.load, seen.found.loads.get(one.key, 0), one.most)
            for one in seen.helpers
            if not one.is_pupil or seen.found.loads.get(one.key, 0)
        ]
        self.loads.show_loads(sorted(loads, key=lambda one: (-one.after, one.name)))
        words = left_words(seen.found)
        self.left.setText(f"没有配上的 {len(seen.found.left)} 人\n{words}" if words else "")
        self.left.setVisible(bool(words))
        self.unpin.setEnabled(bool(self.pins))
        self._stack.setCurrentIndex(0 if seen.found.pairs or seen.found.left else 1)
        self.state_changed.emit()

    def _put_rooms(self, seen: Suggested) -> None:
        if self.room.count() == len(seen.rooms) + 1:
            return
        kept = self.room.currentData()
        self.room.blockSignals(True)
        self.room.clear()
        self.room.addItem("全校", None)
        for number, name in seen.rooms.items():
            self.room.addItem(name, number)
        self.room.setCurrentIndex(max(0, self.room.findData(kept)))
        self.room.blockSignals(False)

    def _questions(self) -> QWidget:
        over = QWidget()
        row = Flow(over, across=8)
        row.setContentsMargins(24, 8, 24, 8)
        self.room.addItem("全校", None)
        boxes: tuple[tuple[QComboBox, tuple[tuple[Any, str], ...], str], ...] = (
            (self.kind, KINDS, "结对类型"), (self.room, (), "班级"),
            (self.whom, WHOM, "哪些学生"), (self.sex, SEX, "性别"),
        )  # fmt: skip
        for box, choices, name in boxes:
            for key, words in choices:
                box.addItem(words, key)
            box.setAccessibleName(name)
            box.setToolTip(name)
            row.addWidget(box)
            box.currentIndexChanged.connect(self._asked_otherwise)
        self.kind.currentIndexChanged.disconnect(self._asked_otherwise)
        self.kind.currentIndexChanged.connect(self._other_kind)
        row.addWidget(self.most)
        self.most.setKeyboardTracking(False)
        self.most.valueChanged.connect(self._other_most)
        self.again = button("重新推算", icon=icon("refresh"), run=self.refresh)
        self.unpin = button("取消全部指定", kind="quiet", run=self.unpin_all)
        self.most.setFixedSize(132, SIZES.control)
        self.wish = button("注明意愿…", kind="quiet", tip="这名学生希望或不要跟谁结对", run=self.ask_wish)
        for made in (self.unpin, self.wish):
            made.setFixedHeight(SIZES.control)
        row.addWidget(self.again)
        row.addWidget(self.unpin)
        row.addWidget(self.wish)
        return over

    def _laid_out(self) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.grid, 1)
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        hint = "双击帮扶人或按回车可以换人，指定的不再变，其余重新推算；空格勾选。保存以前什么都不记。"
        column.addWidget(label(hint, role="hint", wrap=True))
        column.addWidget(self.left)
        column.addWidget(label("推算后每人带几名（浅色是新增的）", role="heading", wrap=True))
        column.addWidget(self.loads)
        column.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedWidth(SIDE)
        scroll.setWidget(inside)
        row.addWidget(scroll)
        return whole

    def _other_kind(self) -> None:
        """Classmates are helped by those who are on no register: of everybody nobody would be left to help."""
        self.pins.clear()
        self._most = None
        by_pupils = self.kind.currentData() == "同伴互助"
        self.whom.setEnabled(not by_pupils)
        self.whom.setToolTip("同伴互助由没有登记重点关爱的同班同学来帮" if by_pupils else "哪些学生")
        if by_pupils and self.whom.currentIndex():
            self.whom.setCurrentIndex(0)  # reads anew
        else:
            self.refresh()

    def _other_most(self, value: int) -> None:
        self._most = value
        self.refresh()

    def _asked_otherwise(self) -> None:
        self.refresh()

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("全体学生", lambda: self.whom.setCurrentIndex(1)),)
