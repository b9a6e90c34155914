"""A child's file in the preview; files and cards of many children at once, with progress and a way to stop."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.desk import dossier
from kongchuo_desktop.desk.made import Made
from kongchuo_desktop.kit.files import write_whole
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.storage import audit
from kongchuo_desktop.ui.boxes import Choice
from kongchuo_desktop.ui.files import PDF, choose_folder, choose_save
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.box import PreviewBox
from kongchuo_desktop.ui.preview.letters import send_to_printer
from kongchuo_desktop.ui.tasks import Progress

WHOLE = "封面、目录、基本情况、四清和各项记录，页码连续。证件号完整显示，只供学校内部存档；要交出去请选“遮住证件号”。"


def show_dossier(parent: QWidget, office: Office, pupil: PupilFacts, *, mask: bool = False) -> None:
    """One child's file, looked at before it is printed or saved."""
    title = f"{pupil.name}的档案"

    def show(found: dossier.Shown) -> None:
        box = PreviewBox(parent, office, title=title, sentence="\n".join((WHOLE, *found.remarks)))
        box.add_button("打印…", lambda: send_to_printer(box, title), kind="main", sign="print")
        box.add_button("存为 PDF…", lambda: _save(box, found.pdf, f"{pupil.class_name}{title}", pupil), sign="file")
        other = "显示完整证件号" if mask else "遮住证件号"
        box.add_button(other, lambda: _again(box, parent, office, pupil, not mask), sign="eye")
        box.finish_side()
        box.show_pdf(found.pdf)
        box.open()

    database, now = office.database, office.clock()
    office.tasks.run(
        lambda _progress: dossier.show(database, pupil_id=pupil.id, now=now, mask=mask), done=show, title=f"装订{title}"
    )


def _again(box: PreviewBox, parent: QWidget, office: Office, pupil: PupilFacts, mask: bool) -> None:
    box.reject()
    show_dossier(parent, office, pupil, mask=mask)


def _save(box: PreviewBox, pdf: bytes, name: str, pupil: PupilFacts) -> None:
    """A file that leaves the book is an export, and on record as one."""
    office = box.office
    path = choose_save(box, office, purpose="dossier", name=f"{name}.pdf", kinds=PDF)
    if path is None:
        return

    def work(_progress: Progress) -> None:
        write_whole(path, lambda beside: _fill(beside, pdf))
        with office.database.write("导出学生档案") as session:
            audit.record_event(session, kind="export", what="学生档案（PDF）", table="pupil", row_uid=pupil.uid)

    office.tasks.run(work, done=lambda _none: box.tell_file(path))


def _fill(beside: Path, pdf: bytes) -> None:
    beside.write_bytes(pdf)


def print_files(parent: QWidget, office: Office, key: str, people: Sequence[PupilFacts]) -> None:
    """Files ("dossier") or cards ("archive_card") of some children: one PDF, or one for each child in a folder."""
    title = dossier.TITLES[key]
    each = ""
    if len(people) > 1:
        ways = (Choice("", "取消"), Choice("one", "合成一个 PDF"), Choice("signer", "每人一个 PDF", "main"))
        told = office.tell.choose(f"{title}，{len(people)} 名学生。要怎样存？", ways, safe="")
        if not told:
            return
        each = "" if told == "one" else told
    if each:
        path = choose_folder(parent, office, purpose="dossier", title="存到哪个文件夹")
    else:
        name = f"{people[0].name}{title}" if len(people) == 1 else f"{title}{len(people)}人"
        path = choose_save(parent, office, purpose="dossier", name=f"{name}.pdf", kinds=PDF)
    if path is not None:
        make_files(office, key, people, path, each=each)


def make_files(office: Office, key: str, people: Sequence[PupilFacts], path: Path, *, each: str) -> None:
    """Draw beside the window; say where they lie."""
    database, now, title = office.database, office.clock(), dossier.TITLES[key]

    def work(progress: Progress) -> Made:
        return dossier.make_files(
            database, key=key, people=people, out=path, now=now, each=each,
            progress=lambda done, total: progress(done, total, "装订"),
        )  # fmt: skip

    def done(made: Made) -> None:
        told = f"{title} {made.count} 份已存到 {path.name}"
        office.tell.made_file(made.paths[0] if each else path, told)
        if made.remarks:
            office.tell.information(made.remarks[0])

    office.tasks.run(work, done=done, title=f"装订{title}", cancellable=True)
