"""Whether a controller fits its task: it is loaded in the sandbox and played on the first goals."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import nullcontext

from robotrace.episodes import Episode, Programs, Task, program_of
from robotrace.episodes.attempt import attempt
from robotrace.episodes.guards import first_acted, not_reproducible_afresh
from robotrace.episodes.registry import task_of
from robotrace.errors import OptionError, ProgramError, UnknownNameError
from robotrace.opto import ENTRY, Case, Program
from robotrace.opto.mistake import Mistake
from robotrace.sandbox import Sandbox
from robotrace.testing.findings import Findings
from robotrace.testing.report import Report

SLOW = 0.05  # seconds of an action from which on they are pointed out
MANY = 0.5  # of the actions that are clipped, from which on it is pointed out


def examine_controller(controller: Programs, task: Task | str, *, goals: int = 3, trust: bool = False) -> Report:
    """Look at a controller for mistakes: some episodes are played, on training goals.

    Args:
        controller: A function, a program, or a policy's name or path, as `rollout` takes it.
        task: A task, or the name of one.
        goals: The number of goals, from the first on.
        trust: Run it in this process, with all that this user may do, instead of in the sandbox.

    Returns:
        What was looked at, and what is wrong.

    Raises:
        TaskError: The task does not do what every task does.
        SandboxUnavailable: No sandboxed process can be started.
    """
    task = task_of(task)
    name = controller if isinstance(controller, str) else getattr(controller, "__name__", type(controller).__name__)
    findings = Findings("controller", name, controller, seconds=None)
    with findings.looking("that it is one text"):
        program = _program(findings, controller)
        if program is not None:
            _play(findings, program, task, min(goals, task.goals("train")), trust)
    return findings.report()


def check_controller(controller: Programs, task: Task | str, *, goals: int = 3, trust: bool = False) -> None:
    """Insist on a controller that fits its task.

    Args:
        controller: A function, a program, or a policy's name or path, as `rollout` takes it.
        task: A task, or the name of one.
        goals: The number of goals that it is played on, from the first on.
        trust: Run it in this process, with all that this user may do, instead of in the sandbox.

    Raises:
        CheckError: It has mistakes; all are listed, one a line.
        TaskError: The task does not do what every task does.
        SandboxUnavailable: No sandboxed process can be started.
    """
    examine_controller(controller, task, goals=goals, trust=trust).require()


def _program(findings: Findings, controller: Programs) -> Program | None:
    try:
        return program_of(controller)
    except (ProgramError, OptionError, UnknownNameError) as error:
        findings.add("source", "a controller as one text", str(error), "Put all that it needs into one file.")
        return None


def _play(findings: Findings, program: Program, task: Task, goals: int, trust: bool) -> None:
    findings.keep(_unknown_fields(findings.culprit, program, task))
    with nullcontext() if trust else Sandbox() as sandbox:
        try:
            played = [
                attempt(program.text, task, Case("train", goal), sandbox=sandbox, traced=False) for goal in range(goals)
            ]
        except ProgramError as error:  # of a trusted one
            findings.add("load", "a program that can be loaded", str(error), "Mend that line.")
            return
    findings.checked.append(f"episodes on training goals 0 to {goals - 1} of {task.name}")
    for episode in played:
        _failure(findings, episode)
    _notes(findings, played)
    acted = first_acted(played)
    if acted is not None:
        findings.checked.append("the same actions for the same observations")
        with nullcontext() if trust else Sandbox(remember=False) as sandbox:
            doubt = not_reproducible_afresh(program.text, acted, sandbox=sandbox)
        if doubt:
            remedy = "Depend on the observation and on `memory` alone."
            findings.add(ENTRY, "the same action for the same observation", doubt, remedy)


def _failure(findings: Findings, episode: Episode) -> None:
    failure = episode.failure
    if failure is not None:
        found = f"{failure.kind} at t={failure.timestep}, goal {episode.case.index}: {failure.message}"
        findings.add(ENTRY, "an action for every observation", found, "Mend that line.")


def _notes(findings: Findings, played: list[Episode]) -> None:
    actions = sum(len(episode) for episode in played)
    if not actions:
        return
    seconds = sum(episode.policy_seconds for episode in played) / actions
    solved = sum(episode.success for episode in played)
    findings.notes.append(f"An action takes {1000 * seconds:.2g} ms; solved {solved} of {len(played)} goals.")
    clipped = sum(int(episode.saturated.sum()) for episode in played) / actions
    if clipped >= MANY:
        findings.notes.append(f"{clipped:.0%} of the actions were clipped to the task's bounds.")


def _unknown_fields(culprit: str, program: Program, task: Task) -> Iterator[Mistake]:
    """Names by which the entry asks its observation, and which no field has."""
    known = [field.name for field in task.fields]
    for line, name in _asked(ast.parse(program.text)):
        if name not in known:
            found, remedy = f"{name!r} in line {line}", str(UnknownNameError("field", name, known))
            yield Mistake(culprit, ENTRY, f"fields of {task.name}", found, remedy)


def _asked(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for function in tree.body:
        if isinstance(function, ast.FunctionDef) and function.name == ENTRY and function.args.args:
            observation = function.args.args[0].arg
            for part in ast.walk(function):
                match part:
                    case ast.Subscript(value=ast.Name(id=asked), slice=ast.Constant(value=str(name))):
                        if asked == observation:
                            yield part.lineno, name
