"""A traced value: a node points to the nodes that it came from, and to nothing else.

Nothing else points to a node, so a workflow that is dropped is freed. Nodes are equal only to themselves.
"""

from __future__ import annotations

import copy
import itertools
import reprlib
from collections.abc import Mapping
from operator import is_, methodcaller
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

from robotrace.errors import ExecutionError
from robotrace.trace.containers import ATOMS, is_flat, replace
from robotrace.trace.failure import explain
from robotrace.trace.operation import Operation, Origin
from robotrace.trace.operators import Operators
from robotrace.trace.state import CONTEXT

if TYPE_CHECKING:
    from robotrace.trace.parameter import Reading

NOTHING: dict[str, Any] = {}
NO_NOTE: Mapping[str, Any] = MappingProxyType({})
_serial = itertools.count().__next__


class Node(Operators):
    """A value and where it came from. Made by `node`, by calls of bundles and by operators on nodes.

    A copy, shallow or deep, and a pickled node are leaves: the value without the graph before it.

    Attributes:
        line: of the code parameter's text, from 1, that a trainable call returned from or raised at; None for other
            nodes, and for a call that ended without `return`.
        error: what a failed call raised, with the failing line marked; None for a call that returned.
        note: facts about a call beside its output, such as the reward of an environment's step.
    """

    __slots__ = (
        "__weakref__",
        "_args",
        "_code",
        "_data",
        "_kwargs",
        "_origin",
        "_parents",
        "_reads",
        "_serial",
        "error",
        "line",
        "note",
    )

    def __init__(
        self,
        data: Any,
        origin: Origin,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] = NOTHING,
        parents: tuple[Node, ...] = (),
    ) -> None:
        self._data = data
        self._origin = origin
        self._args = args
        self._kwargs = kwargs
        self._parents = parents
        self._code: Reading | None = None
        self._reads: tuple[Node, ...] = ()
        self._serial = _serial()
        self.line: int | None = None
        self.error: str | None = None
        self.note: Mapping[str, Any] = NO_NOTE

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
        return {name: replace(value, _shown) for name, value in self._inputs().items()}

    @property
    def parents(self) -> tuple[Node, ...]:
        """The nodes among the inputs, each once."""
        return tuple(dict.fromkeys(map(_shown, self._parents)))

    def backward(self, feedback: Any = "") -> None:
        """Propagate feedback on this value to the parameters it came from.

        Args:
            feedback: words, a number, anything that says how good the value is.
        """
        from robotrace.trace.graph import backward  # graphs are made of nodes, not nodes of graphs

        backward({self: feedback})

    def _inputs(self) -> dict[str, Any]:
        inputs = self._origin.bind(self._args, self._kwargs)
        if self._code is not None:
            inputs["__code__"] = self._code
        if self._reads:
            inputs["__reads__"] = self._reads
        return inputs

    def _edge(self) -> Node:
        """The node that a call keeps as its parent when it takes this one."""
        return self

    def _shown(self) -> Node:
        """The node that users see in its place."""
        return self

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
        self.code: Reading | None = None
        parents: list[Node] = []
        reads: list[Node] = []
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
                self.args, self.values = lower_all(args, parents)
                break
        if skip:
            self.values = receiver + self.values
        if kwargs:
            names = kwargs.keys()
            kept, values = lower_all(tuple(kwargs.values()), parents)
            self.kwargs, self.keywords = dict(zip(names, kept, strict=True)), dict(zip(names, values, strict=True))

    def node(self, output: Any) -> Node:
        """The node of the call."""
        parents, reads = self.parents, self.reads
        if type(output) not in ATOMS and not is_flat(output):
            output = lower(output, reads)[1]  # a body may hand out a node that it found outside
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


def lower_all(args: tuple[Any, ...], parents: list[Node]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """`lower` for each argument of a call."""
    kept: list[Any] = []
    values: list[Any] = []
    for value in args:
        kind = type(value)
        if kind is Node:  # the common case, without the walk
            parents.append(value)
            kept.append(value)
            values.append(value._data)
        elif kind in ATOMS or is_flat(value):
            kept.append(value)
            values.append(value)
        else:
            edge, plain = lower(value, parents)
            kept.append(edge)
            values.append(plain)
    return tuple(kept), tuple(values)


def lower(value: Any, parents: list[Node]) -> tuple[Any, Any]:
    """What a call keeps of an argument, and what its function gets.

    Args:
        value: a node, a container of nodes, or a plain value.
        parents: the nodes found in it are appended.

    Returns:
        The argument with every node as it stands now, and the same with plain values in their place.
    """
    before = len(parents)

    def note(node: Node) -> Node:
        edge = node._edge()
        parents.append(edge)
        return edge

    kept = replace(value, note)
    if len(parents) == before:
        return value, value
    return kept, replace(kept, _plain)


_shown = methodcaller("_shown")


def _plain(node: Node) -> Any:
    return node._data


def _restore(data: Any, name: str, description: str) -> Node:
    return Node(data, Origin(name, "", description))
