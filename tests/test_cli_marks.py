"""Marks out of a class's own table."""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import openpyxl
import pytest

from tests.command_clock import Run, commands_at

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return commands_at(NOW, tmp_path, monkeypatch, capsys)


def test_marks_go_in_once_and_come_out_again(run: Run, tmp_path: Path, sample_files: Path) -> None:
    book = tmp_path / "s.kongchuo"
    assert run("book", "new", book, "--school", "河湾小学", "--stage", "小学", "--year", 2026, "--no-sheet")[0] == 0
    assert run("import", "pupils", book, sample_files / "花名册-全国学籍导出.xlsx")[0] == 0
    five = [one for one in json.loads(run("list", "pupils", book, "--json")[1]) if one["class"] == "五年级1班"]
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["五年级1班期中考试成绩表"])
    sheet.merge_cells("A1:E1")
    sheet.append(["序号", "姓名", "语 文", "数学", "总分"])
    sheet.append([1, five[0]["name"], 86.5, "61", 147.5])
    sheet.append([2, five[1]["name"], 90, "缺考", 90])
    sheet.append([3, five[2]["name"], "优", 70, 70])
    sheet.append([4, "没有这人", 80, 80, 160])
    path = tmp_path / "成绩.xlsx"
    made.save(path)
    told = json.loads(run("pairs", "marks", book, path, "--json")[1])
    assert {key: told[key] for key in ("new", "changed", "doubtful", "refused")} == {
        "new": 2, "changed": 0, "doubtful": 0, "refused": 2,
    }  # fmt: skip
    assert "“优”不是分数" in " ".join(one["reason"] for one in told["problems"])
    again = json.loads(run("pairs", "marks", book, path, "--json")[1])
    assert (again["unchanged"], again["batch"]) == (2, None)
    assert run("import", "undo", book, told["batch"])[0] == 0
    assert json.loads(run("pairs", "marks", book, path, "--dry-run", "--json")[1])["new"] == 2
