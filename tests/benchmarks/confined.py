"""Prints what a call costs of a function whose code runs in the sandbox: alone, and with one question to this process, beside the
same calls in this process.

python tests/benchmarks/confined.py [CALLS | --quick]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from rows import Row, hand_over

from robotrace.sandbox.live import LiveFunction, live_sandbox

PLAIN = "def act(self, x):\n    return x + 1"
ASKING = "def act(self, x):\n    return x + self.gain"
ROUNDS = 7


class Agent:
    """With a method whose code runs in the sandbox."""

    gain = 1

    def act(self, x: int) -> int:
        """Uses its object."""
        return x + self.gain


def microseconds(call: Callable[[], Any], calls: int) -> float:
    """Of one call, the median of several rounds."""
    rounds = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for _ in range(calls):
            call()
        rounds.append((time.perf_counter() - begun) / calls * 1e6)
    return statistics.median(rounds)


def main(calls: int) -> None:
    """Print it."""
    agent, rows = Agent(), []
    print(f"{'microseconds a call':34}{'sandbox':>10}{'here':>8}")
    with live_sandbox() as sandbox:
        for name, text in {"without a question": PLAIN, "with one question": ASKING}.items():
            live = LiveFunction(sandbox, text, Agent.act, "def act(self, x)", owner="Agent")
            live(agent, 1)
            space: dict[str, Any] = {}
            exec(text, space)
            confined = microseconds(lambda: live(agent, 1), calls)  # noqa: B023 - called at once
            here = microseconds(lambda: space["act"](agent, 1), calls)  # noqa: B023 - as above
            print(f"{name:34}{confined:10.1f}{here:8.2f}", flush=True)
            live.stop()
            rows.append(
                Row(
                    f"a call in the sandbox, {name}",
                    f"{confined:.0f} us",
                    f"{here:.2f} us, in this process",
                    confined / here,
                )
            )
    hand_over(rows)


if __name__ == "__main__":
    given = sys.argv[1:]
    main(100 if given == ["--quick"] else int(given[0]) if given else 1000)
