"""Surveys: columns as they are written, answers as they are typed, who needs help, what is still to do."""

from contextlib import suppress
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports import survey as survey_report
from kongchuo_desktop.school.survey import rules
from kongchuo_desktop.school.survey import service as survey_room
from kongchuo_desktop.school.survey.rules import TEMPLATES, UnreadColumnsError, read_answer, read_columns, write_columns
from kongchuo_desktop.school.tasks import survey_measures
from kongchuo_desktop.school.tasks.reading import Reading
from kongchuo_desktop.school.types import PupilId, SurveyId
from kongchuo_desktop.storage.database import Database
from tests.school.small_school import found_school

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=timezone(timedelta(hours=8)))
TODAY = NOW.date()
COLUMNS = "上网设备：电脑/手机/没有*\n有人辅导？\n离校公里（数）\n安装日期（日期）\n备注"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.key)
def test_shipped_columns_are_read_and_written_back(template: rules.Template) -> None:
    questions = read_columns(template.columns)
    assert write_columns(questions) == template.columns
    assert rules.from_json(rules.as_json(questions)) == questions
    assert any(question.needs for question in questions)


def test_columns_as_people_write_them() -> None:
    device, helper, far, day, note = read_columns(COLUMNS)
    assert (device.kind, device.options, device.needs) == ("choice", ("电脑", "手机", "没有"), {"没有"})
    assert (helper.heading, helper.options, helper.needs) == ("有人辅导", ("是", "否"), {"否"})
    assert (far.heading, far.kind, day.kind, note.kind) == ("离校公里", "number", "date", "text")
    assert read_columns("有无棉衣:有／缺＊")[0].needs == {"缺"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "至少写一栏"),
        ("网络：有", "2 至 9 个不同的选项"),
        ("网络：有/有*", "2 至 9 个不同的选项"),
        ("网络：有/*", "2 至 9 个不同的选项"),
        ("备注\n备注", "写了两栏"),
        ("很" * 21, "1 至 20 个字"),
        ("（数）", "1 至 20 个字"),
        ("\n".join(f"第{n}栏" for n in range(13)), "最多 12 栏"),
    ],
)
def test_columns_that_make_no_sense_are_told(text: str, told: str) -> None:
    with pytest.raises(UnreadColumnsError, match=told):
        read_columns(text)


@given(st.text(max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(UnreadColumnsError):
        questions = read_columns(text)
        assert [one.heading for one in read_columns(write_columns(questions))] == [one.heading for one in questions]


@pytest.mark.parametrize(
    ("column", "typed", "meant"),
    [
        (0, "3", "没有"), (0, "手", "手机"), (0, " 没有 ", "没有"), (0, "4", None), (0, "无线", None), (0, "", ""),
        (1, "y", "是"), (1, "×", "否"), (1, "2", "否"), (2, "3.5", "3.5"), (2, "远", None), (2, "３", "3"),
        (3, "11.20", "2026-11-20"), (3, "不知道", None), (4, "  随便  写 ", "随便 写"),
    ],
)  # fmt: skip
def test_answers_as_people_type_them(column: int, typed: str, meant: str | None) -> None:
    assert read_answer(read_columns(COLUMNS)[column], typed, TODAY) == meant


@given(st.text(max_size=40), st.integers(0, 4))
def test_an_answer_that_was_understood_is_understood_again(typed: str, column: int) -> None:
    question = read_columns(COLUMNS)[column]
    meant = read_answer(question, typed, TODAY)
    if meant:
        assert read_answer(question, meant, TODAY) == meant


def begin(book: Database) -> tuple[SurveyId, dict[str, PupilId]]:
    ids = found_school(book)
    with book.write("新建摸底") as session:
        made = survey_room.make_survey(
            session, title="网课条件摸底", about="", columns=COLUMNS, pupil_ids=ids.values(), now=NOW, by="教导处"
        )
    return made, ids


def test_a_survey_from_first_answer_to_the_last_measure(book: Database) -> None:
    made, ids = begin(book)
    with book.write("填摸底") as session:
        answers = {(child, "q1"): "2" for child in ids.values()} | {(child, "q2"): "y" for child in ids.values()}
        survey_room.answer(session, survey_id=made, answers=answers, today=TODAY)
        before = survey_room.answer(
            session, survey_id=made, answers={(ids["罗雨"], "q1"): "没有", (ids["石青"], "q2"): "n"}, today=TODAY
        )
        assert before == {(ids["罗雨"], "q1"): "手机", (ids["石青"], "q2"): "是"}
        found = survey_room.survey(session, survey_id=made)
        assert (found.pupils, found.answered, found.needing, found.without_measure) == (6, 6, 2, 2)
        (task,) = survey_measures.tasks(Reading(session, TODAY))
        assert task.sentence == "2名学生需要帮助，还没有定措施"
        assert task.opens.step == made
        survey_room.set_measure(session, survey_id=made, pupil_ids=[ids["罗雨"]], measure="借给平板一台", by="梁老师")
        with pytest.raises(UserError, match="石青还没有写措施"):
            survey_room.finish_measure(session, survey_id=made, pupil_ids=[ids["石青"]], on=TODAY, today=TODAY)
        with pytest.raises(UserError, match="落实日期"):
            survey_room.finish_measure(
                session, survey_id=made, pupil_ids=[ids["罗雨"]], on=TODAY + timedelta(days=1), today=TODAY
            )
        survey_room.set_measure(session, survey_id=made, pupil_ids=[ids["石青"]], measure="请邻居高中生辅导")
        survey_room.finish_measure(session, survey_id=made, pupil_ids=[ids["罗雨"], ids["石青"]], on=TODAY, today=TODAY)
        assert not list(survey_measures.tasks(Reading(session, TODAY)))
        by_name = {line.name: line for line in survey_room.lines(session, survey_id=made, today=TODAY)}
        assert by_name["罗雨"].reasons == ("上网设备：没有",)
        assert by_name["罗雨"].state == "已落实"
        assert by_name["杨柳"].state == "不需要帮助"
        ((_, line),) = survey_room.lines_of(session, pupil_ids=[ids["石青"]], today=TODAY)
        assert line.measure == "请邻居高中生辅导"


def test_the_report_counts_what_was_answered(book: Database) -> None:
    made, ids = begin(book)
    with book.write("填摸底") as session:
        typed = {(ids["罗雨"], "q1"): "没有", (ids["石青"], "q1"): "1", (ids["石青"], "q3"): "4.5"}
        survey_room.answer(session, survey_id=made, answers=typed, today=TODAY)
    with book.read() as session:
        told = survey_report.as_json(session, {"survey": "网课条件摸底"}, TODAY)
        assert told["counts"]["上网设备"] == {"电脑": 1, "没有": 1, "未填": 4}
        assert (told["total"], told["needs_help"], told["measures_done"]) == (6, 1, 0)
        table = survey_report.tabulate(session, {"who": "need"}, TODAY)
        assert [row[2] for row in table.rows] == ["罗雨"]
        assert table.notes[0] == "共 1 人，需要帮助 1 人，已落实 0 人，还差 1 人。"
        with pytest.raises(UserError, match="现有：网课条件摸底"):
            survey_report.tabulate(session, {"survey": "别的"}, TODAY)


def test_columns_are_changed_without_losing_an_answer(book: Database) -> None:
    made, ids = begin(book)
    with book.write("填摸底") as session:
        survey_room.answer(session, survey_id=made, answers={(ids["罗雨"], "q1"): "没有"}, today=TODAY)
        survey_room.change_survey(
            session, survey_id=made, title="网课条件摸底（11月）", about="", columns=f"谁填的\n{COLUMNS}"
        )
        first = survey_room.lines(session, survey_id=made, today=TODAY)
        assert next(line for line in first if line.name == "罗雨").reasons == ("上网设备：没有",)
        with pytest.raises(UserError, match="已经有人填了"):
            survey_room.change_survey(session, survey_id=made, title="网课", about="", columns="备注")
        with pytest.raises(UserError, match="要保留它"):
            survey_room.change_survey(session, survey_id=made, title="网课", about="", columns="上网设备：有/缺*")


def test_what_can_not_be_is_told(book: Database) -> None:
    made, ids = begin(book)
    with book.write("填摸底") as session:
        with pytest.raises(UserError, match="已经有一张"):
            survey_room.make_survey(
                session, title="网课条件摸底", about="", columns=COLUMNS, pupil_ids=ids.values(), now=NOW
            )
        with pytest.raises(UserError, match="没有在读学生"):
            survey_room.make_survey(session, title="空的", about="", columns=COLUMNS, pupil_ids=(), now=NOW)
        with pytest.raises(UserError, match=r"1 电脑、2 手机、3 没有"):
            survey_room.answer(session, survey_id=made, answers={(ids["罗雨"], "q1"): "电视"}, today=TODAY)
        with pytest.raises(UserError, match="不是数字"):
            survey_room.answer(session, survey_id=made, answers={(ids["罗雨"], "q3"): "<b>远</b>"}, today=TODAY)
        assert survey_room.add_pupils(session, survey_id=made, pupil_ids=[ids["罗雨"], ids["石青"]]) == 0
        survey_room.close_survey(session, survey_id=made, on=date(2026, 11, 20))
        assert survey_room.surveys(session, is_open=True) == ()
        assert survey_room.delete_survey(session, survey_id=made) == 0
        assert survey_room.surveys(session) == ()


def test_a_school_without_surveys_has_an_empty_report(book: Database) -> None:
    with book.read() as session:
        assert survey_report.tabulate(session, {}, TODAY).notes == (survey_report.NONE,)
        assert survey_report.as_json(session, {}, TODAY)["total"] == 0
