"""A controller in the sandbox, called like any function.

Its process sends how each action came about as plain records; here they become nodes again, on the runner's own observation,
so that an episode's trace is the same wherever the controller ran.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from robotrace.errors import ExecutionError, PolicyFailure, PolicyProtocolError, TraceError
from robotrace.rollout.controller import Policy
from robotrace.sandbox import Policy as Process
from robotrace.sandbox import Sandbox
from robotrace.trace import Graph, Node, Parameter, Record


class Confined:
    """Asks a policy's process for one action a call, with its trace where the observation is a node."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._parameters: dict[str, Node] = {}

    def __call__(self, observation: Any) -> Any:
        """The action for one observation.

        Raises:
            ExecutionError: a traced call failed; carries its node.
            PolicyFailure: the policy failed otherwise.
        """
        if not isinstance(observation, Node):
            return self._process.act(observation)
        try:
            step = self._process.trace(observation.data)
        except PolicyFailure as failure:
            nodes = self._revived(failure.records, observation)
            if not nodes:
                raise
            raise ExecutionError(str(failure), nodes[-1]) from failure
        nodes = self._revived(step.records, observation)
        return nodes[-1] if nodes else step.action

    def _revived(self, records: Sequence[Mapping[str, Any]], observation: Node) -> list[Node]:
        """The records as nodes; parameters stay the same ones over an episode."""
        try:
            graph = Graph.from_records(records)
            given = {it.id: self._parameters[it.name] for it in graph.parameters if it.name in self._parameters}
            given |= {it.id: observation for it in graph.records if _is_observation(it)}
            nodes = graph.nodes(given)
        except TraceError as error:
            raise PolicyProtocolError(f"The policy's process sent no trace: {error}") from error
        for node in nodes:
            if isinstance(node, Parameter):
                self._parameters.setdefault(node.name, node)
        return nodes


def _is_observation(record: Record) -> bool:
    return record.kind == "input" and record.name == "observation" and not record.operation


@contextmanager
def confined(sandbox: Sandbox, text: str, *, action_size: int) -> Iterator[Policy]:
    """A program in a fresh process of the sandbox; one that cannot be loaded fails at its first call.

    Raises:
        SandboxUnavailable: no process could be had.
    """
    try:
        process = sandbox.load(text, action_size=action_size)
    except PolicyFailure as failure:
        yield _failing(failure)
        return
    with process:
        yield Confined(process)


def _failing(failure: PolicyFailure) -> Policy:
    def controller(_observation: Any) -> Any:
        raise failure

    return controller
