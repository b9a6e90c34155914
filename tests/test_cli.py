"""The command line as other people's scripts see it: exit codes, JSON on stdout, talk on stderr, files made."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from kongchuo_desktop import cli
from kongchuo_desktop.storage.key_cost import KeyCost
from kongchuo_desktop.storage.places import Places

PASSWORD = "青山 石桥 3 号灯"
NATIONAL = "花名册-全国学籍导出.xlsx"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    cheap = Places.under(tmp_path / "machine", KeyCost(memory=8, passes=1, lanes=1))
    monkeypatch.setattr(Places, "of_this_machine", classmethod(lambda _cls: cheap))
    monkeypatch.setenv("KONGCHUO_PASSWORD", PASSWORD)

    def call(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.main([str(word) for word in words], picture=lambda *_: None)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def book(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "河湾.kongchuo"
    code, _, _ = run("book", "new", path, "--school", "青石镇河湾小学", "--stage", "小学", "--year", 2026, "--no-sheet")
    assert code == 0
    return path


@pytest.fixture
def filled(run: Run, book: Path, sample_files: Path) -> Path:
    assert run("import", "pupils", book, sample_files / NATIONAL)[0] == 0
    assert run("import", "staff", book, sample_files / "教职工名册.xlsx")[0] == 0
    return book


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_a_new_book_comes_with_its_recovery_sheet(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.kongchuo"
    code, _, said = run("book", "new", path, "--school", "试试小学", "--stage", "教学点", "--year", 2026)
    assert code == 0
    sheet = tmp_path / "a-恢复码.pdf"
    assert sheet.name in said
    assert "试试小学" in pages(sheet)[0]


def test_import_answers_in_json_and_a_second_time_changes_nothing(run: Run, book: Path, sample_files: Path) -> None:
    first = json.loads(run("import", "pupils", book, sample_files / NATIONAL, "--json")[1])
    assert {key: first[key] for key in ("new", "changed", "unchanged", "doubtful", "refused")} == {
        "new": 108, "changed": 0, "unchanged": 0, "doubtful": 0, "refused": 0,
    }  # fmt: skip
    assert first["batch"]
    second = json.loads(run("import", "pupils", book, sample_files / NATIONAL, "--json")[1])
    assert (second["new"], second["changed"], second["unchanged"], second["batch"]) == (0, 0, 108, None)


def test_a_dry_run_writes_nothing(run: Run, book: Path, sample_files: Path) -> None:
    answer = json.loads(run("import", "pupils", book, sample_files / NATIONAL, "--dry-run", "--json")[1])
    assert (answer["new"], answer["batch"]) == (108, None)
    assert json.loads(run("list", "pupils", book, "--json")[1]) == []


def test_problems_name_sheet_row_column_and_reason(run: Run, filled: Path, sample_files: Path) -> None:
    answer = json.loads(run("import", "pupils", filled, sample_files / "花名册-班主任手工表.xls", "--json")[1])
    lost = [item for item in answer["problems"] if "存成了数字" in item["reason"] and item["column"] == "身份证号码"]
    assert len(lost) == 15
    assert all(item["sheet"] and item["row"] > 3 for item in lost)


def test_the_list_has_the_agreed_fields(run: Run, filled: Path) -> None:
    people = json.loads(run("list", "pupils", filled, "--json")[1])
    (dragon,) = [person for person in people if person["name"] == "龙䶮"]
    assert dragon["birth_date"] == "2020-01-29"
    assert dragon["id_number"] == "522328202001291471"
    assert (dragon["grade"], dragon["class"], dragon["village"]) == ("一年级", "一年级1班", "长岭村")
    assert dragon["boarding"] is True
    assert dragon["status"] == "在读"
    assert dragon["guardians"][0]["name"] == "张豪艳"


def test_json_goes_to_a_file_when_asked(run: Run, filled: Path, tmp_path: Path) -> None:
    code, out, _ = run("list", "pupils", filled, "--json", "--out", tmp_path / "x.json")
    assert (code, out) == (0, "")
    assert len(json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))) == 108


def test_an_import_is_taken_back_or_what_stands_on_it_is_named(run: Run, book: Path, sample_files: Path) -> None:
    batch = json.loads(run("import", "pupils", book, sample_files / NATIONAL, "--json")[1])["batch"]
    assert run("import", "undo", book, batch)[0] == 0
    assert json.loads(run("list", "pupils", book, "--json")[1]) == []
    batch = json.loads(run("import", "pupils", book, sample_files / NATIONAL, "--json")[1])["batch"]
    assert run("paper", "make", book, "parent", "--out", book.with_name("p.pdf"))[0] == 0
    code, _, said = run("import", "undo", book, batch)
    assert code == 1
    assert "责任书" in said
    assert len(json.loads(run("list", "pupils", book, "--json")[1])) == 108


def test_every_parent_has_an_agreement_with_the_right_name(run: Run, filled: Path, tmp_path: Path) -> None:
    assert run("paper", "make", filled, "parent", "--out", tmp_path / "all.pdf")[0] == 0
    people = json.loads(run("list", "pupils", filled, "--json")[1])
    letters = pages(tmp_path / "all.pdf")
    assert len(letters) == 108
    for person, letter in zip(people, letters, strict=True):
        text = "".join(letter.split())
        assert person["name"] in text
        assert person["guardians"][0]["name"] in text


def test_one_file_for_each_signer_and_for_each_class(run: Run, filled: Path, tmp_path: Path) -> None:
    assert run("paper", "make", filled, "parent", "--out", tmp_path / "one", "--choose", "each=signer")[0] == 0
    files = sorted((tmp_path / "one").iterdir())
    assert len(files) == 108
    assert any("陈𬱖" in file.name for file in files)
    assert run("paper", "make", filled, "parent", "--out", tmp_path / "class", "--choose", "each=class")[0] == 0
    assert [len(pages(file)) for file in sorted((tmp_path / "class").iterdir())] == [16, 11, 18, 18, 21, 24]


def test_every_teacher_has_one(run: Run, filled: Path, tmp_path: Path) -> None:
    names = set()
    for kind in ("class_teacher", "subject_teacher"):
        assert run("paper", "make", filled, kind, "--out", tmp_path / kind, "--choose", "each=signer")[0] == 0
        for file in (tmp_path / kind).iterdir():
            text = "".join("".join(pages(file)).split())
            names |= {name for name in ("董静", "叶航敏", "江涛杰", "丁涵明", "林俊") if name in text}
        assert len(list((tmp_path / kind).iterdir())) == 6
    assert names == {"董静", "叶航敏", "江涛杰", "丁涵明", "林俊"}


@pytest.mark.parametrize("key", ["class_list", "contacts", "roster", "class_numbers", "staff_list", "signing"])
def test_a_report_says_the_same_in_each_form(run: Run, filled: Path, tmp_path: Path, key: str) -> None:
    for ending in ("json", "xlsx", "pdf"):
        assert run("report", "make", filled, key, "--out", tmp_path / f"r.{ending}")[0] == 0
    told = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")
    cells = {str(cell.value) for page in sheet for row in page.iter_rows() for cell in row}
    paper = "".join("".join(pages(tmp_path / "r.pdf")).split())
    assert told["rows"]
    for row in told["rows"]:
        for value in row.values():
            if isinstance(value, str) and value:
                assert value in cells
                assert "".join(value.split()) in paper


def test_numbers_stay_text_in_excel(run: Run, filled: Path, tmp_path: Path) -> None:
    run("report", "make", filled, "roster", "--out", tmp_path / "r.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "522328202001291471"]
    assert [(cell.data_type, cell.number_format) for cell in cells] == [("s", "@")]


def test_backup_damage_and_restore(run: Run, filled: Path) -> None:
    code, out, _ = run("book", "backup", filled)
    assert code == 0
    assert Path(out.strip()).is_file()
    content = bytearray(filled.read_bytes())
    content[len(content) // 2] ^= 1
    filled.write_bytes(content)
    code, _, said = run("book", "check", filled)
    assert code == 1
    assert "恢复" in said
    assert run("book", "restore", filled)[0] == 0
    assert run("book", "check", filled)[0] == 0
    assert len(json.loads(run("list", "pupils", filled, "--json")[1])) == 108


def test_info_counts(run: Run, filled: Path) -> None:
    told = json.loads(run("book", "info", filled)[1])
    assert (told["pupils"], told["staff"], told["year"]) == (108, 13, 2026)
    assert [room["pupils"] for room in told["classes"]] == [16, 11, 18, 18, 21, 24]


def test_catalogues_are_key_tab_title(run: Run) -> None:
    for noun in ("paper", "report"):
        lines = run(noun, "list")[1].splitlines()
        assert lines
        assert all(len(line.split("\t")) == 2 for line in lines)
        assert len(json.loads(run(noun, "list", "--json")[1])) == len(lines)


@pytest.mark.parametrize("words", [
    ("list", "pupils", "没有.kongchuo", "--json"), ("import", "pupils", "没有.kongchuo", "x.xlsx"),
])  # fmt: skip
def test_a_missing_book_is_a_sentence(run: Run, words: tuple[str, ...]) -> None:
    code, out, said = run(*words)
    assert (code, out) == (1, "")
    assert said.strip().endswith("。")


def test_mistakes_are_sentences(run: Run, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (
        ("paper", "make", filled, "nothing", "--out", tmp_path / "x.pdf"),
        ("paper", "make", filled, "parent", "--out", tmp_path / "x.pdf", "--choose", "class=九年级9班"),
        ("paper", "make", filled, "parent", "--out", tmp_path / "x.pdf", "--choose", "each=signer"),
        ("report", "make", filled, "class_list", "--out", tmp_path / "x.docx"),
        ("report", "make", filled, "class_list", "--out", tmp_path / "x.pdf", "--choose", "klass=1"),
        ("import", "pupils", filled, tmp_path / "none.xlsx"),
        ("import", "undo", filled, 999),
    ):
        code, _, said = run(*words)
        assert code == 1, words
        assert said.strip().splitlines()[-1].endswith("。"), words
    assert not list(tmp_path.glob("x.*"))
    monkeypatch.setenv("KONGCHUO_PASSWORD", "不对的密码")
    assert run("book", "info", filled)[0] == 1


def test_wrong_usage_is_two(run: Run) -> None:
    with pytest.raises(SystemExit) as left:
        run("book", "frobnicate")
    assert left.value.code == 2


def test_the_sample_school_stands_at_once(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "示例.kongchuo"
    assert run("demo", path)[0] == 0
    told = json.loads(run("book", "info", path)[1])
    assert told["pupils"] == 108
    assert "示例" in told["school"]
    assert all(room["head"] for room in told["classes"])


@pytest.mark.parametrize(("school", "year", "password"), [
    ("", 2026, PASSWORD), ("试试小学", 26, PASSWORD), ("试试小学", 2026, ""),
])  # fmt: skip
def test_a_book_refused_leaves_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, school: str, year: int, password: str
) -> None:
    monkeypatch.setenv("KONGCHUO_PASSWORD", password)
    path = tmp_path / "b" / "a.kongchuo"
    code, _, said = run("book", "new", path, "--school", school, "--stage", "小学", "--year", year)
    assert (code, said.strip()[-1]) == (1, "。")
    assert not path.parent.exists()


def test_a_weak_password_of_a_script_is_warned_of(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KONGCHUO_PASSWORD", "12345678")
    words = ("book", "new", tmp_path / "a.kongchuo", "--school", "试试小学", "--stage", "小学", "--year", 2026)
    code, _, said = run(*words, "--no-sheet")
    assert code == 0
    assert "提醒" in said


def test_a_weak_password_typed_is_refused(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KONGCHUO_PASSWORD")
    monkeypatch.setattr(cli, "password_of", lambda _args, **_: "12345678")
    words = ("book", "new", tmp_path / "a.kongchuo", "--school", "试试小学", "--stage", "小学", "--year", 2026)
    assert run(*words)[0] == 1
    assert not list(tmp_path.glob("*.kongchuo"))


def test_a_book_whose_code_could_not_be_written_does_not_stay(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a-恢复码.pdf").mkdir()
    code, _, _ = run("book", "new", tmp_path / "a.kongchuo", "--school", "试试小学", "--stage", "小学", "--year", 2026)
    assert code == 1
    assert not list(tmp_path.glob("*.kongchuo*"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\r\n第二行\r\n"])
def test_a_password_file_as_any_editor_leaves_it(
    run: Run, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, ending: str
) -> None:
    monkeypatch.delenv("KONGCHUO_PASSWORD")
    kept = tmp_path / "密码.txt"
    kept.write_bytes(f"{PASSWORD}{ending}".encode(encoding))
    assert run("book", "info", book, "--password-file", kept)[0] == 0


def test_places_that_cannot_be_written_are_sentences(run: Run, book: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    long = tmp_path / ("长" * 90)
    for words in (
        *(("report", "make", book, "class_list", "--out", tmp_path / "file" / f"x.{form}") for form in ("pdf", "xlsx")),
        *(("report", "make", book, "class_list", "--out", f"{long}.{form}") for form in ("pdf", "xlsx", "json")),
        ("book", "backup", book, "--to", tmp_path / "没有插上"),
        ("book", "info", f"{long}.kongchuo"),
    ):
        code, _, said = run(*words)
        assert (code, said.strip()[-1]) == (1, "。"), words


def test_children_without_a_class_count(run: Run, book: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("姓名,性别\n沈甲,男\n", encoding="utf-8")
    assert run("import", "pupils", book, tmp_path / "a.csv")[0] == 0
    assert json.loads(run("book", "info", book)[1])["pupils"] == 1
    assert "学生 1 名" in run("book", "check", book)[2]


def test_a_lost_book_never_comes_back_as_another_schools(run: Run, filled: Path, tmp_path: Path) -> None:
    other = tmp_path / "上寨.kongchuo"
    run("book", "new", other, "--school", "上寨小学", "--stage", "教学点", "--year", 2026, "--no-sheet")
    assert run("book", "backup", other)[0] == 0
    for path in (filled, other):
        for ending in ("", ".keys"):
            path.with_name(path.name + ending).unlink()
        assert run("book", "restore", path)[0] == 0
    assert json.loads(run("book", "info", filled)[1])["school"] == "青石镇河湾小学"
    assert json.loads(run("book", "info", other)[1])["school"] == "上寨小学"
    code, _, said = run("book", "restore", tmp_path / "不知哪本.kongchuo")
    assert code == 1
    assert "--from" in said
