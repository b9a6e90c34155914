"""困难家庭: the township's list against the book; whose child is ours, unknown words, who has left the list."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid import listed, service, shipped
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.aid.child_box import ChildBox
from kongchuo_desktop.ui.aid.families_lines import OURS, OVER, FamiliesSeen, FamilyLine, families_kind, read_families
from kongchuo_desktop.ui.aid.printing import print_paper
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.list_section import ListSection
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct
from kongchuo_desktop.ui.words import button

Lines = tuple[FamilyLine, ...]
EMPTY = (
    "还没有困难家庭。把乡镇的脱贫户、监测对象、低保户名单导入以后，程序按证件号对上本校学生，"
    "拿不准的列出来由人确认，每学期再导一次就知道谁新列入、谁退出。"
)
NOTHING = "不算资助类别"


class FamiliesSection(ListSection):
    """Requests: a PupilId chooses the child."""

    title = "困难家庭"
    watches = frozenset({"poor_family", "family_status", "family_member", "category_word", "pupil"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: FamiliesSeen | None = None
        empty = Empty(EMPTY, "scene-list", "导入困难家庭名单", self.bring)
        self.build(families_kind(self._acts(), empty))
        self.words = button("指定类别", kind="chip", run=self.ask_words)
        self.list.bar.insertWidget(
            2, button("现在在列的", kind="quiet", run=lambda: self.list.narrow("state", frozenset({OURS})))
        )
        self.list.bar.insertWidget(
            3, button("已退出的", kind="quiet", run=lambda: self.list.narrow("state", frozenset({OVER})))
        )
        self.list.bar.insertWidget(4, self.words)
        self.words.hide()

    def question(self) -> Callable[[Session], FamiliesSeen]:
        today = self.office.today()
        return lambda session: read_families(session, today=today)

    def show_seen(self, seen: FamiliesSeen) -> None:
        self.words.setVisible(bool(seen.unknown))
        self.words.setText(f"{len(seen.unknown)} 个类别没见过，指定…")
        self.list.set_rows(seen.lines)

    def opened(self, row: FamilyLine) -> None:
        self._child((row,))

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        if not self.seen.lines:
            return "还没有导入困难家庭名单"
        ours = len({line.facts.id for line in self.seen.lines if line.state == OURS})
        parts = [f"本校 {ours} 人在列"]
        parts += [f"最近的名单 {self.seen.last:%Y-%m-%d}"] if self.seen.last else []
        parts += [f"{len(self.seen.unknown)} 个类别没有指定"] if self.seen.unknown else []
        return "，".join(parts)

    def main_act(self) -> MainAct | None:
        return MainAct("导入名单", self.bring, "intake") if self.seen is not None else None

    def opened_by(self, request: object) -> None:
        self.row_shown(lambda line: line.facts.pupil is not None and line.facts.pupil.id == request)

    def bring(self) -> None:
        """A list comes in through the page of imports."""
        self.office.go("intake", "households")

    def print_cards(self, lines: Lines) -> None:
        """一人一卡 of the chosen children, with everything the family was counted as."""
        children = [line.facts.pupil.id for line in lines if line.facts.pupil is not None]
        if children:
            print_paper(self, self.office, "aid_card", {}, children)
        else:
            self.office.tell.mistake("选中的不是本校学生，没有一人一卡。")

    def ask_words(self) -> None:
        """What the office's words mean that the program does not know; asked once."""
        if self.seen is None or not self.seen.unknown:
            return
        words = self.seen.unknown[:8]
        choices = (("", NOTHING), *((name, name) for name in shipped.group_names()))
        parts = [Field(f"w{place}", f"“{word}”算哪一类", "choice", choices=choices) for place, word in enumerate(words)]

        def save(given: dict[str, str]) -> None:
            def verb(session: Session) -> None:
                for place, word in enumerate(words):
                    service.assign_word(session, word=word, group=given[f"w{place}"] or "")

            self.office.write("指定资助类别", verb, done=lambda _none: self.office.tell.toast("已指定，以后不再问"))

        FormBox(
            self, "名单上没见过的类别", parts, act="保存", today=self.office.today, run=save,
            sentence="每个词只问一次；算进一类的，应享受名单马上按这一类计算。",
        ).open()  # fmt: skip

    def ask_pupil(self, lines: Lines) -> None:
        """Which child of ours a member is."""
        facts = lines[0].facts
        told = f"户主{facts.head}，{facts.village}，{facts.relation or '关系没有写'}，{facts.category}"
        ChildBox(
            self, self.office, f"“{facts.name}”是哪名学生", (), act="确认", sentence=f"{told}。",
            run=lambda child, name, _given: self._confirm(facts.id, child, name),
        ).open()  # fmt: skip

    def ask_end(self, lines: Lines) -> None:
        """Why families are no longer counted."""
        open_ones = [line.facts for line in lines if line.state != OVER]
        if not open_ones:
            self.office.tell.mistake("选中的已经结束了。")
            return
        parts = (
            Field("why", "为什么不再算", required=True, longest=100, hint="如 不在今年的名单上、稳定脱贫"),
            Field("until", "到哪天", "date", required=True, width=14),
        )
        ids = [one.status_id for one in open_ones]
        FormBox(
            self, f"{len(set(ids))} 户不再算困难家庭", parts, act="结束", today=self.office.today,
            sentence="记录留着，这一天以后的学期不再按它算资助；同一户的孩子一起结束。",
            values={"until": self.office.today()},
            run=lambda given: self.office.write(
                "结束困难家庭",
                lambda session: listed.end(session, status_ids=ids, until=given["until"], why=given["why"]),
                done=lambda count: self.office.tell.toast(f"已结束 {count} 户"),
            ),
        ).open()  # fmt: skip

    def _confirm(self, member_id: int, child: PupilId | None, name: str) -> None:
        self.office.write(
            "确认困难家庭学生", lambda session: listed.confirm(session, member_id=member_id, pupil_id=child),
            done=lambda _none: self.office.tell.toast(f"已确认：{name}" if child else "已撤销确认"),
        )  # fmt: skip

    def _unconfirm(self, lines: Lines) -> None:
        if lines[0].facts.matched_by != listed.CONFIRMED:
            self.office.tell.mistake("这一行是按证件号对上的，不是人工确认的；证件号有误请在学生档案里改。")
            return
        self._confirm(lines[0].facts.id, None, "")

    def _acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("按姓名确认…", self.ask_pupil, icon="check", most=1),
            RowAct("撤销确认", self._unconfirm, icon="undo", most=1),
            RowAct("不再算困难家庭…", self.ask_end, icon="close"),
            RowAct("一人一卡", self.print_cards, icon="print"),
            RowAct("学生档案", self._child, icon="pupils", most=1),
        )

    def _child(self, lines: Lines) -> None:
        pupil = lines[0].facts.pupil
        if pupil is None:
            self.office.tell.mistake("名单上的这个孩子不是本校学生；如果是，请用“按姓名确认”。")
        else:
            self.office.go("pupils", pupil.id)
