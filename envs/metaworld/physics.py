"""MuJoCo's steps, without those that would find again what is known: the same bits.

Everything that a step of MuJoCo finds follows from the integration state (`mjSTATE_INTEGRATION`) and the model. Two things are
spared by that: looking for contacts where nothing has moved since the last look, and settling the arm where it has settled before.
This module imports the simulator; import it late.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import mujoco
import numpy as np

from robotrace.episodes.array import Array

KNOWN = "3.3.0"
"""The MuJoCo whose stages `advance` knows; any other takes whole steps."""
_STATE = int(mujoco.mjtState.mjSTATE_INTEGRATION)
_MOST = 256  # states that are kept of a model, some 3 kB each

Settled = dict[tuple[Any, ...], Array]
"""Where settling leads to: by what it begins with, the state before its last step."""


@lru_cache(maxsize=4)
def compiled(path: str) -> tuple[Any, Settled]:
    """The model of a file, and where its arm has settled.

    Compiling takes 0.2 s, ten times what copying does, and is most of what making a simulator takes.
    """
    return mujoco.MjModel.from_xml_path(path), {}


def settle(model: Any, data: Any, frames: int, settled: Settled) -> None:
    """Take a number of steps in which nothing is commanded anew; only the last, where the same have been taken before.

    Args:
        model: The model, of which nothing but places, turns and masses of bodies and friction differs from one call to the next.
        data: The simulation, with mocap and controls set.
        frames: The number of steps, 1 or more.
        settled: Where earlier calls with this model have led.
    """
    differing = (model.body_pos, model.body_quat, model.body_mass, model.body_inertia, model.geom_friction)
    start = (frames, _state(model, data).tobytes(), *(it.tobytes() for it in differing))
    last = settled.get(start)
    if last is None:
        if frames > 1:
            mujoco.mj_step(model, data, frames - 1)
        if len(settled) >= _MOST:
            settled.clear()
        settled[start] = _state(model, data)
    else:
        mujoco.mj_setState(model, data, last, _STATE)
    mujoco.mj_step(model, data)


def target_of(model: Any) -> int | None:
    """The body of the mocap target, if moving it changes nothing but the constraint that welds the hand to it.

    Then contacts, inertias, velocities and passive forces stay what they are when it moves.
    """
    targets = np.flatnonzero(model.body_mocapid >= 0)
    its_geoms = np.isin(model.geom_bodyid, targets)
    holds = (
        mujoco.__version__ == KNOWN
        and len(targets) == 1
        and model.body_parentid[targets[0]] == 0
        and not np.isin(model.body_parentid, targets).any()
        and not (model.geom_contype[its_geoms].any() or model.geom_conaffinity[its_geoms].any())
        and (model.eq_objtype == mujoco.mjtObj.mjOBJ_BODY).all()
        and model.opt.integrator == mujoco.mjtIntegrator.mjINT_EULER
        and model.opt.solver == mujoco.mjtSolver.mjSOL_NEWTON
        and model.opt.noslip_iterations == model.opt.enableflags == 0
        and model.nsensor == model.nflex == model.nplugin == model.ntendon == 0
    )
    return int(targets[0]) if holds else None


def advance(model: Any, data: Any, frames: int) -> None:
    """Take steps from a state at which `mj_forward` was the last that was done but for moving the target and setting controls.

    The first step is `mj_step` without the stages that have just been done: of those, only the weld depends on the target,
    whose new place the caller has written to `data.xpos`.
    """
    mujoco.mj_makeConstraint(model, data)
    mujoco.mj_referenceConstraint(model, data)
    mujoco.mj_step2(model, data)
    mujoco.mj_step(model, data, frames - 1)


def _state(model: Any, data: Any) -> Array:
    state = np.empty(mujoco.mj_stateSize(model, _STATE))
    mujoco.mj_getState(model, data, state, _STATE)
    return state
