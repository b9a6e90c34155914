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
