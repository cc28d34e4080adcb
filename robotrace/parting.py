"""How a process ends quickly: nothing that it holds is looked through for what could be freed."""

from __future__ import annotations

import gc
import sys

_GIVEN_BACK = {"uxsim"}
"""Libraries whose compiled part complains at the end of all that it was not given back."""


def part() -> None:
    """Leave what there is as it is, as the process ends; unless a library in use wants it back."""
    if not _GIVEN_BACK & sys.modules.keys():
        gc.freeze()
