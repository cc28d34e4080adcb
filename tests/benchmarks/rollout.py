"""Rollouts against stock Meta-World, traced against untraced, sandboxed against not: each pair measured in one run.

    python tests/benchmarks/rollout.py [--tasks NAME ...] [--rounds N] [--quick]

Stock Meta-World is stepped by hand through the same actions, those of the scripted experts under default control. Both
sides must give the same observations, rewards and successes, or the run fails. Times are processor seconds, so that
other work on the machine disturbs them little; the two sides take turns, first the one, then the other.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from robotrace.envs.metaworld import NAMES, MetaWorld, draw_goals, make
from robotrace.envs.metaworld.fast import stock
from robotrace.envs.metaworld.table import TASKS
from rows import Row, hand_over

import robotrace as rt
from robotrace.episodes import find_controller
from robotrace.episodes.attempt import attempt
from robotrace.episodes.controller import load
from robotrace.opto import Case
from robotrace.sandbox import Sandbox

STEPPING, RESETTING = 2.3, 3.0
TRACING = 0.02
CONFINING = {"macro": 0.04, "raw": 0.15}
POLICIES = {"pick-place-v3": "pick_place", "reach-v3": "reach"}


class Ours:
    """A task as robotrace has it."""

    def __init__(self, name: str) -> None:
        self.task = make(name)

    def reset(self, goal: int) -> Any:
        return self.task.reset(goal)

    def act(self, action: Any) -> Any:
        outcome = self.task.step(action)
        return outcome.observation, outcome.reward, outcome.info["success"]


class Stock:
    """The same task, stepped by hand in Meta-World's own class."""

    def __init__(self, name: str) -> None:
        self.env = stock(name)()
        self.goals = draw_goals(name, 0)
        self.task = make(name)
        self.fields = [(part.field.name, list(part.at)) for part in TASKS[name].parts]
        self.numbers: Any = None

    def reset(self, goal: int) -> Any:
        self.env.set_task(self.goals[goal])
        self.numbers, _ = self.env.reset()
        return self.observation()

    def act(self, action: Any) -> Any:
        total, success = 0.0, False
        for _ in range(self.task.hold):
            delta = np.clip(self.task.gain * (action[:3] - self.numbers[:3]), -1.0, 1.0)
            self.numbers, reward, _, _, info = self.env.step(np.append(delta, action[3]))
            total += float(reward)
            success = success or bool(info["success"])
        return self.observation(), total / self.task.hold, success

    def observation(self) -> Any:
        return {name: self.numbers[at] for name, at in self.fields}


def expert(task: MetaWorld, goal: int, length: int) -> list[Any]:
    """Its actions from one start."""
    task.reset(goal)
    actions = []
    for _ in range(length):
        actions.append(task.hint())
        task.step(actions[-1])
    return actions


def digest(observation: Any, outcomes: list[Any]) -> str:
    """Of everything that an episode gave."""
    told = hashlib.sha256()
    for seen, reward, success in [(observation, 0.0, False), *outcomes]:
        for name, values in seen.items():
            told.update(name.encode() + np.asarray(values).tobytes())
        told.update(np.float64(reward).tobytes() + bytes([success]))
    return told.hexdigest()


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    """Processor seconds of a call, and what it gave."""
    gc.collect()
    start = time.process_time()
    value = call()
    return time.process_time() - start, value


def episode(side: Ours | Stock, goal: int, actions: list[Any]) -> tuple[float, float, str]:
    """Processor seconds of a reset and of the steps, and the episode's digest."""
    reset, first = timed(lambda: side.reset(goal))
    steps, outcomes = timed(lambda: [side.act(action) for action in actions])
    return reset, steps, digest(first, outcomes)


def race(name: str, *, rounds: int, length: int) -> dict[str, tuple[float, float]]:
    """Median milliseconds of a reset and median steps a second, by side."""
    sides = {"stock": Stock(name), "ours": Ours(name)}
    taken: dict[str, list[tuple[float, float]]] = {"stock": [], "ours": []}
    for goal in range(rounds):
        actions = expert(sides["ours"].task, goal, length)
        digests = set()
        for label in ("stock", "ours") if goal % 2 else ("ours", "stock"):
            reset, steps, told = episode(sides[label], goal, actions)
            digests.add(told)
            taken[label].append((reset, steps))
        if len(digests) > 1:
            sys.exit(f"{name}, goal {goal}: the two sides gave different episodes")
    count = length * sides["ours"].task.hold
    return {
        label: (statistics.median(r for r, _ in pairs) * 1e3, count / statistics.median(s for _, s in pairs))
        for label, pairs in taken.items()
    }


def stepping(names: list[str], *, rounds: int, length: int) -> list[Row]:
    """Print the race in each task, and the mean of the tasks' ratios, which are the rows."""
    print(
        f"default control, {rounds} goals a task, {length} actions each; one process; every pair of episodes identical"
    )
    print(f"{'':30}{'steps/s stock':>15}{'ours':>8}{'ratio':>8}{'reset ms stock':>18}{'ours':>8}{'ratio':>8}")
    speeds, resets, physics = [], [], []
    for name in names:
        figures = race(name, rounds=rounds, length=length)
        (slow, few), (quick, many) = figures["stock"], figures["ours"]
        speeds.append(many / few)
        resets.append(slow / quick)
        physics.append(limit(name) / many)
        print(
            f"{name:30}{few:15,.0f}{many:8,.0f}{speeds[-1]:7.2f}x{slow:18.1f}{quick:8.1f}{resets[-1]:7.2f}x",
            flush=True,
        )
    print(
        f"mean of {len(names)} tasks' ratios: steps/s {statistics.mean(speeds):.2f}x (target {STEPPING}x;"
        f" least {min(speeds):.2f}x, largest {max(speeds):.2f}x), reset {statistics.mean(resets):.2f}x\n"
    )
    return [
        Row(
            f"simulator steps a second, {len(names)} tasks",
            "robotrace",
            "stock Meta-World",
            statistics.mean(speeds),
            f">= {STEPPING}",
        ),
        Row(f"resets, {len(names)} tasks", "robotrace", "stock Meta-World", statistics.mean(resets), f">= {RESETTING}"),
        Row("simulator steps a second, the most there can be", "physics alone", "robotrace", statistics.mean(physics)),
    ]


def limit(name: str, steps: int = 200) -> float:
    """Steps a second of the physics alone: MuJoCo's, without observation, reward and success."""
    import mujoco

    env = stock(name)()
    start = time.process_time()
    for _ in range(steps):
        mujoco.mj_step(env.model, env.data, nstep=env.frame_skip)
    return steps / (time.process_time() - start)


def tracing(*, rounds: int) -> list[Row]:
    """Print what a trace costs: recorded live, and made afterwards for somebody who looks at it."""
    print(f"traced against untraced rollouts in this process, default control, to the horizon, {rounds} pairs each")
    rows = []
    for name, policy in POLICIES.items():
        task, text = make(name), find_controller(policy).text
        ways: dict[str, Callable[[int, bool], Any]] = {
            "live": lambda goal, traced, task=task, text=text: rt.rollout(
                load(text).act, task, goal=goal, traced=traced, until="horizon"
            ),
            "as training does": lambda goal, traced, task=task, text=text: attempt(
                text, task, Case("train", goal), sandbox=None, traced=traced, until="horizon"
            ),
        }
        for way, run in ways.items():
            run(0, True)
            pairs, words, looks = [], [], []
            for turn in range(rounds):
                pair = {}
                for traced in (True, False) if turn % 2 else (False, True):
                    pair[traced], episode = timed(lambda turn=turn, traced=traced, run=run: run(turn % 50, traced))
                    if traced:
                        words.append(timed(lambda episode=episode, task=task: task.feedback(episode, "facts"))[0])
                        looks.append(timed(lambda episode=episode: episode.graph.records)[0])
                pairs.append(pair)
            traced, untraced = (statistics.median(pair[kind] for pair in pairs) for kind in (True, False))
            slower = statistics.median(pair[True] / pair[False] for pair in pairs) - 1
            print(
                f"{name:16}{way:18}{untraced * 1e3:8.1f} ms untraced{traced * 1e3:8.1f} ms traced{slower:+8.1%}"
                f" (target {TRACING:+.0%}), of which words {statistics.median(words) / untraced:.1%};"
                f" the first look at the trace {statistics.median(looks) * 1e3:.1f} ms more"
            )
            sides = f"{traced * 1e3:.1f} ms, traced", f"{untraced * 1e3:.1f} ms, untraced"
            rows.append(Row(f"rollout of {name}, {way}", *sides, 1 + slower, f"<= {1 + TRACING}"))
    print()
    return rows


def sandboxing(*, rounds: int) -> list[Row]:
    """Print what the sandbox costs, in seconds on the clock: the controller's process runs beside this one."""
    print(f"sandboxed against in-process rollouts, untraced, to the horizon, one runner, {rounds} pairs each")
    rows = []
    for control, target in CONFINING.items():
        for name, policy in POLICIES.items():
            task, text = make(name, control=control), find_controller(policy).text
            with Sandbox() as sandbox:
                for goal in range(3):  # from the second time on the next process waits already
                    attempt(text, task, Case("train", goal), sandbox=sandbox, traced=False)
                pairs, actions = [], 0
                for turn in range(rounds):
                    pair, played = {}, []
                    for place in (sandbox, None) if turn % 2 else (None, sandbox):
                        start = time.perf_counter()
                        episode = attempt(
                            text, task, Case("train", turn % 50), sandbox=place, traced=False, until="horizon"
                        )
                        pair[place is not None] = time.perf_counter() - start
                        played.append(episode.actions.tobytes())
                    if len(set(played)) > 1:
                        sys.exit(f"{name}, {control}, goal {turn}: the sandbox changed the episode")
                    actions = len(episode)
                    pairs.append(pair)
            inside, outside = (statistics.median(pair[kind] for pair in pairs) for kind in (True, False))
            slower = statistics.median(pair[True] / pair[False] for pair in pairs) - 1
            print(
                f"{name:16}{control:8}{outside * 1e3:8.1f} ms in this process{inside * 1e3:8.1f} ms sandboxed{slower:+8.1%}"
                f" (target {target:+.0%}), {(inside - outside) / actions * 1e6:.0f} us an action of {actions}",
                flush=True,
            )
            sides = f"{inside * 1e3:.1f} ms, sandboxed", f"{outside * 1e3:.1f} ms, in this process"
            rows.append(Row(f"rollout of {name}, {control} control", *sides, 1 + slower, f"<= {1 + target}"))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tasks", nargs="+", default=list(NAMES), choices=NAMES, metavar="NAME", help="default: all")
    parser.add_argument(
        "--rounds", type=int, default=5, help="goals a task; traces and the sandbox have six times as many pairs"
    )
    parser.add_argument("--quick", action="store_true", help="2 rounds of 10 actions: digests hold, figures are rough")
    options = parser.parse_args()
    rounds, length = (2, 10) if options.quick else (options.rounds, 50)
    rows = stepping(options.tasks, rounds=rounds, length=length)
    rows += tracing(rounds=6 * rounds)
    rows += sandboxing(rounds=6 * rounds)
    hand_over(rows)


if __name__ == "__main__":
    main()
