"""The sample school's visits: a term at about seven families in ten, promises kept and open, one child at home."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.staff import service as staff_room
from kongchuo_desktop.school.types import VisitId
from kongchuo_desktop.school.visits import coverage, file_plan, service, teaching
from kongchuo_desktop.school.visits.coverage_rules import Family
from kongchuo_desktop.school.visits.rules import VisitDraft
from kongchuo_desktop.school.visits.talks import TalkDraft
from kongchuo_desktop.school.visits.teaching import LessonDraft, PlacementDraft, PlanDraft


@dataclass(frozen=True)
class _Story:
    """What a visit found and what came of it; `days` until the promise is due, 0 for no promise."""

    purpose: str
    found: str
    measures: str
    promise: str = ""
    days: int = 0
    kept: str = ""
    again: int = 0  # days until the next visit


STORIES = (
    _Story("普访", "父母在家务农，关心学习，家里有固定的书桌。", "介绍在校表现，请家长按时检查作业。"),
    _Story(
        "留守关爱", "父母在外务工，跟爷爷奶奶住，每周和父母通一次电话。", "班主任每周谈心一次，作业在校完成。",
        "父亲每周三、周日和孩子视频", 21, "父亲按约定和孩子通话",
    ),
    _Story("普访", "母亲在家照顾弟妹，孩子回家帮做家务，作业完成得较晚。", "放学后留校一小时完成作业。"),
    _Story(
        "学习情况", "识字和计算跟不上，家里没有人能辅导。", "安排同村高年级学生结伴，任课教师每周补一次。",
        "晚上八点以后不看电视", 14, "家长反映做到了大半",
    ),
    _Story("普访", "家庭和睦，孩子喜欢看课外书。", "推荐图书角的书，鼓励参加讲故事比赛。"),
    _Story(
        "留守关爱", "奶奶年纪大，接送有困难，孩子自己走四十分钟山路。", "和同路的学生编成路队，村里安排护送员。",
        again=35,
    ),
    _Story("资助核实", "爷爷常年吃药，家里主要靠低保和父亲打零工。", "核对资助材料，下学期继续申请生活补助。"),
    _Story(
        "缺课追访", "前几天没有到校，在家帮忙收苞谷。", "讲清接受义务教育的规定，约定农忙也要到校。",
        "以后有事先请假，不再耽误上课", 28, "",
    ),
    _Story("普访", "父亲在镇上开车，母亲在家，家长对孩子要求严。", "请家长多鼓励，少打骂。"),
)  # fmt: skip
AGAIN = _Story("返校回访", "电话里问了近况，孩子每天和同路的学生一起走，家长放心。", "下月再联系。")
AT_HOME = ("奶奶", "爷爷、奶奶", "母亲", "父亲、母亲", "外婆", "爷爷", "母亲、弟弟")
TALKS = (
    ("谈心", "想念外出务工的父母", "约好每周三和父母视频，情绪平稳。"),
    ("学业", "数学作业常漏做", "订正后当面讲，安排同桌互查。"),
    ("谈心", "和同学闹矛盾", "双方说开了，互相道歉。"),
    ("关爱记录", "本月生活和学习", "穿着、饮食正常，和家长通电话两次。"),
    ("学业", "考前没有信心", "一起订了复习计划。"),
)
SIBLINGS = 12  # families with two children at the school
STATE = "肢体残疾，不能独立行走，能听懂日常用语，认识少量汉字和10以内的数。"
GOALS = "1.认识常用汉字30个；2.学会10以内加减法；3.练习握笔、穿衣等生活自理。"
LESSONS = (
    ("认识“家、人、口”，点数1到5", "能跟读，点数到4"), ("儿歌《小星星》，练习握笔", "愿意跟着唱，握笔需要扶"),
    ("比较大小，认识圆形、方形", "能分出大小"), ("复习1到5，学写“人”字", "描红完成一半，精神好"),
)  # fmt: skip


def add_visits(session: Session, *, now: datetime) -> None:
    """Visits since the term's first day, talks, and the lessons of a child who can't come to school."""
    today = now.date()
    term = identity.current_term(session, today=today)
    if term is None or today < term.starts + timedelta(days=20):
        return
    people = pupil_room.pupils(session, today=today, status=("在读",))
    _brothers_and_sisters(session, people)
    families = coverage.coverage(session, term=term, today=today).whole.families
    stories = list(_stories(families, term, today))
    ids = file_plan.write_visits(session, drafts=[draft for draft, _ in stories], now=now, by="示例")
    for number, (draft, kept) in zip(ids, stories, strict=True):
        if kept and draft.promise_due and draft.promise_due <= today:
            service.settle_promise(session, visit_id=VisitId(number), on=draft.promise_due, outcome=kept, today=today)
    _talks(session, people, term, now)
    _taught_at_home(session, people, term, now)


def _brothers_and_sisters(session: Session, people: Sequence[PupilFacts]) -> None:
    """Children of one name and village in different grades live under one roof, a dozen such families."""
    alike: dict[tuple[str, str], list[PupilFacts]] = {}
    for person in people:
        if person.village and person.fields["household_id"] is not None:
            alike.setdefault((person.name[0], person.village), []).append(person)
    pairs = [group[:2] for group in alike.values() if len(group) > 1 and group[0].grade != group[1].grade]
    for elder, younger in pairs[:SIBLINGS]:
        session.get_one(Pupil, younger.id).household_id = elder.fields["household_id"]
    session.flush()


def _stories(families: Sequence[Family], term: TermSpan, today: date) -> Iterator[tuple[VisitDraft, str]]:
    """Seven families in ten seen, some by video, a few only telephoned; a second visit to some key families."""
    span = (today - term.starts).days - 2
    for place, family in enumerate(families):
        if place % 10 in (3, 6, 9) and not (family.is_key and place % 2):
            if place % 20 == 3 and family.visitor_id:
                yield _visit(family, STORIES[0], term.starts + timedelta(days=30), "电话", place), ""
            continue
        story = STORIES[place * 5 % len(STORIES)]
        day = _school_evening(term.starts + timedelta(days=5 + place * 17 % max(1, span - 5)))
        form = "视频" if place % 11 == 5 else "入户"
        made = _visit(family, story, day, form, place)
        yield made, (story.kept or "到现在没有再缺课") if place % 7 else ""
        if made.next_on and made.next_on < today and place % 4:
            yield _visit(family, AGAIN, made.next_on, "电话", place), ""
        if family.is_key and place % 3 == 0 and day + timedelta(days=25) < today:
            yield _visit(family, STORIES[1], _school_evening(day + timedelta(days=24)), "入户", place), ""


def _visit(family: Family, story: _Story, day: date, form: str, place: int) -> VisitDraft:
    return VisitDraft(
        day, form, tuple(child.id for child in family.children),
        (family.visitor_id,) if family.visitor_id else (), "" if family.visitor_id and place % 6 else "村干部",
        place=family.address if form == "入户" else "", at_home=AT_HOME[place % len(AT_HOME)], purpose=story.purpose,
        found=story.found, measures=story.measures, promise=story.promise if form != "电话" else "",
        promise_due=day + timedelta(days=story.days) if story.days and form != "电话" else None,
        next_on=day + timedelta(days=story.again) if story.again else None, signed=form == "入户",
    )  # fmt: skip


def _school_evening(day: date) -> date:
    """Visits are made after lessons or on a Saturday."""
    return day - timedelta(days=1) if day.weekday() == 6 else day


def _talks(session: Session, people: Sequence[PupilFacts], term: TermSpan, now: datetime) -> None:
    heads = {room.id: room.head_id for room in class_room.classes(session, today=now.date())}
    for place in range(0, len(people), 4):
        child = people[place]
        kind, topic, outcome = TALKS[place // 4 % len(TALKS)]
        day = _school_evening(term.starts + timedelta(days=7 + place * 13 % ((now.date() - term.starts).days - 8)))
        draft = TalkDraft(
            child.id, day, kind, heads.get(child.class_id) if child.class_id else None, topic=topic, outcome=outcome,
            talker="" if child.class_id and heads.get(child.class_id) else "班主任",
            next_on=day + timedelta(days=30) if place % 48 == 0 else None,
        )  # fmt: skip
        service.record_talk(session, draft=draft, now=now, by="示例")


def _taught_at_home(session: Session, people: Sequence[PupilFacts], term: TermSpan, now: datetime) -> None:
    """A child of the third grade, twice a month, the last month not yet whole; another one in an ordinary class."""
    today = now.date()
    thirds = [child for child in people if child.grade == 3]
    teachers = [person for person in staff_room.staff(session, today=today) if person.duty == "教师"][:2]
    if len(thirds) < 9 or len(teachers) < 2:
        return
    child, other = thirds[7], thirds[2]
    placed = PlacementDraft(
        child.id, "送教上门", term.starts, "肢体", "一级", "52210020170310001143", note="有医院证明"
    )
    teaching.place(session, draft=placed, today=today)
    teaching.place(session, draft=PlacementDraft(other.id, "随班就读", term.starts, "听力", "四级"), today=today)
    who = "、".join(person.name for person in teachers)
    plan = PlanDraft(2, 2, who, STATE, GOALS, "语文、数学、生活自理各占三分之一，每次2课时。")
    teaching.set_plan(session, pupil_id=child.id, term=term, draft=plan, now=now, by="示例")
    day, turn = term.starts + timedelta(days=8), 0
    while day < today - timedelta(days=14):
        content, response = LESSONS[turn % len(LESSONS)]
        lesson = LessonDraft(
            child.id, day, 2, who, content, response, "识字卡、计数棒", "每天读5个字", "感谢老师上门", signed=True
        )
        teaching.record_lesson(session, draft=lesson, now=now, by="示例")
        day, turn = day + timedelta(days=15), turn + 1


__all__ = ["add_visits"]
