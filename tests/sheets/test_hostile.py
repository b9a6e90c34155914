"""Files that are broken, foreign or meant to harm: each ends in a sentence, soon, and reads nothing else (T17)."""

import io
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from openpyxl import Workbook

from kongchuo_desktop.sheets import guard
from kongchuo_desktop.sheets.guard import open_workbook
from kongchuo_desktop.sheets.limits import LIMITS, Limits, ReadingCancelled, UnreadableFile
from tests.sheets.making import BOOK, HEAD, SHEET, cells, check_sentence, parts, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
ROWS = [HEAD, ("张三", "男", "2019.9.1", "")]


def refused(path: Path, *, limits: Limits = LIMITS) -> str:
    """The sentence a file ends in."""
    with pytest.raises(UnreadableFile) as caught:
        open_workbook(path, limits=limits)
    sentence = caught.value.sentence
    assert path.name in sentence
    assert sentence.endswith("。")
    assert "Error" not in sentence
    return sentence


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.xlsx", b"", "空文件"), ("b.xlsx", b"\0" * 5000, "空的"), ("c.xls", b"%PDF-1.7\n%", "PDF"),
        ("d.xlsx", b"\xff\xd8\xff\xe0JFIF" + b"\0" * 50, "图片"),
        ("e.xlsx", b"Rar!\x1a\x07\x00" + b"\0" * 50, "压缩包"),
        ("f.xls", b"MZ\x90\0\x03\0\0\0" + b"\0" * 600, "不是表格"), ("g.xlsx", b"PK\x03\x04rubbish", "损坏"),
        ("h.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "损坏"),
        ("i.csv", b"\x00\x01\x02\x03" * 500, "不是表格"),
        ("j.xlsx", bytes(range(128, 256)) * 50, "编码"), ("k.xls", b"<html><body>hello</body></html>", "没有表格"),
        ("l.xls", OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "密码"),
        ("m.doc", OLE + "WordDocument".encode("utf-16-le") + b"\0" * 600, "Word"),
    ],
)  # fmt: skip
def test_what_is_no_workbook(tmp_path: Path, name: str, data: bytes, word: str) -> None:
    assert word in refused(write(tmp_path / name, data))


def test_places_that_are_no_file(tmp_path: Path) -> None:
    assert "找不到" in refused(tmp_path / "没有.xlsx")
    (tmp_path / "夹").mkdir()
    assert "文件夹" in refused(tmp_path / "夹")
    assert "临时文件" in refused(tmp_path / "~$名册.xlsx")


def zipped(path: Path, names: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return path


def test_other_archives(tmp_path: Path) -> None:
    assert "Word" in refused(zipped(tmp_path / "a.xlsx", {"word/document.xml": b"<w/>"}))
    assert "解压" in refused(zipped(tmp_path / "b.zip", {"名册.xlsx": b"x"}))
    assert "不是表格" in refused(zipped(tmp_path / "c.zip", {"a.txt": b"x"}))


def test_a_zip_bomb(tmp_path: Path) -> None:
    path = parts(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 120_000_000})
    assert path.stat().st_size < 200_000
    assert "大得不正常" in refused(path)


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    path = parts(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": SHEET.format(cells(ROWS)) + " " * 140_000_000})
    data = bytearray(path.read_bytes())
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
    data[place + 24 : place + 28] = struct.pack("<I", 1000)
    refused(write(path, bytes(data)))


def test_nested_archives_are_not_opened(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", b"\0" * 50_000_000)
    path = parts(
        tmp_path / "a.xlsx",
        {"xl/worksheets/sheet1.xml": SHEET.format(cells(ROWS)), "xl/embeddings/b.zip": inner.getvalue()},
    )
    assert open_workbook(path).sheets[0].rows[1][0] == "张三"


def test_thousands_of_parts(tmp_path: Path) -> None:
    assert "大得不正常" in refused(parts(tmp_path / "a.xlsx", {f"xl/worksheets/x{n}.xml": b"<a/>" for n in range(300)}))


LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "' + "ha" * 50 + '">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)
) + "]>"  # fmt: skip


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(tmp_path: Path, part: str, encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{LAUGHS}<worksheet>&j;</worksheet>'
    assert "安全" in refused(parts(tmp_path / "a.xlsx", {part: xml.encode(encoding)}))


def test_outside_entities_read_nothing(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret.txt", b"the secret")
    xml = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}">]>'
        + BOOK.replace("一(1)班", "&s;").split("?>", 1)[1]
    )
    assert "安全" in refused(parts(tmp_path / "a.xlsx", {"xl/workbook.xml": xml}))


def test_too_many_rows_are_refused_before_they_are_read(tmp_path: Path) -> None:
    xml = SHEET.format("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 300_001)))
    assert "25000行" in refused(parts(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": xml}))


def test_two_cells_far_apart(tmp_path: Path) -> None:
    xml = SHEET.format('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    refused(parts(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": xml}))


def test_too_many_columns(tmp_path: Path) -> None:
    xml = SHEET.format('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>')
    assert "太宽" in refused(parts(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": xml}))


def test_formatted_but_empty_cells_far_down_are_no_rows(tmp_path: Path) -> None:
    xml = SHEET.format(cells(ROWS) + '<row r="1048576"><c r="A1048576" s="0"/></row>')
    book = open_workbook(parts(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": xml}))
    assert len(book.sheets[0].rows) == 2


def test_a_huge_string(tmp_path: Path) -> None:
    xml = SHEET.format(cells([HEAD, ("x" * 40_000_000, "男", "", "")]))
    path = parts(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": xml}, compress=zipfile.ZIP_STORED)
    try:
        open_workbook(path)
    except UnreadableFile as error:
        check_sentence(error)


def test_a_password_on_the_archive(tmp_path: Path) -> None:
    path = parts(tmp_path / "a.xlsx", {})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(mark, place + 4)
    refused(write(path, bytes(data)))


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
@pytest.mark.parametrize("name", ["花名册-带标题行.xlsx", "花名册-班主任手工表.xls"])
def test_cut_off_files(tmp_path: Path, sample_files: Path, name: str, share: float) -> None:
    data = (sample_files / name).read_bytes()
    path = write(tmp_path / name, data[: int(len(data) * share)])
    try:
        open_workbook(path)
    except UnreadableFile as error:
        check_sentence(error)
    else:
        assert name.endswith(".xls"), "a cut .xlsx has no table of contents"


@pytest.mark.parametrize(("name", "wrong"), [("花名册-带标题行.xlsx", "a.xls"), ("花名册-班主任手工表.xls", "b.xlsx"),
                                             ("花名册-带标题行.xlsx", "c.csv"),
                                             ("教职工名册.xlsx", "d.et")])  # fmt: skip
def test_a_wrong_suffix_does_not_matter(tmp_path: Path, sample_files: Path, name: str, wrong: str) -> None:
    path = write(tmp_path / wrong, (sample_files / name).read_bytes())
    assert [sheet.rows for sheet in open_workbook(path).sheets] == [
        sheet.rows for sheet in open_workbook(sample_files / name).sheets
    ]


def test_formula_cells_are_listed_under_their_sheet(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "一"
    other = book.create_sheet("二&(1)班")
    other["B3"] = "=1+1"
    book.save(tmp_path / "a.xlsx")
    assert [sheet.formulas for sheet in open_workbook(tmp_path / "a.xlsx").sheets] == [frozenset(), frozenset({"B3"})]


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands in for the frozen program")
def test_the_frozen_program_reads_by_itself(
    tmp_path: Path, sample_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "kongchuo"
    act = "from kongchuo_desktop.sheets.guard import read_if_asked; read_if_asked(sys.argv); sys.exit(9)"
    program.write_text(f"#!{sys.executable}\nimport sys\nsys.path[:] = {sys.path!r}\n{act}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    assert len(open_workbook(sample_files / "教职工名册.xlsx").sheets[0].rows) == 14


def test_cancel_ends_the_process(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"一": [HEAD]})
    with pytest.raises(ReadingCancelled):
        open_workbook(path, cancelled=lambda: True, limits=Limits(seconds=30))


def test_time_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
    monkeypatch.setattr(guard, "_command", lambda _: sleeper)
    path = xlsx(tmp_path / "a.xlsx", {"一": [HEAD]})
    assert "很久" in refused(path, limits=Limits(seconds=0.2))


def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = (
        "from kongchuo_desktop.sheets import reading_process as r; from kongchuo_desktop.sheets.limits import Limits; "
    )
    eater = [sys.executable, "-c", f"{start}r.limit_this_process(Limits()); x = bytearray(2_000_000_000); print(1)"]
    monkeypatch.setattr(guard, "_command", lambda _: eater)
    path = xlsx(tmp_path / "a.xlsx", {"一": [HEAD]})
    assert "内存" in refused(path)


def test_the_process_knows_neither_window_nor_book() -> None:
    heavy = "('PySide6', 'sqlalchemy', 'openpyxl')"
    start = "import sys; import kongchuo_desktop.sheets.reading_process; "
    code = f"{start}print([name for name in {heavy} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_gzip_and_deflate_bombs_inside_pictures_are_never_opened(tmp_path: Path) -> None:
    path = parts(tmp_path / "a.xlsx", {"xl/media/image1.png": zlib.compress(b"\0" * 10_000_000)})
    assert open_workbook(path).sheets[0].name == "一(1)班"
