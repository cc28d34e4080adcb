"""The top of a run's page: the result in large letters, and what was trained, by what and at what cost."""

from __future__ import annotations

from collections.abc import Sequence

from robotrace.opto import Outcome
from robotrace.results import Mean, Rate, Run
from robotrace.show.console import settings_of, trained_by, used
from robotrace.show.report.traced import is_told_by_score
from robotrace.text import one_line


def result_of(run: Run) -> tuple[Sequence[Outcome], str]:
    """The outcomes that the result is of, and their split: "heldout", or "train" where none was held out."""
    tested = run.tested.get(run.best_id, ()) if run.best_id is not None else ()
    if tested:
        return tested, "heldout"
    trained = () if run.best_trial is None else run.best_trial.outcomes
    return trained, "train"


def headline(run: Run) -> dict[str, str]:
    """The result by parts: its figure, what follows it, and what it is of."""
    outcomes, split = result_of(run)
    of = f"{'held-out' if split == 'heldout' else 'training'} {run.words.cases}"
    if is_told_by_score(run):
        mean = Mean.of(outcome.score for outcome in outcomes if outcome.score is not None)
        words, of = str(mean) if mean.n else "", f"{run.score_words or 'mean score'} on {of}"
    else:
        words, of = str(Rate.of(outcome.success for outcome in outcomes)) if outcomes else "", f"{of} solved"
    figure, _, rest = words.partition(" ")
    return {"figure": figure or "\N{EN DASH}", "rest": rest, "of": of if figure else "nothing measured yet"}


def facts(run: Run) -> list[tuple[str, str]]:
    """What stands beside the result, as names and words; what the result says already is left out."""
    by_score, tested = is_told_by_score(run), result_of(run)[1] == "heldout"
    solved = {"held out": run.heldout, "training": run.train} if not run.is_scored else {}
    shown = {
        name: str(rate) for name, rate in solved.items() if rate.n and (by_score or (tested and name == "training"))
    }
    returns = [f"{split} {mean}" for split, mean in run.returns.items() if mean.n]
    found = {
        **({} if tested else {"held out": "not measured"}),
        **shown,
        run.score_words: ", ".join(returns),
        "trained by": trained_by(run),
        "setting": ", ".join(settings_of(run)),
        "used": used(run),
        "ended": run.reason or "not yet: it can be resumed",
        "run": run.folder.name,
    }
    return [(name, one_line(words, 400)) for name, words in found.items() if words]
