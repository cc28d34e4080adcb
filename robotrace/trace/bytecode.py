"""What compiled code names from outside of itself, read off its instructions."""

from __future__ import annotations

import dis
from collections.abc import Iterator
from types import CodeType

READS = frozenset({"LOAD_GLOBAL", "LOAD_NAME"})
"""Instructions that read a name of the module."""


def named_by(code: CodeType, operations: frozenset[str]) -> Iterator[str]:
    """The names in some instructions of code, and of the functions in it, in order.

    Args:
        code: Of a function, a class or a module.
        operations: The instructions, by the names that `dis` has for them.
    """
    for instruction in dis.get_instructions(code):
        if instruction.opname in operations:
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from named_by(constant, operations)
