"""The guard of tests/conftest.py itself."""

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot


def test_a_dialog_that_would_wait_fails_the_test(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    with pytest.raises(AssertionError, match=r"QDialog\.exec would wait"):
        dialog.exec()
    with pytest.raises(AssertionError, match="删除吗"):
        QMessageBox.question(None, "确认", "删除吗")
    with pytest.raises(AssertionError, match="getOpenFileName"):
        QFileDialog.getOpenFileName()
