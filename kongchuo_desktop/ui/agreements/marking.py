"""Writing down what was handed out, signed and returned; the notice takes it back."""

from datetime import date

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.agreements import service as agreements
from kongchuo_desktop.school.agreements.service import Issued
from kongchuo_desktop.school.types import AgreementId
from kongchuo_desktop.ui.agreements.lines import AgreementLine
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.office import Office

STAGES = {"handed_out": "已发放", "signed": "已签订", "returned": "已收回"}


class Marking:
    """The acts on chosen lines of a register."""

    def __init__(self, page: QWidget, office: Office) -> None:
        self._page = page
        self._office = office

    def ask(self, lines: tuple[AgreementLine, ...], stage: str) -> None:
        """Ask for the day, today being proposed."""
        issued = [line.issued for line in lines if line.issued.id is not None]
        if not issued:
            self._office.tell.mistake("选中的责任书都还没有印发，没有登记。请先打印，打印时会编号入册。")
            return
        skipped = len(lines) - len(issued)
        sentence = f"另有 {skipped} 份还没有印发，不登记。" if skipped else ""
        FormBox(
            self._page,
            f"把 {len(issued)} 份登记为{STAGES[stage]}",
            (Field("day", "日期", "date", required=True),),
            act="登记",
            run=lambda values: self.mark(issued, stage, values["day"]),
            today=self._office.today,
            sentence=sentence,
            values={"day": self._office.today()},
        ).open()

    def mark(self, issued: list[Issued], stage: str, day: date) -> None:
        """Write it down; earlier stages come with it."""
        ids = _ids(issued)

        def done(_count: object) -> None:
            told = f"已把 {len(ids)} 份登记为{STAGES[stage]}（{day:%Y-%m-%d}）"
            self._office.tell.toast(told, undo=lambda: self._restore(issued))

        self._office.write(
            f"责任书登记{STAGES[stage]}",
            lambda session: agreements.mark(session, ids=ids, stage=stage, day=day),
            done=done,
        )

    def clear(self, lines: tuple[AgreementLine, ...]) -> None:
        """Take every mark off chosen lines: they are issued and no more."""
        issued = [line.issued for line in lines if line.issued.handed_out_on]
        if not issued:
            self._office.tell.toast("选中的责任书没有登记过，没有改动")
            return
        ids = _ids(issued)

        def done(_count: object) -> None:
            self._office.tell.toast(f"已清除 {len(ids)} 份的登记", undo=lambda: self._restore(issued))

        self._office.write(
            "清除责任书登记", lambda session: agreements.mark(session, ids=ids, stage="handed_out", day=None), done=done
        )

    def _restore(self, issued: list[Issued]) -> None:
        """As it was before, line by line."""

        def verb(session: Session) -> None:
            agreements.mark(session, ids=_ids(issued), stage="handed_out", day=None)
            for one in issued:
                for stage in STAGES:
                    if day := getattr(one, f"{stage}_on"):
                        agreements.mark(session, ids=_ids([one]), stage=stage, day=day)

        self._office.write("撤销责任书登记", verb, done=lambda _none: self._office.tell.toast("已恢复原来的登记"))


def _ids(issued: list[Issued]) -> list[AgreementId]:
    return [one.id for one in issued if one.id is not None]
