"""重点关爱: the register of concern, levels with reasons, homes, and the adults of left-behind children."""

from kongchuo_desktop.ui.concern.sections import SECTIONS
from kongchuo_desktop.ui.sections import SectionedPage


class ConcernPage(SectionedPage):
    """Requests: a section's key, ("register", PupilId), ("register", "proposals"), ("homes", PupilId),
    ("levels", PupilId or Opens), ("care", Opens), ("survey", SurveyId or Opens).
    """

    title = "重点关爱"
    sections = SECTIONS
