"""Sandboxed rollouts beside trusted ones, as they are played: both sides of each ratio from one run, in turns.

    python tests/benchmarks/sandbox.py [--pairs N] [--episodes N] [--only WORD ...] [--quick]

A pair is the same few episodes in this process and in the sandbox, one after the other; a ratio is the median over the pairs of
what the two took. "A core free": the system places the policy's process. "One core": the two share one. Beside the wall clock
stand processor seconds, which other work on the machine disturbs less: of this process alone, and with the sandbox's.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pools import processor_seconds
from robotrace.envs.metaworld import make
from rows import Row, hand_over

from robotrace.episodes import Episode, Task, find_controller
from robotrace.episodes.attempt import attempt, in_turns
from robotrace.episodes.lanes import played, tasks_for
from robotrace.opto import Case
from robotrace.sandbox import Sandbox

POLICIES = {"pick-place-v3": "pick_place", "reach-v3": "reach"}


class Setting(NamedTuple):
    """How episodes are played, and the most that the sandbox should take of what they take without."""

    control: str
    until: str
    shared: bool
    most: float

    def __str__(self) -> str:
        cores = "one core" if self.shared else "a core free"
        return f"{self.control}, until {'success' if self.until == 'success' else 'the horizon'}, {cores}"


SETTINGS = (
    Setting("macro", "horizon", False, 1.04),
    Setting("raw", "horizon", False, 1.15),
    Setting("macro", "horizon", True, 1.08),
    Setting("raw", "horizon", True, 1.45),
    Setting("macro", "success", False, 1.20),
    Setting("macro", "success", True, 1.20),
)


class Cost(NamedTuple):
    """Seconds: on the clock, of this process's CPU time, of that of the sandbox's processes."""

    wall: float
    here: float
    there: float


class Sides:
    """The same episodes, trusted and sandboxed."""

    def __init__(self, name: str, setting: Setting, sandbox: Sandbox, episodes: int) -> None:
        self._task: Task = make(name, control=setting.control)
        self._text, self._until = find_controller(POLICIES[name]).text, setting.until
        self._sandbox = sandbox
        self._lanes = tasks_for(self._task, sandbox, episodes)

    def trusted(self, cases: Sequence[Case]) -> list[Episode]:
        """In this process."""
        return [attempt(self._text, self._task, case, sandbox=None, traced=False, until=self._until) for case in cases]

    def sandboxed(self, cases: Sequence[Case]) -> list[Episode]:
        """In processes of their own."""
        starts = [in_turns(self._text, case, sandbox=self._sandbox, traced=False, until=self._until) for case in cases]
        return list(played(starts, self._lanes))


def section(name: str, setting: Setting, *, pairs: int, episodes: int) -> float:
    """Print one row, and return its ratio of wall-clock times."""
    usable = os.sched_getaffinity(0)
    core = min(usable)
    if setting.shared:
        os.sched_setaffinity(0, {core})
    try:
        with Sandbox(cpu=core if setting.shared else None) as sandbox:
            sides = Sides(name, setting, sandbox, episodes)
            for play in (sides.trusted, sides.sandboxed):
                play([Case("train", goal) for goal in range(3)])
            played = [_pair(sides, turn, episodes) for turn in range(pairs)]
    finally:
        os.sched_setaffinity(0, usable)
    ratios = [inside.wall / outside.wall for outside, inside in played]
    here = statistics.median(inside.here / outside.here for outside, inside in played)
    whole = statistics.median((inside.here + inside.there) / outside.here for outside, inside in played)
    ratio = statistics.median(ratios)
    quarter, _, three = statistics.quantiles(ratios, n=4)
    milliseconds = statistics.median(outside.wall for outside, _ in played) / episodes * 1e3
    print(
        f"{name:15}{setting!s:38}{milliseconds:9.1f} ms trusted  x{ratio:.3f} sandboxed ({quarter:.2f} to {three:.2f};"
        f" at most {setting.most:.2f})   CPU: runner x{here:.3f}, all x{whole:.3f}",
        flush=True,
    )
    return ratio


def _pair(sides: Sides, turn: int, episodes: int) -> tuple[Cost, Cost]:
    cases = [Case("train", (turn * episodes + number) % 50) for number in range(episodes)]
    costs, played = {}, set()
    for inside in (True, False) if turn % 2 else (False, True):
        costs[inside], found = _timed(sides.sandboxed if inside else sides.trusted, cases)
        played.add(found)
    if len(played) > 1:
        sys.exit(f"goals {cases[0].index} to {cases[-1].index}: the sandbox changed an episode")
    return costs[False], costs[True]


def _timed(play: Callable[[Sequence[Case]], list[Episode]], cases: Sequence[Case]) -> tuple[Cost, str]:
    before = processor_seconds()[2]
    here, wall = time.process_time(), time.perf_counter()
    episodes = play(cases)
    cost = Cost(time.perf_counter() - wall, time.process_time() - here, processor_seconds()[2] - before)
    return cost, _digest(episodes)


def _digest(episodes: Sequence[Episode]) -> str:
    """Of everything that happened in some episodes."""
    told = hashlib.sha256()
    for episode in episodes:
        for name in sorted(episode.observations):
            told.update(name.encode() + episode.observations[name].tobytes())
        for rows in (episode.actions, episode.rewards, episode.successes, episode.successes_now, episode.saturated):
            told.update(rows.tobytes())
        told.update(repr((sorted(episode.lines.items()), episode.failure, episode.sim_steps, episode.case)).encode())
    return told.hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=30)
    parser.add_argument("--episodes", type=int, default=4, help="of a pair")
    parser.add_argument(
        "--only", nargs="*", default=[], metavar="WORD", help="settings and tasks with all of these words"
    )
    parser.add_argument("--quick", action="store_true", help="3 pairs: the figures are rough")
    options = parser.parse_args()
    pairs, rows = 3 if options.quick else options.pairs, []
    print(
        f"load {os.getloadavg()[0]:.1f}, {len(os.sched_getaffinity(0))} cores, {pairs} pairs of {options.episodes} episodes"
    )
    for setting in SETTINGS:
        for name in POLICIES:
            if all(word in f"{name} {setting}" for word in options.only):
                ratio = section(name, setting, pairs=pairs, episodes=options.episodes)
                rows.append(Row(f"{name}, {setting}", "sandboxed", "trusted", ratio, f"<= {setting.most}"))
    hand_over(rows)


if __name__ == "__main__":
    main()
