"""The sample school's share of 劝返: a list handed down, and a case at each stage; all of it invented."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kongchuo_desktop.desk import record_files, return_letters
from kongchuo_desktop.desk.record_kinds import SUSPECTS
from kongchuo_desktop.kit.resources import resource
from kongchuo_desktop.school.attendance import duties
from kongchuo_desktop.school.attendance.days import calendar_of
from kongchuo_desktop.school.attendance.duties import DutyState
from kongchuo_desktop.school.attendance.model import AbsenceMark
from kongchuo_desktop.school.attendance.rules import HALVES
from kongchuo_desktop.school.classes import service as class_room
from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.returns import cases as case_room
from kongchuo_desktop.school.returns import casework, settling, suspects
from kongchuo_desktop.school.returns.rules import PLAN
from kongchuo_desktop.school.returns.watching import since_return
from kongchuo_desktop.school.types import ClassId, StaffId
from kongchuo_desktop.storage.database import Database

LISTED = timedelta(days=20)  # the list came so long ago
LEAST = 45  # school days of the term that the cases need
COUNTY = "望山教通〔2026〕18号（示例）"
PHONE, HOME, JOINT, REPORT = "电话联系", "入户劝返", "村校联合劝返", "书面报告乡镇和教育局"
IN_SCHOOL = ("徐涵思", "向静", "覃宇", "史书", "马诗", "龙刚娜")
PLAN_TEXT = "语文、数学每周各补一次课；班主任每周谈心一次，和家长每周通一次电话；安排同村同学结伴上下学。"


def bring_list(database: Database, clock: Callable[[], datetime]) -> None:
    """The township's list comes in as any list does."""
    day = clock() - LISTED
    found = record_files.preview(SUSPECTS, database, resource("sample", "疑似失学儿童名单.csv"), today=day.date())
    record_files.write(database, found, now=day)


def add_returns(session: Session, *, now: datetime) -> None:
    """The list half worked through; where the term is old enough, the cases."""
    today = now.date()
    days = _days(session, today)
    if len(days) >= LEAST:
        _cases(session, days, now)
    _checked(session, today)


def send_letter(database: Database, clock: Callable[[], datetime]) -> None:
    """限期返校通知书 to the child of whom the township has been told; delivered, its time running."""
    sent, today = clock() - timedelta(days=3), clock().date()
    with database.read() as session:
        told = [
            one.id for one in case_room.cases(session, today=today, only_open=True)
            if one.away and not one.missing and one.steps[-1].day <= sent.date()
        ]  # fmt: skip
    if told:
        issued = return_letters.issue(database, kind="deadline_notice", case_ids=told, now=sent)
        with database.write("登记文书送达") as session:
            notices.deliver(
                session, ids=[one.id for one in issued.notices], day=sent.date() + timedelta(days=1), today=today,
                received_by="祖母", delivered_by="班主任", delivery="留置送达", witness="村干部",
            )  # fmt: skip


def _days(session: Session, today: date) -> tuple[date, ...]:
    calendar = calendar_of(session)
    term = min(calendar.spans, key=lambda span: span.starts)
    return calendar.taught(term.starts, today) if term.starts <= today <= term.ends else ()


# the list
def _checked(session: Session, today: date) -> None:
    """In school with proof and struck off, one claimed, one handed on, ill, disabled, out; the rest waits."""
    people = {one.name: one for one in suspects.suspects(session)}
    on, by = today - timedelta(days=12), "黄老师、村干部"
    ids = [people[name].id for name in IN_SCHOOL]
    suspects.check(
        session, suspect_ids=ids, category="在校有学籍", day=on, by=by, where="本校就读",
        explanation="在本校就读，学籍号已核对", evidence="学籍系统截图、10月点名册",
    )  # fmt: skip
    suspects.sign_off(session, suspect_ids=ids, day=on + timedelta(days=2), by="校长")
    suspects.close(session, suspect_ids=ids[:4], day=on + timedelta(days=3), why="在校就读，有学籍", by="教导处")
    pupils = {one.name: one.id for one in pupil_room.pupils(session, today=today)}
    for name in ("汤磊书", "潘梦洁"):
        if name in pupils:
            settling.attach(session, suspect_id=people[name].id, pupil_id=pupils[name])
    settling.hand_on(session, suspect_ids=[people["杨青云"].id], to="望山县城关二小", day=on)
    for name, category, where, told, proof in (
        ("尹轩明", "因残", "在家", "肢体一级，不能到校，已安排送教上门", "残疾证、送教记录"),
        ("潘梦洁", "因病", "在家休养", "因病休学，县医院诊断需休养", "医院诊断证明"),
        ("郭萱", "务工", "随父在浙江", "随父外出务工，家中只有祖母", ""),
        ("陆一帆", "在校无学籍", "外省就读", "跟父母在广东读民办学校，还没有转学籍", ""),
    ):
        suspects.check(
            session, suspect_ids=[people[name].id], category=category, day=on, by=by, where=where, explanation=told,
            evidence=proof,
        )  # fmt: skip


# the cases
@dataclass(frozen=True)
class _Ground:
    """What every case needs."""

    session: Session
    days: Sequence[date]
    now: datetime
    heads: Mapping[ClassId, tuple[StaffId | None, str]]


def _cases(session: Session, days: Sequence[date], now: datetime) -> None:
    people = pupil_room.pupils(session, today=now.date(), status=("在读",))
    rooms = class_room.classes(session, today=now.date())
    by_grade = {room.grade: [one for one in people if one.class_id == room.id] for room in rooms}
    if any(len(by_grade.get(grade, ())) < 11 for grade in (3, 4, 5, 6)):
        return
    ground = _Ground(session, days, now, {room.id: (room.head_id, room.head) for room in rooms})
    fifth, sixth = by_grade[5], by_grade[6]
    _away(ground, fifth[8], ((12, 15), (24, 27), (-6, None)))
    _away(ground, by_grade[4][9], ((-16, None),))
    _away(ground, by_grade[3][5], ((3, 6),))
    _away(ground, sixth[18], ((5, 9),))
    _away(ground, by_grade[3][9], ((-4, None),))  # nobody has opened a case for this one
    _closed_duties(ground, {fifth[8].id, by_grade[4][9].id, by_grade[3][5].id, sixth[18].id})
    _came_back(ground, sixth[10])
    _left_again(ground, fifth[8])
    _deadline(ground, sixth[3])
    _handed_over(ground, by_grade[4][9])
    _ended(ground, by_grade[3][5], left=3, back=6, evidence="9—10月点名册，连续到校30天")
    _ended(ground, sixth[18], left=5, back=9, evidence="")


def _away(ground: _Ground, child: PupilFacts, spells: Sequence[tuple[int, int | None]]) -> None:
    """旷课 over these school days (a slice), where no register says otherwise."""
    first = {day for start, end in spells for day in ground.days[start:end]}
    known = ground.session.scalars(select(AbsenceMark).where(AbsenceMark.pupil_id == child.id)).all()
    for mark in known:
        if mark.day in first:
            ground.session.delete(mark)
    ground.session.flush()
    half = ground.now.time() < time(14, 10)
    for day in sorted(first):
        for slot in HALVES[:1] if day == ground.now.date() and half else HALVES:
            ground.session.add(
                AbsenceMark(pupil_id=child.id, day=day, slot=slot, kind="旷课", reason="", told="班主任")
            )
    ground.session.flush()


def _closed_duties(ground: _Ground, children: set[int]) -> None:
    """The ladder's steps about children who have a case were taken."""
    for duty in duties.duties(ground.session, on=ground.now.date()):
        if duty.pupil.id in children and duty.state is DutyState.OVERDUE:
            duties.close(
                ground.session, duty=duty, outcome=duty.step.outcomes[0], record_kind="visit",
                record="已建劝返个案，经过见个案", done_on=duty.due, done_by=duty.who,
            )  # fmt: skip


def _open(ground: _Ground, child: PupilFacts, left: date, sign: str, *, opened_from: str = "缺课") -> int:
    holder = ground.heads[child.class_id][0] if child.class_id else None
    return casework.open_case(
        ground.session, pupil_id=child.id, day=left, left_on=left, opened_from=opened_from, sign=sign,
        today=ground.now.date(), holder_id=holder,
    )  # fmt: skip


def _steps(ground: _Ground, case_id: int, child: PupilFacts, steps: Sequence[tuple[str, date, str, str, str]]) -> None:
    """(kind, day, with whom, course, result)."""
    head = ground.heads[child.class_id][1] if child.class_id else "班主任"
    for kind, day, others, text, result in steps:
        casework.add_step(
            ground.session, case_id=case_id, kind=kind, day=min(day, ground.now.date()), now=ground.now, by="示例",
            people="、".join(filter(None, (head, others))), text=text, result=result,
        )  # fmt: skip


def _back(ground: _Ground, case_id: int, child: PupilFacts, day: date, how: str) -> None:
    """Back, with a plan, and looked after on the days that have come; the last of them waits."""
    session, today = ground.session, ground.now.date()
    casework.record_return(session, case_id=case_id, day=day, how=how, today=today)
    _steps(ground, case_id, child, ((PLAN, day, "", PLAN_TEXT, ""),))
    one = case_room.case(session, case_id=case_id, today=today)
    head = ground.heads[child.class_id][1] if child.class_id else "班主任"
    for look in [look for look in one.watches if look.due <= today][:-1]:
        read = since_return(session, cases=[one], today=look.due)[case_id].sentence
        casework.confirm_watch(
            session, watch_id=look.id, there=True, read=read, note="上课认真，和同学一起玩", day=look.due, by=head
        )  # fmt: skip


def _came_back(ground: _Ground, child: PupilFacts) -> None:
    """Persuaded within days, watched since."""
    days = ground.days
    number = _open(ground, child, days[8], "没有请假，两天不到校，同学说在家放牛")
    casework.describe(
        ground.session, case_id=number, cause="学习困难厌学", whereabouts="在家", holder_id=_holder(ground, child)
    )
    _steps(ground, number, child, (
        (PHONE, days[8], "", "电话联系祖母，讲明义务教育法规定。", "家长答应劝孩子"),
        (HOME, days[9], "", "到家中见到孩子，说数学听不懂不想上学；答应每天补半小时。", "孩子愿意返校，家长支持"),
    ))  # fmt: skip
    _back(ground, number, child, days[10], "家长送回")


def _left_again(ground: _Ground, child: PupilFacts) -> None:
    """Came back twice, is away for the third time."""
    days, session, today = ground.days, ground.session, ground.now.date()
    number = _open(ground, child, days[12], "三天没有到校，手机打不通")
    casework.describe(
        session, case_id=number, cause="沉迷网络", whereabouts="镇上网吧和同学家", holder_id=_holder(ground, child)
    )
    for left, back in ((12, 15), (24, 27)):
        if left > 12:
            casework.open_case(
                session, pupil_id=child.id, day=days[left], left_on=days[left], opened_from="缺课",
                sign="又三天没有到校，和校外的人去了镇上", today=today,
            )  # fmt: skip
        _steps(ground, number, child, (
            (PHONE, days[left], "", "电话联系祖父，孩子不在家。", "没有见到孩子"),
            (HOME, days[left + 1], "", "和祖父一起到镇上找到孩子，谈了一个小时。", "家长同意，孩子不愿意"),
            (JOINT, days[left + 2], "上寨村韦大山", "村干部、班主任一起上门，约定手机由祖父保管。",
             "孩子愿意返校，家长支持"),
        ))  # fmt: skip
        casework.record_return(session, case_id=number, day=days[back], how="村干部陪同返校", today=today)
        _steps(ground, number, child, ((PLAN, days[back], "", PLAN_TEXT, ""),))
    casework.open_case(
        session, pupil_id=child.id, day=days[-6], left_on=days[-6], opened_from="缺课", sign="第三次离校，家中无人",
        today=today,
    )  # fmt: skip
    _steps(ground, number, child, (
        (PHONE, days[-6], "", "电话联系其父（在外务工），父亲说管不住。", "没有联系上孩子"),
        (HOME, days[-5], "", "家中无人，邻居说去了县城。", "没有见到孩子"),
    ))  # fmt: skip


def _deadline(ground: _Ground, child: PupilFacts) -> None:
    """Every step taken; the township has been told, the time given is running."""
    days = ground.days
    number = _open(ground, child, days[-7], "随父去外地务工，祖母说不回来读了")
    casework.describe(
        ground.session, case_id=number, cause="外出务工", whereabouts="随父在浙江", holder_id=_holder(ground, child)
    )
    _steps(ground, number, child, (
        (PHONE, days[-7], "", "电话联系其父，讲明义务教育法规定，要求送孩子返校。", "家长不同意返校"),
        (HOME, days[-6], "", "到家中见到祖母，父子已经外出，请祖母转告。", "没有见到孩子"),
        (JOINT, days[-5], "上寨村韦大山", "村里答应联系其父，讲清后果。", "没有联系上"),
        (REPORT, days[-4], "教导处", "书面报告青石镇人民政府和望山县教育局。", "镇里已安排驻村干部"),
    ))  # fmt: skip


def _handed_over(ground: _Ground, child: PupilFacts) -> None:
    """Found in another school, which has not answered yet."""
    days = ground.days
    number = _open(ground, child, days[-16], "全家搬去县城，没有办转学", opened_from="村民反映")
    casework.describe(
        ground.session,
        case_id=number,
        cause="随父母外出",
        whereabouts="望山县城关二小",
        holder_id=_holder(ground, child),
    )
    _steps(ground, number, child, (
        (PHONE, days[-16], "", "电话联系其父，说已在县城租房，孩子在城关二小借读。", "家长答应补办转学"),
        (HOME, days[-14], "村干部", "到家中核实，全家已搬走。", "没有见到孩子"),
    ))  # fmt: skip
    casework.hand_over(ground.session, case_id=number, to="望山县城关二小", day=days[-9], note="请出具在读证明")


def _ended(ground: _Ground, child: PupilFacts, *, left: int, back: int, evidence: str) -> None:
    """Back for good; closed with the registers as proof, or without any."""
    days, today = ground.days, ground.now.date()
    number = _open(ground, child, days[left], "跟外婆去了邻县，没有请假")
    casework.describe(
        ground.session, case_id=number, cause="家庭变故", whereabouts="外婆家", holder_id=_holder(ground, child)
    )
    _steps(ground, number, child, (
        (PHONE, days[left], "", "电话联系母亲，父母吵架，孩子随外婆走了。", "家长答应送孩子返校"),
        (HOME, days[left + 1], "", "到外婆家见到孩子，讲好返校的日子。", "孩子愿意返校，家长支持"),
    ))  # fmt: skip
    _back(ground, number, child, days[back], "家长送回")
    casework.close_case(
        ground.session, case_id=number, how="返校", evidence=evidence, day=min(days[40], today), by="校长",
        without_proof=not evidence,
    )  # fmt: skip


def _holder(ground: _Ground, child: PupilFacts) -> StaffId | None:
    return ground.heads[child.class_id][0] if child.class_id else None


__all__ = ["add_returns", "bring_list", "send_letter"]
