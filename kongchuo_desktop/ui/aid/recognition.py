"""认定: each child from the notice to the school's decision, the minutes of the reviews, the 公示."""

from collections.abc import Callable
from functools import partial

from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid.recognition import REFUSED, STAGES, RecognitionFacts
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.ui.aid.printing import OF_CHILDREN, OF_YEAR, choose_and_print
from kongchuo_desktop.ui.aid.public_acts import PublicActs
from kongchuo_desktop.ui.aid.recognition_acts import MOST, RecognitionActs
from kongchuo_desktop.ui.aid.recognition_lines import RecognitionSeen, read_recognition, recognition_kind
from kongchuo_desktop.ui.aid.terms import TermRow
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.list_section import ListSection
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct
from kongchuo_desktop.ui.words import button

Lines = tuple[RecognitionFacts, ...]
EMPTY = (
    "还没有要认定的学生。告知要发给每一户：按“列出全校学生”列出所有孩子，全选后登记告知；"
    "交来申请表的，登记申请，再评议、认定、公示。"
)


class RecognitionSection(ListSection):
    """Requests: a PupilId chooses the child; "public" asks about the 公示 that is up."""

    title = "认定"
    watches = frozenset({
        "aid_recognition", "review_meeting", "public_notice", "aid_objection", "family_status", "family_member",
        "category_word", "pupil", "term", "concern_mark",
    })  # fmt: skip
    seen: RecognitionSeen | None

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.acts = RecognitionActs(self, office)
        self.public = PublicActs(self, office)
        self.terms = TermRow()
        self.terms.chosen.connect(lambda _key: self.refresh())
        self.everybody = button("列出全校学生", kind="quiet", run=self.refresh)
        self.everybody.setCheckable(True)
        self.terms.row.addWidget(self.everybody)
        empty = Empty(EMPTY, "scene-list", "列出全校学生", self.show_everybody)
        self.build(recognition_kind(self._row_acts(), empty), over=self.terms)
        self.list.bar.insertWidget(2, button("评议记录…", kind="quiet", run=self.ask_meeting))
        self.list.bar.insertWidget(3, button("打印…", kind="quiet", icon=icon("print"), run=self.print_school))
        self.hanging = button("公示", kind="chip", run=self.ask_hanging)
        self.list.bar.insertWidget(4, self.hanging)
        self.hanging.hide()

    def question(self) -> Callable[[Session], RecognitionSeen]:
        everybody = self.everybody.isChecked()
        self.everybody.setText("只看有类别或申请的" if everybody else "列出全校学生")
        return partial(read_recognition, key=self.terms.key, today=self.office.today(), everybody=everybody)

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        counts = {stage: sum(one.stage == stage for one in self.seen.lines) for stage in STAGES}
        return "，".join(f"{stage} {count} 人" for stage, count in counts.items() if count) or "还没有要认定的学生"

    def main_act(self) -> MainAct | None:
        if self.seen is None or not self._decided():
            return None
        return MainAct("公示认定结果", self.publish, "file")

    def opened(self, row: RecognitionFacts) -> None:
        self.office.go("pupils", row.pupil.id)

    def opened_by(self, request: object) -> None:
        if request == "public":
            self.ask_hanging()
        elif isinstance(request, int):
            self.list.select(request)

    def show_everybody(self) -> None:
        """All on the roll, to be told."""
        self.everybody.setChecked(True)
        self.refresh()

    def publish(self) -> None:
        """Put up the decided; refused ones, those adjusted since and those who hung before are left out."""
        if self.seen is not None and self.seen.term is not None:
            self.public.ask_publish([one.pupil for one in self._decided()], self.seen.term.year)

    def print_school(self) -> None:
        """Papers of the whole school: notices, minutes of the reviews, 公示, approval."""
        choose_and_print(self, self.office, OF_YEAR, {"term": self.terms.key})

    def print_children(self, lines: Lines) -> None:
        """Notice, application or card of the chosen children."""
        chosen = [one.pupil.id for one in lines]
        choose_and_print(self, self.office, OF_CHILDREN, {"term": self.terms.key}, chosen)

    def ask_meeting(self) -> None:
        """The minutes of a review."""
        today = self.office.today()
        self.office.read(
            lambda session: class_room.classes(session, today=today),
            lambda rooms: self.acts.ask_meeting([(one.id, one.full_name) for one in rooms]),
        )

    def ask_hanging(self) -> None:
        """What is to be done about the 公示 that is up."""
        if self.seen is not None and self.seen.hanging:
            self.public.ask_hanging(self.seen.hanging[-1], self.seen.objections)

    def _decided(self) -> Lines:
        lines = self.seen.lines if self.seen else ()
        due = (one for one in lines if one.decided_on and one.level != REFUSED and one.until is None)
        return tuple(one for one in due if not one.published)

    def _row_acts(self) -> tuple[RowAct, ...]:
        acts = self.acts
        return (
            RowAct("已告知", acts.tell, icon="notices"),
            RowAct("交来申请表…", acts.ask_apply, icon="file", most=1),
            RowAct("班级评议…", acts.ask_review, icon="staff", most=MOST),
            RowAct("学校认定…", acts.ask_decide, icon="check", most=MOST),
            RowAct("撤回认定", acts.take_back, icon="undo", most=1),
            RowAct("不再困难…", acts.ask_adjust, icon="close", most=1),
            RowAct("打印…", self.print_children, icon="print"),
            RowAct("学生档案", lambda lines: self.opened(lines[0]), icon="pupils", most=1),
        )

    def show_seen(self, seen: RecognitionSeen) -> None:
        self.acts.year = seen.term.year if seen.term else 0
        self.terms.put(seen.terms, seen.term)
        up = seen.hanging
        self.hanging.setVisible(bool(up))
        self.hanging.setText(f"公示中，{up[-1].last:%m-%d} 满期" if up else "")
        parts = ["公示登记过 " + str(len(seen.notices)) + " 次"] if seen.notices else []
        parts += [f"{len(seen.objections)} 件异议没有处理完"] if seen.objections else []
        self.terms.sentence.setText("，".join(parts))
        self.list.set_rows(seen.lines)
