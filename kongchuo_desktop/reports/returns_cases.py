"""劝返个案台账: every case, where it stands, what is missing, what is due."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kongchuo_desktop.reports.attendance_choices import CLASS, SIGNED, rooms_asked, shown, subtitle
from kongchuo_desktop.reports.kinds import Choice, ReportKind, checked
from kongchuo_desktop.reports.returns_choices import (
    GROUP,
    VILLAGE,
    iso,
    last_effort,
    narrowed,
    phone_of,
    village_of,
)
from kongchuo_desktop.reports.table import Cell, Column, Table
from kongchuo_desktop.school.returns import cases as case_room
from kongchuo_desktop.school.returns.cases import CaseFacts, StepFacts

STATE = Choice(
    "state", "范围", (("", "全部"), ("open", "在办的"), ("closed", "已结案的"), ("no_proof", "无证明结案的"))
)
PROOFLESS = "无证明结案"


def asked(session: Session, answers: Mapping[str, str], today: date) -> tuple[CaseFacts, ...]:
    """The cases of the answers `state`, `class`, `village`, by opening."""
    if answers["class"]:
        rooms_asked(session, {"class": answers["class"]}, today)
    state = answers["state"]
    found = narrowed(case_room.cases(session, today=today)[::-1], answers)
    return tuple(
        one for one in found
        if not state or ((state == "open") == (one.closed_on is None) and (state != "no_proof" or not one.evidence))
    )  # fmt: skip


def tabulate(session: Session, choices: Mapping[str, str], today: date) -> Table:
    """A row for each case."""
    found = asked(session, checked(KIND, choices), today)
    rows = tuple(_row(one, today) for one in found)
    still = [one for one in found if one.closed_on is None]
    proofless = sum(1 for one in found if one.closed_on and not one.evidence)
    again = sum(one.relapses for one in found)
    note = (
        f"共{len(found)}个个案：在办{len(still)}个，其中还没有返校{sum(one.away for one in still)}人；"
        f"已结案{len(found) - len(still)}个，其中没有证明的{proofless}个；反复{again}人次。"
    )
    return Table(
        "劝返个案台账", COLUMNS, rows, subtitle(session, f"截至{shown(today)}"), (note, SIGNED), landscape=True
    )  # fmt: skip


def _row(one: CaseFacts, today: date) -> tuple[Cell, ...]:
    child = one.pupil
    adult = child.guardian
    end = f"{one.closed_on}{one.closed_how}，{one.evidence or PROOFLESS}" if one.closed_on else ""
    return (
        one.id, child.name, child.class_name or child.status, village_of(one),
        f"{adult.name if adult else ''} {phone_of(child)}".strip(), f"{one.opened_on} {one.opened_from}",
        "，".join(filter(None, (one.cause or "待查", one.whereabouts))), one.holder, one.since, one.returned_on,
        one.relapses, last_effort(one, today), one.state, end or _to_do(one, today),
    )  # fmt: skip


def _to_do(one: CaseFacts, today: date) -> str:
    following = one.next(today)
    due = f"{following.what}（{following.due:%m-%d}前）" if following else ""
    missing = [name for name in one.missing if following is None or name != following.kind]
    return "；".join(filter(None, (due, f"还缺{'、'.join(missing)}" if missing else "")))


COLUMNS = (
    Column("case", "编号", 5, "center", "number"), Column("name", "姓名", 9), Column("class", "班级", 11),
    Column("village", "村", 9), Column("guardian", "监护人和电话", 20), Column("opened", "建案和来源", 12),
    Column("cause", "原因和现在何处", 17), Column("holder", "包干人", 8),
    Column("left_on", "离校", 11, "center", "date"), Column("returned_on", "返校", 11, "center", "date"),
    Column("relapses", "反复", 5, "center", "number"), Column("effort", "劝返情况", 24),
    Column("state", "状态", 12, "center"), Column("to_do", "下一步，或者结案和证明", 30),
)  # fmt: skip


def as_json(session: Session, choices: Mapping[str, str], today: date) -> Mapping[str, Any]:
    """Every case with its times away, steps and end."""
    found = asked(session, checked(KIND, choices), today)
    return {
        "on": today.isoformat(), "total": len(found), "open": sum(one.closed_on is None for one in found),
        "away": sum(one.away for one in found), "closed": sum(one.closed_on is not None for one in found),
        "without_proof": sum(1 for one in found if one.closed_on and not one.evidence),
        "relapses": sum(one.relapses for one in found), "cases": [_as_plain(one, today) for one in found],
    }  # fmt: skip


def _as_plain(one: CaseFacts, today: date) -> dict[str, Any]:
    child, following = one.pupil, one.next(today)
    return {
        "case": one.id, "student_number": child.student_number, "id_number": child.id_number, "name": child.name,
        "class": child.class_name, "village": child.village, "opened_on": iso(one.opened_on),
        "opened_from": one.opened_from, "sign": one.sign, "cause": one.cause, "whereabouts": one.whereabouts,
        "holder": one.holder, "state": one.state, "stage": one.stage(today), "left_on": iso(one.since),
        "returned_on": iso(one.returned_on), "relapses": one.relapses, "missing": list(one.missing),
        "next": {"what": following.what, "due": iso(following.due)} if following else None,
        "times_away": [
            {
                "number": each.number, "left_on": iso(each.left_on), "returned_on": iso(each.returned_on),
                "closed_on": iso(each.closing.day if each.closing else None),
            }
            for each in one.episodes
        ],
        "steps": [_step(step) for step in one.steps],
        "watched": [{"due": iso(look.due), "on": iso(look.confirmed_on), "there": look.there} for look in one.watches],
        "handed_to": [
            {"to": each.to, "on": iso(each.sent_on), "accepted_on": iso(each.accepted_on)} for each in one.handovers
        ],
        "closed_on": iso(one.closed_on), "closed_how": one.closed_how, "evidence": one.evidence,
    }  # fmt: skip


def _step(step: StepFacts) -> dict[str, Any]:
    return {
        "day": iso(step.day), "kind": step.kind, "people": step.people, "place": step.place, "text": step.text,
        "result": step.result, "letter": step.number, "delivered_on": iso(step.delivered_on),
        "deadline": iso(step.deadline), "promised": iso(step.due),
    }  # fmt: skip


KIND = ReportKind(
    "cases", "劝返个案台账", tabulate, (STATE, CLASS, VILLAGE), group=GROUP,
    about="每个个案的来源、原因、劝返情况、状态、还缺什么、下一步；无证明结案的注明", as_json=as_json,
)  # fmt: skip
KINDS = (KIND,)
