"""Files for the tests: well-formed ones by openpyxl, hostile ones part by part."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.sheets.cells import Sheet
from kongchuo_desktop.sheets.cells import Workbook as ReadWorkbook

HEAD = ("姓名", "性别", "出生日期", "身份证号")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CONTENT_TYPES = f"""<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>
</Types>"""
RELS = f"""<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>
</Relationships>"""
BOOK = f"""<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>
<sheet name="一(1)班" sheetId="1" r:id="rId1"/></sheets></workbook>"""
BOOK_RELS = f"""<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
</Relationships>"""
SHEET = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{{}}</sheetData></worksheet>'


def xlsx(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]], merges: Sequence[str] = ()) -> Path:
    """A workbook as Excel would save it; `merges` belong to every sheet."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for merge in merges:
            sheet.merge_cells(merge)
    workbook.save(path)
    return path


def parts(path: Path, changed: Mapping[str, str | bytes], *, compress: int = zipfile.ZIP_DEFLATED) -> Path:
    """A workbook of hand-made parts; `changed` replaces or adds some."""
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELS,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": BOOK_RELS,
        "xl/worksheets/sheet1.xml": SHEET.format(cells([HEAD])),
        **changed,
    }
    with zipfile.ZipFile(path, "w", compress) as archive:
        for name, data in whole.items():
            archive.writestr(name, data)
    return path


def cells(rows: Sequence[Sequence[str]], first_row: int = 1) -> str:
    """The XML of rows of text."""
    lines = []
    for number, row in enumerate(rows, first_row):
        inner = "".join(
            f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for column, text in enumerate(row)
        )
        lines.append(f'<row r="{number}">{inner}</row>')
    return "".join(lines)


def book(
    rows: Sequence[Sequence[object]], name: str = "Sheet1", merges: object = (), file_name: str = "测试.xlsx"
) -> ReadWorkbook:
    """An opened workbook of one sheet, without any file."""
    width = max(map(len, rows), default=0)
    even = [[*("" if cell is None else cell for cell in row), *[""] * (width - len(row))] for row in rows]
    return ReadWorkbook(file_name, (Sheet(name, even, tuple(merges)),))  # type: ignore[arg-type]


def check_sentence(error: UserError) -> None:
    """A refusal is a finished sentence."""
    assert error.sentence.endswith("。"), error.sentence


def id_number(born: str, order: int, region: str = "522328") -> str:
    """A valid resident number: region, birth date YYYYMMDD, order number."""
    digits = f"{region}{born}{order:03d}"
    return digits + "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, digits, strict=True)) % 11]
