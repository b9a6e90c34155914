"""升级毕业: the year's turn previewed, made and taken back; where the graduates went, and their certificates."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.desk import report_files
from kongchuo_desktop.desk import year_turn as turning
from kongchuo_desktop.reports.table import Column, Table
from kongchuo_desktop.school.enrolment import destinations, year_turn
from kongchuo_desktop.school.enrolment.destinations import GraduateFacts
from kongchuo_desktop.school.enrolment.year_turn import TurnChoices, TurnPreview
from kongchuo_desktop.school.identity.rules import year_name
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.batches import Batch, list_batches
from kongchuo_desktop.ui.empty import EmptyState
from kongchuo_desktop.ui.enrolment.destination_grid import (
    COLUMNS,
    KIND,
    DestinationGrid,
    DestinationModel,
    Fields,
    kinds_of,
)
from kongchuo_desktop.ui.enrolment.printing import print_destinations
from kongchuo_desktop.ui.enrolment.turn_preview import TurnView
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.preview.tables import preview_table
from kongchuo_desktop.ui.words import button, label

GRADUATES, PREVIEW = "graduates", "preview"
EMPTY = "还没有毕业生。每年六月以后在“升入新学年”里一次办完升级和毕业，毕业班的孩子会列在这里，逐个登记去向和证书。"


@dataclass(frozen=True)
class Turn:
    """Everything that the section shows."""

    years: tuple[int, ...]
    year: int
    people: tuple[GraduateFacts, ...]
    preview: TurnPreview
    choices: TurnChoices
    last: Batch | None


class TurnSection(Page):
    """Requests: "preview" shows what the coming turn would do, anything else the graduates."""

    title = "升级毕业"
    watches = frozenset({"destination", "enrolment_event", "pupil", "school_class", "school", "term", "import_batch"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.seen: Turn | None = None
        self._choices: TurnChoices | None = None
        self._year: int | None = None
        self._looking = ""
        self._hint = label(role="hint")
        self._count = label(role="sentence")
        self.model = DestinationModel(office.today)
        self.grid = DestinationGrid(self.model)
        self.view = TurnView(office)
        self.model.entered.connect(self._entered)
        self.model.refused.connect(self._hint.setText)
        self.view.wanted.connect(self._choose)
        self.view.made.connect(self.make_turn)
        self.view.back.connect(self.take_back)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._graduates())
        self.stack.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._bar())
        column.addWidget(self.stack, 1)
        self.setFocusProxy(self.grid)

    def refresh(self) -> None:
        today, year, choices = self.office.today(), self._year, self._choices

        def question(session: Session) -> Turn:
            years = destinations.years(session)
            shown = year if year in years else years[0] if years else 0
            people = destinations.graduates(session, year=shown) if shown else ()
            wanted = choices or year_turn.usual_choices(session, today=today)
            last = next(
                (one for one in list_batches(session) if one.kind == turning.KIND and not one.taken_back_at), None
            )
            preview = year_turn.preview(session, today=today, choices=wanted)
            return Turn(years, shown, people, preview, wanted, last)

        self.office.read(question, self._show, latest="turn")

    def state_sentence(self) -> str:
        seen = self.seen
        if seen is None:
            return ""
        if self._looking == PREVIEW or not seen.people:
            up, out = (seen.preview.counts.get(fate, 0) for fate in ("升级", "毕业"))
            return f"下一次升入{year_name(seen.preview.year)}：升级 {up} 人，毕业 {out} 人"
        figures = destinations.figures(seen.people)
        parts = [f"{year_name(seen.year)}毕业 {figures.graduates} 人", f"升学 {figures.in_school} 人"]
        parts += [f"{figures.unknown} 人去向没有核实"] if figures.unknown else ["去向都已核实"]
        without = sum(1 for one in seen.people if not one.certificate)
        parts += [f"{without} 人没有证书编号"] if without else []
        return "，".join(parts)

    def main_act(self) -> MainAct | None:
        seen = self.seen
        if seen is None:
            return None
        if self._looking == PREVIEW:
            return (
                None if seen.preview.objection else MainAct(f"升入{year_name(seen.preview.year)}", self.make_turn, "up")
            )
        return MainAct("打印去向登记表", self.print_form, "print") if seen.people else None

    def open_request(self, request: object) -> None:
        self._look_at(PREVIEW if request == PREVIEW else GRADUATES)

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("升级预览", partial(self._look_at, PREVIEW)),)

    def print_form(self) -> None:
        """毕业生去向登记表 of the year shown."""
        if self.seen is not None and self.seen.year:
            print_destinations(self, self.office, self.seen.year)

    def make_turn(self) -> None:
        """Ask once more, with the numbers, then make the turn."""
        seen, office = self.seen, self.office
        if seen is None or seen.preview.objection:
            return
        counts = "，".join(f"{fate} {number} 人" for fate, number in seen.preview.counts.items())
        if not office.tell.confirm_danger(
            f"把 {len(seen.preview.classes)} 个班升入{year_name(seen.preview.year)}：{counts}。",
            act="升级毕业", detail="升级前自动备份；升错了可以在这里整次撤销。",
        ):  # fmt: skip
            return
        database, now, choices = office.database, office.clock(), seen.choices

        def done(batch: int) -> None:
            self._choices = None
            office.tell.toast(f"已升入{year_name(seen.preview.year)}", undo=lambda: self._back(batch))
            self._look_at(GRADUATES)

        office.tasks.run(
            lambda _progress: turning.turn(database, choices=choices, now=now), done=done, title="正在升级"
        )

    def take_back(self, batch: Batch) -> None:
        """Take the last turn back as a whole."""
        if self.office.tell.confirm_danger(
            f"撤销{batch.at:%Y-%m-%d}的“{batch.file_name}”：各班回到原来的年级，毕业生回到原来的班。", act="整次撤销",
            detail="升级以后又登记了别的内容的，程序会说明是哪些，不会硬撤。",
        ):  # fmt: skip
            self._back(batch.id)

    def _back(self, batch: int) -> None:
        database = self.office.database
        self.office.tasks.run(
            lambda _progress: turning.take_back(database, batch), done=self.office.tell.toast, title="正在撤销升级"
        )

    def _bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(8)
        self._modes: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for key, title in ((GRADUATES, "毕业去向"), (PREVIEW, "升入新学年")):
            made = button(title, kind="pick", run=partial(self._look_at, key))
            made.setCheckable(True)
            made.setMinimumWidth(104)
            group.addButton(made)
            self._modes[key] = made
            row.addWidget(made)
        self.years = QComboBox()
        self.years.setAccessibleName("毕业的学年")
        self.years.setMinimumWidth(168)
        self.years.activated.connect(lambda place: self._year_chosen(self.years.itemData(place)))
        row.addWidget(self.years)
        row.addStretch(1)
        self._tools = [
            button("证书编号…", kind="quiet", icon=icon("edit"), run=self.ask_certificates),
            button("证书名册", kind="quiet", icon=icon("print"), run=self.print_certificates),
            button("导出", kind="quiet", icon=icon("export"), run=self._export),
        ]
        for tool in self._tools:
            row.addWidget(tool)
        return row

    def _graduates(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._empty = EmptyState(
            EMPTY, picture="scene-school", act="看看升级会怎样", run=partial(self._look_at, PREVIEW)
        )
        self._legend = label(role="hint", wrap=True)
        self._legend.setContentsMargins(24, 0, 24, 8)
        column.addWidget(self._empty, 1)
        column.addWidget(self._legend)
        column.addWidget(self.grid, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 10, 24, 10)
        foot.addWidget(self._count)
        foot.addStretch(1)
        foot.addWidget(self._hint)
        column.addLayout(foot)
        return made

    def _show(self, seen: Turn) -> None:
        self.seen = seen
        self.model.show(seen.people)
        self.years.clear()
        for year in seen.years:
            self.years.addItem(year_name(year), year)
        self.years.setCurrentIndex(seen.years.index(seen.year) if seen.year in seen.years else -1)
        self._empty.setVisible(not seen.people)
        self.grid.setVisible(bool(seen.people))
        self._legend.setVisible(bool(seen.people))
        if seen.people:
            kinds = "　".join(f"{n} {kind}" for n, kind in enumerate(kinds_of(seen.people[0]), start=1))
            self._legend.setText(f"去向按数字：{kinds}　·　回车往下，Ctrl+V 粘贴一片，Ctrl+D 往下填，Delete 清空")
        known = sum(1 for one in seen.people if one.kind)
        self._count.setText(f"共 {len(seen.people)} 人，去向已登记 {known} 人" if seen.people else "")
        self.view.show_preview(seen.preview, seen.choices, seen.last)
        if not self._looking:
            ready = not seen.preview.objection and any(step.graduates for step in seen.preview.classes)
            self._looking = PREVIEW if ready else GRADUATES
        self._look_at(self._looking)
        if seen.people and not self.grid.currentIndex().isValid():
            self.grid.setCurrentIndex(self.model.index(0, KIND))

    def _look_at(self, key: str) -> None:
        self._looking = key
        self._modes[key].setChecked(True)
        self.stack.setCurrentIndex(0 if key == GRADUATES else 1)
        graduates = key == GRADUATES and self.seen is not None and bool(self.seen.people)
        for tool in (self.years, *self._tools):
            tool.setVisible(graduates)
        self.state_changed.emit()

    def _year_chosen(self, year: int) -> None:
        self._year = year
        self.refresh()

    def _choose(self, choices: TurnChoices) -> None:
        self._choices = choices
        self.refresh()

    def _entered(self, found: dict[PupilId, Fields]) -> None:
        people = {one.event.pupil_id: one for one in self.model.people}
        before = {
            pupil_id: {name: getattr(people[pupil_id], name) for name in fields} for pupil_id, fields in found.items()
        }
        self._hint.setText("")
        told = people[next(iter(found))].event.name if len(found) == 1 else f"{len(found)} 人"
        self._write("登记毕业去向", found, lambda: self._undoable(told, before))

    def _undoable(self, told: str, before: dict[PupilId, Fields]) -> None:
        self._hint.setText(f"已保存：{told}")
        if len(before) > 1:
            self.office.tell.toast(
                f"已登记 {told}的去向", undo=lambda: self._write("撤销登记毕业去向", before, lambda: None)
            )

    def _write(self, act: str, found: dict[PupilId, Fields], done: Callable[[], object]) -> None:
        def verb(session: Session) -> None:
            for pupil_id, fields in found.items():
                destinations.set_destination(session, pupil_id=pupil_id, fields=fields)

        self.office.write(act, verb, done=lambda _none: done())

    def ask_certificates(self) -> None:
        """Number the certificates of those who have none."""
        seen = self.seen
        if seen is None:
            return
        parts = (
            Field("pattern", "编号的写法", required=True, longest=50, hint="{n} 的地方换成三位流水号"),
            Field("first", "从几号开始", "number", required=True, width=6),
            Field("day", "发证日期", "date", required=True, width=14),
        )
        without = sum(1 for one in seen.people if not one.certificate)
        taken = len(seen.people) - without
        if not without:
            self.office.tell.information(f"{year_name(seen.year)}的 {taken} 名毕业生都有证书编号了。")
            return
        FormBox(
            self, f"给 {without} 名毕业生编证书号", parts, act="编号", run=partial(self._number, seen.year),
            today=self.office.today, sentence="已有编号的不改；结业的不发毕业证书，不编号。",
            values={"pattern": f"毕字（{seen.year + 1}）第{{n}}号", "first": taken + 1, "day": self.office.today()},
        ).open()  # fmt: skip

    def _number(self, year: int, given: dict[str, Any]) -> None:
        self.office.write(
            "编证书号",
            lambda session: destinations.number_certificates(session, year=year, **given),
            done=lambda number: self.office.tell.toast(f"已给 {number} 人编了证书号"),
        )

    def print_certificates(self) -> None:
        """证书发放名册 of the year shown."""
        database, today = self.office.database, self.office.today()
        year = str(self.seen.year) if self.seen else ""
        self.office.tasks.run(
            lambda _progress: report_files.tabulate(database, "certificates", {"year": year}, today=today),
            done=lambda table: preview_table(self, self.office, table), title="排版证书名册",
        )  # fmt: skip

    def _export(self) -> None:
        heads = tuple(Column(f"c{n}", one.heading.partition("（")[0], one.width // 8) for n, one in enumerate(COLUMNS))
        rows = tuple(
            tuple(self.model.text(row, column) for column in range(len(COLUMNS)))
            for row in range(self.model.rowCount())
        )
        title = f"毕业生去向（{year_name(self.seen.year)}）" if self.seen else "毕业生去向"
        save_table(self, self.office, Table(title, heads, rows, landscape=True))
