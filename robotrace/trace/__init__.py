"""Values, functions and the graph between them: ordinary Python, traced.

It knows no robot, no language model and no file, and needs only the standard library.
"""

from robotrace.trace.bundles import bundle
from robotrace.trace.graph import Graph, backward
from robotrace.trace.late import LateGraph
from robotrace.trace.module import Module
from robotrace.trace.nodes import Node
from robotrace.trace.parameter import Parameter
from robotrace.trace.records import Record
from robotrace.trace.ref import Ref
from robotrace.trace.state import is_tracing, no_trace, noting_lines
from robotrace.trace.values import node, record, unwrap

__all__ = [
    "Graph",
    "LateGraph",
    "Module",
    "Node",
    "Parameter",
    "Record",
    "Ref",
    "backward",
    "bundle",
    "is_tracing",
    "no_trace",
    "node",
    "noting_lines",
    "record",
    "unwrap",
]
