"""What is done with visits: written, changed, deleted with a reason, promises looked after."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.attachments import service as attachments
from kongchuo_desktop.school.types import VisitId
from kongchuo_desktop.school.visits import closing, service
from kongchuo_desktop.school.visits.service import VisitFacts
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.visits.form import OWNER, Asked

WHY = (("重复登记", "重复登记"), ("登记错了学生", "登记错了学生"), ("没有去成", "没有去成"))
OUTCOMES = (("已做到", "已做到"), ("大部分做到", "大部分做到"), ("没有做到，再次约谈", "没有做到，再次约谈"))


class VisitActs:
    """Each act is one transaction; what can be taken back has 撤销 on its notice."""

    def __init__(self, page: QWidget, office: Office) -> None:
        self._page, self._office = page, office

    def save(self, asked: Asked, *, done: Callable[[VisitId], object], failed: Callable[[Exception], object]) -> None:
        """Write a visit with its pictures, and close the duty it was made for when an outcome was chosen."""
        now, by = self._office.clock(), self._office.database.actor

        def verb(session: Session) -> tuple[VisitId, str, bool]:
            number = asked.visit_id
            if number is None:
                number = service.record_visit(session, draft=asked.draft, now=now, by=by)
            else:
                service.change_visit(session, visit_id=number, draft=asked.draft, today=now.date())
            if asked.pictures:
                attachments.keep(session, owner_kind=OWNER, owner_id=number, changes=asked.pictures, now=now)
            closed = bool(asked.outcome) and closing.close_with(
                session, visit_id=number, key=asked.draft.duty, outcome=asked.outcome, by=by, today=now.date()
            )
            return number, service.visit(session, visit_id=number).number, closed

        def saved(answer: tuple[VisitId, str, bool]) -> None:
            number, shown, closed = answer
            told = f"已登记 {shown}" if asked.visit_id is None else f"已改 {shown}"
            self._office.tell.toast(told + ("，待办已办结" if closed else ""))
            done(number)

        self._office.write("登记家访" if asked.visit_id is None else "修改家访", verb, done=saved, failed=failed)

    def ask_delete(self, visit: VisitFacts) -> None:
        """Delete with a reason."""
        FormBox(
            self._page, f"删除 {visit.day:%Y-%m-%d} 对{visit.names}的家访记录",
            (Field("why", "为什么删除", "choice", required=True, choices=WHY, free=True),), act="删除",
            run=lambda values: self._delete(visit, values["why"]), today=self._office.today,
            sentence=f"编号 {visit.number} 不再给别的记录；操作记录里留着原文。",
        ).open()  # fmt: skip

    def _delete(self, visit: VisitFacts, why: str) -> None:
        now = self._office.clock()

        def undo() -> None:
            self._office.write("恢复家访", lambda session: service.restore_visit(session, visit_id=visit.id))

        self._office.write(
            "删除家访", lambda session: service.withdraw_visit(session, visit_id=visit.id, why=why, now=now),
            done=lambda _none: self._office.tell.toast(f"已删除 {visit.number}", undo=undo),
        )  # fmt: skip

    def ask_promise(self, visit: VisitFacts) -> None:
        """How a promise ended."""
        if not visit.promise:
            self._office.tell.mistake("这次家访没有记家长承诺。")
            return
        FormBox(
            self._page, f"承诺落实：{visit.names}",
            (Field("on", "落实日期", "date", required=True, width=14),
             Field("outcome", "落实得怎样", "choice", required=True, choices=OUTCOMES, free=True)),
            act="登记落实", run=lambda values: self._settle(visit, values), today=self._office.today,
            sentence=f"家长承诺：{visit.promise}", values={"on": self._office.today(), "outcome": "已做到"},
        ).open()  # fmt: skip

    def _settle(self, visit: VisitFacts, values: dict[str, Any]) -> None:
        today = self._office.today()

        def settle(session: Session, *, back: bool = False) -> None:
            service.settle_promise(
                session, visit_id=visit.id, on=None if back else values["on"], outcome=values["outcome"], today=today
            )

        def undo() -> None:
            self._office.write("撤销承诺落实", lambda session: settle(session, back=True))

        self._office.write(
            "登记承诺落实", settle,
            done=lambda _none: self._office.tell.toast(f"已登记：{visit.names}，{values['outcome']}", undo=undo),
        )  # fmt: skip
