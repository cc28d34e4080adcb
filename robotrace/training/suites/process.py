"""The process of one run: `python -m robotrace.training.suites.process LIFELINE [CPU]`, its order on standard input.

It says on standard output what happens, a JSON object a line, and at last how it ended. What a trusted program prints there goes to
standard error. It ends with the suite, however that ends: the lifeline breaks.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from robotrace.episodes.pool.worker import die_with
from robotrace.errors import RobotraceError
from robotrace.results import RunFolder
from robotrace.text import one_line
from robotrace.training.suites.one import prepare
from robotrace.training.suites.order import Order

MOST = 500  # characters of a reason


def main(lifeline: int, cpu: int | None = None) -> None:
    """Make one run."""
    die_with(lifeline)
    if cpu is not None:
        os.sched_setaffinity(0, {cpu})  # and so for its sandbox
    order = Order.from_json(sys.stdin.read())
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as said:
        os.dup2(2, 1)

        def say(body: Mapping[str, Any]) -> None:
            said.write(json.dumps(body) + "\n")
            said.flush()

        def heard(event: Mapping[str, Any]) -> None:
            if (short := brief(event)) is not None:
                say(short)

        try:
            prepared = prepare(order.task, order.optimizer, order.seed, order.settings)
            prepared.train(RunFolder(Path(order.folder)), heard, trust=order.trust)
        except RobotraceError as error:
            say({"ended": False, "why": one_line(str(error), MOST)})
        except KeyboardInterrupt:
            say({"ended": False, "why": "it was stopped"})
        else:
            say({"ended": True, "why": ""})


def brief(event: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a table shows of an event; None for one that it shows nothing of."""
    if event["event"] != "trial":
        return None
    solved = sum(outcome["success"] for outcome in event["outcomes"])
    return {
        "iteration": event["iteration"],
        "solved": solved,
        "of": len(event["outcomes"]),
        "verdict": event["verdict"],
    }


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
