"""What a file is, by its first bytes and not by its name. Runs in the reading process."""

import re

from kongchuo_desktop.sheets.limits import UnreadableFile

_ENCRYPTED = "文件加了密码，读不出来。请在 Excel/WPS 中打开，去掉密码另存一份再导入。"
_CHOOSE = "请选择 Excel/WPS 表格(.xlsx、.xls)或 .csv 文件。"
_FOREIGN = (
    (b"%PDF", f"这是 PDF 文件，不是表格。{_CHOOSE}"),
    (b"\xff\xd8\xff", f"这是图片，不是表格。{_CHOOSE}"),
    (b"\x89PNG", f"这是图片，不是表格。{_CHOOSE}"),
    (b"GIF8", f"这是图片，不是表格。{_CHOOSE}"),
    (b"BM", ""),
    (b"Rar!", "这是压缩包，表格在里面。请先解压，再选择解压出来的表格文件。"),
    (b"7z\xbc\xaf", "这是压缩包，表格在里面。请先解压，再选择解压出来的表格文件。"),
    (b"\x1f\x8b", "这是压缩包，表格在里面。请先解压，再选择解压出来的表格文件。"),
    (b"MZ", ""),
    (b"SQLite format 3", f"这是数据库文件，不是表格。{_CHOOSE}"),
    (b"{\\rtf", "这是写字板文档，不是表格。请把里面的表格复制到 Excel/WPS 表格中，保存后再导入。"),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|meta|table|body|div|style)\b", re.IGNORECASE)


def sniff(head: bytes, suffix: str) -> str:
    """zip, ole, html, xml or text; raises UnreadableFile for anything else, naming it."""
    if not head.strip(b"\0 \t\r\n"):
        raise UnreadableFile("文件是空的，里面没有内容。请检查是否选错了文件，或重新拷贝一份。")
    if head.startswith(b"PK"):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    for mark, sentence in _FOREIGN:
        if head.startswith(mark) and (sentence or b"\0" in head[:512]):
            raise UnreadableFile(sentence or f"这不是表格文件。{_CHOOSE}")
    plain = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"") if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else head
    if b"urn:schemas-microsoft-com:office:spreadsheet" in plain:
        return "xml"
    if _HTML.search(plain[:2048]) and suffix not in {".csv", ".txt"}:
        return "html"
    return "text"


def sniff_ole(data: bytes) -> None:
    """Raises UnreadableFile for the OLE files that are no .xls: encrypted workbooks, Word documents."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFile(_ENCRYPTED)
    has_book = any(name.encode("utf-16-le") in data for name in ("Workbook", "Book"))
    if not has_book and "WordDocument".encode("utf-16-le") in data:
        raise UnreadableFile("这是 Word 文档，不是表格。请把里面的表格复制到 Excel/WPS 表格中，保存后再导入。")
