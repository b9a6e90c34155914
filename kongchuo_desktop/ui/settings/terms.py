"""学期与校历: first and last day of both terms, holidays and 调休 days, days off of single classes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan, school_days, year_name
from kongchuo_desktop.school.types import ClassId
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.forms.fields import Field, Heading
from kongchuo_desktop.ui.forms.form import Form
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.settings.section import Section
from kongchuo_desktop.ui.settings.special_days import SCHOOL, Change, SpecialDay, SpecialDays, read_days
from kongchuo_desktop.ui.words import button, label

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class _Year:
    year: int
    terms: tuple[TermSpan, ...]
    days: tuple[SpecialDay, ...]
    rooms: tuple[tuple[ClassId, str], ...]
    lengths: tuple[int, ...]
    known_until: date


class TermsSection(Section):
    """Two terms at the left, the calendar's exceptions at the right."""

    scrolls = False

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._year: _Year | None = None
        self._form = Form(_term_fields(), today=office.today)
        self._form.changed.connect(self._note)
        self._save = button("保存学期日期", kind="main", run=self.save_form)
        self._save.setEnabled(False)
        self._lengths = label("", role="hint", wrap=True)
        self._special = SpecialDays(self, office)
        self._days = ListView(self._kind(), office.settings)
        self._days.exported.connect(lambda table: save_table(self, office, table))
        self._days.bar.addWidget(button("添加一天", run=self._add))
        row = QHBoxLayout()
        row.setContentsMargins(32, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._left())
        row.addWidget(self._days, 1)
        self.column.addLayout(row)

    def refresh(self) -> None:
        """Read terms and calendar."""
        today = self.office.today()
        self.office.read(lambda session: _read(session, today), self._show, latest=self)

    def state_sentence(self) -> str:
        """The year, and how far the published holidays reach."""
        if self._year is None:
            return ""
        known = self._year.known_until
        return f"{year_name(self._year.year)}。国家公布的放假安排已收录到 {known:%Y年%m月%d日}。"

    def save_form(self) -> bool:
        """Write the terms' days."""
        year = self._year
        if year is None or not self._form.changes() or not self._form.check():
            return True
        given = self._form.values()
        spans = [
            TermSpan(year.year, season, given[f"{season}_starts"], given[f"{season}_ends"])
            for season in ("autumn", "spring")
        ]

        def verb(session: Any) -> None:
            for span in spans:
                identity.set_term(session, span=span)

        self.office.write("修改学期日期", verb, done=lambda _: self.office.tell.toast("学期日期已保存"))
        return True

    def _left(self) -> QScrollArea:
        """Scrolled on a low screen."""
        inside = QWidget()
        inside.setObjectName("scrolled")
        left = QVBoxLayout(inside)
        left.setContentsMargins(0, 24, 16, 8)
        self._form.setFixedWidth(260)
        left.addWidget(self._form)
        left.addWidget(self._lengths)
        left.addWidget(self._save)
        left.addStretch(1)
        room = QScrollArea(widgetResizable=True)
        room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        room.setFixedWidth(292)
        room.setWidget(inside)
        return room

    def _kind(self) -> ListKind:
        columns = (
            Column("day", "日期", lambda row: f"{row.day:%Y-%m-%d}", 112, sort=lambda row: row.day, kind="date"),
            Column("weekday", "星期", lambda row: f"周{WEEKDAYS[row.day.weekday()]}", 64),
            Column("teaching", "上课吗", lambda row: "上课" if row.teaching else "放假", 72, filtered=True),
            Column("whose", "范围", lambda row: row.whose, 112, filtered=True),
            Column("label", "说明", lambda row: row.label, 200, filtered=True),
        )
        return ListKind(
            "calendar",
            "校历中的特殊日子",
            columns,
            identity=lambda row: row.key,
            words=lambda row: f"{row.day} {row.whose} {row.label}",
            unit="天",
            acts=(RowAct("删去", lambda rows: self._special.remove(rows), "bin"),),
            empty=Empty("校历里还没有放假或调休的日子。周一到周五上课，周末休息。", act="添加一天", run=self._add),
        )

    def _show(self, year: _Year) -> None:
        self._year = year
        spans = {span.season: span for span in year.terms}
        self._form.put(
            {f"{season}_{end}": getattr(span, end) for season, span in spans.items() for end in ("starts", "ends")}
        )
        words = [f"{span.name}上课 {days} 天" for span, days in zip(year.terms, year.lengths, strict=True)]
        self._lengths.setText("\n".join(words))
        self._days.set_rows(year.days)
        self._note()
        self.state_changed.emit()

    def _note(self) -> None:
        self._save.setEnabled(bool(self._form.changes()))

    def _add(self) -> None:
        if self._year is not None:
            self._special.ask(self._year.rooms, self._row_of)

    def _row_of(self, given: dict[str, Any]) -> Change:
        names: dict[int, str] = dict(self._year.rooms) if self._year else {}
        who = given.get("who") or None
        row = SpecialDay(given["day"], bool(given["teaching"]), given["label"], who, names.get(who or 0, SCHOOL))
        before = next((old for old in self._year.days if old.key == row.key), None) if self._year else None
        return row, before


def _term_fields() -> tuple[Field | Heading, ...]:
    return (
        Heading("秋季学期"),
        Field("autumn_starts", "开学", "date", required=True),
        Field("autumn_ends", "放假", "date", required=True),
        Heading("春季学期"),
        Field("spring_starts", "开学", "date", required=True),
        Field("spring_ends", "放假", "date", required=True),
    )


def _read(session: Session, today: date) -> _Year:
    year = identity.school(session).current_year
    terms = identity.terms(session, year=year)
    calendar = identity.calendar(session)
    first, last = date(year, 8, 1), date(year + 1, 8, 31)
    every = class_room.classes(session, today=today, closed=True)
    days = read_days(session, first=first, last=last, names={room.id: room.full_name for room in every})
    rooms = tuple((room.id, room.full_name) for room in class_room.classes(session, today=today))
    lengths = tuple(len(school_days(span, calendar)) for span in terms)
    return _Year(year, terms, days, rooms, lengths, identity.holidays_known_until())
