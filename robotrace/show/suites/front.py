"""`suite`: makes the runs of a suite and writes its summary and pictures, from Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from robotrace.results.suites.reader import SuiteResults


def suite(
    tasks: str | Path | Sequence[str],
    *,
    optimizers: Sequence[str] | str | None = None,
    seeds: Sequence[int] | int | None = None,
    out: Path | str | None = None,
    resume: bool = False,
    redo: bool = False,
    pool: str | None = None,
    workers: int | None = None,
    trust: bool = False,
    on_event: Callable[[Any], None] | None = None,
    **settings: Any,
) -> SuiteResults:
    """Train on many tasks, with several optimizers and seeds, each an ordinary run, as `robotrace suite` does.

    Args:
        tasks: The name of a suite, such as "MT10" or "MT1:reach-v3"; the path of a suite's file (.toml); or names of tasks.
        optimizers: Their names; by default the file's, else "auto".
        seeds: How many seeds of the goals, from 0 on, or a list of them; by default the file's, else 3.
        out: The suite's folder; by default a new one under ./results.
        resume: Whether to go on with the suite in `out`.
        redo: Whether to run anew what is broken there; what there is of it is kept beside.
        pool: What the runs are spread over: "serial", "processes", "ray", "ray:ADDRESS" or "./mine.py:MyPool".
        workers: How many run side by side; None for one a CPU. Neither changes the results.
        trust: Whether to run every candidate unprotected, with all that this user may do, instead of in the sandbox.
        on_event: Called with what happens: `Began`, `Tried` and `Made` of `robotrace.training.suites.front`; from several threads.
        settings: The options that every run gets, by the names that `robotrace train` has for them, such as iterations=10,
            heldout=20, control="raw", model="gpt-5.2", max_usd=2.0, option={"population": 8}.

    Returns:
        The suite, read back from its folder, where summary.csv, summary.md, summary.tex and plots/ are.

    Raises:
        UnknownNameError: There is no such suite, task, optimizer or setting.
        OptionError: An option is not usable, or the folder holds a suite under other settings.
        ModelError: An optimizer asks a language model, and none is named.
        RunError: The folder exists already, holds something else, or cannot be written.
        PoolError: A pool's backend cannot be reached, or its workers died.
    """
    # All of this is loaded when a suite is run: the name alone costs a program that runs none nothing.
    from robotrace.results.suites.folder import SuiteFolder
    from robotrace.show.suites.summary import write_summary
    from robotrace.training.suites.front import run_suite
    from robotrace.training.suites.making import Asked, fresh_folder
    from robotrace.training.suites.settings import checked

    given = checked(settings, kind="argument of suite")
    plan = Asked.of(tasks).plan(optimizers=optimizers, seeds=seeds, settings=given)
    place = SuiteFolder(Path(out)) if out is not None else fresh_folder(plan)
    try:
        results = run_suite(
            plan, place.path, resume=resume, redo=redo, pool=pool, workers=workers, trust=trust, watch=on_event
        )
    finally:
        place.discard()
    write_summary(results)
    return results
