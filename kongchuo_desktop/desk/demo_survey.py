"""The sample school's survey: who can learn at home, asked in October, the help that came of it."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.survey import service as survey_room
from kongchuo_desktop.school.survey.rules import TEMPLATES
from kongchuo_desktop.school.types import PupilId, SurveyId

BEGAN, ENDED = date(2026, 10, 12), date(2026, 11, 6)
# Every so many children one answers so (columns of the shipped survey: device, network, helper, on time).
DEVICES = ((9, "没有"), (4, "平板"), (3, "电脑"), (1, "手机"))
NETWORKS = ((13, "没有"), (11, "信号差"), (2, "宽带"), (1, "流量"))
HELPERS = ((10, "没有"), (3, "父母"), (1, "祖辈"))
MEASURES = {
    "q1": ("借给学校平板一台，家长签收", "协调村委会远程教育点，周末开放"),
    "q2": ("联系运营商装宽带，村里减免安装费", "课件下载到U盘，每周五带回"),
    "q3": ("结对邻居初中生辅导作业", "班主任每周二、周四晚电话辅导"),
}


def add_survey(session: Session, *, now: datetime) -> None:
    """One survey that is through but for the last two measures; a second one just begun in two classes."""
    if now.date() < BEGAN:
        return
    made_at = now.replace(year=BEGAN.year, month=BEGAN.month, day=BEGAN.day, hour=9)
    people = pupil_room.pupils(session, today=BEGAN, status=("在读",))
    ready = TEMPLATES[0]
    survey = survey_room.make_survey(
        session, title="网课条件摸底", about=ready.about, columns=ready.columns,
        pupil_ids=[person.id for person in people], now=made_at, by="教导处",
    )  # fmt: skip
    answers: dict[tuple[PupilId, str], str] = {}
    for number, person in enumerate(people, start=1):
        answers |= {(person.id, f"q{place}"): text for place, text in enumerate(_answers(number), start=1)}
    survey_room.answer(session, survey_id=survey, answers=answers, today=BEGAN)
    _help(session, survey, min(ENDED, now.date()))
    if now.date() >= ENDED:
        _begin_second(session, now)


def _answers(number: int) -> tuple[str, str, str, str]:
    """What a child answers, by its place in the list."""
    device, network = _by(number, DEVICES), _by(number + 3, NETWORKS)
    helper = _by(number + 5, HELPERS)
    return device, network, helper, "否" if "没有" in (device, network) else "是"


def _by(number: int, told: tuple[tuple[int, str], ...]) -> str:
    return next(text for every, text in told if number % every == 0)


def _help(session: Session, found: SurveyId, until: date) -> None:
    """A measure for everybody who needs one; done but for the last two."""

    needing = [line for line in survey_room.lines(session, survey_id=found, today=until) if line.needs_help]
    for number, line in enumerate(needing):
        first = line.reasons[0].split("：", maxsplit=1)[0]
        key = {"上网设备": "q1", "家庭网络": "q2", "家中辅导人": "q3"}.get(first, "q3")
        survey_room.set_measure(
            session, survey_id=found, pupil_ids=[line.pupil_id], measure=MEASURES[key][number % 2], by="班主任"
        )
        done = BEGAN + timedelta(days=7 + number % 12)
        if number < len(needing) - 2 and done <= until:
            survey_room.finish_measure(session, survey_id=found, pupil_ids=[line.pupil_id], on=done, today=until)


def _begin_second(session: Session, now: datetime) -> None:
    """保暖: one class answered, one not yet."""
    warm = next(one for one in TEMPLATES if one.key == "warm")
    made_at = now.replace(month=11, day=ENDED.day, hour=9)
    people = [p for p in pupil_room.pupils(session, today=ENDED, status=("在读",)) if p.grade in (1, 2)]
    survey = survey_room.make_survey(
        session, title="冬季保暖摸底（一、二年级）", about=warm.about, columns=warm.columns,
        pupil_ids=[person.id for person in people], now=made_at, by="总务处",
    )  # fmt: skip
    typed = {
        (person.id, f"q{place}"): "缺" if number % 7 == place else "有"
        for number, person in enumerate(people)
        if person.grade == 1
        for place in (1, 2, 3)
    }
    survey_room.answer(session, survey_id=survey, answers=typed, today=ENDED)
