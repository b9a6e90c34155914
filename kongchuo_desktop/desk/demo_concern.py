"""The sample school's register of concern: marks, homes, where parents are, decided levels, adults who care."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.classes.service import ClassFacts
from kongchuo_desktop.school.concern import homes, proposals, service
from kongchuo_desktop.school.concern.homes import HomeFacts
from kongchuo_desktop.school.concern.left_behind import FATHERS
from kongchuo_desktop.school.concern.model import HomeSituation, ParentWhereabouts
from kongchuo_desktop.school.concern.whereabouts import ParentFacts
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.levels import service as levels
from kongchuo_desktop.school.levels.rules import HIGH, MIDDLE
from kongchuo_desktop.school.pairing import care
from kongchuo_desktop.school.pairing.care import CARE_KINDS, Named
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage.bulk import bulk_insert

MARKS = (  # grade, place in the class list, kind, week of term, why
    (6, 3, "动摇生", 9, "国庆后说想跟父亲去打工，作业不交"),
    (6, 3, "务工意向", 9, "暑假跟堂哥在工地做过小工"),
    (6, 10, "厌学", 2, "九月旷课两天，在家放牛，说听不懂"),
    (6, 10, "学困生", 2, "语文、数学期末都不及格"),
    (6, 10, "家困生", 2, "父亲腰伤不能做重活，母亲一人种地"),
    (6, 14, "沉迷网络", 6, "祖母反映每晚玩手机到十一点"),
    (5, 4, "偏差生", 5, "与邻村大孩子来往，常不按时回家"),
    (5, 4, "学困生", 3, "英语、数学跟不上"),
    (5, 11, "潜能生", 3, "数学悟性好，作业潦草"),
    (5, 16, "单亲", 1, "父母去年离异，随父亲"),
    (4, 2, "学困生", 3, "阅读吃力"),
    (4, 2, "家困生", 1, "低保户"),
    (4, 8, "患病", 1, "哮喘，换季要请假"),
    (3, 5, "寄宿他人", 1, "住在镇上姨妈家"),
    (3, 5, "家困生", 1, "脱贫户，母亲慢性病"),
    (3, 12, "单亲", 1, "父亲三年前去世"),
    (2, 6, "学困生", 4, "拼音没有过关"),
    (1, 9, "上学远", 1, "单程走一个多小时山路"),
)
REMARKS = (  # grade, place in the class list, the class teacher's own words
    (1, 4, "父母都在广东打工，跟奶奶，胆子小"),
    (2, 7, "低保户，成绩差"),
    (5, 8, "爱打架，爸爸妈妈离婚了"),
    (4, 14, "上学远，冬天常迟到"),
)
PLACES = ("浙江温州", "广东东莞", "福建晋江", "江苏昆山", "贵阳", "县城")
WORKS = ("鞋厂", "电子厂", "建筑工地", "制衣厂", "送货", "餐馆")
CARERS = (("祖母", "健康", "61"), ("祖父", "一般", "66"), ("外祖母", "多病", "68"))
NEIGHBOURS = ("河湾村妇联主任", "上寨村村医", "石板村支书", "大坪村文书", "长岭村民兵连长", "青杠村妇联主任")


def add_register(session: Session, *, now: datetime) -> None:
    """Marks given since September, remarks that nobody has looked at yet, and half of the homes asked about."""
    today = now.date()
    classes = _classes(session, today)
    opens = min(span.starts for span in identity.terms(session))
    rooms = {room.grade: room for room in class_room.classes(session, today=today)}
    if 6 not in classes or opens > today:
        return
    for grade, place, words in REMARKS:
        if place < len(classes[grade]):
            pupil_room.change_pupil(session, pupil_id=classes[grade][place].id, fields={"remark": words})
    _accept(session, rooms, min(today, opens + timedelta(days=6)), today)
    for grade, place, kind, week, why in MARKS:
        if place < len(classes[grade]):
            service.mark(
                session, pupil_ids=[classes[grade][place].id], kind=kind,
                since=min(today, opens + timedelta(weeks=week - 1)), why=why, by=rooms[grade].head, today=today,
            )  # fmt: skip
    if today > opens + timedelta(weeks=5):
        _one_ended(session, rooms, opens, today)
    _homes(session, opens, today, rooms)


def _classes(session: Session, today: date) -> dict[int, list[PupilFacts]]:
    found: dict[int, list[PupilFacts]] = {}
    for person in pupil_room.pupils(session, today=today, status=("在读",)):
        found.setdefault(person.grade, []).append(person)
    return found


def _accept(session: Session, rooms: Mapping[int, ClassFacts], since: date, today: date) -> None:
    """What the roster says of grades two to six was entered in September; grade one is still to be looked at."""
    first = rooms[1].id
    told = [item for item in proposals.proposals(session, on=today) if item.source == "名册" and item.class_id != first]
    proposals.accept(session, items=told, since=since, by="教导处", today=today)


def _one_ended(session: Session, rooms: Mapping[int, ClassFacts], opens: date, today: date) -> None:
    """A father came home in October."""
    found = [item for item in service.marks(session, on=today) if item.kind == "留守（单亲外出）" and item.id]
    if found and found[-1].id is not None:
        service.end_mark(
            session, mark_id=found[-1].id, on=opens + timedelta(weeks=5), why="父亲国庆后留在家里，不再外出",
            by=rooms[6].head, today=today,
        )  # fmt: skip


def _homes(session: Session, opens: date, today: date, classes: Mapping[int, ClassFacts]) -> None:
    """Where the parents of left-behind children are, and who cares for them."""
    left = {item.pupil_id: item.kind for item in service.marks(session, on=today) if item.kind.startswith("留守")}
    known = min(today, opens + timedelta(days=20))
    heads = {int(room.id): room.head for room in classes.values()}
    rows: list[dict[str, object]] = []
    away: list[dict[str, object]] = []
    asked: set[int] = set()
    for place, home in enumerate(homes.homes(session, on=today)):
        kinds = {left[child.id] for child in home.children if child.id in left}
        if not kinds and place % 5:
            continue
        relation, health, age = CARERS[place % len(CARERS)]
        both = "留守（双亲外出）" in kinds
        at_home = [item.relation for item in home.parents if not _gone(item, home, both=both, one=bool(kinds))]
        carer = at_home[-1] if at_home else relation
        rows.append(
            {
                "household_id": home.household_id, "carer_relation": carer, "carer_age": "" if at_home else age,
                "carer_health": "健康" if at_home else health, "income": "父母务工" if kinds else "种植养殖",
                "known_on": known, "known_by": heads.get(home.children[0].class_id or 0, ""),
            }
        )  # fmt: skip
        away += _parents(home, both=both, one=bool(kinds), place=place, opens=opens, today=today, asked=asked)
    bulk_insert(session, HomeSituation, [row for row in rows if row["household_id"] is not None])
    bulk_insert(session, ParentWhereabouts, away)


def _gone(item: ParentFacts, home: HomeFacts, *, both: bool, one: bool) -> bool:
    """Whether a parent works away: both, or the father, or the only one known."""
    return both or (one and (item.relation in FATHERS or len(home.parents) == 1))


def _parents(
    home: HomeFacts, *, both: bool, one: bool, place: int, opens: date, today: date, asked: set[int]
) -> list[dict[str, object]]:
    made: list[dict[str, object]] = []
    for turn, item in enumerate(home.parents):
        if item.guardian_id in asked:
            continue
        asked.add(item.guardian_id)
        gone = _gone(item, home, both=both, one=one)
        contact = min(today, opens + timedelta(days=12 + 9 * ((place + turn) % 7)))
        where = (place + turn) % len(PLACES)
        state = ("省外务工", "省外务工", "省外务工", "省外务工", "省内务工", "县内务工")[where] if gone else "在家"
        made.append(
            {
                "guardian_id": item.guardian_id, "state": state, "place": PLACES[where] if gone else "",
                "work": WORKS[where] if gone else "务农", "since": date(opens.year, 2, 20 + where) if gone else None,
                "back_expected": "春节" if gone else "", "last_contact_on": contact, "last_contact_how": "电话",
            }
        )  # fmt: skip
    return made


def add_levels_and_care(session: Session, *, now: datetime) -> None:
    """Levels decided, one of them otherwise than proposed; adults for most left-behind children."""
    today = now.date()
    _decide(session, now)
    lines = [line for line in care.lines(session, on=today) if line.kind == "留守（双亲外出）"]
    opens = min(span.starts for span in identity.terms(session))
    staff = staff_room.staff(session, today=today)
    since = min(today, opens + timedelta(days=13))
    if not staff or opens > today:
        return
    for place, line in enumerate(lines[: len(lines) * 3 // 4]):
        for turn, kind in enumerate(CARE_KINDS):
            if kind == "心理辅导" and place % 4 == 3:
                continue  # nobody found yet
            who = Named(staff_id=staff[(place + turn * 3) % len(staff)].id)
            if kind == "生活辅导" and place % 3 == 0:
                who = Named(name=_neighbour(place), unit=NEIGHBOURS[place % len(NEIGHBOURS)])
            care.assign(session, pupil_ids=[line.pupil_id], kind=kind, who=who, since=since, today=today)
    _records(session, lines[: len(lines) // 2], opens, now)


def _neighbour(place: int) -> str:
    return ("罗春梅", "韦正华", "杨秀成", "龙玉芬", "吴光前", "石明芝")[place % len(NEIGHBOURS)]


def _records(session: Session, lines: Sequence[care.CareLine], opens: date, now: datetime) -> None:
    words = ("到家看望，检查作业，和在外的父母视频", "周末接到家里吃饭，谈心", "帮助洗晒被褥，提醒防寒，电话告知父母")
    for month in range(3):
        day = opens + timedelta(days=18 + 30 * month)
        for place, line in enumerate(lines):
            carer = line.carers.get(CARE_KINDS[0])
            if day <= now.date():
                care.record(
                    session, pupil_ids=[line.pupil_id], day=day, content=words[(place + month) % len(words)],
                    who=Named(staff_id=carer.staff_id) if carer else Named(name="教导处"),
                    now=datetime.combine(day, time(17, 0), now.tzinfo),
                )  # fmt: skip


def _decide(session: Session, now: datetime) -> None:
    """The principal went through the list: as proposed, but for one child seen at home."""
    opens = min(span.starts for span in identity.terms(session))
    if (now - timedelta(days=50)).date() > opens:
        now -= timedelta(days=20)
    found = levels.levels(session, on=now.date())
    high = [item for item in found if item.proposal.level == HIGH]
    middle = [item.pupil_id for item in found if item.proposal.level == MIDDLE]
    if not high:
        return
    ids: list[PupilId] = [item.pupil_id for item in high[:-1] or high]
    levels.decide(session, pupil_ids=ids, level=HIGH, why="", by="校长", now=now)
    if len(high) > 1:
        levels.decide(
            session,
            pupil_ids=[high[-1].pupil_id],
            level=MIDDLE,
            why="班主任家访后情绪已稳定，继续观察",
            by="校长",
            now=now,
        )
    if middle:
        levels.decide(session, pupil_ids=middle[: len(middle) // 2], level=MIDDLE, why="", by="校长", now=now)
