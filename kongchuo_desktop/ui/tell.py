"""The one door to the user: sentences, questions, notices. No page opens a message box of its own."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.ui.boxes import Choice, SentenceBox
from kongchuo_desktop.ui.crash import crash_record, write_crash
from kongchuo_desktop.ui.toast import Toast

LIBRARIES = "LD_LIBRARY_PATH"


class Tell(QObject):
    """Says things over a window; everything it shows is plain text."""

    def __init__(self, window: QWidget | None, *, log_folder: Path, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.window = window
        self._log_folder = log_folder
        self._clock = clock
        self._toast: Toast | None = None

    def information(self, sentence: str, detail: str = "") -> None:
        """Something worth a box: what came of long work, and where it lies."""
        self.ask("information", sentence, detail, (Choice("ok", "知道了", "main"),), "ok")

    def mistake(self, sentence: str | UserError, detail: str = "") -> None:
        """What happened, that nothing was lost, what to do now."""
        text = sentence.sentence if isinstance(sentence, UserError) else sentence
        self.ask("mistake", text, detail, (Choice("ok", "知道了", "main"),), "ok")

    def confirm(self, sentence: str, *, act: str, detail: str = "", cancel: str = "取消") -> bool:
        """An ordinary question whose act is the default."""
        choices = (Choice("no", cancel), Choice("yes", act, "main"))
        return self.ask("question", sentence, detail, choices, "yes") == "yes"

    def confirm_danger(self, sentence: str, *, act: str, detail: str = "", cancel: str = "不做了") -> bool:
        """A dangerous act: the sentence names what it touches by number; the safe button is the default."""
        choices = (Choice("yes", act, "danger"), Choice("no", cancel, "main"))
        return self.ask("danger", sentence, detail, choices, "no") == "yes"

    def choose(self, sentence: str, choices: tuple[Choice, ...], *, safe: str, detail: str = "") -> str:
        """A question with several ways on; answers the key, or '' when the box was closed."""
        return self.ask("question", sentence, detail, choices, safe)

    def ask(self, mark: str, sentence: str, detail: str, choices: tuple[Choice, ...], safe: str) -> str:
        """Show a box and wait for its answer: the one place where a box is run."""
        box = SentenceBox(self.window, mark=mark, sentence=sentence, detail=detail, choices=choices, safe=safe)
        box.exec()
        chosen = box.chosen
        box.deleteLater()
        return chosen

    def toast(
        self, text: str, *, undo: Callable[[], object] | None = None,
        acts: tuple[tuple[str, Callable[[], object]], ...] = (),
    ) -> None:  # fmt: skip
        """A notice that goes by itself; `undo` puts a 撤销 button on it."""
        if self.window is None:
            return
        if self._toast is not None and shiboken6.isValid(self._toast):
            self._toast.close()
        every = (("撤销", undo), *acts) if undo is not None else acts
        self._toast = Toast(self.window, text, every)

    def made_file(self, path: Path, text: str = "") -> None:
        """Say that a file was written and where, with the ways to it."""
        acts = (
            ("打开", lambda: self.open_file(path)),
            ("打开文件夹", lambda: self.open_file(path.parent)),
        )
        self.toast(text or f"已存到 {path.name}", acts=acts)

    def open_file(self, path: Path) -> None:
        """Show a file or folder by the desktop; say so where it has no program for it."""
        if not open_with_desktop(path):
            self.mistake(f"这台电脑上没有能打开“{path.name}”的程序。", f"它已经存好了，在：{path}")

    def failure(self, error: Exception) -> None:
        """What went wrong: a sentence if it is one, else the crash box with its record on disk."""
        if isinstance(error, UserError):
            self.mistake(error)
            return
        where: Path | None = None
        with contextlib.suppress(OSError):
            where = write_crash(error, folder=self._log_folder, now=self._clock())
        self._crash_box(where, crash_record(error))

    def _crash_box(self, where: Path | None, record: str) -> None:
        sentence = "程序出了没有料到的故障，刚才这一步没有做成。已经保存的内容都在账本里，没有丢失。"
        detail = "请再试一次；如果还是这样，请关闭程序重新打开。"
        choices: tuple[Choice, ...] = (Choice("copy", "复制给技术支持"), Choice("ok", "知道了", "main"))
        if where is not None:
            detail += f"\n故障记录（不含任何姓名和内容）存在：{where}"
            choices = (Choice("folder", "打开记录文件夹"), *choices)
        chosen = self.ask("mistake", sentence, detail, choices, "ok")
        if chosen == "folder" and where is not None:
            open_with_desktop(where.parent)
        elif chosen == "copy":
            from kongchuo_desktop.desk.about import support_text

            QGuiApplication.clipboard().setText(support_text((record,)))
            self.toast("已复制，可以粘贴给帮您的人：里面没有姓名和内容")


def open_with_desktop(path: Path) -> bool:
    """Open a file or folder with the program the desktop has for it; whether there is one."""
    with _surroundings_of_others():
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


@contextlib.contextmanager
def _surroundings_of_others() -> Iterator[None]:
    """PyInstaller puts its folder of libraries into LD_LIBRARY_PATH; WPS and the system's tools must not load those."""
    bundled = os.environ.get(LIBRARIES) if getattr(sys, "frozen", False) else None
    if bundled is None:
        yield
        return
    before = os.environ.get(f"{LIBRARIES}_ORIG")
    try:
        if before is None:
            del os.environ[LIBRARIES]
        else:
            os.environ[LIBRARIES] = before
        yield
    finally:
        os.environ[LIBRARIES] = bundled
