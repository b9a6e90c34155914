"""Tasks from open surveys: children who need help and have no measure, measures that are not done."""

from collections.abc import Iterator
from datetime import timedelta

from kongchuo_desktop.school.survey import service as survey_room
from kongchuo_desktop.school.survey.service import SurveyFacts
from kongchuo_desktop.school.tasks.agenda import Opens, Task, state_of
from kongchuo_desktop.school.tasks.reading import Reading

TO_ANSWER = timedelta(days=7)  # a class is asked within a week
TO_HELP = timedelta(days=14)


def tasks(reading: Reading) -> Iterator[Task]:
    """One for each open survey that is not through; it opens the survey (`step` holds its id)."""
    for found in survey_room.surveys(reading.session, is_open=True):
        if found.made_on > reading.on:
            continue
        told = tuple(_open_things(found))
        if not told:
            continue
        due = found.made_on + (TO_HELP if found.answered == found.pupils else TO_ANSWER)
        yield Task(
            key=f"survey/{found.uid}", source="survey", title=found.title, sentence="，".join(told),
            who=found.made_by or "教导处", due=due, state=state_of(due, reading.on),
            opens=Opens("concern", kind="survey", step=found.id),
        )  # fmt: skip


def _open_things(found: SurveyFacts) -> Iterator[str]:
    if found.answered < found.pupils:
        yield f"还有{found.pupils - found.answered}名学生没有填完"
    if found.without_measure:
        yield f"{found.without_measure}名学生需要帮助，还没有定措施"
    if found.measures_open:
        yield f"{found.measures_open}名学生的措施还没有落实"
