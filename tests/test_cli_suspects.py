"""The district's 439 children rebuilt from a made list; wrong numbers, doubles and other schools' children."""

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from kongchuo_desktop.desk import books
from kongchuo_desktop.school.returns import settling, suspects
from kongchuo_desktop.storage.database import Database
from tests.command_clock import PASSWORD, Run, commands_at

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))
HEAD = ("序号", "姓名", "身份证件号", "户籍地", "核查类别", "核查说明", "类别代码")
DISTRICT = {  # seed S3: 432 not out of school, 7 out (3 ill, 4 disabled)
    "在校有学籍": 297, "在校无学籍": 46, "户籍原因": 50, "延缓入学": 12, "出国": 7, "超龄离校": 20, "因病": 3,
    "因残": 4,
}  # fmt: skip


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return commands_at(NOW, tmp_path, monkeypatch, capsys)


@pytest.fixture
def book(run: Run, tmp_path: Path, sample_files: Path) -> Path:
    path = tmp_path / "s.kongchuo"
    assert run("book", "new", path, "--school", "河湾小学", "--stage", "小学", "--year", 2026, "--no-sheet")[0] == 0
    assert run("import", "pupils", path, sample_files / "花名册-全国学籍导出.xlsx")[0] == 0
    return path


def write(path: Path, rows: list[tuple[str, ...]]) -> Path:
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def counts(run: Run, book: Path, folder: Path) -> dict[str, object]:
    out = folder / "counts.json"
    assert run("report", "make", book, "suspects", "--out", out)[0] == 0
    found: dict[str, object] = json.loads(out.read_text("utf-8"))
    return found


@contextmanager
def opened(book: Path) -> Iterator[Database]:
    database = books.open_book(book, password=PASSWORD, clock=lambda: NOW, actor="王老师").database
    yield database
    books.close(database, keep=False)


def test_the_district_s_table(run: Run, book: Path, tmp_path: Path) -> None:
    names = [category for category, count in DISTRICT.items() for _ in range(count)]
    rows = [
        (str(number), f"儿童{number}", f"52232820110101{number:04d}", "上寨村", category, "", "")
        for number, category in enumerate(names, start=1)
    ]
    path = write(tmp_path / "疑似.csv", rows)
    told = json.loads(run("import", "suspects", book, path, "--json")[1])
    assert (told["new"], told["doubtful"], told["refused"]) == (439, 0, 0)
    found = counts(run, book, tmp_path)
    assert (found["total"], found["not_out"], found["out"], found["apart"]) == (439, 432, 7, 0)
    assert found["categories"] == {**dict.fromkeys(found["categories"], 0), **DISTRICT}  # type: ignore[call-overload]
    again = json.loads(run("import", "suspects", book, path, "--json")[1])
    assert (again["new"], again["unchanged"], again["batch"]) == (0, 439, None)
    assert run("import", "undo", book, told["batch"])[0] == 0
    assert counts(run, book, tmp_path)["total"] == 0


def test_nobody_is_dropped(run: Run, book: Path, tmp_path: Path) -> None:
    children = json.loads(run("list", "pupils", book, "--json")[1])
    ours, other = children[0], children[1]
    rows = [
        ("1", ours["name"], ours["id_number"], "大坪村", "在校有学籍", "本校就读", ""),
        ("2", "别校生", "522328201403030317", "上寨村", "在校无学籍", "县城二小", "B"),
        ("3", other["name"], "522328201912", "石板村", "信息错误", "号码少位", ""),
        ("4", "换了名", other["id_number"], "石板村", "", "", ""),
        ("5", ours["name"], ours["id_number"], "大坪村", "在校有学籍", "", ""),
        ("6", "没有号", "", "石板村", "失联", "随父母外出", "M"),
        ("7", "怪类别", "", "石板村", "说不清", "", ""),
        ("8", "", "522328201403030317", "", "", "", ""),
    ]
    code, out, _ = run("import", "suspects", book, write(tmp_path / "疑似.csv", rows), "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["new"], told["doubtful"], told["refused"]) == (6, 1, 1)
    reasons = " ".join(one["reason"] for one in told["problems"])
    for words in ("与第2行是同一名儿童", "不是本校学生", "列入“号码待核”", "名单写的是“换了名”", "没有“说不清”"):
        assert words in reasons
    found = counts(run, book, tmp_path)
    assert (found["total"], found["not_out"], found["out"], found["apart"], found["unchecked"]) == (6, 3, 0, 1, 2)
    ledger = tmp_path / "ledger.json"
    assert run("report", "make", book, "suspect_ledger", "--out", ledger)[0] == 0
    lines = json.loads(ledger.read_text("utf-8"))["rows"]
    assert [bool(line["parked"]) for line in lines] == [False, True, True, True, True, True]


def test_a_list_on_which_a_case_was_built_is_not_taken_back(run: Run, book: Path, tmp_path: Path) -> None:
    ours = json.loads(run("list", "pupils", book, "--json")[1])[0]
    path = write(tmp_path / "疑似.csv", [("1", ours["name"], ours["id_number"], "大坪村", "务工", "", "")])
    batch = json.loads(run("import", "suspects", book, path, "--json")[1])["batch"]
    with opened(book) as database, database.write("建个案") as session:
        (one,) = suspects.suspects(session)
        assert one.source == "疑似.csv"
        settling.open_cases(session, suspects=[one], today=NOW.date())
    code, _, told = run("import", "undo", book, batch)
    assert code == 1
    assert "劝返个案" in told


def test_a_child_struck_off_and_listed_again_is_to_be_checked_anew(run: Run, book: Path, tmp_path: Path) -> None:
    child = json.loads(run("list", "pupils", book, "--json")[1])[0]
    row = ("1", child["name"], child["id_number"], "大坪村", "", "", "")
    march = write(tmp_path / "三月名单.csv", [row])
    run("import", "suspects", book, march)
    with opened(book) as database, database.write("核查核销") as session:
        (first,) = suspects.suspects(session)
        day = NOW.date()
        suspects.check(
            session, suspect_ids=[first.id], category="在校有学籍", day=day, by="梁老师", where="本校", explanation="",
            evidence="在读证明",
        )  # fmt: skip
        suspects.close(session, suspect_ids=[first.id], day=day, why="在校就读")
    same = json.loads(run("import", "suspects", book, march, "--json")[1])
    assert (same["new"], same["unchanged"]) == (0, 1)  # the same file once more
    later = write(tmp_path / "九月名单.csv", [row])
    told = json.loads(run("import", "suspects", book, later, "--json")[1])
    assert (told["new"], told["changed"]) == (1, 0)
    assert "2026-11-20核销过（在校有学籍），又列入名单" in told["problems"][0]["reason"]
    with opened(book) as database, database.read() as session:
        old, new = suspects.suspects(session)
    assert (old.state, new.state, new.category, new.pupil_id) == ("已核销", "待核查", "", old.pupil_id)
    assert (old.evidence, old.source, new.source) == ("在读证明", "三月名单.csv", "九月名单.csv")
    found = counts(run, book, tmp_path)
    assert (found["total"], found["unchecked"], found["not_out"]) == (1, 1, 0)  # one child, whatever lists say
    assert run("import", "undo", book, told["batch"])[0] == 0
    assert counts(run, book, tmp_path)["not_out"] == 1
