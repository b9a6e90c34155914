"""Tab in a grid of cells: from cell to cell, and at the end out of the grid."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableView as Grid
else:
    Grid = object


class TabLeaves(Grid):
    """Before QTableView among the bases of a grid. Without it Tab goes round in the grid, and no key leads out."""

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """At the last cell (Shift+Tab: the first) on to what follows the grid."""
        at, model = self.currentIndex(), self.model()
        last = (model.rowCount() - 1, model.columnCount() - 1) if forward else (0, 0)
        if at.isValid() and (at.row(), at.column()) != last:
            moved = super().focusNextPrevChild(forward)
            if self.currentIndex() != at:
                return moved
        return self.window().focusNextPrevChild(forward)
