"""The parts of a simulation that every step reads or writes: arrays of the simulator's own numbers, made once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from robotrace.episodes.array import Array

from .physics import target_of


class Places(dict[str, Array]):
    """Where bodies or sites are, by name, (3,) each.

    Args:
        find: What gives MuJoCo's view of one by its name.
    """

    def __init__(self, find: Callable[[str], Any]) -> None:
        self._find = find

    def __missing__(self, name: str) -> Array:
        place: Array = self._find(name).xpos
        self[name] = place
        return place


class Views:
    """Of one model and its data.

    Attributes:
        bodies: Where bodies are.
        sites: Where sites are.
        pads: The geoms of the fingers' pads.
        target: (3,) where the mocap body that the hand follows has been sent.
        turn: (4,) its quaternion.
        target_body: (3,) where it is, as a body; None where more depends on that than the weld to the hand.
        ctrl: (2,) what the fingers are commanded.
        qpos: The positions of the joints.
        qvel: Their velocities.
    """

    __slots__ = ("bodies", "ctrl", "pads", "qpos", "qvel", "sites", "target", "target_body", "turn")

    def __init__(self, model: Any, data: Any) -> None:
        self.bodies, self.sites = Places(data.body), Places(data.site)
        self.pads: tuple[int, int] = model.geom("leftpad_geom").id, model.geom("rightpad_geom").id
        self.target: Array = data.mocap_pos[0]
        self.turn: Array = data.mocap_quat[0]
        body = target_of(model)
        self.target_body: Array | None = None if body is None else data.xpos[body]
        self.ctrl: Array = data.ctrl
        self.qpos: Array = data.qpos
        self.qvel: Array = data.qvel

    def state(self) -> tuple[bytes, bytes]:
        """Positions and velocities of the joints, to be compared."""
        return self.qpos.tobytes(), self.qvel.tobytes()
