"""Between plain values and nodes: `node` wraps, `unwrap` takes out, `record` writes down a call made elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from robotrace.errors import TraceError
from robotrace.trace.containers import replace
from robotrace.trace.nodes import Call, Node
from robotrace.trace.operation import Origin
from robotrace.trace.parameter import Parameter, checked_name
from robotrace.trace.state import CONTEXT
from robotrace.trace.traced import NOTHING, kept


def node(
    value: Any,
    name: str | None = None,
    *,
    trainable: bool = False,
    description: str = "",
    bounds: tuple[Any, Any] | None = None,
    choices: Sequence[Any] | None = None,
    check: Callable[[Any], bool] | None = None,
    expects: str = "",
    pattern: str | None = None,
) -> Node:
    """Make a value traced.

    Args:
        value: anything. A node comes back unchanged; a container of nodes becomes a node that has them as parents.
        name: by which it appears in graphs. An optimizer refers to a parameter by its name, so give those one.
        trainable: make it a `Parameter`, a value that an optimizer may change.
        description: what it is for, in words.
        bounds: of a trainable number, or of each in an array, tuple or list: lowest and highest value, either may be None.
        choices: the values that a trainable value can take.
        check: tells whether a trainable value is acceptable; its docstring says to the optimizer what it asks for.
        expects: what `check` asks for, in words, such as "an even number".
        pattern: a regular expression that a trainable text has to match as a whole.

    Raises:
        ParameterError: the value does not satisfy its own constraint, or the name of a parameter is more than a line.
        TraceError: options of a parameter without `trainable`, or a node that would have to change.
    """
    if not trainable and not (bounds is None and choices is None and check is None and pattern is None and not expects):
        raise TraceError(
            "bounds, choices, pattern and check constrain what an optimizer may set: they need trainable=True"
        )
    if isinstance(value, Node):
        if name is not None or description or (trainable and not isinstance(value, Parameter)):
            raise TraceError(f"node() got {value!r}, which is a node already and cannot be renamed or made trainable")
        return value
    if trainable:
        return Parameter(
            value,
            None if name is None else checked_name(name),
            description=description,
            bounds=bounds,
            choices=choices,
            check=check,
            expects=expects,
            pattern=pattern,
        )
    kind = type(value).__name__
    call = Call(Origin(name or kind, kind, description), (), {"items": value})
    if call.parents:
        return call.node(call.keywords["items"])
    return kept(Node(value, Origin(name or kind, "", description)))


def unwrap(value: Any) -> Any:
    """The plain value of a node, or of a list, tuple, dict or set of nodes; other values come back unchanged."""
    return replace(value, _data)


def record(
    operation: str,
    inputs: Mapping[str, Any],
    output: Any,
    *,
    description: str = "",
    line: int | None = None,
    note: Mapping[str, Any] | None = None,
) -> Node:
    """The node of a call that was made elsewhere, such as an environment's step.

    Args:
        operation: name of what was called.
        inputs: its arguments by name: nodes, values, or containers of both.
        output: its plain result.
        description: in words.
        line: of the source that it returned from, if known.
        note: facts beside the output.

    Returns:
        The node; a leaf where tracing is off.
    """
    frame = CONTEXT.get()
    made = Call(Origin(operation, operation, description), (), inputs if frame is not False else NOTHING).node(output)
    made.line = line
    if note is not None:
        made.note = note
    if frame is not None and frame is not False:
        frame.append(made)
    return made


def _data(item: Any) -> Any:
    return item.data
