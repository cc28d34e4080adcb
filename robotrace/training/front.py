"""`train`: the one door to training, for a robot's task, a data set, or any other problem."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ParamSpec

from robotrace.data import DataProblem
from robotrace.episodes import Level, Task
from robotrace.episodes.programs import Programs
from robotrace.episodes.runner import Until, check_until
from robotrace.errors import OptionError, UnknownNameError
from robotrace.opto import Optimizer, Problem
from robotrace.results import Run
from robotrace.text import one_line
from robotrace.training.budget import Budget
from robotrace.training.general import train_general
from robotrace.training.plan import Plan
from robotrace.training.recorder import Listener
from robotrace.training.robot import train_task
from robotrace.training.schedule import Search

Given = ParamSpec("Given")


def _named(function: Callable[Given, Run]) -> Callable[Given, Run]:
    """The function, with a line for a keyword that it does not have."""
    known = list(inspect.signature(function).parameters)

    @functools.wraps(function)
    def checked(*args: Given.args, **options: Given.kwargs) -> Run:
        for name in options:
            if name not in known:
                raise UnknownNameError("argument of train", name, known)
        return function(*args, **options)

    return checked


@_named
def train(
    program: Programs | Problem,
    task: Task | str | None = None,
    *,
    data: Any = None,
    metric: Callable[[Any, Any], Any] | None = None,
    split: Sequence[float] | None = None,
    batch: int | None = None,
    retest: int | None = None,
    stages: int | None = None,
    context: str | None = None,
    optimizer: Optimizer | str = "auto",
    feedback: Level | None = None,
    iterations: int = 20,
    goals: int | None = None,
    confirm: int | None = None,
    heldout: int | None = None,
    heldout_curve: bool = False,
    heldout_until: Until = "success",
    samples: int | None = None,
    retries: int = 1,
    search: Search | None = None,
    budget: Budget | None = None,
    seed: int | None = None,
    run: Path | str | None = None,
    resume: bool = False,
    replay: Path | str | None = None,
    trust: bool = False,
    workers: int | None = 1,
    pool: str | None = None,
    on_event: Listener | None = None,
    track: Sequence[str] = (),
) -> Run:
    """Train a program, and try the best one on cases that training never saw.

    Three things can be trained: a controller on a robot's task, `train(controller, task)`; a program on the rows of a data set,
    `train(program, data=rows, metric=metric)`; and any problem of your own, `train(problem)`.

    Args:
        program: A function marked with `bundle(trainable=True)` or one that calls such functions; an object that can be called, as
            a `Module` may be; a program; a run's best candidate; a policy's name or path. Or a `Problem`. What is given is not
            changed: the result is in the run.
        task: A robot's task, or the name of one.
        data: Rows: dicts or objects with the program's arguments by name, tuples (input, ..., expected), or the one input each.
            Only a row's inputs reach the sandbox. What of the user's own the program needs and cannot be written down, such as a
            client, stays in this process and is asked from there; `DataProblem` has the limits of time.
        metric: Called with an output and its row; returns a number (larger is better), a bool (solved or not), words for the
            optimizer, or several of these as a tuple, a mapping or a `Metric`.
        split: (train, validation, held-out) of the rows, as shares or numbers; by default a fifth is held out, and from 20 rows on
            a fifth decides what is better, which no optimizer sees.
        batch: The number of training cases of a round, other ones each round; None for the same in all rounds.
        retest: The number of further training cases on which a candidate that does better has to do better too; by default 20 where
            the score is a return, else none.
        stages: The number of parts of training, each of which plays episodes twice as long as the one before, the last whole ones:
            of 3, a quarter of the horizon at first, then a half. By default 1, all whole. For a robot's task, with `retest`.
        context: What the program is to do, in words, for the optimizer; with data.
        optimizer: An optimizer; the name of one ("induce", "optoprime", "opro", "textgrad", "tune", or what an installed package
            announces); the path of your own, "./mine.py:Mine"; or "auto".
        feedback: "score", "facts" or "hints", for a robot's task; by default what the optimizer declares: "hints" for induce, which
            needs them, "score" for tune, which reads no more, "facts" for most.
        iterations: The largest number of iterations; each asks for one or more proposals.
        goals: The number of training cases to begin with; by default 5, of a data set all.
        confirm: The number of fresh training cases in a row that end training early when all of them are solved; by default 20.
        heldout: The number of held-out cases to test the best candidate on, once, at the end; 0 for none; by default 50, of a data
            set all.
        heldout_curve: Whether to test each new best candidate on them too, for plots; the optimizer does not see the outcomes.
        heldout_until: "success" to end the episodes of that test as those of training end; "horizon" to play them on where they end
            at their first success, so that success at the last step is known too. For a robot's task.
        samples: Proposals a round, each from one more call of the language model, tried side by side; one by default. For an
            optimizer that is chosen by name; another has an option of its own.
        retries: How often a refusal goes back to the language model within its iteration; each time is another call.
        search: "archive" continues from the best candidate so far, "plateau" also from one that is as good and fails otherwise,
            "greedy" from the newest that runs; by default archive for a robot's task, plateau for rows and other problems.
        budget: The caps on calls, tokens, dollars, environment steps and seconds; None for no caps.
        seed: The seed of the goals, where `task` is a name; of the order in which rows are dealt out.
        run: The run's folder; by default a new one under ./results.
        resume: Whether to continue the run in `run`: its recorded answers are used, none is asked for again.
        replay: The folder of another run, whose recorded answers are used: no model, key or network is needed.
        trust: Whether to run every candidate in this process, with all that this user may do, instead of in the sandbox.
        workers: The number of processes that try candidates on several cases side by side; None for one a core. It does not
            change the results. A problem of your own has to be one that another process can make anew: from its file, or of an
            imported class and a state that can be pickled. Rows of a program with live objects are asked from threads.
        pool: What runs the workers: "serial", "processes", "ray", "ray:ADDRESS" or "./mine.py:MyPool"; by default this process
            for one worker, else processes.
        on_event: Called with each event as it is written to the run folder.
        track: Experiment trackers that are told of the run as it goes on, such as ["tensorboard", "wandb:my-project"]: tensorboard,
            trackio, wandb or mlflow, each of an extra of the same name; or "./mine.py:Mine", a class of your own with the members
            of `robotrace.tracking.Tracker`.

    Returns:
        The run, read back from its folder; `.best` is the best candidate, `.heldout` its success on held-out cases.

    Raises:
        OptionError: An option is not usable.
        UnknownNameError: There is no such task, policy or optimizer.
        ModelError: A language model is asked for and not configured.
        ProgramError: The program cannot be made one text, or loaded.
        SandboxUnavailable: No sandboxed process can be started on this machine.
        RunError: The run folder exists already, or cannot be written.
        PoolError: Worker processes died or failed for a reason that is not the controller's.
        ProblemError: A problem of your own does not do what every problem does, such as answer a query.
    """
    plan = Plan(
        optimizer=optimizer,
        iterations=iterations,
        goals=goals,
        confirm=confirm,
        batch=batch,
        retest=retest,
        stages=stages,
        heldout=heldout,
        heldout_curve=heldout_curve,
        heldout_until=heldout_until,
        samples=samples,
        retries=retries,
        search=search,
        budget=budget,
        seed=seed,
        run=run,
        resume=resume,
        replay=replay,
        trust=trust,
        workers=workers,
        pool=pool,
        on_event=on_event,
        track=track,
    )
    check_until(heldout_until, "heldout_until")
    is_problem = isinstance(program, Problem) and not isinstance(program, type)
    _check_kind(
        program, is_problem, task=task, data=data, metric=metric, split=split, context=context, feedback=feedback
    )
    if heldout_until != "success" and task is None:
        raise OptionError("heldout_until goes with a robot's task, whose episodes have a horizon: leave it out.")
    if isinstance(program, Problem) and is_problem:
        if seed is not None and seed != getattr(program, "seed", None):
            raise OptionError(f"{program.name} was made already: give seed={seed!r} there, not here.")
        return train_general(program, plan)
    if data is not None or metric is not None:
        assert metric is not None  # it was checked
        settings = {"split": split, "seed": seed or 0, "context": context, "trust": trust}
        return train_general(DataProblem(program, data, metric, **settings), plan)  # type: ignore[arg-type]
    assert task is not None  # it was checked
    if isinstance(task, list | tuple):
        raise OptionError(
            "task: expected a robot's task or the name of one, found rows: give them as train(program, data=rows, metric=metric)."
        )
    return train_task(program, task, plan, feedback=feedback)  # type: ignore[arg-type]


def _check_kind(program: Any, is_problem: bool, **given: Any) -> None:
    """Refuse arguments that do not go together.

    Raises:
        OptionError: They do not; the line says what to leave out or to add.
    """
    said = {name for name, value in given.items() if value is not None}
    if is_problem:
        if said:
            raise OptionError(
                f"{program.name} is a problem, which has its own cases and oracle: leave {min(said)} out."
            )
        return
    if said & {"data", "metric"}:
        if "task" in said:
            raise OptionError(
                "task and data are both given: a program is trained on a robot's task, or on rows with a metric."
            )
        for needed, other in (("data", "metric"), ("metric", "data")):
            if needed not in said:
                raise OptionError(
                    f"{needed} is missing: {other} needs it, as in train(program, data=rows, metric=metric), where "
                    "metric(output, row) returns a number, a bool, words, or all three."
                )
        if "feedback" in said:
            raise OptionError("feedback is a level of a robot's task: with data, the metric returns the words.")
        return
    if "task" not in said:
        raise OptionError(
            "Nothing to train on: give a robot's task, train(program, task), or rows and a metric, "
            f"train(program, data=rows, metric=metric), or a problem in place of {one_line(repr(program), 80)}."
        )
    if said & {"split", "context"}:
        raise OptionError(f"{min(said & {'split', 'context'})} goes with data: a robot's task has its own.")
