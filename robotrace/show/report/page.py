"""One page of one or several runs, as a text of HTML that needs no network.

What a run folder holds is untrusted. It enters the page in two ways only: as text that the template escapes, and as JSON in a block
that no browser executes. The policy in the page's head lets run nothing but the one script below, by its
hash, and lets load nothing.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from robotrace import __version__
from robotrace.results import Run
from robotrace.show.compare.pairing import compare
from robotrace.show.console import settings_of, trained_by, used
from robotrace.show.curves import model_words
from robotrace.show.report.candidates import candidates_data
from robotrace.show.report.drawings import bar_data, curve_data, map_data
from robotrace.show.report.episodes import play_data
from robotrace.show.report.safe import clean, data_block
from robotrace.text import one_line

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from robotrace.playback.plays import Play

SUMMARY = ("id", "verdict", "best", "train", "why", "calls", "tokens", "usd", "depth")
"""What of a candidate stands in the page before it is opened."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One run as it is reported.

    Attributes:
        run: The run.
        plays: Its episodes that were played again; none where nothing was played.
        starts: (goals, D), the numbers that its held-out goals are drawn as; None where they are not known.
        notes: What is to be said of it, a sentence each, such as why there are no pictures.
    """

    run: Run
    plays: Sequence[Play] = ()
    starts: npt.NDArray[np.floating[Any]] | None = None
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class LiveHead:
    """What makes a page one that follows its run.

    Attributes:
        seen: What its first question to its server says that it has seen.
        words: How the run is.
    """

    seen: str
    words: str


def page(shown: Sequence[Shown], *, live: LiveHead | None = None) -> str:
    """The page.

    Args:
        shown: The runs; of a live page that waits for its run, none.
        live: Where the page asks its server what is new; None for a file, which may ask nobody.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    own = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    runs = [_run(one) for one in shown]
    style, script = _file("page.css"), _script(live is not None)
    tasks = {one.run.task for one in shown}
    title = shown[0].run.task if len(tasks) == 1 else f"{len(shown)} runs" if tasks else "robotrace"
    detail = [{name: run[name] for name in ("candidates", "plays", "split")} for run in runs]
    return own.from_string(_file("page.html")).render(
        title=clean(one_line(title, 120)),
        version=__version__,
        runs=[
            {**run, "candidates": [{name: one[name] for name in SUMMARY} for one in run["candidates"]]} for run in runs
        ],
        comparison=clean(_comparison(shown)) if len(shown) > 1 else None,
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script, asks=live is not None),
        live=None if live is None else clean({"seen": live.seen, "words": live.words}),
        data=Markup(data_block({"runs": detail})),
    )


def live_policy() -> str:
    """The policy of a live page as its server says it, which a page cannot say of itself: nobody frames it."""
    return f"{_policy(_file('page.css'), _script(True), asks=True)}; frame-ancestors 'none'"


def _script(live: bool) -> str:
    return _file("page.js") + (_file("page.live.js") if live else "")


def _policy(style: str, script: str, *, asks: bool) -> str:
    """What a browser may do with the page: draw it, run its one script and, of a live one, ask its own server."""
    asking = " connect-src 'self';" if asks else ""
    return (
        f"default-src 'none';{asking} img-src data:; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; "
        "form-action 'none'"
    )


def _run(one: Shown) -> dict[str, Any]:
    run = one.run
    tested = run.tested.get(run.best_id, ()) if run.best_id is not None else ()
    trained = tuple(outcome for trial in run.trials if trial.id == run.best_id for outcome in trial.outcomes)
    outcomes, split = (tested, "heldout") if tested else (trained, "train")
    rate = run.heldout if run.heldout.n else run.train
    found: dict[str, Any] = {
        "name": one_line(run.folder.name, 80),
        "task": one_line(run.task, 120),
        "facts": _facts(run),
        "bar": bar_data(rate) if rate.n and not run.is_scored else None,
        "curve": None if run.is_scored else curve_data(run),
        "map": map_data(outcomes, one.starts if split == "heldout" else None),
        "map_title": f"{'Held-out' if split == 'heldout' else 'Training'} {run.words.cases}",
        "solved": sum(outcome.success for outcome in outcomes),
        "notes": [one_line(note, 500) for note in (*run.notes, *one.notes)],
        "candidates": candidates_data(run),
        "plays": [play_data(play, run) for play in one.plays],
        "has_plays": bool(one.plays),
        "split": split,
    }
    cleaned: dict[str, Any] = clean(found)
    return cleaned


def _facts(run: Run) -> list[tuple[str, str]]:
    """What was trained, by what, how well and at what cost."""
    facts = {
        "held out": "" if run.is_scored else str(run.heldout) if run.heldout.n else "not measured",
        "training": "" if run.is_scored else str(run.train),
        "mean score": str(run.result) if run.is_scored else "",
        "trained by": trained_by(run),
        "setting": ", ".join(settings_of(run)),
        "used": used(run),
        "ended": run.reason or "not yet: it can be resumed",
        "run": run.folder.name,
    }
    return [(name, one_line(words, 400)) for name, words in facts.items() if words]


def _comparison(shown: Sequence[Shown]) -> Mapping[str, Any]:
    """Runs side by side: results with intervals, what they used, and pairs on the same goals."""
    from robotrace.opto import METERS

    meters = [meter for meter in METERS if meter.heading]
    runs = [one.run for one in shown]
    rows = [
        {
            "name": one_line(run.folder.name, 60),
            "task": one_line(run.task, 60),
            "by": one_line(f"{run.optimizer}, {model_words(run.config.get('model'))}", 80),
            "result": str(run.result),
            "bar": bar_data(run.heldout) if run.heldout.n and not run.is_scored else None,
            "used": [_figure(run.ledger.figures[meter.name]) for meter in meters],
        }
        for run in runs
    ]
    return {"meters": [meter.heading for meter in meters], "rows": rows, "pairs": list(_pairs(runs))}


def _pairs(runs: Sequence[Run]) -> Iterable[Mapping[str, Any]]:
    for pair in compare(runs).pairs:
        counts = pair.counts
        yield {
            "first": pair.a,
            "second": pair.b,
            "n": counts.n,
            "better_first": counts.better_a,
            "better_second": counts.better_b,
            "difference": str(counts),
        }


def _figure(value: float | None) -> str:
    return "?" if value is None else f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def _file(name: str) -> str:
    return resources.files("robotrace.show.report").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
