"""Letters and papers of cases from the window: numbered letters issued and delivered, the case's own papers shown."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from kongchuo_desktop.school.notices import service as notices
from kongchuo_desktop.school.notices.rules import UNDELIVERED
from kongchuo_desktop.school.notices.service import NoticeFacts
from kongchuo_desktop.school.returns.cases import CaseFacts, StepFacts
from kongchuo_desktop.ui.notices.lines import NoticeLine
from kongchuo_desktop.ui.notices.marking import Marking
from kongchuo_desktop.ui.office import Office


class CaseLetters:
    """What the panel and the selection ask for."""

    def __init__(self, page: QWidget, office: Office) -> None:
        self._page, self._office = page, office
        self._marking = Marking(page, office)

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
