"""Programs that attack: none reaches anything, none leaves anything behind, and the next policy works.

A program that got what it wanted returns WIN. What stands between @ signs is filled in with where the canaries are.
"""

import json
import os
import select
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

import robotrace
from robotrace.errors import PolicyFailure
from robotrace.sandbox import Limits, Sandbox, level

ATTACKS = json.loads(Path(__file__).with_name("attacks.json").read_text())
QUICK = Limits(load_seconds=1.0, act_seconds=0.4, episode_seconds=3.0, cpu_seconds=10, memory_mb=256)
TOOLS = (
    "asyncio",
    "ctypes",
    "importlib.machinery",
    "mmap",
    "multiprocessing",
    "socket",
    "sqlite3",
    "subprocess",
    "threading",
)
"""Loaded beforehand, so that it is the kernel that says no, and not the import of a tool."""
WIN = 1337.0
PRELUDE = f"WIN=[{WIN},0,0,0]; LOSE=[0.0,0,0,0]\n"
HONEST = "def controller(observation): return observation['hand'] + 1"
OBSERVATION = {"hand": np.zeros(4), "goal": np.ones(3)}

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or level() not in ("full", "strong"), reason="this kernel has no seccomp"
)


class Field(NamedTuple):
    """Where the canaries are."""

    sandbox: Sandbox
    home: Path
    out: Path
    listeners: tuple[socket.socket, ...]

    def fill(self, source: str) -> str:
        zygote = list(self.sandbox._zygotes.values())[-1]
        places = {
            "HOME": self.home,
            "OUT": self.out,
            "CANARY": self.home / "canary",
            "PORT": self.listeners[0].getsockname()[1],
            "PARENT": os.getpid(),
            "ZYGOTE": zygote.pid,
            "MINUS": "-" * 200_000,
        }
        for name, value in places.items():
            source = source.replace(f"@{name}@", str(value))
        return PRELUDE + source

    def touched(self) -> list[str]:
        found = [str(path) for path in self.home.rglob("*") if path.is_file() and path.read_text() != "CANARY-SSH\n"]
        found += [str(path) for path in (self.out,) if path.exists()]
        found += [] if (self.home / "canary").exists() else ["the canary is gone"]
        return found + [str(item) for item in select.select(self.listeners, [], [], 0)[0]]

    def workers(self) -> list[int]:
        zygote = list(self.sandbox._zygotes.values())[-1]
        assert zygote.alive
        return [pid for pid in processes_of(zygote.pid) if pid != zygote.pid]


def processes_of(session: int) -> list[int]:
    """Living processes of a session."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


@pytest.fixture(scope="module")
def canaries(tmp_path_factory):
    """A secret in the environment, files that anybody may change, and ears on the network."""
    home = tmp_path_factory.mktemp("canaries") / "home"
    (home / ".ssh").mkdir(parents=True)
    for name in (".ssh/id_rsa", ".bashrc", "canary", "evil.py"):
        (home / name).write_text("CANARY-SSH\n")
        (home / name).chmod(0o666)
    home.chmod(0o777)
    os.environ["ROBOTRACE_TEST_KEY"] = "CANARY-KEY"
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with socket.socket() as tcp, udp, socket.socket(socket.AF_UNIX) as abstract:
        tcp.bind(("127.0.0.1", 0))
        udp.bind(tcp.getsockname())
        abstract.bind(f"\0robotrace-abstract-{os.getpid()}")
        tcp.listen()
        abstract.listen()
        yield home, home / "out", (tcp, udp, abstract)
    del os.environ["ROBOTRACE_TEST_KEY"]


@pytest.fixture(scope="module")
def field(canaries):
    with Sandbox(QUICK, preload=TOOLS) as sandbox:
        assert sandbox.level in ("full", "strong")
        yield Field(sandbox, *canaries)


@pytest.fixture(scope="module")
def field_without_landlock(canaries):
    with Sandbox(QUICK, preload=TOOLS, landlock=False) as sandbox:
        assert sandbox.level == "strong"
        yield Field(sandbox, *canaries)


def attack(field: Field, source: str) -> None:
    """Let a program try, and look around afterwards."""
    started = time.monotonic()
    shown = ""
    try:
        with field.sandbox.load(field.fill(source)) as policy:
            actions = [policy.act(OBSERVATION) for _ in range(2)]
            shown = policy.log()
    except PolicyFailure as failure:
        actions = []
        shown = str(failure) + failure.traceback + failure.log
    assert [action for action in actions if action.size and action[0] == WIN] == []
    assert len(shown) < 30_000
    assert "\x1b" not in shown
    assert time.monotonic() - started < 10
    assert field.touched() == []
    assert field.workers() == []
    with field.sandbox.load(HONEST) as policy:
        np.testing.assert_array_equal(policy.act(OBSERVATION), np.ones(4))


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_has_no_effect(field, name):
    attack(field, ATTACKS[name]["source"])


@pytest.mark.parametrize(
    "name", [name for name in ATTACKS if ATTACKS[name]["kind"] in ("secrets", "files", "net", "proc")]
)
def test_an_attack_has_no_effect_without_landlock(field_without_landlock, name):
    attack(field_without_landlock, ATTACKS[name]["source"])


def test_an_ordinary_user_is_as_safe():
    if os.getuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("the other tests run as an ordinary user already, or there is no way to become one")
    become = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", sys.executable]
    root = str(Path(robotrace.__file__).parent.parent)
    needs = f"open({robotrace.__file__!r}); import numpy"
    inner = f"import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', {needs!r}]))"
    if subprocess.run([*become, "-c", inner], check=False, cwd="/", capture_output=True).returncode:
        pytest.skip("an ordinary user cannot run this Python")
    script = (
        f"import sys; sys.path.insert(0, {root!r}); from robotrace.sandbox import doctor; "
        "rows = doctor.checks(); print(len(rows), [row for row in rows if not row.ok])"
    )
    found = subprocess.run([*become, "-c", script], capture_output=True, text=True, check=True, cwd="/")
    assert found.stdout == "14 []\n"


def test_every_attack_says_what_it_does():
    assert all(row["why"] and row["source"] for row in ATTACKS.values())
