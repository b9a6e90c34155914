"""Which cases (劝返个案) a paper is asked for: by number, child, class, or all."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from kongchuo_desktop.desk.pupils_asked import pupil_meant
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.attendance_choices import rooms_asked
from kongchuo_desktop.school.returns import cases
from kongchuo_desktop.school.returns.cases import CaseFacts


def cases_asked(session: Session, answers: Mapping[str, str], *, today: date) -> tuple[CaseFacts, ...]:
    """The answers `case`, `pupil`, `class` as cases, by opening; without an answer all of them."""
    if answers.get("class"):
        rooms_asked(session, {"class": answers["class"]}, today)
    child = pupil_meant(session, answers["pupil"], today=today) if answers.get("pupil") else None
    known = cases.cases(session, today=today, pupil_ids=[child.id] if child else None)[::-1]
    if child and not known:
        raise UserError(f"“{child.name}”没有劝返个案，请先建个案。")
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
