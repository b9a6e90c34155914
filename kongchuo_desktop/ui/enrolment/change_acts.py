"""What is done with changes: entered, corrected, taken back, their papers and 回执 marked; notices take it back."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.enrolment import service as enrolment
from kongchuo_desktop.school.enrolment.events import EventFacts, PaperFacts
from kongchuo_desktop.school.types import EventId
from kongchuo_desktop.ui.enrolment.change_lines import ChangeLine
from kongchuo_desktop.ui.enrolment.change_panel import Asked
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.office import Office

Lines = tuple[ChangeLine, ...]
AT_ONCE = "登记后当场撤销"


class ChangeActs:
    """The acts of the list and of the panel."""

    def __init__(self, page: QWidget, office: Office) -> None:
        self._page = page
        self._office = office

    def save(self, asked: Asked, *, done: Callable[[EventId], object], failed: Callable[[Exception], object]) -> None:
        """Enter what the form says, or put it in place of the change that it corrects."""
        office, now, by = self._office, self._office.clock(), self._office.database.actor

        def verb(session: Session) -> EventId:
            if asked.instead_of is not None:
                return enrolment.correct_change(
                    session, event_id=asked.instead_of, draft=asked.draft, why=asked.why, now=now, by=by
                )
            if asked.pupil_id is None:
                return enrolment.enter_newcomer(session, fields=asked.newcomer, draft=asked.draft, now=now, by=by)[1]
            return enrolment.record_change(session, pupil_id=asked.pupil_id, draft=asked.draft, now=now, by=by)

        def saved(event_id: EventId) -> None:
            done(event_id)
            told = f"{asked.name} {asked.draft.kind}（{asked.draft.day:%Y-%m-%d}）"
            if asked.instead_of is not None:
                office.tell.toast(f"已改正：{told}")
            else:
                office.tell.toast(f"已登记：{told}", undo=lambda: self._withdraw([event_id], AT_ONCE))

        act = f"改正{asked.draft.kind}" if asked.instead_of else f"登记{asked.draft.kind}"
        office.write(act, verb, done=saved, failed=failed)

    def ask_withdraw(self, events: Sequence[EventFacts]) -> None:
        """Ask why, then take changes back; they stay on record."""
        standing = [event for event in events if event.withdrawn_at is None]
        if not standing:
            self._office.tell.mistake("选中的异动已经撤回了。")
            return
        named = _named(standing)
        FormBox(
            self._page, f"撤回{named}", (Field("why", "撤回的原因", required=True, longest=200),), act="撤回",
            run=lambda given: self._withdraw([event.id for event in standing], given["why"]), today=self._office.today,
            sentence="撤回以后，学生的状态和班级按其余的异动重新算；这条登记划掉留着，写明原因。",
        ).open()  # fmt: skip

    def _withdraw(self, ids: Sequence[EventId], why: str) -> None:
        now = self._office.clock()

        def verb(session: Session) -> None:
            for event_id in sorted(ids, reverse=True):  # the later ones rest on the earlier
                enrolment.withdraw_change(session, event_id=event_id, why=why, now=now)

        told = f"已撤回 {len(ids)} 条异动，学生状态已恢复"
        self._office.write("撤回异动", verb, done=lambda _none: self._office.tell.toast(told))

    def ask_receipt(self, events: Sequence[EventFacts]) -> None:
        """Ask on which day the 回执 came in; of changes that need none they are left out."""
        wanted = [event for event in events if event.sort.needs_proof and event.withdrawn_at is None]
        if not wanted:
            self._office.tell.mistake("只有转出、出国需要接收回执，选中的异动不用登记。")
            return
        one = wanted[0] if len(wanted) == 1 else None
        without = len(events) - len(wanted)
        parts = [
            Field("day", "回执收到日期", "date", required=True, width=14),
            Field("receipt", "回执编号或别的凭据", longest=120, hint="如 对方学校回执文号、学籍系统截图、就读证明"),
        ]
        FormBox(
            self._page, f"{_named(wanted)}：收到接收回执", parts, act="登记",
            run=lambda given: self._receive(wanted, given["day"], given["receipt"]), today=self._office.today,
            sentence=f"另有 {without} 条不用回执，不登记。" if without else "",
            values={"day": (one and one.receipt_on) or self._office.today(), "receipt": one.receipt if one else ""},
        ).open()  # fmt: skip

    def _receive(self, events: Sequence[EventFacts], day: object, receipt: str) -> None:
        office = self._office

        def verb(session: Session) -> None:
            for event in events:
                enrolment.mark_receipt(session, event_id=event.id, day=day, receipt=receipt)  # type: ignore[arg-type]

        office.write(
            "登记接收回执", verb,
            done=lambda _none: office.tell.toast(
                f"已登记回执：{_named(events)}", undo=lambda: self._receipts_as_before(events)
            ),
        )  # fmt: skip

    def _receipts_as_before(self, events: Sequence[EventFacts]) -> None:
        def verb(session: Session) -> None:
            for event in events:
                if event.receipt_on is None:
                    enrolment.clear_receipt(session, event_id=event.id)
                else:
                    enrolment.mark_receipt(session, event_id=event.id, day=event.receipt_on, receipt=event.receipt)

        self._office.write("恢复回执登记", verb, done=lambda _none: self._office.tell.toast("已恢复原来的登记"))

    def turn_paper(self, event: EventFacts, paper: PaperFacts, received: bool) -> None:
        """A paper came in today, or did not."""
        changed = replace(paper, received_on=self._office.today() if received else None)

        def verb(session: Session) -> None:
            enrolment.set_paper(
                session, event_id=event.id, name=paper.name, received_on=changed.received_on, needed=paper.needed,
                number=paper.number,
            )  # fmt: skip

        self._office.write("登记材料", verb)


def _named(events: Sequence[EventFacts]) -> str:
    if len(events) == 1:
        return f"{events[0].name}的“{events[0].kind}”"
    return f" {len(events)} 条异动 "
