"""`train`: a controller, a task and an optimizer make a run."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from robotrace.episodes import Level, RolloutProblem, Task, find_controller, make, open_pool
from robotrace.episodes.registry import recipe_of
from robotrace.errors import OptionError
from robotrace.llm import ReplayChat
from robotrace.optimizers import choose
from robotrace.opto import Optimizer, Program
from robotrace.opto.gather import gather
from robotrace.results import Run, read_run
from robotrace.results.trusted import refuse_import
from robotrace.sandbox import Sandbox
from robotrace.training.budget import Budget
from robotrace.training.journal import Listener
from robotrace.training.machine import machine
from robotrace.training.run import train_problem
from robotrace.training.schedule import Schedule, Search

LEVELS: dict[str, Level] = {"induce": "hints", "induce+tune": "hints", "tune": "score"}
"""Feedback that an optimizer is told by default, by its name, where that is not "facts"."""


def train(
    controller: Callable[..., Any] | Program | str,
    task: Task | str,
    *,
    optimizer: Optimizer | str = "auto",
    feedback: Level | None = None,
    iterations: int = 20,
    goals: int = 5,
    confirm: int = 20,
    heldout: int = 50,
    heldout_curve: bool = False,
    samples: int | None = None,
    retries: int = 1,
    search: Search = "archive",
    budget: Budget | None = None,
    seed: int | None = None,
    run: Path | str | None = None,
    resume: bool = False,
    replay: Path | str | None = None,
    trust: bool = False,
    workers: int | None = 1,
    ray: str | None = None,
    on_event: Listener | None = None,
) -> Run:
    """Train a controller on a task, and try the best one on goals that training never saw.

    Args:
        controller: a function marked with `bundle(trainable=True)` or one that calls such functions; a program; or a policy's
            name or path. What is given is not changed: the result is in the run.
        task: a task, or the name of one.
        optimizer: an optimizer, or "auto", "induce", "optoprime", "tune".
        feedback: "score", "facts" or "hints"; by default "hints" for induce, which needs them, "score" for tune, which reads no
            more, else "facts".
        iterations: largest number of rounds of proposals.
        goals: training goals to begin with.
        confirm: fresh training goals in a row that end training early when they are all solved.
        heldout: held-out goals to test the best controller on, once, at the end; 0 for none.
        heldout_curve: also test each new best candidate on them, for plots; the optimizer sees nothing of it.
        samples: proposals a round, each from one more call of the language model, tried side by side; one by default. For an
            optimizer that is chosen by name; another has an option of its own.
        retries: how often a refusal goes back to the language model within its round, each time another call.
        search: "archive" goes on from the best candidate so far, "greedy" from the newest that runs.
        budget: caps on calls, tokens, dollars, environment steps and seconds.
        seed: of the goals, where `task` is a name.
        run: the run's folder; by default a new one under ./results.
        resume: go on with the run in `run`: its recorded answers are used, none is asked for again.
        replay: folder of another run, whose recorded answers are used: no model is asked, no key or network is needed.
        trust: run every controller in this process, with all that this user may do, instead of in the sandbox.
        workers: processes that try controllers on several goals side by side, None for one a core; the run is the same with
            any number.
        ray: address of a Ray cluster to try them on instead, such as "auto".
        on_event: called with each event as it is written to the run folder.

    Returns:
        the run as its folder tells it; `.best` is the best candidate.

    Raises:
        OptionError: an option is not usable.
        UnknownNameError: there is no such task, policy or optimizer.
        ModelError: a language model is asked for and not configured.
        SandboxUnavailable: no protected process could be had on this machine.
        RunError: the run folder exists, or cannot be written.
        PoolError: workers died or failed; no reason of a controller's.
    """
    if isinstance(task, str):
        task = make(task, seed=seed or 0)
    recording = None if replay is None else read_run(replay)
    if not isinstance(optimizer, str):
        chosen = optimizer
        if samples is not None:
            raise OptionError(
                f"samples: {chosen.name} was made already; tell it there, as in OptoPrime(samples={samples})."
            )
    elif recording is None:
        options: dict[str, Any] = {} if samples is None else {"samples": samples}
        chosen = choose(
            optimizer,
            task.levels,
            variables=lambda: program_of(controller).variables,
            origin=controller if isinstance(controller, str) else "",
            **options,
        )
    else:
        chosen = replaying(recording, task.levels)
    if chosen.settings.get("vision") and getattr(task, "camera", None) is None:
        raise OptionError(f"{task.name} has no camera: {chosen.name} can be shown no pictures of it. Leave vision out.")
    budget = budget or Budget()
    level: Level = feedback or (LEVELS.get(chosen.name, "facts"))
    with ExitStack() as stack:
        sandbox = None if trust else stack.enter_context(Sandbox())
        problem = RolloutProblem(program_of(controller), task, level=level, sandbox=sandbox)
        pool = open_pool(task, level=level, workers=workers, ray=ray, trust=trust, answer=problem.answer)
        settings = {
            "seed": task.seed,
            "control": task.control,
            "horizon": task.horizon,
            "options": dict(task.options),
            "model": chosen.model,
            **chosen.settings,
            "iterations": iterations,
            "goals": goals,
            "confirm": confirm,
            "heldout": heldout,
            "heldout_curve": heldout_curve,
            "retries": retries,
            "search": search,
            "caps": asdict(budget),
            "replays": None if recording is None else recording.folder.name,
            "made_from": _origin(task),
            "machine": machine(),
            "controller": problem.program.text,
            "sandbox": sandbox.level if sandbox is not None else "none: trusted",
        }
        return train_problem(
            problem,
            chosen,
            schedule=Schedule(iterations, goals, confirm, retries=retries, search=search),
            budget=budget,
            heldout=heldout,
            heldout_curve=heldout_curve,
            feedback=level,
            settings=settings,
            run=run,
            resume=resume,
            replay=recording,
            pool=stack.enter_context(pool) if pool is not None else None,
            on_event=on_event,
            finish=lambda candidate, about: f"# {about}\n{problem.program.bare(candidate.values)}",
        )


def program_of(controller: Callable[..., Any] | Program | str) -> Program:
    """The program of whatever a controller was given as: a policy's name or path, a program, or a live function."""
    if isinstance(controller, Program):
        return controller
    if isinstance(controller, str):
        return find_controller(controller)
    return gather(controller)


def _origin(task: Task) -> str | None:
    """The file and function that a user's own task is from, by which `make` finds it again."""
    try:
        name = recipe_of(task).name
    except OptionError:
        return None  # made by other means: whoever goes on with the run gives it again
    return name if ".py" in name else None


def replaying(recording: Run, levels: Collection[str]) -> Optimizer:
    """The optimizer of a recorded run, for its recorded answers only: it can ask nobody.

    Raises:
        OptionError: the run's answers came from no language model.
        RunError: the run names a file of Python as its optimizer.
    """
    refuse_import(recording.optimizer, "rt.train(..., optimizer=Mine(), replay=RUN), made by you from {}")
    model = recording.config.get("model")
    if model is None:
        raise OptionError(
            f"The run {recording.folder.name} asked no language model: {recording.optimizer} needs no replay. Train with the "
            "same settings instead."
        )
    names = ("view", "memory", "samples", "budget", "reply", "vision", "context", "tune_every")
    options = {name: recording.config[name] for name in names if name in recording.config}
    return choose(recording.optimizer, levels, chat=ReplayChat(model), **options)
