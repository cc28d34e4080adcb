"""The text of one block as a value of a variable's kind; code is only looked at, never compiled."""

from __future__ import annotations

import ast
import math
import re
from typing import Any

from robotrace.errors import ProposalError
from robotrace.opto import Variable
from robotrace.opto.definitions import definitions, function_lines
from robotrace.text import with_article

MAX_TEXT = 40_000  # characters of one code or text value
MAX_LITERAL = 2_000  # characters of one number, list ... (bounds the literal parser's work)

_INTEGER = re.compile(r"[+-]?\d{1,400}")
_FLOAT = re.compile(r"[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][+-]?\d{1,4})?")


def read_value(text: str, variable: Variable) -> Any:
    """One block's text as a value of the variable's kind.

    Raises:
        ProposalError: The text is no value of that kind.
    """
    match variable.kind:
        case "code":
            return _read_code(text, variable)
        case "text":
            return _bounded(text, MAX_TEXT, variable)
        case _:
            return _read_literal(text, variable)


def function_name(variable: Variable) -> str:
    """The function that a code variable holds: named like the variable, else the first one in its text."""
    defined = [d.path for d in definitions(str(variable.value)) if d.is_function and not d.is_indented]
    own = variable.name.rpartition(".")[2]
    return own if own in defined or not defined else defined[0]


def defines(code: str, function: str) -> bool:
    """Whether a text has the line that begins this function, at the left margin; it is not parsed."""
    return bool(function_lines(code, function))


def same_value(value: Any, present: Any) -> bool:
    """Whether a proposed value is the one that stands already."""
    if isinstance(value, str) and isinstance(present, str):
        return value.strip("\n") == present.strip("\n")
    if hasattr(present, "tolist"):
        return bool(value.tolist() == present.tolist())
    try:
        return bool(value == present)
    except ValueError:  # arrays within a container are compared one by one, which is no answer
        return repr(value) == repr(present)


def _bounded(text: str, most: int, variable: Variable) -> str:
    if len(text) > most:
        raise ProposalError(f"The value for {variable.name!r} has {len(text):,} characters; at most {most:,} are read.")
    return text


def _read_code(text: str, variable: Variable) -> str:
    _bounded(text, MAX_TEXT, variable)
    function = function_name(variable)
    if not defines(text, function):
        raise ProposalError(
            f"The code for {variable.name!r} does not define the function {function!r} at the left margin."
        )
    return text.strip("\n")


def _read_literal(text: str, variable: Variable) -> Any:
    shown = _bounded(text, MAX_LITERAL, variable).strip()
    if "=" in shown and shown.partition("=")[0].strip() == variable.name:  # `x = 5` under the label x
        shown = shown.partition("=")[2].strip()
    if variable.kind == "number":
        return _read_number(shown, variable)
    try:
        value = ast.literal_eval(shown)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        expected = type(variable.value).__name__
        raise ProposalError(
            f"The value for {variable.name!r} is no Python literal of type {expected}: {short_repr(shown)}."
        ) from error
    return like(value, variable)


def _read_number(text: str, variable: Variable) -> int | float:
    if isinstance(variable.value, int):
        if _INTEGER.fullmatch(text):
            return int(text)
        raise ProposalError(f"{variable.name!r} takes a whole number, found {short_repr(text)}.")
    if _FLOAT.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    raise ProposalError(f"{variable.name!r} takes a finite number, found {short_repr(text)}.")


def like(value: Any, variable: Variable) -> Any:
    """The value as the type of the one that it replaces; arrays are written as lists."""
    present = variable.value
    if hasattr(present, "dtype") and hasattr(present, "shape"):
        return _as_array(value, variable)
    if present is not None and type(value) is not type(present):
        expected, found = type(present).__name__, type(value).__name__
        raise ProposalError(
            f"{variable.name!r} takes {with_article(expected)}, found {with_article(found)}: {short_repr(repr(value))}."
        )
    return value


def _as_array(value: Any, variable: Variable) -> Any:
    import numpy as np

    present = variable.value
    try:
        array = np.array(value)
        fits = array.shape == present.shape and np.can_cast(array.dtype, present.dtype, "same_kind")
    except ValueError:  # rows of unequal length
        fits = False
    if not fits:
        expected = f"a list of {present.dtype} numbers of shape {present.shape}"
        raise ProposalError(f"{variable.name!r} takes {expected}, found {short_repr(repr(value))}.")
    return array.astype(present.dtype)


def short_repr(value: Any) -> str:
    """A value as Python would write it, in at most 80 characters and two quotes."""
    if not isinstance(value, str):
        text = repr(value)
        return text if len(text) <= 80 else text[:77] + "..."
    return repr(value if len(value) <= 80 else value[:77] + "...")
