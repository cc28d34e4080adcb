"""A controller that was learnt under macro control, as one for raw control: the same motion, simulator step for simulator step.

Macro control is arithmetic on top of raw control: a target is clipped, held, and approached in proportion to what is left of the
way. Written out behind a controller, that arithmetic makes it a controller for Meta-World's own protocol.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

MEMORY = re.compile(r"^ *def (?:controller|__call__)\([^)]*\bmemory\b", re.MULTILINE)
NUMPY = re.compile(r"^import numpy as np$", re.MULTILINE)


def carried(
    text: str, options: Mapping[str, Any], low: Sequence[float], high: Sequence[float], *, reward: str | None = None
) -> str:
    """A controller's text with what macro control does written out behind it. The text is not parsed: anybody may have written it.

    Args:
        text: The text of a controller for macro control.
        options: The "hold" and "gain" that it was written for.
        low: The smallest target of the hand in metres, and the smallest gripper effort, (4,).
        high: The largest ones, (4,).
        reward: The field that holds the previous action's reward, where there is one: of a macro action the mean of its steps.

    Returns:
        The text of a controller for raw control. With the same goal and `hold` times the horizon its episodes are those of the
        text under macro control, to the bit.
    """
    own = next(name for name in _names() if name not in text)
    numpy = "np" if NUMPY.search(text) else "numpy"
    before = "" if numpy == "np" else "import numpy\n\n"
    return f"{text.rstrip()}\n\n\n{before}" + _ADAPTER.format(
        own=own,
        np=numpy,
        call='observation, memory.setdefault("own", {})' if MEMORY.search(text) else "observation",
        summed="" if reward is None else _SUMMED.format(reward=reward),
        mean="" if reward is None else _MEAN.format(reward=reward, np=numpy, hold=options["hold"]),
        hold=options["hold"],
        gain=options["gain"],
        low=list(low),
        high=list(high),
    )


def _names() -> Any:
    yield "macro_controller"
    yield from (f"macro_controller_{number}" for number in range(2, 1_000_000))


_ADAPTER = '''{own} = controller


def controller(observation, memory):
    """Return one step of the hand, [dx, dy, dz, grip]: towards the target that the macro controller gives every {hold} steps."""
    step = memory.get("step", 0){summed}
    if step % {hold} == 0:{mean}
        memory["target"] = {np}.clip({own}({call}), {low}, {high})
    memory["step"] = step + 1
    *place, grip = memory["target"]
    return {np}.array([*{np}.clip({gain} * (place - observation["hand_pos"]), -1.0, 1.0), grip])
'''
_SUMMED = """
    memory["sum"] = memory.get("sum", 0.0) + float(observation["{reward}"])"""
_MEAN = """
        observation = dict(observation, {reward}={np}.array(memory["sum"] / {hold}))
        memory["sum"] = 0.0"""
