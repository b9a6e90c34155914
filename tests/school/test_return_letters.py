"""Letters about cases: their words, numbers, steps, the time that runs from delivery."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest

from kongchuo_desktop.desk import case_letters, duty_papers, papers, return_letters
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.enrolment import area
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import DayException
from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.notices.rules import BY_KEY, KINDS, RETURNS, deadline
from kongchuo_desktop.school.notices.wording import law, shipped
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.returns import cases, casework
from kongchuo_desktop.school.returns.rules import BY_NAME
from kongchuo_desktop.storage.database import Database
from tests.school.made_cases import NOW, TODAY, made_cases

ARTICLES = {  # 中华人民共和国义务教育法, word by word
    "义务教育法第四条": (
        "凡具有中华人民共和国国籍的适龄儿童、少年，不分性别、民族、种族、家庭财产状况、宗教信仰等，"
        "依法享有平等接受义务教育的权利，并履行接受义务教育的义务。"
    ),
    "义务教育法第五条": "适龄儿童、少年的父母或者其他法定监护人应当依法保证其按时入学接受并完成义务教育。",
    "义务教育法第十一条": (
        "凡年满六周岁的儿童，其父母或者其他法定监护人应当送其入学接受并完成义务教育；"
        "条件不具备的地区的儿童，可以推迟到七周岁。"
    ),
    "义务教育法第十三条": "居民委员会和村民委员会协助政府做好工作，督促适龄儿童、少年入学。",
    "义务教育法第十四条": "禁止用人单位招用应当接受义务教育的适龄儿童、少年。",
    "义务教育法第五十八条": (
        "适龄儿童、少年的父母或者其他法定监护人无正当理由未依照本法规定送适龄儿童、少年入学接受义务教育的，"
        "由当地乡镇人民政府或者县级人民政府教育行政部门给予批评教育，责令限期改正。"
    ),
}


@pytest.fixture
def made(new_book: Callable[[], Database]) -> tuple[Database, dict[str, int]]:
    book = new_book()
    return book, made_cases(book)


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    found = ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return found


def test_the_law_is_quoted_word_by_word() -> None:
    assert dict(law()) == ARTICLES
    quoted = re.compile(r"(第[一二三四五六七八九十]+条)(?:规定|办理)：“([^”]+)”")
    for kind in RETURNS:
        body = shipped(kind.key).body
        found = quoted.findall(body)
        assert found or kind.key == "dropout_report", kind.key
        assert all(ARTICLES[f"义务教育法{article}"] == words for article, words in found), kind.key
        assert body.count("“") == len(found), kind.key


@pytest.mark.parametrize("kind", sorted(BY_KEY))
def test_no_letter_speaks_of_a_fine(kind: str) -> None:
    words = "".join(shipped(kind).every_text())
    assert not re.search("罚款|罚金|罚没|赔款|押金|起诉|追究刑事|滞纳", words)


def test_numbers_of_kinds_cannot_be_taken_for_each_other() -> None:
    assert len({kind.letter for kind in BY_KEY.values()}) == len(BY_KEY)


@pytest.mark.parametrize("kind", return_letters.KINDS)
def test_each_letter_is_one_page_with_number_child_and_slip(kind: str, made: tuple[Database, dict[str, int]]) -> None:
    book, numbers = made
    issued = return_letters.issue(book, kind=kind, case_ids=[numbers["韦小山"]], now=NOW)
    (page,) = pages(issued.pdf)
    assert issued.notices[0].number in page
    assert "韦小山" in page
    assert "执" in page  # 回执
    assert "{" not in page
    if kind not in ("return_notice", "enrol_notice"):
        assert "自2026年10月12日起没有到校，至今已39天" in page
    with book.read() as session:
        steps = cases.case(session, case_id=numbers["韦小山"], today=TODAY).steps
    (mine,) = [step for step in steps if step.notice_id == issued.notices[0].id]
    assert (mine.kind, mine.day) == (case_letters.STEP_OF[kind], TODAY)
    assert mine.kind in BY_NAME
    assert issued.notices[0].number in mine.text


def test_a_step_of_every_paper_is_known() -> None:
    papers_of_steps = {step.paper for step in BY_NAME.values() if step.paper}
    assert papers_of_steps <= set(return_letters.KINDS)


def test_the_same_letter_keeps_number_and_step_and_a_relapse_gets_its_own(
    made: tuple[Database, dict[str, int]],
) -> None:
    book, numbers = made
    case = numbers["韦小山"]
    first = return_letters.issue(book, kind="deadline_notice", case_ids=[case], now=NOW)
    again = return_letters.issue(book, kind="deadline_notice", case_ids=[case], now=NOW + timedelta(days=2))
    assert [one.number for one in again.notices] == [one.number for one in first.notices] == ["河湾控限〔2026〕001号"]
    assert first.notices[0].about == f"case/{case}/1"
    with book.read() as session:
        steps = cases.case(session, case_id=case, today=TODAY).steps
    assert sum(step.kind == "送达限期返校通知书" for step in steps) == 1
    relapsed = return_letters.issue(book, kind="return_notice", case_ids=[numbers["石青"]], now=NOW)
    assert relapsed.notices[0].about == f"case/{numbers['石青']}/2"
    assert "自2026年10月26日起离校（第2次离校）" in pages(relapsed.pdf)[0]
    assert "已于2026年11月9日返校复学" in pages(relapsed.pdf)[0]


def test_the_letter_of_return_names_only_days_to_come(made: tuple[Database, dict[str, int]]) -> None:
    book, numbers = made
    case = numbers["石青"]  # back on 9 November
    soon = return_letters.issue(book, kind="return_notice", case_ids=[case], now=NOW)
    words = pages(soon.pdf)[0]
    assert "11月16日" not in words
    assert "按下列日期了解孩子在校情况" in words
    assert "12月9日" in words
    late = return_letters.issue(book, kind="return_notice", case_ids=[case], now=NOW + timedelta(days=90))
    words = pages(late.pdf)[0]
    assert "学校继续了解孩子在校情况，班主任随时与你联系" in words
    assert "下列日期" not in words


def test_children_who_are_back_get_no_deadline_and_are_named(made: tuple[Database, dict[str, int]]) -> None:
    book, numbers = made
    issued = return_letters.issue(book, kind="deadline_notice", case_ids=list(numbers.values()), now=NOW)
    assert sorted(one.pupil for one in issued.notices) == ["罗雨", "韦小山"]
    told = issued.remarks[0]
    assert all(name in told for name in ("石青", "龙飞", "吴敏"))
    with pytest.raises(UserError, match="没有返校、没有结案"):
        return_letters.issue(book, kind="deadline_notice", case_ids=[numbers["龙飞"]], now=NOW)
    with book.read() as session:
        assert len(notices.register(session)) == 2


def test_suspected_becomes_dropout_after_the_county_s_days(made: tuple[Database, dict[str, int]]) -> None:
    book, numbers = made
    long_away = return_letters.issue(book, kind="township_report", case_ids=[numbers["韦小山"]], now=NOW)
    assert "学校按规定列为辍学学生" in pages(long_away.pdf)[0]
    early = NOW.replace(month=10, day=26)
    short = return_letters.issue(book, kind="township_report", case_ids=[numbers["韦小山"]], now=early)
    assert "疑似辍学学生情况书面报告" in pages(short.pdf)[0]


@pytest.mark.parametrize(
    ("delivered", "days", "last"),
    [
        (date(2026, 11, 20), 7, date(2026, 11, 27)),  # a Friday
        (date(2026, 11, 21), 7, date(2026, 11, 30)),  # would end on a Saturday: the Monday after
        (date(2026, 9, 30), 7, date(2026, 10, 8)),  # the day before the National Day holiday, which ends on the 7th
        (date(2026, 9, 24), 7, date(2026, 10, 8)),  # ends within the holiday
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 11, 19), 0, date(2026, 11, 19)),
    ],
)
def test_a_time_that_ends_on_a_day_of_rest_ends_on_the_next_working_day(delivered: date, days: int, last: date) -> None:
    holiday = {date(2026, 10, day): DayException(False, "国庆节") for day in range(1, 8)}
    assert deadline(delivered, days, holiday) == last


def test_a_make_up_saturday_is_a_working_day() -> None:
    saturday = date(2026, 11, 28)
    assert deadline(date(2026, 11, 21), 7, {saturday: DayException(True, "调休上课")}) == saturday


def test_the_deadline_runs_from_delivery_by_the_days_printed(made: tuple[Database, dict[str, int]]) -> None:
    book, numbers = made
    with book.write("期限") as session:
        rule = {"key": "returns.deadline_days", "document": "县里的通知"}
        identity.set_rule(session, value="7", in_force_from=date(2026, 9, 1), **rule)
        identity.set_rule(session, value="3", in_force_from=date(2026, 11, 7), **rule)  # later than the letter
    return_letters.issue(book, kind="deadline_notice", case_ids=[numbers["韦小山"]], now=NOW.replace(day=6))

    def letter() -> notices.NoticeFacts:
        with book.read() as session:
            return notices.register(session, kind="deadline_notice")[0]

    before = letter()
    assert (before.deadline, before.state) == (None, "未送达")
    told = {"received_by": "韦大山", "delivered_by": "梁老师", "delivery": "留置送达", "witness": "村支书"}
    with book.write("送达") as session:
        holiday = DayException(False, "放假")
        for day in (16, 17):
            identity.set_calendar_day(session, day=date(2026, 11, day), exception=holiday)
        notices.deliver(session, ids=[before.id], day=date(2026, 11, 9), today=TODAY, **told)
    found = letter()
    assert found == replace(before, delivered_on=date(2026, 11, 9), deadline=date(2026, 11, 18), **told)  # type: ignore[arg-type]
    with book.read() as session:
        case = cases.case(session, case_id=numbers["韦小山"], today=TODAY)
    (step,) = [one for one in case.steps if one.notice_id]
    assert (step.delivered_on, step.deadline) == (date(2026, 11, 9), date(2026, 11, 18))
    following = case.next(TODAY)
    assert following is not None
    assert following.due == date(2026, 11, 18)
    with book.write("撤回") as session:
        notices.deliver(session, ids=[before.id], day=None, today=TODAY)
    assert letter() == before
    with book.write("恢复") as session:
        notices.restore(session, letters=[found])
    assert letter() == found
    with book.write("送达") as session, pytest.raises(UserError, match="送达方式只能选"):
        notices.deliver(session, ids=[before.id], day=date(2026, 11, 9), today=TODAY, delivery="喊话")


def test_a_slip_that_comes_back_delivers_the_letter(made: tuple[Database, dict[str, int]]) -> None:
    book, numbers = made
    return_letters.issue(book, kind="village_request", case_ids=[numbers["韦小山"]], now=NOW.replace(day=6))
    with book.write("回执") as session:
        ids = [one.id for one in notices.register(session)]
        notices.receipt_back(session, ids=ids, day=date(2026, 11, 10), today=TODAY)
        (letter,) = notices.register(session)
    assert (letter.state, letter.delivered_on, letter.deadline) == (
        "回执已收", date(2026, 11, 10), date(2026, 11, 17),
    )  # fmt: skip


def test_a_letter_is_reprinted_as_it_was(made: tuple[Database, dict[str, int]]) -> None:
    book, numbers = made
    issued = return_letters.issue(book, kind="persuasion_notice", case_ids=[numbers["韦小山"]], now=NOW)
    with book.write("改名") as session:
        child = session.get_one(Pupil, issued.notices[0].pupil_id)
        child.name = "改了名"
    again = duty_papers.reprint(book, ids=[issued.notices[0].id])
    assert pages(again.pdf) == pages(issued.pdf)


def test_the_command_chooses_by_case_child_and_class(made: tuple[Database, dict[str, int]], tmp_path: Path) -> None:
    book, numbers = made

    def make(kind: str, **choices: str) -> int:
        return papers.make(book, kind, out=tmp_path / "a.pdf", choices=choices, now=NOW).count

    both = f"{numbers['韦小山']},{numbers['罗雨']}"
    assert make("deadline_notice", case=both) == 2
    assert make("deadline_notice", pupil="韦小山") == 1
    assert make("deadline_notice") == 2  # everybody who is away
    assert make("return_notice", **{"class": "五年级1班"}) == 3
    assert make("dropout_report", case=str(numbers["韦小山"])) == 1
    with pytest.raises(UserError, match="没有编号是999的劝返个案"):
        make("deadline_notice", case="999")
    with pytest.raises(UserError, match="“甲”不是个案编号"):
        make("deadline_notice", case="甲")
    with pytest.raises(UserError, match="没有劝返个案"):
        make("deadline_notice", pupil="杨柳")
    with pytest.raises(UserError, match="五年级9班"):
        make("deadline_notice", **{"class": "五年级9班"})
    with pytest.raises(UserError, match=r"请写成 \.pdf"):
        papers.make(book, "deadline_notice", out=tmp_path / "folder", choices={}, now=NOW)


def test_an_enrolment_notice_for_every_child_that_registers(
    made: tuple[Database, dict[str, int]], tmp_path: Path
) -> None:
    book, _ = made
    out = tmp_path / "a.pdf"
    assert papers.make(book, "enrol_notice", out=out, choices={"class": "五年级2班"}, now=NOW).count == 2
    assert "应于2027年春季学期开学时到校报到注册" in pages(out.read_bytes())[0]
    papers.make(book, "enrol_notice", out=out, choices={"class": "五年级2班"}, now=NOW)
    with book.read() as session:
        assert [one.number for one in notices.register(session)] == ["河湾控入〔2026〕002号", "河湾控入〔2026〕001号"]
    assert papers.make(book, "enrol_notice", out=out, choices={"village": "河湾村"}, now=NOW).count == 3
    assert papers.make(book, "enrol_notice", out=out, choices={"term": "2026-autumn", "pupil": "杨柳"}, now=NOW).count
    assert "2026年9月1日" in pages(out.read_bytes())[0]
    with pytest.raises(UserError, match="没有“2031-autumn”这个学期"):
        papers.make(book, "enrol_notice", out=out, choices={"term": "2031-autumn"}, now=NOW)
    with pytest.raises(UserError, match="没有要发入学通知书的孩子"):
        papers.make(book, "enrol_notice", out=out, choices={"village": "天边村"}, now=NOW)


def test_every_older_letter_is_still_there() -> None:
    assert [kind.key for kind in KINDS] == ["absence_notice", "absence_report", "dropout_report"]


def test_a_child_of_the_area_is_asked_to_come_too_its_number_by_hand(
    made: tuple[Database, dict[str, int]], tmp_path: Path
) -> None:
    book, _ = made
    with book.write("服务区") as session:
        for name, born, placement in (
            ("小新", date(2020, 8, 31), "未入学"), ("太小", date(2020, 9, 1), "未入学"),
            ("在外", date(2019, 5, 1), "免学"),
        ):  # fmt: skip
            fields = {"name": name, "birth_date": born, "placement": placement, "guardian_name": "新妈妈"}
            area.save(session, child_id=None, fields=fields, today=TODAY)
    out = tmp_path / "a.pdf"
    made_now = papers.make(book, "enrol_notice", out=out, choices={"term": "2026-autumn"}, now=NOW)
    assert made_now.count == 7  # six on the roll and one six years old on 31 August
    assert "编号请手写" in made_now.remarks[0]
    last = pages(out.read_bytes())[-1]
    assert "小新" in last
    assert "已到接受义务教育的年龄，应于2026年秋季学期入学" in last
    with book.read() as session:
        assert len(notices.register(session, kind="enrol_notice")) == 6


def test_a_report_with_much_to_tell_keeps_its_slip_on_one_page(made: tuple[Database, dict[str, int]]) -> None:
    book, numbers = made
    case = numbers["韦小山"]
    with book.write("很多步") as session:
        for day in range(1, 15):
            casework.add_step(
                session, case_id=case, kind="入户劝返", day=date(2026, 11, day), people="梁老师、村支书、驻村干部",
                text="", result="家里还是不同意，说孩子自己不愿意来，要等过完年再说，电话里也是这样讲", now=NOW, by="",
            )  # fmt: skip
        casework.describe(
            session, case_id=case, cause="学习困难厌学", whereabouts="在县城亲戚家的饭店帮忙", holder_id=None
        )
    (page,) = pages(return_letters.issue(book, kind="township_report", case_ids=[case], now=NOW).pdf)
    assert "共17次，最近" in page
    assert "收件人" in page


def test_a_delivered_letter_comes_out_as_it_was_until_then_it_is_renewed(
    made: tuple[Database, dict[str, int]],
) -> None:
    book, numbers = made
    case = [numbers["韦小山"]]
    return_letters.issue(book, kind="deadline_notice", case_ids=case, now=NOW.replace(day=6))
    first = return_letters.issue(book, kind="deadline_notice", case_ids=case, now=NOW.replace(day=9))
    assert "2026年11月9日" in pages(first.pdf)[0]
    with book.write("送达") as session:
        notices.deliver(session, ids=[first.notices[0].id], day=date(2026, 11, 10), today=TODAY)
        rule = {"key": "returns.deadline_days", "document": "县里的通知"}
        identity.set_rule(session, value="3", in_force_from=date(2026, 11, 10), **rule)
    again = return_letters.issue(book, kind="deadline_notice", case_ids=case, now=NOW)
    assert pages(again.pdf) == pages(first.pdf)
    assert again.notices[0].number == first.notices[0].number
    assert "韦小山的已经送达" in again.remarks[0]
    assert not any("已经送达" in told for told in first.remarks)
    assert pages(duty_papers.reprint(book, ids=[first.notices[0].id]).pdf) == pages(first.pdf)
