"""关注等级: who is how worrying and why; a person decides with one key. The visitors' view hides it all."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.reports.table import Table
from kongchuo_desktop.school.levels import service
from kongchuo_desktop.school.levels.rules import HIGH, LEVELS, LOW, MIDDLE, NONE
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.ui.concern.level_lines import LevelLine, level_kind, read_levels
from kongchuo_desktop.ui.concern.level_panel import LevelBody
from kongchuo_desktop.ui.concern.room import Room
from kongchuo_desktop.ui.concern.weights_box import WeightsBox
from kongchuo_desktop.ui.empty import EmptyState
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.panel import SidePanel
from kongchuo_desktop.ui.words import button, label

VISITORS = "concern/visitors"  # a setting of this machine: somebody looks over the shoulder
KEYS = {"1": HIGH, "2": MIDDLE, "3": LOW, "0": NONE}
EMPTY = "还没有提出要关注的学生。登记重点关爱、点名、家访以后，程序按校定的分值在这里提出建议，由人来定。"
NAMED = 4


class LevelsSection(Page):
    """Requests: a PupilId or the Opens of a task chooses that child."""

    title = "关注等级"
    watches = frozenset(
        {"concern_level", "concern_mark", "concern_kind", "pupil", "absence_mark", "register", "duty_closure", "visit",
         "talk", "visit_pupil", "rule_value", "enrolment_event", "term"}
    )  # fmt: skip

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.lines: tuple[LevelLine, ...] | None = None
        self._request: object = None
        empty = Empty(EMPTY, "scene-list", "去登记", lambda: office.go("concern", "register"))
        self.list = ListView(level_kind(self._acts(), empty), office.settings)
        self.list.setMinimumWidth(320)
        self.panel = SidePanel()
        self.forgotten = label(tone="amber", wrap=True)
        self.band = QWidget()
        self.band.hide()
        self._fill_bar()
        self.curtain = EmptyState(
            "访客视图：关注等级已收起，只有本校老师需要时才打开。", picture="scene-safe", act="显示关注等级",
            run=lambda: self.show_to_visitors(False),
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(self._laid_out())
        self._stack.addWidget(self.curtain)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.setFocusProxy(self.list)
        self._connect()
        self._draw_curtain()

    def refresh(self) -> None:
        today = self.office.today()
        self.office.read(lambda session: read_levels(session, today=today), self._show, latest=self)

    @property
    def hidden_from_view(self) -> bool:
        """Whether the visitors' view is on."""
        return str(self.office.settings.value(VISITORS, "") or "") == "on"

    def show_to_visitors(self, on: bool) -> None:
        """Draw the curtain, or open it again."""
        self.office.settings.setValue(VISITORS, "on" if on else "")
        self._draw_curtain()
        self.state_changed.emit()

    def state_sentence(self) -> str:
        if not self.lines or self.hidden_from_view:
            return ""
        counts = [f"{level} {sum(1 for line in self.lines if line.facts.level == level)} 人" for level in LEVELS[:3]]
        undecided = sum(1 for line in self.lines if line.facts.undecided)
        return "，".join(counts) + (f"，{undecided} 人待定" if undecided else "")

    def main_act(self) -> MainAct | None:
        if self.lines is None or self.hidden_from_view or not any(line.facts.undecided for line in self.lines):
            return None
        return MainAct("按建议定级", self.accept_all, "check")

    def open_request(self, request: object) -> None:
        if self.lines is None:
            self._request = request
            return
        child = request.pupil_id if isinstance(request, Opens) else request
        if isinstance(child, int) and not self.hidden_from_view and self.list.select(child):
            self._open(next(line for line in self.lines if line.id == child))

    def find_here(self) -> bool:
        self.list.find_line.setFocus()
        return True

    def close_inner(self) -> bool:
        return self.panel.close_panel()

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("一名学生", self._open_first), ("访客视图", lambda: self.show_to_visitors(True)))

    def decide(self, lines: Sequence[LevelLine], level: str) -> None:
        """Set a level; where it is not the proposed one, ask why."""
        if not lines:
            return
        otherwise = [line for line in lines if line.facts.proposal.level != level]
        if not otherwise:
            self._put(lines, level, "")
            return
        named = otherwise[0].name if len(otherwise) == 1 else f"{len(otherwise)} 名学生"
        FormBox(
            self, f"把 {named} 定为“{level}”",
            (Field("why", "与建议不同的理由", "lines", required=True, longest=service.LONGEST),), act="定级",
            today=self.office.today, run=lambda given: self._put(lines, level, given["why"]),
            sentence="、".join(f"{line.name}建议“{line.facts.proposal.level}”" for line in otherwise[:NAMED]),
        ).open()  # fmt: skip

    def accept_all(self) -> None:
        """Every open proposal as it stands, level by level."""
        lines = [line for line in self.lines or () if line.facts.undecided]
        sentence = f"有 {len(lines)} 名学生的等级待定，都按建议定下来吗？"
        if lines and self.office.tell.confirm(sentence, act="按建议定", detail="定下以后仍可逐个改，改时写明理由。"):
            office, now = self.office, self.office.clock()

            def verb(session: Session) -> tuple[int, ...]:
                made: list[int] = []
                for level in LEVELS:
                    ids = [line.id for line in lines if line.facts.proposal.level == level]
                    if ids:
                        made += service.decide(
                            session, pupil_ids=ids, level=level, why="", by=office.database.actor, now=now
                        )
                return tuple(made)

            office.write("按建议定关注等级", verb, done=lambda made: self._told(f"已按建议定 {len(made)} 人", made))

    def _put(self, lines: Sequence[LevelLine], level: str, why: str) -> None:
        office, now, ids = self.office, self.office.clock(), [line.id for line in lines]
        office.write(
            "定关注等级",
            lambda session: service.decide(
                session, pupil_ids=ids, level=level, why=why, by=office.database.actor, now=now
            ),
            done=lambda made: self._told(
                f"已把 {lines[0].name if len(lines) == 1 else f'{len(lines)} 人'} 定为“{level}”", made
            ),
        )

    def _told(self, told: str, made: Sequence[int]) -> None:
        office = self.office
        office.tell.toast(
            told,
            undo=lambda: office.write(
                "撤销定级",
                lambda session: service.withdraw(session, ids=made),
                done=lambda _none: office.tell.toast("已撤销刚才的定级"),
            ),
        )

    def _show(self, lines: tuple[LevelLine, ...]) -> None:
        self.lines = lines
        self.list.set_rows(lines)
        waiting = [line for line in lines if line.facts.waiting]
        names = "、".join(f"{line.name}（{line.facts.waiting} 天）" for line in waiting[:NAMED])
        more = f"等 {len(waiting)} 人" if len(waiting) > NAMED else ""
        self.forgotten.setText(f"等级高而无人跟进：{names}{more}。请安排家访或谈心。")
        self.band.setVisible(bool(waiting))
        if self.panel.isVisible() and (line := self.list.current()) is not None:
            self._open(line)
        self.state_changed.emit()
        if self._request is not None:
            request, self._request = self._request, None
            self.open_request(request)

    def _open(self, line: LevelLine) -> None:
        child = line.id
        self.office.read(
            lambda session: service.decisions(session, pupil_id=child),
            lambda earlier: self._show_child(line, earlier),
            latest="concern-level",
        )

    def _show_child(self, line: LevelLine, earlier: tuple[service.Decision, ...]) -> None:
        foot: list[QWidget] = [
            button(level, kind="main" if level == line.facts.proposal.level else "", tip=f"定为“{level}”（{key}）",
                   run=partial(self.decide, (line,), level))
            for key, level in KEYS.items()
        ]  # fmt: skip
        foot.append(button("记家访", run=lambda: self.office.go("visits", ("visits", ("new", line.id)))))
        detail = " · ".join(filter(None, (line.facts.class_name, line.facts.head)))
        self.panel.open(line.name, detail, LevelBody(line.facts, earlier), tuple(foot))

    def _draw_curtain(self) -> None:
        self._stack.setCurrentIndex(1 if self.hidden_from_view else 0)

    def _fill_bar(self) -> None:
        keys = " · ".join(f"{key} {level}" for key, level in KEYS.items())
        visitors = button("访客视图", kind="quiet", icon=icon("eye"), tip="有人在旁边看时收起等级",
                          run=lambda: self.show_to_visitors(True))  # fmt: skip
        aside = (
            button("分值…", kind="quiet", icon=icon("settings"), run=self.open_weights),
            label(f"按键定级：{keys}", role="hint"),
        )
        for place, made in enumerate((visitors, *aside), start=2):
            self.list.bar.insertWidget(place, made)
        self._room = Room(self, self.list, self.panel, (visitors, *aside))

    def open_weights(self) -> None:
        """What each reason is worth."""
        WeightsBox(self, self.office).open()

    def _laid_out(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout(self.band)
        top.setContentsMargins(24, 12, 24, 0)
        top.addWidget(self.forgotten)
        column.addWidget(self.band)
        column.addWidget(self.list, 1)
        full = QWidget()
        row = QHBoxLayout(full)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left, 1)
        row.addWidget(self.panel)
        return full

    def _connect(self) -> None:
        self.list.opened.connect(self._open)
        self.list.chosen.connect(lambda line: self._open(line) if line and self.panel.isVisible() else None)
        self.list.exported.connect(self._export)
        self.list.table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """1, 2, 3 and 0 on the list set a level; every other letter looks for a name."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.list.selected():
            level = KEYS.get(event.text())
            if level is not None:
                self.decide(self.list.selected(), level)
                return True
        return super().eventFilter(watched, event)

    def _export(self, table: Table) -> None:
        """A level stays in the school: it is asked first. The export goes on record as every other."""
        sentence = "关注等级只供校内掌握，不要外传、公示。确定存成文件吗？"
        if self.office.tell.confirm_danger(sentence, act="存成文件"):
            save_table(self, self.office, table)

    def _acts(self) -> tuple[RowAct, ...]:
        acts = [RowAct(level, partial(self._decide_rows, level)) for level in KEYS.values()]
        acts.append(RowAct("学生档案", lambda lines: self.office.go("pupils", lines[0].id), icon="pupils", most=1))
        return tuple(acts)

    def _decide_rows(self, level: str, lines: Sequence[LevelLine]) -> None:
        self.decide(lines, level)

    def _open_first(self) -> None:
        if self.list.model.rows:
            line = self.list.model.rows[0]
            self.list.select(line.id)
            self._open(line)
