"""What is done in a case: opened, a step, described, returned, handed over, closed; every one can be taken back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.returns import casework
from kongchuo_desktop.school.returns.cases import CaseFacts, HandoverFacts, StepFacts
from kongchuo_desktop.school.returns.rules import CAUSES, CLOSED_HOW, OPENED_FROM, PLAN, STEPS, Episode
from kongchuo_desktop.school.returns.signs import Sign
from kongchuo_desktop.school.types import PupilId, StaffId
from kongchuo_desktop.ui.aid.child_box import ChildBox
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field, FormPart
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.returns.case_lines import CasesSeen

PLACES = ("家中", "村委会", "学校", "电话")
HOW_BACK = ("家长送回", "老师接回", "村干部陪同返校", "自己返校")


def pairs(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Choices whose key is the word itself."""
    return tuple((word, word) for word in words)


def past(today: date) -> Callable[[date | None], str]:
    """The check of a day on which something has happened."""
    return lambda day: "日期还没有到，请检查。" if day is not None and day > today else ""


class CaseActs:
    """The acts of the section; `seen` is what was read last."""

    def __init__(self, page: QWidget, office: Office) -> None:
        self._page, self._office = page, office
        self.seen: CasesSeen | None = None
        self.made: Callable[[int], object] = lambda _case_id: None  # what happens with a case just opened

    # opening
    def open_signs(self, signs: Sequence[Sign]) -> None:
        """Cases for these children, as the book tells what was seen; one key for all of them."""
        today = self._office.today()

        def verb(session: Session) -> list[int]:
            return [self._open(session, one, today) for one in signs]

        def done(ids: list[int]) -> None:
            names = signs[0].pupil.name if len(signs) == 1 else f"{len(signs)} 人"
            self._office.tell.toast(
                f"已建个案：{names}", undo=None if self._goes_on(signs) else lambda: self._drop(ids)
            )
            self.made(ids[0])

        self._office.write("建劝返个案", verb, done=done)

    def _goes_on(self, signs: Sequence[Sign]) -> bool:
        return any(one.again for one in signs)

    def _open(self, session: Session, one: Sign, today: date) -> int:
        return casework.open_case(
            session, pupil_id=one.pupil.id, day=today, left_on=one.left_on, opened_from=one.opened_from, sign=one.told,
            today=today,
        )  # fmt: skip

    def ask_new(self, preset: Mapping[str, Any] | None = None, child: tuple[PupilId, str, str] | None = None) -> None:
        """A case about any child: a villager's report, a list, what the class teacher noticed."""
        today = self._office.today()
        box = ChildBox(
            self._page, self._office, "建劝返个案", self._new_fields(), act="建个案",
            sentence="孩子已有个案的，会接着原来的个案，算作反复。",
            values={"opened_from": "村民反映", "left_on": today, **(preset or {})},
            run=lambda pupil_id, name, given: self._make(pupil_id, name, given),
        )  # fmt: skip
        box.picker.picked.connect(lambda _id: box.form.go_to("opened_from"))
        if child is not None:
            box.picker.put(*child, fixed=True)
            box.form.go_to("sign")
        box.open()

    def _new_fields(self) -> tuple[FormPart, ...]:
        return (
            Field("opened_from", "从哪里知道的", "choice", required=True, choices=pairs(OPENED_FROM), width=14),
            Field("left_on", "从哪天起没有到校", "date", required=True, width=18),
            Field("sign", "看到、听到的情况", "lines", longest=300),
            Field("holder_id", "包干责任人", "choice", choices=self._staff(), hint="负责把孩子劝回来；不选是班主任"),
        )  # fmt: skip

    def _staff(self) -> tuple[tuple[int, str], ...]:
        return self.seen.staff if self.seen else ()

    def _make(self, pupil_id: PupilId | None, name: str, given: Mapping[str, Any]) -> None:
        if pupil_id is None:
            return
        today = self._office.today()

        def verb(session: Session) -> int:
            return casework.open_case(
                session, pupil_id=pupil_id, day=today, left_on=given["left_on"], opened_from=given["opened_from"],
                sign=given["sign"], today=today, holder_id=_staff_id(given["holder_id"]),
            )  # fmt: skip

        def done(number: int) -> None:
            self._office.tell.toast(f"已建个案：{name}")
            self.made(number)

        self._office.write("建劝返个案", verb, done=done)

    def _drop(self, ids: Sequence[int]) -> None:
        def verb(session: Session) -> None:
            for number in ids:
                casework.delete_case(session, case_id=number)

        self._write("撤销建个案", verb, "已撤销")

    def ask_drop(self, case: CaseFacts) -> None:
        """A case opened by mistake."""
        if self._office.tell.confirm_danger(
            f"删除{case.pupil.name}的个案？", act="删除", detail="只用于立错了的；劝返有了结果请用“结案”，记录会留着。"
        ):
            self._drop([case.id])

    # steps
    def ask_step(self, case: CaseFacts, kind: str = "") -> None:
        """A step with today's date, whoever holds the case, and the next kind already chosen."""
        following = case.next(self._office.today())
        first = kind or (following.kind if following else "") or "入户劝返"
        by = case.holder or (self.seen.heads.get(case.pupil.class_id, "") if self.seen and case.pupil.class_id else "")
        values = {"kind": first, "day": self._office.today(), "people": by or self._office.database.actor}
        title = f"{case.pupil.name}：{PLAN}" if first == PLAN else f"{case.pupil.name}的一步"
        self._step_box(title, "登记", values, lambda given: self._add(case, given))

    def ask_change_step(self, case: CaseFacts, step: StepFacts) -> None:
        """Correct a step."""
        own = ("kind", "day", "people", "place", "text", "result", "due")
        today = self._office.today()
        self._step_box(
            f"修改{case.pupil.name}的“{step.kind}”", "保存", {name: getattr(step, name) for name in own},
            lambda given: self._write(
                "修改劝返步骤",
                lambda session: casework.change_step(session, step_id=step.id, today=today, **given), "已保存",
            ),
        )  # fmt: skip

    def _step_box(self, title: str, act: str, values: Mapping[str, Any], run: Callable[[dict[str, Any]], Any]) -> None:
        words = self.seen.phrases if self.seen else {"text": (), "result": ()}
        people = tuple((name, name) for _, name in self._staff())
        parts = (
            Field("kind", "做了什么", "choice", required=True, choices=pairs([step.name for step in STEPS])),
            Field("day", "日期", "date", required=True, width=18, check=past(self._office.today())),
            Field("people", "谁做的", "choice", required=True, choices=people, free=True, longest=200,
                  hint="几个人用、隔开；村干部、民警直接写"),
            Field("text", "经过", "lines", phrases=words["text"]),
            Field("result", "结果", "choice", choices=pairs(words["result"]), free=True, longest=300),
            Field("due", "家长约定的日期", "date", width=18, hint="约好哪天返校；到期列在今日，提醒核对"),
            Field("place", "地点", "choice", choices=pairs(PLACES), free=True, longest=120),
        )  # fmt: skip
        box = FormBox(self._page, title, parts, act=act, run=run, today=self._office.today, values=values)
        box.open()
        box.form.go_to("text")

    def _add(self, case: CaseFacts, given: Mapping[str, Any]) -> None:
        office = self._office
        now, by = office.clock(), office.database.actor

        def done(number: int) -> None:
            office.tell.toast(
                f"已登记：{case.pupil.name}，{given['kind']}", undo=lambda: self._withdraw(number, "刚登记就撤销")
            )

        office.write(
            "登记劝返步骤", lambda session: casework.add_step(session, case_id=case.id, now=now, by=by, **given),
            done=done,
        )  # fmt: skip

    def ask_withdraw(self, case: CaseFacts, step: StepFacts) -> None:
        """Take a step back with a reason."""
        told = "记录留着，个案里不再算这一步。" + ("文书的编号也留着。" if step.notice_id else "")
        self._box(
            f"撤回{case.pupil.name}{step.day.month}月{step.day.day}日的“{step.kind}”",
            (Field("why", "为什么撤回", required=True, longest=200, hint="如 登记错了人"),), "撤回",
            lambda given: self._withdraw(step.id, given["why"]), sentence=told,
        )  # fmt: skip

    def _withdraw(self, step_id: int, why: str) -> None:
        now = self._office.clock()
        self._write(
            "撤回劝返步骤", lambda session: casework.withdraw_step(session, step_id=step_id, why=why, now=now),
            "已撤回",
            undo=lambda: self._write(
                "恢复劝返步骤", lambda session: casework.restore_step(session, step_id=step_id), "已恢复"
            ),
        )  # fmt: skip

    # the case itself
    def ask_describe(self, case: CaseFacts) -> None:
        """Cause, where the child is, who holds the case."""
        parts = (
            Field("cause", "离校原因", "choice", choices=pairs(CAUSES)),
            Field("whereabouts", "孩子现在在哪里", longest=200, hint="如 随母亲在浙江义乌；没有查明就写没有查明"),
            Field("holder_id", "包干责任人", "choice", choices=self._staff(), hint="劝返时负责劝，返校后负责帮"),
        )  # fmt: skip
        self._box(
            f"{case.pupil.name}的原因、去向和包干人", parts, "保存",
            lambda given: self._write(
                "修改劝返个案",
                lambda session: casework.describe(
                    session, case_id=case.id, cause=given["cause"], whereabouts=given["whereabouts"],
                    holder_id=_staff_id(given["holder_id"]),
                ),
                f"已保存：{case.pupil.name}",
            ),
            {"cause": case.cause, "whereabouts": case.whereabouts, "holder_id": case.holder_id},
        )  # fmt: skip

    def ask_leaving(self, case: CaseFacts, episode: Episode) -> None:
        """Correct when the child left."""
        today = self._office.today()
        parts = (
            Field("left_on", "从哪天起没有到校", "date", required=True, width=18),
            Field("why", "看到、听到的情况", "lines", longest=200),
        )
        self._box(
            f"修改{case.pupil.name}的离校", parts, "保存",
            lambda given: self._write(
                "修改离校",
                lambda session: casework.change_leaving(
                    session, case_id=case.id, number=episode.number, today=today, **given
                ),
                "已保存",
            ),
            {"left_on": episode.left_on, "why": episode.why},
        )  # fmt: skip

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
        by = self._office.database.actor
        self._box(
            f"{case.pupil.name}的个案结案", parts, "结案",
            lambda given: self._write(
                "劝返个案结案", lambda session: casework.close_case(session, case_id=case.id, by=by, **given),
                f"已结案：{case.pupil.name}", undo=lambda: self.reopen(case),
            ),
            {"how": how, "day": self._office.today(), "evidence": accepted},
            "转学、出国、死亡的，学籍还要在“学籍异动”里登记。",
        )  # fmt: skip

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
        """Take a closing back."""
        self._write(
            "撤回结案", lambda session: casework.reopen_case(session, case_id=case.id), f"已撤回结案：{case.pupil.name}"
        )

    def _write(self, act: str, verb: Any, told: str, *, undo: Callable[[], object] | None = None) -> None:
        self._office.write(act, verb, done=lambda _none: self._office.tell.toast(told, undo=undo))

    def _box(
        self, title: str, parts: Sequence[FormPart], act: str, run: Callable[[dict[str, Any]], Any],
        values: Mapping[str, Any] | None = None, sentence: str = "",
    ) -> None:  # fmt: skip
        FormBox(
            self._page, title, parts, act=act, run=run, today=self._office.today, values=values, sentence=sentence
        ).open()


def _staff_id(value: Any) -> StaffId | None:
    return StaffId(int(value)) if value else None
