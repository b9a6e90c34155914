"""Children of the service area who are no pupils here, as the list shows them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.school.enrolment import area
from kongchuo_desktop.school.enrolment.area import AreaFacts
from kongchuo_desktop.school.names import pinyin_of
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

ASK, GOOD, OVER = "要核实", "有证明", "不再跟踪"


@dataclass(frozen=True)
class AreaLine:
    """One child; `state` says whether somebody should ask."""

    child: AreaFacts
    state: str
    words: str


def read_area(session: Session, *, today: date) -> tuple[tuple[AreaLine, ...], tuple[int, ...]]:
    """Every child of the list, and which of them are pupils here by now."""
    found = area.children(session, today=today, closed=True)
    return tuple(_line(child, today) for child in found), area.now_pupils(session)


def _line(child: AreaFacts, today: date) -> AreaLine:
    sound, initials = pinyin_of(child.name)
    state = OVER if child.closed_on else ASK if child.due(today) else GOOD
    words = f"{child.name}\n{sound}\n{initials}\n{child.id_number}\n{child.village}\n{child.school_name}"
    return AreaLine(child, state, f"{words}\n{child.guardian_name}\n{child.guardian_phone}")


def area_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of these children."""
    columns = (
        Column("name", "姓名", lambda line: line.child.name, 112),
        Column("state", "核实", lambda line: line.state, 80, filtered=True,
               tone=lambda line: "amber" if line.state == ASK else ""),
        Column("placement", "去向", lambda line: line.child.placement, 96, filtered=True),
        Column("school", "就读学校", lambda line: line.child.school_name, 176),
        Column("proof", "证明", lambda line: line.child.proof or "没有", 144,
               tone=lambda line: "" if line.child.proof else "amber"),
        Column("checked", "核实日期", lambda line: _day(line.child.checked_on), 104, kind="date",
               sort=lambda line: line.child.checked_on or date.min),
        Column("age", "年龄", lambda line: "" if line.child.age is None else str(line.child.age), 56, align="center",
               kind="number", sort=lambda line: line.child.age or 0),
        Column("village", "村", lambda line: line.child.village, 96, filtered=True),
        Column("guardian", "监护人", lambda line: _guardian(line.child), 176),
        Column("birth", "出生日期", lambda line: _day(line.child.birth_date), 104, kind="date",
               sort=lambda line: line.child.birth_date or date.min),
        Column("id_number", "身份证件号", lambda line: line.child.id_number, 168, shown=False),
        Column("note", "备注", lambda line: line.child.closed_why or line.child.note, 160),
    )  # fmt: skip
    return ListKind(
        key="area", title="服务区适龄儿童（不在本校）", columns=columns, identity=lambda line: line.child.id,
        words=lambda line: line.words, unit="人", acts=acts, empty=empty,
    )  # fmt: skip


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def _guardian(child: AreaFacts) -> str:
    return f"{child.guardian_name} {child.guardian_phone}".strip()
