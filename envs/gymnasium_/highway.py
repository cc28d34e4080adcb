"""highway-env: driving among others, where what is observed and done depends on the environment's own configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from robotrace.episodes.task import Field, Role

from .documented import Documented, Named
from .library import Library

MEANINGS: Mapping[str, str] = {
    "presence": "1 where there is a vehicle, else 0",
    "x": "place along x",
    "y": "place along y",
    "vx": "velocity along x",
    "vy": "velocity along y",
    "heading": "heading",
    "cos_h": "cosine of the heading",
    "sin_h": "sine of the heading",
    "on_road": "1 where there is road, else 0",
}
PARTS = {"observation": "", "achieved_goal": "achieved_", "desired_goal": "goal_"}
"""What a goal-aware observation is made of, and what the names of its numbers begin with."""


def told(known: Documented, env: Any) -> Documented:
    """What is known of an environment, with the features and the actions that its configuration has."""
    observed, acted = env.unwrapped.observation_type, env.unwrapped.action_type
    return replace(known, inside=_inside(observed), actions=_actions(acted) or known.actions)


def _inside(observed: Any) -> Mapping[str, Named]:
    kind, features = type(observed).__name__, getattr(observed, "features", ())
    if kind in ("KinematicObservation", "ExitObservation"):
        rows = (observed.vehicles_count,)
        return {"observation": Named(1, tuple(_field(one, rows, _about(observed, one)) for one in features))}
    if kind == "OccupancyGridObservation":
        shape = tuple(observed.grid.shape[1:])
        return {
            "observation": Named(
                0, tuple(_field(one, shape, "in each cell around the own vehicle") for one in features)
            )
        }
    if kind == "TimeToCollisionObservation":
        about = "Where a collision is foreseen: by speed (slower, the same, faster), lane (left, own, right) and second ahead."
        return {"observation": Named(0, (Field("collisions", tuple(observed.space().shape), "1", about),))}
    if kind == "KinematicsGoalObservation":
        scales = dict(zip(features, observed.scales, strict=True))
        return {part: Named(0, tuple(_scaled(part, one, scales[one]) for one in features)) for part in PARTS}
    return {}


def _about(observed: Any, feature: str) -> str:
    """Whose numbers they are, and by what they are divided."""
    if feature == "presence":
        return "in each row: the own one, then the nearest others"
    others = "as they are" if observed.absolute else "relative to it"
    _, high = (observed.features_range or {}).get(feature, (0, 1)) if observed.normalize else (0, 1)
    divided = f", divided by {high:g}" if high != 1 else ""
    return f"of each vehicle: the own one, then the nearest others, {others}{divided}"


def _field(feature: str, shape: tuple[int, ...], about: str) -> Field:
    return Field(feature, shape, "1", f"{_meaning(feature)} {about}.")


def _scaled(part: str, feature: str, scale: float) -> Field:
    what = {"observation": "the vehicle", "achieved_goal": "the vehicle", "desired_goal": "the place to be reached"}[
        part
    ]
    divided = f", divided by {scale:g}" if scale != 1 else ""
    role: Role = "body" if part == "observation" else "other"
    return Field(f"{PARTS[part]}{feature}", (), "1", f"{_meaning(feature)} of {what}{divided}.", role)


def _meaning(feature: str) -> str:
    words = MEANINGS.get(feature, feature)
    return words[0].upper() + words[1:]


def _actions(acted: Any) -> tuple[tuple[str, str], ...]:
    kind = type(acted).__name__
    if kind == "DiscreteMetaAction":
        return (
            (
                "maneuver",
                ", ".join(f"{number} {name.lower().replace('_', ' ')}" for number, name in acted.actions.items()),
            ),
        )
    if kind != "ContinuousAction":
        return ()
    low, high = acted.acceleration_range
    throttle = ("throttle", f"acceleration, from {low:g} to {high:g} m/s^2")
    steering = (
        "steering",
        f"angle of the front wheels, from {acted.steering_range[0]:.3g} to {acted.steering_range[1]:.3g} rad",
    )
    return tuple(one for one, has in ((throttle, acted.longitudinal), (steering, acted.lateral)) if has)


HIGHWAY = Library(
    package="highway-env",
    module="highway_env",
    place="highway_env.",
    ids=re.compile(
        r"(highway|merge|roundabout|intersection|exit|two-way|u-turn|parking|racetrack|lane-keeping)(-[a-zA-Z-]+)?-v\d+"
    ),
    facts="highway.toml",
    requirement="highway-env>=1.10",
    told=told,
)
