"""`compare` on the sample school's own files."""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.command_clock import Run, commands_at

DATA = Path(__file__).parent / "data"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return commands_at(NOW, tmp_path, monkeypatch, capsys)


@pytest.fixture
def book(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "s.kongchuo"
    assert run("book", "new", path, "--school", "河湾小学", "--stage", "小学", "--year", 2026, "--no-sheet")[0] == 0
    assert run("import", "pupils", path, DATA / "花名册-全国学籍导出.xlsx")[0] == 0
    return path


def test_the_export_itself_agrees(run: Run, book: Path) -> None:
    code, out, err = run("compare", book, DATA / "花名册-全国学籍导出.xlsx", "--json")
    told = json.loads(out)
    assert (code, told["in_all"], told["differences"]) == (0, 108, [])
    assert told["lists"][0] | {"file": ""} == {"label": "学籍名单", "source": "学籍", "file": "", "rows": 108}
    assert "108" in err


def test_lost_numbers_are_named_and_the_check_is_kept(run: Run, book: Path) -> None:
    lists = (DATA / "花名册-全国学籍导出.xlsx", DATA / "花名册-班主任手工表.xls")
    code, out, _ = run("compare", book, *lists, "--keep", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["counts"] == {**dict.fromkeys(told["counts"], 0), "证件号不符": 15}
    assert told["in_all"] == 108
    assert told["check"]
    assert {item["matched_by"] for item in told["differences"]} <= {"证件号或学籍号", "姓名和出生日期", "姓名和家长"}


def test_a_village_list_shows_who_is_not_in_school(run: Run, book: Path) -> None:
    code, out, err = run("compare", book, DATA / "乡镇困难家庭名单-gbk.csv")
    lines = out.splitlines()
    assert (code, len(lines)) == (0, 12)
    assert all(line.startswith("适龄未在校\t") for line in lines)
    assert "2 行没有参加比对" in err


def test_what_is_no_list_is_a_sentence(run: Run, book: Path, tmp_path: Path) -> None:
    (tmp_path / "空.csv").write_text("只有一行\n", "utf-8")
    code, _, err = run("compare", book, tmp_path / "空.csv")
    assert code == 1
    assert "没有找到学生名册" in err
    assert run("compare", book, *[DATA / "花名册-全国学籍导出.xlsx"] * 4)[0] == 1
