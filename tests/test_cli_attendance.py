"""The verbs of attendance, on the command line as other people's scripts call them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command_clock import Run, commands_on_small_book
from tests.school.small_school import away, csv_of, full


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the small school's book at a fixed hour; answers code, stdout, stderr."""
    return commands_on_small_book(tmp_path, monkeypatch, capsys)


def answer(result: tuple[int, str, str]) -> Any:
    assert result[0] == 0, result[2]
    return json.loads(result[1])


def test_import_duties_and_reports(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "b.kongchuo"
    days = ("2026-10-26", "2026-10-27", "2026-10-28", "2026-10-29", "2026-10-30")
    rows = [away(day, "韦小山") for day in days] + [away(days[0], "罗雨", slot="第1-4节"), away("2026-10-25", "石青")]
    path = csv_of(tmp_path / "a.csv", rows)
    dry = answer(run("attendance", "import", book, path, "--dry-run", "--json"))
    assert (dry["new"], dry["refused"], dry["batch"]) == (6, 1, None)
    reply = answer(run("attendance", "import", book, path, "--json"))
    assert {key: reply[key] for key in ("new", "changed", "unchanged", "doubtful", "refused")} == {
        "new": 6, "changed": 0, "unchanged": 0, "doubtful": 0, "refused": 1,
    }  # fmt: skip
    assert (reply["problems"][0]["row"], reply["problems"][0]["column"]) == (8, "日期")
    assert answer(run("attendance", "import", book, path, "--json"))["batch"] is None
    due = answer(run("duties", book, "--on", "2026-10-30", "--json"))
    assert [(item["name"], item["step"], item["due"], item["state"]) for item in due] == [
        ("韦小山", 1, "2026-10-26", "overdue"), ("罗雨", 1, "2026-10-26", "overdue"),
        ("韦小山", 2, "2026-10-27", "overdue"), ("韦小山", 3, "2026-11-02", "coming"),
    ]  # fmt: skip
    assert due[3]["papers"] == ["absence_report", "dropout_report"]
    assert due[0]["student_number"].startswith("G5200")
    for kind, ending, choice in (
        ("day", "json", "date=2026-10-26"),
        ("week", "xlsx", ""),
        ("month", "pdf", "month=2026-10"),
    ):
        out = tmp_path / f"{kind}.{ending}"
        words = ("report", "make", book, kind, "--out", out, *(("--choose", choice) if choice else ()))
        assert run(*words)[0] == 0
        assert out.stat().st_size > 500
    assert run("import", "undo", book, str(reply["batch"]))[0] == 0
    assert answer(run("duties", book, "--json")) == []


def test_wrong_words_are_usage_and_wrong_files_are_sentences(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "b.kongchuo"
    with pytest.raises(SystemExit) as ended:
        run("duties", book, "--on", "昨天")
    assert ended.value.code == 2
    code, out, err = run("attendance", "import", book, tmp_path / "没有.csv", "--json")
    assert (code, out) == (1, "")
    assert "找不到文件" in err
    bad = csv_of(tmp_path / "a.csv", [full("2026-10-26", room="9班")])
    assert answer(run("attendance", "import", book, bad, "--bad-rows", tmp_path / "bad.xlsx", "--json"))["refused"] == 1
    assert (tmp_path / "bad.xlsx").exists()
