"""What Meta-World asks of a grasp at every simulator step, in plain floats: the same bits.

Sums of squares are left to numpy's `dot`: how they are rounded depends on the machine.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from metaworld.utils.reward_utils import hamacher_product

from robotrace.episodes.array import Array

from .scalar import within


def pressed(data: Any, thing: int, pads: tuple[int, int]) -> bool:
    """Whether both fingers press on a thing.

    Args:
        data: The simulation.
        thing: The geom of the thing.
        pads: The geoms of the fingers' pads.
    """
    contact = data.contact
    found: dict[int, list[int]] = {}
    for k, pair in enumerate(contact.geom.tolist()):
        if thing in pair and (pad := pair[0] + pair[1] - thing) in pads:
            found.setdefault(pad, []).append(k)
    if len(found) < len(pads):
        return False
    address, force = contact.efc_address, data.efc_force
    return all(sum(force[address[k]] for k in touches) > 0 for touches in found.values())


def caging_reward(  # noqa: PLR0917 - Meta-World's arguments
    env: Any,
    action: Any,
    obj_pos: Array,
    obj_radius: float,
    pad_success_thresh: float,
    object_reach_radius: float,
    xz_thresh: float,
    desired_gripper_effort: float = 1.0,
    high_density: bool = False,
    medium_density: bool = False,
) -> Any:
    """`SawyerXYZEnv._gripper_caging_reward` of an environment, with the names that its callers use."""
    assert env.obj_init_pos is not None, "`obj_init_pos` must be initialized before calling this function."
    if high_density and medium_density:
        raise ValueError("Can only be either high_density or medium_density")
    x, y, z = obj_pos.tolist()
    tip, tip_first, first = env.tcp_center, env.init_tcp, env.obj_init_pos
    (x_tip, _, z_tip), (x_tip_first, _, z_tip_first) = tip.tolist(), tip_first.tolist()
    x_first, y_first, z_first = first.tolist()
    sides = []
    for pad in ("leftpad", "rightpad"):
        y_pad = float(env.get_body_com(pad)[1])
        margin = abs(abs(y_pad - y_first) - pad_success_thresh)
        sides.append(within(abs(y_pad - y), obj_radius, pad_success_thresh, margin))
    margin = _length(x_first - x_tip_first, z_first - z_tip_first) - xz_thresh
    near = within(_length(x_tip - x, z_tip - z), 0, xz_thresh, margin)
    around = hamacher_product(hamacher_product(*sides), near)
    closed = min(max(0, action[-1]), desired_gripper_effort) / desired_gripper_effort
    reward = hamacher_product(around, closed if around > 0.97 else 0.0)
    if high_density:
        reward = (reward + around) / 2
    if medium_density:
        margin = abs(_length(*first - tip_first) - object_reach_radius)
        reward = (reward + within(_length(*obj_pos - tip), 0, object_reach_radius, margin)) / 2
    return reward


def _length(*parts: float) -> float:
    vector = np.array(parts)
    return math.sqrt(vector.dot(vector))
