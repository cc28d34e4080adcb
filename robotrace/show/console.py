"""What the command line shows, as rich renderables and plain lines; nothing is printed here."""

from __future__ import annotations

import math
import shlex
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from robotrace.episodes.families import problems_named
from robotrace.opto import METERS, ROBOT, Status, Words
from robotrace.results import Rate, Run
from robotrace.results.events import id_of
from robotrace.show.curves import COUNTED, feedback_words, goal_words, model_words, success_words
from robotrace.text import one_line

if TYPE_CHECKING:
    from robotrace.episodes import Evaluation, Task

SHORT = 40  # lines of code that a card shows without being asked
STYLES = {"start": "cyan", "accepted": "bold green", "taken": "yellow", "refused": "dim"}


class Subject(NamedTuple):
    """What was evaluated, and what qualifies its figures.

    Attributes:
        policy: The controller, as it was asked for.
        notes: The reasons to doubt the figures, a sentence each.
        seen: The number of goals that are training goals of the controller's run.
        run: The run that the controller is from; None where it is from none.
    """

    policy: str
    notes: tuple[str, ...] = ()
    seen: int = 0
    run: Run | None = None


class Miss(NamedTuple):
    """A goal that was not solved, and why."""

    goal: int
    reason: str


def iteration_line(event: Mapping[str, Any], words: Words = ROBOT) -> Text:
    """A trial as one line: iteration, verdict, training goals solved, seconds, and the reason."""
    successes, n = sum(outcome["success"] for outcome in event["outcomes"]), len(event["outcomes"])
    details = [one.get("detail", {}) for one in event["outcomes"]]
    verdict, returns = event["verdict"], any(one.get("scored") == "return" for one in details)
    unanswered = event.get("status") == Status.NO_ANSWER
    # Why a model was not reached is worth more than one line.
    line = Text(f"{id_of(event)!s:>4}  ", no_wrap=not unanswered)
    line.append(f"{verdict:<9}", style=STYLES.get(verdict, ""))
    if not n or any(one.get("solvable", True) for one in details):
        line.append(f"{f'{successes}/{n}' if n else '-':>7} {words.cases} ")
    if words != ROBOT or returns:
        scores = [float(one["score"]) for one in event["outcomes"] if one.get("score") is not None]
        told = f"{'return' if returns else 'score'} {math.fsum(scores) / len(scores):.4g}" if scores else ""
        line.append(f"{told:<14} ")
    line.append(f"{event['ledger']['seconds']:>7.1f} s  ")
    failures = [outcome["failure"] for outcome in event["outcomes"] if outcome["failure"]]
    why = failures[0] if failures else event["why"]
    line.append(why if unanswered else textwrap.shorten(why, 90, placeholder=" ..."), style="dim")
    return line


def fresh_line(event: Mapping[str, Any], words: Words = ROBOT) -> Text:
    """A test on fresh training goals as one line."""
    outcomes, n = event["outcomes"], len(event["outcomes"])
    details = [one.get("detail", {}) for one in outcomes]
    solvable = any(one.get("solvable", True) for one in details)
    solved = f"{sum(one['success'] for one in outcomes)}/{n}" if solvable else str(n)
    returns = [float(one["score"]) for one, detail in zip(outcomes, details, strict=True) if _is_return(one, detail)]
    score = f"  return {math.fsum(returns) / len(returns):.4g}" if returns else ""
    return Text(f"{'':6}{'fresh':<9}{solved:>7} {words.cases}{score}", style="dim", no_wrap=True)


def _is_return(outcome: Mapping[str, Any], detail: Mapping[str, Any]) -> bool:
    return detail.get("scored") == "return" and outcome.get("score") is not None


def doing(event: Mapping[str, Any], optimizer: str, words: Words = ROBOT) -> str | None:
    """What a run does after an event, in words; None where the event does not show it."""
    iteration = event.get("iteration", 0)
    match event["event"]:
        case "start":
            return f"trying the starting {words.candidate} on training {words.cases}"
        case "proposal":
            return f"iteration {iteration}: trying the proposal on training {words.cases}"
        case "trial" | "fresh":
            return f"iteration {iteration + 1}: {optimizer} is at work"
        case "query":
            split = "held-out" if event["split"] == "heldout" else "training"
            return f"{event['done']} of {event['of']} {split} {words.cases} tried"
    return None


def card(run: Run, files: Sequence[str] = ()) -> RenderableType:
    """How a run was trained and how well, with everything that the figures depend on.

    Args:
        run: The run, finished or not.
        files: The paths of further files to name.
    """
    grid = grid_of()
    if not run.is_scored:
        grid.add_row("held-out", rate_of(run.heldout, f"{run.words.cases} that training never saw"))
    if run.heldout_by_task:
        grid.add_row("by task", rates_table(run.heldout_by_task))
    learns = run.baseline is None or len(run.entries) > 1
    if not run.is_scored:
        grid.add_row(
            "training", rate_of(run.train, f"{run.words.cases} that it was {'trained' if learns else 'measured'} on")
        )
    scores = [f"{split} {score:.4g}" for split, score in run.scores.items() if score is not None]
    if scores and run.words == ROBOT and run.score_words:
        told = (f"{split} {mean}" for split, mean in run.returns.items() if mean.n)
        grid.add_row(run.score_words, Text("\n".join(told)))
    elif scores and run.words != ROBOT:
        grid.add_row("mean score", Text(", ".join(scores)))
    if run.baseline is not None:
        grid.add_row("baseline", Text(f"{run.optimizer}: {one_line(run.baseline)}"))
    else:
        grid.add_row("trained by", Text(trained_by(run)))
    if settings := settings_of(run):
        grid.add_row("setting", Text(" · ".join(settings)))
    grid.add_row("used", Text(used(run)))
    grid.add_row("ended", Text(run.reason or "not yet: it can be resumed"))
    kept = [str(path) for path in (run.folder.best, run.folder.model) if path.exists()]
    if written := [*kept, *files]:
        grid.add_row("written", Text("\n".join(written), overflow="fold"))
    return Panel(grid, title=Text(run.task, style="bold"), title_align="left", expand=False, padding=(0, 1))


def trained_by(run: Run) -> str:
    """The optimizer, what it was told, and which language model it asked."""
    told = filter(None, (feedback_words(run.feedback), model_words(run.config.get("model"))))
    return f"{run.optimizer}: {', '.join(told)}"


def settings_of(run: Run) -> list[str]:
    """What a run's figures hold for: control, success, goals, horizon, seed."""
    settings = [f"{run.config['control']} control"] if "control" in run.config else []
    settings += [success_words(str(run.config.get("success", "any")))] if settings and not run.is_scored else []
    settings += filter(None, [goal_words(run.config)])
    return settings + [f"{name} {run.config[name]}" for name in ("horizon", "seed") if name in run.config]


def used(run: Run) -> str:
    """What a run took; what is spent on a language model's answers only where one was asked."""
    figures = run.ledger.figures
    asked = [meter for meter in METERS if meter.heading and (run.ledger.calls or not meter.answers)]
    shown = [meter for meter in asked if figures[meter.name] or not meter.rare]
    return " · ".join(
        [_count(run.iterations, "iteration"), *(meter.phrase(figures[meter.name], run.words) for meter in shown)]
    )


def code(text: str) -> RenderableType:
    """A controller's code, to be printed without wrapping."""
    lines = Syntax("", "python", theme="ansi_dark", background_color="default").highlight(text)
    lines.rstrip()
    return lines


def is_short(text: str) -> bool:
    """Whether code is shown without being asked for."""
    return len(text.splitlines()) <= SHORT


def next_steps(run: Run) -> str:
    """Commands that a reader of a card may want next."""
    path, named = shlex.quote(str(run.folder.path)), run.config.get("made_from")
    again = f"robotrace eval {path}" + (f" --task {shlex.quote(str(named))}" if named else "")
    if run.words != ROBOT:
        again += "" if named or problems_named(run.task) else " --task ./FILE.py:NAME"
        tested = any(measured.kind == "heldout" for measured in run.measurements)
        again += f"   # on its held-out {run.words.cases}" if tested else " --split train"
        return f"\n{again}\nrobotrace plot {path}"
    return (
        f"\n{again} --seed {(run.config.get('seed') or 0) + 1000}   # on other goals"
        f"\nrobotrace plot {path} --x env_steps"
        f"\n{report_command(run)}   # the robot beside its code, every candidate"
    )


def report_command(run: Run) -> str:
    """The command that shows a robot's run as a page; a task from a file is named, as it has to be by the user."""
    named = run.config.get("made_from")
    return f"robotrace report {shlex.quote(str(run.folder.path))}" + (
        f" --task {shlex.quote(str(named))}" if named else ""
    )


def evaluation(result: Evaluation, task: Task, subject: Subject, misses: Sequence[Miss]) -> RenderableType:
    """An evaluation: how well it went, under which settings, and which goals failed.

    Args:
        result: The evaluation, as it was measured.
        task: The task of the evaluation.
        subject: What was evaluated.
        misses: The goals that were not solved.
    """
    held_out = result.split == "heldout" and not subject.seen
    goals = f"{len(result.episodes)} {'held-out' if held_out else 'training'} goals, seed {task.seed}"
    grid = grid_of()
    rates = {"any": result.success_at_any, "last": result.success_at_end}
    if result.solvable:
        grid.add_row("success", rate_of(rates.pop(result.counted), COUNTED[result.counted]))
        for other, rate in rates.items() if not result.scored else ():
            grid.add_row(COUNTED[other], rate_of(rate))
    if result.by_task:
        grid.add_row("by task", rates_table(result.by_task))
    grid.add_row("controller", Text(subject.policy, overflow="fold"))
    grid.add_row("task", Text(f"{task.name}: {goals}"))
    grid.add_row("control", Text(f"{task.control}, horizon {task.horizon}"))
    if hidden := goal_words({"options": task.options}):
        grid.add_row("goals", Text(hidden))
    grid.add_row("mean return", str(result.returns) if result.scored else f"{result.return_mean:.4g}")
    for note in subject.notes:
        grid.add_row("note", Text(note, style="yellow"))
    if not misses:
        return grid
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("failed goals")
    table.add_column("why")
    for why in dict.fromkeys(miss.reason for miss in misses):
        table.add_row(ranges([miss.goal for miss in misses if miss.reason == why]), Text(why))
    return Group(grid, Text(), table)


def ranges(numbers: Sequence[int]) -> str:
    """Rising numbers in few words: 0-2, 5."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def reason(episode: Any) -> str:
    """Why an episode was not solved, in one line."""
    failure = episode.failure
    if failure is None:
        lost = ", solved earlier and lost" if episode.success_at_any else ""
        return f"not solved {'at the end of' if lost else 'within'} {len(episode)} actions{lost}"
    words = " ".join(failure.message.split())
    line = "" if failure.line is None or f"line {failure.line}" in words else f", line {failure.line}"
    return f"{failure.kind} at t={failure.timestep}{line}: {words}"


def grid_of() -> Table:
    """Names on the left, figures on the right."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    return grid


def rates_table(rates: Mapping[str, Rate]) -> Table:
    """A rate a line, by name."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for name, rate in rates.items():
        table.add_row(Text(name), rate_of(rate))
    return table


def rate_of(rate: Rate, words: str = "") -> Text:
    """A rate, and what it is of."""
    text = Text(str(rate), style="bold" if rate.n else "dim")
    return text.append(f"  {words}", style="not bold dim") if rate.n and words else text


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
