"""From a keystroke in the pupil list's find line to the painted list, at 3,000 and 20,000 pupils.

Floor: the same keystroke on a bare QTableView whose rows and search keys stand prepared as tuples and strings.
"""

import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSettings, Qt
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from kongchuo_desktop.storage.key_cost import KeyCost
from kongchuo_desktop.storage.places import Places
from kongchuo_desktop.ui.lists.columns import Empty
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.pupils.lines import Numbers, PupilLine, list_kind, read_lines
from kongchuo_desktop.ui.theme.style import dress
from tests.benchmarks.big_school import clock, make_book
from tests.benchmarks.measure import compare

TYPED = ("l", "li", "liy", "李", "李小", "138", "z", "zh", "h村", "石桥")
DISPLAY = int(Qt.ItemDataRole.DisplayRole)


def lines_of_school(number: int, folder: Path) -> tuple[PupilLine, ...]:
    """The list's rows out of a book with so many children."""
    places = Places.under(folder / "home", KeyCost(64 * 1024, 3, 2))
    database = make_book(folder / f"{number}.kongchuo", places, pupils=number)
    try:
        with database.read() as session:
            return read_lines(session, today=clock().date())
    finally:
        database.close()


class BareModel(QAbstractTableModel):
    """Prepared tuples and keys; nothing else."""

    def __init__(self, rows: list[tuple[str, ...]], keys: list[str]) -> None:
        super().__init__()
        self._rows, self._keys, self._shown = rows, keys, rows

    def narrow(self, word: str) -> None:
        """Show the rows whose key holds the word."""
        self.beginResetModel()
        self._shown = [row for row, key in zip(self._rows, self._keys, strict=True) if word in key]
        self.endResetModel()

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: N802, B008
        """Rows shown."""
        return len(self._shown)

    def columnCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: N802, B008
        """As many as the real list shows."""
        return len(self._rows[0])

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = DISPLAY) -> Any:
        """The text."""
        return self._shown[index.row()][index.column()] if role == DISPLAY else None


def painted(window: QWidget) -> None:
    """Let the event loop paint what has changed."""
    application = QApplication.instance()
    assert application is not None
    window.repaint()
    application.processEvents()


def typing(find: Callable[[str], None], window: QWidget) -> Callable[[], None]:
    """One keystroke: the next of the typed words, found and painted."""
    words = cycle(TYPED)

    def keystroke() -> None:
        find(next(words))
        painted(window)

    return keystroke


def real_list(lines: Sequence[PupilLine], folder: Path) -> ListView:
    """The program's own list of children."""
    settings = QSettings(str(folder / "s.ini"), QSettings.Format.IniFormat)
    view = ListView(list_kind(Numbers(), (), Empty("")), settings)
    view.set_rows(lines)
    return view


def bare_list(lines: Sequence[PupilLine], view: ListView) -> tuple[QTableView, BareModel]:
    """The floor: the texts of the columns that the real list shows, worked out beforehand."""
    shown = [column for column in view.kind.columns if column.shown]
    rows = [tuple(column.text(line) for column in shown) for line in lines]
    model, table = BareModel(rows, [line.words for line in lines]), QTableView()
    table.setModel(model)
    for place, column in enumerate(shown):
        table.setColumnWidth(place, column.width)
    return table, model


def measure(number: int, folder: Path) -> bool:
    """Print the comparison for so many pupils; whether its goal is met."""
    lines = lines_of_school(number, folder)
    view = real_list(lines, folder)
    table, model = bare_list(lines, view)
    for window in (view, table):
        window.resize(1166, 700)
        window.show()
        painted(window)
    ours = "pupil list"
    cases = {"prepared keys, bare table": typing(model.narrow, table), ours: typing(view.look_for, view)}
    told = compare(f"keystroke, {number:,} pupils", cases, rounds=40, goals={ours: 2.0})
    return not told.missed


def main() -> int:
    """Both sizes; goals are printed, a missed one is no breakdown."""
    application = QApplication([])
    dress(application)
    with tempfile.TemporaryDirectory() as folder:
        for number in (3_000, 20_000):
            measure(number, Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
