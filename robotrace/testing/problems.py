"""Whether an OPTO problem keeps to what every problem does."""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, get_args

from robotrace.episodes.limit import SECONDS
from robotrace.errors import ProposalError, RobotraceError
from robotrace.opto import Candidate, Case, Outcome, Problem, Spend, Split, Variable
from robotrace.opto.mistake import Mistake, raised, shown
from robotrace.opto.records import Kind
from robotrace.testing.findings import Findings
from robotrace.testing.report import Report, unmade
from robotrace.trace import Graph

FEW = 3  # cases of a split that are tried
_SPLITS: tuple[Split, ...] = ("train", "heldout")
_AGAIN = "Depend on the candidate and the case alone: on no clock, no counter, no generator that goes on."


def examine_problem(problem: Problem | Callable[[], Any], *, seconds: float | None = SECONDS) -> Report:
    """Look at a problem for mistakes; its start is tried on some cases.

    Args:
        problem: A problem, or a function or class that makes one.
        seconds: That a call of its methods may take; None for any time.

    Returns:
        What was looked at, and what is wrong.
    """
    try:
        made = problem() if isinstance(problem, type) or not hasattr(problem, "query") else problem
    except Exception as error:  # noqa: BLE001 - a user's own code, whose error is the finding
        name = getattr(problem, "__name__", type(problem).__name__)
        return unmade("problem", name, raised(error, problem), "It is to be made without arguments.")
    name = getattr(made, "name", None)
    findings = Findings("problem", name if isinstance(name, str) else type(made).__name__, made, seconds=seconds)
    with findings.watching():
        _examine(findings, made)
    return findings.report()


def check_problem(problem: Problem | Callable[[], Any], *, seconds: float | None = SECONDS) -> None:
    """Insist on a problem keeping to what every problem does.

    Args:
        problem: A problem, or a function or class that makes one.
        seconds: That a call of its methods may take; None for any time.

    Raises:
        CheckError: It does not; all mistakes are listed, one a line.
    """
    examine_problem(problem, seconds=seconds).require()


def _examine(findings: Findings, problem: Any) -> None:
    with findings.looking("attributes"):
        _attributes(findings, problem)
    if findings.mistakes:
        return
    cases: dict[Split, Sequence[Case]] = {}
    with findings.looking("cases and splits"):
        cases = {split: _cases(findings, problem, split) for split in _SPLITS}
    start: Candidate | None = None
    with findings.looking("candidates"):
        start = _candidates(findings, problem)
    if start is None or not cases.get("train"):
        return
    with findings.looking("outcomes"):
        for case in (*cases["train"][:FEW], *cases["heldout"][:1]):
            _outcomes(findings, problem, start, case)
    with findings.looking("candidates that fail"):
        for values in _failing(problem.variables):
            _failure(findings, problem, values, cases["train"][0])


def _attributes(findings: Findings, problem: Any) -> None:
    members = [name for name in vars(Problem) if not name.startswith("_")]
    if missing := [name for name in members if not hasattr(problem, name)]:
        remedy = "robotrace.opto.Problem says what each of them is."
        findings.add("attributes", "all that a problem has", f"none called {', '.join(missing)}", remedy)
        return
    for member in ("name", "context"):
        value = getattr(problem, member)
        if not (isinstance(value, str) and value.strip()):
            findings.add(member, "a text", shown(value), "Say it: it is what the optimizer is told.")
    variables = problem.variables
    if not (isinstance(variables, tuple) and variables and all(isinstance(one, Variable) for one in variables)):
        findings.add("variables", "a tuple of Variable", shown(variables), "Give at least one robotrace.opto.Variable.")
        return
    for one in variables:
        if one.kind not in get_args(Kind) or not _is_of(one.kind, one.value):
            expected = f"a kind ({', '.join(get_args(Kind))}) and a value of it"
            findings.add(f"variables: {one.name!r}", expected, f"{one.kind!r} and {shown(one.value)}", "Make them fit.")
    names = [one.name for one in variables]
    if len(set(names)) < len(names):
        findings.add("variables", "each name once", ", ".join(names), "Rename one.")


def _cases(findings: Findings, problem: Any, split: Split) -> Sequence[Case]:
    where = f"cases({split!r})"
    cases = findings.asked(where, problem.cases, split)
    if not isinstance(cases, Sequence) or not all(isinstance(case, Case) for case in cases):
        findings.add(where, "a list of Case", shown(cases), "Return [Case(split, index), ...].")
        return ()
    if any(case.split != split for case in cases) or len(set(cases)) < len(cases):
        remedy = "No case may be in both splits, nor twice in one."
        findings.add(where, f"cases of the split {split!r}, each once", shown(list(cases)), remedy)
    if not cases and split == "train":
        findings.add(where, "one case or more", "none", "There has to be something to try a candidate on.")
    if list(findings.asked(where, problem.cases, split)) != list(cases):
        findings.add(where, "the same cases in the same order each time", "others", "Draw them once, from a seed.")
    found: Sequence[Case] = cases
    return found


def _candidates(findings: Findings, problem: Any) -> Candidate | None:
    """The start, once it is seen that values which are not given keep their start and others are taken or refused."""
    defaults = {one.name: one.value for one in problem.variables}
    start = findings.asked("candidate({})", problem.candidate, {})
    if not (isinstance(start, Candidate) and isinstance(start.text, str)):
        remedy = "Return robotrace.opto.Candidate(values, text)."
        findings.add("candidate({})", "a Candidate with a text", shown(start), remedy)
        return None
    if dict(start.values) != defaults:
        remedy = "Parameters that are not named keep their starting value."
        findings.add("candidate({})", f"the starting values {defaults}", shown(dict(start.values)), remedy)
    if findings.asked("candidate({})", problem.candidate, {}) != start:
        findings.add("candidate({})", "the same candidate each time", "another", _AGAIN)
    for one in problem.variables:
        given = {one.name: one.value}
        where = f"candidate({{{one.name!r}: ...}})"
        found = findings.asked(where, problem.candidate, given)
        if dict(getattr(found, "values", {})) != defaults:
            findings.add(
                where, "its starting value to make the start", shown(found), "Merge what is given into the start."
            )
        if given != {one.name: one.value}:
            findings.add(where, "the values given left alone", "them changed", "Copy them first: dict(values).")
        wrong: Any = 3 if one.kind in ("code", "text") else "no number"
        if one.kind != "value":
            where = f"candidate({{{one.name!r}: {wrong!r}}})"
            findings.refused(where, ProposalError, problem.candidate, {one.name: wrong})
    findings.refused("candidate({'no such parameter': 0})", ProposalError, problem.candidate, {"no such parameter": 0})
    return start


def _outcomes(findings: Findings, problem: Any, start: Candidate, case: Case) -> None:
    where = f"query(start, {case})"
    before = (dict(start.values), start.text)
    outcome = findings.asked(where, problem.query, start, case, traced=True)
    findings.keep(of_outcome(findings.culprit, where, outcome, case))
    if not isinstance(outcome, Outcome):
        return
    again = findings.asked(where, problem.query, start, case, traced=True)
    if _judged(again) != _judged(outcome):
        found = f"{_judged(outcome)} and then {_judged(again)}"
        findings.add(where, "the same outcome each time", found, _AGAIN)
    untraced = findings.asked(where, problem.query, start, case, traced=False)
    findings.keep(of_outcome(findings.culprit, where, untraced, case))
    if _judged(untraced)[:2] != _judged(outcome)[:2] and _judged(again) == _judged(outcome):
        found = f"{_judged(outcome)[:2]} traced, {_judged(untraced)[:2]} untraced"
        findings.add(where, "the same success and score without a trace", found, "Tracing may change no result.")
    if (dict(start.values), start.text) != before:
        findings.add(where, "the candidate left as it is", "it changed", "Copy what you change.")


def of_outcome(culprit: str, where: str, outcome: Any, case: Case) -> Iterator[Mistake]:
    """What an oracle answered, looked at by its form.

    Args:
        culprit: The problem's name.
        where: What was asked.
        outcome: What was answered.
        case: The case that was asked about.
    """
    if not isinstance(outcome, Outcome):
        remedy = "Return robotrace.opto.Outcome(case, success, score, feedback)."
        yield Mistake(culprit, where, "an Outcome", shown(outcome), remedy)
        return
    for part, holds, expected, remedy in (
        ("case", outcome.case == case, f"the case that was asked about, {case}", "Return the case given."),
        ("success", isinstance(outcome.success, bool), "a bool", "Return bool(success)."),
        ("score", _is_score(outcome.score), "a finite number, or None", "Return float(score); larger is better."),
        ("feedback", isinstance(outcome.feedback, str), "a text", "Say it in words."),
        ("failure", isinstance(outcome.failure, str | None), "a text, or None", "Say why in words."),
        ("graph", isinstance(outcome.graph, Graph | None), "a Graph, or None", "Return what backward() gives."),
        ("steps", _is_whole(outcome.steps), "a whole number", "Count the steps or calls used."),
        ("asked", isinstance(outcome.asked, Spend), "a Spend", "Say Spend(calls, prompt_tokens, completion_tokens)."),
        ("detail", _is_plain(outcome.detail), "a dict of plain data", "Keep what JSON can."),
    ):
        if not holds:
            yield Mistake(culprit, where, f"{part} to be {expected}", shown(getattr(outcome, part)), remedy)


def _failing(variables: Sequence[Variable]) -> Iterator[dict[str, Any]]:
    """Values with which something may well go wrong: code that raises, far numbers, no text."""
    for one in variables:
        if one.kind == "code":
            with suppress(SyntaxError):
                yield {one.name: _raising(one.value)}
        elif one.kind == "number":
            yield from ({one.name: type(one.value)(far)} for far in (-1e6, 1e6))
        elif one.kind == "text":
            yield from ({one.name: text} for text in ("", "{"))


def _failure(findings: Findings, problem: Any, values: Mapping[str, Any], case: Case) -> None:
    try:
        candidate = problem.candidate(values)
    except RobotraceError:
        return  # refused before it was tried
    except Exception as error:  # noqa: BLE001 - a user's own code
        findings.add("candidate()", "ProposalError for what it cannot take", raised(error, problem), "Raise it there.")
        return
    where, remedy = (
        f"query(a candidate that fails, {case})",
        "Catch what the candidate raises: Outcome(..., failure=...).",
    )
    try:
        outcome = findings.raising(where, problem.query, candidate, case, traced=True)
    except Exception as error:  # noqa: BLE001 - a user's own code
        findings.add(where, "an outcome", raised(error, problem), remedy)
        return
    findings.keep(of_outcome(findings.culprit, where, outcome, case))


def _raising(source: str) -> str:
    """A function's source with a body that raises."""
    tree = ast.parse(source)
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            statement.body = ast.parse("raise ValueError('raised on purpose')").body
    return ast.unparse(tree) + "\n"


def _judged(outcome: Any) -> tuple[Any, ...]:
    return tuple(getattr(outcome, part, None) for part in ("success", "score", "feedback", "failure"))


def _is_of(kind: str, value: Any) -> bool:
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return isinstance(value, str) or kind == "value"


def _is_score(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value))


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_plain(value: Any) -> bool:
    try:
        return isinstance(value, Mapping) and bool(json.loads(json.dumps(dict(value), allow_nan=False)) == dict(value))
    except (TypeError, ValueError):
        return False
