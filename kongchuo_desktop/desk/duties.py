"""What is due as plain values for other programs: the answer of `duties BOOK --json`."""

from datetime import date
from typing import Any

from kongchuo_desktop.school.attendance import duties as attendance_duties
from kongchuo_desktop.school.attendance.duties import Duty
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database


def as_json(database: Database, *, on: date) -> list[dict[str, Any]]:
    """Every duty of the ladder on a day, soonest due first; the reading is put on record."""
    with database.write("导出待办清单") as session:
        found = attendance_duties.duties(session, on=on)
        audit.record_event(session, kind="export", what="待办清单(JSON)", count=len(found))
    return [_plain(duty) for duty in found]


def _plain(duty: Duty) -> dict[str, Any]:
    closure = duty.closure
    return {
        "student_number": duty.pupil.student_number,
        "name": duty.pupil.name,
        "class": duty.pupil.class_name,
        "rule_set": duty.rule_set,
        "rule": duty.rule,
        "step": duty.step.number,
        "title": duty.step.title,
        "duty": duty.step.duty,
        "who": duty.who,
        "crossed_on": duty.crossed_on.isoformat(),
        "due": duty.due.isoformat(),
        "state": duty.state.value,
        "days_away": duty.days_away,
        "away": [day.isoformat() for day in duty.away],
        "still_away": duty.still_away,
        "not_recorded": [day.isoformat() for day in duty.unknown],
        "papers": list(duty.step.papers),
        "closed": None if closure is None else {
            "outcome": closure.outcome, "record_kind": closure.record_kind, "record": closure.record,
            "done_on": closure.done_on.isoformat(), "done_by": closure.done_by,
        },
    }  # fmt: skip
