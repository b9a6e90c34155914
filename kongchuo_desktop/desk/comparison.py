"""Comparing other people's lists of children with the book, and keeping what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.kit.text import match_name
from kongchuo_desktop.school.classes.rules import class_name
from kongchuo_desktop.school.enrolment import roll_checks
from kongchuo_desktop.school.enrolment.comparison import ChildList, Comparison, Listed, Source, compare
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.problems import Problem
from kongchuo_desktop.school.pupils.intake import PupilRow
from kongchuo_desktop.school.pupils.rules import home_of
from kongchuo_desktop.sheets.roster import RosterRead, read_roster
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database

HOUSEHOLD_HEADINGS = {  # villages write a family a row at a time
    "家庭成员姓名": "name",
    "成员姓名": "name",
    "成员证件号码": "id_number",
    "成员身份证号": "id_number",
    "成员身份证号码": "id_number",
    "家庭成员证件号码": "id_number",
    "家庭成员身份证号": "id_number",
    "户主证件号码": "guardian.id_number",
    "与户主关系": "-",
    "乡镇": "-",
}
MOST_LISTS = 3


@dataclass(frozen=True)
class ListRead:
    """One file as it was understood."""

    path: Path
    source: Source
    label: str
    read: RosterRead

    @property
    def rows(self) -> int:
        """Children that took part."""
        return len(self.read.rows)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was healed, and which rows took no part."""
        return self.read.problems


@dataclass(frozen=True)
class Compared:
    """A comparison worked out; nothing has been kept."""

    book: ChildList
    lists: tuple[ListRead, ...]
    found: Comparison


def run(
    database: Database, paths: Sequence[Path], *, today: date, sources: Sequence[Source | None] = (),
    cancelled: Callable[[], bool] = lambda: False,
) -> Compared:  # fmt: skip
    """Compare one to three files with the book. `sources` says what a file is where it can't be told."""
    if not 1 <= len(paths) <= MOST_LISTS:
        raise UserError(f"一次可以比对一到{MOST_LISTS}份名单，现在选了{len(paths)}份。")
    with database.read() as session:
        school = identity.school(session)
        book = roll_checks.book_list(session, today=today)
    wanted = [*sources, *[None] * len(paths)]
    reads = tuple(_read(path, source, school, cancelled) for path, source in zip(paths, wanted, strict=False))
    labels = _labels(reads)
    reads = tuple(ListRead(one.path, one.source, label, one.read) for one, label in zip(reads, labels, strict=True))
    lists = [book, *(_as_list(one) for one in reads)]
    return Compared(book, reads, compare(lists, on=today, primary_only=school.stage in ("小学", "教学点")))


def _read(path: Path, source: Source | None, school: identity.SchoolFacts, cancelled: Callable[[], bool]) -> ListRead:
    read = read_roster(
        path, mapping=HOUSEHOLD_HEADINGS, school_year=school.current_year, junior=school.stage == "初中",
        cancelled=cancelled,
    )  # fmt: skip
    numbered = any("student_number" in sheet.fields for sheet in read.sheets)
    return ListRead(path, source or (Source.ROLL if numbered else Source.HOME), "", read)


def _labels(reads: Sequence[ListRead]) -> list[str]:
    """学籍名单, 户籍名单; two of one sort are numbered."""
    labels = []
    for number, one in enumerate(reads):
        same = [other for other in reads if other.source is one.source]
        place = sum(other.source is one.source for other in reads[: number + 1])
        labels.append(f"{one.source.value}名单{place if len(same) > 1 else ''}")
    return labels


def _as_list(one: ListRead) -> ChildList:
    children = [_listed(row) for row in one.read.rows]
    return ChildList(one.source, one.label, children, [_listed(row) for row in one.read.doubles])


def _listed(row: PupilRow) -> Listed:
    fields = row.fields
    name = str(fields["name"])
    village = home_of(str(fields.get("current_address") or fields.get("home_address") or "")).village
    room = class_name(row.grade, row.class_number or 1) if row.grade else village
    born = fields.get("birth_date")
    return Listed(
        name=name, folded=match_name(name), id_number=str(fields.get("id_number") or ""),
        student_number=str(fields.get("student_number") or ""), birth=born if isinstance(born, date) else None,
        month_only=bool(fields.get("birth_month_only")), sex=str(fields.get("sex") or ""), village=village, where=room,
        adults=frozenset(match_name(adult.name) for adult in row.guardians if adult.name)
        | frozenset(adult.id_number for adult in row.guardians if adult.id_number),
        phones=frozenset(adult.phone for adult in row.guardians if adult.phone) | _phone(fields.get("phone")),
        id_lost="id_number" in row.lost, sheet=row.sheet, row=row.row,
    )  # fmt: skip


def _phone(value: object) -> frozenset[str]:
    return frozenset((str(value),)) if value else frozenset()


def keep(database: Database, compared: Compared, *, now: datetime, title: str = "") -> int:
    """Keep a comparison so that its differences can be settled one by one; the id of the check."""
    lists = [
        {"label": one.label, "source": one.source.value, "file": one.path.name, "rows": one.rows}
        for one in compared.lists
    ]
    with database.write("保存名单比对") as session:
        return roll_checks.keep(
            session, found=compared.found, lists=lists, counted=sum(one.rows for one in compared.lists),
            title=title or f"{now:%Y年%-m月}与{'、'.join(one.label for one in compared.lists)}比对",
            now=now, by=database.actor,
        )  # fmt: skip


def as_json(database: Database, compared: Compared, check: int | None) -> dict[str, Any]:
    """The answer of `compare … --json`; the reading of it is put on record."""
    found = compared.found
    with database.write("导出名单比对") as session:
        audit.record_event(session, kind="export", what="名单比对(JSON)", count=len(found.differences))
    return {
        "lists": [
            {"label": one.label, "source": one.source.value, "file": one.path.name, "rows": one.rows}
            for one in compared.lists
        ],
        "in_all": found.in_all,
        "settled": found.settled,
        "counts": found.counts(),
        "differences": [
            {
                "kind": item.kind.value, "name": item.name, "id_number": item.shown.id_number,
                "student_number": item.shown.student_number,
                "birth_date": item.shown.birth.isoformat() if item.shown.birth else "", "class": item.shown.where,
                "why": item.why, "matched_by": item.matched_by, "missing_in": list(item.missing_in),
                "entries": roll_checks.plain_entries(item),
            }
            for item in found.differences
        ],
        "problems": [
            {
                "list": one.label, "sheet": problem.sheet, "row": problem.row, "column": problem.column,
                "reason": problem.reason, "severity": problem.severity.value,
            }
            for one in compared.lists
            for problem in one.problems
        ],
        "check": check,
    }  # fmt: skip
