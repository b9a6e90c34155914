"""What every test stands on: no screen, a machine of its own, no dialog that waits for a person."""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

from kongchuo_desktop.kit.collector import collect_what_is_due

TESTS = Path(__file__).parent

# Set before pytest-qt loads Qt.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

settings.register_profile("developer", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "developer")


class UnexpectedDialogError(AssertionError):
    """A dialog would have waited for a person; a test that means it replaces the call itself."""


def pytest_configure(config: pytest.Config) -> None:
    """Give this process (each worker) a machine of its own: settings, backups, caches."""
    place = tempfile.mkdtemp(prefix="kongchuo-tests-")
    config.add_cleanup(lambda: shutil.rmtree(place, ignore_errors=True))
    os.environ["KONGCHUO_HOME"] = place
    os.environ["XDG_CONFIG_HOME"] = str(Path(place) / "config")
    os.environ.pop("KONGCHUO_PASSWORD", None)
    # Python collects in whichever thread allocates. With xdist that may be the thread that listens for the next test,
    # and the windows of the last test that die there take the whole process down with them, a little later.
    gc.disable()


def pytest_runtest_logfinish() -> None:
    """The main thread collects instead, between two tests."""
    collect_what_is_due()


@pytest.fixture(scope="session")
def sample_files() -> Path:
    """The sample school's files (tests/data)."""
    return TESTS / "data"


@pytest.fixture(autouse=True)
def _no_waiting_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A modal dialog fails the test instead of hanging it; tests without Qt pay nothing."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is not None:
        for kind, names in _WAITING_CALLS.items():
            for name in names:
                monkeypatch.setattr(getattr(widgets, kind), name, _refuse(f"{kind}.{name}"))


_WAITING_CALLS = {
    "QDialog": ("exec",),
    "QMessageBox": ("exec", "about", "critical", "information", "question", "warning"),
    "QFileDialog": (
        "exec",
        "getExistingDirectory",
        "getOpenFileName",
        "getOpenFileNames",
        "getSaveFileName",
    ),
    "QInputDialog": ("exec", "getDouble", "getInt", "getItem", "getMultiLineText", "getText"),
    "QMenu": ("exec",),
}


def _refuse(call: str) -> Callable[..., NoReturn]:
    def refuse(*words: object, **_: object) -> NoReturn:
        said = " | ".join(word for word in words if isinstance(word, str))
        raise UnexpectedDialogError(f"{call} would wait for a person: {said}")

    return refuse
