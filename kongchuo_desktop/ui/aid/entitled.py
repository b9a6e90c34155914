"""应享受: who is entitled to what in a term and why; lists for payment are made from here."""

from collections.abc import Callable
from functools import partial

from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid import payments
from kongchuo_desktop.school.aid.rules import in_capitals, money
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.aid.entitled_lines import (
    IN_KIND,
    MISSED,
    EntitledLine,
    EntitledSeen,
    entitled_kind,
    read_entitled,
)
from kongchuo_desktop.ui.aid.printing import print_paper, print_table
from kongchuo_desktop.ui.aid.terms import TermRow
from kongchuo_desktop.ui.boxes import Choice
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.list_section import ListSection
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct
from kongchuo_desktop.ui.words import button

Lines = tuple[EntitledLine, ...]
EMPTY = (
    "这个学期没有算出应享受资助的学生。导入乡镇的困难家庭名单，或在“认定”里完成学校认定，"
    "程序就按标准算出谁该享受、多少、为什么。"
)


class EntitledSection(ListSection):
    """Requests: a PupilId chooses the child; a term's key shows that term."""

    title = "应享受"
    watches = frozenset({
        "pupil", "poor_family", "family_status", "family_member", "category_word", "aid_rule", "aid_recognition",
        "payment_list", "payment_line", "term", "rule_value", "concern_mark",
    })  # fmt: skip
    seen: EntitledSeen | None

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.terms = TermRow()
        self.terms.chosen.connect(lambda _key: self.refresh())
        empty = Empty(EMPTY, "scene-list", "导入困难家庭名单", partial(office.go, "intake", "households"))
        self.build(entitled_kind(self._acts(), empty), over=self.terms)
        self.list.bar.insertWidget(2, button("还没列支的", kind="quiet", run=self._only_missed))
        self.list.bar.insertWidget(3, button("名单", kind="quiet", icon=icon("print"), run=self.print_list))

    def question(self) -> Callable[[Session], EntitledSeen]:
        return partial(read_entitled, key=self.terms.key, today=self.office.today())

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        if self.seen.term is None:
            return "还没有设置学期"
        missed = sum(line.state == MISSED for line in self.seen.lines)
        people = len({line.one.pupil.id for line in self.seen.lines if line.state != IN_KIND})
        free = sum(line.state == IN_KIND for line in self.seen.lines)
        more = f"，另有 {free} 项免费提供" if free else ""
        if not people:
            return f"{self.seen.term.name}没有应享受资助的学生{more}"
        return f"{people} 人应享受，{f'{missed} 项还没列支' if missed else '都已列支'}{more}"

    def main_act(self) -> MainAct | None:
        if self.seen is None or not self.seen.to_make:
            return None
        return MainAct("生成发放名册", self.make, "add")

    def opened(self, row: EntitledLine) -> None:
        self.office.go("pupils", row.one.pupil.id)

    def opened_by(self, request: object) -> None:
        if isinstance(request, str):
            self.terms.box.setCurrentIndex(self.terms.box.findData(request))
            self.refresh()
        else:
            self.row_shown(lambda line: line.one.pupil.id == request)

    def make(self) -> None:
        """The first list of a programme of this term: which, when there are several."""
        seen = self.seen
        if seen is None or seen.term is None or not seen.to_make:
            return
        told = {key: _told(seen, key) for key in seen.to_make}
        if len(told) == 1:
            ((key, words),) = told.items()
            detail = "名册按现在的应享受名单和卡号写成，审批前可以移出个别学生。"
            if not self.office.tell.confirm(f"生成{words}的发放名册？", act="生成", detail=detail):
                return
        else:
            choices = tuple(Choice(one, words) for one, words in told.items())
            key = self.office.tell.choose("生成哪个项目的发放名册？", choices, safe=choices[0].key)
        if key:
            self._make(key, seen.term)

    def _make(self, key: str, term: TermSpan) -> None:
        today, by = self.office.today(), self.office.database.actor

        def made(number: int) -> None:
            self.office.tell.toast("已生成发放名册")
            self.office.go("aid", ("payments", number))

        self.office.write(
            "生成发放名册",
            lambda session: payments.make_list(session, programme=key, term=term, today=today, by=by),
            done=made,
        )

    def _acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("补列（更正名册）…", self.add_missed, icon="add"),
            RowAct("一人一卡", self.print_cards, icon="print"),
            RowAct("学生档案", lambda lines: self.opened(lines[0]), icon="pupils", most=1),
        )

    def print_list(self) -> None:
        """应享受资助学生名单 of the term."""
        print_table(self, self.office, "entitled", {"term": self.terms.key})

    def print_cards(self, lines: Lines) -> None:
        """一人一卡 of the chosen children."""
        children = [line.one.pupil.id for line in lines]
        print_paper(self, self.office, "aid_card", {"term": self.terms.key}, children)

    def add_missed(self, lines: Lines) -> None:
        """Children whose programme has its list already, but without them: a correction beside it."""
        seen = self.seen
        if seen is None or seen.term is None:
            return
        term = seen.term.key
        missed = [line for line in lines if line.state == MISSED]
        firsts = {line.one.entitlement.programme.key for line in missed} - set(seen.to_make)
        missed = [line for line in missed if line.one.entitlement.programme.key in firsts]
        if len(firsts) != 1:
            self.office.tell.mistake("请选同一个项目里还没列支的学生；还没有名册的项目，请先“生成发放名册”。")
            return
        key = firsts.pop()
        names = "、".join(line.one.pupil.name for line in missed[:5]) + ("等" if len(missed) > 5 else "")
        parts = (Field("why", "更正的原因", required=True, longest=200),)
        changes = {line.one.pupil.id: line.cents for line in missed}
        FormBox(
            self, f"补列 {len(missed)} 人", parts, act="生成更正名册",
            sentence=f"{names}：{money(sum(line.cents for line in missed))} 元。原来的名册不动，另成一份更正名册。",
            values={"why": "应享受，原名册漏列"}, today=self.office.today,
            run=lambda given: self._correct(key, term, changes, given["why"]),
        ).open()  # fmt: skip

    def _correct(self, programme: str, term: str, changes: dict[PupilId, int], why: str) -> None:
        today, by = self.office.today(), self.office.database.actor

        def verb(session: Session) -> int:
            first = next(one for one in payments.lists(session, today=today, term=term) if one.programme == programme)
            return payments.correct(session, list_id=first.id, changes=changes, why=why, today=today, by=by)

        self.office.write("更正发放名册", verb, done=lambda number: self.office.go("aid", ("payments", number)))

    def _only_missed(self) -> None:
        self.list.narrow("state", frozenset({MISSED}))

    def show_seen(self, seen: EntitledSeen) -> None:
        self.terms.put(seen.terms, seen.term)
        total = sum(line.cents for line in seen.lines)
        counted = f"按 {seen.day:%Y-%m-%d} 在册和住宿情况计算" if seen.day else ""
        words = f"{counted}，合计 {money(total)} 元（{in_capitals(total)}）"
        self.terms.sentence.setText(words if seen.lines else "")
        self.list.set_rows(seen.lines)


def _told(seen: EntitledSeen, key: str) -> str:
    lines = [line for line in seen.lines if line.one.entitlement.programme.key == key]
    title = lines[0].one.entitlement.programme.title
    return f"{title}（{len(lines)} 人，{money(sum(line.cents for line in lines))} 元）"
