"""The part of a workflow that feedback on its outputs has to do with."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from robotrace.trace.nodes import Node
from robotrace.trace.parameter import Reading
from robotrace.trace.records import RecordKind


def minimal(outputs: Iterable[Node]) -> list[tuple[Node, RecordKind]]:
    """The nodes between the parameters and some outputs, in the order in which they were made.

    Each node and each edge is looked at twice: O(N + E). The walk is a loop, so a chain may have any length.

    Args:
        outputs: nodes, parameters as readings.

    Returns:
        The readings of parameters; the "call"s that depend on them; and as "input"s the other nodes that those calls
        took, and the outputs that depend on no parameter.
    """
    wanted = set(outputs)
    ordered = sorted(_ancestors(wanted), key=_made)
    depends: set[Node] = set()
    taken = wanted
    for node in ordered:
        if type(node) is Reading or not depends.isdisjoint(node._parents):
            depends.add(node)
            taken.update(node._parents)
    kept: list[tuple[Node, RecordKind]] = []
    for node in ordered:
        if node in depends:
            kept.append((node, "parameter" if type(node) is Reading else "call"))
        elif node in taken:
            kept.append((node, "input"))
    return kept


_made = attrgetter("_serial")


def _ancestors(outputs: set[Node]) -> set[Node]:
    """The outputs and everything that they came from."""
    found = set(outputs)
    pending = list(outputs)
    while pending:
        for parent in pending.pop()._parents:
            if parent not in found:
                found.add(parent)
                pending.append(parent)
    return found
