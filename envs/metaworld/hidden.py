"""A goal that the controller does not see: Meta-World's ML benchmarks, in which the goal's numbers of an observation are zeros.

There a controller has to find out from its rewards what is wanted, as agents of meta-learning do: they see the reward of their
previous action (Duan et al., "RL^2: Fast Reinforcement Learning via Slow Reinforcement Learning", 2016; Yu et al., 2019).
"""

from __future__ import annotations

from robotrace.episodes.task import LEVELS, Field, Level

from .entries import Entry, Part, Point
from .settings import Goal

REWARD = Field(
    "previous_reward",
    (),
    "1",
    "the reward of the previous action, the mean of its simulator steps; 0 before the first. It is higher the nearer the task is to"
    " being solved.",
    "reward",
)
"""What is observed in place of the goal."""


def seen_parts(entry: Entry, goal: Goal) -> tuple[Part, ...]:
    """The parts of Meta-World's 39 numbers that a controller sees."""
    return tuple(part for part in entry.parts if goal == "visible" or part.field.role != "goal")


def is_secret(entry: Entry, goal: Goal) -> bool:
    """Whether nobody can know where the goal is who goes by the observation: then neither hints nor pictures may tell."""
    return goal == "hidden" and entry.name in DRAWN_APART


def levels_of(entry: Entry, goal: Goal) -> tuple[Level, ...]:
    """The feedback levels that there are; an expert's hints follow from the goal."""
    return tuple(level for level in LEVELS if level != "hints" or not is_secret(entry, goal))


def hiding(entry: Entry) -> str:
    """What there is to know of a hidden goal, in words."""
    field = next(part.field for part in entry.parts if part.field.role == "goal")
    lows, highs = RANGES[entry.name]
    places = ", ".join(
        f"{axis} {low:g}" if low == high else f"{axis} {low:g} to {high:g}"
        for axis, low, high in zip("xyz", lows, highs, strict=True)
    )
    return (
        f"The goal is hidden, as in Meta-World's ML benchmarks: {field.name} is not observed. It is {field.description} "
        f"Goals lie within {places}. {_APART if entry.name in DRAWN_APART else _TOLD}"
    )


_APART = (
    "Each goal is drawn apart from all else that is observed: it has to be searched for, by trying places and by what"
    " previous_reward says of them."
)
_TOLD = "What is observed at the start of an episode, or what is the same in all of them, tells where it is."
_NAMES = """
assembly basketball box-close coffee-pull coffee-push hand-insert peg-insert-side pick-out-of-hole pick-place
pick-place-wall plate-slide plate-slide-back plate-slide-back-side plate-slide-side push push-back push-wall reach
reach-wall shelf-place soccer stick-pull stick-push
"""
DRAWN_APART = frozenset(f"{name}-v3" for name in _NAMES.split())
"""The tasks whose goal cannot be told from what else is observed at the start of an episode."""
RANGES: dict[str, tuple[Point, Point]] = {
    "assembly-v3": ((-0.1, 0.75, 0.1), (0.1, 0.85, 0.1)),
    "basketball-v3": ((-0.1, 0.767, 0.25), (0.1, 0.817, 0.25)),
    "bin-picking-v3": ((0.12, 0.7, 0.0), (0.12, 0.7, 0.0)),
    "box-close-v3": ((-0.1, 0.7, 0.133), (0.1, 0.8, 0.133)),
    "button-press-topdown-v3": ((-0.1, 0.8, 0.215), (0.1, 0.9, 0.215)),
    "button-press-topdown-wall-v3": ((-0.1, 0.8, 0.215), (0.1, 0.9, 0.215)),
    "button-press-v3": ((-0.1, 0.75, 0.115), (0.1, 0.8, 0.115)),
    "button-press-wall-v3": ((-0.05, 0.75, 0.115), (0.05, 0.8, 0.115)),
    "coffee-button-v3": ((-0.1, 0.61, 0.299), (0.1, 0.71, 0.301)),
    "coffee-pull-v3": ((-0.1, 0.55, -0.001), (0.1, 0.65, 0.001)),
    "coffee-push-v3": ((-0.05, 0.7, -0.001), (0.05, 0.75, 0.001)),
    "dial-turn-v3": ((-0.1, 0.73, 0.03), (0.1, 0.83, 0.03)),
    "disassemble-v3": ((0.0, 0.6, 0.175), (0.1, 0.75, 0.175)),
    "door-close-v3": ((0.2, 0.65, 0.15), (0.3, 0.75, 0.15)),
    "door-lock-v3": ((-0.1, 0.642, 0.111), (0.1, 0.692, 0.111)),
    "door-open-v3": ((-0.3, 0.4, 0.15), (-0.2, 0.5, 0.15)),
    "door-unlock-v3": ((0.0, 0.642, 0.211), (0.2, 0.692, 0.211)),
    "drawer-close-v3": ((-0.1, 0.74, 0.09), (0.1, 0.74, 0.09)),
    "drawer-open-v3": ((-0.1, 0.54, 0.09), (0.1, 0.54, 0.09)),
    "faucet-close-v3": ((-0.275, 0.8, 0.125), (-0.075, 0.85, 0.125)),
    "faucet-open-v3": ((0.125, 0.8, 0.125), (0.225, 0.85, 0.125)),
    "hammer-v3": ((0.24, 0.74, 0.11), (0.24, 0.74, 0.11)),
    "hand-insert-v3": ((-0.04, 0.8, -0.02), (0.04, 0.88, -0.02)),
    "handle-press-side-v3": ((-0.134, 0.65, 0.074), (-0.034, 0.75, 0.076)),
    "handle-press-v3": ((-0.1, 0.584, 0.074), (0.1, 0.684, 0.076)),
    "handle-pull-side-v3": ((-0.134, 0.65, 0.172), (-0.034, 0.75, 0.172)),
    "handle-pull-v3": ((-0.1, 0.584, 0.171), (0.1, 0.684, 0.173)),
    "lever-pull-v3": ((0.02, 0.7, 0.45), (0.22, 0.8, 0.45)),
    "peg-insert-side-v3": ((-0.32, 0.4, 0.129), (-0.22, 0.7, 0.131)),
    "peg-unplug-side-v3": ((-0.056, 0.6, 0.13), (0.044, 0.8, 0.132)),
    "pick-out-of-hole-v3": ((-0.1, 0.5, 0.15), (0.1, 0.6, 0.3)),
    "pick-place-v3": ((-0.1, 0.8, 0.05), (0.1, 0.9, 0.3)),
    "pick-place-wall-v3": ((-0.05, 0.85, 0.05), (0.05, 0.9, 0.3)),
    "plate-slide-back-side-v3": ((-0.05, 0.6, 0.015), (0.15, 0.6, 0.015)),
    "plate-slide-back-v3": ((-0.1, 0.6, 0.015), (0.1, 0.6, 0.015)),
    "plate-slide-side-v3": ((-0.3, 0.54, 0.0), (-0.25, 0.66, 0.0)),
    "plate-slide-v3": ((-0.1, 0.85, 0.0), (0.1, 0.9, 0.0)),
    "push-back-v3": ((-0.1, 0.6, 0.02), (0.1, 0.7, 0.02)),
    "push-v3": ((-0.1, 0.8, 0.019), (0.1, 0.9, 0.019)),
    "push-wall-v3": ((-0.05, 0.85, 0.019), (0.05, 0.9, 0.019)),
    "reach-v3": ((-0.1, 0.8, 0.05), (0.1, 0.9, 0.3)),
    "reach-wall-v3": ((-0.05, 0.85, 0.05), (0.05, 0.9, 0.3)),
    "shelf-place-v3": ((-0.1, 0.8, 0.299), (0.1, 0.9, 0.301)),
    "soccer-v3": ((-0.1, 0.8, 0.0), (0.1, 0.9, 0.0)),
    "stick-pull-v3": ((0.35, 0.45, 0.02), (0.45, 0.55, 0.02)),
    "stick-push-v3": ((0.399, 0.55, 0.132), (0.401, 0.6, 0.132)),
    "sweep-into-v3": ((0.0, 0.84, 0.02), (0.0, 0.84, 0.02)),
    "sweep-v3": ((0.5, 0.6, 0.01), (0.5, 0.7, 0.01)),
    "window-close-v3": ((0.0, 0.75, 0.2), (0.0, 0.9, 0.2)),
    "window-open-v3": ((0.1, 0.7, 0.16), (0.3, 0.9, 0.16)),
}
"""Between which places goals lie, by Meta-World's own bounds: the same in training and in testing."""
