"""One page of one or several runs, as a text of HTML that needs no network.

What a run folder holds is untrusted. It enters the page in two ways only: as text that the template escapes, and as JSON in a block
that no browser executes. The policy in the page's head lets run nothing but the one script below, by its
hash, and lets load nothing.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from robotrace import __version__
from robotrace.results import Rate, Run
from robotrace.show.report.candidates import candidates_data
from robotrace.show.report.drawings import bar_data, curve_data, map_data
from robotrace.show.report.episodes import play_data
from robotrace.show.report.safe import clean, data_block
from robotrace.show.report.several import comparison, names_of
from robotrace.show.report.top import facts, headline, result_of
from robotrace.show.report.traced import is_told_by_score
from robotrace.text import one_line

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from robotrace.playback.plays import Play

SCRIPTS = ("page.js", "page.player.js", "page.drawings.js", "page.candidates.js", "page.begin.js")
"""The page's script, in the order of its parts."""
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
    several = [one.run for one in shown]
    runs = [_run(one, name) for one, name in zip(shown, names_of(several), strict=True)]
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
        comparison=clean(comparison(several)) if len(shown) > 1 else None,
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
    return "".join(map(_file, (*SCRIPTS, "page.live.js") if live else SCRIPTS))


def _policy(style: str, script: str, *, asks: bool) -> str:
    """What a browser may do with the page: draw it, run its one script and, of a live one, ask its own server."""
    asking = " connect-src 'self';" if asks else ""
    return (
        f"default-src 'none';{asking} img-src data:; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; "
        "form-action 'none'"
    )


def _run(one: Shown, name: str) -> dict[str, Any]:
    run = one.run
    outcomes, split = result_of(run)
    rate = Rate.of(outcome.success for outcome in outcomes)
    found: dict[str, Any] = {
        "name": name,
        "task": one_line(run.task, 120),
        "headline": headline(run),
        "facts": facts(run),
        "bar": bar_data(rate) if rate.n and not is_told_by_score(run) else None,
        "curve": curve_data(run),
        "map": map_data(() if run.is_scored else outcomes, one.starts if split == "heldout" else None),
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


def _file(name: str) -> str:
    return resources.files("robotrace.show.report").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
