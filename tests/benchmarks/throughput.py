"""Environment steps a second of Gymnasium's environments: through the runner, sandboxed, beside Gymnasium's own loop.

    python tests/benchmarks/throughput.py [--pairs N] [--episodes N] [--quick]

A pair is the same few whole episodes of a bundled starter, one after the other: played by the runner with the controller in the
sandbox, as training and evaluation play them, and in a loop of `env.step` in this process that calls the same controller bare, with
the observation's numbers under its names. Trusted episodes, the runner without the sandbox, stand beside them. A ratio is the
median over the pairs; beside it stands what the runner's own process takes of processor time, which other work on the machine
disturbs less. All sides have to come to the same returns.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import gymnasium
import numpy as np
from rows import Row, hand_over

import robotrace as rt
from robotrace.adapters import Layout
from robotrace.episodes import Episode, find_controller
from robotrace.episodes.attempt import attempt, in_turns
from robotrace.episodes.lanes import played, tasks_for
from robotrace.opto import Case
from robotrace.sandbox import Sandbox

ENVIRONMENTS: Mapping[str, str] = {"CartPole-v1": "cart_pole", "HalfCheetah-v5": "half_cheetah"}
OWN = "Gymnasium's own loop"
Played = tuple[int, list[float]]
"""Steps, and the return of each episode."""


class Sides:
    """The same episodes of one environment, in three ways."""

    def __init__(self, env_id: str, sandbox: Sandbox, episodes: int) -> None:
        self._program = find_controller(ENVIRONMENTS[env_id])
        self._task: Any = rt.make(env_id)
        self._env = gymnasium.make(env_id)
        self._sandbox, self._lanes = sandbox, tasks_for(self._task, sandbox, episodes)
        namespace: dict[str, Any] = {"__name__": "starter"}
        exec(compile(self._program.bare({}), env_id, "exec"), namespace)
        self._controller: Callable[..., Any] = namespace["controller"]

    def gymnasiums(self, goals: Sequence[int]) -> Played:
        """In a loop of `env.step`."""
        env, layout, returns, steps = self._env, Layout.of(self._task), [], 0
        sizes = np.cumsum([0, *(int(np.prod(shape)) for shape in layout.shapes.values())]).tolist()
        places = [
            (name, slice(a, b), shape)
            for (name, shape), a, b in zip(layout.shapes.items(), sizes, sizes[1:], strict=False)
        ]
        remembers = self._controller.__code__.co_argcount > 1
        space: Any = env.action_space
        is_choice = hasattr(space, "n")
        for goal in goals:
            row, _ = env.reset(seed=self._task.seed_of(goal))
            memory: dict[str, Any] = {}
            total, over = 0.0, False
            while not over:
                seen = {name: row[place].reshape(shape) for name, place, shape in places}
                action = self._controller(seen, memory) if remembers else self._controller(seen)
                given = int(action[0]) if is_choice else np.clip(action, space.low, space.high).astype(np.float32)
                row, reward, terminated, truncated, _ = env.step(given)
                total, steps, over = total + float(reward), steps + 1, terminated or truncated
            returns.append(total)
        return steps, returns

    def sandboxed(self, goals: Sequence[int]) -> Played:
        """By the runner, the controller in the sandbox."""
        starts = [
            in_turns(self._program.text, Case("train", goal), sandbox=self._sandbox, traced=False, until="horizon")
            for goal in goals
        ]
        return _of(list(played(starts, self._lanes)))

    def trusted(self, goals: Sequence[int]) -> Played:
        """By the runner, the controller in this process."""
        return _of(
            [
                attempt(
                    self._program.text, self._task, Case("train", goal), sandbox=None, traced=False, until="horizon"
                )
                for goal in goals
            ]
        )

    def close(self) -> None:
        """Give the simulators back."""
        self._env.close()
        for task in {id(it): it for it in (self._task, *self._lanes)}.values():
            task.close()


def _of(episodes: Sequence[Episode]) -> Played:
    return sum(map(len, episodes)), [float(episode.rewards.sum()) for episode in episodes]


def measured(env_id: str, *, pairs: int, episodes: int) -> list[Row]:
    """Print one environment's figures, and return its rows."""
    rates: dict[str, list[float]] = {"sandboxed": [], "trusted": [], OWN: []}
    costs: dict[str, list[float]] = {name: [] for name in rates}
    with Sandbox() as sandbox:
        sides = Sides(env_id, sandbox, episodes)
        ways = {"sandboxed": sides.sandboxed, "trusted": sides.trusted, OWN: sides.gymnasiums}
        for way in ways.values():
            way(range(3))
        for turn in range(pairs):
            goals = range(turn * episodes, (turn + 1) * episodes)
            returns = []
            for name, way in list(ways.items())[:: 1 if turn % 2 else -1]:
                started, spent = time.perf_counter(), time.process_time()
                steps, found = way(goals)
                rates[name].append(steps / (time.perf_counter() - started))
                costs[name].append((time.process_time() - spent) / steps * 1e6)
                returns.append(found)
            if any(not np.allclose(one, returns[0], rtol=1e-3) for one in returns):
                sys.exit(f"{env_id}, goals {goals}: the returns differ: {returns}")
        sides.close()
    own, rows = statistics.median(rates[OWN]), []
    for name in ("sandboxed", "trusted"):
        ours = statistics.median(rates[name])
        ratio = statistics.median(a / b for a, b in zip(rates[name], rates[OWN], strict=True))
        here = [statistics.median(costs[it]) for it in (name, OWN)]
        print(
            f"{env_id:16}{name:10}{ours:9,.0f} steps/s, {OWN} {own:9,.0f}: x{ratio:.3f}   CPU of this process: {here[0]:.1f} us"
            f" a step, {here[1]:.1f} us",
            flush=True,
        )
        rows.append(Row(f"{env_id}, steps a second, {name}", f"{ours:,.0f}", f"{own:,.0f}, {OWN}", ratio))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--episodes", type=int, default=4, help="of a pair")
    parser.add_argument("--quick", action="store_true", help="3 pairs: the figures are rough")
    options = parser.parse_args()
    pairs = 3 if options.quick else options.pairs
    print(f"load {os.getloadavg()[0]:.1f}, {len(os.sched_getaffinity(0))} cores, {pairs} pairs of {options.episodes}")
    hand_over([row for env_id in ENVIRONMENTS for row in measured(env_id, pairs=pairs, episodes=options.episodes)])


if __name__ == "__main__":
    main()
