"""Papers of enrolling and bringing back from the book, for the command: letters and records by case, child, class."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from kongchuo_desktop.desk import case_papers, enrol_notices, return_letters
from kongchuo_desktop.desk.cases_asked import cases_asked
from kongchuo_desktop.desk.duty_papers import IssuedNotices
from kongchuo_desktop.desk.made import Made
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.school.notices.rules import BY_KEY
from kongchuo_desktop.storage.database import Database


def maker(key: str) -> Callable[..., Made]:
    """The command's way to a paper, called as (database, answers, out=, now=)."""
    if key in case_papers.TITLES:
        return case_papers.maker(key)

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
    ids = [one.id for one in wanted]
    return return_letters.issue(database, kind=key, case_ids=ids, now=now, again=answers.get("again", "") == "yes")
