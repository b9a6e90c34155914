"""How a time away ends: the child is back, leaves again, is handed over, the case is closed; all of it taken back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.school.enrolment.rules import GONE
from kongchuo_desktop.school.returns import cases, casework, on_roll
from kongchuo_desktop.school.returns.cases import CaseFacts, HandoverFacts
from kongchuo_desktop.school.returns.on_roll import Proposed, Unentered
from kongchuo_desktop.school.returns.rules import CLOSED_HOW, PLAN
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.returns.acts import OfCases, pairs, past

HOW_BACK = ("家长送回", "老师接回", "村干部陪同返校", "自己返校")


class EndActs(OfCases):
    """What is done when a time away or a case ends."""

    def ask_return(self, case: CaseFacts) -> None:
        """The child is back; the plan may be written at once."""
        days = "、".join(str(number) for number in case.rules.watch_days)
        parts = (
            Field("day", "哪天返校的", "date", required=True, width=18),
            Field("how", "怎样回来的", "choice", choices=pairs(HOW_BACK), free=True, longest=200),
            Field("helper", "帮扶人", "choice", choices=pairs([name for _, name in self._staff()]), free=True),
            Field("plan", "帮扶计划", "lines", hint="补哪些课、谁帮、多久谈一次；空着以后再写"),
        )  # fmt: skip
        self._box(
            f"{case.pupil.name}返校了", parts, "登记返校", lambda given: self._return(case, given),
            {"day": self._office.today(), "how": HOW_BACK[0], "helper": case.holder},
            f"返校后第 {days} 天各看一次，到时列在今日，考勤自动读出来。",
        )  # fmt: skip

    def _return(self, case: CaseFacts, given: Mapping[str, Any]) -> None:
        office = self._office
        now, by = office.clock(), office.database.actor

        def verb(session: Session) -> None:
            casework.record_return(session, case_id=case.id, day=given["day"], how=given["how"], today=now.date())
            if given["plan"]:
                casework.add_step(
                    session, case_id=case.id, kind=PLAN, day=given["day"], people=given["helper"] or by,
                    text=given["plan"], result="", now=now, by=by,
                )  # fmt: skip

        self._write("登记返校", verb, f"已登记返校：{case.pupil.name}")

    def take_back_return(self, case: CaseFacts) -> None:
        """A return entered by mistake."""
        self._write(
            "撤回返校", lambda session: casework.take_back_return(session, case_id=case.id),
            f"已撤回返校：{case.pupil.name}",
        )  # fmt: skip

    def ask_relapse(self, case: CaseFacts, left_on: date | None = None, told: str = "") -> None:
        """反复: the child has left again; the same case goes on."""
        today = self._office.today()
        parts = (
            Field("left_on", "从哪天起又没有到校", "date", required=True, width=18),
            Field("sign", "情况", "lines", longest=300),
        )

        def verb(session: Session, given: Mapping[str, Any]) -> int:
            return casework.open_case(
                session, pupil_id=case.pupil.id, day=today, left_on=given["left_on"], opened_from="缺课",
                sign=given["sign"], today=today,
            )  # fmt: skip

        self._box(
            f"{case.pupil.name}又离校了", parts, "继续劝返",
            lambda given: self._write(
                "登记反复", lambda session: verb(session, given),
                f"{case.pupil.name}第 {case.relapses + 1} 次反复，个案继续",
            ),
            {"left_on": left_on or today, "sign": told}, "接着原来的个案，步骤重新走一遍，以前的都留着。",
        )  # fmt: skip

    def ask_hand_over(self, case: CaseFacts) -> None:
        """To another school or place."""
        parts = (
            Field("to", "移交给哪所学校或哪个地方", required=True, longest=120),
            Field("day", "哪天移交的", "date", required=True, width=18, check=past(self._office.today())),
            Field("note", "说明", longest=200),
        )  # fmt: skip
        self._box(
            f"移交{case.pupil.name}的个案", parts, "移交",
            lambda given: self._write(
                "移交劝返个案", lambda session: casework.hand_over(session, case_id=case.id, **given),
                f"已移交：{case.pupil.name}，收到接收证明前不能结案",
            ),
            {"day": self._office.today(), "to": case.whereabouts}, "对方确认接收、有了证明，个案才算移交完。",
        )  # fmt: skip

    def ask_accept(self, case: CaseFacts, handover: HandoverFacts) -> None:
        """The other side has taken the child over."""
        parts = (
            Field("proof", "接收的证明", required=True, longest=200, hint="如 接收回执12号、在读证明"),
            Field("day", "哪天接收的", "date", required=True, width=18, check=past(self._office.today())),
        )
        self._box(
            f"{handover.to}接收了{case.pupil.name}", parts, "登记接收",
            lambda given: self._write(
                "登记接收", lambda session: casework.accept_handover(session, handover_id=handover.id, **given),
                f"已登记接收：{case.pupil.name}",
            ),
            {"day": self._office.today()},
        )  # fmt: skip

    def take_back_handover(self, handover: HandoverFacts) -> None:
        """An acceptance, or the whole handing over."""
        self._write("撤回移交", lambda session: casework.take_back_handover(session, handover_id=handover.id), "已撤回")

    def ask_close(self, case: CaseFacts) -> None:
        """销号, with evidence or saying that there is none."""
        how = "返校" if case.returned_on else "转学" if case.handovers else ""
        accepted = next((one.proof for one in reversed(case.handovers) if one.accepted_on), "")
        parts = (
            Field("how", "怎样结束的", "choice", required=True, choices=pairs(CLOSED_HOW), width=18),
            Field("evidence", "证明", longest=300, hint="如 9—11月点名册、接收回执12号、死亡证明；照片可以在个案里加"),
            Field("without_proof", "没有证明，照样结案（台账和文书上写明“无证明结案”）", "flag"),
            Field("day", "结案日期", "date", required=True, width=18, check=past(self._office.today())),
        )
        self._box(
            f"{case.pupil.name}的个案结案", parts, "结案", lambda given: self._close(case, given),
            {"how": how, "day": self._office.today(), "evidence": accepted},
            "按转学、出国、死亡结案的，接着打开学籍异动，已经填好，核对后保存。",
        )  # fmt: skip

    def _close(self, case: CaseFacts, given: Mapping[str, Any]) -> None:
        by, today = self._office.database.actor, self._office.today()

        def verb(session: Session) -> tuple[Unentered | None, Proposed | None]:
            casework.close_case(session, case_id=case.id, by=by, **given)
            session.flush()
            lacking = next((one for one in on_roll.unentered(session, today=today) if one.case_id == case.id), None)
            return lacking, on_roll.proposed(cases.case(session, case_id=case.id, today=today))

        def done(answer: tuple[Unentered | None, Proposed | None]) -> None:
            self._office.tell.toast(f"已结案：{case.pupil.name}", undo=lambda: self._close_undone(case))
            if answer[0] is not None:
                self.to_roll(answer[0], answer[1])

        self._office.write("劝返个案结案", verb, done=done)

    def enter_on_roll(self, case: CaseFacts, lacking: Unentered) -> None:
        """The change that a closed case calls for."""
        self.to_roll(lacking, on_roll.proposed(case))

    def to_roll(self, lacking: Unentered, change: Proposed | None) -> None:
        """学籍异动 with the change filled in; where another change stands in its way, that one to be corrected."""
        child = lacking.pupil.id
        if lacking.to_enter and change is not None:
            first = {name: value for name, value in vars(change).items() if name != "kind" and value}
            self._office.go("enrolment", ("changes", ("new", child, change.kind, first)))
        else:
            self._office.go("enrolment", ("changes", ("child", child)))

    def _close_undone(self, case: CaseFacts) -> None:
        """Back to the open case; the change that was offered with the closing goes unsaved."""
        if case.pupil.status != GONE:
            self._office.go("enrolment", ("changes", ("forget", case.pupil.id)))
        self._office.go("returns", ("cases", ("case", case.id)))
        self.reopen(case)

    def ask_proof(self, case: CaseFacts) -> None:
        """Proof that came in after the closing."""
        self._box(
            f"{case.pupil.name}：补证明", (Field("evidence", "证明", required=True, longest=300),), "保存",
            lambda given: self._write(
                "补结案证明", lambda session: casework.add_proof(session, case_id=case.id, **given),
                f"已补证明：{case.pupil.name}",
            ),
        )  # fmt: skip

    def reopen(self, case: CaseFacts) -> None:
        """Take a closing back; a change on the roll that went with it is another matter, and is told."""
        kind = on_roll.KIND_OF.get(case.closed_how, "")
        stands = bool(kind) and case.pupil.status == GONE and case.pupil.fields["left_why"] == kind
        told = f"已撤回结案：{case.pupil.name}" + (f"。学籍上的“{kind}”还在，弄错了的话也要撤回" if stands else "")
        events = ("看异动", lambda: self._office.go("enrolment", ("changes", ("child", case.pupil.id))))
        self._office.write(
            "撤回结案", lambda session: casework.reopen_case(session, case_id=case.id),
            done=lambda _none: self._office.tell.toast(told, acts=(events,) if stands else ()),
        )  # fmt: skip
