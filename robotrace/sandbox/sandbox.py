"""Where policies are loaded.

Each has a process of its own. One process for many episodes, with a replay of each in a fresh one to find out what kept something,
takes as many processes; and a program that is given all observations at once can read from the later ones what it did.
"""

from __future__ import annotations

import contextlib
import os
import threading
import weakref
from collections.abc import Collection
from types import TracebackType
from typing import Any

from robotrace.errors import PolicyFailure, PolicyTimeout, SandboxUnavailable
from robotrace.sandbox import modules
from robotrace.sandbox.channel import Channel
from robotrace.sandbox.limits import LEVELS, Level, Limits, named
from robotrace.sandbox.policy import Policy
from robotrace.sandbox.process import Zygote
from robotrace.sandbox.recipes import Recipes, Source
from robotrace.sandbox.spare import Spare
from robotrace.sandbox.surroundings import Surroundings
from robotrace.text import one_line

REQUIRED: Level = "strong"
READY_SECONDS = 10.0
ENTRY = "controller"
KEPT_BESIDE = 2
"""Processes that are kept ready where two policies think beside this process, and may both be needed anew at once."""
MOST_LATE = 64
"""Programs that are known to take too long to load."""


class Sandbox:
    """Loads policies, each in a fresh process that can reach no file, no network and no other process.

    A program that took too long to load is not loaded again until the sandbox is closed. Several threads may share one. It holds
    a process from which the policies' are forked; close it, or use a `with` block.

    Args:
        limits: The limits of each policy.
        strict: Whether to refuse where the level is below "strong".
        preload: The modules that policies may import, beside numpy, scipy and most of the standard library.
        cpu: The CPU that policies run on; None for any.
        landlock: Whether to use Landlock where the kernel has it.
        seccomp: Whether to use seccomp where the kernel has it.
        remember: Whether a program that is loaded again is given what its first processes made of the text; a process that is to
            show whether a program does the same again makes all of it itself.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        strict: bool = True,
        preload: tuple[str, ...] = (),
        cpu: int | None = None,
        landlock: bool = True,
        seccomp: bool = True,
        remember: bool = True,
    ) -> None:
        self.limits = limits or Limits()
        self._strict, self._preload, self._cpu = strict, tuple(preload), cpu
        self._want = {"landlock": landlock, "seccomp": seccomp}
        self._lock = threading.Lock()
        self._zygotes: dict[tuple[str, ...], Zygote] = {}
        self._late: dict[Source, PolicyTimeout] = {}
        self._remember, self._recipes = remember, Recipes()
        self._spare = Spare()
        self._owner = os.getpid()
        self._finalizer = weakref.finalize(self, _close, self._zygotes, self._spare, self._owner)

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy starts processes of its own."""
        more = {**self._want, "remember": self._remember}
        return _alike, (self.limits, self._strict, self._preload, self._cpu, more)

    @property
    def shares_core(self) -> bool:
        """Whether policies run on one core, so that there is no other for them."""
        return self._cpu is not None

    @property
    def level(self) -> Level:
        """How well policies are kept in: "full", "strong", "medium" or "weak" (see `level`)."""
        return _level(self._zygote(()))

    def load(
        self,
        source: str,
        entry: str = ENTRY,
        *,
        action_size: int | None = None,
        needs: tuple[str, ...] = (),
        spare: bool = True,
        surroundings: Surroundings | None = None,
        beside: Collection[int] = (),
    ) -> Policy:
        """Run a program's text in a fresh process; here it is neither parsed nor compiled.

        Args:
            source: The source text of the whole program.
            entry: The name of the function that is called; its second parameter `memory`, if any, is a dict that lives as long.
            action_size: The number of components of an action; None for any.
            needs: The names of module groups that the program imports without naming them, such as "scipy".
            spare: Whether to keep a second process ready, where the same program is loaded again and again, and a third where two
                think beside this one; whoever knows that another program comes next says no. A program with surroundings has none:
                they may be others by then.
            beside: The CPUs that it is to think on while this process goes on with something else: it keeps to them, and after an
                answer listens there for the next observation. Empty where the two take turns.
            surroundings: What the program has from outside of its text; None for nothing. While it is loaded it cannot ask that.

        Raises:
            PolicyFailure: The program cannot be loaded; `stage` is "load".
            UnsafeCodeError: Something in its surroundings cannot be given to it.
            SandboxUnavailable: No sandboxed process can be started.
        """
        with self._lock:
            self._own()
        program = Source(source, entry, tuple(sorted({*modules.mentioned(source), *needs})), surroundings)
        if program in self._late:
            raise self._late[program]
        try:
            if surroundings is None:
                keep = (KEPT_BESIDE if beside else 1) if spare else 0
                policy = self._spare.take(program, load=self._load, keep=keep)
            else:
                policy = self._load(program)
        except PolicyTimeout as failure:
            self._note_late(program, failure)
            raise
        policy.action_size = action_size
        if beside:
            policy.stay(beside)
        return policy

    def call(self, source: str, function: str, *arguments: Any) -> Any:
        """Call one function of a program in a fresh process.

        Args:
            source: The source text of the whole program.
            function: The name of the function that is called.
            arguments: Plain data: numbers, texts, None, lists, tuples, dicts, numpy arrays.

        Returns:
            What it returned, of the same kinds; anything else as its `repr`.

        Raises:
            PolicyFailure: The function failed; the class says how.
            SandboxUnavailable: No sandboxed process can be started.
        """
        with self.load(source, function) as policy:
            return policy.call(arguments)

    def close(self) -> None:
        """End every process of this sandbox. It starts anew when it is used again."""
        self._spare.close()  # before the lock is taken, which making a spare needs too
        with self._lock:
            self._late.clear()
            self._recipes.clear()
            _close(self._zygotes, self._spare, self._owner)

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _note_late(self, program: Source, failure: PolicyTimeout) -> None:
        """Whoever asks for the program again has the failure at once; its time is paid for once."""
        message = f"{failure}; that was found when it was loaded before, and it was not tried again"
        again = PolicyTimeout(message, line=failure.line, traceback=failure.traceback, stage=failure.stage)
        with self._lock:
            if len(self._late) == MOST_LATE:
                del self._late[next(iter(self._late))]
            self._late[program] = again

    def _load(self, program: Source) -> Policy:
        known = self._recipes.find(program)
        tell = known is None and self._remember and program.surroundings is None
        channel = self._channel(program.needs)
        try:
            policy = Policy(channel, self.limits, program, known=known, tell=tell)
        except BaseException:
            channel.close()
            raise
        if tell:
            self._recipes.hear(program, policy.recipe)
        return policy

    def _channel(self, needs: tuple[str, ...]) -> Channel:
        try:
            return self._fork(self._zygote(needs))
        except SandboxUnavailable:
            zygote = self._zygote(needs)  # a new one, if the last one was lost; one more try
            return self._fork(zygote)

    def _fork(self, zygote: Zygote) -> Channel:
        channel = Channel(zygote, zygote.fork(self.limits))
        try:
            if self._cpu is not None and hasattr(os, "sched_setaffinity"):
                os.sched_setaffinity(channel.pid, {self._cpu})
            channel.start(READY_SECONDS)
        except (PolicyFailure, OSError, SandboxUnavailable) as error:  # no policy is there yet
            words = one_line(getattr(error, "traceback", ""))
            channel.close()
            raise SandboxUnavailable(f"No protected process could be started: {words or error}") from error
        return channel

    def _own(self) -> None:
        """In a process that was forked from the one that made the sandbox, begin anew."""
        if self._owner != os.getpid():
            self._zygotes.clear()
            self._spare = Spare()
            self._owner = os.getpid()
            self._finalizer.detach()
            self._finalizer = weakref.finalize(self, _close, self._zygotes, self._spare, self._owner)

    def _zygote(self, needs: tuple[str, ...]) -> Zygote:
        with self._lock:
            self._own()
            zygote = self._zygotes.get(needs)
            if zygote is None or not zygote.alive:
                zygote = self._zygotes[needs] = Zygote(modules.needed(needs) + self._preload, self._want)
            if self._strict and LEVELS.index(_level(zygote)) < LEVELS.index(REQUIRED):
                raise SandboxUnavailable(
                    f"Policies are kept in at level {_level(zygote)!r} only, expected {REQUIRED!r} or better: the kernel has no "
                    "seccomp. Run on Linux (WSL2 or Docker elsewhere), or, where you trust every policy, give --trust (trust=True)."
                )
            return zygote


def _level(zygote: Zygote) -> Level:
    return named(seccomp=zygote.report["seccomp"], landlock=zygote.report["landlock"])


def _close(zygotes: dict[tuple[str, ...], Zygote], spare: Spare, owner: int) -> None:
    if os.getpid() == owner:
        spare.close(wait=False)  # it may be the background's own thread that drops the sandbox
        for zygote in zygotes.values():
            with contextlib.suppress(OSError):
                zygote.close()
    zygotes.clear()


def _alike(limits: Limits, strict: bool, preload: tuple[str, ...], cpu: int | None, more: dict[str, bool]) -> Sandbox:
    return Sandbox(limits, strict=strict, preload=preload, cpu=cpu, **more)
