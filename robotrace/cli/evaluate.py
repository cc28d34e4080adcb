"""`robotrace eval`."""

from __future__ import annotations

import shlex
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from robotrace.baselines.names import ABOUT as BASELINES
from robotrace.cli.doubts import control_notes, overlap_with_training
from robotrace.cli.options import (
    OUTPUT,
    Control,
    EnvKwargs,
    Goal,
    GoalSeed,
    GoalSplit,
    Hold,
    Horizon,
    Json,
    Pool,
    Quiet,
    Ray,
    StepSeconds,
    Student,
    Success,
    Trust,
    Workers,
    first,
    given,
    of_task,
)
from robotrace.cli.output import errors, note, print_json, print_rich
from robotrace.cli.recorded import data_notes, recorded_subject
from robotrace.cli.subject import explain_command, run_of, task_for
from robotrace.errors import OptionError, RunError, UnknownNameError
from robotrace.opto import ROBOT, Problem, Split
from robotrace.plugins import place_of
from robotrace.results import Run
from robotrace.show import console as show
from robotrace.show.machine import evaluation_json
from robotrace.show.progress import counting

if TYPE_CHECKING:
    from robotrace.episodes import Evaluation, Task

SPLITS = ("heldout", "train", "validation")
FILMS = 10
"""Episodes that are filmed at most."""


def evaluate(
    policy: Annotated[
        str,
        typer.Argument(
            metavar="POLICY_OR_RUN",
            help="A bundled controller, ./file.py:function, a run folder, or a problem: ./file.py:problem.",
        ),
    ],
    *,
    task: Annotated[
        str | None, typer.Option(help="A task's name, or a problem, ./file.py:problem. Default: the run's.")
    ] = None,
    goals: Annotated[
        int | None, typer.Option(help="How many goals, from the first on. Default: 50; of a problem all its cases.")
    ] = None,
    seed: GoalSeed = None,
    split: GoalSplit = "heldout",
    control: Control = None,
    hold: Hold = None,
    horizon: Horizon = None,
    success: Success = None,
    goal: Goal = None,
    env_kwargs: EnvKwargs = None,
    step_seconds: StepSeconds = None,
    student: Student = None,
    trust: Trust = False,
    workers: Workers = None,
    pool: Pool = None,
    ray: Ray = None,
    video: Annotated[
        Path | None,
        typer.Option(
            rich_help_panel=OUTPUT,
            metavar="FOLDER",
            help=f"Film the first {FILMS} episodes into this folder, those that failed first. Others: robotrace video.",
        ),
    ] = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Measure a success rate, with its 95 % interval, and list what fails: a controller on goals, or a problem's candidate.

    Episodes go on to the horizon, so that success at the last step is known too.

    \b
      robotrace eval results/push                                    a run's best controller
      robotrace eval pick_place --task pick-place-v3 --seed 7   a bundled one, on other goals
      robotrace eval ./mine.py --task reach-v3 --control raw         your own, in Meta-World's protocol
      robotrace eval results/solve-001 --task ./mine.py:problem      a run of a problem of yours, on its held-out cases
      robotrace eval density --task battleship/player                a bundled rule for a problem, or a file: ./mine.py
    """
    from robotrace.episodes import evaluate as measure
    from robotrace.episodes import find_controller, policy_names
    from robotrace.episodes.programs import program_for

    if split not in SPLITS:
        raise UnknownNameError("split", split, SPLITS)
    before = run_of(policy)
    if before is None and policy in BASELINES and policy not in policy_names():
        raise OptionError(f"{policy} is no controller but a baseline: robotrace baseline {policy} {task or 'TASK'}")
    told = given(control=control, hold=hold, horizon=horizon, success=success, goal=goal)
    problem = _problem(policy, task, before, seed, **given(student=student))
    if problem is not None:
        refused = {**told, **given(video=video), **({"env-kwargs": env_kwargs} if env_kwargs else {})}
        if refused:
            raise OptionError(f"--{min(refused)} goes with a robot's task; {problem.name} is a problem.")
        _evaluate_problem(
            problem,
            policy,
            before,
            starts=task is None,
            cases=goals,
            split=cast(Split, split),
            trust=trust,
            workers=workers,
            pool=first(pool, ray),
            quiet=quiet,
            as_json=as_json,
        )
        return
    if student is not None:
        raise OptionError("--student goes with the problems of prompts/; this is a robot's task.")
    if split == "validation":
        raise OptionError("--split validation: a robot's task has train and heldout.")
    made = task_for(
        policy,
        before,
        task,
        command="eval",
        seed=seed,
        step_seconds=step_seconds,
        **of_task(told, env_kwargs),
    )
    goals = first(goals, min(50 * len(getattr(made, "members", ("",))), made.goals(cast(Split, split))))
    controller = program_for(before, made) if before else find_controller(policy)
    with counting(errors(quiet), f"{made.name}, {split} goals", goals) as count:
        result = measure(
            controller,
            made,
            goals=goals,
            split=cast(Split, split),
            until="horizon",
            workers=workers,
            pool=first(pool, ray),
            trust=trust,
            on_episode=count,
        )
    misses = [show.Miss(episode.case.index, show.reason(episode)) for episode in result.episodes if _is_missed(episode)]
    overlap = overlap_with_training(
        made, before.config.get("seed") if before and made.name == before.task else None, split, goals
    )
    doubts = (*control_notes(made, before, policy), *overlap.notes, *result.notes)
    subject = show.Subject(policy, doubts, overlap.seen, before)
    if as_json:
        print_json(evaluation_json(result, made, subject, misses))
    else:
        print_rich(show.evaluation(result, made, subject, misses))
    if video is not None:
        _film(result, made, controller.text, video, trust=trust)
    if misses and not as_json:
        note(explain_command(policy, made, misses[0].goal, split, task, env_kwargs=env_kwargs), quiet)
    if before is not None and not as_json:
        note(f"the run as a page: {show.report_command(before)}", quiet)


def _film(result: Evaluation, task: Task, text: str, folder: Path, *, trust: bool) -> None:
    """The first episodes as films, those that failed before the others."""
    from robotrace.playback.lines import lines_of
    from robotrace.playback.video import film
    from robotrace.sandbox import Sandbox

    chosen = sorted(result.episodes, key=lambda episode: episode.success)[:FILMS]
    with nullcontext() if trust else Sandbox() as sandbox:
        for episode in chosen:
            name = f"goal-{episode.case.index:03d}-{'solved' if episode.success else 'failed'}.mp4"
            note(str(film(episode, task, lines_of(episode, text, sandbox=sandbox), folder / name)))


def _problem(policy: str, task: str | None, before: Run | None, seed: int | None, **options: str) -> Problem | None:
    """The problem that is evaluated on; None where it is a robot's task.

    Raises:
        RunError: A run names a file of Python, and the user does not.
        OptionError: The run is of a problem that has to be named, or would be dealt out anew.
    """
    from robotrace.episodes.families import problems_named
    from robotrace.training.subject import may_be_problem, subject_of

    name = task if task is not None else policy
    if task is None and before is not None:
        if before.words == ROBOT:
            return None
        name = recorded_subject(before, f"robotrace eval {shlex.quote(policy)} --task {{}}")
    place = place_of(name)
    if before is not None and before.words == ROBOT:
        return None
    if not problems_named(name) if place is None else task is None and before is None and not may_be_problem(place):
        return None
    trained = before.config.get("seed") if before else None
    if before is not None and seed is not None and seed != trained:
        raise OptionError(
            f"--seed {seed} would deal the {before.words.cases} out anew, and some held-out ones would be those that the run was "
            "trained on: leave it out."
        )
    made = subject_of(name, seed=seed, recorded=trained, **options)
    return made if isinstance(made, Problem) else None


def _evaluate_problem(
    problem: Problem,
    subject: str,
    before: Run | None,
    *,
    starts: bool,
    cases: int | None,
    split: Split,
    trust: bool,
    workers: int | None,
    pool: str | None,
    quiet: bool,
    as_json: bool,
) -> None:
    from robotrace.data import DataProblem
    from robotrace.show.outcomes import problem_evaluation, problem_evaluation_json
    from robotrace.training import evaluate
    from robotrace.training.evaluation import SPLITS as NAMES
    from robotrace.training.policy import policy_of

    if before is not None and before.best is None:
        raise RunError(before.codeless)
    if trust and not isinstance(problem, DataProblem):
        raise OptionError(f"--trust goes with programs that run in the sandbox; {problem.name} runs its own.")
    available = len(problem.cases(split)) if cases is None else cases
    words = getattr(problem, "words", None)
    title = f"{problem.name}, {NAMES[split]} {'cases' if words is None else words.cases}"
    tried = before if before is not None else None if starts else policy_of(subject, problem)
    with counting(errors(quiet), title, available) as count:
        found = evaluate(
            problem if tried is None else tried,
            None if tried is None else problem,
            goals=cases,
            split=split,
            trust=trust,
            workers=workers,
            pool=pool,
            on_outcome=count,
        )
    notes = data_notes(problem, before)
    if as_json:
        print_json(problem_evaluation_json(found, subject, notes, before))
    else:
        print_rich(problem_evaluation(found, subject, notes))


def _is_missed(episode: Any) -> bool:
    """Whether a goal is told of by itself: not solved, or where nothing can be, one that the controller failed on."""
    return not episode.success and (episode.solvable or episode.failure is not None)
