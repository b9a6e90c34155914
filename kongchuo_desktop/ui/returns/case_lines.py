"""Cases as the list shows them; before them the children for whom a case should be opened."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from kongchuo_desktop.school.attendance import duties
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.returns import cases as case_room
from kongchuo_desktop.school.returns import on_roll, phrases
from kongchuo_desktop.school.returns import signs as sign_room
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.school.returns.on_roll import Unentered
from kongchuo_desktop.school.returns.rules import Next
from kongchuo_desktop.school.returns.signs import Sign
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import ClassId
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct

SIGN = "该建个案"
AGAIN = "又离校了"
CLOSED = ("已结案", "已结案（缺证明）")
NOT_ON_ROLL = "已结案（缺异动）"


@dataclass(frozen=True)
class CaseLine:
    """A case, or a sign that asks for one."""

    pupil: PupilFacts
    state: str
    today: date
    case: CaseFacts | None = None
    sign: Sign | None = None
    roll: Unentered | None = None  # the case is closed, and the roll says otherwise

    @property
    def next(self) -> Next | None:
        """What is to be done."""
        if self.roll is not None and self.case is not None:
            return Next(f"登记学籍异动“{self.roll.kind}”", self.roll.closed_on + timedelta(self.case.rules.roll_days))
        if self.sign is not None:
            return Next("接着原个案劝返" if self.sign.again else "建劝返个案", self.today)
        return self.case.next(self.today) if self.case else None

    @property
    def late(self) -> int:
        """Days that the next act is overdue."""
        following = self.next
        return max(0, (self.today - following.due).days) if following else 0

    @property
    def left(self) -> date:
        """When the child left last."""
        return self.sign.left_on if self.sign else self.case.since if self.case else self.today


@dataclass(frozen=True)
class CasesSeen:
    """Every line, whoever may hold a case or take a step, and the sentences that this school keeps writing."""

    lines: tuple[CaseLine, ...]
    staff: tuple[tuple[int, str], ...]
    heads: Mapping[ClassId, str]  # class → who leads it
    phrases: dict[str, tuple[str, ...]]


def read_cases(session: Session, *, today: date) -> CasesSeen:
    """Signs first, then open cases by what is due, then closed ones."""
    away = duties.standing(session, on=today).away
    signs = [
        CaseLine(one.pupil, AGAIN if one.again else SIGN, today, sign=one)
        for one in sign_room.signs(session, on=today, away=away)
    ]
    lacking = {one.case_id: one for one in on_roll.unentered(session, today=today)}
    found = [
        CaseLine(one.pupil, NOT_ON_ROLL if one.id in lacking else one.state, today, one, roll=lacking.get(one.id))
        for one in case_room.cases(session, today=today)
    ]
    found.sort(key=lambda line: (line.next is None, line.next.due if line.next else date.min))
    people = tuple((one.id, one.name) for one in staff_room.staff(session, today=today))
    heads = {room.id: room.head for room in class_room.classes(session, today=today)}
    return CasesSeen((*signs, *found), people, heads, phrases.phrases(session))


def identity(line: CaseLine) -> Hashable:
    """A sign by its child, a case by its number."""
    return ("case", line.case.id) if line.case else ("sign", line.pupil.id)


def _words(line: CaseLine) -> str:
    child = line.pupil
    more = f"{line.case.cause}\n{line.case.whereabouts}\n{line.case.holder}" if line.case else ""
    return f"{child.name}\n{child.pinyin}\n{child.initials}\n{child.class_name}\n{child.village}\n{more}"


def _due(line: CaseLine) -> str:
    following = line.next
    if following is None:
        return ""
    return f"{following.due:%Y-%m-%d}" + (f" 过 {line.late} 天" if line.late else "")


def _tone(line: CaseLine) -> str:
    if line.late:
        return "red"
    return "amber" if line.sign or line.state in (CLOSED[1], NOT_ON_ROLL) else ""


def _away(line: CaseLine) -> str:
    if line.case is not None and not line.case.away:
        back = line.case.returned_on
        return f"{back:%Y-%m-%d} 返校" if back else f"{line.left:%Y-%m-%d}"
    return f"{line.left:%Y-%m-%d} {(line.today - line.left).days} 天"


def _stage(line: CaseLine) -> str:
    return line.case.stage(line.today) if line.case else ""


def _missing(line: CaseLine) -> str:
    return "、".join(line.case.missing) if line.case else ""


def _again(line: CaseLine) -> str:
    return f"{line.case.relapses} 次" if line.case and line.case.relapses else ""


def cases_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of cases."""
    columns = (
        Column("pupil", "学生", lambda line: line.pupil.name, 136),
        Column("class", "班级", lambda line: line.pupil.class_name, 96, filtered=True),
        Column("state", "状态", lambda line: line.state, 144, filtered=True,
               tone=lambda line: "amber" if line.sign or line.state in ("移交待接收", CLOSED[1], NOT_ON_ROLL) else ""),
        Column("next", "下一步", lambda line: line.next.what if line.next else "", 192, tone=_tone),
        Column("due", "期限", _due, 160, tone=_tone, sort=lambda line: line.next.due if line.next else None),
        Column("away", "离校", _away, 152, sort=lambda line: line.left),
        Column("again", "反复", _again, 64),
        Column("stage", "台账", _stage, 88, filtered=True),
        Column("holder", "包干人", lambda line: line.case.holder if line.case else "", 88, filtered=True,
               tone=lambda line: "" if line.case is None or line.case.holder else "amber"),
        Column("cause", "原因", lambda line: line.case.cause if line.case else line.sign.told, 128, filtered=True),
        Column("where", "去向", lambda line: line.case.whereabouts if line.case else "", 144),
        Column("missing", "还缺的步骤", _missing, 240, shown=False),
        Column("from", "来源", lambda line: (line.case or line.sign).opened_from, 88, shown=False, filtered=True),
        Column("opened", "建个案", lambda line: f"{line.case.opened_on:%Y-%m-%d}" if line.case else "", 104,
               shown=False, kind="date"),
        Column("closed", "结案", _closed, 176, shown=False),
        Column("village", "村", lambda line: line.pupil.village, 96, shown=False, filtered=True),
    )  # fmt: skip
    return ListKind(
        key="return_cases", title="劝返个案", columns=columns, identity=identity, words=_words, unit="个", acts=acts,
        empty=empty,
    )  # fmt: skip


def _closed(line: CaseLine) -> str:
    return f"{line.case.closed_on:%Y-%m-%d} {line.case.closed_how}" if line.case and line.case.closed_on else ""
