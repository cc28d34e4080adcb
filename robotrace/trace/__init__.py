"""Values, functions and the graph between them: ordinary Python, traced.

It knows no robot, no language model and no run, and needs only the standard library.
"""

from robotrace.trace.bundles import bundle
from robotrace.trace.containers import Ref
from robotrace.trace.deferred import Deferred
from robotrace.trace.graph import Graph, backward
from robotrace.trace.module import Module
from robotrace.trace.nodes import Node
from robotrace.trace.parameter import Parameter
from robotrace.trace.records import Record
from robotrace.trace.restoring import restore
from robotrace.trace.state import no_trace, noting_lines
from robotrace.trace.values import node, record, unwrap

__all__ = [
    "Deferred",
    "Graph",
    "Module",
    "Node",
    "Parameter",
    "Record",
    "Ref",
    "backward",
    "bundle",
    "no_trace",
    "node",
    "noting_lines",
    "record",
    "restore",
    "unwrap",
]
