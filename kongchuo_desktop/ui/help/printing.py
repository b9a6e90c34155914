"""The manual and the quick card on paper: looked at first, like everything that is printed."""

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.documents import kinds_manual
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.box import PreviewBox
from kongchuo_desktop.ui.preview.letters import add_ways

TITLES = {kind.key: (kind.title, kind.about) for kind in kinds_manual.KINDS}


def preview_paper(parent: QWidget, office: Office, key: str) -> None:
    """Make the paper beside the window and show it."""
    title, about = TITLES[key]
    now = office.clock()

    def work(_progress: object) -> bytes:
        from kongchuo_desktop.desk.manual_papers import paper

        return paper(key, now=now)

    def show(pdf: bytes) -> None:
        box = PreviewBox(parent, office, title=title, sentence=about)
        add_ways(box, pdf, title)
        box.finish_side()
        box.show_pdf(pdf)
        box.open()

    office.tasks.run(work, done=show, latest=("manual", key), title=f"正在排{title}")
