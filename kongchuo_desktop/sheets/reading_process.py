"""The process that opens a file from outside: little memory, little time, only the standard library and calamine.

Answers on standard output with one marshalled tuple (True, content) or (False, sentence).
"""

import io
import marshal
import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from kongchuo_desktop.sheets.archive import DAMAGED, TOO_BIG, TOO_MANY_ROWS, CloserLook, check_archive
from kongchuo_desktop.sheets.delimited import read_delimited
from kongchuo_desktop.sheets.limits import Limits, UnreadableFile
from kongchuo_desktop.sheets.sniff import sniff, sniff_ole

SWITCH = "--read-workbook"  # how the frozen program is told to be this process
SheetContent = tuple[str, list[Any], list[Any], list[str], bool, list[int]]
Refuse = Callable[[UnreadableFile], None]


def main(arguments: list[str]) -> int:
    """`arguments`: the path of the file; returns the exit code."""
    limits = Limits()
    limit_this_process(limits)
    try:
        answer: tuple[bool, Any] = (True, read_file(Path(arguments[0]), limits, _refuse_now))
    except UnreadableFile as error:
        answer = (False, error.sentence)
    except MemoryError:
        answer = (False, TOO_BIG)
    except BaseException:  # noqa: BLE001 - a parser's panic is no Exception; whatever it is, the file is to blame
        answer = (False, DAMAGED)
    _send(answer)
    return 0


def _send(answer: tuple[bool, Any]) -> None:
    out = _standard_output()
    out.write(marshal.dumps(answer))
    out.flush()


def _standard_output() -> BinaryIO:
    """Also of a frozen program with a window, for which Python opens no sys.stdout."""
    if sys.stdout is not None:
        return sys.stdout.buffer
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(1, os.O_BINARY)
    return os.fdopen(1, "wb", closefd=False)


def _refuse_now(error: UnreadableFile) -> None:
    """Ends this process with the sentence while the parser may still be busy with the file."""
    _send((False, error.sentence))
    os._exit(0)


def limit_this_process(limits: Limits) -> None:
    """Bounds the memory of this process, where the system can."""
    if sys.platform == "win32":
        from kongchuo_desktop.sheets.windows_job import limit_memory

        limit_memory(limits.memory)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(limits.seconds) + 5, int(limits.seconds) + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def read_file(path: Path, limits: Limits, refuse: Refuse | None = None) -> tuple[list[SheetContent], str]:
    """The sheets, made of what marshal can carry, and the encoding of a text file.

    `refuse` is called from a thread of its own as soon as a closer look finds what is not to be read.
    """
    with path.open("rb") as stream:
        head = stream.read(8192)
        kind = sniff(head, path.suffix.lower())
        if kind == "zip":
            check_archive(stream, limits)
            return _by_calamine(path, kind, CloserLook(path, limits, refuse), limits), ""
        if kind == "ole":
            sniff_ole(head + stream.read())
            return _by_calamine(path, kind, None, limits), ""
        stream.seek(0)
        data = stream.read()
    if kind == "html":
        from kongchuo_desktop.sheets.markup import read_html

        return [(path.stem, read_html(data, limits), [], [], True, [])], ""
    if kind == "xml":
        from kongchuo_desktop.sheets.markup import read_xml_spreadsheet

        return read_xml_spreadsheet(data, limits), ""
    rows, encoding = read_delimited(data, limits)
    return [("", rows, [], [], True, [])], encoding


def _by_calamine(path: Path, kind: str, look: CloserLook | None, limits: Limits) -> list[SheetContent]:
    from python_calamine import CalamineError, PasswordError

    try:
        sheets = _read_all(path, kind, limits)
    except PasswordError as error:
        raise UnreadableFile("文件加了密码，读不出来。请在 Excel/WPS 中去掉密码另存一份再导入。") from error
    except (CalamineError, OSError, ValueError) as error:
        if look:
            look.result()
        raise UnreadableFile(DAMAGED) from error
    if look is None:
        return sheets
    formulas = look.result()
    return [(*sheet[:3], formulas.get(sheet[0], []), *sheet[4:]) for sheet in sheets]


def _read_all(path: Path, kind: str, limits: Limits) -> list[SheetContent]:
    workbook = _open(path, kind)
    names = workbook.sheet_names
    if len(names) > limits.sheets:
        raise UnreadableFile(f"文件里有{len(names)}个工作表，太多了。请只保留名册所在的工作表再导入。")
    return [_sheet(workbook, index, limits) for index in range(len(names))]


def _open(path: Path, kind: str) -> Any:
    from python_calamine import CalamineWorkbook

    known = {"zip": {".xlsx", ".xlsm"}, "ole": {".xls", ".et"}}
    if path.suffix.lower() in known[kind] and path.suffix.lower() != ".et":
        return CalamineWorkbook.from_path(str(path))
    return CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))


def _sheet(workbook: Any, index: int, limits: Limits) -> SheetContent:
    about = workbook.sheets_metadata[index]
    visible = str(about.visible).endswith("Visible")
    if not str(about.typ).endswith("WorkSheet"):
        return about.name, [], [], [], False, []
    sheet = workbook.get_sheet_by_index(index)
    height, width = sheet.total_height, sheet.total_width
    if height > limits.rows:
        raise UnreadableFile(TOO_MANY_ROWS.format(rows=limits.rows))
    if width > limits.columns or height * width > limits.cells:
        raise UnreadableFile(f"工作表“{about.name}”有{width}列，太宽了。请删去右边多余的列再导入。")
    rows = sheet.to_python(skip_empty_area=False)
    return about.name, rows, sheet.merged_cell_ranges or [], [], visible, _make_plain(rows)


def _make_plain(rows: list[Any]) -> list[int]:
    """Makes rows tuples, and dates too, which marshal carries; answers the rows that hold anything but text."""
    text = {str}
    once: dict[str, str] = {}  # equal texts become one object: less to carry, and to hash on the other side
    mixed = []
    for number, row in enumerate(rows):
        if set(map(type, row)) == text:
            rows[number] = tuple(map(once.setdefault, row, row))
        else:
            rows[number] = tuple([_carried(cell) for cell in row])
            mixed.append(number)
    return mixed


def _carried(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return (cell.year, cell.month, cell.day)
    if isinstance(cell, date):
        return (cell.year, cell.month, cell.day)
    if cell is None:
        return ""
    return cell if isinstance(cell, (str, int, float, bool)) else str(cell)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
