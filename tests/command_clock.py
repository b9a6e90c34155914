"""The command line in a test: a machine of its own with cheap keys, a known password, a fixed hour."""

import pkgutil
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path

import pytest

from kongchuo_desktop import cli, commands
from kongchuo_desktop.desk import books
from kongchuo_desktop.school.identity.service import SchoolFacts
from kongchuo_desktop.storage.key_cost import KeyCost
from kongchuo_desktop.storage.places import Places
from tests.school.small_school import NOW, found_school

PASSWORD = "青山 石桥 3 号灯"
Run = Callable[..., tuple[int, str, str]]


def stop_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Whatever a command asks for the time, it is answered `moment`."""
    for found in pkgutil.iter_modules(commands.__path__, f"{commands.__name__}."):
        module = import_module(found.name)
        if hasattr(module, "now"):
            monkeypatch.setattr(module, "now", lambda: moment)


def commands_at(
    moment: datetime, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command at that hour; answers exit code, stdout, stderr."""
    cheap = Places.under(root / "machine", KeyCost(memory=8, passes=1, lanes=1))
    monkeypatch.setattr(Places, "of_this_machine", classmethod(lambda _cls: cheap))
    monkeypatch.setenv("KONGCHUO_PASSWORD", PASSWORD)
    stop_clock(monkeypatch, moment)

    def run(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.main([str(word) for word in words], picture=lambda *_: None)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def commands_on_small_book(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`commands_at` the small school's hour, with that school's book at root/b.kongchuo."""
    run = commands_at(NOW, root, monkeypatch, capsys)
    facts = SchoolFacts(name="青石镇河湾小学", stage="小学", current_year=2026)
    made = books.new_book(
        root / "b.kongchuo", password=PASSWORD, facts=facts, clock=lambda: NOW, actor="测试", sheet=None
    )
    found_school(made.database)
    books.close(made.database, keep=False)
    return run
