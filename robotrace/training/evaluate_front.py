"""`evaluate`: the one door to success rates and mean scores, for a robot's task, a data set, or any other problem."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, overload

from robotrace.data import DataProblem
from robotrace.data.problem import of_program, trusted
from robotrace.episodes import Evaluation, Task, program_of
from robotrace.episodes import evaluate as evaluate_task
from robotrace.episodes.episode import Episode
from robotrace.episodes.programs import Programs
from robotrace.episodes.runner import Until
from robotrace.errors import OptionError
from robotrace.opto import Candidate, Outcome, Problem, Program, Split, Words
from robotrace.plugins import place_of
from robotrace.results import Run, RunFolder, read_run
from robotrace.sandbox import modules
from robotrace.text import one_line
from robotrace.training.evaluation import ProblemEvaluation, evaluate_problem
from robotrace.training.general import closing, pool_of
from robotrace.training.subject import may_be_problem, subject_of

GOALS = 50


@overload
def evaluate(
    controller: Programs,
    task: Task,
    *,
    goals: int | None = None,
    split: Split = "heldout",
    until: Until | None = None,
    workers: int | None = 1,
    pool: str | None = None,
    trust: bool = False,
    on_episode: Callable[[Episode], None] | None = None,
) -> Evaluation: ...


@overload
def evaluate(
    controller: Programs | Problem,
    task: Problem | None = None,
    *,
    data: Any = None,
    metric: Callable[[Any, Any], Any] | None = None,
    goals: int | None = None,
    split: Split = "heldout",
    seed: int | None = None,
    workers: int | None = 1,
    pool: str | None = None,
    trust: bool = False,
    on_outcome: Callable[[Outcome], None] | None = None,
) -> ProblemEvaluation: ...


@overload
def evaluate(
    controller: Programs | Problem,
    task: str,
    *,
    goals: int | None = None,
    split: Split = "heldout",
    until: Until | None = None,
    seed: int | None = None,
    workers: int | None = 1,
    pool: str | None = None,
    trust: bool = False,
    on_episode: Callable[[Episode], None] | None = None,
    on_outcome: Callable[[Outcome], None] | None = None,
) -> Any: ...


def evaluate(
    controller: Programs | Problem,
    task: Task | Problem | str | None = None,
    *,
    data: Any = None,
    metric: Callable[[Any, Any], Any] | None = None,
    goals: int | None = None,
    split: Split = "heldout",
    until: Until | None = None,
    seed: int | None = None,
    workers: int | None = 1,
    pool: str | None = None,
    trust: bool = False,
    on_episode: Callable[[Episode], None] | None = None,
    on_outcome: Callable[[Outcome], None] | None = None,
) -> Evaluation | ProblemEvaluation:
    """Try a controller, a program or a candidate on the first cases of a split, untraced.

    As with `train`, there are three kinds: `evaluate(controller, task)`; `evaluate(program, data=rows, metric=metric)`, or with a
    `DataProblem` in the place of the task; and `evaluate(candidate, problem)` for any problem of your own.
    `evaluate(problem)` tries the problem's start.

    Args:
        controller: A function, an object that can be called, a policy's name or path, a program, a candidate, a run or its folder.
            A problem of your own has candidates alone: give one of its own, or a run. On a robot's task a function is run as it is
            with one worker; at the end it is seen whether the controller does the same again.
        task: A robot's task or the name of one; a problem, or where one is in a file, "./mine.py:problem".
        data: Rows, as for `train`, of which the same ones are held out with the same seed.
        metric: As for `train`.
        goals: The number of cases, from the first on; by default 50 goals of a robot's task, of a problem all there are.
        split: The split of the cases; "heldout" for those that training never saw.
        until: Whether to stop a robot's episode at its first "success", which is the default, or go on to the "horizon".
        seed: The seed of the goals, where `task` is a name; of the order in which rows are dealt out.
        workers: Processes that try cases side by side, None for one a core; the results are the same with any number.
        pool: What runs the workers: "serial", "processes", "ray", "ray:ADDRESS" or "./mine.py:MyPool"; by default this process
            for one worker, else processes.
        trust: Whether programs run in this process, with all that this user may do, instead of in the sandbox.
        on_episode: Called after each episode of a robot's task, in order.
        on_outcome: Called with each outcome of a problem, in order.

    Returns:
        The success rate with its interval and n; of a problem the mean score with its own too.

    Raises:
        OptionError: There are not that many cases, or an option is not usable or does not fit what is evaluated.
        UnknownNameError: There is no such task, policy or pool.
        ProgramError: A trusted program cannot be loaded.
        PoolError: Worker processes died or failed for a reason that is not the candidate's.
        SandboxUnavailable: No sandboxed process can be started.
        TaskError: The task does not do what every task does.
        ProblemError: The problem does not do what every problem does.
    """
    subject, made = _kinds(controller, task, data, metric, seed)
    if made is None:
        rows = DataProblem(subject, data, metric, seed=seed or 0, trust=trust)  # type: ignore[arg-type]  # it is no problem
        made, subject = rows, None
    if not isinstance(made, Problem):
        if on_outcome is not None:
            raise OptionError("on_outcome goes with a problem: with a robot's task give on_episode.")
        return evaluate_task(
            subject,
            made,
            goals=GOALS if goals is None else goals,
            split=split,
            until=until or "success",
            seed=seed,
            workers=workers,
            pool=pool,
            trust=trust,
            on_episode=on_episode,
        )
    for name, value in (("until", until), ("on_episode", on_episode)):
        if value is not None:
            raise OptionError(
                f"{name} goes with a robot's task, and {made.name} is a problem: leave it out"
                f"{', or give on_outcome' if name == 'on_episode' else ''}."
            )
    return _on_problem(
        subject, made, cases=goals, split=split, workers=workers, pool=pool, trust=trust, on_outcome=on_outcome
    )


def _kinds(controller: Any, task: Any, data: Any, metric: Any, seed: int | None) -> tuple[Any, Any]:
    """What is evaluated, None for a problem's start, and on what, None for rows.

    Raises:
        OptionError: The arguments do not go together.
    """
    if data is not None or metric is not None:
        if task is not None or _is_problem(controller):
            raise OptionError("data and a task are both given: a program is tried on one or the other.")
        for name, value in (("data", data), ("metric", metric)):
            if value is None:
                raise OptionError(f"{name} is missing: evaluate(program, data=rows, metric=metric) needs both.")
        return controller, None
    if task is None:
        place = place_of(controller) if isinstance(controller, str) else None
        if place is not None and may_be_problem(place):
            found = subject_of(str(controller), seed=seed)
            if isinstance(found, Problem):
                return None, found
        if not _is_problem(controller):
            raise OptionError(
                "Nothing to evaluate on: give a robot's task, evaluate(controller, task), a problem, or rows and a metric, "
                "evaluate(program, data=rows, metric=metric)."
            )
        return None, _seeded(controller, seed)
    if _is_problem(controller):
        raise OptionError(f"{controller.name} is a problem, which has its own cases: leave the task out.")
    if isinstance(task, str) and place_of(task) is not None:
        return controller, subject_of(task, seed=seed)
    return controller, _seeded(task, seed) if _is_problem(task) else task


def _is_problem(given: Any) -> bool:
    return isinstance(given, Problem) and not isinstance(given, type)


def _seeded(problem: Problem, seed: int | None) -> Problem:
    if seed is not None and seed != getattr(problem, "seed", None):
        raise OptionError(f"{problem.name} was made already: give seed={seed!r} there, not here.")
    return problem


def _on_problem(
    subject: Any,
    problem: Problem,
    *,
    cases: int | None,
    split: Split,
    workers: int | None,
    pool: str | None,
    trust: bool,
    on_outcome: Callable[[Outcome], None] | None,
) -> ProblemEvaluation:
    if isinstance(problem, DataProblem):
        problem = trusted(problem) if trust else problem
    elif trust:
        raise OptionError(
            f"trust goes with programs that run in the sandbox, and {problem.name} runs its own: leave it out."
        )
    problem, candidate = candidate_of(subject, problem)
    with ExitStack() as stack:
        stack.callback(closing(problem))
        opened = pool_of(problem, pool=pool, workers=workers)
        if opened is not None:
            stack.enter_context(opened)
        return evaluate_problem(problem, candidate, split=split, cases=cases, pool=opened, on_outcome=on_outcome)


def candidate_of(subject: Any, problem: Problem) -> tuple[Problem, Candidate | None]:
    """The candidate that is meant, None for the start; and the problem, which of rows may be one for another program.

    Raises:
        OptionError: It is no candidate of this problem.
    """
    if subject is None:
        return problem, None
    folder = RunFolder(Path(subject)) if isinstance(subject, str | Path) else None
    run = read_run(folder.path) if folder is not None and folder.path.is_dir() and folder.exists else subject
    if isinstance(run, Run):
        if run.best is None:
            raise OptionError(run.codeless)
        return problem, _known(run.best, problem, f"The run {run.folder.name} trained")
    if isinstance(subject, Candidate):
        return problem, _known(subject, problem, "The candidate has")
    if isinstance(problem, DataProblem):
        program: Program = program_of(subject, has=modules.has)
        values = {variable.name: variable.value for variable in program.variables}
        return of_program(problem, program), Candidate(values, program.text)
    words = Words.of(problem)
    raise OptionError(
        f"{problem.name} is tried with a {words.candidate} of its own, such as problem.candidate(values), a run's best, a run or "
        f"its folder; found {one_line(repr(subject), 80)}."
    )


def _known(candidate: Candidate, problem: Problem, trained: str) -> Candidate:
    known = {variable.name for variable in problem.variables}
    if not known >= set(candidate.values):
        raise OptionError(
            f"{trained} {', '.join(sorted(candidate.values))}, and {problem.name} has {', '.join(sorted(known))}: name the problem "
            "that it belongs to."
        )
    return candidate
