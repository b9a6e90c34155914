"""A fixed hour for every command."""

import pkgutil
from datetime import datetime
from importlib import import_module

import pytest

from kongchuo_desktop import commands


def stop_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Whatever a command asks for the time, it is answered `moment`."""
    for found in pkgutil.iter_modules(commands.__path__, f"{commands.__name__}."):
        module = import_module(found.name)
        if hasattr(module, "now"):
            monkeypatch.setattr(module, "now", lambda: moment)
