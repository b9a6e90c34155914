"""What letters say of the school and of a child: the placeholders that all kinds of them share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.desk.enrolment_subjects import birth_on_paper, on_paper
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.service import ClassFacts
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.service import SchoolFacts
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import ClassId


@dataclass(frozen=True)
class Ground:
    """What is the same for every letter of a batch."""

    school: SchoolFacts
    principal: str
    rooms: Mapping[ClassId, ClassFacts]
    phones: Mapping[int, str]  # of staff, by id
    on: date

    @property
    def upward(self) -> str:
        """乡镇人民政府 and 教育局, by their names where the book has them."""
        town = f"{self.school.township}人民政府" if self.school.township else "乡镇人民政府"
        return f"{town}、{self.school.county}教育局" if self.school.county else f"{town}、县级教育行政部门"


def ground(session: Session, *, on: date) -> Ground:
    """The school as it stands on a day."""
    principal = staff_room.principal(session, today=on)
    return Ground(
        identity.school(session), principal.name if principal else "",
        {room.id: room for room in class_room.classes(session, today=on, closed=True)},
        {person.id: person.phone for person in staff_room.staff(session, today=on)}, on,
    )  # fmt: skip


def of_school(common: Ground) -> dict[str, str]:
    """Placeholders of the school."""
    school = common.school
    return {
        "校长": common.principal, "学校电话": school.phone, "学校地址": school.address, "上级单位": school.above,
        "报送对象": common.upward, "印发日期": on_paper(common.on),
    }  # fmt: skip


def of_child(common: Ground, child: PupilFacts) -> dict[str, str]:
    """Placeholders of a child, its guardian and its class teacher; "" where the book knows nothing."""
    adult = child.guardian
    room = common.rooms.get(child.class_id) if child.class_id else None
    head = room.head if room else ""
    phone = common.phones.get(room.head_id, "") if room and room.head_id else ""
    known = child.fields
    return {
        "学生姓名": child.name, "性别": child.sex, "民族": known["ethnicity"], "班级": child.class_name,
        "出生日期": birth_on_paper(child.birth), "身份证件号": child.id_number, "学籍号": child.student_number,
        "就读方式": "住校" if child.boarding else "走读",
        "家庭住址": known["current_address"] or known["home_address"] or child.village,
        "家长姓名": adult.name if adult else "", "与学生关系": adult.relation if adult else "",
        "家长电话": adult.phone if adult else "", "班主任": head, "班主任电话": phone,
        "联系人": head or common.principal, "联系电话": phone or common.school.phone,
    }  # fmt: skip
