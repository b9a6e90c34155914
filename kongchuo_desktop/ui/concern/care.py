"""一长三员: who is which child's acting parent and three counsellors, who is lacking, this month's records."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.desk import report_files
from kongchuo_desktop.school.pairing import care
from kongchuo_desktop.school.pairing.care import CARE_KINDS, Named
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.school.types import PairId, StaffId
from kongchuo_desktop.ui.concern.care_lines import OWED, Cared, CaredChild, care_kind, read_care
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.list_section import ListSection
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct
from kongchuo_desktop.ui.preview.tables import preview_table
from kongchuo_desktop.ui.words import button

EMPTY = "没有登记为留守的学生。登记留守以后，在这里给每个孩子落实代理家长和生活、学习、心理三位辅导员。"
RELIEVED = ("父母已回家", "本人调走", "换人", "家长不需要")
Children = Sequence[CaredChild]


class CareSection(ListSection):
    """Requests: the Opens of a task narrows to that class."""

    title = "一长三员"
    watches = frozenset({"pair", "talk", "concern_mark", "concern_kind", "pupil", "school_class", "staff_member"})
    seen: Cared | None

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        empty = Empty(EMPTY, "scene-list", "去登记", lambda: office.go("concern", "register"))
        self.build(care_kind(self._acts(), empty))
        bar = self.list.bar
        bar.insertWidget(2, button("本月未写", kind="quiet", run=self._only_owed))
        bar.insertWidget(3, button("一长三员表", kind="quiet", icon=icon("print"), run=self.print_table))

    def question(self) -> Callable[[Session], Cared]:
        return partial(read_care, today=self.office.today())

    def state_sentence(self) -> str:
        seen = self.seen
        if seen is None or not seen.children:
            return ""
        left, lacking = seen.count(lambda line: line.kind), seen.count(lambda line: line.lacks)
        owed = seen.count(lambda line: line.due)
        parts = [f"留守 {left} 人", f"{lacking} 人没有配齐" if lacking else "都已配齐"]
        parts.append(f"本月 {owed} 人没有关爱记录" if owed else "本月记录已写齐")
        return "，".join(parts)

    def main_act(self) -> MainAct | None:
        if self.seen is None or not self.seen.children:
            return None
        return MainAct("写关爱记录", self._record_chosen, "edit")

    def opened(self, row: CaredChild) -> None:
        self.ask_carer((row,))

    def opened_by(self, request: object) -> None:
        if self.seen is not None and isinstance(request, Opens) and request.class_id is not None:
            names = {child.line.class_name for child in self.seen.children if child.line.class_id == request.class_id}
            self.list.narrow("class", frozenset(names))

    def ask_carer(self, children: Children) -> None:
        """Name an adult for one post of the chosen children: one of the staff, or anybody by name."""
        if self.seen is None:
            return
        first = children[0].line
        lacking = first.lacks[0] if first.lacks else CARE_KINDS[0]
        staff = tuple((number, name) for number, name in self.seen.staff)
        fields = (
            Field("kind", "职责", "choice", required=True, choices=tuple((kind, kind) for kind in CARE_KINDS)),
            Field("who", "由谁担任", "choice", required=True, choices=staff, free=True, longest=60,
                  hint="选教职工，或直接写村干部、邻居的姓名"),
            Field("unit", "单位（不是教职工时填）", longest=80),
            Field("phone", "电话（不是教职工时填）", longest=40),
            Field("since", "从哪天起", "date", required=True, width=14),
        )  # fmt: skip
        FormBox(
            self, f"给 {_named(children)} 指定一长三员", fields, act="指定", today=self.office.today,
            values={"kind": lacking, "since": self.office.today()},
            run=lambda given: self._assign(children, given),
        ).open()  # fmt: skip

    def ask_record(self, children: Children) -> None:
        """This month's care record, the same for the chosen children."""
        if self.seen is None:
            return
        acting = children[0].line.carers.get(CARE_KINDS[0])
        fields = (
            Field("day", "日期", "date", required=True, width=14),
            Field("who", "谁去关爱的", "choice", required=True, free=True, longest=60,
                  choices=tuple((number, name) for number, name in self.seen.staff)),
            Field("content", "做了什么", "lines", required=True, longest=2000, hint="看望、谈话、辅导、联系父母……"),
        )  # fmt: skip
        who = (acting.staff_id or acting.name) if acting else ""
        FormBox(
            self, f"给 {_named(children)} 写关爱记录", fields, act="保存", today=self.office.today,
            values={"day": self.office.today(), "who": who}, run=lambda given: self._record(children, given),
        ).open()  # fmt: skip

    def ask_relieve(self, children: Children) -> None:
        """An adult of one child holds the post no longer."""
        (child,) = children
        held = tuple(child.line.carers.values())
        if not held:
            self.office.tell.toast(f"{child.name}还没有指定一长三员")
            return
        fields = (
            Field("pair", "谁不再担任", "choice", required=True,
                  choices=tuple((carer.pair_id, f"{carer.kind}　{carer.name}") for carer in held)),
            Field("on", "从哪天起", "date", required=True, width=14),
            Field("why", "原因", "choice", required=True, free=True, longest=100,
                  choices=tuple((words, words) for words in RELIEVED)),
        )  # fmt: skip
        office = self.office
        FormBox(
            self, f"{child.name}：不再担任", fields, act="结束", today=office.today,
            values={"pair": held[0].pair_id, "on": office.today()},
            run=lambda given: office.write(
                "结束一长三员",
                lambda session: care.relieve(session, pair_ids=[given["pair"]], on=given["on"], why=given["why"]),
                done=lambda _none: office.tell.toast("已结束，经过保留在记录里"),
            ),
        ).open()  # fmt: skip

    def print_table(self) -> None:
        """The table of adults on paper."""
        database, today = self.office.database, self.office.today()
        self.office.tasks.run(
            lambda _progress: report_files.tabulate(database, "care", {}, today=today),
            done=lambda table: preview_table(self, self.office, table),
            title="汇总一长三员表",
        )

    def _assign(self, children: Children, given: dict[str, Any]) -> None:
        office, today, ids = self.office, self.office.today(), [child.id for child in children]
        who = _who(given["who"], given["unit"] or "", given["phone"] or "")

        def done(made: tuple[PairId, ...]) -> None:
            if not made:
                office.tell.toast("本来就是这一位，没有改动")
                return
            office.tell.toast(
                f"已给 {len(made)} 人指定{given['kind']}",
                undo=lambda: office.write(
                    "撤销指定一长三员",
                    lambda session: care.withdraw(session, pair_ids=made),
                    done=lambda _none: office.tell.toast("已撤销，原来的人照旧"),
                ),
            )

        office.write(
            "指定一长三员",
            lambda session: care.assign(
                session, pupil_ids=ids, kind=given["kind"], who=who, since=given["since"], today=today
            ),
            done=done,
        )

    def _record(self, children: Children, given: dict[str, Any]) -> None:
        office, now, ids = self.office, self.office.clock(), [child.id for child in children]

        def verb(session: Session) -> int:
            made = care.record(
                session, pupil_ids=ids, day=given["day"], content=given["content"], who=_who(given["who"]), now=now,
                by=office.database.actor,
            )  # fmt: skip
            return len(made)

        office.write("写关爱记录", verb, done=lambda number: office.tell.toast(f"已写 {number} 人的关爱记录"))

    def show_seen(self, seen: Cared) -> None:
        self.list.set_rows(seen.children)

    def _acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("指定", lambda children: self.ask_carer(children), icon="add"),
            RowAct("写关爱记录", lambda children: self.ask_record(children), icon="edit"),
            RowAct("不再担任", lambda children: self.ask_relieve(children), most=1),
            RowAct("学生档案", lambda children: self.office.go("pupils", children[0].id), icon="pupils", most=1),
        )

    def _record_chosen(self) -> None:
        chosen = self.list.selected()
        if chosen:
            self.ask_record(chosen)
        else:
            self.list.setFocus()
            self.office.tell.toast("请先选中学生，可以选几名一起写")

    def _only_owed(self) -> None:
        self.list.narrow("month", frozenset({OWED}))
        self.list.setFocus()


def _named(children: Children) -> str:
    return children[0].name if len(children) == 1 else f"{len(children)} 名学生"


def _who(chosen: Any, unit: str = "", phone: str = "") -> Named:
    if isinstance(chosen, int):
        return Named(staff_id=StaffId(chosen))
    return Named(name=str(chosen), unit=unit, phone=phone)
