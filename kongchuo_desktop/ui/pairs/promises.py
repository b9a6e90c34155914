"""约定落实: who is behind this month, whom nobody met, which ended pairs have no summary yet."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.school.tasks.agenda import Opens
from kongchuo_desktop.school.visits import talks
from kongchuo_desktop.school.visits.talks import TalkDraft
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.list_section import ListSection
from kongchuo_desktop.ui.lists.columns import Empty, RowAct
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct
from kongchuo_desktop.ui.pairs.acts import PairActs
from kongchuo_desktop.ui.pairs.lines import UNSUMMED
from kongchuo_desktop.ui.pairs.promise_lines import BEHIND, NOBODY, PromiseLine, promise_kind, read_promises
from kongchuo_desktop.ui.preview.tables import preview_table
from kongchuo_desktop.ui.words import button

Lines = tuple[PromiseLine, ...]
EMPTY = (
    "还没有约定可看。结对时写明每月谈心几次、家访几次，这里就按日子算谁该补上；"
    "谈心和家访记在“家访谈心”里的一样算数，不用重记。"
)
TALK = (
    Field("day", "哪天谈的", "date", required=True, width=14),
    Field("topic", "话题", longest=100, hint="如 作业、和同学相处"),
    Field("content", "谈了什么", "lines", required=True, hint="一两句就行"),
    Field("outcome", "说好了什么", longest=300),
)


class PromisesSection(ListSection):
    """Requests: a PupilId or an Opens chooses the child's line."""

    title = "约定落实"
    watches = frozenset(
        {"pair", "talk", "visit", "visit_pupil", "visit_visitor", "help_log", "pupil", "staff_member", "school_class"}
    )
    seen: Lines | None

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.acts = PairActs(self, office)
        empty = Empty(EMPTY, "scene-list", "去结对名单", partial(office.go, "pairs", "pairs"))
        self.build(promise_kind(self._row_acts(), empty))
        quick = (("落后的", "state", BEHIND), ("没人见过的", "met", NOBODY), ("待总结的", "state", UNSUMMED))
        for place, (title, key, text) in enumerate(quick, start=2):
            self.list.bar.insertWidget(
                place, button(title, kind="quiet", run=partial(self._only, key, text))
            )  # fmt: skip
        self.list.bar.insertWidget(5, button("落实情况表", kind="quiet", icon=icon("print"), run=self.print_list))

    def question(self) -> Callable[[Session], Lines]:
        return partial(read_promises, today=self.office.today())

    def state_sentence(self) -> str:
        if self.seen is None:
            return ""
        if not self.seen:
            return "还没有约定"
        behind = sum(line.state == BEHIND for line in self.seen)
        alone = len({line.pair.pupil_id for line in self.seen if line.alone})
        bare = sum(line.state == UNSUMMED for line in self.seen)
        parts = [f"{behind} 对落后于本月进度" if behind else "本月都跟得上"]
        parts += [f"{alone} 名学生本月没人见过"] if alone else []
        parts += [f"{bare} 对结束了还没有总结"] if bare else []
        return "，".join(parts)

    def main_act(self) -> MainAct | None:
        return MainAct("记一次谈心", self.talk, "add") if self.seen else None

    def opened_by(self, request: object) -> None:
        pupil_id = request.pupil_id if isinstance(request, Opens) else request
        line = self.row_shown(lambda one: bool(pupil_id) and one.pair.pupil_id == pupil_id)
        if line is None and isinstance(request, Opens):
            self._only("met", NOBODY)

    def talk(self) -> None:
        """A talk with the chosen children."""
        lines = self.list.selected()
        if lines:
            self.ask_talk(lines)
        else:
            self.office.tell.toast("先选中一名或几名学生")

    def ask_talk(self, lines: Sequence[PromiseLine]) -> None:
        """What was talked about; of several children the same words."""
        one = lines[0].pair
        title = f"{one.helper}与{one.pupil}谈心" if len(lines) == 1 else f"{len(lines)} 名学生的谈心"
        told = "记在各自的帮扶人名下，也出现在“家访谈心”的谈心记录里。"
        FormBox(
            self, title, TALK, act="登记", run=partial(self._talk, lines), today=self.office.today, sentence=told,
            values={"day": self.office.today()},
        ).open()  # fmt: skip

    def print_list(self) -> None:
        """结对帮扶落实情况表."""
        today = self.office.today()
        self.office.read(
            lambda session: report_kind("pair_promises").tabulate(session, {}, today),
            lambda table: preview_table(self, self.office, table),
        )

    def _talk(self, lines: Sequence[PromiseLine], given: dict[str, Any]) -> None:
        now, by = self.office.clock(), self.office.database.actor

        def verb(session: Session) -> None:
            for line in lines:
                pair = line.pair
                draft = TalkDraft(
                    pair.pupil_id, given["day"], staff_id=pair.staff_id, talker="" if pair.staff_id else pair.helper,
                    topic=given["topic"] or "", content=given["content"] or "", outcome=given["outcome"] or "",
                )  # fmt: skip
                talks.record_talk(session, draft=draft, now=now, by=by)

        names = lines[0].pair.pupil if len(lines) == 1 else f"{len(lines)} 人"
        self.office.write("登记谈心", verb, done=lambda _none: self.office.tell.toast(f"已登记谈心：{names}"))

    def _row_acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("记一次谈心…", self.ask_talk, icon="add"),
            RowAct("登记家访", self._visit, icon="visits", most=1),
            RowAct("写总结…", lambda lines: self.acts.ask_summary(lines[0].pair), icon="check", most=1),
            RowAct("学生档案", lambda lines: self.office.go("pupils", lines[0].pair.pupil_id), icon="pupils", most=1),
        )

    def _visit(self, lines: Lines) -> None:
        self.office.go("visits", ("visits", ("new", lines[0].pair.pupil_id)))

    def opened(self, row: PromiseLine) -> None:
        if row.state == UNSUMMED:
            self.acts.ask_summary(row.pair)
        else:
            self.ask_talk((row,))

    def _only(self, key: str, text: str) -> None:
        for other in ("state", "met"):
            self.list.narrow(other, frozenset({text}) if other == key else frozenset())

    def show_seen(self, seen: Lines) -> None:
        self.list.set_rows(seen)

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("落后的", partial(self._only, "state", BEHIND)),)
