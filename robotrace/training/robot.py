"""Training a controller on a robot's task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace

from robotrace.episodes import Level, RolloutProblem, Task, counted, evaluate, open_pool
from robotrace.episodes.problem import outcome_of
from robotrace.episodes.programs import Programs
from robotrace.episodes.registry import note, recipe_of, task_of
from robotrace.episodes.task import member_of, scored_by
from robotrace.errors import OptionError
from robotrace.opto import ROBOT, Candidate, Case, Declaration, Optimizer, Outcome
from robotrace.results import Run
from robotrace.sandbox import Sandbox
from robotrace.training.budget import Budget
from robotrace.training.machine import machine
from robotrace.training.origin import origin_of
from robotrace.training.plan import GOALS, HELDOUT, Plan
from robotrace.training.run import train_problem
from robotrace.training.schedule import Schedule
from robotrace.training.start import search_options, trainable

RETURNS = 10
"""Training goals to begin with where the score is a return, which varies more than success does."""
AGAIN = 20
"""Goals that a controller with a better return is tried on again."""


def train_task(controller: Programs, task: Task | str, plan: Plan, *, feedback: Level | None = None) -> Run:
    """Train a controller on a task; arguments and errors are those of `train`."""
    task = task_of(task, plan.seed)
    program, recording = trainable(controller), plan.recording()
    chosen = plan.chosen(
        recording,
        task.levels,
        lambda: program.variables,
        ROBOT,
        begun=lambda name: search_options(task, controller, name),
    )
    said = Declaration.of(chosen)
    if said.needs_camera and getattr(task, "camera", None) is None:
        raise OptionError(f"{task.name} has no camera: {chosen.name} can be shown no pictures of it. Leave vision out.")
    level: Level = feedback or said.feedback  # type: ignore[assignment]  # another word is refused by the problem
    other = learnt_on(task, chosen)
    learnt, kinds = other or task, len(getattr(task, "members", ("",)))
    with ExitStack() as stack:
        opened = open_pool(
            learnt,
            pool=plan.pool,
            workers=plan.workers,
            level=level,
            trust=plan.trust,
            answer=lambda *played: problem.answer(*played),  # noqa: PLW0108 - it is made while the workers start
        )
        if opened is not None:
            stack.enter_context(opened).begin(plan.batch or plan.goals or GOALS * kinds)
        sandbox = None if plan.trust else stack.enter_context(Sandbox())
        problem = RolloutProblem(program, learnt, level=level, sandbox=sandbox, pooled=opened is not None)

        def carry(text: str) -> str:
            carried: str = text if other is None else task.carried(text, other.options)  # type: ignore[attr-defined]
            return carried

        def test(candidate: Candidate, cases: Sequence[Case]) -> Iterator[Outcome]:
            """On held-out goals of the task itself, as far as its user wants them played."""
            text = carry(candidate.text)
            found = evaluate(
                Candidate({}, text),
                task,
                goals=len(cases),
                until=plan.heldout_until,
                workers=plan.workers,
                pool=plan.pool,
                trust=plan.trust,
            )
            return (outcome_of(it, doubt=found.doubt, member=member_of(task, it.case)) for it in found.episodes)

        settings = {
            "seed": task.seed,
            "control": task.control,
            "horizon": task.horizon,
            "success": counted(task),
            "heldout_until": plan.heldout_until,
            **({"scored": "return"} if scored_by(task) == "return" else {}),
            "options": dict(task.options),
            **({} if other is None else {"learnt_on": dict(other.options)}),
            "replays": None if recording is None else recording.folder.name,
            "made_from": origin_of(task),
            "machine": machine(),
            "controller": problem.program.text,
            "sandbox": sandbox.level if sandbox is not None else "none: trusted",
        }
        return train_problem(
            problem,
            chosen,
            schedule=_schedule(plan, problem, kinds),
            budget=plan.budget or Budget(),
            heldout=plan.heldout_of(problem, most=HELDOUT * kinds),
            heldout_curve=plan.heldout_curve,
            feedback=level,
            settings=settings,
            run=plan.run,
            resume=plan.resume,
            replay=recording,
            pool=opened,
            on_event=plan.on_event,
            track=plan.track,
            finish=lambda candidate, about: f"# {about}\n{carry(problem.program.exported(candidate.values))}",
            test=None if other is None and plan.heldout_until == "success" else test,
        )


def _schedule(plan: Plan, problem: RolloutProblem, kinds: int) -> Schedule:
    again = again_of(problem.task)
    return plan.schedule(problem, goals=RETURNS if again else GOALS, kinds=kinds, retest=again * kinds)


def again_of(task: Task) -> int:
    """How many goals of a task a better controller is tried on again, where nobody says."""
    return AGAIN if scored_by(task) == "return" else 0


def learnt_on(task: Task, optimizer: Optimizer) -> Task | None:
    """The other task that an optimizer learns on, where a task's own actions are none that it can fit; None for the task itself."""
    if not hasattr(task, "learnt_on") or not Declaration.of(optimizer).needs_places:
        return None
    other: Task = task.learnt_on()
    if other is task:
        return None
    with suppress(OptionError):  # one that cannot be made anew needs one worker, and says so
        note(other, replace(recipe_of(task), options=dict(other.options)))
    return other
