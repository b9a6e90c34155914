"""Letters and papers of cases from the window: numbered letters issued and delivered, the case's own papers shown."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.desk import case_papers, duty_papers, return_letters
from kongchuo_desktop.documents.kinds_returns import PAPERS
from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.notices.rules import BY_KEY, UNDELIVERED, time_mark
from kongchuo_desktop.school.notices.service import NoticeFacts
from kongchuo_desktop.school.returns.cases import CaseFacts, StepFacts
from kongchuo_desktop.school.returns.rules import BY_NAME
from kongchuo_desktop.ui.form_box import FormBox
from kongchuo_desktop.ui.forms.fields import Field
from kongchuo_desktop.ui.notices.lines import NoticeLine
from kongchuo_desktop.ui.notices.marking import Marking
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.preview.letters import show_forms, show_letters

BLANK = "blank"
KEYS = return_letters.KINDS
AGAIN = "+again"  # after the key of a letter: a further one, though one has been delivered
CASE_PAPERS = (
    *((kind.key, f"档案：{kind.title}") for kind in PAPERS), (BLANK, "档案：劝返记录（空白，去之前印）"),
)  # fmt: skip


class CaseLetters:
    """What the panel and the selection ask for."""

    def __init__(self, page: QWidget, office: Office) -> None:
        self._page, self._office = page, office
        self._marking = Marking(page, office)

    def ask_printed(self, cases: Sequence[CaseFacts]) -> None:
        """Which letter or paper of these cases; the one that is next stands first."""
        whose = cases[0].pupil.name if len(cases) == 1 else f"{len(cases)} 个个案"
        letters = tuple(choice for key in KEYS for choice in _choices(cases, key))
        FormBox(
            self._page, f"打印{whose}的文书",
            (Field("key", "印哪一种", "choice", required=True, choices=(*letters, *CASE_PAPERS)),),
            act="看样", today=self._office.today, values={"key": self._proposed(cases[0])},
            sentence="文书印发时自动编号，记进个案，期限从登记送达那天算；没有送达的再印还是同一份。档案随时可印。",
            run=lambda given: self.show(str(given["key"]), cases),
        ).open()  # fmt: skip

    def _proposed(self, case: CaseFacts) -> str:
        following = case.next(self._office.today())
        kind = BY_NAME.get(following.kind) if following else None
        return kind.paper if kind and kind.paper else "persuasion_record"

    def show(self, key: str, cases: Sequence[CaseFacts]) -> None:
        """Issue a letter, or draw a paper, and show it."""
        ids, again = [one.id for one in cases], key.endswith(AGAIN)
        key = key.removesuffix(AGAIN)
        there = _issued(cases[0], key) if key in KEYS and len(cases) == 1 and not again else None
        if there is not None:
            self._reprint(key, there.notice_id or 0)
        elif key in KEYS:
            self._issue(key, ids, again=again)
        else:
            self._draw("persuasion_record" if key == BLANK else key, ids, blank=key == BLANK)

    def _issue(self, key: str, ids: Sequence[int], *, again: bool) -> None:
        office, title = self._office, BY_KEY[key].title
        database, now = office.database, office.clock()
        office.tasks.run(
            lambda _progress: return_letters.issue(database, kind=key, case_ids=ids, now=now, again=again),
            done=lambda issued: show_letters(self._page, office, issued, title), title=f"排版{title}",
        )  # fmt: skip

    def _reprint(self, key: str, number: int) -> None:
        """A letter that has gone out says what it said, under its number."""
        office, title = self._office, BY_KEY[key].title
        database = office.database
        office.tasks.run(
            lambda _progress: duty_papers.reprint(database, ids=[number]),
            done=lambda issued: show_letters(self._page, office, issued, title), title=f"排版{title}",
        )  # fmt: skip

    def _draw(self, key: str, ids: Sequence[int], *, blank: bool) -> None:
        office, title = self._office, case_papers.TITLES[key]
        database, now = office.database, office.clock()

        show_forms(
            self._page, office, title,
            lambda: case_papers.show(database, key=key, case_ids=ids, now=now, blank=blank),
        )  # fmt: skip

    def ask_marked(self, case: CaseFacts, step: StepFacts) -> None:
        """Delivery of a letter, then its slip."""
        adults = tuple(dict.fromkeys(adult.name for adult in case.pupil.guardians))

        def question(session: Session) -> Sequence[NoticeFacts]:
            return [one for one, _ in notices.printed(session, ids=[step.notice_id or 0])]

        def show(found: Sequence[NoticeFacts]) -> None:
            lines = tuple(NoticeLine(one, case.pupil.name, "", adults) for one in found)
            if not lines:
                self._office.tell.mistake("这份文书已经不在登记簿里了。")
            elif lines[0].letter.state == UNDELIVERED:
                self._marking.ask_delivered(lines)
            else:
                self._marking.ask_returned(lines)

        self._office.read(question, show, latest="case-letter")


def _issued(case: CaseFacts, key: str) -> StepFacts | None:
    """The latest letter of that kind which went out in the present time away, or since the return."""
    since = case.returned_on or case.since
    return next((one for one in reversed(case.steps) if one.letter == key and one.day >= since), None)


def _choices(cases: Sequence[CaseFacts], key: str) -> tuple[tuple[str, str], ...]:
    """A letter as one is asked for it: the first, a reprint, or one more after it was delivered."""
    title, there = f"文书：{BY_KEY[key].title}", [_issued(case, key) for case in cases]
    delivered = sum(one is not None and one.delivered_on is not None for one in there)
    more = delivered and any(return_letters.fits(case, key) for case in cases)
    if len(cases) > 1:
        further = ((f"{key}{AGAIN}", f"{title}（{delivered} 人送达过，另发一份）"),) if more else ()
        return ((key, title), *further)
    one = there[0]
    if one is None:
        return ((key, title),)
    reprint = (key, f"{title}（重印{one.number}{'' if delivered else '，还没有送达'}）")
    return ((f"{key}{AGAIN}", f"{title}{time_mark(one.time + 1)}"), reprint) if more else (reprint,)
