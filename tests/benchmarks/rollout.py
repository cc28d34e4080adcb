"""Rollouts traced against untraced, sandboxed against not: each pair measured in one run.

    python tests/benchmarks/rollout.py [--rounds N] [--quick]

Times are processor seconds, so that other work on the machine disturbs them little; the two sides take turns, first the one,
then the other. What the simulator itself takes is in simulator.py.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from robotrace.envs.metaworld import make
from rows import Row, hand_over

import robotrace as rt
from robotrace.episodes import find_controller
from robotrace.episodes.attempt import attempt
from robotrace.episodes.controller import load
from robotrace.opto import Case
from robotrace.sandbox import Sandbox

TRACING = 0.02
CONFINING = {"macro": 0.04, "raw": 0.15}
POLICIES = {"pick-place-v3": "pick_place", "reach-v3": "reach"}


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    """Processor seconds of a call, and what it gave."""
    gc.collect()
    start = time.process_time()
    value = call()
    return time.process_time() - start, value


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
    parser.add_argument("--rounds", type=int, default=5, help="a sixth of the pairs")
    parser.add_argument("--quick", action="store_true", help="2 rounds: figures are rough")
    options = parser.parse_args()
    rounds = 2 if options.quick else options.rounds
    hand_over([*tracing(rounds=6 * rounds), *sandboxing(rounds=6 * rounds)])


if __name__ == "__main__":
    main()
