"""`train_problem`: any OPTO problem and an optimizer make a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from robotrace.errors import OptionError, RunError
from robotrace.optimizers import source_of
from robotrace.opto import Candidate, Declaration, Optimizer, Pool, Problem, Proposal, TrialId, Words
from robotrace.opto.optimizer import check_variables, with_defaults
from robotrace.results import Run, RunFolder, RunWriter, read_run
from robotrace.results.events import plain
from robotrace.results.options import KEY as OPTIONS
from robotrace.results.options import SOURCE
from robotrace.tracking import Tracking, check_trackers
from robotrace.training.budget import Budget
from robotrace.training.evaluator import Test
from robotrace.training.loop import Loop
from robotrace.training.origin import source_of_origin
from robotrace.training.recorder import Listener, Recorder
from robotrace.training.schedule import Schedule

MAY_DIFFER = ("iterations", "sandbox", "caps", "made_from", "machine", SOURCE)
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
    track: Sequence[str] = (),
    finish: Callable[[Candidate, str], str] | None = None,
    test: Test | None = None,
) -> Run:
    """Train the parameters of any OPTO problem, and try the best candidate on cases that training never saw.

    Args:
        problem: The problem that is trained.
        optimizer: The optimizer that proposes.
        schedule: How many iterations and cases, and which candidate the next proposals start from.
        budget: The caps on what the run may use up; None for no caps.
        heldout: The number of held-out cases to test the best candidate on, at the end.
        heldout_curve: As for `train`.
        feedback: The feedback level, where the problem has levels.
        settings: Further settings, kept with the run; a resumed run needs the same.
        run: The run's folder; by default a new one under ./results.
        resume: Whether to continue the run in `run`: its recorded answers are used, none is asked for again.
        replay: Another run, whose recorded answers are used.
        pool: The pool that queries the problem's oracle; by default one case after another, in this process.
        on_event: As for `train`.
        track: As for `train`.
        finish: Makes the text of best.py from the best candidate and a line on how it was trained; None for the candidate's own
            text.
        test: Tries candidates on held-out cases, where that is not what the problem's oracle does.

    Raises:
        The errors of `train`.
    """
    schedule, words = schedule or Schedule(), Words.of(problem)
    available = list(problem.cases("heldout"))
    if not 0 <= heldout <= len(available):
        raise OptionError(f"heldout: {problem.name} has {len(available)} held-out {words.cases}, found {heldout}.")
    if heldout_curve and not heldout:
        raise OptionError("heldout_curve needs held-out cases to draw: heldout is 0.")
    check_trackers(track)
    budget, said = budget or Budget(), Declaration.of(optimizer)
    check_variables(optimizer, problem.variables)
    if replay is None:
        budget.check_price(said)
    folder, recorded = _folder(run, resume, stem=f"{problem.name.split('/')[-1]}-{optimizer.name}")
    folder = replace(folder, suffix=words.suffix) if recorded is None else recorded.folder
    own = {
        "model": said.model,
        OPTIONS: said.options,
        SOURCE: source_of(optimizer),
        **schedule.settings,
        "heldout": heldout,
        "heldout_curve": heldout_curve,
        "caps": asdict(budget),
        "words": words.as_json(),
    }
    config = plain({**own, **(settings or {})}, "config")
    if recorded is not None:
        _check_same(recorded, problem.name, optimizer, feedback, config)
    told = {"task": problem.name, "optimizer": optimizer.name, "feedback": feedback, **config}
    tracking = Tracking(track, folder, told, trials=len(recorded.entries) if recorded else 0, listener=on_event)
    with tracking, RunWriter(folder) as writer:
        recorder = Recorder(writer, tracking, recorded)
        answers: dict[TrialId, Proposal] = {}
        for source in (replay, recorded):
            answers |= source.proposals if source else {}
        loop = Loop(
            problem,
            optimizer,
            schedule=schedule,
            recorder=recorder,
            budget=budget,
            answers=answers,
            replays=replay is not None,
            pool=pool,
            curve=available[:heldout] if heldout_curve else (),
            test=test,
        )
        try:
            recorder.start(
                task=problem.name, optimizer=optimizer.name, feedback=feedback, context=problem.context, config=config
            )
            if (text := source_of_origin(config.get("made_from"))) is not None:
                writer.text(folder.source, text)
            reason = loop.run()
            recorder.best(_best_text(loop, feedback, finish))
            if heldout:
                loop.test(available[:heldout])
            recorder.end(reason=reason, best=loop.trials[loop.best].id)
        except KeyboardInterrupt:
            if loop.trials:
                recorder.best(_best_text(loop, feedback, finish))
            recorder.interrupted()
            raise
    return read_run(folder)


def _folder(run: Path | str | None, resume: bool, *, stem: str) -> tuple[RunFolder, Run | None]:
    if not resume:
        return (RunFolder.fresh("results", stem) if run is None else RunFolder.create(run)), None
    if run is None:
        raise OptionError("resume needs the folder of the run to continue: --run FOLDER --resume.")
    folder = RunFolder(Path(run))
    if not folder.exists:
        raise RunError(f"There is no run to resume at {str(run)!r}.")
    return folder, read_run(folder)


def _check_same(
    recorded: Run, task: str, optimizer: Optimizer, feedback: str | None, config: Mapping[str, Any]
) -> None:
    """A run is resumed under the settings that it was begun with, or its figures would mean nothing."""
    before = {"task": recorded.task, "optimizer": recorded.optimizer, "feedback": recorded.feedback, **recorded.config}
    now = {"task": task, "optimizer": optimizer.name, "feedback": feedback, **config}
    if "stages" in config:  # which end at shares of these
        for told in (before, now):
            told["most env_steps"] = told["caps"].get("env_steps")
    mine = [name for name in MAY_DIFFER if name != "iterations" or "stages" not in config]
    kept = [name for name in now if name in before and name not in (*mine, OPTIONS)]
    options = with_defaults(recorded.optimizer_options, getattr(optimizer, "options", None))
    then = {**{name: before[name] for name in kept}, **_one_level(plain(options, "config"))}
    for name, value in {**{name: now[name] for name in kept}, **_one_level(config[OPTIONS])}.items():
        if then.get(name) != value:
            raise OptionError(
                f"The run {recorded.folder.name} was begun with {name} {_short(then.get(name))}, found {_short(value)}: "
                "give the same settings to resume it, or another --run."
            )


def _one_level(options: Mapping[str, Any], owner: str = "option") -> dict[str, Any]:
    """Options by a name that tells them from the run's other settings, nested ones too."""
    flat: dict[str, Any] = {}
    for name, value in options.items():
        flat |= _one_level(value, f"{owner} {name}") if isinstance(value, Mapping) else {f"{owner} {name}": value}
    return flat


def _short(value: Any) -> str:
    words = repr(value)
    return words if len(words) <= 60 else f"{words[:57]}..."


def _best_text(loop: Loop, feedback: str | None, finish: Callable[[Candidate, str], str] | None) -> str:
    best, optimizer = loop.incumbent, loop.optimizer
    if finish is None:
        return best.text
    model = Declaration.of(optimizer).model
    level = f"{feedback} feedback, " if feedback else ""
    words = f"{level}{f'the language model {model}' if model else 'no language model'}"
    trial = loop.trials[loop.best].id
    return finish(best, f"Trained by robotrace for {loop.problem.name}: {optimizer.name}, {words}, iteration {trial}.")
