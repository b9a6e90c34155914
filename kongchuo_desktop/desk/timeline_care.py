"""A child's time-line from the work with it: absences and duties, marks of concern, homes, visits, talks, help."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.desk.timeline_entry import CAUSE, HELP, RESULT, VISITED, Entry, Found, told, until
from kongchuo_desktop.school.attendance import child_history
from kongchuo_desktop.school.attendance import duties as ladder_room
from kongchuo_desktop.school.attendance.rules import Counts
from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.concern import whereabouts as parents
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.survey import service as survey_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits import service as visit_room
from kongchuo_desktop.school.visits import teaching as teaching_room
from kongchuo_desktop.school.visits.rules import COUNSELLING
from kongchuo_desktop.school.visits.service import VisitFacts

People = Mapping[PupilId, PupilFacts]


def absences(session: Session, people: People, today: date) -> Found:
    """Absences, days that follow each other as one."""
    for child, spells in child_history.spells(session, pupil_ids=people).items():
        room = people[child].class_id
        for spell in spells:
            why = f"原因：{'、'.join(spell.reasons)}" if spell.reasons else ""
            said = told(f"{spell.kind}{spell.length}（{until(spell.first, spell.last)}）", why)
            truant = spell.counts is Counts.TRUANT
            cause = ((CAUSE, f"旷课：{'、'.join(spell.reasons)}"),) if truant and spell.reasons else ()
            yield child, Entry(spell.first, "考勤", said, ("attendance", (room, spell.first, "am")), cause)


def ladder(session: Session, people: People, today: date) -> Found:
    """Steps of the ladder that were reached this year, and duties closed in any year."""
    for duty in ladder_room.duties(session, on=today):
        if duty.pupil.id in people:
            said = told(f"达到“{duty.step.title}”", f"应在{duty.due:%Y-%m-%d}前{duty.step.duty}（{duty.who}）")
            yield duty.pupil.id, Entry(duty.crossed_on, "劝返", said, ("today", None))
    for child, closings in child_history.closings(session, pupil_ids=people).items():
        for done in closings:
            said = told(f"办结“{done.title or f'第{done.step}步'}”：{done.outcome}", done.record, done.done_by)
            yield (
                child,
                Entry(done.done_on, "劝返", said, ("today", None), ((RESULT, told(done.outcome, done.record)),)),
            )


def marks(session: Session, people: People, today: date) -> Found:
    """Kinds of concern: since when and why, and how they ended."""
    for mark in concern.history(session, on=today, pupil_ids=people):
        opens = ("concern", ("register", mark.pupil_id))
        by = f"{mark.by}登记" if mark.by else ""
        cause = ((CAUSE, f"{mark.kind}：{mark.why}" if mark.why else mark.kind),)
        yield mark.pupil_id, Entry(mark.since, "重点关注", told(f"列为{mark.kind}", mark.why, by), opens, cause)
        if mark.until is not None and mark.until <= today:
            said = told(f"解除{mark.kind}", mark.ended_why, mark.ended_by)
            result = ((RESULT, told(f"解除{mark.kind}", mark.ended_why)),)
            yield mark.pupil_id, Entry(mark.until, "重点关注", said, opens, result)


def whereabouts(session: Session, people: People, today: date) -> Found:
    """Where the parents went and came back from."""
    for child, adults in parents.parents_of(session, on=today, pupil_ids=people).items():
        for adult in adults:
            for stay in parents.history(session, guardian_id=adult.guardian_id):
                if stay.since is None or not stay.state:
                    continue
                place = f"（{stay.place}）" if stay.place else ""
                said = told(f"{adult.relation}{adult.name}{stay.state}{place}", stay.work, stay.note)
                yield child, Entry(stay.since, "家庭", said, ("concern", ("homes", child)))


def visits(session: Session, people: People, today: date) -> Found:
    """Visits to the family, and how promises ended."""
    for visit in visit_room.visits(session, pupil_ids=people):
        for child in visit.pupils:
            if child.id in people:
                yield from _visit(visit, child.id)


def _visit(visit: VisitFacts, child: PupilId) -> Found:
    opens = ("visits", ("visits", visit.id))
    who = f"{visit.who}{visit.form}家访" if visit.who else f"{visit.form}家访"
    aim = f"为{visit.purpose}" if visit.purpose else ""
    found = f"了解到：{visit.found}" if visit.found else ""
    agreed = f"商定：{visit.measures}" if visit.measures else ""
    clears = [(VISITED, told(who, aim, visit.found))]
    if visit.measures:
        clears.append((HELP, visit.measures))
    yield child, Entry(visit.day, "家访", told(who, aim, found, agreed), opens, tuple(clears))
    if visit.promise:
        due = f"{visit.promise_due:%Y-%m-%d}前" if visit.promise_due else ""
        yield child, Entry(visit.day, "家访", f"家长承诺：{due}{visit.promise}", opens)
    if visit.promise_kept_on is not None:
        said = told("家长承诺落实情况", visit.promise_outcome)
        yield child, Entry(visit.promise_kept_on, "家访", said, opens, ((RESULT, visit.promise_outcome),))


def talks(session: Session, people: People, today: date) -> Found:
    """Talks with the child; of counselling only that it took place, and only inside the school."""
    for talk in visit_room.talks(session, pupil_ids=people):
        if talk.is_sealed or talk.kind == COUNSELLING:
            yield talk.pupil_id, Entry(talk.day, "谈心", "心理辅导一次，内容另行保密", inside=True)
            continue
        opens = ("visits", ("talks", talk.id))
        by = f"{talk.talker}{talk.kind}" if talk.talker else talk.kind
        said = told(by, talk.topic, talk.content, f"结果：{talk.outcome}" if talk.outcome else "")
        clears = [(HELP, told(talk.kind, talk.topic or talk.content))]
        if talk.outcome:
            clears.append((RESULT, talk.outcome))
        yield talk.pupil_id, Entry(talk.day, "谈心", said, opens, tuple(clears))


def teaching(session: Session, people: People, today: date) -> Found:
    """How a disabled child is taught, and lessons at home."""
    for placed in teaching_room.placements(session, today=today, pupil_ids=people):
        what = told(f"安置方式：{placed.kind}", placed.disability, placed.school_name, placed.note)
        opens = ("visits", ("teaching", placed.pupil.id))
        yield placed.pupil.id, Entry(placed.since, "送教", what, opens, ((HELP, what),))
    for lesson in teaching_room.lessons(session, pupil_ids=people):
        one = lesson.draft
        said = told(f"送教上门{one.lessons}课时", one.teachers, one.content, one.response)
        clears = [(HELP, told(f"送教{one.lessons}课时", one.content))]
        if one.response:
            clears.append((RESULT, one.response))
        yield one.pupil_id, Entry(one.day, "送教", said, ("visits", ("teaching", one.pupil_id)), tuple(clears))


def surveys(session: Session, people: People, today: date) -> Found:
    """What surveys found, and the help that came of it."""
    for found, line in survey_room.lines_of(session, pupil_ids=people, today=today):
        opens = ("concern", ("survey", found.id))
        if line.needs_help:
            said = told(f"{found.title}：{'，'.join(line.reasons)}", f"措施：{line.measure}" if line.measure else "")
            clears = [(CAUSE, "，".join(line.reasons))]
            if line.measure:
                clears.append((HELP, line.measure))
            yield line.pupil_id, Entry(found.made_on, "摸底", said, opens, tuple(clears))
        if line.measure_done_on is not None:
            done = f"已落实：{line.measure}"
            yield (
                line.pupil_id,
                Entry(line.measure_done_on, "摸底", told(done, line.measure_by), opens, ((RESULT, done),)),
            )
