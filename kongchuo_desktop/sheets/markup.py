"""Web pages and 2003 XML that other systems save under the name .xls. Runs in the reading process."""

import io
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from kongchuo_desktop.sheets.archive import DAMAGED, DANGEROUS, TOO_BIG, TOO_MANY_ROWS
from kongchuo_desktop.sheets.delimited import decode
from kongchuo_desktop.sheets.limits import Limits, UnreadableFile

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"


def read_html(data: bytes, limits: Limits) -> list[list[str]]:
    """The rows of all tables of a page, one after the other; spans leave empty cells."""
    reader = _TableReader(limits)
    try:
        reader.feed(_page_text(data))
        reader.close()
    except (AssertionError, RecursionError) as error:
        raise UnreadableFile(DAMAGED) from error
    if not reader.rows:
        raise UnreadableFile("这是网页文件，里面没有表格。请用 Excel/WPS 打开后另存为 .xlsx 再导入。")
    width = max(map(len, reader.rows))
    return [row + [""] * (width - len(row)) for row in reader.rows]


def _page_text(data: bytes) -> str:
    match = _CHARSET.search(data[:4096])
    if match and match[1].lower() in {b"gb2312", b"gbk", b"gb18030"}:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            pass
    return decode(data)[0]


class _TableReader(HTMLParser):
    """Gathers the cells of every table row."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._limits = limits
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._span = 1
        self._below: dict[int, int] = {}  # column -> rows still covered by a cell above

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_row()
            self._row = []
        elif tag in {"td", "th"} and self._row is not None:
            self._end_cell()
            self._skip_covered()
            given = dict(attrs)
            self._span = _count(given.get("colspan"))
            for column in range(len(self._row), len(self._row) + self._span):
                self._below[column] = _count(given.get("rowspan")) - 1
            self._cell = []
        elif tag in {"br", "p", "div"} and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._end_cell()
        elif tag in {"tr", "table"}:
            self._end_row()
            if tag == "table":
                self._below.clear()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def close(self) -> None:
        super().close()
        self._end_row()

    def _skip_covered(self) -> None:
        while self._row is not None and self._below.get(len(self._row), 0) > 0:
            self._below[len(self._row)] -= 1
            self._row.append("")

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        self._row.append(" ".join("".join(self._cell).split()))
        self._row.extend([""] * (self._span - 1))
        self._cell = None
        if len(self._row) > self._limits.columns:
            raise UnreadableFile(TOO_BIG)

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        self._skip_covered()
        self.rows.append(self._row)
        self._row = None
        if len(self.rows) > self._limits.rows:
            raise UnreadableFile(TOO_MANY_ROWS.format(rows=self._limits.rows))


def _count(written: str | None) -> int:
    return min(int(written), 200) if written and written.strip().isdecimal() and int(written[:4]) > 0 else 1


def read_xml_spreadsheet(data: bytes, limits: Limits) -> list[Any]:
    """The sheets of an XML Spreadsheet 2003 file, cell types kept."""
    sheets: list[Any] = []
    name = ""
    rows: list[list[Any]] = []
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            if event == "start" and element.tag == f"{_SS}Worksheet":
                name, rows = element.get(f"{_SS}Name", ""), []
            elif event == "end" and element.tag == f"{_SS}Row":
                _add_row(rows, element, limits)
                element.clear()
            elif event == "end" and element.tag == f"{_SS}Worksheet":
                width = max(map(len, rows), default=0)
                sheets.append((name, [row + [""] * (width - len(row)) for row in rows], [], [], True, []))
    except DefusedXmlException as error:
        raise UnreadableFile(DANGEROUS) from error
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableFile(DAMAGED) from error
    return sheets


def _add_row(rows: list[list[Any]], element: Element, limits: Limits) -> None:
    index = int(element.get(f"{_SS}Index", len(rows) + 1))
    if index > limits.rows or len(rows) >= limits.rows:
        raise UnreadableFile(TOO_MANY_ROWS.format(rows=limits.rows))
    rows.extend([] for _ in range(index - 1 - len(rows)))
    row: list[Any] = []
    for cell in element.iter(f"{_SS}Cell"):
        column = int(cell.get(f"{_SS}Index", len(row) + 1))
        across = int(cell.get(f"{_SS}MergeAcross", 0))
        if column + across > limits.columns:
            raise UnreadableFile(TOO_BIG)
        row.extend([""] * (column - 1 - len(row)))
        row.append(_xml_value(cell.find(f"{_SS}Data")))
        row.extend([""] * across)
    rows.append(row)


def _xml_value(data: Element | None) -> Any:
    if data is None:
        return ""
    text = "".join(data.itertext())
    kind = data.get(f"{_SS}Type", "String")
    if kind == "Number":
        return float(text)
    if kind == "DateTime":
        return text[:10]
    return text
