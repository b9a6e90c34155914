"""The sample school with names as long as real ones get, and with characters that few typefaces have."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid.model import FundEntry, GiftEntry
from kongchuo_desktop.school.classes.model import SchoolClass
from kongchuo_desktop.school.identity.model import Campus, School, Village
from kongchuo_desktop.school.pupils.model import Guardian, Household, Pupil
from kongchuo_desktop.school.staff.model import StaffMember
from kongchuo_desktop.storage.database import Database

CHILD = "买合木提·阿不都热依木·吐尔逊江"
RARE = "欧阳䶮㛃𬱖"
PARENT = "阿不都热依木·吐尔逊江·买买提艾力"
TEACHER = "阿卜杜热合曼·买买提依明·艾合买提"
CAMPUS = "青石镇红岩坡民族希望教学点"
VILLAGE = "红岩坡彝族苗族自治村民委员会第"
ADDRESS = "青石镇红岩坡彝族苗族自治村民委员会老寨子易地扶贫搬迁集中安置点三栋二单元五零四室"
GIVER = "黔西南布依族苗族自治州青石镇外出务工乡友联合会爱心助学基金管理委员会"
WORK = "在广东省东莞市长安镇乌沙社区第六工业区的电子厂上班，每年只在春节回来，平时由祖父母照管，每周通一次电话"


def lengthen(database: Database) -> None:
    """Every second child, parent and teacher, every village, and every place outside the main school."""
    with database.write("改长名字") as session:
        school = session.scalars(select(School)).one()
        school.name, school.above = "青石镇河湾民族寄宿制希望小学", "青石镇民族团结九年一贯制中心学校"
        for campus in session.scalars(select(Campus).where(~Campus.is_main)):
            campus.name = CAMPUS
        for place, village in enumerate(session.scalars(select(Village))):
            village.name = f"{VILLAGE}{place + 1}村"
        for room in session.scalars(select(SchoolClass)):
            room.number += 10
        _people(session)
        for entry in (*session.scalars(select(FundEntry)), *session.scalars(select(GiftEntry))):
            entry.who = GIVER


def _people(session: Session) -> None:
    for place, pupil in enumerate(session.scalars(select(Pupil))):
        if place % 2 == 0:
            pupil.name, pupil.current_address, pupil.home_address = CHILD, ADDRESS, ADDRESS
        elif place % 10 == 1:
            pupil.name = RARE
    for place, parent in enumerate(session.scalars(select(Guardian))):
        if place % 2 == 0:
            parent.name, parent.address, parent.workplace = PARENT, ADDRESS, WORK
    for place, teacher in enumerate(session.scalars(select(StaffMember))):
        if place % 2 == 0:
            teacher.name = TEACHER
    for household in session.scalars(select(Household)):
        household.address = ADDRESS
