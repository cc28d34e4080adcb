"""A data set as an OPTO problem: a case is a row, a candidate is a program's text."""

from __future__ import annotations

import inspect
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from robotrace.data.calls import Called, Times, call, call_here
from robotrace.data.home import furnished, home_of
from robotrace.data.metric import Metric, check_metric, name_of, read_metric
from robotrace.data.rows import Row, read_rows
from robotrace.data.split import parts
from robotrace.episodes.controller import Controller, load
from robotrace.episodes.problem import check_literal, described_by, rules_of
from robotrace.episodes.programs import Programs, program_of, title_of
from robotrace.errors import OptionError, PolicyFailure, ProgramError, ProposalError
from robotrace.opto import Candidate, Case, Outcome, Program, Split, Variable, Words, codec
from robotrace.opto.entry import arguments_of
from robotrace.sandbox import Limits, Policy, Sandbox, modules
from robotrace.sandbox.offered import with_live
from robotrace.sandbox.plain import PLAIN, not_plain
from robotrace.text import one_line

WORDS = Words("row", "program call", "program", ".py")


class DataProblem:
    """Makes a program do well on the rows of a data set.

    Only the inputs of a row reach a candidate: the row itself, with what is expected, and the metric stay in this process.

    Args:
        program: What is trained: a function, an object that can be called, a file ("./mine.py:solve"), a program.
        data: A list of rows, each a dict or an object with the program's arguments by name, a tuple (input, ..., expected), or the
            one input itself.
        metric: Called with an output and its row; returns a number (larger is better), a bool (solved or not), words for the
            optimizer, or several of these as a tuple, a mapping or a `Metric`.
        split: (train, validation, held-out) as shares or numbers of rows; by default a fifth of the rows is held out, and from 20
            rows on a fifth decides what is better.
        seed: Of the order in which rows are dealt out.
        context: What the problem is, in words, for the optimizer; by default the docstrings of the program and the metric.
        name: Short, for the run folder and the plots; by default the program's.
        seconds: The longest that one call of a candidate may take, in seconds; what it asks of this process does not count.
        home_seconds: The longest that what one call asks of this process may take, in all, in seconds: what runs then is
            interrupted, and the row is given up. Code in C that neither returns nor lets Python run cannot be.
        trust: Whether candidates run in this process, with all that its user may do, instead of in the sandbox. Both times are
            then one: a call is interrupted after their sum.

    What the program uses and cannot be written down - a client, a database, a module of a library - stays in this process. A
    candidate in the sandbox asks it for what the program's own code may ask for, with plain data both ways.

    Raises:
        OptionError: Nothing in the program can be trained, or the data, the metric, the split or a time are not usable.
        ProgramError: The program cannot be made one text or loaded.
        UnsafeCodeError: What the program uses cannot be had in the sandbox.
        SandboxUnavailable: No sandboxed process can be started.
    """

    words = WORDS

    def __init__(
        self,
        program: Programs,
        data: Any,
        metric: Callable[[Any, Any], Any],
        *,
        split: Sequence[float] | None = None,
        seed: int = 0,
        context: str | None = None,
        name: str | None = None,
        seconds: float = 5.0,
        home_seconds: float = 60.0,
        trust: bool = False,
    ) -> None:
        self._metric = check_metric(metric)
        self.program = program_of(program, has=modules.has)
        if not self.program.variables:
            raise OptionError(
                "The program has nothing to train: mark a function with @robotrace.bundle(trainable=True), or a literal with "
                "robotrace.node(..., trainable=True, name=...)."
            )
        self._rows = read_rows(data, arguments_of(self.program))
        self._parts, self.seed = parts(len(self._rows), split, seed), seed
        if not trust:
            _check_plain(self._rows)
        _check_seconds(seconds=seconds, home_seconds=home_seconds)
        limits = Limits(act_seconds=seconds, episode_seconds=max(seconds, 30.0), cpu_seconds=max(60, int(seconds) + 10))
        self.sandbox = None if trust else Sandbox(limits)
        self._home = home_of(self.program, context or "")
        self.times = Times(seconds, home_seconds)
        self.name = name or title_of(program)
        self.context = context or _context(program, metric, self._rows[0])
        self._start = self.program.text
        try:
            with self._opened(self._start) as loaded:
                self._rules = rules_of(loaded)
                self.variables: tuple[Variable, ...] = tuple(
                    with_live(it, self.program.outside) for it in described_by(self.program.variables, loaded)
                )
        except PolicyFailure as error:
            raise ProgramError(f"The program cannot be loaded: {error}") from error

    @property
    def validation(self) -> Sequence[Case]:
        """The rows that decide what is better, and that no optimizer sees."""
        return [Case("validation", index) for index in range(len(self._parts.validation))]

    @property
    def settings(self) -> Mapping[str, Any]:
        """What a run keeps of it: the metric's name, how many rows there are of each part, and the data's fingerprint."""
        inputs = [{name: _fingerprint(value) for name, value in row.inputs.items()} for row in self._rows]
        digest = sha256(json.dumps(inputs).encode()).hexdigest()[:16]
        return {
            "metric": name_of(self._metric),
            "rows": {**self._parts.settings, "seed": self.seed},
            "data": digest,
        }

    def cases(self, split: Split) -> Sequence[Case]:
        """The rows of one split."""
        return [Case(split, index) for index in range(len(self._numbers(split)))]

    def candidate(self, values: Mapping[str, Any]) -> Candidate:
        """The program with these values, loaded and checked.

        Raises:
            ProposalError: It cannot be loaded, or a part lost its name or signature.
        """
        for variable in self.variables:
            if variable.kind != "code" and variable.name in values:
                check_literal(variable, values[variable.name])
        text = self.program.render(values)
        try:
            with self._opened(text) as loaded:
                found = rules_of(loaded)
        except (ProgramError, PolicyFailure) as error:
            raise ProposalError(f"The program cannot be loaded: {error}") from error
        for name, rule in self._rules.items():
            if name not in found:
                raise ProposalError(f"The program no longer defines the parameter {name!r}.")
            if found[name] != rule:
                raise ProposalError(f"Parameter {name!r} expects {rule}; found {found[name]}.")
        merged = {variable.name: variable.value for variable in self.variables} | dict(values)
        return Candidate(merged, text)

    def query(self, candidate: Candidate, case: Case, *, traced: bool = True) -> Outcome:
        """One call of the program, judged by the metric."""
        return self.judged(candidate, case, self.call(candidate, case, traced=traced))

    def call(self, candidate: Candidate, case: Case, *, traced: bool = True) -> Called:
        """The call alone. Several threads may make some at a time."""
        inputs, home = self.inputs(case), self._home
        if self.sandbox is None:
            return call_here(candidate.text, inputs, traced=traced, outside=self.program.outside, times=self.times)
        return call(candidate.text, inputs, sandbox=self.sandbox, traced=traced, surroundings=home, times=self.times)

    def inputs(self, case: Case) -> Mapping[str, Any]:
        """What the program is called with for a row."""
        return self._row(case).inputs

    def rows(self, split: Split) -> int:
        """How many rows a split has, validation included."""
        return len(self._numbers(split))

    def judged(self, candidate: Candidate, case: Case, called: Called) -> Outcome:
        """What the metric says of a call.

        Raises:
            OptionError: The metric fails on an output of the starting program, or returns what no metric may.
        """
        row, judged, failure = self._row(case), Metric(), called.failure
        if failure is None:
            judged, failure = self._judge(called.output, row, is_start=candidate.text == self._start)
        score = float(judged.success) if judged.score is None and judged.success is not None else judged.score
        success = bool(judged.success)
        words = _failed(failure, row) if failure else judged.feedback or _default(called.output, judged, row)
        return Outcome(
            case=case,
            success=success,
            score=score,
            feedback=words,
            graph=called.graph(words) if case.split == "train" else None,
            failure=failure,
            seconds=called.seconds,
            detail={
                "row": row.number,
                "input": _shown(row),
                "output": one_line(repr(called.output), 500),
                "solvable": judged.success is not None,
            },
        )

    def bare(self, candidate: Candidate, about: str) -> str:
        """A candidate's file without robotrace, below a comment; what stayed outside of it is imported, or named to be put in."""
        return f"# {about}\n" + furnished(self.program.exported(candidate.values), self.program.outside)

    def close(self) -> None:
        """End the sandbox's processes; they are started again when they are needed."""
        if self.sandbox is not None:
            self.sandbox.close()

    def _judge(self, output: Any, row: Row, *, is_start: bool) -> tuple[Metric, str | None]:
        metric = name_of(self._metric)
        try:
            returned = self._metric(output, row.value)
        except Exception as error:
            words = f"{type(error).__name__}: {one_line(str(error), 200)}"
            if is_start:
                raise OptionError(
                    f"The metric {metric} fails on row {row.number}, where the program returned {one_line(repr(output), 80)}: "
                    f"{words}. It has to judge any output."
                ) from error
            return Metric(), f"bad output: the metric {metric} cannot judge {one_line(repr(output), 80)} ({words})"
        if isinstance(output, float) and output - output != 0.0:  # not finite, and so what a metric makes of it
            return Metric(), f"bad output: {output} is no finite number"
        return read_metric(returned, metric=metric, row=row.number), None

    @contextmanager
    def _opened(self, text: str) -> Iterator[Controller | Policy]:
        if self.sandbox is None:
            yield load(text, self.program.outside)
            return
        with self.sandbox.load(text, surroundings=self._home) as process:
            yield process

    def _numbers(self, split: Split) -> tuple[int, ...]:
        numbers: tuple[int, ...] = getattr(self._parts, split)
        return numbers

    def _row(self, case: Case) -> Row:
        return self._rows[self._numbers(case.split)[case.index]]


def _fingerprint(value: Any) -> Any:
    """What of an input tells data sets apart: of an object, which may say its address, its class alone."""
    return codec.encode(value) if not_plain(value) is None else type(value).__name__


def _check_seconds(**given: Any) -> None:
    for name, value in given.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
            raise OptionError(f"{name}: expected a number of seconds above 0, found {value!r:.100}.")


def _check_plain(rows: Sequence[Row]) -> None:
    for row in rows:
        for name, value in row.inputs.items():
            wrong = not_plain(value, name)
            if wrong is not None:
                raise OptionError(
                    f"data: row {row.number}: the input {wrong}, which cannot go to the sandbox that candidates run in. "
                    f"Give {PLAIN}, or train with trust=True."
                )


def _context(program: Any, metric: object, row: Row) -> str:
    """What the problem is, where its user does not say."""
    said = [
        inspect.getdoc(program) if callable(program) else None,
        inspect.getdoc(metric) if inspect.isroutine(metric) else None,
    ]
    names = ", ".join(row.inputs)
    title = "metric" if name_of(metric) == "metric" else f"metric {name_of(metric)}"
    lines = [
        f"The program is called once for each row of a data set, with the row's {names}.",
        *([f"The program: {one_line(said[0], 1000)}"] if said[0] else []),
        f"The {title} judges what it returns{f': {one_line(said[1], 1000)}' if said[1] else '.'}",
        *(["What else a row holds, the metric is given and the program is not."] if row.rest else []),
        "Where the metric says which rows are solved, a program that solves more is better; of two that solve as many, the one "
        "that fails on fewer, then the one with the higher mean score.",
    ]
    return "\n".join(lines)


def _default(output: Any, judged: Metric, row: Row) -> str:
    """Feedback where the metric has no words of its own."""
    if judged.success:
        return "Solved."
    said = "Not solved." if judged.success is not None else f"Score {(judged.score or 0.0) + 0.0:.4g}."  # never -0
    return f"{said} The program returned {one_line(repr(output), 200)}.{_holds(row)}"


def _failed(failure: str, row: Row) -> str:
    """Feedback where the program failed, its line apart. No metric has judged it, so the row speaks for itself."""
    first = failure.partition("\n")[0].rstrip(".")
    return f"{first}.{_holds(row)}"


def _holds(row: Row) -> str:
    return f" The row holds {row.rest}." if row.rest else ""


def _shown(row: Row) -> str:
    """What goes in, as it would be written."""
    return one_line(", ".join(f"{name} = {one_line(repr(value), 300)}" for name, value in row.inputs.items()), 500)


def trusted(problem: DataProblem) -> DataProblem:
    """The same problem, its candidates in this process."""
    made = object.__new__(type(problem))
    made.__dict__.update({**problem.__dict__, "sandbox": None})
    return made


def of_program(problem: DataProblem, program: Program) -> DataProblem:
    """The same rows and metric for another program, to be tried alone.

    Raises:
        OptionError: The program does not take the rows' inputs.
    """
    takes, given = arguments_of(program), list(problem.inputs(Case("train", 0)))
    if not set(takes.required) <= set(given) <= set(takes.names):
        raise OptionError(f"{problem.name}: rows give {', '.join(given)}, found a program that takes {takes}.")
    made = object.__new__(type(problem))
    made.__dict__.update({**problem.__dict__, "program": program, "_home": home_of(program, "")})
    return made
