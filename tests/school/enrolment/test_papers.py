"""Papers of coming and going: one page each, whole names, letters that keep their number, sentences that refuse."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from kongchuo_desktop.desk import enrolment_letters, papers
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.catalogue import report_kind
from kongchuo_desktop.school.enrolment import boarding, elsewhere, service
from kongchuo_desktop.school.enrolment.elsewhere import StayDraft
from kongchuo_desktop.school.enrolment.service import Draft
from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.types import EventId
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import NOW, found_school

FAR = "新疆生产建设兵团第一师阿拉尔市第十二团中心学校（小学部）"
REASON = "随父母到外地务工，父母在同一个工厂上班，租住在学校旁边，孩子需要有人照看，家里老人身体不好已经无力照料"


@pytest.fixture
def moved(book: Database) -> dict[str, EventId]:
    """One child out with everything long, one out and proven, one in, one on leave and one back."""
    ids = found_school(book)
    drafts = (
        ("韦小山", Draft("转出", date(2026, 9, 7), place=FAR, region="新疆维吾尔自治区阿拉尔市", reason=REASON)),
        ("罗雨", Draft("转出", date(2026, 9, 7), place="县一小", receipt_on=date(2026, 9, 9))),
        ("石青", Draft("转入", date(2026, 9, 2), place="县二小", reason="父母返乡")),
        ("杨柳", Draft("休学", date(2026, 9, 2), reason="疾病", expected_return=date(2027, 8, 31))),
        ("杨柳", Draft("复学", date(2026, 10, 8))),
    )
    found = {}
    with book.write("异动") as session:
        pupil_room.set_guardian(
            session, pupil_id=ids["韦小山"], guardian_id=None, position=1, relation="外祖母",
            is_guardian="是", fields={"name": "阿依古丽·买买提江", "phone": "13900000101"},
        )  # fmt: skip
        for name, draft in drafts:
            event = service.record_change(session, pupil_id=ids[name], draft=draft, now=NOW)
            found[f"{name}{draft.kind}"] = event
    return found


def pages_of(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    found = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return found


@pytest.mark.parametrize(
    ("kind", "count", "says"),
    [
        ("transfer_form", 3, "转学申请表"), ("transfer_proof", 2, "兹证明学生"), ("arrival_receipt", 1, "我校同意接收"),
        ("leave_form", 1, "2027年8月31日"), ("return_form", 1, "2026年9月2日"), ("chase_letter", 1, "至今已53天"),
    ],
)  # fmt: skip
def test_each_paper_is_a_page_and_says_what_the_book_knows(
    book: Database, moved: dict[str, EventId], tmp_path: Path, kind: str, count: int, says: str
) -> None:
    made = papers.make(book, kind, out=tmp_path / "a.pdf", choices={}, now=NOW)
    pages = pages_of(tmp_path / "a.pdf")
    assert (made.count, len(pages)) == (count, count)
    assert all(says in page for page in pages)
    with book.read() as session:
        assert "print" in {line.kind for line in audit.recent(session, limit=6)}  # the printing is on record


def test_long_names_and_reasons_stay_whole_on_one_page(
    book: Database, moved: dict[str, EventId], tmp_path: Path
) -> None:
    choices = {"event": str(moved["韦小山转出"])}
    papers.make(book, "transfer_form", out=tmp_path / "a.pdf", choices=choices, now=NOW)
    (page,) = pages_of(tmp_path / "a.pdf")
    for words in (FAR, REASON, "阿依古丽·买买提江", "转学回执", "五年级1班"):
        assert words in page


def test_letters_have_numbers_and_keep_them(book: Database, moved: dict[str, EventId], tmp_path: Path) -> None:
    for _ in range(2):
        papers.make(book, "chase_letter", out=tmp_path / "a.pdf", choices={}, now=NOW)
    with book.read() as session:
        (letter,) = notices.register(session, kind="chase_letter")
    assert (letter.number, letter.pupil, letter.state) == ("河湾控函〔2026〕001号", "韦小山", "未送达")
    assert "回执" in pages_of(tmp_path / "a.pdf")[0]


def test_letters_that_do_not_fit_are_left_out_and_told(book: Database, moved: dict[str, EventId]) -> None:
    issued = enrolment_letters.issue(book, kind="chase_letter", event_ids=list(moved.values()), now=NOW)
    assert [letter.pupil for letter in issued.notices] == ["韦小山"]
    assert issued.remarks[0].startswith("另有 4 条没有印")
    with pytest.raises(UserError, match="只发给转入学生的原学校"):
        enrolment_letters.issue(book, kind="arrival_receipt", event_ids=[moved["罗雨转出"]], now=NOW)


def test_a_form_before_the_change_is_entered(book: Database, moved: dict[str, EventId], tmp_path: Path) -> None:
    papers.make(book, "transfer_form", out=tmp_path / "a.pdf", choices={"pupil": "吴敏"}, now=NOW)
    (page,) = pages_of(tmp_path / "a.pdf")
    assert "吴敏" in page
    assert "五年级2班" in page


@pytest.mark.parametrize(
    ("kind", "choices", "says"),
    [
        ("transfer_form", {"pupil": "没有这个人"}, "没有姓名或学籍号是"),
        ("transfer_form", {"event": "甲"}, "不是异动编号"),
        ("leave_form", {"event": "1"}, "只用于休学"),
        ("chase_letter", {"class": "五年级2班"}, "没有要印"),
        ("destination_form", {"year": "去年"}, "学年请写"),
        ("destination_form", {}, "没有要印"),
        ("elsewhere_form", {}, "没有要印"),
    ],
)
def test_what_cannot_be_printed_is_told(
    book: Database, moved: dict[str, EventId], tmp_path: Path, kind: str, choices: dict[str, str], says: str
) -> None:
    with pytest.raises(UserError, match=says):
        papers.make(book, kind, out=tmp_path / "a.pdf", choices=choices, now=NOW)
    assert not (tmp_path / "a.pdf").exists()


def test_children_elsewhere_and_graduates_have_their_forms(
    book: Database, moved: dict[str, EventId], tmp_path: Path
) -> None:
    with book.write("随迁和毕业") as session:
        people = {one.name: one.id for one in pupil_room.pupils(session, today=NOW.date())}
        stay = elsewhere.start_stay(
            session, pupil_id=people["吴敏"], draft=StayDraft(date(2026, 3, 1), school_name=FAR, minder="杨支书")
        )
        elsewhere.confirm(session, stay_id=stay, day=date(2026, 9, 9), how="视频", found="在教室上课", by="梁老师")
        service.record_change(session, pupil_id=people["龙飞"], draft=Draft("毕业", date(2026, 7, 11)), now=NOW)
    for kind, words in (
        ("elsewhere_form", (FAR, "杨支书", "在教室上课", "梁老师")), ("destination_form", ("龙飞", "去向已核实0人"))
    ):  # fmt: skip
        papers.make(book, kind, out=tmp_path / f"{kind}.pdf", choices={}, now=NOW)
        (page,) = pages_of(tmp_path / f"{kind}.pdf")
        assert all(word in page for word in words)


def test_lists_of_boarders_and_beds(book: Database) -> None:
    ids = found_school(book)
    with book.write("住宿") as session:
        room = boarding.set_dormitory(
            session, dormitory_id=None, name="男生1号寝室", sex="男", beds=2, today=NOW.date()
        )
        since = date(2026, 9, 1)
        boarding.give_bed(session, pupil_id=ids["龙飞"], dormitory_id=room, bed="2", since=since)
        pupil_room.change_pupil(session, pupil_id=ids["吴敏"], fields={"boarding": True})
    with book.read() as session:
        boarders = report_kind("boarders").tabulate(session, {}, NOW.date())
        beds = report_kind("dormitories").tabulate(session, {}, NOW.date())
    assert [(row[1], row[4], row[5]) for row in boarders.rows] == [
        ("龙飞", "男生1号寝室", "2号床"), ("吴敏", "没有床位", ""),
    ]  # fmt: skip
    assert boarders.notes[0] == "共 2 人，其中男 0 人、女 0 人，没有床位 1 人。"
    assert [(row[1], row[2]) for row in beds.rows] == [(1, ""), (2, "龙飞")]
    assert beds.notes[0] == "全校 2 张床，住 1 人，空 1 张。"
