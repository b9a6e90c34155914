"""Power cuts by a model of the disk over the program's real system calls."""

import shutil
import subprocess

import pytest

from tests.storage import power_cut


def strace_works() -> bool:
    """Containers may forbid it."""
    found = shutil.which("strace")
    return found is not None and subprocess.run([found, "-o", "/dev/null", "true"], check=False).returncode == 0


pytestmark = pytest.mark.skipif(not strace_works(), reason="needs strace to see the system calls")


def test_nothing_acknowledged_is_lost() -> None:
    ends = power_cut.run(25, seed=3)
    del ends["system_calls"]
    assert ends == {"whole": 25}


def test_the_model_finds_what_a_careless_setting_loses() -> None:
    assert power_cut.run(15, seed=3, careless=True).get("acknowledged_save_lost", 0) > 5


@pytest.mark.slow
def test_in_full() -> None:
    ends = power_cut.run(2000, seed=4)
    del ends["system_calls"]
    assert ends == {"whole": 2000}
