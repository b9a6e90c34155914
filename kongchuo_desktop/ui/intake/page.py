"""Bringing lists in: choose a file, look at what would happen, write, take back."""

import json
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from kongchuo_desktop.desk import importing
from kongchuo_desktop.desk.importing import Imported
from kongchuo_desktop.school.concern import proposals
from kongchuo_desktop.storage.batches import Batch, list_batches
from kongchuo_desktop.ui.boxes import Choice
from kongchuo_desktop.ui.files import EXCEL, choose_open, choose_save
from kongchuo_desktop.ui.intake import doors
from kongchuo_desktop.ui.intake.doors import AnyPreview
from kongchuo_desktop.ui.intake.preview import PreviewPane
from kongchuo_desktop.ui.intake.result import Outcome, ResultPane
from kongchuo_desktop.ui.intake.start import StartPane
from kongchuo_desktop.ui.intake.words import KINDS, told_counts
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.page import MainAct, Page
from kongchuo_desktop.ui.tasks import Progress, Task

ENDINGS = (".xlsx", ".xls", ".xlsm", ".ods", ".csv", ".txt")
SHEETS = "名册 (*.xlsx *.xls *.xlsm *.ods *.csv *.txt);;所有文件 (*)"

SAMPLE_SENTENCE = "现在打开的是示例学校，导入的内容不会进自己学校的账本。"
SAMPLE_DETAIL = "示例学校只用来试用，里面的孩子和老师都是虚构的。要真正使用，请在自己学校的账本里导入名册。"


class IntakePage(Page):
    """Requests: 'pupils', 'staff' or 'attendance' asks for a file of that kind; a file may be dropped anywhere."""

    title = "导入"
    watches = frozenset({"import_batch"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.setAcceptDrops(True)
        self._reading: Task | None = None
        self._writing: Task | None = None
        self._trying = False  # it was said of the sample school that this is only a trial
        self.found: AnyPreview | None = None
        self.start = StartPane(office.settings)
        self.preview = PreviewPane(office.settings)
        self.result = ResultPane()
        self.stack = QStackedWidget()
        for pane in (self.start, self.preview, self.result):
            self.stack.addWidget(pane)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.start.wanted.connect(self.choose)
        self.start.take_back_wanted.connect(self._ask_take_back)
        self.preview.other_wanted.connect(lambda: self.choose(self._kind()))
        self.preview.back_wanted.connect(self._to_start)
        self.preview.mapped.connect(self._map)
        self.preview.save_wanted.connect(self._save_left_out)
        self.result.look_wanted.connect(lambda: office.go(KINDS[self._kind()].page, KINDS[self._kind()].section))
        self.result.save_wanted.connect(self._save_left_out)
        self.result.take_back_wanted.connect(self._take_back)
        self.result.again_wanted.connect(self._to_start)
        self.result.clues_wanted.connect(lambda: office.go("concern", ("register", "proposals")))
        office.tasks.ended.connect(self._ended)

    def refresh(self) -> None:
        self.office.read(list_batches, self.start.show_batches, latest="intake-batches")

    def state_sentence(self) -> str:
        if self._reading is not None:
            return f"正在读 {self._reading.title.removeprefix('正在读 ')}，还没有写入任何内容"
        if self._front() is self.preview and self.found is not None:
            return f"预览 {self.found.path.name}：{told_counts(self.found.plan.counts())}。还没有写入任何内容"
        if self._front() is self.result:
            return "已经写入账本"
        return "Excel 或 WPS 名册先预览，确认后才写入，写入后也能整次撤销"

    def main_act(self) -> MainAct | None:
        if self._front() is self.preview and self.found is not None and self._writing is None:
            number = len(self.found.plan.work)
            return MainAct(f"写入 {number} 条", self.write, "check") if number else None
        return None

    def open_request(self, request: object) -> None:
        if isinstance(request, tuple):
            request = request[0]
        if isinstance(request, str) and request in KINDS:
            self._to_start()
            self.choose(request)

    def close_inner(self) -> bool:
        if self.preview.close_panel():
            return True
        if self._front() is self.start:
            return False
        self._to_start()
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take one file that looks like a list."""
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Read it as the kind of card it was dropped on, pupils elsewhere."""
        path = _dropped(event)
        if path is not None:
            spot = self.start.mapFrom(self, event.position().toPoint())
            if not self._wanted_here():
                return
            self.read(self.start.kind_at(spot) if self._front() is self.start else self._kind(), path)

    def choose(self, kind: str) -> None:
        """Ask for a file and read it; in the sample school only once it is clear whose children they would be."""
        if not self._wanted_here():
            return
        path = choose_open(self, self.office, purpose="intake", title=f"选择{KINDS[kind].title}", kinds=SHEETS)
        if path is not None:
            self.read(kind, path)

    def _wanted_here(self) -> bool:
        """Real children do not belong into the invented school: say so once a sitting, and lead to one's own book."""
        if not self.office.sample or self._trying:
            return True
        choices = (Choice("try", "只是试试，继续导入"), Choice("own", "建立自己学校的账本", "main"))
        answer = self.office.tell.choose(SAMPLE_SENTENCE, choices, safe="own", detail=SAMPLE_DETAIL)
        if answer == "own":
            self.office.own_book_wanted.emit()
        self._trying = answer == "try"
        return self._trying

    def read(self, kind: str, path: Path) -> None:
        """Read a file beside the window and compare it with the book."""
        database, now, mapping = self.office.database, self.office.clock(), self._mapping(kind)

        def work(progress: Progress) -> AnyPreview:
            progress.say("读取文件")
            return doors.preview(database, kind, path, now=now, mapping=mapping, progress=progress)

        self._reading = self.office.tasks.run(
            work,
            done=self._show,
            title=f"正在读 {path.name}",
            cancellable=True,
            latest="intake",
        )
        self.state_changed.emit()

    def write(self) -> None:
        """Write what the preview shows, as one import."""
        found = self.found
        if found is None or self._writing is not None:
            return
        database, now = self.office.database, self.office.clock()

        def work(progress: Progress) -> Imported:
            progress.say("先做一份备份")
            return doors.write(database, found, now=now, progress=progress)

        self._writing = self.office.tasks.run(
            work, done=self._written, title=f"正在写入 {found.path.name}", cancellable=True
        )
        self.state_changed.emit()

    def _show(self, found: AnyPreview) -> None:
        self.found = found
        self.preview.show_preview(found)
        self._bring(self.preview)

    def _ended(self, task: Task) -> None:
        """Done, failed or cancelled: the page may be used again."""
        if task is self._reading:
            self._reading = None
            self.state_changed.emit()
        elif task is self._writing:
            self._writing = None
            self.state_changed.emit()

    def _written(self, imported: Imported) -> None:
        assert self.found is not None  # noqa: S101 - it was written
        self.result.show_outcome(Outcome(self.found, imported))
        if self.found.kind == "pupils":
            today = self.office.today()
            self.office.read(
                lambda session: len(proposals.proposals(session, on=today)), self.result.show_clues, latest="clues"
            )
        self._bring(self.result)

    def _save_left_out(self) -> None:
        found = self.found
        if found is None:
            return
        name = f"{found.path.stem}-存疑和拒收.xlsx"
        path = choose_save(self, self.office, purpose="intake", name=name, kinds=EXCEL)
        if path is not None:
            self.office.tasks.run(
                lambda _progress: doors.save_bad_rows(found, path),
                done=lambda _none: self.office.tell.made_file(path),
            )

    def _ask_take_back(self, batch: Batch) -> None:
        number = batch.counts.get("new", 0), batch.counts.get("changed", 0)
        if self.office.tell.confirm_danger(
            f"撤销“{batch.file_name}”这次导入？会删去它新增的 {number[0]} 条，改回它更新的 {number[1]} 条。",
            act="撤销这次导入",
            detail="撤销前自动备份。如果已有别的记录建立在这次导入上，程序会告诉您是哪些，什么都不会动。",
        ):
            self._take_back(batch.id)

    def _take_back(self, batch: int) -> None:
        database = self.office.database

        def done(told: str) -> None:
            self.office.tell.toast(told)
            self._to_start()

        self.office.tasks.run(lambda _progress: importing.undo(database, batch), done=done, title="正在撤销导入")

    def _map(self, mapping: dict[str, str]) -> None:
        """Columns were named by hand: remember that for every later file, and read this one again."""
        if self.found is not None:
            kind = self._kind()
            known = self._mapping(kind) | mapping
            self.office.settings.setValue(f"intake/mapping/{kind}", json.dumps(known, ensure_ascii=False))
            self.read(kind, self.found.path)

    def _mapping(self, kind: str) -> dict[str, str]:
        try:
            kept = json.loads(str(self.office.settings.value(f"intake/mapping/{kind}", "{}")))
        except ValueError:
            return {}
        return {str(key): str(value) for key, value in kept.items()} if isinstance(kept, dict) else {}

    def _kind(self) -> str:
        return self.found.kind if self.found is not None else "pupils"

    def _front(self) -> object:
        return self.stack.currentWidget()

    def _to_start(self) -> None:
        self.found = None
        self._bring(self.start)

    def _bring(self, pane: StartPane | PreviewPane | ResultPane) -> None:
        self.stack.setCurrentWidget(pane)
        pane.setFocus()
        self.state_changed.emit()


def _dropped(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return path if path is not None and path.suffix.lower() in ENDINGS else None
