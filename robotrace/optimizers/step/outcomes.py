"""What came of the outputs of a traced program, in words: what went in, what came out, what was said of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from robotrace.optimizers.view.calls import references
from robotrace.optimizers.view.values import short
from robotrace.text import one_line
from robotrace.trace import Graph, Record, Ref, operations
from robotrace.trace.failure import pointed
from robotrace.trace.operation import RECEIVERS, Operation

MOST = 8
"""Outputs that are remembered for one setting of the parameters: the newest ones."""
_COMPARISONS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_INPUTS = 6
_VALUE, _WORDS = 160, 600  # characters
_OPERATORS = {"list", "tuple", "dict", "set"} | {
    it.name for it in vars(operations).values() if isinstance(it, Operation)
}


@dataclass(frozen=True, slots=True)
class OutputOutcome:
    """What came of one output.

    Attributes:
        words: The output with its inputs and the feedback, on one line.
        score: The mean of the scores that it was given; None where it was given none.
    """

    words: str
    score: float | None


def acts(graph: Graph) -> bool:
    """Whether the program acts in an environment: the steps in its trace then have rewards."""
    return any("reward" in record.note for record in graph.records)


def outcomes_of(graph: Graph) -> list[OutputOutcome]:
    """What came of the outputs with feedback, of the newest ones at most; of an episode as a whole."""
    if acts(graph):  # its observations are long, and its feedback speaks of them
        words = (it for said in graph.feedback.values() for it in said if isinstance(it, str))
        return [OutputOutcome("\n".join(words), _mean([score for it in graph.scores.values() for score in it]))]
    return [_outcome(graph, id) for id in list(graph.feedback)[-MOST:]]


def _outcome(graph: Graph, id: int) -> OutputOutcome:
    score = _mean(graph.scores.get(id, ()))
    record = graph.records[id]
    said = "; ".join(
        filter(None, (it if isinstance(it, str) else short(it) for it in _beside(record, graph.feedback[id])))
    )
    inputs = ", ".join(_inputs(graph, id))
    words = _output(graph, record) + (f" with {inputs}" if inputs else "")
    words += "" if score is None else f", score {short(score)}"
    return OutputOutcome(words + (f": {one_line(said, _WORDS)}" if said else ""), score)


def _beside(record: Record, feedback: tuple[object, ...]) -> list[object]:
    """Feedback that says more than the output: not the error once more, as in `node.backward(str(error))`."""
    error = record.error
    return [it for it in feedback if error is None or not (isinstance(it, str) and it.endswith(error))]


def _output(graph: Graph, record: Record) -> str:
    namesakes = sum(other.name == record.name for other in graph.records)
    label = one_line(graph.label(record.id) if namesakes > 1 else record.name)
    if record.error is not None:
        return f"{label} raised {one_line(pointed(record.error), _VALUE)}"
    return f"{label} = {one_line(short(record.output), _VALUE)}{_compared(graph, record)}"


def _compared(graph: Graph, record: Record) -> str:
    """What a comparison compared, since True or False alone says neither what came out nor what was expected; else ""."""
    sign = _COMPARISONS.get(record.operation)
    if sign is None or list(record.inputs) != ["a", "b"]:
        return ""
    values = (graph.records[it.id].output if isinstance(it, Ref) else it for it in record.inputs.values())
    left, right = (one_line(short(value, graph.label), _VALUE) for value in values)
    return f" ({left} {sign} {right})"


def _inputs(graph: Graph, id: int) -> list[str]:
    """What went into an output from outside: inputs, and the plain arguments of functions, each once."""
    found: dict[str, None] = {}
    for record in _before(graph, id):
        if record.kind == "input":
            found[_named(graph.label(record.id), record.output)] = None
        elif record.kind == "call" and record.operation not in _OPERATORS:
            plain = {name: value for name, value in record.inputs.items() if not any(references(value))}
            found |= {_named(name, value): None for name, value in plain.items() if name not in RECEIVERS}
    listed = list(found)
    return listed if len(listed) <= _INPUTS else [*listed[:_INPUTS], f"{len(listed) - _INPUTS} more"]


def _named(name: str, value: object) -> str:
    return f"{one_line(name)} = {one_line(short(value), _VALUE)}"


def _before(graph: Graph, id: int) -> Iterator[Record]:
    """The records that one came from, and itself, in their order."""
    reached = {id}
    for record in reversed(graph.records[: id + 1]):
        if record.id in reached:
            reached.update(record.parents)
    return (graph.records[place] for place in sorted(reached))


def _mean(scores: tuple[float, ...] | list[float]) -> float | None:
    return sum(scores) / len(scores) if scores else None
