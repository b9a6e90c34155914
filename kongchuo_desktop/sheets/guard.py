"""Opens a workbook from outside, in a process of its own with bounded time and memory; every failure is a sentence."""

import marshal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kongchuo_desktop.kit.collector import without_collector
from kongchuo_desktop.sheets.cells import Sheet, Workbook
from kongchuo_desktop.sheets.limits import LIMITS, Limits, ReadingCancelled, UnreadableFile
from kongchuo_desktop.sheets.reading_process import SWITCH
from kongchuo_desktop.sheets.reading_process import main as reading_main

_LOOK_EVERY = 0.1  # seconds between two looks at the cancel button
_ENCODINGS = {"gb18030": "文件是 GBK/GB18030 编码的文本，已按此读取。", "utf-16": "文件是 Unicode 文本，已按此读取。"}


def open_workbook(path: Path, *, cancelled: Callable[[], bool] = lambda: False, limits: Limits = LIMITS) -> Workbook:
    """The cells of a .xlsx, .xls, .ods, .csv or .txt file.

    Raises UnreadableFile (a UserError) with what is wrong and what to do, ReadingCancelled when `cancelled` says so.
    """
    _check_path(path, limits)
    sheets, encoding = _content(_answer_of_process(path, cancelled, limits), path)
    remark = _ENCODINGS.get(encoding)
    return Workbook(path.name, sheets, (remark,) if remark else ())


def read_if_asked(arguments: Sequence[str]) -> None:
    """Must be the frozen program's first act: turns it into the reading process when it was started as that."""
    if len(arguments) > 2 and arguments[1] == SWITCH:
        sys.exit(reading_main(list(arguments[2:])))


def _check_path(path: Path, limits: Limits) -> None:
    if path.name.startswith("~$"):
        raise UnreadableFile(f"“{path.name}”是 Excel 打开文件时的临时文件，请选择同一文件夹中不带“~$”的那一个。")
    try:
        if path.is_dir():
            raise UnreadableFile(f"“{path.name}”是文件夹，请选择其中的表格文件。")
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except FileNotFoundError as error:
        raise UnreadableFile(f"找不到文件“{path.name}”，它可能被移走或改了名，U盘也可能已拔出。") from error
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"打不开文件“{path.name}”。如果它正在 Excel/WPS 中打开，请先关闭再导入。") from error
    if size == 0:
        raise UnreadableFile(f"“{path.name}”是空文件（0字节），请重新拷贝或重新导出。")
    if size > limits.file_size:
        much = f"“{path.name}”有{size // 1_000_000}MB,太大，不像一份名册。"
        raise UnreadableFile(f"{much}请只保留名册所在的工作表再导入。")


def _command(path: Path) -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, SWITCH, str(path)]
    start = f"import sys; sys.path[:] = {sys.path!r}; from kongchuo_desktop.sheets.reading_process import main; "
    return [sys.executable, "-I", "-c", f"{start}sys.exit(main(sys.argv[1:]))", str(path)]


def _answer_of_process(path: Path, cancelled: Callable[[], bool], limits: Limits) -> bytes:
    process = subprocess.Popen(  # noqa: S603 - our own interpreter; the path is an argument, not a command
        _command(path.absolute()),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    latest = time.monotonic() + limits.seconds
    with process:
        try:
            _check_time(path, latest, cancelled)
            while True:
                try:
                    return process.communicate(timeout=_LOOK_EVERY)[0]
                except subprocess.TimeoutExpired:
                    _check_time(path, latest, cancelled)
        finally:
            process.kill()


def _check_time(path: Path, latest: float, cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise ReadingCancelled("已取消读取。")
    if time.monotonic() > latest:
        raise UnreadableFile(f"“{path.name}”读了很久也没有读完，已停止。请在新文件中只保留名册部分再导入。")


def _content(answer: bytes, path: Path) -> tuple[tuple[Sheet, ...], str]:
    if not answer:  # the process met its bounds and was ended
        raise UnreadableFile(f"“{path.name}”占用的内存太多，已停止读取。请在新文件中只保留名册部分再导入。")
    with without_collector():
        done, content = marshal.loads(answer)  # noqa: S302 - written by our own process, not by the file
    if not done:
        raise UnreadableFile(f"“{path.name}”:{content}")
    sheets, encoding = content
    return tuple(_sheet(*sheet) for sheet in sheets), encoding


def _sheet(
    name: str, rows: list[Any], merges: list[Any], formulas: list[str], visible: bool, mixed: list[int]
) -> Sheet:
    """Turns the carried tuples back into dates."""
    for number in mixed:
        rows[number] = tuple([date(*cell) if isinstance(cell, tuple) else cell for cell in rows[number]])
    return Sheet(name, rows, tuple(merges), frozenset(formulas), visible)
