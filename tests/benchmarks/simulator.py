"""Meta-World's tasks against stock Meta-World and against physics alone, measured in one run.

    python tests/benchmarks/simulator.py [--tasks NAME ...] [--goals N] [--passes N] [--quick]

Stock Meta-World is stepped by hand through the same actions, those of the scripted experts under default control. Both
sides must give the same observations, rewards and successes, or the run fails. The physical limit is what stock's five calls
of `mj_step` take from the same states: no simulator that calls them as they are is quicker. Times are processor seconds, the
least of several passes, action by action, since other work on the machine only adds to them; the sides take turns.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any
from unittest import mock

import mujoco
import numpy as np
from robotrace.envs.metaworld import NAMES, draw_goals, fast, make
from robotrace.envs.metaworld.table import TASKS
from rows import Row, hand_over

STEPPING, RESETTING = 2.3, 3.0
STATE = mujoco.mjtState.mjSTATE_INTEGRATION
FRAMES = 5
FIRST, NEW = 49, range(40, 45)
"""Starts that nothing else is measured with."""
PARTS = ("physics", "observation", "reward", "success and information", "the rest of the step", "the task around it")


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
        self.env = fast.stock(name)()
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


def timed(call: Callable[[], Any], clock: Callable[[], float] = time.thread_time) -> tuple[float, Any]:
    """Processor seconds of a call, and what it gave."""
    start = clock()
    value = call()
    return clock() - start, value


def digest(outcomes: list[Any]) -> str:
    """Of everything that an episode gave."""
    told = hashlib.sha256()
    for seen, reward, success in outcomes:
        for name, values in seen.items():
            told.update(name.encode() + np.asarray(values).tobytes())
        told.update(np.float64(reward).tobytes() + bytes([success]))
    return told.hexdigest()


def played(side: Any, goal: int, actions: list[Any]) -> tuple[list[float], list[Any]]:
    """Processor seconds of the reset and of each action, and what they gave."""
    calls = [lambda: (side.reset(goal), 0.0, False), *(partial(side.act, action) for action in actions)]
    seconds, outcomes = zip(*map(timed, calls), strict=True)
    return list(seconds), list(outcomes)


def expert(side: Ours, goal: int, length: int) -> list[Any]:
    """Its actions from one start."""
    side.reset(goal)
    actions = []
    for _ in range(length):
        actions.append(side.task.hint())
        side.act(actions[-1])
    return actions


def physics(side: Stock, goal: int, actions: list[Any], passes: int) -> float:
    """Processor seconds of stock's `mj_step` alone along the same way."""
    env, states = side.env, []
    model, data, simulate = env.model, env.data, env.do_simulation

    def noted(ctrl: Any, n_frames: int) -> None:
        data.ctrl[:] = ctrl
        states.append(np.empty(mujoco.mj_stateSize(model, STATE)))
        mujoco.mj_getState(model, data, states[-1], STATE)
        simulate(ctrl, n_frames)

    side.reset(goal)
    with mock.patch.object(env, "do_simulation", noted):
        for action in actions:
            side.act(action)
    least = np.full(len(states), np.inf)
    for _ in range(passes):
        for k, state in enumerate(states):
            mujoco.mj_setState(model, data, state, STATE)
            least[k] = min(least[k], timed(lambda: mujoco.mj_step(model, data, FRAMES))[0])
    return float(least.sum())


def typical(seconds: Iterable[float]) -> float:
    """Of several, one that other work on the machine has hardly added to."""
    return float(np.percentile(list(seconds), 10))


@contextmanager
def clocked(env: Any) -> Iterator[dict[str, list[float]]]:
    """Note how long each part of a step of ours takes, by a clock that is quicker to read than that of the processor."""
    spent: dict[str, list[float]] = {}

    def clock(part: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*given: Any) -> Any:
            seconds, value = timed(lambda: call(*given), time.perf_counter)
            spent.setdefault(part, []).append(seconds)
            return value

        return noted

    with ExitStack() as stack:
        for part in ("step", "evaluate_state", "compute_reward", "_get_obs"):
            stack.enter_context(mock.patch.object(env, part, clock(part, getattr(env, part))))
        stack.enter_context(mock.patch.object(fast, "advance", clock("advance", fast.advance)))
        stack.enter_context(mock.patch.object(mujoco, "mj_forward", clock("forward", mujoco.mj_forward)))
        yield spent


def parts(side: Ours, goal: int, actions: list[Any]) -> list[float]:
    """Microseconds of a simulator step by `PARTS`."""
    side.reset(goal)
    with clocked(side.task._simulator()) as spent:
        whole = typical(timed(partial(side.act, action))[0] for action in actions)
    each = {part: typical(seconds) * 1e6 for part, seconds in spent.items()}
    simulated = each["advance"] + each["forward"]
    rest = each["step"] - simulated - each["_get_obs"] - each["evaluate_state"]
    around = whole / side.task.hold * 1e6 - each["step"]
    reward = each["compute_reward"]
    return [simulated, each["_get_obs"], reward, each["evaluate_state"] - reward, rest, around]


def race(name: str, *, goals: int, passes: int, length: int) -> dict[str, Any]:
    """Microseconds of a simulator step and milliseconds of a reset, by side."""
    sides: dict[str, Any] = {"stock": Stock(name), "ours": Ours(name)}
    for side in sides.values():
        side.reset(FIRST)  # makes the simulator
    new = {
        label: statistics.median(timed(partial(side.reset, goal))[0] for goal in NEW) for label, side in sides.items()
    }
    least, limit = {"stock": [], "ours": []}, 0.0
    for goal in range(goals):
        actions = expert(sides["ours"], goal, length)
        taken: dict[str, list[list[float]]] = {"stock": [], "ours": []}
        for turn in range(passes):
            told = set()
            for label in ("stock", "ours") if turn % 2 else ("ours", "stock"):
                seconds, outcomes = played(sides[label], goal, actions)
                taken[label].append(seconds)
                told.add(digest(outcomes))
            if len(told) > 1:
                sys.exit(f"{name}, goal {goal}: the two sides gave different episodes")
        for label, rows in taken.items():
            least[label].append(np.min(rows, axis=0))
        limit += physics(sides["stock"], goal, actions, passes)
    step = {label: np.mean(rows, axis=0)[1:].mean() / sides["ours"].task.hold for label, rows in least.items()}
    step["limit"] = limit / (goals * length * sides["ours"].task.hold)
    return {
        "step": {label: seconds * 1e6 for label, seconds in step.items()},
        "new": {label: seconds * 1e3 for label, seconds in new.items()},
        "again": {label: np.mean(rows, axis=0)[0] * 1e3 for label, rows in least.items()},
        "parts": parts(sides["ours"], 0, actions),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tasks", nargs="+", default=list(NAMES), choices=NAMES, metavar="NAME", help="default: all")
    parser.add_argument("--goals", type=int, default=2, help="starts a task")
    parser.add_argument("--passes", type=int, default=5, help="times that each is played by either side")
    parser.add_argument("--quick", action="store_true", help="1 goal, 2 passes: digests hold, figures are rough")
    options = parser.parse_args()
    goals, passes, length = (1, 2, 20) if options.quick else (options.goals, options.passes, 50)
    print(
        f"default control, {goals} goals a task, {length} actions each, {passes} passes; every pair of episodes identical"
    )
    print(
        f"{'us a simulator step':30}{'stock':>8}{'ours':>8}{'ratio':>8}{'limit':>8}   | ms a reset, new start: stock, ours, ratio;"
        " a start met before: the same"
    )
    gc.disable()
    rows, shares = [], []
    for name in options.tasks:
        found = race(name, goals=goals, passes=passes, length=length)
        step, new, again = found["step"], found["new"], found["again"]
        ratios = [step["stock"] / step["ours"], step["stock"] / step["limit"]]
        ratios += [reset["stock"] / reset["ours"] for reset in (new, again)]
        rows.append([step["stock"], step["ours"], *ratios])
        shares.append(found["parts"])
        print(
            f"{name:30}{step['stock']:8.0f}{step['ours']:8.0f}{ratios[0]:7.2f}x{ratios[1]:7.2f}x   |{new['stock']:11.1f}"
            f"{new['ours']:7.1f}{ratios[2]:7.1f}x{again['stock']:11.1f}{again['ours']:7.2f}{ratios[3]:7.1f}x",
            flush=True,
        )
        gc.collect()
    stock, ours, ratio, limit, new, again = np.mean(rows, axis=0)
    print(
        f"mean of {len(rows)} tasks: {stock:.0f} us stock, {ours:.0f} us ours; mean of the ratios {ratio:.2f}x (target {STEPPING}x;"
        f" least {min(row[2] for row in rows):.2f}x, largest {max(row[2] for row in rows):.2f}x), physical limit {limit:.2f}x;"
        f"\nreset of a start that is new {new:.1f}x, of one met before {again:.1f}x (target {RESETTING}x)"
    )
    print("where a step of ours goes, clocks included, mean of the tasks:")
    for part, share in zip(PARTS, np.mean(shares, axis=0), strict=True):
        print(f"  {part:26}{share:7.1f} us")
    tasks = f"{len(rows)} tasks"
    hand_over(
        [
            Row(
                f"simulator steps a second, {tasks}",
                f"{ours:.0f} us",
                f"stock Meta-World, {stock:.0f} us",
                ratio,
                f">= {STEPPING}",
            ),
            Row(
                f"simulator steps a second, {tasks}, the most there can be", "physics alone", "stock Meta-World", limit
            ),
            Row(f"resets to a new start, {tasks}", "robotrace", "stock Meta-World", new, f">= {RESETTING}"),
        ]
    )


if __name__ == "__main__":
    main()
