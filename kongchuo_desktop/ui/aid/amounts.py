"""标准: the amounts in force and those before, shipped and the county's own, each with its document."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtWidgets import QVBoxLayout
from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid import service, shipped
from kongchuo_desktop.school.aid.rules import STAGE_NAMES, Amount, yuan
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import Page

BOARDING = {"": "不分", "yes": "寄宿", "no": "非寄宿"}
STAGES = {"": "不分", **STAGE_NAMES}


class AmountsSection(Page):
    """The amounts as data."""

    title = "标准"
    watches = frozenset({"aid_rule"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.amounts: tuple[Amount, ...] = ()
        self.list = ListView(_kind(office.today), office.settings)
        self.list.exported.connect(lambda table: save_table(self, office, table))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.setFocusProxy(self.list)

    def refresh(self) -> None:
        self.office.read(_every, self._show, latest="aid-amounts")

    def state_sentence(self) -> str:
        today = self.office.today()
        return f"现行 {sum(one.in_force(today) for one in self.amounts)} 条标准，每条写明依据的文件"

    def find_here(self) -> bool:
        self.list.find_line.setFocus()
        return True

    def _show(self, amounts: tuple[Amount, ...]) -> None:
        self.amounts = amounts
        self.list.set_rows(amounts)
        self.state_changed.emit()


def _every(session: Session) -> tuple[Amount, ...]:
    """By programme, the newest first."""
    order = [one.key for one in shipped.programmes()]
    found = sorted(service.amounts(session), key=lambda one: one.in_force_from, reverse=True)
    return tuple(sorted(found, key=lambda one: order.index(one.programme)))


def _titles() -> Mapping[str, str]:
    return {one.key: one.title for one in shipped.programmes()}


def _kind(today: Callable[[], date]) -> ListKind:
    titles, own = _titles(), frozenset(shipped.amounts())

    def state(one: Amount) -> str:
        if one.in_force(today()):
            return "现行"
        return "还没执行" if one.in_force_from > today() else "已停用"

    columns = (
        Column("programme", "项目", lambda one: titles[one.programme], 264, filtered=True),
        Column("state", "状态", state, 80, filtered=True),
        Column("stage", "学段", lambda one: STAGES[one.stage], 64, filtered=True),
        Column("boarding", "住宿", lambda one: BOARDING[one.boarding], 72, filtered=True),
        Column("cents", "每学期（元）", lambda one: yuan(one.cents), 104, align="right", kind="number",
               sort=lambda one: one.cents),
        Column("from", "执行起", lambda one: f"{one.in_force_from:%Y-%m-%d}", 104, kind="date",
               sort=lambda one: one.in_force_from),
        Column("until", "到", lambda one: f"{one.until:%Y-%m-%d}" if one.until else "", 104, kind="date"),
        Column("source", "来源", lambda one: "预置" if _shipped(one, own) else "本县", 64, filtered=True),
        Column("document", "依据的文件", lambda one: one.document, 320),
        Column("groups", "哪些类别", lambda one: "、".join(one.groups), 320),
    )  # fmt: skip
    return ListKind(
        key="aid_amounts", title="资助标准", columns=columns,
        identity=lambda one: (one.programme, one.stage, one.boarding, one.in_force_from, one.groups),
        words=lambda one: f"{titles[one.programme]}\n{one.document}", unit="条",
        empty=Empty("还没有标准。"),
    )  # fmt: skip


def _shipped(one: Amount, known: frozenset[Amount]) -> bool:
    return any(
        (one.programme, one.document, one.in_force_from) == (other.programme, other.document, other.in_force_from)
        for other in known
    )
