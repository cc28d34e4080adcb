"""Meta-World's simulators, quicker: the same observations, rewards and successes, bit for bit.

A task's class is taken as it is and put in front of `Quick`, which takes over what it inherits from its base class:

    QuickPush -> SawyerPushEnvV3 -> Quick -> SawyerXYZEnv

Physics, goals and rewards stay Meta-World's own code. Its classes and modules are left alone, so that others who use them in
the same process notice nothing. This module imports the simulator; import it late.
"""

from __future__ import annotations

import math
import sys
from copy import copy
from functools import cache, cached_property
from importlib.metadata import version
from typing import Any

import numpy as np

from robotrace.episodes.array import Array
from robotrace.errors import RobotraceError

from .sparing import sparing

with sparing():
    import mujoco
    from gymnasium.envs.mujoco import MujocoEnv
    from metaworld.env_dict import ALL_V3_ENVIRONMENTS
    from metaworld.sawyer_xyz_env import SawyerXYZEnv

from .grasp import caging_reward, pressed
from .physics import advance, compiled, settle
from .rebuilt import guarded, quicker, rebuilt
from .scalar import FLOAT, between
from .views import Views

KNOWN = "3.1.1"
"""The Meta-World whose helpers are replaced."""
DOWN = np.array([1.0, 0.0, 1.0, 0.0])
"""The quaternion (not normalized, as in Meta-World) of a gripper that points down."""


def stock(name: str) -> Any:
    """Meta-World's own class of a task, such as "pick-place-v3"."""
    return ALL_V3_ENVIRONMENTS[name]


@cache
def quick(name: str) -> Any:
    """A subclass of `stock(name)` that behaves the same, quicker.

    Raises:
        RobotraceError: Another version of Meta-World is installed.
    """
    if version("metaworld") != KNOWN:
        raise RobotraceError(
            f"metaworld/{name} is made for metaworld {KNOWN}; found {version('metaworld')}."
            f" Install that one: pip install metaworld=={KNOWN}"
        )
    own = stock(name)
    names = quicker(vars(sys.modules[own.__module__]))
    members = {key: rebuilt(value, names) for key, value in vars(own).items() if key[:2] != "__"}
    cls = type(own.__name__, (own, Quick), members)
    names[own.__name__] = cls  # by which its methods call its static methods
    return cls


class Quick(SawyerXYZEnv):  # type: ignore[misc]
    """What the 50 tasks inherit, without the detours."""

    standing_still = False  # leaves out all steps of physics
    # The state at which all has been found that follows from it and the model, into which resets alone write.
    _known: tuple[bytes, bytes] | None = None
    _gripper_caging_reward = caging_reward

    def _initialize_simulation(self) -> tuple[Any, Any]:
        compiled_model, self._settled = compiled(self.fullpath)
        model = copy(compiled_model)  # its own, since a reset writes into it
        model.vis.global_.offwidth = max(model.vis.global_.offwidth, self.width)
        model.vis.global_.offheight = max(model.vis.global_.offheight, self.height)
        data = mujoco.MjData(model)
        self._views = Views(model, data)
        return model, data

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
        self._known = None
        still, self.standing_still = self.standing_still, True
        try:
            self.reset_model()
        finally:
            self.standing_still = still
        observation, info = MujocoEnv.reset(self)
        self._prev_obs = observation[:18].copy()
        observation[18:36] = self._prev_obs
        return observation, info

    @guarded
    def step(self, action: Any) -> tuple[Array, Any, bool, bool, dict[str, Any]]:
        """One step of 12.5 ms."""
        assert len(action) == 4, f"Actions should be size 4, got {len(action)}"
        self.set_xyz_action(action[:3])
        if self.curr_path_length >= self.max_path_length:
            raise ValueError("You must reset the env manually once truncate==True")
        views, effort = self._views, action[-1]
        if views.target_body is not None and self._known == views.state():
            views.ctrl[0], views.ctrl[1] = effort, -effort
            views.target_body[:] = views.target
            advance(self.model, self.data, self.frame_skip)
        else:
            self.do_simulation((effort, -effort), self.frame_skip)
        self.curr_path_length += 1
        # In full although most tasks only ask for places: the next step's solver starts from the forces found here.
        mujoco.mj_forward(self.model, self.data)
        self._known = views.state()
        space = self.sawyer_observation_space
        observation = self._get_obs()
        np.minimum(np.maximum(observation, space.low), space.high, out=observation)
        self._last_stable_obs = observation
        reward, info = self.evaluate_state(observation, action)
        return observation.copy(), reward, False, self.curr_path_length == self.max_path_length, info

    @cached_property
    def _bounds(self) -> tuple[list[float], list[float]]:
        return self.mocap_low.tolist(), self.mocap_high.tolist()

    def set_xyz_action(self, action: Any) -> None:
        """Move the hand's target by up to 1 cm an axis."""
        if getattr(action, "dtype", None) is not FLOAT:  # which rounds otherwise
            super().set_xyz_action(np.asarray(action))
            return
        views, scale = self._views, self.action_scale
        for axis, (delta, now, low, high) in enumerate(
            zip(action.tolist(), views.target.tolist(), *self._bounds, strict=True)
        ):
            views.target[axis] = between(now + between(delta, -1.0, 1.0) * scale, low, high)
        views.turn[:] = DOWN

    def do_simulation(self, ctrl: Any, n_frames: int) -> None:
        """Physics, without the accelerations and forces of bodies, which no task reads."""
        if self.standing_still:
            return
        self.data.ctrl[:] = ctrl
        mujoco.mj_step(self.model, self.data, n_frames)

    def _reset_hand(self, steps: int = 50) -> None:
        # Nothing changes from one of these steps to the next, so that they are one run of the simulator.
        model, data = self.model, self.data
        mocap = model.body_mocapid[data.body("mocap").id]
        data.mocap_pos[mocap] = self.hand_init_pos
        data.mocap_quat[mocap] = DOWN
        if steps and not self.standing_still:
            data.ctrl[:] = -1, 1
            settle(model, data, steps * self.frame_skip, self._settled)
        self.init_tcp = self.tcp_center

    def get_body_com(self, body_name: str) -> Array:
        """Where a body is, (3,)."""
        return self._views.bodies[body_name]

    def _get_site_pos(self, site_name: str) -> Array:
        return self._views.sites[site_name].copy()

    @property
    def tcp_center(self) -> Array:
        """The point between the fingertips."""
        sites = self._views.sites
        return (sites["rightEndEffector"] + sites["leftEndEffector"]) / 2.0

    def touching_object(self, object_geom_id: int) -> bool:
        """Whether both fingers press on an object."""
        return pressed(self.data, object_geom_id, self._views.pads)

    def _get_curr_obs_combined_no_goal(self) -> Array:
        bodies = self._views.bodies
        apart = bodies["rightclaw"] - bodies["leftclaw"]
        opening = math.sqrt(apart.dot(apart)) / 0.1
        places, turns = self._get_pos_objects(), self._get_quat_objects()
        now = np.zeros(18)
        now[:3] = bodies["hand"]
        now[3] = min(opening, 1.0)
        if len(places) == 3:
            now[4:7], now[7:11] = places, turns
            return now
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
