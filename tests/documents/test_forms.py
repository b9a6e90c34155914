"""Office forms: whatever is put into them stands on the pages whole, cut by nothing and over nothing else."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kongchuo_desktop.documents.agreements import CancelledError, NothingToPrintError
from kongchuo_desktop.documents.dossier_paper import Bound, dossier_pdf, draw_dossiers
from kongchuo_desktop.documents.faces import Typefaces
from kongchuo_desktop.documents.form_content import (
    Block,
    Box,
    Boxes,
    Form,
    Gap,
    Grid,
    GridColumn,
    NewPage,
    Picture,
    Pictures,
    Signatures,
    Words,
)
from kongchuo_desktop.documents.form_flow import Leaf
from kongchuo_desktop.documents.form_layout import SetForm, set_form
from kongchuo_desktop.documents.form_paper import characters, draw_forms, forms_pdf, remarks, unprintable
from kongchuo_desktop.documents.ink import Ink
from kongchuo_desktop.documents.pdf_extras import as_jpeg
from kongchuo_desktop.documents.pieces import Setter
from tests.documents.letters import squashed
from tests.documents.pictures import photo
from tests.paper_reader import PaperReader

SIZE = re.compile(r"/K\d+ ([\d.]+) Tf")
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # a form with everything shrinks for minutes
ANYTHING = st.text(
    alphabet=st.one_of(
        st.sampled_from("河湾村小学家访记录，。；：“”（）、—…0123456789 \n"),
        st.sampled_from("𠮷䶮㐂ẞ·<>&;%\\()[]{}'\"WQ@"),
        st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")),
    ),
    max_size=160,
)
LONG = st.sampled_from(
    ["家里有三个孩子，父母在外务工。" * 80, "W" * 300, "x y " * 200, "阿卜杜热合曼·买买提吐尔逊江" * 3]
)
TEXT = st.one_of(ANYTHING, LONG)
BOX = st.builds(
    Box, label=ANYTHING.map(lambda text: text[:24]), value=TEXT, share=st.floats(0.2, 4), lines=st.integers(1, 5)
)
BOXES = st.builds(
    Boxes,
    rows=st.lists(st.lists(BOX, min_size=1, max_size=4).map(tuple), min_size=1, max_size=6).map(tuple),
    portrait=st.sampled_from([None, b"", photo(90, 120), b"broken"]),
)
WORDS = st.builds(Words, text=TEXT, manner=st.sampled_from(["body", "heading", "small", "centred", "right"]))
SIGNED = st.builds(
    Signatures, lines=st.lists(ANYTHING.map(lambda text: text[:30]), max_size=5).map(tuple), seal=ANYTHING
)
SHOWN = st.builds(
    Pictures,
    items=st.lists(
        st.builds(Picture, jpeg=st.sampled_from([photo(80, 60), photo(40, 200), b"bad"]), caption=ANYTHING), max_size=5
    ).map(tuple),
    per_row=st.integers(1, 3),
)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    wide = draw(st.integers(1, 12))
    columns = tuple(GridColumn(draw(ANYTHING)[:16], draw(st.floats(0.3, 4))) for _ in range(wide))
    rows = draw(st.lists(st.tuples(*[TEXT] * wide), max_size=4))
    return Grid(columns, tuple(rows), draw(ANYTHING)[:30], draw(st.integers(0, 6)))


BLOCK: st.SearchStrategy[Block] = st.one_of(
    BOXES, WORDS, SIGNED, SHOWN, grids(), st.just(Gap(1)), st.just(NewPage())
)  # fmt: skip
FORM = st.builds(
    Form, title=ANYTHING.map(lambda text: text[:50]), blocks=st.lists(BLOCK, max_size=5).map(tuple), school=ANYTHING,
    number=ANYTHING.map(lambda text: text[:60]), subtitle=ANYTHING, name=ANYTHING, landscape=st.booleans(),
    foot=ANYTHING,
)  # fmt: skip


@pytest.fixture(scope="module")
def setter() -> Setter:
    from kongchuo_desktop.documents.faces import load_typefaces

    return Setter(Ink(load_typefaces()))


def boxes_of(leaf: Leaf) -> list[tuple[float, float, float, float]]:
    """Every line of text of a page: left, right, top, bottom in points."""
    found = []
    top = 0.0
    for flow in leaf.flows:
        for put in flow.piece.texts:
            sizes = SIZE.findall(put.line.code)
            if sizes and put.line.width > 0:
                size = float(sizes[0])
                base = top + put.baseline
                found.append((put.left, put.left + put.line.width, base - size * 0.8, base + size * 0.1))
        top += flow.height
    return found


def assert_whole(made: SetForm) -> None:
    """Nothing beyond the page, nothing over another line."""
    for leaf in made.leaves:
        assert leaf.height <= made.paper.height + 0.02
        lines = boxes_of(leaf)
        for left, right, top, bottom in lines:
            assert left >= -0.02
            assert right <= made.paper.measure + 0.6
            assert top >= -3
            assert bottom <= made.paper.height + 0.02
        for number, one in enumerate(lines):
            for other in lines[number + 1 :]:
                apart = one[1] <= other[0] + 0.6 or other[1] <= one[0] + 0.6
                assert apart or one[3] <= other[2] + 0.02 or other[3] <= one[2] + 0.02, (one, other)


@settings(max_examples=80, deadline=None, phases=WITHOUT_SHRINKING)
@given(form=FORM)
def test_nothing_is_cut_and_nothing_overlaps(setter: Setter, form: Form) -> None:
    assert_whole(set_form(setter, form))


def visit(**more: object) -> Form:
    rows = (
        (Box("学生姓名", "张小河"), Box("班级", "五年级1班"), Box("性别", "女")),
        (Box("学籍号", "G512501201409083456"), Box("联系电话", "13800001234")),
        (Box("家庭情况及学生在家表现", lines=5),),
        (Box("商定的措施", lines=4),),
    )
    signed = Signatures(("家访教师（签字）", "家长（签字）"), seal="河湾小学（公章）", dated="2026年11月22日")
    kept = {"blocks": (Boxes(rows, portrait=b""), signed), "school": "河湾小学", "number": "JF-001", "name": "张小河"}
    return Form("学生家访记录表", **{**kept, "group": "五年级1班", **more})  # type: ignore[arg-type]


def test_everything_that_was_said_can_be_read_back(typefaces: Typefaces, reader: PaperReader) -> None:
    told = ("𠮷䶮<b>粗</b>&amp;", "%PDF-1.7 (\\)", "祖母：“会来的。”", "x" * 200, "父母在外务工，" * 300)
    grid = Grid(
        (GridColumn("日期"), GridColumn("内容", 4)), tuple((f"2026-09-{n:02d}", told[n % 5]) for n in range(1, 25))
    )
    form = visit(blocks=(Boxes(tuple((Box(f"栏目{n}", text),) for n, text in enumerate(told))), grid, Words(told[4])))
    pages = reader.text(forms_pdf([form], typefaces=typefaces))
    whole = squashed("".join(pages))
    for text in (*told[:4], form.title, "栏目3"):
        assert squashed(text) in whole
    assert whole.count(squashed("父母在外务工，")) >= 900
    assert all("日期" in page for page in pages[2:-1] if "2026-09" in page)
    assert squashed(f"第 1 页　共 {len(pages)} 页") in squashed(pages[0])
    assert "（续）" in whole


def test_a_blank_form_fills_its_page_and_a_nearly_fitting_one_is_drawn_in(setter: Setter) -> None:
    blank = set_form(setter, visit())
    assert len(blank.leaves) == 1
    assert blank.leaves[0].height > blank.paper.height * 0.8
    rows = tuple((Box(f"栏目{n}", "内容"),) for n in range(26))
    assert len(set_form(setter, visit(blocks=(Boxes(rows), Signatures(("校长",))))).leaves) == 1


def test_blank_rows_give_way_before_a_page_of_signatures_is_begun(setter: Setter) -> None:
    grid = Grid((GridColumn("日期"), GridColumn("内容", 4)), (("2026-09-01", "送教"),) * 4, least=25)
    made = set_form(setter, visit(blocks=(grid, Signatures(("教师", "家长"), seal="公章"))))
    assert len(made.leaves) == 1


def test_signatures_never_stand_alone(setter: Setter) -> None:
    for many in range(20, 40):
        rows = tuple((Box(f"栏目{n}", "内容"),) for n in range(many))
        last = set_form(setter, visit(blocks=(Boxes(rows), Signatures(("校长", "家长"), seal="公章")))).leaves[-1]
        assert any(flow.frame for flow in last.flows)


@pytest.mark.parametrize("before", range(24, 40))
def test_a_small_table_stays_whole_and_a_sum_never_stands_alone(setter: Setter, before: int) -> None:
    columns = (GridColumn("班级"), GridColumn("金额（元）", 1, "right"))
    long = Grid(columns, (("二年级1班", "625.00"),) * before)
    small = Grid(columns, (("五年级1班", "200.00"),) * 5, "校车补助")
    made = set_form(setter, visit(blocks=(long, Gap(0.5), small)))
    frames = [[flow.frame for flow in leaf.flows if flow.frame] for leaf in made.leaves]
    assert sum(3 in page for page in frames) == 1
    tails = [page.count(1) for page in frames[1:] if 1 in page]
    assert all(rows >= 3 for rows in tails)  # the heading again, and two rows


def test_a_landscape_grid_has_its_heading_on_every_page(reader: PaperReader, typefaces: Typefaces) -> None:
    grid = Grid(tuple(GridColumn(f"第{n}列") for n in range(12)), (("值",) * 12,) * 60, least=70)
    pdf = forms_pdf([visit(blocks=(grid,), landscape=True)], typefaces=typefaces)
    assert reader.page_count(pdf) >= 3
    assert all("第11列" in page for page in reader.text(pdf))


def test_files_for_each_form_and_for_each_class(tmp_path: Path, reader: PaperReader) -> None:
    forms = [visit(name=f"张{n}/河", group=f"{'五六'[n % 2]}年级1班") for n in range(4)]
    assert [path.name for path in draw_forms(forms, tmp_path / "each", each="signer")][:2] == [
        "1 五年级1班 张0河.pdf", "2 六年级1班 张1河.pdf",
    ] or len(list((tmp_path / "each").glob("*.pdf"))) == 4  # fmt: skip
    by_class = draw_forms(forms, tmp_path / "class", each="class")
    assert [reader.page_count(path) for path in by_class] == [2, 2]
    steps: list[tuple[int, int]] = []
    (one,) = draw_forms(forms, tmp_path / "one.pdf", progress=lambda *step: steps.append(step))
    assert reader.page_count(one) == 4
    assert steps[-1] == (4, 4)
    assert b"/Outlines" in one.read_bytes()


def test_stopped_work_leaves_no_file_and_an_empty_batch_is_told(tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        draw_forms([visit()], tmp_path / "one.pdf", cancelled=lambda: True)
    with pytest.raises(NothingToPrintError):
        draw_forms([], tmp_path / "one.pdf")
    with pytest.raises(NothingToPrintError):
        draw_dossiers([], 0, tmp_path / "one.pdf")
    assert list(tmp_path.iterdir()) == []


def test_photographs_stand_in_the_file_once_and_broken_ones_are_told(reader: PaperReader) -> None:
    same = photo(400, 300)
    form = visit(blocks=(Pictures((Picture(same, "堂屋"), Picture(same, "门口"), Picture(b"no", "坏的"))),))
    pdf = forms_pdf([form, form])
    assert pdf.count(same) == 1
    text = squashed("".join(reader.text(pdf)))
    assert "（照片无法显示）" in text
    assert "堂屋" in text
    assert reader.picture(pdf, 0, dots=30)[:4] == b"\x89PNG"
    assert as_jpeg(photo(kind="PNG")) is None
    assert as_jpeg(same[:20]) is None


@given(st.binary(max_size=300))
def test_any_bytes_are_a_jpeg_or_not(content: bytes) -> None:
    as_jpeg(b"\xff\xd8" + content)


def test_characters_without_a_face_are_named(typefaces: Typefaces) -> None:
    form = visit(name="\U0010ffff\ue123")
    assert "张" in characters([visit()])
    assert unprintable([form], typefaces=typefaces)
    assert remarks([form], typefaces=typefaces)[0].startswith("这些字没有字体可印")
    assert remarks([visit()], typefaces=typefaces) == ()


def bound(parts: int, rows: int) -> Bound:
    grid = Grid((GridColumn("日期"), GridColumn("事情", 5)), (("2026-09-01", "入户家访，了解情况。"),) * rows)
    forms = tuple(Form(f"第{n}部分记录", (grid, Pictures((Picture(photo(200, 150)),)))) for n in range(parts))
    return Bound(
        "学生关爱档案", "河湾小学", "张小河", forms, "一人一案", (("学生姓名", "张小河"), ("学籍号", "")), "2026年"
    )


def test_a_bound_file_is_numbered_through_and_its_contents_are_true(reader: PaperReader) -> None:
    pages = reader.text(dossier_pdf(bound(6, 12)))
    assert "张小河" in pages[0]
    assert "页" not in pages[0]
    total = len(pages) - 1
    for number, page in enumerate(pages[1:], start=1):
        assert squashed(f"第 {number} 页　共 {total} 页") in squashed(page)
    for title, number in re.findall(r"\d\. (第\d部分记录)\D+(\d+)", pages[1]):
        assert title in pages[int(number)]
    starts = [int(number) for number in re.findall(r"部分记录\D+(\d+)", pages[1])]
    assert len(starts) == 6
    assert all(one <= other for one, other in pairwise(starts))
