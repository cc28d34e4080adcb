"""Calls for rows as the work of a pool. A worker is given a program's text and a row's inputs; the metric and the row stay here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, get_args

from robotrace.data.calls import Called, Times, call, call_here
from robotrace.data.problem import DataProblem
from robotrace.episodes.pool.work import TRUSTED_SECONDS, Answering
from robotrace.errors import OptionError
from robotrace.opto import Case, Job, Outcome, Split, codec
from robotrace.sandbox import Limits, Replay, Sandbox
from robotrace.sandbox.plain import PLAIN, not_plain
from robotrace.text import one_line
from robotrace.trace import Graph, Node


@dataclass(frozen=True, slots=True)
class RowRequest:
    """One call.

    Attributes:
        text: The source text of the whole program.
        inputs: Its arguments by name.
        case: The row's place, for messages.
        traced: Whether to find out how the output came about.
    """

    text: str
    inputs: Mapping[str, Any] = field(repr=False)
    case: Case
    traced: bool = True

    def to_json(self) -> str:
        """The request as text."""
        return json.dumps([self.text, codec.encode(dict(self.inputs)), self.traced])

    def __str__(self) -> str:
        return f"the call for row {self.case}"


@dataclass(frozen=True, slots=True)
class RowWork:
    """Calls for the rows of one problem; see `Work`.

    Attributes:
        problem: The problem, whose metric judges in this process.
    """

    problem: DataProblem

    def __post_init__(self) -> None:
        """Refuse what cannot go to another process.

        Raises:
            OptionError: A live object would have to go there.
        """
        problem = self.problem
        if problem.program.outside:
            raise OptionError(
                f"{problem.name} uses {', '.join(problem.program.outside)} of this process, which cannot go to another: give "
                "workers alone, for threads of this one, or let the program make it itself."
            )
        for case in (Case(split, row) for split in get_args(Split) for row in range(problem.rows(split))):
            for name, value in problem.inputs(case).items():
                if wrong := not_plain(value, name):
                    raise OptionError(
                        f"{problem.name}: row {case}: the input {wrong}, which cannot go to another process: expected {PLAIN}. "
                        "Leave pool and workers out."
                    )

    @property
    def limit(self) -> float | None:
        """A program in the sandbox is watched there."""
        return TRUSTED_SECONDS if self.problem.sandbox is None else None

    @property
    def takes_turns(self) -> bool:
        """With the sandbox."""
        return self.problem.sandbox is not None

    def settings(self) -> dict[str, Any]:
        """The limits of a call; see `Work`."""
        sandbox = self.problem.sandbox
        return {"limits": None if sandbox is None else asdict(sandbox.limits), "times": list(self.problem.times)}

    def request(self, job: Job) -> RowRequest:
        """The call of a job."""
        return RowRequest(job.candidate.text, self.problem.inputs(job.case), job.case, job.traced)

    def read(self, body: Any, request: RowRequest) -> Called:  # noqa: ARG002 - asked alike of all works
        """What came of the call."""
        return _read(body)

    def late(self, request: RowRequest, limit: float) -> Called:  # noqa: ARG002 - asked alike of all works
        """A call that failed."""
        words = f"The call took longer than {limit:g} s; the process that it ran in was ended."
        return Called(None, f"timeout: {words}", limit)

    def outcome(self, answer: Called, job: Job) -> Outcome:
        """What the metric says of it."""
        return self.problem.judged(job.candidate, job.case, answer)

    def close(self) -> None:
        """Nothing: the problem keeps its sandbox."""


def serve(settings: Mapping[str, Any]) -> Answering:
    """In a worker: calls programs."""
    limits, times = settings["limits"], Times(*settings["times"])
    sandbox = None if limits is None else Sandbox(Limits(**limits))

    def answer(body: str) -> Any:
        text, inputs, traced = json.loads(body)
        given = codec.decode(inputs)
        if sandbox is None:
            called = call_here(text, given, traced=traced, outside={}, times=times)
        else:
            called = call(text, given, sandbox=sandbox, traced=traced, times=times)
        if wrong := not_plain(called.output, "its output"):
            raise OptionError(
                f"The program returned {one_line(repr(called.output), 80)}: {wrong} cannot come back from another process. "
                "Leave pool and workers out."
            )
        return _written(called)

    return answer


def _written(called: Called) -> Any:
    """A call as JSON-compatible data; how it came about as records, as the sandbox's are."""
    end = called.end
    if isinstance(end, Node):
        graph = Graph.of({end: ""})
        end = Replay([{**record, "feedback": []} for record in graph.to_records()], list(graph.feedback))
    trace = None if end is None else [end.records, end.outputs]
    return codec.encode([called.output, called.failure, called.seconds, trace])


def _read(body: Any) -> Called:
    """What `_written` made.

    Raises:
        ValueError: It is something else.
    """
    try:
        output, failure, seconds, trace = codec.decode(body)
        return Called(output, failure, seconds, None if trace is None else Replay(*trace))
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a call: {error!r}") from error
