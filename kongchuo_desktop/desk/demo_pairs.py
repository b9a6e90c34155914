"""The sample school's pairs: teachers for the children of concern, two classmates, a cadre, plans and help."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from kongchuo_desktop.school.concern import service as concern
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pairing import marks, plans, proposing, service
from kongchuo_desktop.school.pairing.marks import MarkFacts
from kongchuo_desktop.school.pairing.plans import GoalFacts
from kongchuo_desktop.school.pairing.proposing import Wanted
from kongchuo_desktop.school.pairing.service import PairDraft
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits import talks
from kongchuo_desktop.school.visits.talks import TalkDraft

MOST = 12  # children with a teacher
STUDY = frozenset({"学困生", "双困生", "厌学", "潜能生"})
TOPICS = ("作业为什么拖到晚上", "和同桌闹别扭", "这周的进步", "家里谁辅导作业")


def add_pairs(session: Session, *, now: datetime) -> None:
    """September's pairs and what came of them until today."""
    today = now.date()
    term = identity.current_term(session, today=today)
    if term is None or today < term.starts + timedelta(days=40):
        return
    since = term.starts + timedelta(days=13)
    marked = concern.marks(session, on=today)
    study = list(dict.fromkeys(mark.pupil_id for mark in marked if mark.kind in STUDY))
    others = list(dict.fromkeys(mark.pupil_id for mark in marked if mark.pupil_id not in study))
    chosen = frozenset((study + others)[:MOST])
    found, _ = proposing.propose_pairs(session, wanted=Wanted(pupil_ids=chosen, most=3), on=today)
    proposing.accept(
        session, kind="教师帮扶", chosen=found.pairs, since=since, aim="作业按时交，期末有进步", talks=3, visits=1,
        today=today,
    )  # fmt: skip
    friends, _ = proposing.propose_pairs(
        session, wanted=Wanted("同伴互助", pupil_ids=frozenset(study[:3]), most=1), on=today
    )
    proposing.accept(
        session, kind="同伴互助", chosen=friends.pairs, since=since, aim="一起写作业", talks=0, visits=0, today=today
    )
    _cadre(session, others or study, since, today)
    for place, child in enumerate(study[:3]):
        _plan(session, child, place, since, today)
    _talks(session, [pair.child.id for pair in found.pairs], now)


def _cadre(session: Session, children: list[PupilId], since: date, today: date) -> None:
    if children:
        draft = PairDraft(
            "干部结对", children[0], since, helper_name="罗成林", helper_unit="河湾村委会主任",
            helper_phone="13900000101", aim="家庭有困难及时告诉学校", visits_per_month=1,
        )  # fmt: skip
        service.make(session, draft=draft, today=today)


def _plan(session: Session, child: PupilId, place: int, since: date, today: date) -> None:
    term = identity.current_term(session, today=today)
    if term is None:
        return
    plan = plans.make_plan(
        session, pupil_id=child, term=term, causes=("识字或计算薄弱", "作业拖拉", "家庭无人辅导"), day=since,
        by="班主任", fields={
            "diagnosis": "口算慢，应用题读不懂题意；作业常常欠交", "strengths": "爱劳动，乐于帮同学",
            "long_goal": "期末数学及格，作业不欠交",
        },
    )  # fmt: skip
    goals = [
        GoalFacts(0, "一周作业不欠交", "每天放学前在校完成一半", "帮扶教师", since + timedelta(days=14),
                  since + timedelta(days=14), "做到了"),
        GoalFacts(0, "二十道口算对十七道", "每天早读前口算五分钟", "同桌", since + timedelta(days=42),
                  since + timedelta(days=40) if place != 1 else None, "进步明显" if place != 1 else ""),
        GoalFacts(0, "应用题能说出题意", "读题、圈关键词、复述", "帮扶教师", term.ends - timedelta(days=20), None, ""),
    ]  # fmt: skip
    plans.set_goals(session, plan_id=plan, goals=goals)
    found = plans.plan(session, pupil_id=child, term=term)
    for cycle in (one for one in (found.cycles if found else ()) if one.last < today):
        rating = "有进步" if place != 1 else "持平"
        plans.close_cycle(
            session, cycle_id=cycle.id, rating=rating, result="作业基本按时交", day=cycle.last + timedelta(days=1)
        )
    for week in range(0, (today - since).days // 7, 2):
        plans.log_help(
            session, pupil_ids=[child], day=since + timedelta(days=7 * week + 2), kind="补课", minutes=30,
            subject="数学", content="补表内乘除法，练应用题", given_by="帮扶教师", today=today,
        )  # fmt: skip
    scores = ((460, 585), (520, 540), (575, 690))[place % 3]
    for exam, tenths in zip(("期初", "期中"), scores, strict=True):
        marks.set_marks(session, marks=[MarkFacts(child, term.year, term.season, exam, "数学", tenths, 100)])


def _talks(session: Session, children: list[PupilId], now: datetime) -> None:
    """Talks of this month for all but the last two pairs, by the helper of each."""
    today = now.date()
    held = {pair.pupil_id: pair for pair in service.pairs(session, today=today, on=today, kinds=("教师帮扶",))}
    for place, child in enumerate(children[:-2]):
        for turn in range(2 if place % 3 else 1):
            day = today.replace(day=max(1, min(today.day, 4 + 7 * turn + place % 5)))
            draft = TalkDraft(
                child, day, staff_id=held[child].staff_id, topic=TOPICS[(place + turn) % 4], content="聊了聊近况",
                outcome="愿意改，约好下周再看作业",
            )  # fmt: skip
            talks.record_talk(session, draft=draft, now=now)
