"""Where in the registers the page is: class, days, the day that is unfolded, where the cursor is to go."""

from dataclasses import dataclass
from datetime import date, timedelta

from kongchuo_desktop.school.types import ClassId
from kongchuo_desktop.ui.attendance.columns import Slot, month_days, week_days


@dataclass
class Place:
    """Changes as the keys say; what it says is then read."""

    anchor: date  # a day of the week or month shown
    room: ClassId | None = None
    month: bool = False
    unfolded: date | None = None
    cursor: tuple[date, str] | None = None

    def days(self) -> tuple[date, ...]:
        """The days shown."""
        return month_days(self.anchor) if self.month else week_days(self.anchor)

    def turn(self, step: int, half: str) -> None:
        """Weeks or months on."""
        if self.month:
            month = self.anchor.year * 12 + self.anchor.month - 1 + step
            self.anchor = date(month // 12, month % 12 + 1, 1)
        else:
            self.anchor += timedelta(days=7 * step)
        self.unfolded = None
        self.cursor = (self.anchor, half)

    def go(self, day: date, half: str) -> None:
        """To a register."""
        self.anchor, self.cursor = day, (day, half)

    def keep(self, slot: Slot | None) -> None:
        """Remember the cursor over a change of what is shown."""
        if slot is not None:
            self.go(slot.day, slot.slot)

    def fold(self, day: date) -> None:
        """Unfold a day into its lessons, or fold it again."""
        self.unfolded = None if self.unfolded == day else day

    def show_month(self, on: bool) -> None:
        """A month or a week."""
        self.month, self.unfolded = on, None
