"""What is done about plans: written, help put down, four weeks judged, summaries drafted and kept."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pairing import plans
from kongchuo_desktop.school.pairing.plans import HELP_KINDS, CycleFacts
from kongchuo_desktop.school.pairing.rules import RATINGS
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.pairs.plan_box import Entered, PlanBox
from kongchuo_desktop.ui.pairs.plan_lines import PlanLine

SUMMARIES = {"middle": "期中小结", "final": "期末总结"}
HELP = (
    Field("day", "哪天", "date", required=True, width=14),
    Field("kind", "形式", "choice", required=True, choices=tuple((kind, kind) for kind in HELP_KINDS)),
    Field("minutes", "时长（分钟）", "number", width=6),
    Field("subject", "学科", longest=40),
    Field("content", "做了什么", longest=300, hint="如 补习两位数乘法"),
    Field("given_by", "谁帮的", longest=60),
)
TALL = 240  # pixels of a summary's field


class PlanActs:
    """The acts of the list and of the panel."""

    def __init__(self, page: QWidget, office: Office) -> None:
        self._page, self._office = page, office

    def ask_plan(self, line: PlanLine, term: TermSpan) -> None:
        """The plan on one form."""
        who = line.helpers[0] if line.helpers else ""
        title = f"{line.name}的转化方案　{term.name}"
        PlanBox(self._page, self._office, title, line.plan, who=who, run=partial(self._keep, line, term)).open()

    def ask_help(self, lines: Sequence[PlanLine]) -> None:
        """Help given, of several children at once."""
        helpers = {line.helpers[0] for line in lines if line.helpers}
        by = helpers.pop() if len(helpers) == 1 else self._office.database.actor
        names = lines[0].name if len(lines) == 1 else f"{len(lines)} 名学生"
        values = {"day": self._office.today(), "kind": HELP_KINDS[0], "minutes": 30, "given_by": by}
        FormBox(
            self._page, f"记一次帮扶：{names}", HELP, act="登记", run=partial(self._help, lines),
            today=self._office.today, values=values,
        ).open()  # fmt: skip

    def ask_cycle(self, line: PlanLine) -> None:
        """What came of four weeks; the first that is not judged yet is proposed."""
        if line.plan is None:
            self._office.tell.mistake(f"“{line.name}”还没有转化方案，请先写方案。")
            return
        today = self._office.today()
        begun = [one for one in line.plan.cycles if one.first <= today]
        if not begun:
            self._office.tell.mistake("第一个周期还没有开始。")
            return
        first = next((one for one in begun if one.closed_on is None), begun[-1])
        fields = (
            Field("cycle", "周期", "choice", required=True, choices=tuple((one.id, cycle_words(one)) for one in begun)),
            Field("rating", "效果", "choice", required=True, choices=tuple((one, one) for one in RATINGS)),
            Field("result", "说明", "lines", hint="哪些做到了，下个周期改什么"),
        )
        values = {"cycle": first.id, "rating": first.rating or RATINGS[1], "result": first.result}
        FormBox(
            self._page, f"{line.name}的周期小结", fields, act="保存", today=self._office.today, values=values,
            run=lambda given: self._write(
                "转化方案周期小结",
                lambda session: plans.close_cycle(
                    session, cycle_id=given["cycle"], rating=given["rating"], result=given["result"] or "", day=today
                ),
                f"已小结：{line.name}，{given['rating']}",
            ),
        ).open()  # fmt: skip

    def ask_summary(self, line: PlanLine, term: TermSpan, which: str) -> None:
        """A summary to go on with: what was kept, or a draft out of the book's figures."""
        plan, today = line.plan, self._office.today()
        if plan is None:
            self._office.tell.mistake(f"“{line.name}”还没有转化方案，请先写方案。")
            return
        kept = plan.middle_summary if which == "middle" else plan.final_summary

        def show(draft: str) -> None:
            told = "" if kept else "按账本里的目标、周期、帮扶和成绩起草，请改成自己的话再保存。"
            fields = (Field("text", SUMMARIES[which], "lines", hint="清空就是撤回"),)
            box = FormBox(
                self._page, f"{line.name}的{SUMMARIES[which]}", fields, act="保存", today=self._office.today,
                run=partial(self._sum_up, line, plan.id, which), values={"text": kept or draft}, sentence=told,
            )  # fmt: skip
            box.form.editor("text").setFixedHeight(TALL)
            box.setMinimumWidth(560)
            box.open()

        if kept:
            show(kept)
            return
        self._office.read(
            lambda session: plans.draft_summary(session, found=plan, name=line.name, term=term, until=today), show
        )

    def _sum_up(self, line: PlanLine, plan_id: int, which: str, given: dict[str, Any]) -> None:
        today = self._office.today()
        self._write(
            f"写{SUMMARIES[which]}",
            lambda session: plans.write_summary(
                session, plan_id=plan_id, which=which, text=given["text"] or "", day=today
            ),
            f"已保存{line.name}的{SUMMARIES[which]}",
        )  # fmt: skip

    def _keep(self, line: PlanLine, term: TermSpan, entered: Entered) -> None:
        today, by = self._office.today(), self._office.database.actor

        def verb(session: Session) -> None:
            number = plans.make_plan(
                session, pupil_id=line.id, term=term, causes=entered.causes, fields=entered.fields, day=today, by=by
            )
            plans.set_goals(session, plan_id=number, goals=entered.goals)

        self._write("写转化方案", verb, f"已保存{line.name}的转化方案")

    def _help(self, lines: Sequence[PlanLine], given: dict[str, Any]) -> None:
        today = self._office.today()
        self._write(
            "登记帮扶",
            lambda session: plans.log_help(
                session, pupil_ids=[line.id for line in lines], day=given["day"], kind=given["kind"],
                minutes=given["minutes"] or 0, subject=given["subject"] or "", content=given["content"] or "",
                given_by=given["given_by"] or "", today=today,
            ),
            f"已登记帮扶：{lines[0].name if len(lines) == 1 else f'{len(lines)} 人'}",
        )  # fmt: skip

    def _write(self, act: str, verb: Callable[[Session], object], told: str) -> None:
        self._office.write(act, verb, done=lambda _none: self._office.tell.toast(told))


def cycle_words(one: CycleFacts) -> str:
    """第2周期 10月12日—11月8日."""
    span = f"{one.first.month}月{one.first.day}日—{one.last.month}月{one.last.day}日"
    return f"第{one.number}周期 {span}" + (f"（{one.rating}）" if one.rating else "")
