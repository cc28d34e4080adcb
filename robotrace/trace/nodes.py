"""Nodes, the traced values that users hold, and the calls that make them."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from operator import is_
from typing import Any, NoReturn

from robotrace.errors import ExecutionAttributeError, ExecutionError, ExecutionTypeError, TraceError
from robotrace.text import with_article
from robotrace.trace.brief import brief
from robotrace.trace.containers import ATOMS, is_flat, replace
from robotrace.trace.failure import explain
from robotrace.trace.graph import Graph, propagate
from robotrace.trace.operation import Operation, Origin
from robotrace.trace.provenance import provenance
from robotrace.trace.said import UNSCORED, Said, Score
from robotrace.trace.snapshot import UNKNOWN, copied, of_atoms, snapshot
from robotrace.trace.state import CONTEXT
from robotrace.trace.traced import NOTHING, Traced, edge_of, kept, shown, value_of, valueless

FAILURES: dict[type[Exception], type[ExecutionError]] = {
    TypeError: ExecutionTypeError,
    AttributeError: ExecutionAttributeError,
}
"""Failures of operators that Python's own protocols tell by their type."""


class Node(Traced):
    """A value and where it came from. Made by `node`, by calls of bundles and by operators on nodes.

    Operators work on the values, `==` and `!=` too, and their results are nodes; as keys of dicts and members of sets nodes are
    equal only to themselves. A graph shows a value as it was when its node was made, unless it is large (see
    `robotrace.trace.snapshot`); `data` is the object itself.

    A copy, shallow or deep, and a pickled node are leaves: the value without the graph before it.
    """

    __slots__ = ()

    @property
    def data(self) -> Any:
        """The plain value. Read in a bundle's body, it makes this node one of that call's parents.

        Raises:
            ExecutionError: The call failed; see `error`.
        """
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

    def backward(self, feedback: Any = "", *, score: Score = UNSCORED) -> Graph:
        """Propagate feedback on this value to the parameters it came from.

        Feedback on a value that came from none goes nowhere, so outputs of a minibatch may be constants; `step` says whom none has
        reached.

        Args:
            feedback: words, a number, anything that says how good the value is.
            score: a finite number, larger is better, where there is one; OPRO and Tune compare candidates by it.

        Returns:
            The graph, which each parameter in it has been given too.

        Raises:
            TraceError: the score is no finite number.
        """
        return propagate([Said(self, feedback, score)])

    def _missing(self) -> Exception:
        return ExecutionError(f"{self.name} failed and has no value. {self.error}", self)

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
            call.fail(error)
        finally:
            CONTEXT.reset(token)
        return call.node(output)

    def _refuse(self, operation: Operation, args: tuple[Any, ...], error: Exception) -> None:
        if CONTEXT.get() is None:
            Call(operation, args, NOTHING).fail(error)

    def __copy__(self) -> Node:
        return self._leaf(self._data) if self.error is None else self._failed_leaf()

    def __deepcopy__(self, memo: dict[int, Any]) -> Node:
        return self._leaf(self._deep(memo)) if self.error is None else self._failed_leaf()

    def _deep(self, memo: dict[int, Any]) -> Any:
        """A deep copy of the value."""
        try:
            return copy.deepcopy(self._data, memo)
        except Exception as error:
            raise TraceError(
                f"{self!r} cannot be copied, since {with_article(type(self._data).__name__)} cannot be ({error}); give its class "
                "`__deepcopy__`, or keep it out of what is copied"
            ) from error

    def __reduce__(self) -> tuple[Any, ...]:
        if self.error is not None:
            return failed, (Origin(self.name, "", self.description), self.error)
        return _restore, (self._data, self.name, self.description)

    def _failed_leaf(self) -> Node:
        return failed(Origin(self.name, "", self.description), str(self.error))

    def _leaf(self, data: Any) -> Node:
        return _restore(data, self.name, self.description)

    def __repr__(self) -> str:
        if self.error is not None:
            return f"<{type(self).__name__} {self.name} failed: {self.error.splitlines()[0]}>"
        return f"<{type(self).__name__} {self.name} = {brief(self._data)}>"


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
        self.origin = origin
        self.reads: list[Traced] = []
        self.kwargs = self.keywords = kwargs
        inputs = args[skip:] if skip else args
        for value in inputs:
            if type(value) is not Node:
                break
        else:  # nodes alone, as in most calls: they are kept, and are the parents, as they stand
            if not kwargs:
                self.args = self.parents = inputs
                self.values = (*args[:skip], *map(value_of, inputs)) if skip else tuple(map(value_of, inputs))
                return
        parents: list[Traced] = []
        self.args, self.values = split_all(inputs, parents)
        if skip:
            self.values = args[:skip] + self.values
        if kwargs:
            names = kwargs.keys()
            kept, values = split_all(tuple(kwargs.values()), parents)
            self.kwargs, self.keywords = dict(zip(names, kept, strict=True)), dict(zip(names, values, strict=True))
        shared = len(parents) == len(self.args) and all(map(is_, parents, self.args))
        self.parents = self.args if shared else tuple(parents)

    def node(self, output: Any) -> Node:
        """The node of the call."""
        parents, code, reads = self.parents, self.code, self.reads
        kept = output if type(output) in ATOMS else of_atoms(output)
        if kept is UNKNOWN and not is_flat(output):
            output = split(output, reads)[1]  # a body may hand out a node that it found outside
        if code is not None:
            parents = (*parents, code)
        if reads:
            made = tuple(dict.fromkeys(reads))
            parents = (*parents, *made)
        node = Node(output, self.origin, self.args, self.kwargs, parents)
        if kept is not output:
            node._kept = copied(output) if kept is UNKNOWN else kept
        if code is not None:
            node._code = code
        if reads:
            node._reads = made
        return node

    def failed(self, words: str, line: int | None = None) -> Node:
        """The node of the call, which raised; it has no value."""
        node = valueless(self.node(None))
        node.error, node.line = words, line
        return node

    def fail(self, error: Exception) -> NoReturn:
        """Raise the failed node of an operator, with where the values came from that it could not use."""
        words = "\n".join(filter(None, [explain(error)[0], provenance(self.parents)]))
        node = self.failed(words)
        kind = next((kind for cause, kind in FAILURES.items() if isinstance(error, cause)), ExecutionError)
        raise kind(f"{node.name} failed. {words}", node) from error


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
        elif kind in ATOMS:
            kept.append(value)
            values.append(value)
        elif is_flat(value):
            kept.append(snapshot(value))
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
    plain = value if len(parents) == before else replace(kept, value_of)
    return snapshot(kept), plain


def failed(origin: Origin, words: str) -> Node:
    """A failed call without what it came from."""
    return Call(origin, (), NOTHING).failed(words)


def _restore(data: Any, name: str, description: str) -> Node:
    return kept(Node(data, Origin(name, "", description)))
