"""Tables, contact cards, the recovery sheet, pictures of pages."""

import dataclasses
import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

import pytest

from kongchuo_desktop.documents.agreements import NothingToPrintError
from kongchuo_desktop.documents.catalogue import KINDS
from kongchuo_desktop.documents.contact_card import Adult, ContactCard, draw_cards
from kongchuo_desktop.documents.faces import Typefaces
from kongchuo_desktop.documents.recovery_sheet import draw_recovery_sheet
from kongchuo_desktop.documents.table_paper import as_text, draw_table
from kongchuo_desktop.reports.table import Column, Table
from tests.documents.letters import HOSTILE, LONG, RARE, squashed
from tests.paper_reader import PaperReader

COLUMNS = (
    Column("n", "序号", 4, "center", "number"),
    Column("name", "姓名", 10),
    Column("born", "出生日期", 11, "center", "date"),
    Column("no", "学籍号", 20),
    Column("village", "所在村", 10),
    Column("note", "备注", 20),
)


def table(rows: int, **more: object) -> Table:
    """An invented list."""
    made = tuple(
        (n, (f"李小{n}", RARE, LONG)[n % 3], date(2017, 3, n % 28 + 1), f"G520123201703{n:06}", f"{n // 20}村", None)
        for n in range(rows)
    )
    return dataclasses.replace(Table("学生名册", COLUMNS, made, subtitle="河边村小学"), **more)  # type: ignore[arg-type]


def test_every_cell_of_a_long_table_is_there(tmp_path: Path, typefaces: Typefaces, reader: PaperReader) -> None:
    made = table(120, notes=("注：名册以学籍系统为准。",))
    pages = draw_table(made, tmp_path / "t.pdf", printed_on=date(2026, 9, 1), typefaces=typefaces)
    found = [squashed(page) for page in reader.text(tmp_path / "t.pdf")]
    assert len(found) == pages > 2
    whole = "".join(found)
    for row in made.rows:
        assert f"G520123201703{row[0]:06}" in whole
        assert squashed(as_text(row[1])) in whole
    for number, page in enumerate(found, start=1):
        assert "学生名册" in page
        assert "出生日期" in page
        assert f"第{number}页/共{pages}页" in page
        assert ("注：名册以学籍系统为准。" in page) == (number == pages)


def test_numbers_are_not_cut_in_two(tmp_path: Path, typefaces: Typefaces, reader: PaperReader) -> None:
    draw_table(table(5, landscape=True), tmp_path / "t.pdf", typefaces=typefaces)
    assert "G520123201703000003" in reader.text(tmp_path / "t.pdf")[0].split()


def test_each_group_begins_a_page(tmp_path: Path, typefaces: Typefaces, reader: PaperReader) -> None:
    draw_table(table(50, group_by="village"), tmp_path / "t.pdf", typefaces=typefaces)
    pages = [squashed(page) for page in reader.text(tmp_path / "t.pdf")]
    assert [next(n for n in range(3) if f"{n}村　河边村小学".replace("　", "") in page) for page in pages] == sorted(
        next(n for n in range(3) if f"{n}村　河边村小学".replace("　", "") in page) for page in pages
    )
    assert all(("1村" in page) != ("0村" in page) for page in pages[:2])


def test_an_empty_table_says_so(tmp_path: Path, typefaces: Typefaces, reader: PaperReader) -> None:
    assert draw_table(table(0, group_by="village"), tmp_path / "t.pdf", typefaces=typefaces) == 1
    assert "没有记录" in reader.text(tmp_path / "t.pdf")[0]


def test_hostile_cells_are_only_text(tmp_path: Path, typefaces: Typefaces, reader: PaperReader) -> None:
    rows = tuple((value, value) for value in HOSTILE)
    made = Table(HOSTILE[2], (Column("a", HOSTILE[4], 30), Column("b", "乙", 30)), rows, subtitle=HOSTILE[5])
    draw_table(made, tmp_path / "t.pdf", typefaces=typefaces)
    whole = squashed("".join(reader.text(tmp_path / "t.pdf")))
    for value in HOSTILE:
        assert whole.count(squashed(value)) >= 2 or len(value) > 40, value


def card(name: str = "李小满", **more: object) -> ContactCard:
    """An invented card."""
    adults = (Adult("父亲", "李建国", "13900002222"), Adult("祖母", "王秀兰", ""))
    made = ContactCard(
        "河边村小学", "2026—2027学年", name, "三年级1班", "东沟村", adults, "罗秀英", "13800001111", "0851-1"
    )
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]


def test_cards_are_eight_to_a_page_with_all_phones(tmp_path: Path, typefaces: Typefaces, reader: PaperReader) -> None:
    names = [RARE, LONG, *(f"李小{n}" for n in range(9))]
    assert draw_cards([card(name) for name in names], tmp_path / "c.pdf", typefaces=typefaces) == 2
    found = [squashed(page) for page in reader.text(tmp_path / "c.pdf")]
    for name in names:
        assert name in "".join(found)
    assert found[0].count("13900002222") == 8
    assert found[1].count("13800001111") == 3


def test_hostile_and_empty_cards(tmp_path: Path, typefaces: Typefaces, reader: PaperReader) -> None:
    values = [value for value in HOSTILE if len(value) < 30]
    cards = [card(value, adults=(), teacher=value, school_phone="") for value in values]
    draw_cards(cards, tmp_path / "c.pdf", typefaces=typefaces)
    whole = squashed("".join(reader.text(tmp_path / "c.pdf")))
    for value in values:
        assert squashed(value) in whole, value
    with pytest.raises(NothingToPrintError):
        draw_cards([], tmp_path / "d.pdf", typefaces=typefaces)


def test_the_recovery_sheet_has_the_code_twice_and_no_more(
    tmp_path: Path, typefaces: Typefaces, reader: PaperReader
) -> None:
    code = "4S8A5-57HWC-PGP95-X12R7-8HD3X-23QV9-YSAEE"
    draw_recovery_sheet(tmp_path / "r.pdf", school=LONG, code=code, made_on=date(2026, 9, 1), typefaces=typefaces)
    (page,) = reader.text(tmp_path / "r.pdf")
    whole = squashed(page)
    for group in code.split("-"):
        assert whole.count(group) == 2
    assert whole.count(LONG) == 2
    assert "2026年9月1日" in whole


def test_every_paper_of_the_catalogue_is_named_once() -> None:
    keys = [kind.key for kind in KINDS]
    assert len(keys) == len(set(keys))
    assert {"principal", "class_teacher", "subject_teacher", "parent", "village"} <= set(keys)


def test_the_catalogue_does_not_load_reportlab() -> None:
    code = "import sys, kongchuo_desktop.documents.catalogue; sys.exit('reportlab' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_drawing_opens_nothing_but_fonts_and_its_own_file(tmp_path: Path) -> None:
    """Hostile text in every place, watched by an audit hook from outside the test's own process."""
    code = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from tests.documents.letters import HOSTILE, letter
        from kongchuo_desktop.documents.agreements import draw_agreements
        from kongchuo_desktop.documents.faces import load_typefaces
        from kongchuo_desktop.documents.table_paper import draw_table
        from kongchuo_desktop.reports.table import Column, Table
        out = Path(sys.argv[1])
        faces = load_typefaces()
        contents = [letter("parent", 学生姓名=value, 家长姓名=value) for value in HOSTILE]
        draw_agreements(contents[:1], out / "warm.pdf", typefaces=faces)  # late imports and text files done
        seen = []
        def watch(event, arguments):
            if event == "open" and str(out) not in str(arguments[0]) and "__pycache__" not in str(arguments[0]):
                seen.append(str(arguments[0]))
            if event.startswith("socket."):
                seen.append(event)
        sys.addaudithook(watch)
        draw_agreements(contents, out / "a.pdf", typefaces=faces)
        rows = tuple((value,) for value in HOSTILE)
        draw_table(Table("<b>", (Column("a", "<i>"),), rows), out / "t.pdf", typefaces=faces)
        print([name for name in seen if not name.endswith((".py", ".pyc"))])
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.strip() == "[]"
