"""A class's food day by day; another number than were there is typed here, with why."""

from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid import meals
from kongchuo_desktop.school.aid.meals import ClassFood, FoodDay, Noted
from kongchuo_desktop.school.aid.rules import money
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.words import button, label

WEEK = "一二三四五六日"


class MealDaysBox(QDialog):
    """The school days of a month or term of one class."""

    def __init__(self, parent: QWidget, office: Office, one: ClassFood) -> None:
        super().__init__(parent.window())
        self.office, self.food = office, one
        self.setWindowTitle("控辍")
        self.resize(min(820, parent.window().width() - 40), min(560, parent.window().height() - 40))
        acts = (RowAct("改供餐份数…", lambda lines: self.ask(lines[0]), icon="edit", most=1),)
        self.list = ListView(_kind(acts), office.settings)
        self.list.opened.connect(self.ask)
        self.list.exported.connect(lambda table: save_table(self, office, table))
        self.list.set_rows(one.days)
        title = label(f"{one.room.full_name}：每一天的供餐", role="title")
        title.setContentsMargins(24, 0, 24, 0)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 24, 0)
        foot.addStretch(1)
        foot.addWidget(button("关闭", run=self.reject, tip="Esc"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 16)
        column.addWidget(title)
        column.addWidget(self.list, 1)
        column.addLayout(foot)

    def ask(self, day: FoodDay) -> None:
        """How many were served, and why not as many as were there."""
        there = "还没有点名" if day.there is None else f"点名到校 {day.there} 人"
        parts = (
            Field("served", "供餐份数", "number", required=True, width=8),
            Field("why", "和到校人数不同的原因", longest=100, hint="如 停电停供、4人自带午餐"),
        )
        FormBox(
            self, f"{day.day.isoformat()}供餐", parts, act="登记", today=self.office.today, sentence=f"{there}。",
            values={"served": day.there if day.served is None else day.served, "why": day.why},
            run=lambda given: self._note(day, given),
        ).open()  # fmt: skip

    def _note(self, day: FoodDay, given: dict[str, Any]) -> None:
        room, today = self.food.room.id, self.office.today()

        def verb(session: Session) -> Noted:
            return meals.note(
                session, class_id=room, day=day.day, served=given["served"] or 0, why=given["why"], today=today
            )

        def done(before: Noted) -> None:
            self._read()
            self.office.tell.toast("已登记", undo=lambda: self._put_back(before))

        self.office.write("改供餐份数", verb, done=done)

    def _put_back(self, before: Noted) -> None:
        self.office.write(
            "撤销供餐登记", lambda session: meals.put_back(session, before=(before,)), done=lambda _none: self._read()
        )

    def _read(self) -> None:
        first, last, room = self.food.days[0].day, self.food.days[-1].day, self.food.room.id
        today = self.office.today()

        def show(found: tuple[ClassFood, ...]) -> None:
            self.food = next(one for one in found if one.room.id == room)
            self.list.set_rows(self.food.days)

        self.office.read(
            lambda session: meals.food(session, first=first, last=last, today=today), show, latest="aid-meal-days"
        )


def _kind(acts: tuple[RowAct, ...]) -> ListKind:
    def count(value: int | None) -> str:
        return "" if value is None else str(value)

    columns = (
        Column("day", "日期", lambda one: f"{one.day:%Y-%m-%d} 周{WEEK[one.day.weekday()]}", 152, kind="date",
               sort=lambda one: one.day),
        Column("roll", "在册", lambda one: str(one.roll), 72, align="right", kind="number"),
        Column("there", "到校", lambda one: "没点名" if one.there is None else str(one.there), 80, align="right",
               tone=lambda one: "amber" if one.there is None else ""),
        Column("served", "供餐份数", lambda one: count(one.served), 88, align="right", kind="number"),
        Column("why", "原因", lambda one: one.why, 224),
        Column("worth", "折合（元）", lambda one: money(one.worth) if one.served else "", 96, align="right",
               kind="money"),
    )  # fmt: skip
    return ListKind(
        key="aid_meal_days", title="每天供餐", columns=columns, identity=lambda one: one.day,
        words=lambda one: f"{one.day:%Y-%m-%d} {one.why}", unit="天", acts=acts, empty=Empty("没有上课日。"),
    )  # fmt: skip
