"""The installers in clean systems of their own: minutes, root, a network to Debian's archive; what lies in dist/."""

import importlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.tree import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="makes systems of its own as root"),
    pytest.mark.skipif(shutil.which("debootstrap") is None, reason="no debootstrap"),
]


@pytest.fixture
def packaging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    before = set(sys.modules)
    monkeypatch.syspath_prepend(ROOT / "packaging")
    yield importlib.import_module
    for name in set(sys.modules) - before:
        if str(ROOT / "packaging") in str(getattr(sys.modules[name], "__file__", "")):
            sys.modules.pop(name)


def _built(pattern: str) -> Path:
    found = sorted((ROOT / "dist").glob(pattern))
    if not found:
        pytest.skip("nothing built: python3 packaging/dev.py build")
    return found[-1]


def test_the_deb_is_installed_works_and_leaves_only_the_books(packaging: Any, tmp_path: Path) -> None:
    lines = packaging("clean_root").check(_built("*.deb"), tmp_path)
    assert len(lines) == 4
    assert (tmp_path / "linux-window-bookworm.png").stat().st_size > 10_000


def test_the_windows_installer_works_under_wine_and_leaves_only_the_books(packaging: Any, tmp_path: Path) -> None:
    lines = packaging("wine_root").check(_built("*.exe"), tmp_path)
    assert lines[-1].startswith("removed silently")
