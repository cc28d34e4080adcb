"""Whether an optimizer keeps to what every optimizer does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, get_args

from robotrace.episodes import Level
from robotrace.episodes.limit import SECONDS
from robotrace.errors import ModelError, OptionError, ParameterError, RobotraceError
from robotrace.opto import (
    Candidate,
    Case,
    Declaration,
    Evidence,
    Optimizer,
    Outcome,
    Proposal,
    Status,
    Trial,
    Variable,
    Verdict,
)
from robotrace.opto.definitions import function_lines
from robotrace.opto.mistake import Mistake, raised, shown
from robotrace.opto.optimizer import check_variables, question_of, samples_of
from robotrace.results.events import plain
from robotrace.testing.findings import Findings
from robotrace.testing.report import Report, unmade
from robotrace.trace import Parameter

CODE = "def act(x):\n    return 2.0 * x + 1.0\n"
VARIABLES = (
    (Variable("act", "code", CODE, "Returns the answer."), Variable("gain", "number", 0.5, "A factor.")),
    (Variable("act", "code", CODE, "Returns the answer."),),
    (Variable("gain", "number", 0.5, "A factor."),),
    (Variable("prompt", "text", "Answer in one word.", "What the model is told."),),
)
"""Parameters that an optimizer is tried with: the first of these that it can train."""


def examine_optimizer(
    optimizer: Optimizer | Callable[[], Any], *, ask: bool = False, seconds: float | None = SECONDS
) -> Report:
    """Look at an optimizer for mistakes: it is asked for proposals about small, made-up evidence.

    Args:
        optimizer: An optimizer, or a function or class that makes one.
        ask: Whether one that asks a language model is to do so; else only what it would ask is looked at.
        seconds: That a call of its methods may take; None for any time.

    Returns:
        What was looked at, and what is wrong.
    """
    try:
        made = optimizer() if isinstance(optimizer, type) or not hasattr(optimizer, "propose") else optimizer
    except Exception as error:  # noqa: BLE001 - a user's own code, whose error is the finding
        name = getattr(optimizer, "__name__", type(optimizer).__name__)
        words = str(error) if isinstance(error, RobotraceError) else raised(error, optimizer)
        return unmade("optimizer", name, words, "It is to be made without arguments.")
    name = getattr(made, "name", None)
    findings = Findings("optimizer", name if isinstance(name, str) else type(made).__name__, made, seconds=seconds)
    with findings.watching():
        _examine(findings, made, ask)
    return findings.report()


def check_optimizer(
    optimizer: Optimizer | Callable[[], Any], *, ask: bool = False, seconds: float | None = SECONDS
) -> None:
    """Insist on an optimizer keeping to what every optimizer does.

    Args:
        optimizer: An optimizer, or a function or class that makes one.
        ask: Whether one that asks a language model is to do so; else only what it would ask is looked at.
        seconds: That a call of its methods may take; None for any time.

    Raises:
        CheckError: It does not; all mistakes are listed, one a line.
    """
    examine_optimizer(optimizer, ask=ask, seconds=seconds).require()


def _examine(findings: Findings, optimizer: Any, ask: bool) -> None:
    said: Declaration | None = None
    with findings.looking("what it says of itself"):
        said = _declared(findings, optimizer)
    variables = _suitable(optimizer) if said is not None else None
    if said is None:
        return
    if variables is None:
        findings.notes.append("It can train none of the parameters that it was tried with: no proposal was looked at.")
        return
    asking = ask or not said.asks_a_model
    if not asking:
        findings.notes.append("It asks a language model: only what it would ask was looked at. Give ask=True for more.")
    for what, evidence in evidences(variables):
        with findings.looking(f"evidence with {what}"):
            _number(findings, optimizer, evidence)
            _question(findings, optimizer, evidence)
            if asking:
                _proposals(findings, optimizer, evidence, said)


def _declared(findings: Findings, optimizer: Any) -> Declaration | None:
    if not (isinstance(getattr(optimizer, "name", None), str) and optimizer.name):
        findings.add("name", "a text", shown(getattr(optimizer, "name", None)), "Give it a short name.")
        return None
    try:
        said = Declaration.of(optimizer)
        plain(dict(said.options), "options")
    except RobotraceError as error:
        findings.add("options", "a dataclass or a dict of plain data", str(error), "Keep what JSON can.")
        return None
    if said.feedback not in get_args(Level):
        findings.add("feedback", f"one of {', '.join(get_args(Level))}", shown(said.feedback), "Name a level.")
    try:
        again: Any = type(optimizer)(**said.options)
    except ModelError:
        return said  # it needs a language model, too, which nobody named here
    except Exception as error:  # noqa: BLE001 - a user's own code
        if said.options:  # others may be made by a function, or around a client
            remedy = "A run is resumed with an optimizer that is made from them."
            findings.add("options", "keywords that make it again", raised(error, optimizer), remedy)
        return said
    if dict(Declaration.of(again).options) != dict(said.options):
        findings.add("options", "the same options when it is made again", "others", "Keep them as they were given.")
    return said


def _suitable(optimizer: Any) -> tuple[Variable, ...] | None:
    for variables in VARIABLES:
        with suppress(OptionError):
            check_variables(optimizer, variables)
            return variables
    return None


def evidences(variables: tuple[Variable, ...]) -> Iterator[tuple[str, Evidence]]:
    """Made-up evidence about some parameters, each with what is in it, in words."""
    start = Candidate({one.name: one.value for one in variables}, "the start")
    cases = [Case("train", index) for index in range(2)]
    fair = tuple(Outcome(case, False, 0.25 * case.index, "The answer is too small.") for case in cases)
    failed = tuple(Outcome(case, False, None, "It raised.", failure="ValueError: no") for case in cases)
    first = Trial(0, Verdict.START, "the starting candidate", None, start, fair)
    worse = Trial(1, Verdict.REFUSED, "solved no more", Proposal(dict(start.values)), start, fair)
    refused = Trial(2, Verdict.REFUSED, "no values", Proposal({}, refusal="no values found"))
    for what, trials in (
        ("a start", (first,)),
        ("refused trials", (first, worse, refused)),
        ("a start that failed", (Trial(0, Verdict.START, "the starting candidate", None, start, failed),)),
    ):
        yield what, Evidence("Make the answer larger.", variables, trials, iteration=len(trials))


def _number(findings: Findings, optimizer: Any, evidence: Evidence) -> None:
    count = findings.asked("samples()", samples_of, optimizer, evidence)
    if count < 1:
        findings.add("samples()", "1 or more", shown(count), "Return how many proposals it makes for this evidence.")


def _question(findings: Findings, optimizer: Any, evidence: Evidence) -> None:
    first = findings.asked("prompt()", question_of, optimizer, evidence)
    if first != findings.asked("prompt()", question_of, optimizer, evidence):
        findings.add("prompt()", "the same question for the same evidence", "another", _PURE)


def _proposals(findings: Findings, optimizer: Any, evidence: Evidence, said: Declaration) -> None:
    before = repr(evidence)
    proposal = findings.asked("propose()", optimizer.propose, evidence, sample=0)
    if repr(evidence) != before:
        findings.add("propose()", "the evidence left as it is", "it changed", "Copy what you change.")
    findings.keep(of_proposal(findings.culprit, proposal, evidence.variables))
    if said.asks_a_model or not isinstance(proposal, Proposal):
        return
    again = findings.asked("propose()", optimizer.propose, evidence, sample=0)
    if _answered(again) != _answered(proposal):
        found = f"{shown(_answered(proposal))} and then {shown(_answered(again))}"
        findings.add("propose()", "the same proposal for the same evidence", found, _PURE)


def of_proposal(culprit: str, proposal: Any, variables: tuple[Variable, ...]) -> Iterator[Mistake]:
    """An optimizer's answer, looked at by its form.

    Args:
        culprit: The optimizer's name.
        proposal: The answer.
        variables: The parameters that it was asked about.
    """
    if not isinstance(proposal, Proposal):
        remedy = "Return robotrace.opto.Proposal(values, reason)."
        yield Mistake(culprit, "propose()", "a Proposal", shown(proposal), remedy)
        return
    known = {one.name: one for one in variables}
    if proposal.refusal is None and not proposal.values:
        remedy = "Say why: Proposal({}, refusal=...)."
        yield Mistake(culprit, "propose()", "new values, or a refusal that says why there are none", "neither", remedy)
    if proposal.refusal is not None and proposal.values:
        remedy = "Give one of both."
        yield Mistake(culprit, "propose()", "no values beside a refusal", shown(dict(proposal.values)), remedy)
    if proposal.refusal is not None and proposal.status is Status.VALUES:
        yield Mistake(culprit, "propose()", "a refusal's status", "'values'", "Leave status out.")
    for name, value in proposal.values.items():
        if name not in known:
            expected = f"values for {', '.join(known)}"
            yield Mistake(culprit, "propose()", expected, f"one for {name!r}", "Use the names of evidence.variables.")
            continue
        try:
            if known[name].kind == "code":
                _check_code(name, value)
            else:
                Parameter(known[name].value, name).validate(value)
        except ParameterError as error:
            remedy = f"Give what its kind, {known[name].kind!r}, asks for."
            yield Mistake(culprit, "propose()", f"a value that {name!r} can take", str(error), remedy)


def _check_code(name: str, value: Any) -> None:
    if not isinstance(value, str):
        raise ParameterError(f"{shown(value)}, which is no text")
    if len(function_lines(value, name)) != 1:
        raise ParameterError(f"{shown(value)}, which does not define one function {name!r}")


def _answered(proposal: Any) -> Any:
    return (dict(proposal.values), proposal.refusal) if isinstance(proposal, Proposal) else proposal


_PURE = "Depend on evidence and sample alone, or a resumed run ends elsewhere."
