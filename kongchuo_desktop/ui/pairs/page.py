"""一帮一: who helps whom, who should, what was promised, and what comes of it."""

from kongchuo_desktop.ui.pairs.sections import SECTIONS
from kongchuo_desktop.ui.sections import SectionedPage


class PairsPage(SectionedPage):
    """Requests: a section's key, or (key, what that section understands)."""

    title = "一帮一"
    sections = SECTIONS
