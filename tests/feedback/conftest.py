"""Two tasks without a simulator, and episodes made by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from robotrace.episodes.episode import Episode
from robotrace.episodes.task import ActionSpec, Field
from robotrace.opto import Case


@dataclass(frozen=True)
class Words:
    """What feedback reads of a task."""

    fields: tuple[Field, ...]
    action: ActionSpec


TABLE = Words(
    fields=(
        Field("hand", (3,), "m", "the hand.", "hand"),
        Field("opening", (), "1", "of the gripper.", "gripper"),
        Field("puck", (3,), "m", "the puck.", "object"),
        Field("goal", (3,), "m", "where the puck should be.", "goal"),
    ),
    action=ActionSpec(("x", "y", "z", "grip"), (-0.5, 0.0, 0.0, -1.0), (0.5, 1.0, 0.5, 1.0), ""),
)

CART = Words(
    fields=(
        Field("position", (), "m", "of the cart."),
        Field("angle", (), "rad", "of the pole."),
        Field("mass", (), "kg", "of the pole."),
    ),
    action=ActionSpec(("force",), (-np.inf,), (np.inf,), ""),
)

PUCK = (0.1, 0.6, 0.02)
GOAL = (0.1, 0.8, 0.2)


def make(observations: dict[str, Any], actions: Any, **changes: Any) -> Episode:
    """An episode with a reward of 0.5 an action that never succeeds, unless said otherwise."""
    actions = np.asarray(actions, dtype=float)
    count = len(actions)
    defaults: dict[str, Any] = {
        "task": "table",
        "case": Case("train", 0),
        "seed": 0,
        "control": "macro",
        "horizon": 50,
        "observations": {name: np.asarray(values, dtype=float) for name, values in observations.items()},
        "actions": actions,
        "rewards": np.full(count, 0.5),
        "successes": np.zeros(count, dtype=bool),
        "successes_now": np.zeros(count, dtype=bool),
        "saturated": np.zeros(count, dtype=bool),
    }
    return Episode(**{**defaults, **changes})


def play(
    hand: Any, puck: Any = PUCK, opening: Any = 1.0, effort: Any = 0.0, goal: Any = GOAL, **changes: Any
) -> Episode:
    """An episode on the table in which the hand gets where it is asked to be.

    Args:
        hand: (T + 1, 3) its path.
        puck: (T + 1, 3) the puck's path, or one place.
        opening: (T + 1,) or one number.
        effort: (T,) or one number.
        goal: (T + 1, 3) or one place.
        changes: of the episode's attributes; `targets` (T, 3) instead of the hand's path shifted by one.
    """
    hand = np.asarray(hand, dtype=float)
    count = len(hand) - 1
    targets = np.asarray(changes.pop("targets", hand[1:]), dtype=float).reshape(count, 3)
    observations = {
        "hand": hand,
        "opening": np.broadcast_to(np.asarray(opening, dtype=float), (count + 1,)),
        "puck": np.broadcast_to(np.asarray(puck, dtype=float), (count + 1, 3)),
        "goal": np.broadcast_to(np.asarray(goal, dtype=float), (count + 1, 3)),
    }
    return make(observations, np.column_stack([targets, np.broadcast_to(effort, (count,))]), **changes)


def dropped() -> Episode:
    """The hand comes down on the puck, closes, carries it up and over, opens too early, and goes on without it."""
    hand = [
        (0.0, 0.6, 0.2),
        (0.1, 0.6, 0.1),
        (0.1, 0.6, 0.03),
        (0.1, 0.6, 0.03),
        (0.1, 0.6, 0.13),
        (0.1, 0.7, 0.15),
        (0.1, 0.75, 0.15),
        (0.1, 0.8, 0.2),
    ]
    puck = [PUCK, PUCK, PUCK, PUCK, (0.1, 0.6, 0.12), (0.1, 0.7, 0.14), (0.1, 0.72, 0.02), (0.1, 0.72, 0.02)]
    opening = [1.0, 1.0, 1.0, 0.4, 0.4, 0.4, 1.0, 1.0]
    return play(hand, puck, opening, [-1, -1, 1, 1, 1, -1, -1])


def balanced() -> Episode:
    """A cart-pole task: no hand, no object, no goal."""
    observations = {"position": [0.0, 0.1, 0.3, 0.2], "angle": [0.05, 0.0, -0.1, -0.2], "mass": [2.0] * 4}
    return make(observations, [[1.0], [2.0], [-1.0]], rewards=np.array([1.0, 3.0, 2.0]), control="raw")


@pytest.fixture
def table() -> Words:
    return TABLE


@pytest.fixture
def cart() -> Words:
    return CART


@pytest.fixture
def played() -> Callable[..., Episode]:
    return play


@pytest.fixture
def made() -> Callable[..., Episode]:
    return make


@pytest.fixture
def dropped_puck() -> Episode:
    return dropped()


@pytest.fixture
def balanced_pole() -> Episode:
    return balanced()
