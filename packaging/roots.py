"""Small Debian systems below build/roots, to build and to try in: Linux, root, debootstrap. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import contents
import environment
import machine

ROOTS = environment.ROOT / "build" / "roots"
TOOLS = {"debootstrap": "debootstrap", "unshare": "util-linux"}
# Inside: its own processes, which vanish with the last of them; nothing of this machine is mounted.
_ENTER = 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"'


@dataclass(frozen=True)
class Root:
    """One system; `place` is its folder on this machine."""

    place: Path

    def command(self, *words: str) -> list[str]:
        """The command line that runs these words inside."""
        return ["unshare", "--mount", "sh", "-c", _ENTER, str(self.place), *words]

    def run(self, *words: str, **environ: str) -> str:
        """What the command answers inside; what goes wrong is shown and stops."""
        return told(self.command(*words), {**inner(), **environ})

    def install(self, packages: list[str]) -> None:
        """Install Debian packages inside, those that are not there yet."""
        listed = self.run("dpkg-query", "-W", "-f", "${Package}:${Architecture} ${db:Status-Abbrev}\n")
        there = {line.split(":")[0] for line in listed.splitlines() if line.split()[-1] == "ii"}
        lacking = [name for name in packages if name.split(":")[0] not in there]
        if lacking:
            print(f"  installing {len(lacking)} packages in {self.place.name}", flush=True)
            self.run("apt-get", "-qq", "update")
            self.run("apt-get", "-qq", "-y", "install", "--no-install-recommends", *lacking)


def make(suite: str, name: str = "", *, fresh: bool = False) -> Root:
    """The smallest system of that Debian; kept from one time to the next unless a fresh one is asked for."""
    if os.name != "posix" or os.geteuid() != 0:
        raise machine.SetUpStoppedError("This makes a small Debian system of its own and has to be run as root.")
    contents.check_tools(TOOLS)
    base = ROOTS / suite
    if not (base / "usr/bin/apt-get").exists() or (base / "debootstrap").exists():
        print(f"  making a small Debian {suite}", flush=True)
        shutil.rmtree(base, ignore_errors=True)
        base.mkdir(parents=True)
        told(["debootstrap", "--variant=minbase", suite, str(base)], dict(os.environ))
    if not name:
        return Root(base)
    place = ROOTS / name
    if fresh:
        shutil.rmtree(place, ignore_errors=True)
    if not place.exists():
        subprocess.run(["cp", "-a", "--reflink=auto", str(base), str(place)], check=True)
    return Root(place)


def inner() -> dict[str, str]:
    """The surroundings of a command inside: what reaches the network is taken over, nothing else."""
    network = {key: value for key, value in os.environ.items() if key.lower().endswith("_proxy")}
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    own = {"PATH": path, "HOME": "/root", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
    return {**network, **own}


def told(command: list[str], environ: dict[str, str]) -> str:
    """What a command answers; when it fails its last words are in the error."""
    done = subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode:
        last = (done.stdout + done.stderr).decode("utf-8", "replace")[-2000:]
        raise machine.SetUpStoppedError(f"{' '.join(command[-6:])}: exit {done.returncode}\n{last}")
    return done.stdout.decode("utf-8", "replace")
