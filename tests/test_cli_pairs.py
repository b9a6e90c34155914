"""pairs propose, pairs import, and their report, as other people's scripts see them."""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.command_clock import Run, commands_at

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return commands_at(NOW, tmp_path, monkeypatch, capsys)


@pytest.fixture
def book(run: Run, tmp_path: Path, sample_files: Path) -> Path:
    path = tmp_path / "s.kongchuo"
    assert run("book", "new", path, "--school", "河湾小学", "--stage", "小学", "--year", 2026, "--no-sheet")[0] == 0
    assert run("import", "pupils", path, sample_files / "花名册-全国学籍导出.xlsx")[0] == 0
    assert run("import", "staff", path, sample_files / "教职工名册.xlsx")[0] == 0
    return path


def test_a_class_is_proposed_with_reasons_and_nothing_is_written(run: Run, book: Path) -> None:
    code, out, _ = run("pairs", "propose", book, "--class", "六年级1班", "--everybody", "--json")
    found = json.loads(out)
    assert code == 0
    assert len(found["pairs"]) == 24
    assert not found["left"]
    assert all(pair["class"] == "六年级1班" for pair in found["pairs"])
    assert any("是本班班主任" in pair["reasons"] for pair in found["pairs"])
    assert max(one["children"] for one in found["loads"]) <= 3  # 24 children over 13 people
    assert json.loads(run("pairs", "propose", book, "--json")[1])["pairs"] == []  # nobody is on the register yet
    code, _, err = run("pairs", "propose", book, "--class", "九年级9班", "--json")
    assert (code, "没有“九年级9班”" in err) == (1, True)


def test_too_few_helpers_leave_the_rest_said(run: Run, book: Path) -> None:
    found = json.loads(run("pairs", "propose", book, "--everybody", "--most", "1", "--json")[1])
    assert len(found["pairs"]) == 13
    assert len(found["left"]) == 95
    assert all("带满" in one["why"] for one in found["left"])


def test_a_list_of_pairs_goes_in_and_out_again(run: Run, book: Path, tmp_path: Path) -> None:
    children = json.loads(run("list", "pupils", book, "--json")[1])
    five = [one for one in children if one["class"] == "五年级1班"]
    twins = [one for one in children if one["name"] == "沈天"]
    staff = json.loads(_report(run, book, "staff_list", tmp_path))["rows"]
    teacher = next(row["name"] for row in staff)
    lines = [
        "学生姓名,班级,★帮扶人,类型,帮扶目标,开始日期,每月谈心次数,瞎写",
        f"{five[0]['name']},五年级1班,{teacher},教师帮扶,数学及格,2026.10.8,4次,x",
        f"{five[1]['name']},五年级1班,{five[2]['name']},,手拉手,2026-10-08,,x",
        f"{five[3]['name']},五年级1班,罗成林,村干部,,,,x",
        f"{twins[0]['name']},一年级1班,{teacher},,,,,x",
        f"{five[4]['name']},五年级1班,没有这人,教师,,,,x",
        f"{five[0]['name']},五年级1班,{teacher},教师帮扶,重复,,,x",
        f"{five[5]['name']},五年级1班,{teacher},教师帮扶,,2027-01-01,,x",
    ]
    path = tmp_path / "结对.csv"
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    code, out, _ = run("pairs", "import", book, path, "--json", "--bad-rows", tmp_path / "bad.xlsx")
    told = json.loads(out)
    assert code == 0
    assert {key: told[key] for key in ("new", "doubtful", "refused")} == {"new": 3, "doubtful": 2, "refused": 2}
    reasons = " ".join(one["reason"] for one in told["problems"])
    for words in ("2名“沈天”", "教职工里没有“没有这人”", "与第2行是同一对", "不能晚于今天", "瞎写"):
        assert words in reasons
    rows = json.loads(_report(run, book, "pairs", tmp_path))["rows"]
    assert sorted((row["kind"], row["promise"]) for row in rows) == [
        ("同伴互助", ""), ("干部结对", "家访1次"), ("教师帮扶", "谈心4次，家访1次"),
    ]  # fmt: skip
    again = json.loads(run("pairs", "import", book, path, "--json")[1])
    assert (again["new"], again["unchanged"], again["batch"]) == (0, 3, None)
    assert run("import", "undo", book, told["batch"])[0] == 0
    assert json.loads(_report(run, book, "pairs", tmp_path))["rows"] == []


def _report(run: Run, book: Path, kind: str, folder: Path) -> str:
    out = folder / f"{kind}.json"
    assert run("report", "make", book, kind, "--out", out)[0] == 0
    return out.read_text("utf-8")
