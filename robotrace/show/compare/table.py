"""A comparison as tables: one part a setting, since success rates hold within one only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from rich.console import Group as Lines
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from robotrace.opto import METERS, ROBOT, Meter
from robotrace.results.paired import Paired, PairedScores
from robotrace.show.compare.groups import Group
from robotrace.show.compare.pairing import Comparison, Overall, Pair
from robotrace.show.curves import cases_of, feedback_words, model_words
from robotrace.show.words import short

COSTS = tuple(meter for meter in METERS if meter.heading)
ABOUT_SUCCESS = "success: the best candidates on held-out cases, which training never saw, Wilson's 95 % interval."
ABOUT_SCORES = "mean score: of the best candidates on held-out cases, which training never saw."
ABOUT_COSTS = (
    f"From {COSTS[0].heading} to {COSTS[-1].heading} ({COSTS[-1].words}): used up until the best had been tried; of several "
    "runs the median; ? is unknown."
)
ABOUT_RUNS = "IQM: the mean of the middle half of the runs; its 95 % interval: runs drawn anew within each task."
ABOUT_PAIRS = (
    "A - B: the difference on the same cases, Newcombe's 95 % interval. p: McNemar's exact test, two-sided. Both are about "
    "these candidates; what training again would change, several runs tell (IQM)."
)


ABOUT_SCORE_PAIRS = (
    "A - B: the mean difference of scores on the same cases, its 95 % interval bootstrapped over cases. p: the exact sign test, "
    "two-sided. Both are about these candidates; what training again would change, several runs tell (IQM)."
)


def comparison(compared: Comparison) -> RenderableType:
    """All of a comparison: groups and pairs by setting, methods over several tasks, and what could not be paired."""
    parts: list[RenderableType] = []
    iqm = any(len(group.runs) > 1 for group in compared.groups)
    for setting in dict.fromkeys(group.setting for group in compared.groups):
        groups = [group for group in compared.groups if group.setting == setting]
        parts += [Text(str(setting), style="bold"), _facts(groups), Text(), _groups(groups, iqm=iqm), Text()]
        pairs = [pair for pair in compared.pairs if pair.settings == (setting,)]
        parts += [_pairs(pairs), Text()] if pairs else []
    if compared.overall:
        parts += [Text("Over several tasks", style="bold"), Text(), _overall(compared.overall), Text()]
    if compared.pooled:
        parts += [_pairs(compared.pooled), Text()]
    about = [*_about(compared), ABOUT_RUNS if iqm or compared.overall else "", *_about_pairs(compared.pairs)]
    parts += [Text(words, style="dim") for words in about if words]
    return Lines(*parts, *(Text(words, style="yellow") for words in _notes(compared)))


def _facts(groups: Sequence[Group]) -> Text:
    """Goals, seeds, feedback and model: once where they are the same for all, else by name."""
    facts = {
        "cases": [
            f"{_several(run.heldout.n for run in group.runs)} held-out {cases_of(group.runs)} a run" for group in groups
        ],
        "seed": [f"seed {_several(group.seeds)}" for group in groups],
        "feedback": [feedback_words(group.method.feedback) for group in groups],
        "model": [model_words(group.method.model) for group in groups],
    }
    shared = [words[0] for words in facts.values() if len(set(words)) == 1 and words[0]]
    varied = [words for words in facts.values() if len(set(words)) > 1]
    lines = [" · ".join(shared)] if shared else []
    if varied:
        each = [" · ".join(filter(None, words)) for words in zip(*varied, strict=True)]
        lines += [f"{group.name}: {words}" for group, words in zip(groups, each, strict=True)]
    return Text("\n".join(lines))


def _groups(groups: Sequence[Group], *, iqm: bool) -> Table:
    split = _scored(groups)
    titles = _TITLES if any(run.words != ROBOT for group in groups for run in group.runs) else _RETURNS
    further = [*([titles[split]] if split else []), *(["IQM"] if iqm else [])]
    costs = _costs(groups)
    solvable = not all(group.is_scored for group in groups)
    numbers = ["runs", *(["success"] if solvable else []), *further, *(meter.heading for meter in costs)]
    table = _table(["optimizer"], numbers)
    for group in groups:
        rate = group.heldout
        success = f"{rate.rate:.2f} [{rate.low:.2f}, {rate.high:.2f}]" if rate.n else "not measured"
        success = "-" if group.is_scored else success
        further = [*([_score(group, split)] if split else []), *([str(group.success)] if iqm else [])]
        cells = [str(len(group.runs)), *([success] if solvable else []), *further, *_cost(group.to_best, costs)]
        table.add_row(Text(group.name, style="cyan"), *map(Text, cells))
    return table


_TITLES = {"held-out": "mean score", "training": "training score"}
_RETURNS = {"held-out": "mean return", "training": "training return"}


def _scored(groups: Sequence[Group]) -> str:
    """The split whose scores are compared: what was held out, or where nothing of scores alone was, training; "" for none."""
    runs = [run for group in groups for run in group.runs if run.score_words]
    if any(run.scores["held-out"] is not None for run in runs):
        return "held-out"
    return "training" if any(run.is_scored for run in runs) else ""


def _score(group: Group, split: str) -> str:
    """The mean over runs of their best candidates' mean scores on the cases of a split."""
    scores = [score for run in group.runs if (score := run.scores[split]) is not None]
    return f"{fmean(scores):.4g}" if scores else "-"


def _costs(groups: Sequence[Group]) -> list[Meter]:
    """The meters that are shown: rare ones where a run counted something."""
    ledgers = [run.ledger for group in groups for run in group.runs]
    return [meter for meter in COSTS if not meter.rare or any(ledger.figures[meter.name] for ledger in ledgers)]


def _cost(figures: Mapping[str, float | None] | None, costs: Sequence[Meter]) -> list[str]:
    return ["-" if figures is None else _cell(meter, figures[meter.name]) for meter in costs]


def _cell(meter: Meter, figure: float | None) -> str:
    if figure is None:
        return "?"
    return meter.cell.format(figure) if meter.cell else short(round(figure, 1))


def _about(compared: Comparison) -> list[str]:
    """What the columns of the groups' tables are."""
    scored = [group.is_scored for group in compared.groups]
    success, scores = "" if all(scored) else f"{ABOUT_SUCCESS} ", f"{ABOUT_SCORES} " if any(scored) else ""
    return [f"{success}{scores}{ABOUT_COSTS}"]


def _about_pairs(pairs: Sequence[Pair]) -> list[str]:
    scored = [isinstance(pair.counts, PairedScores) for pair in pairs]
    return [*([ABOUT_PAIRS] if not all(scored) else []), *([ABOUT_SCORE_PAIRS] if any(scored) else [])]


def _pairs(pairs: Iterable[Pair]) -> Lines:
    """Pairs by cases that are solved, and pairs by scores: a table each, where there are any."""
    solved, scored = (
        _table(["A and B"], ["cases", *columns, "A - B", "p"])
        for columns in (["both", "only A", "only B", "neither"], ["A better", "B better", "equal"])
    )
    for pair in pairs:
        counts = pair.counts
        if isinstance(counts, Paired):
            table, numbers = solved, [counts.both, counts.only_a, counts.only_b, counts.neither]
        else:
            table, numbers = scored, [counts.better_a, counts.better_b, counts.equal]
        cells = [counts.n, *numbers, counts, f"{counts.p_value:.2g}"]
        table.add_row(Text(f"A {pair.a}\nB {pair.b}", style="cyan"), *(Text(str(cell)) for cell in cells))
    return Lines(*(table for table in (solved, scored) if table.row_count))


def _overall(rows: Sequence[Overall]) -> Table:
    table = _table(["optimizer"], ["tasks", "runs", "IQM"])
    several = len({row.settings[0].conditions for row in rows}) > 1
    for row in rows:
        name = f"{row.name} ({row.settings[0].conditions})" if several else row.name
        cells = [str(len(row.settings)), str(row.success.n), str(row.success)]
        table.add_row(Text(name, style="cyan"), *map(Text, cells))
    return table


def _notes(compared: Comparison) -> list[str]:
    left_out = list(dict.fromkeys(name for pair in compared.pairs for name in pair.left_out))
    notes = [f"Left out of a pair, without a partner of the same seed or untested: {', '.join(left_out)}."]
    notes = [*compared.refused, *(notes if left_out else [])]
    if not compared.pairs and not compared.refused:
        notes.append("Nothing to pair: no two groups are of one task.")
    return notes


def _several(values: Iterable[object]) -> str:
    return ", ".join(map(str, dict.fromkeys(values)))


def _table(words: Iterable[str], numbers: Iterable[str]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for name in words:
        table.add_column(name, overflow="fold", min_width=len(name))  # a long name folds; its column never goes
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    return table
