"""Checks across tables: what an inspector would find, found first. Every finding names a child."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kongchuo_desktop.school.aid import payments, service
from kongchuo_desktop.school.aid.amending import FOOD
from kongchuo_desktop.school.aid.model import AidRecognition, FamilyStatus, PaymentList
from kongchuo_desktop.school.aid.payments import ListFacts
from kongchuo_desktop.school.aid.programmes import amounts_of
from kongchuo_desktop.school.aid.programmes import programme as programme_of
from kongchuo_desktop.school.aid.rules import in_force, yuan
from kongchuo_desktop.school.attendance.model import AbsenceMark, Register
from kongchuo_desktop.school.attendance.rules import HALVES, Counts
from kongchuo_desktop.school.attendance.service import kinds as absence_kinds
from kongchuo_desktop.school.identity.rules import TermSpan
from kongchuo_desktop.school.pupils.model import PupilGuardian
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId

KINDS = (
    "离校后仍列支", "重复列支", "应享受未列支", "列支无依据", "整月缺勤仍列支", "两户共用一卡", "持卡人不是监护人",
    "没有卡号", "金额与标准不符", "实物列为现金", "名册合计不符",
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One finding about one child."""

    kind: str
    pupil: PupilFacts
    sentence: str


def comparable(session: Session) -> bool:
    """Whether there is a family, a recognition or a list to compare at all."""
    return any(
        session.scalar(select(table.id).limit(1)) is not None for table in (FamilyStatus, AidRecognition, PaymentList)
    )


def findings(session: Session, *, term: TermSpan, today: date) -> tuple[Finding, ...]:
    """Every finding of a term, by kind and class."""
    lists = payments.lists(session, today=today, term=term.key)
    entitled = service.entitled(session, term=term, today=today)
    due: dict[PupilId, dict[str, int]] = {}
    for one in entitled.lines:
        due.setdefault(one.pupil.id, {})[one.entitlement.programme.key] = one.entitlement.cents
    found = [
        *_gone(lists, entitled.day, due), *_twice(session, lists), *_missed(session, entitled, lists),
        *_sums(lists, due), *_as_cash(session, lists, term), *_added_up(lists), *_absent(session, lists, term, today),
        *_cards(session, lists, today),
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), one.pupil.grade, one.pupil.class_name)))


def _totals(lists: Sequence[ListFacts]) -> dict[tuple[PupilId, str], int]:
    sums: dict[tuple[PupilId, str], int] = {}
    for one in lists:
        for line in one.lines:
            key = (line.pupil.id, one.programme)
            sums[key] = sums.get(key, 0) + line.cents
    return sums


def _people(lists: Sequence[ListFacts]) -> dict[PupilId, PupilFacts]:
    return {line.pupil.id: line.pupil for one in lists for line in one.lines}


def _gone(
    lists: Sequence[ListFacts], counted: date, due: Mapping[PupilId, Mapping[str, int]]
) -> Iterator[Finding]:  # fmt: skip
    """Left before the counting day and still gets money, where the rules give no share for its months."""
    people, titles = _people(lists), _titles(lists)
    for (child, programme), cents in _totals(lists).items():
        person = people[child]
        if programme in due.get(child, {}):
            continue
        left = person.fields["left_on"]
        if cents > 0 and person.status == "离校" and (left is None or left < counted):
            when = f"{left.isoformat()}离校" if left else "已离校"
            title = titles[programme]
            yield Finding("离校后仍列支", person, f"{when}，仍列入{title}{yuan(cents)}元")


def _titles(lists: Sequence[ListFacts]) -> dict[str, str]:
    return {one.programme: one.title for one in lists}


def _twice(session: Session, lists: Sequence[ListFacts]) -> Iterator[Finding]:
    """On lists of two programmes of which a child gets one."""
    people = _people(lists)
    held: dict[tuple[PupilId, str], list[str]] = {}
    for (child, programme), cents in _totals(lists).items():
        if cents > 0:
            kind = programme_of(session, programme)
            held.setdefault((child, kind.group), []).append(kind.title)
    for (child, _), titles in held.items():
        if len(titles) > 1:
            yield Finding("重复列支", people[child], f"同一学期列入{'和'.join(titles)}")


def _missed(session: Session, entitled: service.TermEntitled, lists: Sequence[ListFacts]) -> Iterator[Finding]:
    """Entitled and on no list, once the programme has a list; where a quota is used up nobody was forgotten."""
    sums = _totals(lists)
    made = {one.programme for one in lists if not payments.used_up(session, one.programme, term=entitled.term)}
    for one in entitled.money:
        key = one.entitlement.programme.key
        if key in made and sums.get((one.pupil.id, key), 0) <= 0:
            told = f"{one.entitlement.why.split('。')[0]}，没有列入发放名册"
            yield Finding("应享受未列支", one.pupil, told)


def _sums(lists: Sequence[ListFacts], due: Mapping[PupilId, Mapping[str, int]]) -> Iterator[Finding]:
    people, titles = _people(lists), _titles(lists)
    for (child, programme), cents in _totals(lists).items():
        person = people[child]
        wanted = due.get(child, {}).get(programme)
        title = titles[programme]
        if cents > 0 and wanted is None and person.status != "离校":
            yield Finding("列支无依据", person, f"列入{title}{yuan(cents)}元，按规则没有享受依据")
        elif wanted is not None and cents > 0 and cents != wanted:
            yield Finding("金额与标准不符", person, f"{title}列{yuan(cents)}元，按标准应是{yuan(wanted)}元")


def _added_up(lists: Sequence[ListFacts]) -> Iterator[Finding]:
    """A list that is no longer what was approved, and a child from whom more was taken back than it was given."""
    for one in lists:
        if one.approved_cents is not None and one.approved_cents != one.cents and one.lines:
            number = f"{one.title}第{one.number}份名册"
            told = f"{number}审批时合计{yuan(one.approved_cents)}元，现在各行相加{yuan(one.cents)}元"
            yield Finding("名册合计不符", one.lines[0].pupil, told)
    people, titles = _people(lists), _titles(lists)
    for (child, programme), cents in _totals(lists).items():
        if cents < 0:
            told = f"{titles[programme]}各份名册相加是{yuan(cents)}元，收回的比列支的多"
            yield Finding("名册合计不符", people[child], told)


def _as_cash(session: Session, lists: Sequence[ListFacts], term: TermSpan) -> Iterator[Finding]:
    """Food, or what is given as a thing, on a list of money."""
    things = {one.programme for one in in_force(amounts_of(session), term.starts) if one.in_kind}
    people, titles = _people(lists), _titles(lists)
    for (child, programme), cents in _totals(lists).items():
        title = titles[programme]
        food = any(word in title for word in FOOD)
        if cents > 0 and (food or programme in things):
            told = "营养改善计划只能供餐" if food else "这一项按标准免费提供"
            yield Finding("实物列为现金", people[child], f"{title}列了{yuan(cents)}元，{told}，不能发现金")


def _absent(session: Session, lists: Sequence[ListFacts], term: TermSpan, today: date) -> Iterator[Finding]:
    """Absent without leave in every recorded half-day of a whole month of the term."""
    people = {child: one for child, one in _people(lists).items() if one.status == "在读"}
    truant = [name for name, counts in absence_kinds(session).items() if counts is Counts.TRUANT]
    month = func.strftime("%Y-%m", AbsenceMark.day)
    missed = (
        select(AbsenceMark.pupil_id, month, func.count())
        .where(
            AbsenceMark.day.between(term.starts, min(term.ends, today)), AbsenceMark.slot.in_(HALVES),
            AbsenceMark.kind.in_(truant), AbsenceMark.pupil_id.in_(people),
        )
        .group_by(AbsenceMark.pupil_id, month)
    )  # fmt: skip
    held = func.strftime("%Y-%m", Register.day)
    registers = select(Register.class_id, held, func.count()).where(
        Register.day.between(term.starts, min(term.ends, today))
    )
    taken = {(room, when): count for room, when, count in session.execute(registers.group_by(Register.class_id, held))}
    for child, when, count in session.execute(missed):
        person = people[PupilId(child)]
        recorded = taken.get((person.class_id or 0, when), 0)
        if recorded >= 10 and count >= recorded:
            yield Finding("整月缺勤仍列支", person, f"{when}点名{recorded}个半天全部旷课")


def _cards(session: Session, lists: Sequence[ListFacts], today: date) -> Iterator[Finding]:
    held = payments.cards(session, on=today)
    families = _families(session)
    people = _people(lists)
    by_number: dict[str, set[PupilId]] = {}
    for child, one in held.items():
        by_number.setdefault(one.number, set()).add(child)
    paid = {child for (child, _), cents in _totals(lists).items() if cents > 0}
    for child in paid:
        person, card = people[child], held.get(child)
        if card is None:
            yield Finding("没有卡号", person, "已列入发放名册，还没有登记一卡通卡号")
            continue
        others = [other for other in by_number[card.number] - {child} if families.get(other) != families.get(child)]
        if others:
            names = "、".join(people[other].name if other in people else "另一名学生" for other in others)
            yield Finding("两户共用一卡", person, f"卡号尾号{card.number[-4:]}与{names}相同，不是一家人")
        adults = {adult.name for adult in person.guardians}
        if card.holder and card.holder != person.name and card.holder not in adults:
            known = "、".join(sorted(adults)) or "没有登记监护人"
            yield Finding("持卡人不是监护人", person, f"持卡人{card.holder}不在监护人中（{known}）")


def _families(session: Session) -> dict[PupilId, int]:
    """A number for each family: children who share an adult have one."""
    family: dict[int, int] = {}
    by_adult: dict[int, int] = {}
    query = select(PupilGuardian.pupil_id, PupilGuardian.guardian_id).order_by(PupilGuardian.pupil_id)
    for child, adult in session.execute(query):
        number = by_adult.setdefault(adult, family.get(child, child))
        family.setdefault(child, number)
    return {PupilId(child): number for child, number in family.items()}
