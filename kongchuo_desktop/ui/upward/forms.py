"""上报表样: the offices' forms, the school's own and ready-made ones; fill, point anew, pass on."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout

from kongchuo_desktop.ui.files import choose_open, choose_save, save_table
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.upward.filling import ask_filling
from kongchuo_desktop.ui.words import button

if TYPE_CHECKING:
    from kongchuo_desktop.desk.form_filling import FormLine

OWN, READY = "本校的", "程序自带"
MAPS = "表样对应文件 (*.json *.toml)"
XLSX = "Excel 表样 (*.xlsx)"


class FormsSection(Page):
    """Requests: the number of an own form selects it, and so does what 今日 opens."""

    title = "上报表样"
    watches = frozenset({"form_map"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.lines: tuple[FormLine, ...] = ()
        self._wanted: object = None
        self.list = ListView(forms_kind(self._acts()), office.settings)
        self.list.bar.insertWidget(
            2, button("导入对应文件…", kind="quiet", icon=icon("intake"), run=self.take_map,
                      tip="别的学校或教育局做好的表样（.json、.toml）"),
        )  # fmt: skip
        self.list.opened.connect(self.fill)
        self.list.exported.connect(lambda table: save_table(self, office, table))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.setFocusProxy(self.list)

    def refresh(self) -> None:
        def ask(session: Any) -> Any:
            from kongchuo_desktop.desk import form_filling

            return form_filling.forms(session)

        self.office.read(ask, self._show, latest="forms")

    def state_sentence(self) -> str:
        if not self.lines:
            return ""
        own = sum(1 for line in self.lines if line.own is not None)
        if not own:
            return f"程序自带 {len(self.lines)} 份表样，双击一份就填写；也可以加本校的"
        return f"本校表样 {own} 份，程序自带 {len(self.lines) - own} 份；双击一份就填写"

    def main_act(self) -> MainAct | None:
        return MainAct("新表样…", lambda: self.office.go("upward", ("builder", "choose")), "add")

    def open_request(self, request: object) -> None:
        self._wanted = getattr(request, "slot", request)
        self._select()

    def find_here(self) -> bool:
        self.list.find_line.setFocus()
        return True

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("选中", lambda: self.list.select(self.lines[0].key) if self.lines else None),)

    def fill(self, line: "FormLine") -> None:
        """Ask how, and fill."""
        ask_filling(self, self.office, line)

    def take_map(self) -> None:
        """A map file of somebody else into the book."""
        path = choose_open(self, self.office, purpose="forms", title="选表样的对应文件", kinds=MAPS)
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Keep a map file and its form."""
        database, now = self.office.database, self.office.clock()

        def work(_progress: object) -> Any:
            from kongchuo_desktop.desk import form_filling
            from kongchuo_desktop.desk.form_map_files import read_map

            found = read_map(path)
            with database.write(f"存上报表样{found.rules.title}"[:80]) as session:
                return form_filling.keep(session, found, now=now)

        self.office.tasks.run(work, done=self._taken, title=f"正在读 {path.name}")

    def pass_on(self, line: "FormLine") -> None:
        """A form and its map as one file for another school."""
        name = f"{line.title}-对应文件.json"
        out = choose_save(self, self.office, purpose="forms", name=name, kinds="对应文件 (*.json)")
        if out is None:
            return

        def ask(session: Any) -> Any:
            from kongchuo_desktop.desk import form_filling
            from kongchuo_desktop.desk.form_map_files import write_map

            write_map(form_filling.form_named(session, line.key), out)

        self.office.read(ask, lambda _none: self.office.tell.made_file(out))

    def change_form(self, line: "FormLine") -> None:
        """The office's new issue of the same form."""
        if line.own is None:
            self.office.tell.mistake("程序自带的表样不能换文件。请先点“指定单元格”存成本校的表样，再换。")
            return
        path = choose_open(self, self.office, purpose="forms", title="选新发的空表", kinds=XLSX)
        if path is None:
            return
        database, now, number = self.office.database, self.office.clock(), line.own

        def work(_progress: object) -> Any:
            from kongchuo_desktop.desk import form_building

            with database.read() as session:
                kept = form_building.open_kept(session, map_id=number)
            return form_building.save(database, form_building.other_form(kept, path), now=now)

        self.office.tasks.run(
            work, done=lambda _made: self.office.tell.toast("已换成新表样，格子位置核对过，没有变"), title="换表样"
        )

    def remove(self, line: "FormLine") -> None:
        """Take an own form out of the book; can be undone."""
        if line.own is None:
            self.office.tell.mistake("程序自带的表样不用删。")
            return
        office, now, number = self.office, self.office.clock(), line.own

        def drop(session: Any) -> Any:
            from kongchuo_desktop.school.enrolment import form_maps

            return form_maps.remove_map(session, map_id=number)

        def told(gone: Any) -> None:
            office.tell.toast(f"已删去表样：{gone.title}", undo=lambda: put_back(gone))

        def put_back(gone: Any) -> None:
            from kongchuo_desktop.school.enrolment import form_maps

            office.write(
                "恢复上报表样",
                lambda session: form_maps.save_map(
                    session, rules=gone.rules, form=gone.form, file_name=gone.file_name, now=now
                ),
            )

        office.write("删去上报表样", drop, done=told)

    def _acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("填写…", lambda rows: self.fill(rows[0]), icon="export", most=1),
            RowAct("指定单元格", lambda rows: self._build(rows[0]), icon="edit", most=1),
            RowAct("换新表样…", lambda rows: self.change_form(rows[0]), icon="refresh", most=1),
            RowAct("存成文件给别校…", lambda rows: self.pass_on(rows[0]), icon="usb", most=1),
            RowAct("删去", lambda rows: self.remove(rows[0]), icon="bin", most=1),
        )

    def _build(self, line: "FormLine") -> None:
        kind = "own" if line.own is not None else "ready"
        self.office.go("upward", ("builder", (kind, line.own if line.own is not None else line.key)))

    def _show(self, lines: "tuple[FormLine, ...]") -> None:
        self.lines = lines
        self.list.set_rows(lines)
        self._select()
        self.state_changed.emit()

    def _select(self) -> None:
        if self._wanted is not None and self.lines and self.list.select(str(self._wanted)):
            self._wanted = None

    def _taken(self, number: int) -> None:
        self._wanted = number
        self.office.tell.toast("已存入账本，可以填写了")
        self._select()


def forms_kind(acts: tuple[RowAct, ...]) -> ListKind:
    """The list of forms."""
    return ListKind(
        key="forms", title="上报表样", unit="份", acts=acts, identity=lambda line: line.key,
        words=lambda line: f"{line.title}\n{line.office}\n{line.about}",
        empty=Empty("还没有上报表样。点“新表样…”打开上级发来的空表。", "scene-paper"),
        columns=(
            Column("title", "表样", lambda line: line.title, 240),
            Column("kind", "来历", lambda line: OWN if line.own is not None else READY, 88, filtered=True),
            Column("about", "说明", lambda line: line.about, 592),
            Column("office", "报给", lambda line: line.office, 112, filtered=True),
            Column("due", "每月", lambda line: f"{line.due_day}日前" if line.due_day else "", 64),
            Column("filled", "上次填", lambda line: f"{line.filled_on:%Y-%m-%d}" if line.filled_on else "", 104,
                   kind="date"),
            Column("lists", "填哪些名单", lambda line: "、".join(line.lists), 208, shown=False),
            Column("changed", "改于", lambda line: f"{line.changed_on:%Y-%m-%d}" if line.changed_on else "", 104,
                   kind="date", shown=False),
        ),
    )  # fmt: skip
