"""Names for what the code computes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from robotrace.optimizers.induce.waypoints import Waypoint

SUFFIXES = ("_position", "_pos")
ASIDE = 0.03  # metres: a place this far off sideways is beside rather than above


def short(name: str) -> str:
    """A position's name as people say it: "puck" for "puck_pos"."""
    for suffix in SUFFIXES:
        if name.endswith(suffix) and name != suffix:
            return name.removesuffix(suffix)
    return name


def the(name: str) -> str:
    """A field's name in a sentence: "the puck" for "puck_pos"."""
    return f"the {short(name).replace('_', ' ')}"


def unique(name: str, taken: Iterable[str]) -> str:
    """The name, numbered if it is taken."""
    used = set(taken)
    if name not in used:
        return name
    number = 2
    while f"{name}_{number}" in used:
        number += 1
    return f"{name}_{number}"


def name_waypoints(waypoints: Sequence[Waypoint], fields: Collection[str]) -> list[str]:
    """One name each; a waypoint that is a field has the field's name, and namesakes are distinguished by their offset."""
    wanted = [_describe(waypoint) for waypoint in waypoints]
    names: list[str] = []
    for waypoint, name in zip(waypoints, wanted, strict=True):
        if name in fields and set(waypoint.references) == {name}:
            names.append(name)
            continue
        distinct = name if wanted.count(name) == 1 else f"{name}_{_aside(waypoint, name)}"
        names.append(unique(distinct, [*fields, *names]))
    return names


def _describe(waypoint: Waypoint) -> str:
    """Such as "puck_pos", "above_puck", "at_hand_xy_goal_z", "fixed_place"."""
    names = list(dict.fromkeys(name for name in waypoint.references if name is not None))
    if not names:
        return "fixed_place"
    if set(waypoint.references) != {names[0]}:
        axes = {
            name: "".join(a for a, n in zip("xyz", waypoint.references, strict=True) if n == name) for name in names
        }
        return "_".join(["at", *(f"{short(name)}_{letters}" for name, letters in axes.items())])
    dx, dy, dz = waypoint.offsets
    if dx == dy == dz == 0.0:
        return names[0]
    if max(abs(dx), abs(dy)) > max(ASIDE, abs(dz)):
        return f"beside_{short(names[0])}"
    side = "above" if dz > 0 else "below" if dz < 0 else "by"
    return f"{side}_{short(names[0])}"


def _aside(waypoint: Waypoint, name: str) -> str:
    """What sets a waypoint apart from its namesakes: its largest offset, with its direction where the name has none."""
    axis = max(range(3), key=lambda axis: (abs(waypoint.offsets[axis]) if waypoint.references[axis] else 0.0, axis))
    offset = waypoint.offsets[axis]
    size = f"{abs(offset) * 100:.0f}cm" if abs(offset) >= 0.01 else f"{abs(offset) * 1000:.0f}mm"
    if name.startswith(("above_", "below_")):
        return size
    return f"{'xyz'[axis]}_{'plus' if offset > 0 else 'minus'}_{size}"
