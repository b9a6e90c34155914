"""The first look into a zipped workbook: is it one, is it safe, which cells are formulas.

Runs in the reading process.
"""

import html
import re
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from kongchuo_desktop.sheets.limits import Limits, UnreadableFile

_PIECE = 1 << 20
_OVERLAP = 4096
_PICTURES = ("xl/media/", "media/", "Pictures/", "xl/drawings/", "xl/embeddings/", "Thumbnails/")
_DANGEROUS = (b"<!DOCTYPE", b"<!ENTITY")
_FORMULA_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<f[ />]')
_TAG = re.compile(r"<((?:Relationship|sheet)\s[^>]*)>")
_TROUBLE = (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, ValueError, NotImplementedError, KeyError)
_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"')

TOO_BIG = "这个文件展开后大得不正常，不像一份名册，没有读取。请在 Excel/WPS 中新建一个文件，只复制名册部分再导入。"
DAMAGED = "文件已损坏或没有拷贝完整，读不出来。请用 Excel/WPS 打开后另存一份，或重新拷贝原文件再导入。"
DANGEROUS = "这个文件里有外部引用等不该出现在表格中的内容，为安全起见没有读取。请用 Excel/WPS 打开后另存一份再导入。"
TOO_MANY_ROWS = "工作表的行数超过{rows}行，一次最多读{rows}行。请删去多余的行，或分成几个文件导入。"


def check_archive(stream: BinaryIO, limits: Limits) -> None:
    """Refuses bombs and foreign archives by their table of contents; raises UnreadableFile with the sentence."""
    try:
        stream.seek(0)
        with zipfile.ZipFile(stream) as archive:
            _check_kind({entry.filename for entry in archive.infolist()})
            _check_sizes(archive.infolist(), limits)
    except _TROUBLE as error:
        raise UnreadableFile(DAMAGED) from error


class CloserLook:
    """Looks into every part for what must not be read, and for formulas, beside the parser (zlib frees the lock)."""

    def __init__(self, path: Path, limits: Limits, refuse: Callable[[UnreadableFile], None] | None = None) -> None:
        self._formulas: dict[str, list[str]] = {}
        self._error: UnreadableFile | None = None
        self._refuse = refuse
        self._thread = threading.Thread(target=self._run, args=(path, limits), daemon=True)
        self._thread.start()

    def result(self) -> dict[str, list[str]]:
        """The formula cells by sheet name; raises UnreadableFile for what was found."""
        self._thread.join()
        if self._error:
            raise self._error
        return self._formulas

    def _run(self, path: Path, limits: Limits) -> None:
        try:
            self._formulas = _look(path, limits)
        except UnreadableFile as error:
            self._error = error
        except RuntimeError:  # an entry under a zip password
            self._error = UnreadableFile("文件加了密码，读不出来。请在 Excel/WPS 中去掉密码另存一份再导入。")
        except (*_TROUBLE, zlib.error, MemoryError):
            self._error = UnreadableFile(DAMAGED)
        if self._error and self._refuse:
            self._refuse(self._error)


def _look(path: Path, limits: Limits) -> dict[str, list[str]]:
    formulas: dict[str, list[str]] = {}
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if entry.filename.endswith((".xml", ".rels"))]
        for entry in sorted(entries, key=lambda one: one.filename.startswith("xl/worksheets/")):
            _look_into(archive, entry, formulas, limits)
        names = _sheet_names(archive) if any(formulas.values()) else {}
    return {names.get(part, part): cells for part, cells in formulas.items()}


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part → sheet name, by the workbook's own lists."""
    targets = {
        identity: "xl/" + target.removeprefix("/xl/").removeprefix("./")
        for tag in _TAG.findall(archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace"))
        if (identity := _attribute(tag, "Id")) and (target := _attribute(tag, "Target"))
    }
    return {
        targets.get(_attribute(tag, "r:id"), ""): _attribute(tag, "name")
        for tag in _TAG.findall(archive.read("xl/workbook.xml").decode("utf-8", "replace"))
        if tag.startswith("sheet ")
    }


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf'\b{name}="([^"]*)"', tag)
    return html.unescape(match[1]) if match else ""


def _check_kind(names: set[str]) -> None:
    if "content.xml" in names or any(name.startswith("xl/") for name in names):
        return
    if any(name.startswith("word/") for name in names):
        raise UnreadableFile("这是 Word 文档，不是表格。请把里面的表格复制到 Excel/WPS 表格中，保存后再导入。")
    if any(name.startswith("ppt/") for name in names):
        raise UnreadableFile("这是演示文稿，不是表格。请选择 Excel/WPS 表格文件。")
    if any(name.lower().endswith((".xlsx", ".xls", ".csv", ".et")) for name in names):
        raise UnreadableFile("这是压缩包，表格在里面。请先解压，再选择解压出来的表格文件。")
    raise UnreadableFile("这是压缩包或别的程序的文件，不是表格。请选择 Excel/WPS 表格(.xlsx、.xls)或 .csv 文件。")


def _check_sizes(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    pictures = [entry for entry in entries if entry.filename.startswith(_PICTURES)]
    parts = [entry for entry in entries if not entry.filename.startswith(_PICTURES)]
    expanded = sum(entry.file_size for entry in parts)
    if len(parts) > limits.zip_entries or len(pictures) > limits.zip_pictures or expanded > limits.expanded:
        raise UnreadableFile(TOO_BIG)
    for entry in entries:
        if entry.file_size > limits.ratio_from and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            raise UnreadableFile(TOO_BIG)


def _look_into(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, formulas: dict[str, list[str]], limits: Limits
) -> None:
    is_sheet = entry.filename.startswith("xl/worksheets/")
    first = True
    for piece, fresh in _pieces(archive, entry, limits):
        if first and (any(mark in piece for mark in _DANGEROUS) or (_is_wide(piece) and b"!\x00D" in piece)):
            raise UnreadableFile(DANGEROUS)
        first = False
        if is_sheet:
            _check_rows(piece, limits)
            if fresh.find(b"<f") >= 0:
                cells = formulas.setdefault(entry.filename, [])
                cells.extend(match.decode() for match in _FORMULA_CELL.findall(piece))


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> Iterator[tuple[bytes, bytes]]:
    """The part in pieces that overlap a little; a part that lies about its size ends at the limit."""
    done, tail = 0, b""
    with archive.open(entry) as part:
        while fresh := part.read(_PIECE):
            done += len(fresh)
            if done > limits.expanded:
                raise UnreadableFile(TOO_BIG)
            yield tail + fresh, fresh
            tail = fresh[-_OVERLAP:]


def _is_wide(piece: bytes) -> bool:
    return piece[:2] in {b"\xff\xfe", b"\xfe\xff"} or piece[:4] in {b"<\x00?\x00", b"\x00<\x00?"}


def _check_rows(piece: bytes, limits: Limits) -> None:
    """The row number of the last cell with a value, told without reading the sheet."""
    last = max(piece.rfind(b"<v>"), piece.rfind(b"<is>"))
    if last < 0:
        return
    row = piece.rfind(b"<row", 0, last)
    match = _ROW.match(piece, row) if row >= 0 else None
    if match and int(match[1]) > limits.rows:
        raise UnreadableFile(TOO_MANY_ROWS.format(rows=limits.rows))
