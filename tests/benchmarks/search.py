"""From a keystroke in the pupil list's find line to the painted list, at 3,000 and 20,000 pupils.

Floor: the same keystroke on a bare QTableView whose rows and search keys stand prepared as tuples and strings.
"""

import random
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSettings, Qt
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from kongchuo_desktop.school.pupils.model import Pupil
from kongchuo_desktop.school.pupils.service import GuardianFacts, PupilFacts, search_key
from kongchuo_desktop.school.types import ClassId, GuardianId, PupilId
from kongchuo_desktop.ui.lists.columns import Empty
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.pupils.lines import Numbers, PupilLine, list_kind
from kongchuo_desktop.ui.theme.style import dress
from tests.benchmarks.measure import compare

TYPED = ("l", "li", "liy", "李", "李小", "138", "z", "zh", "h村", "石桥")
FAMILY, GIVEN = "赵钱孙李周吴郑王冯陈韦蒙覃岑黄", "小明芳丽军伟燕霞强玉春花秀英建国志远雨涵子轩"
SOUNDS = "zhao qian sun li zhou wu zheng wang feng chen wei meng qin cen huang".split()  # noqa: SIM905
SPELT = dict(zip(FAMILY, SOUNDS, strict=True))
VILLAGES = ("上寨村", "石桥村", "大坪村", "青山村", "河口村")
FIELDS = tuple(column.key for column in Pupil.__table__.columns)
DISPLAY = int(Qt.ItemDataRole.DisplayRole)


def pupil(number: int, chance: random.Random) -> PupilLine:
    """One invented child."""
    family = chance.choice(FAMILY)
    name = family + "".join(chance.sample(GIVEN, 2))
    phone = f"138{chance.randrange(10**8):08}"
    grade, room = number % 6 + 1, number // 6 % 4 + 1
    facts = PupilFacts(
        id=PupilId(number),
        uid=f"u{number}",
        name=name,
        sex=chance.choice("男女"),
        birth_date=date(2026 - 6 - grade, number % 12 + 1, number % 28 + 1),
        birth_month_only=False,
        id_number=f"520000{2020 - grade}{number % 12 + 1:02}{number % 28 + 1:02}{number % 10000:04}",
        student_number=f"G520000{number:012}",
        grade=grade,
        class_id=ClassId(grade * 10 + room),
        class_name=f"{grade}年级{room}班",
        grade_name=f"{grade}年级",
        seat_number=str(number % 50),
        village=chance.choice(VILLAGES),
        boarding=number % 3 == 0,
        status="在读",
        phone="",
        pinyin=SPELT[family] + "xiaoming",
        initials=SPELT[family][0] + "xm",
        guardians=(GuardianFacts(GuardianId(number), family + "大山", "父亲", phone),),
        fields=dict.fromkeys(FIELDS, ""),
    )
    return PupilLine(facts, "", (), search_key(facts))


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


def real_list(lines: list[PupilLine], folder: str) -> ListView:
    """The program's own list of children."""
    settings = QSettings(str(Path(folder) / "s.ini"), QSettings.Format.IniFormat)
    view = ListView(list_kind(Numbers(), (), Empty("")), settings)
    view.set_rows(lines)
    return view


def bare_list(lines: list[PupilLine], view: ListView) -> tuple[QTableView, BareModel]:
    """The floor: the texts of the columns that the real list shows, worked out beforehand."""
    shown = [column for column in view.kind.columns if column.shown]
    rows = [tuple(column.text(line) for column in shown) for line in lines]
    model, table = BareModel(rows, [line.words for line in lines]), QTableView()
    table.setModel(model)
    for place, column in enumerate(shown):
        table.setColumnWidth(place, column.width)
    return table, model


def measure(number: int, folder: str) -> bool:
    """Print the comparison for so many pupils; whether its goal is met."""
    chance = random.Random(number)  # noqa: S311 - the same children every time
    lines = [pupil(place, chance) for place in range(number)]
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
            measure(number, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
