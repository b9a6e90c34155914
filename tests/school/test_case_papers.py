"""劝返记录, 返校复学档案 and the case's whole file; the case in the child's own file and time-line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from kongchuo_desktop.desk import case_papers, papers, return_letters, timeline
from kongchuo_desktop.desk.case_course import course
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.returns import cases, casework
from kongchuo_desktop.school.returns.rules import PLAN
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database
from tests.school.made_cases import NOW, TODAY, made_cases

Made = tuple[Database, dict[str, int]]


@pytest.fixture
def made(new_book: Callable[[], Database]) -> Made:
    book = new_book()
    return book, made_cases(book)


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    found = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return found


def text(book: Database, key: str, *ids: int, blank: bool = False) -> str:
    return "".join(pages(case_papers.show(book, key=key, case_ids=ids, now=NOW, blank=blank).pdf))


def test_a_record_tells_every_step_and_leaves_room_to_sign(made: Made) -> None:
    book, numbers = made
    found = text(book, "persuasion_record", numbers["韦小山"])
    for words in (
        "第1次2026年10月13日电话联系",
        "第3次2026年10月20日村校联合劝返",
        "父亲同意下周送回",
        "梁老师、村支书",
    ):
        assert words in found
    assert "这次离校还没有做的：书面报告乡镇和教育局" in found
    assert found.count("村干部：") == 3


def test_a_blank_record_knows_the_child_and_nothing_else(made: Made) -> None:
    book, numbers = made
    found = text(book, "persuasion_record", numbers["韦小山"], blank=True)
    assert "韦小山" in found
    assert "梁老师、村支书" not in found
    assert found.count("谈话内容") == 3


def test_a_return_file_has_plan_watching_and_what_the_registers_said(made: Made) -> None:
    book, numbers = made
    case = numbers["石青"]
    with book.write("计划") as session:
        casework.add_step(
            session, case_id=case, kind=PLAN, day=date(2026, 11, 10), people="梁老师", text="每周补两次数学", result="",
            now=NOW, by="梁老师",
        )  # fmt: skip
        look = cases.case(session, case_id=case, today=TODAY).watches[0]
        casework.confirm_watch(
            session, watch_id=look.id, there=True, read="点名5天，到校5天", note="坐得住", day=TODAY, by="梁老师"
        )
    found = text(book, "return_file", case)
    for words in ("每周补两次数学", "点名5天，到校5天", "离校天数14天", "反复次数1", "已返校跟踪，还没有结案"):
        assert words in found
    with pytest.raises(UserError, match="没有登记返校的个案"):
        case_papers.show(book, key="return_file", case_ids=[numbers["罗雨"]], now=NOW)


def test_a_file_is_bound_with_contents_letters_and_proofs(made: Made) -> None:
    book, numbers = made
    case = numbers["韦小山"]
    issued = return_letters.issue(book, kind="deadline_notice", case_ids=[case], now=NOW.replace(day=6))
    with book.write("送达") as session:
        notices.deliver(
            session, ids=[issued.notices[0].id], day=date(2026, 11, 9), received_by="韦大山", delivery="留置送达",
            delivered_by="梁老师", witness="村支书", today=TODAY,
        )  # fmt: skip
        notices.receipt_back(session, ids=[issued.notices[0].id], day=date(2026, 11, 10), today=TODAY)
    found = pages(case_papers.show(book, key="case_file", case_ids=[case], now=NOW).pdf)
    assert "劝返个案档案" in found[0]
    for part in ("学生基本情况表", "劝返个案登记表", "劝返经过", "文书登记和内容", "劝返记录", "证明材料目录"):
        assert part in found[1]
    assert found[-1].count(f"第{len(found) - 1}页共{len(found) - 1}页") == 1
    whole = "".join(found)
    for words in (
        issued.notices[0].number,
        "留置送达、梁老师、韦大山、村支书",
        "责令限期改正",
        "送达回执",
        "还缺：书面报告",
    ):
        assert words in whole


def test_a_case_closed_without_proof_says_so(made: Made) -> None:
    book, numbers = made
    assert "无证明结案" in text(book, "case_file", numbers["吴敏"])
    proven = text(book, "case_file", numbers["龙飞"])
    assert "无证明结案" not in proven
    assert "点名册" in proven


def test_a_case_is_in_the_child_s_own_file_and_time_line(made: Made, tmp_path: Path) -> None:
    book, numbers = made
    with book.read() as session:
        one = cases.case(session, case_id=numbers["石青"], today=TODAY)
        story = timeline.story(session, pupil_id=one.pupil.id, today=TODAY)
    days = [(entry.day, entry.sentence) for entry in story.entries if entry.kind == "劝返"]
    assert len(days) == len(course(one)) == 5
    assert ("外出务工，在集市帮工") in [words for _, words in story.clear("原因")]
    assert any("返校" in words for _, words in story.clear("效果"))
    papers.make(book, "dossier", out=tmp_path / "d.pdf", choices={"pupil": "石青"}, now=NOW)
    whole = "".join(pages((tmp_path / "d.pdf").read_bytes()))
    assert f"个案第{numbers['石青']}号" in whole
    assert "第2次离校" in whole


def test_the_course_is_in_order_of_time(made: Made) -> None:
    book, numbers = made
    with book.read() as session:
        for number in numbers.values():
            lines = course(cases.case(session, case_id=number, today=TODAY))
            assert [line.day for line in lines] == sorted(line.day for line in lines)
            assert lines[0].what == "离校"


@pytest.mark.parametrize(("key", "count"), [("persuasion_record", 5), ("return_file", 3), ("case_file", 5)])
def test_the_command_makes_one_file_or_one_for_each_and_puts_it_on_record(
    made: Made, tmp_path: Path, key: str, count: int
) -> None:
    book, _ = made
    assert papers.make(book, key, out=tmp_path / "a.pdf", choices={}, now=NOW).count == count
    assert papers.make(book, key, out=tmp_path / "each", choices={}, now=NOW).count == count
    assert len(list((tmp_path / "each").iterdir())) == count
    with book.read() as session:
        assert audit.recent(session, limit=1)[0].kind == "print"
    with pytest.raises(UserError, match="请给一个文件夹"):
        papers.make(book, key, out=tmp_path / "a.pdf", choices={"each": "class"}, now=NOW)
