"""A siege: programs attack a sandbox one after the other, and after each somebody looks what it reached.

Run as a program it is the besieged: it reads names of attacks, a line each, and answers each with what the attack reached. It is a
process of its own so that it can be another user's, and so that whatever a policy's process leaves behind becomes its child.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType

WIN = 1337.0
PRELUDE = f"WIN=[{WIN},0,0,0]; LOSE=[0.0,0,0,0]\n"
HONEST = "def controller(observation): return observation['hand'] + 1"
SECRET = {"ROBOTRACE_TEST_KEY": "CANARY-KEY"}
CANARY = "CANARY-SSH\n"
CANARIES = (".ssh/id_rsa", ".bashrc", "canary", "evil.py")
TOOLS = (
    "asyncio",
    "ctypes",
    "encodings.idna",
    "importlib.machinery",
    "mmap",
    "multiprocessing.popen_fork",
    "resource",
    "select",
    "socket",
    "sqlite3",
    "subprocess",
    "threading",
)
"""Loaded beforehand, so that it is the kernel that says no, and not the import of a tool."""

LAYERS = {
    "seccomp": "from robotrace.sandbox import seccomp\nseccomp.available = lambda: False\n",
    "landlock": "from robotrace.sandbox import landlock\nlandlock.abi = lambda: 0\n",
    "rlimits": "from robotrace.sandbox import privileges\nprivileges.limit = lambda memory, cpu_seconds: None\n",
    "drop": "from robotrace.sandbox import privileges\nprivileges.drop = lambda: None\n",
}
"""Each layer, and a module that takes it away: loaded into the zygote before that gives up anything."""
NOBODY = 65534
FILES = Path(__file__).parent


def attacks() -> dict[str, dict[str, str]]:
    """Each attack by name: its "kind", "why" it is tried, its "source"."""
    found: dict[str, dict[str, str]] = json.loads((FILES / "security" / "attacks.json").read_text())
    return found


class FakeEnv:
    """What a policy would like to find."""

    success = False


class Besieged:
    """A sandbox, perhaps without some layers, and canaries around it.

    Args:
        missing: names of layers.
        folder: where everybody may write.
    """

    def __init__(self, missing: Iterable[str], folder: Path) -> None:
        from robotrace.sandbox import Limits, Sandbox
        from robotrace.sandbox.libc import prctl

        prctl(36, 1)  # PR_SET_CHILD_SUBREAPER: orphans of the policies' become this process's children
        self.env = FakeEnv()
        self.attacks = attacks()
        self.home, self.out = folder / "home", folder / "home" / "out"
        self._canaries()
        for layer in missing:
            (folder / f"without_{layer}.py").write_text(LAYERS[layer])
        sys.path.append(str(folder))
        limits = Limits(load_seconds=1.0, act_seconds=0.4, episode_seconds=3.0, cpu_seconds=10, memory_mb=256)
        self.sandbox = Sandbox(limits, preload=(*(f"without_{layer}" for layer in missing), *TOOLS), strict=False)
        self.udp, self.tcp, self.unix = (
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
            socket.socket(),
            socket.socket(socket.AF_UNIX),
        )
        self.tcp.bind(("127.0.0.1", 0))
        self.udp.bind(self.tcp.getsockname())
        self.unix.bind(f"\0robotrace-abstract-{os.getpid()}")
        self.tcp.listen()
        self.unix.listen()

    def attack(self, name: str) -> str:
        """Let a program try.

        Returns:
            What it reached, in words; nothing if it had no effect.
        """
        from robotrace.errors import PolicyFailure, SandboxUnavailable

        effects, actions, shown, started = [], [], "", time.monotonic()
        try:
            with self.sandbox.load(self._filled(self.attacks[name]["source"])) as policy:
                actions.extend(policy.act(self._observation()) for _ in range(2))
                shown = policy.log()
        except PolicyFailure as failure:
            shown = str(failure) + failure.traceback + failure.log
        except SandboxUnavailable as error:
            effects.append(f"the sandbox was lost: {error}")
        if any(action.size and action[0] == WIN for action in actions):
            effects.append("it got what it wanted")
        if len(shown) >= 30_000 or not all(letter.isprintable() or letter in "\n\t" for letter in shown):
            effects.append("what it says is not safe to show")
        if time.monotonic() - started > 10:
            effects.append(f"it took {time.monotonic() - started:.0f} s")
        if self.env.success:
            effects.append("it reached the simulator")
        return "; ".join([*effects, *self._touched(), *self._left(), *self._dishonest()])

    def close(self) -> None:
        """End the sandbox."""
        self.sandbox.close()
        for listener in (self.udp, self.tcp, self.unix):
            listener.close()

    def _observation(self) -> dict[str, object]:
        import numpy as np

        return {"hand": np.zeros(4), "goal": np.ones(3)}

    def _filled(self, source: str) -> str:
        self.sandbox.load(HONEST).close()  # so that there is a zygote
        places = {
            "HOME": self.home,
            "OUT": self.out,
            "CANARY": self.home / "canary",
            "PORT": self.tcp.getsockname()[1],
            "PARENT": os.getpid(),
            "ZYGOTE": max(self._zygotes()),
            "MINUS": "-" * 200_000,
        }
        for name, value in places.items():
            source = source.replace(f"@{name}@", str(value))
        return PRELUDE + source

    def _zygotes(self) -> set[int]:
        return {zygote.pid for zygote in self.sandbox._zygotes.values() if zygote.alive}

    def _canaries(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)
        (self.home / ".ssh").mkdir(parents=True)
        for path in (self.home, self.home / ".ssh"):
            path.chmod(0o777)
        for name in CANARIES:
            (self.home / name).write_text(CANARY)
            (self.home / name).chmod(0o666)

    def _touched(self) -> list[str]:
        """Changed files and heard words."""
        found = {str(path.relative_to(self.home)): path for path in self.home.rglob("*") if not path.is_dir()}
        whole = [
            name for name, path in found.items() if path.stat().st_mode & 0o777 == 0o666 and path.read_text() == CANARY
        ]
        changed = sorted(set(found) ^ set(CANARIES) | set(found) - set(whole))
        if changed:
            self._canaries()
        heard = select.select((self.tcp, self.udp, self.unix), [], [], 0)[0]
        for listener in heard:
            listener.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                while True:
                    listener.recv(100) if listener is self.udp else listener.accept()[0].close()
        return [f"it changed {', '.join(changed)}"] * bool(changed) + ["it was heard"] * bool(heard)

    def _left(self) -> list[str]:
        """Processes that are still there 5 seconds after all policies were closed; they are ended."""
        self.sandbox._spare.close()
        until = time.monotonic() + 5
        while (left := _descendants(os.getpid()) - self._zygotes()) and time.monotonic() < until:
            time.sleep(0.01)
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        until = time.monotonic() + 2
        while left & _descendants(os.getpid()) and time.monotonic() < until:
            _bury(left)
            time.sleep(0.01)
        _bury(left)
        return [f"it left {len(left)} processes"] if left else []

    def _dishonest(self) -> list[str]:
        with self.sandbox.load(HONEST) as policy:
            return [] if policy.act(self._observation()).tolist() == [1.0] * 4 else ["the next policy fails"]


def _bury(children: Iterable[int]) -> None:
    for pid in children:
        with contextlib.suppress(ChildProcessError):  # somebody else's, and buried
            os.waitpid(pid, os.WNOHANG)


def _descendants(ancestor: int) -> set[int]:
    """Living processes that come from one."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        if fields[0] != "Z":
            parents[int(path.parent.name)] = int(fields[1])
    found: set[int] = set()
    front = {ancestor}
    while front:
        front = {pid for pid, parent in parents.items() if parent in front} - found
        found |= front
    return found


class Siege:
    """One sandbox under attack, in a process of its own; use it in a `with` block.

    Args:
        missing: layers that are taken away.
        user: "nobody" for an ordinary one (this needs root); by default this process's.
        python: the interpreter.
        through: a command that runs it, such as `setpriv` with options.
    """

    def __init__(
        self,
        missing: Sequence[str] = (),
        *,
        user: str = "",
        python: str = sys.executable,
        through: Sequence[str] = (),
    ) -> None:
        import robotrace

        self._folder = Path(tempfile.mkdtemp(prefix="siege-"))
        (self._folder / "security").mkdir()
        shutil.copy(__file__, self._folder / "siege.py")
        shutil.copy(FILES / "security" / "attacks.json", self._folder / "security")
        shutil.copytree(Path(robotrace.__file__).parent, self._folder / "robotrace")  # the checkout may be out of reach
        (self._folder / "field").mkdir()
        subprocess.run(["chmod", "-R", "a+rX", self._folder], check=True)  # whatever the umask was
        (self._folder / "field").chmod(0o777)
        self._process = subprocess.Popen(
            [*through, *(become_nobody() if user else ()), python, str(self._folder / "siege.py"), *missing],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **SECRET},
            cwd="/",
        )

    def attack(self, name: str) -> str:
        """What an attack reached, in words; nothing if it had no effect."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(name, file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        assert answer, f"the besieged did not survive {name}"
        return str(json.loads(answer))

    def fallen(self, names: Iterable[str] = ()) -> dict[str, str]:
        """Those of the attacks (by default of all) that had an effect, and what effect."""
        effects = {name: self.attack(name) for name in names or attacks()}
        return {name: effect for name, effect in effects.items() if effect}

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()
        shutil.rmtree(self._folder)

    def __enter__(self) -> Siege:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def become_nobody() -> tuple[str, ...]:
    """The words that run a program as an ordinary user; only the second program started has lost the rights of root."""
    return ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "env")


def ordinary_user() -> None:
    """Skip the test where an ordinary user cannot run this Python; on a machine of continuous integration that is a failure."""
    import pytest

    command = [*become_nobody(), sys.executable, "-c", "import numpy"]
    if subprocess.run(command, check=False, cwd="/", capture_output=True).returncode:
        message = (
            f"an ordinary user cannot run {sys.executable}: make the environment from /usr/bin/python3, under /tmp say"
        )
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)


def main(missing: Sequence[str]) -> None:
    """Be besieged."""
    besieged = Besieged(missing, FILES / "field")
    try:
        for line in sys.stdin:
            sys.stdout.write(json.dumps(besieged.attack(line.strip())) + "\n")
            sys.stdout.flush()
    finally:
        besieged.close()


if __name__ == "__main__":
    main(sys.argv[1:])
