"""What the figures of a suite hold for, in words: everything that a success rate means nothing without."""

from __future__ import annotations

from collections.abc import Iterable

from robotrace.results.suites.plan import UNNAMED, short_name
from robotrace.results.suites.reader import SuiteResults
from robotrace.show.curves import COUNTED, feedback_words, goal_words, model_words, success_words
from robotrace.text import one_line

ROLES = {"": "all tasks", "train": "train class", "test": "test class"}
ANY_STEP, LAST_STEP = COUNTED["any"], COUNTED["last"]
STEPS_NOTE = "At any step: solved at some step of the episode, as Meta-World counts; at the last step: still solved at the horizon"
_MOST = 300


def title(results: SuiteResults) -> str:
    """The suite and its size."""
    plan = results.plan
    size = f"{count(len(plan.members), 'task')}, {count(len(plan.seeds), 'seed')}"
    return size if plan.name == UNNAMED else f"{plan.name}: {size}"


def setting(results: SuiteResults) -> str:
    """Tasks, seeds, control, horizon, goals, feedback and models of all runs that have finished."""
    plan, runs = results.plan, results.runs
    seeds = "seed" if len(plan.seeds) == 1 else "seeds"
    size = f"{count(len(plan.members), 'task')}, {seeds} {_listed(map(str, plan.seeds))}"
    goals = _listed(str(run.heldout.n) for run in runs)
    parts = [
        size if plan.name == UNNAMED else f"{plan.name}: {size}",
        _listed(f"{run.config['control']} control" for run in runs if run.config.get("control")),
        " / ".join(dict.fromkeys(f"horizon {run.config['horizon']}" for run in runs if run.config.get("horizon"))),
        _listed(
            f"trained for {success_words(run.config.get('success', 'any'))}"
            for run in runs
            if run.config.get("control")
        ),
        *dict.fromkeys(filter(None, (goal_words(run.config) for run in runs))),
        f"{goals} held-out goals a run" if goals else "",
        *(f"{name}: {words}" for name, words in _methods(results).items()),
    ]
    unfinished = len(results.rows) - len(results.finished)
    missing = f" {unfinished} of {len(results.rows)} runs have not finished." if unfinished else ""
    return f"{' · '.join(filter(None, parts))}.{missing}"


def task_name(name: str, results: SuiteResults) -> str:
    """A task's name without its family, where all are of one."""
    families = {member.name.rpartition("/")[0] for member in results.plan.members}
    return one_line(name.rpartition("/")[2] if len(families) == 1 else name, 80)


def optimizer_name(name: str) -> str:
    """An optimizer's name in tables and legends."""
    return one_line(short_name(name), 60)


def count(number: int, noun: str) -> str:
    """Such as "1 task", "2 tasks"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _methods(results: SuiteResults) -> dict[str, str]:
    """By optimizer, what it was given and asked."""
    words = {}
    for optimizer in results.plan.optimizers:
        runs = [row.run for row in results.finished if row.cell.optimizer == optimizer and row.run is not None]
        feedback = _listed(feedback_words(run.feedback) for run in runs if run.feedback)
        models = _listed(model_words(run.config.get("model")) for run in runs)
        words[optimizer_name(optimizer)] = ", ".join(filter(None, (feedback, models))) or "not measured"
    return words


def _listed(words: Iterable[str]) -> str:
    return one_line(", ".join(dict.fromkeys(words)), _MOST)
