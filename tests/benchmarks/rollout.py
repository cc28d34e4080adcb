"""Rollouts traced against untraced, each pair measured in one run.

    python tests/benchmarks/rollout.py [--rounds N] [--quick]

Times are processor seconds, so that other work on the machine disturbs them little; the two sides take turns, first the one,
then the other. What the simulator takes is in simulator.py, what the sandbox takes in sandbox.py.
"""

from __future__ import annotations

import argparse
import gc
import statistics
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

TRACING = 0.02
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="a sixth of the pairs")
    parser.add_argument("--quick", action="store_true", help="2 rounds: figures are rough")
    options = parser.parse_args()
    rounds = 2 if options.quick else options.rounds
    hand_over(tracing(rounds=6 * rounds))


if __name__ == "__main__":
    main()
