"""What the robot and the objects touch: the simulator's contacts, by the names of the task's fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from robotrace.episodes.array import Array
from robotrace.episodes.touch import FINGER, FINGERS, FIXED, HAND, Touch

_ROBOT = "right_l0"
"""The body that all moving parts of the robot hang from."""
_FINGERS = ({"rightclaw", "rightpad"}, {"leftclaw", "leftpad"})
_STILL, _HAND, _FIRST, _SECOND, _OTHERS = range(5)


class Touching:
    """Of one model, whose bodies are sorted once: what never moves, the hand with the arm, its fingers, and things that move.

    Args:
        model: The simulator's model.
        data: Its state after a reset.
        places: Where the fields of role "object" are then, (3,) each. A thing that moves has the name of the field that is
            nearest to it; one that is nearest to none has none.

    Attributes:
        codes: What each geom belongs to: 0 what never moves, 1 the hand with the arm, 2 and 3 its fingers, from 4 on things that
            move.
        names: The names by these.
    """

    def __init__(self, model: Any, data: Any, places: Mapping[str, Array]) -> None:
        tops = [_top(model, body) for body in range(model.nbody)]
        robot = model.body(_ROBOT).id
        things = sorted({top for top in tops if top not in (0, robot)})
        codes = [_HAND if top == robot else _OTHERS + things.index(top) if top else _STILL for top in tops]
        for finger, names in zip((_FIRST, _SECOND), _FINGERS, strict=True):
            for name in names:
                codes[model.body(name).id] = finger
        self.codes = np.array(codes)[model.geom_bodyid]
        self.names = ["", HAND, FINGER, FINGER, *[""] * len(things)]
        for name, place in places.items():
            apart = np.linalg.norm(data.geom_xpos - place, axis=1)
            free = (self.codes >= _OTHERS) & np.array([not self.names[code] for code in self.codes])
            if free.any():
                self.names[self.codes[np.flatnonzero(free)[apart[free].argmin()]]] = name
        self.names[_STILL] = FIXED
        self._known: dict[bytes, tuple[Touch, ...]] = {}

    def now(self, data: Any) -> tuple[Touch, ...]:
        """What touches what, each pair once. What lies on something fixed, and the robot itself, are left out."""
        geoms = data.contact.geom
        key = geoms.tobytes()
        if key not in self._known:
            self._known[key] = self._named(geoms)
        return self._known[key]

    def _named(self, geoms: Array) -> tuple[Touch, ...]:
        pairs = {(min(pair), max(pair)) for pair in self.codes[geoms].tolist()}
        touched: dict[int, set[int]] = {}
        for one, other in pairs:
            if one == _STILL and other in (_HAND, _FIRST, _SECOND):
                touched.setdefault(_STILL, set()).add(other)
            elif one != _STILL and other >= _OTHERS and one != other:
                touched.setdefault(other, set()).add(one)
        found = []
        for thing, by in sorted(touched.items()):
            fingers = by & {_FIRST, _SECOND}
            found += [(FINGERS if len(fingers) > 1 else FINGER, self.names[thing])] if fingers else []
            found += [(self.names[one], self.names[thing]) for one in sorted(by - fingers)]
        return tuple(found)


def touched(touches: Iterable[tuple[Touch, ...]]) -> tuple[Touch, ...]:
    """What touched what in any of these, in the order of the words; one finger that the other one joined is not told apart."""
    found = {touch for together in touches for touch in together}
    return tuple(sorted(touch for touch in found if touch[0] != FINGER or (FINGERS, touch[1]) not in found))


def _top(model: Any, body: int) -> int:
    """The topmost body above this one, itself included, that a joint moves; 0 where nothing moves it."""
    top = 0
    while body:
        top = body if model.body_jntnum[body] else top
        body = int(model.body_parentid[body])
    return top
