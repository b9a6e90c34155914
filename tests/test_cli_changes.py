"""`import changes` on the command line, and what the lists, reports and rates then say."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command_clock import Run, commands_on_small_book
from tests.school.enrolment.changes_files import file_of
from tests.school.small_school import CHILDREN

ROWS = (
    ("2026-09-10", "罗雨", CHILDREN["罗雨"][1], "转出", "县城关小学", "有"),
    ("2026-09-12", "石青", CHILDREN["石青"][1], "转出", "广东省东莞市", "无"),
    ("2026-09-20", "蒙小雨", "", "转入", "石板小学", ""),
    ("2026-09-19", "蒙小雨", "", "转出", "县小", ""),
)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the small school's book at a fixed hour; answers code, stdout, stderr."""
    return commands_on_small_book(tmp_path, monkeypatch, capsys)


def answer(result: tuple[int, str, str]) -> Any:
    assert result[0] == 0, result[2]
    return json.loads(result[1])


def test_import_and_everything_that_follows(run: Run, tmp_path: Path) -> None:
    book, path = tmp_path / "b.kongchuo", file_of(tmp_path / "异动.csv", ROWS)
    dry = answer(run("import", "changes", book, path, "--dry-run", "--json"))
    assert (dry["new"], dry["refused"], dry["batch"]) == (3, 1, None)
    before = answer(run("list", "pupils", book, "--json"))
    reply = answer(run("import", "changes", book, path, "--json", "--bad-rows", tmp_path / "改.xlsx"))
    assert {key: reply[key] for key in ("new", "changed", "unchanged", "doubtful", "refused")} == {
        "new": 3, "changed": 0, "unchanged": 0, "doubtful": 0, "refused": 1,
    }  # fmt: skip
    assert {"sheet", "row", "column", "reason"} <= set(reply["problems"][0])
    assert (tmp_path / "改.xlsx").exists()
    people = {one["name"]: one for one in answer(run("list", "pupils", book, "--json"))}
    assert set(people) == {"韦小山", "杨柳", "龙飞", "吴敏", "蒙小雨"}
    assert (people["蒙小雨"]["status"], people["蒙小雨"]["student_number"]) == ("在读", "")

    span = ("--choose", "from=2026-09-01", "to=2026-10-30")
    run("report", "make", book, "changes", "--out", tmp_path / "c.json", *span)
    table = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    text = json.dumps(table, ensure_ascii=False)
    assert all(name in text for name in ("罗雨", "石青", "蒙小雨"))
    assert "期初在校6人＋转入1－转出2＝期末在校5人。" in text

    run("report", "make", book, "rates", "--out", tmp_path / "r.json", *span)
    rates = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["rates"]
    kept = next(one for one in rates if "巩固率" in one["name"])
    assert (kept["numerator"], kept["denominator"]) == (5, 6)  # 6 + 1 in − 1 proven out; the unproven one stays below
    lost = next(one for one in rates if "辍学率" in one["name"])
    assert "石青" in json.dumps(lost["who_in_numerator"], ensure_ascii=False)

    again = answer(run("import", "changes", book, path, "--json"))
    assert (again["new"], again["unchanged"], again["refused"]) == (0, 3, 1)
    assert again["batch"] is None
    assert run("import", "undo", book, str(reply["batch"]))[0] == 0
    assert answer(run("list", "pupils", book, "--json")) == before


def test_every_register_in_every_form(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "b.kongchuo"
    run("import", "changes", book, file_of(tmp_path / "异动.csv", ROWS))
    for key in ("changes", "unproven", "elsewhere", "graduates", "certificates", "on_leave"):
        for ending in ("pdf", "xlsx", "json"):
            out = tmp_path / f"{key}.{ending}"
            assert run("report", "make", book, key, "--out", out)[0] == 0
            assert out.stat().st_size > 0


def test_a_file_that_is_something_else(run: Run, tmp_path: Path) -> None:
    path = file_of(tmp_path / "别的.csv", [("韦小山", "男")], head=("姓名", "性别"))
    code, _, told = run("import", "changes", tmp_path / "b.kongchuo", path)
    assert code == 1
    assert "没有找到学籍异动" in told
