"""What an office's list may say about a child: every field of the book's record, the adults, the class, the school."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.dates import ReadDate
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.enrolment.form_texts import Value
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pairing import service as pairing
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.fields import FIELDS
from kongchuo_desktop.school.pupils.rules import age_on, home_of
from kongchuo_desktop.school.pupils.service import GuardianFacts, PupilFacts
from kongchuo_desktop.school.types import PupilId

EVERYBODY = ("在读", "休学", "离校")
NUMBER = "number"  # 序号: counted when the list is finished


@dataclass(frozen=True)
class Asked:
    """What a filling is asked for: the day it bears, the time that counts run over, a class, a village; "" all."""

    on: date
    first: date
    last: date
    class_name: str = ""
    village: str = ""
    by: str = ""  # 填报人


@dataclass(frozen=True)
class FieldKind:
    """A field of a list: its key in maps, its Chinese title, its group in the chooser."""

    key: str
    title: str
    group: str


Row = dict[str, Value]

_ADULT_WORDS = {
    "name": "姓名", "relation": "与学生关系", "phone": "电话", "id_number": "身份证件号", "workplace": "工作单位",
    "address": "住址",
}  # fmt: skip
_SLOTS = {"guardian": "监护人", "father": "父亲", "mother": "母亲", "1": "成员1", "2": "成员2"}
_FATHER, _MOTHER = {"父亲", "父", "爸爸", "父子", "父女"}, {"母亲", "母", "妈妈", "母子", "母女"}
_APART = {"class_id": "class", "village_id": "village"}  # columns that a form names by what they point to

PERSON: tuple[FieldKind, ...] = (
    FieldKind(NUMBER, "序号", "学生"),
    FieldKind("age", "年龄（周岁）", "学生"),
    FieldKind("grade", "年级", "学生"),
    FieldKind("grade_class", "年级班级", "学生"),
    FieldKind("school", "学校名称", "学生"),
    FieldKind("school_code", "学校标识码", "学生"),
    FieldKind("head", "班主任", "学生"),
    FieldKind("helper", "帮扶（承包）老师", "学生"),
    FieldKind("concern", "关爱类别", "学生"),
    FieldKind("address", "住址（现住址，没有时用家庭地址）", "学生"),
    FieldKind("group", "村民组", "学生"),
    FieldKind("blank", "留空手填", "学生"),
    *(FieldKind(_APART.get(item.column, item.column), item.heading, item.group) for item in FIELDS),
    *(
        FieldKind(f"{slot}.{name}", f"{words}{title}", "家长")
        for slot, words in _SLOTS.items()
        for name, title in _ADULT_WORDS.items()
    ),
)


class People:
    """Rows about children, made once for all lists of a filling."""

    def __init__(self, session: Session, *, today: date) -> None:
        school = identity.school(session)
        self._school, self._code, self._today = school.name, school.code, today
        rooms = class_room.classes(session, today=today, closed=True)
        self._heads = {room.id: room.head for room in rooms}
        self._plain = {room.id: room.name for room in rooms}
        self.children = {
            child.id: child for child in pupil_room.pupils(session, today=today, status=EVERYBODY)
        }  # in the order of the school
        self._helpers: dict[PupilId, dict[str, None]] = {}
        for pair in pairing.pairs(session, today=today, on=today):
            self._helpers.setdefault(pair.pupil_id, {})[pair.helper] = None
        self._concerns: dict[PupilId, dict[str, None]] = {}
        for mark in concern.marks(session, on=today):
            self._concerns.setdefault(mark.pupil_id, {})[mark.kind] = None

    def here(self, *, status: tuple[str, ...] = ("在读",)) -> Iterable[PupilFacts]:
        """Children on the roll, by class and seat."""
        return (child for child in self.children.values() if child.status in status)

    def row(self, child: PupilFacts) -> Row:
        """Every field about one child."""
        known = child.fields
        row: Row = {item.column: _plain(known.get(item.column)) for item in FIELDS}
        address = str(known.get("current_address") or known.get("home_address") or child.village)
        row |= {
            "birth_date": _birth(child), "id_number": child.id_number, "student_number": child.student_number,
            "age": age_on(child.birth_date, self._today) if child.birth_date else None,
            "class": child.class_name, "grade": child.grade_name, "grade_class": child.class_name,
            "village": child.village, "school": self._school, "school_code": self._code,
            "head": self._heads.get(child.class_id, "") if child.class_id else "", "address": address,
            "helper": "、".join(self._helpers.get(child.id, ())),
            "concern": "、".join(self._concerns.get(child.id, ())),
            "group": home_of(address).group, "blank": "", "phone": child.phone or _phone(child.guardians),
        }  # fmt: skip
        for slot, adult in _adults(child.guardians).items():
            row |= {f"{slot}.{name}": getattr(adult, name) if adult else "" for name in _ADULT_WORDS}
        return row

    def row_of(self, pupil_id: PupilId) -> Row:
        """Every field about the child of that number, on the roll or gone."""
        child = self.children.get(pupil_id)
        return self.row(child) if child is not None else {}


def _plain(value: Any) -> Value:
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if value is None or isinstance(value, str | int | float | date) else str(value)


def _birth(child: PupilFacts) -> Value:
    if child.birth_date is None:
        return None
    return ReadDate(child.birth_date, "month" if child.birth_month_only else "day")


def _phone(adults: tuple[GuardianFacts, ...]) -> str:
    return next((adult.phone for adult in adults if adult.phone), "")


def _adults(adults: tuple[GuardianFacts, ...]) -> Mapping[str, GuardianFacts | None]:
    first = adults[0] if adults else None
    return {
        "guardian": next((adult for adult in adults if adult.is_guardian == "是"), first),
        "father": next((adult for adult in adults if adult.relation in _FATHER), None),
        "mother": next((adult for adult in adults if adult.relation in _MOTHER), None),
        "1": first,
        "2": adults[1] if len(adults) > 1 else None,
    }
