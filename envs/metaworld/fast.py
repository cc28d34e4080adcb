"""Meta-World's simulators, quicker: the same observations, rewards and successes, bit for bit.

A task's class is taken as it is and put in front of `Quick`, which takes over what it inherits from its base class:

    QuickPush -> SawyerPushEnvV3 -> Quick -> SawyerXYZEnv

Physics, goals and rewards stay Meta-World's own code. Its classes and modules are left alone, so that others who use them in
the same process notice nothing. This module imports the simulator; import it late.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from copy import copy
from functools import cache, lru_cache
from inspect import getclosurevars
from types import FunctionType
from typing import Any

import numpy as np

from robotrace.episodes.array import Array

from .sparing import sparing

with sparing():
    import mujoco
    from gymnasium.envs.mujoco import MujocoEnv
    from metaworld.env_dict import ALL_V3_ENVIRONMENTS
    from metaworld.sawyer_xyz_env import SawyerXYZEnv

from .scalar import REPLACED

DOWN = (1.0, 0.0, 1.0, 0.0)  # the quaternion (not normalized, as in Meta-World) of a gripper that points down


def stock(name: str) -> Any:
    """Meta-World's own class of a task, such as "pick-place-v3"."""
    return ALL_V3_ENVIRONMENTS[name]


@cache
def quick(name: str) -> Any:
    """A subclass of `stock(name)` that behaves the same, quicker.

    The task's own methods refer to `Rotation`, `np` and `reward_utils` as globals of their module. They are built again on
    the same code with quicker ones (see `metaworld_scalar`), because replacing those globals would change the module for
    everybody.
    """
    own = stock(name)
    return type(
        own.__name__, (own, Quick), {key: _rebuilt(value) for key, value in vars(own).items() if key[:2] != "__"}
    )


def _rebuilt(member: Any) -> Any:
    """A class's member, on the quicker globals if it is a function or a property."""
    if isinstance(member, property) and member.fget is not None:
        return property(_rebuilt(member.fget), member.fset, member.fdel, member.__doc__)
    if not isinstance(member, FunctionType):
        return member
    if member.__code__ is _GUARD:  # a decorator has hidden the function in its closure
        return _guarded(_rebuilt(getclosurevars(member).nonlocals["func"]))
    own = member.__globals__
    quicker = {**own, **{key: value for key, value in REPLACED.items() if key in own}}
    again = FunctionType(member.__code__, quicker, member.__name__, member.__defaults__, member.__closure__)
    again.__kwdefaults__ = member.__kwdefaults__
    return again


_guarded: Callable[[Any], Any] = SawyerXYZEnv._Decorators.assert_task_is_set
_GUARD = _guarded(len).__code__


@lru_cache(maxsize=4)
def _compiled(path: str) -> Any:
    """The model of a file. Compiling takes 0.2 s, ten times what copying does, and is most of what making a simulator takes."""
    return mujoco.MjModel.from_xml_path(path)


class Quick(SawyerXYZEnv):  # type: ignore[misc]
    """What the 50 tasks inherit, without the detours."""

    _standing_still = False

    _gripper_caging_reward = _rebuilt(SawyerXYZEnv._gripper_caging_reward)

    def _initialize_simulation(self) -> tuple[Any, Any]:
        model = copy(_compiled(self.fullpath))  # its own, since a reset writes into it
        model.vis.global_.offwidth = max(model.vis.global_.offwidth, self.width)
        model.vis.global_.offheight = max(model.vis.global_.offheight, self.height)
        return model, mujoco.MjData(model)

    def reset(
        self,
        seed: int | None = None,  # noqa: ARG002 - Meta-World's signature, in which these two change nothing
        options: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> tuple[Array, dict[str, Any]]:
        """Start an episode.

        Meta-World resets twice. The second pass forgets the state that the first one leads to, but not what that writes
        into the model, such as the place of a door. So the first pass writes, and spares the 250 steps of physics.
        (In push and push-back, `data` has the marker of the goal some millimetres off until the first step: nothing but a
        picture shows it.)
        """
        self.curr_path_length = 0
        self._standing_still = True
        try:
            self.reset_model()
        finally:
            self._standing_still = False
        observation, info = MujocoEnv.reset(self)
        self._prev_obs = observation[:18].copy()
        observation[18:36] = self._prev_obs
        return observation, info

    @_guarded
    def step(self, action: Any) -> tuple[Array, Any, bool, bool, dict[str, Any]]:
        """One step of 12.5 ms."""
        assert len(action) == 4, f"Actions should be size 4, got {len(action)}"
        self.set_xyz_action(action[:3])
        if self.curr_path_length >= self.max_path_length:
            raise ValueError("You must reset the env manually once truncate==True")
        self.do_simulation((action[-1], -action[-1]), self.frame_skip)
        self.curr_path_length += 1
        # In full although most tasks only ask for places: the next step's solver starts from the forces found here.
        mujoco.mj_forward(self.model, self.data)
        space = self.sawyer_observation_space
        observation = self._get_obs().clip(space.low, space.high)
        self._last_stable_obs = observation
        reward, info = self.evaluate_state(observation, action)
        return observation.copy(), reward, False, self.curr_path_length == self.max_path_length, info

    def set_xyz_action(self, action: Any) -> None:
        """Move the hand's target by up to 1 cm an axis."""
        delta = np.asarray(action).clip(-1, 1) * self.action_scale
        data = self.data
        data.mocap_pos[0] = (data.mocap_pos[0] + delta).clip(self.mocap_low, self.mocap_high)
        data.mocap_quat[0] = DOWN

    def do_simulation(self, ctrl: Any, n_frames: int) -> None:
        """Physics, without the accelerations and forces of bodies, which no task reads."""
        if self._standing_still:
            return
        self.data.ctrl[:] = ctrl
        mujoco.mj_step(self.model, self.data, nstep=n_frames)

    def _reset_hand(self, steps: int = 50) -> None:
        # Nothing changes from one of these steps to the next, so that they are one run of the simulator.
        mocap = self.model.body_mocapid[self.data.body("mocap").id]
        self.data.mocap_pos[mocap] = self.hand_init_pos
        self.data.mocap_quat[mocap] = DOWN
        self.do_simulation((-1, 1), steps * self.frame_skip)
        self.init_tcp = self.tcp_center

    def touching_object(self, object_geom_id: int) -> bool:
        """Whether both fingers press on an object."""
        model, data = self.model, self.data
        if not data.ncon:
            return False
        contact = data.contact
        pads = {model.geom("leftpad_geom").id: 0.0, model.geom("rightpad_geom").id: 0.0}
        for (one, other), address in zip(contact.geom.tolist(), contact.efc_address.tolist(), strict=True):
            pad = other if one == object_geom_id else one if other == object_geom_id else None
            if pad in pads:
                pads[pad] += data.efc_force[address]
        return all(force > 0 for force in pads.values())

    @property
    def tcp_center(self) -> Array:
        """The point between the fingertips."""
        right, left = self.data.site("rightEndEffector").xpos, self.data.site("leftEndEffector").xpos
        return (right + left) / 2.0  # type: ignore[no-any-return]

    def _get_curr_obs_combined_no_goal(self) -> Array:
        data = self.data
        between = data.body("rightclaw").xpos - data.body("leftclaw").xpos
        opening = math.sqrt(between.dot(between)) / 0.1
        places, turns = self._get_pos_objects(), self._get_quat_objects()
        now = np.zeros(18)
        now[:3] = data.body("hand").xpos
        now[3] = min(opening, 1.0)
        for k in range(len(places) // 3):
            start = 4 + 7 * k
            now[start : start + 3] = places[3 * k : 3 * k + 3]
            now[start + 3 : start + 7] = turns[4 * k : 4 * k + 4]
        return now

    def _get_obs(self) -> Array:
        now = self._get_curr_obs_combined_no_goal()
        observation = np.empty(39)
        observation[:18] = now
        observation[18:36] = self._prev_obs
        observation[36:] = 0.0 if self._partially_observable else self._get_pos_goal()
        self._prev_obs = now
        return observation
