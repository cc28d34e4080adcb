"""Robot controllers that people can read, trained by rewriting their code."""

from robotrace import errors
from robotrace.trace import Module, Node, Parameter, backward, bundle, no_trace, node

__version__ = "0.1.0"

__all__ = [
    "Module",
    "Node",
    "Parameter",
    "backward",
    "bundle",
    "errors",
    "no_trace",
    "node",
]
