"""劝返: children to be brought back, and those who have come back."""

from kongchuo_desktop.ui.returns.sections import SECTIONS
from kongchuo_desktop.ui.sections import SectionedPage


class ReturnsPage(SectionedPage):
    """Requests: a section's key, or (key, what that section understands)."""

    title = "劝返"
    sections = SECTIONS
