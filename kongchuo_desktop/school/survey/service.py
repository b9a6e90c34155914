"""Verbs and questions about surveys (摸底): made over chosen children, answered, measures agreed and done."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.survey import rules
from kongchuo_desktop.school.survey.model import Survey, SurveyLine
from kongchuo_desktop.school.survey.rules import Question
from kongchuo_desktop.school.types import ClassId, PupilId, SurveyId

EVERYBODY = ("在读", "休学", "离校")
LONGEST_MEASURE = 300


@dataclass(frozen=True)
class LineFacts:
    """One child's answers by column key, why it needs help, and the measure agreed for it."""

    survey_id: SurveyId
    pupil_id: PupilId
    pupil_uid: str
    name: str
    class_id: ClassId | None
    class_name: str
    village: str
    search: str
    answers: Mapping[str, str]
    reasons: tuple[str, ...]
    unanswered: tuple[str, ...]
    measure: str
    measure_by: str
    measure_done_on: date | None

    @property
    def needs_help(self) -> bool:
        """Whether an answer calls for help."""
        return bool(self.reasons)

    @property
    def is_open(self) -> bool:
        """Whether help is needed and no measure is done."""
        return self.needs_help and self.measure_done_on is None

    @property
    def state(self) -> str:
        """Where it stands, in a word or two."""
        if not self.needs_help:
            return "未填完" if self.unanswered else "不需要帮助"
        if self.measure_done_on is not None:
            return "已落实"
        return "落实中" if self.measure else "待定措施"


@dataclass(frozen=True)
class SurveyFacts:
    """A survey as the list shows it, with its numbers."""

    id: SurveyId
    uid: str
    title: str
    about: str
    questions: tuple[Question, ...]
    made_on: date
    made_by: str
    closed_on: date | None
    pupils: int
    answered: int  # every column with options has an answer
    needing: int
    without_measure: int
    measures_open: int  # a measure is agreed and not done

    @property
    def done(self) -> int:
        """Children whom the measure has reached."""
        return self.needing - self.without_measure - self.measures_open


def make_survey(
    session: Session, *, title: str, about: str, columns: str, pupil_ids: Iterable[PupilId], now: datetime, by: str = ""
) -> SurveyId:
    """Begin a survey over some children; `columns` as `rules.read_columns` reads them."""
    wanted = tuple(dict.fromkeys(pupil_ids))
    if not wanted:
        raise UserError("这个范围里没有在读学生，请换一个范围。")
    questions = rules.read_columns(columns)
    row = Survey(
        title=_title(session, title), about=about.strip()[:300], columns=rules.as_json(questions), made_on=now.date(),
        made_by=by,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add_all(SurveyLine(survey_id=row.id, pupil_id=number) for number in wanted)
    session.flush()
    return SurveyId(row.id)


def change_survey(session: Session, *, survey_id: SurveyId, title: str, about: str, columns: str) -> None:
    """Change title and columns. Answers stay with the column of the same heading; one with answers can't be dropped."""
    row = _row(session, survey_id)
    old = rules.from_json(row.columns)
    new = rules.kept_keys(old, rules.read_columns(columns))
    gone = [one for one in old if one.key not in {question.key for question in new}]
    for line in _lines(session, survey_id):
        answers = json.loads(line.answers)
        lost = next((one for one in gone if answers.get(one.key)), None)
        if lost is not None:
            raise UserError(f"“{lost.heading}”这一栏已经有人填了，不能去掉。请保留这一栏，或先清空它的内容。")
        odd = next((q for q in new if q.options and answers.get(q.key, "") not in ("", *q.options)), None)
        if odd is not None:
            raise UserError(f"“{odd.heading}”已有人填“{answers[odd.key]}”，新的选项里要保留它。")
    if title.strip() != row.title:
        row.title = _title(session, title)
    row.about, row.columns = about.strip()[:300], rules.as_json(new)


def add_pupils(session: Session, *, survey_id: SurveyId, pupil_ids: Iterable[PupilId]) -> int:
    """Take more children in; how many were not in it yet."""
    _row(session, survey_id)
    there = set(session.scalars(select(SurveyLine.pupil_id).where(SurveyLine.survey_id == survey_id)))
    new = [number for number in dict.fromkeys(pupil_ids) if number not in there]
    session.add_all(SurveyLine(survey_id=survey_id, pupil_id=number) for number in new)
    session.flush()
    return len(new)


def answer(
    session: Session, *, survey_id: SurveyId, answers: Mapping[tuple[PupilId, str], str], today: date
) -> dict[tuple[PupilId, str], str]:
    """Write answers by child and column key, as typed; what stood there before, to be put back by 撤销."""
    row = _row(session, survey_id)
    questions = {question.key: question for question in rules.from_json(row.columns)}
    before: dict[tuple[PupilId, str], str] = {}
    lines = {line.pupil_id: line for line in _lines(session, survey_id, {child for child, _ in answers})}
    for (child, key), typed in answers.items():
        line, question = lines.get(child), questions.get(key)
        if line is None or question is None:
            raise UserError("这名学生或这一栏已不在摸底表里，请刷新后再填。")
        meant = rules.read_answer(question, typed, today)
        if meant is None:
            raise UserError(objection(question, typed))
        kept = json.loads(line.answers)
        before[child, key] = kept.get(key, "")
        kept[key] = meant
        line.answers = json.dumps({name: value for name, value in kept.items() if value}, ensure_ascii=False)
    return before


def objection(question: Question, typed: str) -> str:
    """Why an answer can't stand, and what can."""
    if question.kind == "number":
        return f"“{question.heading}”要填数字，“{typed}”不是数字。"
    if question.kind == "date":
        return f"“{question.heading}”要填日期，如 2026-12-01 或 12.1，“{typed}”看不懂。"
    shown = "、".join(f"{number} {option}" for number, option in enumerate(question.options, start=1))
    return f"“{question.heading}”只能填：{shown}。可以只按数字键。"


def set_measure(
    session: Session, *, survey_id: SurveyId, pupil_ids: Collection[PupilId], measure: str, by: str = ""
) -> None:
    """Agree on a measure for some children; an empty text takes it back."""
    measure = measure.strip()
    if len(measure) > LONGEST_MEASURE:
        raise UserError(f"措施最多 {LONGEST_MEASURE} 个字，现在有 {len(measure)} 个，请写短一些。")
    _row(session, survey_id)
    for line in _lines(session, survey_id, pupil_ids):
        line.measure, line.measure_by = measure, by if measure else ""
        if not measure:
            line.measure_done_on = None


def finish_measure(
    session: Session, *, survey_id: SurveyId, pupil_ids: Collection[PupilId], on: date | None, today: date
) -> None:
    """The measure has reached these children; None takes that back."""
    row = _row(session, survey_id)
    if on is not None and not row.made_on <= on <= today:
        raise UserError(f"落实日期要在摸底开始（{row.made_on:%Y-%m-%d}）到今天之间，请检查。")
    for line in _lines(session, survey_id, pupil_ids):
        if on is not None and not line.measure:
            name = pupil_room.pupil(session, pupil_id=PupilId(line.pupil_id), today=today).name
            raise UserError(f"{name}还没有写措施，请先写明措施再登记落实。")
        line.measure_done_on = on


def close_survey(session: Session, *, survey_id: SurveyId, on: date | None) -> None:
    """End a survey, so that nothing of it is due any more; None opens it again."""
    session.get_one(Survey, survey_id).closed_on = on


def delete_survey(session: Session, *, survey_id: SurveyId) -> int:
    """Delete a survey with all its answers; how many children had any."""
    lines = _lines(session, survey_id)
    for line in lines:
        session.delete(line)
    session.flush()
    session.delete(_row(session, survey_id))
    return sum(1 for line in lines if line.answers != "{}")


def surveys(session: Session, *, is_open: bool | None = None) -> tuple[SurveyFacts, ...]:
    """Surveys, newest first; the open or the closed ones alone where wanted."""
    query = select(Survey).order_by(Survey.made_on.desc(), Survey.id.desc())
    if is_open is not None:
        query = query.where(Survey.closed_on.is_(None) if is_open else Survey.closed_on.is_not(None))
    rows = session.scalars(query).all()
    lines: dict[int, list[SurveyLine]] = {}
    for line in session.scalars(select(SurveyLine).where(SurveyLine.survey_id.in_([row.id for row in rows]))):
        lines.setdefault(line.survey_id, []).append(line)
    return tuple(_facts(row, lines.get(row.id, ())) for row in rows)


def survey(session: Session, *, survey_id: SurveyId) -> SurveyFacts:
    """One survey."""
    return _facts(_row(session, survey_id), _lines(session, survey_id))


def lines(session: Session, *, survey_id: SurveyId, today: date) -> tuple[LineFacts, ...]:
    """The children of a survey, by class and seat."""
    questions = rules.from_json(_row(session, survey_id).columns)
    rows = {line.pupil_id: line for line in _lines(session, survey_id)}
    people = pupil_room.pupils(
        session, today=today, ids=frozenset(PupilId(number) for number in rows), status=EVERYBODY
    )
    return tuple(_line(rows[person.id], person, questions) for person in people)


def lines_of(
    session: Session, *, pupil_ids: Collection[PupilId], today: date
) -> tuple[tuple[SurveyFacts, LineFacts], ...]:
    """What surveys say about some children, oldest first; lines without any answer are left out."""
    found = session.scalars(select(SurveyLine).where(SurveyLine.pupil_id.in_(list(pupil_ids)))).all()
    if not found:
        return ()
    rows = {row.id: row for row in session.scalars(select(Survey).where(Survey.id.in_([x.survey_id for x in found])))}
    people = {
        person.id: person
        for person in pupil_room.pupils(session, today=today, ids=frozenset(pupil_ids), status=EVERYBODY)
    }
    told = [
        (_facts(rows[line.survey_id], (line,)), _line(line, people[PupilId(line.pupil_id)], _questions(rows, line)))
        for line in found
        if line.answers != "{}" or line.measure
    ]
    return tuple(sorted(told, key=lambda pair: (pair[0].made_on, pair[0].id)))


def _questions(rows: Mapping[int, Survey], line: SurveyLine) -> tuple[Question, ...]:
    return rules.from_json(rows[line.survey_id].columns)


def _title(session: Session, title: str) -> str:
    title = title.strip()
    if not title or len(title) > 80:
        raise UserError("请写摸底表的名称，1 至 80 个字，如“网课条件摸底”。")
    if session.scalar(select(Survey.id).where(Survey.title == title)) is not None:
        raise UserError(f"已经有一张“{title}”了，请换一个名称，如加上月份。")
    return title


def _row(session: Session, survey_id: SurveyId) -> Survey:
    row = session.get(Survey, survey_id)
    if row is None:
        raise UserError("这张摸底表已被删除，请刷新列表。")
    return row


def _lines(session: Session, survey_id: SurveyId, pupil_ids: Collection[PupilId] | None = None) -> Sequence[SurveyLine]:
    query = select(SurveyLine).where(SurveyLine.survey_id == survey_id)
    if pupil_ids is not None:
        query = query.where(SurveyLine.pupil_id.in_(list(pupil_ids)))
    return session.scalars(query).all()


def _facts(row: Survey, mine: Sequence[SurveyLine]) -> SurveyFacts:
    questions = rules.from_json(row.columns)
    answered = needing = without = still = 0
    for line in mine:
        answers = json.loads(line.answers)
        answered += bool(answers) and not rules.unanswered(questions, answers)
        if rules.reasons(questions, answers):
            needing += 1
            without += not line.measure
            still += bool(line.measure) and line.measure_done_on is None
    return SurveyFacts(
        SurveyId(row.id), row.uid, row.title, row.about, questions, row.made_on, row.made_by, row.closed_on, len(mine),
        answered, needing, without, still,
    )  # fmt: skip


def _line(row: SurveyLine, person: pupil_room.PupilFacts, questions: Sequence[Question]) -> LineFacts:
    answers = json.loads(row.answers)
    return LineFacts(
        SurveyId(row.survey_id), person.id, person.uid, person.name, person.class_id, person.class_name,
        person.village, pupil_room.search_key(person), answers, rules.reasons(questions, answers),
        rules.unanswered(questions, answers), row.measure, row.measure_by, row.measure_done_on,
    )  # fmt: skip
