"""Settings of a problem whose parameters are numbers: checked, and as the one text that they make."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from robotrace.errors import ProposalError
from robotrace.opto.records import Candidate, Variable


def setting(variables: Sequence[Variable], values: Mapping[str, Any]) -> Candidate:
    """A candidate of numbers, an assignment a line.

    Args:
        variables: The parameters, with their starting values. Where one is an int, a whole number is expected.
        values: Some of their values, by name.

    Raises:
        ProposalError: A name is unknown, or a value is no number within its parameter's bounds.
    """
    known = {variable.name: variable for variable in variables}
    for name, value in values.items():
        if name not in known:
            raise ProposalError(f"There is no parameter {name!r}; expected one of {', '.join(known)}.")
        if not _fits(known[name], value):
            expected = known[name].constraint or "a finite number"
            raise ProposalError(f"Parameter {name!r}: expected {expected}, found {value!r:.80}.")
    merged = {
        name: int(values.get(name, it.value)) if isinstance(it.value, int) else values.get(name, it.value)
        for name, it in known.items()
    }
    return Candidate(merged, "".join(f"{name} = {value!r}\n" for name, value in merged.items()))


def _fits(variable: Variable, value: Any) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) <= sys.float_info.max:
        return False  # nan, too, is not below anything
    low, high = variable.bounds
    whole = not isinstance(variable.value, int) or value == value // 1
    return whole and (low is None or value >= low) and (high is None or value <= high)
