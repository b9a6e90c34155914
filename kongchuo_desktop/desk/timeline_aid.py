"""A child's time-line from 资助: what the family was counted as, recognition, money and goods it got."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.desk.timeline_entry import CAUSE, HELP, Entry, Found, told
from kongchuo_desktop.school.aid import fund, gifts, history, payments, recognition
from kongchuo_desktop.school.aid.rules import yuan
from kongchuo_desktop.school.identity.rules import year_name
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId

People = Mapping[PupilId, PupilFacts]
KIND = "资助"


def families(session: Session, people: People, today: date) -> Found:
    """Since when a family was on the township's list, and when it left."""
    for child, statuses in history.family_statuses(session, people=list(people.values())).items():
        opens = ("aid", ("families", child))
        for one in statuses:
            since = f"{one.since}起" if one.since else ""
            said = told(f"困难家庭名单：{one.category}", one.monitor if one.monitor != one.category else "", since)
            yield child, Entry(one.listed_on, KIND, said, opens, ((CAUSE, f"家庭困难：{one.category}"),))
            if one.until is not None:
                yield child, Entry(one.until, KIND, told(f"不再算{one.category}", one.ended_why), opens)


def recognised(session: Session, people: People, today: date) -> Found:
    """Applied for, decided, adjusted."""
    for one in recognition.of_children(session, pupil_ids=list(people)):
        child, name = one.pupil_id, year_name(one.year)
        opens = ("aid", ("recognition", child))
        if one.applied_on:
            yield child, Entry(one.applied_on, KIND, told(f"申请{name}家庭经济困难认定", one.reason), opens)
        if one.decided_on:
            yield child, Entry(one.decided_on, KIND, told(f"{name}学校认定：{one.level}", one.decision_note), opens)
        if one.until:
            yield child, Entry(one.until, KIND, told(f"{name}认定调整：不再算{one.level}", one.ended_why), opens)


def given(session: Session, people: People, today: date) -> Found:
    """Money paid out, help from the fund, goods."""
    for child, one in payments.paid_to(session, pupil_ids=list(people)):
        opens = ("aid", ("payments", one.list_id))
        said = f"{one.title}{'发放' if one.cents > 0 else '收回'}{yuan(abs(one.cents))}元（{one.term}）"
        yield child, Entry(one.day, KIND, said, opens, ((HELP, said),) if one.cents > 0 else ())
    for entry in fund.entries(session):
        if entry.pupil_id is not None and entry.pupil_id in people and entry.cents < 0:
            said = told(f"救助基金{yuan(-entry.cents)}元", entry.purpose, f"{entry.decided_by}决定")
            yield entry.pupil_id, Entry(entry.day, KIND, said, ("aid", "fund"), ((HELP, said),))
    for gift in gifts.entries(session):
        if gift.pupil_id is not None and gift.pupil_id in people and gift.number < 0:
            said = told(f"捐赠物资：{gift.goods}{-gift.number}{gift.unit}", f"{gift.decided_by}决定")
            yield gift.pupil_id, Entry(gift.day, KIND, said, ("aid", "gifts"), ((HELP, said),))
