"""Text tables (.csv, .txt): which encoding, which separator. Runs in the reading process."""

import csv
import io

from kongchuo_desktop.sheets.limits import Limits, UnreadableFile

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NOT_TEXT = "这不是表格文件，读不出内容。请选择 Excel/WPS 表格(.xlsx、.xls)或 .csv 文件。"


def decode(data: bytes) -> tuple[str, str]:
    """The text and its encoding: by its mark, else strict UTF-8, else GB 18030; nothing is ever replaced."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _strictly(data, "gb18030"), "gb18030"


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            "文件里的文字编码已损坏，读出来会是乱码。请用 Excel/WPS 打开原文件，另存为 .xlsx 再导入。"
        ) from error


def read_delimited(data: bytes, limits: Limits) -> tuple[list[list[str]], str]:
    """The rows, all of one width, and the encoding; raises UnreadableFile."""
    text, encoding = decode(data)
    if "\0" in text[:4096] or sum(ord(sign) < 32 and sign not in "\t\r\n\f" for sign in text[:4096]) > 8:
        raise UnreadableFile(_NOT_TEXT)
    csv.field_size_limit(100_000)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)):
            rows.append(row)
            if len(rows) > limits.rows:
                raise UnreadableFile(f"文件超过{limits.rows}行，一次最多读{limits.rows}行。请分成几个文件导入。")
    except csv.Error as error:
        raise UnreadableFile("这个文本文件的格式不对（可能引号没有配对），请用 WPS 打开后另存为 .xlsx。") from error
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows], encoding


def _separator(text: str) -> str:
    """The sign that cuts the first lines into the most, and equally many, columns."""
    lines = [line for line in text[:40_000].splitlines()[:25] if line.strip()]
    best, best_score = ",", 0.0
    for sign in "\t,;|,":
        counts = [len(row) - 1 for row in _try(lines, sign)]
        common = max(set(counts), key=counts.count, default=0)
        score = common * counts.count(common)
        if score > best_score:
            best, best_score = sign, score
    return best


def _try(lines: list[str], sign: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=sign))
    except csv.Error:
        return []
