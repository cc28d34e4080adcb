"""What it costs to begin: importing robotrace beside numpy, and commands that only list. In processor seconds.

    python tests/benchmarks/startup.py [--rounds N] [--quick]

Each figure is the median of so many fresh interpreters; the sides take turns.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence

from rows import Row, hand_over

PYTHON = [sys.executable, "-c"]
ALL = "import robotrace\nfor name in robotrace.__all__: getattr(robotrace, name)"
MAIN = "from robotrace.cli import main; main()"
SIDES = {
    "numpy": [*PYTHON, "import numpy"],
    "robotrace": [*PYTHON, "import numpy, robotrace"],
    "names": [*PYTHON, ALL],
    "help": [*PYTHON, MAIN, "--help"],
    "tasks": [*PYTHON, MAIN, "tasks"],
}
MOST = 0.4
"""Processor seconds of a command that lists."""


def seconds(command: Sequence[str]) -> float:
    """Processor seconds of a process."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=kept)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--quick", action="store_true", help="3 rounds")
    options = parser.parse_args()
    for command in SIDES.values():
        seconds(command)  # modules are compiled, files are in memory
    rounds = [
        {name: seconds(command) for name, command in SIDES.items()}
        for _ in range(3 if options.quick else options.rounds)
    ]
    taken = {name: statistics.median(turn[name] for turn in rounds) for name in SIDES}
    numpy = f"{taken['numpy'] * 1e3:.0f} ms, numpy alone"

    def beside(side: str, what: str, target: str) -> Row:
        ratio = statistics.median(turn[side] / turn["numpy"] for turn in rounds)
        return Row(what, f"{taken[side] * 1e3:.0f} ms", numpy, ratio, target)

    def within(side: str) -> Row:
        return Row(
            f"robotrace {side if side == 'tasks' else '--help'}",
            f"{taken[side]:.2f} s",
            f"{MOST} s",
            taken[side] / MOST,
            "<= 1",
        )

    hand_over(
        [
            beside("robotrace", "import robotrace, numpy", "<= 3"),
            beside("names", "import robotrace and all its public names", "<= 3"),
            within("help"),
            within("tasks"),
        ]
    )


if __name__ == "__main__":
    main()
