"""Nodes, the traced values that users hold, and the calls that make them. Nodes are equal only to themselves."""

from __future__ import annotations

import copy
import reprlib
from collections.abc import Mapping
from operator import is_
from typing import Any, NoReturn

from robotrace.errors import ExecutionError
from robotrace.trace.containers import ATOMS, is_flat, replace
from robotrace.trace.failure import explain
from robotrace.trace.graph import propagate
from robotrace.trace.operation import Operation, Origin
from robotrace.trace.said import UNSCORED, Said, Score
from robotrace.trace.state import CONTEXT
from robotrace.trace.traced import NOTHING, Traced, edge_of, shown, value_of


class Node(Traced):
    """A value and where it came from. Made by `node`, by calls of bundles and by operators on nodes.

    A copy, shallow or deep, and a pickled node are leaves: the value without the graph before it.
    """

    __slots__ = ()

    @property
    def data(self) -> Any:
        """The plain value. Read in a bundle's body, it makes this node one of that call's parents."""
        frame = CONTEXT.get()
        if frame is not None and frame is not False:
            frame.append(self._edge())
        return self._data

    @property
    def name(self) -> str:
        """Given by `node`, or the operation's; not unique (labels of a `Graph` are)."""
        return self._origin.name

    @property
    def operation(self) -> str:
        """Name of the function that was called; "" for a leaf."""
        return self._origin.operation

    @property
    def description(self) -> str:
        """In words."""
        return self._origin.description

    @property
    def inputs(self) -> dict[str, Any]:
        """The arguments of this call by name: nodes, plain values, or containers of both.

        "__code__" is the parameter that a trainable call took its code from, "__reads__" the nodes that its body read
        or made. A parameter that has been set since is given as it was at the call.
        """
        return {name: replace(value, shown) for name, value in self._inputs().items()}

    @property
    def parents(self) -> tuple[Node, ...]:
        """The nodes among the inputs, each once."""
        return tuple(dict.fromkeys(map(shown, self._parents)))

    def backward(self, feedback: Any = "", *, score: Score = UNSCORED) -> None:
        """Propagate feedback on this value to the parameters it came from.

        Args:
            feedback: words, a number, anything that says how good the value is.
            score: a finite number, larger is better, where there is one; OPRO and Tune compare candidates by it.

        Raises:
            TraceError: the score is no finite number.
        """
        propagate([Said(self, feedback, score)])

    def _apply(self, operation: Operation, args: tuple[Any, ...], kwargs: Mapping[str, Any] | None = None) -> Any:
        frame = CONTEXT.get()
        call = Call(operation, args, kwargs or NOTHING)
        if frame is not None:
            if frame is not False:
                frame.extend(call.parents)
            return operation.function(*call.values, **call.keywords)
        token = CONTEXT.set(call.reads)
        try:
            output = operation.function(*call.values, **call.keywords)
        except Exception as error:  # noqa: BLE001 - what the user's values raise becomes feedback
            call.fail(error, explain(error)[0])
        finally:
            CONTEXT.reset(token)
        return call.node(output)

    def __copy__(self) -> Node:
        return self._leaf(self._data)

    def __deepcopy__(self, memo: dict[int, Any]) -> Node:
        return self._leaf(copy.deepcopy(self._data, memo))

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self._data, self.name, self.description)

    def _leaf(self, data: Any) -> Node:
        return _restore(data, self.name, self.description)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name} = {reprlib.repr(self._data)}>"


class Call:
    """One call on its way to becoming a node.

    Attributes:
        args, kwargs: the arguments as they are kept, nodes as nodes.
        values, keywords: the arguments as the function gets them, plain.
        code: the code parameter that the function was compiled from.
        parents: the nodes among the arguments.
        reads: the nodes that the body reads or makes while it runs.
    """

    __slots__ = ("args", "code", "keywords", "kwargs", "origin", "parents", "reads", "values")

    def __init__(self, origin: Origin, args: tuple[Any, ...], kwargs: Mapping[str, Any], skip: int = 0) -> None:
        self.code: Traced | None = None
        parents: list[Traced] = []
        reads: list[Traced] = []
        self.origin = origin
        self.parents = parents
        self.reads = reads
        self.args = self.values = args
        self.kwargs = self.keywords = kwargs
        if skip:
            receiver, args = args[:skip], args[skip:]
            self.args = self.values = args
        for value in args:
            if type(value) not in ATOMS:
                self.args, self.values = split_all(args, parents)
                break
        if skip:
            self.values = receiver + self.values
        if kwargs:
            names = kwargs.keys()
            kept, values = split_all(tuple(kwargs.values()), parents)
            self.kwargs, self.keywords = dict(zip(names, kept, strict=True)), dict(zip(names, values, strict=True))

    def node(self, output: Any) -> Node:
        """The node of the call."""
        parents, reads = self.parents, self.reads
        if type(output) not in ATOMS and not is_flat(output):
            output = split(output, reads)[1]  # a body may hand out a node that it found outside
        if self.code is not None:
            parents.append(self.code)
        if reads:
            reads = list(dict.fromkeys(reads))
            parents += reads
        args = self.args
        edges = args if len(parents) == len(args) and all(map(is_, parents, args)) else tuple(parents)
        node = Node(output, self.origin, args, self.kwargs, edges)
        node._code = self.code
        node._reads = tuple(reads)
        return node

    def fail(self, error: Exception, words: str) -> NoReturn:
        """Raise the node of a call that raised."""
        node = self.node(None)
        node.error = words
        raise ExecutionError(f"{node.name} failed. {words}", node) from error


def split_all(args: tuple[Any, ...], parents: list[Traced]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """`split` for each argument of a call."""
    kept: list[Any] = []
    values: list[Any] = []
    for value in args:
        kind = type(value)
        if kind is Node:  # the common case, without the walk
            parents.append(value)
            kept.append(value)
            values.append(value_of(value))
        elif kind in ATOMS or is_flat(value):
            kept.append(value)
            values.append(value)
        else:
            edge, plain = split(value, parents)
            kept.append(edge)
            values.append(plain)
    return tuple(kept), tuple(values)


def split(value: Any, parents: list[Traced]) -> tuple[Any, Any]:
    """What a call keeps of an argument, and what its function gets.

    Args:
        value: a node, a container of nodes, or a plain value.
        parents: the nodes found in it are appended.

    Returns:
        The argument with every node as it stands now, and the same with plain values in their place.
    """
    before = len(parents)

    def note(taken: Traced) -> Traced:
        edge: Traced = edge_of(taken)
        parents.append(edge)
        return edge

    kept = replace(value, note)
    if len(parents) == before:
        return value, value
    return kept, replace(kept, value_of)


def _restore(data: Any, name: str, description: str) -> Node:
    return Node(data, Origin(name, "", description))
