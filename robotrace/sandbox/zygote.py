"""The zygote: a small process that imports numpy once, gives up its rights, and forks a policy's process when asked.

It is started as a file of its own with an empty environment, so that nothing of the runner, such as a key, is in its memory; and it
never sees a policy's text. The package `robotrace` is a slim one here: the public names of the trace, and no more.
"""

from __future__ import annotations

import array
import errno
import fcntl
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import time
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

LEAST = 10
"""The number from which on the zygote has descriptors of its own."""
LOOK_AFTER = 0.5
"""Seconds between looks whether the runner still lives."""
WARM_UP = """
import numpy as np
from robotrace import bundle, node

gain = node(1.0, name="gain", trainable=True)

@bundle(trainable=True)
def controller(observation):
    np.linalg.svd(np.eye(3)); np.random.default_rng(0).normal(); np.einsum("i,i", np.ones(2), np.ones(2))
    return np.clip(observation["hand"] * 2.0, -1.0, 1.0)
"""


def slim_package(root: str) -> None:
    """Put packages in place of robotrace's own, which load what they find but nothing by themselves."""
    for name in ("robotrace", "robotrace.opto", "robotrace.sandbox"):
        module = types.ModuleType(name)
        module.__path__ = [os.path.join(root, *name.split(".")[1:])]
        sys.modules[name] = module
    package = sys.modules["robotrace"]
    trace = importlib.import_module("robotrace.trace")
    for name in trace.__all__:
        setattr(package, name, getattr(trace, name))
    vars(package)["errors"] = importlib.import_module("robotrace.errors")


def preload(modules: Sequence[str]) -> list[str]:
    """Import what policies may import; returns what is not there."""
    missing = []
    for name in modules:
        try:
            importlib.import_module(name)
        except ImportError as error:
            missing.append(f"{name}: {error}")
    return missing


def warm_up() -> None:
    """Do once what Python and numpy do late: no file can be opened in the policy's process."""
    import resource  # noqa: F401 - `privileges` needs it in the policy's process

    import numpy as np

    from robotrace.opto import codec
    from robotrace.sandbox import layout, program, worker  # noqa: F401 - the worker is run from here
    from robotrace.trace import node

    loaded = program.load(WARM_UP, "controller")
    row = layout.Layout([("hand", (3,))]).unpack(bytearray(24))
    codec.encode([row])
    loaded.function(node(row, name="observation"))
    program.explain(ValueError(), "")
    repr(np.arange(3.0))


def give_up(*, want: Mapping[str, bool]) -> dict[str, Any]:
    """Give up root and every file; returns which layers this kernel has."""
    from robotrace.sandbox import landlock, privileges, seccomp

    report: dict[str, Any] = {"landlock": False, "seccomp": False, "address_space": 0, "root": ""}
    if not sys.platform.startswith("linux"):
        return report
    report["address_space"] = privileges.address_space()
    try:
        privileges.drop()
    except OSError as error:
        report["root"] = f"kept: {error}"
    privileges.no_new_privileges()
    report["seccomp"] = want["seccomp"] and seccomp.available()
    if want["landlock"] and landlock.abi() > 0:
        landlock.deny_all()
        report["landlock"] = True
    return report


class Forker:
    """Forks and reaps, one request after the other."""

    def __init__(self, control: socket.socket, become: Callable[[Sequence[int], Mapping[str, Any]], NoReturn]) -> None:
        self._control, self._become = control, become
        self._children: set[int] = set()
        self._dying: set[int] = set()

    def serve(self) -> None:
        """Answer requests until the runner hangs up or is gone."""
        runner = os.getppid()
        while os.getppid() == runner:
            self._dying = {pid for pid in self._dying if os.waitpid(pid, os.WNOHANG)[0] == 0}
            if not select.select([self._control], [], [], LOOK_AFTER)[0]:
                continue
            data, descriptors = _received(self._control)
            if not data:
                break
            request = json.loads(data)
            match request.pop("do"):
                case "fork":
                    self._fork(request, descriptors)
                case "reap":
                    self._control.send(json.dumps(self._reap(**request)).encode())
                case "discard":
                    self._discard(**request)
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)

    def _fork(self, request: Mapping[str, Any], descriptors: Sequence[int]) -> None:
        """Fork a process, and answer with its number and a descriptor of it, or with what stood in the way."""
        from robotrace.sandbox import libc

        try:
            if len(descriptors) < 2:
                raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))  # the kernel dropped what there was no room for
            pid = libc.fork()
        except OSError as error:
            self._control.send(json.dumps({"error": error.strerror}).encode())
        else:
            if pid == 0:
                self._control.close()
                self._become(descriptors, request)
            self._children.add(pid)
            self._hand_over(pid)
        for descriptor in descriptors:
            os.close(descriptor)

    def _hand_over(self, pid: int) -> None:
        try:
            handle = os.pidfd_open(pid)
        except (
            AttributeError,
            OSError,
        ):  # not on this system, not in this container, or no room: the number does as well
            self._control.send(json.dumps({"pid": pid}).encode())
            return
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [handle]))]
        self._control.sendmsg([json.dumps({"pid": pid}).encode()], rights)
        os.close(handle)

    def _discard(self, pid: int) -> None:
        """Kill a process; it is collected when it is dead."""
        if pid in self._children:
            os.kill(pid, signal.SIGKILL)
            self._children.discard(pid)
            self._dying.add(pid)

    def _reap(self, pid: int, patience: float) -> dict[str, Any]:
        """Wait so long for a process to end by itself, then kill it."""
        if pid not in self._children:
            return {"status": None, "killed": False}
        until = time.monotonic() + patience
        status, killed = None, False
        while status is None:
            found, code = os.waitpid(pid, 0 if killed else os.WNOHANG)
            if found:
                status = code
            elif time.monotonic() >= until:
                os.kill(pid, signal.SIGKILL)
                killed = True
            else:
                time.sleep(0.001)
        self._children.discard(pid)
        return {"status": status, "killed": killed}


def workers(report: Mapping[str, Any]) -> Callable[[Sequence[int], Mapping[str, Any]], NoReturn]:
    """What a process that is forked from here does: made ready once, for all of them."""
    from robotrace.sandbox import lock, worker

    locked, session = lock.Lock(report), worker.Session()
    layers = worker.ready(locked.layers)
    worker.RUNNER.connect()

    def become(descriptors: Sequence[int], config: Mapping[str, Any]) -> NoReturn:
        crash = descriptors[1]
        try:
            worker.RUNNER.hear(*descriptors[2:])
            locked.deny_files()
            lock.settle(*descriptors[:2])
            crash = lock.CRASH
            locked.close(config)
            worker.run(session, layers, config)
        except BaseException as error:  # noqa: BLE001 - the runner hears of it, and this copy of the zygote must end here
            os.write(crash, f"{type(error).__name__}: {error}".encode("utf-8", "replace")[:1000])
        finally:
            os._exit(99)

    return become


def _received(control: socket.socket) -> tuple[bytes, list[int]]:
    size = array.array("i").itemsize
    data, extra, _, _ = control.recvmsg(1 << 16, socket.CMSG_SPACE(3 * size))
    descriptors = array.array("i")
    for level, kind, content in extra:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(content[: len(content) - len(content) % size])
    return data, list(descriptors)


def main() -> None:
    """Be a zygote."""
    gc.disable()  # while it imports, which makes many objects and no garbage
    control = socket.socket(fileno=_moved(int(sys.argv[1])))
    config = json.loads(sys.argv[2])
    sys.path += [path for path in config["path"] if path not in sys.path]
    slim_package(config["root"])
    from robotrace.sandbox import lock

    lock.reserve()
    missing = preload(config["preload"])
    warm_up()
    report = give_up(want=config["want"])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    lock.forget_imports()
    forker = Forker(control, workers(report))
    gc.collect()
    gc.freeze()
    gc.enable()
    control.send(json.dumps(report | {"missing": missing}).encode())
    forker.serve()
    os._exit(0)


def _moved(descriptor: int) -> int:
    """A descriptor out of the way of those that a policy's process has."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD, LEAST)
    os.close(descriptor)
    return moved


if __name__ == "__main__":
    main()
