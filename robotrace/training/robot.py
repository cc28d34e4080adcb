"""Training a controller on a robot's task."""

from __future__ import annotations

from contextlib import ExitStack

from robotrace.episodes import Level, RolloutProblem, Task, counted, open_pool
from robotrace.episodes.programs import Programs
from robotrace.episodes.registry import task_of
from robotrace.errors import OptionError
from robotrace.opto import ROBOT, Declaration
from robotrace.results import Run
from robotrace.sandbox import Sandbox
from robotrace.training.budget import Budget
from robotrace.training.machine import machine
from robotrace.training.origin import origin_of
from robotrace.training.plan import GOALS, Plan
from robotrace.training.run import train_problem
from robotrace.training.start import trainable


def train_task(controller: Programs, task: Task | str, plan: Plan, *, feedback: Level | None = None) -> Run:
    """Train a controller on a task; arguments and errors are those of `train`."""
    task = task_of(task, plan.seed)
    program, recording = trainable(controller), plan.recording()
    chosen = plan.chosen(recording, task.levels, lambda: program.variables, ROBOT)
    said = Declaration.of(chosen)
    if said.needs_camera and getattr(task, "camera", None) is None:
        raise OptionError(f"{task.name} has no camera: {chosen.name} can be shown no pictures of it. Leave vision out.")
    level: Level = feedback or said.feedback  # type: ignore[assignment]  # another word is refused by the problem
    with ExitStack() as stack:
        opened = open_pool(
            task,
            pool=plan.pool,
            workers=plan.workers,
            level=level,
            trust=plan.trust,
            answer=lambda *played: problem.answer(*played),  # noqa: PLW0108 - it is made while the workers start
        )
        if opened is not None:
            stack.enter_context(opened).begin(plan.batch or plan.goals or GOALS)
        sandbox = None if plan.trust else stack.enter_context(Sandbox())
        problem = RolloutProblem(program, task, level=level, sandbox=sandbox)
        settings = {
            "seed": task.seed,
            "control": task.control,
            "horizon": task.horizon,
            "success": counted(task),
            "options": dict(task.options),
            "replays": None if recording is None else recording.folder.name,
            "made_from": origin_of(task),
            "machine": machine(),
            "controller": problem.program.text,
            "sandbox": sandbox.level if sandbox is not None else "none: trusted",
        }
        return train_problem(
            problem,
            chosen,
            schedule=plan.schedule(problem),
            budget=plan.budget or Budget(),
            heldout=plan.heldout_of(problem),
            heldout_curve=plan.heldout_curve,
            feedback=level,
            settings=settings,
            run=plan.run,
            resume=plan.resume,
            replay=recording,
            pool=opened,
            on_event=plan.on_event,
            finish=lambda candidate, about: f"# {about}\n{problem.program.exported(candidate.values)}",
        )
