"""Text tables, web pages, 2003 XML and .ods: the same list out of each."""

from pathlib import Path

import pytest

from kongchuo_desktop.sheets.guard import open_workbook
from kongchuo_desktop.sheets.limits import UnreadableFile
from kongchuo_desktop.sheets.roster import read_roster
from tests.sheets.making import check_sentence, id_number, parts

A, B = id_number("20190901", 11), id_number("20190902", 12)
LIST = [
    ("姓名", "性别", "出生日期", "身份证号", "家庭住址"),
    ("龙䶮", "男", "20190901", A, "上寨村1组"),
    ("陈𬱖", "女", "2019.9.2", B, "河湾村,2组"),
]


def text(separator: str) -> str:
    return (
        "\r\n".join(separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in LIST) + "\r\n"
    )


def check(path: Path) -> None:
    found = read_roster(path)
    assert [(row.fields["name"], row.fields["id_number"]) for row in found.rows] == [("龙䶮", A), ("陈𬱖", B)]
    assert found.rows[1].fields["home_address"].replace("，", ",") == "河湾村,2组"  # type: ignore[attr-defined]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_tables(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "名册.csv"
    path.write_bytes(text(separator).encode(encoding))
    check(path)


def test_numbers_that_a_text_table_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        f'姓名,身份证号,联系电话\n张三,5.22328E+17,1.3812E+10\n李四,"=""{B}""",13800000001\n王五,\'{A},\n',
        encoding="utf-8",
    )
    one, other, third = read_roster(path).rows
    assert one.lost == {"id_number"}
    assert other.fields["id_number"] == B
    assert third.fields["id_number"] == A


def test_unmatched_quotes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('姓名,性别\n"张三,男\n李四,女\n' * 3, encoding="utf-8")
    try:
        read_roster(path)
    except UnreadableFile as error:
        check_sentence(error)


HTML = """<html><head><meta charset="{charset}"><style>td {{mso-number-format:"\\@"}}</style></head><body>
<table border=1><tr><td colspan=5>青石镇河湾小学一年级(1)班</td></tr>{rows}</table></body></html>"""


@pytest.mark.parametrize("charset", ["gb2312", "utf-8"])
def test_web_pages_under_the_name_xls(tmp_path: Path, charset: str) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in LIST)
    path = tmp_path / "导出.xls"
    path.write_bytes(HTML.format(charset=charset, rows=rows).encode("gb18030" if charset == "gb2312" else charset))
    check(path)
    assert read_roster(path).rows[0].grade == 1


def test_spans_of_a_web_page(tmp_path: Path) -> None:
    head = "<tr><th rowspan=2>姓名<th colspan=2>父亲</tr><tr><th>姓名<th>电话</tr>"
    page = f"<table>{head}<tr><td>张三<td>张大<td>13800000001</table>"
    path = tmp_path / "a.xls"
    path.write_text(page, encoding="utf-8")
    assert [list(row) for row in open_workbook(path).sheets[0].rows] == [
        ["姓名", "父亲", ""],
        ["", "姓名", "电话"],
        ["张三", "张大", "13800000001"],
    ]


XML_2003 = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="一(1)班"><Table>{rows}</Table></Worksheet></Workbook>"""


def test_xml_of_2003(tmp_path: Path) -> None:
    def row(cells: tuple[str, ...]) -> str:
        return "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in cells) + "</Row>"

    path = tmp_path / "a.xls"
    path.write_text(XML_2003.format(rows="".join(map(row, LIST))), encoding="utf-8")
    check(path)
    number = '<Row ss:Index="3"><Cell ss:Index="2"><Data ss:Type="Number">5.2E17</Data></Cell></Row>'
    path.write_text(XML_2003.format(rows=number), encoding="utf-8")
    assert open_workbook(path).sheets[0].rows[2][1] == 5.2e17


def test_xml_of_2003_with_entities(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text('<!DOCTYPE x [<!ENTITY a "b">]>' + XML_2003.format(rows="").split("?>", 2)[2], encoding="utf-8")
    with pytest.raises(UnreadableFile):
        open_workbook(path)


ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>
<table:table table:name="一(1)班">{}</table:table></office:spreadsheet></office:body></office:document-content>"""


def ods(path: Path, rows: str) -> Path:
    names = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ODS.format(rows)}
    names["META-INF/manifest.xml"] = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return parts(path, names)


def test_open_document(tmp_path: Path) -> None:
    def cell(written: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{written}</text:p></table:table-cell>'

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in LIST)
    import zipfile

    whole = ods(tmp_path / "b.ods", rows)
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(tmp_path / "a.ods", "w") as clean:
        for name in ("mimetype", "content.xml", "META-INF/manifest.xml"):
            clean.writestr(name, archive.read(name))
    check(tmp_path / "a.ods")


def test_an_open_document_that_repeats_without_end(tmp_path: Path) -> None:
    import zipfile

    cell = 'table:number-columns-repeated="1000000" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1000000"><table:table-cell {cell}</table:table-row>'
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as clean:
        clean.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        clean.writestr("content.xml", ODS.format(row))
    with pytest.raises(UnreadableFile):
        open_workbook(tmp_path / "a.ods")
