"""The papers of duties: numbered, drawn and shown in one click from the list."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from kongchuo_desktop.desk import duty_papers
from kongchuo_desktop.desk.duty_papers import IssuedNotices
from kongchuo_desktop.kit.files import write_whole
from kongchuo_desktop.school.attendance.duties import Duty
from kongchuo_desktop.school.notices.rules import BY_KEY
from kongchuo_desktop.ui.boxes import Choice
from kongchuo_desktop.ui.files import PDF, choose_save
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.box import PreviewBox
from kongchuo_desktop.ui.preview.printing import ask_printer, print_pages


def choose_paper(office: Office, duties: Sequence[Duty]) -> str:
    """Which paper of several is meant; "" when there is none, or the box was closed."""
    kinds = list(dict.fromkeys(key for duty in duties for key in duty.step.papers))
    if not kinds:
        office.tell.mistake("选中的事项没有要印的文书。")
    if len(kinds) < 2:
        return kinds[0] if kinds else ""
    choices = tuple(Choice(key, BY_KEY[key].title) for key in kinds)
    return office.tell.choose("要印哪一种文书？", choices, safe=kinds[0])


def show_papers(parent: QWidget, office: Office, duties: Sequence[Duty], kind: str) -> None:
    """Give the letters their numbers and show them; the same letter keeps the number it has."""
    database, now, title = office.database, office.clock(), BY_KEY[kind].title
    wanted = [duty for duty in duties if kind in duty.step.papers]

    def show(issued: IssuedNotices) -> None:
        numbers = [notice.number for notice in issued.notices]
        shown = "、".join(numbers[:3]) + (f" 等 {len(numbers)} 份" if len(numbers) > 3 else "")
        told = "\n".join((f"编号：{shown}", *issued.remarks))
        box = PreviewBox(parent, office, title=title, sentence=told)
        box.add_button("打印…", lambda: _print(box, title), kind="main", sign="print")
        box.add_button("存为 PDF…", lambda: _save(box, issued.pdf, title), sign="file")
        box.finish_side()
        box.show_pdf(issued.pdf)
        box.open()

    office.tasks.run(
        lambda _progress: duty_papers.issue(database, duties=wanted, kind=kind, now=now),
        done=show,
        title=f"排版{title}",
    )


def _print(box: PreviewBox, title: str) -> None:
    office, pdf = box.office, box.pdf

    def chosen(printer: QPrinter) -> None:
        office.tasks.run(
            lambda progress: print_pages(pdf, printer, progress),
            done=lambda sent: office.tell.toast(f"已把 {sent} 页发往打印机"),
            title=f"打印{title}",
            cancellable=True,
        )
        box.accept()

    ask_printer(box, office, pages=box.view.count, chosen=chosen)


def _save(box: PreviewBox, pdf: bytes, title: str) -> None:
    path = choose_save(box, box.office, purpose="papers", name=f"{title}.pdf", kinds=PDF)
    if path is not None:
        box.office.tasks.run(lambda _progress: _write(path, pdf), done=lambda _none: box.tell_file(path))


def _write(path: Path, pdf: bytes) -> None:
    def fill(beside: Path) -> None:
        beside.write_bytes(pdf)

    write_whole(path, fill)
