"""The five layers on paper: what was put in is read back out, in any form of file, whatever the names."""

import ast
from pathlib import Path

import pytest

from kongchuo_desktop.documents.agreement_content import AgreementContent
from kongchuo_desktop.documents.agreement_layout import MANNERS, choose_manner, lay_out
from kongchuo_desktop.documents.agreements import (
    CancelledError,
    NothingToPrintError,
    Progress,
    agreements_pdf,
    draw_agreements,
)
from kongchuo_desktop.documents.faces import Typefaces
from kongchuo_desktop.documents.ink import Ink
from kongchuo_desktop.documents.pieces import Setter
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.agreements.wording import PLACEHOLDERS, shipped
from tests.documents.letters import HOSTILE, LONG, RARE, UNSEEN, letter, squashed
from tests.paper_reader import PaperReader

KINDS = tuple(PLACEHOLDERS)


def read(contents: list[AgreementContent], typefaces: Typefaces, reader: PaperReader) -> list[str]:
    """Pages of the letters, as text without blanks."""
    return [squashed(page) for page in reader.text(agreements_pdf(contents, typefaces=typefaces))]


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_reads_back_as_it_was_filled(kind: str, typefaces: Typefaces, reader: PaperReader) -> None:
    content = letter(kind)
    pages = read([content], typefaces, reader)
    text = "".join(pages)
    for paragraph in content.paragraphs():
        whole = squashed(content.filled(paragraph.text))
        assert whole in text or all(part in text for part in (whole[:10], whole[-6:]))  # a page may end within
    assert squashed(content.school) in pages[0][:60]
    assert content.number in pages[0][:80]
    assert len(pages) == (1 if kind == "parent" else 2)
    for number in range(len(pages)):
        assert f"—{number + 1}/{len(pages)}—" in pages[number]


def test_the_parents_letter_has_its_slip_on_the_same_page(typefaces: Typefaces, reader: PaperReader) -> None:
    (page,) = read([letter("parent")], typefaces, reader)
    assert "沿虚线剪下" in page
    assert "回执" in page
    assert "现用电话" in page


@pytest.mark.parametrize("kind", KINDS)
def test_rare_and_long_names_print(kind: str, typefaces: Typefaces, reader: PaperReader) -> None:
    names = {"学生姓名": LONG, "家长姓名": RARE, "教师姓名": RARE + LONG, "校长": RARE, "村名": RARE}
    text = "".join(read([letter(kind, **names)], typefaces, reader))
    used = {name for name in names if f"{{{name}}}" in "".join(shipped(kind).every_text())}
    assert used
    for name in used:
        assert names[name] in text, name


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_names_are_only_text(value: str, typefaces: Typefaces, reader: PaperReader) -> None:
    text = "".join(read([letter("parent", 学生姓名=value, 家长姓名=value, 班级=value)], typefaces, reader))
    assert squashed(value) in text


@pytest.mark.parametrize("value", UNSEEN)
def test_what_nobody_sees_does_not_print(value: str, typefaces: Typefaces, reader: PaperReader) -> None:
    text = "".join(read([letter("parent", 学生姓名=value)], typefaces, reader))
    assert f"学生{value[0]}{value[2:]}的" in text or f"学生{value[1:]}的" in text


def test_hostile_school_and_number(typefaces: Typefaces, reader: PaperReader) -> None:
    for value in HOSTILE[::5]:
        content = AgreementContent(shipped("village"), value, value, value, value, value, {"村名": value})
        assert squashed(value) in read([content], typefaces, reader)[0]


def test_missing_values_are_named_and_leave_a_line(typefaces: Typefaces, reader: PaperReader) -> None:
    content = letter("parent", 家长姓名="", 班主任电话=" ")
    assert content.missing() == ("家长姓名", "班主任电话")
    assert "监护人）＿＿＿＿＿＿" in "".join(read([content], typefaces, reader))
    assert letter("parent", number="").missing() == ("编号",)


@pytest.mark.parametrize("lines", range(2, 60))
def test_signatures_are_never_alone(lines: int, typefaces: Typefaces) -> None:
    """However long the school's own text is, two lines of it stand above the signatures on their page."""
    wording = shipped("class_teacher")
    text = "\n".join(["甲方：学校", "乙方：教师", *["家访要有记录，有商量出的办法。"] * lines])
    content = AgreementContent(
        type(wording)(wording.kind, wording.title, wording.parties, text, wording.figures, wording.sign),
        "1号", "学校", "2026—2027学年", "甲", values={},
    )  # fmt: skip
    letters = lay_out(Setter(Ink(typefaces)), content, MANNERS[0])
    last = letters.pages[-1]
    assert last[-1].rules  # the signatures
    assert len(last) >= 3
    assert all(piece.texts for piece in last[-3:])


def test_a_heading_never_ends_a_page(typefaces: Typefaces) -> None:
    setter = Setter(Ink(typefaces))
    for manner in MANNERS:
        for kind in KINDS:
            for page in lay_out(setter, letter(kind), manner).pages[:-1]:
                assert not page[-1].with_next, (kind, manner)


def test_the_longest_letter_decides_for_the_batch(typefaces: Typefaces, reader: PaperReader) -> None:
    setter = Setter(Ink(typefaces))
    tried = [letter("parent", 学生姓名="甲" * length) for length in (2, 10, 25)]
    found = [MANNERS.index(choose_manner(setter, [tried[0], other], 1)) for other in tried]
    assert found == sorted(set(found))
    assert len(read(tried, typefaces, reader)) == len(tried)


def test_a_very_long_text_runs_over_pages_and_loses_nothing(typefaces: Typefaces, reader: PaperReader) -> None:
    content = letter("class_teacher", 班级="、".join(f"第{n}班" for n in range(400)))
    pages = read([content], typefaces, reader)
    assert len(pages) > 2
    assert "第399班" in "".join(pages)


def test_one_file_for_each_signer(tmp_path: Path, typefaces: Typefaces, reader: PaperReader) -> None:
    names = ["李小满", "李小满", "../../etc/passwd", "CON", LONG, "a:b", "", "x" * 300]
    contents = [letter("parent", 学生姓名=name, number=f"{n}号") for n, name in enumerate(names)]
    printed = draw_agreements(contents, tmp_path / "出", each="signer", typefaces=typefaces)
    assert len(set(printed.files)) == len(names)
    assert sorted(printed.files) == sorted((tmp_path / "出").iterdir())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["出"]
    for number, path in enumerate(printed.files):
        assert f"编号：{number}号" in squashed(reader.text(path)[0])


def test_one_file_for_each_class(tmp_path: Path, typefaces: Typefaces, reader: PaperReader) -> None:
    groups = ["三年级1班", "一年级1班", "三年级1班", ""]
    contents = [letter("parent", group=group, number=f"{n}号") for n, group in enumerate(groups)]
    printed = draw_agreements(contents, tmp_path, each="class", typefaces=typefaces)
    assert [path.name for path in printed.files] == ["01 三年级1班.pdf", "02 一年级1班.pdf", "03 未分班.pdf"]
    assert [reader.page_count(path) for path in printed.files] == [2, 1, 1]
    assert printed.letters == 4


def test_an_empty_list_is_a_sentence(tmp_path: Path, typefaces: Typefaces) -> None:
    with pytest.raises(NothingToPrintError, match="名单是空的"):
        draw_agreements([], tmp_path / "a.pdf", typefaces=typefaces)
    assert not list(tmp_path.iterdir())


def test_progress_is_told_and_work_can_be_stopped(tmp_path: Path, typefaces: Typefaces) -> None:
    contents = [letter("parent") for _ in range(5)]
    told: list[tuple[int, int]] = []
    stop = Progress(lambda done, total: told.append((done, total)), lambda: len(told) == 3)
    with pytest.raises(CancelledError):
        draw_agreements(contents, tmp_path / "a.pdf", typefaces=typefaces, progress=stop)
    assert told == [(1, 5), (2, 5), (3, 5)]
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_a_sentence_and_keeps_the_old_file(
    tmp_path: Path, typefaces: Typefaces
) -> None:
    taken = tmp_path / "a.pdf"
    taken.mkdir()
    with pytest.raises(UserError, match="没能写好"):
        draw_agreements([letter("parent")], taken, typefaces=typefaces)
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_fonts_are_embedded_once_in_a_file(typefaces: Typefaces) -> None:
    content = agreements_pdf([letter("parent") for _ in range(30)], typefaces=typefaces)
    assert content.count(b"/FontFile2") == 4
    assert b"Helvetica" not in content


def test_nobody_draws_text_that_could_be_markup() -> None:
    """reportlab's Paragraph reads its text as markup and opens files and sockets: not in this house."""
    folder = Path(__file__).parents[2] / "kongchuo_desktop"
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert "platypus" not in (node.module or ""), path
            if isinstance(node, ast.Import):
                assert not any("platypus" in name.name for name in node.names), path


def test_a_letter_too_long_for_its_page_spoils_no_other(typefaces: Typefaces, reader: PaperReader) -> None:
    usual = [letter("parent") for _ in range(4)]
    whole = read(usual, typefaces, reader)
    beside = read([*usual, letter("parent", 学生姓名=LONG * 8)], typefaces, reader)
    assert len(beside) > 5
    assert beside[:4] == whole
