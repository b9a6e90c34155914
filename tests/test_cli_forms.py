"""form …: as other people's scripts call it; and what LibreOffice makes of a filled form."""

import json
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from kongchuo_desktop.school.enrolment.form_rules import as_plain
from tests.command_clock import Run, commands_on_small_book
from tests.sheets.office_forms import COUNTY, county_form, saved


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the small school's book at a fixed hour; answers code, stdout, stderr."""
    return commands_on_small_book(tmp_path, monkeypatch, capsys)


@pytest.fixture
def map_file(tmp_path: Path) -> Path:
    """The county's form with its map beside it."""
    saved(county_form(), tmp_path / "县表.xlsx")
    path = tmp_path / "县表.json"
    path.write_text(json.dumps(as_plain(COUNTY) | {"form": "县表.xlsx"}, ensure_ascii=False), encoding="utf-8")
    return path


def test_fill_take_list_give(run: Run, map_file: Path, tmp_path: Path) -> None:
    book, out = tmp_path / "b.kongchuo", tmp_path / "x.xlsx"
    code, _, told = run("form", "fill", book, map_file, "--out", out)
    assert (code, "名单 6 行" in told) == (0, True)
    sheet = openpyxl.load_workbook(out)["名册"]
    assert [sheet[f"B{row}"].value for row in range(6, 12)] == ["韦小山", "罗雨", "石青", "杨柳", "龙飞", "吴敏"]
    assert sheet["E6"].value == "G520000201501010016"
    assert sheet["A12"].value == "合计（人）"
    assert run("form", "take", book, map_file)[0] == 0
    code, listed, _ = run("form", "list", book, "--json")
    first = json.loads(listed)[0]
    assert (code, first["title"], first["own"], first["lists"]) == (0, COUNTY.title, True, ["在读学生"])
    given = tmp_path / "给别校.json"
    assert run("form", "give", book, COUNTY.title, "--out", given)[0] == 0
    assert run("form", "fill", book, given, "--out", tmp_path / "y.xlsx")[0] == 0
    folder = tmp_path / "各班"
    assert run("form", "fill", book, COUNTY.title, "--out", folder, "--choose", "each=class")[0] == 0
    assert len(list(folder.glob("*.xlsx"))) == 2
    code, _, told = run("form", "fill", book, "classes", "--form", tmp_path / "县表.xlsx", "--out", tmp_path / "z.xlsx")
    assert (code, (tmp_path / "z.xlsx").exists()) == (1, False)  # not the form that the map is of
    assert "表样和当初指定时不一样" in told
    names = {item["name"] for item in json.loads(run("form", "values", "--json")[1])["values"]}
    assert {"学校名称", "三年级女生", "巩固率"} <= names


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("月亮", "--out", "x.xlsx"), "没有叫“月亮”的上报表样"), (("roster", "--out", "x.pdf"), "以 .xlsx 结尾"),
        (("roster", "--out", "x.xlsx", "--choose", "day=1"), "没有选项“day”"),
        (("roster", "--out", "x.xlsx", "--choose", "on=昨日儿"), "没看懂"),
        (("roster", "--out", "x.xlsx", "--choose", "from=2026-10-01", "to=2026-09-01"), "不能早于"),
        (("nowhere.json", "--out", "x.xlsx"), "打不开"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_one_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, said = run("form", "fill", tmp_path / "b.kongchuo", *words)
    assert code == 1
    assert told in said
    assert not list(tmp_path.glob("x.*"))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.slow
def test_three_filled_forms_in_libreoffice(run: Run, map_file: Path, tmp_path: Path) -> None:
    book = tmp_path / "b.kongchuo"
    files = []
    for number, form in enumerate((map_file, "roster", "movements")):
        files.append(tmp_path / f"{number}.xlsx")
        assert run("form", "fill", book, form, "--out", files[-1])[0] == 0
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path / 'office'}", "--headless", "--convert-to", "ods",
         "--outdir", tmp_path, *files], check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    county, roster, movements = (
        CalamineWorkbook.from_path(tmp_path / f"{number}.ods").get_sheet_by_index(0).to_python() for number in range(3)
    )
    assert county[11][5] == 6  # the sum over rows that were put in
    assert county[10][0] == 6  # the running number
    assert roster[4][6] == "G520000201501010016"
    assert movements[10][1] == 6
