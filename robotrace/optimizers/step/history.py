"""What a loop of steps remembers: each setting of the parameters that was tried, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from robotrace.optimizers.reply.values import same_value
from robotrace.optimizers.step.outcomes import MOST, OutputOutcome, outcomes_of
from robotrace.optimizers.step.subgraph import subgraph
from robotrace.opto import Candidate, Case, Outcome, Proposal, Trial, Verdict
from robotrace.trace import Graph

_CASE = Case("train", 0)
"""In a loop there are no cases: whatever came of a setting is one outcome, so that settings are compared as wholes."""


@dataclass(frozen=True, slots=True)
class _Setting:
    """One setting of the parameters.

    Attributes:
        step: The step that proposed it; 0 for the values that the loop began with.
        proposal: The proposal that it came from; None where somebody else set it.
        values: By the names of the parameters.
        outcomes: What came of it, newest last, each once.
    """

    step: int
    proposal: Proposal | None
    values: Mapping[str, Any]
    outcomes: tuple[OutputOutcome, ...]

    def trial(self, graph: Graph | None = None) -> Trial:
        """The setting as an optimizer is shown it, with a graph where it is the present one."""
        verdict = Verdict.ACCEPTED if self.step else Verdict.START
        words = [it.words for it in self.outcomes]
        said = "\n".join(words if len(words) < 2 else (f"{number}. {it}" for number, it in enumerate(words, 1)))
        scores = [it.score for it in self.outcomes if it.score is not None]
        score = sum(scores) / len(scores) if scores else None
        outcome = Outcome(_CASE, success=False, score=score, feedback=said, graph=graph, steps=len(words))
        text = "\n".join(f"{name} = {value}" for name, value in self.values.items())
        return Trial(self.step, verdict, "", self.proposal, Candidate(self.values, text), (outcome,))


class History:
    """The settings that were tried and the proposals that were refused, in the order of the steps. No graph is kept."""

    def __init__(self) -> None:
        self.steps = 0
        self._entries: list[_Setting | Trial] = []
        self._graphs: tuple[Graph, ...] = ()
        self._answer: tuple[int, Proposal | None] = (0, None)

    def add(self, graphs: Iterable[Graph], values: Mapping[str, Any]) -> None:
        """Remember what came of the values that were read, of each graph once.

        Args:
            graphs: All that `backward` has left on the parameters.
            values: The present values of the parameters that may change, for those that a graph has not read.
        """
        given = tuple(graphs)
        for graph in given:
            if not any(graph is earlier for earlier in self._graphs):
                self._add({**values, **_read(graph, values)}, outcomes_of(subgraph(graph, values)))
        self._graphs = given

    def trials(self, graph: Graph) -> tuple[Trial, ...]:
        """All trials, oldest first; the newest setting has the graph."""
        newest = next(entry for entry in reversed(self._entries) if isinstance(entry, _Setting))
        return tuple(
            entry if isinstance(entry, Trial) else entry.trial(graph if entry is newest else None)
            for entry in self._entries
        )

    def accept(self, proposal: Proposal) -> None:
        """A step's proposal was set."""
        self.steps += 1
        self._answer = self.steps, _light(proposal)

    def refuse(self, proposal: Proposal) -> None:
        """A step's proposal changed nothing.

        Args:
            proposal: With its refusal, and the values that were refused where there are any.
        """
        self.steps += 1
        self._entries.append(Trial(self.steps, Verdict.REFUSED, proposal.refusal or "", _light(proposal)))

    def best(self) -> Mapping[str, Any] | None:
        """The values with the highest mean score, of equals the newest; None where nothing was scored."""
        scored = [trial for it in self._entries if isinstance(it, _Setting) and (trial := it.trial()).score is not None]
        best = max(reversed(scored), key=lambda trial: trial.score or 0.0, default=None)
        return None if best is None or best.candidate is None else best.candidate.values

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_graphs": ()}  # graphs hold the user's own values

    def _add(self, values: Mapping[str, Any], outcomes: list[OutputOutcome]) -> None:
        place = next((i for i in reversed(range(len(self._entries))) if isinstance(self._entries[i], _Setting)), None)
        newest = None if place is None else self._entries[place]
        if isinstance(newest, _Setting) and place is not None and _alike(newest.values, values):
            kept = [it for it in newest.outcomes if it not in outcomes]
            self._entries[place] = replace(newest, outcomes=tuple((*kept, *outcomes)[-MOST:]))
            return
        step, proposal = self._answer
        if proposal is not None:
            proposed = {**values, **proposal.values}
            if _alike(proposed, values):
                values = proposed  # in its own spelling, by which an optimizer knows it again
            else:
                step, proposal = self.steps, None  # somebody else has set the values
        self._entries.append(_Setting(step, proposal, values, tuple(outcomes)))


def _light(proposal: Proposal) -> Proposal:
    """A proposal without what takes most room and is never shown again."""
    return replace(proposal, prompt="", pictures=())


def _read(graph: Graph, names: Iterable[str]) -> dict[str, Any]:
    """The values that a graph's calls read of parameters, the newest of each."""
    wanted = set(names)
    read = {record.name: record for record in graph.parameters if record.name in wanted}
    return {name: str(it.output) if it.note.get("kind") == "code" else it.output for name, it in read.items()}


def _alike(values: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    return values.keys() == others.keys() and all(same_value(values[name], others[name]) for name in values)
