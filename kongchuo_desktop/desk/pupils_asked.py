"""Which children a paper is asked for: one by name or number, a class, the key pupils, or everybody."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import match_name
from kongchuo_desktop.reports.attendance_choices import rooms_asked
from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.numbers import tidy_number
from kongchuo_desktop.school.pupils.service import PupilFacts

EVERYBODY = ("在读", "休学", "离校")


def asked(session: Session, answers: Mapping[str, str], *, today: date) -> tuple[PupilFacts, ...]:
    """Children by the answers `pupil`, `class` and `who` (key: 重点学生); a sentence where there is nobody."""
    if one := answers.get("pupil", "").strip():
        return (pupil_meant(session, one, today=today),)
    room = answers.get("class", "")
    if room:
        rooms_asked(session, {"class": room}, today)  # says so when there is no such class
    people = pupil_room.pupils(session, today=today, status=("在读",))
    if room:
        people = tuple(person for person in people if person.class_name == room)
    if answers.get("who", "") == "key":
        key = concern.key_pupils(session, on=today)
        people = tuple(person for person in people if person.id in key)
    if not people:
        raise UserError("这个范围里没有学生，没有可打印的档案。请换一个班级或范围。")
    return people


def pupil_meant(session: Session, text: str, *, today: date) -> PupilFacts:
    """The one child of a name, 学籍号, ID number or id of the book; also one who has left."""
    people = pupil_room.pupils(session, today=today, status=EVERYBODY)
    number = tidy_number(text)
    found = [person for person in people if number in (person.student_number, person.id_number) and number]
    found = found or [person for person in people if match_name(person.name) == match_name(text)]
    if not found and text.isascii() and text.isdigit():
        found = [person for person in people if str(person.id) == text]
    if not found:
        raise UserError(f"没有找到学生“{text}”。请写姓名、学籍号或身份证件号。")
    if len(found) > 1:
        named = "、".join(f"{one.class_name or one.status}（学籍号 {one.student_number or '无'}）" for one in found)
        raise UserError(f"有 {len(found)} 名学生叫“{text}”：{named}。请改写学籍号。")
    return found[0]
