"""住宿生花名册 and 寝室床位表."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import CLASS, DATE, day_of, rooms_asked
from kongchuo_desktop.reports.kinds import ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.enrolment import boarding
from kongchuo_desktop.school.enrolment.beds import bed_words
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room

SIGNED = "宿管（签字）：＿＿＿＿＿＿　　校长（签字）：＿＿＿＿＿＿　　日期：＿＿＿＿年＿＿月＿＿日"


def boarders(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """住宿生花名册: every boarder with its bed, its adult and how far it is from home; those without a bed told."""
    answers = checked(BOARDERS, choices)
    day = day_of(answers, today)
    if room := answers["class"]:
        rooms_asked(session, {"class": room}, today)  # says so when there is no such class
    beds = {stay.pupil_id: stay for stay in boarding.stays(session, on=day)}
    rows: list[tuple[Cell, ...]] = []
    for child in pupil_room.pupils(session, today=today, status=("在读",)):
        stay = beds.get(child.id)
        if (not child.boarding and stay is None) or room not in ("", child.class_name):
            continue
        adult = next((one for one in child.guardians if one.phone), child.guardians[0] if child.guardians else None)
        rows.append(
            (
                len(rows) + 1, child.name, child.sex, child.class_name, stay.dormitory if stay else "没有床位",
                bed_words(stay.bed) if stay else "", stay.since if stay else None, child.village,
                str(child.fields["distance_km"]), adult.name if adult else "", adult.phone if adult else child.phone,
            )
        )  # fmt: skip
    without = sum(1 for row in rows if row[5] == "")
    told = f"共 {len(rows)} 人，其中男 {_count(rows, '男')} 人、女 {_count(rows, '女')} 人，没有床位 {without} 人。"
    return Table(
        "住宿生花名册", COLUMNS, tuple(rows), f"{identity.school(session).name}  {day.year}年{day.month}月{day.day}日",
        (told, SIGNED), landscape=True,
    )  # fmt: skip


def _count(rows: list[tuple[Cell, ...]], sex: str) -> int:
    return sum(1 for row in rows if row[2] == sex)


COLUMNS = (
    Column("n", "序号", 6, "center", "number"),
    Column("name", "姓名", 12),
    Column("sex", "性别", 6, "center"),
    Column("class", "班级", 12, "center"),
    Column("room", "寝室", 16),
    Column("bed", "床位", 8, "center"),
    Column("since", "入住日期", 12, "center", "date"),
    Column("village", "村", 10),
    Column("distance", "离家（公里）", 12, "center"),
    Column("adult", "家长", 12),
    Column("phone", "联系电话", 14, "center"),
)


def dormitories(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """寝室床位表: a page a room, every bed with who sleeps in it, to hang on the door."""
    answers = checked(DORMITORIES, choices)
    day = day_of(answers, today)
    phones = {
        child.id: next((one.phone for one in child.guardians if one.phone), child.phone)
        for child in pupil_room.pupils(session, today=today)
    }
    rows: list[tuple[Cell, ...]] = []
    beds = taken = 0
    rooms = boarding.dormitories(session, on=day)
    for room in rooms:
        if not room.beds:
            continue
        heading = room.full_name
        by_bed = {stay.bed: stay for stay in room.sleepers}
        beds, taken = beds + room.beds, taken + len(room.sleepers)
        for number in range(1, room.beds + 1):
            stay = by_bed.get(str(number))
            rows.append(
                (heading, number, stay.name, stay.class_name, stay.since, phones.get(stay.pupil_id, ""))
                if stay else (heading, number, "", "", None, "")
            )  # fmt: skip
    keepers = [f"{room.full_name} {room.keeper}" for room in rooms if room.keeper and room.beds]
    notes = [f"全校 {beds} 张床，住 {taken} 人，空 {beds - taken} 张。"]
    notes += [f"宿管：{'，'.join(keepers)}。"] if keepers else []
    return Table(
        "寝室床位表",
        (
            Column("room", "寝室", 18),
            Column("bed", "床号", 8, "center", "number"),
            Column("name", "姓名", 16),
            Column("class", "班级", 14, "center"),
            Column("since", "入住日期", 14, "center", "date"),
            Column("phone", "家长电话", 18, "center"),
        ),
        tuple(rows), f"{identity.school(session).name}  {day.year}年{day.month}月{day.day}日", tuple(notes),
        group_by="room",
    )  # fmt: skip


BOARDERS = ReportKind(
    "boarders", "住宿生花名册", boarders, (CLASS, DATE), about="寝室、床号、家长电话，没有床位的也列出"
)
DORMITORIES = ReportKind("dormitories", "寝室床位表", dormitories, (DATE,), about="每间寝室一页，可贴在门上")
KINDS = (BOARDERS, DORMITORIES)
