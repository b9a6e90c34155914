"""营养餐: days of food by class and month from the registers, what was served, why not. Food, never cash."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import month_asked
from kongchuo_desktop.school.aid import meals
from kongchuo_desktop.school.aid.meals import ClassFood, Noted
from kongchuo_desktop.school.aid.rules import money, yuan
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import school_year_of
from kongchuo_desktop.ui.aid.meal_days import MealDaysBox
from kongchuo_desktop.ui.aid.printing import print_table
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.list_section import ListSection
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct
from kongchuo_desktop.ui.words import button, label

EMPTY = (
    "这个月没有供餐的上课日。实施营养改善计划的学校，登记从哪天起实施、依据哪个文件，程序就按点名算出每班每天该供多少份；"
    "只供餐，不发现金。"
)
Lines = tuple[ClassFood, ...]


@dataclass(frozen=True)
class MealsSeen:
    """A month: its classes, the months there are, and what the food of a child and day may cost."""

    months: tuple[str, ...]
    month: str
    classes: Lines
    cents: int
    document: str
    carried_out: bool


def read_meals(session: Session, *, month: str, today: date) -> MealsSeen:
    """The classes of a month ("": today's)."""
    months = _months(session, today)
    month = month or (months[0] if months else f"{today:%Y-%m}")
    first, last = month_asked({"month": month}, today)
    on = max(first, min(last, today))
    cents, document = meals.rate(session, on=on)
    found = meals.food(session, first=first, last=last, today=today)
    held = tuple(one for one in found if one.days)
    return MealsSeen(months, month, held, cents, document, meals.carried_out(session, on=on))


def _months(session: Session, today: date) -> tuple[str, ...]:
    """Every month of the terms up to today, the newest first."""
    found = set()
    for term in identity.terms(session):
        day = term.starts.replace(day=1)
        while day <= min(term.ends, today):
            found.add(f"{day:%Y-%m}")
            day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return tuple(sorted(found, reverse=True))


class MealsSection(ListSection):
    """A month's food."""

    title = "营养餐"
    watches = frozenset({
        "meal_day", "register", "absence_mark", "pupil", "enrolment_event", "term", "calendar_day", "rule_value",
        "class_day_off",
    })  # fmt: skip
    seen: MealsSeen | None

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.months = QComboBox()
        self.months.setMinimumWidth(120)
        self.months.setAccessibleName("月份")
        self.months.activated.connect(lambda _place: self.refresh())
        self.sentence = label(role="sentence", selectable=True)
        empty = Empty(EMPTY, "scene-list", "登记实施…", self.ask_start)
        self.build(_kind(self._acts(), empty), over=self._head())
        self.list.bar.insertWidget(2, button("全校停供一天…", kind="quiet", run=lambda: self.ask_stop(self._every())))
        self.list.bar.insertWidget(3, button("统计表", kind="quiet", icon=icon("print"), run=self.print_month))

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 10, 16, 2)
        row.setSpacing(12)
        row.addWidget(label("月份", role="label"))
        row.addWidget(self.months)
        row.addWidget(self.sentence, 1)
        return head

    def question(self) -> Callable[[Session], MealsSeen]:
        return partial(read_meals, month=str(self.months.currentData() or ""), today=self.office.today())

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        if not self.seen.carried_out:
            return "没有登记实施营养改善计划"
        left = sum(one.not_noted for one in self.seen.classes)
        served = sum(one.served for one in self.seen.classes)
        return f"已供餐 {served} 人天" + (f"，{left} 个班天还没登记" if left else "，都已登记")

    def main_act(self) -> MainAct | None:
        if self.seen is None or not any(self._open(one) for one in self.seen.classes):
            return None
        return MainAct("照点名登记供餐", lambda: self.serve(self._every()), "check")

    def serve(self, lines: Lines) -> None:
        """As many as were there, on every day of the month that nobody noted."""
        ids = frozenset(one.room.id for one in lines)
        days = [day.day for one in lines for day in one.days]
        if not days:
            return
        today = self.office.today()

        def verb(session: Session) -> tuple[Noted, ...]:
            new = meals.serve_as_registered(session, class_ids=ids, first=min(days), last=max(days), today=today)
            return tuple(Noted(room, day, None, "") for room, day in new)

        self.office.write(
            "登记供餐", verb, done=lambda before: self._done(f"已登记 {len(before)} 个班天，份数照点名到校人数", before)
        )  # fmt: skip

    def ask_stop(self, lines: Lines) -> None:
        """Nothing was served to some classes on a day."""
        if not lines:
            return
        today, ids = self.office.today(), tuple(one.room.id for one in lines)
        names = lines[0].room.full_name if len(lines) == 1 else f"{len(lines)} 个班"
        parts = (
            Field("day", "哪一天", "date", required=True, width=14),
            Field("why", "为什么停供", required=True, longest=100, hint="如 停电、供餐公司整改"),
        )
        FormBox(
            self, f"{names}停供一天", parts, act="登记", today=self.office.today, values={"day": today},
            run=lambda given: self.office.write(
                "登记停供",
                lambda session: meals.stop(session, class_ids=ids, day=given["day"], why=given["why"], today=today),
                done=lambda before: self._done(f"已登记停供 {len(before)} 个班", before),
            ),
        ).open()  # fmt: skip

    def opened(self, row: ClassFood) -> None:
        """A class day by day."""
        MealDaysBox(self, self.office, row).open()

    def ask_start(self) -> None:
        """From when the plan is carried out here, by which document."""
        parts = (
            Field("value", "学校是不是实施学校", "choice", required=True,
                  choices=(("yes", "实施（供餐，不发现金）"), ("no", "不在实施范围"))),
            Field("since", "从哪天起", "date", required=True, width=14),
            Field("document", "依据", required=True, longest=200, hint="文件名称和文号"),
        )  # fmt: skip
        today = self.office.today()
        FormBox(
            self, "实施营养改善计划", parts, act="登记", today=self.office.today,
            values={"value": "yes", "since": date(school_year_of(today), 9, 1)},
            sentence="每生每天的标准按国家的起止日期；本县另有标准的，在 设置—目标与规则 里改。", run=self._start,
        ).open()  # fmt: skip

    def _start(self, given: dict[str, Any]) -> None:
        self.office.write(
            "登记实施营养改善计划",
            lambda session: identity.set_rule(
                session, key="aid.meals", value=given["value"], in_force_from=given["since"],
                document=given["document"],
            ),
            done=lambda _none: self.refresh(),
        )  # fmt: skip

    def print_month(self) -> None:
        """营养改善计划供餐统计表 of the month."""
        if self.seen is not None and self.seen.classes:
            print_table(self, self.office, "meals", {"month": self.seen.month})

    def _done(self, told: str, before: tuple[Noted, ...]) -> None:
        def undo() -> None:
            self.office.write("撤销供餐登记", lambda session: meals.put_back(session, before=before))

        self.office.tell.toast(told, undo=undo)

    def _every(self) -> Lines:
        return self.seen.classes if self.seen else ()

    def _open(self, one: ClassFood) -> bool:
        return any(day.served is None and day.there is not None for day in one.days)

    def _acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("照点名登记供餐", self.serve, icon="check"),
            RowAct("停供一天…", self.ask_stop, icon="close"),
            RowAct("每一天", lambda lines: self.opened(lines[0]), icon="list", most=1),
        )

    def show_seen(self, seen: MealsSeen) -> None:
        self.months.blockSignals(True)
        self.months.clear()
        for month in seen.months:
            self.months.addItem(f"{month[:4]}年{int(month[5:])}月", month)
        self.months.setCurrentIndex(self.months.findData(seen.month))
        self.months.blockSignals(False)
        worth = sum(one.worth for one in seen.classes)
        told = f"每生每天 {yuan(seen.cents)} 元（{seen.document.split('：')[0]}），供餐折合 {money(worth)} 元，不发现金"
        self.sentence.setText(told if seen.carried_out else "")
        self.list.set_rows(seen.classes)


def _count(key: str, heading: str, of: Callable[[ClassFood], int], width: int, *, wrong: bool = False) -> Column:
    return Column(
        key, heading, lambda one: str(of(one) or ""), width, align="right", kind="number", sort=of,
        value=of, tone=(lambda one: "amber" if of(one) else "") if wrong else None,
    )  # fmt: skip


def _kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    columns = (
        Column("class", "班级", lambda one: one.room.full_name, 128),
        _count("roll", "在册", lambda one: one.days[-1].roll, 64),
        _count("days", "上课日", lambda one: len(one.days), 72),
        _count("unrecorded", "没点名（天）", lambda one: one.no_register, 104, wrong=True),
        _count("due", "应供餐（人天）", lambda one: one.due, 120),
        _count("served", "已供餐（人天）", lambda one: one.served, 120),
        _count("less", "相差（人天）", lambda one: one.less, 112),
        _count("stopped", "停供（天）", lambda one: one.stopped, 96),
        _count("open", "没登记（天）", lambda one: one.not_noted, 104, wrong=True),
        Column("worth", "供餐折合（元）", lambda one: money(one.worth), 120, align="right", kind="money",
               sort=lambda one: one.worth),
    )  # fmt: skip
    return ListKind(
        key="aid_meals", title="营养餐供餐表", columns=columns, identity=lambda one: one.room.id,
        words=lambda one: one.room.full_name, unit="个班", acts=acts, empty=empty,
    )  # fmt: skip
