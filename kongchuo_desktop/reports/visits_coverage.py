"""How far a term's visits have come, who was not seen yet, and the route of an afternoon."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.attendance_choices import CLASS, percent, rooms_asked, subtitle
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.pupils import service as pupil_room
from kongchuo_desktop.school.pupils.service import PupilFacts
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.school.visits import coverage as plan
from kongchuo_desktop.school.visits.coverage_rules import Coverage, Family, Share

TERM = Choice("term", "学期", source="terms")
BY = Choice("by", "按", (("class", "班级"), ("visitor", "家访人"), ("village", "村")), "class")
VILLAGE = Choice("village", "村", source="villages")
ALL = Choice("all", "范围", (("", "还没有家访的"), ("due", "还要家访的（含第二次）"), ("all", "全部家庭")))
HEADS = {"class": "班级", "visitor": "家访人", "village": "村"}


def read(session: Session, answers: Mapping[str, str], today: date) -> Coverage:
    """The coverage of the term asked for: by key (2026-autumn) or by name; the current one without an answer."""
    wanted = answers.get("term", "").strip()
    named = {span.name: span.key for span in identity.terms(session)}
    term = plan.term_of(session, today=today, key=named.get(wanted, wanted))
    return plan.coverage(session, term=term, today=today)


def coverage(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """Classes, visitors or villages with the families that the plan asks for and those seen."""
    answers = checked(COVERAGE, choices)
    found = read(session, answers, today)
    shares = {"class": found.by_class, "visitor": found.by_visitor, "village": found.by_village}[answers["by"]]
    rows = tuple(_share_row(share) for share in (*shares, found.whole))
    return Table(
        "家访进度表",
        (
            Column("name", HEADS[answers["by"]], 14), Column("planned", "计划（户）", 10, "center", "number"),
            Column("seen", "已家访", 10, "center", "number"), Column("rate", "家访率%", 10, "center", "number"),
            Column("done", "次数完成", 10, "center", "number"), Column("not_seen", "未家访", 10, "center", "number"),
            Column("names", "未家访家庭（学生）", 40),
        ),
        rows, subtitle(session, _when(found)), (_told(found), _split(found, answers["by"])),
    )  # fmt: skip


def _share_row(share: Share) -> tuple[Cell, ...]:
    missing = share.not_seen
    names = "" if share.name == "全校" else "、".join(family.children[0].name for family in missing)
    return (
        share.name, share.planned, share.seen, percent(share.seen, share.planned), share.done, len(missing), names,
    )  # fmt: skip


def _when(found: Coverage) -> str:
    return f"{found.term.name}（截至{found.on.year}年{found.on.month}月{found.on.day}日）"


def _told(found: Coverage) -> str:
    rules = found.rules
    return (
        f"每户每学期{rules.times}次，重点家庭{rules.key_times}次；{'、'.join(sorted(rules.forms))}算完成家访。"
        "同一家庭的兄弟姐妹合为一户。"
    )


def _split(found: Coverage, by: str) -> str:
    return f"全校共{found.whole.planned}户。" + ("兄弟姐妹在几个班的，各班都列。" if by == "class" else "")


def as_json(session: Session, choices: Mapping[str, str], today: date) -> Mapping[str, Any]:
    """Families seen and planned, as a whole and by class, visitor and village, and who was not seen."""
    found = read(session, checked(COVERAGE, choices), today)
    rules = found.rules
    return {
        "term": found.term.key, "on": found.on.isoformat(),
        "rules": {"times": rules.times, "key_times": rules.key_times, "forms": sorted(rules.forms)},
        "families": _share_json(found.whole),
        "by_class": [_share_json(share) for share in found.by_class],
        "by_visitor": [_share_json(share) for share in found.by_visitor],
        "by_village": [_share_json(share) for share in found.by_village],
        "not_seen": [_family_json(family) for family in found.whole.not_seen],
    }  # fmt: skip


def _share_json(share: Share) -> dict[str, Any]:
    return {
        "name": share.name, "planned": share.planned, "seen": share.seen, "done": share.done,
        "rate": percent(share.seen, share.planned), "not_seen": [family.names for family in share.not_seen],
    }  # fmt: skip


def _family_json(family: Family) -> dict[str, Any]:
    return {
        "pupils": [{"name": child.name, "class": child.class_name} for child in family.children],
        "village": family.village, "visitor": family.visitor, "key": family.is_key, "wanted": family.wanted,
        "due": family.due.isoformat() if family.due else None,
    }  # fmt: skip


def not_seen(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """The families that are still to be seen, a class after another."""
    answers = checked(NOT_SEEN, choices)
    if answers["class"]:
        rooms_asked(session, {"class": answers["class"]}, today)
    found = read(session, answers, today)
    families = [
        one for one in _wanted(found, answers["all"]) if not answers["class"] or answers["class"] in one.classes
    ]
    rows = tuple(
        (n, "、".join(one.classes), one.names, "重点" if one.is_key else "", one.village, one.address, one.visitor,
         f"{len(one.seen_on)}/{one.wanted}", one.seen_on[-1] if one.seen_on else None, one.due, one.note)
        for n, one in enumerate(families, start=1)
    )  # fmt: skip
    return Table(
        "还要家访的家庭" if answers["all"] != "all" else "家访家庭名单",
        (
            Column("n", "序号", 5, "center", "number"), Column("class", "班级", 14), Column("pupils", "学生", 16),
            Column("key", "重点", 6, "center"), Column("village", "村", 12), Column("address", "住址", 30),
            Column("visitor", "家访人", 10), Column("times", "已访/应访", 10, "center"),
            Column("last", "最近一次", 11, "center", "date"), Column("due", "期限", 11, "center", "date"),
            Column("note", "说明", 16),
        ),
        rows, subtitle(session, _when(found)), (f"共{len(rows)}户。{_told(found)}",), landscape=True,
    )  # fmt: skip


def _wanted(found: Coverage, which: str) -> tuple[Family, ...]:
    if which == "all":
        return found.families
    if which == "due":
        return tuple(family for family in found.whole.families if not family.is_done)
    return found.whole.not_seen


def route_families(
    session: Session, *, today: date, village: str = "", class_name: str = "", which: str = "", term: str = ""
) -> tuple[Family, ...]:
    """The families of an afternoon's route: by village, group and address; all villages when none is named."""
    if village and village not in {place.name for place in identity.villages(session)}:
        names = "、".join(place.name for place in identity.villages(session)) or "（还没有登记村）"
        raise UserError(f"账本里没有“{village}”，现有：{names}。")
    found = _wanted(read(session, {"term": term}, today), which)
    families = [
        family for family in found
        if (not village or family.village == village) and (not class_name or class_name in family.classes)
    ]  # fmt: skip
    return tuple(sorted(families, key=lambda one: (one.village == "", one.village, one.group, one.address, one.key)))


def contacts(person: PupilFacts | None) -> str:
    """The adults of a child with their phones."""
    adults = person.guardians[:2] if person else ()
    return "；".join(f"{adult.relation}{adult.name} {adult.phone}".strip() for adult in adults)


def route(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """Whom to visit in a village, in the order in which they live, with room to write."""
    answers = checked(ROUTE, choices)
    families = route_families(
        session, today=today, village=answers["village"], class_name=answers["class"], which=answers["all"],
        term=answers["term"],
    )  # fmt: skip
    ids = frozenset(PupilId(family.key) for family in families)
    people = {one.id: one for one in pupil_room.pupils(session, today=today, ids=ids)} if ids else {}
    rows = tuple(
        (n, one.village or "村未登记", one.group, one.address, one.names, "、".join(one.classes),
         contacts(people.get(one.key)), one.visitor, "")
        for n, one in enumerate(families, start=1)
    )  # fmt: skip
    return Table(
        "家访路线表",
        (
            Column("n", "序号", 5, "center", "number"), Column("village", "村", 12), Column("group", "组", 8),
            Column("address", "住址", 28), Column("pupils", "学生", 14), Column("class", "班级", 12),
            Column("adults", "家长和电话", 30), Column("visitor", "家访人", 10), Column("remark", "到访情况", 20),
        ),
        rows, subtitle(session, f"{today.year}年{today.month}月{today.day}日"), (f"共{len(rows)}户。",), landscape=True,
        group_by="village",
    )  # fmt: skip


COVERAGE = ReportKind(
    "coverage", "家访进度表", coverage, (TERM, BY), "家访", "本学期应访多少户、已访多少户，按班级、家访人、村",
    as_json=as_json,
)  # fmt: skip
NOT_SEEN = ReportKind(
    "visits_not_seen", "还要家访的家庭", not_seen, (TERM, CLASS, ALL), "家访", "还没有家访、还差次数的家庭和期限"
)
ROUTE = ReportKind(
    "visit_route", "家访路线表", route, (VILLAGE, CLASS, ALL, TERM), "家访", "按村、组、住址排好，下午走访时带着"
)
KINDS = (COVERAGE, NOT_SEEN, ROUTE)
