"""packaging/dev.py and its parts, without installing anything."""

import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "packaging"


class Tools:
    """The scripts of packaging/, as dev.py sees them."""

    def __init__(self) -> None:
        self.machine = importlib.import_module("machine")
        self.environment = importlib.import_module("environment")
        self.checking = importlib.import_module("checking")
        self.showing = importlib.import_module("showing")

    def all(self) -> list[ModuleType]:
        return [self.machine, self.environment, self.checking, self.showing]


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tools]:
    monkeypatch.syspath_prepend(SCRIPTS)
    found = Tools()
    yield found
    for module in found.all():
        sys.modules.pop(module.__name__)


@pytest.fixture
def steps(tools: Tools, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """An environment below tmp_path whose steps are only noted down."""
    noted: list[str] = []
    environment = tools.environment
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "_STAMP", tmp_path / "ready.json")
    monkeypatch.setattr(environment, "program", lambda: tmp_path / "kongchuo")
    for step in ("_make_venv", "_install_lock"):
        monkeypatch.setattr(environment, step, lambda step=step: noted.append(step))
    monkeypatch.setattr(environment, "_install_libraries", lambda *, screen: noted.append(f"libraries {screen}"))
    monkeypatch.setattr(environment, "_fetch_fonts", lambda: _note(noted, "fonts"))
    (tmp_path / "kongchuo").touch()
    return noted


def test_a_second_start_does_nothing(tools: Tools, steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    tools.environment.ensure(screen=False, retry_fonts=True)
    assert steps == ["libraries False", "_make_venv", "_install_lock", "fonts"]
    steps.clear()
    monkeypatch.setattr(subprocess, "run", _forbidden)
    tools.environment.ensure(screen=False, retry_fonts=True)
    assert steps == []


def test_a_new_lock_installs_again(
    tools: Tools, steps: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "lock"
    lock.write_text("a==1")
    monkeypatch.setattr(tools.environment, "LOCK", lock)
    tools.environment.ensure(screen=False, retry_fonts=False)
    lock.write_text("a==2")
    steps.clear()
    tools.environment.ensure(screen=False, retry_fonts=False)
    assert "_install_lock" in steps


def test_a_first_display_asks_for_its_libraries_only(tools: Tools, steps: list[str], tmp_path: Path) -> None:
    tools.environment.ensure(screen=False, retry_fonts=False)
    steps.clear()
    tools.environment.ensure(screen=True, retry_fonts=False)
    assert steps == ["libraries True", "fonts"]
    assert json.loads((tmp_path / "ready.json").read_text())["screen"] is True


def test_a_damaged_stamp_counts_as_none(tools: Tools, steps: list[str], tmp_path: Path) -> None:
    (tmp_path / "ready.json").write_text("[1")
    tools.environment.ensure(screen=False, retry_fonts=False)
    assert "_install_lock" in steps


def test_missing_libraries_are_named_as_debian_does(tools: Tools) -> None:
    known = {"libc.so.6": "libc6", "libnowhere.so.9": "libnowhere9"}
    assert tools.machine.missing_libraries(known) == (["libnowhere9"] if sys.platform == "linux" else [])


def test_without_rights_the_one_line_is_told(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(subprocess, "run", _forbidden)
    with pytest.raises(tools.machine.SetUpStoppedError, match=r"sudo apt-get install .*libgl1 libegl1"):
        tools.machine.install_packages(["libgl1", "libegl1"])


def test_a_display_that_nobody_answers_is_none(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    for display in ("", ":4711", "unix:4711", "nonsense"):
        monkeypatch.setenv("DISPLAY", display)
        assert not tools.machine.has_display()


def test_one_failed_check_fails_the_whole(
    tools: Tools, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tools.environment, "ensure", lambda **_: None)
    monkeypatch.setattr(tools.environment, "python", lambda: sys.executable)
    monkeypatch.setattr(tools.checking, "_pytest", lambda _arguments: (0, "3 passed in 0.1s"))
    checks = {"good": ["-c", "pass"], "bad": ["-c", "print('the reason'); raise SystemExit(3)"]}
    monkeypatch.setattr(tools.checking, "CHECKS", checks)
    assert tools.checking.test([]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[-1] == "3 passed in 0.1s"
    assert "bad FAILED" in told[-2]
    assert "the reason" in told
    checks.pop("bad")
    assert tools.checking.test([]) == 0


def test_failing_tests_fail_the_whole(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools.environment, "ensure", lambda **_: None)
    monkeypatch.setattr(tools.checking, "_pytest", lambda _arguments: (1, "1 failed in 0.1s"))
    assert tools.checking.test(["tests/x"]) == 1


def test_without_a_display_the_main_job_is_done(
    tools: Tools, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []

    def kongchuo(*words: str, read: bool = False) -> str:
        asked.append(" ".join(words[:2] + words[3:4]))
        if read:
            return "a\t甲责任书\nb\t乙责任书\n" if words[0] == "paper" else "roster\t学生花名册(全校一表)\n"
        if "a" in words:
            raise subprocess.CalledProcessError(1, words)
        (tmp_path / "made.pdf").touch()
        return ""

    monkeypatch.setattr(tools.environment, "ensure", lambda **_: None)
    monkeypatch.setattr(tools.machine, "has_display", lambda: False)
    monkeypatch.setattr(tools.showing, "_sample_book", lambda: None)
    monkeypatch.setattr(tools.showing, "_kongchuo", kongchuo)
    monkeypatch.setattr(tools.showing, "OUT", tmp_path)
    assert tools.showing.run([]) == 1, "a piece that failed is not kept quiet"
    assert {"paper make a", "paper make b", "report make roster"} <= set(asked)
    told = capsys.readouterr()
    assert "made.pdf" in told.out
    assert "甲责任书.pdf" in told.err


def _forbidden(*_: object, **__: object) -> NoReturn:
    raise AssertionError("nothing may be started")


def _note(noted: list[str], step: str) -> bool:
    noted.append(step)
    return True
