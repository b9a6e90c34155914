"""资助: families on the list, who is entitled, recognition, payments, checks, the school's fund, amounts."""

from kongchuo_desktop.ui.aid.sections import SECTIONS
from kongchuo_desktop.ui.sections import SectionedPage


class AidPage(SectionedPage):
    """Requests: a section's key, or (key, what that section understands)."""

    title = "资助"
    sections = SECTIONS
