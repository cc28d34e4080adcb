"""`train`: a controller, a task and an optimizer make a run."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from robotrace.episodes import Level, RolloutProblem, Task, find_controller, open_pool
from robotrace.episodes.registry import recipe_of, task_of
from robotrace.errors import OptionError
from robotrace.optimizers import automatic, choose
from robotrace.opto import Declaration, Optimizer, Program
from robotrace.opto.gather import gather
from robotrace.results import Run, read_run
from robotrace.sandbox import Sandbox
from robotrace.training.budget import Budget
from robotrace.training.machine import machine
from robotrace.training.recorded import replaying
from robotrace.training.recorder import Listener
from robotrace.training.run import train_problem
from robotrace.training.schedule import Schedule, Search


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
    pool: str | None = None,
    on_event: Listener | None = None,
) -> Run:
    """Train a controller on a task, and try the best one on goals that training never saw.

    Args:
        controller: A function marked with `bundle(trainable=True)` or one that calls such functions; a program; or a policy's
            name or path. What is given is not changed: the result is in the run.
        task: A task, or the name of one.
        optimizer: An optimizer; the name of one ("induce", "optoprime", "opro", "textgrad", "tune", or what an installed package
            announces); the path of your own, "./mine.py:Mine"; or "auto".
        feedback: "score", "facts" or "hints"; by default what the optimizer declares: "hints" for induce, which needs them,
            "score" for tune, which reads no more, "facts" for most.
        iterations: The largest number of iterations; each asks for one or more proposals.
        goals: The number of training goals to begin with.
        confirm: The number of fresh training goals in a row that end training early when all of them are solved.
        heldout: The number of held-out goals to test the best controller on, once, at the end; 0 for none.
        heldout_curve: Whether to test each new best candidate on them too, for plots; the optimizer does not see the outcomes.
        samples: Proposals a round, each from one more call of the language model, tried side by side; one by default. For an
            optimizer that is chosen by name; another has an option of its own.
        retries: How often a refusal goes back to the language model within its iteration; each time is another call.
        search: "archive" continues from the best candidate so far, "greedy" from the newest that runs.
        budget: The caps on calls, tokens, dollars, environment steps and seconds; None for no caps.
        seed: The seed of the goals, where `task` is a name.
        run: The run's folder; by default a new one under ./results.
        resume: Whether to continue the run in `run`: its recorded answers are used, none is asked for again.
        replay: The folder of another run, whose recorded answers are used: no model, key or network is needed.
        trust: Whether to run every controller in this process, with all that this user may do, instead of in the sandbox.
        workers: The number of processes that try controllers on several goals side by side; None for one a core. It does not
            change the results.
        pool: What runs the workers: "serial", "processes", "ray", "ray:ADDRESS" or "./mine.py:MyPool"; by default this process
            for one worker, else processes.
        on_event: Called with each event as it is written to the run folder. Where `rt.train` is given none and somebody watches,
            at a terminal, an interactive prompt or in a notebook, it shows a bar; None for silence.

    Returns:
        The run as read from its folder; `.best` is the best candidate.

    Raises:
        OptionError: An option is not usable.
        UnknownNameError: There is no such task, policy or optimizer.
        ModelError: A language model is asked for and not configured.
        SandboxUnavailable: No sandboxed process can be started on this machine.
        RunError: The run folder exists already, or cannot be written.
        PoolError: Worker processes died or failed for a reason that is not the controller's.
        TaskError: The task does not do what every task does; no controller is held to account for it.
    """
    task = task_of(task, seed)
    recording = None if replay is None else read_run(replay)
    chosen = _optimizer(optimizer, samples, recording, task=task, controller=controller)
    said = Declaration.of(chosen)
    if said.needs_camera and getattr(task, "camera", None) is None:
        raise OptionError(f"{task.name} has no camera: {chosen.name} can be shown no pictures of it. Leave vision out.")
    budget = budget or Budget()
    level: Level = feedback or said.feedback  # type: ignore[assignment]  # another word is refused by the problem
    with ExitStack() as stack:
        sandbox = None if trust else stack.enter_context(Sandbox())
        problem = RolloutProblem(program_of(controller), task, level=level, sandbox=sandbox)
        opened = open_pool(task, pool=pool, workers=workers, level=level, trust=trust, answer=problem.answer)
        settings = {
            "seed": task.seed,
            "control": task.control,
            "horizon": task.horizon,
            "options": dict(task.options),
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
            pool=stack.enter_context(opened) if opened is not None else None,
            on_event=on_event,
            finish=lambda candidate, about: f"# {about}\n{problem.program.bare(candidate.values)}",
        )


def _optimizer(
    optimizer: Optimizer | str,
    samples: int | None,
    recording: Run | None,
    *,
    task: Task,
    controller: Callable[..., Any] | Program | str,
) -> Optimizer:
    """The optimizer that is given, recorded, named, or that fits."""
    if not isinstance(optimizer, str):
        if samples is not None:
            raise OptionError(
                f"samples: {optimizer.name} was made already; tell it there, as in OptoPrime(samples={samples})."
            )
        return optimizer
    if recording is not None:
        return replaying(recording)
    if optimizer == "auto":
        optimizer, _ = automatic(task.levels, variables=lambda: program_of(controller).variables)
    return choose(optimizer, {} if samples is None else {"samples": samples})


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
        return None  # made by other means: whoever resumes the run gives it again
    return name if ".py" in name else None
