"""How long a suite may take: from the runs that have finished in its folder, else from actions a run and a short measurement."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from robotrace.episodes import evaluate
from robotrace.opto import Problem
from robotrace.results.suites.plan import SuitePlan
from robotrace.results.suites.reader import SuiteResults
from robotrace.training.plan import GOALS, HELDOUT
from robotrace.training.suites.one import ITERATIONS, prepare

CONFIRM = 20
SAMPLES = 3  # tasks that are measured
START = 4.0  # seconds for a process to start with its simulator, as measured on a machine of 2026


@dataclass(frozen=True, slots=True)
class Estimate:
    """How long the runs that are left may take.

    Attributes:
        runs: How many are left.
        slots: How many run side by side.
        low: Seconds where each run is solved by its first proposal; None where nothing is known.
        high: Seconds where each uses up its iterations, a candidate each; None likewise.
        rests_on: What that rests on, in words.
    """

    runs: int
    slots: int
    low: float | None
    high: float | None
    rests_on: str

    def as_json(self) -> dict[str, Any]:
        """The five, as JSON."""
        return {
            "runs": self.runs,
            "slots": self.slots,
            "seconds_low": self.low,
            "seconds_high": self.high,
            "rests_on": self.rests_on,
        }


def estimate(plan: SuitePlan, *, slots: int, before: SuiteResults | None = None) -> Estimate:
    """How long a plan's runs may take; a language model's answers take time that nobody knows before.

    Args:
        plan: What runs.
        slots: How many run side by side.
        before: The suite's folder, where it is resumed.
    """
    left = len(plan.cells) - (0 if before is None else len(before.finished))
    rounds = math.ceil(left / slots)
    if before is not None and before.runs:
        took = [run.seconds for run in before.runs]
        words = f"the {len(took)} runs that have finished in the folder, {fmean(took):.0f} s each on average"
        return Estimate(left, slots, rounds * min(took), rounds * max(took), words)
    measured = [seconds for member in plan.members[:SAMPLES] if (seconds := _measured(member.task, plan)) is not None]
    if not measured:
        return Estimate(left, slots, None, None, "nothing: a problem's cases may take any time")
    low, high = episodes_of(plan.settings)
    each = fmean(measured)
    words = (
        f"{low} to {high} episodes to the horizon a run, {each:.2f} s each as measured on {len(measured)} of the tasks now, and "
        f"{START:g} s to start; without the time of a language model's answers, and with one candidate an iteration"
    )
    return Estimate(left, slots, rounds * (START + low * each), rounds * (START + high * each), words)


def episodes_of(settings: Mapping[str, Any]) -> tuple[int, int]:
    """How many episodes a run plays: where its first proposal solves all, and where it uses up its iterations, a candidate each."""
    goals = settings.get("batch") or settings.get("goals") or GOALS
    tests = settings.get("heldout", HELDOUT)
    rounds = settings.get("iterations", ITERATIONS)
    return 2 * goals + CONFIRM + tests, goals * (1 + rounds) + CONFIRM + tests


def _measured(task: str, plan: SuitePlan) -> float | None:
    """Seconds for an episode of the starting controller to the horizon, the second of two; None for a problem."""
    prepared = prepare(task, plan.optimizers[0], plan.seeds[0], plan.settings)
    if isinstance(prepared.subject, Problem) or prepared.program is None:
        return None
    ends: list[float] = []
    evaluate(
        prepared.program,
        prepared.subject,
        goals=min(3, prepared.subject.goals("train")),
        split="train",
        until="horizon",
        on_episode=lambda _: ends.append(time.perf_counter()),
    )
    return (ends[-1] - ends[0]) / (len(ends) - 1) if len(ends) > 1 else None
