"""家访谈心: how far the visits of the term are, the visits, talks, teaching at home."""

from kongchuo_desktop.ui.sections import SectionedPage
from kongchuo_desktop.ui.visits.sections import SECTIONS


class VisitsPage(SectionedPage):
    """Requests: a section's key, or (key, what that section understands): an Opens of 今日 among them.

    ("visits", ("new", PupilId)) opens the form of a visit about a child, ("talks", ("new", PupilId)) that of a talk.
    """

    title = "家访谈心"
    sections = SECTIONS
