"""A layer of agreements to paper: look first, see what is missing, then printer or files."""

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QButtonGroup, QListWidget, QListWidgetItem, QRadioButton, QWidget

from kongchuo_desktop.desk import papers
from kongchuo_desktop.desk.made import Made
from kongchuo_desktop.desk.papers import Missing, Prepared
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.files import PDF, choose_folder, choose_save
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.box import PreviewBox
from kongchuo_desktop.ui.preview.printing import ask_printer, print_pages
from kongchuo_desktop.ui.tasks import Progress
from kongchuo_desktop.ui.words import label

WAYS = (("", "全部一个文件"), ("signer", "每人一个文件"), ("class", "每班一个文件"))


@dataclass(frozen=True)
class Laid:
    """A layer ready to print and its pages as they will look."""

    prepared: Prepared
    pdf: bytes


class PrintFlow:
    """From 'print these' to paper. `printed` is called with the signers when something was issued."""

    def __init__(self, page: QWidget, office: Office, printed: Callable[[Prepared], object]) -> None:
        self._page = page
        self._office = office
        self._printed = printed
        self.box: PrintBox | None = None

    def layer(self, kind: str) -> None:
        """A whole layer."""
        self._lay_out(kind, None, None)

    def chosen(self, kind: str, keys: Iterable[tuple[str, int]]) -> None:
        """Chosen signers of a layer."""
        self._lay_out(kind, frozenset(keys), None)

    def pupils(self, ids: Iterable[PupilId]) -> None:
        """学校—家长 for chosen children."""
        self._lay_out("parent", None, frozenset(ids))

    def _lay_out(self, kind: str, only: frozenset[tuple[str, int]] | None, ids: frozenset[PupilId] | None) -> None:
        database, today = self._office.database, self._office.today()

        def work(progress: Progress) -> Laid:
            from kongchuo_desktop.documents.agreements import agreements_pdf

            progress.say("核对名单")
            prepared = papers.prepare(database, kind, today=today, pupil_ids=ids, only=only)
            progress.say(f"排版 {len(prepared.contents)} 份")
            return Laid(prepared, agreements_pdf(prepared.contents))

        self._office.tasks.run(work, done=self._show, title="准备责任书", cancellable=True, latest="lay-out")

    def _show(self, laid: Laid) -> None:
        self.box = PrintBox(self._page, self._office, laid, printed=self._printed)
        self.box.open()


class PrintBox(PreviewBox):
    """The preview of a layer with what is missing, the ways to save, and the two acts."""

    def __init__(self, parent: QWidget, office: Office, laid: Laid, *, printed: Callable[[Prepared], object]) -> None:
        prepared = laid.prepared
        sentence = f"{len(prepared.people)} 份。打印或保存时编号入册，再次打印编号不变。"
        super().__init__(parent, office, title=prepared.title, sentence=sentence)
        self.prepared = prepared
        self._printed = printed
        self.missing = QListWidget()
        self.missing.setAccessibleName("还缺的内容")
        self._show_missing()
        self._add_ways()
        self.print_button = self.add_button("打印…", self.ask_print, kind="main", sign="print")
        self.save_button = self.add_button("存为 PDF…", self.save, sign="file")
        self.finish_side()
        self.show_pdf(laid.pdf)

    def way(self) -> str:
        """How it is to be saved: '' one file, 'signer', 'class'."""
        return WAYS[max(0, self._ways.checkedId())][0]

    def ask_print(self) -> None:
        """Ask for the printer; then issue and print."""
        ask_printer(self, self.office, pages=self.view.count, chosen=self.print_with)

    def print_with(self, printer: QPrinter) -> None:
        """Issue, then send to this printer."""
        office, prepared = self.office, self.prepared

        def work(progress: Progress) -> int:
            with tempfile.TemporaryDirectory(prefix="kongchuo-") as folder:
                out = Path(folder) / "letters.pdf"
                papers.issue(office.database, prepared, out=out, now=office.clock(), progress=progress)
                return print_pages(out.read_bytes(), printer, progress)

        def done(sent: int) -> None:
            office.tell.toast(
                f"已编号入册 {len(prepared.people)} 份，{sent} 页发往打印机",
                acts=(("登记为已发放", lambda: self._printed(prepared)),),
            )

        office.tasks.run(work, done=done, title=f"打印{prepared.title}", cancellable=True)
        self.accept()

    def save(self) -> None:
        """Issue into a file or a folder, as chosen."""
        way = self.way()
        if way:
            out = choose_folder(self, self.office, purpose="papers", title="存到哪个文件夹")
        else:
            out = choose_save(self, self.office, purpose="papers", name=f"{self.prepared.title}.pdf", kinds=PDF)
        if out is None:
            return
        database, prepared, now = self.office.database, self.prepared, self.office.clock()
        target = out / prepared.title if way else out

        def work(progress: Progress) -> Made:
            if way:
                target.mkdir(parents=True, exist_ok=True)
            return papers.issue(database, prepared, out=target, each=way, now=now, progress=progress)

        self.office.tasks.run(
            work, done=lambda made: self._saved(made, target), title=f"保存{prepared.title}", cancellable=True
        )

    def _saved(self, made: Made, target: Path) -> None:
        self.tell_file(target)
        number = f"{len(made.paths)} 个文件，" if len(made.paths) > 1 else ""
        self.office.tell.toast(
            f"{number}{made.count} 份已编号入册", acts=(("登记为已发放", lambda: self._printed(self.prepared)),)
        )

    def _show_missing(self) -> None:
        prepared = self.prepared
        if prepared.missing_characters:
            signs = "、".join(prepared.missing_characters)
            self.side.addWidget(label(f"这些字没有字体可印，会空着，请手写补上：{signs}", tone="red", wrap=True))
        if not prepared.missing:
            return
        words = f"{len(prepared.missing)} 份有空项，会留横线手填。点名字去补："
        self.side.addWidget(label(words, tone="amber", wrap=True))
        for item in prepared.missing:
            line = QListWidgetItem(f"{item.name}：{'、'.join(item.values)}")
            line.setToolTip(line.text())
            line.setSizeHint(QSize(0, 32))
            self.missing.addItem(line)
        self.missing.setMaximumHeight(min(200, 40 * len(prepared.missing) + 8))
        self.missing.itemActivated.connect(lambda line: self._go(prepared.missing[self.missing.row(line)]))
        self.missing.itemClicked.connect(lambda line: self._go(prepared.missing[self.missing.row(line)]))
        self.side.addWidget(self.missing)

    def _go(self, item: Missing) -> None:
        """To where the lacking value is written."""
        self.reject()
        places: dict[str, tuple[str, object]] = {
            "pupil": ("pupils", item.party_id), "staff": ("classes", ("staff", item.party_id)),
            "village": ("settings", "villages"), "school": ("settings", "school"),
        }  # fmt: skip
        self.office.go(*places[item.party_kind])

    def _add_ways(self) -> None:
        self._ways = QButtonGroup(self)
        self.side.addWidget(label("存为 PDF 时", role="label"))
        groups = {content.group for content in self.prepared.contents}
        for place, (key, words) in enumerate(WAYS):
            made = QRadioButton(words)
            made.setChecked(not key)
            self._ways.addButton(made, place)
            self.side.addWidget(made)
            made.setHidden(key == "class" and len(groups) < 2)
