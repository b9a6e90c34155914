"""返校跟踪: children who came back, what the registers say of them, confirmed by a person with one key."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.school.returns import cases as case_room
from kongchuo_desktop.school.returns import casework
from kongchuo_desktop.school.returns.cases import CaseFacts, WatchFacts
from kongchuo_desktop.school.returns.watching import Seen, since_return
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.list_section import ListSection
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct
from kongchuo_desktop.ui.returns.case_acts import CaseActs
from kongchuo_desktop.ui.returns.case_lines import CasesSeen
from kongchuo_desktop.ui.words import button

EMPTY = "没有返校后要跟踪的孩子。个案里登记返校后，按规定的日子列在这里，考勤自动读出来，按一下确认。"
DUE, COMING, DONE = "该看了", "还没到日子", "都看过了"
HERE, AWAY, UNKNOWN = "在校", "又没有到校", "点名看不出"


@dataclass(frozen=True)
class WatchLine:
    """A child that came back, the look that is next, what the registers say."""

    case: CaseFacts
    look: WatchFacts | None
    seen: Seen
    today: date

    @property
    def state(self) -> str:
        """Whether somebody has to look."""
        if self.look is None:
            return DONE
        return DUE if self.look.due <= self.today else COMING

    @property
    def says(self) -> str:
        """What is proposed."""
        return {True: HERE, False: AWAY, None: UNKNOWN}[self.seen.there]

    @property
    def last(self) -> WatchFacts | None:
        """The look before."""
        done = [one for one in self.case.watches if one.confirmed_on]
        return done[-1] if done else None


Lines = Sequence[WatchLine]


def read_watched(session: Session, *, today: date) -> tuple[WatchLine, ...]:
    """Children whose case is open and who are back, the look that is due first."""
    found = [one for one in case_room.cases(session, today=today, only_open=True) if one.returned_on]
    registers = since_return(session, cases=found, today=today)
    lines = [
        WatchLine(
            one, next((look for look in one.watches if look.confirmed_on is None), None), registers[one.id], today
        )
        for one in found
    ]
    return tuple(sorted(lines, key=lambda line: (line.look is None, line.look.due if line.look else date.max)))


class WatchingSection(ListSection):
    """Requests: an Opens or a case's number chooses the child. Enter confirms what the registers say."""

    title = "返校跟踪"
    watches = frozenset({
        "return_case", "case_episode", "case_watch", "case_step", "absence_mark", "register", "pupil", "rule_value",
    })  # fmt: skip

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: tuple[WatchLine, ...] | None = None
        self.acts = CaseActs(self, office)
        self.build(_kind(self._row_acts(), Empty(EMPTY, "scene-safe", "看个案", lambda: office.go("returns", "cases"))))
        self.list.bar.insertWidget(
            2, button("该看的", kind="quiet", run=lambda: self.list.narrow("state", frozenset({DUE})))
        )

    def question(self) -> Callable[[Session], tuple[WatchLine, ...]]:
        today = self.office.today()
        return lambda session: read_watched(session, today=today)

    def show_seen(self, seen: tuple[WatchLine, ...]) -> None:
        self.acts.seen = CasesSeen((), (), {}, {"text": (), "result": ()})
        self.list.set_rows(seen)

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        if not self.seen:
            return "没有返校后要跟踪的孩子"
        due = sum(line.state == DUE for line in self.seen)
        away = sum(line.seen.there is False for line in self.seen)
        parts = [f"{len(self.seen)} 人返校后在跟踪", f"{due} 人该看了" if due else "到今天该看的都看了"]
        return "，".join([*parts, f"{away} 人又没有到校"] if away else parts)

    def main_act(self) -> MainAct | None:
        due = [line for line in self.seen or () if line.state == DUE and line.seen.there]
        return MainAct(f"确认 {len(due)} 人在校", lambda: self.confirm(due), "check") if due else None

    def opened_by(self, request: object) -> None:
        wanted = request.step if isinstance(request, Opens) else request
        self.row_shown(lambda line: line.case.id == wanted)

    def opened(self, row: WatchLine) -> None:
        """Enter: confirm what the registers propose; where they can't tell, ask."""
        if row.seen.there is False:
            self.acts.ask_relapse(row.case, row.seen.away_since, row.seen.sentence)
        elif row.look is None:
            self.office.go("returns", ("cases", ("case", row.case.id)))
        elif row.seen.there:
            self.confirm([row])
        else:
            self.ask(row)

    def confirm(self, lines: Lines) -> None:
        """These children are in school, as the registers say; those of whom they don't are left out and named."""
        sure = [line for line in lines if line.seen.there and line.look is not None]
        if not sure:
            self.office.tell.mistake("选中的孩子，点名里看不出在校，请一个一个按 Enter 看。")
            return
        day, by = self.office.today(), self.office.database.actor
        looks = {line.look.id: line.seen.sentence for line in sure if line.look}

        def verb(session: Session) -> None:
            for number, read in looks.items():
                casework.confirm_watch(session, watch_id=number, there=True, read=read, note="", day=day, by=by)

        left = len(lines) - len(sure)
        told = f"已确认在校 {len(sure)} 人" + (f"，{left} 人点名看不出，没有确认" if left else "")
        self.office.write(
            "确认返校跟踪", verb, done=lambda _none: self.office.tell.toast(told, undo=lambda: self._undo(list(looks)))
        )

    def _undo(self, looks: Sequence[int]) -> None:
        def verb(session: Session) -> None:
            for number in looks:
                casework.unconfirm_watch(session, watch_id=number)

        self.office.write("撤销确认", verb, done=lambda _none: self.office.tell.toast("已撤销确认"))

    def ask(self, line: WatchLine) -> None:
        """What a person saw, whatever the registers say."""
        look = line.look
        if look is None:
            self.office.tell.mistake("定好的日子都看过了；要再看请另定日期，或者补证明结案。")
            return
        parts = (
            Field("there", "孩子在不在校", "choice", required=True, choices=(("yes", HERE), ("no", "不在校"))),
            Field("note", "看到的情况", "lines", longest=300, hint="上课、作业、同学关系、情绪，还有什么要帮"),
        )
        FormBox(
            self, f"看{line.case.pupil.name}的在校情况", parts, act="登记", today=self.office.today,
            sentence=f"{line.seen.sentence}。", values={"there": "yes"},
            run=lambda given: self._looked(line, look.id, given),
        ).open()  # fmt: skip

    def _looked(self, line: WatchLine, look: int, given: dict[str, Any]) -> None:
        day, by, there = self.office.today(), self.office.database.actor, given["there"] == "yes"

        def done(_none: object) -> None:
            self.office.tell.toast(f"已登记：{line.case.pupil.name}", undo=lambda: self._undo([look]))
            if not there:
                self.acts.ask_relapse(line.case, line.seen.away_since, given["note"])

        self.office.write(
            "登记返校跟踪",
            lambda session: casework.confirm_watch(
                session, watch_id=look, there=there, read=line.seen.sentence, note=given["note"], day=day, by=by
            ),
            done=done,
        )  # fmt: skip

    def ask_days(self, line: WatchLine) -> None:
        """Other days for this child."""
        ahead = [one.due for one in line.case.watches if one.confirmed_on is None]
        parts = tuple(Field(f"d{place}", f"第 {place + 1} 次", "date", width=18) for place in range(max(4, len(ahead))))
        FormBox(
            self, f"{line.case.pupil.name}哪几天看", parts, act="保存", today=self.office.today,
            sentence="看过的不变；留空的不看。",
            values={f"d{place}": day for place, day in enumerate(ahead)},
            run=lambda given: self.office.write(
                "另定跟踪日期",
                lambda session: casework.set_watch_days(
                    session, case_id=line.case.id, days=[day for day in given.values() if day]
                ),
                done=lambda count: self.office.tell.toast(f"已定 {count} 次"),
            ),
        ).open()  # fmt: skip

    def _row_acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("确认在校", self.confirm, icon="check"),
            RowAct("写看到的情况…", lambda lines: self.ask(lines[0]), icon="edit", most=1),
            RowAct("又离校了…", lambda lines: self.acts.ask_relapse(
                lines[0].case, lines[0].seen.away_since, lines[0].seen.sentence), icon="warning", most=1),
            RowAct("另定日期…", lambda lines: self.ask_days(lines[0]), icon="calendar", most=1),
            RowAct("看个案", lambda lines: self.office.go("returns", ("cases", ("case", lines[0].case.id))),
                   icon="file", most=1),
        )  # fmt: skip


def _identity(line: WatchLine) -> Hashable:
    return line.case.id


def _words(line: WatchLine) -> str:
    child = line.case.pupil
    return f"{child.name}\n{child.pinyin}\n{child.initials}\n{child.class_name}\n{line.case.holder}"


def _due(line: WatchLine) -> str:
    if line.look is None:
        return "补证明后可以结案"
    late = (line.today - line.look.due).days
    return f"{line.look.due:%Y-%m-%d}" + (f" 过 {late} 天" if late > 0 else "")


def _last(line: WatchLine) -> str:
    if line.last is None:
        return "还没有看过"
    return f"{line.last.confirmed_on:%Y-%m-%d} {'在校' if line.last.there else '不在校'}"


def _helper(line: WatchLine) -> str:
    return line.case.plan.people if line.case.plan else line.case.holder or "没有指定"


def _kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    columns = (
        Column("pupil", "学生", lambda line: line.case.pupil.name, 136),
        Column("class", "班级", lambda line: line.case.pupil.class_name, 96, filtered=True),
        Column("state", "跟踪", lambda line: line.state, 96, filtered=True,
               tone=lambda line: "amber" if line.state == DUE else ""),
        Column("due", "哪天看", _due, 168, sort=lambda line: line.look.due if line.look else None,
               tone=lambda line: "red" if line.look and line.look.due < line.today else ""),
        Column("says", "点名说", lambda line: line.says, 96, filtered=True,
               tone=lambda line: "" if line.seen.there else "red" if line.seen.there is False else "amber"),
        Column("read", "返校以来的考勤", lambda line: line.seen.sentence, 336),
        Column("back", "返校", lambda line: f"{line.case.returned_on:%Y-%m-%d}", 104, kind="date",
               sort=lambda line: line.case.returned_on),
        Column("last", "上次", _last, 144),
        Column("holder", "帮扶人", _helper, 112),
        Column("again", "反复", lambda line: f"{line.case.relapses} 次" if line.case.relapses else "", 64),
    )  # fmt: skip
    return ListKind(
        key="return_watching", title="返校跟踪表", columns=columns, identity=_identity, words=_words, acts=acts,
        empty=empty,
    )  # fmt: skip
