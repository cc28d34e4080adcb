"""How much a policy may use, and how well this machine can keep it in."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Literal, TypeAlias

from robotrace.errors import OptionError
from robotrace.sandbox import landlock, seccomp

Level: TypeAlias = Literal["full", "strong", "medium", "weak"]
LEVELS: tuple[Level, ...] = ("weak", "medium", "strong", "full")


@dataclass(frozen=True, slots=True)
class Limits:
    """Budgets of one policy.

    Attributes:
        load_seconds: The time to load a program, in seconds.
        act_seconds: The time for one call, in seconds.
        episode_seconds: The time for all calls of an episode together, in seconds.
        cpu_seconds: The processor time of the whole process, in seconds.
        memory_mb: The memory beyond what Python and numpy take, in MB.
        log_characters: The number of printed characters that are kept.
        answer_kb: The size of one answer, in kB; the longest is the trace of an episode.
        recursion: The depth to which calls may nest.
    """

    load_seconds: float = 5.0
    act_seconds: float = 0.5
    episode_seconds: float = 30.0
    cpu_seconds: int = 60
    memory_mb: int = 512
    log_characters: int = 20_000
    answer_kb: int = 16_384
    recursion: int = 500

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:
            value = getattr(self, name)
            if not value > 0:
                raise OptionError(f"Limits expects {name} above 0, found {value!r}.")


def level() -> Level:
    """How well this machine can keep a policy in.

    "full": Linux with seccomp and Landlock. "strong": Linux with seccomp. "medium": a process of its own with limits on another
    Unix. "weak": Linux without seccomp, or no Unix.
    """
    return named(seccomp=seccomp.available(), landlock=landlock.abi() > 0)


def named(*, seccomp: bool, landlock: bool) -> Level:
    """The level that some layers make on this system."""
    if seccomp:
        return "full" if landlock else "strong"
    return "medium" if sys.platform == "darwin" else "weak"
