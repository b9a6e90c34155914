"""The small forms of the register: leave over some days, a kind of the school's own."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance import service
from kongchuo_desktop.school.attendance.rules import Counts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.attendance.legend import COUNTS
from kongchuo_desktop.ui.attendance.reading import Child, Sheet
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.office import Office

SELECTED = 0


def ask_leave(parent: QWidget, office: Office, sheet: Sheet, chosen: Sequence[PupilId], day: date) -> FormBox:
    """Leave for the children selected, or for one of the class; from the day of the cursor on."""
    people = {child.id: child for child in sheet.children}
    picked = [people[key] for key in chosen if key in people]
    kinds = [kind for kind, counts in sheet.kinds.items() if counts is Counts.LEAVE]
    whom: tuple[tuple[Any, str], ...] = tuple((child.id, _name(child)) for child in sheet.children)
    if len(picked) > 1:
        whom = ((SELECTED, f"选中的 {len(picked)} 人：{'、'.join(child.name for child in picked[:4])}…"), *whom)
    first = Field("first", "从哪天", "date", required=True, width=14)
    box: FormBox

    def last_is_later(last: date) -> str:
        begins = box.form.values()["first"]
        return "结束日期早于开始日期，请检查。" if begins and last and last < begins else ""

    fields = (
        Field("who", "学生", "choice", required=True, choices=whom), first,
        Field("last", "到哪天（含当天）", "date", required=True, width=14, check=last_is_later),
        Field("kind", "类别", "choice", required=True, choices=tuple((kind, kind) for kind in kinds), width=10),
        Field("reason", "原因", longest=200),
    )  # fmt: skip

    def run(values: Mapping[str, Any]) -> None:
        ids = [child.id for child in picked] if values["who"] == SELECTED else [PupilId(values["who"])]
        _give(office, ids, values)

    box = FormBox(
        parent, "请假", fields, act="登记请假", run=run, today=office.today,
        sentence="只登记上课的日子，周末和节假日自动跳过。可以提前登记。",
        values={
            "who": SELECTED if len(picked) > 1 else picked[0].id if picked else "", "first": day, "last": day,
            "kind": kinds[0],
        },
    )  # fmt: skip
    box.open()
    return box


def _give(office: Office, ids: Sequence[PupilId], values: Mapping[str, Any]) -> None:
    today = office.today()

    def verb(session: Session) -> int:
        return service.give_leave(
            session, pupil_ids=ids, first=values["first"], last=values["last"], kind=values["kind"],
            reason=values["reason"], today=today,
        )  # fmt: skip

    def done(halves: int) -> None:
        days = halves / 2 / len(ids)
        office.tell.toast(f"已登记{values['kind']}：{len(ids)} 人，每人 {days:g} 个上学日")

    office.write("登记请假", verb, done=done)


def ask_kind(parent: QWidget, office: Office) -> FormBox:
    """A kind of the school's own, and how it counts."""
    fields = (
        Field("name", "类别名称", required=True, longest=6, width=10),
        Field("counts", "怎样统计", "choice", required=True,
              choices=tuple((counts.value, words) for counts, words in COUNTS.items())),
    )  # fmt: skip

    def run(values: Mapping[str, Any]) -> None:
        office.write(
            "添加考勤类别",
            lambda session: service.add_kind(session, name=values["name"], counts=Counts(values["counts"])),
            done=lambda _none: office.tell.toast(f"已添加考勤类别“{values['name']}”"),
        )

    box = FormBox(parent, "添加考勤类别", fields, act="添加", run=run, today=office.today,
                  sentence="例如 停课、住院。添加后按它的数字键登记。")  # fmt: skip
    box.open()
    return box


def _name(child: Child) -> str:
    return f"{child.name}（{child.apart}）" if child.apart else child.name
