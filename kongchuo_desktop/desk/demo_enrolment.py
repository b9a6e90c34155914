"""The sample school's comings and goings: last summer's graduates, this autumn's changes, children followed elsewhere.

The 108 children of the roster stay what they are: whoever left is invented beside them.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.model import SchoolClass
from kongchuo_desktop.school.enrolment import elsewhere, service
from kongchuo_desktop.school.enrolment.elsewhere import StayDraft
from kongchuo_desktop.school.enrolment.model import AreaChild, Destination
from kongchuo_desktop.school.enrolment.service import Draft
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.names import pinyin_of
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.model import Guardian, Pupil, PupilGuardian
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import CampusId, ClassId, PupilId
from kongchuo_desktop.storage.bulk import bulk_insert

OPENS = date(2026, 9, 1)
GRADUATED = date(2026, 7, 11)
TOWN_SCHOOL = "青石镇中学"
GRADUATES = (
    "韦承志", "罗春妹", "杨明远", "龙小燕", "吴长贵", "石桂兰", "陆家宝", "蒙丽萍", "潘建国", "韦秋菊",
    "罗文杰", "杨小凤", "龙志强", "吴雨晴", "石大勇", "陆青青", "蒙光辉",
)  # fmt: skip
ELSEWHERE_SCHOOL = ("望山县第三中学", "望山县")
FAR_SCHOOL = ("长安实验中学", "广东省东莞市")
LEAVERS = (  # name, sex, birth, grade, kind, place, region, reason, 回执
    ("罗晓敏", "女", date(2018, 3, 12), 3, "转出", "望山县城关小学", "望山县", "随父母迁居", date(2026, 9, 16)),
    ("石俊凯", "男", date(2016, 11, 5), 4, "转出", "长安第二小学", "广东省东莞市", "随父母务工", date(2026, 9, 28)),
    ("吴佳慧", "女", date(2017, 6, 21), 2, "转出", "", "浙江省义乌市", "随父母务工", None),
)
COMERS = (("石板小学", "青石镇", "父母返乡", 3, 1), ("望山县第二小学", "望山县", "随父母迁居", 5, 2))  # … grade, place


def add_changes(session: Session, *, now: datetime) -> None:
    """Everything that had happened by `now`."""
    today = now.date()
    if today < OPENS:
        return
    rooms = {room.grade: room for room in class_room.classes(session, today=today)}
    people = pupil_room.pupils(session, today=today, status=("在读",))
    _former_class(session, rooms[6].campus_id, now=now)
    _newcomers(session, [one for one in people if one.class_id == rooms[1].id], now=now)
    for place, region, reason, grade, seat in COMERS:
        child = [one for one in people if one.class_id == rooms[grade].id][seat]
        draft = Draft(
            "转入", OPENS, to_class_id=rooms[grade].id, place=place, region=region, reason=reason,
            papers={"转学申请表": OPENS, "原校学籍证明": OPENS + timedelta(days=9)},
        )  # fmt: skip
        service.record_change(session, pupil_id=child.id, draft=draft, now=now, by="教导处")
    _leavers(session, {grade: room.id for grade, room in rooms.items()}, now=now)
    _on_leave(session, rooms[5].id, now=now)
    _back_from_leave(session, [one for one in people if one.class_id == rooms[4].id][3], now=now)
    _elsewhere(session, today=today)


def _former_class(session: Session, campus: CampusId, *, now: datetime) -> None:
    """六年级1班 of 2020, graduated in July; two of its children nobody has heard of yet."""
    room = SchoolClass(
        campus_id=campus, stage="primary", entry_year=2020, number=1, closed_on=date(2026, 8, 31), closed_why="毕业"
    )
    session.add(room)
    session.flush()
    ids = _pupils(
        session, [(name, "男女"[n % 2], date(2014, 1 + n % 12, 3 + n), room.id) for n, name in enumerate(GRADUATES)]
    )
    for pupil_id in ids:
        draft = Draft("毕业", GRADUATED, place=TOWN_SCHOOL)
        service.record_change(session, pupil_id=pupil_id, draft=draft, now=now, by="教导处")
    rows = [{"pupil_id": pupil_id, "year": 2025, **_destination(n)} for n, pupil_id in enumerate(ids)]
    bulk_insert(session, Destination, rows)


def _destination(n: int) -> dict[str, object]:
    known: dict[str, object] = {"certificate": f"河湾毕（2026）第{n + 1:03d}号", "certified_on": GRADUATED}
    if n in (4, 11):
        return known
    if n == 7:
        return known | {"kind": "外地初中", "school_name": FAR_SCHOOL[0], "region": FAR_SCHOOL[1],
                        "proof": "入学通知书照片", "proven_on": date(2026, 9, 10)}  # fmt: skip
    if n == 2:
        return known | {"kind": "初中", "school_name": ELSEWHERE_SCHOOL[0], "region": ELSEWHERE_SCHOOL[1],
                        "proof": "县三中新生名册", "proven_on": date(2026, 9, 8)}  # fmt: skip
    return known | {"kind": "初中", "school_name": TOWN_SCHOOL, "proof": "镇中学七年级新生名册",
                    "proven_on": date(2026, 9, 5)}  # fmt: skip


def _pupils(session: Session, children: Iterable[tuple[str, str, date, int]]) -> list[PupilId]:
    """Invented children with a guardian; their numbers are of no real region."""
    rows, adults = [], []
    for n, (name, sex, birth, room) in enumerate(children):
        full, initials = pinyin_of(name)
        entered = date(birth.year + 6, 9, 1)
        rows.append({
            "name": name, "sex": sex, "birth_date": birth, "class_id": room, "pinyin": full, "initials": initials,
            "student_number": f"L990000{birth:%Y%m%d}{1000 + n + 100 * (birth.year % 10)}",
            "joined_on": entered, "entry_month": f"{entered:%Y-%m}",
        })  # fmt: skip
        adults.append({"name": f"{name[0]}{'国强' if n % 2 else '秀英'}", "phone": f"139000002{n:02d}"})
    ids = bulk_insert(session, Pupil, rows)
    links = [
        {"pupil_id": child, "guardian_id": adult, "relation": "父亲" if n % 2 else "母亲", "is_guardian": "是"}
        for n, (child, adult) in enumerate(zip(ids, bulk_insert(session, Guardian, adults), strict=True))
    ]
    bulk_insert(session, PupilGuardian, links)
    return [PupilId(number) for number in ids]


def _newcomers(session: Session, first_grade: Sequence[PupilFacts], *, now: datetime) -> None:
    for child in first_grade:
        draft = Draft(
            "新生", OPENS, to_class_id=child.class_id, papers={"新生入学登记表": OPENS, "户口簿复印件": OPENS}
        )
        service.record_change(session, pupil_id=child.id, draft=draft, now=now, by="教导处")


def _leavers(session: Session, rooms: dict[int, ClassId], *, now: datetime) -> None:
    """Three who went away over the summer; of one nobody has a 回执."""
    ids = _pupils(session, [(name, sex, birth, rooms[grade]) for name, sex, birth, grade, *_ in LEAVERS])
    for pupil_id, (*_, kind, place, region, reason, receipt) in zip(ids, LEAVERS, strict=True):
        in_time = receipt is not None and receipt <= now.date()
        papers = {"转学申请表": date(2026, 8, 28)}
        draft = Draft(
            kind, OPENS, place=place, region=region, reason=reason, receipt_on=receipt if in_time else None,
            receipt="转学回执" if in_time else "", papers=papers | ({"转入学校接收证明": OPENS} if in_time else {}),
        )  # fmt: skip
        service.record_change(session, pupil_id=pupil_id, draft=draft, now=now, by="教导处")


def _on_leave(session: Session, room: ClassId, *, now: datetime) -> None:
    """A child who broke a leg in the summer and is expected back in some weeks."""
    (pupil_id,) = _pupils(session, [("潘梦洁", "女", date(2015, 12, 3), room)])
    draft = Draft(
        "休学", OPENS, reason="疾病", approval="望教学籍〔2026〕17号", approved_on=date(2026, 9, 4),
        expected_return=now.date() + timedelta(days=24), note="股骨骨折术后",
        papers={"休学申请表": OPENS, "诊断证明": OPENS},
    )  # fmt: skip
    service.record_change(session, pupil_id=pupil_id, draft=draft, now=now, by="教导处")


def _back_from_leave(session: Session, child: PupilFacts, *, now: datetime) -> None:
    """A child who was ill since spring and came back with the new term."""
    away = Draft(
        "休学", date(2026, 3, 16), reason="疾病", approval="望教学籍〔2026〕9号", approved_on=date(2026, 3, 20),
        expected_return=OPENS, note="肺炎住院后休养",
        papers={"休学申请表": date(2026, 3, 16), "诊断证明": date(2026, 3, 16)},
    )  # fmt: skip
    back = Draft(
        "复学", OPENS, to_class_id=child.class_id, reason="休学期满", papers={"复学申请表": OPENS, "康复证明": OPENS}
    )
    for draft in (away, back):
        service.record_change(session, pupil_id=child.id, draft=draft, now=now, by="教导处")


def _elsewhere(session: Session, *, today: date) -> None:
    """Two children of the villages who attend where their parents work: one confirmed, one that is due."""
    villages = {village.name: village.id for village in identity.villages(session)}
    stays = (
        ("龙欣怡", "女", date(2016, 4, 8), "大坪村", "厚街镇中心小学", "广东省东莞市", "母亲", "龙志高", 20),
        ("杨子轩", "男", date(2014, 9, 30), "石板村", "义亭小学", "浙江省义乌市", "父母", "杨秀成", 95),
    )
    for name, sex, birth, village, school, region, with_whom, minder, ago in stays:
        child = AreaChild(
            name=name, sex=sex, birth_date=birth, village_id=villages.get(village), placement="在外就读",
            school_name=school, guardian_name=f"{name[0]}建华", guardian_phone="13900000290",
        )  # fmt: skip
        session.add(child)
        session.flush()
        stay = elsewhere.start_stay(
            session, area_child_id=child.id,
            draft=StayDraft(date(2025, 9, 1), school, region, with_whom, "13900000290", minder, "13900000104"),
        )  # fmt: skip
        elsewhere.confirm(
            session, stay_id=stay, day=max(date(2025, 9, 1), today - timedelta(days=ago)), how="视频",
            found="在教室上课", proof="就读证明照片", by=minder,
        )  # fmt: skip
