"""Rules as a function that a person would write."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from robotrace.optimizers.induce.calibration import Calibration
from robotrace.optimizers.induce.fitting import USED, Group, Rules
from robotrace.optimizers.induce.frame_code import NAME as TO_ROBOT
from robotrace.optimizers.induce.frame_code import frame_code
from robotrace.optimizers.induce.heading import header_of
from robotrace.optimizers.induce.naming import unique
from robotrace.optimizers.induce.tree import Leaf, Tree
from robotrace.optimizers.induce.waypoints import Waypoint
from robotrace.opto import Variable

INDENT = "    "
NAME = re.compile(r"[A-Za-z_]\w*")


def write(rules: Rules, variable: Variable, calibration: Calibration | None = None) -> str:
    """The source text that carries out the rules.

    Args:
        rules: The fitted rules to write as code.
        variable: The function; its signature and docstring are kept.
        calibration: How the robot differs from what the rules take it for; None where it does not.
    """
    header = header_of(variable)
    names = _component_names(rules, header)
    body = [*_numbers(rules, names), *_answer(rules, names, calibrated=calibration is None)]
    body = [*_places(rules, body), *body]
    if calibration is not None and rules.place is not None:
        body = [*frame_code(calibration.frame, rules.keys[calibration.hand], calibration.late), *body]
    body = [*_fields(rules, body), *body]
    if body[0] == "":
        del body[0]
    return "\n".join(["import numpy as np", "", "", *header, *body, ""])


def _component_names(rules: Rules, header: list[str]) -> list[str]:
    """What the numbers returned are called: as in the docstring's "[x, y, z, grip]", if there is one."""
    size = (3 if rules.place else 0) + len(rules.numbers)
    names = [f"value_{i}" for i in range(size)]
    for found in re.findall(r"\[([^\[\]]*)\]", "\n".join(header[1:])):
        listed = [part.strip() for part in found.split(",")]
        if len(listed) == size and all(part.isidentifier() for part in listed):
            names = listed
            break
    taken = [
        *rules.keys.values(),
        *(key.argument for key in rules.keys),
        *USED,
        *(rules.place.names if rules.place else ()),
    ]
    return [unique(name, taken) for name in names]


def _fields(rules: Rules, body: list[str]) -> list[str]:
    """Assignments of the fields that the code below uses."""
    used = set(NAME.findall("\n".join(line.partition("#")[0] for line in body)))
    return [
        f"{INDENT}{name} = {key.argument}[{json.dumps(key.item)}]"
        for key, name in rules.keys.items()
        if key.item is not None and name in used
    ]


def _places(rules: Rules, body: list[str]) -> list[str]:
    if rules.place is None:
        return []
    used = set(NAME.findall("\n".join(line.partition("#")[0] for line in body)))
    fields = set(rules.keys.values())
    lines = [
        f"{INDENT}{name} = {_formula(waypoint)}"
        for name, waypoint in zip(rules.place.names, rules.place.waypoints, strict=True)
        if name in used and name not in fields
    ]
    return ["", f"{INDENT}# Places to go to, in metres.", *lines] if lines else []


def _formula(waypoint: Waypoint) -> str:
    first = waypoint.references[0]
    if first is not None and set(waypoint.references) == {first}:
        return f"{first} + np.array([{', '.join(map(str, waypoint.offsets))}])"
    parts = []
    for axis, (name, offset) in enumerate(zip(waypoint.references, waypoint.offsets, strict=True)):
        if name is None:
            parts.append(str(offset))
        elif offset == 0.0:
            parts.append(f"{name}[{axis}]")
        else:
            parts.append(f"{name}[{axis}] {'+' if offset > 0 else '-'} {abs(offset)}")
    return f"np.array([{', '.join(parts)}])"


def _numbers(rules: Rules, names: list[str]) -> list[str]:
    lines: list[str] = []
    for group in rules.numbers:
        if not isinstance(group.tree, Leaf):
            lines += ["", *_chain(group.tree, rules, 1, _assignment(names[group.axes[0]], group))]
    return lines


def _assignment(name: str, group: Group) -> Callable[[int], str]:
    return lambda label: f"{name} = {group.waypoints[label].offsets[0]}"


def _answer(rules: Rules, names: list[str], *, calibrated: bool) -> list[str]:
    numbers = [
        str(group.waypoints[group.tree.label].offsets[0]) if isinstance(group.tree, Leaf) else names[group.axes[0]]
        for group in rules.numbers
    ]
    place = rules.place
    if place is None:
        return ["", f"{INDENT}return np.array([{', '.join(numbers)}])"]

    def leave(label: int) -> str:
        wanted = place.names[label] if calibrated else f"{TO_ROBOT}({place.names[label]})"
        return f"return np.array([{', '.join([f'*{wanted}', *numbers])}])"

    return ["", *_chain(place.tree, rules, 1, leave)]


def _chain(tree: Tree, rules: Rules, depth: int, leave: Callable[[int], str]) -> list[str]:
    """An if / elif / else chain; a side that is an answer comes first."""
    pad = INDENT * depth
    if isinstance(tree, Leaf):
        return [f"{pad}{leave(tree.label)}"]
    lines: list[str] = []
    word = "if"
    while not isinstance(tree, Leaf):
        feature = rules.features.items[tree.feature]
        above_first = isinstance(tree.above, Leaf) or not isinstance(tree.below, Leaf)
        first, rest = (tree.above, tree.below) if above_first else (tree.below, tree.above)
        said = feature.words.say(tree.threshold, above=above_first, length=feature.length)
        lines.append(f"{pad}{word} {feature.code} {'>' if above_first else '<='} {tree.threshold}:")
        lines.append(f"{pad}{INDENT}# {said[0].upper()}{said[1:]}.")
        lines += _chain(first, rules, depth + 1, leave)
        tree, word = rest, "elif"
    lines.append(f"{pad}else:")
    lines += _chain(tree, rules, depth + 1, leave)
    return lines
