"""学生数变动平衡表: opening, every movement and closing of each class, and whether they add up (policy §12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.attendance_choices import span_shown, subtitle
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.rates_asked import PERIOD, span_asked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.enrolment import rates_reading as reading
from kongchuo_desktop.school.enrolment.rates_reading import Person, Room, Scope
from kongchuo_desktop.school.enrolment.rates_roll import COLUMNS as MOVEMENTS
from kongchuo_desktop.school.enrolment.rates_roll import Balance, Roll, balance, read_roll
from kongchuo_desktop.school.enrolment.rates_service import treatment

NO_CLASS = "未编班"
CLAIMED = Choice("claimed", "填报总数", source="number")


@dataclass(frozen=True)
class RollAnswer:
    """The balance of each class and of the scope; `claimed` is a total that somebody wrote elsewhere."""

    first: date
    last: date
    scope: Scope
    rooms: tuple[tuple[str, Balance], ...]
    whole: Balance
    people: Mapping[int, Person]
    claimed: int | None = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to say below the table: the claimed total, and every break by name."""
        told = []
        total = sum(len(found.closing) for _, found in self.rooms)
        if self.claimed is not None:
            parts = "＋".join(str(len(found.closing)) for _, found in self.rooms if found.closing)
            same = self.claimed == total
            told.append(
                f"填报总数{self.claimed}人，各班合计{parts}＝{total}人，"
                + ("一致。" if same else f"相差{abs(self.claimed - total)}人，请核对。")
            )
        if self.whole.holds:
            told.append("期初＋增加－减少＝期末，各班和全校都平。")
        told += [f"对不上：{self.people[one.pupil].name}，{one.what}，请补登异动。" for one in self.whole.breaks]
        return tuple(told)


def asked(session: Session, choices: Mapping[str, str], today: date) -> RollAnswer:
    """The answer to the report's questions."""
    answers = checked(KIND, choices)
    first, last = span_asked(answers, today)
    return roll_answer(session, first=first, last=last, scope=answers["scope"], claimed=_number(answers["claimed"]))


def roll_answer(session: Session, *, first: date, last: date, scope: str, claimed: int | None = None) -> RollAnswer:
    """The balance of every class that had a child in the period."""
    found = reading.scope_asked(session, scope, on=last)
    abroad = treatment(session, on=last).values["rates.abroad"]
    roll = read_roll(reading.stays(session), reading.moves(session), first=first, last=last)
    whole = balance(roll, rooms=found.rooms, abroad=abroad)
    rooms = tuple(_by_class(roll, found, reading.rooms(session, on=last), abroad))
    people = reading.people(session, {one.pupil for one in whole.breaks})
    return RollAnswer(first, last, found, rooms, whole, people, claimed)


def _by_class(roll: Roll, scope: Scope, known: Sequence[Room], abroad: str) -> list[tuple[str, Balance]]:
    lines = []
    for number, name in (*((room.id, room.name) for room in known), (0, NO_CLASS)):
        if scope.rooms is None or number in scope.rooms:
            found = balance(roll, rooms=frozenset({number}), abroad=abroad)
            if found.opening or found.closing or found.columns or found.breaks:
                lines.append((name, found))
    return lines


def _number(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdigit():
        raise UserError(f"填报总数要写数字，如 109，不是“{text.strip()}”。")
    return int(text)


def tabulate(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """A row for each class, the sum of the scope, and below it what does not add up, by name."""
    found = asked(session, choices, today)
    rows = [_row(name, one) for name, one in found.rooms]
    rows.append(_row("合计" if found.scope.rooms is None else f"{found.scope.title}合计", found.whole))
    if found.claimed is not None:
        total = sum(len(one.closing) for _, one in found.rooms)
        verdict = "一致" if found.claimed == total else f"差{found.claimed - total:+d}"
        rows.append(("填报总数", *(None,) * (len(MOVEMENTS) + 2), found.claimed, verdict))
    when = f"{found.scope.title} {span_shown(found.first, found.last)}"
    notes = (*found.sentences, "期初为开始日期前一天晚上在校人数；当天转入、转出的算本期增减。休学不在校，复学算增加。")
    return Table("学生数变动平衡表", COLUMNS, tuple(rows), subtitle(session, when), notes, landscape=True)


def _row(name: str, found: Balance) -> tuple[Cell, ...]:
    verdict = "平" if found.holds else f"差{found.gap:+d}" if found.gap else "有矛盾"
    counts = (found.count(column) or None for column in MOVEMENTS)
    return (name, len(found.opening), *counts, found.expected, len(found.closing), verdict)


def as_json(session: Session, choices: Mapping[str, str], today: date) -> Mapping[str, Any]:
    """The same as numbers, with the breaks by name."""
    found = asked(session, choices, today)
    total = sum(len(one.closing) for _, one in found.rooms)
    names = {room.id: room.name for room in reading.rooms(session, on=found.last)}
    return {
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        "scope": found.scope.title,
        "classes": [_plain(name, one) for name, one in found.rooms],
        "total": _plain(found.scope.title, found.whole),
        "holds": found.whole.holds and all(one.holds for _, one in found.rooms),
        "breaks": [
            {"name": found.people[one.pupil].name, "student_number": found.people[one.pupil].student_number,
             "class": names.get(one.room, ""), "day": one.day.isoformat(), "what": one.what}
            for one in found.whole.breaks
        ],
        "claimed": None if found.claimed is None else
        {"total": found.claimed, "classes": total, "difference": found.claimed - total},
        "sentences": list(found.sentences),
    }  # fmt: skip


def _plain(name: str, found: Balance) -> dict[str, Any]:
    counts = {column: found.count(column) for column in MOVEMENTS}
    ends = {"opening": len(found.opening), "expected": found.expected, "closing": len(found.closing)}
    return {"class": name, **ends, "movements": counts, "holds": found.holds}


SHORT = {"其他增加": "其他增", "其他减少": "其他减"}
COLUMNS = (
    Column("class", "班级", 12),
    Column("opening", "期初", 6, "center", "number"),
    *(Column(column, SHORT.get(column, column), 6, "center", "number") for column in MOVEMENTS),
    Column("expected", "应有", 6, "center", "number"),
    Column("closing", "期末", 6, "center", "number"),
    Column("verdict", "平衡", 8, "center"),
)
KIND = ReportKind(
    "roll",
    "学生数变动平衡表",
    tabulate,
    (*PERIOD, CLAIMED),
    group="学籍",
    about="期初＋新生＋转入＋复学＋其他增－毕业－转出－休学－退学－死亡－辍学－其他减＝期末；对不上的写出姓名",
    personal=False,
    as_json=as_json,
)
