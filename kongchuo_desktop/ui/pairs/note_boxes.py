"""Two boxes about a paired child: its week (周记、寄语), and 诚信评价 by items."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.school.pairing import notes
from kongchuo_desktop.school.pairing.notes import GRADES, ITEMS, NoteFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.office import Office

REMARKS = (
    "说到做到，老师为你高兴。", "这周作业都交了，再接再厉。", "有困难先告诉老师，我们一起想办法。",
    "字写得比上周工整，继续。",
)  # fmt: skip


def ask_week(parent: QWidget, office: Office, pupil_id: PupilId, name: str) -> None:
    """This week's diary and remark; what is written already stands there."""
    today = office.today()

    def show(found: tuple[NoteFacts, ...]) -> None:
        here = next((one for one in found if one.week == notes.monday(today)), None)
        last = next((one for one in found if one is not here), None)
        parts = (
            Field("day", "哪一周（写那周的任何一天）", "date", required=True, width=14),
            Field("diary", "周记（孩子写的，可摘要）", "lines"),
            Field("remark", "教师寄语", "lines", longest=300, phrases=REMARKS, hint="F4 选常用的话"),
        )
        told = f"上次{last.week.month}月{last.week.day}日那周的寄语：{last.remark}" if last and last.remark else ""
        FormBox(
            parent, f"{name}的周记和寄语", parts, act="保存", today=office.today, sentence=told,
            run=partial(_keep_week, office, pupil_id, name),
            values={"day": today, "diary": here.diary if here else "", "remark": here.remark if here else ""},
        ).open()  # fmt: skip

    office.read(lambda session: notes.weeks(session, pupil_id=pupil_id), show)


def _keep_week(office: Office, pupil_id: PupilId, name: str, given: dict[str, Any]) -> None:
    today, by = office.today(), office.database.actor
    office.write(
        "登记周记寄语",
        lambda session: notes.write_week(session, pupil_id=pupil_id, by=by, today=today, **given),
        done=lambda _none: office.tell.toast(f"已保存：{name}的周记和寄语"),
    )


def ask_honesty(parent: QWidget, office: Office, pupil_id: PupilId, name: str) -> None:
    """诚信评价 of today, item by item."""
    grades = (("", "不评"), *((grade, grade) for grade in GRADES))
    parts = (
        *(Field(item, item, "choice", choices=grades, width=8) for item in ITEMS),
        Field("word", "评语", longest=300),
    )
    keep = partial(_keep_honesty, office, pupil_id, name)
    FormBox(parent, f"{name}的诚信评价", parts, act="保存", today=office.today, run=keep).open()


def _keep_honesty(office: Office, pupil_id: PupilId, name: str, given: dict[str, Any]) -> None:
    today, by = office.today(), office.database.actor
    items = {item: given[item] for item in ITEMS if given[item]}
    office.write(
        "诚信评价",
        lambda session: notes.judge(
            session, pupil_id=pupil_id, day=today, items=items, word=given["word"], by=by, today=today
        ),
        done=lambda _none: office.tell.toast(f"已保存：{name}的诚信评价"),
    )
