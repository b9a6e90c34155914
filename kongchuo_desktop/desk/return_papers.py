"""Papers of enrolling and bringing back from the book, for the command: letters by case, child or class."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from kongchuo_desktop.desk import enrol_notices, return_letters
from kongchuo_desktop.desk.duty_papers import IssuedNotices
from kongchuo_desktop.desk.made import Made
from kongchuo_desktop.desk.pupils_asked import pupil_meant
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.attendance_choices import rooms_asked
from kongchuo_desktop.school.notices.rules import BY_KEY
from kongchuo_desktop.school.returns import cases
from kongchuo_desktop.school.returns.cases import CaseFacts
from kongchuo_desktop.storage.database import Database


def maker(key: str) -> Callable[..., Made]:
    """The command's way to a letter, called as (database, answers, out=, now=)."""

    def make(database: Database, answers: Mapping[str, str], *, out: Path, now: datetime) -> Made:
        from kongchuo_desktop.documents.finished_files import put_whole

        title = BY_KEY[key].title
        if out.suffix.lower() != ".pdf":
            raise UserError(f"{title}存成一个 PDF 文件，--out 请写成 .pdf 文件名。")
        issued = _issue(database, key, answers, now)
        put_whole(out, issued.pdf)
        return Made((out,), issued.letters, issued.remarks)

    return make


def _issue(database: Database, key: str, answers: Mapping[str, str], now: datetime) -> IssuedNotices:
    if key == enrol_notices.KIND:
        return enrol_notices.issue(database, answers=answers, now=now)
    with database.read() as session:
        found = cases_asked(session, answers, today=now.date())
    named = answers.get("case") or answers.get("pupil")
    wanted = found if named else tuple(one for one in found if return_letters.fits(one, key))
    return return_letters.issue(database, kind=key, case_ids=[one.id for one in wanted], now=now)


def cases_asked(session: Session, answers: Mapping[str, str], *, today: date) -> tuple[CaseFacts, ...]:
    """The answers `case`, `pupil`, `class` as cases, by opening; without an answer all of them."""
    if answers.get("class"):
        rooms_asked(session, {"class": answers["class"]}, today)
    child = pupil_meant(session, answers["pupil"], today=today) if answers.get("pupil") else None
    known = cases.cases(session, today=today, pupil_ids=[child.id] if child else None)[::-1]
    if child and not known:
        raise UserError(f"“{child.name}”没有劝返个案，请先立案。")
    numbers = _numbers(answers.get("case", ""))
    if lacking := numbers - {one.id for one in known}:
        raise UserError(f"没有编号是{'、'.join(map(str, sorted(lacking)))}的劝返个案，编号见“cases”台账的第一栏。")
    room = answers.get("class", "")
    return tuple(one for one in known if (not numbers or one.id in numbers) and room in ("", one.pupil.class_name))


def _numbers(text: str) -> set[int]:
    parts = [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]
    if wrong := next((part for part in parts if not part.isdecimal() or len(part) > 9), ""):
        raise UserError(f"“{wrong}”不是个案编号，请写数字，几个用逗号分开。")
    return {int(part) for part in parts}
