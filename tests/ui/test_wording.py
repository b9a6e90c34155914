"""What the screen says is written as Chinese is: full-width punctuation beside Chinese words."""

import ast
import re
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "kongchuo_desktop" / "ui"
FILES = sorted(UI.rglob("*.py"))
HALF_WIDTH = re.compile(
    "[\u4e00-\u9fff][,;?!]|[,;?!][\u4e00-\u9fff]|[\u4e00-\u9fff]:|[\u4e00-\u9fff]\\(|\\)[\u4e00-\u9fff]"
)


def sentences(path: Path) -> list[str]:
    """The texts of a module without its docstrings and file-name patterns."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [node.value for node in texts if id(node) not in docs and "(*" not in node.value]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(UI)))
def test_punctuation_is_chinese(path: Path) -> None:
    assert [text for text in sentences(path) if HALF_WIDTH.search(text)] == []


PACKAGE = UI.parent
STORED = {"school/enrolment/roll_checks.py"}  # outcomes that books in use hold
EVERY = sorted(PACKAGE.rglob("*.py"))
# The field is 身份证件号: a child may have another paper than a resident ID card. What other people's lists call it
# are column names to be understood, no words of ours; fifteen digits are an old resident ID card's and nothing else.
OTHERS_WORDS = {
    "sheets/synonyms.py", "sheets/changes_sheet.py", "sheets/households_sheet.py", "sheets/suspects_sheet.py",
    "desk/comparison.py",
}  # fmt: skip
FORBIDDEN = re.compile("(?<!15位)身份证号|居民身份证件号")


@pytest.mark.parametrize("path", EVERY, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_number_of_an_id_has_one_name(path: Path) -> None:
    if str(path.relative_to(PACKAGE)) not in OTHERS_WORDS:
        assert [text for text in sentences(path) if FORBIDDEN.search(text)] == []


@pytest.mark.parametrize("path", EVERY, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_case_is_opened_in_one_word(path: Path) -> None:
    """建个案, not 立案, which is what the police and the courts do."""
    if str(path.relative_to(PACKAGE)) not in STORED:
        assert [text for text in sentences(path) if "立案" in text] == []
