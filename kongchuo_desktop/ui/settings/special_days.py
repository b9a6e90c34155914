"""Days that break the week's rule, of the school or of one class: written, taken away, and what that does to duties."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance import days as day_room
from kongchuo_desktop.school.attendance import duties as duty_room
from kongchuo_desktop.school.attendance.days import Recorded
from kongchuo_desktop.school.attendance.rederiving import rederived
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import DayException
from kongchuo_desktop.school.types import ClassId
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.office import Office

SCHOOL = "全校"
EVERYBODY = 0


@dataclass(frozen=True)
class SpecialDay:
    """One day with or without lessons; `class_id` is None where it holds for the whole school."""

    day: date
    teaching: bool
    label: str
    class_id: ClassId | None = None
    whose: str = SCHOOL

    @property
    def key(self) -> tuple[date, int]:
        """What tells it from the others."""
        return self.day, self.class_id or EVERYBODY


Change = tuple[SpecialDay, SpecialDay | None]  # a day, and what the book says of it now


def read_days(session: Session, *, first: date, last: date, names: dict[ClassId, str]) -> tuple[SpecialDay, ...]:
    """Every such day of a period, in order."""
    school = [
        SpecialDay(day, exception.teaching, exception.label)
        for day, exception in identity.calendar(session).items()
        if first <= day <= last
    ]
    own = [
        SpecialDay(found.day, False, found.label, found.class_id, names.get(found.class_id, "已撤的班"))
        for found in day_room.class_days_off(session, first=first, last=last)
    ]
    return tuple(sorted((*school, *own), key=lambda row: row.key))


def write_day(session: Session, row: SpecialDay) -> None:
    """Put a day into the book."""
    if row.class_id is None:
        identity.set_calendar_day(session, day=row.day, exception=DayException(row.teaching, row.label))
    else:
        day_room.set_class_day_off(session, class_id=row.class_id, day=row.day, label=row.label)


def take_off(session: Session, row: SpecialDay) -> None:
    """Let the week's rule hold again."""
    if row.class_id is None:
        identity.set_calendar_day(session, day=row.day, exception=None)
    else:
        day_room.clear_class_day_off(session, class_id=row.class_id, day=row.day)


def recorded_words(row: SpecialDay, found: Recorded) -> str:
    """What the book already holds of a day that is to be free; "" when nothing."""
    parts = [
        f"点过 {found.registers} 次名" if found.registers else "",
        f"登记了 {found.marks} 处缺勤（{found.children} 人）" if found.marks else "",
    ]
    told = "，".join(part for part in parts if part)
    return f"{row.day.month}月{row.day.day}日{row.whose}已经{told}。" if told else ""


class SpecialDays:
    """The acts on them; every one says what became of the duties, and can be taken back."""

    def __init__(self, page: QWidget, office: Office) -> None:
        self._page = page
        self._office = office

    def ask(self, rooms: Sequence[tuple[ClassId, str]], row_of: Callable[[dict[str, Any]], Change]) -> FormBox:
        """Ask for a day, for whom, and why."""
        box: FormBox

        def only_free(teaching: bool | None) -> str:
            alone = box.form.values()["who"] != EVERYBODY
            return "单独一个班只能放假；调休上课请选全校。" if alone and teaching else ""

        fields = (
            Field("day", "日期", "date", required=True, width=14),
            Field("who", "范围", "choice", required=True, choices=((EVERYBODY, SCHOOL), *rooms), width=14),
            Field("teaching", "这一天", "choice", required=True, width=14, check=only_free,
                  choices=((False, "放假"), (True, "上课（调休）"))),
            Field("label", "说明", longest=40, hint="如：农忙假、运动会、国庆调休；一个班的，如：水痘停课、外出参观"),
        )  # fmt: skip
        box = FormBox(self._page, "添加一天", fields, act="添加", today=self._office.today,
                      run=lambda given: self.put(*row_of(given)),
                      first=lambda given, go_on: self.look_first(row_of(given)[0], go_on),
                      values={"who": EVERYBODY, "teaching": False})  # fmt: skip
        box.open()
        return box

    def look_first(self, row: SpecialDay, go_on: Callable[[], None]) -> None:
        """Where something was recorded on a day that is to be free, ask before going on."""
        if row.teaching:
            go_on()
            return

        def then(found: Recorded) -> None:
            words = recorded_words(row, found)
            detail = (
                "改为放假后，这些登记还留在账本里，但不再算旷课天数，考勤表上这一天只写“放假”。"
                "日期填错了，请选“不改”；要连登记一起去掉，请先到考勤页清除。"
            )
            if not words or self._office.tell.confirm(words, act="照样放假", detail=detail, cancel="不改"):
                go_on()

        self._office.read(
            lambda session: day_room.recorded(session, day=row.day, class_id=row.class_id), then, latest="special day"
        )

    def remove(self, rows: tuple[SpecialDay, ...]) -> None:
        """Take days away."""

        def verb(session: Session) -> None:
            for row in rows:
                take_off(session, row)

        def back(session: Session) -> None:
            for row in rows:
                write_day(session, row)

        self._change("删去校历日子", verb, f"已从校历删去 {len(rows)} 天", undo=("放回校历日子", back))

    def put(self, row: SpecialDay, before: SpecialDay | None) -> None:
        """Write a day."""

        def back(session: Session) -> None:
            if before is None:
                take_off(session, row)
            else:
                write_day(session, before)

        told = f"{row.whose} {row.day:%Y-%m-%d} {'上课' if row.teaching else '放假'}，校历已保存"
        self._change("修改校历", lambda session: write_day(session, row), told, undo=("撤销修改校历", back))

    def _change(
        self, act: str, verb: Callable[[Session], None], told: str,
        *, undo: tuple[str, Callable[[Session], None]] | None = None,
    ) -> None:  # fmt: skip
        """Write, then say it together with what became of the duties."""
        office, today = self._office, self._office.today()

        def work(session: Session) -> tuple[str, ...]:
            before = duty_room.duties(session, on=today)
            verb(session)
            session.flush()
            return rederived(before, duty_room.duties(session, on=today)).sentences()

        def done(sentences: tuple[str, ...]) -> None:
            more = f"（另有 {len(sentences) - 1} 处变动）" if len(sentences) > 1 else ""
            words = f"{told}。{sentences[0].rstrip('。')}{more}" if sentences else told
            back = (lambda: self._change(undo[0], undo[1], "校历已恢复原样")) if undo else None
            acts = (("去今日办理", lambda: office.go("today")),) if sentences else ()
            office.tell.toast(words, undo=back, acts=acts)

        office.write(act, work, done=done)
