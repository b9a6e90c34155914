"""Letters, papers and reports of 劝返 by the command line, as other people's scripts see them."""

import json
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from kongchuo_desktop.desk import books
from kongchuo_desktop.documents import kinds_returns
from kongchuo_desktop.school.identity.service import SchoolFacts
from tests.command_clock import PASSWORD, Run, commands_at
from tests.school.made_cases import NOW, made_cases


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return commands_at(NOW, tmp_path, monkeypatch, capsys)


@pytest.fixture
def book(run: Run, tmp_path: Path) -> Path:
    """The small school with its cases: 韦小山 is the first."""
    path = tmp_path / "b.kongchuo"
    facts = SchoolFacts(name="青石镇河湾小学", stage="小学", current_year=2026)
    made = books.new_book(path, password=PASSWORD, facts=facts, clock=lambda: NOW, actor="测试", sheet=None)
    made_cases(made.database)
    books.close(made.database, keep=False)
    return path


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    found = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return found


def test_letters_are_made_by_case_by_child_and_for_all(run: Run, book: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    for choices, count in ((("case=1,2",), 2), (("pupil=韦小山",), 1), ((), 2)):
        choose = ("--choose", *choices) if choices else ()
        code, _, said = run("paper", "make", book, "deadline_notice", "--out", out, *choose)
        assert (code, f"已生成 {count} 份" in said, len(pages(out))) == (0, True, count)
    assert "河湾控限〔2026〕001号" in pages(out)[0]  # printed three times, numbered once


@pytest.mark.parametrize(
    ("kind", "choices", "words"),
    [
        ("deadline_notice", ("case=4",), "还没有返校、没有结案"), ("deadline_notice", ("case=77",), "没有编号是77"),
        ("urge_notice", ("pupil=没有这人",), "没有找到学生"), ("enrol_notice", ("class=九年级9班",), "没有“九年级9班”"),
        ("deadline_notice", ("village=河湾村",), "没有选项“village”"), ("return_file", ("case=2",), "没有登记返校"),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_is_answered_in_a_sentence(
    run: Run, book: Path, tmp_path: Path, kind: str, choices: tuple[str, ...], words: str
) -> None:
    out = tmp_path / "x.pdf"
    code, _, said = run("paper", "make", book, kind, "--out", out, "--choose", *choices)
    assert (code, words in said, out.exists()) == (1, True, False)


@pytest.mark.parametrize("key", [kind.key for kind in kinds_returns.KINDS])
def test_every_paper_of_the_list_is_made(run: Run, book: Path, tmp_path: Path, key: str) -> None:
    out = tmp_path / "x.pdf"
    assert run("paper", "make", book, key, "--out", out)[0] == 0
    assert pages(out)


@pytest.mark.parametrize(
    "key",
    ["cases", "returns", "leavers_month", "returns_quarter", "returns_term", "ledger_school_age", "ledger_suspected",
     "ledger_out"],
)  # fmt: skip
def test_every_report_is_the_same_in_each_form(run: Run, book: Path, tmp_path: Path, key: str) -> None:
    said = {}
    for ending in (".pdf", ".xlsx", ".json"):
        code, _, told = run("report", "make", book, key, "--out", tmp_path / f"x{ending}")
        assert code == 0
        said[ending] = told.split("：")[0]
    assert len(set(said.values())) == 1  # as many rows
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    assert sheet.max_row > 2
    assert json.loads((tmp_path / "x.json").read_text("utf-8"))


def test_the_shapes_that_scripts_rely_on(run: Run, book: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.json"
    assert run("report", "make", book, "cases", "--out", out, "--choose", "state=open")[0] == 0
    cases = json.loads(out.read_text("utf-8"))
    assert {"on", "total", "open", "away", "closed", "without_proof", "relapses", "cases"} <= cases.keys()
    assert {"case", "name", "class", "village", "left_on", "state", "missing", "next", "steps"} <= cases["cases"][
        0
    ].keys()
    assert run("report", "make", book, "returns", "--out", out)[0] == 0
    returns = json.loads(out.read_text("utf-8"))
    assert {"from", "to", "villages", "total"} <= returns.keys()
    assert {"dropouts", "returned", "not_returned", "otherwise", "who"} <= returns["total"].keys()
    assert run("report", "make", book, "suspects", "--out", out)[0] == 0
    suspects = json.loads(out.read_text("utf-8"))
    assert {"total", "not_out", "out", "apart", "categories", "who"} <= suspects.keys()
