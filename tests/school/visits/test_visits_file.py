"""Files of visits: columns in any order, siblings, what is refused, what is doubtful, taken back."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kongchuo_desktop.desk import importing, record_files
from kongchuo_desktop.desk.record_kinds import VISITS
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.pictures import take_in
from kongchuo_desktop.school.attachments import service as attachments
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits import service
from kongchuo_desktop.sheets.cells import Sheet, Workbook
from kongchuo_desktop.sheets.visits_sheet import HEADINGS, form_of, visits_of
from kongchuo_desktop.storage.database import Database
from tests.documents.pictures import photo
from tests.school.small_school import CHINA, csv_of, found_school

NOW = datetime(2026, 11, 20, 17, 0, tzinfo=CHINA)
HEAD = ("家访人", "姓名", "学籍号", "班级", "日期", "方式", "在家人员", "目的", "情况", "措施", "承诺", "下次日期")


@pytest.fixture
def ids(book: Database) -> dict[str, PupilId]:
    return found_school(book)


def line(
    name: str, day: str = "2026-11-10", *, found: str = "", form: str = "上门家访", who: str = "梁老师"
) -> list[str]:
    return [who, name, "", "", day, form, "奶奶", "普访", found, "多联系", "", ""]


def bring(book: Database, path: Path) -> tuple[record_files.RecordPreview, int | None]:
    found = record_files.preview(VISITS, book, path, today=NOW.date())
    return found, record_files.write(book, found, now=NOW).batch


def test_a_file_goes_in_and_again_changes_nothing(book: Database, ids: dict[str, PupilId], tmp_path: Path) -> None:
    rows = [
        line("韦小山、龙飞", found="<b>父母</b>在外 & 爷爷带"),
        line("罗雨", "11月12日", form="微信视频", who="梁老师和村支书"),
        [*line("石青", "2026/11/3", form="电话")[:10], "按时返校", "2026-12-01"],
    ]
    path = csv_of(tmp_path / "家访.csv", rows, head=HEAD)
    found, batch = bring(book, path)
    assert (found.plan.counts()["new"], batch is not None) == (3, True)
    assert ["教职工里没有“村支书”" in one.reason for one in found.plan.problems] == [True]
    with book.read() as session:
        seen = {visit.names: visit for visit in service.visits(session)}
    assert (seen["罗雨"].form, seen["罗雨"].who, seen["罗雨"].day) == ("视频", "梁老师、村支书", date(2026, 11, 12))
    assert (seen["石青"].promise, seen["石青"].next_on) == ("按时返校", date(2026, 12, 1))
    assert seen["韦小山、龙飞"].found == "<b>父母</b>在外 & 爷爷带"
    assert sorted(visit.number[-4:] for visit in seen.values()) == ["001号", "002号", "003号"]
    again, nothing = bring(book, path)
    assert (again.plan.counts()["unchanged"], nothing) == (3, None)
    owner = seen["罗雨"].id
    with book.write("照片") as session:
        kept = attachments.add(session, owner_kind="visit", owner_id=owner, picture=take_in(photo()), now=NOW)
    with pytest.raises(UserError, match="已有照片"):  # it would come up with whatever visit gets this number next
        importing.undo(book, batch or 0)
    with book.write("照片") as session:
        attachments.remove(session, attachment_id=kept)
    assert "已撤销" in importing.undo(book, batch or 0)
    with book.read() as session:
        assert service.visits(session) == ()


@pytest.mark.parametrize(
    ("row", "fate", "told"),
    [
        (line("谁也不是"), "refused", "没有“谁也不是”这名学生"),
        (line("罗雨", "2026-12-30"), "refused", "还没有到"),
        (line("罗雨", "去年冬天"), "refused", "不是一个完整的日期"),
        (line("罗雨", form="托梦"), "refused", "看不懂家访方式"),
        (line("罗雨", who=""), "refused", "家访人"),
        (line("", found="没写名字"), "refused", "没有写是哪名学生"),
        (line("罗雨", found="长" * 4001), "refused", "最多4000个字"),
        ([*line("罗雨")[:2], "G520000201501010016", *line("罗雨")[3:]], "doubtful", "账本里是“韦小山”"),
        (["梁老师", "罗雨", "", "六年级3班", *line("罗雨")[4:]], "refused", "没有“六年级3班”"),
    ],
)
def test_a_bad_row_stays_out_with_a_sentence(
    book: Database, ids: dict[str, PupilId], tmp_path: Path, row: Sequence[str], fate: str, told: str
) -> None:
    path = csv_of(tmp_path / "家访.csv", [line("石青"), row], head=HEAD)
    found, _ = bring(book, path)
    assert (found.plan.counts()["new"], found.plan.counts()[fate]) == (1, 1)
    assert told in "".join(problem.reason for problem in found.plan.problems)
    assert record_files.save_bad_rows(found, tmp_path / "待改正.xlsx") == 1
    assert record_files.as_json(found, None)[fate] == 1


def test_the_same_day_said_otherwise_is_doubtful(book: Database, ids: dict[str, PupilId], tmp_path: Path) -> None:
    rows = [line("罗雨", found="父亲在家"), line("罗雨", found="父亲在家"), line("罗雨", found="父亲外出")]
    found, _ = bring(book, csv_of(tmp_path / "家访.csv", rows, head=HEAD))
    assert [row.fate.value for row in found.plan.rows] == ["new", "unchanged", "doubtful"]
    assert "第2行已有" in found.plan.rows[2].reasons[0]
    other, _ = bring(book, csv_of(tmp_path / "二.csv", [line("罗雨", found="母亲改嫁")], head=HEAD))
    assert "账本里已有" in other.plan.rows[0].reasons[0]


def test_a_changed_book_is_not_written_over(book: Database, ids: dict[str, PupilId], tmp_path: Path) -> None:
    path = csv_of(tmp_path / "家访.csv", [line("罗雨")], head=HEAD)
    found = record_files.preview(VISITS, book, path, today=NOW.date())
    bring(book, csv_of(tmp_path / "二.csv", [line("石青")], head=HEAD))
    with pytest.raises(UserError, match="又有改动"):
        record_files.write(book, found, now=NOW)


@pytest.mark.parametrize(
    ("written", "form"),
    [("", "入户"), ("实地走访", "入户"), ("电访", "电话"), ("打电话", "电话"), ("微信视频", "视频"),
     ("请家长到校", "到校"), ("飞鸽", "")],
)  # fmt: skip
def test_forms_as_teachers_word_them(written: str, form: str) -> None:
    assert form_of(written) == form


CELLS = st.one_of(
    st.text(max_size=12), st.integers(-10, 99999), st.floats(allow_nan=False, width=32), st.none(), st.booleans(),
    st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    st.sampled_from(["罗雨", "韦小山、罗雨", "梁老师", "2026-11-10", "电话"]),
)  # fmt: skip
COLUMNS = ["日期", "姓名", "家访人", "学籍号", "班级", "方式", "情况", "承诺", "承诺期限", "下次日期"]


@given(order=st.permutations(COLUMNS), rows=st.lists(st.lists(CELLS, min_size=10, max_size=10), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_file_makes_the_reader_fail(order: list[str], rows: list[list[object]]) -> None:
    sheet = Sheet("表", tuple(tuple(row) for row in [order, *rows]))  # type: ignore[arg-type]
    found = visits_of(Workbook("家访.xlsx", (sheet,)), today=NOW.date())
    for row in found.rows:
        assert row.names
        assert row.draft.form
    assert all(problem.reason.endswith("。") for problem in found.problems)


def test_every_heading_is_known_once() -> None:
    words = [word for line_ in HEADINGS.values() for word in line_.split()]
    assert len(words) == len(set(words))
