"""Duties on a real book: crossed, closed, re-derived; and the day's agenda."""

from datetime import date, datetime
from pathlib import Path

import pytest

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.agreements import figures
from kongchuo_desktop.school.agreements import service as agreements
from kongchuo_desktop.school.attendance import duties, returning, service
from kongchuo_desktop.school.attendance.days import calendar_of
from kongchuo_desktop.school.attendance.duties import DutyState
from kongchuo_desktop.school.attendance.model import ClassDayOff
from kongchuo_desktop.school.attendance.rederiving import rederived
from kongchuo_desktop.school.attendance.service import Mark
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.tasks import service as tasks
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import CHINA, NOW, away, bring, csv_of, due, found_school, full

WEEK = ("2026-09-14", "2026-09-15", "2026-09-16", "2026-09-17", "2026-09-18")


def test_a_crossed_step_brings_those_before_it_with_who_and_when(book: Database, tmp_path: Path) -> None:
    found_school(book)
    bring(book, csv_of(tmp_path / "a.csv", [away(day, "韦小山") for day in WEEK]))
    found = due(book, date(2026, 9, 18))
    assert {key: (duty.who, duty.due, duty.state) for key, duty in found.items()} == {
        ("韦小山", 1): ("梁老师", date(2026, 9, 14), DutyState.OVERDUE),
        ("韦小山", 2): ("梁老师", date(2026, 9, 15), DutyState.OVERDUE),
        ("韦小山", 3): ("教导处", date(2026, 9, 20), DutyState.COMING),  # 20 Sept. is a 调休 Sunday
    }
    assert found["韦小山", 3].days_away == 5


def test_a_duty_is_closed_by_an_outcome_and_its_record_and_opened_again(book: Database, tmp_path: Path) -> None:
    found_school(book)
    bring(book, csv_of(tmp_path / "a.csv", [away(WEEK[0], "韦小山")]))
    on = date(2026, 9, 16)
    first = due(book, on)["韦小山", 1]
    done = {"record_kind": "call", "done_on": on, "done_by": "梁老师"}
    for outcome, record, told in (("已告知家长", "  ", "依据"), ("忘了", "打过电话", "办理结果")):
        with pytest.raises(UserError, match=told), book.write("办结") as session:
            duties.close(session, duty=first, outcome=outcome, record=record, **done)  # type: ignore[arg-type]
    with book.write("办结") as session:
        duties.close(session, duty=first, outcome="已告知家长", record="9月14日电话告知其父", **done)  # type: ignore[arg-type]
    closed = due(book, on)["韦小山", 1]
    assert closed.state is DutyState.CLOSED
    assert due(book, on)["韦小山", 2].state is DutyState.OVERDUE
    with pytest.raises(UserError, match="撤销办结"), book.write("办结") as session:
        duties.close(session, duty=closed, outcome="已告知家长", record="再次", **done)  # type: ignore[arg-type]
    with book.write("撤销") as session:
        duties.reopen(session, duty=closed)
    assert due(book, on)["韦小山", 1].state is DutyState.OVERDUE


def test_a_closing_holds_for_its_run_and_not_for_the_next(book: Database, tmp_path: Path) -> None:
    found_school(book)
    bring(book, csv_of(tmp_path / "a.csv", [away(WEEK[1], "韦小山"), full(WEEK[2]), away(WEEK[3], "韦小山")]))
    on = date(2026, 9, 18)
    with book.write("办结") as session:
        first = next(duty for duty in duties.duties(session, on=on) if duty.step.number == 1)
        duties.close(
            session, duty=first, outcome="已告知家长", record_kind="call", record="电话", done_on=on, done_by="梁老师"
        )
    bring(book, csv_of(tmp_path / "b.csv", [away(WEEK[0], "韦小山")]))  # moves the day of the first crossing
    with book.read() as session:
        states = [(duty.crossed_on.day, duty.state) for duty in duties.duties(session, on=on) if duty.step.number == 1]
    assert sorted(states) == [(14, DutyState.CLOSED), (17, DutyState.OVERDUE)]


def test_changing_the_past_says_what_it_did(book: Database, tmp_path: Path) -> None:
    ids = found_school(book)
    bring(book, csv_of(tmp_path / "a.csv", [away(day, "韦小山") for day in WEEK]))
    on = date(2026, 9, 18)
    with book.write("改正") as session:
        before = duties.duties(session, on=on)
        for slot in ("am", "pm"):
            mark = Mark(ids["韦小山"], date(2026, 9, 18), slot, "病假")
            service.set_mark(session, mark=mark, now=NOW, by="梁老师")
        after = duties.duties(session, on=on)
    told = rederived(before, after)
    assert (len(told.appeared), [duty.step.number for duty in told.gone], len(told.moved)) == (0, [3], 0)
    assert "不再够上" in told.sentences()[0]
    back = rederived(after, before)
    assert [duty.step.number for duty in back.appeared] == [3]
    assert not rederived(before, before)


def test_a_days_off_of_one_class_is_no_gap(book: Database, tmp_path: Path) -> None:
    found_school(book)
    rows = [away(day, name, room=room) for day in WEEK if day != WEEK[2]
            for name, room in (("韦小山", "1班"), ("龙飞", "2班"))]  # fmt: skip
    bring(book, csv_of(tmp_path / "a.csv", rows))
    with book.write("放假") as session:
        room = class_room.class_at(session, grade=5, number=1)
        session.add(ClassDayOff(class_id=room, day=date(2026, 9, 16), label="运动会"))
    found = due(book, date(2026, 9, 18))
    assert found["韦小山", 2].unknown == ()
    assert found["龙飞", 2].unknown == (date(2026, 9, 16),)
    with book.read() as session:
        gaps = service.not_taken(session, today=date(2026, 9, 18), back=3)
    missing = {(item.class_name, item.day.day) for item in gaps}
    assert missing == {("五年级2班", 16)}


def test_a_child_that_changed_class_stands_in_the_registers_of_both(book: Database, tmp_path: Path) -> None:
    ids = found_school(book)
    taught = (*WEEK, "2026-09-20", "2026-09-21")  # a 调休 Sunday among them
    rows = [*(full(day) for day in taught), full("2026-09-21", room="2班")]
    rows += [away(day, "罗雨") for day in (*WEEK[3:], "2026-09-20", "2026-09-21")]
    bring(book, csv_of(tmp_path / "a.csv", rows))
    book.clock = lambda: datetime(2026, 9, 21, 8, 0, tzinfo=CHINA)
    with book.write("转班") as session:
        room = class_room.class_at(session, grade=5, number=2)
        pupil_room.change_pupil(session, pupil_id=ids["罗雨"], fields={"class_id": room})
    found = due(book, date(2026, 9, 21))["罗雨", 2]
    assert (found.days_away, found.unknown, found.pupil.class_name) == (4, (), "五年级2班")
    with book.write("改") as session:
        session.get_one(Pupil, ids["罗雨"]).joined_on = date(2026, 9, 18)
    assert due(book, date(2026, 9, 21))["罗雨", 2].days_away == 3


def test_a_duty_outlives_its_term_and_a_new_rule_set_its_day(book: Database, tmp_path: Path) -> None:
    found_school(book)
    bring(book, csv_of(tmp_path / "a.csv", [away(WEEK[0], "韦小山"), full(WEEK[1])]))
    assert ("韦小山", 2) in due(book, date(2027, 2, 1))
    assert ("韦小山", 2) in due(book, date(2027, 3, 1))
    with book.write("改") as session:
        identity.set_rule(
            session, key="ladder.set", value="three-days", in_force_from=date(2026, 10, 1), document="县教育局文件"
        )
        identity.set_rule(
            session, key="ladder.periods_to_parents", value="3", in_force_from=date(2026, 9, 1), document="本校"
        )
    rows = [away("2026-10-12", "罗雨", slot="上午"), away(WEEK[2], "石青", slot="下午")]
    bring(book, csv_of(tmp_path / "b.csv", rows))
    sets = {(duty.pupil.name, duty.rule_set, duty.step.title) for duty in due(book, date(2026, 10, 13)).values()}
    assert sets == {
        ("韦小山", "seed", "当天旷课满3节"), ("韦小山", "seed", "旷课满1天"), ("石青", "seed", "当天旷课满3节"),
        ("罗雨", "three-days", "旷课满半天"),
    }  # fmt: skip


def test_away_without_leave_is_listed_until_leave_or_return(book: Database, tmp_path: Path) -> None:
    found_school(book)
    rows = [away(day, name) for day in WEEK[:4] for name in ("韦小山", "罗雨", "石青")]
    rows += [away(WEEK[4], "罗雨", "病假"), full(WEEK[4]), away(WEEK[4], "韦小山")]
    bring(book, csv_of(tmp_path / "a.csv", rows))
    with book.read() as session:
        found = duties.away(session, on=date(2026, 9, 18))
    assert [(item.pupil.name, item.days, item.since) for item in found] == [("韦小山", 5, date(2026, 9, 14))]


def test_the_days_agenda_by_due_day_and_by_person(book: Database, tmp_path: Path) -> None:
    found_school(book)
    rows = [full(day, room=room) for day in ("2026-09-14", "2026-09-15") for room in ("1班", "2班")]
    bring(book, csv_of(tmp_path / "a.csv", [*rows, away(WEEK[0], "韦小山"), away(WEEK[1], "龙飞", room="2班")]))
    with book.read() as session:
        agenda = tasks.today(session, on=date(2026, 9, 16), until_now=("am",))
        mine = tasks.today(session, on=date(2026, 9, 16), who="梁老师", until_now=("am",))
    ladder = [task for task in agenda.overdue if task.source == "ladder"]
    assert {task.source for task in agenda.overdue} == {"ladder", "rollcheck"}  # no class was counted at term start
    paper = agenda.overdue[-1]
    assert (paper.source, paper.due < ladder[-1].due) == ("rollcheck", True)  # older, and yet below the children
    assert [(task.pupil, task.due.day, task.who) for task in ladder] == [
        ("韦小山", 14, "梁老师"), ("韦小山", 15, "梁老师"), ("龙飞", 15, "班主任"),
    ]  # fmt: skip
    assert [(task.pupil, task.papers) for task in agenda.today] == [("龙飞", ("absence_report",))]
    asked = [task for task in agenda.registers_not_taken if task.due >= date(2026, 9, 14)]
    assert [task.sentence for task in asked] == ["五年级1班9月16日上午没有点名", "五年级2班9月16日上午没有点名"]
    assert {task.pupil for task in (*mine.overdue, *mine.today) if task.source == "ladder"} == {"韦小山"}
    assert "依据：旷课四节—一天—一周逐级报告" in ladder[0].sentence
    assert len({task.key for task in (*agenda.overdue, *agenda.today, *agenda.registers_not_taken)}) == agenda.count


def test_agreements_out_for_two_weeks_are_asked_for(book: Database) -> None:
    found_school(book)
    with book.write("印发") as session:
        people = figures.signers(session, kind="parent", today=date(2026, 9, 1))
        agreements.issue(session, kind="parent", people=people, now=NOW)
        ids = [line.id for line in agreements.register(session, kind="parent", today=date(2026, 9, 1)) if line.id]
        agreements.mark(session, ids=ids, stage="handed_out", day=date(2026, 9, 1))
        agreements.mark(session, ids=ids[:1], stage="signed", day=date(2026, 9, 5))
        early = tasks.today(session, on=date(2026, 9, 14))
        late = tasks.today(session, on=date(2026, 9, 15))
    assert [task for task in early.overdue if task.source == "agreements"] == []
    told = [task.sentence for task in late.today if task.source == "agreements"]
    assert told == [f"五年级{n}班学校—家长责任书发出已满两周，还有{left}份没有签回" for n, left in ((1, 3), (2, 2))]


def test_the_first_week_lists_who_has_not_come_until_the_class_is_whole(book: Database, tmp_path: Path) -> None:
    ids = found_school(book)
    first, hour = date(2026, 9, 1), datetime(2026, 9, 1, 9, 20, tzinfo=CHINA)
    with book.write("报到") as session:
        opening = returning.current_opening(session, today=first)
        assert opening is not None
        assert (opening.day, opening.why) == (first, "2026年秋季学期开学报到")
        returning.came(session, pupil_ids=[ids["韦小山"], ids["罗雨"], ids["石青"]], opens=first, at=hour)
        returning.asked(session, pupil_id=ids["杨柳"], opens=first, by="梁老师", at=hour, answer="跟父亲去了广东")
        found = returning.state(session, opening=opening, today=first)
        agenda = tasks.today(session, on=first)
    assert [(room.name, [line.name for line in room.missing]) for room in found.classes] == [
        ("五年级1班", ["杨柳"]), ("五年级2班", ["龙飞", "吴敏"]),
    ]  # fmt: skip
    told = [task.sentence for task in agenda.today if task.source == "returning"]
    assert told == ["五年级1班还有1人未到校：杨柳", "五年级2班还没有登记报到情况（应到2人）"]
    bring(book, csv_of(tmp_path / "a.csv", [full("2026-09-02"), full("2026-09-02", room="2班")]))
    with book.read() as session:
        found = returning.state(session, opening=opening, today=date(2026, 9, 2))
        agenda = tasks.today(session, on=date(2026, 9, 2))
    assert found.sentence == "2026年秋季学期开学报到：6名学生全部到校。"
    assert not [task for task in agenda.today if task.source == "returning"]


def test_long_holidays_open_a_check_of_their_own(book: Database) -> None:
    with book.read() as session:
        found = [(opening.day, opening.why) for opening in returning.openings(calendar_of(session))]
    assert found[0] == (date(2026, 9, 1), "2026年秋季学期开学报到")
    assert (date(2026, 10, 8), "国庆节后返校") in found
