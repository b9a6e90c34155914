"""Forms filled from a real book: ready-made ones, maps as files, values, lists; villages' letters."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kongchuo_desktop.desk import form_building, form_filling, form_lists, form_values, village_lists
from kongchuo_desktop.desk.form_filling import FilledFile
from kongchuo_desktop.desk.form_map_files import FormAndMap, read_map, write_map
from kongchuo_desktop.desk.form_people import Asked, People
from kongchuo_desktop.desk.ready_forms import ready_form, ready_forms, shipped
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.resources import resource
from kongchuo_desktop.school.enrolment import service as enrolment
from kongchuo_desktop.school.enrolment.draft import Draft
from kongchuo_desktop.school.enrolment.form_rules import CellRule, FormRules, ListRule, as_plain
from kongchuo_desktop.school.enrolment.form_texts import Share
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.sheets.form_file import FormFile, load_form, take_form
from kongchuo_desktop.sheets.form_fill import check_marks
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import NOW, found_school
from tests.sheets.making import id_number
from tests.sheets.office_forms import COUNTY, as_bytes, county_form, saved

ID = id_number("20150910", 634)


@pytest.fixture
def school(book: Database) -> Database:
    """Six children of two classes; one boards and is left behind, one went without a receipt."""
    ids = found_school(book)
    with book.write("布置") as session:
        villages = identity.village_ids(session, names=frozenset({"河湾村", "上寨村"}))
        for name, child in ids.items():
            village = villages["上寨村" if name in ("龙飞", "吴敏") else "河湾村"]
            sex = "女" if name in ("罗雨", "杨柳") else "男"
            pupil_room.change_pupil(session, pupil_id=child, fields={"sex": sex, "village_id": village})
        pupil_room.change_pupil(
            session, pupil_id=ids["韦小山"],
            fields={"id_number": ID, "birth_date": date(2015, 9, 10), "boarding": True, "left_behind": "双亲留守",
                    "disability": "听力", "current_address": "青石镇河湾村2组"},
        )  # fmt: skip
        pupil_room.set_guardian(
            session, pupil_id=ids["韦小山"], guardian_id=None, position=1, relation="父亲", is_guardian="是",
            fields={"name": "韦大", "phone": "13900000001", "workplace": "=广东东莞"},
        )  # fmt: skip
        draft = Draft("转出", date(2026, 10, 9), place="县城二小")
        enrolment.record_change(session, pupil_id=ids["石青"], draft=draft, now=NOW)
    return book


def filled(book: Database, found: FormAndMap, out: Path, **choices: str) -> tuple[Any, FilledFile]:
    made = form_filling.fill(book, found, out=out, choices={key.strip("_"): v for key, v in choices.items()}, now=NOW)
    return openpyxl.load_workbook(out).worksheets[0], made


@pytest.mark.parametrize("key", list(ready_forms()))
def test_every_ready_form_is_what_its_map_says(school: Database, key: str, tmp_path: Path) -> None:
    found = ready_form(key)
    form_filling.require_known(found.rules)
    check_marks(load_form(found.form.data), found.rules.marks)
    path = tmp_path / "表.xlsx"
    path.write_bytes(found.form.data)
    assert take_form(path).losses == ()
    sheet, made = filled(school, found, tmp_path / "out.xlsx")
    assert sheet["A1"].value == found.rules.title
    assert any("青石镇河湾小学" in str(cell.value) for cell in sheet[2])
    assert sheet.print_title_rows == "$3:$4"
    assert made.path.exists()


@pytest.mark.parametrize("key", list(ready_forms()))
def test_the_program_recognises_its_own_forms(key: str) -> None:
    found = ready_form(key)
    proposed = form_building.open_copy(found)
    guessed = form_building.proposed(proposed.sheets, title="x")
    assert [(one.first, one.last) for one in guessed.lists] == [(one.first, one.last) for one in found.rules.lists]
    assert len(guessed.lists[0].columns) >= 0.7 * len(found.rules.lists[0].columns)


def test_the_roster(school: Database, tmp_path: Path) -> None:
    sheet, made = filled(school, ready_form("roster"), tmp_path / "a.xlsx", class_="五年级1班")
    assert [sheet[f"B{row}"].value for row in (5, 6, 7, 8)] == ["韦小山", "罗雨", "杨柳", None]
    assert [sheet.cell(5, column).value for column in (5, 6, 7, 10, 12)] == [
        "2015-09-10", ID, "G520000201501010016", "√", "13900000001",
    ]  # fmt: skip
    assert made.rows == 3
    with school.read() as session:
        line = audit.recent(session, limit=1)[0]
    assert (line.kind, line.changes) == ("export", {"what": "上报表样：学生花名册（上报）", "count": 3})


def test_left_behind_and_disabled(school: Database, tmp_path: Path) -> None:
    sheet, _ = filled(school, ready_form("left-behind"), tmp_path / "a.xlsx")
    heads = {sheet.cell(row, column).value: column for row in (3, 4) for column in range(1, 23)}
    assert sheet.cell(5, heads["姓名"]).value in ("韦小山", None)
    assert sheet["B5"].value == "韦小山"
    assert (sheet["M5"].value, sheet["M5"].data_type) == ("=广东东莞", "s")
    sheet, made = filled(school, ready_form("disabled"), tmp_path / "b.xlsx")
    assert (sheet["B5"].value, sheet["H5"].value, made.rows) == ("韦小山", "听力", 1)


def test_changes_and_movements_agree(school: Database, tmp_path: Path) -> None:
    sheet, made = filled(school, ready_form("changes"), tmp_path / "a.xlsx")
    assert [sheet.cell(5, column).value for column in (2, 5, 6, 7, 8, 9, 11)] == [
        "石青", "转出", "2026-10-09", "五年级1班", None, "县城二小", "无",
    ]  # fmt: skip
    assert made.rows == 1
    sheet, _ = filled(school, ready_form("movements"), tmp_path / "b.xlsx")
    heads = {str(sheet.cell(4, n).value or sheet.cell(3, n).value): sheet.cell(5, n).value for n in range(1, 21)}
    assert (heads["年级"], heads["期初人数"], heads["转出"], heads["期末人数"]) == ("五年级", 6, 1, 5)
    assert sheet["B11"].value == "=SUM(B5:B10)"


def test_a_month_without_changes_says_so(school: Database, tmp_path: Path) -> None:
    _, made = filled(school, ready_form("changes"), tmp_path / "a.xlsx", from_="2026-10-20", to="2026-10-30")
    assert "名单是空的" in made.remarks[0]


def test_cohorts_are_left_to_the_hand_where_the_book_is_young(school: Database, tmp_path: Path) -> None:
    with school.write("六年级") as session:
        from kongchuo_desktop.school.classes import service as class_room

        class_room.class_at(session, grade=6, number=1)
    sheet, _ = filled(school, ready_form("retention"), tmp_path / "a.xlsx")
    assert [sheet.cell(5, column).value for column in range(1, 7)] == [
        "青石镇河湾小学", "小学", None, None, None, "账本没有记到2021年，请手填",
    ]  # fmt: skip


def test_values(school: Database) -> None:
    asked = Asked(NOW.date(), date(2026, 9, 1), NOW.date(), village="河湾村", by="王老师")
    with school.read() as session:
        people = People(session, today=asked.on)
        found, told = form_values.gather(session, people, asked, form_values.names())
    assert (found["人数"], found["女生"], found["五年级人数"], found["三年级人数"]) == (5, 2, 5, 0)
    assert (found["期初人数"], found["转出"], found["净增加"], found["期末人数"]) == (6, 1, -1, 5)
    assert isinstance(found["巩固率"], Share)
    assert found["村"] == "河湾村"
    assert found["填报人"] == "王老师"
    assert found["六年巩固率"] is None
    assert any("六年巩固率" in sentence for sentence in told)
    assert all(name in found for name in form_values.names() - {"页码", "总页数"} if not name[:3].endswith("年级"))


def test_every_list_gives_the_fields_it_names(school: Database) -> None:
    asked = Asked(NOW.date(), date(2026, 9, 1), NOW.date())
    with school.read() as session:
        people = People(session, today=asked.on)
        for kind in form_lists.LISTS:
            rows = form_lists.rows_for(session, people, asked, ListRule(kind.key, 1, 1, ()))
            keys = {field.key for field in kind.fields}
            assert len({field.title for field in kind.fields if field.group != "家长"}) > 1
            assert all(row["number"] == place for place, row in enumerate(rows, 1))
            assert not rows or kind.key == "area" or not keys - set(rows[0]) - {"dormitory", "bed"} or kind.key in (
                "cohorts", "dropouts"
            )  # fmt: skip


def test_a_list_is_narrowed(school: Database) -> None:
    asked = Asked(NOW.date(), date(2026, 9, 1), NOW.date(), village="上寨村")
    with school.read() as session:
        people = People(session, today=asked.on)
        rows = form_lists.rows_for(session, people, asked, ListRule("pupils", 1, 1, (), only={"sex": ("男",)}))
    assert [row["name"] for row in rows] == ["龙飞", "吴敏"]


def test_map_files_there_and_back(tmp_path: Path) -> None:
    form = saved(county_form(), tmp_path / "县表.xlsx")
    found = FormAndMap(COUNTY, FormFile("县表.xlsx", form.read_bytes()))
    write_map(found, tmp_path / "one.json")
    back = read_map(tmp_path / "one.json")
    assert back.rules == COUNTY
    assert back.form == found.form
    beside = as_plain(COUNTY) | {"form": "县表.xlsx"}
    (tmp_path / "two.json").write_text(json.dumps(beside, ensure_ascii=False), encoding="utf-8-sig")
    assert read_map(tmp_path / "two.json").rules == COUNTY
    other = resource("forms", "41-roster.toml")
    assert read_map(other).rules == ready_form("roster").rules
    assert tomllib.loads(other.read_text(encoding="utf-8"))["form"] == "41-roster.xlsx"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "读不懂"), (b"\xff\xfe\x00", "读不懂"), (b"[1]", "不是上报表样"), (b"{}", "kongchuo_form_map"),
        (b'{"kongchuo_form_map":1,"title":"x"}', "没有写明表样文件"),
        (b'{"kongchuo_form_map":1,"title":"x","form":"../a.xlsx"}', "没有写明表样文件"),
        (b'{"kongchuo_form_map":1,"title":"x","form":"a.xlsx"}', "放在同一个文件夹"),
        (b'{"kongchuo_form_map":1,"title":"x","form_base64":"%%"}', "不完整"),
        (b'{"kongchuo_form_map":1,"title":"x","form_base64":"UEsDBA=="}', "损坏"),
        (b"[" * 100_000, "读不懂"),
    ],
)  # fmt: skip
def test_map_files_that_are_none(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(UserError, match=told):
        read_map(path)


def test_nothing_is_written_when_the_form_moved(school: Database, tmp_path: Path) -> None:
    form = county_form()
    form["名册"]["B4"] = "性别"
    out = tmp_path / "a.xlsx"
    with pytest.raises(UserError, match="B4"):
        form_filling.fill(school, FormAndMap(COUNTY, FormFile("a.xlsx", as_bytes(form))), out=out, choices={}, now=NOW)
    assert not out.exists()


def test_what_nobody_knows_is_refused(school: Database) -> None:
    for rules, told in (
        (FormRules("x", cells=(CellRule("A1", "{月亮}"),)), "不是可以填的内容"),
        (FormRules("x", lists=(ListRule("月亮", 1, 1, ()),)), "名单“月亮”没有"),
        (FormRules("x", lists=(ListRule("pupils", 1, 1, (), only={"月亮": ("x",)}),)), "没有“月亮”这一栏"),
    ):
        with pytest.raises(UserError, match=told):
            form_filling.require_known(rules)
    with school.read() as session, pytest.raises(UserError, match="没有叫“月亮”的上报表样"):
        form_filling.form_named(session, "月亮")


def test_a_file_for_each_village(school: Database, tmp_path: Path) -> None:
    made = form_filling.fill_each(school, ready_form("roster"), folder=tmp_path, by="village", choices={}, now=NOW)
    assert {one.path.name: one.rows for one in made} == {
        "学生花名册（上报）-河湾村.xlsx": 3, "学生花名册（上报）-上寨村.xlsx": 2,
    }  # fmt: skip


def test_the_sample_form_stays_true(school: Database, tmp_path: Path) -> None:
    sheet, _ = filled(school, shipped("sample", "望山县控辍保学情况月报表"), tmp_path / "a.xlsx", from_="2026-09-01")
    assert (sheet["A4"].value, sheet["D6"].value, sheet["B10"].value) == (5, 1, "石青")
    assert sheet["H6"].number_format == "0.00%"


def test_a_letter_for_each_village(school: Database, tmp_path: Path) -> None:
    with school.read() as session:
        reader = village_lists.reader_named("village")
        found = village_lists.sheets(session, reader=reader, villages=(), today=NOW.date())
        form = village_lists.letter(session, reader=reader, sheet=found[0], on=NOW.date())
    assert [(sheet.village, len(sheet.rows)) for sheet in found] == [("上寨村", 2), ("河湾村", 3)]
    assert "上寨村" in form.title
    assert all(ID not in cell for sheet in found for row in sheet.rows for cell in row)
    made = village_lists.make(school, {"reader": "village", "village": "", "each": ""}, out=tmp_path / "a.pdf", now=NOW)
    assert made.count == 2
    with school.read() as session, pytest.raises(UserError, match="没有“月亮村”"):
        village_lists.sheets(session, reader=reader, villages=("月亮村",), today=NOW.date())
    with pytest.raises(UserError, match="没有“x”这种收件人"):
        village_lists.reader_named("x")


def test_only_the_central_school_sees_numbers() -> None:
    by_key = {reader.key: set(reader.columns) for reader in village_lists.readers()}
    assert not by_key["village"] & {"id_number", "student_number", "birth_date", "left_behind"}
    assert "id_number" not in by_key["township"] | by_key["central"]
