"""村名单和函: for each village a letter and the children's list, with only what the reader needs."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout

from kongchuo_desktop.documents.kinds_villages import READERS
from kongchuo_desktop.ui.files import choose_folder, save_table
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.preview.box import PreviewBox
from kongchuo_desktop.ui.preview.letters import add_ways
from kongchuo_desktop.ui.words import button

if TYPE_CHECKING:
    from kongchuo_desktop.desk.village_lists import VillageLine

EMPTY = "还没有服务的村。学生档案里填了村，或在设置里添加村，这里就按村列出名单。"
TITLE = "村学生名单和函"


class VillagesSection(Page):
    """A list of villages; the reader is chosen over it."""

    title = "村名单和函"
    watches = frozenset({"pupil", "village", "school", "household"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.lines: tuple[VillageLine, ...] = ()
        empty = Empty(EMPTY, "scene-list", "去设置里添加村", lambda: office.go("settings", "villages"))
        self.list = ListView(villages_kind(self._acts(), empty), office.settings)
        self.reader = QComboBox()
        self.reader.setAccessibleName("给谁的名单")
        for key, words in READERS:
            self.reader.addItem(f"给{words}", key)
        bar = self.list.bar
        bar.insertWidget(2, self.reader)
        bar.insertWidget(3, button("看列哪些栏目", kind="quiet", icon=icon("info"), run=self.tell_columns))
        self.list.opened.connect(lambda line: self.draw((line.name,)))
        self.list.exported.connect(lambda table: save_table(self, office, table))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.setFocusProxy(self.list)

    def refresh(self) -> None:
        today = self.office.today()

        def ask(session: Any) -> Any:
            from kongchuo_desktop.desk import village_lists

            return village_lists.lines(session, today=today)

        self.office.read(ask, self._show, latest="villages")

    def state_sentence(self) -> str:
        if not self.lines:
            return ""
        count = sum(line.pupils for line in self.lines)
        return f"{len(self.lines)} 个村，在读学生 {count} 人；名单只列收件人用得着的栏目"

    def main_act(self) -> MainAct | None:
        has = any(line.pupils for line in self.lines)
        return MainAct("打印全部村", lambda: self.draw(()), "print") if has else None

    def find_here(self) -> bool:
        self.list.find_line.setFocus()
        return True

    def poses(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (("选中", lambda: self.list.select(self.lines[0].id) if self.lines else None),)

    def draw(self, villages: Sequence[str]) -> None:
        """The letters of some villages (() all) in the preview."""
        database, now, reader = self.office.database, self.office.clock(), str(self.reader.currentData())

        def work(_progress: object) -> Any:
            from kongchuo_desktop.desk import village_lists

            return village_lists.draw(database, reader=reader, villages=villages, now=now)

        self.office.tasks.run(work, done=self._preview, title=f"排版{TITLE}", latest="village-letters")

    def save(self, villages: Sequence[str]) -> None:
        """A letter and a workbook for each village into a folder."""
        folder = choose_folder(self, self.office, purpose="villages", title="各村的函和名单存到哪个文件夹")
        if folder is None:
            return
        database, now, reader = self.office.database, self.office.clock(), str(self.reader.currentData())

        def work(_progress: object) -> Any:
            from kongchuo_desktop.desk import village_lists

            return village_lists.save(database, reader=reader, villages=villages, folder=folder, now=now)

        self.office.tasks.run(
            work, done=lambda made: self.office.tell.made_file(made.paths[0], f"已存 {made.count} 个村的函和名单"),
            title=f"存{TITLE}",
        )  # fmt: skip

    def tell_columns(self) -> None:
        """Which fields the chosen reader gets."""
        from kongchuo_desktop.desk import village_lists

        words = village_lists.headings(str(self.reader.currentData()))
        self.office.tell.information(f"{self.reader.currentText()}的名单列这些栏目：", "、".join(words))

    def _acts(self) -> tuple[RowAct, ...]:
        return (
            RowAct("预览打印", lambda rows: self.draw(_names(rows)), icon="print"),
            RowAct("每村存 PDF 和 Excel…", lambda rows: self.save(_names(rows)), icon="export"),
            RowAct("看这个村的学生", lambda rows: self.office.go("pupils", ("village", rows[0].name)), icon="pupils",
                   most=1),
        )  # fmt: skip

    def _show(self, lines: "tuple[VillageLine, ...]") -> None:
        self.lines = lines
        self.list.set_rows(lines)
        self.state_changed.emit()

    def _preview(self, drawn: Any) -> None:
        told = "\n".join((f"{drawn.count} 个村，每村一份", *drawn.remarks))
        box = PreviewBox(self, self.office, title=TITLE, sentence=told)
        add_ways(box, drawn.pdf, TITLE)
        box.finish_side()
        box.show_pdf(drawn.pdf)
        box.open()


def _names(rows: "tuple[VillageLine, ...]") -> tuple[str, ...]:
    return tuple(line.name for line in rows)


def villages_kind(acts: tuple[RowAct, ...], empty: Empty) -> ListKind:
    """The list of villages."""
    return ListKind(
        key="village-lists", title="各村在校学生", unit="个村", acts=acts, empty=empty,
        identity=lambda line: line.id, words=lambda line: f"{line.name}\n{line.head_name}\n{line.phone}",
        columns=(
            Column("name", "村", lambda line: line.name, 160),
            Column("head", "负责人", lambda line: line.head_name, 112),
            Column("phone", "电话", lambda line: line.phone, 136),
            Column("pupils", "在读", lambda line: str(line.pupils), 80, sort=lambda line: line.pupils, align="right",
                   kind="number"),
            Column("boarders", "住校", lambda line: str(line.boarders), 80, sort=lambda line: line.boarders,
                   align="right", kind="number"),
            Column("left_behind", "留守", lambda line: str(line.left_behind), 80,
                   sort=lambda line: line.left_behind, align="right", kind="number"),
            Column("away", "休学", lambda line: str(line.away), 80, sort=lambda line: line.away, align="right",
                   kind="number"),
            Column("carers", "包村教职工", lambda line: line.carers, 160),
        ),
    )  # fmt: skip
