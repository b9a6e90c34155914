"""Steps of a case: logged, corrected, taken back with a reason."""

from collections.abc import Callable, Mapping
from typing import Any

from kongchuo_desktop.school.returns import casework
from kongchuo_desktop.school.returns.cases import CaseFacts, StepFacts
from kongchuo_desktop.school.returns.rules import PLAN, STEPS
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.returns.acts import OfCases, pairs, past

PLACES = ("家中", "村委会", "学校", "电话")


class StepActs(OfCases):
    """What is done about the steps of a case."""

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
        self._box(title, parts, act, run, values).form.go_to("text")

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
