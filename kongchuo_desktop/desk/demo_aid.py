"""The sample school's aid: autumn's recognition, a 公示 taken down, lists paid with one correction, cards, the fund."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid import amending, fund, gifts, meals, payments, public, recognition, service
from kongchuo_desktop.school.aid.recognition import RecognitionFacts
from kongchuo_desktop.school.aid.rules import PICKED, Amount
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import ClassId, PupilId

BY = "周宇英"
PRINCIPAL = "校长"
COUNTY_GROUPS = (
    "脱贫户", "脱贫不稳定", "边缘易致贫", "突发严重困难", "农村低保", "城市低保", "农村特困", "城市特困",
    "困难残疾学生", "孤儿", "事实无人抚养",
)  # fmt: skip
REASONS = ("父亲在外务工受伤，收入少", "爷爷奶奶带，务农为生", "母亲常年吃药，三个孩子上学", "去年房屋受灾，借款重建")
INCOMES = ("4200元", "5600元", "6100元", "3800元")


def add_aid(session: Session, *, now: datetime) -> None:
    """What happened with aid since September; nothing yet in the first six weeks of a term."""
    today = now.date()
    term = identity.current_term(session, today=today)
    if term is None or today < term.starts + timedelta(days=42):
        return
    _own_amounts(session, term)
    _recognise(session, term, today)
    _pay(session, term, today)
    _fund(session, term, now)
    _gifts(session, term, now)
    _food(session, term, today)


def _own_amounts(session: Session, term: TermSpan) -> None:
    """The county pays non-boarders more; day pupils from far away have a bus, all have their exercise books free."""
    document = f"青石县教科〔{term.starts.year}〕9号"
    county = "青石县"
    rows = (
        Amount("non_boarder", "primary", "no", COUNTY_GROUPS, 40_000, term.starts, None, document, county),
        Amount("bus", "", "no", (PICKED,), 20_000, term.starts, None, document, county),
        Amount("workbooks", "", "", (), 2_600, term.starts, None, document, county, in_kind=True),
    )  # fmt: skip
    for draft in rows:
        amending.put(session, draft=draft)
    people = pupil_room.pupils(session, today=term.starts, status=("在读",))
    for child in [one for one in people if not one.boarding][5::40]:
        why = f"{child.village or '大坪村'}到校路远，乘坐校车"
        amending.pick(session, programme_key="bus", pupil_id=child.id, why=why, since=term.starts)


def _gifts(session: Session, term: TermSpan, now: datetime) -> None:
    """Coats and satchels; some are handed on."""
    day = term.starts + timedelta(days=40)
    for goods, unit, number, cents, who in (
        ("棉衣", "件", 30, 360_000, "河湾村老校友"), ("书包", "个", 20, 100_000, "青石镇商会"),
    ):  # fmt: skip
        gifts.take_in(
            session, day=day, goods=goods, unit=unit, number=number, who=who, receipt="", now=now, cents=cents
        )
    helped = [one.pupil for one in recognition.recognitions(session, term=term, today=now.date()) if one.level][:6]
    for child in helped:
        if day <= now.date():
            gifts.hand_out(
                session, day=day, goods="棉衣", number=1, who=child.name, receipt="", decided_by="校务会", now=now,
                pupil_id=child.id,
            )  # fmt: skip


def _food(session: Session, term: TermSpan, today: date) -> None:
    """The plan is carried out; one day without power, the last two weeks still to be noted."""
    identity.set_rule(
        session, key="aid.meals", value="yes", in_force_from=term.starts,
        document=f"青石县教科〔{term.starts.year}〕3号：纳入营养改善计划实施范围",
    )  # fmt: skip
    rooms = [room.id for room in class_room.classes(session, today=today)]
    last = today - timedelta(days=14)
    new = meals.serve_as_registered(session, class_ids=rooms, first=term.starts, last=last, today=today)
    days = sorted({day for _, day in new})
    if len(days) > 8:
        dark = [room for room, day in new if day == days[7]]
        meals.stop(session, class_ids=dark, day=days[7], why="停电，供餐公司没有送餐", today=today)


def _recognise(session: Session, term: TermSpan, today: date) -> None:
    everybody = recognition.recognitions(session, term=term, today=today, everybody=True)
    known = [one for one in everybody if one.groups]
    others = [one for place, one in enumerate(everybody) if not one.groups and place % 9 == 4]
    told = [one.pupil.id for one in (*known, *others)]
    recognition.tell(session, pupil_ids=told, year=term.year, day=term.starts + timedelta(days=6))
    applied = [*known[:12], *others[:6]]
    for place, one in enumerate(applied):
        reason = "；".join(one.groups) or REASONS[place % 4]
        recognition.apply_for(
            session, pupil_id=one.pupil.id, year=term.year, day=term.starts + timedelta(days=13 + place % 4),
            reason=reason, income=INCOMES[place % 4],
        )  # fmt: skip
    judged = applied[:-2]  # two forms came late and wait for their class
    levels = {one.pupil.id: _level(one, place) for place, one in enumerate(judged)}
    _meet(session, judged, term)
    recognition.review(session, levels=levels, year=term.year, day=term.starts + timedelta(days=20))
    decided = {child: level for child, level in levels.items() if child != judged[-1].pupil.id}
    recognition.decide(session, levels=decided, year=term.year, day=term.starts + timedelta(days=22))
    _publish(session, [one.pupil for one in judged if one.pupil.id in decided], term)


def _level(one: RecognitionFacts, place: int) -> str:
    return "特别困难" if one.groups else ("困难", "一般困难")[place % 2]


def _meet(session: Session, judged: list[RecognitionFacts], term: TermSpan) -> None:
    heads = {room.id: room.head for room in class_room.classes(session, today=term.starts)}
    by_class: dict[ClassId, list[RecognitionFacts]] = {}
    for one in judged:
        if one.pupil.class_id:
            by_class.setdefault(one.pupil.class_id, []).append(one)
    for class_id, items in by_class.items():
        minutes = (
            f"班主任说明认定办法和本班申请情况，共{len(items)}名学生申请。逐一核对家庭情况和证明材料，"
            "有一户村里来人作了说明。参加评议的人员一致同意下列等级。"
        )
        recognition.hold_meeting(
            session, year=term.year, class_id=class_id, day=term.starts + timedelta(days=20), place="教师办公室",
            chair=heads.get(class_id, "") or "班主任", members="班主任、科任教师1人、家长代表3人", minutes=minutes,
        )  # fmt: skip


def _publish(session: Session, children: list[PupilFacts], term: TermSpan) -> None:
    notice = public.publish(
        session, year=term.year, title=f"{term.name}家庭经济困难学生认定结果公示", place="学校公示栏",
        first=term.starts + timedelta(days=27), children=children,
    )  # fmt: skip
    hung = next(one for one in public.notices(session, year=term.year) if one.id == notice)
    objection = public.object_to(
        session, notice_id=notice, day=hung.first + timedelta(days=1), raised_by="一位家长",
        text="问名单里一户为什么算困难，说他家去年买了农用车",
    )  # fmt: skip
    public.settle_objection(
        session, objection_id=objection, outcome="和村里核实：车是合伙买的，已当面答复，没有再提出异议", day=hung.last
    )
    public.take_down(session, notice_id=notice, day=hung.last)


def _pay(session: Session, term: TermSpan, today: date) -> None:
    """Cards first, then both lists; one child's papers came late and it follows on a correction."""
    made = term.starts + timedelta(days=38)
    paid = service.entitled(session, term=term, today=today).money
    _cards(session, list({one.pupil.id: one.pupil for one in paid}.values()), term.starts)
    for programme in dict.fromkeys(one.entitlement.programme.key for one in paid):
        number = payments.make_list(session, programme=programme, term=term, today=made, by=BY)
        first = payments.lists(session, today=today, list_id=number)[0]
        late = first.lines[-1] if programme == "boarder" and len(first.lines) > 2 else None
        if late is not None:
            payments.drop_line(session, line_id=late.id)
            session.flush()
        if programme in ("boarder_review", "bus"):
            continue  # still wait for the principal
        payments.approve(session, list_id=number, day=made + timedelta(days=2), by=PRINCIPAL)
        payments.pay(session, list_id=number, day=made + timedelta(days=4))
        kept = [line.id for line in first.lines if late is None or line.id != late.id]
        payments.sign(session, line_ids=kept[:-1], day=made + timedelta(days=4))
        if late is not None:
            _add_late(session, number, late.pupil.id, late.cents, made + timedelta(days=4))


def _add_late(session: Session, first: int, child: PupilId, cents: int, day: date) -> None:
    second = payments.correct(
        session, list_id=first, changes={child: cents}, why="名册漏列，材料补齐后补发", today=day, by=BY
    )
    payments.approve(session, list_id=second, day=day, by=PRINCIPAL)


def _cards(session: Session, children: list[PupilFacts], since: date) -> None:
    """A card of the first adult; the last child has none yet, the one before an uncle's."""
    for place, child in enumerate(children[:-1]):
        adult = child.guardians[0] if child.guardians else None
        uncle = place == len(children) - 2
        payments.set_card(
            session, pupil_id=child.id, number=f"62170099{3170 + 7 * place:011d}",
            holder="罗成林" if uncle or adult is None else adult.name,
            relation="亲戚" if uncle or adult is None else adult.relation, bank="青石镇信用社", since=since,
        )  # fmt: skip


def _fund(session: Session, term: TermSpan, now: datetime) -> None:
    """Two gifts, two children helped."""
    day = term.starts
    for after, cents, who, receipt in ((8, 300_000, "河湾村老校友", "0001"), (14, 86_000, "全校教师捐款", "0002")):
        given_on = day + timedelta(days=after)
        fund.give(session, day=given_on, cents=cents, who=who, purpose="助学", receipt=receipt, now=now)
    helped = [one.pupil for one in recognition.recognitions(session, term=term, today=now.date()) if one.level][:2]
    for place, child in enumerate(helped):
        fund.spend(
            session, day=day + timedelta(days=30 + place), cents=(30_000, 18_050)[place], who=child.name,
            purpose=("冬衣和被褥", "配眼镜")[place], receipt=f"000{3 + place}", decided_by="校务会",
            pupil_id=child.id, now=now,
        )  # fmt: skip
