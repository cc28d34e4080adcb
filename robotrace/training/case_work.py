"""Cases of a user's own problem as the work of a pool: each worker makes the problem for itself, and asks it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from robotrace.episodes.pool.work import Answering
from robotrace.errors import ProblemError
from robotrace.opto import Candidate, Case, Job, Outcome, Problem, codec
from robotrace.opto.artifacts import Artifacts
from robotrace.opto.mistake import Mistake
from robotrace.opto.pictures import Pictures
from robotrace.opto.pool import ask
from robotrace.sandbox.plain import not_plain
from robotrace.trace import Graph
from robotrace.training.remade import making, remade

_PARTS = ("success", "score", "feedback", "failure", "steps", "seconds", "detail")


@dataclass(frozen=True, slots=True)
class CaseRequest:
    """One question to the oracle.

    Attributes:
        job: The job as it would be done here.
    """

    job: Job

    def to_json(self) -> str:
        """The request as text."""
        job = self.job
        values = codec.encode(dict(job.candidate.values))
        return json.dumps([values, job.candidate.text, job.case.split, job.case.index, job.traced])

    def __str__(self) -> str:
        return f"the question about {self.job.case}"


@dataclass(frozen=True, slots=True)
class CaseWork:
    """Cases of one problem; see `Work`. What of an outcome cannot leave its process is made again here, if it is looked at.

    Attributes:
        problem: The problem.
        made: How it is made anew, as `making` found it.
    """

    problem: Problem
    made: Mapping[str, Any] = field(repr=False)

    @classmethod
    def of(cls, problem: Problem) -> CaseWork:
        """The work for a live problem.

        Raises:
            OptionError: It cannot be made anew in another process.
        """
        return cls(problem, making(problem))

    @property
    def limit(self) -> float | None:
        """None: it is for the problem to say what takes too long."""
        return None

    @property
    def takes_turns(self) -> bool:
        """Not that anybody knows."""
        return False

    def settings(self) -> dict[str, Any]:
        """How the problem is made anew."""
        return dict(self.made)

    def request(self, job: Job) -> CaseRequest:
        """The question of a job.

        Raises:
            ProblemError: A value of the candidate cannot go to another process.
        """
        for name, value in job.candidate.values.items():
            if wrong := not_plain(value, name):
                mistake = Mistake(
                    self.problem.name, "candidate()", "values that are plain data", wrong, "Use one worker."
                )
                raise ProblemError(str(mistake))
        return CaseRequest(job)

    def read(self, body: Any, request: CaseRequest) -> Outcome:
        """The outcome."""
        job = request.job

        def again() -> Outcome:
            return ask(self.problem, job)

        try:
            outcome = Outcome(case=job.case, **{name: codec.decode(body[name]) for name in _PARTS})
            graph, artifacts = body["graph"], body["artifacts"]
            if graph == "again":
                outcome = replace(outcome, graph=Graph.deferred(lambda: again().graph or Graph((), {})))
            elif graph is not None:
                records = codec.decode(graph)
                outcome = replace(outcome, graph=Graph.deferred(lambda: Graph.from_records(records)))
            return outcome if artifacts is None else replace(outcome, artifacts=_promised(artifacts, again))
        except (KeyError, TypeError) as error:
            raise ValueError(f"not an outcome: {error!r}") from error

    def late(self, request: CaseRequest, limit: float) -> Outcome:
        """An outcome that failed, where a pool was given a limit."""
        words = f"timeout: It took longer than {limit:g} s; the process that it ran in was ended."
        return Outcome(request.job.case, False, None, words, failure=words, seconds=limit)

    def outcome(self, answer: Outcome, job: Job) -> Outcome:  # noqa: ARG002 - asked alike of all works
        """The answer is one."""
        return answer

    def close(self) -> None:
        """Nothing is kept here."""


def serve(settings: Mapping[str, Any]) -> Answering:
    """In a worker: asks the problem."""
    problem = remade(settings)
    last: list[Candidate] = []

    def answer(body: str) -> Any:
        values, text, split, index, traced = json.loads(body)
        if not last or last[0].text != text:
            last[:] = [_candidate(problem, codec.decode(values), text)]
        return _written(problem, ask(problem, Job(last[0], Case(split, index), traced)))

    return answer


def _candidate(problem: Problem, values: Mapping[str, Any], text: str) -> Candidate:
    """The candidate of these values, which has to be the same text here as where it was first made."""
    made = problem.candidate(values)
    if made.text != text:
        raise ProblemError(
            f"{problem.name}: made anew in another process, it makes another text of the same values: it is to depend on what its "
            "file and its arguments say alone. Or use one worker."
        )
    return made


def _written(problem: Problem, outcome: Outcome) -> dict[str, Any]:
    """An outcome as JSON-compatible data."""
    if wrong := not_plain(dict(outcome.detail), "detail"):
        mistake = Mistake(problem.name, f"query() on {outcome.case}", "a detail of plain data", wrong, "Leave it out.")
        raise ProblemError(str(mistake))
    graph: Any = None
    if outcome.graph is not None:
        records = outcome.graph.to_records()
        graph = "again" if not_plain(records) else codec.encode(records)
    kept, body = outcome.artifacts, {name: codec.encode(getattr(outcome, name)) for name in _PARTS}
    if kept is not None:
        seen = kept.pictures
        shows = None if seen is None else [seen.about, list(seen.captions)]
        body["artifacts"] = {"files": list(kept.files), "pictures": shows}
    return {"artifacts": None, **body, "graph": graph}


def _promised(body: Mapping[str, Any], again: Any) -> Artifacts:
    """Artifacts that are made here when somebody looks, from the same question."""

    def file(ending: str) -> Callable[[], bytes]:
        def content() -> bytes:
            made: bytes = again().artifacts.files[ending]()
            return made

        return content

    shows = body["pictures"]
    pictures = None if shows is None else Pictures(shows[0], shows[1], lambda: again().artifacts.pictures.pngs)
    return Artifacts(pictures=pictures, files={ending: file(ending) for ending in body["files"]})
