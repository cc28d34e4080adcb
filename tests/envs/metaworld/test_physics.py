"""Steps of MuJoCo that are spared, and when they are not."""

from copy import copy

import mujoco
import numpy as np
import pytest
from robotrace.envs.metaworld import NAMES, draw_goals, physics
from robotrace.envs.metaworld.fast import quick
from robotrace.envs.metaworld.physics import settle, target_of

pytestmark = pytest.mark.slow

ARM = """
<mujoco>
  <option timestep="0.002"/>
  <worldbody>
    <body name="target" mocap="true" pos="0 0 1"><geom size="0.01" contype="0" conaffinity="0"/></body>
    <body name="hand" pos="0 0 1"><freejoint/><geom size="0.05" mass="1"/></body>
    <geom type="plane" size="1 1 0.1"/>
  </worldbody>
  <equality><weld body1="target" body2="hand"/></equality>
</mujoco>
"""


@pytest.fixture
def frames(monkeypatch):
    """The steps that are taken, a number for each call."""
    taken, step = [], mujoco.mj_step

    def counted(model, data, nstep=1):
        taken.append(nstep)
        step(model, data, nstep)

    monkeypatch.setattr(mujoco, "mj_step", counted)
    return taken


def model_of(text=ARM):
    return mujoco.MjModel.from_xml_string(text)


def test_settling_from_the_same_start_again_is_one_step(frames):
    model, settled, ends = model_of(), {}, []
    for _ in range(3):
        data = mujoco.MjData(model)
        data.mocap_pos[0] = 0.1, 0.0, 0.8
        settle(model, data, 250, settled)
        ends.append((data.qpos.tobytes(), data.qvel.tobytes(), data.xpos.tobytes(), data.time))
    assert frames == [249, 1, 1, 1]
    assert ends[0] == ends[1] == ends[2]


def test_settling_from_another_start_or_place_or_for_another_time_is_done_in_full(frames):
    model, settled = model_of(), {}
    for height, place, count in ((0.8, 0.0, 50), (0.9, 0.0, 50), (0.8, 0.2, 50), (0.8, 0.0, 60)):
        data = mujoco.MjData(model)
        data.mocap_pos[0, 2] = height
        model.body_pos[2, 0] = place
        settle(model, data, count, settled)
    assert frames == [49, 1, 49, 1, 49, 1, 59, 1]


def test_where_settling_has_led_is_kept_for_a_bounded_number_of_starts():
    model, settled = model_of(), {}
    for k in range(300):
        data = mujoco.MjData(model)
        data.mocap_pos[0, 2] = 1 + k / 1000
        settle(model, data, 2, settled)
    assert len(settled) == 300 - 256


def test_a_target_that_is_welded_to_the_hand_alone_is_found():
    assert target_of(model_of()) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('contype="0" conaffinity="0"', ""),
        ("</worldbody>", '<body name="more" mocap="true"/></worldbody>'),
        ('<option timestep="0.002"/>', '<option integrator="RK4"/>'),
        ('<option timestep="0.002"/>', '<option solver="PGS"/>'),
        ("</mujoco>", '<sensor><framepos objtype="body" objname="target"/></sensor></mujoco>'),
    ],
)
def test_a_target_on_which_more_depends_is_not(old, new):
    assert target_of(model_of(ARM.replace(old, new))) is None


def test_another_mujoco_takes_whole_steps(monkeypatch):
    monkeypatch.setattr(physics, "KNOWN", "3.2.0")
    assert target_of(model_of()) is None


@pytest.mark.parametrize("name", NAMES)
def test_of_a_tasks_model_a_reset_changes_places_of_bodies_and_sites_alone(name):
    env = quick(name)()
    before = copy(env.model)
    env.set_task(draw_goals(name, 0)[4])
    env.reset()
    changed = {
        name
        for name in dir(before)
        if isinstance(getattr(before, name), np.ndarray)
        and not np.array_equal(getattr(before, name), getattr(env.model, name), equal_nan=True)
    }
    assert changed <= {"body_pos", "site_pos"}


def test_a_start_that_was_met_before_costs_one_step_of_settling(frames):
    env, goals = quick("pick-place-v3")(), draw_goals("pick-place-v3", 0)
    env._settled.clear()
    frames.clear()
    for goal in (goals[0], goals[1], goals[0]):  # a puck's place is no place of a body in the model
        env.set_task(goal)
        env.reset()
    assert frames == [249, 1, 1, 1]
