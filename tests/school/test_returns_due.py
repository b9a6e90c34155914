"""What 今日 asks for about children who are out; what the registers say after a return; the three ledgers."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.attendance.rules import Counts
from kongchuo_desktop.school.returns import cases, casework, ledgers, settings, settling, suspects, watching
from kongchuo_desktop.school.returns.model import Suspect
from kongchuo_desktop.school.returns.suspects import SuspectFacts
from kongchuo_desktop.school.tasks import returns_due
from kongchuo_desktop.school.tasks.agenda import DutyState, Task
from kongchuo_desktop.school.tasks.reading import Reading
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import CHINA, away, bring, csv_of, found_school, full

TODAY = date(2026, 10, 30)
NOW = datetime(2026, 10, 30, 9, 0, tzinfo=CHINA)
DAYS = ("2026-10-26", "2026-10-27", "2026-10-28", "2026-10-29")


@pytest.fixture
def school(new_book: Callable[[], Database]) -> tuple[Database, Mapping[str, PupilId]]:
    book = new_book()
    return book, found_school(book)


def due(book: Database, on: date = TODAY) -> dict[str, Task]:
    with book.read() as session:
        return {task.title: task for task in returns_due.tasks(Reading(session, on))}


def begin(book: Database, child: PupilId, left: date) -> int:
    with book.write("立案") as session:
        return casework.open_case(
            session, pupil_id=child, day=left, left_on=left, opened_from="缺课", sign="", today=TODAY
        )


def facts(book: Database) -> dict[str, SuspectFacts]:
    with book.read() as session:
        return {one.name: one for one in suspects.suspects(session)}


def test_three_days_away_ask_for_a_case_and_a_case_for_its_next_step(
    school: tuple[Database, Mapping[str, PupilId]], tmp_path: Path
) -> None:
    book, children = school
    rows = [away(day, "韦小山") for day in DAYS[1:]] + [away(day, "罗雨") for day in DAYS[2:]]
    bring(book, csv_of(tmp_path / "a.csv", rows))
    (task,) = due(book).values()
    assert (task.title, task.pupil, task.who, task.due) == ("建劝返个案", "韦小山", "梁老师", TODAY)
    assert (task.opens.page, task.opens.kind, task.opens.slot) == ("returns", "cases", "new")
    assert task.opens.day == date(2026, 10, 27)
    number = begin(book, children["韦小山"], date(2026, 10, 27))
    (task,) = due(book).values()
    assert (task.title, task.state, task.opens.step) == ("电话联系", DutyState.OVERDUE, number)
    assert "还缺电话联系、入户劝返、村校联合劝返" in task.sentence


def test_after_a_return_the_registers_speak_and_a_relapse_is_offered(
    school: tuple[Database, Mapping[str, PupilId]], tmp_path: Path
) -> None:
    book, children = school
    number = begin(book, children["韦小山"], date(2026, 10, 12))
    with book.write("返校") as session:
        casework.record_return(session, case_id=number, day=date(2026, 10, 26), how="", today=TODAY)
    bring(book, csv_of(tmp_path / "a.csv", [full(day) for day in DAYS[:3]]))
    with book.read() as session:
        seen = watching.since_return(session, cases=cases.cases(session, today=TODAY), today=TODAY)[number]
    assert (seen.there, seen.present, seen.last) == (True, 6, date(2026, 10, 28))
    assert seen.sentence == "10月26日—10月30日点名3天，到校3天，1天没有点名"
    found = due(book)
    assert set(found) == {"返校跟踪", "制定帮扶计划"}
    assert (found["返校跟踪"].due, found["返校跟踪"].opens.kind) == (date(2026, 11, 2), "watching")
    bring(book, csv_of(tmp_path / "b.csv", [away(DAYS[3], "韦小山")]))
    with book.read() as session:
        seen = watching.since_return(session, cases=cases.cases(session, today=TODAY), today=TODAY)[number]
    assert (seen.there, seen.away_since) == (False, date(2026, 10, 29))
    again = due(book)["接着原个案劝返"]
    assert (again.opens.day, again.pupil) == (date(2026, 10, 29), "韦小山")
    assert begin(book, children["韦小山"], date(2026, 10, 29)) == number


def test_a_day_without_a_register_says_nothing() -> None:
    first, last = date(2026, 10, 26), date(2026, 10, 27)
    none = watching.seen(first, last, (first, last), set(), {})
    assert (none.there, none.sentence) == (None, "10月26日—10月27日没有点名记录")
    ill = watching.seen(first, last, (first,), set(), {(first, slot): Counts.LEAVE for slot in ("am", "pm")})
    assert (ill.there, ill.leave) == (None, 2)
    late = watching.seen(first, last, (first,), {(first, "am")}, {(first, "am"): Counts.PRESENT})
    assert late.there is True


def test_a_letter_lies_about_until_it_is_delivered(school: tuple[Database, Mapping[str, PupilId]]) -> None:
    from kongchuo_desktop.school.notices import service as notices

    book, children = school
    child = children["韦小山"]
    number = begin(book, child, date(2026, 10, 12))
    with book.write("印发") as session:
        letter = notices.issue(
            session, kind="dropout_report", pupil_id=child, about="case/1", content={},
            now=datetime(2026, 10, 20, 9, 0, tzinfo=CHINA),
        )  # fmt: skip
        casework.add_step(
            session, case_id=number, kind="送达限期返校通知书", day=date(2026, 10, 20), people="梁老师", text="",
            result="", now=NOW, by="", notice_id=letter.id,
        )  # fmt: skip
    found = due(book)
    assert found["送达劝返文书"].opens.slot == "letter"
    assert letter.number in found["送达劝返文书"].sentence
    with book.write("送达") as session:
        notices.deliver(session, ids=[letter.id], day=date(2026, 10, 22), received_by="其父", today=TODAY)
    (task,) = due(book).values()
    assert (task.title, task.due) == ("补上电话联系", date(2026, 11, 1))  # ten days from the delivery


def test_a_hand_over_waits_for_its_proof(school: tuple[Database, Mapping[str, PupilId]]) -> None:
    book, children = school
    number = begin(book, children["罗雨"], date(2026, 10, 12))
    with book.write("移交") as session:
        handover = casework.hand_over(session, case_id=number, to="县城二小", day=date(2026, 10, 15))
    (task,) = due(book).values()
    assert (task.title, task.due, task.state) == ("催县城二小确认接收", date(2026, 10, 25), DutyState.OVERDUE)
    with book.write("撤回") as session:
        casework.take_back_handover(session, handover_id=handover)
    assert "电话联系" in due(book)


def test_a_list_is_checked_claimed_handed_on_and_struck_off(school: tuple[Database, Mapping[str, PupilId]]) -> None:
    book, children = school
    with book.write("名单") as session:
        for name, parked in (("韦小山", ""), ("外校生", "不是本校学生，待转交所在学校或村"), ("石青", "")):
            session.add(Suspect(listed_on=date(2026, 10, 10), name=name, parked=parked, pupil_id=children.get(name)))
    assert {title: task.due for title, task in due(book).items()} == {
        "核查疑似失学儿童": date(2026, 10, 25), "认领或转交疑似失学儿童": date(2026, 10, 25),
    }  # fmt: skip
    found = facts(book)
    checked = {"day": TODAY, "by": "梁老师、村干部", "where": "广东", "explanation": "随父务工"}
    with book.write("核查") as session:
        settings.set_letters(session, letters={"务工": "K"}, in_force_from=date(2026, 9, 1), document="望教〔2026〕3号")
        suspects.check(session, suspect_ids=[found["韦小山"].id], category="务工", **checked)
        suspects.check(session, suspect_ids=[found["石青"].id], category="因病", **checked)
        settling.hand_on(session, suspect_ids=[found["外校生"].id], to="县城二小", day=TODAY)
    assert set(due(book)) == {"给失学儿童建个案", "安排送教上门"}
    found = facts(book)
    assert (found["韦小山"].code, found["韦小山"].state, found["外校生"].state) == ("K", "已核查", "已转交")
    with book.write("建个案") as session:
        (number,) = settling.open_cases(session, suspects=[found["韦小山"]], today=TODAY)
        with pytest.raises(UserError, match="已经对上本校学生"):
            settling.hand_on(session, suspect_ids=[found["韦小山"].id], to="县城二小", day=TODAY)
        with pytest.raises(UserError, match="先认领"):
            settling.open_cases(
                session, suspects=[SuspectFacts(**{**found["外校生"].__dict__, "category": "务工"})], today=TODAY
            )
    with book.read() as session:
        one = cases.case(session, case_id=number, today=TODAY)
    assert (one.opened_from, one.suspect_id, one.sign) == (
        "名单",
        found["韦小山"].id,
        "疑似失学名单核查：务工，随父务工",
    )
    assert "给失学儿童建个案" not in due(book)
    with book.write("撤回转交") as session:
        settling.take_back(session, suspect_ids=[found["外校生"].id])
        settling.attach(session, suspect_id=found["外校生"].id, pupil_id=children["罗雨"])
    assert facts(book)["外校生"].matched_by == "人工认领"


def test_striking_off_wants_proof_and_can_be_taken_back(school: tuple[Database, Mapping[str, PupilId]]) -> None:
    book, children = school
    with book.write("名单") as session:
        session.add(Suspect(listed_on=date(2026, 10, 10), name="韦小山", pupil_id=children["韦小山"]))
    number = facts(book)["韦小山"].id
    checked = {"category": "在校有学籍", "day": TODAY, "by": "梁老师", "where": "本校", "explanation": ""}
    with book.write("核查") as session:
        with pytest.raises(UserError, match="还没有核查，不能签字"):
            suspects.sign_off(session, suspect_ids=[number], day=TODAY, by="校长")
        suspects.check(session, suspect_ids=[number], **checked)
        with pytest.raises(UserError, match="证明材料"):
            suspects.close(session, suspect_ids=[number], day=TODAY, why="在校", by="校长")
        suspects.check(session, suspect_ids=[number], **checked, evidence="10月点名册")
        suspects.sign_off(session, suspect_ids=[number], day=TODAY, by="校长")
    assert set(due(book)) == {"核销疑似失学名单"}
    with book.write("核销") as session:
        suspects.close(session, suspect_ids=[number], day=TODAY, why="在校", by="校长")
        with pytest.raises(UserError, match="先撤回核销"):
            suspects.check(session, suspect_ids=[number], **checked)
    assert (facts(book)["韦小山"].state, due(book)) == ("已核销", {})
    with book.write("撤回") as session:
        suspects.reopen(session, suspect_ids=[number])
        suspects.check(session, suspect_ids=[number], **checked)
    assert facts(book)["韦小山"].state == "已核查"  # what was signed for was changed


def test_the_three_ledgers(school: tuple[Database, Mapping[str, PupilId]], tmp_path: Path) -> None:
    book, children = school
    bring(book, csv_of(tmp_path / "a.csv", [away(day, "杨柳") for day in DAYS]))
    begin(book, children["韦小山"], date(2026, 10, 15))
    begin(book, children["罗雨"], date(2026, 9, 10))
    with book.write("名单") as session:
        session.add(Suspect(listed_on=date(2026, 10, 10), name="别处孩子"))
        session.add(Suspect(listed_on=date(2026, 10, 10), name="罗雨", pupil_id=children["罗雨"]))

    def names(which: str) -> dict[str, str]:
        with book.read() as session:
            found = ledgers.ledger(session, name=which, today=TODAY)
        assert sum(count for _, count in found.counts) == len(found.lines)
        return {line.name: line.group for line in found.lines}

    assert names("疑似辍学") == {"韦小山": "劝返中", "杨柳": "还没有建个案", "别处孩子": "名单：待核查"}
    assert names("辍学") == {"罗雨": "劝返中"}
    whole = names("适龄儿童")
    assert (len(whole), whole["韦小山"], whole["罗雨"], whole["石青"]) == (6, "疑似辍学", "辍学", "在校就读")
