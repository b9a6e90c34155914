"""指定名单: children chosen one by one for a programme, with the ground, from a day to a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid import amending
from kongchuo_desktop.school.aid.amending import PickFacts
from kongchuo_desktop.school.aid.rules import Programme
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.aid.child_box import ChildBox
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.words import button, label

EMPTY = "还没有指定的学生。校车补助这样不按类别、一个一个定的项目，在这里列入学生，写明理由。"
ABOUT = "标准的“哪些类别”写“指定名单”时，就给这里列入的学生。"


@dataclass(frozen=True)
class PickLine:
    """A pick with its child."""

    pick: PickFacts
    pupil: PupilFacts
    title: str


class PicksBox(QDialog):
    """The list, with its acts."""

    def __init__(self, parent: QWidget, office: Office, programmes: tuple[Programme, ...]) -> None:
        super().__init__(parent.window())
        self.office, self._programmes = office, programmes
        self.setWindowTitle("控辍")
        self.resize(min(920, parent.window().width() - 40), min(520, parent.window().height() - 40))
        empty = Empty(EMPTY, "scene-list", "列入一名学生", self.add)
        acts = (RowAct("不再列入…", lambda lines: self.ask_end(lines[0]), icon="close", most=1),)
        self.list = ListView(_kind(acts, empty), office.settings)
        self.list.exported.connect(lambda table: save_table(self, office, table))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 16)
        for words in (label("指定名单", role="title"), label(ABOUT, role="sentence")):
            words.setContentsMargins(24, 0, 24, 0)
            column.addWidget(words)
        column.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 24, 0)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(button("关闭", run=self.reject, tip="Esc"))
        foot.addWidget(button("列入一名学生…", kind="main", run=self.add))
        column.addLayout(foot)
        self.refresh()

    def refresh(self) -> None:
        """Read the list."""
        today, titles = self.office.today(), {one.key: one.title for one in self._programmes}

        def question(session: Session) -> tuple[PickLine, ...]:
            found = amending.picks(session)
            people = pupil_room.pupils(
                session, today=today, ids=frozenset(one.pupil_id for one in found), status=("在读", "休学", "离校")
            )
            known = {one.id: one for one in people}
            return tuple(PickLine(one, known[one.pupil_id], titles.get(one.programme, "")) for one in found)

        self.office.read(question, self.list.set_rows, latest="aid-picks")

    def add(self) -> None:
        """Another child."""
        choices = tuple((one.key, one.title) for one in self._programmes if one.way == "local")
        parts = (
            Field("programme", "资助项目", "choice", required=True, choices=choices),
            Field("why", "为什么列入", required=True, longest=200, hint="如 上寨组，离校6公里"),
            Field("since", "从哪天起", "date", required=True, width=14),
        )
        values = {"programme": choices[0][0], "since": self.office.today()}
        ChildBox(self, self.office, "列入指定名单", parts, act="列入", sentence="", values=values, run=self._add).open()

    def _add(self, child: PupilId | None, name: str, given: dict[str, Any]) -> None:
        if child is None:
            return

        def made(number: int) -> None:
            self.refresh()
            self.office.tell.toast(f"已列入：{name}", undo=lambda: self._end(number, given["since"], "撤销列入"))

        self.office.write(
            "列入指定名单",
            lambda session: amending.pick(
                session, programme_key=given["programme"], pupil_id=child, why=given["why"], since=given["since"]
            ),
            done=made,
        )  # fmt: skip

    def ask_end(self, line: PickLine) -> None:
        """From when a child is no longer on the list."""
        parts = (Field("until", "从哪天起不再列入", "date", required=True, width=14),)
        FormBox(
            self, f"{line.pupil.name}不再列入{line.title}", parts, act="结束", today=self.office.today,
            values={"until": self.office.today()},
            run=lambda given: self._end(line.pick.id, given["until"], "结束指定名单"),
        ).open()  # fmt: skip

    def _end(self, number: int, until: date, act: str) -> None:
        self.office.write(
            act,
            lambda session: amending.end_pick(session, pick_id=number, until=until),
            done=lambda _none: self.refresh(),
        )


def _kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    columns = (
        Column("pupil", "学生", lambda line: line.pupil.name, 128),
        Column("class", "班级", lambda line: line.pupil.class_name, 112, filtered=True),
        Column("programme", "项目", lambda line: line.title, 176, filtered=True),
        Column("why", "理由", lambda line: line.pick.why, 264),
        Column("since", "从", lambda line: f"{line.pick.since:%Y-%m-%d}", 104, kind="date"),
        Column("until", "到", lambda line: f"{line.pick.until:%Y-%m-%d}" if line.pick.until else "", 104, kind="date"),
    )
    return ListKind(
        key="aid_picks", title="资助指定名单", columns=columns, identity=lambda line: line.pick.id,
        words=lambda line: f"{line.pupil.name}\n{line.pupil.initials}\n{line.pick.why}", acts=acts, empty=empty,
    )  # fmt: skip
