"""Papers from the book: who signs, what is missing, the files, and the record of what was issued."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from kongchuo_desktop.desk.made import Made
from kongchuo_desktop.desk.paper_makers import MAKERS
from kongchuo_desktop.documents.agreement_content import AgreementContent
from kongchuo_desktop.documents.catalogue import KINDS, PaperKind
from kongchuo_desktop.kit.errors import UserError
from kongchuo_desktop.reports.kinds import checked_answers
from kongchuo_desktop.school.agreements import service as agreements
from kongchuo_desktop.school.agreements.figures import Signer, signers
from kongchuo_desktop.school.agreements.rules import BY_KIND
from kongchuo_desktop.school.agreements.wording import WordingText, shipped
from kongchuo_desktop.school.identity import service as identity
from kongchuo_desktop.school.identity.rules import year_name
from kongchuo_desktop.school.notices.rules import BY_KEY as NOTICES
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.storage import audit
from kongchuo_desktop.storage.database import Database

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Missing:
    """A signer whose letter would have blanks, and what they are."""

    party_kind: str
    party_id: int
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Prepared:
    """A layer ready to print: nothing has been issued yet."""

    kind: str
    title: str
    people: tuple[Signer, ...]
    contents: tuple[AgreementContent, ...]
    missing: tuple[Missing, ...]
    missing_characters: tuple[str, ...]


def kinds() -> tuple[PaperKind, ...]:
    """Every paper, in the order of the menu."""
    return KINDS


def wording(session: Session, *, kind: str) -> WordingText:
    """The text in force: the school's own title and body over the shipped one."""
    text = shipped(kind)
    own = agreements.own_wording(session, kind=kind)
    return replace(text, title=own.title, body=own.body) if own else text


def prepare(
    database: Database, kind: str, *, today: date, pupil_ids: frozenset[PupilId] | None = None,
    class_name: str = "", only: frozenset[tuple[str, int]] | None = None,
) -> Prepared:  # fmt: skip
    """Work out every letter of a layer; `only` narrows to chosen signers (party kind, party id)."""
    with database.read() as session:
        people = signers(session, kind=kind, today=today, pupil_ids=pupil_ids)
        people = tuple(
            person for person in people
            if (not class_name or class_name == person.class_name)
            and (only is None or (person.party_kind, person.party_id) in only)
        )  # fmt: skip
        text = wording(session, kind=kind)
        numbers = {
            (line.party_kind, line.party_id): line.number
            for line in agreements.register(session, kind=kind, today=today, pupil_ids=pupil_ids)
        }
        school = identity.school(session)
    contents = tuple(_content(text, school, person, numbers) for person in people)
    return Prepared(
        kind=kind, title=BY_KIND[kind].title, people=people, contents=contents,
        missing=tuple(_missing(people, contents)), missing_characters=_unprintable(contents),
    )  # fmt: skip


def _content(
    text: WordingText, school: identity.SchoolFacts, person: Signer, numbers: Mapping[tuple[str, int], str]
) -> AgreementContent:
    return AgreementContent(
        wording=text, number=numbers.get((person.party_kind, person.party_id), ""), school=school.name,
        year=year_name(school.current_year), signer=person.name,
        group=person.class_name or person.values.get("村名", ""), values=person.values,
    )  # fmt: skip


def _missing(people: Sequence[Signer], contents: Sequence[AgreementContent]) -> Iterable[Missing]:
    for person, content in zip(people, contents, strict=True):
        lacking = tuple(name for name in content.missing() if name != "编号")
        if lacking:
            yield Missing(person.party_kind, person.party_id, person.listed, lacking)


def _unprintable(contents: Sequence[AgreementContent]) -> tuple[str, ...]:
    from kongchuo_desktop.documents.faces import load_typefaces

    everything = "".join(sorted({sign for content in contents for sign in content.characters()}))
    return tuple(sorted(load_typefaces().missing_characters(everything))) if everything else ()


def issue(
    database: Database, prepared: Prepared, *, out: Path, each: str = "", now: datetime,
    progress: Progress | None = None, cancelled: Callable[[], bool] = lambda: False,
) -> Made:  # fmt: skip
    """Draw a layer into `out` (a .pdf, or a folder with each="signer" or "class") and record the issue.

    The numbers are given and the printing recorded only when every file is in its place.
    """
    from kongchuo_desktop.documents.agreements import Progress as Following  # reportlab, wanted only here
    from kongchuo_desktop.documents.agreements import draw_agreements

    if not prepared.people:
        raise UserError(f"{prepared.title}目前没有要签的人，请先导入名册、指定班主任或填写各村。")
    with database.write(f"印发{prepared.title}") as session:
        numbers = agreements.issue(session, kind=prepared.kind, people=prepared.people, now=now)
        contents = [
            replace(content, number=numbers[(person.party_kind, person.party_id)])
            for person, content in zip(prepared.people, prepared.contents, strict=True)
        ]
        following = Following(done=progress or (lambda _done, _total: None), cancelled=cancelled)
        printed = draw_agreements(contents, out, each=each, progress=following)
        audit.record_event(session, kind="print", what=prepared.title, count=len(contents))
    return Made(printed.files, len(contents), tuple(_remarks(prepared)))


def _remarks(prepared: Prepared) -> Iterable[str]:
    if prepared.missing:
        names = "、".join(f"{item.name}({'、'.join(item.values)})" for item in prepared.missing[:5])
        more = f"等 {len(prepared.missing)} 份" if len(prepared.missing) > 5 else ""
        yield f"有空项、已留横线手填：{names}{more}。"
    if prepared.missing_characters:
        yield f"这些字没有字体可印，请手写补上：{'、'.join(prepared.missing_characters)}。"


def make(database: Database, key: str, *, out: Path, choices: Mapping[str, str], now: datetime) -> Made:
    """The command's way: any paper of the catalogue with its choices."""
    kind = next((item for item in KINDS if item.key == key), None)
    if kind is None:
        raise UserError(f"没有“{key}”这种文书，可用：{'、'.join(item.key for item in KINDS)}。")
    answers = checked_answers(kind.title, kind.choices, choices)
    if key in BY_KIND:
        one_file = out.suffix.lower() == ".pdf"
        each = answers.get("each", "") or ("" if one_file else "signer")
        if each and one_file:
            raise UserError("要分成多个文件时，--out 请给一个文件夹，不要给 .pdf 文件名。")
        prepared = prepare(database, key, today=now.date(), class_name=answers.get("class", ""))
        return issue(database, prepared, out=out, each=each, now=now)
    if key in MAKERS:
        return MAKERS[key](database, answers, out=out, now=now)
    if key in NOTICES:
        return _notices(database, key, answers, out=out, now=now)
    return _cards(database, answers, out=out, now=now)


def _notices(database: Database, key: str, answers: Mapping[str, str], *, out: Path, now: datetime) -> Made:
    """Letters about absence, one for each child whose open duties ask for one; about cases where some are named."""
    from kongchuo_desktop.desk import return_papers
    from kongchuo_desktop.desk.duty_papers import issue_to_file, open_duties

    if answers.get("case") or answers.get("pupil"):
        return return_papers.maker(key)(database, answers, out=out, now=now)
    if out.suffix.lower() != ".pdf":
        raise UserError(f"{NOTICES[key].title}存成一个 PDF 文件，--out 请写成 .pdf 文件名。")
    with database.read() as session:
        found = open_duties(session, kind=key, on=now.date(), class_name=answers.get("class", ""))
    if not found:
        raise UserError(f"现在没有待办事项需要{NOTICES[key].title}。")
    issued = issue_to_file(database, duties=found, kind=key, out=out, now=now)
    return Made((out,), len(issued.notices), issued.remarks)


def _cards(database: Database, answers: Mapping[str, str], *, out: Path, now: datetime) -> Made:
    """家校联系卡."""
    from kongchuo_desktop.desk.contact_cards import make_cards

    return Made(*make_cards(database, class_name=answers.get("class", ""), out=out, now=now))
