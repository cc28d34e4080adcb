r"""summary.tex: success by task and optimizer as a LaTeX table with booktabs, to be \input into a paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from robotrace.results import Rate
from robotrace.results.aggregate import Estimate
from robotrace.results.suites.figures import by_task, overall
from robotrace.results.suites.plan import as_file
from robotrace.results.suites.reader import SuiteResults
from robotrace.show.suites.words import ROLES, STEPS_NOTE, optimizer_name, setting, task_name, title

LONG = 20  # rows from which on letters are small
_SPECIAL = str.maketrans(
    {
        **{letter: f"\\{letter}" for letter in "&%$#_{}"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "·": r"$\cdot$",
        "τ": r"$\tau$",
        "\N{NO-BREAK SPACE}": "~",
    }
)


def summary_latex(results: SuiteResults) -> str:
    r"""The text of summary.tex: a `table` that needs \usepackage{booktabs}.

    A row a task; of each optimizer the percentage of held-out goals solved at any step and at the last one, with Wilson's 95 %
    interval; below them the mean over tasks and the interquartile mean of the runs.
    """
    optimizers = results.plan.optimizers
    columns = 1 + 2 * len(optimizers)
    names = " & ".join(rf"\multicolumn{{2}}{{c}}{{{escaped(optimizer_name(name))}}}" for name in optimizers)
    rules = "".join(rf"\cmidrule(lr){{{2 + 2 * at}-{3 + 2 * at}}}" for at in range(len(optimizers)))
    lines = [
        r"% \usepackage{booktabs}",
        r"\begin{table}",
        r"\centering",
        rf"\caption{{{escaped(_caption(results))}}}",
        rf"\label{{tab:{as_file(results.plan.name)}}}",
        r"\scriptsize" if len(results.plan.members) > LONG else r"\small",
        rf"\begin{{tabular}}{{l{'rr' * len(optimizers)}}}",
        r"\toprule",
        rf" & {names} \\",
        rules,
        rf"task & {' & '.join(['any step & last step'] * len(optimizers))} \\",
        r"\midrule",
        *_tasks(results, columns),
        r"\midrule",
        *_overall(results),
        r"\bottomrule",
        r"\end{tabular}",
        r"\end{table}",
    ]
    return "\n".join(lines) + "\n"


def escaped(words: str) -> str:
    """Words in which LaTeX sees nothing but words."""
    return words.translate(_SPECIAL)


def _tasks(results: SuiteResults, columns: int) -> Iterable[str]:
    figures = {(it.member.name, it.optimizer): it for it in by_task(results)}
    role = None
    for member in results.plan.members:
        if len(results.plan.roles) > 1 and member.role != role:
            if role is not None:
                yield r"\addlinespace"
            role = member.role
            yield rf"\multicolumn{{{columns}}}{{l}}{{\emph{{{ROLES[role]}}}}} \\"
        own = [figures[member.name, optimizer] for optimizer in results.plan.optimizers]
        yield _row(task_name(member.name, results), [(_rate(it.any_step), _rate(it.last_step)) for it in own])


def _overall(results: SuiteResults) -> Iterable[str]:
    rows = overall(results)
    for role in dict.fromkeys(row.role for row in rows):
        own = [row for row in rows if row.role == role]
        of = "" if len(results.plan.roles) < 2 else f", {ROLES[role]}"
        yield _row(f"mean{of}", [(_percent(row.mean), _percent(row.mean_last)) for row in own])
        yield _row(f"IQM{of}", [(_estimate(row.any_step), _estimate(row.last_step)) for row in own])


def _row(name: str, cells: Sequence[tuple[str, str]]) -> str:
    return rf"{escaped(name)} & {' & '.join(cell for pair in cells for cell in pair)} \\"


def _rate(rate: Rate) -> str:
    return _with_ends(rate.rate, rate.low, rate.high) if rate.n else "--"


def _estimate(estimate: Estimate) -> str:
    return _with_ends(estimate.value, estimate.low, estimate.high) if estimate.n else "--"


def _with_ends(value: float, low: float | None, high: float | None) -> str:
    ends = "" if low is None or high is None else rf" {{\tiny [{100 * low:.0f}, {100 * high:.0f}]}}"
    return f"{_percent(value)}{ends}"


def _percent(value: float | None) -> str:
    return "--" if value is None else f"{100 * value:.0f}"


def _caption(results: SuiteResults) -> str:
    return (
        f"Success on {title(results)}, in % of held-out goals, Wilson's 95 % interval. {STEPS_NOTE}. {setting(results)} IQM: the "
        "interquartile mean of all runs, with a bootstrapped 95 % interval stratified by task."
    )
