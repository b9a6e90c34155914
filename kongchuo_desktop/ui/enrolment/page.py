"""学籍异动: who comes, who goes, and what follows from it."""

from kongchuo_desktop.ui.enrolment.sections import SECTIONS
from kongchuo_desktop.ui.sections import SectionedPage


class EnrolmentPage(SectionedPage):
    """Requests: a section's key, or (key, what that section understands)."""

    title = "学籍异动"
    sections = SECTIONS
