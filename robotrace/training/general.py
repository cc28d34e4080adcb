"""Training what is no robot: a data set, or any object with the members of `robotrace.Problem`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from robotrace.data import DataProblem, RowWork, SideBySide
from robotrace.data.problem import trusted
from robotrace.episodes.pool import Work, WorkerPool, check_workers, cores, open_for
from robotrace.errors import OptionError
from robotrace.opto import Declaration, Problem, Words
from robotrace.results import Run
from robotrace.training.case_work import CaseWork
from robotrace.training.loop import check_judged
from robotrace.training.machine import machine
from robotrace.training.origin import origin_of
from robotrace.training.plan import Plan
from robotrace.training.run import train_problem

log = logging.getLogger(__name__)


def train_general(problem: Problem, plan: Plan) -> Run:
    """Train a problem; arguments and errors are those of `train`."""
    check_problem(problem)
    recording = plan.recording()
    words = Words.of(problem)
    chosen = plan.chosen(recording, (), lambda: problem.variables, words, getattr(problem, "unaided", None))
    if Declaration.of(chosen).feedback == "hints":
        raise OptionError(
            f"{chosen.name} learns from a robot's expert, and {problem.name} has none: choose another optimizer."
        )
    is_data = isinstance(problem, DataProblem)
    if isinstance(problem, DataProblem) and plan.trust:
        problem = trusted(problem)
    with ExitStack() as stack:
        stack.callback(closing(problem))
        pool = pool_of(problem, pool=plan.pool, workers=plan.workers)
        if pool is not None:
            stack.enter_context(pool)
        schedule = plan.schedule(problem, goals=len(problem.cases("train"))) if is_data else plan.schedule(problem)
        heldout = plan.heldout_of(problem, most=None) if is_data else plan.heldout_of(problem)
        if not heldout and plan.heldout is None and (is_data or len(problem.cases("train")) > 1):
            log.warning(
                "%s has no %s to hold out: the result is tried on none that training has not seen.",
                problem.name,
                words.case,
            )
        if not plan.resume and is_data:  # a metric's mistake is found before there is a folder
            check_judged([problem.query(problem.candidate({}), problem.cases("train")[0])], words, schedule.search)
        return train_problem(
            problem,
            chosen,
            schedule=schedule,
            budget=plan.budget,
            heldout=heldout,
            heldout_curve=plan.heldout_curve,
            settings=_settings(problem, recording),
            run=plan.run,
            resume=plan.resume,
            replay=recording,
            pool=pool,
            on_event=plan.on_event,
            track=plan.track,
            finish=getattr(problem, "bare", None),
        )


def closing(problem: Problem) -> Callable[[], object]:
    """What lets go of what a problem holds once nobody asks it any more; nothing where it has no `close`."""
    close: Callable[[], object] | None = getattr(problem, "close", None)
    return close if callable(close) else lambda: None


def check_problem(problem: Problem) -> None:
    """Refuse what cannot be trained, in a line that says why.

    Raises:
        OptionError: It has no parameters.
    """
    if not problem.variables:
        raise OptionError(f"{problem.name} has nothing to train: its variables are empty.")


def pool_of(problem: Problem, *, pool: str | None, workers: int | None) -> WorkerPool[Any] | SideBySide | None:
    """What asks the oracle about several cases at a time, to be closed after use; None for one after another.

    Args:
        problem: The problem.
        pool: As for `train`.
        workers: As for `train`; where neither is said, None, a problem that cannot be asked elsewhere is asked in this process.

    Raises:
        OptionError: The problem cannot be asked so.
        UnknownNameError: There is no such pool.
        PoolError: The pool's backend cannot be reached.
    """

    def work() -> Work:
        return RowWork(problem) if isinstance(problem, DataProblem) else CaseWork.of(problem)

    check_workers(workers)
    if pool is None and workers != 1 and isinstance(problem, DataProblem) and problem.program.outside:
        return SideBySide(problem, cores() if workers is None else workers)
    if pool is not None or workers is not None:
        return open_for(work, pool=pool, workers=workers)
    try:
        found = work()
    except OptionError as error:
        log.info("One %s after another: %s", Words.of(problem).case, error)
        return None
    return open_for(lambda: found, pool=pool, workers=workers)


def _settings(problem: Problem, recording: Run | None) -> dict[str, Any]:
    """What a run keeps of its problem."""
    seed = getattr(problem, "seed", None)
    settings: dict[str, Any] = {
        **({"seed": seed} if isinstance(seed, int) else {}),
        **dict(getattr(problem, "settings", {})),
        "replays": None if recording is None else recording.folder.name,
        "made_from": origin_of(problem),
        "machine": machine(),
    }
    if isinstance(problem, DataProblem):
        settings["controller"] = problem.program.text
        settings["sandbox"] = "none: trusted" if problem.sandbox is None else problem.sandbox.level
    return settings
