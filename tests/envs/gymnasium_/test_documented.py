"""The table of what is documented, against the environments themselves."""

from math import prod

import gymnasium
import pytest
from robotrace.envs.gymnasium_.documented import documented
from robotrace.envs.gymnasium_.names import usable

import robotrace as rt
from robotrace.episodes import policy_names

KNOWN = [
    name for name in usable() if documented(name) is not None and name != "CarRacing-v3"
]  # whose numbers are of a picture


def test_the_table_knows_classic_control_and_mujoco():
    assert {
        "Acrobot-v1",
        "Ant-v5",
        "CartPole-v1",
        "HalfCheetah-v5",
        "Humanoid-v5",
        "Pendulum-v1",
        "Walker2d-v5",
    } <= set(KNOWN)
    assert documented("HalfCheetah-v1") is None
    assert documented("Taxi-v3") is None


@pytest.mark.parametrize("name", KNOWN)
def test_every_number_of_an_environment_has_a_name_a_unit_and_a_meaning(name):
    env, known = rt.make(name)._env, documented(name)
    assert sum(prod(field.shape) for field in known.fields) == prod(env.observation_space.shape)
    assert len({field.name for field in known.fields}) == len(known.fields)
    size = prod(env.action_space.shape) or 1
    assert len(known.actions) == size
    assert known.starter in ("", *policy_names())
    if hasattr(env.unwrapped, "dt") and isinstance(env.unwrapped.dt, float):
        assert known.seconds is None or abs(known.seconds - env.unwrapped.dt) < 1e-9 or env.unwrapped.dt == 0.2
    env.close()


def _joints(model):
    return [model.joint(i).name for i in range(model.njnt)]


def test_the_cheetah_s_numbers_stand_where_the_table_says():
    task = rt.make("HalfCheetah-v5")
    task.reset(0)
    for _ in range(20):
        seen = task.step([1.0, -1.0, 0.5, -0.5, 0.2, 0.3]).observation
    data = task._env.unwrapped.data
    parts = {
        "back_thigh": "bthigh",
        "back_shin": "bshin",
        "back_foot": "bfoot",
        "front_thigh": "fthigh",
        "front_foot": "ffoot",
    }
    for name, joint in parts.items():
        assert float(seen[name]) == data.joint(joint).qpos[0]
        assert float(seen[f"{name}_rate"]) == data.joint(joint).qvel[0]
    assert float(seen["trunk_pitch"]) == data.joint("rooty").qpos[0]
    assert float(seen["velocity_x"]) == data.joint("rootx").qvel[0]


def test_the_humanoid_s_joints_and_motors_are_named_in_the_model_s_order():
    env, known = gymnasium.make("Humanoid-v5"), documented("Humanoid-v5")
    model = env.unwrapped.model
    joints = [name.replace("shoulder1", "shoulder_1").replace("shoulder2", "shoulder_2") for name in _joints(model)[1:]]
    assert [field.name for field in known.fields if field.role == "joint"] == joints
    motors = [
        model.actuator(i).name.replace("shoulder1", "shoulder_1").replace("shoulder2", "shoulder_2")
        for i in range(model.nu)
    ]
    assert [name for name, _ in known.actions] == motors
    ant = gymnasium.make("Ant-v5").unwrapped.model
    driven = [ant.joint(int(ant.actuator_trnid[i, 0])).name for i in range(ant.nu)]
    assert [name for name, _ in documented("Ant-v5").actions] == driven


def test_an_option_that_leaves_the_last_numbers_out_leaves_their_fields_out():
    fields = rt.make("Ant-v5?include_cfrc_ext_in_observation=false").fields
    assert len(fields) == 22
    assert fields[-1].name == "ankle_4_rate"
    with_place = rt.make("Ant-v5?exclude_current_positions_from_observation=false").fields
    assert with_place[0].name == "observation"  # 107 numbers that nobody has named


def test_the_lander_with_throttles_is_documented_by_its_option():
    assert [name for name, _ in documented("LunarLander-v3").actions] == ["engine"]
    assert [name for name, _ in documented("LunarLander-v3", {"continuous": True}).actions] == ["main", "side"]
    assert documented("LunarLanderContinuous-v3").about == documented("LunarLander-v3").about
