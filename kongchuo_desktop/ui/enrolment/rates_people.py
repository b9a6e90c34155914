"""The children behind a figure: a list with why each is counted, and the way back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.school.names import pinyin_of
from kongchuo_desktop.school.types import PupilId
from kongchuo_desktop.ui.enrolment.rates_reading import PersonLine
from kongchuo_desktop.ui.files import save_table
from kongchuo_desktop.ui.icons import icon
from kongchuo_desktop.ui.lists.columns import Column, Empty, ListKind, RowAct
from kongchuo_desktop.ui.lists.view import ListView
from kongchuo_desktop.ui.office import Office
from kongchuo_desktop.ui.words import button, label


class PeoplePane(QWidget):
    """Takes the place of the cards while a figure is open. Esc or the button goes back."""

    left = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self.title = ""
        self.heading = label(role="title")
        self.list = ListView(
            _kind(RowAct("打开学生", lambda rows: self._open(rows[0]), "pupils", most=1)), office.settings
        )
        self.list.opened.connect(self._open)
        self.list.exported.connect(lambda table: save_table(self, office, table, what=self.title))
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 24, 0)
        row.setSpacing(8)
        row.addWidget(button("回到四率", kind="quiet", icon=icon("left"), run=self.left.emit, tip="Esc"))
        row.addWidget(self.heading)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list)

    def show_people(self, title: str, lines: tuple[PersonLine, ...]) -> None:
        """Another figure's children."""
        self.title = title
        self.heading.setText(title)
        self.list.look_for("")
        self.list.set_rows(lines)

    def _open(self, line: PersonLine) -> None:
        if line.pupil:
            self.office.go("pupils", PupilId(line.pupil))
        else:
            self.office.go("enrolment", "area")


def _kind(act: RowAct) -> ListKind:
    return ListKind(
        key="rate-people",
        title="指标人员名单",
        columns=(
            Column("name", "姓名", lambda line: line.name, 112),
            Column("class", "班级", lambda line: line.class_name, 112, filtered=True),
            Column("student_number", "学籍号", lambda line: line.student_number, 184),
            Column("why", "为什么算在内", lambda line: line.why, 360, filtered=True),
            Column("sign", "计数", lambda line: f"{line.sign:+d}", 64, value=lambda line: line.sign, align="right",
                   kind="number"),
        ),
        identity=lambda line: line.place,
        words=lambda line: f"{line.name} {' '.join(pinyin_of(line.name))} {line.class_name} {line.why}",
        acts=(act,),
        empty=Empty("这个数里一个人也没有。"),
    )  # fmt: skip
