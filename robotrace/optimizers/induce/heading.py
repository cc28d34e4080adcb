"""The head of the function that is rewritten: its signature and docstring, which stay."""

from __future__ import annotations

import ast

from robotrace.errors import ProposalError
from robotrace.opto import Variable


def header_of(variable: Variable) -> list[str]:
    """The lines from `def` to the end of the docstring.

    Raises:
        ProposalError: The present text is no Python, or defines no function.
    """
    old: str = variable.value
    try:
        module = ast.parse(old)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ProposalError(
            f"induce keeps a function's signature, and the present text does not parse: {error}"
        ) from error
    functions = [item for item in module.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
    if not functions:
        raise ProposalError("induce keeps a function's signature, and the present text defines no function.")
    function = functions[0]
    lines = old.splitlines()
    first = function.body[0]
    if ast.get_docstring(function) is not None and first.lineno > function.lineno:
        return lines[function.lineno - 1 : first.end_lineno]
    if first.lineno > function.lineno:
        last = max(n for n in range(function.lineno, first.lineno) if lines[n - 1].rstrip().endswith(":"))
        return lines[function.lineno - 1 : last]
    return [lines[function.lineno - 1][: first.col_offset].rstrip()]
