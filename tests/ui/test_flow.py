"""Questions go on in the next line where the window is narrow."""

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from kongchuo_desktop.ui.flow import Flow


def test_lines_break_where_the_room_ends(qtbot: QtBot) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    flow = Flow(frame, across=10, down=5)
    flow.setContentsMargins(0, 0, 0, 0)
    parts = [QLabel() for _ in range(3)]
    for part in parts:
        part.setFixedSize(100, 30)
        flow.addWidget(part)
    assert [flow.heightForWidth(width) for width in (320, 319, 210, 209)] == [30, 65, 65, 100]
    frame.resize(215, 200)
    frame.show()
    assert [(part.x(), part.y()) for part in parts] == [(0, 0), (110, 0), (0, 35)]
    assert flow.minimumSize().width() == 100
    assert flow.takeAt(5) is None
    assert flow.count() == 3
