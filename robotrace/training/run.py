"""`train_problem`: any OPTO problem and an optimizer make a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from robotrace.errors import OptionError, RunError
from robotrace.opto import Candidate, Optimizer, Pool, Problem, Proposal, TrialId
from robotrace.results import Run, RunFolder, RunWriter, read_run
from robotrace.training.budget import Budget
from robotrace.training.journal import Journal, Listener
from robotrace.training.loop import Loop
from robotrace.training.schedule import Schedule

MAY_DIFFER = ("iterations", "sandbox", "caps", "made_from", "machine")
"""Settings that a resumed run may have otherwise: they do not change what was measured."""


def train_problem(
    problem: Problem,
    optimizer: Optimizer,
    *,
    schedule: Schedule | None = None,
    budget: Budget | None = None,
    heldout: int = 0,
    heldout_curve: bool = False,
    feedback: str | None = None,
    settings: Mapping[str, Any] | None = None,
    run: Path | str | None = None,
    resume: bool = False,
    replay: Run | None = None,
    pool: Pool | None = None,
    on_event: Listener | None = None,
    finish: Callable[[Candidate, str], str] | None = None,
) -> Run:
    """Train the parameters of any OPTO problem, and try the best candidate on cases that training never saw.

    Args:
        problem: what is trained.
        optimizer: who proposes.
        schedule: how long, on how much, and from where to go on.
        budget: what may be used up.
        heldout: held-out cases for the best candidate at the end.
        heldout_curve: as for `train`.
        feedback: level of the feedback, where the problem has levels.
        settings: further settings, kept with the run; a resumed run needs the same.
        run: the run's folder; by default a new one under ./results.
        resume: go on with the run in `run`: its recorded answers are used, none is asked for again.
        replay: another run, whose recorded answers are used.
        pool: who asks the problem's oracle; by default one case after another, in this process.
        on_event: as for `train`.
        finish: makes the text of best.py from the best candidate and a line that says how it was trained; without it, the
            candidate's own text.

    Raises:
        as for `train`.
    """
    schedule = schedule or Schedule()
    available = list(problem.cases("heldout"))
    if not 0 <= heldout <= len(available):
        raise OptionError(f"heldout: {problem.name} has {len(available)} held-out cases, found {heldout}.")
    if heldout_curve and not heldout:
        raise OptionError("heldout_curve needs held-out cases to draw: heldout is 0.")
    budget = budget or Budget()
    if replay is None:
        budget.check_price(optimizer)
    folder, recorded = _folder(run, resume, stem=f"{problem.name.split('/')[-1]}-{optimizer.name}")
    config = dict(settings or {})
    if recorded is not None:
        _check_same(recorded, problem.name, optimizer.name, feedback, config)
    with RunWriter(folder) as writer:
        journal = Journal(writer, on_event, recorded)
        answers: dict[TrialId, Proposal] = {}
        for source in (replay, recorded):
            answers |= source.proposals if source else {}
        loop = Loop(
            problem,
            optimizer,
            schedule=schedule,
            journal=journal,
            budget=budget,
            answers=answers,
            replays=replay is not None,
            pool=pool,
            curve=available[:heldout] if heldout_curve else (),
        )
        try:
            journal.start(
                task=problem.name, optimizer=optimizer.name, feedback=feedback, context=problem.context, config=config
            )
            reason = loop.run()
            journal.best(_best_text(loop, feedback, finish))
            if heldout:
                loop.test(available[:heldout])
            journal.end(reason=reason, best=loop.trials[loop.best].id)
        except KeyboardInterrupt:
            if loop.trials:
                journal.best(_best_text(loop, feedback, finish))
            journal.interrupted()
            raise
    return read_run(folder)


def _folder(run: Path | str | None, resume: bool, *, stem: str) -> tuple[RunFolder, Run | None]:
    if not resume:
        return (RunFolder.fresh("results", stem) if run is None else RunFolder.create(run)), None
    if run is None:
        raise OptionError("resume needs the folder of the run to go on with: --run FOLDER --resume.")
    folder = RunFolder(Path(run))
    if not folder.exists:
        raise RunError(f"There is no run to go on with at {str(run)!r}.")
    return folder, read_run(folder)


def _check_same(recorded: Run, task: str, optimizer: str, feedback: str | None, config: Mapping[str, Any]) -> None:
    """A run is gone on with under the settings that it was begun with, or its figures would mean nothing."""
    now = {"task": task, "optimizer": optimizer, "feedback": feedback, **config}
    then = {"task": recorded.task, "optimizer": recorded.optimizer, "feedback": recorded.feedback, **recorded.config}
    for name, value in now.items():
        if then.get(name) != value and name not in MAY_DIFFER:
            raise OptionError(
                f"The run {recorded.folder.name} was begun with {name} {_short(then.get(name))}, found {_short(value)}: "
                "give the same settings to go on with it, or another --run."
            )


def _short(value: Any) -> str:
    words = repr(value)
    return words if len(words) <= 60 else f"{words[:57]}..."


def _best_text(loop: Loop, feedback: str | None, finish: Callable[[Candidate, str], str] | None) -> str:
    best, optimizer = loop.incumbent, loop.optimizer
    if finish is None:
        return best.text
    words = (
        f"{feedback} feedback, {f'the language model {optimizer.model}' if optimizer.model else 'no language model'}"
    )
    trial = loop.trials[loop.best].id
    return finish(best, f"Trained by robotrace for {loop.problem.name}: {optimizer.name}, {words}, iteration {trial}.")
